"""The view of ``trace``: sections and notes for people, and the table for programs."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import (
    Row,
    describe_measure,
    describe_status,
    find_superseding_source,
    format_as_of,
    is_derived,
    place_and_site,
)
from rareearth_cli.analysis.result import CellValue, Section, SectionColumn
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.analysis.table import Table, to_columns
from rareearth_cli.commands.trace.matches import Match
from rareearth_cli.commands.trace.traps import Trap
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import format_amount

_MATCH_COLUMNS = (
    SectionColumn("as printed", flexible=True),
    SectionColumn("place", flexible=True),
    SectionColumn("what", flexible=True),
    SectionColumn("as of"),
    SectionColumn("status", flexible=True),
    SectionColumn("source", flexible=True),
)
_TRAP_COLUMNS = (
    SectionColumn("trap", flexible=True),
    SectionColumn("arithmetic", flexible=True),
    SectionColumn("source", flexible=True),
)


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
    row: Row | None
    reading: Quantity
    relative_difference: float | None = None
    trap: str | None = None
    arithmetic: str | None = None


def build_sections(found: SearchResult, frame: pd.DataFrame, dataset: Dataset) -> tuple[Section, ...]:
    """Build a section each for the matches, the near misses and the traps."""
    sections = []
    fits = [*(_match_cells(one, frame, dataset) for one in found.fits), *(_share_cells(one) for one, _ in found.shares)]
    if fits:
        about = [*(_list_ids(one.row) for one in found.fits), *(_list_ids(one.row) for one, _ in found.shares)]
        sections.append(Section("What it fits, the likeliest first", _MATCH_COLUMNS, tuple(fits), about=tuple(about)))
    if found.near:
        rows = tuple(
            (*_match_cells(one, frame, dataset), f"{100 * one.relative_difference:+.1f} %") for one in found.near
        )
        about = [_list_ids(one.row) for one in found.near]
        columns = (*_MATCH_COLUMNS, SectionColumn("off", right=True))
        sections.append(Section("Near misses, within 5 %", columns, rows, about=tuple(about)))
    if found.traps:
        rows = tuple((one.name, one.arithmetic, str(one.row["source"]) if one.row else "") for one in found.traps)
        about = [("", *_list_ids(one.row)) for one in found.traps]
        sections.append(Section("Traps", _TRAP_COLUMNS, rows, about=tuple(about)))
    return tuple(sections)


def _list_ids(row: Row | None) -> tuple[str, ...]:
    return (str(row["id"]),) if row is not None else ()


def _match_cells(match: Match, frame: pd.DataFrame, dataset: Dataset) -> tuple[CellValue, ...]:
    row = match.row
    mark = " s" if row["verification"] == "secondary" else ""
    percent = match.reading.unit == PERCENT
    figure = row["printed"] if row["printed"] and not is_derived(row) else _format_derived_amount(row, percent=percent)
    return (
        f"{figure}{mark}",
        place_and_site(row),
        describe_measure(row),
        format_as_of(row),
        describe_status(row, frame, dataset),
        str(row["source"]),
    )


def _format_derived_amount(row: Row, *, percent: bool) -> str:
    if percent:
        return str(row["printed"])
    value = format_amount(float(row["value_t"]), min(3, max(1, int(row["digits"]))))
    return f"{value} ({row['printed']} of a whole)" if row["printed"] else f"{value} (a sum)"


def _share_cells(one: WorldShare) -> tuple[CellValue, ...]:
    status = "derived" if one.row["status"] == Status.PUBLISHED else f"derived, {one.row['status']}"
    return one.figure_text, str(one.row["name"]), f"share of {one.stage}", one.year, status, str(one.row["source"])


def build_notes(found: SearchResult, places: Sequence[str], readings: Sequence[Quantity]) -> tuple[str, ...]:
    """Build notes that explain the marks and say what was not searched."""
    secondary = any(one.row["verification"] == "secondary" for one in (*found.fits, *found.near))
    percent = any(one.unit == PERCENT for one in readings)
    notes = {
        "Shares derived from the lines of a source are looked for with --place.": percent and not places,
        "s: read in the press, not in the publisher's own text.": secondary,
    }
    return tuple(note for note, holds in notes.items() if holds)


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
        **to_columns([one.row for one in lines], ESTIMATE_COLUMNS),
    }
    return Table(columns=columns)


def _superseding_source(row: Row | None, frame: pd.DataFrame) -> str | None:
    if row is None or row["status"] != Status.SUPERSEDED:
        return None
    source, repeated = find_superseding_source(row, frame)
    return None if repeated else source or None
