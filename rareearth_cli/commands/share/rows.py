"""The rows of ``share``: one for each share, published or derived."""

from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.ratios import round_share, round_share_interval
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.commands.share.claim import classify_fit
from rareearth_cli.model.quantity import Quantity

#: Columns of the figure that a share is, or is derived from.
_FIGURE_COLUMNS = ("publisher", "source", "edition", "version", "published", "status", "verification", "url", "locator")


def build_table(shares: Sequence[WorldShare], frame: pd.DataFrame, place: str, claimed: Quantity | None) -> Table:
    """Build the table with a row for each share; ``frame`` has the figures that they are, or are derived from."""
    columns: dict[str, list[object]] = {
        "place": [place for _ in shares],
        "share_of": [one.stage for one in shares],
        "period": [one.year or None for one in shares],
        "id": [None if one.derived else one.row.id for one in shares],
        "printed": [None if one.derived else one.figure_text for one in shares],
        "share_kind": [one.share.kind for one in shares],
        "share_pct": [_share_pct(one) for one in shares],
        "low_pct": [round_share_interval(one.share)[0] for one in shares],
        "high_pct": [round_share_interval(one.share)[1] for one in shares],
        "rows_share_pct": [round_share(one.share_of_rows) if one.share_of_rows else None for one in shares],
        "derived": ["yes" if one.derived else None for one in shares],
        "derived_from": [f"{one.row.id} {one.whole.id}" if one.whole else None for one in shares],
        "part_t": [one.row.value_t if one.whole else None for one in shares],
        "whole_t": [one.whole.value_t if one.whole else None for one in shares],
        "whole_kind": [one.whole.kind if one.whole else None for one in shares],
        **look_up_columns(frame, [one.row.id for one in shares], _FIGURE_COLUMNS),
        "claim": [str(classify_fit(one, claimed)) if claimed else None for one in shares],
    }
    return Table(columns=columns)


def _share_pct(one: WorldShare) -> float | None:
    return round_share(one.share) if one.derived else None if one.share.kind == "range" else one.share.value_pct
