"""The view of plain rows: estimates, sources, places, or the columns that the user chose."""

from rareearth_cli.analysis.blocks import Block, Column, Grid, Paragraph, Row
from rareearth_cli.analysis.result import Listing, Result
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.vocabulary import DISPLAY_UNITS
from rareearth_cli.output.style import Style


def build_listing_blocks(result: Result, style: Style) -> list[Block]:
    """Build a grid of the result's table, with its default columns unless the user chose columns."""
    table = result.table
    wanted = table.names if style.columns_chosen else result.default_columns
    names = [name for name in wanted if name in table.columns]
    columns = tuple(
        Column(title=_column_title(name, style), right=_is_number(table, name), flexible=not _is_number(table, name))
        for name in names
    )
    rows = [
        Row(cells=tuple(_format_cell(name, value, style) for name, value in zip(names, values, strict=True)))
        for values in zip(*(table.columns[name] for name in names), strict=True)
    ]
    summary = list(result.summary) if isinstance(result, Listing) and not style.rows_only else []
    if summary:
        grid = [Grid(columns=columns, rows=rows)] if rows and names else []
        return [*(Paragraph(text=sentence) for sentence in summary), *grid]
    if not rows and not style.columns_chosen:
        return [Grid(columns=columns, rows=rows), Paragraph(text="Nothing on record.")]
    return [Grid(columns=columns, rows=rows)]


def _is_number(table: Table, name: str) -> bool:
    return any(isinstance(value, int | float) for value in table.columns[name])


def _column_title(name: str, style: Style) -> str:
    return name[:-1] + style.unit if style.unit and name.endswith("_t") else name


def _format_cell(name: str, value: object, style: Style) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    amount = value / DISPLAY_UNITS[style.unit or "t"] if name.endswith("_t") else value
    # Columns that the user chose are probably read by a script, which does not expect thousands separators.
    return f"{amount:.15g}" if style.columns_chosen else f"{amount:,.15g}"
