"""Add a table of figures to a dataset, under the same rules as YAML.

Start with `overlay_table`, in the last section. It calls the other sections in this order: checks of cells and rows
(last section), sources (`build_row_sources`), and amounts (`read_amounts`), which read and check printed figures. What
form the table has is the matter of `rareearth_cli.record.sheets`.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.errors import BadQuantity, Finding, Rule
from rareearth_cli.model.fields import NUMBER_COLUMNS, Form
from rareearth_cli.model.interval import intervals_meet
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import (
    NO_UNIT,
    PERCENT,
    POINT_KINDS,
    TONNES_PER_UNIT,
    VISIBLE_DIGITS,
    Kind,
    LeastDigits,
    Quantity,
    normalize_typed,
    parse_quantity,
    parse_unit,
)
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Measure, Status, Verification
from rareearth_cli.record.amounts import take_percentage
from rareearth_cli.record.cells import tidy_cells
from rareearth_cli.record.checks import (
    CONTAINER_ROLE,
    MAX_CHAIN_LENGTH,
    ListedFigure,
    check_category,
    check_container,
    check_contradiction,
    check_id_is_free,
    check_inferred,
    check_link,
    check_measure,
    check_part,
    check_past,
    check_percentage,
    check_place,
    check_required,
    check_share_unit,
    choose_check,
    describe_listed_figure,
    find_circle,
    find_contradictions,
    find_percentage_of_nothing,
)
from rareearth_cli.record.files import FileKind
from rareearth_cli.record.headers import ReadingOptions
from rareearth_cli.record.parts import check_parts
from rareearth_cli.record.rows import (
    TEXT_FIELDS,
    Estimates,
    NumberColumn,
    TableRows,
    split_records_and_tables,
)
from rareearth_cli.record.sheets import LEAVABLE_LISTS, ParsedColumns, read_columns
from rareearth_cli.record.short_entries import clean_id
from rareearth_cli.record.yaml_nodes import Document

# Printed figures: parsed, and compared with the numbers of their rows.

_PLAIN_INTEGER = re.compile(r"\d{1,3}(?:,\d{3})*|\d+", re.ASCII)
_FLOAT_TONNES_PER_UNIT = {unit: float(tonnes) for unit, tonnes in TONNES_PER_UNIT.items()}


def parse_printed(printed: str, unit: str, least_digits: LeastDigits = VISIBLE_DIGITS) -> Quantity:
    """Parse a printed figure in its own unit or, if it prints none, in the unit of its row.

    A decimal comma that can be nothing else is read as one, as where people type an amount.

    Raises
    ------
    BadQuantity
        If it cannot be read without guessing.

    """
    try:
        return parse_quantity(printed, least_digits=least_digits)
    except BadQuantity as error:
        if unit and error.rule is Rule.KNOWN_UNIT:
            return parse_quantity(printed, unit=unit, least_digits=least_digits)
        if (plain := normalize_typed(printed)) == printed or "," not in printed:
            raise
    return parse_printed(plain, unit, least_digits)


ValueLowHigh = tuple[float | None, float | None, float | None]
_NO_NUMBERS: ValueLowHigh = (None, None, None)


def check_printed_figures(rows: TableRows, read: frozenset[int]) -> None:
    """Check that numbers equal the printed figure of their row; ``read`` are rows whose numbers come from it.

    If the printed figure cannot be parsed, the numbers are accepted. So is any rounding window, but not the ends of a
    bound or a range, which are printed.
    """
    printed, units, kinds = (rows.texts[name] for name in ("printed", "unit", "kind"))
    numbers = {unit: list(zip(*(rows.numbers[f"{end}_{unit}"] for end in _ENDS), strict=True)) for unit in _UNITS}
    figures = [
        (text, unit, (each if kind in _BOUNDS else (each[0], None, None)) if text else _NO_NUMBERS)
        for text, unit, kind, each in zip(
            printed,
            units,
            kinds,
            (numbers["pct" if unit == PERCENT else "t"][row] for row, unit in enumerate(units)),
            strict=True,
        )
    ]
    wrong = {figure for figure in dict.fromkeys(figures) if figure[0] and not _matches_printed(*figure)}
    for row, figure in enumerate(figures) if wrong else ():
        if figure in wrong and row not in read:
            text, _, stated = figure
            what = f"{rows.name_figure(row)} prints '{text}' and has {_describe_numbers(stated)}"
            rows.add_problem(row, Rule.AS_PRINTED, what, "correct the one that is wrong, or leave the numbers out")


_ENDS = ("value", "low", "high")
_UNITS = ("t", "pct")


def _describe_numbers(stated: ValueLowHigh) -> str:
    value, *ends = (None if number is None else f"{number:,.15g}" for number in stated)
    if any(ends):
        return f"the values {ends[0] or 'nothing'} to {ends[1] or 'nothing'}"
    return f"the value {value}" if value is not None else "no value"


def _matches_printed(printed: str, unit: str, stated: ValueLowHigh) -> bool:
    """Return whether the numbers of a row equal its printed figure, or that figure cannot be parsed."""
    value, low, high = stated
    expected: ValueLowHigh
    if unit in _FLOAT_TONNES_PER_UNIT and _PLAIN_INTEGER.fullmatch(printed):
        expected = (int(printed.replace(",", "")) * _FLOAT_TONNES_PER_UNIT[unit], None, None)
    else:
        try:
            quantity = parse_printed(printed, unit)
        except BadQuantity:
            return True
        expected = _to_floats(quantity)
    if (low, high) == (None, None):
        return _is_number(value, expected[0])
    # The value of a bound is the bound, and a range has none.
    return all(_is_number(*pair) for pair in zip((low, high), expected[1:], strict=True))


def _to_floats(quantity: Quantity) -> ValueLowHigh:
    value, low, high = (None if end is None else float(end) for end in (quantity.value, quantity.low, quantity.high))
    return value, low, high


def _is_number(stated: float | None, expected: float | None) -> bool:
    return (expected is None) == (stated is None) and math.isclose(expected or 0.0, stated or 0.0, rel_tol=1e-9)


# Amounts: numbers, kinds, units and significant digits of every row.

_MAX_TONNES = 1e15
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
#: A point that may separate thousands, in a table whose decimal mark is a comma.
_POINT_FOR_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
#: A point that separates no thousands.
_DECIMAL_POINT = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+", re.ASCII)
#: Characters of numbers without a sign.
_NUMBER_CHARACTERS = frozenset("0123456789.e+")
_SHARE = Measure.SHARE.value
_BOUNDS = (Kind.LOWER.value, Kind.UPPER.value, Kind.RANGE.value)
_KINDS_WITHOUT_VALUE = (Kind.MISSING.value, Kind.WITHHELD.value)
_INTERVAL_REMEDY = "write low <= value <= high, as much of it as the kind has"


def read_amounts(rows: TableRows, cells: ParsedColumns, dataset: Dataset) -> None:
    """Fill in the numbers, kinds and units of all rows, in place.

    Significant digits are filled in where they do not follow from the rounding window. Problems are added to the
    document.
    """
    comma = cells.separator == ";" and not _has_decimal_points(cells)
    for name in NUMBER_COLUMNS:
        rows.numbers[name] = _read_number_column(rows, name, cells.columns.get(name), comma=comma)
    unknown_units = _canonicalize_units(rows)
    _remove_unknown_kinds(rows)
    shares = [measure == _SHARE for measure in rows.texts["measure"]]
    unread = [
        row
        for row in _find_rows_to_complete(rows, shares)
        if not _complete_row(rows, row, "pct" if shares[row] else "t")
    ]
    percentages = [
        row
        for row in unread
        if not _read_printed_row(
            rows, row, _find_least_digits(rows, row, dataset), share=shares[row], is_unit_known=row not in unknown_units
        )
    ]
    _derive_tonnes(rows, percentages, dataset)
    for row, unit in enumerate(rows.texts["unit"]) if any(shares) else ():
        rows.add_findings(row, check_share_unit(unit) if shares[row] and row not in unknown_units else ())
    _read_digits(rows, cells, frozenset(unread))
    if not rows.document.problems:
        check_printed_figures(rows, frozenset(unread))


def _read_digits(rows: TableRows, cells: ParsedColumns, unread: frozenset[int]) -> None:
    """Take the significant digits from their column, where neither printed digits nor a rounding window tell them.

    The zeros that end a bound may count or not, and a derived figure has fewer digits than its interval.
    """
    for row, cell in enumerate(cells.columns.get("digits") or ()):
        if not re.fullmatch(r"[0-9]{0,2}", cell, re.ASCII):
            rows.add_problem(
                row, Rule.NUMBER, f"digits '{cell}' is not a number of digits", "write 0 to 99, or nothing"
            )
        elif cell and rows.texts["kind"][row] in _BOUNDS:
            rows.digits[row] = max(rows.digits[row], int(cell))
        elif cell and row not in unread:
            rows.digits[row] = int(cell)


def _has_decimal_points(cells: ParsedColumns) -> bool:
    """Whether a number has a point that can only be the decimal mark, and none has a comma."""
    numbers = [cell for name in NUMBER_COLUMNS for cell in dict.fromkeys(cells.columns.get(name, ()))]
    return any(map(_DECIMAL_POINT.fullmatch, numbers)) and not any("," in number for number in numbers)


def _read_number_column(rows: TableRows, name: str, column: list[str] | None, *, comma: bool) -> NumberColumn:
    """Read a column of numbers; ``comma`` says that the comma may be the decimal mark."""
    if column is None or not any(column):
        return [None] * len(rows.lines)
    if comma:
        for row, cell in enumerate(column):
            if _POINT_FOR_THOUSANDS.fullmatch(cell):
                bare = cell.replace(".", "")
                remedy = f"write {bare} or {cell.replace('.', ',')}"
                rows.add_problem(row, Rule.NUMBER, f"{name} '{cell}' may be {bare} or a fraction", remedy)
        column = [cell.replace(",", ".") for cell in column]
    largest = _MAX_TONNES if name.endswith("_t") else 100.0
    values = dict.fromkeys(column)
    try:
        if _NUMBER_CHARACTERS.issuperset("".join(values)):
            numbers = {cell: float(cell) if cell else None for cell in values}
            if max(number for number in numbers.values() if number is not None) <= largest:
                return [numbers[cell] for cell in column]
    except ValueError:
        pass
    return [_read_number(rows, row, name, cell, largest) for row, cell in enumerate(column)]


def _read_number(rows: TableRows, row: int, name: str, cell: str, largest: float) -> float | None:
    number = float(cell) if _NUMBER.fullmatch(cell) else None
    if cell and (number is None or number > largest):
        rows.add_problem(
            row, Rule.NUMBER, f"{name} '{cell}' is not a number that fits here", f"write digits, 0 to {largest:,.0f}"
        )
        return 0.0  # A valid placeholder, so that no further problem is reported.
    return number


def _canonicalize_units(rows: TableRows) -> frozenset[int]:
    """Replace each unit by its symbol; return the rows whose unit is unknown, and so reported and taken for tonnes."""
    symbols = {"": ""}

    def check_unit(unit: str) -> Iterator[Finding]:
        try:
            symbols[unit] = parse_unit(unit) if unit else ""
        except BadQuantity as error:
            yield Finding(error.rule, error.what, error.remedy)

    rows.check_cells("unit", check_unit)
    units = rows.texts["unit"]
    unknown = frozenset(row for row, unit in enumerate(units) if unit not in symbols)
    units[:] = [symbols.get(unit, "t") for unit in units]
    return unknown


def _remove_unknown_kinds(rows: TableRows) -> None:
    """Leave a kind to the numbers of its row where it is no word of the list, which is reported already."""
    kinds, known = rows.texts["kind"], {kind.value for kind in Kind}
    if not known.issuperset(kinds):
        kinds[:] = [kind if kind in known else "" for kind in kinds]


def _find_rows_to_complete(rows: TableRows, shares: list[bool]) -> list[int]:
    """Return the few rows that are not a plain figure with its rounding window."""
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
        or kind not in POINT_KINDS
    ]


def _complete_row(rows: TableRows, row: int, unit: str) -> bool:
    """Fill in the numbers that follow from the kind of a row, and check them; False if the row has no numbers."""
    value, low, high = rows.value_low_high(row, unit)
    if value is None and low is None and high is None:
        return False
    kind = rows.texts["kind"][row] or _read_printed_kind(rows, row) or _infer_kind(value, low, high)
    rows.texts["kind"][row] = kind
    filled = _complete_numbers(kind, value, low, high)
    if filled is None:
        rows.add_problem(row, Rule.INTERVAL, _describe_misfit(rows, row), _INTERVAL_REMEDY)
        return True
    rows.set_value_low_high(row, unit, filled)
    rows.digits[row] = _count_significant_digits(rows, row, filled)
    return True


def _describe_misfit(rows: TableRows, row: int) -> str:
    return f"{rows.name_figure(row)} is of kind '{rows.texts['kind'][row]}', which its numbers do not fit"


def _read_printed_kind(rows: TableRows, row: int) -> str:
    """Return the kind of the printed figure of a row; empty if it has none with an amount."""
    try:
        kind = parse_printed(rows.texts["printed"][row], rows.texts["unit"][row]).kind.value
    except BadQuantity:
        return ""
    return "" if kind in _KINDS_WITHOUT_VALUE else kind


def _infer_kind(value: float | None, low: float | None, high: float | None) -> str:
    """Infer the kind of a figure from which of its numbers are given."""
    if value is None:
        return (
            Kind.RANGE if low is not None and high is not None else Kind.LOWER if high is None else Kind.UPPER
        ).value
    if (low is None) == (high is None):
        return (Kind.POINT if value else Kind.ZERO).value
    return (Kind.LOWER if high is None else Kind.UPPER).value


def _complete_numbers(kind: str, value: float | None, low: float | None, high: float | None) -> ValueLowHigh | None:
    """Fill in the numbers that follow from the kind, without assuming rounding; None if they contradict the kind."""
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
    if kind in _KINDS_WITHOUT_VALUE or value is None:
        return None
    low, high = (value if end is None else end for end in (low, high))
    zero = kind == Kind.ZERO.value
    return (value, low, high) if low <= value <= high and not (zero and high) else None


def _find_least_digits(rows: TableRows, row: int, dataset: Dataset) -> LeastDigits:
    """Return with how many digits at least the series of a row prints its figures."""
    known = dataset.sources.get(rows.texts["source"][row])
    series = rows.texts["series"][row] or (known.series if known else "")
    return dataset.least_digits.get((series, rows.texts["measure"][row]), VISIBLE_DIGITS)


def _read_printed_row(
    rows: TableRows, row: int, least_digits: LeastDigits, *, share: bool, is_unit_known: bool
) -> bool:
    """Read the printed figure of a row without numbers; False if it is a percentage from which tonnes are derived."""
    texts = rows.texts
    kind, printed = texts["kind"][row], texts["printed"][row]
    percentage = rows.value_low_high(row, "pct") != _NO_NUMBERS
    if kind in _KINDS_WITHOUT_VALUE and (percentage or not printed):
        return True
    if not printed:
        if percentage and not share:
            return False
        rows.add_problem(row, Rule.REQUIRED, "the row has no figure", "fill 'printed', or numbers")
        texts["kind"][row] = Kind.MISSING.value
        return True
    try:
        quantity = parse_printed(printed, texts["unit"][row], least_digits)
    except BadQuantity as error:
        rows.add_problem(row, error.rule, error.what, _write_remedy(error, printed))
        texts["kind"][row] = Kind.MISSING.value
        return True
    if is_unit_known and (unit := texts["unit"][row]) and quantity.unit not in (unit, None):
        what = f"prints '{printed}' and has the unit '{unit}'"
        rows.add_findings(row, [Finding(Rule.KNOWN_UNIT, what, "leave the unit to the printed figure")])
    if kind and kind != quantity.kind:
        what = f"{rows.name_figure(row)} is of kind '{kind}', but '{printed}' is '{quantity.kind}'"
        rows.add_problem(row, Rule.INTERVAL, what, "leave the kind to the printed figure")
    texts["kind"][row], texts["unit"][row] = quantity.kind.value, quantity.unit or texts["unit"][row]
    rows.digits[row] = quantity.digits or 0
    if quantity.unit == PERCENT and not share:
        if not percentage:
            _set_quantity(rows, row, "pct", quantity)
        return False
    _set_quantity(rows, row, "pct" if share else "t", quantity)
    return True


def _set_quantity(rows: TableRows, row: int, unit: str, quantity: Quantity) -> None:
    rows.set_value_low_high(row, unit, _to_floats(quantity))


def _derive_tonnes(rows: TableRows, percentages: list[int], dataset: Dataset) -> None:
    """Derive the tonnes of parts that are printed as a percentage of a whole, wholes before their parts."""
    ids = rows.texts["id"]
    at = {ids[row]: row for row in range(len(ids) - 1, -1, -1)} if percentages else {}
    waiting = set(percentages)
    while waiting:
        ready = [row for row in waiting if at.get(rows.texts["part_of"][row]) not in waiting]
        for row in ready or list(waiting):
            _derive_tonnes_of_row(rows, row, at, dataset)
        waiting -= set(ready or waiting)


def _derive_tonnes_of_row(rows: TableRows, row: int, at: dict[str, int], dataset: Dataset) -> None:
    whole = rows.texts["part_of"][row]
    kind = rows.texts["kind"][row] = rows.texts["kind"][row] or Kind.POINT.value
    filled = _complete_numbers(kind, *rows.value_low_high(row, "pct"))
    if filled is None:
        rows.add_problem(row, Rule.INTERVAL, _describe_misfit(rows, row), _INTERVAL_REMEDY)
        return
    rows.set_value_low_high(row, "pct", filled)
    rows.texts["unit"][row] = PERCENT
    if whole in at and at[whole] != row:
        amount = rows.quantity(at[whole], "t")
    elif whole in dataset.estimates:
        amount = dataset.estimates[whole].quantity
    else:
        rows.add_findings(row, [find_percentage_of_nothing()])
        return
    percentage = rows.quantity(row, "pct")
    if findings := list(check_percentage(percentage, amount)):
        rows.add_findings(row, findings)
        return
    quantity = take_percentage(percentage, amount)
    rows.texts["kind"][row] = quantity.kind.value
    rows.texts["derived_from"][row] = rows.texts["derived_from"][row] or whole
    rows.digits[row] = quantity.digits or 0
    _set_quantity(rows, row, "t", quantity)


_SAYS_BASIS = re.compile(r"\b(?:ore|oxides?|T?REO|metal|monazite)\b", re.IGNORECASE)


def _write_remedy(error: BadQuantity, printed: str) -> str:
    """Say what to do with a figure of a table that cannot be read."""
    if error.what == NO_UNIT:
        return f"{error.remedy}, or say --map unit=t for all rows"
    if error.rule is Rule.KNOWN_UNIT and _SAYS_BASIS.search(printed):
        return f"{error.remedy}; what the tonnes are of is said in 'basis'"
    if not any(char.isdecimal() for char in printed):
        return "write NA if nothing is known, 0 t if it is zero, or leave the row out"
    return error.remedy


def _count_significant_digits(rows: TableRows, row: int, value_low_high: ValueLowHigh) -> int:
    """Count the significant digits of a row without a rounding window, as printed or else as in its number."""
    value, low, _ = value_low_high
    if rows.texts["printed"][row]:
        try:
            return parse_printed(rows.texts["printed"][row], rows.texts["unit"][row]).digits or 0
        except BadQuantity:
            pass
    number = value if value is not None else low
    written = f"{number:.15g}".partition("e")[0].replace(".", "") if number else ""
    return len(written.strip("0"))


# Sources: those that the rows describe.

#: Columns that describe a source as a whole, so that all its rows must agree.
_SOURCE_COLUMNS = ("edition", "version", "series", "published", "accessed", "verification")
#: Columns in which a row may differ from its source.
_OVERRIDABLE_COLUMNS = ("publisher", "url", "locator")


def build_row_sources(rows: TableRows, dataset: Dataset) -> dict[str, Source]:
    """Build the sources that the rows name and the dataset lacks, and fill in empty cells of the source columns.

    Rows that name no source get a new source for each publication that they describe.
    """
    _assign_source_ids(rows)
    names = rows.texts["source"]
    shared = dict.fromkeys(zip(names, *(rows.texts[column] for column in _SOURCE_COLUMNS), strict=True))
    for index, column in enumerate(_SOURCE_COLUMNS, start=1):
        pairs = dict.fromkeys((values[0], values[index]) for values in shared)
        stated = _resolve_source_values(column, pairs, dataset)
        wrong = {pair for pair in pairs if pair[1] and pair[1] != stated[pair[0]]}
        _check_source_agreement(rows, column, wrong, stated)
        _fill_empty_cells(rows, column, stated)
    for column in _OVERRIDABLE_COLUMNS:
        if not all(rows.texts[column]):
            pairs = dict.fromkeys(zip(names, rows.texts[column], strict=True))
            _fill_empty_cells(rows, column, _resolve_source_values(column, pairs, dataset))
    first = {name: row for row, name in zip(range(len(names) - 1, -1, -1), reversed(names), strict=True)}
    publishers = _find_publishers(rows)
    return {
        name: _build_source(rows, first[name], dataset.series_defaults)._replace(publisher=publishers[name])
        for name in dict.fromkeys(names)
        if name not in dataset.sources
    }


def _find_publishers(rows: TableRows) -> dict[str, str]:
    """Find the publisher of each source: the only one that its rows name, sums apart.

    A source with figures of several publishers is named by its id, because no column says whose text it is.
    """
    texts = rows.texts
    named: dict[str, set[str]] = {}
    for source, publisher, sum_of in zip(texts["source"], texts["publisher"], texts["derived_from"], strict=True):
        publishers = named.setdefault(source, set())
        if not sum_of:
            publishers.add(publisher)
    return {source: min(found) if len(found) == 1 else source for source, found in named.items()}


def _assign_source_ids(rows: TableRows) -> None:
    names, texts = rows.texts["source"], rows.texts
    if all(names):
        return
    numbers: dict[tuple[str, ...], int] = {}
    for row, name in enumerate(names):
        key = tuple(texts[column][row] for column in ("publisher", "url", *_SOURCE_COLUMNS))
        if not name and not (key[0] or key[1]):
            what = f"{rows.name_figure(row)} does not say where it is from"
            rows.add_problem(row, Rule.CITATION, what, "fill 'source', 'publisher' or 'url'")
        elif not name:
            names[row] = f"{rows.id_prefix}/source-{numbers.setdefault(key, len(numbers) + 1)}"


def _resolve_source_values(column: str, pairs: Iterable[tuple[str, str]], dataset: Dataset) -> dict[str, str]:
    """Return the value of a column for each source: from the dataset, else the first in the file, else a default.

    ``pairs`` holds the distinct combinations of source and cell.
    """
    stated: dict[str, str] = {}
    for name, cell in pairs:
        if name in dataset.sources:
            value = getattr(dataset.sources[name], column)
            stated[name] = value.text if isinstance(value, PartialDate) else str(value or "")
        else:
            stated[name] = stated.get(name) or cell
    if column == "verification":
        return {name: text or Verification.SECONDARY.value for name, text in stated.items()}
    return {name: text or name for name, text in stated.items()} if column == "publisher" else stated


def _fill_empty_cells(rows: TableRows, column: str, stated: Mapping[str, str]) -> None:
    cells, names = rows.texts[column], rows.texts["source"]
    if not all(cells) and any(stated.values()):
        cells[:] = [cell or stated[name] for cell, name in zip(cells, names, strict=True)]


def _check_source_agreement(
    rows: TableRows, column: str, wrong: set[tuple[str, str]], stated: Mapping[str, str]
) -> None:
    """Report the rows whose source and cell are among the ``wrong`` pairs."""
    for row, pair in enumerate(zip(rows.texts["source"], rows.texts[column], strict=True)) if wrong else ():
        if pair in wrong:
            known = f"'{stated[pair[0]]}'" if stated[pair[0]] else "nothing"
            what = f"source '{pair[0]}' has {column} '{pair[1]}' here and {known} before"
            rows.add_problem(row, Rule.ONE_SOURCE, what, "give editions and versions ids of their own")


def _build_source(rows: TableRows, row: int, series_defaults: Mapping[tuple[str, str], Mapping[str, str]]) -> Source:
    text = {column: rows.texts[column][row] for column in (*_SOURCE_COLUMNS, *_OVERRIDABLE_COLUMNS)}
    words = {word.value: word for word in Verification}
    defaults = series_defaults.get((text["series"], rows.texts["measure"][row]), {})
    return Source(
        short=defaults.get("short", "") if text["edition"] else "",
        id=rows.texts["source"][row],
        publisher=text["publisher"],
        title="",
        url=text["url"],
        locator=text["locator"],
        verification=words.get(text["verification"], Verification.SECONDARY),
        series=text["series"],
        edition=text["edition"],
        version=text["version"],
        published=_parse_date_or_none(text["published"]),
        accessed=_parse_date_or_none(text["accessed"]),
    )


def _parse_date_or_none(text: str) -> PartialDate | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


# The whole table: its rows, and the checks of their cells.

_TEXT_COLUMNS = tuple(field.name for field in TEXT_FIELDS)
#: The forms of columns whose cells hold any text, or whose texts other checks judge.
_FREE_FORMS = (Form.TEXT, Form.TEXTS, Form.FIELD_NAMES, Form.PLACE)
#: The columns that name other estimates.
_LINKS = ("part_of", "derived_from", "contained_in")
#: The columns whose values together make a list of places.
_LIST = ("source", "measure", "period")


def overlay_table(
    document: Document, content: bytes, kind: FileKind, options: ReadingOptions, dataset: Dataset
) -> Dataset:
    """Return the dataset with the figures of a table added; unchanged if the table has problems.

    Parameters
    ----------
    document
        The document to which problems are added; its ``root`` is not used.
    content
        The bytes of the file.
    kind
        Whether it is text or a workbook.
    options
        What the user says of its titles, units and sheets.
    dataset
        The dataset to which the figures are added, and whose sources and estimates the rows may refer to.

    """
    cells = read_columns(document, content, kind, options, dataset.places)
    if cells is None:
        return dataset
    cells = cells._replace(columns=tidy_cells(document, cells, dataset.places))
    check_parts(document, cells.columns, cells.lines, cells.left_out, dataset.places)
    records, tables = split_records_and_tables(dataset.estimates)
    rows = _build_rows(document, cells, taken={table.id_prefix for table in tables})
    _fill_from_series(rows, dataset)
    unique = _check_ids(rows, dataset)
    _check_values(rows, dataset)
    sources = build_row_sources(rows, dataset)
    read_amounts(rows, cells, dataset)
    if unique:
        _check_links(rows, dataset)
        if not document.problems:
            _check_contradictions(rows)
            _check_against_bundled_lists(rows, dataset)
    if document.problems:
        return dataset
    return dataset._replace(
        sources={**dataset.sources, **sources},
        estimates=Estimates(records, (*tables, rows)),
    )


def _build_rows(document: Document, cells: ParsedColumns, taken: set[str]) -> TableRows:
    """Arrange the cells by the columns of the long form, with defaults for absent ids and statuses."""
    height = len(cells.lines)
    texts = {name: cells.columns.get(name) or [""] * height for name in _TEXT_COLUMNS}
    prefix = _choose_prefix(Path(document.name), taken)
    if not all(texts["id"]):
        numbered = zip(texts["id"], _number_figures(cells.lines), strict=True)
        texts["id"] = [key or f"{prefix}/{number}" for key, number in numbered]
    # What is superseded follows from the figures and the day of a question; an export states what it was then.
    texts["status"] = [
        status if status not in ("", Status.SUPERSEDED) else Status.PUBLISHED.value for status in texts["status"]
    ]
    return TableRows(document, prefix, cells.lines, texts, {}, [0] * height)


def _fill_from_series(rows: TableRows, dataset: Dataset) -> None:
    """Fill in what a series states for all its figures, where a row of it states nothing of the kind itself."""
    texts = rows.texts
    for row, (series, measure) in enumerate(zip(texts["series"], texts["measure"], strict=True)):
        defaults = dataset.series_defaults.get((series, measure))
        if defaults is None:
            continue
        texts["basis"][row] = texts["basis"][row] or defaults.get("basis", "")
        definition = ("system", "category", "stage")
        # Who states a class of another system does not mean the class of the series.
        if not any(texts[name][row] for name in definition):
            for name in definition:
                texts[name][row] = defaults.get(name, "")


def _number_figures(lines: Sequence[int]) -> list[str]:
    """Number figures by their lines; the second of a line that has several is such as ``4-2``."""
    if len(set(lines)) == len(lines):
        return list(map(str, lines))
    seen: Counter[int] = Counter()
    numbers = []
    for line in lines:
        seen[line] += 1
        numbers.append(f"{line}-{seen[line]}" if seen[line] > 1 else str(line))
    return numbers


def _choose_prefix(path: Path, taken: set[str]) -> str:
    """Choose what the ids of a file start with: its name, or with its folder if a file of that name was read before."""
    names = (path.stem, f"{path.parent.name}-{path.stem}", *(f"{path.stem}-{number}" for number in range(2, 100)))
    cleaned = list(map(clean_id, names))
    return next((name for name in cleaned if name not in taken), cleaned[0])


def _check_ids(rows: TableRows, dataset: Dataset) -> bool:
    """Report every id that is given twice; return whether there is none, so that ids can be followed."""
    ids = rows.texts["id"]
    if len(distinct := set(ids)) == len(ids) and distinct.isdisjoint(dataset.estimates):
        return True
    seen: dict[str, int] = {}
    for row, key in enumerate(ids):
        elsewhere = key not in seen and key in dataset.estimates
        taken_at = (
            "in our data" if elsewhere else f"{rows.document.name}:{rows.lines[seen[key]]}" if key in seen else ""
        )
        for finding in check_id_is_free(key, taken_at, elsewhere=elsewhere):
            rows.add_problem(row, *finding)
        seen.setdefault(key, row)
    return False


def _check_values(rows: TableRows, dataset: Dataset) -> None:
    """Check every cell by the form of its column, and the cells of a row that depend on each other."""
    for field in TEXT_FIELDS:
        if field.form not in _FREE_FORMS:
            words = tuple(word.value for word in field.words or ())
            check = choose_check(field, field.name, words)
            leavable = field.name in LEAVABLE_LISTS
            rows.check_cells(field.name, _add_way_out(check, "leave that column out") if leavable else check)
    rows.check_cells("place", _add_way_out(partial(check_place, places=dataset.places), "leave the row out"))
    for name in ("place", "measure"):
        if not all(rows.texts[name]):
            rows.check_figures([name], partial(check_required, name))
    if any(rows.texts["inferred"]):
        rows.check_figures(["inferred"], lambda names: check_inferred(names.split()))
    rows.check_figures(["measure", "share_of", "period"], check_measure)
    rows.check_figures(["measure", "period"], check_past)
    rows.check_figures(["system", "category"], partial(check_category, systems=dataset.systems))


def _add_way_out(check: Callable[[str], Iterable[Finding]], way: str) -> Callable[[str], Iterator[Finding]]:
    """Add to the remedies of a check what a table may do as well, unless they ask for a likely word."""

    def checking(text: str) -> Iterator[Finding]:
        for found in check(text):
            yield (
                found if found.remedy.startswith("did you mean") else found._replace(remedy=f"{found.remedy}, or {way}")
            )

    return checking


def _check_links(rows: TableRows, dataset: Dataset) -> None:
    """Fill in the origins that rows leave empty, and check the estimates that rows name.

    These need not be in the file: an export of a few figures must be readable on its own.
    """
    texts = rows.texts
    linked = [name for name in _LINKS if any(texts[name])]
    row_by_id = {key: row for row, key in enumerate(texts["id"])} if linked else {}
    for name in linked:
        for row, cell in enumerate(texts[name]):
            for target in cell.split():
                rows.add_findings(row, check_link(name, texts["id"][row], target, known=True))
                named = _find_named(target, rows, row_by_id, dataset)
                if named and target != texts["id"][row] and texts["place"][row] in dataset.places:
                    rows.add_findings(row, _check_named(name, target, named, _describe_row(rows, row)))
            if cell and name == "part_of":
                _resolve_origin(rows, row, row_by_id, dataset)
    roots = texts["root"]
    if not all(roots):
        # The editions of a series are one source.
        columns = (roots, texts["series"], texts["id"])
        roots[:] = [root or series or key for root, series, key in zip(*columns, strict=True)]


def _check_contradictions(rows: TableRows) -> None:
    """Report every row that contradicts another one of its list."""
    lists = {
        listed for listed, place in zip(rows.zip_columns(_LIST), rows.texts["place"], strict=True) if place == WORLD
    }
    if not lists:
        return
    listed = [row for row, key in enumerate(rows.zip_columns(_LIST)) if key in lists]
    row_by_id = {rows.texts["id"][row]: row for row in listed}
    figures = [one for one in (describe_listed_figure(rows.estimate(row)) for row in listed) if one is not None]
    for key, other in find_contradictions(figures):
        rows.add_findings(row_by_id[key], check_contradiction(other))


def _check_against_bundled_lists(rows: TableRows, dataset: Dataset) -> None:
    """Report every row that contradicts the figure of its place in a list that the dataset has already."""
    columns = (*_LIST, "place", "site", "part_of")
    named = [row for row, source in enumerate(rows.texts["source"]) if source in dataset.sources]
    if not named:
        return
    listed = [one for one in map(describe_listed_figure, dataset.estimates.values()) if one is not None]
    lists = {one.listed_in for one in listed if one.place == WORLD}
    known: dict[tuple[str, ...], ListedFigure] = {
        (*one.listed_in, one.place): one for one in listed if one.listed_in in lists
    }
    keys = list(rows.zip_columns(columns))
    for row in named:
        *key, site, whole = keys[row]
        other = known.get(tuple(key))
        figure = describe_listed_figure(rows.estimate(row))
        if other is None or figure is None or site or whole or rows.texts["id"][row] == other.id:
            continue
        alike = all(mine in ("", theirs) for mine, theirs in zip(figure.of, other.of, strict=True))
        if alike and not intervals_meet(figure.interval, other.interval):
            rows.add_findings(row, check_contradiction(other.id))


def _resolve_origin(rows: TableRows, row: int, row_by_id: Mapping[str, int], dataset: Dataset) -> None:
    """Fill in the origin of a part: the nearest that it or a whole above it names, else that of the last whole."""
    wholes, roots, chain = rows.texts["part_of"], rows.texts["root"], [row]
    while (above := row_by_id.get(wholes[chain[-1]])) is not None and above != chain[-1]:
        if above in chain or len(chain) > MAX_CHAIN_LENGTH:
            rows.add_findings(row, [find_circle()])
            return
        chain.append(above)
    beyond = dataset.estimates.get(wholes[chain[-1]])
    named = next((roots[each] for each in chain if roots[each]), "")
    last = chain[-1]
    roots[row] = named or (beyond.root if beyond else rows.texts["series"][last] or rows.texts["id"][last])


class _Figure(NamedTuple):
    """What the rules ask of a figure that another one names."""

    place: str
    basis: str
    share: bool
    low: float | None
    high: float | None


def _find_named(key: str, rows: TableRows, row_by_id: Mapping[str, int], dataset: Dataset) -> _Figure | None:
    """Return the figure that a row names, from the file or from the dataset; None if it is in neither."""
    if key in row_by_id:
        return _describe_row(rows, row_by_id[key])
    if key not in dataset.estimates:
        return None
    estimate = dataset.estimates[key]
    low, high = (None if end is None else float(end) for end in (estimate.quantity.low, estimate.quantity.high))
    return _Figure(estimate.place, estimate.basis, estimate.measure is Measure.SHARE, low, high)


def _describe_row(rows: TableRows, row: int) -> _Figure:
    share = rows.texts["measure"][row] == _SHARE
    _, low, high = rows.value_low_high(row, "pct" if share else "t")
    return _Figure(rows.texts["place"][row], rows.texts["basis"][row], share, low, high)


def _check_named(name: str, key: str, named: _Figure, figure: _Figure) -> Iterator[Finding]:
    """Check a figure and the one that it names as its whole or as what contains it."""
    if name == "part_of" and named.share == figure.share:
        yield from check_part(figure.low, named.high, key)
    if name == "contained_in":
        yield from check_container(figure.place, key, named.place, named.basis)
        yield from check_part(figure.low, named.high, key, CONTAINER_ROLE)
