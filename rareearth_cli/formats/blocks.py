"""A result as headings, paragraphs and grids: what the formats for people have in common."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """What a line is, for those formats that can tell it by looks."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


class Heading(NamedTuple):
    """A title, with something said at the far end of its line."""

    text: str
    aside: str = ""


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN
    #: Whether a line is left free above it.
    apart: bool = False


class Bar(NamedTuple):
    """A horizontal bar: ``fraction`` of the longest."""

    fraction: float


class Column(NamedTuple):
    """A column of a grid. Numbers are never broken or cut; ``flexible`` text gives way first."""

    title: str = ""
    right: bool = False
    flexible: bool = False


Cell = str | Bar


class Row(NamedTuple):
    """A line of a grid; ``depth`` indents its first cell. A ``section`` is one cell over all columns."""

    cells: tuple[Cell, ...]
    depth: int = 0
    section: bool = False
    tone: Tone = Tone.PLAIN
    #: For those formats that link: the estimates that its cells are about, cell by cell as far as there are any.
    about: tuple[str, ...] = ()


class Grid(NamedTuple):
    """Rows under column titles."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]


Block = Heading | Paragraph | Grid
