"""Citations as text for a footnote, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from rareearth_cli.formats.plain import plain

if TYPE_CHECKING:
    from rareearth_cli.analysis.citing import Citation
    from rareearth_cli.domain.dates import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: TeX's own characters. Braces become commands: BibTeX counts even those that a backslash stands before.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
}  # fmt: skip
#: What may stand in an address as it is; braces, backslashes, quotes and blanks may not.
_ADDRESS = "%/:=&?~#+!$,;'@()*[]-._"
_PAGE = re.compile(r"pp?\. ([\w–-]+)")


class CitationStyle(NamedTuple):
    """How citations are written: by which function, and which file suffixes mean it."""

    write: Callable[[Iterable[Citation]], str]
    suffixes: tuple[str, ...]


def footnotes(cited: Iterable[Citation]) -> str:
    """A line each, as for a footnote: ``n.d.`` where no date is known, a date that is inferred in brackets."""
    return "".join(f"{plain(_footnote(one))}\n" for one in cited)


def bibtex(cited: Iterable[Citation]) -> str:
    """An entry each, of the one type that claims nothing; what is not known has no field."""
    return "\n".join(_entry(one) for one in cited)


def csl(cited: Iterable[Citation]) -> str:
    """An array of CSL items; dates have the parts that are known."""
    return json.dumps([_item(one) for one in cited], ensure_ascii=False, indent=2) + "\n"


CITATION_STYLES: Mapping[str, CitationStyle] = {
    "text": CitationStyle(footnotes, (".txt",)),
    "bibtex": CitationStyle(bibtex, (".bib",)),
    "csl": CitationStyle(csl, (".json",)),
}


def _footnote(one: Citation) -> str:
    when = one.published.spoken if one.published else "n.d."
    carrier = f"read in {one.carrier}" if one.carrier and one.secondary else one.carrier
    edition = f"edition {one.edition}" if one.edition else ""
    version = f"version {one.version}" if one.version else ""
    date = f"[{when}]" if one.published_inferred else when
    about = (f"{one.publisher}, “{one.title}”", edition, version, date, carrier, one.locator)
    publication = ", ".join(filter(None, about))
    accessed = f" (accessed {one.accessed.spoken})" if one.accessed else ""
    figure = f"{one.figure}, according to {one.said_by}, in: " if one.said_by else f"{one.figure}, in: "
    return f"{figure if one.figure else ''}{publication}, {one.url}{accessed}"


def _notes(one: Citation) -> list[str]:
    """What has no field of its own in either machine style."""
    return [
        *([one.figure] if one.figure else []),
        *([f"according to {one.said_by}"] if one.said_by else []),
        *([one.locator] if one.locator else []),
        *(["date inferred"] if one.published_inferred else []),
        *(["read in a third party's text"] if one.secondary and one.carrier else []),
    ]


def _entry(one: Citation) -> str:
    month = int(one.published.text[5:7] or 0) if one.published else 0
    fields = {
        "author": f"{{{_tex(one.publisher)}}}",  # a body, not a person: nothing to turn round
        "title": f"{{{_tex(one.title)}}}",
        "howpublished": _tex(one.carrier),
        "edition": _tex(one.edition),
        "version": _tex(one.version),
        "year": one.published.text[:4] if one.published else "",
        "month": _MONTHS[month - 1] if month else "",
        "url": quote(_line(one.url), safe=_ADDRESS),
        "urldate": one.accessed.text if one.accessed else "",
        "note": _tex("; ".join(_notes(one))),
    }
    # A month is one of BibTeX's own macros, which every style writes in its language.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@misc{{{one.id},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in _line(text))


def _line(text: str) -> str:
    return " ".join(plain(" ".join(text.split())).split())


def _item(one: Citation) -> dict[str, object]:
    page = _PAGE.match(one.locator)
    item: dict[str, object] = {
        "id": one.id,
        "type": "report" if one.serial else "webpage",
        "author": [{"literal": one.publisher}],
        "title": one.title,
        "container-title": one.carrier,
        "edition": one.edition,
        "version": one.version,
        "issued": _date(one.published, inferred=one.published_inferred),
        "accessed": _date(one.accessed),
        "page": page[1] if page else "",
        "URL": one.url,
        "note": "; ".join(_notes(one)),
    }
    return {name: value for name, value in item.items() if value}


def _date(moment: PartialDate | None, *, inferred: bool = False) -> dict[str, object]:
    if moment is None:
        return {}
    parts: dict[str, object] = {"date-parts": [[int(part) for part in moment.text.split("-")]]}
    return {**parts, "circa": True} if inferred else parts
