"""Estimates as written, each with the fields it inherits filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rareearth_cli.model.records import cell_id
from rareearth_cli.model.rules import Rule
from rareearth_cli.record.converters import (
    DEFAULT_FIELDS,
    ESTIMATE_FIELDS,
    LINK_FIELDS,
    OWN_FIELDS,
    identifier,
    names,
    refuse_unknown,
)
from rareearth_cli.record.sources import LONGEST_CHAIN, SourceEntry
from rareearth_cli.record.tables import Cell, Table
from rareearth_cli.record.yaml_nodes import Document, Fields, Node, Text


@dataclass
class Entry:
    """One estimate and its place in the file; ``own`` is what it says itself, ``fields`` what it inherits too."""

    id: str
    fields: Mapping[str, Node]
    document: Document
    line: int
    own: Mapping[str, Node] = field(init=False)

    def __post_init__(self) -> None:
        self.own = self.fields

    def link(self, name: str) -> Text | None:
        """The estimate that ``like`` or ``part_of`` names."""
        node = self.fields.get(name)
        return node if isinstance(node, Text) and node else None

    def addends(self) -> list[Text]:
        """The estimates that ``sum_of`` names."""
        return names(self.document, self.fields.get("sum_of"), "sum_of")


def read_entries(
    documents: list[Document], sources: Mapping[str, SourceEntry], tables: Mapping[str, Table]
) -> dict[str, Entry]:
    """All estimates of tables and lists, by id, with inherited fields and source defaults filled in."""
    entries: dict[str, Entry] = {}
    for source, table in tables.items():
        for cell in table.cells.values():
            entry = _from_cell(source, cell)
            entries[entry.id] = entry
    for document in documents:
        for node in document.items(document.root.get("estimates"), "estimates"):
            fields = document.fields(node, "an estimate")
            if isinstance(node, Fields) or node == "":
                _add(document, fields, entries)
    _refuse_broken_links(entries)
    whole: dict[str, dict[str, Node]] = {}
    for entry in entries.values():
        entry.fields = _with_defaults(_inherit(entry, entries, whole), sources)
    return entries


def _from_cell(source: str, cell: Cell) -> Entry:
    line = cell.printed.line
    fields: dict[str, Node] = {
        **cell.fields,
        "source": Text.at(line, source),
        "place": cell.place,
        "measure": Text.at(line, cell.column.measure),
        "printed": cell.printed,
        "unit": cell.unit,
        **({"period": Text.at(line, cell.column.period)} if cell.column.period else {}),
    }
    return Entry(cell_id(source, cell.place, *cell.column), fields, cell.document, line)


def _add(document: Document, fields: Fields, entries: dict[str, Entry]) -> None:
    node = fields.get("id")
    if node is None or not (key := identifier(document, node, "id")):
        document.report(
            Rule.REQUIRED,
            fields.line,
            "an estimate without id",
            "give it one: place, publisher and year, such as rus-usgs-2025",
        )
        return
    if key in entries:
        first = entries[key]
        where = f"{first.document.name}:{first.line}"
        document.report(
            Rule.GIVEN_ONCE,
            node.line,
            f"id '{key}' is taken ({where})",
            "a figure is never edited: give the new one its own id",
        )
        return
    refuse_unknown(document, fields, (*LINK_FIELDS, *ESTIMATE_FIELDS))
    if "like" in fields and "part_of" in fields:
        document.report(
            Rule.ONE_PARENT,
            node.line,
            f"'{key}' has both like and part_of",
            "a part inherits from its whole: keep part_of",
        )
    entries[key] = Entry(key, fields, document, node.line)


def _refuse_broken_links(entries: Mapping[str, Entry]) -> None:
    for entry in entries.values():
        fields = dict(entry.fields)
        for name in ("like", "part_of"):
            target = entry.link(name)
            if target is not None and (target not in entries or target == entry.id):
                entry.document.report(
                    Rule.KNOWN_ESTIMATE,
                    target.line,
                    f"{name} unknown estimate '{target}'",
                    "name the id of another entry",
                )
                del fields[name]
        unknown = [target for target in entry.addends() if target not in entries or target == entry.id]
        for target in unknown:
            entry.document.report(
                Rule.KNOWN_ESTIMATE, target.line, f"sum_of unknown estimate '{target}'", "name ids of other entries"
            )
        if unknown:
            del fields["sum_of"]
            fields["printed"] = Text.at(entry.line, "NA")
        entry.fields = fields


def _inherit(
    entry: Entry,
    entries: Mapping[str, Entry],
    whole: dict[str, dict[str, Node]],
    below: tuple[str, ...] = (),
) -> dict[str, Node]:
    """The fields of ``entry`` over those of the entry it is like or part of, and so on."""
    if entry.id in whole:
        return whole[entry.id]
    own = dict(entry.fields)
    target = entry.link("like") or entry.link("part_of")
    if target is not None and (target in below or len(below) > LONGEST_CHAIN):
        what = f"'{entry.id}' inherits in a circle or over more than {LONGEST_CHAIN} steps"
        entry.document.report(Rule.NO_CIRCLE, entry.line, what, "write its fields out")
        own = {name: node for name, node in own.items() if name not in ("like", "part_of")}
        target = None
    inherited = _inherit(entries[target], entries, whole, (*below, entry.id)) if target is not None else {}
    taken = {name: node for name, node in inherited.items() if name not in OWN_FIELDS}
    whole[entry.id] = {**taken, **own}
    return whole[entry.id]


def _with_defaults(fields: dict[str, Node], sources: Mapping[str, SourceEntry]) -> dict[str, Node]:
    """What the source says of all its figures, where the entry itself says nothing."""
    source, measure = fields.get("source"), fields.get("measure")
    if not isinstance(source, Text) or source not in sources or not isinstance(measure, Text):
        return fields
    entry = sources[source]
    defaults = {name: node for name in DEFAULT_FIELDS if (node := entry.default(name, measure)) is not None}
    if entry.root:
        defaults["root"] = Text.at(entry.line, entry.root)
    return {**defaults, **fields}
