"""The short form of a table: the columns an analyst wants, three of them in words where the long form has codes."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rareearth_cli.analysis.discrepancies import state_verdict
from rareearth_cli.analysis.figures import BASIS_WORDS, STAGE_WORDS
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import spell_category

#: The columns of the long form that say what a figure counts.
DEFINING_COLUMNS = ("measure", "share_of", "basis", "stage", "category", "access", "development")
#: The columns of the long form that say for which year, or at which date, a figure holds.
DATING_COLUMNS = ("effective_date", "period")


def add_plain_columns(table: Table, reasons: Sequence[object] | None = None) -> Table:
    """Add ``counts``, ``for_or_at`` and ``reason`` to rows of the long form.

    Parameters
    ----------
    table
        Rows with the columns of the long form, and with those of a comparison unless the reasons are given.
    reasons
        The reason of each row, if the rows are not compared with a baseline.

    """
    return Table(
        columns={
            **table.columns,
            "counts": describe_counts(table.columns),
            "for_or_at": date_figures(table.columns),
            "reason": list(reasons) if reasons is not None else _state_reasons(table.columns),
        }
    )


def describe_counts(columns: Mapping[str, Sequence[object]]) -> list[object]:
    """Say in words what each figure counts, such as ``oxide, recoverable``; None where no source says it."""
    rows = zip(*(columns[name] for name in DEFINING_COLUMNS), strict=True)
    return [_describe_one(*(str(value or "") for value in row)) or None for row in rows]


@lru_cache(maxsize=4096)
def _describe_one(
    measure: str, share_of: str, basis: str, stage: str, category: str, access: str, development: str
) -> str:
    if measure == Measure.SHARE:
        return f"share of {share_of}"
    what = "" if basis == "unknown" else BASIS_WORDS.get(basis, basis)
    words = (what, STAGE_WORDS.get(stage, ""), "" if category == measure else spell_category(category), access)
    return ", ".join(filter(None, (*words, development)))


def date_figures(columns: Mapping[str, Sequence[object]]) -> list[object]:
    """Return the date at which each figure holds, or the year that it is for, in ISO form."""
    return [day or period for day, period in zip(*(columns[name] for name in DATING_COLUMNS), strict=True)]


def _state_reasons(columns: Mapping[str, Sequence[object]]) -> list[object]:
    """State the verdict on each figure in words; of a baseline, that it is one."""
    baselines = set(columns["baseline"])
    kinds = dict(zip(columns["id"], columns["kind"], strict=True))
    names = ("id", "baseline", "verdict", "measure", "comparable", "causes", "unstated", "kind", "earlier_edition")
    rows = zip(*(columns[name] for name in names), strict=True)
    return [
        state_verdict(
            str(verdict),
            str(measure),
            alike=comparable != "no",
            causes=str(causes or "").split(),
            unstated=str(unstated or "").split(),
            earlier_edition=str(earlier or ""),
            bounded=bool({kind, kinds.get(base)} & {Kind.LOWER.value, Kind.UPPER.value, Kind.RANGE.value}),
        )
        if verdict
        else "the baseline"
        if own in baselines
        else None
        for own, base, verdict, measure, comparable, causes, unstated, kind, earlier in rows
    ]
