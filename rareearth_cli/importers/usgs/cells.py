"""Reading the figures of a row; a figure that cannot be read has a reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rareearth_cli.importers.reader import Row, collapse_whitespace, printable
from rareearth_cli.importers.usgs.columns import CAPACITY, STOCKS, Layout, Role, ValueColumn
from rareearth_cli.importers.usgs.footnotes import Footnotes, read_footnotes
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.names import normalize
from rareearth_cli.model.places import OTHER, WORLD, Place
from rareearth_cli.model.quantity import Kind, Quantity, parse_quantity
from rareearth_cli.model.units import TONNES_PER_UNIT, parse_unit
from rareearth_cli.model.vocabulary import Measure

_WORLD = re.compile(r"world(?: total)?", re.IGNORECASE)
_OTHER = re.compile(r"other(?: countries)?", re.IGNORECASE)
_ROUNDED = re.compile(r"\brounded\b", re.IGNORECASE)
#: What may follow the name of a place: a footnote number, an aside in brackets or, for the world, a kind of commodity.
_FOOTNOTE_MARK = re.compile(r"(.*[^\d\s])\s*\d{1,2}()")
_ASIDE = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_WORLD_WITH_KIND = re.compile(r"(world total.*), (\w+)", re.IGNORECASE)
#: The limit for a name with its asides, which bounds the recursion that removes them one by one.
_MAX_NAME_LENGTH = 120
#: Symbols for figures that are also country codes.
_SYMBOLS_NOT_PLACES = ("na", "w")


def identify_place(title: str, places: Mapping[str, Place]) -> tuple[str, str]:
    """Identify a place by its title in a release; return its code and any aside, or no code if it is unknown."""
    name = collapse_whitespace(title).rstrip(" ,")
    if len(name) > _MAX_NAME_LENGTH:
        return "", ""
    normalized = normalize(name)
    if normalized in places and normalized not in _SYMBOLS_NOT_PLACES:
        return places[normalized].code, ""
    for code, pattern in ((WORLD, _WORLD), (OTHER, _OTHER)):
        if pattern.fullmatch(name):
            return code, ""
    for pattern in (_FOOTNOTE_MARK, _ASIDE, _WORLD_WITH_KIND):
        if match := pattern.fullmatch(name):
            code, inner = identify_place(match[1], places)
            aside = collapse_whitespace(_ROUNDED.sub("", match[2])).strip(" ,")
            return code, " ".join(filter(None, (inner, aside)))
    return "", ""


class Reason(StrEnum):
    """Why a figure of a release is not imported."""

    OTHER = "other statistics than world production and reserves"
    CAPACITY = "capacity, which the record does not hold"
    EMPTY = "nothing printed"
    EMPTY_WITH_NOTE = "an empty cell with a note"
    WORD = "a word where a figure stands"
    FIGURE = "no figure that can be read without guessing"
    UNIT = "no unit of tonnes"
    PLACE = "unknown place"
    MEASURE = "no measure"
    YEAR = "no year"
    SHIFTED = "cells shifted or lacking"
    CONFLICT = "at odds with its own chapter"
    KIND = "one kind of the commodity alone"
    DUPLICATE = "a second, different figure"
    OLDER_YEAR = "an earlier year of a stock"


class Cell(NamedTuple):
    """One figure of a release; ``period`` is empty for a stock if neither its column nor its row names a year."""

    line: int
    place: str
    measure: str
    period: str
    quantity: Quantity
    unit: str
    footnotes: Footnotes
    #: The kind of the commodity that is counted, if the row names a single kind.
    kind: str = ""
    #: Whether the cell is empty in the file but a dash, that is zero, in the printed table.
    dash_omitted: bool = False


class UnreadFigure(NamedTuple):
    """A figure that is not imported, with its line and the reason."""

    line: int
    reason: Reason
    what: str


class ReadingContext(NamedTuple):
    """What is needed to read a row; ``dashes`` are the columns in which an empty cell means zero."""

    layout: Layout
    places: Mapping[str, Place]
    dashes: frozenset[int] = frozenset()


_SYMBOLS = {"na": "NA", "n/a": "NA", "w": "W", **dict.fromkeys(("—", "–", "-", "--", "---", "‒", "―"), "—")}
#: Words in place of a figure in USGS tables ("s" is less than half a unit, "XX" not applicable).
_WORDS = re.compile(r"[A-Za-z][A-Za-z ,]*")
_MEASURE = re.compile(r"\b(production|capacity|reserves|resources)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\b(?:(?:thousand|million|billion)s?\s(?:of\s)?)?(?:metric\s(?:dry\s)?tons?|tons|carats|liters|cubic\smeters|kilograms)\b",
    re.IGNORECASE,
)
#: Words in the details of a row that do not name a particular kind of the commodity.
_GENERAL_WORDS = re.compile(
    r"\b(?:mine|world|total|production|reserves|estimated|rare[- ]earth[- ]oxides?|rare[- ]earths?|REO|equivalents?"
    r"|content|rounded|of|in)\b|[\s:;,.()]+",
    re.IGNORECASE,
)
#: In files separated by semicolons, a point may be a thousands separator.
_POINT_GROUPED = re.compile(r"\D?\d{1,3}(?:\.\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_row(row: Row, context: ReadingContext) -> Iterable[Cell | UnreadFigure]:
    """Read the figures of a row, or the reasons why they cannot be read."""
    layout, cells = context.layout, row.cells
    if (lacking := _find_shift(cells, layout)) is not None:
        return [UnreadFigure(row.line, Reason.SHIFTED, lacking)]
    section = _cell_text(cells, layout, Role.SECTION)
    if section and "world" not in section.casefold():
        return [UnreadFigure(row.line, Reason.OTHER, section)]
    title = collapse_whitespace(cells[layout.roles[Role.PLACE]])
    place, aside = identify_place(title, context.places)
    if not place:
        return [UnreadFigure(row.line, Reason.PLACE, f"'{printable(title)}'")]
    return [_read_figure(row, value, place, aside, context) for value in layout.values]


def _find_shift(cells: Sequence[str], layout: Layout) -> str | None:
    """Find evidence that the cells of a row are not below their titles."""
    if len(cells) < layout.width:
        return f"{len(cells)} cells for {layout.width} columns"
    if any(collapse_whitespace(cell) for cell in cells[len(layout.titles) :]):
        return f"{len(cells)} cells for {len(layout.titles)} columns"
    answer = _cell_text(cells, layout, Role.YES_NO)
    if answer and answer.casefold() not in ("yes", "no"):
        return f"'{printable(answer)}' where '{printable(layout.titles[layout.roles[Role.YES_NO]])}' is Yes or No"
    return None


def _cell_text(cells: Sequence[str], layout: Layout, role: Role) -> str:
    index = layout.roles.get(role)
    return collapse_whitespace(cells[index]) if index is not None else ""


def _read_figure(row: Row, value: ValueColumn, place: str, aside: str, context: ReadingContext) -> Cell | UnreadFigure:
    layout, cells = context.layout, row.cells
    measure = value.measure or _find_measure(cells, layout)
    label = f"{place} {measure} {value.period or _cell_text(cells, layout, Role.YEAR)}".rstrip()
    if not measure:
        said = _cell_text(cells, layout, Role.STATISTIC) or _cell_text(cells, layout, Role.TYPE)
        return UnreadFigure(row.line, Reason.MEASURE, f"{place} '{printable(said)}'")
    printed, footnotes, dash = _find_printed(cells, value, measure, context)
    if not printed:
        noted = ", ".join(footnotes.others)
        return UnreadFigure(
            row.line,
            Reason.EMPTY_WITH_NOTE if noted else Reason.EMPTY,
            f"{label} '{printable(noted)}'" if noted else label,
        )
    if measure == CAPACITY:
        return UnreadFigure(row.line, Reason.CAPACITY, label)
    period = value.period or _cell_text(cells, layout, Role.YEAR)
    if (period and not _YEAR.fullmatch(period)) or (not period and measure not in STOCKS):
        return UnreadFigure(row.line, Reason.YEAR, f"{label} '{printable(period)}'")
    if (conflict := _find_conflict(cells, layout, measure, value.unit)) is not None:
        return UnreadFigure(row.line, Reason.CONFLICT, f"{place} {conflict}")
    if layout.separator == ";" and _POINT_GROUPED.fullmatch(printed):
        return UnreadFigure(row.line, Reason.FIGURE, f"{label}: the point in '{printed}' may part thousands")
    unit = _find_unit(cells, layout, value)
    if unit is None:
        return UnreadFigure(row.line, Reason.UNIT, f"{label} '{printable(_cell_text(cells, layout, Role.UNIT))}'")
    quantity = _parse_figure(printed, unit, measure, footnotes.estimated_in(period, value.estimated))
    if isinstance(quantity, str):
        reason = Reason.WORD if _WORDS.fullmatch(printed) else Reason.FIGURE
        return UnreadFigure(row.line, reason, f"{label}: {quantity}")
    kind = " ".join(filter(None, (aside, _find_kind(cells, layout))))
    return Cell(row.line, place, measure, period, quantity, unit, footnotes, kind, dash)


def _find_printed(
    cells: Sequence[str], value: ValueColumn, measure: str, context: ReadingContext
) -> tuple[str, Footnotes, bool]:
    """Find the printed figure, its footnotes and whether it is an omitted dash.

    An empty cell may have its symbol, such as NA, in the column of notes.
    """
    layout = context.layout
    index = layout.notes.get(value.measure, layout.roles.get(Role.NOTE))
    note = collapse_whitespace(cells[index]) if index is not None else ""
    cell = collapse_whitespace(cells[value.at])
    if not cell and (note.casefold() in _SYMBOLS or re.fullmatch(r"[Xx]{2}|Large|Moderate|Small", note)):
        cell, note = note, ""
    of_type = _cell_text(cells, layout, Role.TYPE) if measure == Measure.PRODUCTION else ""
    footnotes = read_footnotes(note, of_type)
    dash = not cell and not footnotes.others and value.at in context.dashes
    return ("—" if dash else _SYMBOLS.get(cell.casefold(), cell)), footnotes, dash


def _find_measure(cells: Sequence[str], layout: Layout) -> str:
    """Find the measure of a row from its statistic or, if that is empty, from its type or details."""
    said = next(
        filter(None, (_cell_text(cells, layout, role) for role in (Role.STATISTIC, Role.TYPE, Role.DETAIL))), ""
    )
    found = {match.casefold() for match in _MEASURE.findall(said)}
    return str(found.pop()) if len(found) == 1 else ""


def _find_conflict(cells: Sequence[str], layout: Layout, measure: str, unit: str) -> str | None:
    """Describe a contradiction between row, column and chapter about the unit or measure."""
    details = f"{_cell_text(cells, layout, Role.TYPE)} {_cell_text(cells, layout, Role.DETAIL)}"
    said = {unit, *_find_units(_cell_text(cells, layout, Role.UNIT)), *_find_units(details)} - {""}
    if len(said) > 1:
        return f"{measure} in {' and in '.join(sorted(said))}"
    chapter = re.match(r"\(Data in ([^)]*?),? unless", _cell_text(cells, layout, Role.CHAPTER_NOTE))
    if measure == Measure.RESERVES and re.search(r"\bresources\b", details, re.IGNORECASE):
        counted = (
            f"; its chapter counts {chapter[1]}, and the row does not say of what its tonnes are" if chapter else ""
        )
        return f"'{printable(details.strip())}': resources under reserves{counted}"
    return None


def _find_units(text: str) -> set[str]:
    return {unit for found in _UNIT.findall(text) if (unit := _parse_tonnage_unit(collapse_whitespace(found)))}


@lru_cache(maxsize=1024)
def _parse_tonnage_unit(text: str) -> str:
    """Parse a unit of mass; empty if the text is not one."""
    try:
        unit = parse_unit(text)
    except BadQuantity:
        return ""
    return unit if unit in TONNES_PER_UNIT else ""


def _find_unit(cells: Sequence[str], layout: Layout, value: ValueColumn) -> str | None:
    """Find the unit of a figure: that of its column, of its row or, if neither states one, of its chapter."""
    own = _cell_text(cells, layout, Role.UNIT)
    if value.unit or own:
        return value.unit or _parse_tonnage_unit(own) or None
    for role in (Role.TYPE, Role.DETAIL, Role.CHAPTER_NOTE):
        if match := _UNIT.search(_cell_text(cells, layout, role)):
            return _parse_tonnage_unit(collapse_whitespace(match[0])) or None
    return None


def _parse_figure(printed: str, unit: str, measure: str, estimated: bool) -> Quantity | str:
    """Parse a figure, adding the mark "estimated" if the file states it elsewhere; return what is wrong if it fails."""
    least = 2 if measure == Measure.RESERVES else 1
    try:
        quantity = parse_quantity(printed, unit=unit, least_digits=least)
        if estimated and quantity.value and not quantity.estimated and quantity.kind is not Kind.RANGE:
            quantity = parse_quantity(f"{quantity.printed}e", unit=unit, least_digits=least)
        return quantity
    except BadQuantity as error:
        return printable(error.what)


def _find_kind(cells: Sequence[str], layout: Layout) -> str:
    """Find which kind of the commodity a row counts, if its details name a particular kind."""
    details = _cell_text(cells, layout, Role.DETAIL) or _cell_text(cells, layout, Role.TYPE)
    return collapse_whitespace(_GENERAL_WORDS.sub(" ", _UNIT.sub(" ", details)))
