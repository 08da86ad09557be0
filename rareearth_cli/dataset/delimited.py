"""CSV and TSV as columns of text with line numbers, in the dialects that the tool writes."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from rareearth_cli.dataset.converters import instead
from rareearth_cli.dataset.document import STEERS, Document, decoded
from rareearth_cli.domain.columns import COMPARISON_COLUMNS, ESTIMATE_COLUMNS, PAIR_COLUMNS
from rareearth_cli.domain.rules import Rule

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
        rows, lines = _rows(document, text, delimiter)
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


def _rows(document: Document, text: str, delimiter: str) -> tuple[list[list[str]], Sequence[int]]:
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
