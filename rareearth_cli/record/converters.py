"""Convert the text of each field to its value by the form of the field; every problem comes with a remedy."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.errors import Rule
from rareearth_cli.model.fields import Field, Form
from rareearth_cli.model.names import suggest_word
from rareearth_cli.record.checks import check_identifier, check_word, choose_check
from rareearth_cli.record.yaml_nodes import Document, ListNode, Node, TextNode

#: The forms of the fields that are lists.
_LIST_FORMS = (Form.TEXTS, Form.IDENTIFIERS, Form.FIELD_NAMES)
#: The conversion of a node of a document to a value.
Converter = Callable[[Document, Node], object]
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


def make_converters(fields: Mapping[str, Field]) -> dict[str, Converter]:
    """Make the converter of each field from its node to the value that the records hold.

    Where there is a problem, the value is a valid one in its place.
    """
    return {name: _make_converter(field) for name, field in fields.items()}


def convert_fields(
    document: Document, fields: Mapping[str, Node], converters: Mapping[str, Converter]
) -> dict[str, object]:
    """Convert every known field; `report_unknown_fields` reports the others."""
    return {name: converters[name](document, node) for name, node in fields.items() if name in converters}


def _make_converter(field: Field) -> Converter:
    name = field.key
    if field.form in _LIST_FORMS:
        return lambda document, node: tuple(map(str, read_names(document, node, name)))
    check, parse = choose_check(field, name, field.list_words()), choose_parser(field)
    substitutes = {Form.WORD: next(iter(field.words or ()), None), Form.DATE: None}

    def convert(document: Document, node: Node) -> object:
        text = document.expect_text(node, name)
        findings = check(text)
        if text and not findings:
            return parse(text)
        document.add_findings(text.line, findings)
        return substitutes.get(field.form, str(text))

    return convert


def choose_parser(field: Field) -> Callable[[str], Any]:
    """Choose the function that parses a valid text into the value that the records hold; no text means no value."""
    if field.words:
        words = {word.value: word for word in field.words}
        return lambda text: words.get(text, "")
    if field.form is Form.DATE:
        return lambda text: parse_date(text) if text else None
    if field.form in _LIST_FORMS:
        return lambda text: tuple(text.split())
    return str


def choose_formatter(field: Field) -> Callable[[Any], str]:
    """Choose the function that formats a value that the records hold as the text of a cell."""
    if field.form is Form.DATE:
        return lambda date: date.text if date else ""
    return " ".join if field.form in _LIST_FORMS else str


#: Fields of the other sections of a dataset, in the order of the fields of their records.
DATASET_FIELDS = ("version", "licence")
ROOT_FIELDS = ("title", "keeper")
DISTORTION_FIELDS = ("original", "how")
BRIDGE_FIELDS = ("whole", "part", "detail", "unknown")
STEP_FIELDS = ("cause", "evidence", "share_from")
UNKNOWN_STEP_FIELDS = ("cause", "what")


def report_unknown_fields(
    document: Document, fields: Mapping[str, Node], known: Iterable[str], advise: Callable[[str], str] = lambda _: ""
) -> None:
    """Report every field whose name is not ``known``; ``advise`` may know more of what to do than a likeness does."""
    for name in fields:
        if name not in known:
            line = name.line if isinstance(name, TextNode) else 1
            remedy = advise(name) or suggest_word(name, known)
            document.add_problem(Rule.KNOWN_FIELD, line, f"unknown field '{name}'", remedy)


def read_names(document: Document, node: Node | None, what: str) -> list[TextNode]:
    """Return the names in a list, with their lines; no list is an empty list."""
    items = document.expect_list(node, what) if node is not None else ListNode()
    return [document.expect_text(item, what) for item in items]
