"""Places in a text: those whose words a language lists, and any other by a name that is written with a capital."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from rareearth_cli.claims.languages import Found, Language, Words
from rareearth_cli.model.names import OTHER, WORLD, Place, PlaceTable, normalize

_CAPITAL = re.compile("[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")
_HAN_NAME = re.compile("[\u4e00-\u9fff]{2,}")
#: The last letter of a Russian name, which changes with its case.
_RUSSIAN_END = re.compile("[аяоеийьы]$")
#: The words of the longest name that is looked up, as in "Democratic Republic of the Congo".
_MAX_WORDS = 5
#: Shorter names may be other words, or codes.
_MIN_LETTERS = 4
#: How many letters a Russian case may add to a name, and how many must stay.
_MAX_ENDING, _MIN_STEM = 3, 5


def make_place_finder(language: Language, places: PlaceTable) -> Callable[[str], list[Found]]:
    """Return a function that finds the places that a text names, from left to right, each with its code."""
    find_others = _make_han_finder(places) if language.script == "han" else _make_capital_finder(language, places)

    def find(text: str) -> list[Found]:
        listed = language.groups["places"].find(text)
        others = [
            one for one in find_others(text) if not any(one.start < two.end and two.start < one.end for two in listed)
        ]
        return sorted([*listed, *others])

    return find


def _list_names(places: PlaceTable) -> dict[str, Place]:
    names = {**places.official_names, **places.common_names}
    return {name: place for name, place in names.items() if place.code not in (OTHER, WORLD)}


def _make_han_finder(places: PlaceTable) -> Callable[[str], Iterable[Found]]:
    names = {name: place.code for name, place in _list_names(places).items() if _HAN_NAME.fullmatch(name)}
    return Words(names, "han").find


def _make_capital_finder(language: Language, places: PlaceTable) -> Callable[[str], Iterable[Found]]:
    names = {name: place.code for name, place in _list_names(places).items() if len(name) >= _MIN_LETTERS}
    stems = {_RUSSIAN_END.sub("", name): code for name, code in names.items() if re.match("[а-яё]", name)}
    # Most capitals begin no name: the first word tells so at once.
    first_words = {name.partition(" ")[0] for name in [*names, *stems]}
    other = language.lists["not_places"]

    @cache
    def may_begin(word: str) -> bool:
        bare = normalize(_POSSESSIVE.sub("", word)).partition(" ")[0]
        return any(bare[: len(bare) - cut] in first_words for cut in range(_MAX_ENDING + 1))

    def find(text: str) -> Iterator[Found]:
        words = list(_WORD.finditer(text))
        end = 0
        for at, first in enumerate(words):
            if first.start() < end or not _CAPITAL.match(first[0]) or not may_begin(first[0]):
                continue
            for last in reversed(words[at : at + _MAX_WORDS]):
                name = text[first.start() : last.end()]
                code = _look_up(name, names, stems)
                if code and not other.first(name):
                    end = last.end()
                    yield Found(first.start(), end, code)
                    break

    return find


def _look_up(name: str, names: Mapping[str, str], stems: Mapping[str, str]) -> str:
    """Return the code of the place with a name in any case of the language; empty if there is none."""
    normalized = normalize(_POSSESSIVE.sub("", name))
    found = names.get(normalized) or names.get(normalized.removesuffix("s"))
    if found or not re.match("[а-яё]", normalized):
        return found or ""
    shorter = (normalized[: len(normalized) - cut] for cut in range(_MAX_ENDING + 1))
    return next((stems[stem] for stem in shorter if len(stem) >= _MIN_STEM and stem in stems), "")
