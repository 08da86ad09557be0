"""Read sources as written, and fill in what they inherit from their series and from the source they amend."""

from collections.abc import Iterable, Mapping
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.model.errors import Rule
from rareearth_cli.model.fields import ESTIMATE, SOURCE, Origin, select_fields
from rareearth_cli.model.records import Source
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.checks import MAX_CHAIN_LENGTH, check_inferred
from rareearth_cli.record.converters import (
    convert_fields,
    make_converters,
    read_identifier,
    report_unknown_fields,
)
from rareearth_cli.record.yaml_nodes import Document, MappingNode, Node, TextNode

_FIELDS = select_fields(SOURCE, Origin.SOURCE)
_CONVERTERS = make_converters(_FIELDS)
_DEFAULT_FIELDS = select_fields(ESTIMATE, Origin.DEFAULT)
#: Fields that a version never inherits from the source that it amends.
_NOT_INHERITED = frozenset(field.key for field in SOURCE if not field.inherited)
REQUIRED_FIELDS = ("publisher", "title", "url", "locator", "verification")


class SourceEntry(NamedTuple):
    """A source with the origin (``root``) and the default fields that it states for all its figures."""

    source: Source
    document: Document
    line: int
    root: str = ""
    defaults: Mapping[str, Node] = MappingProxyType({})

    def find_default(self, name: str, measure: str) -> Node | None:
        """Return what the source states as ``name`` for all figures of ``measure``, or else for all its figures."""
        special = self.defaults.get(measure)
        if isinstance(special, MappingNode) and name in special:
            return special[name]
        node = self.defaults.get(name)
        return None if isinstance(node, MappingNode) else node


#: What the rows of a table take over from their series.
_OF_SERIES = ("basis", "system", "category", "stage")


def read_series_defaults(sources: Iterable[SourceEntry]) -> dict[tuple[str, str], Mapping[str, str]]:
    """Read what each series states for all its figures of a measure, by both."""
    newest = {one.source.series: one for one in sources if one.source.series}
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for (series, entry), measure in product(newest.items(), Measure):
        nodes = {name: entry.find_default(name, measure.value) for name in _OF_SERIES}
        texts = {name: str(node) for name, node in nodes.items() if isinstance(node, TextNode)}
        if entry.source.short:
            texts["short"] = entry.source.short
        found[series, measure.value] = texts
    return found


def read_sources(documents: list[Document]) -> dict[str, SourceEntry]:
    """Read all sources of all documents, by id; problems are added to the documents."""
    written: dict[str, tuple[Document, TextNode, MappingNode]] = {}
    series: dict[str, MappingNode] = {}
    for document in documents:
        for name, node in document.expect_mapping(document.root.get("series"), "series").items():
            fields = document.expect_mapping(node, f"series {name}")
            report_unknown_fields(document, fields, (*_FIELDS, "root", "defaults"))
            if name in series:
                document.add_problem(
                    Rule.UNIQUE_ID,
                    fields.line,
                    f"series '{name}' is defined twice",
                    "give the new one a name of its own",
                )
            series.setdefault(name, fields)
        for name, node in document.expect_mapping(document.root.get("sources"), "sources").items():
            key = TextNode.at(getattr(name, "line", 1), name)
            if key in written:
                document.add_problem(
                    Rule.UNIQUE_ID, key.line, f"source '{key}' is defined twice", "give the new one an id of its own"
                )
                continue
            read_identifier(document, key, "source")
            fields = document.expect_mapping(node, f"source {key}")
            report_unknown_fields(document, fields, (*_FIELDS, "root", "defaults"))
            written[key] = document, key, fields
    return {
        key: _build_entry(document, line_key, _inherit_fields(key, written, series, ()))
        for key, (document, line_key, _) in written.items()
    }


def _inherit_fields(
    key: str,
    written: Mapping[str, tuple[Document, TextNode, MappingNode]],
    series: Mapping[str, MappingNode],
    above: tuple[str, ...],
) -> dict[str, Node]:
    document, _, own = written[key]
    fields: dict[str, Node] = {}
    amended = own.get("amends")
    if isinstance(amended, TextNode):
        if amended not in written:
            document.add_problem(
                Rule.KNOWN_SOURCE,
                amended.line,
                f"amends unknown source '{amended}'",
                "name the source it is a version of",
            )
        elif amended in above or amended == key:
            document.add_problem(
                Rule.NO_CYCLE, amended.line, f"source '{key}' amends itself in a circle", "name the earlier version"
            )
        elif len(above) >= MAX_CHAIN_LENGTH:
            what = f"source '{key}' stands at the end of more than {MAX_CHAIN_LENGTH} amendments"
            document.add_problem(Rule.NO_CYCLE, amended.line, what, "start from a source written out in full")
        else:
            fields = _inherit_fields(amended, written, series, (*above, key))
            fields = {name: node for name, node in fields.items() if name not in _NOT_INHERITED}
    name = own.get("series")
    if isinstance(name, TextNode):
        if name in series:
            fields.update(series[name])
        else:
            document.add_problem(Rule.KNOWN_SOURCE, name.line, f"unknown series '{name}'", "define it under 'series'")
    return {**fields, **own}


def _build_entry(document: Document, key: TextNode, fields: dict[str, Node]) -> SourceEntry:
    missing = [name for name in REQUIRED_FIELDS if name not in fields]
    if missing:
        what = f"source '{key}' lacks {', '.join(missing)}"
        document.add_problem(
            Rule.CITATION, key.line, what, "say who published it, where it can be read and how it was read"
        )
        empty = TextNode.at(key.line, "primary")
        fields = {**dict.fromkeys(missing, empty), **fields}
    root = fields.get("root")
    defaults = document.expect_mapping(fields.get("defaults"), "defaults")
    for name, node in defaults.items():
        if isinstance(node, MappingNode):
            report_unknown_fields(document, node, _DEFAULT_FIELDS)
        if name not in (*_DEFAULT_FIELDS, *Measure):
            line = getattr(name, "line", key.line)
            document.add_problem(
                Rule.KNOWN_FIELD,
                line,
                f"unknown default '{name}'",
                "use one of " + ", ".join((*_DEFAULT_FIELDS, *Measure)),
            )
    source = Source(id=str(key), **convert_fields(document, fields, _CONVERTERS))  # type: ignore[arg-type]
    findings = check_inferred(source.inferred, _FIELDS)
    document.add_findings(key.line, (finding.about(f"source '{key}'") for finding in findings))
    return SourceEntry(
        source=source,
        document=document,
        line=key.line,
        root=read_identifier(document, root, "root") if root is not None else "",
        defaults=defaults,
    )
