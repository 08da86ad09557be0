"""Make text and web addresses from the data safe to show in a terminal, a page or a workbook."""

import re
import unicodedata
from urllib.parse import urlsplit

from rareearth_cli.model.wording import UNSAFE_CHARACTERS

_MAX_URL_LENGTH = 2000


def sanitize_url(text: object) -> str:
    """Return an http or https address that is safe to link to, or an empty string for anything else."""
    url = str(text or "").strip()
    if len(url) > _MAX_URL_LENGTH or not url.isprintable() or any(char in url for char in " \"'<>\\`"):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


_STEERING = re.compile(f"[{UNSAFE_CHARACTERS}]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: No language writes more marks on a letter; further marks would run into the lines above and below.
_MAX_COMBINING_MARKS = 8


def sanitize_text(text: str) -> str:
    """Replace characters that steer a terminal or reorder text, and limit combining marks."""
    text = _STEERING.sub(_REPLACEMENT, text)
    return text if text.isascii() else "".join(_limit_combining_marks(text))


def _limit_combining_marks(text: str) -> list[str]:
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks <= _MAX_COMBINING_MARKS:
            kept.append(char)
        elif marks == _MAX_COMBINING_MARKS + 1:
            kept.append(_REPLACEMENT)
    return kept
