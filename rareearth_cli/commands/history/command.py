"""The ``rareearth history`` command line: options, arguments and the call of the query."""

from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    PlaceName,
    dataset_options,
    find_place_codes,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.vocabulary import Measure

_MEASURE = {
    "type": click.Choice([measure.value for measure in Measure if measure is not Measure.SHARE]),
    "default": Measure.RESERVES.value,
    "show_default": True,
}


@click.command()
@click.argument("place", type=PlaceName())
@question_options("history", "series", default="usgs-mcs")
@question_options("history", "root", "measure", "site", "versions", "as_of", measure=_MEASURE)
@dataset_options
@output_options
def history(place: str, data: tuple[Path, ...], only: bool, output: OutputOptions, **options: Any) -> None:
    """Show what each edition listed, how the figure changed, and why.

    \b
    rareearth history russia
    rareearth history brazil --versions
    rareearth history russia --root ru-state-balance
    rareearth history china --measure production -f csv

    The reason is given where the publisher states one. "Consistent with" names a part or total of the country's
    own figures that equals the figure within rounding; that is a match, not a proof.
    """
    from rareearth_cli.commands.history.query import build_history
    from rareearth_cli.commands.history.view import build_answer
    from rareearth_cli.model.questions import HistoryQuestion

    if options["series"] is not None and options["root"] is not None:
        raise click.UsageError("--series and --root ask for different histories: give one of them")
    resolve_format(output)
    dataset = read_dataset(data, only)
    (code,) = find_place_codes((place,), dataset)
    question = HistoryQuestion(code, **options)
    write_result(build_answer(build_history(dataset, question)), output, dataset)
