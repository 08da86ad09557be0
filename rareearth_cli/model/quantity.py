"""A published figure: its text, units, value and interval, and how they are read."""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rareearth_cli.model.errors import BadQuantity, Rule

PERCENT = "%"

#: Tonnes per unit. "ton" alone is read as the metric ton, because every source in our data uses it so.
TONNES_PER_UNIT = {
    "t": Decimal(1),
    "kg": Decimal("0.001"),
    "kt": Decimal(10**3),
    "10^4 t": Decimal(10**4),
    "10^8 t": Decimal(10**8),
    "Mt": Decimal(10**6),
    "Gt": Decimal(10**9),
    # An unlikely unit, but one list of national reserves is printed in it.
    "Tt": Decimal(10**12),
    # 2,000 and 2,240 pounds; a pound is exactly 0.45359237 kg.
    "short ton": Decimal("0.90718474"),
    "million short tons": Decimal("907184.74"),
    "long ton": Decimal("1.0160469088"),
}

_SPELLINGS = {
    "tonne": "t",
    "tonnes": "t",
    "ton": "t",
    "tons": "t",
    "tonnen": "t",
    "metric ton": "t",
    "metric tons": "t",
    "metric tonnes": "t",
    "toneladas": "t",
    "tonnellate": "t",
    "т": "t",
    "тонна": "t",
    "тонны": "t",
    "тонн": "t",
    "吨": "t",
    "kilogram": "kg",
    "kilograms": "kg",
    "kilotonne": "kt",
    "kilotonnes": "kt",
    "kiloton": "kt",
    "kilotons": "kt",
    "кт": "kt",
    "千吨": "kt",
    "万吨": "10^4 t",
    "megatonne": "Mt",
    "megatonnes": "Mt",
    "megaton": "Mt",
    "megatons": "Mt",
    "mmt": "Mt",
    "百万吨": "Mt",
    "亿吨": "10^8 t",
    "gigatonne": "Gt",
    "gigatonnes": "Gt",
    "million megatonnes": "Tt",
    "million mega tonnes": "Tt",
    "short tons": "short ton",
    "long tons": "long ton",
    "percent": PERCENT,
    "per cent": PERCENT,
    "prozent": PERCENT,
    "процентов": PERCENT,
}

#: Words that are a unit only if a mass follows; "Mio." and the like may have a point.
_SCALES = {
    "thousand": "kt",
    "tausend": "kt",
    "tsd": "kt",
    "тыс": "kt",
    "тысяч": "kt",
    "milliers": "kt",
    "miles": "kt",
    "million": "Mt",
    "millions": "Mt",
    "millones": "Mt",
    "milhões": "Mt",
    "milioni": "Mt",
    "millionen": "Mt",
    "mln": "Mt",
    "mn": "Mt",
    "mio": "Mt",
    "млн": "Mt",
    "миллионов": "Mt",
    "billion": "Gt",
    "млрд": "Gt",
}

_AMBIGUOUS = {
    "mt": "write t (metric ton) or Mt (million tonnes)",
    "MT": "write t (metric ton) or Mt (million tonnes)",
    "KT": "write kt",
    "m t": "write million t",
    "": "add one, such as t, kt, Mt or million tonnes",
}

#: What is wrong with an amount without a unit.
NO_UNIT = "no unit"
KNOWN_UNITS = (*TONNES_PER_UNIT, PERCENT)
_EXPECTED = "write t, kt, Mt, Gt or %, or words such as million tonnes"


def parse_unit(printed: str) -> str:
    """Parse a printed unit into its symbol, such as ``Mt`` for ``million metric tons``.

    Symbols are case-sensitive (``Mt`` is never ``mt``), words are not.
    """
    if printed in TONNES_PER_UNIT or printed == PERCENT:
        return printed
    if printed in _AMBIGUOUS:
        what = f"unit '{printed}' is ambiguous" if printed else NO_UNIT
        raise BadQuantity(what, _AMBIGUOUS[printed], Rule.KNOWN_UNIT)
    words = printed.casefold()
    scale, _, mass = re.sub(r" d[ei] ", " ", words).partition(" ")
    if (scaled := _SCALES.get(scale.rstrip("."))) and (mass == "t" or _SPELLINGS.get(mass) == "t"):
        return scaled
    if words in _SPELLINGS:
        return _SPELLINGS[words]
    if printed == "Kt":
        return "kt"
    raise BadQuantity(f"unknown unit '{printed}'", _EXPECTED, Rule.KNOWN_UNIT)


def has_no_unit(printed: str, unit: str | None) -> bool:
    """Whether a printed figure does not include its unit, as in a table whose header gives it."""
    return unit not in (None, "", PERCENT) and printed.rstrip("er")[-1:].isdigit()


#: What letters after a number in a table mean.
_TABLE_MARKS = {"e": "estimate", "r": "revised"}


def add_unit(printed: str, unit: str | None) -> str:
    """Append the unit of the table to a printed figure, unless the figure includes a unit.

    The letters that a table marks its numbers with are spelled out: ``43,000 t (estimate)`` for ``43,000e``.
    """
    if not has_no_unit(printed, unit):
        return printed
    number = printed.rstrip("er")
    marks = ", ".join(_TABLE_MARKS[mark] for mark in printed[len(number) :])
    return f"{number} {unit} ({marks})" if marks else f"{number} {unit}"


class Kind(StrEnum):
    """What kind of quantity a printed figure is, such as a lower bound or a range."""

    POINT = "point"
    APPROX = "approx"
    LOWER = "lower"
    UPPER = "upper"
    RANGE = "range"
    ZERO = "zero"
    MISSING = "missing"
    WITHHELD = "withheld"


#: The kinds that are single numbers, whose interval is what rounding leaves: bounds and ranges have no ratio.
POINT_KINDS = (Kind.POINT.value, Kind.APPROX.value)


class Quantity(NamedTuple):
    """A printed figure. Amounts are in tonnes, or in percent if ``unit`` is ``%``.

    ``value`` is the printed number, which for a bound is the bound itself; it is None for a range and if no number
    is given. ``low`` and ``high`` enclose what the printed digits can stand for; None is an open end. ``digits`` is
    the number of significant figures.
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
    Kind.APPROX: (
        "~", "about", "approximately", "approx.", "around", "circa", "c.", "ca.", "nearly", "almost", "barely",
        "roughly", "some",
    ),
}  # fmt: skip
_KIND_BY_WORD = {word: kind for kind, words in _WORDS.items() for word in words}
#: Groups of thousands do not begin with a zero: 0,500 is no 500.
_NUMBER = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:[ ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"""(?P<kind>{"|".join(re.escape(word) for word in sorted(_KIND_BY_WORD, key=len, reverse=True))})?\s*
    (?P<number>{_NUMBER})(?P<mark>[er](?![a-z]))?
    (?:\s*(?:[-–]|\bto\b)\s*(?P<upto>{_NUMBER}))?
    \s*(?:[x×]\s*(?=10\^))?(?P<unit>.*)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SPACES = re.compile(r"\s+")
#: The limits of a plausible figure: a longer text or a larger amount is a typing error.
_MAX_LENGTH = 40
_MAX_TONNES = Decimal(10**15)


class LeastDigits(NamedTuple):
    """The least number of significant figures, trailing zeros included, of amounts from ``from_t`` tonnes on."""

    digits: int = 1
    from_t: int = 0


#: Of a number that nothing is known of beside what is printed.
VISIBLE_DIGITS = LeastDigits()
_LEAST_DIGITS = re.compile(r"([1-9])(?: from ([1-9][0-9]{0,14}) t)?", re.ASCII)


def parse_least_digits(text: str) -> LeastDigits:
    """Parse a least number of digits, such as ``2``, or ``2 from 10000 t``.

    Raises
    ------
    ValueError
        If the text is neither.

    """
    match = _LEAST_DIGITS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return LeastDigits(int(match[1]), int(match[2] or 0))


@lru_cache(maxsize=4096)
def parse_quantity(printed: str, *, unit: str | None = None, least_digits: LeastDigits = VISIBLE_DIGITS) -> Quantity:
    """Parse a printed figure, such as ``28.7 million tonnes``, ``>90,000,000`` or ``48.6 %``, without any guess.

    ``e`` and ``r`` after the number are the USGS marks "estimated" and "revised". ``unit`` is that of a table whose
    cells have none. Zeros that end a whole number are no significant figures, unless ``least_digits`` says so: USGS
    prints reserves, and production from 10,000 t on, to two significant figures at least (rule R7.2).
    """
    text = _SPACES.sub(" ", printed).strip()
    if not text:
        raise BadQuantity("an empty figure", "write it as published, such as 28.7 million tonnes")
    if len(text) > _MAX_LENGTH:
        raise BadQuantity(
            f"'{text[:_MAX_LENGTH]}…' is longer than any figure", "write it as published, without remarks"
        )
    if text in _SYMBOLS:
        zero = Decimal(0) if _SYMBOLS[text] is Kind.ZERO else None
        return Quantity(printed=text, kind=_SYMBOLS[text], unit=unit, value=zero, low=zero, high=zero)
    match = _FIGURE.fullmatch(text)
    if match is None and re.match(r"[-−]\s*[0-9]", text):
        raise BadQuantity(f"'{text}' is negative", "no amount is: check the sign")
    if match is None:
        raise BadQuantity(f"'{text}' is not a figure", "write a number with its unit, such as 28.7 Mt")
    own_unit = match["unit"].strip()
    if match["mark"] in ("e", "E") and re.match(r"[-+]?[0-9]", own_unit):
        raise BadQuantity(f"'{text}' has an exponent", "write all digits, such as 28.7 million tonnes")
    if re.match(r"[.,]\d|\d{3}(?!\d)", own_unit):
        raise BadQuantity(f"'{text}' has a doubtful separator", "write 1,234,567 or 1 234 567, and a decimal point")
    if own_unit and unit is not None:
        raise BadQuantity(
            f"'{text}' repeats or contradicts the unit of its table",
            f"leave it out: cells are in {unit}",
            Rule.KNOWN_UNIT,
        )
    symbol = parse_unit(own_unit) if unit is None else unit
    kind = Kind.POINT if match["kind"] is None else _KIND_BY_WORD[match["kind"].casefold()]
    numbers = [match["number"], *([match["upto"]] if match["upto"] else [])]
    read = _read_range if len(numbers) == 2 else _read_number
    return read(text, numbers, kind, symbol, least_digits, match["mark"] in ("e", "E"))


#: Words for tonnes in languages that part thousands with points, and a number that may be so parted.
_FOREIGN_TONNES = re.compile(r"\b(?:Tonnen?|toneladas?|tonnellate|tonn|тонн\w?)$", re.IGNORECASE)
_POINTED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,])", re.ASCII)
#: A comma after a lone zero, or with one, two or more than three digits behind it, separates no thousands.
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(?:(0),(\d+)|(\d+|\d{1,3}(?:\.\d{3})+),(\d{1,2}|\d{4,}))(?![\d.,])", re.ASCII)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3}){2,}|(?:['’]\d{3})+)(?![\d.,'’])", re.ASCII)
#: What a typed amount may end with: what the tonnes are of, or letters that stand for a million or a thousand tonnes.
_OXIDE = re.compile(
    r"(?<=\S) ?(?:(?:of )?(?:contained )?T?REO(?: equivalent)?|(?:of )?(?:rare[- ]earth )?oxides?)$", re.IGNORECASE
)
_LETTERS = {"M": "Mt", "m": "Mt", "k": "kt", "K": "kt"}
_LETTER = re.compile(r"(?<=\d) ?([MmkK])$", re.ASCII)


def normalize_typed(typed: str) -> str:
    """Bring a figure that a person types into the form of printed ones, where it has one meaning only.

    ``28,7``, ``3.800.000``, ``1'234'567``, ``１０``, ``3.8M`` and ``3.8 Mt REO`` are understood; a text that is no such
    figure stays what it is, so that a message can quote it.
    """
    text = " ".join(unicodedata.normalize("NFKC", typed[: 4 * _MAX_LENGTH]).split())
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    if _FOREIGN_TONNES.search(text):
        # Who writes "Tonnen" parts thousands with points.
        text = _POINTED.sub(lambda match: match[0].replace(".", ""), text)
    text = _DECIMAL_COMMA.sub(lambda match: f"{(match[1] or match[3]).replace('.', '')}.{match[2] or match[4]}", text)
    text = _THOUSANDS.sub(lambda match: re.sub(r"[.'’]", ",", match[0]), text)
    return _LETTER.sub(lambda match: f" {_LETTERS[match[1]]}", _OXIDE.sub("", text))


def states_oxide(typed: str) -> bool:
    """Whether a figure that a person types ends with what it is tonnes of, which can only be oxide."""
    return _OXIDE.search(" ".join(typed[: 4 * _MAX_LENGTH].split())) is not None


def drop_oxide(typed: str) -> str:
    """Leave out what a figure is tonnes of, where it ends with that and it can only be oxide."""
    return _OXIDE.sub("", typed.strip())


def parse_share(claimed: str) -> Quantity:
    """Parse a claimed share in percent; the percent sign may be omitted."""
    text = normalize_typed(claimed)
    bare = text[-1:].isdigit()
    share = parse_quantity(f"{text}%" if bare else text)
    if bare and share.value is not None and 0 < share.value <= 1:
        percent = f"{share.value * 100:f}".rstrip("0").rstrip(".") if share.value < 1 else "100"
        raise BadQuantity(f"'{text}' may be {percent} % or {text} %", f"write {percent}% or {text}%")
    if share.unit != PERCENT or share.low is None:
        raise BadQuantity(f"'{text}' is not a share", "write it in percent, such as 95%")
    return share


def count_typed_digits(text: str) -> LeastDigits:
    """Count the significant figures of a number that a user types: at most three, trailing zeros included.

    The trailing zeros of a published figure, in contrast, may come from rounding.
    """
    number = re.sub(r"[^\d].*", "", re.sub(r"(?<=\d)[ ,.](?=\d)", "", re.sub(r"^\D+", "", text)))
    return LeastDigits(min(3, max(1, len(number.lstrip("0")))))


def rounding_window(number: Decimal, digits: int, *, approximate: bool = False) -> tuple[Decimal, Decimal]:
    """Calculate the interval of values that round to ``number`` at ``digits`` significant figures (rule R7.1).

    The interval extends half a unit of the last digit to either side. Below a power of ten it extends only a
    twentieth, because the last digit is ten times finer there: 10 at two digits is 9.95 to 10.5. The window of an
    approximate figure is twice as wide.
    """
    unit = Decimal(1).scaleb(number.adjusted() - digits + 1)
    power_of_ten = number == Decimal(1).scaleb(number.adjusted())
    below, above = (unit / 20 if power_of_ten else unit / 2), unit / 2
    factor = 2 if approximate else 1
    return number - below * factor, number + above * factor


def _read_number(
    text: str, numbers: list[str], kind: Kind, unit: str, least_digits: LeastDigits, estimated: bool
) -> Quantity:
    number = _decimal(numbers[0])
    value = _scale_amount(number, unit, text)
    if not number:
        if kind is not Kind.POINT:
            raise BadQuantity(f"'{text}' is a bound of zero", "write 0 or — for zero, NA for missing", Rule.PLAUSIBLE)
        return Quantity(printed=text, kind=Kind.ZERO, unit=unit, value=value, low=value, high=value)
    digits = _count_significant_digits(numbers[0], unit)
    if value >= least_digits.from_t:
        digits = max(least_digits.digits, digits)
    low: Decimal | None
    high: Decimal | None
    low, high = rounding_window(number, digits, approximate=kind is Kind.APPROX)
    low, high = low * _scale_factor(unit), high * _scale_factor(unit)
    if unit == PERCENT:
        high = min(high, Decimal(100))
    if kind is Kind.LOWER:
        low, high = value, None
    elif kind is Kind.UPPER:
        low, high = Decimal(0), value
    return Quantity(
        printed=text, kind=kind, unit=unit, value=value, low=low, high=high, digits=digits, estimated=estimated
    )


def _read_range(
    text: str, numbers: list[str], kind: Kind, unit: str, least_digits: LeastDigits, estimated: bool
) -> Quantity:
    low, high = (_scale_amount(_decimal(number), unit, text) for number in numbers)
    if low >= high:
        raise BadQuantity(
            f"'{text}' is a range whose first end is larger", "write the smaller end first", Rule.PLAUSIBLE
        )
    if kind not in (Kind.POINT, Kind.APPROX):
        raise BadQuantity(f"'{text}' is both a bound and a range", "write the one that the source has", Rule.PLAUSIBLE)
    digits = min(_count_significant_digits(number, unit) for number in numbers)
    if low >= least_digits.from_t:
        digits = max(least_digits.digits, digits)
    return Quantity(printed=text, kind=Kind.RANGE, unit=unit, low=low, high=high, digits=digits, estimated=estimated)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "").replace(" ", ""))


def _scale_amount(number: Decimal, unit: str, text: str) -> Decimal:
    amount = number * _scale_factor(unit)
    if unit == PERCENT and amount > 100:
        raise BadQuantity(f"'{text}' is more than 100 %", "write the share of the whole", Rule.PLAUSIBLE)
    if amount > _MAX_TONNES:
        raise BadQuantity(f"'{text}' is more than 10^15 t", "check number and unit", Rule.PLAUSIBLE)
    return amount


def _scale_factor(unit: str) -> Decimal:
    return Decimal(1) if unit == PERCENT else TONNES_PER_UNIT[unit]


def _count_significant_digits(number: str, unit: str) -> int:
    """Trailing zeros of a whole number do not count, except in a percentage."""
    figures = number.replace(",", "").replace(" ", "")
    if "." not in figures and unit != PERCENT:
        figures = figures.rstrip("0")
    return max(1, len(figures.replace(".", "").lstrip("0")))
