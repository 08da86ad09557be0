"""Read a sheet of a workbook (xlsx, ods, xls) as rows of text, with python-calamine, which is loaded only here."""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from rareearth_cli.model.errors import Rule
from rareearth_cli.record.files import MAX_FILE_BYTES
from rareearth_cli.record.yaml_nodes import Document

#: The sheet of our own workbooks that has the figures.
_OWN_SHEET = "estimates"
_MAX_CELLS = 20_000_000
_MAX_NAMED = 5
#: What the libraries raise for a file of which parts are lost, changed or encrypted.
_DAMAGED = (
    ArithmeticError, EOFError, LookupError, OSError, RuntimeError, ValueError, struct.error,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class WorkbookCells(NamedTuple):
    """The cells of a sheet as text, and those texts that the workbook does not store as numbers."""

    rows: list[list[str]]
    #: The texts of cells that are stored as text.
    texts: frozenset[str] = frozenset()


def read_workbook(
    document: Document, content: bytes, asked: str, is_wanted: Callable[[Sequence[Sequence[str]]], bool]
) -> WorkbookCells:
    """Read the sheet that was asked for, or else the first that is wanted; no rows if there is a problem.

    If none is wanted, the first with cells is read, so that a message can say what it lacks.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        document.add_problem(
            Rule.PARSEABLE, 1, "a workbook", "pip install 'rareearth-cli[tables]' to read it, or save the sheet as CSV"
        )
        return WorkbookCells([])
    try:
        if not _check_size(document, content):
            return WorkbookCells([])
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        if asked and asked not in names:
            document.add_problem(Rule.KNOWN_FIELD, 1, f"no sheet '{asked}'", f"its sheets are {_name_sheets(names)}")
            return WorkbookCells([])
        wanted = [asked] if asked else sorted(names, key=lambda name: name != _OWN_SHEET)
        found = WorkbookCells([])
        for name in wanted:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > _MAX_CELLS:
                document.add_problem(Rule.ONE_DOCUMENT, 1, f"sheet '{name}' has too many cells", "save it as CSV")
                return WorkbookCells([])
            read = _read_cells(sheet.to_python(skip_empty_area=False))
            found = found if found.rows else read
            if asked or is_wanted(read.rows):
                _note_formulas(document, content, name)
                if len(names) > 1 and not asked and name != _OWN_SHEET:
                    document.assume(f"read sheet '{name}' of {_name_sheets(names)}; --sheet chooses another")
                return read
    except (CalamineError, *_DAMAGED):
        document.add_problem(Rule.PARSEABLE, 1, "neither a table nor a workbook that can be read", "save it as CSV")
        return WorkbookCells([])
    if not found.rows:
        document.add_problem(
            Rule.REQUIRED, 1, "a workbook without cells", "write the names of the columns in the first row"
        )
    return found


def _note_formulas(document: Document, content: bytes, name: str) -> None:
    """Tell of a formula of a sheet whose value is not stored, as programs write them that do not calculate."""
    part = _find_part(content, name)
    if not part:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        formulas = (found for found in _FORMULA.finditer(archive.read(part)) if not found[3])
        if first := next(formulas, None):
            where = f"cell {first[1].decode()}{first[2].decode()}"
            document.assume(
                f"{where} has a formula whose value is not stored: open the workbook in a spreadsheet and save it"
            )


def _find_part(content: bytes, name: str) -> str:
    """Find the part of an Excel workbook that holds a sheet; empty if it is another workbook, or names none."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if not {_BOOK, _RELATIONS} <= set(archive.namelist()):
            return ""
        sheets = {
            html.unescape(found["name"]): found["id"] for found in _SHEET.finditer(archive.read(_BOOK).decode("utf-8"))
        }
        relations = archive.read(_RELATIONS).decode("utf-8")
        named = {tag: dict(_ATTRIBUTE.findall(tag)) for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", relations)}
        targets = {said.get("Id", ""): said.get("Target", "") for said in named.values()}
        part = targets.get(sheets.get(name, ""), "")
        part = part.removeprefix("/") if part.startswith("/") else f"xl/{part}"
        return part if part in archive.namelist() else ""


_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(r'<(?:\w+:)?sheet\s(?=[^>]*?\bname="(?P<name>[^"]*)")(?=[^>]*?\br:id="(?P<id>[^"]*)")')
_ATTRIBUTE = re.compile(r'\b(\w+)="([^"]*)"')
#: A cell with a formula: its column and row, and the first character of its value.
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v>([^<]?)|<)"
)


def _read_cells(rows: Sequence[Sequence[object]]) -> WorkbookCells:
    texts = frozenset(cell for row in rows for cell in row if isinstance(cell, str))
    return WorkbookCells([list(map(_to_text, row)) for row in rows], texts)


def _check_size(document: Document, content: bytes) -> bool:
    """Report a workbook that is too large to be read."""
    if _unpacked_size(content) > MAX_FILE_BYTES:
        what = f"a workbook of more than {MAX_FILE_BYTES >> 20} MiB when unpacked"
        document.add_problem(Rule.ONE_DOCUMENT, 1, what, "save the sheet as CSV")
    elif far := _find_far_cell(content):
        what = f"too many cells: a sheet goes as far as {far}"
        document.add_problem(Rule.ONE_DOCUMENT, 1, what, "delete what stands far away, or save the table as CSV")
    return not document.problems


def _unpacked_size(content: bytes) -> int:
    """Return the size of the parts of a workbook as it states them; 0 if it is not a zip archive."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def _find_far_cell(content: bytes) -> str:
    """Return the last row and column of a sheet that spans too many cells; empty if there is none.

    The library makes room for all cells up to the last one, and would end the process for lack of memory.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            return _find_far_repetition(archive.read("content.xml"))
        for part in archive.namelist():
            if not part.startswith("xl/worksheets/") or not part.endswith(".xml"):
                continue
            cells = set(_CELL.findall(archive.read(part)))
            columns = {letters for letters, _ in cells}
            last = max(columns, key=lambda letters: (len(letters), letters), default=b"")
            height = max((int(row) for _, row in cells), default=0)
            if height * _count_columns(last) > _MAX_CELLS:
                return f"{last.decode()}{height}"
    return ""


def _find_far_repetition(content: bytes) -> str:
    """Return how many rows and columns an OpenDocument sheet has that spans too many cells; empty if there is none."""
    rows = empty_rows = width = cells = filled = 0
    repeated_row = 1
    for match in _ROW_OR_CELL.finditer(content):
        tag, repeated, closed = match[1], int(match[2] or 1), bool(match[3])
        if tag == b"table:table":
            rows = empty_rows = width = 0
        elif tag == b"table:table-row":
            repeated_row, cells, filled = repeated, 0, 0
        elif tag == b"/table:table-row":
            # Empty rows at the end are none.
            rows, empty_rows = (rows + empty_rows + repeated_row, 0) if filled else (rows, empty_rows + repeated_row)
            width = max(width, filled)
        else:
            cells += repeated
            filled = filled if closed else cells
        if rows * width > _MAX_CELLS:
            return f"row {rows:,}, column {width:,}"
    return ""


#: The beginning of a sheet, row or cell, how often it is repeated, and whether nothing is in it; or the end of a row.
_ROW_OR_CELL = re.compile(
    rb"<(/?table:table-row|table:table|table:(?:covered-)?table-cell)(?=[\s>/])"
    rb"(?:[^>]*?table:number-(?:rows|columns)-repeated=\"(\d{1,9})\")?[^>]*?(/?)>"
)
#: Where a cell of a sheet is: the letters of its column, and its row.
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def _count_columns(letters: bytes) -> int:
    """Return the number of a column with such letters: 1 for A, 27 for AA."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0)


def _name_sheets(names: list[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:_MAX_NAMED])
    return shown if len(names) <= _MAX_NAMED else f"{shown} and {len(names) - _MAX_NAMED} more"


def _to_text(cell: object) -> str:
    """Write a cell as it would stand in CSV: numbers with the digits that they have, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        text = f"{cell:.15g}"
        return f"{Decimal(text):f}" if "e" in text else text
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, (date, datetime, time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)
