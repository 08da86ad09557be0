"""``report``: every figure that stands against its baseline, by the size of what is unexplained."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.comparison import compare, held_against, rounded
from rareearth_cli.analysis.describe import newest_source_of, titles_of
from rareearth_cli.analysis.judge import EXPLAINED, certain_fold
from rareearth_cli.analysis.pairing import all_pairs
from rareearth_cli.analysis.question import Context, Question
from rareearth_cli.analysis.result import WITNESS, Report, ReportGroup
from rareearth_cli.analysis.table import Table, long_form
from rareearth_cli.commands.compare.query import bridges_of_pairs, compared_rows, known_figures, rows_of
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS, PAIR_COLUMNS
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, Verdict

#: Pairs by what can be said of them, in the order of the report.
_GROUPS = {
    "open": "Unexplained: conflicts, and what is left where a part explains the rest",
    "defined": "Defined differently, and nobody says how much of the gap that makes",
    "unknown": "Not to be told: the definitions are not known well enough",
    "explained": "Explained: agreement, or a difference of definition that the publisher itself reports",
    "other": "Not comparable: one counts something else",
    "accepted": "Accepted: known, with a reason on record",
}


class Threshold(NamedTuple):
    """From which fold a pair is too far apart, of what is unexplained or (``raw``) of the figures themselves."""

    fold: float
    raw: bool = False
    #: Whether a pair that cannot be judged counts as well.
    strict: bool = False


def report(
    dataset: Dataset, question: Question, threshold: Threshold | None = None, *, rows_only: bool = False
) -> Report:
    """One pair a witness: its explained statement, or else its current one, against the baseline.

    ``rows_only`` leaves out the groups and bridges that the row formats do not write.

    Raises:
        NotOnRecord: the baseline asked for has no figures.

    """
    frame, held, warnings = known_figures(dataset, question)
    rows = compare(rows_of(frame[_told(frame, held)], question), held)
    pairs = _by_size(_pairs(rows), rows, held)
    over = _over(pairs, threshold) if threshold is not None else None
    return Report(
        summary=_summary(pairs, over, threshold),
        command=_command(question, threshold),
        groups=() if rows_only else _groups(pairs),
        table=_table(pairs),
        dataset_version=dataset.version,
        query={**question.canonical(), "command": "report"},
        found=int(over.sum()) if over is not None else 0,
        bridges={} if rows_only else bridges_of_pairs(pairs, Context(dataset, question, frame, held)),
        called={} if rows_only else titles_of(_sides(pairs), dataset),
        newest="" if rows_only else newest_source_of(_sides(pairs), dataset),
        warnings=warnings,
    )


def every_pair(dataset: Dataset, question: Question) -> Report:
    """All current figures of the places asked for, each held against each that counts stocks or one year's flow.

    Raises:
        NotOnRecord: so many figures that nobody reads their pairs.

    """
    rows, _, _, warnings = compared_rows(dataset, question)
    current = rows[rows["shown"] & rows["low_t"].notna() & (rows["measure"] != Measure.SHARE.value)]
    pairs = _by_size(held_against(*all_pairs(current)), rows, rows)
    return Report(
        summary=_summary(pairs, None, None),
        command=_command(question, None).replace("report", "compare", 1) + " --pairs",
        groups=_groups(pairs),
        table=_table(pairs),
        dataset_version=dataset.version,
        query={**question.canonical(), "pairs": True},
        found=0,
        called=titles_of(_sides(pairs), dataset),
        newest=newest_source_of(_sides(pairs), dataset),
        warnings=warnings,
    )


def _sides(pairs: pd.DataFrame) -> list[str]:
    return [*pairs["id"], *pairs["baseline"]]


def _by_size(pairs: pd.DataFrame, rows: pd.DataFrame, baselines: pd.DataFrame) -> pd.DataFrame:
    """The pairs with what their baseline prints, the largest unexplained first.

    A baseline of another measure than the one asked for is none of the ``rows``.
    """
    names = ["id", "printed", "value_t"]
    held = pd.concat([rows[names], baselines[names]]).drop_duplicates("id").set_index("id")
    return pairs.assign(
        baseline_printed=pairs["baseline"].map(held["printed"]),
        baseline_value_t=pairs["baseline"].map(held["value_t"]),
    ).sort_values("unexplained_fold", ascending=False, kind="stable")


def _groups(pairs: pd.DataFrame) -> tuple[ReportGroup, ...]:
    verdict = pairs["verdict"]
    cases = {
        "accepted": pairs["accepted"] != "",
        "other": verdict == Verdict.NOT_COMPARABLE,
        "explained": verdict.isin(EXPLAINED),
        "open": verdict != Verdict.UNKNOWN,
        "defined": pairs["comparable"] == "no",
    }
    group = np.select(list(cases.values()), list(cases), "unknown")
    return tuple(ReportGroup(title=title, table=_table(pairs[group == name])) for name, title in _GROUPS.items())


def _told(frame: pd.DataFrame, held: pd.DataFrame) -> "pd.Series[bool]":
    """The rows that a pair may be made of, or explained by: of a hundred thousand figures few stand today."""
    told = frame["shown"] | frame["id"].isin(held["id"])
    parts = frame["part_of"] != ""
    return told | (parts & frame["part_of"].isin(frame["id"][told])) if parts.any() else told


def _pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that speak for their witness, none of them a statement of the baseline's own root.

    The current one, unless nothing can be said of it: then the one that a part explains, if there is one.
    """
    held = rows.drop_duplicates("id").set_index("id")
    another = rows["root"] != rows["baseline"].map(held["root"])
    another |= rows["baseline"].map(held["contained_in"]) == rows["id"]
    pairs = rows[(rows["verdict"] != "") & (rows["part_of"] == "") & rows["shown"] & another]
    told = pairs["current"] & (pairs["verdict"] != Verdict.UNKNOWN)
    explained = [pairs["verdict"] == verdict for verdict in (Verdict.RECONCILED_BY_SUBSET, Verdict.PARTLY_EXPLAINED)]
    ordered = pairs.assign(order=np.select([told, *explained], [0, 1, 2], 3)).sort_values("order", kind="stable")
    return ordered.drop_duplicates(WITNESS).sort_index()


def _over(pairs: pd.DataFrame, threshold: Threshold) -> "pd.Series[bool]":
    fold = certain_fold(pairs) if threshold.raw else pairs["unexplained_fold"]
    other, unknown = pairs["verdict"] == Verdict.NOT_COMPARABLE, pairs["verdict"] == Verdict.UNKNOWN
    over = (fold > threshold.fold) & ~other & (pairs["accepted"] == "")
    return over | other if threshold.strict else over & ~unknown


def _summary(pairs: pd.DataFrame, over: "pd.Series[bool] | None", threshold: Threshold | None) -> tuple[str, ...]:
    counts = pairs["verdict"].value_counts()
    places = pairs["place"].nunique()
    if pairs.empty:
        return ("No figure on record can be held against a baseline of somebody else: no pair to compare.",)
    told = [f"{counts[verdict]} {verdict}" for verdict in Verdict if verdict in counts]
    noun, where = ("pair", "pairs")[len(pairs) != 1], ("place", "places")[places != 1]
    sentences = [f"{len(pairs)} {noun} in {places} {where}: {', '.join(told)}."]
    if over is not None and threshold is not None:
        what = "raw" if threshold.raw else "unexplained"
        names = ", ".join(pairs["id"][over])
        sentences.append(f"Over {threshold.fold:g} times ({what}): {names or 'none'}.")
    return tuple(sentences)


def _command(question: Question, threshold: Threshold | None) -> str:
    words = ["rareearth report", *question.places]
    given = {"--baseline": question.baseline, "--measure": question.measure, "--as-of": question.as_of}
    words += [f"{option} {value}" for option, value in given.items() if value is not None]
    if threshold is not None:
        words += [f"--fail-over {threshold.fold:.15g}x", *["--raw"] * threshold.raw, *["--strict"] * threshold.strict]
    return " ".join(words)


def _table(pairs: pd.DataFrame) -> Table:
    return long_form(rounded(pairs), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS, *PAIR_COLUMNS))
