"""Read estimates as written and fill in the fields that each inherits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rareearth_cli.model.records import table_estimate_id
from rareearth_cli.model.rules import Rule
from rareearth_cli.record.converters import (
    DEFAULT_FIELDS,
    ESTIMATE_FIELDS,
    LINK_FIELDS,
    NOT_INHERITED_FIELDS,
    read_identifier,
    read_names,
    report_unknown_fields,
)
from rareearth_cli.record.sources import MAX_CHAIN_LENGTH, SourceEntry
from rareearth_cli.record.tables import Cell, Table
from rareearth_cli.record.yaml_nodes import Document, MappingNode, Node, TextNode


@dataclass
class Entry:
    """One estimate as written, and its place in the file.

    Attributes
    ----------
    own
        The fields that the entry states itself.
    fields
        The same fields, to which `read_entries` adds inherited fields and source defaults.

    """

    id: str
    fields: Mapping[str, Node]
    document: Document
    line: int
    own: Mapping[str, Node] = field(init=False)

    def __post_init__(self) -> None:
        self.own = self.fields

    def link_target(self, name: str) -> TextNode | None:
        """Return the id of the estimate that ``like`` or ``part_of`` names."""
        node = self.fields.get(name)
        return node if isinstance(node, TextNode) and node else None

    def addends(self) -> list[TextNode]:
        """Return the ids of the estimates that ``sum_of`` names."""
        return read_names(self.document, self.fields.get("sum_of"), "sum_of")


def read_entries(
    documents: list[Document], sources: Mapping[str, SourceEntry], tables: Mapping[str, Table]
) -> dict[str, Entry]:
    """Read the estimates of all tables and lists, by id, with inherited fields and source defaults filled in."""
    entries: dict[str, Entry] = {}
    for source, table in tables.items():
        for cell in table.cells.values():
            entry = _build_cell_entry(source, cell)
            entries[entry.id] = entry
    for document in documents:
        for node in document.expect_list(document.root.get("estimates"), "estimates"):
            fields = document.expect_mapping(node, "an estimate")
            if isinstance(node, MappingNode) or node == "":
                _add_entry(document, fields, entries)
    _remove_broken_links(entries)
    completed: dict[str, dict[str, Node]] = {}
    for entry in entries.values():
        entry.fields = _fill_source_defaults(_inherit_fields(entry, entries, completed), sources)
    return entries


def _build_cell_entry(source: str, cell: Cell) -> Entry:
    line = cell.printed.line
    fields: dict[str, Node] = {
        **cell.fields,
        "source": TextNode.at(line, source),
        "place": cell.place,
        "measure": TextNode.at(line, cell.column.measure),
        "printed": cell.printed,
        "unit": cell.unit,
        **({"period": TextNode.at(line, cell.column.period)} if cell.column.period else {}),
    }
    return Entry(table_estimate_id(source, cell.place, *cell.column), fields, cell.document, line)


def _add_entry(document: Document, fields: MappingNode, entries: dict[str, Entry]) -> None:
    node = fields.get("id")
    if node is None or not (key := read_identifier(document, node, "id")):
        document.add_problem(
            Rule.REQUIRED,
            fields.line,
            "an estimate without id",
            "give it one: place, publisher and year, such as rus-usgs-2025",
        )
        return
    if key in entries:
        first = entries[key]
        where = f"{first.document.name}:{first.line}"
        document.add_problem(
            Rule.UNIQUE_ID,
            node.line,
            f"id '{key}' is taken ({where})",
            "a figure is never edited: give the new one its own id",
        )
        return
    report_unknown_fields(document, fields, (*LINK_FIELDS, *ESTIMATE_FIELDS))
    if "like" in fields and "part_of" in fields:
        document.add_problem(
            Rule.ONE_PARENT,
            node.line,
            f"'{key}' has both like and part_of",
            "a part inherits from its whole: keep part_of",
        )
    entries[key] = Entry(key, fields, document, node.line)


def _remove_broken_links(entries: Mapping[str, Entry]) -> None:
    for entry in entries.values():
        fields = dict(entry.fields)
        for name in ("like", "part_of"):
            target = entry.link_target(name)
            if target is not None and (target not in entries or target == entry.id):
                entry.document.add_problem(
                    Rule.KNOWN_ESTIMATE,
                    target.line,
                    f"{name} unknown estimate '{target}'",
                    "name the id of another entry",
                )
                del fields[name]
        unknown = [target for target in entry.addends() if target not in entries or target == entry.id]
        for target in unknown:
            entry.document.add_problem(
                Rule.KNOWN_ESTIMATE, target.line, f"sum_of unknown estimate '{target}'", "name ids of other entries"
            )
        if unknown:
            del fields["sum_of"]
            fields["printed"] = TextNode.at(entry.line, "NA")
        entry.fields = fields


def _inherit_fields(
    entry: Entry,
    entries: Mapping[str, Entry],
    completed: dict[str, dict[str, Node]],
    below: tuple[str, ...] = (),
) -> dict[str, Node]:
    """Merge the fields of an entry with those of the entry that it is like or part of, and so on upwards."""
    if entry.id in completed:
        return completed[entry.id]
    own = dict(entry.fields)
    target = entry.link_target("like") or entry.link_target("part_of")
    if target is not None and (target in below or len(below) > MAX_CHAIN_LENGTH):
        what = f"'{entry.id}' inherits in a circle or over more than {MAX_CHAIN_LENGTH} steps"
        entry.document.add_problem(Rule.NO_CYCLE, entry.line, what, "write its fields out")
        own = {name: node for name, node in own.items() if name not in ("like", "part_of")}
        target = None
    inherited = _inherit_fields(entries[target], entries, completed, (*below, entry.id)) if target is not None else {}
    taken = {name: node for name, node in inherited.items() if name not in NOT_INHERITED_FIELDS}
    completed[entry.id] = {**taken, **own}
    return completed[entry.id]


def _fill_source_defaults(fields: dict[str, Node], sources: Mapping[str, SourceEntry]) -> dict[str, Node]:
    """Add what the source states for all its figures to the fields that the entry does not state itself."""
    source, measure = fields.get("source"), fields.get("measure")
    if not isinstance(source, TextNode) or source not in sources or not isinstance(measure, TextNode):
        return fields
    entry = sources[source]
    defaults = {name: node for name in DEFAULT_FIELDS if (node := entry.find_default(name, measure)) is not None}
    if entry.root:
        defaults["root"] = TextNode.at(entry.line, entry.root)
    return {**defaults, **fields}
