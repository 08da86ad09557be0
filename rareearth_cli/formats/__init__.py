"""Results out: one module a format, each a function that writes a result to a stream."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TextIO

from rareearth_cli.analysis.results import Comparison, Listing
from rareearth_cli.formats.delimited import write_csv, write_tsv
from rareearth_cli.formats.documents import write_json, write_jsonl
from rareearth_cli.formats.markdown import write_markdown
from rareearth_cli.formats.style import Style
from rareearth_cli.formats.table import write_table

Result = Comparison | Listing
Writer = Callable[[Result, TextIO, Style], None]


@dataclass(frozen=True)
class Format:
    """How a format is written, which file suffixes mean it, and whether people or programs read it."""

    write: Writer
    suffixes: tuple[str, ...]
    for_people: bool = False


FORMATS: Mapping[str, Format] = {
    "table": Format(write_table, (".txt",), for_people=True),
    "csv": Format(write_csv, (".csv",)),
    "tsv": Format(write_tsv, (".tsv",)),
    "json": Format(write_json, (".json",)),
    "jsonl": Format(write_jsonl, (".jsonl",)),
    "markdown": Format(write_markdown, (".md",), for_people=True),
}
