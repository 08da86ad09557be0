"""What our own data files name, told from their lines: who presses Tab cannot wait until all is read and checked.

Only files that ship with the tool are read so; a test holds what is found against what the whole reading gives.
"""

import re
from collections.abc import Mapping
from functools import cache

from rareearth_cli.model.records import cell_id
from rareearth_cli.model.vocabulary import NOT_SEEN
from rareearth_cli.record.bundled import bundled

#: All texts that name one thing, the one that people use first.
Spellings = tuple[str, ...]
_SECTION = re.compile(r"^(\w+):", re.MULTILINE)
_PLACE = re.compile(r"^  ([A-Z]{3}): \"?([^\n\"]+)", re.MULTILINE)
_KEY = re.compile(r"^  ([\w.-]+):", re.MULTILINE)
_SHORT = re.compile(r"^  (.+): (.+)$", re.MULTILINE)
_ROOT = re.compile(r"^  ([\w-]+): \{title: ([^,}\n]+)", re.MULTILINE)
_ID = re.compile(r"^- \{?id: ([^\s,}]+)", re.MULTILINE)
_ENTRY = re.compile(r"^- ", re.MULTILINE)
_LINKS = re.compile(r"\b(id|place|like|part_of): ([^\s,}]+)")
_AMENDS = re.compile(r"^  (\S+):|^    amends: (\S+)", re.MULTILINE)
_TABLE = re.compile(r"^- source: (\S+)|^  columns: (.+)|^    ([A-Z]{3}): ([^\n\"]+|\".*\")$", re.MULTILINE)
#: A value on a line of its own, or in braces, where it ends at a comma.
_VALUE = r'^ +{0}: (?:"(.*)"|(.+))$|[{{,] *{0}: (?:"([^"]*)"|([^,}}\n]+))'


@cache
def places() -> dict[str, Spellings]:
    """The places by code, each with its English name, its other names and its codes."""
    found = {}
    for code, row in _PLACE.findall(_text("places.yaml")):
        alpha2, *cells = row.split("|")
        names = [name.strip() for cell in cells for name in cell.split(";")]
        found[code] = tuple(dict.fromkeys(filter(None, (*names, code, alpha2.strip()))))
    return found


def sources() -> list[Spellings]:
    """The ids of all sources."""
    return _each(_KEY.findall(_sections()["sources"]))


def estimates() -> list[Spellings]:
    """The ids of all estimates: those that stand by themselves, then the cells of tables."""
    sections = _sections()
    return _each([*_ID.findall(sections["estimates"]), *_cells(sections)])


def estimate_places() -> dict[str, str]:
    """The code of the place that each estimate speaks of; a part and a like have that of the other."""
    sections = _sections()
    places = {one: one.split("/")[1] for one in _cells(sections)}
    entries = [dict(reversed(_LINKS.findall(entry))) for entry in _ENTRY.split(sections["estimates"])[1:]]
    above = {said["id"]: said.get("part_of") or said.get("like", "") for said in entries}
    own = {said["id"]: said["place"] for said in entries if "place" in said}
    for named in above:
        one = named
        while one not in own and one not in places:
            one = above[one]
        places[named] = own.get(one) or places[one]
    return places


def publishers() -> list[Spellings]:
    """Everybody who published or said a figure, by short and by full name."""
    sections = _sections()
    short = dict(_SHORT.findall(sections["publishers"]))
    return [tuple(dict.fromkeys((short.get(name, name), name))) for name in _values(sections, "publisher")]


def roots() -> list[Spellings]:
    """The ledgers and counts that have a name, by id and by title."""
    return list(_ROOT.findall(_sections()["roots"]))


def series() -> list[Spellings]:
    """The series of editions."""
    return _each(_KEY.findall(_sections()["series"]))


def sites() -> list[Spellings]:
    """The deposits and areas."""
    return _each(_values(_sections(), "site"))


def systems() -> list[Spellings]:
    """The classifications that figures are stated in."""
    return _each(_values(_sections(), "system"))


@cache
def _text(name: str) -> str:
    return bundled(name).read_text(encoding="utf-8")


def _sections() -> dict[str, str]:
    _, *parts = _SECTION.split(_text("reserves.yaml"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _each(names: list[str]) -> list[Spellings]:
    return [(name,) for name in names]


def _values(sections: Mapping[str, str], field: str) -> list[str]:
    pattern = re.compile(_VALUE.format(field), re.MULTILINE)
    texts = (sections[name] for name in ("series", "sources", "estimates"))
    return list(dict.fromkeys("".join(groups) for text in texts for groups in pattern.findall(text)))


def _cells(sections: Mapping[str, str]) -> list[str]:
    """The ids of what tables hold; a version has the cells of the one it amends too."""
    cells: dict[str, dict[tuple[str, str, str], None]] = {}
    titles: list[tuple[str, str, str]] = []
    source = ""
    for named, columns, place, row in _TABLE.findall(sections["tables"]):
        source = named or source
        if columns:
            titles = [title.strip().partition(" ") for title in columns.split("|")]
        for (measure, _, period), cell in zip(titles, row.split("|") if place else (), strict=False):
            if cell.strip(' "') != NOT_SEEN:
                cells.setdefault(source, {})[place, measure, period] = None
    key = ""
    for named, amended in _AMENDS.findall(sections["sources"]):
        key = named or key
        if amended:
            cells[key] = cells[amended] | cells.get(key, {})
    return [cell_id(source, *cell) for source, held in cells.items() for cell in held]
