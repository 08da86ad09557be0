"""The table of a USGS release: what its header says of each column, its footnotes, and the figures in its cells."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rareearth_cli.importers.release import (
    MAX_HEADER_ROWS,
    SEPARATORS,
    CannotImport,
    Content,
    Row,
    collapse_whitespace,
    printable,
    read_rows,
)
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.names import OTHER, WORLD, PlaceTable, normalize
from rareearth_cli.model.quantity import TONNES_PER_UNIT, Kind, LeastDigits, Quantity, parse_quantity, parse_unit
from rareearth_cli.model.vocabulary import Measure

ESTIMATED = "estimated"
REPORTED = "reported"
QUOTA = "quota"
FROM_TRADE_DATA = "from trade data"

_QUOTA_IN_WORDS = "production quota; undocumented production is not counted"


class Footnotes(NamedTuple):
    """The footnotes of one figure.

    ``years`` are the years to which "estimated" applies; if empty, it applies to all. ``others`` are unknown footnotes.
    """

    flags: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    #: The trade data from which the figure is estimated.
    trade_data: str = ""

    @property
    def in_words(self) -> str:
        """The meaning of the flags in words, without what the mark "e" already says."""
        trade = f"estimated from reported {self.trade_data}" if FROM_TRADE_DATA in self.flags else ""
        return "; ".join(filter(None, (_QUOTA_IN_WORDS if QUOTA in self.flags else "", trade)))

    def estimated_in(self, year: str, by_column: bool) -> bool:
        """Whether the figure of a year is estimated, by its note or, unless a note says "reported", by its column."""
        by_note = ESTIMATED in self.flags and (not self.years or year in self.years)
        return by_note or (by_column and REPORTED not in self.flags)


_PARTS = re.compile(r"\s*(?:\.?\s*--\s*|(?<=[a-z)])\.\s+(?!Source))")
_ESTIMATED_NOTE = re.compile(r"estimated(?:\s+(?:in|for))?(?:\s+((?:19|20)\d\d))?(?:\s+also)?", re.IGNORECASE)
_TRADE = re.compile(
    r"estimated based on (?:reported )?(?P<data>(?:import|export|trade) data(?: for [\w ]+)?)"
    r"(?:\. Sources?: (?P<keeper>[\w ,.&'’-]+))?",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"production quota; does not include undocumented production", re.IGNORECASE)


def read_footnotes(note: str, of_type: str = "") -> Footnotes:
    """Read the footnotes in a note; ``of_type`` is what the row states about all its figures."""
    flags: set[str] = set()
    years: set[str] = set()
    others: list[str] = []
    trade_data = ""
    for part in _PARTS.split(note):
        text = part.strip(" .")
        if match := _TRADE.fullmatch(text):
            flags |= {FROM_TRADE_DATA, ESTIMATED}
            trade_data = match["data"] + (f" ({match['keeper']})" if match["keeper"] else "")
        elif match := _ESTIMATED_NOTE.fullmatch(text):
            flags.add(ESTIMATED)
            years |= {match[1]} if match[1] else set()
        elif _QUOTA.fullmatch(text):
            flags.add(QUOTA)
        elif text.casefold() == REPORTED:
            flags.add(REPORTED)
        elif text:
            others.append(text)
    if FROM_TRADE_DATA in flags or re.search(r"\bestimated\b", of_type, re.IGNORECASE):
        flags.add(ESTIMATED)
        years = set()
    return Footnotes(frozenset(flags), frozenset(years), tuple(others), trade_data)


#: A measure of USGS tables that is recognized but not imported.
CAPACITY = "capacity"
#: Measures at a date; their columns need not name a year.
STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value)


class Role(StrEnum):
    """What a column states about its row."""

    PLACE = "place"
    SOURCE = "edition"
    CHAPTER = "chapter"
    COMMODITY = "commodity"
    SECTION = "section"
    DETAIL = "detail"
    STATISTIC = "measure"
    TYPE = "type"
    UNIT = "unit"
    YEAR = "year"
    VALUE = "figure"
    CHAPTER_NOTE = "note on the chapter"
    NOTE = "note"
    YES_NO = "yes or no"


class ValueColumn(NamedTuple):
    """A column of figures, at index ``at``; measure, period or unit are empty if the row states them."""

    at: int
    measure: str = ""
    period: str = ""
    unit: str = ""
    estimated: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.measure, self.period, "estimated" * self.estimated, self.unit)))


class NoteColumn(NamedTuple):
    """A column of notes on a single measure."""

    measure: str


class Layout(NamedTuple):
    """The meaning of the columns of a file; indexes count from 0."""

    separator: str
    line: int
    titles: Sequence[str]
    roles: Mapping[Role, int]
    values: Sequence[ValueColumn]
    #: The index of the column of notes by measure.
    notes: Mapping[str, int]
    unused: Sequence[int]

    @property
    def width(self) -> int:
        """The number of cells of a complete row, not counting untitled columns at the end."""
        return max(index for index, title in enumerate(self.titles) if title) + 1


#: The words of a title that identify a measure.
_MEASURES = {
    **dict.fromkeys(("prod", "production", "output"), Measure.PRODUCTION.value),
    **dict.fromkeys(("reserve", "reserves"), Measure.RESERVES.value),
    **dict.fromkeys(("resource", "resources"), Measure.RESOURCES.value),
    **dict.fromkeys(("cap", "capacity"), CAPACITY),
}
_ESTIMATED = {"e", "est", "estimate", "estimated", "estimates"}
_NOTES = {"note", "notes", "footnote", "footnotes", "remark", "remarks", "comment", "comments"}
_GENERAL = {"other", "chapter", "general"}
_FILLERS = {"mine", "world", "in", "of", "the", "rare", "earth", "earths", "oxide", "equivalent", "reo"}
_CODES = {"code", "codes", "iso", "id"}
#: The words of a title that identify a role; the first match applies.
_ROLES = (
    (Role.CHAPTER, {"chapter"}),
    (Role.SECTION, {"section", "table"}),
    (Role.COMMODITY, {"commodity", "commodities", "mineral"}),
    (Role.PLACE, {"country", "countries", "locality", "localities", "place", "nation", "region", "area"}),
    (Role.SOURCE, {"source", "edition", "release"}),
    (Role.UNIT, {"unit", "units", "uom"}),
    (Role.DETAIL, {"detail", "details", "description"}),
    (Role.STATISTIC, {"statistic", "statistics", "measure", "indicator"}),
    (Role.TYPE, {"type"}),
    (Role.YEAR, {"year", "years", "period"}),
    (Role.VALUE, {"value", "values", "amount", "quantity", "figure"}),
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[<>]?\d[\d,.]*")
_EXPECTED_COLUMNS = (
    "columns such as 'Country', 'Prod_t_2025' and 'Reserves_t', or 'Country', 'Year', 'Statistics' and 'Value'"
)


def find_layout(content: Content) -> Layout:
    """Find the layout of a release: its first row that is a header, with the separator that gives most columns.

    Raises
    ------
    CannotImport
        If no row is a header; the message says what was expected and found.

    """
    found: list[str] = []
    layouts: list[Layout] = []
    broken: list[CannotImport] = []
    for separator in SEPARATORS:
        try:
            for row in _first_rows(content, separator):
                titles = [collapse_whitespace(title) for title in row.cells]
                found = max(found, titles, key=len)
                if (layout := _read_layout(titles, separator, row.line, content.name)) is not None:
                    layouts.append(layout)
                    break
        except CannotImport as error:
            broken.append(error)
    if layouts:
        return max(layouts, key=lambda layout: len(layout.roles) + len(layout.values) + len(layout.notes))
    if not content.text.strip() and not content.rows:
        raise CannotImport(f"{content.name}: the file is empty")
    if broken:
        raise broken[0]
    titles = [f"'{printable(title)}'" for title in found if title]
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    what = f"found {', '.join(titles[:3]) or 'no titles'}{more} in the first {MAX_HEADER_ROWS} rows"
    said = f"{content.name}: this is not a release of USGS data; a release has {_EXPECTED_COLUMNS}; {what}"
    raise CannotImport(f"{said}; a table of your own is read with --data")


def _first_rows(content: Content, separator: str) -> Iterable[Row]:
    for number, row in enumerate(read_rows(content, separator)):
        if number == MAX_HEADER_ROWS:
            return
        if any(row.cells):
            yield row


def _read_layout(titles: list[str], separator: str, line: int, name: str) -> Layout | None:
    """Read the layout from a row of titles; None if the row is not a header."""
    if any(_FIGURE.fullmatch(title) and not YEAR.fullmatch(title) for title in titles):
        return None
    taken: dict[Role, int] = {}
    values: list[ValueColumn] = []
    notes: dict[str, int] = {}
    unused: list[int] = []
    # Of two titles for one role the shorter takes precedence: 'Country' before 'Country group'.
    for index in sorted(range(len(titles)), key=lambda index: len(_WORD.findall(titles[index]))):
        if not titles[index]:
            continue
        meaning = _interpret_title(index, titles[index])
        if isinstance(meaning, ValueColumn):
            values.append(meaning)
        elif isinstance(meaning, Role) and meaning not in taken:
            taken[meaning] = index
        elif isinstance(meaning, NoteColumn) and meaning.measure not in notes:
            notes[meaning.measure] = index
        else:
            unused.append(index)
    if Role.PLACE not in taken:
        return None
    if Role.VALUE in taken and Role.YEAR in taken:
        unused += [value.at for value in values]
        values = [ValueColumn(taken[Role.VALUE])]
    if not any(value.period or value.measure in STOCKS or Role.YEAR in taken for value in values):
        return None
    _reject_duplicate_titles(titles, name)
    values.sort()
    _reject_duplicate_figures(values, titles, name)
    return Layout(separator, line, titles, taken, values, notes, sorted(unused))


def _interpret_title(index: int, title: str) -> Role | ValueColumn | NoteColumn | None:
    """Interpret the title of a column; None if it is not understood."""
    spelt = _WORD.findall(title)
    words = [word.casefold() for word in spelt]
    measures = {_MEASURES[word] for word in words if word in _MEASURES}
    others = {"other"} & set(words)  # 'Other countries' is a row, 'Other notes' a column
    if words[:1] == ["is"]:
        return Role.YES_NO
    if _NOTES & set(words):
        if measures:
            return NoteColumn(measures.pop()) if len(measures) == 1 else None
        return Role.CHAPTER_NOTE if _GENERAL & set(words) else Role.NOTE
    if _CODES & set(words):
        return None
    years = [word for word in words if YEAR.fullmatch(word)]
    known = {*_MEASURES, *_ESTIMATED, *_FILLERS, *years}
    rest = " ".join(word for word, normalized in zip(spelt, words, strict=True) if normalized not in known)
    unit = _parse_title_unit(rest)
    if unit is not None and len(years) <= 1 and len(measures) <= 1 and (measures or years):
        estimated = bool(_ESTIMATED & set(words))
        return ValueColumn(index, next(iter(measures), ""), next(iter(years), ""), unit, estimated)
    return next((role for role, names in _ROLES if names & set(words)), None) if not measures | others else None


def _parse_title_unit(text: str) -> str | None:
    """Parse the unit in the rest of a title; empty if there is no rest, None if it is not a unit."""
    try:
        return parse_unit(text) if text else ""
    except BadQuantity:
        return None


def _reject_duplicate_titles(titles: list[str], name: str) -> None:
    named = [title for title in titles if title]
    twice = next((title for title in named if named.count(title) > 1), None)
    if twice is not None:
        raise CannotImport(f"{name}: two columns are called '{printable(twice)}'; keep the one that holds")


def _reject_duplicate_figures(values: list[ValueColumn], titles: list[str], name: str) -> None:
    seen: dict[tuple[str, str], int] = {}
    for value in values:
        key = value.measure, value.period
        if key in seen:
            pair = f"'{printable(titles[seen[key]])}' and '{printable(titles[value.at])}'"
            raise CannotImport(f"{name}: {pair} both say {' '.join(filter(None, key))}; keep the one that holds")
        seen[key] = value.at


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


def identify_place(title: str, places: PlaceTable) -> tuple[str, str]:
    """Identify a place by its title in a release; return its code and any aside, or no code if it is unknown."""
    name = collapse_whitespace(title).rstrip(" ,")
    if len(name) > _MAX_NAME_LENGTH:
        return "", ""
    if normalize(name) not in _SYMBOLS_NOT_PLACES and (place := places.find(name)) is not None:
        return place.code, ""
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
    WORD = "a word in place of a figure"
    FIGURE = "not readable without guessing"
    UNIT = "no unit of tonnes"
    PLACE = "unknown place"
    MEASURE = "no measure"
    YEAR = "no year"
    SHIFTED = "cells shifted or lacking"
    CONFLICT = "at odds with its own chapter"
    KIND = "one kind of the commodity alone"
    DUPLICATE = "a second, different figure"
    OLDER_YEAR = "an earlier year of a stock"


#: Reasons for which a figure is left out on purpose; for any other, it could not be read.
ON_PURPOSE = (Reason.OTHER, Reason.CAPACITY, Reason.EMPTY, Reason.KIND, Reason.OLDER_YEAR)


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

    @property
    def in_words(self) -> str:
        """The line, that it was not read, and why."""
        return f"line {self.line}: not read: {self.reason}: {self.what}"


class ReadingContext(NamedTuple):
    """What is needed to read a row; ``dashes`` are the columns in which an empty cell means zero."""

    layout: Layout
    places: PlaceTable
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
    if (period and not YEAR.fullmatch(period)) or (not period and measure not in STOCKS):
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


#: Production from this amount on is printed to two significant figures at least, as in the defaults of the record.
_FROM_T = 10_000


def _parse_figure(printed: str, unit: str, measure: str, estimated: bool) -> Quantity | str:
    """Parse a figure, adding the mark "estimated" if the file states it elsewhere; return what is wrong if it fails."""
    least = LeastDigits(2) if measure == Measure.RESERVES else LeastDigits(2, from_t=_FROM_T)
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
