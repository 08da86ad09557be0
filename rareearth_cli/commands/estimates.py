"""``rareearth estimates``: the figures themselves, filtered."""

from datetime import date
from pathlib import Path

import click

from rareearth_cli.commands.options import (
    PlaceName,
    RecordId,
    dataset_options,
    place_codes,
    question_options,
    read_dataset,
    statements_option,
)
from rareearth_cli.commands.output import Output, check_output, emit, output_options


@click.command()
@click.option("--place", "places", multiple=True, type=PlaceName(), help="Only figures of this place (repeatable).")
@click.option("--id", "ids", multiple=True, type=RecordId(), help="This estimate, whatever its status (repeatable).")
@question_options
@statements_option
@dataset_options
@output_options
def estimates(
    places: tuple[str, ...],
    ids: tuple[str, ...],
    measure: str | None,
    as_of: date | None,
    all_statements: bool,
    data: tuple[Path, ...],
    only: bool,
    output: Output,
) -> None:
    """List the figures on record, one row each.

    \b
    rareearth estimates --place russia
    rareearth estimates --id rus-balance-2023 --columns value_t --no-header
    rareearth estimates -f csv --dialect excel -o estimates.csv
    rareearth estimates --all-statements -f jsonl
    """
    from rareearth_cli.analysis.listings import list_estimates

    check_output(output)
    dataset = read_dataset(data, only)
    listing = list_estimates(
        dataset,
        places=place_codes(places, dataset),
        ids=ids,
        measure=measure,
        as_of=as_of,
        all_statements=all_statements,
    )
    emit(listing, output)
