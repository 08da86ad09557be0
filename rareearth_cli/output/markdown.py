"""Markdown: the view that the terminal shows, as headings, paragraphs and pipe tables."""

import re
from typing import TextIO

from rareearth_cli.analysis.answer import Answer, Bar, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.output.sanitize import sanitize_text
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import list_blocks, list_short_form

#: Characters with a meaning in Markdown, in the formulas of GitHub (``$``) or in HTML.
_SPECIAL_CHARACTERS = re.compile(r"([\\`*_\[\]<>|#~&$])")
#: Text that would begin a list or be a horizontal rule at the start of a paragraph.
_BLOCK_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:[-\s]|$)))")


def write_markdown(answer: Answer, out: TextIO, style: Style) -> None:
    """Write an answer as Markdown; nothing in the data acts as markup."""
    parts = []
    for block in list_short_form(answer, style) if style.short_form else list_blocks(answer, style):
        if isinstance(block, Heading):
            aside = f"\n\n{escape_markdown(block.aside)}" if block.aside else ""
            parts.append(f"## {escape_markdown(block.text)}{aside}")
        elif isinstance(block, Paragraph):
            text = _BLOCK_START.sub(r"\1\\", escape_markdown(block.text))
            parts.append(f"**{text}**" if block.tone is Tone.STRONG else text)
        else:
            parts.append(_pipe_table(block, style))
    out.write("\n\n".join(parts) + "\n")


def escape_markdown(text: str) -> str:
    """Escape every character that has a meaning in Markdown or HTML."""
    return _SPECIAL_CHARACTERS.sub(r"\\\1", sanitize_text(text))


def _pipe_table(grid: Grid, style: Style) -> str:
    kept = [at for at in range(len(grid.columns)) if not any(isinstance(_cell_at(row, at), Bar) for row in grid.rows)]
    titles = [escape_markdown(grid.columns[at].title) if style.header else "" for at in kept]
    rule = ["---:" if grid.columns[at].right else "---" for at in kept]
    lines = [titles, rule, *([_format_cell(row, at) for at in kept] for row in grid.rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell_at(row: Row, position: int) -> object:
    return row.cells[position] if position < len(row.cells) else ""


def _format_cell(row: Row, position: int) -> str:
    cell = _cell_at(row, position)
    text = escape_markdown(str(cell))
    indent = "&emsp;" * row.depth if position == 0 else ""
    strong = text and (row.tone is Tone.STRONG or (row.section and row.tone is not Tone.QUIET)) and position == 0
    return f"{indent}**{text}**" if strong else f"{indent}{text}"
