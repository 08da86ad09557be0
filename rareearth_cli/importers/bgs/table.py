"""Import of World Mineral Statistics of the British Geological Survey, in the form of its data service.

Each row has a country, a year, a commodity and a quantity. Only rare-earth oxide is taken: the tonnes of monazite,
xenotime and other minerals are gross weights, and are counted and left out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from rareearth_cli.importers.release import (
    CannotImport,
    Content,
    Publication,
    Release,
    ReleaseFigure,
    Row,
    collapse_whitespace,
    find_titles,
    printable,
    read_year,
    take_single_figures,
    undo_programs,
)
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.names import PlaceTable
from rareearth_cli.model.quantity import parse_quantity
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import format_count
from rareearth_cli.record.tables import Column

_TITLES = {
    "code": ("country iso3 code",),
    "country": ("country trans", "country"),
    "year": ("year",),
    "quantity": ("quantity",),
    "commodity": ("bgs commodity trans",),
    "kind": ("bgs sub commodity trans",),
    "statistic": ("bgs statistic type trans",),
    "unit": ("units",),
    "notes": ("concat figure notes text",),
}
_OXIDE = "rare earth oxides"
_ESTIMATE = "Estimates."
_PUBLICATION = Publication(
    id="bgs-wms",
    series="bgs-wms",
    edition="",
    version="",
    published="",
    published_inferred=False,
    title="World Mineral Statistics, rare earth oxides",
    url="http://www.mineralsuk.com",
    verification="primary",
)


def read_minerals(content: Content, places: PlaceTable, edition: str, version: str, published: str) -> Release:
    """Read a table of World Mineral Statistics.

    Parameters
    ----------
    content
        The table, in the form of the data service.
    places
        The known places by code.
    edition, version, published
        What the user states about it; the file has none of them.

    Raises
    ------
    CannotImport
        If the table lacks a column, or has no rare-earth oxide.

    """
    at, titles, rows = find_titles(content, _TITLES)
    rows, assumed = undo_programs(rows, titles, [at["quantity"]])
    given: dict[tuple[str, Column], list[ReleaseFigure]] = {}
    others: Counter[str] = Counter()
    blank: list[str] = []
    unread: list[str] = []
    for row in rows:
        cells = {name: collapse_whitespace(row.cells[index]) for name, index in at.items()}
        what = f"{cells['country']} {cells['year'][:4]}"
        if cells["commodity"].casefold() != _OXIDE or cells["statistic"].casefold() != "production":
            others[cells["kind"] or f"{cells['commodity']}, kind not stated"] += 1
        elif not cells["quantity"]:
            blank.append(what)
        elif cells["code"] not in places:
            unread.append(f"line {row.line}: not read: unknown place: '{printable(cells['country'])}'")
        elif isinstance(figure := _read_figure(row, cells), str):
            unread.append(f"line {row.line}: not read: {figure}: {what}")
        else:
            column = Column(Measure.PRODUCTION.value, read_year(cells["year"]))
            given.setdefault((cells["code"], column), []).append(figure)
    figures = take_single_figures(given, unread)
    if not figures:
        if unread:
            raise CannotImport(
                f"{content.name}: none of its {format_count(len(unread), 'figure')} was read: {unread[0]}"
            )
        raise CannotImport(f"{content.name}: no rare-earth oxide among its {format_count(len(rows), 'row')}")
    # The record has a source of this series, so that each table has an id of its own.
    newest = edition or max(column.period for _, column in figures)
    publication = _PUBLICATION._replace(
        id=f"{_PUBLICATION.id}-{newest}", edition=edition, version=version, published=published
    )
    return Release(content.name, publication, figures, unread, [*assumed, *_describe(figures, others, blank, unread)])


def _read_figure(row: Row, cells: Mapping[str, str]) -> ReleaseFigure | str:
    """Read the figure of a row with its notes, or say what is wrong with it."""
    notes = [note for note in cells["notes"].split("|") if note]
    if not cells["unit"].casefold().startswith("tonnes"):
        return f"no unit of tonnes ('{printable(cells['unit'])}')"
    mark = "e" if _ESTIMATE in notes else ""
    try:
        quantity = parse_quantity(f"{cells['quantity']}{mark}", unit="t")
    except BadQuantity as error:
        return error.what
    return ReleaseFigure(row.line, quantity, "t", "; ".join(note.rstrip(".") for note in notes if note != _ESTIMATE))


def _describe(
    figures: Mapping[tuple[str, Column], ReleaseFigure],
    others: Mapping[str, int],
    blank: Sequence[str],
    unread: Sequence[str],
) -> list[str]:
    years = sorted({column.period for _, column in figures})
    said = [f"{format_count(len(figures), 'figure')} of rare-earth oxide, {years[0]} to {years[-1]}, in tonnes"]
    if others:
        kinds = ", ".join(f"{kind} {count}" for kind, count in others.items())
        said.append(
            f"{format_count(sum(others.values()), 'row')} of minerals, whose tonnes are not oxide, left out: {kinds}"
        )
    if blank:
        said.append(f"{format_count(len(blank), 'cell')} without a figure left out: {', '.join(blank[:3])}")
    return [*said, *unread[:3], *([f"and {len(unread) - 3} more that were not read"] if len(unread) > 3 else [])]
