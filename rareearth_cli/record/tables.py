"""Read the tables of a publication: one row per place, one column per measure and year, one figure per cell."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.model.errors import Rule
from rareearth_cli.model.fields import ESTIMATE, Origin, select_fields
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import table_estimate_id
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, UNSEEN_CELL, Measure
from rareearth_cli.model.wording import format_count
from rareearth_cli.record.checks import MAX_CHAIN_LENGTH, check_total, sum_rows
from rareearth_cli.record.converters import report_unknown_fields
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.yaml_nodes import Document, ListNode, MappingNode, Node, TextNode

#: Fields that a table may state for all its cells, where they differ from those of its source.
_SHARED_FIELDS = tuple(select_fields(ESTIMATE, Origin.TABLE))
#: Sections that describe single cells, and the field of an estimate that each fills.
ANNOTATIONS = {"notes": "note", "counts": "category", "read": "locator", "draws_on": "draws_on"}
TABLE_FIELDS = ("source", "unit", "columns", "rows", *ANNOTATIONS, "accepted", *_SHARED_FIELDS)


class Column(NamedTuple):
    """The measure that a column counts, and the year that it is for."""

    measure: str
    period: str

    def __str__(self) -> str:
        return f"{self.measure} {self.period}".strip()


class Cell(NamedTuple):
    """One printed figure of a table; ``fields`` holds what the table states for this cell or for all its cells."""

    document: Document
    place: TextNode
    column: Column
    printed: TextNode
    unit: TextNode
    fields: Mapping[str, Node] = MappingProxyType({})


@dataclass
class Table:
    """The cells of one source.

    Attributes
    ----------
    accepted
        The columns that need not add up to the printed total, with the reason.
    gaps
        The columns in which some cells were not seen.

    """

    source: TextNode
    cells: dict[tuple[str, Column], Cell] = field(default_factory=dict)
    accepted: dict[Column, str] = field(default_factory=dict)
    gaps: set[Column] = field(default_factory=set)


def read_tables(documents: list[Document], sources: Mapping[str, SourceEntry]) -> dict[str, Table]:
    """Read the complete table of every source, including the cells that a version inherits from the one it amends."""
    written: dict[str, list[tuple[Document, MappingNode]]] = {}
    for document in documents:
        for node in document.expect_list(document.root.get("tables"), "tables"):
            fields = document.expect_mapping(node, "a table")
            report_unknown_fields(document, fields, TABLE_FIELDS)
            source = fields.get("source")
            if isinstance(source, TextNode) and source in sources:
                written.setdefault(source, []).append((document, fields))
            else:
                line = getattr(source, "line", fields.line)
                document.add_problem(
                    Rule.KNOWN_SOURCE, line, f"table of unknown source '{source}'", "define it under 'sources'"
                )
    tables: dict[str, Table] = {}
    for key in sources:
        _build_table(key, sources, written, tables)
    return tables


def check_totals(table: Table, quantities: Mapping[str, Quantity]) -> None:
    """Check that the rows of each column add up to its printed world total, unless a reason is in our data."""
    columns = {column for place, column in table.cells if place == WORLD}
    for column in sorted(columns, key=str):
        if column in table.accepted:
            continue
        cells = {place: cell for (place, at), cell in table.cells.items() if at == column}
        figures = {place: quantities[table_estimate_id(table.source, place, *column)] for place in cells}
        total, world = sum_rows(figures, gaps=column in table.gaps), cells[WORLD]
        world.document.add_findings(world.printed.line, check_total(str(column), world.printed, total))


def _build_table(
    key: str,
    sources: Mapping[str, SourceEntry],
    written: Mapping[str, list[tuple[Document, MappingNode]]],
    tables: dict[str, Table],
    depth: int = 0,
) -> Table:
    """Build the table of source ``key``: the cells of the source that it amends, overlaid with its own."""
    if key in tables:
        return tables[key]
    entry = sources[key]
    table = tables[key] = Table(TextNode.at(entry.line, key))
    if (amended := entry.source.amends) in sources and depth <= MAX_CHAIN_LENGTH:
        earlier = _build_table(amended, sources, written, tables, depth + 1)
        table.cells.update(earlier.cells)
        table.accepted.update(earlier.accepted)
        table.gaps.update(earlier.gaps)
    own: set[tuple[str, Column]] = set()
    for document, fields in written.get(key, ()):
        before = set(own)
        _overlay_cells(document, fields, table, own)
        _apply_annotations(document, fields, table, own - before, entry.source.locator)
    return table


def _overlay_cells(document: Document, fields: MappingNode, table: Table, own: set[tuple[str, Column]]) -> None:
    """Overlay inherited cells with those of one table; ``own`` holds the cells that this source has already given."""
    line = fields.line
    columns = _read_columns(document, fields.get("columns"), line)
    unit = fields.get("unit")
    if not isinstance(unit, TextNode) or not unit:
        document.add_problem(Rule.TABLE, line, "the table has no unit", "add one, such as 'unit: t'")
        unit = TextNode.at(line, "t")
    shared = {name: fields[name] for name in _SHARED_FIELDS if name in fields}
    for code, row in document.expect_mapping(fields.get("rows"), "rows").items():
        place = TextNode.at(getattr(code, "line", line), code)
        cells = [cell.strip() for cell in document.expect_text(row, f"row {place}").split("|")]
        if len(cells) != len(columns):
            what = f"row {place} has {format_count(len(cells), 'cell')} for {len(columns)} columns"
            remedy = f"write NA where the source has it, {UNSEEN_CELL} for a cell not seen"
            document.add_problem(Rule.TABLE, place.line, what, remedy)
        elif all(cell == UNSEEN_CELL for cell in cells):
            document.add_problem(Rule.TABLE, place.line, f"row {place} has no cell that was seen", "leave the row out")
        for column, printed in zip(columns, cells, strict=False):
            if column is None:
                continue
            if printed == UNSEEN_CELL:
                table.gaps.add(column)
                continue
            if (place, column) in own:
                what = f"the cell '{place} {column}' of {table.source} is used already"
                document.add_problem(
                    Rule.UNIQUE_ID,
                    place.line,
                    what,
                    "figures are never changed: a correction is a version of the source",
                )
                continue
            own.add((place, column))
            table.cells[place, column] = Cell(document, place, column, TextNode.at(row.line, printed), unit, shared)


def _read_columns(document: Document, node: Node | None, line: int) -> list[Column | None]:
    if node is None:
        document.add_problem(
            Rule.TABLE, line, "the table has no columns", "add them, such as 'columns: production 2024 | reserves 2025'"
        )
        return []
    columns: list[Column | None] = []
    for title in document.expect_text(node, "columns").split("|"):
        measure, _, period = title.strip().partition(" ")
        if measure not in tuple(Measure):
            document.add_problem(
                Rule.TABLE,
                node.line,
                f"column '{title.strip()}' has no measure in its title",
                "write a measure and a year",
            )
            columns.append(None)
        elif measure not in ANNUAL_MEASURES and any(column and column.measure == measure for column in columns):
            remedy = "a source has one figure of a stock for each place: give each year's edition its own source"
            document.add_problem(Rule.TABLE, node.line, f"a second column of {measure}", remedy)
            columns.append(None)
        elif Column(measure, period) in columns:
            document.add_problem(Rule.TABLE, node.line, f"a second column '{measure} {period}'", "keep one of them")
            columns.append(None)
        else:
            columns.append(Column(measure, period))
    return columns


def _apply_annotations(
    document: Document, fields: MappingNode, table: Table, here: Set[tuple[str, Column]], locator: str
) -> None:
    """Apply annotations of a cell (``BRA reserves 2025``) or of all its years (``BRA reserves``).

    An annotation applies to the cells of this table (``here``), or else to inherited cells; an empty one withdraws an
    inherited annotation. How a cell was read is appended to ``locator``, which is that of the source.
    """
    for section, name in ANNOTATIONS.items():
        for key, node in document.expect_mapping(fields.get(section), section).items():
            place, _, title = key.partition(" ")
            keys = [at for at in table.cells if at[0] == place and title in (str(at[1]), at[1].measure)]
            line = getattr(key, "line", fields.line)
            if not keys or not isinstance(node, TextNode):
                document.add_problem(
                    Rule.TABLE_NOTE, line, f"'{key}' is not a cell of the table", "write a place and a column of it"
                )
                continue
            value = _build_annotation(name, node, str(fields.get("locator", locator)))
            for at in [at for at in keys if at in here] or keys:
                others = {field: node for field, node in table.cells[at].fields.items() if field != name}
                table.cells[at] = table.cells[at]._replace(fields={**others, name: value} if value else others)
    for key, node in document.expect_mapping(fields.get("accepted"), "accepted").items():
        measure, _, period = key.partition(" ")
        if not any(column == (measure, period) for _, column in table.cells):
            line = getattr(key, "line", fields.line)
            document.add_problem(
                Rule.TABLE_NOTE, line, f"'{key}' is not a column of the table", "name one of its columns"
            )
        table.accepted[Column(measure, period)] = str(document.expect_text(node, key))


def _build_annotation(name: str, node: TextNode, locator: str) -> Node:
    if name == "locator":
        return TextNode.at(node.line, "; ".join(filter(None, (locator, node))))
    if name != "draws_on":
        return node
    items = ListNode(TextNode.at(node.line, part.strip()) for part in node.split(",") if part.strip())
    items.line = node.line
    return items
