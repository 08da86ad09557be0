"""Build typed records from entries: convert each field, resolve each reference, and apply each check."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from rareearth_cli.model.errors import Finding, Rule
from rareearth_cli.model.fields import ESTIMATE, Origin, select_fields
from rareearth_cli.model.names import PlaceTable
from rareearth_cli.model.quantity import PERCENT, Quantity
from rareearth_cli.model.records import (
    REFERENCE,
    Bridge,
    BridgeStep,
    Distortion,
    Estimate,
    Explanation,
    Remark,
    Root,
    UnknownStep,
)
from rareearth_cli.model.vocabulary import Evidence, Measure
from rareearth_cli.record.amounts import read_printed_quantity
from rareearth_cli.record.checks import (
    CONTAINER_ROLE,
    NOT_READ,
    REQUIRED_FIELDS,
    check_bridge,
    check_category,
    check_container,
    check_contradiction,
    check_defined,
    check_identifier,
    check_inferred,
    check_link,
    check_measure,
    check_part,
    check_place,
    check_required,
    check_status,
    describe_listed_figure,
    find_contradictions,
)
from rareearth_cli.record.converters import (
    BRIDGE_FIELDS,
    DISTORTION_FIELDS,
    ROOT_FIELDS,
    STEP_FIELDS,
    UNKNOWN_STEP_FIELDS,
    convert_fields,
    make_converters,
    read_names,
    read_text,
    read_word,
    report_unknown_fields,
)
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.yaml_nodes import Document, ListNode, MappingNode, Node, TextNode

#: The fields that an estimate keeps as they are stated; the others are the figure itself and its links.
_CONVERTERS = make_converters(select_fields(ESTIMATE, Origin.ENTRY))


def build_estimates(
    entries: Mapping[str, Entry],
    sources: Mapping[str, SourceEntry],
    places: PlaceTable,
    roots: Mapping[str, Root],
    systems: Mapping[str, Collection[str]],
    quantities: Mapping[str, Quantity],
) -> dict[str, Estimate]:
    """Build all estimates by id; one with a missing or unknown reference is reported and left out.

    ``systems`` gives the categories of each classification; if it lists none, categories are free text. ``quantities``
    are in tonnes, or in percent for shares.
    """
    reference_checks: dict[str, Callable[[str], Sequence[Finding]]] = {
        "place": partial(check_place, places=places),
        "source": partial(check_defined, "source", known=sources),
        "root": partial(check_defined, "root", known=roots),
    }
    estimates: dict[str, Estimate] = {}
    for entry in entries.values():
        if _check_references(entry, reference_checks):
            estimates[entry.id] = estimate = _build_estimate(entry, entries, sources, quantities[entry.id])
            entry.add_findings(_check_estimate(estimate, entries, quantities))
            own = [entry.own[name].line for name in ("system", "category") if name in entry.own]
            line = own[-1] if own else entry.line
            entry.add_findings(check_category(estimate.system, estimate.category, systems), line)
    listed = [one for one in map(describe_listed_figure, estimates.values()) if one is not None]
    for key, other in find_contradictions(listed):
        entries[key].add_findings(check_contradiction(other))
    return estimates


def _check_estimate(
    estimate: Estimate, entries: Mapping[str, Entry], quantities: Mapping[str, Quantity]
) -> Iterator[Finding]:
    """Check a single estimate, and the entries that it names."""
    key, quantity, holder = estimate.id, estimate.quantity, estimate.contained_in
    yield from check_measure(estimate.measure, estimate.share_of, estimate.period)
    yield from check_inferred(estimate.inferred)
    yield from check_status(estimate.status, estimate.note, distorts=estimate.distorts is not None)
    if estimate.distorts and (original := estimate.distorts.original) != NOT_READ:
        yield from check_link("distorts", key, original, known=original in entries)
    if whole := estimate.part_of:
        shares = [str(entries[each].fields.get("measure")) == Measure.SHARE for each in (key, whole)]
        if shares[0] == shares[1]:
            yield from check_part(quantity.low, quantities[whole].high, whole)
    if holder:
        yield from check_link("contained_in", key, holder, known=holder in entries)
    if holder in entries and holder != key:
        place, basis = (str(entries[holder].fields.get(name)) for name in ("place", "basis"))
        yield from check_container(estimate.place, holder, place, basis)
        yield from check_part(quantity.low, quantities[holder].high, holder, CONTAINER_ROLE)


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
            document.add_findings(fields.line, check_identifier("root", key))
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
            document.add_findings(fields.line, check_bridge(bridge, estimates))
            bridges.append(bridge)
    return tuple(bridges)


def read_system_names(documents: list[Document]) -> list[str]:
    """Return the classifications that the documents name in addition to those of the classification file."""
    return [
        str(name) for document in documents for name in read_names(document, document.root.get("systems"), "systems")
    ]


def read_remarks(
    documents: list[Document], sources: Mapping[str, SourceEntry], places: PlaceTable
) -> tuple[Remark, ...]:
    """Read what sources say about a place without giving a figure."""
    remarks = []
    for document in documents:
        for node in document.expect_list(document.root.get("remarks"), "remarks"):
            fields = document.expect_mapping(node, "a remark")
            report_unknown_fields(document, fields, Remark._fields)
            given = {name: _read_required_text(document, fields, name) for name in Remark._fields}
            document.add_findings(fields.line, check_place(given["place"], places))
            document.add_findings(fields.line, check_defined("source", given["source"], sources))
            remarks.append(Remark(**given))
    return tuple(remarks)


def read_explanations(documents: list[Document], estimates: Mapping[str, Estimate]) -> tuple[Explanation, ...]:
    """Read what figures are made of; every estimate that an explanation names must be in our data."""
    explanations = []
    for document in documents:
        for node in document.expect_list(document.root.get("explanations"), "explanations"):
            fields = document.expect_mapping(node, "an explanation")
            report_unknown_fields(document, fields, Explanation._fields)
            of, text = (_read_required_text(document, fields, name) for name in ("of", "text"))
            evidence = read_word(document, fields.get("evidence", TextNode.at(fields.line, "")), "evidence", Evidence)
            needs, until = (
                _read_required_text(document, fields, name) if name in fields else "" for name in ("needs", "until")
            )
            for key in filter(None, (of, *REFERENCE.findall(text), needs)):
                if key not in estimates:
                    document.add_problem(
                        Rule.KNOWN_ESTIMATE,
                        fields.line,
                        f"the explanation names '{key}'",
                        "name an estimate in our data",
                    )
            explanations.append(Explanation(of, evidence, text, needs, until))
    return tuple(explanations)


def _check_references(entry: Entry, checks: Mapping[str, Callable[[str], Sequence[Finding]]]) -> bool:
    """Return whether an entry states what it cannot do without, and names only what is in our data."""
    missing = [name for name in REQUIRED_FIELDS if name not in entry.fields]
    for name in missing:
        entry.add_findings(check_required(name, ""))
    valid = not missing
    for name, check in checks.items():
        if name in entry.fields:
            text = entry.document.expect_text(entry.fields[name], name)
            if findings := check(text):
                entry.document.add_findings(text.line, findings)
            valid = valid and bool(text) and not findings
    return valid


def _build_estimate(
    entry: Entry, entries: Mapping[str, Entry], sources: Mapping[str, SourceEntry], quantity: Quantity
) -> Estimate:
    converted = convert_fields(entry.document, entry.fields, _CONVERTERS)
    # A field such as least_digits only directs how the figure is read.
    values = {name: value for name, value in converted.items() if name in Estimate._fields}
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
    evidence = read_word(document, fields.get("evidence", TextNode.at(fields.line, "")), "evidence", Evidence)
    share_from = fields.get("share_from")
    return BridgeStep(
        cause=_read_required_text(document, fields, "cause"),
        evidence=evidence,
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
