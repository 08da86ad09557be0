"""Writing a release as YAML in the form of the dataset, ready to review and paste."""

import json
import re
from collections.abc import Sequence

from rareearth_cli.importers.usgs.cells import Cell
from rareearth_cli.importers.usgs.release import Release
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import format_number
from rareearth_cli.record.tables import Column

#: The page that lists all editions; a release file does not contain its own address.
_URL = "https://www.usgs.gov/centers/national-minerals-information-center/mineral-commodity-summaries"
_REVIEW_COMMENT = "# To review: url and accessed of the source; notes beside the known footnotes, in words of your own."
_DASH_NOTE = "the file leaves the cell empty where the printed table has a dash, which is zero"
#: Texts that YAML reads as plain text without quotes.
_PLAIN_SCALAR = re.compile(r"[^\W_][\w ,;.()|—–+~>-]*")


def to_yaml(releases: Sequence[Release]) -> str:
    """Write the sources and tables of releases as YAML, in the form of data/reserves.yaml."""
    sources = [line for release in releases for line in _format_source(release)]
    tables = [line for release in releases for line in _format_tables(release)]
    return "\n".join([_REVIEW_COMMENT, "sources:", *sources, "tables:", *tables]) + "\n"


def _format_source(release: Release) -> list[str]:
    year = release.edition.year
    lines = [f"  {release.source}:", "    series: usgs-mcs", f'    edition: "{year}"']
    if release.version:
        lines.append(f'    version: "{release.version}"')
    if release.published:
        lines.append(f"    published: {release.published}")
    else:
        # Every edition whose publication date is known was published in January or February.
        lines += [f"    published: {year}-02", "    inferred: [published]"]
    lines += [
        f"    title: Mineral Commodity Summaries {year}, Rare Earths (data release)",
        f"    url: {_URL}",
        f"    locator: {_format_scalar(release.name)}",
    ]
    return lines


def _format_tables(release: Release) -> list[str]:
    """Format one table for each unit and set of columns, because a row of a table must have all its cells."""
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
        lines += [f"    {place}: {_format_row(cells)}" for place, cells in rows.items()]
        lines += _format_section("notes", _collect_notes(rows, columns))
    return [*lines, *_format_section("accepted", _explain_totals(release))]


def _format_row(cells: Sequence[Cell]) -> str:
    return _format_scalar(" | ".join(cell.quantity.printed for cell in cells))


def _format_scalar(text: str) -> str:
    return text if _PLAIN_SCALAR.fullmatch(text.lstrip("— |")) or text == "—" else json.dumps(text, ensure_ascii=False)


def _format_section(name: str, entries: dict[str, str]) -> list[str]:
    return [f"  {name}:", *(f"    {key}: {_format_scalar(text)}" for key, text in entries.items())] if entries else []


def _collect_notes(rows: dict[str, list[Cell]], columns: Sequence[Column]) -> dict[str, str]:
    """Collect the known footnotes; a footnote that applies to all years of a measure is written once."""
    notes: dict[str, str] = {}
    for place, cells in rows.items():
        said = {column: _describe_cell(cell) for column, cell in zip(columns, cells, strict=True)}
        for column, note in said.items():
            same = {text for other, text in said.items() if other.measure == column.measure}
            if note:
                notes[f"{place} {column.measure if len(same) == 1 else column}"] = note
    return notes


def _describe_cell(cell: Cell) -> str:
    known = [cell.footnotes.in_words] if cell.footnotes.in_words else []
    if cell.quantity.kind is Kind.RANGE and cell.footnotes.estimated_in(cell.period, by_column=False):
        known.append("estimated")
    return "; ".join([*known, *[_DASH_NOTE] * cell.dash_omitted])


def _explain_totals(release: Release) -> dict[str, str]:
    """Explain each column whose rows do not add up to the printed total."""
    totals = {str(column): release.sum_column(column) for column in release.columns}
    return {
        column: f"printed so; the rows add up to {format_tonnes(total.value)}"
        for column, total in totals.items()
        if total is not None and not total.exact
    }


def format_tonnes(tonnes: float) -> str:
    """Format tonnes to four significant figures, such as ``115.4 million t``."""
    return f"{format_number(tonnes / 1e6, 4)} million t" if tonnes >= 1e6 else f"{format_number(tonnes, 4)} t"
