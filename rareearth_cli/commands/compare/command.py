"""``rareearth compare``: what is said of a place, how far apart, and why."""

from datetime import date
from pathlib import Path

import click

from rareearth_cli.cli.options import (
    PlaceName,
    RecordId,
    dataset_options,
    place_codes,
    question_options,
    read_dataset,
    statements_option,
)
from rareearth_cli.cli.output_options import Output, check_output, emit, output_options, refuse_unit


@click.command()
@click.argument("places", metavar="PLACE...", nargs=-1, type=PlaceName())
@click.option("--all", "everywhere", is_flag=True, help="All places, a line each.")
@click.option(
    "--baseline", type=RecordId(), help="Hold against this source or estimate.  [default: the newest USGS row]"
)
@click.option("--like-for-like", is_flag=True, help="Leave out what is not defined as the baseline is.")
@click.option("--pairs", "every", is_flag=True, help="Hold all current figures of the places against each other.")
@click.option("--explain", is_flag=True, help="Say why each verdict is what it is, on whose authority.")
@question_options
@statements_option
@dataset_options
@output_options
def compare(
    places: tuple[str, ...],
    everywhere: bool,
    baseline: str | None,
    like_for_like: bool,
    every: bool,
    explain: bool,
    measure: str | None,
    as_of: date | None,
    all_statements: bool,
    data: tuple[Path, ...],
    only: bool,
    output: Output,
) -> None:
    """Compare what is said of a place: how far apart, and why.

    \b
    rareearth compare russia
    rareearth compare brazil --as-of 2026-04-30
    rareearth compare india --baseline usgs-mcs-2025
    rareearth compare china --measure share
    rareearth compare russia --explain
    rareearth compare turkey --pairs
    rareearth compare --all -f csv -o all.csv

    Every figure is held against a baseline, the newest row of USGS. A place is a name in many languages or an
    ISO code. Rows that count something else than the baseline stand apart and get no ratio.
    """
    from rareearth_cli.analysis.question import Question
    from rareearth_cli.commands.compare.query import answer
    from rareearth_cli.commands.report.query import every_pair

    if everywhere and places:
        raise click.UsageError("--all is for all places: leave the names out, or --all")
    if not everywhere and not places:
        raise click.UsageError("name a place, such as 'rareearth compare russia', or ask for --all")
    if every and (everywhere or explain or baseline is not None):
        raise click.UsageError("--pairs holds all figures of named places against each other: leave the others out")
    form = check_output(output)
    if every:
        refuse_unit(output, "--pairs")
    dataset = read_dataset(data, only)
    question = Question(
        places=place_codes(places, dataset),
        measure=measure,
        baseline=baseline,
        as_of=as_of,
        all_statements=all_statements,
        like_for_like=like_for_like,
        explain=explain,
    )
    result = every_pair(dataset, question) if every else answer(dataset, question, rows_only=form.rows_only)
    emit(result, output, dataset)
