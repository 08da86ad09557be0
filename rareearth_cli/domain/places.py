"""Places and the names people call them by."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from rareearth_cli.domain.errors import NotOnRecord

WORLD = "WLD"
OTHER = "OTH"
#: Below this similarity (of difflib, 0 to 1) a suggestion is noise more often than help.
_NEAR = 0.75


class Place(NamedTuple):
    """A country, territory or group: ISO 3166 alpha-3 code (or WLD, CIS, OTH) and all its names."""

    code: str
    alpha2: str
    name: str
    native: tuple[str, ...]
    names: tuple[str, ...]
    group: bool

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every text that names this place."""
        return tuple(filter(None, (self.code, self.alpha2, self.name, *self.native, *self.names)))


def fold(name: str) -> str:
    """A name without case, accents and punctuation, as two people might both write it; ``&`` is "and"."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and "))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", bare.casefold()).split())


def name_index(places: Mapping[str, Place]) -> dict[str, Place]:
    """Places by every text that names them, folded."""
    return {fold(text): place for place in places.values() for text in place.all_names}


def find_place(name: str, places: Mapping[str, Place]) -> Place:
    """The place that a code or name means, exact after folding.

    Raises:
        NotOnRecord: no place has that name; the message has the nearest ones.

    """
    if (place := places.get(name.upper())) is not None:
        return place
    index = name_index(places)
    folded = fold(name)
    if (place := index.get(folded)) is not None:
        return place
    near = difflib.get_close_matches(folded, index, n=6, cutoff=_NEAR)
    suggestions = list(dict.fromkeys(index[text].name for text in near))[:3]
    hint = f"did you mean {' or '.join(suggestions)}?" if suggestions else "no name is near it."
    raise NotOnRecord(f"unknown place '{name}': {hint} 'rareearth places' lists all")
