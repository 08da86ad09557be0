"""Fonts for names in any script: what the usual font lacks is looked for among those that are installed."""

from collections.abc import Iterable
from pathlib import Path

#: The font that matplotlib brings with it.
USUAL = "DejaVu Sans"


def fonts_for(texts: Iterable[str]) -> tuple[list[str], str]:
    """The families that together have all characters, the usual one first; and the characters that none has."""
    from matplotlib.font_manager import findfont, fontManager, get_font

    wanted = {ord(char) for text in texts for char in text if not char.isspace()}
    missing = wanted - set(get_font(findfont(USUAL)).get_charmap())
    families = [USUAL]
    for path in _installed() if missing else ():
        font = get_font(path)
        found = missing & set(font.get_charmap())
        if found:
            fontManager.addfont(path)  # its own list may be older than the font
            families.append(font.family_name)
            missing -= found
        if not missing:
            break
    return families, "".join(sorted(map(chr, missing)))


def _installed() -> list[str]:
    """Font files, regular ones first, in an order that is the same on every run."""
    from matplotlib.font_manager import findSystemFonts

    return sorted(findSystemFonts(), key=lambda path: ("Sans" not in path, "Regular" not in path, Path(path).name))
