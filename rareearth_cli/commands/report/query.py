"""The ``report`` query: pairs of figures with their verdicts, the largest unexplained difference first."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.answer import Answer
from rareearth_cli.analysis.discrepancies import CASES, Report, ReportGroup, gap_t, label_pair, label_verdict
from rareearth_cli.analysis.figures import attributions_by_id, newest_publication_date
from rareearth_cli.analysis.judge import compare_pairs, round_comparison
from rareearth_cli.analysis.pairing import (
    Context,
    build_all_pairs,
    compare,
    compare_rows,
    select_known_figures,
    select_rows,
)
from rareearth_cli.analysis.short_form import add_plain_columns
from rareearth_cli.analysis.table import Table, to_table
from rareearth_cli.commands.compare.query import describe_national_figures, find_bridges_of_pairs
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS, ORIGIN_COLUMNS, PAIR_COLUMNS
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.questions import Question, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Basis, Measure, PairGroup, Verdict, select_verdicts
from rareearth_cli.model.wording import format_amount, format_count, join_words

#: Titles of the groups of pairs, in the order of the report.
_GROUP_TITLES = {
    PairGroup.OPEN: "Unexplained: figures that contradict each other, and gaps that a part explains partly",
    PairGroup.DEFINED: "Defined differently, and no source says how much of the gap that makes",
    PairGroup.UNKNOWN: "Definition not stated: a source does not say what it counts, or draws on the other",
    PairGroup.EXPLAINED: "Explained: agreement, an earlier edition, or a part that the publisher itself reports",
    PairGroup.OTHER: "Not comparable: one counts something else",
    PairGroup.ACCEPTED: "Accepted: known, with a reason in our data",
}


class Threshold(NamedTuple):
    """How many times apart a pair may be before the report fails."""

    times_apart: float
    #: Whether the threshold applies to the figures themselves, rather than to the unexplained difference.
    raw: bool = False
    #: Whether pairs that cannot be judged or compared count as well.
    strict: bool = False


def report_discrepancies(
    dataset: Dataset, question: Question, threshold: Threshold | None = None, *, rows_only: bool = False
) -> Report:
    """Report one pair of figure and baseline for each origin, place and measure.

    ``rows_only`` leaves out the groups and bridges, which row formats such as CSV do not write.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, baseline_rows, warnings = select_known_figures(dataset, question)
    asked = question.measure in (None, Measure.RESERVES) and not rows_only
    rows = compare(select_rows(frame[_is_needed(frame, baseline_rows)], question), baseline_rows, frame)
    pairs = _sort_by_size(_select_pairs(rows), rows, baseline_rows)
    over = _exceeds(pairs, threshold) if threshold is not None else None
    return Report(
        summary=_summarize(pairs, over, threshold),
        command=_build_command(question, threshold),
        groups=() if rows_only else _build_groups(pairs),
        table=_build_table(pairs),
        dataset_version=dataset.version,
        query=canonical_question("report", question),
        over_threshold=int(over.sum()) if over is not None else 0,
        bridges={} if rows_only else find_bridges_of_pairs(pairs, Context(dataset, question, frame, baseline_rows)),
        attributions={} if rows_only else attributions_by_id(_list_figure_ids(pairs), dataset),
        minerals=_list_minerals(pairs, dataset),
        newest="" if rows_only else newest_publication_date(_list_figure_ids(pairs), dataset),
        composition=describe_national_figures(Context(dataset, question, frame, baseline_rows)) if asked else (),
        warnings=warnings,
    )


def report_all_pairs(dataset: Dataset, question: Question) -> Report:
    """Report all pairs of current figures that can be compared.

    Both figures are of the same place, site and kind of quantity, and production figures are of the same year.

    Raises
    ------
    NotOnRecord
        If there are too many figures for their pairs to be useful.

    """
    rows, frame, _, warnings = compare_rows(dataset, question)
    current = rows[rows["shown"] | rows["current_for_year"]]
    current = current[current["low_t"].notna() & (current["measure"] != Measure.SHARE.value)]
    pairs = _sort_by_size(compare_pairs(*build_all_pairs(current), frame), rows, rows)
    return Report(
        summary=_summarize(pairs, None, None, paired=True),
        command=_build_command(question, None).replace("report", "compare", 1) + " --pairs",
        groups=_build_groups(pairs),
        table=_build_table(pairs),
        dataset_version=dataset.version,
        query={**canonical_question("compare", question), "pairs": True},
        over_threshold=0,
        attributions=attributions_by_id(_list_figure_ids(pairs), dataset),
        minerals=_list_minerals(pairs, dataset),
        newest=newest_publication_date(_list_figure_ids(pairs), dataset),
        warnings=warnings,
    )


def answer_all_pairs(dataset: Dataset, question: Question) -> Answer:
    """Report all pairs as an answer, for the question that has them as an option."""
    result = report_all_pairs(dataset, question)
    from rareearth_cli.commands.report.view import build_answer

    return build_answer(result)


def _list_figure_ids(pairs: pd.DataFrame) -> list[str]:
    return [*pairs["id"], *pairs["baseline"]]


def _list_minerals(pairs: pd.DataFrame, dataset: Dataset) -> frozenset[str]:
    """List the ids of figures that count ore or a mineral, on either side."""
    return frozenset(
        key for key in _list_figure_ids(pairs) if dataset.estimates[key].basis in (Basis.ORE, Basis.MONAZITE)
    )


def _sort_by_size(pairs: pd.DataFrame, rows: pd.DataFrame, baselines: pd.DataFrame) -> pd.DataFrame:
    """Add the published baseline to each pair, and sort by the unexplained difference, the largest first.

    The baselines are passed separately because one of another measure than requested is not among the ``rows``.
    """
    names = ["id", "printed", "value_t", "low_t", "high_t", "kind", "rungs"]
    by_id = pd.concat([rows[names], baselines[names]]).drop_duplicates("id").set_index("id")
    return pairs.assign(
        baseline_printed=pairs["baseline"].map(by_id["printed"]),
        baseline_value_t=pairs["baseline"].map(by_id["value_t"]),
        baseline_kind=pairs["baseline"].map(by_id["kind"]),
        baseline_low_t=pairs["baseline"].map(by_id["low_t"]),
        baseline_high_t=pairs["baseline"].map(by_id["high_t"]),
        baseline_rungs=pairs["baseline"].map(by_id["rungs"]),
    ).sort_values("unexplained_fold", ascending=False, kind="stable")


def _build_groups(pairs: pd.DataFrame) -> tuple[ReportGroup, ...]:
    verdict = pairs["verdict"]
    group = verdict.map({verdict.value: verdict.meaning.group.value for verdict in Verdict})
    group = group.mask(pairs["accepted"] != "", PairGroup.ACCEPTED.value)
    return tuple(ReportGroup(title=_GROUP_TITLES[name], table=_build_table(pairs[group == name])) for name in PairGroup)


def _is_needed(frame: pd.DataFrame, baseline_rows: pd.DataFrame) -> "pd.Series[bool]":
    """Mark the rows that pairs can consist of or be explained by; leaving out the many others saves time."""
    needed = frame["shown"] | frame["id"].isin(baseline_rows["id"])
    parts = frame["part_of"] != ""
    return needed | (parts & frame["part_of"].isin(frame["id"][needed])) if parts.any() else needed


def _select_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """Select one row for each origin, leaving out the origin of the baseline.

    It is the current row, unless nothing explains its difference and a published part explains that of an earlier one.
    """
    by_id = rows.drop_duplicates("id").set_index("id")
    another = rows["root"] != rows["baseline"].map(by_id["root"])
    another |= rows["baseline"].map(by_id["contained_in"]) == rows["id"]
    pairs = rows[(rows["verdict"] != "") & (rows["part_of"] == "") & rows["shown"] & another]
    unsettled = pairs["verdict"].isin((Verdict.UNKNOWN, Verdict.NOT_LIKE_FOR_LIKE))
    judged = pairs["current"] & ~unsettled
    by_part = [pairs["verdict"] == verdict for verdict in select_verdicts(lambda meaning: meaning.by_part)]
    cases = [judged, *by_part, pairs["current"]]
    ordered = pairs.assign(order=np.select(cases, range(len(cases)), len(cases))).sort_values("order", kind="stable")
    return ordered.drop_duplicates(ORIGIN_COLUMNS).sort_index()


def _exceeds(pairs: pd.DataFrame, threshold: Threshold) -> "pd.Series[bool]":
    apart = pairs["times_apart"] if threshold.raw else pairs["unexplained_fold"]
    comparable = pairs["verdict"].isin(select_verdicts(lambda meaning: meaning.is_comparable))
    over = (apart > threshold.times_apart) & comparable & (pairs["accepted"] == "")
    if threshold.strict:
        return over | ~comparable
    return over & pairs["verdict"].isin(select_verdicts(lambda meaning: meaning.fails_gate))


#: Gaps below so many tonnes are not among those that a report begins with.
_LARGE_T = 1e6
#: A sentence names at most this many places.
_MAX_NAMED = 3


def _summarize(
    pairs: pd.DataFrame, over: "pd.Series[bool] | None", threshold: Threshold | None, *, paired: bool = False
) -> tuple[str, ...]:
    """Summarize gaps and verdicts; of figures ``paired`` with each other the gaps are not to reserves."""
    if pairs.empty:
        return ("No figure in our data can be compared with a baseline of somebody else.",)
    bounds = pairs[["kind", "baseline_kind"]].isin([Kind.LOWER, Kind.UPPER, Kind.RANGE]).any(axis=1)
    deciding = ("verdict", "comparable", "unstated", "earlier_edition")
    records = zip(*(pairs[name] for name in deciding), strict=True)
    labels = [
        label_pair(dict(zip(deciding, values, strict=True)), bounded=bound)
        for values, bound in zip(records, bounds, strict=True)
    ]
    order = [*dict.fromkeys(label_verdict(verdict) for verdict in Verdict), *CASES]
    counted = sorted((label for label in order if label in labels), key=lambda label: -labels.count(label))
    named = [f"{label} ({labels.count(label)})" for label in counted[:_MAX_NAMED]]
    others = sum(labels.count(label) for label in counted[_MAX_NAMED:])
    compared = f"{format_count(len(pairs), 'pair')} of figures in {format_count(pairs['place'].nunique(), 'place')}"
    verdicts = join_words([*named, *([f"other verdicts ({others})"] if others else [])])
    sentences = [*(() if paired else _name_largest_gaps(pairs)), f"Verdicts on {compared}: {verdicts}."]
    if over is not None and threshold is not None:
        what = "raw" if threshold.raw else "unexplained"
        names = ", ".join(pairs["id"][over])
        sentences.append(f"Over {threshold.times_apart:g} times ({what}): {names or 'none'}.")
    return tuple(sentences)


def _name_largest_gaps(pairs: pd.DataFrame) -> tuple[str, ...]:
    """Name the places with the largest gaps between figures of reserves, and apart from them those to resources.

    Where a source does not say what it counts, its gap means little, and so does that of a mineral and oxide.
    """
    comparable = pairs["verdict"].isin(select_verdicts(lambda meaning: meaning.is_comparable))
    stocks = pairs[(pairs["place"] != WORLD) & comparable]
    stocks = stocks[(stocks["verdict"] != Verdict.UNKNOWN) & ~stocks["basis"].isin((Basis.MONAZITE, Basis.METAL))]
    reserves = _name_gaps(stocks[stocks["measure"] == Measure.RESERVES])
    # What shares no rung with the reserves, by the likelier reading, is nothing that they could be a part of.
    rungs = zip(stocks["rungs"].map(_split_rungs), stocks["baseline_rungs"].map(_split_rungs), strict=True)
    apart = [bool(one and other and one.isdisjoint(other)) for one, other in rungs]
    resources = _name_gaps(stocks[(stocks["measure"] == Measure.RESOURCES) & ~np.array(apart, dtype=bool)])
    sentences = []
    if reserves:
        sentences.append(f"Figures of reserves that can be compared are furthest apart for {reserves}.")
    if resources:
        what = "Reserves and figures of resources that may include them"
        sentences.append(f"{what} are furthest apart for {resources}.")
    return tuple(sentences)


def _split_rungs(text: object) -> set[str]:
    """Split the rungs of a figure by their likelier reading, which stands first."""
    return set(str(text).partition(" or ")[0].split())


def _name_gaps(stocks: pd.DataFrame) -> str:
    """Name the places with the largest gaps in tonnes, each once, with the gap and the year of the figure."""
    least = [gap_t(row) for row in to_table(stocks, tuple(stocks.columns)).rows]
    # A gap to a bound or a range has no single size.
    stocks = stocks.assign(gap=least, bound=stocks["difference_t"].isna())
    largest = stocks[stocks["gap"] >= _LARGE_T].sort_values("gap", ascending=False)
    largest = largest.drop_duplicates("place").head(_MAX_NAMED)
    columns = (largest["name"], largest["gap"], largest["bound"], largest["effective_day"].str[:4])
    named = []
    for name, gap, bound, year in zip(*columns, strict=True):
        by = f", by a figure of {year}" if year else ""
        named.append(f"{name} ({'at least ' if bound else ''}{format_amount(gap, 3)}{by})")
    return join_words(named)


def _build_command(question: Question, threshold: Threshold | None) -> str:
    words = ["rareearth report", *question.places]
    given = {"--baseline": question.baseline, "--measure": question.measure, "--as-of": question.as_of}
    words += [f"{option} {value}" for option, value in given.items() if value is not None]
    if threshold is not None:
        words += [
            f"--fail-over {threshold.times_apart:.15g}x",
            *["--raw"] * threshold.raw,
            *["--strict"] * threshold.strict,
        ]
    return " ".join(words)


def _build_table(pairs: pd.DataFrame) -> Table:
    return add_plain_columns(to_table(round_comparison(pairs), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS, *PAIR_COLUMNS)))
