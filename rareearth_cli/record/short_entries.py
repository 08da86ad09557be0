"""Complete entries that people write in a few lines: without an id, with a publisher for a source, and place names."""

import re
from collections.abc import Iterable
from pathlib import Path

from rareearth_cli.model.fields import SOURCE
from rareearth_cli.model.names import PlaceTable
from rareearth_cli.model.records import Source
from rareearth_cli.model.vocabulary import Verification
from rareearth_cli.record.checks import check_past
from rareearth_cli.record.converters import convert_fields, make_converters
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.yaml_nodes import Document, ListNode, MappingNode, TextNode

#: What an entry without a source may say of it.
OF_SOURCE = ("publisher", "url", "published")
_CONVERTERS = make_converters({field.key: field for field in SOURCE if field.key in OF_SOURCE})


def complete_entries(documents: Iterable[Document], places: PlaceTable) -> dict[str, SourceEntry]:
    """Give the entries of users what they leave out, in place, and return the sources that they describe by id.

    An entry without an id gets one of the name of its file and its line. One that names a publisher and no source gets
    a source, the same for all entries that describe the same. A name of a place becomes its code.
    """
    sources: dict[str, SourceEntry] = {}
    for document in documents:
        entries = document.root.get("estimates")
        described: dict[tuple[str, ...], str] = {}
        prefix = clean_id(Path(document.name).stem)
        for entry in entries if isinstance(entries, ListNode) else ():
            if not isinstance(entry, MappingNode) or not entry:
                continue
            if "id" not in entry:
                entry["id"] = TextNode.at(entry.line, f"{prefix}/{entry.line}")
            measure, period = (str(entry.get(name, "")) for name in ("measure", "period"))
            document.add_findings(entry.line, (one.about("the figure") for one in check_past(measure, period)))
            place = entry.get("place")
            if isinstance(place, TextNode) and (found := places.find(place)) is not None:
                entry["place"] = TextNode.at(place.line, found.code)
            publisher = entry.get("publisher")
            if isinstance(publisher, TextNode) and publisher and not {"source", "like", "part_of"} & entry.keys():
                key = tuple(str(entry.get(name, "")) for name in OF_SOURCE)
                if key not in described:
                    described[key] = f"{prefix}/source-{len(described) + 1}"
                    sources[described[key]] = _build_source(described[key], document, entry)
                entry["source"] = TextNode.at(publisher.line, described[key])
                entry.pop("published", None)
    return sources


def _build_source(key: str, document: Document, entry: MappingNode) -> SourceEntry:
    said = convert_fields(document, {name: entry[name] for name in OF_SOURCE if name in entry}, _CONVERTERS)
    empty = {"title": "", "url": "", "locator": ""}
    source = Source(id=key, verification=Verification.SECONDARY, **{**empty, **said})  # type: ignore[arg-type]
    return SourceEntry(source, document, entry.line)


def clean_id(name: str) -> str:
    """Write the name of a file in the characters that ids have."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._") or "row"
