"""Convert the text of each field to its value by the form of the field; every problem comes with a remedy."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.fields import Field, Form
from rareearth_cli.model.rules import Rule
from rareearth_cli.record.checks import check_identifier, check_word, choose_check, suggest_word
from rareearth_cli.record.yaml_nodes import Document, ListNode, Node, TextNode

#: The forms of the fields that are lists.
_LIST_FORMS = (Form.TEXTS, Form.IDENTIFIERS, Form.FIELD_NAMES)
_Word = TypeVar("_Word", bound=StrEnum)


def read_text(document: Document, node: Node, name: str) -> str:
    """Return one value, as written."""
    return str(document.expect_text(node, name))


def read_identifier(document: Document, node: Node, name: str) -> str:
    """Return a stable name without blanks."""
    value = document.expect_text(node, name)
    if value:
        document.add_findings(value.line, check_identifier(name, value))
    return str(value)


def read_word(document: Document, node: Node, name: str, words: type[_Word]) -> _Word:
    """Return a word of a closed list, or its first word if there is a problem."""
    value = document.expect_text(node, name)
    if value:
        document.add_findings(value.line, check_word(name, value, tuple(words)))
    return next((word for word in words if word.value == value), next(iter(words)))


def convert_fields(document: Document, fields: Mapping[str, Node], known: Mapping[str, Field]) -> dict[str, object]:
    """Convert every known field; `report_unknown_fields` reports the others."""
    return {name: _convert_node(document, node, known[name]) for name, node in fields.items() if name in known}


def _convert_node(document: Document, node: Node, field: Field) -> object:
    """Return the value of a field, or a valid one in its place if there is a problem."""
    if field.form in _LIST_FORMS:
        return tuple(map(str, read_names(document, node, field.key)))
    text = document.expect_text(node, field.key)
    findings = list(choose_check(field, field.key, field.list_words())(text))
    document.add_findings(text.line, findings)
    if text and not findings:
        return parse_value(field, text)
    match field.form:
        case Form.WORD:
            return next(iter(field.words or ()))
        case Form.DATE:
            return None
        case Form.COUNT:
            return 1
    return str(text)


def parse_value(field: Field, text: str) -> object:
    """Parse a text that its check accepts into the value that the records hold; an empty text means no value."""
    if field.form in _LIST_FORMS:
        return tuple(text.split())
    if field.form is Form.DATE:
        return parse_date(text) if text else None
    if field.words and text:
        return field.words(text)
    return int(text) if field.form is Form.COUNT else str(text)


def format_value(value: object) -> str:
    """Format a value that the records hold as the text of a cell."""
    if isinstance(value, PartialDate):
        return value.text
    return " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


#: Fields of the other sections of a dataset, in the order of the fields of their records.
DATASET_FIELDS = ("version", "licence")
ROOT_FIELDS = ("title", "keeper")
DISTORTION_FIELDS = ("original", "how")
BRIDGE_FIELDS = ("whole", "part", "detail", "unknown")
STEP_FIELDS = ("cause", "evidence", "share_from")
UNKNOWN_STEP_FIELDS = ("cause", "what")


def report_unknown_fields(document: Document, fields: Mapping[str, Node], known: Iterable[str]) -> None:
    """Report every field whose name is not ``known``."""
    for name in fields:
        if name not in known:
            line = name.line if isinstance(name, TextNode) else 1
            remedy = suggest_word(name, known)
            document.add_problem(Rule.KNOWN_FIELD, line, f"unknown field '{name}'", remedy)


def read_names(document: Document, node: Node | None, what: str) -> list[TextNode]:
    """Return the names in a list, with their lines; no list is an empty list."""
    items = document.expect_list(node, what) if node is not None else ListNode()
    return [document.expect_text(item, what) for item in items]
