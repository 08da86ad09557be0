"""The classification file: what categories mean, a row a category."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from rareearth_cli.model.chemistry import Factor, Factors
from rareearth_cli.model.ladder import Authority, Category, Classification, Effective, Modifier, Rungs, read
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import Basis
from rareearth_cli.record.converters import refuse_unknown
from rareearth_cli.record.yaml_nodes import Document, Fields, Node, Text, read_bundled

SECTIONS = ("ladder", "developed", "columns", "systems", "effective", "atomic_weights", "oxides", "to_REO")
_OPTIONS = re.compile(r"[1-6](?: [1-6])*(?: or [1-6](?: [1-6])*)*")
_STAGES = ("", "in_place", "mineable_contained", "recoverable")


def read_classification(document: Document) -> Classification:
    """The systems of a document; defects go into its problems."""
    refuse_unknown(document, document.root, SECTIONS)
    systems, modifiers = {}, {}
    for name, node in document.fields(document.root.get("systems"), "systems").items():
        fields = document.fields(node, f"system {name}")
        refuse_unknown(document, fields, ("title", "categories", "modifiers"))
        rows = document.fields(fields.get("categories"), "categories")
        systems[str(name)] = {str(key): _category(document, document.text(row, str(key))) for key, row in rows.items()}
        words = document.fields(fields.get("modifiers"), "modifiers")
        modifiers[str(name)] = {
            str(key): _modifier(document, document.text(row, str(key))) for key, row in words.items()
        }
    effective = document.fields(document.root.get("effective"), "effective")
    developed = document.items(document.root.get("developed"), "developed")
    return Classification(
        systems=systems,
        developed=frozenset(str(document.text(word, "developed")) for word in developed),
        effective={
            str(place): _effective(document, document.text(row, str(place))) for place, row in effective.items()
        },
        modifiers=modifiers,
    )


def _category(document: Document, row: Text) -> Category:
    rungs, developed, stage, unfc, authority, evidence = _cells(document, row, 6)
    if stage not in _STAGES:
        document.report(
            Rule.CLOSED_LIST,
            row.line,
            f"unknown stage '{stage}'",
            "use one of in_place, mineable_contained, recoverable",
        )
    return Category(
        options=_options(document, row, rungs),
        developed=_options(document, row, developed) if developed else (),
        stage=stage,
        unfc=tuple(unfc.split()),
        authority=_authority(document, row, authority),
        evidence=evidence,
    )


def _modifier(document: Document, text: Text) -> Modifier:
    """``at best 2`` for what stands no higher, or the rungs that are covered instead."""
    if (best := re.fullmatch(r"at best ([1-6])", text)) is not None:
        return Modifier(frozenset(), int(best[1]))
    return Modifier(next(iter(_options(document, text, text)), frozenset()))


def _effective(document: Document, row: Text) -> Effective:
    rungs, authority, evidence, what = _cells(document, row, 4)
    return Effective(_options(document, row, rungs), _authority(document, row, authority), evidence, what)


def _cells(document: Document, row: Text, number: int) -> list[str]:
    cells = [cell.strip() for cell in row.split("|")]
    if len(cells) != number:
        document.report(Rule.SHAPE, row.line, f"a row of {len(cells)} cells", f"write {number}, parted by |")
    return (cells + [""] * number)[:number]


def _options(document: Document, row: Text, text: str) -> tuple[Rungs, ...]:
    if not _OPTIONS.fullmatch(text):
        document.report(
            Rule.LADDER, row.line, f"rungs '{text}' cannot be read", "write rungs 1 to 6 parted by blanks, and 'or'"
        )
        return ()
    return read(text)


def _authority(document: Document, row: Text, text: str) -> Authority:
    if text not in tuple(Authority):
        document.report(Rule.CLOSED_LIST, row.line, f"unknown authority '{text}'", f"use one of {', '.join(Authority)}")
        return Authority.JUDGEMENT
    return Authority(text)


_FIELDS = ("factor", "low", "high", "authority", "evidence", "assumption")


@cache
def load_factors() -> Factors:
    """The factors that ship with the tool.

    Raises:
        InvalidDataset: with every defect of the file.

    """
    return read_bundled("classification.yaml", read_factors)


def read_factors(document: Document) -> Factors:
    """The factors of a document; defects go into its problems."""
    refuse_unknown(document, document.root, SECTIONS)
    weights = document.fields(document.root.get("atomic_weights"), "atomic_weights")
    oxides = document.fields(document.root.get("oxides"), "oxides")
    to_reo = document.fields(document.root.get("to_REO"), "to_REO")
    return Factors(
        to_reo={str(name): _factor(document, str(name), node) for name, node in to_reo.items()},
        oxides={str(name): str(document.text(node, name)) for name, node in oxides.items()},
        atomic_weights={str(name): _number(document, node, name) for name, node in weights.items()},
    )


def _factor(document: Document, name: str, node: Node) -> Factor:
    fields = document.fields(node, name)
    refuse_unknown(document, fields, _FIELDS)
    missing = [field for field in _FIELDS if field not in fields]
    if missing:
        document.report(Rule.REQUIRED, fields.line, f"the factor of {name} lacks {', '.join(missing)}", "add it")
    value, low, high = (_number(document, _node(fields, field), field) for field in ("factor", "low", "high"))
    if not low <= value <= high:
        document.report(
            Rule.INTERVAL, fields.line, f"the factor of {name} lies outside its interval", "order low, factor, high"
        )
    text = _node(fields, "factor")
    digits = len(str(text).replace(".", "").lstrip("0"))
    authority, evidence, assumption = (str(_node(fields, field)) for field in ("authority", "evidence", "assumption"))
    return Factor(name, Basis.REO.value, value, low, high, max(1, digits), authority, evidence, assumption)


def _node(fields: Fields, name: str) -> Text:
    node = fields.get(name)
    return node if isinstance(node, Text) else Text.at(fields.line, "1")


def _number(document: Document, node: Node, name: str) -> Decimal:
    text = document.text(node, name)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number <= 0:
        document.report(
            Rule.NUMBER, text.line, f"{name} '{text}' is no positive number", "write it in digits, such as 0.55"
        )
        return Decimal(1)
    return number
