"""Build typed records from entries: convert each field, resolve each reference, and apply each check."""

from collections.abc import Collection, Mapping

from rareearth_cli.model.places import Place, suggest_place_code
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Bridge, BridgeStep, Distortion, Estimate, Remark, Root, UnknownStep
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Evidence, Measure, Status
from rareearth_cli.record.amounts import read_printed_quantity
from rareearth_cli.record.checks import check_bridge, check_category, check_contained_amount, check_estimate, check_part
from rareearth_cli.record.converters import (
    BRIDGE_FIELDS,
    DISTORTION_FIELDS,
    ESTIMATE_FIELDS,
    ROOT_FIELDS,
    STEP_FIELDS,
    UNKNOWN_STEP_FIELDS,
    convert_fields,
    make_choice_converter,
    read_names,
    read_text,
    report_unknown_fields,
)
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.yaml_nodes import Document, ListNode, MappingNode, Node, TextNode

_REQUIRED_FIELDS = {
    "place": "an ISO 3166 alpha-3 code, or WLD, CIS, OTH",
    "source": "the id of a source",
    "measure": "one of " + ", ".join(Measure),
}
#: Fields that only direct how the figure is read; the record does not keep them.
_FIELDS_FOR_READING = ("least_digits",)


def build_estimates(
    entries: Mapping[str, Entry],
    sources: Mapping[str, SourceEntry],
    places: Mapping[str, Place],
    roots: Mapping[str, Root],
    systems: Mapping[str, Collection[str]],
    quantities: Mapping[str, Quantity],
) -> dict[str, Estimate]:
    """Build all estimates by id; one with a missing or unknown reference is reported and left out.

    ``systems`` gives the categories of each classification; if it lists none, categories are free text. ``quantities``
    are in tonnes, or in percent for shares.
    """
    estimates: dict[str, Estimate] = {}
    for entry in entries.values():
        if _check_references(entry, sources, places, roots):
            estimate = _build_estimate(entry, entries, sources, quantities[entry.id])
            check_estimate(entry, estimate, entries)
            check_category(entry, estimate, systems)
            if estimate.part_of:
                check_part(entry, estimate.quantity, quantities[estimate.part_of])
            if estimate.contained_in in entries:
                check_contained_amount(
                    entry, estimate, entries[estimate.contained_in], quantities[estimate.contained_in]
                )
            estimates[entry.id] = estimate
    return estimates


def read_roots(documents: list[Document]) -> dict[str, Root]:
    """Read the origins: the registers and counts that figures come from."""
    roots = {}
    for document in documents:
        for key, node in document.expect_mapping(document.root.get("roots"), "roots").items():
            fields = document.expect_mapping(node, f"root {key}")
            if key in roots:
                document.add_problem(
                    Rule.UNIQUE_ID, fields.line, f"root '{key}' is defined twice", "give the new one a name of its own"
                )
                continue
            report_unknown_fields(document, fields, ROOT_FIELDS)
            given = {name: read_text(document, fields[name], name) if name in fields else "" for name in ROOT_FIELDS}
            roots[str(key)] = Root(id=str(key), title=given["title"] or str(key), keeper=given["keeper"])
    return roots


def read_bridges(documents: list[Document], estimates: Mapping[str, Estimate]) -> tuple[Bridge, ...]:
    """Read all bridges; problems with their ends, steps or sums are added to the documents."""
    bridges: list[Bridge] = []
    for document in documents:
        for node in document.expect_list(document.root.get("bridges"), "bridges"):
            fields = document.expect_mapping(node, "a bridge")
            report_unknown_fields(document, fields, BRIDGE_FIELDS)
            whole, part = (
                read_text(document, fields.get(end, TextNode.at(fields.line, "")), end) for end in ("whole", "part")
            )
            bridge = Bridge(
                whole=whole,
                part=part,
                detail=tuple(
                    _read_step(document, step) for step in document.expect_list(fields.get("detail"), "detail")
                ),
                unknown=tuple(
                    _read_unknown_step(document, step)
                    for step in document.expect_list(fields.get("unknown"), "unknown")
                ),
            )
            if any((bridge.whole, bridge.part) == (other.whole, other.part) for other in bridges):
                what = f"a second bridge from '{whole}' to '{part}'"
                document.add_problem(Rule.UNIQUE_ID, fields.line, what, "keep one of them")
            check_bridge(Entry(whole, fields, document, fields.line), bridge, estimates)
            bridges.append(bridge)
    return tuple(bridges)


def read_system_names(documents: list[Document]) -> list[str]:
    """Return the classifications that the documents name in addition to those of the classification file."""
    return [
        str(name) for document in documents for name in read_names(document, document.root.get("systems"), "systems")
    ]


def read_remarks(
    documents: list[Document], sources: Mapping[str, SourceEntry], places: Mapping[str, Place]
) -> tuple[Remark, ...]:
    """Read what sources say about a place without giving a figure."""
    remarks = []
    for document in documents:
        for node in document.expect_list(document.root.get("remarks"), "remarks"):
            fields = document.expect_mapping(node, "a remark")
            report_unknown_fields(document, fields, Remark._fields)
            given = {name: _read_required_text(document, fields, name) for name in Remark._fields}
            if (place := given["place"]) and place not in places:
                document.add_problem(
                    Rule.KNOWN_PLACE, fields.line, f"unknown place '{place}'", suggest_place_code(place, places)
                )
            if (source := given["source"]) and source not in sources:
                what = f"unknown source '{source}'"
                document.add_problem(Rule.KNOWN_SOURCE, fields.line, what, "define it under 'sources'")
            remarks.append(Remark(**given))
    return tuple(remarks)


def _check_references(
    entry: Entry, sources: Mapping[str, SourceEntry], places: Mapping[str, Place], roots: Mapping[str, Root]
) -> bool:
    valid = True
    for name, remedy in _REQUIRED_FIELDS.items():
        if name not in entry.fields:
            entry.document.add_problem(Rule.REQUIRED, entry.line, f"'{entry.id}' has no {name}", f"add {remedy}")
            valid = False
    known: dict[str, tuple[Mapping[str, object], Rule]] = {
        "place": (places, Rule.KNOWN_PLACE),
        "source": (sources, Rule.KNOWN_SOURCE),
        "root": (roots, Rule.KNOWN_ROOT),
    }
    for name, (targets, rule) in known.items():
        node = entry.fields.get(name)
        if node is not None and not isinstance(node, TextNode):
            entry.document.expect_text(node, name)
            valid = False
        elif isinstance(node, TextNode) and node not in targets:
            remedy = suggest_place_code(node, places) if name == "place" else f"define it under '{name}s'"
            entry.document.add_problem(rule, node.line, f"unknown {name} '{node}'", remedy)
            valid = False
    return valid


def _build_estimate(
    entry: Entry, entries: Mapping[str, Entry], sources: Mapping[str, SourceEntry], quantity: Quantity
) -> Estimate:
    values = convert_fields(entry.document, entry.fields, ESTIMATE_FIELDS)
    for name in _FIELDS_FOR_READING:
        values.pop(name, None)
    source = str(values["source"])
    values.setdefault("publisher", sources[source].source.publisher)
    values.setdefault("root", _find_origin(entry, entries))
    part_of = entry.link_target("part_of") or ""
    is_percentage = quantity.unit == PERCENT and values["measure"] is not Measure.SHARE
    return Estimate(
        id=entry.id,
        quantity=quantity,
        percent=read_printed_quantity(entry) if is_percentage else None,
        part_of=str(part_of),
        derived_from=(str(part_of),) if is_percentage else tuple(map(str, entry.addends())),
        distorts=_read_distortion(entry),
        **values,  # type: ignore[arg-type]
    )


def _find_origin(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """Return the origin of an entry: the stated one, that of the whole for a part, or else the entry itself."""
    while "root" not in entry.fields and (whole := entry.link_target("part_of")) is not None:
        entry = entries[whole]
    node = entry.fields.get("root")
    return str(node) if isinstance(node, TextNode) else entry.id


def _read_distortion(entry: Entry) -> Distortion | None:
    node = entry.fields.get("distorts")
    status = entry.fields.get("status")
    if (node is not None) != (str(status) == Status.MISQUOTED):
        remedy = "give a misquoted figure 'status: misquoted' and 'distorts: {original: ..., how: ...}', no other"
        entry.document.add_problem(
            Rule.DISTORTS, entry.line, f"'{entry.id}' has only one of status misquoted and distorts", remedy
        )
    if node is None:
        return None
    fields = entry.document.expect_mapping(node, "distorts")
    report_unknown_fields(entry.document, fields, DISTORTION_FIELDS)
    empty = TextNode.at(entry.line, "")
    original, how = (read_text(entry.document, fields.get(name, empty), name) for name in DISTORTION_FIELDS)
    return Distortion(original=original, how=how)


def _read_step(document: Document, node: Node) -> BridgeStep:
    fields = document.expect_mapping(node, "a step")
    report_unknown_fields(document, fields, STEP_FIELDS)
    evidence = make_choice_converter(Evidence)(
        document, fields.get("evidence", TextNode.at(fields.line, "")), "evidence"
    )
    share_from = fields.get("share_from")
    return BridgeStep(
        cause=_read_required_text(document, fields, "cause"),
        evidence=Evidence(str(evidence)),
        share_from=read_text(document, share_from, "share_from") if share_from is not None else "",
    )


def _read_unknown_step(document: Document, node: Node) -> UnknownStep:
    fields = document.expect_mapping(node, "an unknown step")
    report_unknown_fields(document, fields, UNKNOWN_STEP_FIELDS)
    return UnknownStep(
        cause=_read_required_text(document, fields, "cause"), what=_read_required_text(document, fields, "what")
    )


def _read_required_text(document: Document, fields: MappingNode | ListNode, name: str) -> str:
    node = fields.get(name) if isinstance(fields, MappingNode) else None
    return read_text(document, node if node is not None else TextNode.at(fields.line, ""), name)
