"""Plain rows for people: estimates, sources, places, or the columns that were asked for."""

from rareearth_cli.analysis.result import Listing, Result
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.vocabulary import SPOKEN_UNITS
from rareearth_cli.output.blocks import Block, Column, Grid, Paragraph, Row
from rareearth_cli.output.style import Style


def listing_blocks(result: Result, style: Style) -> list[Block]:
    """A grid of the result's table; in brief where no columns were asked for."""
    table = result.table
    brief = table.names if style.flat else result.brief
    names = [name for name in brief if name in table.columns]
    columns = tuple(
        Column(title=_title(name, style), right=_is_number(table, name), flexible=not _is_number(table, name))
        for name in names
    )
    rows = [
        Row(cells=tuple(_cell(name, value, style) for name, value in zip(names, values, strict=True)))
        for values in zip(*(table.columns[name] for name in names), strict=True)
    ]
    said = list(result.summary) if isinstance(result, Listing) and not style.rows_only else []
    if said:
        grid = [Grid(columns=columns, rows=rows)] if rows and names else []
        return [*(Paragraph(text=sentence) for sentence in said), *grid]
    if not rows and not style.flat:
        return [Grid(columns=columns, rows=rows), Paragraph(text="Nothing on record.")]
    return [Grid(columns=columns, rows=rows)]


def _is_number(table: Table, name: str) -> bool:
    return any(isinstance(value, int | float) for value in table.columns[name])


def _title(name: str, style: Style) -> str:
    return name[:-1] + style.unit if style.unit and name.endswith("_t") else name


def _cell(name: str, value: object, style: Style) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    amount = value / SPOKEN_UNITS[style.unit or "t"] if name.endswith("_t") else value
    # Columns that were asked for are likely read by a script, the brief view by a person.
    return f"{amount:.15g}" if style.flat else f"{amount:,.15g}"
