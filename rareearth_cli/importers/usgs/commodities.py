"""Which rows of a release are of rare earths: all of them as one commodity, a single one, or none."""

import re
from enum import StrEnum
from functools import lru_cache

from rareearth_cli.importers.reader import Row, tidy
from rareearth_cli.importers.usgs.columns import Form, Role
from rareearth_cli.model.names import normalize


class Commodity(StrEnum):
    """What a row is of."""

    RARE_EARTHS = "rare earths"
    #: The chapters on heavy rare earths, yttrium and scandium, and prices of single ones: other totals.
    SINGLE = "single rare earths"
    NONE = "other commodities"
    BLANK = "blank"


_ELEMENTS = (
    "scandium", "yttrium", "lanthanum", "cerium", "praseodymium", "neodymium", "promethium", "samarium", "europium",
    "gadolinium", "terbium", "dysprosium", "holmium", "erbium", "thulium", "ytterbium", "lutetium", "mischmetal",
)  # fmt: skip
_ALL = re.compile(r"(?:rare earths?|rare earth elements|lanthanides)")
_SOME = re.compile(rf"rare earth|\b(?:{'|'.join(_ELEMENTS)})\b")
_IN_A_NAME = re.compile(r"rare[-_ ]?e", re.IGNORECASE)


def commodity(row: Row, form: Form, name: str) -> Commodity:
    """What a row is of, by its chapter and commodity; where the form has neither, by its type or the file's name."""
    named = [form.roles[role] for role in (Role.CHAPTER, Role.COMMODITY) if role in form.roles]
    if named:
        found = {_named(row.cells[index]) for index in named if index < len(row.cells)}
        if Commodity.BLANK in found:
            return Commodity.NONE if any(tidy(cell) for cell in row.cells) else Commodity.BLANK
        return max(found, key=_NARROWNESS.index, default=Commodity.NONE)
    if not any(tidy(cell) for cell in row.cells):
        return Commodity.BLANK
    described = [
        form.roles[role] for role in (Role.TYPE, Role.DETAIL, Role.SECTION, Role.STATISTIC) if role in form.roles
    ]
    said = normalize(" ".join(row.cells[index] for index in described if index < len(row.cells)))
    return Commodity.RARE_EARTHS if "rare earth" in said or _IN_A_NAME.search(name) else Commodity.NONE


#: A single rare earth of the rare-earth chapter is a single one, a rare earth of another chapter no rare earth.
_NARROWNESS = (Commodity.BLANK, Commodity.RARE_EARTHS, Commodity.SINGLE, Commodity.NONE)


@lru_cache(maxsize=1024)
def _named(cell: str) -> Commodity:
    name = normalize(tidy(cell))
    if not name:
        return Commodity.BLANK
    if _ALL.fullmatch(name):
        return Commodity.RARE_EARTHS
    return Commodity.SINGLE if _SOME.search(name) else Commodity.NONE
