"""National registers: which of their parts or totals match a figure within rounding (comparison rules, section 3.5)."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import DERIVED_DIGITS
from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
from rareearth_cli.analysis.pairing import OTHER_QUANTITIES
from rareearth_cli.analysis.ratios import POINT_KINDS
from rareearth_cli.analysis.revisions import EVER_PUBLISHED
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Basis, Measure
from rareearth_cli.model.wording import format_amount


class MatchingPart(NamedTuple):
    """The parts or totals of a national register that a figure is consistent with.

    The match is our finding; no source says that the figure counts this part.
    """

    ids: tuple[str, ...]
    #: The newest of them in words, such as ``what is licensed in the Russian state balance, 1 Jan 2022: 9.99 Mt``.
    words: str
    #: The title of the register.
    register: str
    #: Whether the part was published no later than the figure.
    published_by_then: bool


def select_register_rows(frame: pd.DataFrame, place: str, series: str) -> list[FigureRow]:
    """Select what registers kept by the government of a place list as its reserves: totals, addends and parts."""
    kept = (frame["keeper"] == f"government of {place}") & (frame["place"] == place) & (frame["site"] == "")
    kept &= (frame["measure"] == Measure.RESERVES.value) & frame["kind"].isin(POINT_KINDS) & (frame["series"] != series)
    kept &= ~frame["basis"].isin((*OTHER_QUANTITIES, Basis.MONAZITE.value)) & frame["status"].isin(EVER_PUBLISHED)
    rows = frame[kept].sort_values(["effective_day", "source_rank"], ascending=False, kind="stable")
    return to_rows(rows)


def find_matching_part(row: FigureRow, register_rows: Sequence[FigureRow], dataset: Dataset) -> MatchingPart | None:
    """Find the parts of a register within the rounding window of a figure.

    Parts published no later than the figure are preferred. The result is None if nothing matches, and for a bound,
    whose window is open at one end.
    """
    if row.kind not in POINT_KINDS:
        return None
    inside = [one for one in register_rows if row.low_t <= one.value_t < row.high_t]
    earlier = [one for one in inside if "" < one.published_day <= row.published_day]
    chosen = earlier or inside
    if not chosen:
        return None
    first = chosen[0]
    part = f"{_describe_part(first, register_rows)} the {_register_title(first, dataset)}"
    words = f"{part}, {_format_date(first)}: {_format_value(first)}"
    if len(chosen) > 1:
        words += f" (and {len(chosen) - 1} more)"
    if not earlier:
        when = first.published.formatted if first.published else "at a time that is not known"
        words += f"; published later, {when}"
    ids = tuple(one.id for one in chosen)
    return MatchingPart(ids=ids, words=words, register=_register_title(first, dataset), published_by_then=bool(earlier))


def _describe_part(row: FigureRow, register_rows: Sequence[FigureRow]) -> str:
    addends = {one.id for one in register_rows if one.addend}
    which = row.development or row.access
    category = f" of {row.category}" if row.part_of in addends else ""
    if which:
        return f"what is {which}{category} in"
    return f"{row.category} of" if row.addend or row.part_of else "the total of"


def _register_title(row: FigureRow, dataset: Dataset) -> str:
    return dataset.roots[row.root].title


def _format_date(row: FigureRow) -> str:
    return row.effective_date.formatted if row.effective_date else "undated"


def _format_value(row: FigureRow) -> str:
    """Format an amount to at most three digits, so that a reader can see that it lies within the window."""
    digits = DERIVED_DIGITS if row.derived_from else min(DERIVED_DIGITS, row.digits)
    return format_amount(row.value_t, digits) + (" (derived)" if row.derived_from else "")
