"""Pages of the manual, which are Markdown, as text for the terminal."""

import io
import re
from collections.abc import Collection

#: A link from a page of the manual to another, or to a place in it.
_PAGE_LINK = re.compile(r"\[([^\]]+)\]\((?:\./)?([\w-]+)\.md(?:#[\w-]*)?\)")
#: Longer lines are hard to read.
_MAX_WIDTH = 100


def render_page(page: str, pages: Collection[str], width: int | None, *, color: bool) -> str:
    """Render a page, wrapped to the width; links to the other ``pages`` become the commands that show them."""
    from rich.console import Console
    from rich.markdown import Markdown

    def name_command(link: re.Match[str]) -> str:
        return f"{link[1]} (`rareearth help {link[2]}`)" if link[2] in pages else link[0]

    out = io.StringIO()
    console = Console(
        file=out,
        width=min(width or _MAX_WIDTH, _MAX_WIDTH),
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        emoji=False,
        _environ={},
    )
    console.print(Markdown(_PAGE_LINK.sub(name_command, page), hyperlinks=False))
    return out.getvalue()
