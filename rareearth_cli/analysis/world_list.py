"""The world list of a source: its figures for all places and its total, and current figures of other sources."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import edition_title
from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
from rareearth_cli.analysis.pairing import BASELINE_SERIES, OTHER_QUANTITIES
from rareearth_cli.analysis.ratios import AmountInterval
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.places import OTHER, WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Basis, Measure, Status

#: Bases that a list of rare earths leaves out; for monazite, the oxide in it is listed instead of the mineral.
EXCLUDED_BASES = (*OTHER_QUANTITIES, Basis.MONAZITE.value)

#: A list is incomplete if its rows add up to less than this fraction of the published total.
_COMPLETE_FRACTION = 0.95


class WorldList(NamedTuple):
    """The rows of one source for a measure, and for production of one year.

    ``total`` has the row of the world; it is empty if the source publishes no total.
    """

    source: str
    title: str
    published: str
    measure: str
    period: str
    rows: pd.DataFrame
    total: pd.DataFrame


def select_world_list(
    frame: pd.DataFrame, dataset: Dataset, measure: str, source: str | None, year: str | None
) -> WorldList:
    """Select the world list of a source.

    Parameters
    ----------
    frame
        All figures known at the time of the question.
    dataset
        The dataset that the figures come from.
    measure
        Reserves, resources or production.
    source
        The id of a source; None selects the newest edition of USGS.
    year
        A year of production; None selects the newest in the source.

    Raises
    ------
    NotOnRecord
        There is no such source, or it lists no places for the measure and year.

    """
    rows = select_printed(frame, measure)
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
    source_record = dataset.sources[newest]
    publisher = dataset.publishers.get(source_record.publisher, source_record.publisher)
    world = rows["place"] == WORLD
    return WorldList(
        source=newest,
        title=edition_title(publisher, source_record),
        published=source_record.published.formatted if source_record.published else "undated",
        measure=measure,
        period=period,
        rows=rows[~world],
        total=rows[world],
    )


def select_national(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Select figures of rare earths for whole places, without parts and addends."""
    wanted = (frame["measure"] == measure) & (frame["site"] == "") & (frame["part_of"] == "") & ~frame["addend"]
    wanted &= ~frame["basis"].isin(EXCLUDED_BASES)
    wanted &= frame["status"].isin((Status.PUBLISHED.value, Status.SUPERSEDED.value))
    return frame[wanted]


def select_printed(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Select figures for whole places that sources publish, without sums that we derive."""
    rows = select_national(frame, measure)
    return rows[rows["derived_from"] == ""]


def select_current(frame: pd.DataFrame, measure: str, period: str) -> pd.DataFrame:
    """Select the current figure of each origin for each place, if it has an amount; for production, those of a year."""
    rows = select_national(frame, measure)
    rows = rows[rows["current"] & (rows["value_t"].notna() | rows["low_t"].notna())]
    return rows if measure != Measure.PRODUCTION else rows[rows["period"] == period]


def group_codes(dataset: Dataset) -> frozenset[str]:
    """Codes that are not single places: the world, other countries, and groups such as the CIS."""
    return frozenset({OTHER} | {code for code, place in dataset.places.items() if place.group})


def ranked_value(row: FigureRow) -> float:
    """Return the tonnes by which a figure is ranked: its value, or the lower end of a range; NaN if it has neither."""
    return row.low_t if isnan(row.value_t) else row.value_t


def amount_interval(row: FigureRow) -> AmountInterval:
    """Return the amount of a row with its interval; the value of a range is its lower end."""
    low, high = (None if isnan(end) else end for end in (row.low_t, row.high_t))
    return AmountInterval(ranked_value(row), low, high, row.kind, max(1, row.digits))


def world_total(listed: WorldList) -> AmountInterval | None:
    """Return the world total that the source publishes; None if it publishes none."""
    return next((amount_interval(row) for row in to_rows(listed.total) if not isnan(ranked_value(row))), None)


def is_complete(rows: AmountInterval, total: AmountInterval | None) -> bool:
    """Whether the rows on record can be the whole list, because they add up to the published total within rounding.

    Of older editions, often only some rows are on record.
    """
    return total is None or rows.value_t >= _COMPLETE_FRACTION * (total.low_t or total.value_t)


def sum_rows(rows: Sequence[FigureRow]) -> AmountInterval:
    """Sum the amounts of a list, to three significant digits; rows without an amount are left out."""
    total = sum(value for row in rows if not isnan(value := ranked_value(row)))
    return AmountInterval(total, total, total, Kind.POINT.value, 3)
