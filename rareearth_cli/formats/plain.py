"""Text that can be shown anywhere."""

import re
import unicodedata

from rareearth_cli.domain.characters import STEERING

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
