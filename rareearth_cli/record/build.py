"""Records from entries: every field converted, every reference followed, every rule checked."""

from collections.abc import Collection, Mapping

from rareearth_cli.model.places import Place, place_remedy
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Bridge, BridgeStep, Distortion, Estimate, Remark, Root, UnknownStep
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Evidence, Measure, Status
from rareearth_cli.record.amounts import printed_quantity
from rareearth_cli.record.checks import check_bridge, check_category, check_content, check_estimate, check_part
from rareearth_cli.record.converters import (
    BRIDGE_FIELDS,
    DISTORTION_FIELDS,
    ESTIMATE_FIELDS,
    ROOT_FIELDS,
    STEP_FIELDS,
    UNKNOWN_STEP_FIELDS,
    convert,
    names,
    one_of,
    refuse_unknown,
    text,
)
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.yaml_nodes import Document, Fields, Items, Node, Text

_REQUIRED = {
    "place": "an ISO 3166 alpha-3 code, or WLD, CIS, OTH",
    "source": "the id of a source",
    "measure": "one of " + ", ".join(Measure),
}
#: Reader's fields that are used up while the figure is read.
_NOT_KEPT = ("least_digits",)


def build_estimates(
    entries: Mapping[str, Entry],
    sources: Mapping[str, SourceEntry],
    places: Mapping[str, Place],
    roots: Mapping[str, Root],
    systems: Mapping[str, Collection[str]],
    quantities: Mapping[str, Quantity],
) -> dict[str, Estimate]:
    """All estimates; those with defects that leave nothing to build are reported and left out.

    ``systems`` has the categories of each classification; of one without any, they are free text.
    """
    estimates: dict[str, Estimate] = {}
    for entry in entries.values():
        if _references_hold(entry, sources, places, roots):
            estimate = _estimate(entry, entries, sources, quantities[entry.id])
            check_estimate(entry, estimate, entries)
            check_category(entry, estimate, systems)
            if estimate.part_of:
                check_part(entry, estimate.quantity, quantities[estimate.part_of])
            if estimate.contained_in in entries:
                check_content(entry, estimate, entries[estimate.contained_in], quantities[estimate.contained_in])
            estimates[entry.id] = estimate
    return estimates


def read_roots(documents: list[Document]) -> dict[str, Root]:
    """The ledgers and counts that figures go back to."""
    roots = {}
    for document in documents:
        for key, node in document.fields(document.root.get("roots"), "roots").items():
            fields = document.fields(node, f"root {key}")
            if key in roots:
                document.report(
                    Rule.GIVEN_ONCE, fields.line, f"root '{key}' is defined twice", "give the new one a name of its own"
                )
                continue
            refuse_unknown(document, fields, ROOT_FIELDS)
            given = {name: text(document, fields[name], name) if name in fields else "" for name in ROOT_FIELDS}
            roots[str(key)] = Root(id=str(key), title=given["title"] or str(key), keeper=given["keeper"])
    return roots


def read_bridges(documents: list[Document], estimates: Mapping[str, Estimate]) -> tuple[Bridge, ...]:
    """The bridges whose two ends exist."""
    bridges: list[Bridge] = []
    for document in documents:
        for node in document.items(document.root.get("bridges"), "bridges"):
            fields = document.fields(node, "a bridge")
            refuse_unknown(document, fields, BRIDGE_FIELDS)
            whole, part = (text(document, fields.get(end, Text.at(fields.line, "")), end) for end in ("whole", "part"))
            bridge = Bridge(
                whole=whole,
                part=part,
                detail=tuple(_step(document, step) for step in document.items(fields.get("detail"), "detail")),
                unknown=tuple(_unknown(document, step) for step in document.items(fields.get("unknown"), "unknown")),
            )
            if any((bridge.whole, bridge.part) == (other.whole, other.part) for other in bridges):
                what = f"a second bridge from '{whole}' to '{part}'"
                document.report(Rule.GIVEN_ONCE, fields.line, what, "keep one of them")
            check_bridge(Entry(whole, fields, document, fields.line), bridge, estimates)
            bridges.append(bridge)
    return tuple(bridges)


def read_systems(documents: list[Document]) -> list[str]:
    """The classifications that the documents name beside those of the classification file."""
    return [str(name) for document in documents for name in names(document, document.root.get("systems"), "systems")]


def read_remarks(
    documents: list[Document], sources: Mapping[str, SourceEntry], places: Mapping[str, Place]
) -> tuple[Remark, ...]:
    """What sources say of places without a figure."""
    remarks = []
    for document in documents:
        for node in document.items(document.root.get("remarks"), "remarks"):
            fields = document.fields(node, "a remark")
            refuse_unknown(document, fields, Remark._fields)
            given = {name: _required(document, fields, name) for name in Remark._fields}
            if (place := given["place"]) and place not in places:
                document.report(Rule.KNOWN_PLACE, fields.line, f"unknown place '{place}'", place_remedy(place, places))
            if (source := given["source"]) and source not in sources:
                what = f"unknown source '{source}'"
                document.report(Rule.KNOWN_SOURCE, fields.line, what, "define it under 'sources'")
            remarks.append(Remark(**given))
    return tuple(remarks)


def _references_hold(
    entry: Entry, sources: Mapping[str, SourceEntry], places: Mapping[str, Place], roots: Mapping[str, Root]
) -> bool:
    sound = True
    for name, remedy in _REQUIRED.items():
        if name not in entry.fields:
            entry.document.report(Rule.REQUIRED, entry.line, f"'{entry.id}' has no {name}", f"add {remedy}")
            sound = False
    known: dict[str, tuple[Mapping[str, object], Rule]] = {
        "place": (places, Rule.KNOWN_PLACE),
        "source": (sources, Rule.KNOWN_SOURCE),
        "root": (roots, Rule.KNOWN_ROOT),
    }
    for name, (targets, rule) in known.items():
        node = entry.fields.get(name)
        if node is not None and not isinstance(node, Text):
            entry.document.text(node, name)
            sound = False
        elif isinstance(node, Text) and node not in targets:
            remedy = place_remedy(node, places) if name == "place" else f"define it under '{name}s'"
            entry.document.report(rule, node.line, f"unknown {name} '{node}'", remedy)
            sound = False
    return sound


def _estimate(
    entry: Entry, entries: Mapping[str, Entry], sources: Mapping[str, SourceEntry], quantity: Quantity
) -> Estimate:
    values = convert(entry.document, entry.fields, ESTIMATE_FIELDS)
    for name in _NOT_KEPT:
        values.pop(name, None)
    source = str(values["source"])
    values.setdefault("publisher", sources[source].source.publisher)
    values.setdefault("root", _root(entry, entries))
    part_of = entry.link("part_of") or ""
    shares = quantity.unit == PERCENT and values["measure"] is not Measure.SHARE
    return Estimate(
        id=entry.id,
        quantity=quantity,
        percent=printed_quantity(entry) if shares else None,
        part_of=str(part_of),
        derived_from=(str(part_of),) if shares else tuple(map(str, entry.addends())),
        distorts=_distortion(entry),
        **values,  # type: ignore[arg-type]
    )


def _root(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """Who names no root is a witness of its own; a part goes back to what its whole goes back to."""
    while "root" not in entry.fields and (whole := entry.link("part_of")) is not None:
        entry = entries[whole]
    node = entry.fields.get("root")
    return str(node) if isinstance(node, Text) else entry.id


def _distortion(entry: Entry) -> Distortion | None:
    node = entry.fields.get("distorts")
    status = entry.fields.get("status")
    if (node is not None) != (str(status) == Status.MISQUOTED):
        remedy = "give a misquoted figure 'status: misquoted' and 'distorts: {original: ..., how: ...}', no other"
        entry.document.report(
            Rule.DISTORTS, entry.line, f"'{entry.id}' has only one of status misquoted and distorts", remedy
        )
    if node is None:
        return None
    fields = entry.document.fields(node, "distorts")
    refuse_unknown(entry.document, fields, DISTORTION_FIELDS)
    empty = Text.at(entry.line, "")
    original, how = (text(entry.document, fields.get(name, empty), name) for name in DISTORTION_FIELDS)
    return Distortion(original=original, how=how)


def _step(document: Document, node: Node) -> BridgeStep:
    fields = document.fields(node, "a step")
    refuse_unknown(document, fields, STEP_FIELDS)
    evidence = one_of(Evidence)(document, fields.get("evidence", Text.at(fields.line, "")), "evidence")
    share_from = fields.get("share_from")
    return BridgeStep(
        cause=_required(document, fields, "cause"),
        evidence=Evidence(str(evidence)),
        share_from=text(document, share_from, "share_from") if share_from is not None else "",
    )


def _unknown(document: Document, node: Node) -> UnknownStep:
    fields = document.fields(node, "an unknown step")
    refuse_unknown(document, fields, UNKNOWN_STEP_FIELDS)
    return UnknownStep(cause=_required(document, fields, "cause"), what=_required(document, fields, "what"))


def _required(document: Document, fields: Fields | Items, name: str) -> str:
    node = fields.get(name) if isinstance(fields, Fields) else None
    return text(document, node if node is not None else Text.at(fields.line, ""), name)
