"""Numbers in words: figures that count are kept, none are invented."""

import math
from collections.abc import Callable

from rareearth_cli.model.vocabulary import SPOKEN_UNITS


def fitting_unit(largest_t: float) -> str:
    """The unit that keeps the figures of a table short: tonnes up to 10,000, Mt from half a million on."""
    return "Mt" if largest_t >= 5e5 or largest_t == 0 else "kt" if largest_t > 1e4 else "t"


def in_unit(tonnes: float, digits: int, unit: str) -> str:
    """Tonnes in ``unit``, to as many significant figures as count, such as ``28.7`` or ``0.83``."""
    return with_digits(tonnes / SPOKEN_UNITS[unit], digits)


def spoken(tonnes: float, digits: int) -> str:
    """Tonnes with the unit that suits them, such as ``3.8 Mt``."""
    unit = fitting_unit(tonnes)
    return f"{in_unit(tonnes, digits, unit)} {unit}"


def with_digits(value: float, digits: int) -> str:
    """``value`` rounded to ``digits`` significant figures, with thousands separators."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{max(1, digits) - 1}e}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{decimals}f}"


def last_place_t(tonnes: float, digits: int) -> float:
    """What one unit of the last figure that counts amounts to, in tonnes."""
    return 0.0 if tonnes == 0 else 10.0 ** (math.floor(math.log10(abs(tonnes))) - digits + 1)


def to_place(tonnes: float, place_t: float, unit: str) -> str:
    """Tonnes in ``unit``, to the nearest ``place_t`` tonnes, such as ``-24.9``."""
    scale = SPOKEN_UNITS[unit]
    decimals = max(0, -math.floor(math.log10(place_t / scale) + 1e-9)) if place_t else 0
    whole = round(tonnes / place_t) * place_t if place_t else tonnes
    text = f"{whole / scale:,.{decimals}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text


def fold(one: float, other: float) -> float:
    """How many times the larger of two amounts is the smaller; infinite where one is zero."""
    return max(one / other, other / one) if one and other else math.inf


def times(ratio: float, digits: int) -> str:
    """How many times as much, such as ``7.6`` or ``0.61``."""
    return with_digits(ratio, digits)


def times_between(low: float, high: float, digits: int) -> str:
    """The interval of a ratio, its ends rounded outwards, such as ``7.4 to 7.7``."""
    return f"{times_at_least(low, digits)} to {times_at_most(high, digits)}"


def times_at_least(low: float, digits: int) -> str:
    """A lower bound of a ratio, rounded down."""
    return _outwards(low, digits, math.floor)


def times_at_most(high: float, digits: int) -> str:
    """An upper bound of a ratio, rounded up."""
    return _outwards(high, digits, math.ceil)


def _outwards(value: float, digits: int, whole: Callable[[float], int]) -> str:
    if value == 0:
        return "0"
    scale = 10.0 ** (digits - 1 - math.floor(math.log10(value)))
    return with_digits(whole(round(value * scale, 9)) / scale, digits)


def plural(noun: str, number: int) -> str:
    """A noun as it stands behind a number."""
    return noun if number == 1 else f"{noun}s"


def ordinal(rank: int) -> str:
    """A rank in words, such as ``1st``, ``2nd`` or ``11th``."""
    suffix = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{suffix}"
