"""Names that people type: what each means, suggestions for near misses, and the places with their names."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from rareearth_cli.model.errors import NotOnRecord

#: Suggestions below this similarity (0 to 1, from difflib) are wrong more often than they help.
_MIN_SIMILARITY = 0.75
#: The same for the words of closed lists, which are short: GZK and GKZ have a similarity of 0.67.
_MIN_WORD_SIMILARITY = 0.65
_MAX_SUGGESTIONS = 3
#: Longer lists of words are cut to their first few.
_MAX_LISTED, _SHOWN_OF_MANY = 9, 3


def normalize(name: str) -> str:
    """Remove case, accents and punctuation from a name, and write ``&`` as "and"."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and "))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", bare.casefold()).split())


def resolve_name(
    kind: str, typed: str, names: Mapping[str, str], remedy: str, *, shown: Callable[[str], str] = str
) -> str:
    """Find what a name means; both sides are normalized, and then must be equal.

    If nothing has that name, the error lists the nearest names, each as ``shown`` shows what it means, and the remedy.
    """
    index = {normalize(name): meant for name, meant in names.items()}
    normalized = normalize(typed)
    if (meant := index.get(normalized)) is not None:
        return meant
    near = difflib.get_close_matches(normalized, index, n=6, cutoff=_MIN_SIMILARITY)
    near += [name for name in index if normalized and f" {normalized} " in f" {name} "]
    suggestions = list(dict.fromkeys(shown(index[text]) for text in near))[:_MAX_SUGGESTIONS]
    raise NotOnRecord(f"unknown {kind} '{typed}': {_ask(suggestions) or 'no name is near it.'} {remedy}")


def unknown_id(kind: str, typed: str, known: Iterable[str], remedy: str) -> NotOnRecord:
    """Make the error for an id that is not among the ``known`` ones.

    It asks for those that begin with what was typed or contain it, in the order of ``known``, or else for similar ones.
    """
    ids = list(known)
    found = [one for one in ids if one.startswith(typed)] + [one for one in ids if typed in one]
    near = list(dict.fromkeys(found))[:_MAX_SUGGESTIONS] if typed else []
    near = near or difflib.get_close_matches(typed, ids, n=_MAX_SUGGESTIONS)
    return NotOnRecord(f"unknown {kind} '{typed}': {_ask(near) or 'no id is near it.'} {remedy}")


def suggest_word(word: str, known: Iterable[str]) -> str:
    """Suggest a known word that is similar to ``word`` or contains it, as a question; otherwise list some of them."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=_MIN_WORD_SIMILARITY)
    near = near or [name for name in words if word and f" {word} " in f" {name} "]
    if near:
        return f"did you mean '{near[0]}'?"
    shown = words if len(words) <= _MAX_LISTED else words[:_SHOWN_OF_MANY]
    more = f" and {len(words) - len(shown)} more" if len(words) > len(shown) else ""
    return f"use one of {', '.join(shown)}{more}"


def _ask(suggestions: Sequence[str]) -> str:
    *others, last = suggestions or ("",)
    return f"did you mean {' or '.join(filter(None, (', '.join(others), last)))}?" if suggestions else ""


WORLD = "WLD"
OTHER = "OTH"


class Place(NamedTuple):
    """A country, territory or group, with its ISO 3166 alpha-3 code (or WLD, CIS, OTH) and all its names."""

    code: str
    alpha2: str
    name: str
    native: tuple[str, ...]
    names: tuple[str, ...]
    group: bool
    #: Of a group whose members are known, since when it has just these, and their codes.
    since: str = ""
    members: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every code and name of this place."""
        return tuple(filter(None, (self.code, self.alpha2, self.name, *self.native, *self.names)))


class PlaceTable(dict[str, Place]):
    """The places by code, and a search by any of their names.

    The names that people type come with the places. Those of official lists are many, so they are loaded once a name is
    none of the others.
    """

    def __init__(
        self, places: Mapping[str, Place], load_official_names: Callable[[], Mapping[str, Sequence[str]]] = dict
    ) -> None:
        super().__init__(places)
        self._load_official_names = load_official_names

    @cached_property
    def common_names(self) -> dict[str, Place]:
        """The places by each of their common names, normalized."""
        return {normalize(text): one for one in self.values() for text in (one.name, *one.native, *one.names) if text}

    @cached_property
    def official_names(self) -> dict[str, Place]:
        """The places by the names of official lists that are none of the common ones, normalized."""
        named = self._load_official_names().items()
        return {normalize(name): self[code] for code, names in named if code in self for name in names}

    @cached_property
    def short_names(self) -> dict[str, Place]:
        """The places by their common names without what kind of state they say."""
        return {_name_without_state(name): place for name, place in self.common_names.items()}

    @cached_property
    def _short_codes(self) -> dict[str, Place]:
        return {place.alpha2: place for place in self.values() if place.alpha2}

    def find(self, name: str) -> Place | None:
        """Find a place by one of its codes or names; None if there is none of that name.

        A code is in capitals or in small letters throughout: "Nga" is Russia in Vietnamese, and not Nigeria. Names may
        be inverted, as in "Korea, Republic of", and abbreviated with points, as in "C.I.S.".
        """
        typed = name.strip()
        if typed.isascii() and (typed.isupper() or typed.islower()):
            code = typed.upper()
            if (place := self.get(code) or self._short_codes.get(code)) is not None:
                return place
        normalized = normalize(typed)
        words = normalized.split()
        initials = "".join(words) if all(len(word) == 1 for word in words) else ""
        found = self._find_name(normalized) or self._find_name(initials) or self.get(initials.upper())
        return found or self._find_inverted(typed)

    def _find_name(self, normalized: str) -> Place | None:
        return self.common_names.get(normalized) or self.official_names.get(normalized)

    def _find_inverted(self, name: str) -> Place | None:
        """Find a place whose kind of state is told behind its name, as in "China (People's Republic of)".

        Without it the name must be that of no other place: "Congo, Rep." may be either.
        """
        match = _INVERTED.fullmatch(name)
        if match is None:
            return None
        base, kind = normalize(match[1]), normalize(match[2])
        if (place := self._find_name(f"{kind} {base}")) is not None or not _WORDS_OF_STATES.issuperset(kind.split()):
            return place
        named = {**self.official_names, **self.common_names}.items()
        others = {one.code for other, one in named if f" {base} " in f" {other} "}
        return self._find_name(base) if len(others) == 1 else None


#: A name with the kind of its state behind it, after a comma or in brackets.
_INVERTED = re.compile(r"([^,(]+?)\s*(?:,\s*|\(\s*)([^,()]+?)\s*\)?")


#: Words of which names of states are made; what two names share of them is no likeness.
_WORDS_OF_STATES = frozenset((
    "republic", "rep", "of", "the", "and", "democratic", "dem", "people", "s", "peoples", "islamic", "arab", "federal",
    "socialist", "federated", "federation", "state", "states", "united", "kingdom", "commonwealth", "plurinational",
    "fed", "bolivarian", "principality", "union", "republique", "republik", "republica",
))  # fmt: skip


def find_place(name: str, places: PlaceTable) -> Place:
    """Find a place by one of its codes or names; an error asks for the places with names near to it."""
    if (place := places.find(name)) is not None:
        return place
    said = _ask([place.name for place in list_near_places(name, places)]) or "no name is near it."
    raise NotOnRecord(f"unknown place '{name}': {said} 'rareearth places' lists all")


def list_near_places(name: str, places: PlaceTable) -> list[Place]:
    """List the few places whose names are nearest to a text; what kind of state a name says counts for nothing."""
    typed = _name_without_state(name)
    names = places.short_names
    near = difflib.get_close_matches(typed, names, n=6, cutoff=_MIN_SIMILARITY) if typed else []
    near += [text for text in names if typed and f" {typed} " in f" {text} "]
    found = {names[text].code: names[text] for text in near}
    return list(found.values())[:_MAX_SUGGESTIONS]


def _name_without_state(name: str) -> str:
    """Leave out of a name what kind of state it is; a name of such words alone stays whole."""
    words = normalize(name).split()
    return " ".join(word for word in words if word not in _WORDS_OF_STATES) or " ".join(words)


def suggest_place_code(name: str, places: PlaceTable) -> str:
    """Say what to write instead of a text that is no place."""
    near = [f"{place.name} ({place.code})" for place in list_near_places(name, places)]
    return _ask(near) or "use a name or a code that 'rareearth places --all' lists"
