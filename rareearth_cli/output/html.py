"""A self-contained HTML page that loads nothing from the network and is complete without its script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, TextIO

from rareearth_cli import __version__
from rareearth_cli.analysis.answer import Answer, Bar, Block, Grid, Heading, Paragraph, Role, Section
from rareearth_cli.analysis.charts import Chart
from rareearth_cli.analysis.judge import FLAGS
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.vocabulary import Verdict
from rareearth_cli.output.sanitize import sanitize_text, sanitize_url
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import build_notes

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: The columns of the long form that are shown in a table of figures; other tables are shown with all columns.
_FIGURE_COLUMNS = (
    "rank", "name", "site", "measure", "share_of", "edition", "id", "printed", "value_t", "low_t", "high_t",
    "value_pct", "low_pct", "high_pct", "claim", "best_rank", "worst_rank", "step_t", "step_fold",
    "series_break", "ratio", "ratio_low", "ratio_high", "verdict", "causes", "flags", "basis", "stage", "system",
    "category", "effective_date", "period", "publisher", "source", "published", "verification",
)  # fmt: skip
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
    "id": "estimate", "name": "place", "printed": "as published", "value_t": "tonnes", "low_t": "from, t",
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


class PageSection(NamedTuple):
    """A section of the page: blocks, charts and tables under a title."""

    name: str
    title: str
    parts: Sequence[Block | Chart | DataTable]
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
    sections: tuple[PageSection, ...]
    links: Mapping[str, str]
    words: Mapping[str, str]
    command: str
    dataset_version: str
    version: str


def build_page(answer: Answer, style: Style) -> Page:
    """Build the page of an answer: its summary, its sections, all rows and the sources."""
    links = _collect_links(answer.complete or answer.table)
    shown = [] if style.rows_only else [section for section in answer.sections if section.on_page]
    subjects = {sentence.subject for sentence in answer.sentences}
    sections = [_build_section(section, answer, style, links, repeats=len(subjects) > 1) for section in shown]
    if sections:
        sections[-1] = sections[-1]._replace(parts=(*sections[-1].parts, *build_notes(answer)))
    sections = [section for section in sections if section.parts]
    if answer.table.height and all(section.rows is None for section in shown):
        kind = "figures" if "printed" in (answer.complete or answer.table).columns else "rows"
        rows = build_data_table(kind, answer.table, links, keep_all=style.columns_chosen)
        sections.append(PageSection("all-rows", "All rows", (rows,)))
    if answer.sources is not None and answer.sources.height:
        sources = build_data_table("sources", answer.sources, links, candidates=_SOURCE_COLUMNS)
        sections.append(PageSection("sources", "Sources", (sources,)))
    words = {name: links.get(key, "") for key, name in answer.attributions.items()} or links
    plain = style.rows_only or not answer.title
    return Page(
        title=f"Rare earths: {answer.query.get('command', 'rows')}" if plain else answer.title,
        date="" if plain else answer.newest,
        lead=() if style.rows_only and answer.sections else _build_lead(answer, subjects),
        sections=tuple(sections),
        links=links,
        words=words,
        command=style.command,
        dataset_version=answer.dataset_version,
        version=__version__,
    )


def _build_lead(answer: Answer, subjects: Collection[str]) -> tuple[str, ...]:
    """List the sentences that the page begins with: of several subjects, those of each that has a headline."""
    if len(subjects) <= 1:
        return tuple(one.text for one in answer.told)
    headed = dict.fromkeys(one.subject for one in answer.told if one.role is Role.HEADLINE)
    texts = {subject: [one.text for one in answer.told if one.subject == subject] for subject in headed}
    return tuple(f"{subject}. {' '.join(told)}" for subject, told in texts.items())


def _build_section(
    section: Section, answer: Answer, style: Style, links: Mapping[str, str], *, repeats: bool
) -> PageSection:
    """Build a section of the page; ``repeats`` says that it begins with its sentences, some of which stand above it.

    The charts come before the first table.
    """
    charts = section.charts(style.unit)
    if section.rows is not None:
        rows = build_data_table(section.name, section.rows, links, candidates=section.rows.names)
        return PageSection(section.name, section.title, (*charts, rows), section.short)
    sentences = [Paragraph(text=sentence) for sentence in answer.introduce(section)] if repeats else []
    blocks = [*sentences, *section.blocks(style.unit)]
    at = next((number for number, block in enumerate(blocks) if isinstance(block, Grid)), len(blocks))
    if repeats:  # A chart with a single mark repeats its row, so it is drawn only on a page about one subject.
        charts = [chart for chart in charts if len(chart.marks) > 1]
    return PageSection(section.name, section.title, (*blocks[:at], *charts, *blocks[at:]), section.short)


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


_TEMPLATES = files("rareearth_cli.output").joinpath("templates")
_PART_TESTS = {Paragraph: "paragraph", Heading: "heading", Grid: "grid", Chart: "chart", DataTable: "data"}


def write_html(answer: Answer, out: TextIO, style: Style) -> None:
    """Write the answer as a page with charts, tables, sources, the method and the command that reproduces it."""
    page = build_page(answer, style)
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
