"""What share of a whole an amount is: a figure, or a bound where one of the two is a bound."""

from typing import NamedTuple

from rareearth_cli.analysis.windows import POINTS
from rareearth_cli.domain.numbers import times_at_least, times_at_most, with_digits
from rareearth_cli.domain.quantity import Kind

#: A share has two figures at least and three at most: a total such as 300,000 is not meant to one.
_LEAST_DIGITS, _MOST_DIGITS = 2, 3
_WHOLE = 100.0


class Counted(NamedTuple):
    """An amount in tonnes as printed: its own number, the window of its digits, what kind of statement it is."""

    value_t: float
    low_t: float | None
    high_t: float | None
    kind: str
    digits: int


class Portion(NamedTuple):
    """A share in percent, with its window; ``kind`` is that of a `Quantity`."""

    value_pct: float
    low_pct: float | None
    high_pct: float | None
    kind: str
    digits: int


def portion(part: Counted, whole: Counted) -> Portion | None:
    """The share that ``part`` is of ``whole``: value / value, from low / high to high / low (rule R7.4).

    Of a whole that is "more than" so much it is at most so much (rule R7.5): 44 of >90 is at most 48.9 %, by the
    numbers printed. None where no share follows, and where the two contradict each other.
    """
    if not whole.value_t or part.value_t > whole.value_t:
        return None
    digits = min(_MOST_DIGITS, max(_LEAST_DIGITS, min(part.digits, whole.digits)))
    value = _WHOLE * part.value_t / whole.value_t
    figures = (*POINTS, Kind.ZERO.value)
    if part.kind in figures and whole.kind in POINTS:
        low, high = (part.low_t or 0.0) / (whole.high_t or whole.value_t), (part.high_t or 0.0) / (whole.low_t or 1.0)
        return Portion(value, _WHOLE * low, min(_WHOLE, _WHOLE * high), Kind.POINT.value, digits)
    if part.kind in (*figures, Kind.UPPER) and whole.kind in (*POINTS, Kind.LOWER):
        return Portion(value, 0.0, value, Kind.UPPER.value, digits)
    if part.kind in (*POINTS, Kind.LOWER) and whole.kind in (*POINTS, Kind.UPPER):
        return Portion(value, value, _WHOLE, Kind.LOWER.value, digits)
    return None


def in_words(share: Portion) -> str:
    """A share as it is said, such as ``69 %`` or ``at most 49 %``; bounds are rounded outwards."""
    if share.kind == Kind.UPPER:
        return f"at most {times_at_most(share.value_pct, share.digits)} %"
    if share.kind == Kind.LOWER:
        return f"at least {times_at_least(share.value_pct, share.digits)} %"
    return f"{with_digits(share.value_pct, share.digits)} %"


def in_cell(share: Portion | None) -> str:
    """A share as the cell of a table, such as ``69`` or ``≤49``."""
    words = in_words(share).removesuffix(" %") if share is not None else ""
    return words.replace("at most ", "≤").replace("at least ", "≥")


def machine_digits(share: Portion) -> float:
    """A share for programs: one figure more than count, bounds rounded outwards."""
    if share.kind == Kind.UPPER:
        return float(times_at_most(share.value_pct, share.digits + 1))
    if share.kind == Kind.LOWER:
        return float(times_at_least(share.value_pct, share.digits + 1))
    return float(with_digits(share.value_pct, share.digits + 1))


def machine_ends(share: Portion) -> tuple[float | None, float | None]:
    """The window of a share for programs, rounded outwards to one figure more than count."""
    low, high, digits = share.low_pct, share.high_pct, share.digits + 1
    return (
        None if low is None else float(times_at_least(low, digits)),
        None if high is None else float(times_at_most(high, digits)),
    )
