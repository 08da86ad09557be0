"""The ``rareearth estimates`` command: lists the estimates in our data that pass the filters."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    Day,
    PlaceName,
    RecordedName,
    RecordId,
    dataset_options,
    enum_choice,
    find_place_codes,
    publication_options,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.vocabulary import Measure, Status


@click.command()
@click.argument("names", metavar="[PLACE]...", nargs=-1, type=PlaceName())
@question_options("estimates", "places")
@click.option("--site", "sites", multiple=True, type=RecordedName("site"), help="Only figures of this deposit or area.")
@publication_options
@click.option("--root", "roots", multiple=True, type=RecordedName("root"), help="Only figures of this origin.")
@click.option("--measure", "measures", multiple=True, type=enum_choice(Measure), help="Only figures of this kind.")
@click.option(
    "--system", "systems", multiple=True, type=RecordedName("system"), help="Only figures in this classification."
)
@click.option("--status", "statuses", multiple=True, type=enum_choice(Status), help="Only figures with this status.")
@click.option("--since", type=Day(first=True), help="Only figures published on this day or later.")
@click.option("--until", type=Day(), help="Only figures published on this day or before.")
@click.option(
    "--id", "ids", multiple=True, type=RecordId("estimate"), help="This estimate, whatever its status (repeatable)."
)
@question_options("estimates", "as_of", "all_statements")
@dataset_options
@output_options
def estimates(
    names: tuple[str, ...],
    places: tuple[str, ...],
    as_of: date | None,
    all_statements: bool,
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
    **filters: Any,
) -> None:
    """List the figures in our data, one row each.

    \b
    rareearth estimates russia
    rareearth estimates --root ru-state-balance --verification primary
    rareearth estimates --publisher usgs --status superseded --since 2024
    rareearth estimates --id rus-balance-2023 --columns value_t --no-header
    rareearth estimates -f csv --dialect excel -o estimates.csv
    rareearth estimates --all-statements -f jsonl

    Filters may be repeated: '--place russia --place china' lists both. --as-of answers as on that day, with the
    figures that newer ones have replaced since.
    """
    from rareearth_cli.analysis.filters import Filters
    from rareearth_cli.analysis.listings import list_estimates

    resolve_format(output)
    dataset = read_dataset(data, only)
    chosen = Filters(places=find_place_codes((*names, *places), dataset), **filters)
    write_result(list_estimates(dataset, chosen, as_of=as_of, all_statements=all_statements), output, dataset)
