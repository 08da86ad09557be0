"""The screen of ``report``: a sentence, the pairs by what can be said of them, and how to get it again."""

from rareearth_cli.analysis.result import Report
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.units import with_unit
from rareearth_cli.output.blocks import Block, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.output.style import Style

_SHOWN = {
    "name": "place",
    "id": "estimate",
    "printed": "as printed",
    "baseline_printed": "baseline",
    "ratio": "×",
    "unexplained_fold": "left ×",
    "verdict": "verdict",
    "causes": "differ in",
}
_TEXTS = ("name", "id", "printed", "baseline_printed", "verdict", "causes")
_NUMBERS = ("ratio", "unexplained_fold")


def report_blocks(result: Report, style: Style) -> list[Block]:
    """All groups that have pairs."""
    blocks: list[Block] = [Heading(text="Discrepancies"), *(Paragraph(text=sentence) for sentence in result.summary)]
    for group in result.groups:
        if group.table.height:
            verdicts = {str(verdict) for verdict in group.table.columns["verdict"]}
            # A verdict that holds for the whole group is said once.
            alone = f"{verdicts.copy().pop()}, " if len(verdicts) == 1 else ""
            blocks += [Heading(text=f"{group.title} ({alone}{group.table.height})"), _grid(group.table, alone)]
    left = "left ×: the fold that no definition explains; 1 where all is explained"
    again = f"'{result.command}' with dataset {result.dataset_version}; -f csv has all columns"
    text = f"{left}. To get this again: {again}. Figures without a unit are tonnes."
    blocks += [Paragraph(text=text, tone=Tone.QUIET)]
    return blocks


def _grid(table: Table, alone: str) -> Grid:
    shown = {name: title for name, title in _SHOWN.items() if not (alone and name == "verdict")}
    columns = tuple(
        Column(title=title, right=name in _NUMBERS, flexible=name in _TEXTS) for name, title in shown.items()
    )
    units = table.columns.get("unit", (None,) * table.height)
    found = {name: table.columns[name] for name in shown}
    found["printed"] = [printed_in(*one) for one in zip(found["printed"], units, strict=True)]
    values = zip(*found.values(), strict=True)
    return Grid(columns=columns, rows=[Row(cells=tuple(map(_cell, shown, row))) for row in values])


def printed_in(printed: object, unit: object) -> object:
    """A figure as printed, with the unit of its table where that is not the tonne."""
    return with_unit(str(printed), str(unit)) if printed and unit and unit != "t" else printed


def _cell(name: str, value: object) -> str:
    if value is None:
        return "derived" if name in ("printed", "baseline_printed") else ""
    return f"{value:g}" if isinstance(value, float) else str(value)
