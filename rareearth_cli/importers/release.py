"""A release that a publisher puts out: the file as rows of cells, and the figures read from it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.model.errors import RareEarthError
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES
from rareearth_cli.record.checks import RowTotal, sum_rows
from rareearth_cli.record.tables import Column

#: The largest release so far has 3 MB; the limit protects against endless input, such as a device.
MAX_BYTES = 64 * 2**20
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


class Content(NamedTuple):
    """The text of a file, with the printable name of the file and its encoding."""

    name: str
    text: str
    encoding: str


def read_content(path: Path) -> Content:
    """Read a text file: UTF-8 or UTF-16 by its byte order mark, else UTF-8 if it is valid, else Windows-1252.

    Raises
    ------
    CannotImport
        If the file is not text, or is too large.
    OSError
        If the file cannot be read.

    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    name = printable(path.name, 200)
    if len(content) > MAX_BYTES:
        raise CannotImport(f"{name}: more than {MAX_BYTES >> 20} MiB; give the CSV of one release")
    if content.startswith(b"PK\x03\x04"):
        raise CannotImport(f"{name}: a zip archive or workbook; unpack it, or save the table as CSV")
    for encoding, label, mark in (
        ("utf-8-sig", "UTF-8 with a byte order mark", b"\xef\xbb\xbf"),
        ("utf-16", "UTF-16", b"\xff\xfe"),
        ("utf-16", "UTF-16", b"\xfe\xff"),
        ("utf-8", "UTF-8", b""),
        ("cp1252", "Windows-1252", b""),
    ):
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" in text:
                break
            return Content(name, text, label)
    raise CannotImport(f"{name}: no text in UTF-8, UTF-16 or Windows-1252; give the CSV of the release")


def read_rows(content: Content, separator: str) -> Iterator[Row]:
    """Read the rows of a file in order, including blank rows.

    Raises
    ------
    CannotImport
        If the quoting is broken, or a cell or row is too long.

    """
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

    @property
    def columns(self) -> list[Column]:
        """The columns of the table: amounts by year, then stocks."""
        return sorted({column for _, column in self.figures}, key=lambda one: (one.measure not in ANNUAL_MEASURES, one))

    def sum_column(self, column: Column) -> RowTotal | None:
        """Add up the rows of a column and compare the sum with the printed world total, if there is one."""
        quantities = {place: figure.quantity for (place, at), figure in self.figures.items() if at == column}
        return sum_rows(quantities) if WORLD in quantities else None
