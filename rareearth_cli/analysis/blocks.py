"""Headings, paragraphs and grids: the common structure that the formats for people render."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rareearth_cli.analysis.result import Figure
from rareearth_cli.model.wording import (
    BOUND_SIGNS,
    format_in_unit,
    format_ratio_high,
    format_ratio_low,
    format_ratio_value,
)


def format_value(figure: Figure, unit: str) -> str:
    """Format the value of a figure in the unit of its table, with the sign of a bound."""
    digits = figure.digits
    lead = BOUND_SIGNS.get(figure.kind, "")
    if figure.value_pct is not None and figure.value_t is None:
        return f"{lead}{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        return f"{format_in_unit(figure.low_t, digits, unit)}–{format_in_unit(figure.high_t, digits, unit)}"
    if figure.value_t is None:
        return ""
    return lead + format_in_unit(figure.value_t, digits, unit)


def format_ratio(figure: Figure) -> str:
    """Format the ratio of a figure to its baseline: a number, a range, a bound, or an empty string."""
    digits = figure.ratio_digits
    if figure.ratio is not None:
        return format_ratio_value(figure.ratio, digits)
    if figure.ratio_low is not None and figure.ratio_high is not None:
        return f"{format_ratio_low(figure.ratio_low, digits)}–{format_ratio_high(figure.ratio_high, digits)}"
    if figure.ratio_low is not None:
        return f"≥{format_ratio_low(figure.ratio_low, digits)}"
    return f"≤{format_ratio_high(figure.ratio_high, digits)}" if figure.ratio_high is not None else ""


class Tone(StrEnum):
    """The emphasis of a line, for formats that can show it."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


class Heading(NamedTuple):
    """A title, with an optional remark at the other end of its line."""

    text: str
    aside: str = ""


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN
    blank_line_before: bool = False


class Bar(NamedTuple):
    """A horizontal bar; ``fraction`` is its length relative to the longest bar, from 0 to 1."""

    fraction: float


class Column(NamedTuple):
    """A column of a grid. Only ``flexible`` columns become narrower where there is too little room."""

    title: str = ""
    right: bool = False
    flexible: bool = False


Cell = str | Bar


class Row(NamedTuple):
    """A row of a grid; ``depth`` indents its first cell. A ``section`` is a single cell that spans all columns."""

    cells: tuple[Cell, ...]
    depth: int = 0
    section: bool = False
    tone: Tone = Tone.PLAIN
    #: For formats with links: the id of the estimate that each cell is about. It may be shorter than the cells.
    estimate_ids: tuple[str, ...] = ()


class Grid(NamedTuple):
    """A table of rows with column titles."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]


Block = Heading | Paragraph | Grid
