"""The list of all places that one source prints: its rows, its total, and what is current beside it."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import Row, edition_title, records
from rareearth_cli.analysis.pairing import BASELINE_SERIES, OTHER_QUANTITIES
from rareearth_cli.analysis.ratios import Counted
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.places import OTHER, WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Basis, Measure, Status

#: What has no place in a list of rare earths: the oxide in monazite is counted, not the mineral.
NOT_LISTED = (*OTHER_QUANTITIES, Basis.MONAZITE.value)

#: Rows that add up to less than this of the printed total are not all rows.
_WHOLE = 0.95


class WorldList(NamedTuple):
    """One source's rows for a measure, and for a flow of one year; ``total`` is its world line, if it prints one."""

    source: str
    title: str
    published: str
    measure: str
    period: str
    rows: pd.DataFrame
    total: pd.DataFrame


def world_list(frame: pd.DataFrame, dataset: Dataset, measure: str, source: str | None, year: str | None) -> WorldList:
    """The list of ``source``, or of the newest edition of USGS; for production of ``year``, or its newest.

    Raises:
        NotOnRecord: no such source, or it lists no places for the measure and year.

    """
    rows = printed_rows(frame, measure)
    if source is not None and source not in dataset.sources:
        raise NotOnRecord(f"unknown source '{source}'; 'rareearth sources' lists the ids")
    rows = rows[rows["source"] == source] if source is not None else rows[rows["series"] == BASELINE_SERIES]
    if year is not None:
        rows = rows[rows["period"].str.startswith(year)]
    listed = rows[~rows["place"].isin([WORLD])]
    if listed.empty:
        whose = f"'{source}'" if source else "USGS"
        of = f" of {year}" if year else ""
        raise NotOnRecord(f"no list of {measure}{of} by {whose} is on record: 'rareearth sources' says what there is")
    newest = listed[listed["source_rank"] == listed["source_rank"].max()]["source"].iloc[0]
    rows = rows[rows["source"] == newest]
    period = str(rows["period"].max())
    if measure == Measure.PRODUCTION:
        rows = rows[rows["period"] == period]
    about = dataset.sources[newest]
    publisher = dataset.publishers.get(about.publisher, about.publisher)
    world = rows["place"] == WORLD
    return WorldList(
        source=newest,
        title=edition_title(publisher, about),
        published=about.published.spoken if about.published else "undated",
        measure=measure,
        period=period,
        rows=rows[~world],
        total=rows[world],
    )


def national(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Figures of rare earths for whole places, parts and addends left out."""
    wanted = (frame["measure"] == measure) & (frame["site"] == "") & (frame["part_of"] == "") & ~frame["addend"]
    wanted &= ~frame["basis"].isin(NOT_LISTED)
    wanted &= frame["status"].isin((Status.PUBLISHED.value, Status.SUPERSEDED.value))
    return frame[wanted]


def printed_rows(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Figures for whole places as sources print them, and none of our sums."""
    rows = national(frame, measure)
    return rows[rows["derived_from"] == ""]


def current_figures(frame: pd.DataFrame, measure: str, period: str) -> pd.DataFrame:
    """Every root's current statement of a place that has an amount; of a flow, those of its year."""
    rows = national(frame, measure)
    rows = rows[rows["current"] & (rows["value_t"].notna() | rows["low_t"].notna())]
    return rows if measure != Measure.PRODUCTION else rows[rows["period"] == period]


def groups_of(dataset: Dataset) -> frozenset[str]:
    """The codes that are no single place: the world, its remainder, groups such as the CIS."""
    return frozenset({OTHER} | {code for code, place in dataset.places.items() if place.group})


def ranked_value(row: Row) -> float:
    """What a figure counts by: its number, a bound by its own, a range by its lower end; NaN where there is none."""
    return float(row["low_t"] if isnan(row["value_t"]) else row["value_t"])


def counted(row: Row) -> Counted:
    """A row's amount; a range counts by its lower end."""
    low, high = (None if isnan(row[name]) else float(row[name]) for name in ("low_t", "high_t"))
    return Counted(ranked_value(row), low, high, row["kind"], max(1, int(row["digits"])))


def total_of(listed: WorldList) -> Counted | None:
    """The world total as the source prints it, if it does."""
    return next((counted(row) for row in records(listed.total) if not isnan(ranked_value(row))), None)


def is_whole(rows: Counted, total: Counted | None) -> bool:
    """Whether what is on record of a list can be all of it: it comes up to the printed total, rounding and all.

    Of older editions often only some lines were seen.
    """
    return total is None or rows.value_t >= _WHOLE * (total.low_t or total.value_t)


def sum_of(rows: Sequence[Row]) -> Counted:
    """What the rows of a list add up to, missing ones left out, to three figures."""
    whole = sum(value for row in rows if not isnan(value := ranked_value(row)))
    return Counted(whole, whole, whole, Kind.POINT.value, 3)
