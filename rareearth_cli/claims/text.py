"""A text as a reader sees it: without the tags of HTML, in sentences, and with its tables row by row.

Nothing changes its place: a tag or an entity is replaced by as many characters, so that offsets are those of the input.
"""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype|html|body|article|p|div|span|h[1-6]|table|br|a|strong|em)\b[^<>]*>", re.IGNORECASE
)
#: Elements that no reader sees.
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg")
#: Elements that end a sentence.
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "article",
        "section",
        "header",
        "footer",
        "figure",
        "br",
        "hr",
        "blockquote",
        "table",
        "tr",
    ]
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"”»’)]*(?=\s+[\"„“«(]*[A-ZÄÖÜÀ-ÖØ-ÞА-ЯЁ0-9])|(?<=[。！？])|\n\s*\n|(?<=[.!?])\n", re.UNICODE
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:Mio|Mrd|Tsd|mill|approx|ca|bzw|bzgl|vs|No|Nr|St|Dr|Mr|Mrs|U\.S|U\.K|EE|UU|etc|тыс|млн|млрд|г|гг|с|ул|им|тел)|\b[A-ZА-Я]|\b\d{1,2})\.$"
)
_CLAUSE_END = re.compile(r"(?<!\d),(?!\d)|(?<=\d),(?=\s)|[，、]|[;；:：()（）]|\s[–—-]\s|—")


class Piece(NamedTuple):
    """A part of a text by its offsets."""

    start: int
    end: int


class _Blanker(HTMLParser):
    """Replaces everything that is not text by blanks of the same length."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.seen = [" "] * len(source)
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.hidden: list[str] = []

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _put(self, text: str) -> None:
        if not self.hidden:
            at = self._offset()
            self.seen[at : at + len(text)] = text[: len(self.seen) - at]

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Mark where a block begins, and leave out what is not seen."""
        if tag in _UNSEEN:
            self.hidden.append(tag)
        elif tag in ("td", "th"):
            self._put("|")
        elif tag in _BLOCKS:
            self._put("\n")

    def handle_endtag(self, tag: str) -> None:
        """Mark where a block ends."""
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        elif tag in _BLOCKS:
            self._put("|" if tag == "tr" else "\n\n")

    def handle_data(self, data: str) -> None:
        """Keep what is read; line ends in it are blanks."""
        self._put(data.replace("\n", " "))

    def handle_entityref(self, name: str) -> None:
        """Put the character that is meant."""
        self._put(html.unescape(f"&{name};")[:1].replace("\xa0", " "))

    def handle_charref(self, name: str) -> None:
        """Put the character that is meant."""
        self._put(html.unescape(f"&#{name};")[:1].replace("\xa0", " "))


def read_visible(source: str) -> str:
    """Return what a reader sees of a text, with every character at its place in the source."""
    if not _LOOKS_LIKE_HTML.search(source):
        return source
    # Line ends that only splitlines knows would shift what the parser counts.
    source = re.sub("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\r]", " ", source)
    blanker = _Blanker(source)
    blanker.feed(source)
    blanker.close()
    return "".join(blanker.seen)


def split_sentences(text: str) -> list[Piece]:
    """Split a text into sentences; rows of tables are sentences of their own."""
    pieces: list[Piece] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATIONS.search(text, max(start, match.start() - 8), match.start()) and "\n" not in match[0]:
            continue
        pieces.append(Piece(start, match.end()))
        start = match.end()
    pieces.append(Piece(start, len(text)))
    short = [part for piece in pieces for part in _cut_long(text, piece)]
    return [piece for piece in short if text[piece.start : piece.end].strip()]


#: No sentence is longer; what goes on without an end is cut at a blank.
_MAX_SENTENCE = 3_000


def _cut_long(text: str, piece: Piece) -> Iterator[Piece]:
    start = piece.start
    while piece.end - start > _MAX_SENTENCE:
        end = text.rfind(" ", start + 1, start + _MAX_SENTENCE) + 1 or start + _MAX_SENTENCE
        yield Piece(start, end)
        start = end
    yield Piece(start, piece.end)


def split_clauses(text: str, sentence: Piece) -> list[Piece]:
    """Split a sentence at commas, semicolons, brackets and dashes."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text, sentence.start, sentence.end)]
    starts = [sentence.start, *ends]
    return [Piece(start, end) for start, end in zip(starts, [*ends, sentence.end], strict=True) if end > start]


class Table(NamedTuple):
    """A table in a text: the cells of its header, and those of each row."""

    header: list[Piece]
    rows: list[list[Piece]]
    start: int
    end: int


def find_tables(text: str) -> list[Table]:
    """Find the tables whose cells are parted by bars, by tabs, or by several blanks."""
    tables: list[Table] = []
    block: list[list[Piece]] = []
    start = offset = 0
    for line in [*text.splitlines(keepends=True), "\n"]:
        cells = _split_cells(line, offset)
        if len(cells) >= 2:
            start = start if block else offset
            if not block and _LIST_ITEM.fullmatch(line.rstrip()):
                # A list has no titles.
                block.append([Piece(offset, offset)] * len(cells))
            if not re.fullmatch(r"[\s|:\-]*", line):
                block.append(cells)
        elif line.strip() or not block or offset >= len(text) or not _continues(text, offset):
            if len(block) >= 2:
                tables.append(Table(block[0], block[1:], start, offset))
            block = []
        offset += len(line)
    return tables


#: An item of a list that gives a figure, such as "2. Brazil: 21".
_LIST_ITEM = re.compile(
    r"\s*(?:\d{1,2}[.)]|[-*•–])\s+(?P<name>[^\W\d][^:|\t]{1,40}?)\s*[:–—]\s*(?P<figure>[<>~≈≤≥]?\d[\d.,\s]*\S*)"
)
_CELL = re.compile(r"\S+(?: \S+)*")
#: How a cell begins that has a figure.
_FIGURE = re.compile(r"[<>~≈≤≥]?\d|NA\b|[—–-]$")


def _split_at_blanks(line: str, offset: int) -> list[Piece]:
    cells = list(_CELL.finditer(line))
    if len(cells) < 2 or not all(_FIGURE.match(cell[0]) for cell in cells[1:]):
        return []
    return [Piece(offset + cell.start(), offset + cell.end()) for cell in cells]


def _continues(text: str, offset: int) -> bool:
    """Whether the next line that is not blank is a row as well."""
    rest = text[offset : offset + 2_000].lstrip()
    return rest.startswith("|")


def _split_cells(line: str, offset: int) -> list[Piece]:
    """Split a line at its bars or tabs; a cell may be empty, but what is outside of the outer bars is none.

    Where it has neither, columns are parted by several blanks, and every cell but the first begins with a number.
    """
    mark = "|" if "|" in line else "\t"
    if item := _LIST_ITEM.fullmatch(line.rstrip()):
        return [Piece(offset + item.start(group), offset + item.end(group)) for group in ("name", "figure")]
    if mark not in line:
        return _split_at_blanks(line, offset)
    inner = line.strip() if mark == "|" else line.rstrip("\n")
    begin = offset + line.index(inner)
    if mark == "|":
        begin += len(inner) - len(inner.lstrip("|"))
        inner = inner.strip("|")
    cells = []
    for cell in inner.split(mark):
        bare = cell.strip()
        start = begin + (cell.index(bare) if bare else 0)
        cells.append(Piece(start, start + len(bare)))
        begin += len(cell) + 1
    return cells
