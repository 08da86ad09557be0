"""What ``rank``, ``share`` and ``trace`` hand to the formats: sentences, sections for people, rows for programs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.analysis.results import Table


class Amount(NamedTuple):
    """Tonnes that a table writes in its own unit, to as many digits as count; ``kind`` may be a bound's."""

    tonnes: float
    digits: int
    kind: str = "point"


#: What a cell of a section may hold.
Value = str | Amount


class SectionColumn(NamedTuple):
    """A column's title and look; ``unit`` says that its title is the unit of its amounts."""

    title: str = ""
    right: bool = False
    flexible: bool = False
    unit: bool = False


class Section(NamedTuple):
    """Rows under a title, with what is said before them."""

    title: str
    columns: tuple[SectionColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    said: tuple[str, ...] = ()
    #: Of each row the figures or sources that its cells are about, cell by cell as far as there are any.
    about: tuple[tuple[str, ...], ...] = ()


class Findings(NamedTuple):
    """An answer: its sentence first, then sections, then notes; ``table`` has every row for programs."""

    kind: str
    title: str
    aside: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    brief: tuple[str, ...]
    #: What the JSON object has beside summary and rows.
    details: Mapping[str, object] = {}
    warnings: tuple[str, ...] = ()
    complete: Table | None = None
    #: Who says each figure, and where it was read, by its id.
    called: Mapping[str, str] = MappingProxyType({})
    sources: Table | None = None
