"""Import of the Statistical Review of BP, since 2023 of the Energy Institute, in its panel form.

Each row has a country and a year, and a column for each fuel and mineral; one of them is rare earths in thousand
tonnes. The panel prints 0 for zero and for not available alike, so zeros are left out.
"""

import re
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
from rareearth_cli.model.names import WORLD, PlaceTable
from rareearth_cli.model.quantity import parse_quantity
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import format_count
from rareearth_cli.record.cells import write_plainly
from rareearth_cli.record.tables import Column

_TITLES = {
    "country": ("country",),
    "code": ("iso3166 alpha3", "iso 3166 alpha3", "iso3"),
    "year": ("year",),
    "figure": ("rareearths kt", "rare earths kt", "rareearth kt"),
}
_UNIT = "kt"
#: The first edition of the Energy Institute.
_FIRST_EI = 2023
#: Rows that add up others; the record has the world only.
_GROUP = re.compile(r"(?:total|other|rest of)\b.*|.*\b(?:ussr|oecd|opec)\b.*", re.IGNORECASE)


def read_panel(content: Content, places: PlaceTable, edition: str, version: str, published: str) -> Release:
    """Read the production of rare earths in a panel of the Statistical Review.

    Parameters
    ----------
    content
        The panel.
    places
        The known places by code.
    edition, version, published
        What the user states about it; the edition is otherwise the year after the newest figure.

    Raises
    ------
    CannotImport
        If the table lacks a column, or has no rare earths.

    """
    at, titles, rows = find_titles(content, _TITLES)
    rows, assumed = undo_programs(rows, titles, [at["figure"]])
    given: dict[tuple[str, Column], list[ReleaseFigure]] = {}
    zeros: list[str] = []
    groups: dict[str, int] = {}
    unread: list[str] = []
    for row in rows:
        cells = {name: collapse_whitespace(row.cells[where]) for name, where in at.items()}
        if not cells["figure"]:
            continue
        place = _identify(cells, places)
        what = f"{cells['country']} {cells['year']}"
        if not place and _GROUP.fullmatch(cells["country"]):
            groups[cells["country"]] = groups.get(cells["country"], 0) + 1
        elif not place:
            unread.append(f"line {row.line}: not read: unknown place: '{printable(cells['country'])}'")
        elif isinstance(figure := _read_figure(row, cells), str):
            unread.append(f"line {row.line}: not read: {figure}: {what}")
        elif figure.quantity.value == 0:
            zeros.append(what)
        else:
            given.setdefault((place, Column(Measure.PRODUCTION.value, read_year(cells["year"]))), []).append(figure)
    figures = take_single_figures(given, unread)
    if not figures:
        raise CannotImport(f"{content.name}: no figure of rare earths among its {format_count(len(rows), 'row')}")
    publication = _describe_publication(figures, edition, version, published)
    messages = [*assumed, *_describe(figures, publication, zeros, groups, unread)]
    return Release(content.name, publication, figures, unread, messages)


def _identify(cells: Mapping[str, str], places: PlaceTable) -> str:
    """Find the code of the place of a row; empty if it is unknown."""
    if cells["country"].casefold() in ("total world", "world"):
        return WORLD
    if cells["code"] in places:
        return cells["code"]
    found = places.find(cells["country"])
    return found.code if found is not None else ""


def _read_figure(row: Row, cells: Mapping[str, str]) -> ReleaseFigure | str:
    try:
        return ReleaseFigure(row.line, parse_quantity(_drop_noise(cells["figure"]), unit=_UNIT), _UNIT)
    except BadQuantity as error:
        return error.what


def _drop_noise(number: str) -> str:
    """Drop the digits beyond those of a single-precision number: 0.294600006 in the panel is 0.2946."""
    digits = number.replace(".", "").lstrip("0")
    if not digits.isdecimal() or len(digits) <= _FLOAT_DIGITS or not number.replace(".", "", 1).isdecimal():
        return number
    return write_plainly(f"{float(number):.{_FLOAT_DIGITS}g}")


#: The significant digits of a single-precision number.
_FLOAT_DIGITS = 7


def _describe_publication(
    figures: Mapping[tuple[str, Column], ReleaseFigure], edition: str, version: str, published: str
) -> Publication:
    year = edition or str(int(max(column.period for _, column in figures)) + 1)
    institute = int(year) >= _FIRST_EI
    return Publication(
        id=f"{'ei' if institute else 'bp'}-review-{year}",
        series="energy-review",
        edition=year,
        version=version,
        published=published or year,
        published_inferred=not published,
        title=f"Statistical Review {year}",
        url="https://www.energyinst.org/statistical-review/about",
        publisher="Energy Institute" if institute else "BP",
    )


def _describe(
    figures: Mapping[tuple[str, Column], ReleaseFigure],
    publication: Publication,
    zeros: Sequence[str],
    groups: Mapping[str, int],
    unread: Sequence[str],
) -> list[str]:
    years = sorted({column.period for _, column in figures})
    said = [
        f"edition {publication.edition}: its newest year is {years[-1]}",
        f"{format_count(len(figures), 'figure')} of rare earths, {years[0]} to {years[-1]}, in thousand tonnes",
        "the panel does not say that its tonnes are of rare-earth oxide: taken for REO, as in our data",
    ]
    if zeros:
        said.append(
            f"{format_count(len(zeros), 'cell')} with 0 left out: it is printed for zero and for not available alike"
        )
    if groups:
        said.append(f"rows of groups left out: {', '.join(groups)}")
    return [*said, *unread[:3], *([f"and {len(unread) - 3} more that were not read"] if len(unread) > 3 else [])]
