"""A USGS release: its edition, the rows on rare earths, and the figures in them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rareearth_cli.importers.release import (
    CannotImport,
    Content,
    Publication,
    Release,
    ReleaseFigure,
    Row,
    collapse_whitespace,
    printable,
    read_rows,
    undo_programs,
)
from rareearth_cli.importers.usgs.table import (
    ON_PURPOSE,
    STOCKS,
    Cell,
    Layout,
    ReadingContext,
    Reason,
    Role,
    UnreadFigure,
    find_layout,
    read_row,
)
from rareearth_cli.model.names import PlaceTable, normalize
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.cells import NA_MAY_BE_LOST
from rareearth_cli.record.tables import Column


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


class Edition(NamedTuple):
    """The year of an edition, and how it is known."""

    year: str
    why: str


_EDITION_NAME = re.compile(r"mcs[\s_-]*((?:19|20)\d\d)", re.IGNORECASE)


def find_edition(asked: str | None, name: str, rows: Sequence[Row], cells: Sequence[Cell], layout: Layout) -> Edition:
    """Find the edition of a release.

    Raises
    ------
    CannotImport
        If the edition cannot be determined, or the file contradicts itself.

    """
    if asked:
        return Edition(asked, "as asked for")
    source = layout.roles.get(Role.SOURCE)
    written = Counter(collapse_whitespace(row.cells[source]) for row in rows) if source is not None else Counter[str]()
    inside = {match[1] for text in written if (match := _EDITION_NAME.search(text))}
    outside = {match[1] for match in _EDITION_NAME.finditer(name)}
    if len(inside | outside) > 1:
        said = f"its cells say {' and '.join(sorted(inside)) or 'nothing'}, its name {' and '.join(sorted(outside))}"
        raise CannotImport(f"{name}: which edition? {said}; say so with --edition")
    if inside and source is not None:
        cell = printable(next(text for text in written if _EDITION_NAME.search(text)))
        return Edition(inside.pop(), f"its column '{printable(layout.titles[source])}' says {cell}")
    if outside:
        return Edition(outside.pop(), "its name says so")
    years = [cell.period for cell in cells if cell.period]
    if not years:
        raise CannotImport(
            f"{name}: which edition? neither its name nor a cell says, and no year; say so with --edition"
        )
    return Edition(str(int(max(years)) + 1), f"its newest year is {max(years)}, and an edition follows it by one")


#: The page that lists all editions; a release file does not contain its own address.
_URL = "https://www.usgs.gov/centers/national-minerals-information-center/mineral-commodity-summaries"
_DASH_NOTE = "the file leaves the cell empty where the printed table has a dash, which is zero"
_OXIDE = re.compile(r"rare[- ]earth[- ]oxide|\bREO\b", re.IGNORECASE)
#: The note that states the unit of a chapter; it is read with the figures, not as a note.
_UNIT_NOTE = re.compile(r"\(Data in ")


class UsgsRelease(NamedTuple):
    """A release as USGS lays it out: its figures by place and column, and everything that was seen in the file."""

    name: str
    encoding: str
    #: What was assumed of the numbers in the file.
    assumed: Sequence[str]
    layout: Layout
    edition: Edition
    version: str
    published: str
    cells: Mapping[tuple[str, Column], Cell]
    #: The number of rows by commodity.
    counts: Mapping[Commodity, int]
    #: The number of rows on rare earths from which at least one figure was read.
    rows_read: int
    unread: Sequence[UnreadFigure]
    #: Problems in rows on single rare earths, which are not imported.
    single_element_problems: Sequence[UnreadFigure]
    #: The notes on the whole chapter, each text once.
    chapter_notes: Sequence[str]
    #: Whether any row or title states that the tonnes are rare-earth oxide.
    states_oxide: bool


def to_release(release: UsgsRelease) -> Release:
    """Keep of a release what the record holds: the publication, and the figures with their notes."""
    year, version = release.edition.year, release.version
    publication = Publication(
        id=f"usgs-mcs-{year}" + (f"-v{version}" if version else ""),
        series="usgs-mcs",
        edition=year,
        version=version,
        # Every edition whose publication date is known was published in January or February.
        published=release.published or f"{year}-02",
        published_inferred=not release.published,
        title=f"Mineral Commodity Summaries {year}, Rare Earths (data release)",
        url=_URL,
    )
    figures = {
        key: ReleaseFigure(cell.line, cell.quantity, cell.unit, _describe_cell(cell))
        for key, cell in release.cells.items()
    }
    # Where a program wrote the file, the empty cell may be an NA.
    expected = (*ON_PURPOSE, Reason.EMPTY_WITH_NOTE) if release.assumed else ON_PURPOSE
    unread = [one.in_words for one in release.unread if one.reason not in expected]
    return Release(release.name, publication, figures, unread, may_lack_na=bool(release.assumed))


def _describe_cell(cell: Cell) -> str:
    known = [cell.footnotes.in_words] if cell.footnotes.in_words else []
    if cell.quantity.kind is Kind.RANGE and cell.footnotes.estimated_in(cell.period, by_column=False):
        known.append("estimated")
    return "; ".join([*known, *[_DASH_NOTE] * cell.dash_omitted])


def read_release(
    content: Content, places: PlaceTable, *, edition: str = "", version: str = "", published: str = ""
) -> UsgsRelease:
    """Read a release of world mine production and reserves.

    Raises
    ------
    CannotImport
        If the file has an unknown layout, no figures for rare earths, or no edition.

    """
    layout = find_layout(content)
    rows = [row for row in read_rows(content, layout.separator) if row.line > layout.line]
    rows, assumed = undo_programs(rows, layout.titles, [value.at for value in layout.values])
    if content.rows and not assumed:
        assumed = [f"a workbook, which USGS does not publish: {NA_MAY_BE_LOST}"]
    if not assumed and (line := _find_lost_figure(rows, layout)):
        assumed = [f"line {line} has no figure, and no other has NA; {NA_MAY_BE_LOST}"]
    sorted_rows = group_rows(rows, layout, content.name)
    wanted = sorted_rows[Commodity.RARE_EARTHS]
    everything = [row for of_one in sorted_rows.values() for row in of_one]
    context = ReadingContext(layout, places, find_omitted_dashes(wanted, everything, layout))
    read = [list(read_row(row, context)) for row in wanted]
    found = [one for of_row in read for one in of_row if isinstance(one, Cell)]
    unread = [one for of_row in read for one in of_row if isinstance(one, UnreadFigure)]
    known = find_edition(edition, content.name, wanted, found, layout) if found else Edition("", "")
    cells, refused = _resolve_cells(found, known)
    if not cells:
        instead = _describe_contents(sorted_rows, [*unread, *refused], layout)
        raise CannotImport(f"{content.name}: no figure of rare earths; {instead}")
    return UsgsRelease(
        name=content.name,
        encoding=content.encoding,
        assumed=assumed,
        layout=layout,
        edition=known,
        version=version,
        published=published,
        cells=cells,
        counts={one: len(of_one) for one, of_one in sorted_rows.items()},
        rows_read=sum(any(isinstance(one, Cell) for one in of_row) for of_row in read),
        unread=[*unread, *refused],
        single_element_problems=_read_problems(sorted_rows[Commodity.SINGLE], context),
        chapter_notes=_list_chapter_notes(wanted, {one.line for one in found}, layout),
        states_oxide=any(
            _OXIDE.search(text) for text in (*layout.titles, *(cell for row in wanted for cell in row.cells))
        ),
    )


def _find_lost_figure(rows: Sequence[Row], layout: Layout) -> int:
    """Find the first line without a figure in a release of one figure a row, if none of its figures is NA; else 0.

    A row that prints nothing says nothing, so that a program has read NA as nothing and left the cell empty.
    """
    at = layout.roles.get(Role.VALUE)
    if at is None or [value.at for value in layout.values] != [at]:
        return 0
    figures = [(row.line, collapse_whitespace(row.cells[at])) for row in rows if len(row.cells) >= layout.width]
    if any(figure.upper() == "NA" for _, figure in figures):
        return 0
    return next((line for line, figure in figures if not figure), 0)


def group_rows(rows: Iterable[Row], layout: Layout, name: str) -> dict[Commodity, list[Row]]:
    """Group the rows below the header by commodity."""
    found: dict[Commodity, list[Row]] = {one: [] for one in Commodity}
    for row in rows:
        found[classify_row(row, layout, name)].append(row)
    return found


def find_omitted_dashes(wanted: Sequence[Row], every: Iterable[Row], layout: Layout) -> frozenset[int]:
    """Find the columns of production in which an empty cell means the dash of the printed table, which is zero.

    Three conditions must hold: the wanted rows have figures in the column; no cell of it, for any commodity of the
    file, prints a zero or a dash; and its column of notes contains symbols such as NA. An empty cell of a stock never
    means zero.
    """
    columns = {
        value.at: layout.notes[value.measure]
        for value in layout.values
        if value.measure == Measure.PRODUCTION and value.measure in layout.notes
    }
    given = {at for at in columns for row in wanted if len(row.cells) > at and collapse_whitespace(row.cells[at])}
    zeros, words = set(), set()
    for row in every if given else ():
        for at in given:
            if len(row.cells) >= layout.width:
                if row.cells[at].strip() in ("0", "-", "–", "—"):
                    zeros.add(at)
                if collapse_whitespace(row.cells[columns[at]]).upper() in ("NA", "W"):
                    words.add(at)
    return frozenset(words - zeros)


def _resolve_cells(
    found: Sequence[Cell], edition: Edition
) -> tuple[dict[tuple[str, Column], Cell], list[UnreadFigure]]:
    """Select one figure for each place and column; contradictory figures and older years of a stock are left out."""
    refused: list[UnreadFigure] = []
    by_cell: dict[tuple[str, Column], list[Cell]] = {}
    label = str(int(edition.year) - 1) if edition.year else ""
    newest: dict[str, str] = {}
    for cell in found:
        if cell.measure in STOCKS:
            newest[cell.measure] = max(newest.get(cell.measure, ""), cell.period or label)
    for cell in found:
        column = Column(cell.measure, cell.period or label)
        if cell.kind:
            refused.append(UnreadFigure(cell.line, Reason.KIND, f"{cell.place} {column}: '{printable(cell.kind)}'"))
        elif column.period < newest.get(column.measure, ""):
            refused.append(UnreadFigure(cell.line, Reason.OLDER_YEAR, f"{cell.place} {column}"))
        else:
            by_cell.setdefault((cell.place, column), []).append(cell)
    cells: dict[tuple[str, Column], Cell] = {}
    for key, candidates in by_cell.items():
        if len({(one.quantity, one.unit) for one in candidates}) == 1:
            cells[key] = candidates[0]
        else:
            figures = " and ".join(one.quantity.printed for one in candidates)
            refused += [UnreadFigure(one.line, Reason.DUPLICATE, f"{key[0]} {key[1]}: {figures}") for one in candidates]
    return cells, refused


def _list_chapter_notes(wanted: Sequence[Row], read: set[int], layout: Layout) -> list[str]:
    index = layout.roles.get(Role.CHAPTER_NOTE)
    if index is None:
        return []
    texts = dict.fromkeys(row.cells[index] for row in wanted if row.line in read)
    return list(
        dict.fromkeys(
            part
            for text in texts
            for part in map(collapse_whitespace, text.split("--"))
            if part and not _UNIT_NOTE.match(part)
        )
    )


def _read_problems(single: Sequence[Row], context: ReadingContext) -> list[UnreadFigure]:
    expected = (Reason.OTHER, Reason.CAPACITY, Reason.EMPTY)
    read = (one for row in single for one in read_row(row, context))
    return [one for one in read if isinstance(one, UnreadFigure) and one.reason not in expected]


def _describe_contents(
    sorted_rows: Mapping[Commodity, Sequence[Row]], unread: Sequence[UnreadFigure], layout: Layout
) -> str:
    """Describe the contents of a file that has no figures for rare earths."""
    if unread:
        first = unread[0]
        return f"{len(unread)} were looked at, the first in line {first.line}: {first.reason} ({first.what})"
    named = next(
        (layout.roles[role] for role in (Role.COMMODITY, Role.CHAPTER, Role.TYPE) if role in layout.roles), None
    )
    others = sorted_rows[Commodity.NONE]
    if others and named is None:
        rows = f"neither its {len(others):,} rows nor its name say of which commodity they are"
        return f"{rows}: name a release such as mcs2027-raree.csv, or give a table of your own to --data"
    names = dict.fromkeys(
        collapse_whitespace(row.cells[named]) for row in others if named is not None and named < len(row.cells)
    )
    some = ", ".join(f"'{printable(name)}'" for name in list(names)[:3])
    return f"found {len(others):,} rows of other commodities" + (f", such as {some}" if some else "")
