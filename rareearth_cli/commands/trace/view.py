"""What a trace found, as sections for people and rows for programs."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import (
    Row,
    as_of_words,
    is_derived,
    place_and_site,
    status_in_words,
    superseded_since,
    what_it_counts,
)
from rareearth_cli.analysis.result import Section, SectionColumn, Value
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.analysis.table import Table, columns_of
from rareearth_cli.commands.trace.matches import Match
from rareearth_cli.commands.trace.traps import Trap
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import spoken

_MATCHES = (
    SectionColumn("as printed", flexible=True),
    SectionColumn("place", flexible=True),
    SectionColumn("what", flexible=True),
    SectionColumn("as of"),
    SectionColumn("status", flexible=True),
    SectionColumn("source", flexible=True),
)
_TRAPS = (
    SectionColumn("trap", flexible=True),
    SectionColumn("arithmetic", flexible=True),
    SectionColumn("source", flexible=True),
)


class Found(NamedTuple):
    """What a search came to: estimates, derived shares, near misses, traps, and how many figures were looked at."""

    fits: tuple[Match, ...]
    shares: tuple[tuple[WorldShare, Quantity], ...]
    near: tuple[Match, ...]
    traps: tuple[Trap, ...]
    searched: int
    places: int


class _Line(NamedTuple):
    match: str
    row: Row | None
    reading: Quantity
    off: float | None = None
    trap: str | None = None
    said: str | None = None


def sections_of(found: Found, frame: pd.DataFrame, dataset: Dataset) -> tuple[Section, ...]:
    """What is shown to people: what fits, what nearly does, traps."""
    sections = []
    fits = [*(_cells(one, frame, dataset) for one in found.fits), *(_share_cells(one) for one, _ in found.shares)]
    if fits:
        about = [*(_about(one.row) for one in found.fits), *(_about(one.row) for one, _ in found.shares)]
        sections.append(Section("What it fits, the likeliest first", _MATCHES, tuple(fits), about=tuple(about)))
    if found.near:
        rows = tuple((*_cells(one, frame, dataset), f"{100 * one.off:+.1f} %") for one in found.near)
        about = [_about(one.row) for one in found.near]
        columns = (*_MATCHES, SectionColumn("off", right=True))
        sections.append(Section("Near misses, within 5 %", columns, rows, about=tuple(about)))
    if found.traps:
        rows = tuple((one.name, one.arithmetic, str(one.row["source"]) if one.row else "") for one in found.traps)
        about = [("", *_about(one.row)) for one in found.traps]
        sections.append(Section("Traps", _TRAPS, rows, about=tuple(about)))
    return tuple(sections)


def _about(row: Row | None) -> tuple[str, ...]:
    return (str(row["id"]),) if row is not None else ()


def _cells(match: Match, frame: pd.DataFrame, dataset: Dataset) -> tuple[Value, ...]:
    row = match.row
    mark = " s" if row["verification"] == "secondary" else ""
    percent = match.reading.unit == PERCENT
    figure = row["printed"] if row["printed"] and not is_derived(row) else _derived_amount(row, percent=percent)
    return (
        f"{figure}{mark}",
        place_and_site(row),
        what_it_counts(row),
        as_of_words(row),
        status_in_words(row, frame, dataset),
        str(row["source"]),
    )


def _derived_amount(row: Row, *, percent: bool) -> str:
    if percent:
        return str(row["printed"])
    value = spoken(float(row["value_t"]), min(3, max(1, int(row["digits"]))))
    return f"{value} ({row['printed']} of a whole)" if row["printed"] else f"{value} (a sum)"


def _share_cells(one: WorldShare) -> tuple[Value, ...]:
    status = "derived" if one.row["status"] == Status.PUBLISHED else f"derived, {one.row['status']}"
    return one.said, str(one.row["name"]), f"share of {one.stage}", one.year, status, str(one.row["source"])


def notes_of(found: Found, places: Sequence[str], asked: Sequence[Quantity]) -> tuple[str, ...]:
    """What is to be known of the marks, and of what was not looked for."""
    secondary = any(one.row["verification"] == "secondary" for one in (*found.fits, *found.near))
    percent = any(one.unit == PERCENT for one in asked)
    notes = {
        "Shares derived from the lines of a source are looked for with --place.": percent and not places,
        "s: read in the press, not in the publisher's own text.": secondary,
    }
    return tuple(note for note, holds in notes.items() if holds)


def table_of(found: Found, frame: pd.DataFrame) -> Table:
    """One row a match, near miss and trap; a derived share is the row of its numerator, with the fraction said."""
    kinds: list[_Line] = [
        *(_Line("fits", one.row, one.reading, one.off) for one in found.fits),
        *(_Line("derived share", one.row, reading, said=f"{one.said} of {one.stage}") for one, reading in found.shares),
        *(_Line("near", one.row, one.reading, one.off) for one in found.near),
        *(_Line("trap", one.row, one.reading, trap=one.name, said=one.arithmetic) for one in found.traps),
    ]
    columns: dict[str, list[object]] = {
        "match": [one.match for one in kinds],
        "reading": [one.reading.printed for one in kinds],
        "off_pct": [None if one.off is None else round(100 * one.off, 2) for one in kinds],
        "trap": [one.trap for one in kinds],
        "arithmetic": [one.said for one in kinds],
        "superseded_by": [_since(one.row, frame) for one in kinds],
        **columns_of([one.row for one in kinds], ESTIMATE_COLUMNS),
    }
    return Table(columns=columns)


def _since(row: Row | None, frame: pd.DataFrame) -> str | None:
    if row is None or row["status"] != Status.SUPERSEDED:
        return None
    source, repeated = superseded_since(row, frame)
    return None if repeated else source or None
