"""What a figure that somebody brings may mean: with its unit as typed, or with each unit that is sensible."""

import re
from decimal import Decimal

from rareearth_cli.domain.errors import BadQuantity
from rareearth_cli.domain.quantity import Quantity, parse_quantity, typed_digits
from rareearth_cli.domain.units import PERCENT

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
