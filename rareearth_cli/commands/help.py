"""The ``rareearth help`` command: shows pages of the manual, and builds the epilogs of help texts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

from rareearth_cli.cli.exit_status import STATUS_MEANINGS
from rareearth_cli.cli.options import find_columns_key
from rareearth_cli.cli.output_options import decide_color, find_terminal_width
from rareearth_cli.cli.streams import is_terminal, open_output
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND, SHORT_FORM_BY_COMMAND
from rareearth_cli.output import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_COMPLETION = """\b
Completion with Tab: in ~/.bashrc or, after compinit, ~/.zshrc one of
  eval "$(_RAREEARTH_COMPLETE=bash_source rareearth)"
  eval "$(_RAREEARTH_COMPLETE=zsh_source rareearth)\""""
_MORE_HELP = "Formats and exit statuses: rareearth --help. What a column means: rareearth help formats."


def build_group_epilog() -> str:
    """Build the end of the main help text: formats, exit statuses and shell completion."""
    formats = {name: f"{form.use} ({' '.join(form.suffixes)})" for name, form in FORMATS.items()}
    statuses = {str(status): words for status, words in STATUS_MEANINGS.items()}
    return "\n\n".join(
        (
            _format_block("Formats (-f, or the suffix of -o FILE):", formats),
            _format_block("Exit status:", statuses),
            _COMPLETION,
        )
    )


def build_command_epilog(path: str) -> str:
    """Build the end of a command's help text: its columns, and where to find more."""
    path = find_columns_key(path)
    columns = SHORT_FORM_BY_COMMAND.get(path) or COLUMNS_BY_COMMAND.get(path)
    if columns is None:
        return "Exit statuses: rareearth --help."
    named = f"Columns: {', '.join(columns)}."
    if path in SHORT_FORM_BY_COMMAND:
        named = f"Columns of csv, tsv, markdown and xlsx: {', '.join(columns)}. All others: --columns all."
    return f"{named}\n\n{_MORE_HELP}"


def read_docstring(callback: Callable[..., object]) -> str:
    """Read the docstring of a command from its source, for the help text where Python keeps none (``-OO``)."""
    import ast
    import inspect

    tree = ast.parse(textwrap.dedent(inspect.getsource(callback)))
    definition = tree.body[0]
    return (ast.get_docstring(definition) if isinstance(definition, ast.FunctionDef) else None) or ""


def _format_block(title: str, rows: Mapping[str, str]) -> str:
    """Format names and their meanings as a block that click does not rewrap."""
    width = max(map(len, rows)) + 4
    lines = (
        textwrap.fill(
            words, 78, initial_indent=f"  {name}".ljust(width), subsequent_indent=" " * width, break_on_hyphens=False
        )
        for name, words in rows.items()
    )
    return "\n".join(("\b", title, *lines))


def _complete_topics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from click.shell_completion import CompletionItem

    from rareearth_cli.record.bundled import read_manual_pages

    names = (*read_manual_pages(), *_list_commands(ctx))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command("help")
@click.argument("words", metavar="[TOPIC]", nargs=-1, shell_complete=_complete_topics)
@click.pass_context
def help_(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Show a page of the manual, or the help of a command.

    \b
    rareearth help
    rareearth help formats
    rareearth help compare
    rareearth help import usgs

    Without TOPIC it lists the pages.
    """
    from rareearth_cli.output.manual import render_page
    from rareearth_cli.record.bundled import read_manual_pages

    pages, topic = read_manual_pages(), " ".join(words)
    if not words:
        text = _list_pages(pages)
    elif topic in pages:
        # The images of a page are not installed, and a terminal could not show them.
        page = re.sub(r"\n!\[.*\n", "", pages[topic])
        if is_terminal():
            color = decide_color("auto", to_stdout=True)
            click.echo_via_pager(render_page(page, pages, find_terminal_width(), color=color), color=color)
            return
        text = page
    elif (found := _find_command(ctx, words)) is not None:
        text = found.command.get_help(found) + "\n"
    else:
        raise click.UsageError(
            f"unknown page '{topic}': 'rareearth help' lists the pages, 'rareearth --help' the commands"
        )
    with open_output(None, for_people=True) as stream:
        stream.write(text)


#: The pages of the manual by what they are for.
PAGE_KINDS = {
    "Tutorial": ("first-steps",),
    "How-to": ("checking", "own-figures", "new-release", "scripts", "gallery", "library", "from-0.1-to-0.2"),
    "Reference": ("commands", "formats", "validation", "messages", "limits", "api"),
    "Explanation": ("rules", "reading", "performance", "architecture"),
}


def _list_pages(pages: Mapping[str, str]) -> str:
    """List the pages with their titles, by kind."""
    titles = {name: page.partition("\n")[0].removeprefix("# ") for name, page in pages.items()}
    width = max(map(len, titles)) + 2
    parts = (
        "".join((f"{kind}\n", *(f"  {name.ljust(width)}{titles[name]}\n" for name in names)))
        for kind, names in PAGE_KINDS.items()
    )
    return "\n".join(parts)


def _find_command(ctx: click.Context, words: tuple[str, ...]) -> click.Context | None:
    """Find the command that the words name, in a context as if it had been called; None if there is none."""
    found = ctx.find_root()
    for word in words:
        command = found.command.get_command(found, word) if isinstance(found.command, click.Group) else None
        if command is None:
            return None
        found = click.Context(command, info_name=word, parent=found)
    return found


def _list_commands(ctx: click.Context) -> Mapping[str, click.Command]:
    above = ctx.find_root().command
    return above.commands if isinstance(above, click.Group) else {}
