"""The edition of a release: as the user states, from its cells or file name, or from its newest year."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rareearth_cli.importers.reader import CannotImport, Row, collapse_whitespace, printable
from rareearth_cli.importers.usgs.cells import Cell
from rareearth_cli.importers.usgs.columns import Layout, Role


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
