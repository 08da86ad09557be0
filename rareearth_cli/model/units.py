"""The closed list of units for printed figures, and the parsing of units; any other unit is an error."""

from decimal import Decimal

from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.rules import Rule

PERCENT = "%"

#: Tonnes per unit. "ton" alone is read as the metric ton, because every source on record uses it so.
TONNES_PER_UNIT = {
    "t": Decimal(1),
    "kg": Decimal("0.001"),
    "kt": Decimal(10**3),
    "10^4 t": Decimal(10**4),
    "Mt": Decimal(10**6),
    "Gt": Decimal(10**9),
    # An unlikely unit, but one list of national reserves is printed in it.
    "Tt": Decimal(10**12),
    # 2,000 and 2,240 pounds; a pound is exactly 0.45359237 kg.
    "short ton": Decimal("0.90718474"),
    "long ton": Decimal("1.0160469088"),
}

_SPELLINGS = {
    "tonne": "t",
    "tonnes": "t",
    "ton": "t",
    "tons": "t",
    "metric ton": "t",
    "metric tons": "t",
    "metric tonnes": "t",
    "kilogram": "kg",
    "kilograms": "kg",
    "thousand": "kt",
    "万吨": "10^4 t",
    "million": "Mt",
    "mln": "Mt",
    "mn": "Mt",
    "billion": "Gt",
    "million megatonnes": "Tt",
    "million mega tonnes": "Tt",
    "short tons": "short ton",
    "long tons": "long ton",
    "percent": PERCENT,
    "per cent": PERCENT,
}

#: Words that are a unit only if a mass follows.
_SCALES = ("thousand", "million", "mln", "mn", "billion")

_AMBIGUOUS = {
    "mt": "write t (metric ton) or Mt (million tonnes)",
    "MT": "write t (metric ton) or Mt (million tonnes)",
    "KT": "write kt",
    "m t": "write million t",
    "": "add one, such as t, kt, Mt or million tonnes",
}

KNOWN_UNITS = (*TONNES_PER_UNIT, PERCENT)
_EXPECTED = "expected one of " + ", ".join(KNOWN_UNITS) + ", tonnes, thousand tonnes, million tonnes"


def parse_unit(printed: str) -> str:
    """Parse a printed unit into its symbol, such as ``Mt`` for ``million metric tons``.

    Symbols are case-sensitive (``Mt`` is never ``mt``), words are not.

    Raises
    ------
    BadQuantity
        If the unit is not on the list, or is ambiguous.

    """
    if printed in TONNES_PER_UNIT or printed == PERCENT:
        return printed
    if printed in _AMBIGUOUS:
        what = f"unit '{printed}' is ambiguous" if printed else "no unit"
        raise BadQuantity(what, _AMBIGUOUS[printed], Rule.KNOWN_UNIT)
    words = printed.casefold()
    scale, _, mass = words.partition(" ")
    if scale in _SCALES and (mass == "t" or _SPELLINGS.get(mass) == "t"):
        return _SPELLINGS[scale]
    if words in _SPELLINGS and words not in _SCALES:
        return _SPELLINGS[words]
    raise BadQuantity(f"unknown unit '{printed}'", _EXPECTED, Rule.KNOWN_UNIT)


def has_no_unit(printed: str, unit: str | None) -> bool:
    """Whether a printed figure does not include its unit, as in a table whose header gives it."""
    return unit not in (None, "", PERCENT) and printed.rstrip("er")[-1:].isdigit()


def add_unit(printed: str, unit: str | None) -> str:
    """Append the unit of the table to a printed figure, unless the figure includes a unit."""
    return f"{printed} {unit}" if has_no_unit(printed, unit) else printed
