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
    texts, numbers = rows.texts, rows.numbers
    figures = list(zip(texts["printed"], texts["unit"], numbers["value_t"], numbers["value_pct"], strict=True))
    wrong = {figure for figure in dict.fromkeys(figures) if figure[0] and not _is_printed(*figure)}
    for row, figure in enumerate(figures) if wrong else ():
        if figure in wrong and row not in read:
            printed, unit, tonnes, percent = figure
            value = percent if unit == PERCENT else tonnes
            has = "no value" if value is None else f"the value {value:,.15g}"
            what = f"'{texts['id'][row]}' prints '{printed}' and has {has}"
            rows.report(row, Rule.AS_PRINTED, what, "correct the one that is wrong, or leave the numbers out")


def _is_printed(printed: str, unit: str, tonnes: float | None, percent: float | None) -> bool:
    """Whether the number of a row is what it prints, as far as that can be read."""
    if unit in _TONNES and _PLAIN.fullmatch(printed):
        said: float | None = int(printed.replace(",", "")) * _TONNES[unit]
    else:
        try:
            quantity = parsed(printed, unit)
        except BadQuantity:
            return True
        said = None if quantity.value is None else float(quantity.value)
    value = percent if unit == PERCENT else tonnes
    return (said is None) == (value is None) and math.isclose(said or 0.0, value or 0.0, rel_tol=1e-9)
