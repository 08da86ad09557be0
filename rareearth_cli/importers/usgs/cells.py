"""From a row of a release to its figures, each with the reason where it cannot be read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rareearth_cli.importers.reader import Row, shown, tidy
from rareearth_cli.importers.usgs.columns import CAPACITY, STOCKS, Form, Role, ValueColumn
from rareearth_cli.importers.usgs.footnotes import Footnotes, read_footnotes
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.names import normalize
from rareearth_cli.model.places import OTHER, WORLD, Place
from rareearth_cli.model.quantity import Kind, Quantity, parse_quantity
from rareearth_cli.model.units import TONNES, canonical
from rareearth_cli.model.vocabulary import Measure

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
    folded = normalize(name)
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


class Reason(StrEnum):
    """Why a figure of a release is not taken over."""

    OTHER = "other statistics than world production and reserves"
    CAPACITY = "capacity, which the record does not hold"
    NOTHING = "nothing printed"
    NOTED = "an empty cell with a note"
    WORD = "a word where a figure stands"
    FIGURE = "no figure that can be read without guessing"
    UNIT = "no unit of tonnes"
    PLACE = "unknown place"
    MEASURE = "no measure"
    YEAR = "no year"
    SHIFTED = "cells shifted or lacking"
    CONFLICT = "at odds with its own chapter"
    KIND = "one kind of the commodity alone"
    TWICE = "a second, different figure"
    EARLIER = "an earlier year of a stock"


class Cell(NamedTuple):
    """One figure of a release. ``period`` is empty for a stock whose column names no year."""

    line: int
    place: str
    measure: str
    period: str
    quantity: Quantity
    unit: str
    footnotes: Footnotes
    #: The one kind of the commodity that is counted, where the row names one.
    kind: str = ""
    #: Whether the file leaves the cell empty where the printed table has a dash.
    dash_left_out: bool = False


class Unread(NamedTuple):
    """A figure that is not taken over."""

    line: int
    reason: Reason
    what: str


class Reader(NamedTuple):
    """What reading a row needs: the form, the names of places, and what an empty cell of a column means."""

    form: Form
    places: Mapping[str, Place]
    dashes: frozenset[int] = frozenset()


_SYMBOLS = {"na": "NA", "n/a": "NA", "w": "W", **dict.fromkeys(("—", "–", "-", "--", "---", "‒", "―"), "—")}
#: Words of USGS tables that stand where a figure would ("s" is less than half a unit, "XX" not applicable).
_WORDS = re.compile(r"[A-Za-z][A-Za-z ,]*")
_MEASURE = re.compile(r"\b(production|capacity|reserves|resources)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(?:(?:thousand|million|billion)s?\s(?:of\s)?)?(?:metric\s(?:dry\s)?tons?|tons|carats|liters|cubic\smeters|kilograms)\b",
    re.IGNORECASE,
)
#: What a row says of all its commodity and of no kind of it.
_PLAIN = re.compile(
    r"\b(?:mine|world|total|production|reserves|estimated|rare[- ]earth[- ]oxides?|rare[- ]earths?|REO|equivalents?"
    r"|content|rounded|of|in)\b|[\s:;,.()]+",
    re.IGNORECASE,
)
#: Where semicolons part the cells, a point may be no decimal one.
_PARTED = re.compile(r"\D?\d{1,3}(?:\.\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_row(row: Row, reader: Reader) -> Iterable[Cell | Unread]:
    """The figures of a row, or why there are none."""
    form, cells = reader.form, row.cells
    if (lacking := _shift(cells, form)) is not None:
        return [Unread(row.line, Reason.SHIFTED, lacking)]
    section = _text(cells, form, Role.SECTION)
    if section and "world" not in section.casefold():
        return [Unread(row.line, Reason.OTHER, section)]
    title = tidy(cells[form.roles[Role.PLACE]])
    place, aside = locate(title, reader.places)
    if not place:
        return [Unread(row.line, Reason.PLACE, f"'{shown(title)}'")]
    return [_figure(row, value, place, aside, reader) for value in form.values]


def _shift(cells: Sequence[str], form: Form) -> str | None:
    """What shows that the cells of a row do not stand below their titles."""
    if len(cells) < form.width:
        return f"{len(cells)} cells for {form.width} columns"
    if any(tidy(cell) for cell in cells[len(form.titles) :]):
        return f"{len(cells)} cells for {len(form.titles)} columns"
    answer = _text(cells, form, Role.YES_NO)
    if answer and answer.casefold() not in ("yes", "no"):
        return f"'{shown(answer)}' where '{shown(form.titles[form.roles[Role.YES_NO]])}' is Yes or No"
    return None


def _text(cells: Sequence[str], form: Form, role: Role) -> str:
    index = form.roles.get(role)
    return tidy(cells[index]) if index is not None else ""


def _figure(row: Row, value: ValueColumn, place: str, aside: str, reader: Reader) -> Cell | Unread:
    form, cells = reader.form, row.cells
    measure = value.measure or _measure(cells, form)
    label = f"{place} {measure} {value.period or _text(cells, form, Role.YEAR)}".rstrip()
    if not measure:
        said = _text(cells, form, Role.STATISTIC) or _text(cells, form, Role.TYPE)
        return Unread(row.line, Reason.MEASURE, f"{place} '{shown(said)}'")
    printed, footnotes, dash = _printed(cells, value, measure, reader)
    if not printed:
        noted = ", ".join(footnotes.others)
        return Unread(
            row.line, Reason.NOTED if noted else Reason.NOTHING, f"{label} '{shown(noted)}'" if noted else label
        )
    if measure == CAPACITY:
        return Unread(row.line, Reason.CAPACITY, label)
    period = value.period or _text(cells, form, Role.YEAR)
    if (period and not _YEAR.fullmatch(period)) or (not period and measure not in STOCKS):
        return Unread(row.line, Reason.YEAR, f"{label} '{shown(period)}'")
    if (conflict := _conflict(cells, form, measure, value.unit)) is not None:
        return Unread(row.line, Reason.CONFLICT, f"{place} {conflict}")
    if form.separator == ";" and _PARTED.fullmatch(printed):
        return Unread(row.line, Reason.FIGURE, f"{label}: the point in '{printed}' may part thousands")
    unit = _unit(cells, form, value)
    if unit is None:
        return Unread(row.line, Reason.UNIT, f"{label} '{shown(_text(cells, form, Role.UNIT))}'")
    quantity = _quantity(printed, unit, measure, footnotes.estimated_in(period, value.estimated))
    if isinstance(quantity, str):
        reason = Reason.WORD if _WORDS.fullmatch(printed) else Reason.FIGURE
        return Unread(row.line, reason, f"{label}: {quantity}")
    kind = " ".join(filter(None, (aside, _kind(cells, form))))
    return Cell(row.line, place, measure, period, quantity, unit, footnotes, kind, dash)


def _printed(cells: Sequence[str], value: ValueColumn, measure: str, reader: Reader) -> tuple[str, Footnotes, bool]:
    """The figure as printed: from its cell, or from the note beside an empty one; else a dash that was left out."""
    form = reader.form
    index = form.notes.get(value.measure, form.roles.get(Role.NOTE))
    note = tidy(cells[index]) if index is not None else ""
    cell = tidy(cells[value.at])
    if not cell and (note.casefold() in _SYMBOLS or re.fullmatch(r"[Xx]{2}|Large|Moderate|Small", note)):
        cell, note = note, ""
    of_type = _text(cells, form, Role.TYPE) if measure == Measure.PRODUCTION else ""
    footnotes = read_footnotes(note, of_type)
    dash = not cell and not footnotes.others and value.at in reader.dashes
    return ("—" if dash else _SYMBOLS.get(cell.casefold(), cell)), footnotes, dash


def _measure(cells: Sequence[str], form: Form) -> str:
    """The measure that a row says it counts: by its statistic, or where that is empty by its type or details."""
    said = next(filter(None, (_text(cells, form, role) for role in (Role.STATISTIC, Role.TYPE, Role.DETAIL))), "")
    found = {match.casefold() for match in _MEASURE.findall(said)}
    return str(found.pop()) if len(found) == 1 else ""


def _conflict(cells: Sequence[str], form: Form, measure: str, unit: str) -> str | None:
    """Where a row contradicts what it, its column or its chapter says of unit or measure."""
    details = f"{_text(cells, form, Role.TYPE)} {_text(cells, form, Role.DETAIL)}"
    said = {unit, *_units(_text(cells, form, Role.UNIT)), *_units(details)} - {""}
    if len(said) > 1:
        return f"{measure} in {' and in '.join(sorted(said))}"
    chapter = re.match(r"\(Data in ([^)]*?),? unless", _text(cells, form, Role.CHAPTER_NOTE))
    if measure == Measure.RESERVES and re.search(r"\bresources\b", details, re.IGNORECASE):
        counted = (
            f"; its chapter counts {chapter[1]}, and the row does not say of what its tonnes are" if chapter else ""
        )
        return f"'{shown(details.strip())}': resources under reserves{counted}"
    return None


def _units(text: str) -> set[str]:
    return {unit for found in _UNIT.findall(text) if (unit := _canonical(tidy(found)))}


@lru_cache(maxsize=1024)
def _canonical(text: str) -> str:
    """The unit of tonnes that a text is; empty where it is none."""
    try:
        unit = canonical(text)
    except BadQuantity:
        return ""
    return unit if unit in TONNES else ""


def _unit(cells: Sequence[str], form: Form, value: ValueColumn) -> str | None:
    """The unit of a figure: of its column, its row, or where neither says one its chapter."""
    own = _text(cells, form, Role.UNIT)
    if value.unit or own:
        return value.unit or _canonical(own) or None
    for role in (Role.TYPE, Role.DETAIL, Role.CHAPTER_NOTE):
        if match := _UNIT.search(_text(cells, form, role)):
            return _canonical(tidy(match[0])) or None
    return None


def _quantity(printed: str, unit: str, measure: str, estimated: bool) -> Quantity | str:
    """The figure in tonnes, with the mark "estimated" where the file says so in other words; else what is wrong."""
    least = 2 if measure == Measure.RESERVES else 1
    try:
        quantity = parse_quantity(printed, unit=unit, least_digits=least)
        if estimated and quantity.value and not quantity.estimated and quantity.kind is not Kind.RANGE:
            quantity = parse_quantity(f"{quantity.printed}e", unit=unit, least_digits=least)
        return quantity
    except BadQuantity as error:
        return shown(error.what)


def _kind(cells: Sequence[str], form: Form) -> str:
    """What of its commodity a row counts, beyond plain mine production or reserves."""
    details = _text(cells, form, Role.DETAIL) or _text(cells, form, Role.TYPE)
    return tidy(_PLAIN.sub(" ", _UNIT.sub(" ", details)))
