"""Places as releases name them: with the numbers of footnotes, roundings and kinds of the commodity beside."""

import re
from collections.abc import Mapping

from rareearth_cli.domain.names import fold
from rareearth_cli.domain.places import OTHER, WORLD, Place
from rareearth_cli.importers.delimited import tidy

_WORLD = re.compile(r"world(?: total)?", re.IGNORECASE)
_OTHER = re.compile(r"other(?: countries)?", re.IGNORECASE)
_ROUNDED = re.compile(r"\brounded\b", re.IGNORECASE)
#: What may stand behind the name of a place: the number of a footnote, an aside, and of the world a kind.
_MARK = re.compile(r"(.*[^\d\s])\s*\d{1,2}()")
_ASIDE = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_WORLD_OF = re.compile(r"(world total.*), (\w+)", re.IGNORECASE)
#: No name with all its asides is longer; each aside is taken off in turn.
_LONGEST = 120
#: Symbols of figures that are codes of countries too.
_NO_NAMES = ("na", "w")


def locate(title: str, places: Mapping[str, Place]) -> tuple[str, str]:
    """The code of a place as releases name it, and what they say of it beside; no code where it is unknown."""
    name = tidy(title).rstrip(" ,")
    if len(name) > _LONGEST:
        return "", ""
    folded = fold(name)
    if folded in places and folded not in _NO_NAMES:
        return places[folded].code, ""
    for code, pattern in ((WORLD, _WORLD), (OTHER, _OTHER)):
        if pattern.fullmatch(name):
            return code, ""
    for pattern in (_MARK, _ASIDE, _WORLD_OF):
        if match := pattern.fullmatch(name):
            code, inner = locate(match[1], places)
            aside = tidy(_ROUNDED.sub("", match[2])).strip(" ,")
            return code, " ".join(filter(None, (inner, aside)))
    return "", ""
