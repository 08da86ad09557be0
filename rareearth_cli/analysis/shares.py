"""Shares of the world: those that sources publish, and those derived from the figures and the total of one source."""

from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import Row, short_attribution, to_rows
from rareearth_cli.analysis.ratios import ShareInterval, calculate_share, format_share
from rareearth_cli.analysis.world_list import amount_interval, is_complete, ranked_value, select_printed, sum_rows
from rareearth_cli.model.places import WORLD
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, ShareOf
from rareearth_cli.model.wording import choose_unit, format_in_unit

#: The measures from which a share can be derived, and what it is then a share of.
DERIVED_SHARES = {Measure.RESERVES: ShareOf.RESERVES, Measure.PRODUCTION: ShareOf.MINE_PRODUCTION}
#: The most significant digits of a total in a fraction: some sources publish totals to the hundred kilograms.
_MAX_FRACTION_DIGITS = 4
STAGES = [stage.value for stage in ShareOf]


class WorldShare(NamedTuple):
    """A published or derived share of the world; ``row`` is the share itself, or the amount it is derived from."""

    stage: str
    year: str
    attribution: str
    #: The share as published, or the fraction that it is derived from.
    figure_text: str
    share: ShareInterval
    #: The share of the sum of the source's rows, if it differs from the share of the total.
    share_of_rows: ShareInterval | None
    derived: bool
    row: Row
    #: The world total that the share is derived from.
    whole: Row | None


def find_world_shares(frame: pd.DataFrame, dataset: Dataset, place: str) -> list[WorldShare]:
    """Find all shares of a place, ordered by stage and then by year, newest first; they include misquoted ones."""
    printed = frame[(frame["measure"] == Measure.SHARE.value) & (frame["place"] == place)]
    found = [_from_printed(row, dataset) for row in to_rows(printed)]
    for measure in DERIVED_SHARES:
        found += _derive_shares(frame, dataset, place, measure)
    found.sort(key=lambda one: (one.row["source_rank"], one.year), reverse=True)
    return sorted(found, key=lambda one: (STAGES.index(one.stage), -int(one.year[:4] or 0)))


def _from_printed(row: Row, dataset: Dataset) -> WorldShare:
    ends = {name: None if isnan(row[name]) else float(row[name]) for name in ("value_pct", "low_pct", "high_pct")}
    value = ends["value_pct"] if ends["value_pct"] is not None else ends["low_pct"] or 0.0
    high = 100.0 if ends["high_pct"] is None else ends["high_pct"]
    share = ShareInterval(value, ends["low_pct"] or 0.0, high, row["kind"], max(1, int(row["digits"])))
    return WorldShare(
        stage=row["share_of"],
        year=row["period"] or row["effective_date"][:4],
        attribution=short_attribution(row, dataset),
        figure_text=str(row["printed"]),
        share=share,
        share_of_rows=None,
        derived=False,
        row=row,
        whole=None,
    )


def _derive_shares(frame: pd.DataFrame, dataset: Dataset, place: str, measure: Measure) -> list[WorldShare]:
    """Derive the shares of a place from its figure and the total in the same source and year."""
    rows = select_printed(frame, measure)
    rows = rows[(rows["value_t"] > 0) | (rows["kind"] == "range")]
    keys = ["source", "period"]
    both = rows[rows["place"] == place].merge(
        rows.loc[rows["place"] == WORLD, [*keys, "id"]], on=keys, suffixes=("", "_whole")
    )
    by_id = {row["id"]: row for row in to_rows(rows[rows["place"] == WORLD])}
    lists: dict[tuple[str, str], list[Row]] = {}
    for line in to_rows(rows[rows["place"] != WORLD]):
        lists.setdefault((line["source"], line["period"]), []).append(line)
    found: dict[tuple[object, ...], WorldShare] = {}
    for row in sorted(to_rows(both), key=lambda one: int(one["source_rank"])):
        whole = by_id[row["id_whole"]]
        share = calculate_share(amount_interval(row), amount_interval(whole))
        if share is None or row["kind"] == "range" or whole["kind"] == "range":
            continue
        rows_t = sum_rows(lists.get((row["source"], row["period"]), []))
        added = calculate_share(amount_interval(row), rows_t) if is_complete(rows_t, amount_interval(whole)) else None
        # Versions of an edition that change neither amount share a key, so the share is listed once.
        version_key = (row["series"], row["edition"], row["period"], row["value_t"], whole["value_t"])
        key = version_key if row["series"] else (row["id"],)
        found[key] = WorldShare(
            stage=DERIVED_SHARES[measure].value,
            year=row["period"] or row["effective_date"][:4],
            attribution=short_attribution(row, dataset),
            figure_text=_format_fraction(row, whole),
            share=share,
            share_of_rows=added if added is not None and format_share(added) != format_share(share) else None,
            derived=True,
            row=row,
            whole=whole,
        )
    return list(found.values())


def _format_fraction(row: Row, whole: Row) -> str:
    unit = choose_unit(ranked_value(whole))
    lead = {"lower": ">", "upper": "<", "approx": "~"}.get(whole["kind"], "")
    part = format_in_unit(ranked_value(row), max(1, int(row["digits"])), unit)
    digits = min(_MAX_FRACTION_DIGITS, max(1, int(whole["digits"])))
    return f"{part} of {lead}{format_in_unit(ranked_value(whole), digits, unit)} {unit}"
