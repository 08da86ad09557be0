"""A chart's axis: where a value stands on it, in percent of its length, and which values are labelled."""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

#: About how many steps people read off an axis without counting.
_STEPS = 5
#: Steps between labels: a power of ten times one of these.
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


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
