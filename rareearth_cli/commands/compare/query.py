"""The ``compare`` query: selects the estimates asked for and compares each with its baseline."""

from collections.abc import Mapping
from functools import partial

import pandas as pd

from rareearth_cli.analysis.comparison import compare, round_comparison
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.pairing import select_baselines
from rareearth_cli.analysis.question import Context, Question
from rareearth_cli.analysis.result import BridgeResult, Comparison, PlaceComparison
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import to_table
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import MEASURE_ORDER, ShareOf, select_verdicts

_STAGE_ORDER = {stage: rank for rank, stage in enumerate(["", *(stage.value for stage in ShareOf)])}


def compare_places(dataset: Dataset, question: Question, *, rows_only: bool = False) -> Comparison:
    """Compare each estimate for the requested places with its baseline.

    ``rows_only`` leaves out the sentences, groups and bridges, which row formats such as CSV do not write.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    rows, frame, baseline_rows, warnings = compare_rows(dataset, question)
    views: tuple[PlaceComparison, ...] = ()
    if not rows_only:
        from rareearth_cli.commands.compare.place import build_place_comparisons

        views = build_place_comparisons(rows, Context(dataset, question, frame, baseline_rows))
    asked = rows["shown"] | question.all_statements
    chosen = rows[asked | rows["id"].isin(rows["baseline"][asked])]
    return Comparison(
        places=views,
        table=to_table(round_comparison(chosen), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS)),
        dataset_version=dataset.version,
        query=question.canonical(),
        overview=not question.places,
        warnings=warnings,
    )


def compare_rows(
    dataset: Dataset, question: Question
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Select the requested rows and compare them with their baselines.

    Returns
    -------
    tuple
        The rows with their comparison columns, all known figures, the baselines, and the warnings.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, baseline_rows, warnings = select_known_figures(dataset, question)
    rows = compare(select_rows(frame, question), baseline_rows)
    if question.like_for_like:
        rows = rows[(rows["comparable"] == "yes") | rows["id"].isin(baseline_rows["id"])]
    return rows, frame, baseline_rows, warnings


def select_known_figures(dataset: Dataset, question: Question) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Select all figures published by the requested day and mark which of them are current.

    Returns
    -------
    tuple
        The figures of all places, the baselines among them, and the warnings.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, undated = select_known(dataset, question.as_of, partial(select_rows, question=question))
    return frame, select_baselines(frame, question.baseline), undated_warning(undated)


def select_rows(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Select the rows of the requested places and measure, with the places in the order requested."""
    if question.places:
        frame = frame[frame["place"].isin(question.places)]
        order: Mapping[str, int] = {place: rank for rank, place in enumerate(question.places)}
    else:
        named = sorted(zip(frame["name"].unique(), frame["place"].unique(), strict=True))
        order = {place: rank for rank, (_, place) in enumerate(named)}
    if question.measure is not None:
        frame = frame[frame["measure"] == question.measure]
    keys = (frame["place"].map(order) * len(MEASURE_ORDER) + frame["measure"].map(MEASURE_ORDER)) * len(_STAGE_ORDER)
    keys += frame["share_of"].map(_STAGE_ORDER)
    return frame.loc[keys.sort_values(kind="stable").index]


def find_bridges_of_pairs(pairs: pd.DataFrame, context: Context) -> dict[str, BridgeResult]:
    """Find the bridge of each pair that a published part explains, by the id of the figure."""
    from rareearth_cli.commands.compare.place import build_place_comparisons

    through = pairs[pairs["verdict"].isin(select_verdicts(lambda meaning: meaning.by_part))]
    found: dict[str, BridgeResult] = {}
    for measure, those in through.groupby("measure", sort=False):
        places = tuple(those["place"].drop_duplicates())
        rows = select_rows(context.frame, context.question._replace(places=places))
        asked = context.question._replace(places=places, measure=str(measure))
        views = build_place_comparisons(compare(rows, context.baselines), context._replace(question=asked))
        for bridge in reversed([bridge for view in views for bridge in view.group.bridges]):
            found[bridge.explained.id] = bridge
    return {key: found[key] for key in through["id"] if key in found}
