"""One HTML file that holds everything: no network, no script but its own, complete without any."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING, TextIO

from rareearth_cli.analysis.explaining import FLAGS, RULES
from rareearth_cli.analysis.results import Result
from rareearth_cli.formats.blocks import Bar, Grid, Heading, Paragraph
from rareearth_cli.formats.chart_parts import Chart
from rareearth_cli.formats.page_parts import DataTable, Page, page_of
from rareearth_cli.formats.plain import plain
from rareearth_cli.formats.style import Style

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_FOLDER = files("rareearth_cli.formats").joinpath("templates")
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
