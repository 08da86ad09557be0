"""What charts are made of: rows of marks under headings, on one axis. All positions are percent of the axis."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rareearth_cli.domain.axis import Tick
from rareearth_cli.domain.dates import newest_of

#: More rows than this do not fit on a screen with their axis.
_TALL = 12


class Look(StrEnum):
    """What a mark is, told by shape and fill and never by colour alone."""

    BASELINE = "baseline"
    ESTIMATE = "estimate"
    PART = "reported part"
    COMPUTED = "derived from rows"
    MORE = "further statements"
    BREAK = "break in the series"
    REPORTED = "reported"
    DERIVED = "derived"
    ASSUMED = "assumed"
    REMAINDER = "remainder"
    UNKNOWN = "no figure"
    RESIDUAL = "residual"
    RANGE = "range of current estimates"


class Span(NamedTuple):
    """From where to where something reaches; an end that is open goes on for ever."""

    start: float
    end: float
    open_start: bool = False
    open_end: bool = False

    @property
    def width(self) -> float:
        """How long it is."""
        return self.end - self.start


class Mark(NamedTuple):
    """A row of a chart: what it is, its value in words, and a dot, an interval or a bar for it."""

    label: str
    value: str = ""
    note: str = ""
    look: Look = Look.ESTIMATE
    depth: int = 0
    #: The estimate that it shows, for those formats that can link it to its source.
    id: str = ""
    dot: float | None = None
    interval: Span | None = None
    bar: Span | None = None
    #: In a series: the place of the one before, and whether another comes after.
    follows: float | None = None
    leads: bool = False

    @property
    def sign(self) -> float | None:
        """Where its shape stands: at its dot, or of a break that is a bound at the bound's own number."""
        if self.look is not Look.BREAK or self.interval is None or self.dot is not None:
            return self.dot
        return self.interval.end if self.interval.open_start else self.interval.start


class MarkGroup(NamedTuple):
    """Marks that count the same thing."""

    title: str
    marks: tuple[Mark, ...]


def newest_words(published: Iterable[object]) -> str:
    """Of when a chart is: the newest publication that it draws on, of which some may be undated."""
    newest = newest_of(str(one) for one in published if one)
    return f"newest source {newest}" if newest else ""


class Chart(NamedTuple):
    """Rows of marks on one axis, with all that must be said for a chart to stand alone."""

    title: str
    #: What the axis measures, with its unit.
    axis: str
    ticks: tuple[Tick, ...]
    groups: tuple[MarkGroup, ...]
    #: Of when it is, such as ``newest source 27 May 2026``.
    date: str
    #: Who says so.
    sources: tuple[str, ...]
    dataset_version: str
    #: A line to hold all marks against, and what it is.
    reference: Tick | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All rows, in order."""
        return tuple(mark for group in self.groups for mark in group.marks)

    @property
    def tall(self) -> bool:
        """Whether its axis is wanted at the top as well."""
        return len(self.marks) > _TALL

    @property
    def reads_by_interval(self) -> bool:
        """Whether any figure of it stands with the interval of its digits."""
        return any(mark.interval is not None and mark.bar is None and mark.look != Look.REPORTED for mark in self.marks)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written in it."""
        rows = (text for mark in self.marks for text in (mark.label, mark.note, mark.value))
        return (self.title, self.axis, self.date, *(group.title for group in self.groups), *rows, *self.sources)

    @property
    def looks(self) -> tuple[Look, ...]:
        """The looks that a legend has to explain."""
        found = {mark.look for mark in self.marks}
        found |= {Look.RANGE for mark in self.marks if mark.look is Look.REPORTED and mark.interval is not None}
        return tuple(look for look in Look if look in found)
