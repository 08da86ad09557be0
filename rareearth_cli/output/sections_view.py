"""The view of ``rank``, ``share`` and ``trace``: a summary, sections with tables, and notes."""

from itertools import zip_longest

from rareearth_cli.analysis.blocks import BOUND_SIGNS, Block, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.analysis.result import Amount, CellValue, Section, SectionedResult
from rareearth_cli.model.wording import choose_unit, format_in_unit
from rareearth_cli.output.style import Style


def build_sectioned_blocks(result: SectionedResult, style: Style) -> list[Block]:
    """Build the blocks of the whole answer; a section without rows has sentences only."""
    amounts = [cell.tonnes for part in result.sections for row in part.rows for cell in row if isinstance(cell, Amount)]
    unit = style.unit or choose_unit(max(amounts, default=0.0))
    blocks: list[Block] = [Heading(text=result.title, aside=result.aside)]
    blocks += [Paragraph(text=sentence) for sentence in result.summary]
    for section in result.sections:
        blocks += _build_section(section, unit)
    blocks += [Paragraph(text=note, tone=Tone.QUIET) for note in result.notes]
    return blocks


def _build_section(section: Section, unit: str) -> list[Block]:
    blocks: list[Block] = [Heading(text=section.title)] if section.title else []
    blocks += [Paragraph(text=sentence, blank_line_before=True) for sentence in section.introduction]
    if not section.rows:
        return blocks
    columns = tuple(
        Column(title=unit if column.unit else column.title, right=column.right or column.unit, flexible=column.flexible)
        for column in section.columns
    )
    rows = [
        Row(cells=tuple(format_cell(cell, unit) for cell in cells), estimate_ids=about or ())
        for cells, about in zip_longest(section.rows, section.about)
    ]
    return [*blocks, Grid(columns=columns, rows=rows)]


def format_cell(cell: CellValue, unit: str) -> str:
    """Format an amount in the unit with the sign of a bound; return text unchanged."""
    if isinstance(cell, Amount):
        return BOUND_SIGNS.get(cell.kind, "") + format_in_unit(cell.tonnes, cell.digits, unit)
    return cell
