"""The figures of rows: numbers are taken as they are given, and printed figures read where no numbers stand."""

import re

from rareearth_cli.dataset.amounts import fraction, says_nothing
from rareearth_cli.dataset.delimited import Cells
from rareearth_cli.dataset.row_printed import check_printed, parsed
from rareearth_cli.dataset.rows import Numbers, Rows
from rareearth_cli.domain.columns import NUMBER_COLUMNS
from rareearth_cli.domain.errors import BadQuantity
from rareearth_cli.domain.quantity import Kind, Quantity
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.rules import Rule
from rareearth_cli.domain.units import PERCENT, canonical
from rareearth_cli.domain.vocabulary import Measure

_LARGEST_T = 1e15
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
#: What numbers without a sign are written in.
_FIGURES = frozenset("0123456789.e+")
_POINTS = (Kind.POINT.value, Kind.APPROX.value)
_POINT, _SHARE = Kind.POINT.value, Measure.SHARE.value
_NOTHING = (Kind.MISSING.value, Kind.WITHHELD.value)
_INTERVAL = "write low <= value <= high, as much of it as the kind has"

Triple = tuple[float | None, float | None, float | None]
_ABSENT: Triple = (None, None, None)


def read_amounts(rows: Rows, cells: Cells, dataset: Dataset) -> None:
    """Fill numbers, kinds and units of all rows, and the digits of those whose rounding window does not tell them.

    Defects go into the document's problems.
    """
    for name in NUMBER_COLUMNS:
        rows.numbers[name] = _numbers(rows, name, cells)
    _settle_units(rows)
    shares = [measure == _SHARE for measure in rows.texts["measure"]]
    unread = [row for row in _incomplete(rows, shares) if not _settle(rows, row, "pct" if shares[row] else "t")]
    percentages = [row for row in unread if not _read(rows, row, share=shares[row])]
    _derive(rows, percentages, dataset)
    if not rows.document.problems:
        check_printed(rows, frozenset(unread))


def _numbers(rows: Rows, name: str, cells: Cells) -> Numbers:
    column = cells.columns.get(name)
    if column is None or not any(column):
        return [None] * len(rows.lines)
    if cells.decimal == ",":
        column = [cell.replace(",", ".") for cell in column]
    largest = _LARGEST_T if name.endswith("_t") else 100.0
    values = dict.fromkeys(column)
    try:
        if _FIGURES.issuperset("".join(values)):
            numbers = {cell: float(cell) if cell else None for cell in values}
            if max(number for number in numbers.values() if number is not None) <= largest:
                return [numbers[cell] for cell in column]
    except ValueError:
        pass
    return [_number(rows, row, name, cell, largest) for row, cell in enumerate(column)]


def _number(rows: Rows, row: int, name: str, cell: str, largest: float) -> float | None:
    number = float(cell) if _NUMBER.fullmatch(cell) else None
    if cell and (number is None or number > largest):
        rows.report(row, Rule.NUMBER, f"{name} '{cell}' is no such number", f"write digits, 0 to {largest:,.0f}")
        return 0.0  # from which nothing follows
    return number


def _settle_units(rows: Rows) -> None:
    """Units by their symbols."""
    symbols, defects = {"": ""}, {}
    for unit in dict.fromkeys(rows.texts["unit"]):
        try:
            symbols[unit] = canonical(unit) if unit else ""
        except BadQuantity as error:
            defects[unit] = (error.what, error.remedy)
    rows.report_values("unit", Rule.KNOWN_UNIT, defects)
    rows.texts["unit"][:] = [symbols.get(unit, "t") for unit in rows.texts["unit"]]


def _incomplete(rows: Rows, shares: list[bool]) -> list[int]:
    """The rows that are no plain figure with its rounding window: few of many."""
    numbers = (rows.numbers[name] for name in ("value_t", "low_t", "high_t"))
    return [
        row
        for row, (share, kind, value, low, high) in enumerate(zip(shares, rows.texts["kind"], *numbers, strict=True))
        if share
        or value is None
        or low is None
        or high is None
        or not low <= value <= high
        or low == high
        or kind not in _POINTS
    ]


def _settle(rows: Rows, row: int, unit: str) -> bool:
    """Fill in what the kind of a row says of its numbers, and hold them against it; false where it has none."""
    value, low, high = rows.triple(row, unit)
    if value is None and low is None and high is None:
        return False
    kind = rows.texts["kind"][row]
    kind = kind or _kind(value, low, high)
    filled = _filled(kind, value, low, high)
    if filled is None:
        what = f"'{rows.texts['id'][row]}' is of kind '{kind}', which its numbers do not fit"
        rows.report(row, Rule.INTERVAL, what, _INTERVAL)
        return True
    rows.texts["kind"][row] = kind
    rows.set_triple(row, unit, filled)
    rows.digits[row] = _digits(rows, row, filled)
    return True


def _kind(value: float | None, low: float | None, high: float | None) -> str:
    """What sort of statement numbers are that say it by themselves."""
    if value is None:
        return (
            Kind.RANGE if low is not None and high is not None else Kind.LOWER if high is None else Kind.UPPER
        ).value
    if (low is None) == (high is None):
        return (Kind.POINT if value else Kind.ZERO).value
    return (Kind.LOWER if high is None else Kind.UPPER).value


def _filled(kind: str, value: float | None, low: float | None, high: float | None) -> Triple | None:
    """Numbers with what follows from their kind, no rounding assumed; None where they do not fit it."""
    if kind == Kind.LOWER:
        value = low if value is None else value
        low = value if low is None else low
        return (value, low, None) if high is None and low is not None and low <= (value or 0.0) else None
    if kind == Kind.UPPER:
        value = high if value is None else value
        high = value if high is None else high
        low = 0.0 if low is None else low
        return (value, low, high) if value is not None and high is not None and low <= value <= high else None
    if kind == Kind.RANGE:
        return (value, low, high) if low is not None and high is not None and low <= (value or low) <= high else None
    if kind in _NOTHING or value is None:
        return None
    low, high = (value if end is None else end for end in (low, high))
    zero = kind == Kind.ZERO.value
    return (value, low, high) if low <= value <= high and not (zero and high) else None


def _read(rows: Rows, row: int, *, share: bool) -> bool:
    """Read the printed figure of a row without numbers; False if it is a percentage that tonnes are to follow from."""
    texts = rows.texts
    key, kind, printed = texts["id"][row], texts["kind"][row], texts["printed"][row]
    percentage = rows.triple(row, "pct") != _ABSENT
    if kind in _NOTHING and (percentage or not printed):
        return True
    if not printed:
        if percentage and not share:
            return False
        rows.report(row, Rule.REQUIRED, f"'{key}' has no figure", "fill 'printed', or numbers")
        return True
    try:
        quantity = parsed(printed, texts["unit"][row])
    except BadQuantity as error:
        rows.report(row, error.rule, error.what, error.remedy)
        return True
    if kind and kind != quantity.kind:
        what = f"'{key}' is of kind '{kind}', but '{printed}' is '{quantity.kind}'"
        rows.report(row, Rule.INTERVAL, what, "leave the kind to the printed figure")
    texts["kind"][row], texts["unit"][row] = quantity.kind.value, quantity.unit or texts["unit"][row]
    rows.digits[row] = quantity.digits or 0
    if share and quantity.unit not in (PERCENT, None):
        rows.report(row, Rule.PERCENTAGE, f"the share '{key}' is no percentage", "print it in %")
    if quantity.unit == PERCENT and not share:
        if not percentage:
            _set(rows, row, "pct", quantity)
        return False
    _set(rows, row, "pct" if share else "t", quantity)
    return True


def _set(rows: Rows, row: int, unit: str, quantity: Quantity) -> None:
    ends = (quantity.value, quantity.low, quantity.high)
    rows.set_triple(row, unit, [None if end is None else float(end) for end in ends])


def _derive(rows: Rows, percentages: list[int], dataset: Dataset) -> None:
    """The tonnes of parts that are printed as a percentage of a whole, wholes before their parts."""
    at = {key: row for row, key in enumerate(rows.texts["id"])} if percentages else {}
    waiting = set(percentages)
    while waiting:
        ready = [row for row in waiting if at.get(rows.texts["part_of"][row]) not in waiting]
        for row in ready or list(waiting):
            _derive_one(rows, row, at, dataset)
        waiting -= set(ready or waiting)


def _derive_one(rows: Rows, row: int, at: dict[str, int], dataset: Dataset) -> None:
    key, whole = rows.texts["id"][row], rows.texts["part_of"][row]
    if not rows.texts["kind"][row]:
        rows.texts["kind"][row] = Kind.POINT.value
        rows.set_triple(row, "pct", _filled(Kind.POINT.value, *rows.triple(row, "pct")) or _ABSENT)
    rows.texts["unit"][row] = PERCENT
    if whole in at and at[whole] != row:
        amount = rows.quantity(at[whole], "t")
    elif whole in dataset.estimates:
        amount = dataset.estimates[whole].quantity
    else:
        remedy = "say what it is part_of, or make it a share"
        rows.report(row, Rule.PERCENTAGE, f"'{key}' is a percentage of nothing", remedy)
        return
    percentage = rows.quantity(row, "pct")
    if says_nothing(percentage, amount):
        what = f"'{key}' is a bound of a bound and says nothing"
        rows.report(row, Rule.POSSIBLE, what, "leave it out")
        return
    quantity = fraction(percentage, amount)
    rows.texts["kind"][row] = quantity.kind.value
    rows.texts["derived_from"][row] = rows.texts["derived_from"][row] or whole
    rows.digits[row] = quantity.digits or 0
    _set(rows, row, "t", quantity)


def _digits(rows: Rows, row: int, triple: Triple) -> int:
    """How many figures of a row without a rounding window count: those printed, else those of its number."""
    value, low, _ = triple
    if rows.texts["printed"][row]:
        try:
            return parsed(rows.texts["printed"][row], rows.texts["unit"][row]).digits or 0
        except BadQuantity:
            pass
    number = value if value is not None else low
    written = f"{number:.15g}".partition("e")[0].replace(".", "") if number else ""
    return len(written.strip("0"))
