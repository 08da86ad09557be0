"""Places and their names."""

from collections.abc import Mapping
from typing import NamedTuple

from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.names import normalize, resolve_name

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
    """Find a place by one of its codes or names, normalized.

    Raises
    ------
    NotOnRecord
        If no place has that name; the message lists the nearest names.

    """
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
