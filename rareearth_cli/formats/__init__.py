"""Results out: one module a format, each a function that writes a result to a stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from rareearth_cli.analysis.results import Result
    from rareearth_cli.formats.style import Style

    Writer = Callable[[Result, TextIO, Style], None]


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

    def write(self, result: Result, out: TextIO, style: Style) -> None:
        """Write a result to a stream."""
        writer: Writer = getattr(import_module(f"rareearth_cli.formats.{self.module}"), self.function)
        writer(result, out, style)


FORMATS: Mapping[str, Format] = {
    "table": Format("table", "write_table", (".txt",), for_people=True),
    "csv": Format("delimited", "write_csv", (".csv",), rows_only=True),
    "tsv": Format("delimited", "write_tsv", (".tsv",), rows_only=True),
    "json": Format("documents", "write_json", (".json",)),
    "jsonl": Format("documents", "write_jsonl", (".jsonl",), rows_only=True),
    "markdown": Format("markdown", "write_markdown", (".md",), for_people=True),
}
