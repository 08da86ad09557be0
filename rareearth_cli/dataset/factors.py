"""Conversion factors, from the classification file."""

from decimal import Decimal, InvalidOperation
from functools import cache

from rareearth_cli.dataset.classification import SECTIONS
from rareearth_cli.dataset.converters import refuse_unknown
from rareearth_cli.dataset.document import Document, Fields, Node, Text
from rareearth_cli.dataset.load import read_bundled
from rareearth_cli.domain.chemistry import Factor, Factors
from rareearth_cli.domain.rules import Rule
from rareearth_cli.domain.vocabulary import Basis

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
