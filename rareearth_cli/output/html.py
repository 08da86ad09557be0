"""One HTML file that holds everything: no network, no script but its own, complete without any."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from rareearth_cli import __version__
from rareearth_cli.analysis.explain import FLAGS, RULES
from rareearth_cli.analysis.result import Comparison, Findings, History, Listing, PlaceComparison, Report, Result
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.compare.chart import place_charts
from rareearth_cli.commands.compare.view import place_blocks
from rareearth_cli.output.blocks import Bar, Block, Grid, Heading, Paragraph, Tone
from rareearth_cli.output.charts import Chart
from rareearth_cli.output.sanitize import plain, safe_url
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import blocks, charts

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: The columns of the long form that a reader wants; a table that is none of figures is shown as it is.
_SHOWN = (
    "rank", "name", "site", "measure", "share_of", "edition", "id", "printed", "value_t", "low_t", "high_t",
    "value_pct", "share_pct", "low_pct", "high_pct", "claim", "best_rank", "worst_rank", "step_t", "step_fold",
    "series_break", "ratio", "ratio_low", "ratio_high", "verdict", "causes", "flags", "basis", "stage", "system",
    "category", "effective_date", "period", "publisher", "source", "published", "verification",
)  # fmt: skip
_PAIRS = ("name", "measure", "id", "printed", "baseline_printed", "ratio", "ratio_low", "ratio_high",
          "unexplained_fold", "verdict", "causes", "flags", "source", "published")  # fmt: skip
_SOURCES = ("id", "publisher", "carrier", "title", "edition", "version", "published", "accessed", "verification",
            "licence", "locator", "url", "figures")  # fmt: skip
#: What paper has no room for: in print it is left out, for it can be had as CSV.
_SCREEN_ONLY = {
    "figures": ("edition", "low_t", "high_t", "low_pct", "high_pct", "step_fold", "ratio_low", "ratio_high", "causes",
                "flags", "stage", "system", "category", "publisher", "published", "verification"),
    "sources": ("carrier", "edition", "version", "accessed", "licence", "verification"),
    "rows": ("carrier", "series", "edition", "version", "amends", "licence", "change", "accessed", "inferred",
             "also_at"),
}  # fmt: skip
_TITLES = {
    "id": "estimate", "name": "place", "printed": "as printed", "value_t": "tonnes", "low_t": "from, t",
    "high_t": "to, t", "value_pct": "percent", "baseline_printed": "baseline", "ratio": "×", "ratio_low": "× from",
    "ratio_high": "× to", "unexplained_fold": "unexplained", "causes": "differ in",
}  # fmt: skip


class Cell(NamedTuple):
    """A cell of a table to sort: what it says, where it leads, and the number that it is sorted by."""

    text: str
    url: str = ""
    number: float | None = None


class DataTable(NamedTuple):
    """Rows to sort and to filter, with the titles of their columns."""

    name: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: Which columns are left out in print.
    screen_only: tuple[bool, ...]


class Section(NamedTuple):
    """Blocks, charts and tables under a title."""

    name: str
    title: str
    parts: tuple[Block | Chart | DataTable, ...]
    #: What a list of contents says.
    short: str = ""


class Page(NamedTuple):
    """All that the page says; ``links`` lead from an estimate or source to where it is read, ``words`` from a name."""

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
    #: What figures are called in its sentences.
    called: Mapping[str, str] = MappingProxyType({})


def page_of(result: Result, style: Style) -> Page:
    """The page of any result: its verdict, its sections, all rows, its sources."""
    links = _links(result.complete or result.table)
    body = _rows_alone(result) if style.rows_only else _BODIES.get(type(result), _rows_alone)(result, style, links)
    kind = "figures" if "printed" in (result.complete or result.table).columns else "rows"
    rows = data_table(kind, result.table, links, asked=style.flat)
    sections = list(body.sections)
    if not isinstance(result, Report) and result.table.height:
        sections.append(Section("all-rows", "All rows", (rows,)))
    if result.sources is not None and result.sources.height:
        sections.append(Section("sources", "Sources", (data_table("sources", result.sources, links, shown=_SOURCES),)))
    return Page(
        title=body.title,
        date=body.date,
        lead=body.lead,
        sections=tuple(sections),
        links=links,
        words={word: links.get(one, "") for word, one in body.called.items()},
        command=style.command,
        dataset_version=result.dataset_version,
        version=__version__,
    )


def data_table(
    name: str, table: Table, links: Mapping[str, str], *, shown: tuple[str, ...] = _SHOWN, asked: bool = False
) -> DataTable:
    """A table of rows: the columns that a reader wants, all of ``rows`` that are no figures; none that is empty.

    Columns that were ``asked`` for are all there.
    """
    known = [column for column in shown if column in table.columns]
    names = list(table.names) if asked or name == "rows" else known
    if not asked:
        names = [column for column in names if any(value is not None for value in table.columns[column])]
    titles = {"rows": {}, "sources": {**_TITLES, "id": "source"}}.get(name, _TITLES)
    ids = table.columns.get("id", ("",) * table.height)
    numeric = tuple(any(isinstance(value, int | float) for value in table.columns[column]) for column in names)
    rows = zip(ids, *(table.columns[column] for column in names), strict=True)
    return DataTable(
        name=name,
        columns=tuple(titles.get(column, column).replace("_", " ") for column in names),
        numeric=numeric,
        rows=tuple(
            tuple(_cell(column, value, links.get(str(key), "")) for column, value in zip(names, values, strict=True))
            for key, *values in rows
        ),
        screen_only=tuple(not asked and column in _SCREEN_ONLY.get(name, ()) for column in names),
    )


def _cell(column: str, value: object, url: str) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, int | float):
        return Cell(f"{value:,.15g}", number=float(value))
    text = str(value)
    leads = {"printed": url, "id": url, "url": safe_url(text), "source": f"#source-{text}"}
    return Cell(text, url=leads.get(column, ""))


def _links(table: Table) -> dict[str, str]:
    columns = table.columns
    if not {"id", "url"} <= set(columns):
        return {}
    sources = columns.get("source", columns["id"])
    found = {str(key): safe_url(url) for key, url in zip(sources, columns["url"], strict=True)}
    return found | {str(key): safe_url(url) for key, url in zip(columns["id"], columns["url"], strict=True) if key}


def _rows_alone(result: Result, *_: object) -> _Body:
    """Plain rows: what is said before them, and their table."""
    said = result.summary if isinstance(result, Listing) else ()
    return _Body(f"Rare earths: {result.query.get('command', 'rows')}", said, ())


def _comparison(result: Comparison, style: Style, links: Mapping[str, str]) -> _Body:
    called = {one.title: one.id for place in result.places for one in reversed(place.group.figures) if not one.part_by}
    if len(result.places) == 1:
        (place,) = result.places
        parts = _place_parts(place, result, style, said=place.summary)
        title = f"{place.name}: rare-earth {place.group.measure}"
        return _Body(title, place.summary, (Section("estimates", "Estimates", parts),), place.newest, called)
    lead = tuple(f"{place.name}. {' '.join(place.summary)}" for place in result.places if place.headline is not None)
    sections = [
        Section(f"place-{place.place}", place.name, _place_parts(place, result, style)) for place in result.places
    ]
    if result.overview:
        parts = _with_charts(blocks(result, style), charts(result, style))
        sections.insert(0, Section("overview", "All places", parts))
    title = "All places" if result.overview else ", ".join(place.name for place in result.places)
    return _Body(f"{title}: rare earths", lead, tuple(sections), called=called)


def _place_parts(
    place: PlaceComparison, result: Comparison, style: Style, said: tuple[str, ...] = ()
) -> tuple[Block | Chart, ...]:
    """The view of a place without what the page has ``said`` before."""
    found = [one for one in place_blocks(place, style) if not (isinstance(one, Paragraph) and one.text in said)]
    drawn = place_charts(place, result.dataset_version, style)
    # One mark alone tells nothing that its row does not; but a page about it shows it.
    return _with_charts(found, [chart for chart in drawn if len(chart.marks) > 1 or len(result.places) == 1])


def _with_charts(found: Sequence[Block], drawn: Sequence[Chart]) -> tuple[Block | Chart, ...]:
    """Blocks without their own heading, the charts before the first table."""
    rest = found[1:]
    at = next((number for number, block in enumerate(rest) if isinstance(block, Grid)), len(rest))
    return (*rest[:at], *drawn, *rest[at:])


def _report(result: Report, style: Style, links: Mapping[str, str]) -> _Body:
    tables = tuple(
        Section(
            f"pairs-{number}",
            group.title,
            (data_table(f"pairs-{number}", group.table, links, shown=_PAIRS),),
            short=group.title.partition(":")[0].partition(",")[0],
        )
        for number, group in enumerate(result.groups)
        if group.table.height
    )
    drawn = tuple(charts(result, style))
    chart = (Section("chart", "How far apart", drawn),) if drawn else ()
    sections = (*chart, *tables)
    called = {one: one for one in links}
    return _Body("Rare earths: discrepancies", result.summary, sections, result.newest, called)


def _findings(result: Findings, style: Style, links: Mapping[str, str]) -> _Body:
    said = (*result.summary, *result.notes)
    found = [one for one in blocks(result, style) if not (isinstance(one, Paragraph) and one.text in said)]
    notes = tuple(Paragraph(text=note, tone=Tone.QUIET) for note in result.notes)
    parts = (*_with_charts(found, charts(result, style)), *notes)
    section = Section("answer", "In full", parts)
    return _Body(result.title, result.summary, (section,), called={one: one for one in links})


def _history(result: History, style: Style, links: Mapping[str, str]) -> _Body:
    found = [one for one in blocks(result, style) if not (isinstance(one, Paragraph) and one.text in result.summary)]
    parts = _with_charts(found, charts(result, style))
    figures = [one.figure for one in result.editions if one.figure is not None]
    called = {figure.title: figure.id for figure in figures}
    return _Body(result.title, result.summary, (Section("editions", "In order of time", parts),), result.newest, called)


#: The pages of those results that are more than plain rows.
_BODIES: Mapping[type, Callable[[Any, Style, Mapping[str, str]], _Body]] = {
    Comparison: _comparison,
    Findings: _findings,
    History: _history,
    Report: _report,
}
_FOLDER = files("rareearth_cli.output").joinpath("templates")
_KINDS = {Paragraph: "paragraph", Heading: "heading", Grid: "grid", Chart: "chart", DataTable: "data"}


def write_html(result: Result, out: TextIO, style: Style) -> None:
    """The whole answer as a page: verdict, charts, tables, sources, method, and how to get it again."""
    page = page_of(result, style)
    css, script = _file("page.css"), _file("page.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment(page).get_template("page.html")
    out.write(template.render(page=page, css=css, script=script, policy=policy, rules=RULES, flags=FLAGS))
    out.write("\n")


def _environment(page: Page) -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )  # fmt: skip
    environment.globals["shown_columns"] = shown_columns
    environment.filters["linked"] = lambda text: linked(plain(text), page)
    environment.filters["raw"] = Markup
    environment.tests.update(
        {name: lambda part, kind=kind: isinstance(part, kind) for kind, name in _KINDS.items()},
    )
    return environment


def linked(text: str, page: Page) -> Markup:
    """A sentence whose figures lead to where they can be read."""
    from markupsafe import Markup, escape

    words = sorted((word for word, url in page.words.items() if word and url), key=len, reverse=True)
    if not words:
        return escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(page.words[piece], piece) if page.words.get(piece) else piece
        for piece in pieces
    )


def shown_columns(grid: Grid) -> list[int]:
    """The columns of a grid that hold text: bars are left to the charts, empty columns out."""

    def cells(at: int) -> list[object]:
        return [row.cells[at] for row in grid.rows if not row.section]

    return [at for at in range(len(grid.columns)) if any(cell and not isinstance(cell, Bar) for cell in cells(at))]


def _file(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
