"""What is printed in a row, and whether the numbers beside it are what it says."""

import math
import re

from rareearth_cli.dataset.rows import Rows
from rareearth_cli.domain.errors import BadQuantity
from rareearth_cli.domain.quantity import Quantity, parse_quantity
from rareearth_cli.domain.rules import Rule
from rareearth_cli.domain.units import PERCENT, TONNES

_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})*|\d+", re.ASCII)
_TONNES = {unit: float(tonnes) for unit, tonnes in TONNES.items()}


def parsed(printed: str, unit: str) -> Quantity:
    """A printed figure with its own unit or, where it prints none, that of its row.

    Raises:
        BadQuantity: it cannot be read without guessing.

    """
    try:
        return parse_quantity(printed)
    except BadQuantity as error:
        if not unit or error.rule is not Rule.KNOWN_UNIT:
            raise
    return parse_quantity(printed, unit=unit)


def check_printed(rows: Rows, read: frozenset[int]) -> None:
    """Numbers beside a printed figure are what it says; what cannot be read is taken on the numbers' word."""
    for row, (printed, unit) in enumerate(zip(rows.texts["printed"], rows.texts["unit"], strict=True)):
        if not printed or row in read:
            continue
        if unit in _TONNES and _PLAIN.fullmatch(printed):
            said: float | None = int(printed.replace(",", "")) * _TONNES[unit]
        else:
            try:
                quantity = parsed(printed, unit)
            except BadQuantity:
                continue
            said = None if quantity.value is None else float(quantity.value)
        value = rows.numbers["value_pct" if unit == PERCENT else "value_t"][row]
        if (said is None) != (value is None) or not math.isclose(said or 0.0, value or 0.0, rel_tol=1e-9):
            has = "no value" if value is None else f"the value {value:,.15g}"
            what = f"'{rows.texts['id'][row]}' prints '{printed}' and has {has}"
            rows.report(row, Rule.AS_PRINTED, what, "correct the one that is wrong, or leave the numbers out")
