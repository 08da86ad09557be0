"""A printed figure as what it stands for: its kind, its value and the interval of its digits."""

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.units import PERCENT, TONNES, canonical


class Kind(StrEnum):
    """What sort of statement a printed figure is."""

    POINT = "point"
    APPROX = "approx"
    LOWER = "lower"
    UPPER = "upper"
    RANGE = "range"
    ZERO = "zero"
    MISSING = "missing"
    WITHHELD = "withheld"


class Quantity(NamedTuple):
    """A printed figure. Amounts are tonnes, or percent where ``unit`` is ``%``.

    ``value`` is the number printed (a bound's own number for a bound), None for a range and where
    nothing is given. ``low`` and ``high`` enclose what the printed digits can stand for; None is
    an open end. ``digits`` counts the figures that carry information.
    """

    printed: str
    kind: Kind
    unit: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    digits: int | None = None
    estimated: bool = False


#: USGS symbols: "—" zero, NA not available, W withheld (Mineral Commodity Summaries, table notes).
_SYMBOLS = {"NA": Kind.MISSING, "W": Kind.WITHHELD, "—": Kind.ZERO, "–": Kind.ZERO}

_WORDS = {
    Kind.LOWER: (">", "≥", "more than", "over", "at least", "exceeds", "above"),
    Kind.UPPER: ("<", "≤", "less than", "under", "at most", "up to", "below"),
    Kind.APPROX: ("~", "about", "approximately", "approx.", "around", "circa", "c.", "ca.", "nearly", "almost"),
}
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"""(?P<kind>{"|".join(re.escape(word) for word in sorted(_KIND_OF, key=len, reverse=True))})?\s*
    (?P<number>{_NUMBER})(?P<mark>[er](?![a-z]))?
    (?:\s*(?:[-–]|\bto\b)\s*(?P<upto>{_NUMBER}))?
    \s*(?:[x×]\s*(?=10\^))?(?P<unit>.*)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SPACES = re.compile(r"\s+")
#: No deposit, country or world holds more; a longer figure is a slip of the keyboard.
_LONGEST = 40
_LARGEST_T = Decimal(10**15)


@lru_cache(maxsize=4096)
def parse_quantity(printed: str, *, unit: str | None = None, least_digits: int = 1) -> Quantity:
    """Read a figure as printed, such as ``28.7 million tonnes``, ``>90,000,000`` or ``48.6 %``.

    Args:
        printed: the figure; ``e`` and ``r`` after the number are the USGS marks "estimated" and
            "revised".
        unit: the unit of a table whose cells carry none.
        least_digits: how many figures count at least, trailing zeros included: 2 for USGS
            reserves, which are printed to two significant figures (rule R7.2).

    Raises:
        BadQuantity: the figure cannot be read without guessing.

    """
    text = _SPACES.sub(" ", printed).strip()
    if not text:
        raise BadQuantity("an empty figure", "write it as printed, such as 28.7 million tonnes")
    if len(text) > _LONGEST:
        raise BadQuantity(f"'{text[:_LONGEST]}…' is longer than any figure", "write it as printed, without remarks")
    if text in _SYMBOLS:
        zero = Decimal(0) if _SYMBOLS[text] is Kind.ZERO else None
        return Quantity(printed=text, kind=_SYMBOLS[text], unit=unit, value=zero, low=zero, high=zero)
    match = _FIGURE.fullmatch(text)
    if match is None and re.match(r"[-−]\s*[0-9]", text):
        raise BadQuantity(f"'{text}' is negative", "no amount is: check the sign")
    if match is None:
        raise BadQuantity(f"'{text}' is no figure", "write a number with its unit, NA, W or —")
    own_unit = match["unit"].strip()
    if match["mark"] in ("e", "E") and re.match(r"[-+]?[0-9]", own_unit):
        raise BadQuantity(f"'{text}' has an exponent", "write the number out, such as 28.7 million tonnes")
    if re.match(r"[.,]\d", own_unit):
        raise BadQuantity(f"'{text}' has a doubtful separator", "write 1,234,567 or 1 234 567, and a decimal point")
    if own_unit and unit is not None:
        raise BadQuantity(
            f"'{text}' repeats or contradicts the unit of its table",
            f"leave it out: cells are in {unit}",
            Rule.KNOWN_UNIT,
        )
    symbol = canonical(own_unit) if unit is None else unit
    kind = Kind.POINT if match["kind"] is None else _KIND_OF[match["kind"].casefold()]
    numbers = [match["number"], *([match["upto"]] if match["upto"] else [])]
    read = _read_range if len(numbers) == 2 else _read_number
    return read(text, numbers, kind, symbol, least_digits, match["mark"] in ("e", "E"))


def parse_share(claimed: str) -> Quantity:
    """Read a share as somebody claims it, in percent; the sign may be left out.

    Raises:
        BadQuantity: it is no share.

    """
    text = claimed.strip()
    share = parse_quantity(f"{text}%" if text[-1:].isdigit() else text)
    if share.unit != PERCENT or share.low is None:
        raise BadQuantity(f"'{text}' is no share", "write it in percent, such as 95%")
    return share


def typed_digits(text: str) -> int:
    """How many figures count of a number that somebody types: zeros too, up to three.

    A published figure's zeros might be rounding.
    """
    number = re.sub(r"[^\d].*", "", re.sub(r"(?<=\d)[ ,.](?=\d)", "", re.sub(r"^\D+", "", text)))
    return min(3, max(1, len(number.lstrip("0"))))


def rounding_window(number: Decimal, digits: int, *, approximate: bool = False) -> tuple[Decimal, Decimal]:
    """The interval of values that round to ``number`` at ``digits`` significant figures (rule R7.1).

    Half a unit of the last figure to either side, but a twentieth below a power of ten, where the
    figures below are ten times finer: 10 at two figures is 9.95 to 10.5. A figure called
    approximate gets an extra half unit.
    """
    unit = Decimal(1).scaleb(number.adjusted() - digits + 1)
    power_of_ten = number == Decimal(1).scaleb(number.adjusted())
    below, above = (unit / 20 if power_of_ten else unit / 2), unit / 2
    factor = 2 if approximate else 1
    return number - below * factor, number + above * factor


def _read_number(text: str, numbers: list[str], kind: Kind, unit: str, least_digits: int, estimated: bool) -> Quantity:
    number = _decimal(numbers[0])
    value = _scaled(number, unit, text)
    if not number:
        if kind is not Kind.POINT:
            raise BadQuantity(f"'{text}' is a bound of zero", "write 0 or — for zero, NA for missing", Rule.POSSIBLE)
        return Quantity(printed=text, kind=Kind.ZERO, unit=unit, value=value, low=value, high=value)
    digits = max(least_digits, _visible_digits(numbers[0], unit))
    low: Decimal | None
    high: Decimal | None
    low, high = rounding_window(number, digits, approximate=kind is Kind.APPROX)
    low, high = low * _factor(unit), high * _factor(unit)
    if unit == PERCENT:
        high = min(high, Decimal(100))
    if kind is Kind.LOWER:
        low, high = value, None
    elif kind is Kind.UPPER:
        low, high = Decimal(0), value
    return Quantity(
        printed=text, kind=kind, unit=unit, value=value, low=low, high=high, digits=digits, estimated=estimated
    )


def _read_range(text: str, numbers: list[str], kind: Kind, unit: str, least_digits: int, estimated: bool) -> Quantity:
    low, high = (_scaled(_decimal(number), unit, text) for number in numbers)
    if low >= high:
        raise BadQuantity(f"'{text}' is a range that does not rise", "write the smaller end first", Rule.POSSIBLE)
    if kind not in (Kind.POINT, Kind.APPROX):
        raise BadQuantity(f"'{text}' is a bound and a range at once", "write the one that is printed", Rule.POSSIBLE)
    digits = max(least_digits, min(_visible_digits(number, unit) for number in numbers))
    return Quantity(printed=text, kind=Kind.RANGE, unit=unit, low=low, high=high, digits=digits, estimated=estimated)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "").replace(" ", ""))


def _scaled(number: Decimal, unit: str, text: str) -> Decimal:
    amount = number * _factor(unit)
    if unit == PERCENT and amount > 100:
        raise BadQuantity(f"'{text}' is more than 100 %", "write the share of the whole", Rule.POSSIBLE)
    if amount > _LARGEST_T:
        raise BadQuantity(f"'{text}' is more than 10^15 t", "check number and unit", Rule.POSSIBLE)
    return amount


def _factor(unit: str) -> Decimal:
    return Decimal(1) if unit == PERCENT else TONNES[unit]


def _visible_digits(number: str, unit: str) -> int:
    """Figures that count: zeros that end a whole number do not, except in a percentage."""
    figures = number.replace(",", "").replace(" ", "")
    if "." not in figures and unit != PERCENT:
        figures = figures.rstrip("0")
    return max(1, len(figures.replace(".", "").lstrip("0")))
