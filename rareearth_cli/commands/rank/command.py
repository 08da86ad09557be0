"""The ``rareearth rank`` command line: options and the call of the query."""

from datetime import date
from pathlib import Path

import click

from rareearth_cli.cli.options import (
    PlaceEstimate,
    RecordId,
    as_of_option,
    dataset_options,
    find_place_codes,
    read_dataset,
    year_option,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.vocabulary import Measure


@click.command()
@click.option("--measure", type=click.Choice([Measure.RESERVES.value, Measure.PRODUCTION.value]),
              default=Measure.RESERVES.value, show_default=True, help="Rank by this.")  # fmt: skip
@click.option(
    "--source", type=RecordId("source"), help="Rank by the list of this source.  [default: the newest USGS edition]"
)
@click.option("--using", multiple=True, type=PlaceEstimate(), help="Put another estimate in one place (repeatable).")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the first N places.")
@click.option("--all-sources", is_flag=True, help="A matrix of places and sources.")
@year_option
@as_of_option
@dataset_options
@output_options
def rank(
    measure: str,
    source: str | None,
    using: tuple[tuple[str, str], ...],
    top: int | None,
    all_sources: bool,
    year: str | None,
    as_of: date | None,
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
) -> None:
    """Rank places by one source, and say which ranks others allow.

    \b
    rareearth rank
    rareearth rank --as-of 2025-03-31 --top 6
    rareearth rank --using russia=rus-balance-2023
    rareearth rank --measure production --year 2024
    rareearth rank --all-sources -f csv -o matrix.csv

    The world, its remainder and groups such as the CIS are not ranked. NA is no figure and has no rank.
    """
    from rareearth_cli.analysis.question import RankQuestion
    from rareearth_cli.commands.rank.query import rank_by_all_sources, rank_places
    from rareearth_cli.commands.rank.view import build_answer, build_matrix_answer

    if all_sources and using:
        raise click.UsageError(
            "--using puts a figure into one ranking; --all-sources shows them all: leave one of them out"
        )
    if year is not None and measure != Measure.PRODUCTION:
        raise click.UsageError("--year chooses a year of production: add --measure production, or use --as-of")
    resolve_format(output)
    dataset = read_dataset(data, only)
    pairs = [(find_place_codes([place], dataset)[0], estimate) for place, estimate in using]
    if len(dict(pairs)) < len(pairs):
        raise click.UsageError("--using names a place twice: put one figure there")
    question = RankQuestion(
        measure=measure,
        source=source,
        year=year,
        as_of=as_of,
        top=top,
        using=tuple(pairs),
        all_sources=all_sources,
    )
    if all_sources:
        answer = build_matrix_answer(rank_by_all_sources(dataset, question))
    else:
        answer = build_answer(rank_places(dataset, question))
    write_result(answer, output, dataset)
