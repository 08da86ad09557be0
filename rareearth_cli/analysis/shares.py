"""Shares of the world: those that sources publish, and those derived from the figures and the total of one source."""

from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import short_attribution
from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
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
    row: FigureRow
    #: The world total that the share is derived from.
    whole: FigureRow | None


def find_world_shares(frame: pd.DataFrame, dataset: Dataset, place: str) -> list[WorldShare]:
    """Find all shares of a place, ordered by stage and then by year, newest first; they include misquoted ones."""
    printed = frame[(frame["measure"] == Measure.SHARE.value) & (frame["place"] == place)]
    found = [_from_printed(row, dataset) for row in to_rows(printed)]
    for measure in DERIVED_SHARES:
        found += _derive_shares(frame, dataset, place, measure)
    found.sort(key=lambda one: (one.row.source_rank, one.year), reverse=True)
    return sorted(found, key=lambda one: (STAGES.index(one.stage), -int(one.year[:4] or 0)))


def _from_printed(row: FigureRow, dataset: Dataset) -> WorldShare:
    low = 0.0 if isnan(row.low_pct) else row.low_pct
    value = low if isnan(row.value_pct) else row.value_pct
    high = 100.0 if isnan(row.high_pct) else row.high_pct
    share = ShareInterval(value, low, high, row.kind, max(1, row.digits))
    return WorldShare(
        stage=row.share_of,
        year=_stated_year(row),
        attribution=short_attribution(row, dataset),
        figure_text=row.printed,
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
    lists, totals = (_group_by_list(rows[one]) for one in (rows["place"] != WORLD, rows["place"] == WORLD))
    own = sorted(to_rows(rows[rows["place"] == place]), key=lambda one: one.source_rank)
    found: dict[tuple[object, ...], WorldShare] = {}
    pairs = ((one, total) for one in own for total in totals.get((one.source, one.period), []))
    for row, whole in pairs:
        share = calculate_share(amount_interval(row), amount_interval(whole))
        if share is None or row.kind == "range" or whole.kind == "range":
            continue
        rows_t = sum_rows(lists.get((row.source, row.period), []))
        added = calculate_share(amount_interval(row), rows_t) if is_complete(rows_t, amount_interval(whole)) else None
        # Versions of an edition that change neither amount share a key, so the share is listed once.
        version_key = (row.series, row.edition, row.period, row.value_t, whole.value_t)
        key = version_key if row.series else (row.id,)
        found[key] = WorldShare(
            stage=DERIVED_SHARES[measure].value,
            year=_stated_year(row),
            attribution=short_attribution(row, dataset),
            figure_text=_format_fraction(row, whole),
            share=share,
            share_of_rows=added if added is not None and format_share(added) != format_share(share) else None,
            derived=True,
            row=row,
            whole=whole,
        )
    return list(found.values())


def _group_by_list(rows: pd.DataFrame) -> dict[tuple[str, str], list[FigureRow]]:
    """Group figures by source and period, which together make a list."""
    lists: dict[tuple[str, str], list[FigureRow]] = {}
    for row in to_rows(rows):
        lists.setdefault((row.source, row.period), []).append(row)
    return lists


def _stated_year(row: FigureRow) -> str:
    return row.period or (row.effective_date.text[:4] if row.effective_date else "")


def _format_fraction(row: FigureRow, whole: FigureRow) -> str:
    unit = choose_unit(ranked_value(whole))
    lead = {"lower": ">", "upper": "<", "approx": "~"}.get(whole.kind, "")
    part = format_in_unit(ranked_value(row), max(1, row.digits), unit)
    digits = min(_MAX_FRACTION_DIGITS, max(1, whole.digits))
    return f"{part} of {lead}{format_in_unit(ranked_value(whole), digits, unit)} {unit}"
