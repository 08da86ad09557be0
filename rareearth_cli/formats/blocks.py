"""A result as headings, paragraphs and grids: what the formats for people have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a line is, for those formats that can tell it by looks."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A title, with something said at the far end of its line."""

    text: str
    aside: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Bar:
    """A horizontal bar: ``fraction`` of the longest."""

    fraction: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a grid. Numbers are never broken or cut; ``flexible`` text gives way first."""

    title: str = ""
    right: bool = False
    flexible: bool = False


Cell = str | Bar


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a grid; ``depth`` indents its first cell. A ``section`` is one cell over all columns."""

    cells: tuple[Cell, ...]
    depth: int = 0
    section: bool = False
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Rows under column titles."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]


Block = Heading | Paragraph | Grid
