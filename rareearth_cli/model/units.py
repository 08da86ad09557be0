"""The units a figure may be printed in: a closed list, everything else is an error."""

from decimal import Decimal

from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.rules import Rule

PERCENT = "%"

#: Tonnes in one unit. "ton" alone is the tonne: every source read writes it for the metric ton.
TONNES = {
    "t": Decimal(1),
    "kg": Decimal("0.001"),
    "kt": Decimal(10**3),
    "10^4 t": Decimal(10**4),
    "Mt": Decimal(10**6),
    "Gt": Decimal(10**9),
    # Nobody means it, but a list of national reserves is printed in it.
    "Tt": Decimal(10**12),
    # 2,000 and 2,240 pounds of exactly 0.45359237 kg.
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

#: Words that are a unit only with a mass after them.
_SCALES = ("thousand", "million", "mln", "mn", "billion")

_AMBIGUOUS = {
    "mt": "write t (metric ton) or Mt (million tonnes)",
    "MT": "write t (metric ton) or Mt (million tonnes)",
    "KT": "write kt",
    "m t": "write million t",
    "": "add one, such as t, kt, Mt or million tonnes",
}

KNOWN = (*TONNES, PERCENT)
_EXPECTED = "expected one of " + ", ".join(KNOWN) + ", tonnes, thousand tonnes, million tonnes"


def canonical(printed: str) -> str:
    """The unit that a printed one stands for, such as ``Mt`` for ``million metric tons``.

    Symbols are read as written (``Mt`` is never ``mt``), words in any case.

    Raises:
        BadQuantity: the unit is not on the list, or could be two.

    """
    if printed in TONNES or printed == PERCENT:
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


def is_bare(printed: str, unit: str | None) -> bool:
    """Whether a figure as printed has no unit beside it, as in a table whose head says it."""
    return unit not in (None, "", PERCENT) and printed.rstrip("er")[-1:].isdigit()


def with_unit(printed: str, unit: str | None) -> str:
    """A figure as printed, followed by the unit of its table where it has none beside it."""
    return f"{printed} {unit}" if is_bare(printed, unit) else printed
