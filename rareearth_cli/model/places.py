"""Places and the names people call them by."""

from collections.abc import Mapping
from typing import NamedTuple

from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.names import find_name, normalize

WORLD = "WLD"
OTHER = "OTH"


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


def name_index(places: Mapping[str, Place]) -> dict[str, Place]:
    """Places by every text that names them, folded."""
    return {normalize(text): place for place in places.values() for text in place.all_names}


def find_place(name: str, places: Mapping[str, Place]) -> Place:
    """The place that a code or name means, exact after folding.

    Raises:
        NotOnRecord: no place has that name; the message has the nearest ones.

    """
    if (place := places.get(name.upper())) is not None:
        return place
    names = {text: place.code for place in places.values() for text in place.all_names}
    return places[find_name("place", name, names, "'rareearth places' lists all", shown=lambda code: places[code].name)]


def place_remedy(name: str, places: Mapping[str, Place]) -> str:
    """What to write instead of a name that is no code."""
    try:
        return f"write {find_place(name, places).code}"
    except NotOnRecord:
        return "use an ISO 3166 alpha-3 code, or WLD, CIS, OTH"
