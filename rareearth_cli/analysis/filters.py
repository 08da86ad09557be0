"""Filter estimates and sources by their fields, and look up the names that users type for sites, publishers and so on.

Each lookup table maps the accepted names to the name in our data.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rareearth_cli.model.names import resolve_name, unknown_id
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.wording import format_count


class Filters(NamedTuple):
    """The filters of a question: a figure must match every filter given, and any one value of each."""

    places: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()
    #: Publication dates, inclusive; a date that is known only to the month or year counts as its last day.
    since: date | None = None
    until: date | None = None


def resolve_filters(filters: Filters, dataset: Dataset) -> Filters:
    """Replace the typed names of sites, publishers, roots and systems by those in our data.

    Raises
    ------
    NotOnRecord
        A site, publisher, root, system or estimate id is not in our data.

    """
    for typed in filters.ids:
        if typed not in dataset.estimates:
            lists = "'rareearth estimates --all-statements --columns id' lists the ids"
            raise unknown_id("estimate", typed, dataset.estimates, lists)
    return filters._replace(
        sites=_resolve_names("site", filters.sites, sites(dataset)),
        publishers=find_publishers(filters.publishers, dataset),
        roots=_resolve_names("root", filters.roots, roots(dataset)),
        systems=_resolve_names("system", filters.systems, systems(dataset)),
    )


def find_publishers(typed: Sequence[str], dataset: Dataset) -> tuple[str, ...]:
    """Find the full names of publishers of figures or sources, given their full or short names.

    Raises
    ------
    NotOnRecord
        There is no such publisher.

    """
    return _resolve_names("publisher", typed, publishers(dataset))


def _resolve_names(column: str, typed: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    hint = f"'rareearth estimates --all-statements --columns {column}' lists all"
    return tuple(resolve_name(column, one, names, hint) for one in typed)


def sites(dataset: Dataset) -> dict[str, str]:
    """Names of the deposits and areas in our data."""
    return {one.site: one.site for one in dataset.estimates.values() if one.site}


def publishers(dataset: Dataset) -> dict[str, str]:
    """Full names of the publishers of figures and sources, by full and short name."""
    names = [one.publisher for one in dataset.estimates.values()]
    full = {name: name for name in (*names, *(one.publisher for one in dataset.sources.values()))}
    return {short: name for name, short in dataset.publishers.items() if name in full} | full


def roots(dataset: Dataset) -> dict[str, str]:
    """Ids of the origins that have figures, by id and title."""
    ids = {one.root: one.root for one in dataset.estimates.values()}
    return {**{root.title: root.id for root in dataset.roots.values() if root.id in ids}, **ids}


def series(dataset: Dataset) -> dict[str, str]:
    """Names of the series in our data."""
    return {one.series: one.series for one in dataset.sources.values() if one.series}


def systems(dataset: Dataset) -> dict[str, str]:
    """Names of the classification systems that figures in our data use."""
    return {one.system: one.system for one in dataset.estimates.values() if one.system}


def select_estimates(filters: Filters, dataset: Dataset) -> list[Estimate]:
    """Select the estimates that match all filters except status and dates.

    The status depends on which other estimates are known, and undated sources need a warning; the caller applies both.
    """
    wanted_by_field = {
        "place": filters.places,
        "id": filters.ids,
        "publisher": filters.publishers,
        "site": filters.sites,
        "root": filters.roots,
        "measure": filters.measures,
        "system": filters.systems,
    }
    estimates = list(dataset.estimates.values())
    for field, wanted in wanted_by_field.items():
        if wanted:
            estimates = [one for one in estimates if getattr(one, field) in wanted]
    if filters.verifications:
        estimates = [one for one in estimates if dataset.sources[one.source].verification in filters.verifications]
    return estimates


def is_published_between(source: Source, since: date | None, until: date | None) -> bool | None:
    """Whether a source was published between two days, inclusive; None if it has no date that could be checked."""
    if since is None and until is None:
        return True
    if source.published is None:
        return None
    day = source.published.last_day
    return (since is None or since <= day) and (until is None or day <= until)


def undated_warning(number: int, noun: str = "figure") -> tuple[str, ...]:
    """Return a warning about figures or sources that were left out because they have no publication date."""
    return (f"{format_count(number, noun)} without a publication date left out",) if number else ()
