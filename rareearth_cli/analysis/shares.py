"""Shares of the world: as somebody prints them, and derived from the lines of one source."""

from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import Row, records, who_says
from rareearth_cli.analysis.ratios import Portion, in_words, portion
from rareearth_cli.analysis.world_list import counted, is_whole, printed_rows, ranked_value, sum_of
from rareearth_cli.model.places import WORLD
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, ShareOf
from rareearth_cli.model.wording import fitting_unit, in_unit

#: Of what amounts a share can be derived, and what it is then a share of.
DERIVED = {Measure.RESERVES: ShareOf.RESERVES, Measure.PRODUCTION: ShareOf.MINE_PRODUCTION}
#: Some print totals to the hundred kilograms, which no share needs.
_SAID_DIGITS = 4
STAGES = [stage.value for stage in ShareOf]


class WorldShare(NamedTuple):
    """A share of the world. ``said`` is the figure as printed, or the fraction it is derived from."""

    stage: str
    year: str
    who: str
    said: str
    share: Portion
    #: The share of what the rows of the source add up to, where that is another.
    of_rows: Portion | None
    derived: bool
    row: Row
    #: The world line it is derived from.
    whole: Row | None


def world_shares(frame: pd.DataFrame, dataset: Dataset, place: str) -> list[WorldShare]:
    """All shares of a place by stage, then by year, the newest first; misquoted ones keep their status."""
    printed = frame[(frame["measure"] == Measure.SHARE.value) & (frame["place"] == place)]
    found = [_printed(row, dataset) for row in records(printed)]
    for measure in DERIVED:
        found += _of_measure(frame, dataset, place, measure)
    found.sort(key=lambda one: (one.row["source_rank"], one.year), reverse=True)
    return sorted(found, key=lambda one: (STAGES.index(one.stage), -int(one.year[:4] or 0)))


def _printed(row: Row, dataset: Dataset) -> WorldShare:
    ends = {name: None if isnan(row[name]) else float(row[name]) for name in ("value_pct", "low_pct", "high_pct")}
    value = ends["value_pct"] if ends["value_pct"] is not None else ends["low_pct"] or 0.0
    high = 100.0 if ends["high_pct"] is None else ends["high_pct"]
    share = Portion(value, ends["low_pct"] or 0.0, high, row["kind"], max(1, int(row["digits"])))
    return WorldShare(
        stage=row["share_of"],
        year=row["period"] or row["effective_date"][:4],
        who=who_says(row, dataset),
        said=str(row["printed"]),
        share=share,
        of_rows=None,
        derived=False,
        row=row,
        whole=None,
    )


def _of_measure(frame: pd.DataFrame, dataset: Dataset, place: str, measure: Measure) -> list[WorldShare]:
    """What the place's line is of the total of its own source and year; versions that repeat both count once."""
    rows = printed_rows(frame, measure)
    rows = rows[(rows["value_t"] > 0) | (rows["kind"] == "range")]
    keys = ["source", "period"]
    both = rows[rows["place"] == place].merge(
        rows.loc[rows["place"] == WORLD, [*keys, "id"]], on=keys, suffixes=("", "_whole")
    )
    by_id = {row["id"]: row for row in records(rows[rows["place"] == WORLD])}
    lists: dict[tuple[str, str], list[Row]] = {}
    for line in records(rows[rows["place"] != WORLD]):
        lists.setdefault((line["source"], line["period"]), []).append(line)
    found: dict[tuple[object, ...], WorldShare] = {}
    for row in sorted(records(both), key=lambda one: int(one["source_rank"])):
        whole = by_id[row["id_whole"]]
        share = portion(counted(row), counted(whole))
        if share is None or row["kind"] == "range" or whole["kind"] == "range":
            continue
        rows_t = sum_of(lists.get((row["source"], row["period"]), []))
        added = portion(counted(row), rows_t) if is_whole(rows_t, counted(whole)) else None
        # A version of an edition that changes neither says nothing new.
        same = (row["series"], row["edition"], row["period"], row["value_t"], whole["value_t"])
        key = same if row["series"] else (row["id"],)
        found[key] = WorldShare(
            stage=DERIVED[measure].value,
            year=row["period"] or row["effective_date"][:4],
            who=who_says(row, dataset),
            said=_fraction(row, whole),
            share=share,
            of_rows=added if added is not None and in_words(added) != in_words(share) else None,
            derived=True,
            row=row,
            whole=whole,
        )
    return list(found.values())


def _fraction(row: Row, whole: Row) -> str:
    unit = fitting_unit(ranked_value(whole))
    lead = {"lower": ">", "upper": "<", "approx": "~"}.get(whole["kind"], "")
    part = in_unit(ranked_value(row), max(1, int(row["digits"])), unit)
    digits = min(_SAID_DIGITS, max(1, int(whole["digits"])))
    return f"{part} of {lead}{in_unit(ranked_value(whole), digits, unit)} {unit}"
