"""The screen of ``report``: a sentence, the pairs by what can be said of them, and how to get it again."""

from rareearth_cli.analysis.results import Report, Table
from rareearth_cli.formats.blocks import Block, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.formats.style import Style

_SHOWN = {
    "name": "place",
    "measure": "measure",
    "id": "estimate",
    "printed": "as printed",
    "baseline_printed": "baseline",
    "ratio": "×",
    "unexplained_fold": "unexplained",
    "verdict": "verdict",
    "causes": "differ in",
}
_TEXTS = ("id", "printed", "baseline_printed", "causes")
_NUMBERS = ("ratio", "unexplained_fold")


def report_blocks(result: Report, style: Style) -> list[Block]:
    """All groups that have pairs."""
    blocks: list[Block] = [Heading(text="Discrepancies"), *(Paragraph(text=sentence) for sentence in result.summary)]
    for group in result.groups:
        if group.table.height:
            blocks += [Heading(text=f"{group.title} ({group.table.height})"), _grid(group.table)]
    again = f"'{result.command}' with dataset {result.dataset_version}; -f csv has all columns"
    blocks.append(Paragraph(text=f"To get this again: {again}.", tone=Tone.QUIET))
    return blocks


def _grid(table: Table) -> Grid:
    columns = tuple(
        Column(title=title, right=name in _NUMBERS, flexible=name in _TEXTS) for name, title in _SHOWN.items()
    )
    values = zip(*(table.columns[name] for name in _SHOWN), strict=True)
    return Grid(columns=columns, rows=[Row(cells=tuple(map(_cell, _SHOWN, row))) for row in values])


def _cell(name: str, value: object) -> str:
    if value is None:
        return "derived" if name in ("printed", "baseline_printed") else ""
    return f"{value:g}" if isinstance(value, float) else str(value)
