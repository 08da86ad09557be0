"""Results out: one module a format, each a function that writes a result to a stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rareearth_cli.analysis.result import Result
    from rareearth_cli.output.style import Style

    #: The stream is binary where the format is.
    Writer = Callable[[Result, Any, Style], None]


class Format(NamedTuple):
    """A format: who writes it, which file suffixes mean it, who reads it.

    The writer is named and imported when it is called, so that a list of the formats costs nothing.
    """

    module: str
    function: str
    suffixes: tuple[str, ...]
    for_people: bool = False
    #: Rows alone: sentences, groups and bridges need not be made.
    rows_only: bool = False
    #: Written as bytes, which no terminal can show.
    binary: bool = False
    #: Shows the publications that its rows come from.
    cites: bool = False
    #: A picture: plain rows and columns have no meaning in it.
    picture: bool = False
    #: Amounts are in a unit for people.
    spoken: bool = False
    #: The library that it needs beside our own, and the extra that brings it.
    library: str = ""
    extra: str = ""

    @property
    def available(self) -> bool:
        """Whether the library that it needs is installed."""
        return not self.library or find_spec(self.library) is not None

    def write(self, result: Result, out: Any, style: Style) -> None:
        """Write a result to a stream, which is binary where the format is."""
        writer: Writer = getattr(import_module(f"rareearth_cli.output.{self.module}"), self.function)
        writer(result, out, style)


FORMATS: Mapping[str, Format] = {
    "table": Format("table", "write_table", (".txt",), for_people=True, spoken=True),
    "csv": Format("delimited", "write_csv", (".csv",), rows_only=True),
    "tsv": Format("delimited", "write_tsv", (".tsv",), rows_only=True),
    "json": Format("json", "write_json", (".json",)),
    "jsonl": Format("json", "write_jsonl", (".jsonl",), rows_only=True),
    "markdown": Format("markdown", "write_markdown", (".md",), for_people=True, spoken=True),
    "html": Format("html", "write_html", (".html", ".htm"), cites=True, spoken=True, library="jinja2", extra="html"),
    "xlsx": Format("xlsx", "write_xlsx", (".xlsx",), binary=True, cites=True, library="xlsxwriter", extra="xlsx"),
    "svg": Format("plot", "write_svg", (".svg",), picture=True, spoken=True, library="matplotlib", extra="plot"),
    "png": Format(
        "plot", "write_png", (".png",), binary=True, picture=True, spoken=True, library="matplotlib", extra="plot"
    ),
}
