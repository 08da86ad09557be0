"""The words of each language, from data/languages.yaml, as patterns that find them in a text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rareearth_cli.record.yaml_nodes import Document, ListNode, MappingNode, TextNode

#: What a list of one of these sections holds is found as one pattern.
_LISTS = (
    "topic",
    "other",
    "neutral",
    "world",
    "percent",
    "exclude",
    "deny",
    "former",
    "latter",
    "last_year",
    "today",
    "compare",
    "joins",
    "refute",
    "rest",
    "together",
    "without",
    "of_these",
    "not_places",
    "changes",
    "reaching",
    "steps",
    "producers",
    "worldwide",
    "estimates",
    "counted",
    "firsts",
    "ranges",
    "out_of_amount",
    "origins",
    "unlike",
    "followed",
    "respectively",
    "year_before",
    "year_after",
    "one_in",
    "country",
    "relative",
    "of",
    "articles",
    "points_after",
    "between",
    "rank_titles",
    "batches",
)
#: Sections that map what a word means to the words for it.
_GROUPS = ("measures", "bases", "stages", "bounds", "out_of", "publishers", "places")
#: Sections that map a word to its number.
_VALUES = ("parts", "ordinals", "scales", "numbers")


class Found(NamedTuple):
    """A word that was found: where it is in the text, and what it means."""

    start: int
    end: int
    means: str


class Words:
    """Words with what each means, found in a text in one pass; a longer word goes before a shorter one."""

    def __init__(self, words: Mapping[str, str], script: str) -> None:
        self.meanings = {word.lower(): meaning for word, meaning in words.items()}
        self.script = script

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.meanings, key=len, reverse=True)
        words = [word_pattern(word, self.script) for word in ordered]
        # The boundary before words is tried once at each place of a text. The empty group that ends a word tells which
        # it is: were it around the word, each word would be tried further than to its first letter.
        before = BEFORE_WORD if all(one.startswith(BEFORE_WORD) for one in words) else ""
        # To compile one boundary for all words takes half the time that one for each takes.
        after = AFTER_WORD if all(one.endswith((AFTER_WORD, _REST_OF_WORD)) for one in words) else ""
        alternatives = "|".join(f"{one.removeprefix(before).removesuffix(after)}()" for one in words)
        return re.compile(f"{before}(?:{alternatives}){after}" if words else r"(?!)")

    @cached_property
    def _ordered(self) -> list[str]:
        return [self.meanings[word] for word in sorted(self.meanings, key=len, reverse=True)]

    def find(self, text: str) -> list[Found]:
        """Find all words in a text, from left to right."""
        return [
            Found(*match.span(), self._ordered[(match.lastindex or 1) - 1])
            for match in self._pattern.finditer(lower(text))
        ]

    def first(self, text: str) -> Found | None:
        """Find the first word in a text."""
        return next(iter(self.find(text)), None)


def lower(text: str) -> str:
    """Write a text in small letters, each at its place."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


#: What stands before a word: no letter and no digit.
BEFORE_WORD = r"(?<![^\W_])"
#: What stands after a word that does not go on.
AFTER_WORD = r"(?![^\W_])"
#: What goes on after the beginning of a word.
_REST_OF_WORD = r"[\w’']*"
_HAN = re.compile(r"[\u4e00-\u9fff]")


def word_pattern(word: str, script: str) -> str:
    """Return the pattern of a word: ``*`` is what follows it, a blank any space or hyphen, and ``'`` any apostrophe."""
    marks = {"*": _REST_OF_WORD, " ": r"[\s-]+", "'": "[’']"}
    parts = [marks.get(part) or re.escape(part) for part in re.split(r"([* '])", word) if part]
    body = "".join(parts)
    if script == "han" or _HAN.search(word):
        return body
    before = BEFORE_WORD if word[:1].isalnum() else ""
    after = AFTER_WORD if word[-1:].isalnum() else ""
    return f"{before}{body}{after}"


@dataclass(frozen=True, eq=False)
class Language:
    """The words of a language; each is itself alone, so that patterns can be kept for it."""

    code: str
    script: str
    decimal: str
    #: Whether numbers in words are written as one word, and the unit before the ten.
    compound: bool
    #: Lists of words by section; all mean the same.
    lists: Mapping[str, Words]
    #: Words by section, each with what it means.
    groups: Mapping[str, Words]
    #: Words by section, each with its number.
    values: Mapping[str, Mapping[str, float]]
    units: Words
    #: Patterns of ranks, with {n} for an ordinal and {d} for digits.
    ranks: tuple[str, ...]
    months: Mapping[str, int]


class Languages(NamedTuple):
    """All languages by their codes, and the deposits by the names that languages give them."""

    by_code: Mapping[str, Language]
    sites: Words

    def name_places(self, code: str) -> dict[str, str]:
        """Name places in a language: the first name that it has for each."""
        names: dict[str, str] = {}
        for word, place in self.by_code[code].groups["places"].meanings.items():
            names.setdefault(place, word.rstrip("*").title())
        return names


def read_languages(document: Document) -> Languages:
    """Read data/languages.yaml; problems are added to the document."""
    sections = document.expect_mapping(document.root.get("languages"), "languages")
    by_code = {str(code): _read_language(document, str(code), node) for code, node in sections.items()}
    sites = document.expect_mapping(document.root.get("sites"), "sites").items()
    names = {name: str(site) for site, cell in sites for name in _split(cell)}
    return Languages(by_code, Words(names, "latin"))


def _read_language(document: Document, code: str, node: object) -> Language:
    fields = node if isinstance(node, MappingNode) else MappingNode()
    script = str(fields.get("script", "latin"))
    groups = {}
    for section in _GROUPS:
        given = document.expect_mapping(fields.get(section), f"{section} of {code}")
        groups[section] = Words(
            {word: str(meaning) for meaning, cell in given.items() for word in _split(cell)}, script
        )
    values = {}
    for section in _VALUES:
        given = document.expect_mapping(fields.get(section), f"{section} of {code}")
        values[section] = {str(word): float(str(number)) for word, number in given.items()}
    units = document.expect_mapping(fields.get("units"), f"units of {code}")
    months = [names.split() for names in _split(fields.get("months", ""))]
    return Language(
        code=code,
        script=script,
        decimal=str(fields.get("decimal", ".")),
        compound=str(fields.get("compound", "")) == "true",
        lists={name: Words(dict.fromkeys(_split(fields.get(name, "")), name), script) for name in _LISTS},
        groups=groups,
        values=values,
        units=Words({word: str(unit) for unit, cell in units.items() for word in _split(cell)}, script),
        ranks=tuple(_split(fields.get("ranks", ""))),
        months={name.casefold(): number for number, names in enumerate(months, start=1) for name in names},
    )


def _split(cell: object) -> Iterable[str]:
    text = (
        str(cell)
        if isinstance(cell, (TextNode, str))
        else "; ".join(map(str, cell))
        if isinstance(cell, ListNode)
        else ""
    )
    return [word.strip() for word in text.split(";") if word.strip()]
