"""The ``rareearth cite`` command: sources and figures as citations in text, BibTeX or CSL-JSON."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import click

from rareearth_cli.cli.options import FileName, RecordId, dataset_options, read_dataset
from rareearth_cli.cli.output_options import choose_by_suffix
from rareearth_cli.cli.streams import fold_for_terminal, open_output
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.vocabulary import Basis, Measure, ShareOf, Status, Verification
from rareearth_cli.model.wording import format_amount
from rareearth_cli.output.sanitize import sanitize_text

if TYPE_CHECKING:
    from rareearth_cli.model.dates import PartialDate
    from rareearth_cli.model.records import Dataset, Estimate, Source

#: If a sum has more addends than this, their number is given instead of a quotation of each.
_MAX_ADDENDS = 4
#: Calculated sums are rounded to this many digits.
_DERIVED_DIGITS = 3


class Citation(NamedTuple):
    """A publication as it is cited, and for an estimate also the figure and its author.

    Fields that are not known are empty.
    """

    id: str
    publisher: str
    title: str
    url: str
    locator: str
    edition: str = ""
    version: str = ""
    published: "PartialDate | None" = None
    #: Whether we inferred the date rather than read it.
    published_inferred: bool = False
    accessed: "PartialDate | None" = None
    #: The outlet that published the text, where that is not the publisher.
    carrier: str = ""
    #: Whether the publisher's words were read in a third party's text.
    secondary: bool = False
    #: Whether it is an edition of a series; the type of other publications is not in our data.
    serial: bool = False
    #: For an estimate, the figure as published with a description, and its author if not the publisher.
    figure: str = ""
    author: str = ""


def collect_citations(dataset: "Dataset", ids: Sequence[str]) -> tuple[Citation, ...]:
    """Collect the citations of sources and estimates, each once, in the order of the ids.

    Raises
    ------
    NotOnRecord
        If an id is neither that of a source nor that of an estimate.

    """
    return tuple(_cite(record_id, dataset) for record_id in dict.fromkeys(ids))


def _cite(record_id: str, dataset: "Dataset") -> Citation:
    if record_id in dataset.sources:
        return _cite_source(dataset.sources[record_id])
    if record_id in dataset.estimates:
        return _cite_estimate(dataset.estimates[record_id], dataset)
    from rareearth_cli.model.names import unknown_id

    newest_first = sorted(
        dataset.sources.values(), key=lambda one: one.published.text if one.published else "", reverse=True
    )
    ids = (*(one.id for one in newest_first), *dataset.estimates)
    lists = "'rareearth sources --columns id,title' and 'rareearth estimates --columns id,printed' list the ids"
    raise unknown_id("source or estimate", record_id, ids, lists)


def _cite_source(source: "Source") -> Citation:
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


def _cite_estimate(estimate: "Estimate", dataset: "Dataset") -> Citation:
    source = dataset.sources[estimate.source]
    return _cite_source(source)._replace(
        id=estimate.id,
        url=estimate.url or source.url,
        locator=estimate.locator or source.locator,
        # A figure with an address of its own was not read where the others of its source were.
        carrier=source.carrier if estimate.url in ("", source.url) else "",
        figure=_describe_figure(estimate, dataset),
        author="" if estimate.publisher == source.publisher else estimate.publisher,
    )


def _describe_figure(estimate: "Estimate", dataset: "Dataset") -> str:
    """Quote the figure with a description in brackets; a calculated sum is marked as such and not quoted."""
    about = ", ".join((*_describe_subject(estimate, dataset), *_describe_part(estimate), *_describe_status(estimate)))
    return f"{_quote_amount(estimate, dataset)} ({about})"


def _quote_amount(estimate: "Estimate", dataset: "Dataset") -> str:
    quantity = estimate.quantity
    if not quantity.printed:
        parts = estimate.derived_from
        few = len(parts) <= _MAX_ADDENDS and all(one in dataset.estimates for one in parts)
        these = (
            " and ".join(_quote_amount(dataset.estimates[one], dataset) for one in parts)
            if few
            else f"{len(parts)} figures"
        )
        if not parts:
            return format_amount(float(quantity.value or 0), quantity.digits or _DERIVED_DIGITS)
        amount = format_amount(float(quantity.value or 0), _DERIVED_DIGITS)
        return f"{amount}, not printed but the sum of {these}"
    if estimate.percent is not None:
        whole = dataset.estimates.get(estimate.part_of)
        quoted_whole = _quote_amount(whole, dataset) if whole else "a whole that is not in the data"
        return f"{_quote_printed(estimate)} of {quoted_whole}"
    return _quote_printed(estimate)


def _quote_printed(estimate: "Estimate") -> str:
    """Quote the figure as published; if its unit is given elsewhere in the table, it follows in square brackets."""
    from rareearth_cli.model.quantity import has_no_unit

    printed, unit = estimate.quantity.printed, estimate.quantity.unit
    return f"“{printed}” [{unit}]" if has_no_unit(printed, unit) else f"“{printed}”"


def _describe_subject(estimate: "Estimate", dataset: "Dataset") -> list[str]:
    place = dataset.places[estimate.place].name
    place = "the world" if estimate.place == WORLD else place
    where = f"{estimate.site}, {place}" if estimate.site else place
    phrases = [_name_subject(estimate, where)]
    if estimate.effective is not None:
        phrases.append(f"as of {estimate.effective.formatted}")
    elif estimate.period:
        from rareearth_cli.model.dates import parse_date

        phrases.append(parse_date(estimate.period).formatted)
    return phrases


def _name_subject(estimate: "Estimate", where: str) -> str:
    """Name what a figure counts, such as ``rare-earth reserves of Russia``, so that a citation can stand on its own."""
    if estimate.share_of:
        kind = "s" if estimate.share_of == ShareOf.UNSPECIFIED else f" {estimate.share_of}"
        return f"share of {where} in the world's rare-earth{kind}"
    minerals = {Basis.ORE.value: "ore", Basis.MONAZITE.value: "monazite", Basis.RARE_METALS.value: "rare metals"}
    mineral = minerals.get(estimate.basis, "")
    if estimate.measure is Measure.ORE:
        return f"{mineral or 'ore'} of {where}"
    return f"{estimate.measure} of {mineral}, {where}" if mineral else f"rare-earth {estimate.measure} of {where}"


def _describe_part(estimate: "Estimate") -> list[str]:
    if not estimate.part_of:
        return []
    return [one for one in (estimate.access, estimate.development, estimate.category) if one][:1]


def _describe_status(estimate: "Estimate") -> list[str]:
    """State that a figure is misquoted, looks inconsistent with what it passes on, or is deprecated."""
    if estimate.distorts is not None:
        said = "misquoted" if estimate.status is Status.MISQUOTED else "looks inconsistent with what it passes on"
        return [f"{said}: {estimate.distorts.how}"]
    return ["deprecated"] if estimate.status is Status.DEPRECATED else []


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Escapes of TeX's special characters. Braces become commands, because BibTeX counts even escaped braces.
_TEX_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
}  # fmt: skip
#: Characters that need no escape in a URL; braces, backslashes, double quotes and spaces do need one.
_SAFE_IN_URL = "%/:=&?~#+!$,;'@()*[]-._"
_PAGE_NUMBER = re.compile(r"pp?\. ([\w–-]+)")


class CitationStyle(NamedTuple):
    """A style of citation: the function that writes it, and the file suffixes that select it."""

    write: Callable[[Iterable[Citation]], str]
    suffixes: tuple[str, ...]


def write_footnotes(citations: Iterable[Citation]) -> str:
    """Write each citation as a line for a footnote: ``n.d.`` without a date, an inferred date in brackets."""
    return "".join(f"{sanitize_text(_format_footnote(one))}\n" for one in citations)


def write_bibtex(citations: Iterable[Citation]) -> str:
    """Write each citation as a BibTeX entry of type ``misc``, because the exact type is not in our data."""
    return "\n".join(_format_bibtex_entry(one) for one in citations)


def write_csl_json(citations: Iterable[Citation]) -> str:
    """Write the citations as a CSL-JSON array; dates have only the parts that are known."""
    return json.dumps([_build_csl_item(one) for one in citations], ensure_ascii=False, indent=2) + "\n"


CITATION_STYLES: Mapping[str, CitationStyle] = {
    "text": CitationStyle(write_footnotes, (".txt",)),
    "bibtex": CitationStyle(write_bibtex, (".bib",)),
    "csl": CitationStyle(write_csl_json, (".json",)),
}


def _format_footnote(one: Citation) -> str:
    when = one.published.formatted if one.published else "n.d."
    carrier = f"read in {one.carrier}" if one.carrier and one.secondary else one.carrier
    edition = f"edition {one.edition}" if one.edition else ""
    version = f"version {one.version}" if one.version else ""
    date = f"[{when}]" if one.published_inferred else when
    where = f"in the {one.locator}" if one.locator.startswith("paragraph") else one.locator
    title = f"“{one.title}”" if one.title else ""
    about = (one.publisher, title, edition, version, date, carrier, where)
    publication = ", ".join(filter(None, about))
    accessed = f" (accessed {one.accessed.formatted})" if one.accessed else ""
    figure = f"{one.figure}, {_say_author(one)}, in: " if one.author else f"{one.figure}, in: "
    address = f", {one.url}" if one.url else ""
    return f"{figure if one.figure else ''}{publication}{address}{accessed}"


def _say_author(one: Citation) -> str:
    """Say who gives the figure, with the article that names such as "Ministry of Energy" need."""
    article = (
        "the "
        if re.match(r"(?:Ministry|Department|Government|Presidency|Cabinet|Federal|Geological)", one.author)
        else ""
    )
    return f"according to {article}{one.author}"


def _list_notes(one: Citation) -> list[str]:
    """List the information for which BibTeX and CSL have no field."""
    return [
        *([one.figure] if one.figure else []),
        *([_say_author(one)] if one.author else []),
        *([one.locator] if one.locator else []),
        *(["date inferred"] if one.published_inferred else []),
        *(["read in a third party's text"] if one.secondary and one.carrier else []),
    ]


def _format_bibtex_entry(one: Citation) -> str:
    month = int(one.published.text[5:7] or 0) if one.published else 0
    fields = {
        # Extra braces keep BibTeX from splitting the name of an organization into first and last names.
        "author": f"{{{_escape_tex(one.publisher)}}}",
        "title": f"{{{_escape_tex(one.title)}}}",
        "howpublished": _escape_tex(one.carrier),
        "edition": _escape_tex(one.edition),
        "version": _escape_tex(one.version),
        "year": one.published.text[:4] if one.published else "",
        "month": _MONTHS[month - 1] if month else "",
        "url": quote(_single_line(one.url), safe=_SAFE_IN_URL),
        "urldate": one.accessed.text if one.accessed else "",
        "note": _escape_tex("; ".join(_list_notes(one))),
    }
    # A month is a BibTeX macro and has no braces, so that each style can write it in its own language.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@misc{{{one.id},\n" + ",\n".join(lines) + "\n}\n"


def _escape_tex(text: str) -> str:
    return "".join(_TEX_ESCAPES.get(char, char) for char in _single_line(text))


def _single_line(text: str) -> str:
    return " ".join(sanitize_text(" ".join(text.split())).split())


def _build_csl_item(one: Citation) -> dict[str, object]:
    page = _PAGE_NUMBER.match(one.locator)
    item: dict[str, object] = {
        "id": one.id,
        "type": "report" if one.serial else "webpage",
        "author": [{"literal": one.publisher}],
        "title": one.title,
        "container-title": one.carrier,
        "edition": one.edition,
        "version": one.version,
        "issued": _build_csl_date(one.published, inferred=one.published_inferred),
        "accessed": _build_csl_date(one.accessed),
        "page": page[1] if page else "",
        "URL": one.url,
        "note": "; ".join(_list_notes(one)),
    }
    return {name: value for name, value in item.items() if value}


def _build_csl_date(moment: "PartialDate | None", *, inferred: bool = False) -> dict[str, object]:
    if moment is None:
        return {}
    parts: dict[str, object] = {"date-parts": [[int(part) for part in moment.text.split("-")]]}
    return {**parts, "circa": True} if inferred else parts


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=RecordId())
@click.option("-f", "--style", type=click.Choice(list(CITATION_STYLES)), help="[default: by the suffix of -o, or text]")
@click.option("-o", "--output", "path", type=FileName(), help="Write to this file.")
@dataset_options
def cite(ids: tuple[str, ...], style: str | None, path: Path | None, data: tuple[Path, ...], only: bool) -> None:
    """Cite sources, or figures with their source.

    \b
    rareearth cite usgs-mcs-2026-v1.3
    rareearth cite rus-balance-2023 usgs-mcs-2026-v1.3/RUS/reserves
    rareearth cite weng-2015 zhou-2017 --style bibtex -o references.bib
    rareearth cite reuters-2025-03-18 --style csl

    'rareearth sources --columns id,title' and 'rareearth estimates --columns id,printed' list the ids. An unknown
    date is n.d., and a date that we inferred is in brackets.
    """
    suffixes = {name: one.suffixes for name, one in CITATION_STYLES.items()}
    chosen = CITATION_STYLES[style or choose_by_suffix(path, suffixes, otherwise="text", option="--style")]
    cited = collect_citations(read_dataset(data, only), ids)
    with open_output(path, for_people=chosen is CITATION_STYLES["text"]) as stream:
        text = chosen.write(cited)
        stream.write(fold_for_terminal(text, stream) if chosen is CITATION_STYLES["text"] else text)
