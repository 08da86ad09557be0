"""The answer to ``report``: a summary, the pairs grouped by verdict, and the command that repeats it."""

from functools import partial

from rareearth_cli.analysis.answer import (
    Answer,
    Block,
    Column,
    Grid,
    Heading,
    Paragraph,
    Row,
    Section,
    Tone,
    build_sentences,
)
from rareearth_cli.analysis.discrepancies import Report, add_bridges, build_sheets
from rareearth_cli.analysis.figures import format_printed
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.report.chart import build_report_charts

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
#: The columns of the pairs that a reader of a page can sort.
_PAGE_COLUMNS = ("name", "measure", "id", "printed", "baseline_printed", "ratio", "ratio_low", "ratio_high",
          "unexplained_fold", "verdict", "causes", "flags", "source", "published")  # fmt: skip


def build_answer(result: Report) -> Answer:
    """Turn a report into an answer; a page has charts and sortable pairs where a terminal has tables."""
    heading = Heading(text="Discrepancies")
    pairs = Section("pairs", "Pairs", heading, subject="", blocks=lambda _: _build_blocks(result), on_page=False)
    chart = Section("chart", "How far apart", charts=partial(build_report_charts, result))
    tables = [
        Section(
            name=f"pairs-{number}",
            title=group.title,
            short=group.title.partition(":")[0].partition(",")[0],
            rows=group.table.select(_PAGE_COLUMNS),
        )
        for number, group in enumerate(result.groups)
        if group.table.height
    ]
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("id", "printed", "baseline_printed", "fold", "unexplained_fold", "verdict"),
        title="Rare earths: discrepancies",
        newest=result.newest,
        sentences=build_sentences(result.summary),
        sections=(pairs, chart, *tables),
        contents=partial(_list_contents, result),
        sheets=lambda: build_sheets(result.table, result.bridges.values()),
        warnings=result.warnings,
    )


def _list_contents(result: Report, table: Table) -> dict[str, object]:
    """List the pairs with their bridges; who chose columns gets those alone."""
    pairs = add_bridges(table, "id", result.bridges) if table.names == result.table.names else table
    return {"command": result.command, "found": result.over_threshold, "pairs": pairs}


def _build_blocks(result: Report) -> list[Block]:
    """Build a table for each group that has pairs, and say how to get them again."""
    blocks: list[Block] = []
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
    return [*blocks, Paragraph(text=text, tone=Tone.QUIET)]


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


def _format_cell(name: str, value: object) -> str:
    if value is None:
        return "derived" if name in ("printed", "baseline_printed") else ""
    return f"{value:g}" if isinstance(value, float) else str(value)
