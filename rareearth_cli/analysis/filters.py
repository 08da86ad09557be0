"""Which figures and sources are asked for, by what stands in their records."""

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.names import find_name
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.wording import plural


class Filters(NamedTuple):
    """What figures are asked for; all that is given must hold, and of several values of one, any."""

    places: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()
    #: Of the publication; a date known to the month or year counts from its last day.
    since: date | None = None
    until: date | None = None

    def canonical(self) -> dict[str, object]:
        """The filters as they are recorded: the same however they were typed."""
        given = {name: list(value) for name, value in self._asdict().items() if isinstance(value, tuple)}
        days = {name: day.isoformat() if day else None for name, day in (("since", self.since), ("until", self.until))}
        return {**given, "places": given["places"] or "all", **days}


def resolved(filters: Filters, dataset: Dataset) -> Filters:
    """The filters with the names of the record in place of those typed.

    Raises:
        NotOnRecord: a site, publisher, root, system or id is not on record.

    """
    unknown = [one for one in filters.ids if one not in dataset.estimates]
    if unknown:
        near = difflib.get_close_matches(unknown[0], dataset.estimates, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "no id is near it."
        lists = "'rareearth estimates --all-statements --columns id' lists the ids"
        raise NotOnRecord(f"unknown estimate '{unknown[0]}': {hint} {lists}")
    return filters._replace(
        sites=tuple(find_name("site", one, sites(dataset), _listed("site")) for one in filters.sites),
        publishers=tuple(find_publisher(one, dataset) for one in filters.publishers),
        roots=tuple(find_name("root", one, roots(dataset), _listed("root")) for one in filters.roots),
        systems=tuple(find_name("system", one, systems(dataset), _listed("system")) for one in filters.systems),
    )


def find_publisher(typed: str, dataset: Dataset) -> str:
    """The full name of a publisher by that or its short one.

    Raises:
        NotOnRecord: nobody of that name has published a figure on record.

    """
    return find_name("publisher", typed, publishers(dataset), _listed("publisher"))


def sites(dataset: Dataset) -> dict[str, str]:
    """The deposits and areas on record."""
    return {one.site: one.site for one in dataset.estimates.values() if one.site}


def publishers(dataset: Dataset) -> dict[str, str]:
    """The full name of everybody who said or published a figure, by that and by the short one."""
    speakers = [one.publisher for one in dataset.estimates.values()]
    full = dict.fromkeys((*speakers, *(one.publisher for one in dataset.sources.values())))
    short = {short: name for name, short in dataset.publishers.items() if name in full}
    return short | {name: name for name in full}


def roots(dataset: Dataset) -> dict[str, str]:
    """The id of every root that has figures, by that and by its title."""
    ids = {one.root: one.root for one in dataset.estimates.values()}
    return {**{root.title: root.id for root in dataset.roots.values() if root.id in ids}, **ids}


def series(dataset: Dataset) -> dict[str, str]:
    """The series on record."""
    return {one.series: one.series for one in dataset.sources.values() if one.series}


def systems(dataset: Dataset) -> dict[str, str]:
    """The classification systems that figures on record are stated in."""
    return {one.system: one.system for one in dataset.estimates.values() if one.system}


def chosen(filters: Filters, dataset: Dataset) -> list[Estimate]:
    """The estimates that pass all filters but the status, which depends on what else is known."""
    fields: Mapping[str, tuple[tuple[str, ...], Callable[[Estimate], str]]] = {
        "place": (filters.places, lambda one: one.place),
        "id": (filters.ids, lambda one: one.id),
        "publisher": (filters.publishers, lambda one: one.publisher),
        "site": (filters.sites, lambda one: one.site),
        "root": (filters.roots, lambda one: one.root),
        "measure": (filters.measures, lambda one: one.measure.value),
        "system": (filters.systems, lambda one: one.system),
        "verification": (filters.verifications, lambda one: dataset.sources[one.source].verification.value),
    }
    estimates = list(dataset.estimates.values())
    for wanted, read in fields.values():
        if wanted:
            estimates = [one for one in estimates if read(one) in wanted]
    return estimates


def in_time(source: Source, since: date | None, until: date | None) -> bool | None:
    """Whether a source was published in a span of days; None where that cannot be told for want of a date."""
    if since is None and until is None:
        return True
    if source.published is None:
        return None
    day = source.published.last_day
    return (since is None or since <= day) and (until is None or day <= until)


def undated_warning(number: int, noun: str = "figure") -> tuple[str, ...]:
    """What to say of figures or sources that a day leaves out for having no date."""
    return (f"{number} {plural(noun, number)} without a publication date left out",) if number else ()


def _listed(column: str) -> str:
    return f"'rareearth estimates --all-statements --columns {column}' lists all"
