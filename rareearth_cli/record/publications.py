"""Recognize the tables of publishers by their titles, so that a file that is given to the wrong command is sent on."""

import re
import shlex
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from rareearth_cli.record.files import STANDARD_INPUT
from rareearth_cli.record.headers import normalize_title

_EDITION_CELL = re.compile(r"MCS[\s_-]*(?:19|20)\d\d", re.IGNORECASE)
_USGS_TITLE = re.compile(r"prod t(?: est)? (?:19|20)\d\d|prod est (?:19|20)\d\d|mcs chapter")
#: The titles of USGS that a table with an edition in its column of sources has too.
_USGS_TITLES = frozenset(("type", "commodity"))
_SALIENT_TITLE = re.compile(r"us ?prod\b.*|usprod.*|imports? .*|exports? .*|price .*|consump.*|nir .*")
_BGS_TITLES = frozenset(("bgs statistic type trans", "bgs commodity trans"))
_ENERGY_TITLE = re.compile(r".* (?:ej|mtoe|twh|kboed)")
#: So many titles of energy are enough to know the panel.
_ENERGY_TITLES = 3


class Kind(StrEnum):
    """What a table is, by the name of the importer that reads it; the others have none."""

    USGS = "usgs"
    BGS = "bgs"
    BP = "bp"
    SALIENT = "salient"
    OWN = "own"


class Recognized(NamedTuple):
    """A table of a known kind, what to call it, and what to do with it."""

    kind: Kind
    what: str

    def remedy(self, name: str) -> str:
        """Say which command reads the file, with its name as a shell needs it."""
        typed = "-" if name in (STANDARD_INPUT, "-") else shlex.quote(f"./{name}" if name.startswith("-") else name)
        if self.kind is Kind.SALIENT:
            return "the world's figures are in the data release of the chapter or of all commodities"
        if self.kind is Kind.OWN:
            return f"read it with: rareearth compare PLACE --data {typed}"
        return f"read it with: rareearth import {self.kind} {typed}"


_WHAT = {
    Kind.USGS: "a data release of USGS",
    Kind.BGS: "World Mineral Statistics of the British Geological Survey",
    Kind.BP: "the Statistical Review of BP or the Energy Institute",
    Kind.SALIENT: "salient statistics of USGS, which are about the United States",
    Kind.OWN: "a table of figures",
}


def recognize(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Recognized | None:
    """Recognize a table by the titles of its columns and its first rows; None if it is of no known publisher.

    A table with the columns 'place' and 'measure' is recognized as somebody's own.
    """
    names = [normalize_title(title) for title in titles]
    placed = {"country", "countries", "locality"} & set(names)
    if {"place", "measure"} <= set(names):
        kind = Kind.OWN
    elif _BGS_TITLES & set(names):
        kind = Kind.BGS
    elif placed and "year" in names and sum(bool(_ENERGY_TITLE.fullmatch(name)) for name in names) >= _ENERGY_TITLES:
        kind = Kind.BP
    elif any(_USGS_TITLE.fullmatch(name) for name in names) or (placed and _names_edition(names, rows)):
        kind = Kind.USGS
    elif not placed and "year" in names and any(_SALIENT_TITLE.fullmatch(name) for name in names):
        kind = Kind.SALIENT
    else:
        return None
    return Recognized(kind, _WHAT[kind])


def _names_edition(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
    """Whether the sources of a table are editions of USGS and nothing else, as in its releases.

    A table of somebody who cites an edition has none of the other columns of a release.
    """
    if "source" not in names or not _USGS_TITLES & set(names):
        return False
    at = names.index("source")
    return any(len(row) > at and _EDITION_CELL.fullmatch(row[at].strip()) for row in rows)
