"""Output formats: the registry of all formats, and one module for each that writes an answer to a stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rareearth_cli.analysis.answer import Answer
    from rareearth_cli.output.style import Style

    #: Writes an answer to a stream, which is binary if the format is.
    Writer = Callable[[Answer, Any, Style], None]


class Format(NamedTuple):
    """An output format: the function that writes it, its file suffixes and its properties.

    The writer is given by name and imported only when it is called, so that listing the formats loads no library.
    """

    module: str
    function: str
    suffixes: tuple[str, ...]
    #: What it is for, for the help.
    use: str
    for_people: bool = False
    #: Contains rows only, so that sentences, groups and bridges need not be computed.
    rows_only: bool = False
    #: Has the columns of the short form unless the user asks for others.
    is_short: bool = False
    #: Is written as bytes and cannot be shown in a terminal.
    binary: bool = False
    #: Lists the publications that its rows come from.
    lists_sources: bool = False
    #: Is an image, for which rows and columns cannot be chosen.
    is_image: bool = False
    #: Shows amounts in the unit that ``--unit`` names; other formats use tonnes.
    accepts_unit: bool = False
    #: The optional library that writes it, and the extra of this package that installs the library.
    library: str = ""
    extra: str = ""

    @property
    def is_installed(self) -> bool:
        """Tell whether the library that the format needs is installed."""
        return not self.library or find_spec(self.library) is not None

    def write(self, answer: Answer, out: Any, style: Style) -> None:
        """Write an answer to a stream, which must be binary if the format is."""
        writer: Writer = getattr(import_module(f"rareearth_cli.output.{self.module}"), self.function)
        writer(answer, out, style)


FORMATS: Mapping[str, Format] = {
    "table": Format(
        "table",
        "write_table",
        (".txt",),
        "for people; in a pipe it is never cut and has no colours",
        for_people=True,
        accepts_unit=True,
    ),
    "csv": Format(
        "delimited",
        "write_csv",
        (".csv",),
        "rows for spreadsheets and programs; stable, in tonnes",
        rows_only=True,
        is_short=True,
    ),
    "tsv": Format("delimited", "write_tsv", (".tsv",), "the same with tabs", rows_only=True, is_short=True),
    "json": Format("json", "write_json", (".json",), "one object: question, sentences, rows, bridges"),
    "jsonl": Format("json", "write_jsonl", (".jsonl",), "the rows alone, one object a line", rows_only=True),
    "markdown": Format(
        "markdown",
        "write_markdown",
        (".md",),
        "a table to paste into a text",
        for_people=True,
        accepts_unit=True,
        is_short=True,
    ),
    "html": Format(
        "html",
        "write_html",
        (".html", ".htm"),
        "a page that holds everything and loads nothing",
        lists_sources=True,
        accepts_unit=True,
        library="jinja2",
        extra="html",
    ),
    "xlsx": Format(
        "xlsx",
        "write_xlsx",
        (".xlsx",),
        "a workbook: estimates, discrepancies, bridges, sources",
        is_short=True,
        binary=True,
        lists_sources=True,
        library="xlsxwriter",
        extra="xlsx",
    ),
    "svg": Format(
        "plot",
        "write_svg",
        (".svg",),
        "a chart whose text is text",
        is_image=True,
        accepts_unit=True,
        library="matplotlib",
        extra="plot",
    ),
    "png": Format(
        "plot",
        "write_png",
        (".png",),
        "a chart as a picture",
        binary=True,
        is_image=True,
        accepts_unit=True,
        library="matplotlib",
        extra="plot",
    ),
}
