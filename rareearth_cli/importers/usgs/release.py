"""Reading of a complete release: its figures for rare earths, and what was left out and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.importers.reader import (
    CannotImport,
    Content,
    Row,
    collapse_whitespace,
    printable,
    read_content,
    read_rows,
)
from rareearth_cli.importers.usgs.cells import Cell, ReadingContext, Reason, UnreadFigure, read_row
from rareearth_cli.importers.usgs.columns import STOCKS, Layout, Role, find_layout
from rareearth_cli.importers.usgs.commodities import Commodity, classify_row
from rareearth_cli.importers.usgs.edition import Edition, find_edition
from rareearth_cli.model.places import WORLD, Place, index_places
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.checks import RowTotal, sum_rows
from rareearth_cli.record.tables import Column

_OXIDE = re.compile(r"rare[- ]earth[- ]oxide|\bREO\b", re.IGNORECASE)
#: The note that states the unit of a chapter; it is read with the figures, not as a note.
_UNIT_NOTE = re.compile(r"\(Data in ")


class Release(NamedTuple):
    """The figures of a release by place and column, and how they were read."""

    name: str
    encoding: str
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

    @property
    def source(self) -> str:
        """The id of the source of the figures."""
        return f"usgs-mcs-{self.edition.year}" + (f"-v{self.version}" if self.version else "")

    @property
    def columns(self) -> list[Column]:
        """The columns of the table: production by year, then stocks."""
        return sorted({column for _, column in self.cells}, key=lambda one: (one.measure in STOCKS, one))

    def select_column(self, column: Column) -> dict[str, Cell]:
        """Select the figures of one column, by place."""
        return {place: cell for (place, at), cell in self.cells.items() if at == column}

    def sum_column(self, column: Column) -> RowTotal | None:
        """Add up the rows of a column and compare the sum with the printed world total, if there is one."""
        quantities = {place: cell.quantity for place, cell in self.select_column(column).items()}
        return sum_rows(quantities) if WORLD in quantities else None


def read_release(
    path: Path, places: Mapping[str, Place], *, edition: str = "", version: str = "", published: str = ""
) -> Release:
    """Read a release of world mine production and reserves.

    Raises
    ------
    CannotImport
        If the file has an unknown layout, no figures for rare earths, or no edition.
    OSError
        If the file cannot be read.

    """
    content = read_content(path)
    layout = find_layout(content)
    sorted_rows = group_rows(content, layout)
    wanted = sorted_rows[Commodity.RARE_EARTHS]
    everything = [row for of_one in sorted_rows.values() for row in of_one]
    context = ReadingContext(layout, index_places(places), find_omitted_dashes(wanted, everything, layout))
    read = [list(read_row(row, context)) for row in wanted]
    found = [one for of_row in read for one in of_row if isinstance(one, Cell)]
    unread = [one for of_row in read for one in of_row if isinstance(one, UnreadFigure)]
    known = find_edition(edition, content.name, wanted, found, layout) if found else Edition("", "")
    cells, refused = _resolve_cells(found, known)
    if not cells:
        instead = _describe_contents(sorted_rows, [*unread, *refused], layout)
        raise CannotImport(f"{content.name}: no figure of rare earths; {instead}")
    return Release(
        name=content.name,
        encoding=content.encoding,
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


def group_rows(content: Content, layout: Layout) -> dict[Commodity, list[Row]]:
    """Group the rows below the header by commodity."""
    found: dict[Commodity, list[Row]] = {one: [] for one in Commodity}
    for row in read_rows(content, layout.separator):
        if row.line > layout.line:
            found[classify_row(row, layout, content.name)].append(row)
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
    names = dict.fromkeys(
        collapse_whitespace(row.cells[named]) for row in others if named is not None and named < len(row.cells)
    )
    some = ", ".join(f"'{printable(name)}'" for name in list(names)[:3])
    return f"found {len(others):,} rows of other commodities" + (f", such as {some}" if some else "")
