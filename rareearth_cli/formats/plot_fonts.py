"""Fonts for names in any script: what the usual font lacks is looked for among those that are installed."""

from collections.abc import Iterable, Iterator

#: The font that matplotlib brings with it.
USUAL = "DejaVu Sans"


def fonts_for(texts: Iterable[str]) -> tuple[list[str], str]:
    """The families that together have all characters, the usual one first; and the characters that none has."""
    from matplotlib.font_manager import findfont, get_font

    wanted = {ord(char) for text in texts for char in text if not char.isspace()}
    missing = wanted - set(get_font(findfont(USUAL)).get_charmap())
    families = [USUAL]
    for family, path in _installed() if missing else ():
        found = missing & set(get_font(path).get_charmap())
        if found:
            families.append(family)
            missing -= found
        if not missing:
            break
    return families, "".join(sorted(map(chr, missing)))


def _installed() -> Iterator[tuple[str, str]]:
    """One regular font of each family, in an order that is the same on every run."""
    from matplotlib.font_manager import fontManager

    regular = {font.name: font.fname for font in fontManager.ttflist if font.style == "normal" and font.weight == 400}
    for family, path in sorted(regular.items()):
        if family != "Last Resort":
            yield family, path
