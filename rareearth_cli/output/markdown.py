"""Markdown: the same view as the terminal's, as headings, paragraphs and pipe tables."""

import re
from typing import TextIO

from rareearth_cli.analysis.result import Result
from rareearth_cli.output.blocks import Bar, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.output.sanitize import plain
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import blocks

#: Markdown, the formulas of GitHub (``$``) and HTML.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&$])")
#: What would begin a list, or be a rule, at the start of a paragraph.
_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:[-\s]|$)))")


def write_markdown(result: Result, out: TextIO, style: Style) -> None:
    """Text that a page or a chat shows as it stands; nothing in the data acts as markup."""
    parts = []
    for block in blocks(result, style):
        if isinstance(block, Heading):
            aside = f"\n\n{escaped(block.aside)}" if block.aside else ""
            parts.append(f"## {escaped(block.text)}{aside}")
        elif isinstance(block, Paragraph):
            text = _START.sub(r"\1\\", escaped(block.text))
            parts.append(f"**{text}**" if block.tone is Tone.STRONG else text)
        else:
            parts.append(_grid(block, style))
    out.write("\n\n".join(parts) + "\n")


def escaped(text: str) -> str:
    """Text with every character of Markdown and HTML made literal, on one line."""
    return _MARKUP.sub(r"\\\1", plain(text))


def _grid(grid: Grid, style: Style) -> str:
    kept = [at for at in range(len(grid.columns)) if not any(isinstance(_at(row, at), Bar) for row in grid.rows)]
    titles = [escaped(grid.columns[at].title) if style.header else "" for at in kept]
    rule = ["---:" if grid.columns[at].right else "---" for at in kept]
    lines = [titles, rule, *([_cell(row, at) for at in kept] for row in grid.rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _at(row: Row, position: int) -> object:
    return row.cells[position] if position < len(row.cells) else ""


def _cell(row: Row, position: int) -> str:
    cell = _at(row, position)
    text = escaped(str(cell))
    indent = "&emsp;" * row.depth if position == 0 else ""
    strong = text and (row.tone is Tone.STRONG or (row.section and row.tone is not Tone.QUIET)) and position == 0
    return f"{indent}**{text}**" if strong else f"{indent}{text}"
