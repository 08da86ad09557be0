"""Classification of the rows of a release by commodity: rare earths as a whole, single rare earths, or others."""

import re
from enum import StrEnum
from functools import lru_cache

from rareearth_cli.importers.reader import Row, collapse_whitespace
from rareearth_cli.importers.usgs.columns import Layout, Role
from rareearth_cli.model.names import normalize


class Commodity(StrEnum):
    """The commodity of a row."""

    RARE_EARTHS = "rare earths"
    #: Chapters on heavy rare earths, yttrium and scandium, and prices of single elements, whose totals are separate.
    SINGLE = "single rare earths"
    NONE = "other commodities"
    BLANK = "blank"


_ELEMENTS = (
    "scandium", "yttrium", "lanthanum", "cerium", "praseodymium", "neodymium", "promethium", "samarium", "europium",
    "gadolinium", "terbium", "dysprosium", "holmium", "erbium", "thulium", "ytterbium", "lutetium", "mischmetal",
)  # fmt: skip
_ALL = re.compile(r"(?:rare earths?|rare earth elements|lanthanides)")
_SOME = re.compile(rf"rare earth|\b(?:{'|'.join(_ELEMENTS)})\b")
_IN_FILE_NAME = re.compile(r"rare[-_ ]?e", re.IGNORECASE)


def classify_row(row: Row, layout: Layout, name: str) -> Commodity:
    """Classify a row by its chapter and commodity or, if the layout has neither, by its type or the file name."""
    named = [layout.roles[role] for role in (Role.CHAPTER, Role.COMMODITY) if role in layout.roles]
    if named:
        found = {_classify_name(row.cells[index]) for index in named if index < len(row.cells)}
        if Commodity.BLANK in found:
            return Commodity.NONE if any(collapse_whitespace(cell) for cell in row.cells) else Commodity.BLANK
        return max(found, key=_NARROWNESS.index, default=Commodity.NONE)
    if not any(collapse_whitespace(cell) for cell in row.cells):
        return Commodity.BLANK
    described = [
        layout.roles[role] for role in (Role.TYPE, Role.DETAIL, Role.SECTION, Role.STATISTIC) if role in layout.roles
    ]
    said = normalize(" ".join(row.cells[index] for index in described if index < len(row.cells)))
    return Commodity.RARE_EARTHS if "rare earth" in said or _IN_FILE_NAME.search(name) else Commodity.NONE


#: If chapter and commodity differ, the narrower of them applies: the later one in this order.
_NARROWNESS = (Commodity.BLANK, Commodity.RARE_EARTHS, Commodity.SINGLE, Commodity.NONE)


@lru_cache(maxsize=1024)
def _classify_name(cell: str) -> Commodity:
    name = normalize(collapse_whitespace(cell))
    if not name:
        return Commodity.BLANK
    if _ALL.fullmatch(name):
        return Commodity.RARE_EARTHS
    return Commodity.SINGLE if _SOME.search(name) else Commodity.NONE
