"""Read estimates as written and fill in the fields that each inherits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rareearth_cli.model.errors import Finding, Rule
from rareearth_cli.model.fields import ESTIMATE, Origin, select_fields
from rareearth_cli.model.records import table_estimate_id
from rareearth_cli.record.checks import MAX_CHAIN_LENGTH, check_id_is_free, check_link, find_circle
from rareearth_cli.record.converters import read_identifier, read_names, report_unknown_fields
from rareearth_cli.record.headers import find_column
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.tables import Cell, Table
from rareearth_cli.record.yaml_nodes import Document, MappingNode, Node, TextNode

#: The fields that an entry may state.
_FIELDS = select_fields(ESTIMATE, Origin.LINK | Origin.ENTRY)
_DEFAULT_FIELDS = select_fields(ESTIMATE, Origin.DEFAULT)
_NOT_INHERITED = frozenset(field.key for field in ESTIMATE if not field.inherited)


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

    def add_findings(self, findings: Iterable[Finding], line: int = 0) -> None:
        """Add a problem of this entry for every finding, at a line of the entry or at its beginning."""
        self.document.add_findings(line or self.line, (finding.about(f"'{self.id}'") for finding in findings))

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


def _name_field(word: str) -> str:
    """Say which field of an estimate has what others call by a word; empty if none has."""
    column = find_column(word)
    return next((f"write it as '{one.key}'" for one in _FIELDS.values() if one.name == column), "")


def advise_section(name: str) -> str:
    """Say where a field of an estimate belongs that stands where the sections are; empty if it is none."""
    return "write it in an entry below 'estimates:'" if name in _FIELDS or _name_field(name) else ""


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
        taken_at, elsewhere = f"{first.document.name}:{first.line}", first.document is not document
        document.add_findings(node.line, check_id_is_free(key, taken_at, elsewhere=elsewhere))
        return
    report_unknown_fields(document, fields, _FIELDS, _name_field)
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
            if target is not None and _report_broken_link(entry, name, target, entries):
                del fields[name]
        broken = [target for target in entry.addends() if _report_broken_link(entry, "sum_of", target, entries)]
        if broken:
            del fields["sum_of"]
            fields["printed"] = TextNode.at(entry.line, "NA")
        entry.fields = fields


def _report_broken_link(entry: Entry, name: str, target: TextNode, entries: Mapping[str, Entry]) -> bool:
    findings = list(check_link(name, entry.id, target, known=target in entries))
    entry.add_findings(findings, target.line)
    return bool(findings)


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
        entry.add_findings([find_circle()])
        own = {name: node for name, node in own.items() if name not in ("like", "part_of")}
        target = None
    inherited = _inherit_fields(entries[target], entries, completed, (*below, entry.id)) if target is not None else {}
    taken = {name: node for name, node in inherited.items() if name not in _NOT_INHERITED}
    completed[entry.id] = {**taken, **own}
    return completed[entry.id]


def _fill_source_defaults(fields: dict[str, Node], sources: Mapping[str, SourceEntry]) -> dict[str, Node]:
    """Add what the source states for all its figures to the fields that the entry does not state itself."""
    source, measure = fields.get("source"), fields.get("measure")
    if not isinstance(source, TextNode) or source not in sources or not isinstance(measure, TextNode):
        return fields
    entry = sources[source]
    defaults = {name: node for name in _DEFAULT_FIELDS if (node := entry.find_default(name, measure)) is not None}
    if entry.root:
        defaults["root"] = TextNode.at(entry.line, entry.root)
    return {**defaults, **fields}
