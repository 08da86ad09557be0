"""A result as headings, paragraphs and grids: what the formats for people have in common."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rareearth_cli.analysis.result import Figure
from rareearth_cli.model.wording import in_unit, times, times_at_least, times_at_most

#: The signs of bounds and approximations.
LEADS = {"lower": "≥", "upper": "≤", "approx": "~"}


def value_cell(figure: Figure, unit: str) -> str:
    """The value in the unit of its table, with the sign of a bound."""
    digits = figure.digits
    lead = LEADS.get(figure.kind, "")
    if figure.value_pct is not None and figure.value_t is None:
        return f"{lead}{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        return f"{in_unit(figure.low_t, digits, unit)}–{in_unit(figure.high_t, digits, unit)}"
    if figure.value_t is None:
        return ""
    return lead + in_unit(figure.value_t, digits, unit)


def ratio_cell(figure: Figure) -> str:
    """How many times the baseline: a figure, a bound, or nothing."""
    digits = figure.ratio_digits
    if figure.ratio is not None:
        return times(figure.ratio, digits)
    if figure.ratio_low is not None and figure.ratio_high is not None:
        return f"{times_at_least(figure.ratio_low, digits)}–{times_at_most(figure.ratio_high, digits)}"
    if figure.ratio_low is not None:
        return f"≥{times_at_least(figure.ratio_low, digits)}"
    return f"≤{times_at_most(figure.ratio_high, digits)}" if figure.ratio_high is not None else ""


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
