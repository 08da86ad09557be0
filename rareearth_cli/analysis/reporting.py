"""``report``: every figure that stands against its baseline, by the size of what is unexplained."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.answer import compared_rows
from rareearth_cli.analysis.comparison import rounded
from rareearth_cli.analysis.export import long_form
from rareearth_cli.analysis.question import Question
from rareearth_cli.analysis.results import COMPARISON_COLUMNS, WITNESS, Report, ReportGroup, Table
from rareearth_cli.dataset.frame import ESTIMATE_COLUMNS
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Verdict

#: What a pair has beside the columns of a comparison.
PAIR_COLUMNS = ("baseline_printed", "baseline_value_t", "unexplained_fold")

_EXPLAINED = (Verdict.SAME_SOURCE, Verdict.AGREE, Verdict.AGREE_AFTER_CONVERSION, Verdict.RECONCILED_BY_SUBSET)
_OPEN = (Verdict.CONFLICT, Verdict.PARTLY_EXPLAINED)
_GROUPS = (
    ("Unexplained: conflicts, and what is left where a part explains the rest", _OPEN),
    ("Not to be told: the definitions are not known well enough", (Verdict.UNKNOWN,)),
    ("Explained: agreement, or a difference of definition that the publisher itself reports", _EXPLAINED),
    ("Not comparable: one counts something else", (Verdict.NOT_COMPARABLE,)),
)


class Threshold(NamedTuple):
    """From which fold a pair is too far apart, of what is unexplained or (``raw``) of the figures themselves."""

    fold: float
    raw: bool = False
    #: Whether a pair that cannot be judged counts as well.
    strict: bool = False


def report(dataset: Dataset, question: Question, threshold: Threshold | None = None) -> Report:
    """One pair a witness: its explained statement, or else its current one, against the baseline.

    Raises:
        NotOnRecord: the baseline asked for has no figures.

    """
    rows, _, _, warnings = compared_rows(dataset, question)
    held = rows.set_index("id")
    pairs = _pairs(rows, held["root"])
    pairs = pairs.assign(
        unexplained_fold=_unexplained(pairs),
        baseline_printed=pairs["baseline"].map(held["printed"]),
        baseline_value_t=pairs["baseline"].map(held["value_t"]),
    ).sort_values("unexplained_fold", ascending=False, kind="stable")
    over = _over(pairs, threshold) if threshold is not None else None
    return Report(
        summary=_summary(pairs, over, threshold),
        command=_command(question, threshold),
        groups=tuple(
            ReportGroup(title=title, table=_table(pairs[pairs["verdict"].isin(verdicts)]))
            for title, verdicts in _GROUPS
        ),
        table=_table(pairs),
        dataset_version=dataset.version,
        query={**question.canonical(), "command": "report"},
        found=int(over.sum()) if over is not None else 0,
        warnings=warnings,
    )


def _pairs(rows: pd.DataFrame, roots: "pd.Series[str]") -> pd.DataFrame:
    """The rows that speak for their witness, none of them a statement of the baseline's own root.

    The current one, unless nothing can be said of it: then the one that a part explains, if there is one.
    """
    another = rows["root"] != rows["baseline"].map(roots)
    pairs = rows[(rows["verdict"] != "") & (rows["part_of"] == "") & rows["shown"] & another]
    told = pairs["current"] & (pairs["verdict"] != Verdict.UNKNOWN)
    explained = [pairs["verdict"] == verdict for verdict in (Verdict.RECONCILED_BY_SUBSET, Verdict.PARTLY_EXPLAINED)]
    ordered = pairs.assign(order=np.select([told, *explained], [0, 1, 2], 3)).sort_values("order", kind="stable")
    return ordered.drop_duplicates(WITNESS).sort_index()


def _unexplained(pairs: pd.DataFrame) -> "pd.Series[float]":
    """The fold that no definition accounts for: 1 where all is explained, what the best part leaves where some is."""
    fold = _certain(pairs).where(pairs["verdict"] != Verdict.PARTLY_EXPLAINED, pairs["fold_left"])
    fold = fold.where(~pairs["verdict"].isin(_EXPLAINED), 1.0)
    return fold.where(pairs["verdict"] != Verdict.NOT_COMPARABLE, np.nan)


def _certain(pairs: pd.DataFrame) -> "pd.Series[float]":
    """The fold of figures, of bounds and ranges that of their nearer end: 1 where there may be none.

    Something against nothing is infinitely far.
    """
    low, high = pairs["ratio_low"].fillna(0.0), pairs["ratio_high"].fillna(np.inf)
    with np.errstate(divide="ignore"):
        surely = np.select([low > 1, high < 1], [low, 1 / high], 1.0)
    fold = pairs["fold"].where(pairs["fold"].notna(), surely)
    return fold.mask((pairs["verdict"] == Verdict.CONFLICT) & (fold == 1), np.inf)


def _over(pairs: pd.DataFrame, threshold: Threshold) -> "pd.Series[bool]":
    judged = pairs["verdict"] != Verdict.NOT_COMPARABLE
    if not threshold.strict:
        judged &= pairs["verdict"] != Verdict.UNKNOWN
    fold = _certain(pairs) if threshold.raw else pairs["unexplained_fold"]
    return judged & (fold > threshold.fold)


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
    plain = rounded(pairs)
    fold = pairs["unexplained_fold"].replace(np.inf, np.nan)  # which no format can write
    digits = 10.0 ** (pairs["ratio_digits"] - np.floor(np.log10(fold)))
    plain["unexplained_fold"] = (fold * digits).round() / digits
    return long_form(plain, (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS, *PAIR_COLUMNS))
