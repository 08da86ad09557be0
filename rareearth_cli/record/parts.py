"""Report figures that may be of a part of their place, where only a column that is not read says of which."""

import re
import shlex
from collections.abc import Mapping, Sequence

from rareearth_cli.model.errors import Rule
from rareearth_cli.model.fields import NUMBER_COLUMNS
from rareearth_cli.model.names import PlaceTable, normalize
from rareearth_cli.record.headers import normalize_title
from rareearth_cli.record.yaml_nodes import Document

#: Columns in which rows on the same may differ: the figure itself, what it is called by, and how it was read.
_OF_FIGURE = frozenset(("id", "printed", "unit", "kind", "digits", "locator", "accessed", "inferred", *NUMBER_COLUMNS))
#: Titles of columns whose cells are parts of countries, normalized.
_PROVINCES = frozenset((
    "state", "states", "province", "provinces", "county", "district", "oblast", "provinz", "bundesland", "bundesstaat",
    "provincia", "estado", "departement", "departamento", "область", "край", "省", "州",
))  # fmt: skip
#: What such a cell says of a whole country, normalized.
_WHOLE = frozenset(("total", "all", "national", "whole", "country", "sum", "gesamt", "ensemble", "всего", "全国", "na"))


def check_parts(
    document: Document,
    columns: Mapping[str, Sequence[str]],
    lines: Sequence[int],
    left_out: Mapping[str, Mapping[int, str]],
    places: PlaceTable,
) -> None:
    """Report the first row of a part of its country, or else the first that only a column left out tells from another.

    Parameters
    ----------
    document
        The document to which problems are added.
    columns
        The columns that are read, with places as codes.
    lines
        The line of each row.
    left_out
        The cells of each column that is not read, by line.
    places
        The known places by code.

    """
    if not left_out or "place" not in columns:
        return
    sites = columns.get("site") or [""] * len(lines)
    for title, cells in left_out.items():
        if normalize_title(title) not in _PROVINCES:
            continue
        for place, site, line in zip(columns["place"], sites, lines, strict=True):
            cell = cells.get(line, "").strip()
            found = places.find(cell)
            if site.strip() or not cell or normalize(cell) in _WHOLE or (found is not None and found.code == place):
                continue
            what = f"'{title}' says '{cell[:40]}', so that the figure may be of a part of {_name(place, places)}"
            document.add_problem(Rule.KNOWN_FIELD, line, what, _write_remedy(title))
            return
    _check_rows_told_apart(document, columns, lines, left_out, places)


def _check_rows_told_apart(
    document: Document,
    columns: Mapping[str, Sequence[str]],
    lines: Sequence[int],
    left_out: Mapping[str, Mapping[int, str]],
    places: PlaceTable,
) -> None:
    """Report the first two rows that agree in all that is read, but have another figure and another text left out."""
    same = [name for name in columns if name not in _OF_FIGURE]
    figure = [name for name in ("printed", "unit", "value_t", "value_pct") if name in columns]
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in range(len(lines)):
        groups.setdefault(tuple(columns[name][row] for name in same), []).append(row)
    for rows in groups.values():
        if len({tuple(columns[name][row] for name in figure) for row in rows}) < 2:
            continue
        texts = {title: {cells.get(lines[row], "").strip() for row in rows} for title, cells in left_out.items()}
        telling = [title for title, cells in texts.items() if len(cells) > 1 and any(map(_TEXT.match, cells))]
        if telling:
            title = max(telling, key=lambda one: len(texts[one]))
            first, other = (left_out[title].get(lines[row], "").strip()[:40] for row in rows[:2])
            place = _name(columns["place"][rows[0]], places)
            what = f"{place} has several figures that only '{title}' tells apart, such as '{first}' and '{other}'"
            document.add_problem(Rule.KNOWN_FIELD, lines[rows[0]], what, _write_remedy(title))
            return


#: The beginning of a text that is neither a number nor a sign that there is none.
_TEXT = re.compile(r"(?!n/?a\b|n\.a)[^\W\d]{2}", re.IGNORECASE)


def _write_remedy(title: str) -> str:
    return f"say --map {shlex.quote(f'site={title}')} if it names deposits, or keep the rows of the whole alone"


def _name(code: str, places: PlaceTable) -> str:
    return places[code].name if code in places else f"'{code[:40]}'"
