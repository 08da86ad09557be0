"""The long form in: a CSV file of figures laid over a dataset, by the rules that hold for YAML."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS, NUMBER_COLUMNS, PAIR_COLUMNS
from rareearth_cli.model.places import place_remedy
from rareearth_cli.model.quantity import Kind, Quantity, parse_quantity
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.units import PERCENT, TONNES, canonical
from rareearth_cli.model.vocabulary import FLOWS, Basis, Measure, ShareOf, Stage, Status, Verification
from rareearth_cli.record.amounts import fraction, says_nothing
from rareearth_cli.record.checks import settle_links
from rareearth_cli.record.converters import ESTIMATE_FIELDS, IDENTIFIER, instead
from rareearth_cli.record.rows import COMPUTED, TEXT_COLUMNS, Estimates, Numbers, Rows, in_columns
from rareearth_cli.record.yaml_nodes import STEERS, Document, decoded

#: Files that are read as columns, by their suffix.
SUFFIXES = (".csv", ".tsv")
#: What a table of rows may hold: some hundred thousand rows, and no more memory than a machine has.
LARGEST_TABLE = 256 * 2**20
#: What a writer puts one ``'`` in front of (`formats.delimited.harmless`).
_PROTECTED = ("=", "+", "-", "@", "\t", "\r", "'")
_DELIMITERS = (",", ";", "\t")
#: From so many characters on, pandas divides a table in a third of the time; importing it takes as long as that saves.
_LARGE = 2**20


class Cells(NamedTuple):
    """The columns that a file has, all of one length, and the line that each row starts at.

    ``decimal`` is what stands in numbers for the decimal point.
    """

    columns: dict[str, list[str]]
    lines: Sequence[int]
    decimal: str


def read_cells(document: Document, content: bytes) -> Cells | None:
    """The cells of a file whose header says what its columns are; None where a defect leaves nothing to read."""
    text = decoded(document, content, LARGEST_TABLE)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    if not text.replace("\n", "").replace("\t", "").isprintable() and (steering := STEERS.search(text)):
        line = text.count("\n", 0, steering.start()) + 1
        document.report(Rule.NOTHING_STEERS, line, "a control character in a value", "remove it")
        return None
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    if len(text) >= _LARGE and is_regular(text, delimiter):
        columns = columns_of_regular(text, delimiter)
        lines: Sequence[int] = range(1, len(columns[0]) + 1)
    else:
        rows, lines = _read_rows(document, text, delimiter)
        columns = _turned(document, rows, lines)
    header = [column[0] for column in columns]
    if not header or not _header_holds(document, header):
        return None
    kept = {name: column[1:] for name, column in zip(header, columns, strict=True) if name in ESTIMATE_COLUMNS}
    return Cells(
        columns={name: _unprotected(column) for name, column in kept.items()} if "'" in text else kept,
        lines=lines[1:],
        decimal="," if delimiter == ";" else ".",
    )


def columns_of_regular(text: str, delimiter: str) -> list[list[str]]:
    """The columns, header first, of a text that `is_regular`: what `csv` makes of it, in a third of the time."""
    import pandas as pd

    frame = pd.read_csv(io.StringIO(text), sep=delimiter, header=None, dtype=object, na_filter=False)
    return [frame[name].tolist() for name in frame]


def is_regular(text: str, delimiter: str) -> bool:
    """Whether each line is one row of as many cells as the first, two or more, and not all empty.

    All quotes stand around whole cells, none within.
    """
    pieces = text.split('"')
    outside, quoted, edges = pieces[::2], pieces[1::2], (delimiter, "\n")
    if len(outside) == len(quoted) or "\r" in text or any("\n" in piece for piece in quoted):
        return False
    if not all(piece.endswith(edges) for piece in outside[:-1]):
        return False
    if not all(piece.startswith(edges) for piece in outside[1:]):
        return False
    lines = "".join(outside).removesuffix("\n").split("\n")
    delimiters = lines[0].count(delimiter)
    if not delimiters or delimiter * delimiters in lines:
        return False
    return all(line.count(delimiter) == delimiters for line in lines)


def _turned(document: Document, rows: list[list[str]], lines: Sequence[int]) -> list[list[str]]:
    """The columns of rows, header first; none where rows are longer or shorter than the header, which is a defect."""
    if not rows:
        return []
    for line, row in zip(lines, rows, strict=True):
        if len(row) != len(rows[0]):
            what = f"a row of {len(row)} cells for {len(rows[0])} columns"
            document.report(Rule.SHAPE, line, what, "write as many cells as the header, empty ones too")
    return [] if document.problems else [list(column) for column in zip(*rows, strict=True)]


def _read_rows(document: Document, text: str, delimiter: str) -> tuple[list[list[str]], Sequence[int]]:
    """The rows that hold something, the header first, and the lines that they start at; none where none can be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        document.report(Rule.PARSED, reader.line_num, f"no valid CSV: {error}", "check the quotes around it")
        return [], []
    if not any(map(any, rows)):
        document.report(Rule.REQUIRED, 1, "no header", "write the names of the columns in the first row")
        return [], []
    lines: Sequence[int] = range(1, len(rows) + 1)
    if reader.line_num > len(rows):  # texts of several lines
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        ends = [reader.line_num for _ in reader]
        lines = [end + 1 for end in [0, *ends[:-1]]]
    if not all(map(any, rows)):  # spreadsheets leave rows of nothing behind
        lines = [line for line, row in zip(lines, rows, strict=True) if any(row)]
        rows = [row for row in rows if any(row)]
    return rows, lines


def _header_holds(document: Document, header: list[str]) -> bool:
    known = (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS, *PAIR_COLUMNS)
    for name in header:
        if name not in known:
            document.report(Rule.KNOWN_FIELD, 1, f"unknown column '{name}'", instead(name, ESTIMATE_COLUMNS))
    repeated = dict.fromkeys(name for name in header if header.count(name) > 1)
    for name in repeated:
        document.report(Rule.ONCE, 1, f"a second column '{name}'", "keep one of them")
    for name in ("place", "measure"):
        if name not in header:
            document.report(Rule.REQUIRED, 1, f"no column '{name}'", "add it")
    if not {"printed", "value_t", "value_pct"} & set(header):
        document.report(Rule.REQUIRED, 1, "no column with figures", "add 'printed', 'value_t' or 'value_pct'")
    if not {"source", "publisher", "url"} & set(header):
        document.report(
            Rule.CITED, 1, "no column says where the figures are from", "add 'source', 'publisher' or 'url'"
        )
    return not document.problems


def _unprotected(column: list[str]) -> list[str]:
    """Texts without the one ``'`` that keeps a spreadsheet from running them."""
    if not any(cell.startswith("'") for cell in column):
        return column
    return [cell[1:] if cell.startswith("'") and cell[1:].startswith(_PROTECTED) else cell for cell in column]


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


#: What is said of a source as a whole, so that its rows must agree on it.
_SHARED = ("edition", "version", "series", "published", "accessed", "verification")
#: What a row may say otherwise than its source.
_OWN = ("publisher", "url", "locator")


def read_row_sources(rows: Rows, dataset: Dataset) -> dict[str, Source]:
    """The sources that the rows name and that are not on record; what rows leave open is filled in.

    Rows without a source get one for each publication that they describe.
    """
    _name_sources(rows)
    names = rows.texts["source"]
    shared = dict.fromkeys(zip(names, *(rows.texts[column] for column in _SHARED), strict=True))
    for place, column in enumerate(_SHARED, start=1):
        pairs = dict.fromkeys((one[0], one[place]) for one in shared)
        said = _said(column, pairs, dataset)
        _check_agreement(rows, column, {pair for pair in pairs if pair[1] and pair[1] != said[pair[0]]}, said)
        _fill(rows, column, said)
    for column in _OWN:
        if not all(rows.texts[column]):
            _fill(rows, column, _said(column, dict.fromkeys(zip(names, rows.texts[column], strict=True)), dataset))
    first = {name: row for row, name in zip(range(len(names) - 1, -1, -1), reversed(names), strict=True)}
    return {name: _source(rows, first[name]) for name in dict.fromkeys(names) if name not in dataset.sources}


def _name_sources(rows: Rows) -> None:
    names, texts = rows.texts["source"], rows.texts
    if all(names):
        return
    numbers: dict[tuple[str, ...], int] = {}
    for row, name in enumerate(names):
        key = tuple(texts[column][row] for column in ("publisher", "url", *_SHARED))
        if not name and not (key[0] or key[1]):
            what = f"'{texts['id'][row]}' does not say where it is from"
            rows.report(row, Rule.CITED, what, "fill 'source', 'publisher' or 'url'")
        elif not name:
            names[row] = f"{rows.stem}/source-{numbers.setdefault(key, len(numbers) + 1)}"


def _said(column: str, pairs: Iterable[tuple[str, str]], dataset: Dataset) -> dict[str, str]:
    """What is said of each source in a column: on record, or else first in the file, or by default.

    ``pairs`` are sources with what a cell beside them says.
    """
    said: dict[str, str] = {}
    for name, cell in pairs:
        if name in dataset.sources:
            value = getattr(dataset.sources[name], column)
            said[name] = value.text if isinstance(value, PartialDate) else str(value or "")
        else:
            said[name] = said.get(name) or cell
    if column == "verification":
        return {name: text or Verification.SECONDARY.value for name, text in said.items()}
    return {name: text or name for name, text in said.items()} if column == "publisher" else said


def _fill(rows: Rows, column: str, said: Mapping[str, str]) -> None:
    cells, names = rows.texts[column], rows.texts["source"]
    if not all(cells) and any(said.values()):
        cells[:] = [cell or said[name] for cell, name in zip(cells, names, strict=True)]


def _check_agreement(rows: Rows, column: str, wrong: set[tuple[str, str]], said: Mapping[str, str]) -> None:
    """Report the rows whose source and cell are a ``wrong`` pair."""
    for row, pair in enumerate(zip(rows.texts["source"], rows.texts[column], strict=True)) if wrong else ():
        if pair in wrong:
            known = f"'{said[pair[0]]}'" if said[pair[0]] else "nothing"
            what = f"source '{pair[0]}' has {column} '{pair[1]}' here and {known} before"
            rows.report(row, Rule.ONE_SOURCE, what, "give editions and versions ids of their own")


def _source(rows: Rows, row: int) -> Source:
    text = {column: rows.texts[column][row] for column in (*_SHARED, *_OWN)}
    words = {word.value: word for word in Verification}
    return Source(
        id=rows.texts["source"][row],
        publisher=text["publisher"],
        title="",
        url=text["url"],
        locator=text["locator"],
        verification=words.get(text["verification"], Verification.SECONDARY),
        series=text["series"],
        edition=text["edition"],
        version=text["version"],
        published=_date(text["published"]),
        accessed=_date(text["accessed"]),
    )


def _date(text: str) -> PartialDate | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


_WORDS = {
    "measure": Measure,
    "share_of": ShareOf,
    "basis": Basis,
    "stage": Stage,
    "status": Status,
    "verification": Verification,
    "kind": Kind,
}
_DATES = ("period", "effective_date", "published", "accessed")
_IDENTIFIERS = ("id", "source", "series", "part_of", "root", "contained_in")


def with_rows(document: Document, content: bytes, dataset: Dataset) -> Dataset:
    """The dataset with the figures of a CSV file; as it was, where the file has defects."""
    cells = read_cells(document, content)
    if cells is None:
        return dataset
    rows = _rows(document, cells)
    _check_ids(rows, dataset)
    _check_words(rows, dataset)
    _check_entries(rows, dataset)
    sources = read_row_sources(rows, dataset)
    read_amounts(rows, cells, dataset)
    settle_links(rows, dataset)
    if document.problems:
        return dataset
    written, files = in_columns(dataset.estimates)
    return dataset._replace(
        sources={**dataset.sources, **sources},
        estimates=Estimates(written, (*files, rows)),
    )


def _rows(document: Document, cells: Cells) -> Rows:
    """The cells by column of the long form, with the defaults of those that are absent or empty."""
    height = len(cells.lines)
    texts = {name: cells.columns.get(name) or [""] * height for name in TEXT_COLUMNS if name not in COMPUTED}
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(document.name).stem).strip("-._") or "row"
    if not all(texts["id"]):
        numbered = zip(texts["id"], cells.lines, strict=True)
        texts["id"] = [key or f"{stem}/{line}" for key, line in numbered]
    texts["status"] = [status or Status.PUBLISHED.value for status in texts["status"]]
    return Rows(document, stem, cells.lines, texts, {}, [0] * height)


def _check_ids(rows: Rows, dataset: Dataset) -> None:
    ids = rows.texts["id"]
    if len(distinct := set(ids)) == len(ids) and distinct.isdisjoint(dataset.estimates):
        return
    seen: dict[str, int] = {}
    for row, key in enumerate(ids):
        if key in seen or key in dataset.estimates:
            where = f"{rows.document.name}:{rows.lines[seen[key]]}" if key in seen else "on record"
            remedy = "a figure is never edited: give the new one its own id"
            remedy += "" if key in seen else ", or leave ours out with --only"
            rows.report(row, Rule.GIVEN_ONCE, f"id '{key}' is taken ({where})", remedy)
        seen.setdefault(key, row)


def _check_words(rows: Rows, dataset: Dataset) -> None:
    """Every cell by the closed list, form or register of its column; each distinct text once."""
    for name, words in _WORDS.items():
        known = [word.value for word in words]
        remedy = "use one of " + ", ".join(known)
        _check(rows, name, Rule.CLOSED_LIST, known.__contains__, f"unknown {name} '{{}}'", remedy)
    for name in _DATES:
        _check(rows, name, Rule.DATE, _is_date, f"{name} '{{}}' is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")
    for name in _IDENTIFIERS:
        remedy = "use letters, digits, '.', '-', '_' and '/'"
        _check(rows, name, Rule.IDENTIFIER, _is_identifier, f"{name} '{{}}' is no identifier", remedy)
    what = "'{}' marks an unknown field as inferred"
    _check(rows, "inferred", Rule.INFERRED, _are_fields, what, "name fields, parted by blanks")
    unknown = {place for place in dict.fromkeys(rows.texts["place"]) if place and place not in dataset.places}
    remedies = {place: (f"unknown place '{place}'", place_remedy(place, dataset.places)) for place in unknown}
    rows.report_values("place", Rule.KNOWN_PLACE, remedies)


def _check(rows: Rows, name: str, rule: Rule, holds: Callable[[str], object], what: str, remedy: str) -> None:
    """Report every cell of column ``name`` that is not empty and does not hold."""
    values = dict.fromkeys(rows.texts[name])
    rows.report_values(name, rule, {one: (what.format(one), remedy) for one in values if one and not holds(one)})


def _is_identifier(text: str) -> object:
    return IDENTIFIER.fullmatch(text)


def _are_fields(text: str) -> bool:
    return all(word in ESTIMATE_FIELDS for word in text.split())


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _check_entries(rows: Rows, dataset: Dataset) -> None:
    """Rules that a row must keep as a whole."""
    texts = rows.texts
    for name in ("place", "measure"):
        rows.report_values(name, Rule.REQUIRED, {"": (f"a row without {name}", "fill the cell")})
    pairs = dict.fromkeys(zip(texts["system"], texts["category"], strict=True))
    wrong = {pair: told for pair in pairs if (told := _category_defect(*pair, dataset.classification.systems))}
    for row, pair in enumerate(zip(texts["system"], texts["category"], strict=True)) if wrong else ():
        if pair in wrong:
            rows.report(row, Rule.KNOWN_CATEGORY, *wrong[pair])
    stated = dict.fromkeys(zip(texts["measure"], texts["share_of"], texts["period"], strict=True))
    if any(_measure_defects(*one) for one in stated):
        for row, key in enumerate(texts["id"]):
            for rule, what, remedy in _measure_defects(
                *(texts[name][row] for name in ("measure", "share_of", "period"))
            ):
                rows.report(row, rule, f"'{key}' {what}", remedy)


def _measure_defects(measure: str, share_of: str, period: str) -> list[tuple[Rule, str, str]]:
    """What a measure lacks, or has too much of."""
    defects = []
    if (measure == Measure.SHARE) != bool(share_of):
        what = "has share_of but is no share" if share_of else "is a share of nothing"
        defects.append((Rule.SHARE_OF, what, "a share has share_of, nothing else has"))
    if measure in FLOWS and not period:
        defects.append((Rule.PERIOD, f"is {measure} of no year", "fill 'period'"))
    return defects


def _category_defect(system: str, category: str, systems: Mapping[str, Mapping[str, object]]) -> tuple[str, str] | None:
    known = systems.get(system, {})
    if not known or not category or category in known:
        return None
    unknown = [part for part in category.split("+") if part not in known]
    return (f"unknown category '{unknown[0]}' of {system}", instead(unknown[0], known)) if unknown else None
