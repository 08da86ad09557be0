"""The ``rareearth rank`` command line: options and the call of the query."""

from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    dataset_options,
    find_place_codes,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.vocabulary import Measure

_MEASURE = {
    "type": click.Choice([Measure.RESERVES.value, Measure.PRODUCTION.value]),
    "default": Measure.RESERVES.value,
    "show_default": True,
}


@click.command()
@question_options("rank", "measure", measure=_MEASURE)
@question_options("rank", "source", default="the newest USGS edition")
@question_options("rank", "using", "top", "all_sources", "year", "as_of")
@dataset_options
@output_options
def rank(
    using: tuple[tuple[str, str], ...], data: tuple[Path, ...], only: bool, output: OutputOptions, **options: Any
) -> None:
    """Rank countries by one source, or with other figures.

    \b
    rareearth rank
    rareearth rank --as-of 2025-03-31 --top 6
    rareearth rank --using russia=28.7Mt
    rareearth rank --using russia=rus-balance-2023
    rareearth rank --measure production --year 2024
    rareearth rank --all-sources -f csv -o matrix.csv

    The world, other countries and groups such as the CIS are not ranked. NA means not available and has no rank.
    """
    from rareearth_cli.commands.rank.query import rank_by_all_sources, rank_places
    from rareearth_cli.commands.rank.view import build_answer, build_matrix_answer
    from rareearth_cli.model.questions import RankQuestion

    if options["all_sources"] and using:
        raise click.UsageError(
            "--using puts a figure into one ranking; --all-sources shows them all: leave one of them out"
        )
    if options["year"] is not None and options["measure"] != Measure.PRODUCTION:
        raise click.UsageError("--year chooses a year of production: add --measure production, or use --as-of")
    resolve_format(output)
    dataset = read_dataset(data, only)
    pairs = [(find_place_codes([place], dataset)[0], estimate) for place, estimate in using]
    if len(dict(pairs)) < len(pairs):
        raise click.UsageError("--using names a place twice: give one figure for it")
    question = RankQuestion(using=tuple(pairs), **options)
    if question.all_sources:
        answer = build_matrix_answer(rank_by_all_sources(dataset, question))
    else:
        answer = build_answer(rank_places(dataset, question))
    write_result(answer, output, dataset)
