"""``rareearth history``: every edition's figure, and how far each moved."""

from datetime import date
from pathlib import Path

import click

from rareearth_cli.cli.options import OnRecord, PlaceName, as_of_option, dataset_options, place_codes, read_dataset
from rareearth_cli.cli.output_options import Output, check_output, emit, output_options
from rareearth_cli.model.vocabulary import Measure

_MEASURES = [measure.value for measure in Measure if measure is not Measure.SHARE]


@click.command()
@click.argument("place", type=PlaceName())
@click.option("--series", type=OnRecord("series"), help="The editions of this series.  [default: usgs-mcs]")
@click.option("--root", type=OnRecord("root"), help="The dates that this ledger speaks of, in place of a series.")
@click.option(
    "--measure", type=click.Choice(_MEASURES), default="reserves", show_default=True, help="Figures that count this."
)
@click.option("--site", type=OnRecord("site"), help="This deposit or area.")
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
    output: Output,
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
    from rareearth_cli.analysis.result import HistoryQuestion
    from rareearth_cli.commands.history.query import history as history_of

    if series is not None and root is not None:
        raise click.UsageError("--series asks for editions, --root for a ledger's dates: give one of them")
    check_output(output)
    dataset = read_dataset(data, only)
    (code,) = place_codes((place,), dataset)
    question = HistoryQuestion(code, series, root, measure, site, versions, as_of)
    emit(history_of(dataset, question), output, dataset)
