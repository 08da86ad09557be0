"""What stands at the end of every help text: columns, formats and exit statuses, each from its one place."""

import textwrap
from collections.abc import Mapping

from rareearth_cli.commands.status import STATUSES
from rareearth_cli.domain.columns import COLUMNS
from rareearth_cli.formats import FORMATS

#: What each format is for.
FORMAT_WORDS = {
    "table": "for people; in a pipe it is never cut and has no colours",
    "csv": "rows for spreadsheets and programs; stable, in tonnes",
    "tsv": "the same with tabs",
    "json": "one object: question, sentences, rows, bridges",
    "jsonl": "the rows alone, one object a line",
    "markdown": "a table to paste into a text",
    "html": "a page that holds everything and loads nothing",
    "xlsx": "a workbook: estimates, discrepancies, bridges, sources",
    "svg": "a chart whose text is text",
    "png": "a chart as a picture",
}
_COMPLETION = """\b
Completion with Tab: in ~/.bashrc or, after compinit, ~/.zshrc one of
  eval "$(_RAREEARTH_COMPLETE=bash_source rareearth)"
  eval "$(_RAREEARTH_COMPLETE=zsh_source rareearth)\""""


_REST = "Formats and exit statuses: rareearth --help. What a column means: rareearth help formats."


def group_epilog() -> str:
    """Formats, exit statuses and completion, for the help of the whole."""
    suffixes = {name: " ".join(form.suffixes) for name, form in FORMATS.items()}
    formats = {name: f"{FORMAT_WORDS[name]} ({suffixes[name]})" for name in FORMATS}
    statuses = {str(status): words for status, words in STATUSES.items()}
    return "\n\n".join(
        (
            _block("Formats (-f, or the suffix of -o FILE):", formats),
            _block("Exit status:", statuses),
            _COMPLETION,
        )
    )


def command_epilog(path: str) -> str:
    """The columns of a command, and where the rest is told."""
    plain = COLUMNS.get(path)
    if plain is None:
        return "Exit statuses: rareearth --help."
    parts = [f"Columns: {', '.join(plain)}."]
    for key, names in COLUMNS.items():
        if (option := key.removeprefix(path)).startswith(" --"):
            added = names[: len(plain)] == plain
            shown = names[len(plain) :] if added else names
            parts.append(f"With{option}{' also' if added else ''}: {', '.join(shown)}.")
    return "\n\n".join((*parts, _REST))


def _block(title: str, rows: Mapping[str, str]) -> str:
    """Rows of a name and what it means, as click is to leave them."""
    width = max(map(len, rows)) + 4
    lines = (
        textwrap.fill(
            words, 78, initial_indent=f"  {name}".ljust(width), subsequent_indent=" " * width, break_on_hyphens=False
        )
        for name, words in rows.items()
    )
    return "\n".join(("\b", title, *lines))
