"""Which figures on record a number may come from, the likeliest first."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import Row, is_derived, records, stands_today
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.quantity import Kind, Quantity, parse_quantity, rounding_window, typed_digits
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Measure, Status

_BARE = re.compile(r"(?:[<>~≥≤]|\D+ )?\s*([\d., ]*\d)")
_SCALE = re.compile(r"(?i)(?:thousand|million|mln|mn|billion)$")
#: Nobody writes a larger number of these units; tonnes are written out whole.
_MOST = {"Mt": Decimal(10_000), "kt": Decimal(1_000_000)}


def readings(typed: str) -> tuple[Quantity, ...]:
    """The readings of a figure, the likeliest first; more than one for a number without unit.

    Raises:
        BadQuantity: it is no figure, or none that an estimate could be.

    """
    text = " ".join(typed.split())
    bare = _BARE.fullmatch(text)
    if bare is None:
        spelled = f"{text} tonnes" if _SCALE.search(text) else text
        found = [parse_quantity(spelled, least_digits=typed_digits(text))]
    else:
        found = [parse_quantity(f"{text} {unit}", least_digits=typed_digits(text)) for unit in _units(bare[1])]
    amounts = tuple(one for one in found if one.low is not None and (one.value or one.high))
    if not amounts:
        raise BadQuantity(f"'{text}' is no amount", "give a figure such as 12 million tonnes, 694 Mt or 95%")
    return amounts


def assumed(typed: str) -> bool:
    """Whether the unit is ours: the figure came as a bare number."""
    return _BARE.fullmatch(" ".join(typed.split())) is not None


def _units(number: str) -> list[str]:
    """The units in which a bare number is sensible; tonnes where nothing else is."""
    try:
        value = Decimal(number.replace(",", "").replace(" ", ""))
    except ArithmeticError:
        return ["t"]
    units = [unit for unit, most in _MOST.items() if value <= most]
    if "." not in number or not units:
        units.append("t")
    return [*units, *([PERCENT] if value <= 100 else [])]


#: A figure so much off, as a fraction of what is asked for, is a near miss.
NEAR = 0.05
_WRONG = (Status.MISQUOTED, Status.DEPRECATED)
_HAIR = 1e-9


class Match(NamedTuple):
    """A figure that a reading fits, or nearly fits: ``off`` is the difference as a fraction of what is asked."""

    row: Row
    reading: Quantity
    same: bool
    off: float


def matches(frame: pd.DataFrame, asked: Sequence[Quantity]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The figures whose window a reading's window meets, by likelihood; and the near misses, nearest first.

    A figure with fewer digits than the reading is a near miss at best: the number cannot come from it.

    Likelihood, in this order: printed and standing today before superseded and earlier statements, these before
    derived ones, and what is known to be misquoted last; within each, the same digits before those that round to
    them; then whole places before sites, the nearer, and the more recently published.
    """
    rows = records(frame)
    fit: list[Match] = []
    near: list[Match] = []
    for reading in asked:
        for row in rows:
            match = _match(row, reading)
            if match is None:
                continue
            if _meets(row, reading) and not _is_finer(reading, match):
                fit.append(match)
            elif abs(match.off) <= NEAR:
                near.append(match)
    taken = {match.row["id"] for match in fit}
    near = [match for match in near if match.row["id"] not in taken]
    return tuple(sorted(fit, key=_likelihood)), tuple(sorted(near, key=lambda one: (abs(one.off), _likelihood(one))))


def window(row: Row, unit: str) -> tuple[float, float] | None:
    """What the digits of a figure stand for, in tonnes or percent; a bound's own number has a window like any other."""
    what = "pct" if unit == PERCENT else "t"
    value, low, high = (float(row[f"{name}_{what}"]) for name in ("value", "low", "high"))
    if row["kind"] in (Kind.LOWER, Kind.UPPER) and not isnan(value) and value > 0:
        below, above = rounding_window(Decimal(str(value)), max(1, int(row["digits"])))
        return float(below), float(above)
    return None if isnan(low) or isnan(high) or high == 0 else (low, high)


def centre(quantity: Quantity) -> float:
    """The number that a reading stands for; of a range its middle."""
    if quantity.value is not None:
        return float(quantity.value)
    return float(((quantity.low or Decimal(0)) + (quantity.high or Decimal(0))) / 2)


def ends(quantity: Quantity) -> tuple[float, float]:
    """The window of a reading; a bound is traced by its own number."""
    if quantity.kind in (Kind.LOWER, Kind.UPPER) and quantity.value is not None:
        scale = quantity.value
        below, above = rounding_window(scale, quantity.digits or 1)
        return float(below), float(above)
    return float(quantity.low or 0), float(quantity.high or 0)


def of_year(frame: pd.DataFrame, year: str) -> pd.DataFrame:
    """The figures that have to do with a year: of it, as of it, of its edition, or published in it."""
    wanted = frame["edition"] == year
    for column in ("period", "effective_date", "published"):
        wanted |= frame[column].str.startswith(year)
    return frame[wanted]


def _match(row: Row, reading: Quantity) -> Match | None:
    unit = reading.unit or ""
    own = window(row, unit)
    if own is None or (unit == PERCENT and row["measure"] != Measure.SHARE and not row["part_of"]):
        return None
    value = float(row["value_pct" if unit == PERCENT else "value_t"])
    asked = centre(reading)
    nearest = min(max(asked, own[0]), own[1]) if isnan(value) else value
    off = nearest / asked - 1
    return Match(row, reading, abs(off) < _HAIR and not isnan(value), off)


def _meets(row: Row, reading: Quantity) -> bool:
    own, (low, high) = window(row, reading.unit or ""), ends(reading)
    return own is not None and ((own[0] < high and low < own[1]) or own == (low, high))


def _is_finer(reading: Quantity, match: Match) -> bool:
    """Whether a number has more digits than a figure: digits get lost on the way, none are won."""
    return not match.same and (reading.digits or 1) > max(1, int(match.row["digits"]))


def _likelihood(match: Match) -> tuple[int, bool, bool, float, int]:
    row = match.row
    if row["status"] in _WRONG:
        kind = 3
    elif is_derived(row):
        kind = 2
    else:
        kind = 0 if stands_today(row) else 1
    return kind, not match.same, row["site"] != "", round(abs(match.off), 9), -int(row["source_rank"])


def distinct(matched: Iterable[Match]) -> list[Match]:
    """One match a place and amount, the likeliest."""
    seen: dict[tuple[object, ...], Match] = {}
    for match in matched:
        seen.setdefault((match.row["place"], match.row["site"], match.row["value_t"]), match)
    return list(seen.values())
