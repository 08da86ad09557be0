"""Writing a release as YAML in the form of the dataset, ready to review and paste."""

import json
import re
from collections.abc import Sequence
from math import isinf

from rareearth_cli.importers.release import Release, ReleaseFigure
from rareearth_cli.model.wording import format_number
from rareearth_cli.record.checks import RowTotal
from rareearth_cli.record.tables import Column

_REVIEW_COMMENT = (
    "# To review: url and accessed of the source; what revised figures draw on (draws_on);"
    " notes in addition to the known footnotes, in words of your own."
)
#: Texts that YAML reads as plain text without quotes.
_PLAIN_SCALAR = re.compile(r"[^\W_][\w ,;.()|—–+~>-]*")


def to_yaml(releases: Sequence[Release]) -> str:
    """Write the sources and tables of releases as YAML, in the form of data/reserves.yaml."""
    sources = [line for release in releases for line in _format_source(release)]
    tables = [line for release in releases for line in _format_tables(release)]
    return "\n".join([_REVIEW_COMMENT, "sources:", *sources, "tables:", *tables]) + "\n"


def _format_source(release: Release) -> list[str]:
    publication = release.publication
    lines = [f"  {publication.id}:", f"    series: {publication.series}"]
    if publication.publisher:
        lines.append(f"    publisher: {publication.publisher}")
    if publication.edition:
        lines.append(f'    edition: "{publication.edition}"')
    if publication.version:
        lines.append(f'    version: "{publication.version}"')
    if publication.published:
        lines.append(f"    published: {publication.published}")
    if publication.published_inferred:
        lines.append("    inferred: [published]")
    return [
        *lines,
        f"    title: {publication.title}",
        f"    url: {publication.url}",
        f"    locator: {_format_scalar(release.name)}",
        *([f"    verification: {publication.verification}"] if publication.verification else []),
    ]


def _format_tables(release: Release) -> list[str]:
    """Format one table for each unit and set of columns, because a row of a table must have all its cells.

    Figures with inferred fields have tables of their own, which name these fields.
    """
    by_shape: dict[tuple[str, bool, tuple[Column, ...]], dict[str, list[ReleaseFigure]]] = {}
    figures = release.figures
    for place in dict.fromkeys(place for place, _ in figures):
        own = {column: figures[place, column] for column in release.columns if (place, column) in figures}
        shapes = {column: (figure.unit, bool(figure.draws_on)) for column, figure in own.items()}
        for shape in dict.fromkeys(shapes.values()):
            columns = tuple(column for column, its in shapes.items() if its == shape)
            by_shape.setdefault((*shape, columns), {})[place] = [own[column] for column in columns]
    lines: list[str] = []
    for (unit, inferred, columns), rows in by_shape.items():
        titles = " | ".join(map(str, columns))
        lines += [f"- source: {release.publication.id}", f"  unit: {unit}"]
        lines += ["  inferred: [draws_on]"] * inferred
        lines += [f"  columns: {titles}", "  rows:"]
        lines += [f"    {place}: {_format_row(row)}" for place, row in rows.items()]
        lines += _format_section("notes", _collect_notes(rows, columns))
        lines += _format_section("draws_on", _collect_origins(rows, columns))
    return [*lines, *_format_section("accepted", _explain_totals(release))]


def _format_row(figures: Sequence[ReleaseFigure]) -> str:
    return _format_scalar(" | ".join(figure.quantity.printed for figure in figures))


def _format_scalar(text: str) -> str:
    return text if _PLAIN_SCALAR.fullmatch(text.lstrip("— |")) or text == "—" else json.dumps(text, ensure_ascii=False)


def _format_section(name: str, entries: dict[str, str]) -> list[str]:
    return [f"  {name}:", *(f"    {key}: {_format_scalar(text)}" for key, text in entries.items())] if entries else []


def _collect_notes(rows: dict[str, list[ReleaseFigure]], columns: Sequence[Column]) -> dict[str, str]:
    """Collect the known footnotes; a footnote that applies to all years of a measure is written once."""
    notes: dict[str, str] = {}
    for place, figures in rows.items():
        said = {column: figure.note for column, figure in zip(columns, figures, strict=True)}
        for column, note in said.items():
            same = {text for other, text in said.items() if other.measure == column.measure}
            if note:
                notes[f"{place} {column.measure if len(same) == 1 else column}"] = note
    return notes


def _collect_origins(rows: dict[str, list[ReleaseFigure]], columns: Sequence[Column]) -> dict[str, str]:
    return {
        f"{place} {column}": ", ".join(figure.draws_on)
        for place, figures in rows.items()
        for column, figure in zip(columns, figures, strict=True)
        if figure.draws_on
    }


def _explain_totals(release: Release) -> dict[str, str]:
    """Explain each column whose rows do not add up to the printed total."""
    totals = {str(column): release.sum_column(column) for column in release.columns}
    return {
        column: f"printed so; the rows add up to {name_sum(total)}"
        for column, total in totals.items()
        if total is not None and not total.exact
    }


#: The significant figures of a sum of rows.
SUM_DIGITS = 4


def format_tonnes(tonnes: float) -> str:
    """Format tonnes to `SUM_DIGITS` significant figures, such as ``115.4 million t``."""
    million = tonnes >= 1e6
    return f"{format_number(tonnes / 1e6 if million else tonnes, SUM_DIGITS)} {'million t' if million else 't'}"


def name_sum(total: RowTotal) -> str:
    """Name the sum of the rows, which has two ends if there is a range or a bound among them."""
    if total.most == total.value:
        return format_tonnes(total.value)
    if isinf(total.most):
        return f"at least {format_tonnes(total.value)}"
    return f"{format_tonnes(total.value)} to {format_tonnes(total.most)}"
