"""The terminal view of ``report``: a summary, the pairs grouped by verdict, and the command that repeats it."""

from rareearth_cli.analysis.blocks import Block, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.analysis.result import Report
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.units import add_unit
from rareearth_cli.output.style import Style

_COLUMN_TITLES = {
    "name": "place",
    "id": "estimate",
    "printed": "as printed",
    "baseline_printed": "baseline",
    "ratio": "×",
    "unexplained_fold": "left ×",
    "verdict": "verdict",
    "causes": "differ in",
}
_TEXT_COLUMNS = ("name", "id", "printed", "baseline_printed", "verdict", "causes")
_NUMBER_COLUMNS = ("ratio", "unexplained_fold")


def build_report_blocks(result: Report, style: Style) -> list[Block]:
    """Build the summary and a table for each group that has pairs."""
    blocks: list[Block] = [Heading(text="Discrepancies"), *(Paragraph(text=sentence) for sentence in result.summary)]
    for group in result.groups:
        if group.table.height:
            verdicts = {str(verdict) for verdict in group.table.columns["verdict"]}
            # A verdict that all pairs of a group share goes into the heading, and its column is left out.
            shared_verdict = f"{verdicts.copy().pop()}, " if len(verdicts) == 1 else ""
            blocks += [
                Heading(text=f"{group.title} ({shared_verdict}{group.table.height})"),
                _build_grid(group.table, shared_verdict),
            ]
    left = "left ×: the fold that no definition explains; 1 where all is explained"
    again = f"'{result.command}' with dataset {result.dataset_version}; -f csv has all columns"
    text = f"{left}. To get this again: {again}. Figures without a unit are tonnes."
    blocks += [Paragraph(text=text, tone=Tone.QUIET)]
    return blocks


def _build_grid(table: Table, shared_verdict: str) -> Grid:
    shown = {name: title for name, title in _COLUMN_TITLES.items() if not (shared_verdict and name == "verdict")}
    columns = tuple(
        Column(title=title, right=name in _NUMBER_COLUMNS, flexible=name in _TEXT_COLUMNS)
        for name, title in shown.items()
    )
    units = table.columns.get("unit", (None,) * table.height)
    found = {name: table.columns[name] for name in shown}
    found["printed"] = [format_printed(*one) for one in zip(found["printed"], units, strict=True)]
    values = zip(*found.values(), strict=True)
    return Grid(columns=columns, rows=[Row(cells=tuple(map(_format_cell, shown, row))) for row in values])


def format_printed(printed: object, unit: object) -> object:
    """Return a figure as published, with the unit of its table unless that is the tonne."""
    return add_unit(str(printed), str(unit)) if printed and unit and unit != "t" else printed


def _format_cell(name: str, value: object) -> str:
    if value is None:
        return "derived" if name in ("printed", "baseline_printed") else ""
    return f"{value:g}" if isinstance(value, float) else str(value)
