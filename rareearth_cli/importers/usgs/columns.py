"""The layout of a release: the meaning of each column, from the words of its title and never its position."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from rareearth_cli.importers.reader import (
    SEPARATORS,
    CannotImport,
    Content,
    Row,
    collapse_whitespace,
    printable,
    read_rows,
)
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.units import parse_unit
from rareearth_cli.model.vocabulary import Measure

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
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[<>]?\d[\d,.]*")
#: The header must be within these first rows, because a title may precede it.
_MAX_HEADER_ROWS = 20
_EXPECTED_COLUMNS = (
    "a column of places ('Country') and figures: columns such as 'Prod_t_2025' and 'Reserves_t', or 'Value' with"
    " 'Year' and 'Statistics' or 'Type'"
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
    if not content.text.strip():
        raise CannotImport(f"{content.name}: the file is empty; looked for {_EXPECTED_COLUMNS}")
    if broken:
        raise broken[0]
    titles = [f"'{printable(title)}'" for title in found if title]
    more = f" and {len(titles) - 8} more" if len(titles) > 8 else ""
    what = f"found {', '.join(titles[:8]) or 'no titles'}{more} in the first {_MAX_HEADER_ROWS} rows"
    raise CannotImport(f"{content.name}: no form of a release; looked for {_EXPECTED_COLUMNS}; {what}")


def _first_rows(content: Content, separator: str) -> Iterable[Row]:
    for number, row in enumerate(read_rows(content, separator)):
        if number == _MAX_HEADER_ROWS:
            return
        if any(row.cells):
            yield row


def _read_layout(titles: list[str], separator: str, line: int, name: str) -> Layout | None:
    """Read the layout from a row of titles; None if the row is not a header."""
    if any(_FIGURE.fullmatch(title) and not _YEAR.fullmatch(title) for title in titles):
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
    years = [word for word in words if _YEAR.fullmatch(word)]
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
