"""``rareearth validate``: every defect of a dataset, with file and line."""

from functools import partial
from pathlib import Path

import click

from rareearth_cli.commands.options import FileName
from rareearth_cli.commands.output import Output, check_output, emit, output_options
from rareearth_cli.commands.status import INVALID
from rareearth_cli.domain.errors import InvalidDataset


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
    from rareearth_cli.analysis.checking import checked
    from rareearth_cli.commands.speech import visible
    from rareearth_cli.dataset.load import examine, holds_ours, load

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
