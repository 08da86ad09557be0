"""The rows of ``trace``: one for each match, near miss and trap."""

from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import find_superseding_source
from rareearth_cli.analysis.figure_rows import FigureRow
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.commands.trace.matches import Match
from rareearth_cli.commands.trace.traps import Trap
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import Status


class SearchResult(NamedTuple):
    """What a search found, with the number of figures and places searched."""

    fits: tuple[Match, ...]
    shares: tuple[tuple[WorldShare, Quantity], ...]
    near: tuple[Match, ...]
    traps: tuple[Trap, ...]
    searched: int
    places: int


class _TableRow(NamedTuple):
    match: str
    row: FigureRow | None
    reading: Quantity
    relative_difference: float | None = None
    trap: str | None = None
    arithmetic: str | None = None


def build_table(found: SearchResult, frame: pd.DataFrame) -> Table:
    """Build one row for each match, near miss and trap; a derived share has the row of its numerator."""
    lines: list[_TableRow] = [
        *(_TableRow("fits", one.row, one.reading, one.relative_difference) for one in found.fits),
        *(
            _TableRow("derived share", one.row, reading, arithmetic=f"{one.figure_text} of {one.stage}")
            for one, reading in found.shares
        ),
        *(_TableRow("near", one.row, one.reading, one.relative_difference) for one in found.near),
        *(_TableRow("trap", one.row, one.reading, trap=one.name, arithmetic=one.arithmetic) for one in found.traps),
    ]
    columns: dict[str, list[object]] = {
        "match": [one.match for one in lines],
        "reading": [one.reading.printed for one in lines],
        "off_pct": [
            None if one.relative_difference is None else round(100 * one.relative_difference, 2) for one in lines
        ],
        "trap": [one.trap for one in lines],
        "arithmetic": [one.arithmetic for one in lines],
        "superseded_by": [_superseding_source(one.row, frame) for one in lines],
        **look_up_columns(frame, [one.row.id if one.row else None for one in lines], ESTIMATE_COLUMNS),
    }
    return Table(columns=columns)


def _superseding_source(row: FigureRow | None, frame: pd.DataFrame) -> str | None:
    if row is None or row.status != Status.SUPERSEDED:
        return None
    source, repeated = find_superseding_source(row, frame)
    return None if repeated else source or None
