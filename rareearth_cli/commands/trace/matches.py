"""Reading a number as typed, and finding the figures on record that it may come from, the likeliest first."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import FigureRow, is_current, is_derived, to_rows
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity, count_typed_digits, parse_quantity, rounding_window
from rareearth_cli.model.vocabulary import DISTORTED, Measure, Status

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
    text = " ".join(typed.split())
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
        raise BadQuantity(f"'{text}' is no amount", "give a figure such as 12 million tonnes, 694 Mt or 95%")
    return amounts


def is_unit_assumed(typed: str) -> bool:
    """Return whether the figure was typed without a unit, so that its unit is our assumption."""
    return _NUMBER_WITHOUT_UNIT.fullmatch(" ".join(typed.split())) is not None


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


#: A figure is a near miss if it differs from the number by no more than this fraction of the number.
NEAR_MISS_FRACTION = 0.05
_WRONG_STATUSES = (*DISTORTED, Status.DEPRECATED)
_TOLERANCE = 1e-9


class Match(NamedTuple):
    """A figure on record that a reading fits or nearly fits."""

    row: FigureRow
    reading: Quantity
    #: Whether figure and reading are the same number.
    exact: bool
    #: How much the figure is above the reading, as a fraction of the reading.
    relative_difference: float


def find_matches(frame: pd.DataFrame, readings: Sequence[Quantity]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Find the figures whose rounding window meets that of a reading, and the near misses.

    A figure with fewer digits than the reading is a near miss at best, because the number cannot come from it.

    Likelihood depends first on the kind of figure. Current published figures come first, then superseded and earlier
    ones, then derived ones, and misquoted or deprecated ones last. Within a kind, the same number comes before one
    that rounds to it. Then whole places come before sites, nearer figures before others, and newer sources before
    older ones.

    Returns
    -------
    tuple
        The matches, the likeliest first, and the near misses, the nearest first.

    """
    rows = to_rows(frame)
    fit: list[Match] = []
    near: list[Match] = []
    for reading in readings:
        for row in rows:
            match = _match_reading(row, reading)
            if match is None:
                continue
            if _windows_meet(row, reading) and not _has_more_digits(reading, match):
                fit.append(match)
            elif abs(match.relative_difference) <= NEAR_MISS_FRACTION:
                near.append(match)
    taken = {match.row.id for match in fit}
    near = [match for match in near if match.row.id not in taken]
    return tuple(sorted(fit, key=_likelihood_key)), tuple(
        sorted(near, key=lambda match: (abs(match.relative_difference), _likelihood_key(match)))
    )


def figure_window(row: FigureRow, unit: str) -> tuple[float, float] | None:
    """Return the rounding window of a figure in tonnes or percent, or of the number that a bound is stated with."""
    percent, tonnes = (row.value_pct, row.low_pct, row.high_pct), (row.value_t, row.low_t, row.high_t)
    value, low, high = percent if unit == PERCENT else tonnes
    if row.kind in (Kind.LOWER, Kind.UPPER) and not isnan(value) and value > 0:
        below, above = rounding_window(Decimal(str(value)), max(1, row.digits))
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
        scale = quantity.value
        below, above = rounding_window(scale, quantity.digits or 1)
        return float(below), float(above)
    return float(quantity.low or 0), float(quantity.high or 0)


def select_year(frame: pd.DataFrame, year: str) -> pd.DataFrame:
    """Select the figures whose period, date, edition or publication is of the given year."""
    wanted = frame["edition"] == year
    for column in ("period", "effective_date", "published"):
        wanted |= frame[column].str.startswith(year)
    return frame[wanted]


def _match_reading(row: FigureRow, reading: Quantity) -> Match | None:
    unit = reading.unit or ""
    own = figure_window(row, unit)
    if own is None or (unit == PERCENT and row.measure != Measure.SHARE and not row.part_of):
        return None
    value = row.value_pct if unit == PERCENT else row.value_t
    asked = central_value(reading)
    nearest = min(max(asked, own[0]), own[1]) if isnan(value) else value
    difference = nearest / asked - 1
    return Match(row, reading, abs(difference) < _TOLERANCE and not isnan(value), difference)


def _windows_meet(row: FigureRow, reading: Quantity) -> bool:
    own, (low, high) = figure_window(row, reading.unit or ""), reading_window(reading)
    return own is not None and ((own[0] < high and low < own[1]) or own == (low, high))


def _has_more_digits(reading: Quantity, match: Match) -> bool:
    """Return whether a reading has more digits than a figure; quoting a figure may lose digits but cannot add any."""
    return not match.exact and (reading.digits or 1) > max(1, match.row.digits)


def _likelihood_key(match: Match) -> tuple[int, bool, bool, float, int]:
    row = match.row
    if row.status in _WRONG_STATUSES:
        kind = 3
    elif is_derived(row):
        kind = 2
    else:
        kind = 0 if is_current(row) else 1
    return kind, not match.exact, row.site != "", round(abs(match.relative_difference), 9), -row.source_rank


def keep_distinct(matched: Iterable[Match]) -> list[Match]:
    """Keep the likeliest match for each place, site and amount."""
    seen: dict[tuple[object, ...], Match] = {}
    for match in matched:
        seen.setdefault((match.row.place, match.row.site, match.row.value_t), match)
    return list(seen.values())
