"""Tables of one publication: a row a place, a column a measure and year, a cell a figure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import FLOWS, NOT_SEEN, Measure
from rareearth_cli.record.converters import refuse_unknown
from rareearth_cli.record.sources import LONGEST_CHAIN, SourceEntry
from rareearth_cli.record.yaml_nodes import Document, Fields, Items, Node, Text

#: What a table may say of all its cells at once, where that is not what its source says.
_SHARED = ("root", "inferred", "url", "locator")
#: What is said of single cells, and the field of an estimate that it fills.
ANNOTATIONS = {"notes": "note", "counts": "category", "read": "locator", "draws_on": "draws_on"}
FIELDS = ("source", "unit", "columns", "rows", *ANNOTATIONS, "accepted", *_SHARED)


class Column(NamedTuple):
    """What a column counts, and the year it is labelled with."""

    measure: str
    period: str

    def __str__(self) -> str:
        return f"{self.measure} {self.period}".strip()


class Cell(NamedTuple):
    """One printed figure of a table; ``fields`` is what the table says of all its cells, or of this one."""

    document: Document
    place: Text
    column: Column
    printed: Text
    unit: Text
    fields: Mapping[str, Node] = MappingProxyType({})


@dataclass
class Table:
    """The cells of one source, the columns with cells not seen, and those that need not add up to the printed total."""

    source: Text
    cells: dict[tuple[str, Column], Cell] = field(default_factory=dict)
    accepted: dict[Column, str] = field(default_factory=dict)
    gaps: set[Column] = field(default_factory=set)


def read_tables(documents: list[Document], sources: Mapping[str, SourceEntry]) -> dict[str, Table]:
    """The whole table of every source, with the cells a version takes over from the one it amends."""
    written: dict[str, list[tuple[Document, Fields]]] = {}
    for document in documents:
        for node in document.items(document.root.get("tables"), "tables"):
            fields = document.fields(node, "a table")
            refuse_unknown(document, fields, FIELDS)
            source = fields.get("source")
            if isinstance(source, Text) and source in sources:
                written.setdefault(source, []).append((document, fields))
            else:
                line = getattr(source, "line", fields.line)
                document.report(
                    Rule.KNOWN_SOURCE, line, f"table of unknown source '{source}'", "define it under 'sources'"
                )
    tables: dict[str, Table] = {}
    for key in sources:
        _complete(key, sources, written, tables)
    return tables


def _complete(
    key: str,
    sources: Mapping[str, SourceEntry],
    written: Mapping[str, list[tuple[Document, Fields]]],
    tables: dict[str, Table],
    depth: int = 0,
) -> Table:
    """The table of source ``key``: what it amends, overlaid with its own cells."""
    if key in tables:
        return tables[key]
    entry = sources[key]
    table = tables[key] = Table(Text.at(entry.line, key))
    if (amended := entry.source.amends) in sources and depth <= LONGEST_CHAIN:
        earlier = _complete(amended, sources, written, tables, depth + 1)
        table.cells.update(earlier.cells)
        table.accepted.update(earlier.accepted)
        table.gaps.update(earlier.gaps)
    own: set[tuple[str, Column]] = set()
    for document, fields in written.get(key, ()):
        before = set(own)
        _overlay(document, fields, table, own)
        _annotate(document, fields, table, own - before, entry.source.locator)
    return table


def _overlay(document: Document, fields: Fields, table: Table, own: set[tuple[str, Column]]) -> None:
    """Lay the cells of one table over those taken over; ``own`` are the ones already written for this source."""
    line = fields.line
    columns = _columns(document, fields.get("columns"), line)
    unit = fields.get("unit")
    if not isinstance(unit, Text) or not unit:
        document.report(Rule.TABLE, line, "the table has no unit", "add one, such as 'unit: t'")
        unit = Text.at(line, "t")
    shared = {name: fields[name] for name in _SHARED if name in fields}
    for code, row in document.fields(fields.get("rows"), "rows").items():
        place = Text.at(getattr(code, "line", line), code)
        cells = [cell.strip() for cell in document.text(row, f"row {place}").split("|")]
        if len(cells) != len(columns):
            noun = "cell" if len(cells) == 1 else "cells"
            what = f"row {place} has {len(cells)} {noun} for {len(columns)} columns"
            remedy = f"write NA where the source has it, {NOT_SEEN} for a cell not seen"
            document.report(Rule.TABLE, place.line, what, remedy)
        elif all(cell == NOT_SEEN for cell in cells):
            document.report(Rule.TABLE, place.line, f"nothing of row {place} was seen", "leave the row out")
        for column, printed in zip(columns, cells, strict=False):
            if column is None:
                continue
            if printed == NOT_SEEN:
                table.gaps.add(column)
                continue
            if (place, column) in own:
                what = f"the cell '{place} {column}' of {table.source} is taken"
                document.report(
                    Rule.GIVEN_ONCE,
                    place.line,
                    what,
                    "a figure is never edited: a correction is a version of the source",
                )
                continue
            own.add((place, column))
            table.cells[place, column] = Cell(document, place, column, Text.at(row.line, printed), unit, shared)


def _columns(document: Document, node: Node | None, line: int) -> list[Column | None]:
    if node is None:
        document.report(
            Rule.TABLE, line, "the table has no columns", "add them, such as 'columns: production 2024 | reserves 2025'"
        )
        return []
    columns: list[Column | None] = []
    for title in document.text(node, "columns").split("|"):
        measure, _, period = title.strip().partition(" ")
        if measure not in tuple(Measure):
            document.report(
                Rule.TABLE, node.line, f"column '{title.strip()}' names no measure", "write a measure and a year"
            )
            columns.append(None)
        elif measure not in FLOWS and any(one and one.measure == measure for one in columns):
            remedy = "a source says one thing of a stock: give each year's edition a source of its own"
            document.report(Rule.TABLE, node.line, f"a second column of {measure}", remedy)
            columns.append(None)
        elif Column(measure, period) in columns:
            document.report(Rule.TABLE, node.line, f"a second column '{measure} {period}'", "keep one of them")
            columns.append(None)
        else:
            columns.append(Column(measure, period))
    return columns


def _annotate(document: Document, fields: Fields, table: Table, here: Set[tuple[str, Column]], locator: str) -> None:
    """What is said of a cell (``BRA reserves 2025``) or of all its years (``BRA reserves``); empty takes it back.

    Meant are the cells that stand ``here``, or else those taken over. ``locator`` is where the source is read; how a
    cell was read is added to it.
    """
    for section, name in ANNOTATIONS.items():
        for key, node in document.fields(fields.get(section), section).items():
            place, _, title = key.partition(" ")
            keys = [at for at in table.cells if at[0] == place and title in (str(at[1]), at[1].measure)]
            line = getattr(key, "line", fields.line)
            if not keys or not isinstance(node, Text):
                document.report(
                    Rule.TABLE_NOTE, line, f"'{key}' is no cell of the table", "write a place and a column of it"
                )
                continue
            value = _annotation(name, node, str(fields.get("locator", locator)))
            for at in [at for at in keys if at in here] or keys:
                others = {field: said for field, said in table.cells[at].fields.items() if field != name}
                table.cells[at] = table.cells[at]._replace(fields={**others, name: value} if value else others)
    for key, node in document.fields(fields.get("accepted"), "accepted").items():
        measure, _, period = key.partition(" ")
        if not any(column == (measure, period) for _, column in table.cells):
            line = getattr(key, "line", fields.line)
            document.report(Rule.TABLE_NOTE, line, f"'{key}' is no column of the table", "name one of its columns")
        table.accepted[Column(measure, period)] = str(document.text(node, key))


def _annotation(name: str, node: Text, locator: str) -> Node:
    if name == "locator":
        return Text.at(node.line, "; ".join(filter(None, (locator, node))))
    if name != "draws_on":
        return node
    items = Items(Text.at(node.line, part.strip()) for part in node.split(",") if part.strip())
    items.line = node.line
    return items
