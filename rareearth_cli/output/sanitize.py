"""Text that can be shown anywhere."""

import re
import unicodedata
from urllib.parse import urlsplit

from rareearth_cli.model.characters import STEERING

_LONGEST = 2000


def safe_url(text: object) -> str:
    """An address of the web that a reader may follow, else nothing: no script, no file, nothing that hides."""
    url = str(text or "").strip()
    if len(url) > _LONGEST or not url.isprintable() or any(char in url for char in " \"'<>\\`"):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


_STEERING = re.compile(f"[{STEERING}]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: More marks on a letter than any language writes; they run into the lines above and below.
_MOST_MARKS = 8


def plain(text: str) -> str:
    """Text without anything that moves a cursor, changes a colour, reorders what is read or runs into other lines."""
    text = _STEERING.sub(_REPLACEMENT, text)
    return text if text.isascii() else "".join(_without_floods(text))


def _without_floods(text: str) -> list[str]:
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
        elif marks == _MOST_MARKS + 1:
            kept.append(_REPLACEMENT)
    return kept
