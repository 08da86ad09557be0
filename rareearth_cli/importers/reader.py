"""From the bytes of a release to rows of cells: encoding, separator and line numbers, nothing guessed in silence."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.model.errors import RareEarthError

#: The largest release so far has 3 MB; a device that never ends is not read to its end.
LARGEST_BYTES = 64 * 2**20
#: Releases have up to 44 columns, empty ones included.
MOST_COLUMNS = 1_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

#: Marks without width that editors and web pages leave behind.
_WIDTHLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class CannotImport(RareEarthError):
    """A file that is no release in a known form; the message says what was looked for and what was found."""


class Row(NamedTuple):
    """A row and the line it ends on."""

    line: int
    cells: Sequence[str]


class Content(NamedTuple):
    """The text of a file, and in which encoding it was found."""

    name: str
    text: str
    encoding: str


def read_content(path: Path) -> Content:
    """The text of a file: UTF-8 or UTF-16 by its mark, else UTF-8 where it is valid, else Windows-1252.

    Raises:
        CannotImport: the file is no text.
        OSError: the file cannot be read.

    """
    with path.open("rb") as file:
        content = file.read(LARGEST_BYTES + 1)
    name = shown(path.name, 200)
    if len(content) > LARGEST_BYTES:
        raise CannotImport(f"{name}: more than {LARGEST_BYTES >> 20} MiB; give the CSV of one release")
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


def rows(content: Content, separator: str) -> Iterator[Row]:
    """The rows of a text in the order of the file, blank ones included.

    Raises:
        CannotImport: broken quoting, or a cell or row that is beyond all measure.

    """
    reader = csv.reader(io.StringIO(content.text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                what = f"line {reader.line_num} has {len(cells):,} cells"
                raise CannotImport(f"{content.name}: {what}; a release has fewer than {MOST_COLUMNS:,} columns")
            yield Row(reader.line_num, cells)
    except csv.Error as error:
        where = f"{content.name}: line {max(1, reader.line_num)}"
        raise CannotImport(f"{where}: {error}; check the quotation marks from there on") from None


def tidy(cell: str) -> str:
    """A cell without stray blanks of any width."""
    return " ".join(cell.translate(_WIDTHLESS).split())


def shown(text: str, longest: int = 60) -> str:
    """Text of a file as a message may show it: short, and steering nothing."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in cut)
