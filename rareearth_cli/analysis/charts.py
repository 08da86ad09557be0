"""The data of a chart: rows of marks in groups on one axis. All positions are in percent of the axis."""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

from rareearth_cli.analysis.figures import Figure, format_ratio, format_value
from rareearth_cli.model.dates import PartialDate, format_newest_date
from rareearth_cli.model.vocabulary import DISPLAY_UNITS, UNIT_NAMES, Measure

#: The approximate number of steps on an axis.
_STEPS = 5
#: The step between two labels is a power of ten times one of these numbers.
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Kinds of figures that are drawn as an interval or a bound, without a dot.
_KINDS_WITHOUT_DOT = ("range", "lower", "upper")


class Tick(NamedTuple):
    """A labelled position on an axis, in percent."""

    at: float
    label: str


class Axis(NamedTuple):
    """An axis from ``first`` to ``last``, in the unit of the values, linear or logarithmic."""

    first: float
    last: float
    ticks: tuple[Tick, ...]
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Return the position of a value in percent of the axis; values beyond an end are placed at that end."""
        return _place(value, self.first, self.last, logarithmic=self.logarithmic)


def linear_axis(values: Sequence[float], scale: float = 1.0) -> Axis:
    """Create an axis from 0 that contains all values, with labels at round steps in units of ``scale``."""
    largest = max(values, default=0.0) / scale
    step = _round_step(largest / _STEPS) if largest > 0 else 1.0
    count = max(1, math.ceil(largest / step - 1e-9))
    last = count * step
    ticks = tuple(Tick(_place(at * step, 0.0, last), f"{at * step:,.10g}") for at in range(count + 1))
    return Axis(0.0, last * scale, ticks)


def ratio_axis(ratios: Sequence[float]) -> Axis:
    """Create a logarithmic axis, symmetric around 1, that contains all ratios."""
    furthest = max((max(ratio, 1 / ratio) for ratio in ratios if ratio > 0), default=1.0)
    last = max(2.0, _round_step(furthest, (1.0, 2.0, 5.0, 10.0)))
    power = math.floor(math.log10(last) + 1e-9)
    stride = math.ceil(power / _STEPS)
    labelled = [2.0, 5.0, 10.0] if last <= 10 else [10.0**one for one in range(stride, power + 1, stride)]
    above = [one for one in labelled if one <= last]
    ratios_labelled = [*(1 / one for one in reversed(above)), 1.0, *above]
    ticks = tuple(Tick(_place(one, 1 / last, last, logarithmic=True), f"{one:,g}") for one in ratios_labelled)
    return Axis(1 / last, last, ticks, logarithmic=True)


def cumulative_spans(start: float, amounts: Sequence[float]) -> list[tuple[float, float]]:
    """Return the start and the end of each amount when the amounts are added up from ``start``."""
    return list(pairwise(accumulate(amounts, initial=start)))


def _round_step(least: float, rounds: Sequence[float] = _ROUND) -> float:
    """Return the smallest round number that is not less than ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(one * power for one in rounds if one * power >= least * (1 - 1e-9))


def _place(value: float, first: float, last: float, *, logarithmic: bool = False) -> float:
    if logarithmic:
        value, first, last = (math.log(max(one, first)) for one in (value, first, last))
    return min(max(100 * (value - first) / (last - first), 0.0), 100.0)


#: A chart with more rows does not fit on a screen and repeats its axis at the top.
_MAX_ROWS_WITH_ONE_AXIS = 12


class MarkStyle(StrEnum):
    """The kind of a mark, shown by its shape and fill and never by colour alone. The values are texts of the legend."""

    BASELINE = "baseline"
    ESTIMATE = "estimate"
    PART = "reported part"
    COMPUTED = "derived from rows"
    MORE = "further statements"
    BREAK = "break in the series"
    REPORTED = "reported"
    SUBSTITUTE = "put in by the user"
    DERIVED = "derived"
    ASSUMED = "assumed"
    REMAINDER = "remainder"
    UNKNOWN = "no figure"
    RESIDUAL = "residual"
    RANGE = "range of current estimates"


class Span(NamedTuple):
    """A stretch of the axis in percent; an open end is drawn as an arrow."""

    start: float
    end: float
    open_start: bool = False
    open_end: bool = False

    @property
    def width(self) -> float:
        """The length in percent of the axis."""
        return self.end - self.start


class Mark(NamedTuple):
    """A row of a chart: its label, its value as text, and the dot, interval or bar that shows it."""

    label: str
    value: str = ""
    note: str = ""
    look: MarkStyle = MarkStyle.ESTIMATE
    depth: int = 0
    #: The id of the estimate that it shows, for formats that link to the source.
    id: str = ""
    dot: float | None = None
    interval: Span | None = None
    bar: Span | None = None
    #: In a series: the position of the previous mark, and whether another mark follows.
    follows: float | None = None
    leads: bool = False

    @property
    def sign(self) -> float | None:
        """The position of its symbol: its dot or, for a break in a series without a dot, the value of the bound."""
        if self.look is not MarkStyle.BREAK or self.interval is None or self.dot is not None:
            return self.dot
        return self.interval.end if self.interval.open_start else self.interval.start


class MarkGroup(NamedTuple):
    """Marks of figures that count the same thing."""

    title: str
    marks: tuple[Mark, ...]


def describe_newest(published: Iterable[PartialDate | None]) -> str:
    """Describe how recent a chart is by its newest publication; undated publications are ignored."""
    newest = format_newest_date(published)
    return f"sources up to {newest}" if newest else ""


class Chart(NamedTuple):
    """Rows of marks on one axis, with the title, axis title and sources that make the chart self-contained."""

    title: str
    #: The title of the axis, with its unit.
    axis: str
    ticks: tuple[Tick, ...]
    groups: tuple[MarkGroup, ...]
    #: How recent it is, such as ``sources up to 27 May 2026``.
    date: str
    #: The titles of the publications that it draws on.
    sources: tuple[str, ...]
    dataset_version: str
    #: A labelled line to compare all marks with.
    reference: Tick | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The rows of all groups, in order."""
        return tuple(mark for group in self.groups for mark in group.marks)

    @property
    def tall(self) -> bool:
        """Whether the chart is so tall that its axis is repeated at the top."""
        return len(self.marks) > _MAX_ROWS_WITH_ONE_AXIS

    @property
    def reads_by_interval(self) -> bool:
        """Whether any figure is drawn with the rounding window of its printed digits."""
        return any(
            mark.interval is not None and mark.bar is None and mark.look != MarkStyle.REPORTED for mark in self.marks
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that appears in the chart."""
        rows = (text for mark in self.marks for text in (mark.label, mark.note, mark.value))
        return (self.title, self.axis, self.date, *(group.title for group in self.groups), *rows, *self.sources)

    @property
    def looks(self) -> tuple[MarkStyle, ...]:
        """The styles that the legend explains."""
        found = {mark.look for mark in self.marks}
        found |= {
            MarkStyle.RANGE
            for mark in self.marks
            if mark.look in (MarkStyle.REPORTED, MarkStyle.SUBSTITUTE) and mark.interval is not None
        }
        return tuple(look for look in MarkStyle if look in found)


def axis_title(measure: str, unit: str) -> str:
    """Return the title of an axis, such as ``reserves, million tonnes``."""
    return "percent" if measure == Measure.SHARE else f"{measure}, {UNIT_NAMES[unit]}"


def figures_axis(figures: Iterable[Figure], unit: str) -> Axis:
    """Create an axis that contains the values and intervals of all figures."""
    ends = [end for one in figures for end in figure_bounds(one) if end is not None]
    percent = all(one is None for figure in figures for one in (figure.value_t, figure.low_t, figure.high_t))
    return linear_axis(ends, 1.0 if percent else DISPLAY_UNITS[unit])


def build_mark(
    figure: Figure, label: str, axis: Axis, unit: str, *, look: MarkStyle = MarkStyle.ESTIMATE, depth: int = 0
) -> Mark:
    """Build the row of a figure: a dot if it has a single value, and its interval if there is one."""
    value, low, high = figure_bounds(figure)
    known = value is not None or low is not None or high is not None
    ratio = format_ratio(figure)
    amount = format_value(figure, unit) or figure.printed
    return Mark(
        label=label,
        value=f"{amount} ({ratio}×)" if ratio else amount,
        note=describe_figure(figure),
        look=look,
        depth=depth,
        id=figure.id,
        dot=None if value is None or figure.kind in _KINDS_WITHOUT_DOT else axis.place(value),
        interval=_interval(figure, axis) if known else None,
    )


def describe_printed(figure: Figure) -> str:
    """Describe how a figure is published, or that it is derived."""
    return figure.printed if figure.derived else f"published as {figure.printed}"


def describe_figure(figure: Figure) -> str:
    """Describe the date of a figure and how it is published."""
    return f"{figure.as_of}; {describe_printed(figure)}"


def figure_bounds(figure: Figure) -> tuple[float | None, float | None, float | None]:
    """Return the value, the low end and the high end of a figure, in tonnes or percent."""
    if figure.value_pct is not None and figure.value_t is None:
        return figure.value_pct, None, None
    return figure.value_t, figure.low_t, figure.high_t


def _interval(figure: Figure, axis: Axis) -> Span | None:
    value, low, high = figure_bounds(figure)
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
