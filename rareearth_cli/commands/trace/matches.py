"""Reading a number as typed, and finding the figures in our data that it may come from, the likeliest first."""

import re
from collections.abc import Sequence
from decimal import Decimal
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import FigureRow, is_current, is_derived, to_rows
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.quantity import (
    PERCENT,
    Kind,
    Quantity,
    count_typed_digits,
    normalize_typed,
    parse_quantity,
    rounding_window,
)
from rareearth_cli.model.vocabulary import DISTORTED, Measure, Status

#: The statuses of figures that are known or suspected to be wrong.
WRONG_STATUSES = (*DISTORTED, Status.DEPRECATED)
#: A figure is a near miss if it differs from the number by no more than this fraction of the number.
_NEAR_MISS_FRACTION = 0.05
#: Two numbers are the same if they differ by less than this fraction.
TOLERANCE = 1e-9
_NUMBER_WITHOUT_UNIT = re.compile(r"(?:[<>~≥≤]|\D+ )?\s*([\d., ]*\d)")
_SCALE_WORD = re.compile(r"(?i)(?:thousand|million|mln|mn|billion)$")
#: Larger numbers of these units do not occur. Numbers of tonnes are written without decimals.
_LARGEST_SENSIBLE = {"Mt": Decimal(10_000), "kt": Decimal(1_000_000)}


def parse_readings(typed: str) -> tuple[Quantity, ...]:
    """Parse a figure as typed; a number without a unit has several readings, the likeliest first.

    Raises
    ------
    BadQuantity
        If the text is not a figure, or not one that an estimate could have.

    """
    text = normalize_typed(typed)
    bare = _NUMBER_WITHOUT_UNIT.fullmatch(text)
    if bare is None:
        spelled = f"{text} tonnes" if _SCALE_WORD.search(text) else text
        found = [parse_quantity(spelled, least_digits=count_typed_digits(text))]
    else:
        found = [
            parse_quantity(f"{text} {unit}", least_digits=count_typed_digits(text))
            for unit in _list_sensible_units(bare[1])
        ]
    amounts = tuple(one for one in found if one.low is not None and (one.value or one.high))
    if not amounts:
        raise BadQuantity(f"'{text}' is not an amount", "give a figure such as 12 million tonnes, 694 Mt or 95%")
    return amounts


def is_unit_assumed(typed: str) -> bool:
    """Return whether the figure was typed without a unit, so that its unit is our assumption."""
    return _NUMBER_WITHOUT_UNIT.fullmatch(normalize_typed(typed)) is not None


def _list_sensible_units(number: str) -> list[str]:
    """List the units in which a number without a unit makes sense; tonnes if no other unit does."""
    try:
        value = Decimal(number.replace(",", "").replace(" ", ""))
    except ArithmeticError:
        return ["t"]
    units = [unit for unit, most in _LARGEST_SENSIBLE.items() if value <= most]
    if "." not in number or not units:
        units.append("t")
    return [*units, *([PERCENT] if value <= 100 else [])]


class Match(NamedTuple):
    """A figure in our data that a reading fits or nearly fits."""

    row: FigureRow
    reading: Quantity
    #: Whether figure and reading are the same number.
    exact: bool
    #: How much the figure is above the reading, as a fraction of the reading.
    relative_difference: float


def find_matches(frame: pd.DataFrame, readings: Sequence[Quantity]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Find the figures whose rounding window meets that of a reading, and the near misses.

    A figure with fewer digits than the reading is a near miss at best, because the number cannot come from it.

    Published figures come before derived ones, and misquoted and deprecated ones last. Then the same number comes
    before one that rounds to it, a bound before a figure if a bound was typed, current figures before superseded and
    earlier ones, whole places before sites, nearer figures before others, and newer sources before older ones.
    Near misses are ordered by their difference first.
    """
    rows = to_rows(frame)
    fits: list[Match] = []
    near: list[Match] = []
    for reading in readings:
        unit, asked, (low, high) = reading.unit or "", central_value(reading), reading_window(reading)
        for row in rows:
            window = figure_window(row, unit)
            if window is None or (unit == PERCENT and row.measure != Measure.SHARE and not row.part_of):
                continue
            if reading.kind == Kind.RANGE and row.kind != Kind.RANGE:
                continue  # a range does not come from a single figure
            nearest = _nearest_number(row, reading, window)
            difference = nearest / asked - 1
            match = Match(row, reading, abs(difference) < TOLERANCE, difference)
            # A number within a range does not come from it, but one that the range begins or ends with may.
            inside = row.kind == Kind.RANGE and reading.kind != Kind.RANGE and window[0] < asked < window[1]
            if row.kind == Kind.RANGE:
                meets = window == (low, high) if reading.kind == Kind.RANGE else low <= nearest < high
            else:
                meets = window == (low, high) or (window[0] < high and low < window[1])
            # Quoting a figure may lose digits, but cannot add any.
            if meets and (match.exact or (reading.digits or 1) <= _count_digits(row)):
                fits.append(match)
            elif abs(difference) <= _NEAR_MISS_FRACTION and not inside:
                near.append(match)
    taken = {match.row.id for match in fits}
    near = [match for match in near if match.row.id not in taken]
    near.sort(key=lambda match: (abs(match.relative_difference), _likelihood_key(match)))
    return tuple(sorted(fits, key=_likelihood_key)), tuple(near)


def _is_sum(row: FigureRow) -> bool:
    """Whether a figure is our sum, which may be quoted to any number of digits."""
    return is_derived(row) and not row.printed


def _count_digits(row: FigureRow) -> int:
    """Return to how many digits a figure can be quoted."""
    return _EVERY_DIGIT if _is_sum(row) else max(1, row.digits)


#: More digits than any sum has.
_EVERY_DIGIT = 15


def _nearest_number(row: FigureRow, reading: Quantity, window: tuple[float, float]) -> float:
    """Return the number of a figure; of a range the end that is nearest to the reading, or the middle for a range."""
    value = row.value_pct if reading.unit == PERCENT else row.value_t
    if not isnan(value):
        return value
    asked = central_value(reading)
    return sum(window) / 2 if reading.kind == Kind.RANGE else min(window, key=lambda end: abs(end - asked))


def _likelihood_key(match: Match) -> tuple[object, ...]:
    row, wrong = match.row, match.row.status in WRONG_STATUSES
    # Whoever types a bound looks for a bound.
    other_kind = match.reading.kind in (Kind.LOWER, Kind.UPPER) and row.kind != match.reading.kind
    kind = (wrong, is_derived(row), not match.exact, other_kind, not is_current(row))
    return *kind, row.site != "", round(abs(match.relative_difference), 9), -row.source_rank


def figure_window(row: FigureRow, unit: str) -> tuple[float, float] | None:
    """Return the rounding window of a figure in tonnes or percent, or of the number that a bound is stated with."""
    percent, tonnes = (row.value_pct, row.low_pct, row.high_pct), (row.value_t, row.low_t, row.high_t)
    value, low, high = percent if unit == PERCENT else tonnes
    if (row.kind in (Kind.LOWER, Kind.UPPER) or _is_sum(row)) and not isnan(value) and value > 0:
        below, above = rounding_window(Decimal(str(value)), _count_digits(row))
        return float(below), float(above)
    return None if isnan(low) or isnan(high) or high == 0 else (low, high)


def central_value(quantity: Quantity) -> float:
    """Return the number of a reading, or the middle of a range."""
    if quantity.value is not None:
        return float(quantity.value)
    return float(((quantity.low or Decimal(0)) + (quantity.high or Decimal(0))) / 2)


def reading_window(quantity: Quantity) -> tuple[float, float]:
    """Return the rounding window of a reading, or of the number that a bound is stated with."""
    if quantity.kind in (Kind.LOWER, Kind.UPPER) and quantity.value is not None:
        below, above = rounding_window(quantity.value, quantity.digits or 1)
        return float(below), float(above)
    return float(quantity.low or 0), float(quantity.high or 0)
