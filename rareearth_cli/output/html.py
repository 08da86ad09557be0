"""A self-contained HTML page that loads nothing from the network and is complete without its script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from rareearth_cli import __version__
from rareearth_cli.analysis.blocks import Bar, Block, Grid, Heading, Paragraph, Tone
from rareearth_cli.analysis.charts import Chart
from rareearth_cli.analysis.explain import FLAGS
from rareearth_cli.analysis.result import Comparison, History, Listing, PlaceComparison, Report, Result, SectionedResult
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.compare.chart import build_place_charts
from rareearth_cli.commands.compare.view import build_place_blocks
from rareearth_cli.model.vocabulary import Verdict
from rareearth_cli.output.sanitize import sanitize_text, sanitize_url
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import build_blocks, build_charts

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: The columns of the long form that are shown in a table of figures; other tables are shown with all columns.
_FIGURE_COLUMNS = (
    "rank", "name", "site", "measure", "share_of", "edition", "id", "printed", "value_t", "low_t", "high_t",
    "value_pct", "share_pct", "low_pct", "high_pct", "claim", "best_rank", "worst_rank", "step_t", "step_fold",
    "series_break", "ratio", "ratio_low", "ratio_high", "verdict", "causes", "flags", "basis", "stage", "system",
    "category", "effective_date", "period", "publisher", "source", "published", "verification",
)  # fmt: skip
_PAIR_COLUMNS = ("name", "measure", "id", "printed", "baseline_printed", "ratio", "ratio_low", "ratio_high",
          "unexplained_fold", "verdict", "causes", "flags", "source", "published")  # fmt: skip
_SOURCE_COLUMNS = ("id", "publisher", "carrier", "title", "edition", "version", "published", "accessed", "verification",
            "licence", "locator", "url", "figures")  # fmt: skip
#: Columns of each table that are left out in print, because paper has no room for them.
_SCREEN_ONLY_COLUMNS = {
    "figures": ("edition", "low_t", "high_t", "low_pct", "high_pct", "step_fold", "ratio_low", "ratio_high", "causes",
                "flags", "stage", "system", "category", "publisher", "published", "verification"),
    "sources": ("carrier", "edition", "version", "accessed", "licence", "verification"),
    "rows": ("carrier", "series", "edition", "version", "amends", "licence", "change", "accessed", "inferred",
             "also_at"),
}  # fmt: skip
_COLUMN_TITLES = {
    "id": "estimate", "name": "place", "printed": "as printed", "value_t": "tonnes", "low_t": "from, t",
    "high_t": "to, t", "value_pct": "percent", "baseline_printed": "baseline", "ratio": "×", "ratio_low": "× from",
    "ratio_high": "× to", "unexplained_fold": "unexplained", "causes": "differ in",
}  # fmt: skip


class DataCell(NamedTuple):
    """A cell of a sortable table: its text, its link, and the number that it is sorted by."""

    text: str
    url: str = ""
    number: float | None = None


class DataTable(NamedTuple):
    """A table that the reader can sort and filter."""

    name: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[DataCell, ...], ...]
    #: For each column, whether it is left out in print.
    screen_only: tuple[bool, ...]


class Section(NamedTuple):
    """A section of the page: blocks, charts and tables under a title."""

    name: str
    title: str
    parts: tuple[Block | Chart | DataTable, ...]
    #: The title in the list of contents, if it is shorter.
    short: str = ""


class Page(NamedTuple):
    """The content of the page.

    Attributes
    ----------
    lead
        The sentences of the answer, shown first.
    links
        Web addresses by the id of an estimate or source.
    words
        Web addresses by the name that sentences use for an estimate or source.

    """

    title: str
    date: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    links: Mapping[str, str]
    words: Mapping[str, str]
    command: str
    dataset_version: str
    version: str


class _Body(NamedTuple):
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    date: str = ""
    #: The ids of figures by the names that sentences use for them.
    ids_by_name: Mapping[str, str] = MappingProxyType({})


def build_page(result: Result, style: Style) -> Page:
    """Build the page of a result: the answer, its sections, all rows and the sources."""
    links = _collect_links(result.complete or result.table)
    body = _rows_body(result) if style.rows_only else _BODY_BUILDERS.get(type(result), _rows_body)(result, style, links)
    kind = "figures" if "printed" in (result.complete or result.table).columns else "rows"
    rows = build_data_table(kind, result.table, links, keep_all=style.columns_chosen)
    sections = list(body.sections)
    if not isinstance(result, Report) and result.table.height:
        sections.append(Section("all-rows", "All rows", (rows,)))
    if result.sources is not None and result.sources.height:
        sections.append(
            Section(
                "sources", "Sources", (build_data_table("sources", result.sources, links, candidates=_SOURCE_COLUMNS),)
            )
        )
    return Page(
        title=body.title,
        date=body.date,
        lead=body.lead,
        sections=tuple(sections),
        links=links,
        words={word: links.get(one, "") for word, one in body.ids_by_name.items()},
        command=style.command,
        dataset_version=result.dataset_version,
        version=__version__,
    )


def build_data_table(
    name: str,
    table: Table,
    links: Mapping[str, str],
    *,
    candidates: tuple[str, ...] = _FIGURE_COLUMNS,
    keep_all: bool = False,
) -> DataTable:
    """Build a sortable table from rows, without the columns that are empty.

    Parameters
    ----------
    name
        The name of the table. A table named ``rows`` shows all its columns.
    table
        The rows.
    links
        Web addresses by the id of an estimate or source.
    candidates
        The columns to show if the table has them.
    keep_all
        Whether to show all columns of the table, even empty ones.

    """
    known = [column for column in candidates if column in table.columns]
    names = list(table.names) if keep_all or name == "rows" else known
    if not keep_all:
        names = [column for column in names if any(value is not None for value in table.columns[column])]
    titles = {"rows": {}, "sources": {**_COLUMN_TITLES, "id": "source"}}.get(name, _COLUMN_TITLES)
    ids = table.columns.get("id", ("",) * table.height)
    numeric = tuple(any(isinstance(value, int | float) for value in table.columns[column]) for column in names)
    rows = zip(ids, *(table.columns[column] for column in names), strict=True)
    return DataTable(
        name=name,
        columns=tuple(titles.get(column, column).replace("_", " ") for column in names),
        numeric=numeric,
        rows=tuple(
            tuple(
                _build_cell(column, value, links.get(str(key), "")) for column, value in zip(names, values, strict=True)
            )
            for key, *values in rows
        ),
        screen_only=tuple(not keep_all and column in _SCREEN_ONLY_COLUMNS.get(name, ()) for column in names),
    )


def _build_cell(column: str, value: object, url: str) -> DataCell:
    if value is None:
        return DataCell("")
    if isinstance(value, int | float):
        return DataCell(f"{value:,.15g}", number=float(value))
    text = str(value)
    leads = {"printed": url, "id": url, "url": sanitize_url(text), "source": f"#source-{text}"}
    return DataCell(text, url=leads.get(column, ""))


def _collect_links(table: Table) -> dict[str, str]:
    columns = table.columns
    if not {"id", "url"} <= set(columns):
        return {}
    sources = columns.get("source", columns["id"])
    found = {str(key): sanitize_url(url) for key, url in zip(sources, columns["url"], strict=True)}
    return found | {str(key): sanitize_url(url) for key, url in zip(columns["id"], columns["url"], strict=True) if key}


def _rows_body(result: Result, *_: object) -> _Body:
    summary = result.summary if isinstance(result, Listing) else ()
    return _Body(f"Rare earths: {result.query.get('command', 'rows')}", summary, ())


def _comparison_body(result: Comparison, style: Style, links: Mapping[str, str]) -> _Body:
    ids_by_name = {
        one.title: one.id for place in result.places for one in reversed(place.group.figures) if not one.part_field
    }
    if len(result.places) == 1:
        (place,) = result.places
        parts = _place_parts(place, result, style, already_shown=place.summary)
        title = f"{place.name}: rare-earth {place.group.measure}"
        return _Body(title, place.summary, (Section("estimates", "Estimates", parts),), place.newest, ids_by_name)
    lead = tuple(f"{place.name}. {' '.join(place.summary)}" for place in result.places if place.headline is not None)
    sections = [
        Section(f"place-{place.place}", place.name, _place_parts(place, result, style)) for place in result.places
    ]
    if result.overview:
        parts = _insert_charts(build_blocks(result, style), build_charts(result, style))
        sections.insert(0, Section("overview", "All places", parts))
    title = "All places" if result.overview else ", ".join(place.name for place in result.places)
    return _Body(f"{title}: rare earths", lead, tuple(sections), ids_by_name=ids_by_name)


def _place_parts(
    place: PlaceComparison, result: Comparison, style: Style, already_shown: tuple[str, ...] = ()
) -> tuple[Block | Chart, ...]:
    """Build the view of a place without the sentences that the page has ``already_shown``."""
    found = [
        one
        for one in build_place_blocks(place, style)
        if not (isinstance(one, Paragraph) and one.text in already_shown)
    ]
    drawn = build_place_charts(place, result.dataset_version, style)
    # A chart with a single mark repeats its row, so it is drawn only on a page about this one place.
    return _insert_charts(found, [chart for chart in drawn if len(chart.marks) > 1 or len(result.places) == 1])


def _insert_charts(blocks: Sequence[Block], charts: Sequence[Chart]) -> tuple[Block | Chart, ...]:
    """Drop the heading of the blocks and insert the charts before the first table."""
    rest = blocks[1:]
    at = next((number for number, block in enumerate(rest) if isinstance(block, Grid)), len(rest))
    return (*rest[:at], *charts, *rest[at:])


def _report_body(result: Report, style: Style, links: Mapping[str, str]) -> _Body:
    tables = tuple(
        Section(
            f"pairs-{number}",
            group.title,
            (build_data_table(f"pairs-{number}", group.table, links, candidates=_PAIR_COLUMNS),),
            short=group.title.partition(":")[0].partition(",")[0],
        )
        for number, group in enumerate(result.groups)
        if group.table.height
    )
    drawn = tuple(build_charts(result, style))
    chart = (Section("chart", "How far apart", drawn),) if drawn else ()
    sections = (*chart, *tables)
    ids_by_name = {one: one for one in links}
    return _Body("Rare earths: discrepancies", result.summary, sections, result.newest, ids_by_name)


def _sectioned_body(result: SectionedResult, style: Style, links: Mapping[str, str]) -> _Body:
    already_shown = (*result.summary, *result.notes)
    found = [
        block
        for block in build_blocks(result, style)
        if not (isinstance(block, Paragraph) and block.text in already_shown)
    ]
    notes = tuple(Paragraph(text=note, tone=Tone.QUIET) for note in result.notes)
    parts = (*_insert_charts(found, build_charts(result, style)), *notes)
    section = Section("answer", "In full", parts)
    return _Body(result.title, result.summary, (section,), ids_by_name={one: one for one in links})


def _history_body(result: History, style: Style, links: Mapping[str, str]) -> _Body:
    found = [
        one for one in build_blocks(result, style) if not (isinstance(one, Paragraph) and one.text in result.summary)
    ]
    parts = _insert_charts(found, build_charts(result, style))
    figures = [one.figure for one in result.entries if one.figure is not None]
    ids_by_name = {figure.title: figure.id for figure in figures}
    return _Body(
        result.title, result.summary, (Section("editions", "In order of time", parts),), result.newest, ids_by_name
    )


#: How to build the page of each type of result; other results are shown as plain rows.
_BODY_BUILDERS: Mapping[type, Callable[[Any, Style, Mapping[str, str]], _Body]] = {
    Comparison: _comparison_body,
    SectionedResult: _sectioned_body,
    History: _history_body,
    Report: _report_body,
}
_TEMPLATES = files("rareearth_cli.output").joinpath("templates")
_PART_TESTS = {Paragraph: "paragraph", Heading: "heading", Grid: "grid", Chart: "chart", DataTable: "data"}


def write_html(result: Result, out: TextIO, style: Style) -> None:
    """Write the answer as a page with charts, tables, sources, the method and the command that reproduces it."""
    page = build_page(result, style)
    css, script = _read_template("page.css"), _read_template("page.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_csp_hash(css)}'; script-src '{_csp_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _build_environment(page).get_template("page.html")
    out.write(template.render(page=page, css=css, script=script, policy=policy, verdicts=tuple(Verdict), flags=FLAGS))
    out.write("\n")


def _build_environment(page: Page) -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_read_template), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=lambda value: sanitize_text(value) if type(value) is str else value,
    )  # fmt: skip
    environment.globals["shown_columns"] = select_text_columns
    environment.filters["linked"] = lambda text: link_figures(sanitize_text(text), page)
    environment.filters["raw"] = Markup
    environment.tests.update(
        {name: lambda part, kind=kind: isinstance(part, kind) for kind, name in _PART_TESTS.items()},
    )
    return environment


def link_figures(text: str, page: Page) -> Markup:
    """Escape a sentence and turn the names of figures in it into links to their sources."""
    from markupsafe import Markup, escape

    words = sorted((word for word, url in page.words.items() if word and url), key=len, reverse=True)
    if not words:
        return escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(page.words[piece], piece) if page.words.get(piece) else piece
        for piece in pieces
    )


def select_text_columns(grid: Grid) -> list[int]:
    """Return the positions of the grid's columns that contain text; bars and empty columns are left out."""

    def cells(at: int) -> list[object]:
        return [row.cells[at] for row in grid.rows if not row.section]

    return [at for at in range(len(grid.columns)) if any(cell and not isinstance(cell, Bar) for cell in cells(at))]


def _read_template(name: str) -> str:
    return _TEMPLATES.joinpath(name).read_text(encoding="utf-8")


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
