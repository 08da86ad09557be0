"""YAML as text with line numbers: no types are guessed, nothing is repeated, nothing is aliased."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml

from rareearth_cli.model.characters import STEERING
from rareearth_cli.model.errors import InvalidDataset, Problem
from rareearth_cli.model.rules import Rule
from rareearth_cli.record.bundled import bundled

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: The deepest a dataset nests is four levels; hostile text may go deeper than the machine can follow.
_DEEPEST = 16
#: What a document may hold, so that no file takes more memory than a machine has: stated in docs/limits.md.
LARGEST_BYTES = 32 * 2**20
_MOST_VALUES = 1_000_000
_MOST_PROBLEMS = 1_000
#: What steers; a value may have lines and tabs, in quotes.
STEERS = re.compile(rf"(?![\t\n])[{STEERING}]")


class Text(str):
    """A scalar as written."""

    __slots__ = ("line",)
    line: int

    @classmethod
    def at(cls, line: int, value: str) -> Text:
        """``value`` as written at ``line``."""
        text = cls(value)
        text.line = line
        return text


class Fields(dict[str, "Node"]):
    """A mapping with the line it starts at; its keys are `Text` and have their own."""

    line: int = 1


class Items(list["Node"]):
    """A sequence with the line it starts at."""

    line: int = 1


Node = Text | Fields | Items


@dataclass
class Document:
    """One file while it is read, with the problems found in it so far."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    root: Fields = field(default_factory=Fields)
    values: int = 0

    def report(self, rule: Rule, line: int, what: str, remedy: str) -> None:
        """Note a defect; reading goes on so that all are told at once, up to a number that somebody might read."""
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(rule, self.name, line, what, remedy))
        elif len(self.problems) == _MOST_PROBLEMS:
            what = f"more than {_MOST_PROBLEMS} defects"
            self.problems.append(Problem(Rule.ONE_DOCUMENT, self.name, line, what, "mend these first"))

    def fields(self, node: Node | None, what: str) -> Fields:
        """``node`` as a mapping; anything but nothing is a problem and reads as empty."""
        if isinstance(node, Fields):
            return node
        if node is not None and node != "":
            self.report(Rule.SHAPE, node.line, f"{what} is no mapping", "write it as 'name: value' lines")
        empty = Fields()
        empty.line = getattr(node, "line", 1)
        return empty

    def items(self, node: Node | None, what: str) -> Items:
        """``node`` as a list; anything but nothing is a problem and reads as empty."""
        if isinstance(node, Items):
            return node
        if node is not None and node != "":
            self.report(Rule.SHAPE, node.line, f"{what} is no list", "write it as '- ...' lines or [a, b]")
        return Items()

    def text(self, node: Node, what: str) -> Text:
        """``node`` as one text; anything else, or nothing, is a problem and reads as empty."""
        if isinstance(node, Text):
            if not node:
                self.report(Rule.NOT_EMPTY, node.line, f"{what} is empty", "give it a value or leave it out")
            return node
        self.report(Rule.SHAPE, node.line, f"{what} is no single value", "write one value")
        return Text.at(node.line, "")


def parse_document(name: str, content: bytes) -> Document:
    """Read YAML; every defect is in the document's ``problems``, never raised."""
    document = Document(name)
    text = decoded(document, content, LARGEST_BYTES)
    if text is None:
        return document
    try:
        events = yaml.parse(text, Loader=_LOADER)
        document.root = document.fields(_first_document(events, document), "the file")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.report(
            Rule.PARSED, line, f"no valid YAML: {error.problem}", "check quotes, colons and indentation around it"
        )
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        document.report(Rule.NOTHING_STEERS, line, "a control character", "remove it")
    except _Refused as refused:
        document.report(refused.rule, refused.line, refused.what, refused.remedy)
    return document


def decoded(document: Document, content: bytes, largest: int) -> str | None:
    """The text of a file, without a byte order mark; None, and a defect, where it is no text or has too many bytes."""
    if len(content) > largest:
        document.report(Rule.ONE_DOCUMENT, 1, f"more than {largest >> 20} MiB", "divide the file")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        document.report(Rule.UTF8, line, "the text is not UTF-8", "save the file as UTF-8")
        return None


class _Refused(Exception):
    """A construct that a dataset must not have; nothing after it can be trusted."""

    def __init__(self, rule: Rule, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.rule, self.line, self.what, self.remedy = rule, line, what, remedy


def _first_document(events: Iterator[Any], document: Document) -> Node | None:
    root = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _Refused(Rule.ONE_DOCUMENT, _line(event), "a second YAML document", "keep one per file")
            root = _node(next(events), events, document, 0)
    return root


def _node(event: Any, events: Iterator[Any], document: Document, depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(
            Rule.NO_ALIAS, line, f"alias *{event.anchor}", "aliases are refused: write 'like: ID' to inherit"
        )
    if event.anchor is not None:
        raise _Refused(
            Rule.NO_ALIAS, line, f"anchor &{event.anchor}", "anchors are refused: write 'like: ID' to inherit"
        )
    if event.tag is not None:
        raise _Refused(Rule.NO_TAG, line, f"tag {event.tag}", "tags are refused: write the plain value")
    document.values += 1
    if document.values > _MOST_VALUES:
        raise _Refused(Rule.ONE_DOCUMENT, line, f"more than {_MOST_VALUES:,} values", "divide the file")
    if depth > _DEEPEST:
        raise _Refused(Rule.ONE_DOCUMENT, line, f"nested deeper than {_DEEPEST} levels", "a dataset is flat")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = Items()
        items.line = line
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, document, depth + 1))
        return items
    return _mapping(line, events, document, depth)


def _mapping(line: int, events: Iterator[Any], document: Document, depth: int) -> Fields:
    fields = Fields()
    fields.line = line
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, document, depth + 1)
        value = _node(next(events), events, document, depth + 1)
        if not isinstance(key, Text):
            document.report(Rule.ONCE, key.line, "a key that is no text", "write 'name: value'")
        elif key in fields:
            document.report(Rule.ONCE, key.line, f"repeated key '{key}'", "keep one of them")
        else:
            fields[key] = value
    return fields


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(value: str, line: int) -> Text:
    if STEERS.search(value):
        raise _Refused(Rule.NOTHING_STEERS, line, "a control character in a value", "remove it")
    return Text.at(line, value)


def read_bundled(name: str, read: Callable[[Document], _Read]) -> _Read:
    """What ``read`` makes of a file that ships with the tool.

    Raises:
        InvalidDataset: with every defect of the file.

    """
    document = parse_document(name, bundled(name).read_bytes())
    result = read(document)
    if document.problems:
        raise InvalidDataset(document.problems)
    return result


_Read = TypeVar("_Read")
