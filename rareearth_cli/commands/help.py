"""``rareearth help``: the pages of the manual, and the help of a command."""

from __future__ import annotations

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
@click.argument("topic", required=False, shell_complete=_topics)
@click.pass_context
def help_(ctx: click.Context, topic: str | None) -> None:
    """Show a page of the manual, or the help of a command.

    \b
    rareearth help
    rareearth help formats
    rareearth help compare

    Without TOPIC it lists the pages.
    """
    from rareearth_cli.dataset.bundled import bundled_pages

    pages = bundled_pages()
    if topic is None:
        titles = {name: page.partition("\n")[0].removeprefix("# ") for name, page in pages.items()}
        text = "".join(f"{name.ljust(12)}{title}\n" for name, title in titles.items())
    elif topic in pages:
        text = pages[topic]
    elif (command := _commands(ctx).get(topic)) is not None:
        text = command.get_help(click.Context(command, info_name=topic, parent=ctx.parent)) + "\n"
    else:
        raise click.UsageError(
            f"there is no page '{topic}': 'rareearth help' lists the pages, 'rareearth --help' the commands"
        )
    with opened(None, for_people=True) as stream:
        stream.write(text)


def _commands(ctx: click.Context) -> Mapping[str, click.Command]:
    above = ctx.find_root().command
    return above.commands if isinstance(above, click.Group) else {}
