"""Which edition a release is: as asked for, as its cells or its name say, or by its newest year."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rareearth_cli.importers.reader import CannotImport, Row, shown, tidy
from rareearth_cli.importers.usgs.cells import Cell
from rareearth_cli.importers.usgs.columns import Form, Role


class Edition(NamedTuple):
    """The year of an edition and how it is known."""

    year: str
    why: str


_NAMED = re.compile(r"mcs[\s_-]*((?:19|20)\d\d)", re.IGNORECASE)


def find_edition(asked: str | None, name: str, rows: Sequence[Row], cells: Sequence[Cell], form: Form) -> Edition:
    """The edition of a release.

    Raises:
        CannotImport: it cannot be told, or the file contradicts itself.

    """
    if asked:
        return Edition(asked, "as asked for")
    source = form.roles.get(Role.SOURCE)
    written = Counter(tidy(row.cells[source]) for row in rows) if source is not None else Counter[str]()
    inside = {match[1] for text in written if (match := _NAMED.search(text))}
    outside = {match[1] for match in _NAMED.finditer(name)}
    if len(inside | outside) > 1:
        said = f"its cells say {' and '.join(sorted(inside)) or 'nothing'}, its name {' and '.join(sorted(outside))}"
        raise CannotImport(f"{name}: which edition? {said}; say so with --edition")
    if inside and source is not None:
        cell = shown(next(text for text in written if _NAMED.search(text)))
        return Edition(inside.pop(), f"its column '{shown(form.titles[source])}' says {cell}")
    if outside:
        return Edition(outside.pop(), "its name says so")
    years = [cell.period for cell in cells if cell.period]
    if not years:
        raise CannotImport(
            f"{name}: which edition? neither its name nor a cell says, and no year; say so with --edition"
        )
    return Edition(str(int(max(years)) + 1), f"its newest year is {max(years)}, and an edition follows it by one")
