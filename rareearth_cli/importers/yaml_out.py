"""A release as text of our dataset: a source and a table, ready to review and paste."""

import json
import re
from collections.abc import Sequence

from rareearth_cli.importers.usgs.cells import Cell
from rareearth_cli.importers.usgs.release import Release
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import with_digits
from rareearth_cli.record.tables import Column

#: Where all editions can be found: the page of one release is not in its file.
_URL = "https://www.usgs.gov/centers/national-minerals-information-center/mineral-commodity-summaries"
_REVIEW = "# To review: url and accessed of the source; notes beside the known footnotes, in words of your own."
_DASH = "the file leaves the cell empty where the printed table has a dash, which is zero"
#: What YAML reads as the text it is, whatever stands in it.
_PLAIN = re.compile(r"[^\W_][\w ,;.()|—–+~>-]*")


def to_yaml(releases: Sequence[Release]) -> str:
    """The sources and tables of releases, in the form of data/reserves.yaml."""
    sources = [line for release in releases for line in _source(release)]
    tables = [line for release in releases for line in _tables(release)]
    return "\n".join([_REVIEW, "sources:", *sources, "tables:", *tables]) + "\n"


def _source(release: Release) -> list[str]:
    year = release.edition.year
    lines = [f"  {release.source}:", "    series: usgs-mcs", f'    edition: "{year}"']
    if release.version:
        lines.append(f'    version: "{release.version}"')
    if release.published:
        lines.append(f"    published: {release.published}")
    else:
        # No edition whose day is known came out earlier or later than in January or February.
        lines += [f"    published: {year}-02", "    inferred: [published]"]
    lines += [
        f"    title: Mineral Commodity Summaries {year}, Rare Earths (data release)",
        f"    url: {_URL}",
        f"    locator: {_scalar(release.name)}",
    ]
    return lines


def _tables(release: Release) -> list[str]:
    """A table for each set of columns and unit: a row has all its cells, or stands in another table."""
    by_shape: dict[tuple[str, tuple[Column, ...]], dict[str, list[Cell]]] = {}
    for place in dict.fromkeys(place for place, _ in release.cells):
        own = {column: release.cells[place, column] for column in release.columns if (place, column) in release.cells}
        for unit in dict.fromkeys(cell.unit for cell in own.values()):
            columns = tuple(column for column, cell in own.items() if cell.unit == unit)
            by_shape.setdefault((unit, columns), {})[place] = [own[column] for column in columns]
    lines: list[str] = []
    for (unit, columns), rows in by_shape.items():
        lines += [f"- source: {release.source}", f"  unit: {unit}", f"  columns: {' | '.join(map(str, columns))}"]
        lines.append("  rows:")
        lines += [f"    {place}: {_row(cells)}" for place, cells in rows.items()]
        lines += _section("notes", _notes(rows, columns))
    return [*lines, *_section("accepted", _accepted(release))]


def _row(cells: Sequence[Cell]) -> str:
    return _scalar(" | ".join(cell.quantity.printed for cell in cells))


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text.lstrip("— |")) or text == "—" else json.dumps(text, ensure_ascii=False)


def _section(name: str, entries: dict[str, str]) -> list[str]:
    return [f"  {name}:", *(f"    {key}: {_scalar(text)}" for key, text in entries.items())] if entries else []


def _notes(rows: dict[str, list[Cell]], columns: Sequence[Column]) -> dict[str, str]:
    """Known footnotes in our words, once for a measure where all its years have them."""
    notes: dict[str, str] = {}
    for place, cells in rows.items():
        said = {column: _note(cell) for column, cell in zip(columns, cells, strict=True)}
        for column, note in said.items():
            same = {text for other, text in said.items() if other.measure == column.measure}
            if note:
                notes[f"{place} {column.measure if len(same) == 1 else column}"] = note
    return notes


def _note(cell: Cell) -> str:
    known = [cell.footnotes.in_words] if cell.footnotes.in_words else []
    if cell.quantity.kind is Kind.RANGE and cell.footnotes.estimated_in(cell.period, by_column=False):
        known.append("estimated")
    return "; ".join([*known, *[_DASH] * cell.dash_left_out])


def _accepted(release: Release) -> dict[str, str]:
    """The columns whose rows do not add up to the printed total, with what they add up to."""
    totals = {str(column): release.total(column) for column in release.columns}
    return {
        column: f"printed so; the rows add up to {amount_in_words(total.value)}"
        for column, total in totals.items()
        if total is not None and not total.exact
    }


def amount_in_words(tonnes: float) -> str:
    """An amount to four figures, such as ``115.4 million t``."""
    return f"{with_digits(tonnes / 1e6, 4)} million t" if tonnes >= 1e6 else f"{with_digits(tonnes, 4)} t"
