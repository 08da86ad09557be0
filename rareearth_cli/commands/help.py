"""``rareearth help``: the pages of the manual, and the help of a command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from rareearth_cli.commands.streams import opened

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _topics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The pages, then the commands."""
    from click.shell_completion import CompletionItem

    from rareearth_cli.dataset.bundled import bundled_pages

    names = (*bundled_pages(), *_commands(ctx))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command("help")
@click.argument("words", metavar="[TOPIC]", nargs=-1, shell_complete=_topics)
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
    from rareearth_cli.dataset.bundled import bundled_pages

    pages, topic = bundled_pages(), " ".join(words)
    if not words:
        titles = {name: page.partition("\n")[0].removeprefix("# ") for name, page in pages.items()}
        text = "".join(f"{name.ljust(12)}{title}\n" for name, title in titles.items())
    elif topic in pages:
        # Pictures are neither installed nor for a terminal.
        text = re.sub(r"\n!\[.*\n", "", pages[topic])
    elif (found := _command(ctx, words)) is not None:
        text = found.command.get_help(found) + "\n"
    else:
        raise click.UsageError(
            f"there is no page '{topic}': 'rareearth help' lists the pages, 'rareearth --help' the commands"
        )
    with opened(None, for_people=True) as stream:
        stream.write(text)


def _command(ctx: click.Context, words: tuple[str, ...]) -> click.Context | None:
    """The command that some words lead to, as if it were called so; None where they lead to none."""
    found = ctx.find_root()
    for word in words:
        command = found.command.get_command(found, word) if isinstance(found.command, click.Group) else None
        if command is None:
            return None
        found = click.Context(command, info_name=word, parent=found)
    return found


def _commands(ctx: click.Context) -> Mapping[str, click.Command]:
    above = ctx.find_root().command
    return above.commands if isinstance(above, click.Group) else {}
