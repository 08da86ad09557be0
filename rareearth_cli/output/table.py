"""The terminal's format: nothing in a pipe is cut, nothing in the data can steer the screen."""

from __future__ import annotations

import io
import re
import textwrap
from typing import TYPE_CHECKING, TextIO

from rareearth_cli.analysis.result import Result
from rareearth_cli.output.blocks import Bar, Block, Cell, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.output.sanitize import plain
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import blocks

if TYPE_CHECKING:
    from rich.console import Console

#: Lines longer than this are hard to read, however wide the screen.
_MEASURE = 100
#: Widths are reckoned here, so that no digit is lost to a narrow default of rich.
_UNLIMITED = 10_000
_INDENT = 2
_BAR = 10
#: A word that is longer is broken sooner than others lose their room.
_LONGEST_WORD = 24
#: Below this a text column is no longer read but spelled.
_NARROWEST = 12
#: It is all the same, before numbers run over the edge.
_SPELLED = 6
_STYLES = {Tone.PLAIN: "", Tone.STRONG: "bold", Tone.QUIET: "dim"}
_ASCII = str.maketrans(
    {"×": "x", "−": "-", "±": "+-", "≥": ">=", "≤": "<=", "–": "-", "÷": "/", "—": "--", "·": "|", "█": "#"}
)


def write_table(result: Result, out: TextIO, style: Style) -> None:
    """Headings, sentences and aligned columns, to the width of the terminal."""
    from rich.console import Console
    from rich.text import Text

    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=_UNLIMITED,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    limit = min(style.width or _MEASURE, _MEASURE)
    above: Block | None = None
    for block in blocks(result, style):
        running = isinstance(above, Paragraph) and isinstance(block, Paragraph) and not block.apart
        if above is not None and not running:
            console.print()
        above = block
        if isinstance(block, Heading):
            for line in _heading(block, limit):
                console.print(Text(plain(line), style="bold"), soft_wrap=True)
        elif isinstance(block, Paragraph):
            for line in _sentence(plain(block.text), limit):
                console.print(Text(line, style=_STYLES[block.tone]), soft_wrap=True)
        else:
            _print_grid(console, block, style)
    text = buffer.getvalue() if style.color else re.sub(r" +$", "", buffer.getvalue(), flags=re.MULTILINE)
    out.write(text if style.unicode else text.translate(_ASCII))


def _print_grid(console: Console, grid: Grid, style: Style) -> None:
    from rich.text import Text

    gap = 2 if style.width is None or style.width >= _MEASURE else 1
    widths = _widths(grid, style.width, gap, header=style.header)
    header = Row(cells=tuple(column.title for column in grid.columns), tone=Tone.STRONG)
    for row in ([header] if style.header else []) + list(grid.rows):
        if row.section:
            lines = [_cell_text(row.cells[0], min(style.width or _MEASURE, _MEASURE), _INDENT * row.depth)]
        else:
            lines = _lines(row, grid.columns, widths, gap)
        for line in lines:
            console.print(Text(line, style=_STYLES[row.tone]), soft_wrap=True)


def _lines(row: Row, columns: tuple[Column, ...], widths: list[int], gap: int) -> list[str]:
    """A row's cells side by side, each filled up to the width of its column."""
    from rich.cells import cell_len

    blocks = []
    for position, (column, cell, width) in enumerate(zip(columns, row.cells, widths, strict=True)):
        if width:
            indent = _INDENT * row.depth if position == 0 else 0
            lines = _cell_text(cell, width, indent).split("\n")
            blocks.append([_filled(line, width - cell_len(line), right=column.right) for line in lines])
    blank = [" " * width for width in widths if width]
    height = max(map(len, blocks))
    return [
        (" " * gap).join(block[at] if at < len(block) else empty for block, empty in zip(blocks, blank, strict=True))
        for at in range(height)
    ]


def _filled(line: str, room: int, *, right: bool) -> str:
    return " " * room + line if right else line + " " * room


def _heading(block: Heading, limit: int) -> list[str]:
    from rich.cells import cell_len

    gap = limit - cell_len(block.text) - cell_len(block.aside)
    if block.aside and gap > 1:
        return [f"{block.text}{' ' * gap}{block.aside}"]
    return [*_sentence(block.text, limit), *_sentence(block.aside, limit)]


def _sentence(text: str, limit: int) -> list[str]:
    """Running text in lines of ``limit`` columns; a word that is longer has a line of its own."""
    from rich.cells import cell_len

    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cell_text(cell: Cell, width: int, indent: int) -> str:
    """A cell in lines of ``width`` at the most; all but its first are indented further."""
    from rich.cells import cell_len, chop_cells

    if isinstance(cell, Bar):
        return "█" * max(1, round(cell.fraction * _BAR)) if cell.fraction > 0 else ""
    text, first, rest = plain(cell), " " * indent, " " * (indent + _INDENT)
    if cell_len(text) == len(text) and len(first + text) > width and " " not in text:
        lines = _parted(text, width, first, rest)
    elif cell_len(text) == len(text):
        lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    elif cell_len(text) + indent <= width:
        lines = [first + text]
    else:  # characters of two columns, which textwrap takes for one
        pieces = chop_cells(text, max(2, width - indent - _INDENT))
        lines = [(rest if number else first) + piece for number, piece in enumerate(pieces)]
    return "\n".join(lines)


def _parted(text: str, width: int, first: str, rest: str) -> list[str]:
    """An id or address in lines, parted behind its strokes where it has some, else anywhere."""
    lines = [first]
    for piece in re.findall(r".+?(?:[/_-]|$)", text):
        if len(lines[-1] + piece) > width and len(lines) + len(lines[-1].strip()) > 1:
            lines.append(rest)
        lines[-1] += piece
    if max(map(len, lines)) <= width:
        return lines
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _widths(grid: Grid, available: int | None, gap: int, *, header: bool) -> list[int]:
    """The natural widths; in a narrow terminal bars go first, then flexible text gives way."""
    from rich.cells import cell_len

    def natural(position: int, column: Column) -> int:
        cells = [(row.cells[position], row.depth if position == 0 else 0) for row in grid.rows if not row.section]
        lengths = [_BAR if isinstance(cell, Bar) else cell_len(plain(cell)) + _INDENT * depth for cell, depth in cells]
        return max([cell_len(column.title) if header else 0, *lengths])

    widths = [natural(position, column) for position, column in enumerate(grid.columns)]
    if available is None:
        return widths
    bars = {at for row in grid.rows for at, cell in enumerate(row.cells) if isinstance(cell, Bar)}
    flexible = [at for at, column in enumerate(grid.columns) if column.flexible]

    def excess() -> int:
        return sum(width + gap for width in widths if width) - gap - available

    fixed = sum(width + gap for at, width in enumerate(widths) if at not in flexible)
    if bars and fixed + 3 * _NARROWEST > available:
        for at in bars:
            widths[at] = 0
    words = [_longest_word(grid, at) for at in range(len(widths))]
    # As long as words stay whole, then as long as they can be read, then anyhow.
    for least in (words, [_NARROWEST] * len(widths), [_SPELLED] * len(widths)):
        while excess() > 0 and (wide := [at for at in flexible if widths[at] > least[at]]):
            widths[max(wide, key=lambda at: widths[at])] -= 1
    return widths


def _longest_word(grid: Grid, position: int) -> int:
    """How wide the longest word of a column is, ids parted behind their strokes, with the indent of a second line."""
    from rich.cells import cell_len

    cells = [row.cells[position] for row in grid.rows if not row.section]
    words = (word for cell in cells if not isinstance(cell, Bar) for word in re.split(r"(?<=[/_-])|\s", plain(cell)))
    longest = max(map(cell_len, words), default=0) + _INDENT
    return max(cell_len(grid.columns[position].title), min(longest, _LONGEST_WORD))
