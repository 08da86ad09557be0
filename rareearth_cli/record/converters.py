"""From the text of a field to its value: one converter a field, each error with its remedy."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import Basis, Measure, ShareOf, Stage, Status, Verification
from rareearth_cli.record.yaml_nodes import Document, Items, Node, Text

Converter = Callable[[Document, Node, str], object]

#: Below this similarity (of difflib, 0 to 1) a suggestion is noise; GZK is as near to GKZ as 0.67.
_NEAR = 0.65
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def text(document: Document, node: Node, name: str) -> str:
    """One value, as written."""
    return str(document.text(node, name))


def identifier(document: Document, node: Node, name: str) -> str:
    """A stable name without blanks."""
    value = document.text(node, name)
    if value and not IDENTIFIER.fullmatch(value):
        document.report(
            Rule.IDENTIFIER,
            value.line,
            f"{name} '{value}' is no identifier",
            "use letters, digits, '.', '-', '_' and '/'",
        )
    return str(value)


def moment(document: Document, node: Node, name: str) -> PartialDate | None:
    """A date known to the year, month or day."""
    value = document.text(node, name)
    try:
        return parse_date(value) if value else None
    except ValueError:
        remedy = "write YYYY, YYYY-MM or YYYY-MM-DD; what is less certain belongs into the note"
        document.report(Rule.DATE, value.line, f"{name} '{value}' is no date", remedy)
        return None


def period(document: Document, node: Node, name: str) -> str:
    """The year or month that a flow or a label speaks of."""
    date = moment(document, node, name)
    return date.text if date else ""


def texts(document: Document, node: Node, name: str) -> tuple[str, ...]:
    """A list of values."""
    return tuple(str(document.text(item, name)) for item in document.items(node, name))


def count(document: Document, node: Node, name: str) -> int:
    """A small whole number."""
    value = document.text(node, name)
    if re.fullmatch(r"[1-9]", value):
        return int(value)
    document.report(Rule.NUMBER, value.line, f"{name} '{value}' is no count of digits", "write 1 to 9")
    return 1


def one_of(enumeration: type[StrEnum], *, without: StrEnum | None = None) -> "partial[object]":
    """A word of a closed list; ``without`` is one that is computed and never written."""
    return partial(_word, {choice.value: choice for choice in enumeration if choice is not without})


def choices(converter: Converter) -> tuple[str, ...]:
    """The words that a converter of a closed list takes; none of any other."""
    return tuple(converter.args[0]) if isinstance(converter, partial) else ()


def _word(known: Mapping[str, StrEnum], document: Document, node: Node, name: str) -> object:
    value = document.text(node, name)
    if value and value not in known:
        document.report(Rule.CLOSED_LIST, value.line, f"unknown {name} '{value}'", "use one of " + ", ".join(known))
    return known.get(value, next(iter(known.values())))


SOURCE_FIELDS: Mapping[str, Converter] = {
    "publisher": text,
    "series": identifier,
    "short": text,
    "edition": text,
    "version": text,
    "amends": identifier,
    "carrier": text,
    "published": moment,
    "accessed": moment,
    "title": text,
    "url": text,
    "locator": text,
    "licence": text,
    "verification": one_of(Verification),
    "change": text,
    "note": text,
    "also_at": texts,
    "inferred": texts,
}

#: What a source or series says once for all of its figures.
DEFAULT_FIELDS: Mapping[str, Converter] = {
    "basis": one_of(Basis),
    "stage": one_of(Stage),
    "system": text,
    "category": text,
    "least_digits": count,
    "draws_on": texts,
}

ESTIMATE_FIELDS: Mapping[str, Converter] = {
    **DEFAULT_FIELDS,
    "place": identifier,
    "source": identifier,
    "publisher": text,
    "root": identifier,
    "measure": one_of(Measure),
    "share_of": one_of(ShareOf),
    "period": period,
    "effective": moment,
    "site": text,
    "access": text,
    "development": text,
    "inferred": texts,
    "status": one_of(Status, without=Status.SUPERSEDED),
    "url": text,
    "locator": text,
    "note": text,
    "called": text,
    "contained_in": identifier,
    "territory": text,
    "accepted": text,
}

#: What the other sections of a dataset say, in the order of their records.
DATASET_FIELDS = ("version", "licence")
ROOT_FIELDS = ("title", "keeper")
DISTORTION_FIELDS = ("original", "how")
BRIDGE_FIELDS = ("whole", "part", "detail", "unknown")
STEP_FIELDS = ("cause", "evidence", "share_from")
UNKNOWN_STEP_FIELDS = ("cause", "what")

#: The figure itself and what it hangs together with.
LINK_FIELDS = ("id", "like", "part_of", "sum_of", "printed", "unit", "distorts")
#: What an entry never takes from another.
OWN_FIELDS = frozenset({*LINK_FIELDS, "note", "status", "contained_in", "accepted"})


def convert(document: Document, fields: Mapping[str, Node], converters: Mapping[str, Converter]) -> dict[str, object]:
    """Every field through its converter; unknown ones are for `refuse_unknown`."""
    return {name: converters[name](document, node, name) for name, node in fields.items() if name in converters}


def instead(word: str, known: Iterable[str]) -> str:
    """The one of the ``known`` words that is near, or has the word in it, as a question; else all of them."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=_NEAR)
    near = near or [one for one in known if word and f" {word} " in f" {one} "]
    return f"did you mean '{near[0]}'?" if near else "use one of " + ", ".join(known)


def refuse_unknown(
    document: Document, fields: Mapping[str, Node], known: Mapping[str, object] | tuple[str, ...]
) -> None:
    """Report every field that is not ``known``."""
    for name in fields:
        if name not in known:
            line = name.line if isinstance(name, Text) else 1
            remedy = instead(name, known)
            document.report(Rule.KNOWN_FIELD, line, f"unknown field '{name}'", remedy)


def names(document: Document, node: Node | None, what: str) -> list[Text]:
    """The identifiers of a list, with their lines."""
    items = document.items(node, what) if node is not None else Items()
    return [document.text(item, what) for item in items]
