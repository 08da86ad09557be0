"""The rows of a history: one per edition of a series, or one per date of an origin, and the editions missing."""

import math

import pandas as pd

from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
from rareearth_cli.analysis.pairing import OTHER_QUANTITIES
from rareearth_cli.analysis.ratios import POINT_KINDS
from rareearth_cli.analysis.result import HistoryQuestion
from rareearth_cli.analysis.revisions import EVER_PUBLISHED, sort_by_edition
from rareearth_cli.analysis.selection import join_columns
from rareearth_cli.model.vocabulary import Basis, Measure, Status, Verification

#: Only figures that agree in these columns are compared with each other as steps of one history.
_TRACK_COLUMNS = ["root", "site", "kind_of_tonnes", "rungs", "access", "development"]


def select_rows(frame: pd.DataFrame, question: HistoryQuestion) -> pd.DataFrame:
    """Select the requested figures without parts, addends and misquoted ones.

    An origin that has figures only for single sites is shown site by site. Deprecated figures are included only when
    all versions are requested.
    """
    rows = frame[(frame["place"] == question.place) & (frame["measure"] == question.measure)]
    statuses = (*EVER_PUBLISHED, Status.DEPRECATED.value) if question.versions else EVER_PUBLISHED
    rows = rows[(rows["part_of"] == "") & ~rows["addend"] & rows["status"].isin(statuses)]
    if question.series is not None:
        # We calculated the derived sums; the edition does not publish them.
        rows = rows[(rows["series"] == question.series) & (rows["derived_from"] == "")]
    if question.root is not None:
        rows = rows[rows["root"] == question.root]
    if question.site is not None:
        return rows[rows["site"] == question.site]
    whole = rows[rows["site"] == ""]
    return whole if len(whole) or question.root is None else rows


def reduce_to_editions(rows: pd.DataFrame, *, versions: bool) -> pd.DataFrame:
    """Keep the newest version of each edition, or the newest figure for each year of production.

    A figure read in the publisher's own text is preferred. With ``versions``, all rows are kept.
    """
    flow = rows["measure"] == Measure.PRODUCTION.value
    key = rows["period"].where(flow, rows["edition"].where(rows["edition"] != "", rows["source"]))
    rows = rows.assign(track=rows["place"], statements=1, key=key)
    if flow.any():
        rows = rows.sort_values(["period", "source_rank"], kind="stable")
    if versions:
        return rows if flow.any() else sort_by_edition(rows)
    primary = rows["verification"] == Verification.PRIMARY.value
    ordered = rows.assign(primary=primary).sort_values(["key", "primary", "source_rank"], kind="stable")
    return ordered.drop_duplicates("key", keep="last")


def reduce_to_dates(rows: pd.DataFrame, *, versions: bool) -> pd.DataFrame:
    """Keep one row per date in order of time, and count the figures it represents; undated ones go by publication.

    Figures belong together if their dates can be the same and their windows meet. A figure is preferred to a bound,
    then one read in the publisher's own text, then the more precisely dated, then the earliest.
    """
    other = rows["basis"].isin((*OTHER_QUANTITIES, Basis.MONAZITE.value))
    rows = rows.assign(kind_of_tonnes=rows["basis"].where(other, ""), statements=1)
    day = rows["effective_day"].where(rows["effective_day"] != "", rows["published_day"])
    rows = rows.assign(track=join_columns(rows, _TRACK_COLUMNS), day=day).sort_values(
        ["day", "source_rank"], kind="stable"
    )
    if versions:
        return rows
    listed = to_rows(rows)
    groups: list[list[int]] = []
    for at, row in enumerate(listed):
        group = next((one for one in groups if all(_may_repeat(row, listed[other]) for other in one)), None)
        if group is None:
            groups.append([at])
        else:
            group.append(at)
    chosen = sorted((min(group, key=lambda at: _preference(listed[at])), len(group)) for group in groups)
    counted = rows.iloc[[at for at, _ in chosen]]
    return counted.assign(statements=[number for _, number in chosen])


def _may_repeat(row: FigureRow, other: FigureRow) -> bool:
    """Return whether two figures may be of the same date and have overlapping windows."""
    dates = sorted(one.effective_date.text if one.effective_date else one.period for one in (row, other))
    lowest = max(0.0 if math.isnan(one.low_t) else one.low_t for one in (row, other))
    highest = min(math.inf if math.isnan(one.high_t) else one.high_t for one in (row, other))
    return bool(dates[0]) and dates[1].startswith(dates[0]) and row.track == other.track and lowest < highest


def _preference(row: FigureRow) -> tuple[bool, bool, int]:
    """Return the sort key by which one of several figures of the same date is preferred, the earliest of equals."""
    precision = len(row.effective_date.text) if row.effective_date else 0
    return row.kind not in POINT_KINDS, row.verification != Verification.PRIMARY.value, -precision


def list_missing_editions(rows: pd.DataFrame, frame: pd.DataFrame, series: str) -> list[str]:
    """List the yearly editions without a figure, from the first that has one to the newest on record."""
    known = {int(one) for one in rows["edition"] if one.isdigit() and len(one) == 4}
    every = frame["edition"][frame["series"] == series]
    years = {int(one) for one in every if one.isdigit() and len(one) == 4}
    return [str(year) for year in range(min(known), max(years) + 1) if year not in known] if known else []
