"""Read an input file, standard input or a compressed file, and tell by its content what it is."""

import re
import sys
import zlib
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.model.errors import RareEarthError

#: The largest file that is read: a table of a million figures.
MAX_FILE_BYTES = 256 * 2**20
#: What a shell and Python call standard input.
_STDIN_NAMES = ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
#: What messages call it.
STANDARD_INPUT = "standard input"
_GZIP = b"\x1f\x8b"
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_YAML_SUFFIXES = (".yaml", ".yml")
_FIRST_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:\s|$)")
#: Beginnings of files that people take for tables, and what to do with them.
_OTHERS = (
    (re.compile(rb"%PDF"), "a PDF", "copy the table into a CSV file"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8"), "a picture", "type its table into a CSV file"),
    (re.compile(rb"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE), "a web page", "save its table as CSV"),
    (re.compile(rb"\s*[\[{]\s*\"?"), "JSON", "write CSV, for example with -f csv"),
)


class FileKind(StrEnum):
    """What a file is: records in YAML, a table as text, or a workbook with tables."""

    YAML = "YAML"
    TABLE = "table"
    WORKBOOK = "workbook"


class UnreadableFile(RareEarthError):
    """Raised for a file that cannot be what was asked for; the message says what it is and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy


class InputFile(NamedTuple):
    """A file that was read: how messages call it, and its content without compression."""

    name: str
    content: bytes


def read_file(path: Path, max_bytes: int = MAX_FILE_BYTES) -> InputFile:
    """Read a file up to one byte beyond the limit, so that an endless device is not read for ever.

    Raises
    ------
    UnreadableFile
        If it is compressed and damaged.
    OSError
        If it cannot be read.

    """
    if str(path) in _STDIN_NAMES:
        return InputFile(STANDARD_INPUT, _decompress(sys.stdin.buffer.read(max_bytes + 1), max_bytes))
    with path.open("rb") as file:
        return InputFile(str(path), _decompress(file.read(max_bytes + 1), max_bytes))


def _decompress(content: bytes, max_bytes: int) -> bytes:
    """Decompress gzip, also of several parts, up to one byte beyond the limit."""
    parts: list[bytes] = []
    size = 0
    while content.startswith(_GZIP) and size <= max_bytes:
        part = zlib.decompressobj(wbits=31)
        try:
            parts.append(part.decompress(content, max_bytes + 1 - size))
        except zlib.error:
            raise UnreadableFile("a gzip file that is damaged", "compress it anew") from None
        size += len(parts[-1])
        if not part.eof and not part.unconsumed_tail:
            raise UnreadableFile("a gzip file that breaks off", "copy it anew")
        content = part.unused_data
    return b"".join(parts) if parts else content


def tell_kind(name: str, content: bytes, sections: Collection[str]) -> FileKind:
    """Tell what a file is by how it begins; the suffix of its name decides only where that leaves it open.

    Parameters
    ----------
    name
        The name of the file.
    content
        Its content without compression.
    sections
        The sections of a dataset in YAML.

    Raises
    ------
    UnreadableFile
        If it is something else that people take for a table.

    """
    if content.startswith((_ZIP, _OLD_OFFICE)):
        return FileKind.WORKBOOK
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    head = content[:4096]
    first = _find_first_line(head)
    key = _FIRST_KEY.match(first)
    if suffix in _YAML_SUFFIXES:
        looks_like_table = key is None and not re.match(r"[-{\[#%'\"?]|$", first) and re.search(r"[,;\t|]", first)
        return FileKind.TABLE if looks_like_table else FileKind.YAML
    for pattern, what, remedy in _OTHERS:
        if pattern.match(head):
            raise UnreadableFile(f"{what}, not a table", remedy)
    if first.startswith(("---", "%YAML")) or (key is not None and key[1] in sections):
        return FileKind.YAML
    return FileKind.TABLE if suffix or key is None or re.search(r"[,;\t|]", first) else FileKind.YAML


def _find_first_line(head: bytes) -> str:
    """Return the first line that is neither empty nor a comment."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    lines = head.decode(encoding, "replace").splitlines()
    return next((line for line in lines if line.strip() and not line.startswith("#")), "")


_UTF8_MARK = b"\xef\xbb\xbf"
#: How a text file may be encoded: what it is called, the codec, and the mark at its beginning.
_ENCODINGS = (
    ("UTF-8 with a byte order mark", "utf-8-sig", _UTF8_MARK),
    ("UTF-16", "utf-16", b"\xff\xfe"),
    ("UTF-16", "utf-16", b"\xfe\xff"),
    ("UTF-8", "utf-8", b""),
    ("Windows-1252", "cp1252", b""),
)


class DecodedText(NamedTuple):
    """A text with unified line ends, and its encoding; ``assumed`` if nothing in the file says which it is."""

    text: str
    encoding: str
    assumed: bool


def decode_table(content: bytes) -> DecodedText | None:
    """Decode a table: UTF-8 or UTF-16 by its mark, else UTF-8 if it is valid, else Windows-1252; None if it is no text.

    UTF-16 without a mark is known by the zeros between the letters of its first line.
    """
    # A program that reads a mark as text and adds its own leaves two.
    while content.startswith(2 * _UTF8_MARK):
        content = content.removeprefix(_UTF8_MARK)
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in content[:200]:
        odd, even = content[1:200:2].count(0), content[:200:2].count(0)
        if max(odd, even) < len(content[:200]) // 4:
            return None
        try:
            text = content.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError:
            return None
        return DecodedText(_unify_line_ends(text), "UTF-16", assumed=True)
    for label, codec, mark in _ENCODINGS:
        if content.startswith(mark):
            try:
                text = content.removeprefix(_UTF8_MARK if codec == "cp1252" else b"").decode(codec)
            except UnicodeDecodeError:
                continue
            return DecodedText(_unify_line_ends(text), label, assumed=codec == "cp1252")
    return None


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
