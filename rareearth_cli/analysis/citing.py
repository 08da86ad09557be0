"""Citations: what is known of a publication, or of a figure and the publication it was read in. Nothing is invented."""

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from rareearth_cli.domain.dates import PartialDate, parse_date
from rareearth_cli.domain.errors import NotOnRecord
from rareearth_cli.domain.numbers import spoken
from rareearth_cli.domain.records import Dataset, Estimate, Source
from rareearth_cli.domain.units import is_bare
from rareearth_cli.domain.vocabulary import Status, Verification

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
