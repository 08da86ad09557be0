"""Read the classification file: what each category means, one per row, and the conversion factors."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from rareearth_cli.model.chemistry import Factor, Factors
from rareearth_cli.model.errors import Rule
from rareearth_cli.model.ladder import (
    Authority,
    Category,
    Classification,
    Modifier,
    ReservesOverride,
    Rungs,
    parse_rungs,
)
from rareearth_cli.model.vocabulary import Basis
from rareearth_cli.record.converters import report_unknown_fields
from rareearth_cli.record.yaml_nodes import Document, MappingNode, Node, TextNode, read_bundled

SECTIONS = ("ladder", "developed", "columns", "systems", "effective", "atomic_weights", "oxides", "to_REO")
_RUNG_OPTIONS = re.compile(r"[1-6](?: [1-6])*(?: or [1-6](?: [1-6])*)*")
_EDITIONS = re.compile(r"(?:(?P<first>\d{4}) on|(?:(?P<start>\d{4}) )?to (?P<last>\d{4}))?")
_STAGES = ("", "in_place", "mineable_contained", "recoverable")


def read_classification(document: Document) -> Classification:
    """Read the classifications of a document; problems are added to the document."""
    report_unknown_fields(document, document.root, SECTIONS)
    systems, modifiers = {}, {}
    for name, node in document.expect_mapping(document.root.get("systems"), "systems").items():
        fields = document.expect_mapping(node, f"system {name}")
        report_unknown_fields(document, fields, ("title", "categories", "modifiers"))
        rows = document.expect_mapping(fields.get("categories"), "categories")
        systems[str(name)] = {
            str(key): _read_category(document, document.expect_text(row, str(key))) for key, row in rows.items()
        }
        words = document.expect_mapping(fields.get("modifiers"), "modifiers")
        modifiers[str(name)] = {
            str(key): _read_modifier(document, document.expect_text(row, str(key))) for key, row in words.items()
        }
    effective = document.expect_mapping(document.root.get("effective"), "effective")
    developed = document.expect_list(document.root.get("developed"), "developed")
    return Classification(
        systems=systems,
        developed=frozenset(str(document.expect_text(word, "developed")) for word in developed),
        overrides={
            str(place): _read_override(document, document.expect_text(row, str(place)))
            for place, row in effective.items()
        },
        modifiers=modifiers,
    )


def _read_category(document: Document, row: TextNode) -> Category:
    rungs, developed, stage, unfc, authority, evidence = _split_cells(document, row, 6)
    if stage not in _STAGES:
        document.add_problem(
            Rule.CLOSED_LIST,
            row.line,
            f"unknown stage '{stage}'",
            "use one of in_place, mineable_contained, recoverable",
        )
    return Category(
        options=_read_rung_options(document, row, rungs),
        developed=_read_rung_options(document, row, developed) if developed else (),
        stage=stage,
        unfc=tuple(unfc.split()),
        authority=_read_authority(document, row, authority),
        evidence=evidence,
    )


def _read_modifier(document: Document, text: TextNode) -> Modifier:
    """Read ``at best 2`` as a limit, and anything else as the rungs that replace those of the category."""
    if (best := re.fullmatch(r"at best ([1-6])", text)) is not None:
        return Modifier(frozenset(), int(best[1]))
    return Modifier(next(iter(_read_rung_options(document, text, text)), frozenset()))


def _read_override(document: Document, row: TextNode) -> ReservesOverride:
    rungs, editions, authority, evidence, what = _split_cells(document, row, 5)
    match = _EDITIONS.fullmatch(editions)
    if match is None:
        remedy = "write '2011 on', '2011 to 2020' or 'to 2020', or nothing where it is not known"
        document.add_problem(Rule.SHAPE, row.line, f"editions '{editions}' cannot be read", remedy)
    first, last = (int(match["first"] or match["start"] or 0), int(match["last"] or 0)) if match else (0, 0)
    return ReservesOverride(
        _read_rung_options(document, row, rungs),
        _read_authority(document, row, authority),
        evidence,
        what,
        first,
        last,
    )


def _split_cells(document: Document, row: TextNode, number: int) -> list[str]:
    cells = [cell.strip() for cell in row.split("|")]
    if len(cells) != number:
        document.add_problem(Rule.SHAPE, row.line, f"a row of {len(cells)} cells", f"write {number}, separated by |")
    return (cells + [""] * number)[:number]


def _read_rung_options(document: Document, row: TextNode, text: str) -> tuple[Rungs, ...]:
    if not _RUNG_OPTIONS.fullmatch(text):
        document.add_problem(
            Rule.LADDER, row.line, f"rungs '{text}' cannot be read", "write rungs 1 to 6 separated by blanks, and 'or'"
        )
        return ()
    return parse_rungs(text)


def _read_authority(document: Document, row: TextNode, text: str) -> Authority:
    if text not in tuple(Authority):
        document.add_problem(
            Rule.CLOSED_LIST, row.line, f"unknown authority '{text}'", f"use one of {', '.join(Authority)}"
        )
        return Authority.JUDGEMENT
    return Authority(text)


_FACTOR_FIELDS = ("factor", "low", "high", "authority", "evidence", "assumption")


@cache
def load_factors() -> Factors:
    """Load the bundled conversion factors.

    Raises
    ------
    InvalidDataset
        With every problem of the file.

    """
    return read_bundled("classification.yaml", read_factors)


def read_factors(document: Document) -> Factors:
    """Read the conversion factors of a document; problems are added to the document."""
    report_unknown_fields(document, document.root, SECTIONS)
    weights = document.expect_mapping(document.root.get("atomic_weights"), "atomic_weights")
    oxides = document.expect_mapping(document.root.get("oxides"), "oxides")
    to_reo = document.expect_mapping(document.root.get("to_REO"), "to_REO")
    return Factors(
        to_reo={str(name): _read_factor(document, str(name), node) for name, node in to_reo.items()},
        oxides={str(name): str(document.expect_text(node, name)) for name, node in oxides.items()},
        atomic_weights={str(name): _read_positive_number(document, node, name) for name, node in weights.items()},
    )


def _read_factor(document: Document, name: str, node: Node) -> Factor:
    fields = document.expect_mapping(node, name)
    report_unknown_fields(document, fields, _FACTOR_FIELDS)
    missing = [field for field in _FACTOR_FIELDS if field not in fields]
    if missing:
        document.add_problem(Rule.REQUIRED, fields.line, f"the factor of {name} lacks {', '.join(missing)}", "add it")
    value, low, high = (
        _read_positive_number(document, _text_or_one(fields, field), field) for field in ("factor", "low", "high")
    )
    if not low <= value <= high:
        document.add_problem(
            Rule.INTERVAL, fields.line, f"the factor of {name} lies outside its interval", "order low, factor, high"
        )
    text = _text_or_one(fields, "factor")
    digits = len(str(text).replace(".", "").lstrip("0"))
    authority, evidence, assumption = (
        str(_text_or_one(fields, field)) for field in ("authority", "evidence", "assumption")
    )
    return Factor(name, Basis.REO.value, value, low, high, max(1, digits), authority, evidence, assumption)


def _text_or_one(fields: MappingNode, name: str) -> TextNode:
    node = fields.get(name)
    return node if isinstance(node, TextNode) else TextNode.at(fields.line, "1")


def _read_positive_number(document: Document, node: Node, name: str) -> Decimal:
    text = document.expect_text(node, name)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number <= 0:
        document.add_problem(
            Rule.NUMBER, text.line, f"{name} '{text}' is not a positive number", "write it in digits, such as 0.55"
        )
        return Decimal(1)
    return number
