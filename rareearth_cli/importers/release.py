"""A release that a publisher puts out: the file as rows of cells, and the figures read from it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.model.errors import RareEarthError
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES
from rareearth_cli.record.cells import NA_MAY_BE_LOST, read_numbers_of_programs
from rareearth_cli.record.checks import RowTotal, sum_rows
from rareearth_cli.record.files import STANDARD_INPUT, FileKind, UnreadableFile, decode_table, read_file, tell_kind
from rareearth_cli.record.headers import normalize_title
from rareearth_cli.record.publications import Recognized, recognize
from rareearth_cli.record.tables import Column
from rareearth_cli.record.workbooks import read_workbook
from rareearth_cli.record.yaml_nodes import Document

#: The largest release so far has 3 MB; the limit protects against endless input, such as a device.
MAX_BYTES = 64 * 2**20
#: The header must be within these first rows, because a title may precede it.
MAX_HEADER_ROWS = 20
#: Releases so far have up to 44 columns, including empty ones.
MAX_COLUMNS = 1_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

#: Zero-width characters that editors and web pages leave behind.
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class CannotImport(RareEarthError):
    """Raised for a file that is not a release of a known layout; the message says what was expected and found."""


class Row(NamedTuple):
    """A row of cells and the line on which it ends."""

    line: int
    cells: Sequence[str]


#: What stands for the encoding of a workbook.
WORKBOOK = "workbook"


class Content(NamedTuple):
    """The text of a file, with the printable name of the file and its encoding; of a workbook, the rows of a sheet."""

    name: str
    text: str
    encoding: str
    rows: Sequence[Sequence[str]] = ()


def read_content(path: Path, sheet: str = "") -> Content:
    """Read a table as text, from a compressed file or standard input too, or a sheet of a workbook.

    Raises
    ------
    CannotImport
        If the file is no table, or is too large.
    OSError
        If the file cannot be read.

    """
    name = printable(path.name, 200)
    try:
        file = read_file(path, MAX_BYTES)
        name = STANDARD_INPUT if file.name == STANDARD_INPUT else name
        if len(file.content) > MAX_BYTES:
            raise CannotImport(f"{name}: more than {MAX_BYTES >> 20} MiB; give the CSV of one release")
        if tell_kind(name, file.content, ()) is FileKind.WORKBOOK:
            return Content(name, "", WORKBOOK, _read_sheet(name, file.content, sheet))
    except UnreadableFile as error:
        raise CannotImport(f"{name}: {error}") from None
    decoded = decode_table(file.content)
    if decoded is None:
        raise CannotImport(f"{name}: no text in UTF-8, UTF-16 or Windows-1252; give the CSV of the release")
    return Content(name, decoded.text, decoded.encoding)


def _read_sheet(name: str, content: bytes, sheet: str) -> list[list[str]]:
    """Read the sheet that was asked for, or else the first that is of a known publisher."""
    document = Document(name)
    rows = read_workbook(document, content, sheet, lambda rows: recognize_rows(rows) is not None).rows
    if document.problems:
        problem = document.problems[0]
        raise CannotImport(f"{name}: {problem.what}; {problem.remedy}")
    return rows


def recognize_content(content: Content) -> Recognized | None:
    """Recognize whose table a file is; None if it is of no known publisher."""
    for separator in SEPARATORS:
        try:
            rows = [row.cells for row in islice(read_rows(content, separator), 2 * MAX_HEADER_ROWS)]
        except CannotImport:
            continue
        if (found := recognize_rows(rows)) is not None:
            return found
    return None


def recognize_rows(rows: Sequence[Sequence[str]]) -> Recognized | None:
    """Recognize a table by the first row whose titles are of a known publisher."""
    found = (recognize(row, rows[at + 1 :]) for at, row in enumerate(rows[:MAX_HEADER_ROWS]))
    return next(filter(None, found), None)


def read_rows(content: Content, separator: str) -> Iterator[Row]:
    """Read the rows of a file in order, including blank rows.

    Raises
    ------
    CannotImport
        If the quoting is broken, or a cell or row is too long.

    """
    if content.rows:
        yield from (Row(number, cells) for number, cells in enumerate(content.rows, start=1))
        return
    reader = csv.reader(io.StringIO(content.text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                what = f"line {reader.line_num} has {len(cells):,} cells"
                raise CannotImport(f"{content.name}: {what}; a release has fewer than {MAX_COLUMNS:,} columns")
            yield Row(reader.line_num, cells)
    except csv.Error as error:
        where = f"{content.name}: line {max(1, reader.line_num)}"
        raise CannotImport(f"{where}: {error}; check the quotation marks from there on") from None


def collapse_whitespace(cell: str) -> str:
    """Remove zero-width characters and surplus whitespace from a cell."""
    return " ".join(cell.translate(_ZERO_WIDTH).split())


def printable(text: str, longest: int = 60) -> str:
    """Shorten a text from a file and escape unprintable characters, so that a message can quote it."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in cut)


def find_titles(
    content: Content, wanted: Mapping[str, Sequence[str]]
) -> tuple[dict[str, int], Sequence[str], list[Row]]:
    """Find the positions of columns by their titles, normalized, all titles, and the rows below the header.

    Raises
    ------
    CannotImport
        If a column is lacking.

    """
    best: dict[str, int] = {}
    broken: CannotImport | None = None
    for separator in SEPARATORS:
        try:
            rows = list(read_rows(content, separator))
        except CannotImport as error:
            # What is no valid table with one separator may be one with another.
            broken = broken or error
            continue
        for number, row in enumerate(rows[:MAX_HEADER_ROWS]):
            names = [normalize_title(title) for title in row.cells]
            at = {key: names.index(one) for key, titles in wanted.items() for one in reversed(titles) if one in names}
            if at.keys() == wanted.keys():
                return at, row.cells, [one for one in rows[number + 1 :] if len(one.cells) > max(at.values())]
            best = max(best, at, key=len)
    if broken is not None and not best:
        raise broken
    lacking = next(titles[0] for key, titles in wanted.items() if key not in best)
    what = f"{content.name}: no column '{lacking.replace(' ', '_')}'"
    raise CannotImport(f"{what}; give the table as it was downloaded, or a table of your own to --data")


def read_year(cell: str) -> str:
    """Return the year of a cell that has a year, or its first day."""
    return cell[:4]


def undo_programs(rows: Sequence[Row], titles: Sequence[str], columns: Sequence[int]) -> tuple[list[Row], list[str]]:
    """Undo what a program does to a table that it reads and writes again, and say so.

    Parameters
    ----------
    rows
        The rows below the header.
    titles
        The titles of the columns.
    columns
        The positions of the columns of figures, whose numbers get the digits of their values.

    Returns
    -------
    tuple
        The rows without numbers of their own, and what was assumed; nothing if no program wrote the table.

    """
    cells = [list(row.cells) for row in rows]
    assumed: list[str] = []
    first = [row[0].strip() for row in cells if row]
    if titles and not titles[0].strip() and len(first) > 1 and first == [str(number) for number in range(len(first))]:
        assumed.append(f"left out column 1, which numbers the rows; {NA_MAY_BE_LOST}")
        for row in cells:
            row[:1] = [""] * len(row[:1])
    for at in columns:
        long_enough = [row for row in cells if len(row) > at]
        _write_decimal_points(long_enough, at, assumed)
        plain = read_numbers_of_programs(assumed.append, [row[at] for row in long_enough])
        for row, cell in zip(long_enough, plain, strict=True):
            row[at] = cell
    return [Row(row.line, own) for row, own in zip(rows, cells, strict=True)], assumed[:1]


#: A number with a decimal comma, as programs write it where that is the decimal mark.
_DECIMAL_COMMA = re.compile(r"\d+,\d+", re.ASCII)


def _write_decimal_points(rows: Sequence[list[str]], at: int, assumed: list[str]) -> None:
    """Write the decimal commas of a column as points, if every number has one; what is assumed is added."""
    numbers = [row[at] for row in rows if row[at].strip()[:1].isdigit()]
    if numbers and all(_DECIMAL_COMMA.fullmatch(number.strip()) for number in numbers):
        # 1,234 alone may have a comma between thousands.
        if all(len(number.strip().partition(",")[2]) == 3 for number in numbers):
            return
        assumed.append(f"the comma is the decimal mark, as in '{numbers[0]}'")
        for row in rows:
            row[at] = row[at].replace(",", ".")


class Publication(NamedTuple):
    """The publication that a release is, as the record describes a source."""

    id: str
    series: str
    edition: str
    version: str
    published: str
    #: Whether the date of publication is not stated, but follows from when earlier editions appeared.
    published_inferred: bool
    title: str
    url: str
    #: Who published it and how it was read, where the series does not say it.
    publisher: str = ""
    verification: str = ""


class ReleaseFigure(NamedTuple):
    """One figure of a release, with its line and what the release says of it."""

    line: int
    quantity: Quantity
    unit: str
    note: str = ""
    #: What the figure draws on; the release does not say it in its cells (see `inherit_origins`).
    draws_on: tuple[str, ...] = ()


class Release(NamedTuple):
    """The figures of a release by place and column; ``messages`` say how the file was read and what was left out."""

    name: str
    publication: Publication
    figures: Mapping[tuple[str, Column], ReleaseFigure]
    #: The figures that could not be read, each with its line and the reason.
    unread: Sequence[str] = ()
    messages: Sequence[str] = ()
    #: Every figure that was left out, with its line and the reason; the messages show some of them.
    left_out: Sequence[str] = ()
    #: Whether a program wrote the file, so that an NA of the original may be an empty cell.
    may_lack_na: bool = False

    @property
    def columns(self) -> list[Column]:
        """The columns of the table: amounts by year, then stocks."""
        return sorted({column for _, column in self.figures}, key=lambda one: (one.measure not in ANNUAL_MEASURES, one))

    def sum_column(self, column: Column) -> RowTotal | None:
        """Add up the rows of a column and compare the sum with the printed world total, if there is one."""
        quantities = {place: figure.quantity for (place, at), figure in self.figures.items() if at == column}
        return sum_rows(quantities) if WORLD in quantities else None


def take_single_figures(
    given: Mapping[tuple[str, Column], Sequence[ReleaseFigure]], unread: list[str]
) -> dict[tuple[str, Column], ReleaseFigure]:
    """Take the figure of each place and year; where a table has two different ones, neither is read."""
    taken: dict[tuple[str, Column], ReleaseFigure] = {}
    for (place, column), figures in given.items():
        if len({one.quantity.value for one in figures}) == 1:
            taken[place, column] = figures[0]
        else:
            lines = ", ".join(str(one.line) for one in figures)
            unread.append(f"lines {lines}: not read: different figures: {place} {column.period}")
    return taken
