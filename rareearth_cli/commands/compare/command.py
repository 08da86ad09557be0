"""The ``rareearth compare`` command line: options, arguments and the call of the query."""

from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    PlaceName,
    dataset_options,
    find_place_codes,
    is_place,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, reject_unit, resolve_format, write_result


@click.command()
@click.argument("places", metavar="PLACE...", nargs=-1, type=PlaceName())
@click.option("--all", "all_places", is_flag=True, help="All places, one line each.")
@question_options("compare", "baseline", default="the newest USGS row")
@question_options("compare", "like_for_like")
@click.option("--pairs", "all_pairs", is_flag=True, help="Compare all current figures of the places with each other.")
@question_options("compare", "explain", "measure", "as_of", "all_statements")
@dataset_options
@output_options
def compare(
    places: tuple[str, ...],
    all_places: bool,
    all_pairs: bool,
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
    **options: Any,
) -> None:
    """Compare the figures of a place, and say why they differ.

    \b
    rareearth compare russia
    rareearth compare brazil --as-of 2026-04-30
    rareearth compare india --baseline usgs-mcs-2025
    rareearth compare china --measure share
    rareearth compare russia --explain
    rareearth compare turkey --pairs
    rareearth compare mount-weld
    rareearth compare --all -f csv -o all.csv

    Every figure is compared with a baseline, the newest figure of USGS. A place is a name in many languages or an
    ISO code, or the name of a deposit. Figures that count something else are listed separately.
    """
    from rareearth_cli.commands.compare.deposit import compare_deposit, find_deposit
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.commands.compare.view import build_answer
    from rareearth_cli.commands.report.query import answer_all_pairs
    from rareearth_cli.model.questions import Question

    if all_places and places:
        raise click.UsageError("--all is for all places: leave the names out, or --all")
    if not all_places and not places:
        raise click.UsageError("name a place, such as 'rareearth compare russia', or ask for --all")
    if all_pairs and (all_places or options["explain"] or options["baseline"] is not None):
        raise click.UsageError(
            "--pairs compares the figures of named places with each other: leave --all, --explain and --baseline out"
        )
    form = resolve_format(output)
    if all_pairs:
        reject_unit(output, "--pairs")
    dataset = read_dataset(data, only)
    deposit = find_deposit(places[0], dataset) if len(places) == 1 and not is_place(places[0], dataset) else None
    if deposit is not None:
        if all_pairs or options["explain"] or options["baseline"] is not None or options["like_for_like"]:
            raise click.UsageError(
                "a deposit has no baseline: leave --pairs, --explain, --baseline and --like-for-like out"
            )
        write_result(compare_deposit(dataset, Question(**options), deposit), output, dataset)
        return
    question = Question(places=find_place_codes(places, dataset), **options)
    if all_pairs:
        answer = answer_all_pairs(dataset, question)
    else:
        answer = build_answer(compare_places(dataset, question, rows_only=form.rows_only))
    write_result(answer, output, dataset)
