"""Which rows a history consists of: one an edition, or one a date that a ledger speaks of."""

import math

import pandas as pd

from rareearth_cli.analysis.describe import Row, records
from rareearth_cli.analysis.pairing import OTHER_QUANTITIES
from rareearth_cli.analysis.ratios import POINTS
from rareearth_cli.analysis.result import HistoryQuestion
from rareearth_cli.analysis.revisions import WAS_SAID, in_order
from rareearth_cli.analysis.selection import joined
from rareearth_cli.model.vocabulary import Basis, Measure, Status, Verification

#: What two statements of a ledger must have in common to be steps of one history.
_ALIKE = ["root", "site", "kind_of_tonnes", "rungs", "access", "development"]


def asked(frame: pd.DataFrame, question: HistoryQuestion) -> pd.DataFrame:
    """The rows of the place, measure, site and series or root asked for; no parts, no addends, nothing misquoted.

    A root that speaks of single sites only is shown by site. All versions are with those that were withdrawn.
    """
    rows = frame[(frame["place"] == question.place) & (frame["measure"] == question.measure)]
    statuses = (*WAS_SAID, Status.DEPRECATED.value) if question.versions else WAS_SAID
    rows = rows[(rows["part_of"] == "") & ~rows["addend"] & rows["status"].isin(statuses)]
    if question.series is not None:
        # Sums of the rows of a table are ours.
        rows = rows[(rows["series"] == question.series) & (rows["derived_from"] == "")]
    if question.root is not None:
        rows = rows[rows["root"] == question.root]
    if question.site is not None:
        return rows[rows["site"] == question.site]
    whole = rows[rows["site"] == ""]
    return whole if len(whole) or question.root is None else rows


def by_edition(rows: pd.DataFrame, *, versions: bool) -> pd.DataFrame:
    """The newest version of each edition, of a flow each year's; what was read in the publisher's own text first."""
    flow = rows["measure"] == Measure.PRODUCTION.value
    key = rows["period"].where(flow, rows["edition"].where(rows["edition"] != "", rows["source"]))
    rows = rows.assign(track=rows["place"], statements=1, key=key)
    if flow.any():
        rows = rows.sort_values(["period", "source_rank"], kind="stable")
    if versions:
        return rows if flow.any() else in_order(rows)
    primary = rows["verification"] == Verification.PRIMARY.value
    ordered = rows.assign(primary=primary).sort_values(["key", "primary", "source_rank"], kind="stable")
    return ordered.drop_duplicates("key", keep="last")


def by_date(rows: pd.DataFrame, *, versions: bool) -> pd.DataFrame:
    """One row a date, however many statements there are of it, in order of time; undated ones by publication.

    Statements of one date are those whose dates can be the same and whose windows meet: a figure speaks for them
    before a bound, then what was read in the publisher's own text, then the earliest.
    """
    other = rows["basis"].isin((*OTHER_QUANTITIES, Basis.MONAZITE.value))
    rows = rows.assign(kind_of_tonnes=rows["basis"].where(other, ""), statements=1)
    day = rows["effective_day"].where(rows["effective_day"] != "", rows["published_day"])
    rows = rows.assign(track=joined(rows, _ALIKE), day=day).sort_values(["day", "source_rank"], kind="stable")
    if versions:
        return rows
    groups: list[list[Row]] = []
    for row in records(rows.assign(at=range(len(rows)))):
        group = next((one for one in groups if all(_is_same(row, other) for other in one)), None)
        if group is None:
            groups.append([row])
        else:
            group.append(row)
    chosen = sorted((min(group, key=_speaks)["at"], len(group)) for group in groups)
    counted = rows.iloc[[at for at, _ in chosen]]
    return counted.assign(statements=[number for _, number in chosen])


def _is_same(row: Row, other: Row) -> bool:
    """Whether two statements can speak of the same date and can both be right."""
    dates = sorted(str(one["effective_date"] or one["period"]) for one in (row, other))
    lowest = max(_end(row, "low_t", 0.0), _end(other, "low_t", 0.0))
    highest = min(_end(row, "high_t", math.inf), _end(other, "high_t", math.inf))
    return bool(dates[0]) and dates[1].startswith(dates[0]) and row["track"] == other["track"] and lowest < highest


def _end(row: Row, name: str, opened: float) -> float:
    return opened if math.isnan(row[name]) else float(row[name])


def _speaks(row: Row) -> tuple[bool, bool, int, int]:
    """The order in which statements of one date speak for it."""
    vague = -len(str(row["effective_date"]))
    return row["kind"] not in POINTS, row["verification"] != Verification.PRIMARY.value, vague, row["at"]


def missing_editions(rows: pd.DataFrame, frame: pd.DataFrame, series: str) -> list[str]:
    """The yearly editions since the first with the place, up to the newest on record, that have nothing on it."""
    known = {int(one) for one in rows["edition"] if one.isdigit() and len(one) == 4}
    every = frame["edition"][frame["series"] == series]
    years = {int(one) for one in every if one.isdigit() and len(one) == 4}
    return [str(year) for year in range(min(known), max(years) + 1) if year not in known] if known else []
