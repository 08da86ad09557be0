"""``compare``: from a dataset and a question to one result that every format can show."""

from collections.abc import Mapping

import pandas as pd

from rareearth_cli.analysis.comparison import compare, rounded
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.pairing import baselines
from rareearth_cli.analysis.question import Context, Question
from rareearth_cli.analysis.result import BridgeResult, Comparison, PlaceComparison
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.table import long_form
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import MEASURE_ORDER, ShareOf, Verdict
from rareearth_cli.record.frame import estimates_frame

_STAGES = {stage: rank for rank, stage in enumerate(["", *(stage.value for stage in ShareOf)])}


def answer(dataset: Dataset, question: Question, *, rows_only: bool = False) -> Comparison:
    """Everything on record for the places asked, each figure held against its baseline.

    ``rows_only`` leaves out the sentences, groups and bridges that the row formats do not write.

    Raises:
        NotOnRecord: the baseline asked for has no figures.

    """
    rows, frame, held, warnings = compared_rows(dataset, question)
    views: tuple[PlaceComparison, ...] = ()
    if not rows_only:
        from rareearth_cli.analysis.question import Context
        from rareearth_cli.commands.compare.place import place_views

        views = place_views(rows, Context(dataset, question, frame, held))
    asked = rows["shown"] | question.all_statements
    chosen = rows[asked | rows["id"].isin(rows["baseline"][asked])]
    return Comparison(
        places=views,
        table=long_form(rounded(chosen), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS)),
        dataset_version=dataset.version,
        query=question.canonical(),
        overview=not question.places,
        warnings=warnings,
    )


def compared_rows(
    dataset: Dataset, question: Question
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """The rows asked for with the columns of their comparison; all figures known, the baselines, and remarks.

    Raises:
        NotOnRecord: the baseline asked for has no figures.

    """
    frame, held, warnings = known_figures(dataset, question)
    rows = compare(rows_of(frame, question), held)
    if question.like_for_like:
        rows = rows[(rows["comparable"] == "yes") | rows["id"].isin(held["id"])]
    return rows, frame, held, warnings


def known_figures(dataset: Dataset, question: Question) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """All figures known by the day asked for, with their standing; the baselines among them; remarks.

    Raises:
        NotOnRecord: the baseline asked for has no figures.

    """
    frame = estimates_frame(dataset)
    warnings: tuple[str, ...] = ()
    if question.as_of is not None:
        warnings = undated_warning(int((rows_of(frame, question)["published_day"] == "").sum()))
        frame = known_by(frame, question.as_of)
    frame = with_standing(frame)
    return frame, baselines(frame, question.baseline), warnings


def rows_of(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The rows of the places and measure asked, places in the order asked, measures in their own."""
    if question.places:
        frame = frame[frame["place"].isin(question.places)]
        order: Mapping[str, int] = {place: rank for rank, place in enumerate(question.places)}
    else:
        named = sorted(zip(frame["name"].unique(), frame["place"].unique(), strict=True))
        order = {place: rank for rank, (_, place) in enumerate(named)}
    if question.measure is not None:
        frame = frame[frame["measure"] == question.measure]
    keys = (frame["place"].map(order) * len(MEASURE_ORDER) + frame["measure"].map(MEASURE_ORDER)) * len(_STAGES)
    keys += frame["share_of"].map(_STAGES)
    return frame.loc[keys.sort_values(kind="stable").index]


def bridges_of_pairs(pairs: pd.DataFrame, context: Context) -> dict[str, BridgeResult]:
    """The bridge of each pair that a part explains, by the id of the figure."""
    from rareearth_cli.commands.compare.place import place_views

    through = pairs[pairs["verdict"].isin((Verdict.RECONCILED_BY_SUBSET, Verdict.PARTLY_EXPLAINED))]
    found: dict[str, BridgeResult] = {}
    for measure, those in through.groupby("measure", sort=False):
        places = tuple(those["place"].drop_duplicates())
        rows = rows_of(context.frame, context.question._replace(places=places))
        asked = context.question._replace(places=places, measure=str(measure))
        views = place_views(compare(rows, context.held), context._replace(question=asked))
        for bridge in reversed([bridge for view in views for bridge in view.group.bridges]):
            found[bridge.explained.id] = bridge
    return {key: found[key] for key in through["id"] if key in found}
