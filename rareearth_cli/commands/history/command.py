"""The ``rareearth history`` command line: options, arguments and the call of the query."""

from datetime import date
from pathlib import Path

import click

from rareearth_cli.cli.options import (
    PlaceName,
    RecordedName,
    as_of_option,
    dataset_options,
    find_place_codes,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.vocabulary import Measure

_MEASURES = [measure.value for measure in Measure if measure is not Measure.SHARE]


@click.command()
@click.argument("place", type=PlaceName())
@click.option("--series", type=RecordedName("series"), help="The editions of this series.  [default: usgs-mcs]")
@click.option("--root", type=RecordedName("root"), help="The dates that this ledger speaks of, in place of a series.")
@click.option(
    "--measure", type=click.Choice(_MEASURES), default="reserves", show_default=True, help="Figures that count this."
)
@click.option("--site", type=RecordedName("site"), help="This deposit or area.")
@click.option("--versions", is_flag=True, help="All versions of an edition, all statements of a date.")
@as_of_option
@dataset_options
@output_options
def history(
    place: str,
    series: str | None,
    root: str | None,
    measure: str,
    site: str | None,
    versions: bool,
    as_of: date | None,
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
) -> None:
    """Show what each edition printed, how far it moved, and why.

    \b
    rareearth history russia
    rareearth history brazil --versions
    rareearth history russia --root ru-state-balance
    rareearth history china --measure production -f csv

    Why, as far as that is on record. SERIES_BREAK marks a step that mining cannot account for. "Consistent with"
    names a part or total of the country's own ledger within the rounding of the figure: a match, no proof.
    """
    from rareearth_cli.analysis.question import HistoryQuestion
    from rareearth_cli.commands.history.query import build_history
    from rareearth_cli.commands.history.view import build_answer

    if series is not None and root is not None:
        raise click.UsageError("--series asks for editions, --root for a ledger's dates: give one of them")
    resolve_format(output)
    dataset = read_dataset(data, only)
    (code,) = find_place_codes((place,), dataset)
    question = HistoryQuestion(code, series, root, measure, site, versions, as_of)
    write_result(build_answer(build_history(dataset, question)), output, dataset)
