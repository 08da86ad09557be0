"""The screens of ``rank``, ``share`` and ``trace``: a sentence, sections, notes."""

from itertools import zip_longest

from rareearth_cli.analysis.result import Amount, Findings, Section, Value
from rareearth_cli.model.wording import fitting_unit, in_unit
from rareearth_cli.output.blocks import LEADS, Block, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.output.style import Style


def findings_blocks(result: Findings, style: Style) -> list[Block]:
    """The whole answer; a section without rows says its sentences alone."""
    amounts = [cell.tonnes for part in result.sections for row in part.rows for cell in row if isinstance(cell, Amount)]
    unit = style.unit or fitting_unit(max(amounts, default=0.0))
    blocks: list[Block] = [Heading(text=result.title, aside=result.aside)]
    blocks += [Paragraph(text=sentence) for sentence in result.summary]
    for section in result.sections:
        blocks += _section(section, unit)
    blocks += [Paragraph(text=note, tone=Tone.QUIET) for note in result.notes]
    return blocks


def _section(section: Section, unit: str) -> list[Block]:
    blocks: list[Block] = [Heading(text=section.title)] if section.title else []
    blocks += [Paragraph(text=sentence, apart=True) for sentence in section.said]
    if not section.rows:
        return blocks
    columns = tuple(
        Column(title=unit if column.unit else column.title, right=column.right or column.unit, flexible=column.flexible)
        for column in section.columns
    )
    rows = [
        Row(cells=tuple(cell_text(cell, unit) for cell in cells), about=about or ())
        for cells, about in zip_longest(section.rows, section.about)
    ]
    return [*blocks, Grid(columns=columns, rows=rows)]


def cell_text(cell: Value, unit: str) -> str:
    """An amount in its unit with the sign of a bound, or words."""
    if isinstance(cell, Amount):
        return LEADS.get(cell.kind, "") + in_unit(cell.tonnes, cell.digits, unit)
    return cell
