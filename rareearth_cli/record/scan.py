"""Find names in the bundled data files by regular expressions, because tab completion must answer at once.

Only bundled files are read this way; a test compares the result with that of the complete reader.
"""

import re
from collections.abc import Mapping
from functools import cache

from rareearth_cli.model.records import table_estimate_id
from rareearth_cli.model.vocabulary import UNSEEN_CELL
from rareearth_cli.record.bundled import find_bundled_file

#: All texts that name the same thing, the most common one first.
Spellings = tuple[str, ...]
_SECTION = re.compile(r"^(\w+):", re.MULTILINE)
_PLACE = re.compile(r"^  ([A-Z]{3}): \"?([^\n\"]+)", re.MULTILINE)
_KEY = re.compile(r"^  ([\w.-]+):", re.MULTILINE)
_PUBLISHER = re.compile(r"^  (.+): (.+)$", re.MULTILINE)
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
    """Return the places by code, each with its English name, its other names and its codes."""
    found = {}
    for code, row in _PLACE.findall(_read_text("places.yaml")):
        alpha2, *cells = row.split("|")
        names = [name.strip() for cell in cells for name in cell.split(";")]
        found[code] = tuple(dict.fromkeys(filter(None, (*names, code, alpha2.strip()))))
    return found


def sources() -> list[Spellings]:
    """Return the ids of all sources."""
    return _wrap_each(_KEY.findall(_split_sections()["sources"]))


def estimates() -> list[Spellings]:
    """Return the ids of all estimates: first those listed individually, then the cells of tables."""
    sections = _split_sections()
    return _wrap_each([*_ID.findall(sections["estimates"]), *_find_cell_ids(sections)])


def estimate_places() -> dict[str, str]:
    """Return the code of the place of each estimate; ``part_of`` and ``like`` inherit it."""
    sections = _split_sections()
    places = {key: key.split("/")[1] for key in _find_cell_ids(sections)}
    entries = [dict(reversed(_LINKS.findall(entry))) for entry in _ENTRY.split(sections["estimates"])[1:]]
    parents = {entry["id"]: entry.get("part_of") or entry.get("like", "") for entry in entries}
    own = {entry["id"]: entry["place"] for entry in entries if "place" in entry}
    for key in parents:
        ancestor = key
        while ancestor not in own and ancestor not in places:
            ancestor = parents[ancestor]
        places[key] = own.get(ancestor) or places[ancestor]
    return places


def publishers() -> list[Spellings]:
    """Return everybody who published a figure, by short and by full name."""
    sections = _split_sections()
    short = dict(_PUBLISHER.findall(sections["publishers"]))
    return [tuple(dict.fromkeys((short.get(name, name), name))) for name in _find_values(sections, "publisher")]


def roots() -> list[Spellings]:
    """Return the named origins, by id and by title."""
    return list(_ROOT.findall(_split_sections()["roots"]))


def series() -> list[Spellings]:
    """Return the series of editions."""
    return _wrap_each(_KEY.findall(_split_sections()["series"]))


def sites() -> list[Spellings]:
    """Return the deposits and areas."""
    return _wrap_each(_find_values(_split_sections(), "site"))


def systems() -> list[Spellings]:
    """Return the classifications that figures are stated in."""
    return _wrap_each(_find_values(_split_sections(), "system"))


@cache
def _read_text(name: str) -> str:
    return find_bundled_file(name).read_text(encoding="utf-8")


def _split_sections() -> dict[str, str]:
    _, *parts = _SECTION.split(_read_text("reserves.yaml"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _wrap_each(names: list[str]) -> list[Spellings]:
    return [(name,) for name in names]


def _find_values(sections: Mapping[str, str], field: str) -> list[str]:
    pattern = re.compile(_VALUE.format(field), re.MULTILINE)
    texts = (sections[name] for name in ("series", "sources", "estimates"))
    return list(dict.fromkeys("".join(groups) for text in texts for groups in pattern.findall(text)))


def _find_cell_ids(sections: Mapping[str, str]) -> list[str]:
    """Return the ids of all table cells; a version also has the cells of the source that it amends."""
    cells: dict[str, dict[tuple[str, str, str], None]] = {}
    titles: list[tuple[str, str, str]] = []
    source = ""
    for named, columns, place, row in _TABLE.findall(sections["tables"]):
        source = named or source
        if columns:
            titles = [title.strip().partition(" ") for title in columns.split("|")]
        for (measure, _, period), cell in zip(titles, row.split("|") if place else (), strict=False):
            if cell.strip(' "') != UNSEEN_CELL:
                cells.setdefault(source, {})[place, measure, period] = None
    key = ""
    for named, amended in _AMENDS.findall(sections["sources"]):
        key = named or key
        if amended:
            cells[key] = cells[amended] | cells.get(key, {})
    return [table_estimate_id(source, *cell) for source, own in cells.items() for cell in own]
