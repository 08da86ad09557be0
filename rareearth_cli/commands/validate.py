"""``rareearth validate``: every defect of a dataset, with file and line."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from rareearth_cli.analysis.result import Listing
from rareearth_cli.analysis.table import Table
from rareearth_cli.cli.exit_status import INVALID
from rareearth_cli.cli.options import FileName
from rareearth_cli.cli.output_options import Output, check_output, emit, output_options
from rareearth_cli.model.errors import InvalidDataset, Problem
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.wording import plural

#: What is counted, with the word for one of it.
_COUNTED = {"sources": "source", "estimates": "estimate", "bridges": "bridge", "remarks": "remark"}


def checked(files: Sequence[str], dataset: Dataset, problems: Sequence[Problem], below: Dataset | None) -> Listing:
    """The defects of ``files``, in the order of file and line, and a sentence on what they hold.

    ``dataset`` is all that was read, ``below`` the part of it that the files were laid over.
    """
    columns: dict[str, list[object]] = {
        "rule": [problem.rule.id for problem in problems],
        "file": [problem.file for problem in problems],
        "line": [problem.line for problem in problems],
        "what": [problem.what for problem in problems],
        "remedy": [problem.remedy for problem in problems],
    }
    names = ", ".join(files) or "The data that ships with the tool"
    over = f", laid over dataset {below.version}" if below is not None else ""
    counts = {noun: _own(dataset, below, name) for name, noun in _COUNTED.items()}
    held = ", ".join(_count(number, noun) for noun, number in counts.items() if number) or "nothing"
    found = _count(len(problems), "defect") if problems else f"{held}{over}. No defects by {len(Rule)} rules"
    return Listing(
        kind="defects",
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": "validate", "files": list(files), "only": below is None},
        brief=tuple(columns),
        summary=(f"{names}: {found}.",),
    )


def _own(dataset: Dataset, below: Dataset | None, name: str) -> int:
    return len(getattr(dataset, name)) - (len(getattr(below, name)) if below is not None else 0)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {plural(noun, number)}"


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FileName())
@click.option("--only", is_flag=True, help="Each reference must lead to a FILE: ours are left out.")
@partial(output_options, amounts=False)
@click.pass_context
def validate(ctx: click.Context, files: tuple[Path, ...], only: bool, output: Output) -> None:
    """Check a dataset: every defect, with its rule, file and line.

    \b
    rareearth validate
    rareearth validate own.yaml
    rareearth validate own.csv --only
    rareearth validate own.yaml -f json

    Without FILE it checks the data that ships with the tool. A FILE is laid over it, as --data does: it may refer
    to our sources, places and figures. The status is 3 if there is a defect; 'rareearth help validation' lists
    the rules.
    """
    from rareearth_cli.cli.stderr import visible
    from rareearth_cli.record.load import examine, holds_ours, load

    check_output(output)
    if only and not files:
        raise click.UsageError("--only leaves our data out: name a FILE of your own")
    dataset, problems = examine(files, only=only)
    arranged = output.columns or output.sort or not output.header or output.unit
    plain = output.format is None and output.path is None and not arranged
    if problems and plain:
        raise InvalidDataset(problems)
    below = load() if files and not only and not holds_ours(files) else None
    result = checked([str(file) for file in files], dataset, InvalidDataset(problems).problems, below)
    if plain:
        click.echo(visible(result.summary[0]))
        return
    emit(result, output)
    if problems:
        ctx.exit(INVALID)
