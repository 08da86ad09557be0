"""What charts are made of: rows of marks under headings, on one axis. All positions are percent of the axis."""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

from rareearth_cli.analysis.result import Figure
from rareearth_cli.model.dates import newest_of
from rareearth_cli.model.vocabulary import SPOKEN_UNITS, UNIT_NAMES, Measure
from rareearth_cli.output.blocks import ratio_cell, value_cell

#: About how many steps people read off an axis without counting.
_STEPS = 5
#: Steps between labels: a power of ten times one of these.
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Kinds that are an interval or a bound and have no dot.
_NO_FIGURES = ("range", "lower", "upper")


class Tick(NamedTuple):
    """A labelled value: where it stands, in percent, and what it says."""

    at: float
    label: str


class Axis(NamedTuple):
    """The stretch from ``first`` to ``last``, in equal steps or (``logarithmic``) in equal ratios."""

    first: float
    last: float
    ticks: tuple[Tick, ...]
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Where a value stands, in percent of the axis; what lies beyond an end stands at it."""
        return _place(value, self.first, self.last, logarithmic=self.logarithmic)


def linear_axis(values: Sequence[float], scale: float = 1.0) -> Axis:
    """An axis from 0 that holds all values, labelled in units of ``scale`` at round steps."""
    largest = max(values, default=0.0) / scale
    step = _round_step(largest / _STEPS) if largest > 0 else 1.0
    count = max(1, math.ceil(largest / step - 1e-9))
    last = count * step
    ticks = tuple(Tick(_place(at * step, 0.0, last), f"{at * step:,.10g}") for at in range(count + 1))
    return Axis(0.0, last * scale, ticks)


def ratio_axis(ratios: Sequence[float]) -> Axis:
    """An axis around 1 that holds all ratios, on which twice and half are equally far."""
    furthest = max((max(ratio, 1 / ratio) for ratio in ratios if ratio > 0), default=1.0)
    last = max(2.0, _round_step(furthest, (1.0, 2.0, 5.0, 10.0)))
    power = math.floor(math.log10(last) + 1e-9)
    stride = math.ceil(power / _STEPS)
    labelled = [2.0, 5.0, 10.0] if last <= 10 else [10.0**one for one in range(stride, power + 1, stride)]
    above = [one for one in labelled if one <= last]
    ratios_labelled = [*(1 / one for one in reversed(above)), 1.0, *above]
    ticks = tuple(Tick(_place(one, 1 / last, last, logarithmic=True), f"{one:,g}") for one in ratios_labelled)
    return Axis(1 / last, last, ticks, logarithmic=True)


def levels(start: float, amounts: Sequence[float]) -> list[tuple[float, float]]:
    """From where to where each amount leads when they are added up from ``start``."""
    return list(pairwise(accumulate(amounts, initial=start)))


def _round_step(least: float, rounds: Sequence[float] = _ROUND) -> float:
    """The smallest round number that is not less."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(one * power for one in rounds if one * power >= least * (1 - 1e-9))


def _place(value: float, first: float, last: float, *, logarithmic: bool = False) -> float:
    if logarithmic:
        value, first, last = (math.log(max(one, first)) for one in (value, first, last))
    return min(max(100 * (value - first) / (last - first), 0.0), 100.0)


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


def axis_title(measure: str, unit: str) -> str:
    """What an axis measures, such as ``reserves, million tonnes``."""
    what = "tonnage of what each source counts" if measure == "sites" else measure
    return "percent" if measure == Measure.SHARE else f"{what}, {UNIT_NAMES[unit]}"


def figures_axis(figures: Iterable[Figure], unit: str) -> Axis:
    """An axis that holds all that is known of the figures."""
    ends = [end for one in figures for end in ends_of(one) if end is not None]
    percent = all(one is None for figure in figures for one in (figure.value_t, figure.low_t, figure.high_t))
    return linear_axis(ends, 1.0 if percent else SPOKEN_UNITS[unit])


def mark(figure: Figure, label: str, axis: Axis, unit: str, *, look: Look = Look.ESTIMATE, depth: int = 0) -> Mark:
    """A figure as a row: a dot where it is a figure, an interval where its digits leave one."""
    value, low, high = ends_of(figure)
    known = value is not None or low is not None or high is not None
    ratio = ratio_cell(figure)
    amount = value_cell(figure, unit) or figure.printed
    return Mark(
        label=label,
        value=f"{amount} ({ratio}×)" if ratio else amount,
        note=note(figure),
        look=look,
        depth=depth,
        id=figure.id,
        dot=None if value is None or figure.kind in _NO_FIGURES else axis.place(value),
        interval=_interval(figure, axis) if known else None,
    )


def printed(figure: Figure) -> str:
    """A figure as it stands in its source, or that it stands in none."""
    return figure.printed if figure.derived else f"printed {figure.printed}"


def note(figure: Figure) -> str:
    """Of when a figure is, how it is printed and where it was read."""
    when = f"as of {figure.as_of}" if figure.as_of != "not stated" else "date not stated"
    return "; ".join((when, printed(figure), *["read in the press"] * figure.secondary))


def ends_of(figure: Figure) -> tuple[float | None, float | None, float | None]:
    """Value, low and high end of a figure, in tonnes or percent."""
    if figure.value_pct is not None and figure.value_t is None:
        return figure.value_pct, None, None
    return figure.value_t, figure.low_t, figure.high_t


def _interval(figure: Figure, axis: Axis) -> Span | None:
    value, low, high = ends_of(figure)
    if low is None and high is None and figure.kind not in ("lower", "upper"):
        return None
    start = low if low is not None else value if figure.kind == "lower" else None
    end = high if high is not None else value if figure.kind == "upper" else None
    return Span(
        start=axis.place(axis.first if start is None else start),
        end=axis.place(axis.last if end is None else end),
        open_start=start is None or figure.kind == "upper",
        open_end=end is None or figure.kind == "lower",
    )
