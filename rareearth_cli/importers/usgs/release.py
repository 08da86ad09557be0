"""One official release as read: its figures for rare earths, and all that was left out, by reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rareearth_cli.importers.reader import CannotImport, Content, Row, read_content, rows, shown, tidy
from rareearth_cli.importers.usgs.cells import Cell, Reader, Reason, Unread, read_row
from rareearth_cli.importers.usgs.columns import STOCKS, Form, Role, find_form
from rareearth_cli.importers.usgs.commodities import Commodity, commodity
from rareearth_cli.importers.usgs.edition import Edition, find_edition
from rareearth_cli.model.places import WORLD, Place, name_index
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.checks import Total, total_of_rows
from rareearth_cli.record.tables import Column

_OXIDE = re.compile(r"rare[- ]earth[- ]oxide|\bREO\b", re.IGNORECASE)
#: The note on a chapter that says its unit, which is read with its figures.
_UNIT_NOTE = re.compile(r"\(Data in ")


class Release(NamedTuple):
    """The figures of a release by place and column, and what is to be said of how they were read."""

    name: str
    encoding: str
    form: Form
    edition: Edition
    version: str
    published: str
    cells: Mapping[tuple[str, Column], Cell]
    #: Rows by what they are of.
    counts: Mapping[Commodity, int]
    #: Rows of rare earths of which at least one figure was read.
    rows_read: int
    unread: Sequence[Unread]
    #: Defects of rows on single rare earths, which are not taken over.
    beside: Sequence[Unread]
    #: What is noted on the whole chapter, each text once.
    chapter_notes: Sequence[str]
    #: Whether any row or title says that the tonnes are of rare-earth oxide.
    says_oxide: bool

    @property
    def source(self) -> str:
        """The id of the source that the figures are of."""
        return f"usgs-mcs-{self.edition.year}" + (f"-v{self.version}" if self.version else "")

    @property
    def columns(self) -> list[Column]:
        """The columns of its table: production by year, then stocks."""
        return sorted({column for _, column in self.cells}, key=lambda one: (one.measure in STOCKS, one))

    def column(self, column: Column) -> dict[str, Cell]:
        """The figures of one column by place."""
        return {place: cell for (place, at), cell in self.cells.items() if at == column}

    def total(self, column: Column) -> Total | None:
        """What the rows of a column add up to, where it has a printed world total."""
        quantities = {place: cell.quantity for place, cell in self.column(column).items()}
        return total_of_rows(quantities) if WORLD in quantities else None


def read_release(
    path: Path, places: Mapping[str, Place], *, edition: str = "", version: str = "", published: str = ""
) -> Release:
    """Read a release of world mine production and reserves.

    Raises:
        CannotImport: the file has no form that can be read, no rare earths, or no edition.
        OSError: the file cannot be read.

    """
    content = read_content(path)
    form = find_form(content)
    sorted_rows = sort_rows(content, form)
    wanted = sorted_rows[Commodity.RARE_EARTHS]
    everything = [row for of_one in sorted_rows.values() for row in of_one]
    reader = Reader(form, name_index(places), left_out_dashes(wanted, everything, form))
    read = [list(read_row(row, reader)) for row in wanted]
    found = [one for of_row in read for one in of_row if isinstance(one, Cell)]
    unread = [one for of_row in read for one in of_row if isinstance(one, Unread)]
    known = find_edition(edition, content.name, wanted, found, form) if found else Edition("", "")
    cells, refused = _one_a_cell(found, known)
    if not cells:
        instead = _instead(sorted_rows, [*unread, *refused], form)
        raise CannotImport(f"{content.name}: no figure of rare earths; {instead}")
    return Release(
        name=content.name,
        encoding=content.encoding,
        form=form,
        edition=known,
        version=version,
        published=published,
        cells=cells,
        counts={one: len(of_one) for one, of_one in sorted_rows.items()},
        rows_read=sum(any(isinstance(one, Cell) for one in of_row) for of_row in read),
        unread=[*unread, *refused],
        beside=_defects(sorted_rows[Commodity.SINGLE], reader),
        chapter_notes=_chapter_notes(wanted, {one.line for one in found}, form),
        says_oxide=any(_OXIDE.search(text) for text in (*form.titles, *(cell for row in wanted for cell in row.cells))),
    )


def sort_rows(content: Content, form: Form) -> dict[Commodity, list[Row]]:
    """The rows below the header by what they are of."""
    found: dict[Commodity, list[Row]] = {one: [] for one in Commodity}
    for row in rows(content, form.separator):
        if row.line > form.line:
            found[commodity(row, form, content.name)].append(row)
    return found


def left_out_dashes(wanted: Sequence[Row], every: Iterable[Row], form: Form) -> frozenset[int]:
    """The columns of production in which an empty cell is the dash of the printed table, which is zero.

    That needs three things: the rows that are wanted have figures in the column; over all commodities of the file no
    cell of it prints a zero or a dash; and the column of notes beside it holds what is no number, such as NA.
    In a stock, empty is never zero.
    """
    columns = {
        value.at: form.notes[value.measure]
        for value in form.values
        if value.measure == Measure.PRODUCTION and value.measure in form.notes
    }
    given = {at for at in columns for row in wanted if len(row.cells) > at and tidy(row.cells[at])}
    zeros, words = set(), set()
    for row in every if given else ():
        for at in given:
            if len(row.cells) >= form.width:
                if row.cells[at].strip() in ("0", "-", "–", "—"):
                    zeros.add(at)
                if tidy(row.cells[columns[at]]).upper() in ("NA", "W"):
                    words.add(at)
    return frozenset(words - zeros)


def _one_a_cell(found: Sequence[Cell], edition: Edition) -> tuple[dict[tuple[str, Column], Cell], list[Unread]]:
    """One figure a place and column; two that differ are both left out, and of a stock the newest year is kept."""
    refused: list[Unread] = []
    by_cell: dict[tuple[str, Column], list[Cell]] = {}
    label = str(int(edition.year) - 1) if edition.year else ""
    newest: dict[str, str] = {}
    for cell in found:
        if cell.measure in STOCKS:
            newest[cell.measure] = max(newest.get(cell.measure, ""), cell.period or label)
    for cell in found:
        column = Column(cell.measure, cell.period or label)
        if cell.kind:
            refused.append(Unread(cell.line, Reason.KIND, f"{cell.place} {column}: '{shown(cell.kind)}'"))
        elif column.period < newest.get(column.measure, ""):
            refused.append(Unread(cell.line, Reason.EARLIER, f"{cell.place} {column}"))
        else:
            by_cell.setdefault((cell.place, column), []).append(cell)
    cells: dict[tuple[str, Column], Cell] = {}
    for key, candidates in by_cell.items():
        if len({(one.quantity, one.unit) for one in candidates}) == 1:
            cells[key] = candidates[0]
        else:
            figures = " and ".join(one.quantity.printed for one in candidates)
            refused += [Unread(one.line, Reason.TWICE, f"{key[0]} {key[1]}: {figures}") for one in candidates]
    return cells, refused


def _chapter_notes(wanted: Sequence[Row], read: set[int], form: Form) -> list[str]:
    index = form.roles.get(Role.CHAPTER_NOTE)
    if index is None:
        return []
    texts = dict.fromkeys(row.cells[index] for row in wanted if row.line in read)
    return list(
        dict.fromkeys(
            part for text in texts for part in map(tidy, text.split("--")) if part and not _UNIT_NOTE.match(part)
        )
    )


def _defects(single: Sequence[Row], reader: Reader) -> list[Unread]:
    expected = (Reason.OTHER, Reason.CAPACITY, Reason.NOTHING)
    read = (one for row in single for one in read_row(row, reader))
    return [one for one in read if isinstance(one, Unread) and one.reason not in expected]


def _instead(sorted_rows: Mapping[Commodity, Sequence[Row]], unread: Sequence[Unread], form: Form) -> str:
    """What a file without figures of rare earths has instead."""
    if unread:
        first = unread[0]
        return f"{len(unread)} were looked at, the first in line {first.line}: {first.reason} ({first.what})"
    named = next((form.roles[role] for role in (Role.COMMODITY, Role.CHAPTER, Role.TYPE) if role in form.roles), None)
    others = sorted_rows[Commodity.NONE]
    names = dict.fromkeys(tidy(row.cells[named]) for row in others if named is not None and named < len(row.cells))
    some = ", ".join(f"'{shown(name)}'" for name in list(names)[:3])
    return f"found {len(others):,} rows of other commodities" + (f", such as {some}" if some else "")
