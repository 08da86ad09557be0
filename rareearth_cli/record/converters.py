"""Convert the text of each field to its value, one converter per field; every problem comes with a remedy."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import Basis, Measure, ShareOf, Stage, Status, Verification
from rareearth_cli.record.yaml_nodes import Document, ListNode, Node, TextNode

Converter = Callable[[Document, Node, str], object]

#: Below this similarity (difflib's ratio, 0 to 1) a suggestion is noise; GZK and GKZ have a ratio of 0.67.
_MIN_SIMILARITY = 0.65
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def read_text(document: Document, node: Node, name: str) -> str:
    """Return one value, as written."""
    return str(document.expect_text(node, name))


def read_identifier(document: Document, node: Node, name: str) -> str:
    """Return a stable name without blanks."""
    value = document.expect_text(node, name)
    if value and not IDENTIFIER.fullmatch(value):
        document.add_problem(
            Rule.IDENTIFIER,
            value.line,
            f"{name} '{value}' is no identifier",
            "use letters, digits, '.', '-', '_' and '/'",
        )
    return str(value)


def read_date(document: Document, node: Node, name: str) -> PartialDate | None:
    """Return a date known to the year, month or day."""
    value = document.expect_text(node, name)
    try:
        return parse_date(value) if value else None
    except ValueError:
        remedy = "write YYYY, YYYY-MM or YYYY-MM-DD; what is less certain belongs into the note"
        document.add_problem(Rule.DATE, value.line, f"{name} '{value}' is no date", remedy)
        return None


def read_period(document: Document, node: Node, name: str) -> str:
    """Return the year or month that a figure is for, as text."""
    date = read_date(document, node, name)
    return date.text if date else ""


def read_texts(document: Document, node: Node, name: str) -> tuple[str, ...]:
    """Return a list of values."""
    return tuple(str(document.expect_text(item, name)) for item in document.expect_list(node, name))


def read_digit_count(document: Document, node: Node, name: str) -> int:
    """Return a number of significant digits, 1 to 9."""
    value = document.expect_text(node, name)
    if re.fullmatch(r"[1-9]", value):
        return int(value)
    document.add_problem(Rule.NUMBER, value.line, f"{name} '{value}' is no count of digits", "write 1 to 9")
    return 1


def make_choice_converter(enumeration: type[StrEnum], *, without: StrEnum | None = None) -> "partial[object]":
    """Make the converter for a closed list of words; ``without`` is a word that is computed and never written."""
    return partial(_read_choice, {choice.value: choice for choice in enumeration if choice is not without})


def list_choices(converter: Converter) -> tuple[str, ...]:
    """Return the words that the converter of a closed list accepts; no words for any other converter."""
    return tuple(converter.args[0]) if isinstance(converter, partial) else ()


def _read_choice(known: Mapping[str, StrEnum], document: Document, node: Node, name: str) -> object:
    value = document.expect_text(node, name)
    if value and value not in known:
        document.add_problem(
            Rule.CLOSED_LIST, value.line, f"unknown {name} '{value}'", "use one of " + ", ".join(known)
        )
    return known.get(value, next(iter(known.values())))


SOURCE_FIELDS: Mapping[str, Converter] = {
    "publisher": read_text,
    "series": read_identifier,
    "short": read_text,
    "edition": read_text,
    "version": read_text,
    "amends": read_identifier,
    "carrier": read_text,
    "published": read_date,
    "accessed": read_date,
    "title": read_text,
    "url": read_text,
    "locator": read_text,
    "licence": read_text,
    "verification": make_choice_converter(Verification),
    "change": read_text,
    "note": read_text,
    "also_at": read_texts,
    "inferred": read_texts,
}

#: Fields that a source or series may state once for all its figures.
DEFAULT_FIELDS: Mapping[str, Converter] = {
    "basis": make_choice_converter(Basis),
    "stage": make_choice_converter(Stage),
    "system": read_text,
    "category": read_text,
    "least_digits": read_digit_count,
    "draws_on": read_texts,
}

ESTIMATE_FIELDS: Mapping[str, Converter] = {
    **DEFAULT_FIELDS,
    "place": read_identifier,
    "source": read_identifier,
    "publisher": read_text,
    "root": read_identifier,
    "measure": make_choice_converter(Measure),
    "share_of": make_choice_converter(ShareOf),
    "period": read_period,
    "effective": read_date,
    "site": read_text,
    "access": read_text,
    "development": read_text,
    "inferred": read_texts,
    "status": make_choice_converter(Status, without=Status.SUPERSEDED),
    "url": read_text,
    "locator": read_text,
    "note": read_text,
    "called": read_text,
    "contained_in": read_identifier,
    "territory": read_text,
    "accepted": read_text,
}

#: Fields of the other sections of a dataset, in the order of the fields of their records.
DATASET_FIELDS = ("version", "licence")
ROOT_FIELDS = ("title", "keeper")
DISTORTION_FIELDS = ("original", "how")
BRIDGE_FIELDS = ("whole", "part", "detail", "unknown")
STEP_FIELDS = ("cause", "evidence", "share_from")
UNKNOWN_STEP_FIELDS = ("cause", "what")

#: The figure itself and its links to other entries.
LINK_FIELDS = ("id", "like", "part_of", "sum_of", "printed", "unit", "distorts")
#: Fields that an entry never inherits from another entry.
NOT_INHERITED_FIELDS = frozenset({*LINK_FIELDS, "note", "status", "contained_in", "accepted"})


def convert_fields(
    document: Document, fields: Mapping[str, Node], converters: Mapping[str, Converter]
) -> dict[str, object]:
    """Convert every known field; `report_unknown_fields` reports the others."""
    return {name: converters[name](document, node, name) for name, node in fields.items() if name in converters}


def suggest_word(word: str, known: Iterable[str]) -> str:
    """Suggest a known word that is similar to ``word`` or contains it, as a question; otherwise list all of them."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=_MIN_SIMILARITY)
    near = near or [name for name in known if word and f" {word} " in f" {name} "]
    return f"did you mean '{near[0]}'?" if near else "use one of " + ", ".join(known)


def report_unknown_fields(
    document: Document, fields: Mapping[str, Node], known: Mapping[str, object] | tuple[str, ...]
) -> None:
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
