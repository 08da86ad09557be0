"""Aligned text for the terminal; nothing is cut in a pipe, and nothing in the data can steer the terminal.

Columns are laid out here and not by ``rich.table``, which was tried and measured (docs/performance.md): it takes about
three times as long, breaks ids within words, and has neither hanging indents nor rows that span columns.
"""

from __future__ import annotations

import io
import re
import textwrap
from typing import TYPE_CHECKING, TextIO

from rareearth_cli.analysis.answer import Answer, Bar, Block, Cell, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.model.wording import join_words, pluralize
from rareearth_cli.output.sanitize import sanitize_text
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import list_blocks

if TYPE_CHECKING:
    from rich.console import Console

#: Longer lines are hard to read, however wide the terminal is.
_MAX_LINE_WIDTH = 100
#: The width given to rich, which must never wrap or cut: this module computes all widths itself.
_RENDER_WIDTH = 10_000
_INDENT = 2
_BAR_WIDTH = 10
#: A longer word may be broken to leave room for other columns.
_MAX_WORD_WIDTH = 24
#: Narrower text columns are hard to read.
_MIN_TEXT_WIDTH = 12
#: The width to which text columns shrink before numbers would run over the edge.
_MIN_COLUMN_WIDTH = 6
#: No web address is longer, and no cell is wider, even in a pipe.
_MAX_CELL_WIDTH = 2_000
_STYLES = {Tone.PLAIN: "", Tone.STRONG: "bold", Tone.QUIET: "dim"}
_ASCII = str.maketrans(
    {"×": "x", "−": "-", "±": "+-", "≥": ">=", "≤": "<=", "–": "-", "÷": "/", "—": "--", "…": "...", "·": "|", "█": "#"}
)


def write_table(answer: Answer, out: TextIO, style: Style) -> None:
    """Write headings, sentences and aligned columns, fitted to the width of the terminal."""
    from rich.console import Console
    from rich.text import Text

    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=_RENDER_WIDTH,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    limit = min(style.width or _MAX_LINE_WIDTH, _MAX_LINE_WIDTH)
    previous: Block | None = None
    left_out: dict[str, None] = {}
    for block in list_blocks(answer, style, leads=True):
        continues = isinstance(previous, Paragraph) and isinstance(block, Paragraph) and not block.blank_line_before
        if previous is not None and not continues:
            console.print()
        previous = block
        if isinstance(block, Heading):
            for line in _heading_lines(block, limit):
                console.print(Text(sanitize_text(line), style="bold"), soft_wrap=True)
        elif isinstance(block, Paragraph):
            for line in _wrap_sentence(sanitize_text(block.text), limit):
                console.print(Text(line, style=_STYLES[block.tone]), soft_wrap=True)
        else:
            left_out |= dict.fromkeys(_print_grid(console, block, style))
    if left_out:
        console.print()
        for line in _wrap_sentence(_name_left_out(list(left_out)), limit):
            console.print(Text(line), soft_wrap=True)
    text = buffer.getvalue()
    if not style.color:
        # A pattern for trailing blanks would take time quadratic in the length of a run of blanks.
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    out.write(text if style.unicode else text.translate(_ASCII))


def _name_left_out(titles: list[str]) -> str:
    """Say which columns did not fit, so that nobody takes them for missing."""
    columns = f"the {pluralize('column', len(titles))} {join_words([f'“{title}”' for title in titles])}"
    return f"At this width tables leave out {columns}; a wider window or the option -f csv shows all."


def _print_grid(console: Console, grid: Grid, style: Style) -> list[str]:
    """Print a grid, and return the titles of the columns for which there was no room."""
    from rich.text import Text

    gap = 2 if style.width is None or style.width >= _MAX_LINE_WIDTH else 1
    titled = style.header and any(column.title for column in grid.columns)
    widths = _fit_widths(grid, style.width, gap, header=titled)
    for line in _header_lines(grid.columns, widths, gap) if titled else ():
        console.print(Text(line, style=_STYLES[Tone.STRONG]), soft_wrap=True)
    for row in grid.rows:
        if row.section:
            lines = [
                _wrap_cell(row.cells[0], min(style.width or _MAX_LINE_WIDTH, _MAX_LINE_WIDTH), _INDENT * row.depth)
            ]
        else:
            lines = _row_lines(row, grid.columns, widths, gap)
        for line in lines:
            console.print(Text(line, style=_STYLES[row.tone]), soft_wrap=True)
    return [
        column.title
        for column, width in zip(grid.columns, widths, strict=True)
        if titled and not width and column.title
    ]


def _header_lines(columns: tuple[Column, ...], widths: list[int], gap: int) -> list[str]:
    """Set the titles of columns side by side; one that is wider than its column is wrapped, and ends at the bottom."""
    from rich.cells import cell_len

    shown = [(column, width) for column, width in zip(columns, widths, strict=True) if width]
    blocks = [_wrap_sentence(sanitize_text(column.title), width) for column, width in shown]
    height = max(map(len, blocks), default=0)
    blocks = [[""] * (height - len(block)) + block for block in blocks]
    return [
        (" " * gap).join(
            _pad(block[at], width - cell_len(block[at]), right=column.right)
            for block, (column, width) in zip(blocks, shown, strict=True)
        )
        for at in range(height)
    ]


def _row_lines(row: Row, columns: tuple[Column, ...], widths: list[int], gap: int) -> list[str]:
    """Set the cells of a row side by side, each padded to the width of its column."""
    from rich.cells import cell_len

    blocks = []
    for position, (column, cell, width) in enumerate(zip(columns, row.cells, widths, strict=True)):
        if width:
            indent = _INDENT * row.depth if position == 0 else 0
            lines = _wrap_cell(cell, width, indent).split("\n")
            blocks.append([_pad(line, width - cell_len(line), right=column.right) for line in lines])
    blank = [" " * width for width in widths if width]
    height = max(map(len, blocks))
    return [
        (" " * gap).join(block[at] if at < len(block) else empty for block, empty in zip(blocks, blank, strict=True))
        for at in range(height)
    ]


def _pad(line: str, room: int, *, right: bool) -> str:
    return " " * room + line if right else line + " " * room


def _heading_lines(block: Heading, limit: int) -> list[str]:
    from rich.cells import cell_len

    gap = limit - cell_len(block.text) - cell_len(block.aside)
    if block.aside and gap > 1:
        return [f"{block.text}{' ' * gap}{block.aside}"]
    return [*_wrap_sentence(block.text, limit), *_wrap_sentence(block.aside, limit)]


def _wrap_sentence(text: str, limit: int) -> list[str]:
    """Wrap text to lines of ``limit`` columns; a longer word gets a line of its own."""
    from rich.cells import cell_len

    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _clean_cell(cell: str) -> str:
    """Return the text of a cell without what steers a terminal, and with single blanks."""
    return " ".join(sanitize_text(cell).split())


def _wrap_cell(cell: Cell, width: int, indent: int) -> str:
    """Wrap a cell to lines of at most ``width`` columns; lines after the first are indented further."""
    from rich.cells import cell_len, chop_cells

    if isinstance(cell, Bar):
        return "█" * max(1, round(cell.fraction * _BAR_WIDTH)) if cell.fraction > 0 else ""
    text, first, rest = _clean_cell(cell), " " * indent, " " * (indent + _INDENT)
    if cell_len(text) == len(text) and len(first + text) > width and " " not in text:
        lines = _break_word(text, width, first, rest)
    elif cell_len(text) == len(text):
        lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    elif cell_len(text) + indent <= width:
        lines = [first + text]
    else:  # textwrap would count characters that are two columns wide as one
        room = max(2, width - indent - _INDENT)
        pieces = [piece for word in _wrap_sentence(text, room) for piece in chop_cells(word, room)]
        lines = [(rest if number else first) + piece for number, piece in enumerate(pieces)]
    return "\n".join(lines)


def _break_word(text: str, width: int, first: str, rest: str) -> list[str]:
    """Break an id or address into lines, after its slashes, underscores and hyphens if possible."""
    lines = [first]
    for piece in re.findall(r".+?(?:[/_-]|$)", text):
        if len(lines[-1] + piece) > width and len(lines) + len(lines[-1].strip()) > 1:
            lines.append(rest)
        lines[-1] += piece
    if max(map(len, lines)) <= width:
        return lines
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _fit_widths(grid: Grid, available: int | None, gap: int, *, header: bool) -> list[int]:
    """Return the width of each column.

    In a narrow terminal bars are dropped first, then titles wrap, and then flexible text shrinks.
    """
    from rich.cells import cell_len

    contents = [_longest_cell_width(grid, at) for at in range(len(grid.columns))]
    titles = [cell_len(column.title) if header else 0 for column in grid.columns]
    widths = [min(_MAX_CELL_WIDTH, max(pair)) for pair in zip(contents, titles, strict=True)]
    if available is None:
        return widths
    bars = {at for row in grid.rows for at, cell in enumerate(row.cells) if isinstance(cell, Bar)}
    flexible = [at for at, column in enumerate(grid.columns) if column.flexible]

    def excess() -> int:
        return sum(width + gap for width in widths if width) - gap - available

    fixed = sum(width + gap for at, width in enumerate(widths) if at not in flexible)
    dropped = bars if bars and fixed + 3 * _MIN_TEXT_WIDTH > available else set()
    widths = [0 if at in dropped else width for at, width in enumerate(widths)]
    for at, column in enumerate(grid.columns):
        if column.spare and excess() > 0:
            widths[at] = 0
        elif excess() > 0 and widths[at] and at not in (*flexible, *bars):
            # A title of several words needs no more room than its longest one.
            widths[at] = max(contents[at], *map(cell_len, column.title.split() or [""]))
    words = [_longest_word_width(grid, at) for at in range(len(widths))]
    # Shrink first without breaking words, then down to a readable width, then to the smallest width.
    for least in (words, [_MIN_TEXT_WIDTH] * len(widths), [_MIN_COLUMN_WIDTH] * len(widths)):
        while excess() > 0 and (wide := [at for at in flexible if widths[at] > least[at]]):
            widths[max(wide, key=lambda at: widths[at])] -= 1
    return widths


def _longest_cell_width(grid: Grid, position: int) -> int:
    """Return the width of the longest cell in a column, with its indent."""
    from rich.cells import cell_len

    cells = [(row.cells[position], row.depth if position == 0 else 0) for row in grid.rows if not row.section]
    lengths = [
        _BAR_WIDTH if isinstance(cell, Bar) else cell_len(_clean_cell(cell)) + _INDENT * depth for cell, depth in cells
    ]
    return max(lengths, default=0)


def _longest_word_width(grid: Grid, position: int) -> int:
    """Return the width of the longest unbreakable piece in a column, with the indent of a second line."""
    from rich.cells import cell_len

    cells = [row.cells[position] for row in grid.rows if not row.section]
    words = (
        word for cell in cells if not isinstance(cell, Bar) for word in re.split(r"(?<=[/_-])|\s", _clean_cell(cell))
    )
    longest = max(map(cell_len, words), default=0) + _INDENT
    return max(cell_len(grid.columns[position].title), min(longest, _MAX_WORD_WIDTH))
