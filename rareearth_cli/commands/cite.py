"""``rareearth cite``: sources and figures as citations."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import click

from rareearth_cli.cli.options import FileName, RecordId, dataset_options, read_dataset
from rareearth_cli.cli.output_options import by_suffix
from rareearth_cli.cli.streams import opened
from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.units import is_bare
from rareearth_cli.model.vocabulary import Status, Verification
from rareearth_cli.model.wording import spoken
from rareearth_cli.output.sanitize import plain

if TYPE_CHECKING:
    from rareearth_cli.model.dates import PartialDate

#: So many figures of a sum are quoted, of more only the number.
_MOST_ADDENDS = 4
#: A sum is no finer than people can use.
_DERIVED_DIGITS = 3


class Citation(NamedTuple):
    """One publication as it is cited; of an estimate, also the figure and who said it. What is not known is empty."""

    id: str
    publisher: str
    title: str
    url: str
    locator: str
    edition: str = ""
    version: str = ""
    published: PartialDate | None = None
    #: Whether the date is a conclusion of ours, not read anywhere.
    published_inferred: bool = False
    accessed: PartialDate | None = None
    #: Who carries the text, where that is not the publisher.
    carrier: str = ""
    #: Whether the publisher's words were read in a third party's text.
    secondary: bool = False
    #: Whether it is an edition of a series; of anything else it is not on record what it is.
    serial: bool = False
    #: Of an estimate: the figure as printed with what it is, and whose it is if not the publication's own.
    figure: str = ""
    said_by: str = ""


def citations(dataset: Dataset, ids: Sequence[str]) -> tuple[Citation, ...]:
    """The sources and estimates named, each once, in the order named.

    Raises:
        NotOnRecord: an id is neither a source nor an estimate.

    """
    return tuple(_citation(one, dataset) for one in dict.fromkeys(ids))


def _citation(one: str, dataset: Dataset) -> Citation:
    if one in dataset.sources:
        return _of_source(dataset.sources[one])
    if one in dataset.estimates:
        return _of_estimate(dataset.estimates[one], dataset)
    near = difflib.get_close_matches(one, (*dataset.sources, *dataset.estimates), n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "no id is near it."
    lists = "'rareearth sources' lists the sources, 'rareearth estimates --all-statements --columns id' the figures"
    raise NotOnRecord(f"unknown source or estimate '{one}': {hint} {lists}")


def _of_source(source: Source) -> Citation:
    return Citation(
        id=source.id,
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        locator=source.locator,
        edition=source.edition,
        version=source.version,
        published=source.published,
        published_inferred="published" in source.inferred,
        accessed=source.accessed,
        carrier=source.carrier,
        secondary=source.verification is Verification.SECONDARY,
        serial=bool(source.series),
    )


def _of_estimate(estimate: Estimate, dataset: Dataset) -> Citation:
    source = dataset.sources[estimate.source]
    return _of_source(source)._replace(
        id=estimate.id,
        url=estimate.url or source.url,
        locator=estimate.locator or source.locator,
        figure=_figure(estimate, dataset),
        said_by="" if estimate.publisher == source.publisher else estimate.publisher,
    )


def _figure(estimate: Estimate, dataset: Dataset) -> str:
    """The figure as printed, and in brackets of what; a sum is said to be one and never quoted."""
    about = ", ".join((*_subject(estimate, dataset), *_part(estimate), *_standing(estimate)))
    return f"{_stated(estimate, dataset)} ({about})"


def _stated(estimate: Estimate, dataset: Dataset) -> str:
    quantity = estimate.quantity
    if not quantity.printed:
        parts = estimate.derived_from
        few = len(parts) <= _MOST_ADDENDS and all(one in dataset.estimates for one in parts)
        these = (
            " and ".join(_stated(dataset.estimates[one], dataset) for one in parts) if few else f"{len(parts)} figures"
        )
        amount = spoken(float(quantity.value or 0), _DERIVED_DIGITS)
        return f"{amount}, not printed but the sum of {these}"
    if estimate.percent is not None:
        whole = dataset.estimates.get(estimate.part_of)
        return f"{_printed(estimate)} of {_stated(whole, dataset) if whole else 'a whole that is not in the data'}"
    return _printed(estimate)


def _printed(estimate: Estimate) -> str:
    """The digits and words of the source in quotation marks; a table's unit, which is not beside them, in brackets."""
    printed, unit = estimate.quantity.printed, estimate.quantity.unit
    return f'"{printed}" [{unit}]' if is_bare(printed, unit) else f'"{printed}"'


def _subject(estimate: Estimate, dataset: Dataset) -> list[str]:
    place = dataset.places[estimate.place].name
    where = f"{estimate.site}, {place}" if estimate.site else place
    what = f"share of {estimate.share_of}" if estimate.share_of else estimate.measure.value
    said = [where, what]
    if estimate.effective is not None:
        said.append(f"as of {estimate.effective.spoken}")
    elif estimate.period:
        said.append(parse_date(estimate.period).spoken)
    return said


def _part(estimate: Estimate) -> list[str]:
    if not estimate.part_of:
        return []
    return [one for one in (estimate.access, estimate.development, estimate.category) if one][:1]


def _standing(estimate: Estimate) -> list[str]:
    """What a reader must be told of a figure that does not stand."""
    if estimate.distorts is not None:
        return [f"misquoted: {estimate.distorts.how}"]
    return ["deprecated"] if estimate.status is Status.DEPRECATED else []


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


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=RecordId())
@click.option("-f", "--style", type=click.Choice(list(CITATION_STYLES)), help="[default: by the suffix of -o, or text]")
@click.option("-o", "--output", "path", type=FileName(), help="Write to a file, replaced whole.")
@dataset_options
def cite(ids: tuple[str, ...], style: str | None, path: Path | None, data: tuple[Path, ...], only: bool) -> None:
    """Cite sources, or figures with the source they were read in.

    \b
    rareearth cite usgs-mcs-2026-v1.3
    rareearth cite rus-balance-2023 usgs-mcs-2026-v1.3/RUS/reserves
    rareearth cite weng-2015 zhou-2017 --style bibtex -o references.bib
    rareearth cite reuters-2025-03-18 --style csl

    'rareearth sources' and 'rareearth estimates' list the ids. What is not on record is left out, an unknown
    date is n.d., and a date that is inferred stands in brackets.
    """
    suffixes = {name: one.suffixes for name, one in CITATION_STYLES.items()}
    chosen = CITATION_STYLES[style or by_suffix(path, suffixes, otherwise="text", option="--style")]
    cited = citations(read_dataset(data, only), ids)
    with opened(path, for_people=chosen is CITATION_STYLES["text"]) as stream:
        stream.write(chosen.write(cited))
