"""The ``rareearth validate`` command: lists every problem of a dataset with its rule, file and line."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rareearth_cli.cli.exit_status import INVALID
from rareearth_cli.cli.options import FileName, find_reading_options, reading_options
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.errors import InvalidDataset, Problem, Rule
from rareearth_cli.model.wording import format_count

if TYPE_CHECKING:
    from rareearth_cli.analysis.answer import Answer
    from rareearth_cli.model.records import Dataset

#: The collections of a dataset that are counted, with the noun for each: those of figures, and those of words on them.
_FIGURE_NOUNS = {"sources": "source", "estimates": "estimate"}
_WORD_NOUNS = {"bridges": "bridge", "remarks": "remark", "explanations": "explanation"}


def list_problems(
    files: Sequence[str], dataset: "Dataset", problems: Sequence[Problem], base: "Dataset | None"
) -> "Answer":
    """List the problems of the files in order of file and line, with a sentence on what the files contain.

    Parameters
    ----------
    files
        The names of the files; none for the data that ships with the tool.
    dataset
        Everything that was read.
    problems
        The problems found in the files.
    base
        The data that the files add to, or None if they were read alone.

    """
    from rareearth_cli.analysis.answer import Answer, build_sentences
    from rareearth_cli.analysis.table import Table

    columns: dict[str, list[object]] = {
        "rule": [problem.rule.id for problem in problems],
        "file": [problem.file for problem in problems],
        "line": [problem.line for problem in problems],
        "what": [problem.what for problem in problems],
        "remedy": [problem.remedy for problem in problems],
    }
    names = ", ".join(files) or "The bundled data"
    over = f", added to dataset {base.version}" if base is not None else ""
    figures, words = (_count_own(dataset, base, nouns) for nouns in (_FIGURE_NOUNS, _WORD_NOUNS))
    contents = figures or words or "nothing"
    beside = [f"Also {words}"] if figures and words else []
    found = (
        [format_count(len(problems), "problem")]
        if problems
        else [f"{contents}{over}", *beside, f"Valid by {len(Rule)} rules"]
    )
    return Answer(
        name="defects",
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": "validate", "files": list(files), "only": base is None},
        default_columns=tuple(columns),
        sentences=build_sentences([f"{names}: {found[0]}.", *(f"{one}." for one in found[1:])]),
    )


def _count_own(dataset: "Dataset", bundled: "Dataset | None", nouns: Mapping[str, str]) -> str:
    """Count what a dataset has beyond the bundled one, such as ``2 sources, 8 estimates``; empty if it is nothing."""
    numbers = {
        noun: len(getattr(dataset, name)) - (len(getattr(bundled, name)) if bundled is not None else 0)
        for name, noun in nouns.items()
    }
    return ", ".join(format_count(number, noun) for noun, number in numbers.items() if number)


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FileName())
@click.option("--only", is_flag=True, help="Check each FILE without the data that ships with the tool.")
@click.option("--all", "show_all", is_flag=True, help="List every problem, not only three.")
@reading_options
@partial(output_options, amounts=False)
@click.pass_context
def validate(ctx: click.Context, files: tuple[Path, ...], only: bool, show_all: bool, output: OutputOptions) -> None:
    """Check a dataset, and say what is wrong in which line.

    \b
    rareearth validate
    rareearth validate own.yaml
    rareearth validate own.csv --only
    rareearth validate own.yaml -f json

    Without FILE it checks the data that ships with the tool. A FILE is added to it, so that it may refer to our
    sources, places and figures. The exit status is 3 if there is a problem. 'rareearth help validation' lists the
    rules.
    """
    from rareearth_cli.cli.streams import sanitize_message, warn, write_stderr
    from rareearth_cli.record.load import (
        build_validate_command,
        load_dataset,
        load_files,
    )

    resolve_format(output)
    if only and not files:
        raise click.UsageError("--only leaves our data out: name a FILE of your own")
    loaded = load_files(files, only=only, options=find_reading_options())
    dataset, problems = loaded.dataset, loaded.problems
    for one in dataset.assumptions:
        warn(one)
    arranged = output.columns or output.sort or not output.header or output.unit
    plain = output.format is None and output.path is None and not arranged
    invalid = InvalidDataset(problems, command=build_validate_command(files, only=only))
    if problems and plain and not show_all:
        raise invalid
    if problems and plain:
        write_stderr("\n".join(map(str, invalid.problems)))
        ctx.exit(INVALID)
    bundled = load_dataset() if files and not only and not loaded.replaces_bundled else None
    result = list_problems([str(file) for file in files], dataset, invalid.problems, bundled)
    if plain:
        click.echo("\n".join(map(sanitize_message, result.summary)))
        return
    write_result(result, output)
    if problems:
        ctx.exit(INVALID)
