"""Parse YAML into nodes of text with line numbers; no types are guessed, and repeated keys and aliases are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import yaml

from rareearth_cli.model.errors import Finding, InvalidDataset, Problem, Rule
from rareearth_cli.model.wording import UNSAFE_CHARACTERS
from rareearth_cli.record.bundled import find_bundled_file

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: A valid dataset nests four levels deep; hostile text could exhaust the stack.
_MAX_DEPTH = 16
#: Limits of a document, so that no file exhausts the memory; docs/limits.md states them.
MAX_YAML_BYTES = 32 * 2**20
_MAX_VALUES = 1_000_000
MAX_PROBLEMS = 1_000
#: A control character that a value must not contain; tabs and line breaks are allowed in quotes.
UNSAFE_CHARACTER = re.compile(rf"(?![\t\n])[{UNSAFE_CHARACTERS}]")


class TextNode(str):
    """A scalar as written, with its line."""

    __slots__ = ("line",)
    line: int

    @classmethod
    def at(cls, line: int, value: str) -> TextNode:
        """Make a node of ``value`` at ``line``."""
        text = cls(value)
        text.line = line
        return text


class MappingNode(dict[str, "Node"]):
    """A mapping with the line on which it starts; its keys are `TextNode` and have lines of their own."""

    line: int = 1


class ListNode(list["Node"]):
    """A sequence with the line on which it starts."""

    line: int = 1


Node = TextNode | MappingNode | ListNode


@dataclass
class Document:
    """One file while it is read, with the problems found in it so far.

    Attributes
    ----------
    root
        The top-level mapping; empty if the file is not YAML or could not be parsed.
    value_count
        The number of values read so far.
    assumptions
        What was assumed of the form of the file, for the user to know.

    """

    name: str
    problems: list[Problem] = field(default_factory=list)
    root: MappingNode = field(default_factory=MappingNode)
    value_count: int = 0
    assumptions: list[str] = field(default_factory=list)

    def assume(self, what: str) -> None:
        """Note what was assumed of the form of the file."""
        self.assumptions.append(f"{self.name}: {what}")

    def add_problem(self, rule: Rule, line: int, what: str, remedy: str) -> None:
        """Add a problem; reading continues so that all are reported at once, up to a number that people might read."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(rule, self.name, line, what, remedy))
        elif len(self.problems) == MAX_PROBLEMS:
            what = f"more than {MAX_PROBLEMS} defects"
            self.problems.append(Problem(Rule.ONE_DOCUMENT, self.name, line, what, "mend these first"))

    def add_findings(self, line: int, findings: Iterable[Finding]) -> None:
        """Add a problem at ``line`` for every finding of a check."""
        for rule, what, remedy in findings:
            self.add_problem(rule, line, what, remedy)

    def expect_mapping(self, node: Node | None, what: str) -> MappingNode:
        """Return a mapping; an absent node becomes an empty one, and so does any other node, which is a problem."""
        if isinstance(node, MappingNode):
            return node
        if node is not None and node != "":
            self.add_problem(Rule.SHAPE, node.line, f"{what} is not a mapping", "write it as 'name: value' lines")
        empty = MappingNode()
        empty.line = getattr(node, "line", 1)
        return empty

    def expect_list(self, node: Node | None, what: str) -> ListNode:
        """Return a list; an absent node becomes an empty one, and so does any other node, which is a problem."""
        if isinstance(node, ListNode):
            return node
        if node is not None and node != "":
            self.add_problem(Rule.SHAPE, node.line, f"{what} is not a list", "write it as '- ...' lines or [a, b]")
        return ListNode()

    def expect_text(self, node: Node, what: str) -> TextNode:
        """Return a text; any other node, or an empty text, is a problem and becomes an empty text."""
        if isinstance(node, TextNode):
            if not node:
                self.add_problem(Rule.NOT_EMPTY, node.line, f"{what} is empty", "give it a value or leave it out")
            return node
        self.add_problem(Rule.SHAPE, node.line, f"{what} is not a single value", "write one value")
        return TextNode.at(node.line, "")


def parse_document(name: str, content: bytes) -> Document:
    """Parse a YAML file; every problem is added to the document instead of being raised."""
    document = Document(name)
    text = decode_text(document, content, MAX_YAML_BYTES)
    if text is None:
        return document
    try:
        events = yaml.parse(text, Loader=_LOADER)
        root = _read_single_document(events, document)
        if isinstance(root, ListNode) and root and all(isinstance(entry, MappingNode) for entry in root):
            document.add_problem(
                Rule.SHAPE, root.line, "the file is a bare list", "write 'estimates:' in a line above it"
            )
            return document
        document.root = document.expect_mapping(root, "the file")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        document.add_problem(
            Rule.PARSEABLE, line, f"no valid YAML: {error.problem}", "check quotes, colons and indentation around it"
        )
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        document.add_problem(Rule.NO_UNSAFE_CHARACTERS, line, "a control character", "remove it")
    except _RefusedConstruct as refused:
        document.add_problem(refused.rule, refused.line, refused.what, refused.remedy)
    return document


def decode_text(document: Document, content: bytes, max_bytes: int) -> str | None:
    """Decode a file without its byte order mark; None, with a problem, if it is too large or not UTF-8."""
    if len(content) > max_bytes:
        document.add_problem(Rule.ONE_DOCUMENT, 1, f"more than {max_bytes >> 20} MiB", "divide the file")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        document.add_problem(Rule.UTF8, line, "the text is not UTF-8", "save the file as UTF-8")
        return None


class _RefusedConstruct(Exception):
    """A construct that a dataset must not contain; nothing after it can be trusted."""

    def __init__(self, rule: Rule, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.rule, self.line, self.what, self.remedy = rule, line, what, remedy


def _read_single_document(events: Iterator[Any], document: Document) -> Node | None:
    root = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _RefusedConstruct(
                    Rule.ONE_DOCUMENT, _line_number(event), "a second YAML document", "keep one per file"
                )
            root = _read_node(next(events), events, document, 0)
    return root


def _read_node(event: Any, events: Iterator[Any], document: Document, depth: int) -> Node:
    line = _line_number(event)
    if isinstance(event, yaml.AliasEvent):
        raise _RefusedConstruct(
            Rule.NO_ALIAS, line, f"alias *{event.anchor}", "aliases are refused: write 'like: ID' to inherit"
        )
    if event.anchor is not None:
        raise _RefusedConstruct(
            Rule.NO_ALIAS, line, f"anchor &{event.anchor}", "anchors are refused: write 'like: ID' to inherit"
        )
    if event.tag is not None:
        raise _RefusedConstruct(Rule.NO_TAG, line, f"tag {event.tag}", "tags are refused: write the plain value")
    document.value_count += 1
    if document.value_count > _MAX_VALUES:
        raise _RefusedConstruct(Rule.ONE_DOCUMENT, line, f"more than {_MAX_VALUES:,} values", "divide the file")
    if depth > _MAX_DEPTH:
        raise _RefusedConstruct(Rule.ONE_DOCUMENT, line, f"nested deeper than {_MAX_DEPTH} levels", "a dataset is flat")
    if isinstance(event, yaml.ScalarEvent):
        return _read_scalar(event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = ListNode()
        items.line = line
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_read_node(event, events, document, depth + 1))
        return items
    return _read_mapping(line, events, document, depth)


def _read_mapping(line: int, events: Iterator[Any], document: Document, depth: int) -> MappingNode:
    fields = MappingNode()
    fields.line = line
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _read_node(event, events, document, depth + 1)
        value = _read_node(next(events), events, document, depth + 1)
        if not isinstance(key, TextNode):
            document.add_problem(Rule.UNIQUE_KEY, key.line, "a key that is not text", "write 'name: value'")
        elif key in fields:
            document.add_problem(Rule.UNIQUE_KEY, key.line, f"repeated key '{key}'", "keep one of them")
        else:
            fields[key] = value
    return fields


def _line_number(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _read_scalar(value: str, line: int) -> TextNode:
    if UNSAFE_CHARACTER.search(value):
        raise _RefusedConstruct(Rule.NO_UNSAFE_CHARACTERS, line, "a control character in a value", "remove it")
    return TextNode.at(line, value)


def parse_bundled(name: str) -> Document:
    """Parse a bundled file; it is parsed once a process, and problems that are found later go into a copy."""
    parsed = _parse_bundled_once(name)
    return Document(parsed.name, list(parsed.problems), parsed.root, parsed.value_count)


@cache
def _parse_bundled_once(name: str) -> Document:
    return parse_document(name, find_bundled_file(name).read_bytes())


def read_bundled(name: str, read: Callable[[Document], _Result]) -> _Result:
    """Parse a bundled file and convert it with ``read``.

    Raises
    ------
    InvalidDataset
        With every problem of the file.

    """
    document = parse_bundled(name)
    result = read(document)
    if document.problems:
        raise InvalidDataset(document.problems)
    return result


_Result = TypeVar("_Result")
