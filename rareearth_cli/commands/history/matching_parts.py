"""Which parts or totals of a country's own ledger a figure is consistent with (comparison rules, section 3.5)."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import DERIVED_DIGITS, Row, records
from rareearth_cli.analysis.pairing import OTHER_QUANTITIES
from rareearth_cli.analysis.ratios import POINTS
from rareearth_cli.analysis.revisions import WAS_SAID
from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Basis, Measure
from rareearth_cli.model.wording import spoken


class Subset(NamedTuple):
    """Part or total of a ledger that a figure is consistent with: nobody says that it is the one."""

    ids: tuple[str, ...]
    #: The newest of them in words, such as ``what is licensed in the Russian state balance, 1 Jan 2022: 9.99 Mt``.
    words: str
    #: The ledger, as it is called.
    ledger: str
    #: Whether it had been published when the figure was.
    by_then: bool


def ledger_of(frame: pd.DataFrame, place: str, series: str) -> list[Row]:
    """Everything that ledgers kept by the government of a place say of its reserves: totals, addends, parts."""
    kept = (frame["keeper"] == f"government of {place}") & (frame["place"] == place) & (frame["site"] == "")
    kept &= (frame["measure"] == Measure.RESERVES.value) & frame["kind"].isin(POINTS) & (frame["series"] != series)
    kept &= ~frame["basis"].isin((*OTHER_QUANTITIES, Basis.MONAZITE.value)) & frame["status"].isin(WAS_SAID)
    rows = frame[kept].sort_values(["effective_day", "source_rank"], ascending=False, kind="stable")
    return records(rows)


def subset_of(row: Row, ledger: Sequence[Row], dataset: Dataset) -> Subset | None:
    """What of a ledger lies inside the rounding window of a figure: published by then, or else later.

    None for bounds, whose window has no end, and where nothing lies inside.
    """
    if row["kind"] not in POINTS:
        return None
    inside = [one for one in ledger if row["low_t"] <= one["value_t"] < row["high_t"]]
    earlier = [one for one in inside if "" < one["published_day"] <= row["published_day"]]
    chosen = earlier or inside
    if not chosen:
        return None
    first = chosen[0]
    words = f"{_part(first, ledger)} the {_ledger(first, dataset)}, {_day(first)}: {_value(first)}"
    if len(chosen) > 1:
        words += f" (and {len(chosen) - 1} more)"
    if not earlier:
        when = parse_date(first["published"]).spoken if first["published"] else "at a time that is not known"
        words += f"; published later, {when}"
    ids = tuple(one["id"] for one in chosen)
    return Subset(ids=ids, words=words, ledger=_ledger(first, dataset), by_then=bool(earlier))


def _part(row: Row, ledger: Sequence[Row]) -> str:
    addends = {one["id"] for one in ledger if one["addend"]}
    which = row["development"] or row["access"]
    category = f" of {row['category']}" if row["part_of"] in addends else ""
    if which:
        return f"what is {which}{category} in"
    return f"{row['category']} of" if row["addend"] or row["part_of"] else "the total of"


def _ledger(row: Row, dataset: Dataset) -> str:
    return dataset.roots[row["root"]].title


def _day(row: Row) -> str:
    return parse_date(row["effective_date"]).spoken if row["effective_date"] else "undated"


def _value(row: Row) -> str:
    """To three figures, derived or not: whether it lies inside must be seen."""
    digits = DERIVED_DIGITS if row["derived_from"] else min(DERIVED_DIGITS, row["digits"])
    return spoken(row["value_t"], digits) + (" (derived)" if row["derived_from"] else "")
