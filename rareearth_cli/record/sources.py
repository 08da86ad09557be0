"""Sources as written, with what they inherit from their series and from the version they amend."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.model.records import Source
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.converters import DEFAULT_FIELDS, SOURCE_FIELDS, convert, identifier, refuse_unknown, texts
from rareearth_cli.record.yaml_nodes import Document, Fields, Items, Node, Text

#: Chains of inheritance in a sound dataset have three or four links.
LONGEST_CHAIN = 50
#: What a version never takes over from the one it amends.
_OWN = frozenset({"amends", "version", "change", "note", "accessed"})
REQUIRED = ("publisher", "title", "url", "locator", "verification")


class SourceEntry(NamedTuple):
    """A source with what it says of all its figures: by measure, and the root they go back to."""

    source: Source
    document: Document
    line: int
    root: str = ""
    defaults: Mapping[str, Node] = MappingProxyType({})

    def default(self, name: str, measure: str) -> Node | None:
        """What the source says of ``name`` for all figures of ``measure``."""
        special = self.defaults.get(measure)
        if isinstance(special, Fields) and name in special:
            return special[name]
        node = self.defaults.get(name)
        return None if isinstance(node, Fields) else node


def read_sources(documents: list[Document]) -> dict[str, SourceEntry]:
    """All sources of all documents; defects go into the documents' problems."""
    written: dict[str, tuple[Document, Text, Fields]] = {}
    series: dict[str, Fields] = {}
    for document in documents:
        for name, node in document.fields(document.root.get("series"), "series").items():
            fields = document.fields(node, f"series {name}")
            refuse_unknown(document, fields, (*SOURCE_FIELDS, "root", "defaults"))
            if name in series:
                document.report(
                    Rule.GIVEN_ONCE,
                    fields.line,
                    f"series '{name}' is defined twice",
                    "give the new one a name of its own",
                )
            series.setdefault(name, fields)
        for name, node in document.fields(document.root.get("sources"), "sources").items():
            key = Text.at(getattr(name, "line", 1), name)
            if key in written:
                document.report(
                    Rule.GIVEN_ONCE, key.line, f"source '{key}' is defined twice", "give the new one an id of its own"
                )
                continue
            identifier(document, key, "source")
            fields = document.fields(node, f"source {key}")
            refuse_unknown(document, fields, (*SOURCE_FIELDS, "root", "defaults"))
            written[key] = document, key, fields
    return {
        key: _entry(document, line_key, _inherited(key, written, series, ()))
        for key, (document, line_key, _) in written.items()
    }


def _inherited(
    key: str,
    written: Mapping[str, tuple[Document, Text, Fields]],
    series: Mapping[str, Fields],
    above: tuple[str, ...],
) -> dict[str, Node]:
    document, _, own = written[key]
    fields: dict[str, Node] = {}
    amended = own.get("amends")
    if isinstance(amended, Text):
        if amended not in written:
            document.report(
                Rule.KNOWN_SOURCE,
                amended.line,
                f"amends unknown source '{amended}'",
                "name the source it is a version of",
            )
        elif amended in above or amended == key:
            document.report(
                Rule.NO_CIRCLE, amended.line, f"source '{key}' amends itself in a circle", "name the earlier version"
            )
        elif len(above) >= LONGEST_CHAIN:
            what = f"source '{key}' stands at the end of more than {LONGEST_CHAIN} amendments"
            document.report(Rule.NO_CIRCLE, amended.line, what, "start from a source written out in full")
        else:
            fields = _inherited(amended, written, series, (*above, key))
            fields = {name: node for name, node in fields.items() if name not in _OWN}
    name = own.get("series")
    if isinstance(name, Text):
        if name in series:
            fields.update(series[name])
        else:
            document.report(Rule.KNOWN_SOURCE, name.line, f"unknown series '{name}'", "define it under 'series'")
    return {**fields, **own}


def _entry(document: Document, key: Text, fields: dict[str, Node]) -> SourceEntry:
    missing = [name for name in REQUIRED if name not in fields]
    if missing:
        what = f"source '{key}' lacks {', '.join(missing)}"
        document.report(Rule.CITED, key.line, what, "say who published it, where it can be read and how it was read")
        empty = Text.at(key.line, "primary")
        fields = {**dict.fromkeys(missing, empty), **fields}
    root = fields.get("root")
    defaults = document.fields(fields.get("defaults"), "defaults")
    for name, node in defaults.items():
        if isinstance(node, Fields):
            refuse_unknown(document, node, DEFAULT_FIELDS)
        if name not in (*DEFAULT_FIELDS, *Measure):
            line = getattr(name, "line", key.line)
            document.report(
                Rule.KNOWN_FIELD,
                line,
                f"unknown default '{name}'",
                "use one of " + ", ".join((*DEFAULT_FIELDS, *Measure)),
            )
    values = convert(document, fields, SOURCE_FIELDS)
    for name in texts(document, fields.get("inferred", Items()), "inferred"):
        if name not in SOURCE_FIELDS:
            what = f"source '{key}' marks unknown field '{name}' as inferred"
            document.report(Rule.INFERRED, key.line, what, "name fields of the source")
    return SourceEntry(
        source=Source(id=str(key), **values),  # type: ignore[arg-type]
        document=document,
        line=key.line,
        root=identifier(document, root, "root") if root is not None else "",
        defaults=defaults,
    )
