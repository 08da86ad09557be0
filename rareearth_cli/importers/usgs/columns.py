"""Which column of a release is what: read from the words of its title, never from its position."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from rareearth_cli.importers.reader import SEPARATORS, CannotImport, Content, Row, rows, shown, tidy
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.units import canonical
from rareearth_cli.model.vocabulary import Measure

#: What USGS tables count beside our measures: recognised, and not on record.
CAPACITY = "capacity"
#: What is held and not made in a year: its column may name no year.
STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value)


class Role(StrEnum):
    """What a column says of its row."""

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
    """A column of figures. Measure, period or unit are empty where the row says them."""

    at: int
    measure: str = ""
    period: str = ""
    unit: str = ""
    estimated: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.measure, self.period, "estimated" * self.estimated, self.unit)))


class NoteColumn(NamedTuple):
    """A column of notes on one measure."""

    measure: str


class Form(NamedTuple):
    """What the columns of a file are; indexes count from 0."""

    separator: str
    line: int
    titles: Sequence[str]
    roles: Mapping[Role, int]
    values: Sequence[ValueColumn]
    #: The column of notes on one measure.
    notes: Mapping[str, int]
    unused: Sequence[int]

    @property
    def width(self) -> int:
        """How many cells a whole row has, untitled columns at the end left aside."""
        return max(index for index, title in enumerate(self.titles) if title) + 1


#: The words of a title by which a measure is known.
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
#: The words of a title by which a role is known, the first that fits.
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
#: A title may stand above the header.
_HEADER_WITHIN = 20
_LOOKED_FOR = (
    "a column of places ('Country') and figures: columns such as 'Prod_t_2025' and 'Reserves_t', or 'Value' with"
    " 'Year' and 'Statistics' or 'Type'"
)


def find_form(content: Content) -> Form:
    """The form of a release: the first row that has a header's meaning, by the separator that gives it most.

    Raises:
        CannotImport: no row has; the message names what was looked for and what was found.

    """
    found: list[str] = []
    forms: list[Form] = []
    broken: list[CannotImport] = []
    for separator in SEPARATORS:
        try:
            for row in _first_rows(content, separator):
                titles = [tidy(title) for title in row.cells]
                found = max(found, titles, key=len)
                if (form := _form(titles, separator, row.line, content.name)) is not None:
                    forms.append(form)
                    break
        except CannotImport as error:
            broken.append(error)
    if forms:
        return max(forms, key=lambda form: len(form.roles) + len(form.values) + len(form.notes))
    if not content.text.strip():
        raise CannotImport(f"{content.name}: the file is empty; looked for {_LOOKED_FOR}")
    if broken:
        raise broken[0]
    titles = [f"'{shown(title)}'" for title in found if title]
    more = f" and {len(titles) - 8} more" if len(titles) > 8 else ""
    what = f"found {', '.join(titles[:8]) or 'no titles'}{more} in the first {_HEADER_WITHIN} rows"
    raise CannotImport(f"{content.name}: no form of a release; looked for {_LOOKED_FOR}; {what}")


def _first_rows(content: Content, separator: str) -> Iterable[Row]:
    for number, row in enumerate(rows(content, separator)):
        if number == _HEADER_WITHIN:
            return
        if any(row.cells):
            yield row


def _form(titles: list[str], separator: str, line: int, name: str) -> Form | None:
    """The form that a row of titles describes; None where it is no header."""
    if any(_FIGURE.fullmatch(title) and not _YEAR.fullmatch(title) for title in titles):
        return None
    taken: dict[Role, int] = {}
    values: list[ValueColumn] = []
    notes: dict[str, int] = {}
    unused: list[int] = []
    # Of two titles for one role the shorter is the plainer: 'Country' before 'Country group'.
    for index in sorted(range(len(titles)), key=lambda index: len(_WORD.findall(titles[index]))):
        if not titles[index]:
            continue
        meaning = _meaning(index, titles[index])
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
    _refuse_twice(titles, name)
    values.sort()
    _refuse_second_figure(values, titles, name)
    return Form(separator, line, titles, taken, values, notes, sorted(unused))


def _meaning(index: int, title: str) -> Role | ValueColumn | NoteColumn | None:
    """What a title says; None where it is not understood."""
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
    rest = " ".join(word for word, folded in zip(spelt, words, strict=True) if folded not in known)
    unit = _unit(rest)
    if unit is not None and len(years) <= 1 and len(measures) <= 1 and (measures or years):
        estimated = bool(_ESTIMATED & set(words))
        return ValueColumn(index, next(iter(measures), ""), next(iter(years), ""), unit, estimated)
    return next((role for role, names in _ROLES if names & set(words)), None) if not measures | others else None


def _unit(text: str) -> str | None:
    """The unit that the rest of a title names: empty for none, None where it is something else."""
    try:
        return canonical(text) if text else ""
    except BadQuantity:
        return None


def _refuse_twice(titles: list[str], name: str) -> None:
    named = [title for title in titles if title]
    twice = next((title for title in named if named.count(title) > 1), None)
    if twice is not None:
        raise CannotImport(f"{name}: two columns are called '{shown(twice)}'; keep the one that holds")


def _refuse_second_figure(values: list[ValueColumn], titles: list[str], name: str) -> None:
    seen: dict[tuple[str, str], int] = {}
    for value in values:
        key = value.measure, value.period
        if key in seen:
            pair = f"'{shown(titles[seen[key]])}' and '{shown(titles[value.at])}'"
            raise CannotImport(f"{name}: {pair} both say {' '.join(filter(None, key))}; keep the one that holds")
        seen[key] = value.at
