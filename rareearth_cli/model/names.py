"""Names that people type: what each means, suggestions for near misses, and the places with their names."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
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

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every code and name of this place."""
        return tuple(filter(None, (self.code, self.alpha2, self.name, *self.native, *self.names)))


def index_places(places: Mapping[str, Place]) -> dict[str, Place]:
    """Index places by each of their codes and names, normalized."""
    return {normalize(text): place for place in places.values() for text in place.all_names}


def find_place(name: str, places: Mapping[str, Place]) -> Place:
    """Find a place by one of its codes or names, normalized; an error lists the nearest names."""
    if (place := places.get(name.upper())) is not None:
        return place
    names = {text: place.code for place in places.values() for text in place.all_names}
    return places[
        resolve_name("place", name, names, "'rareearth places' lists all", shown=lambda code: places[code].name)
    ]


def suggest_place_code(name: str, places: Mapping[str, Place]) -> str:
    """Say what to write instead of a text that is not the code of a place."""
    try:
        return f"write {find_place(name, places).code}"
    except NotOnRecord:
        return "use an ISO 3166 alpha-3 code, or WLD, CIS, OTH"
