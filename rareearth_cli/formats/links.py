"""Addresses from the data, as far as they may be followed."""

from urllib.parse import urlsplit

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
