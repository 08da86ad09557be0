"""List the estimates, sources and places on record as plain rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from rareearth_cli.analysis.answer import Answer
from rareearth_cli.analysis.filters import (
    Filters,
    find_publishers,
    is_published_between,
    resolve_filters,
    select_estimates,
    undated_warning,
)
from rareearth_cli.analysis.table import Table, to_table
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.questions import canonical_question
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Status

_NO_FILTERS = Filters()
_NO_MATCH = "nothing on record is all of what is asked for: leave a filter out"


def list_estimates(
    dataset: Dataset, filters: Filters = _NO_FILTERS, *, as_of: date | None = None, all_statements: bool = False
) -> Answer:
    """List estimates in the long form.

    Superseded, misquoted and deprecated estimates are left out unless ``all_statements`` is set or the filters name
    ids or statuses.

    Raises
    ------
    NotOnRecord
        A name or an id in the filters is not on record.

    """
    from rareearth_cli.analysis.selection import select_known

    filters = resolve_filters(filters, dataset)
    selected = select_estimates(filters, dataset)
    in_period = [is_published_between(dataset.sources[one.source], filters.since, filters.until) for one in selected]
    wanted = [one.id for one, fits in zip(selected, in_period, strict=True) if fits]
    frame, undated = select_known(dataset, as_of, lambda frame: frame[frame["id"].isin(wanted)])
    frame = frame[frame["id"].isin(wanted)]
    if filters.statuses:
        frame = frame[frame["status"].isin(filters.statuses)]
    elif not filters.ids and not all_statements:
        frame = frame[frame["status"] == Status.PUBLISHED.value]
    warnings = undated_warning(in_period.count(None) + undated)
    if frame.empty and dataset.estimates:
        warnings = (*warnings, _NO_MATCH)
    options = {"as_of": as_of.isoformat() if as_of else None, "all_statements": all_statements}
    return Answer(
        name="estimates",
        table=to_table(frame, ESTIMATE_COLUMNS),
        dataset_version=dataset.version,
        query=canonical_question("estimates", filters) | options,
        default_columns=("id", "printed", "value_t", "value_pct", "source"),
        warnings=warnings,
    )


def list_sources(
    dataset: Dataset,
    *,
    places: Sequence[str] = (),
    publishers: Sequence[str] = (),
    verifications: Sequence[str] = (),
    as_of: date | None = None,
) -> Answer:
    """List sources, with what is needed to find them and the number of figures from each.

    Raises
    ------
    NotOnRecord
        A publisher is not on record.

    """
    counts = Counter(estimate.source for estimate in dataset.estimates.values())
    wanted = find_publishers(publishers, dataset)
    found = {one.source for one in dataset.estimates.values() if one.place in places} if places else dataset.sources
    selected = [
        one
        for one in dataset.sources.values()
        if one.id in found
        and (not wanted or one.publisher in wanted)
        and (not verifications or one.verification in verifications)
    ]
    in_period = [is_published_between(one, None, as_of) for one in selected]
    sources = [one for one, fits in zip(selected, in_period, strict=True) if fits]
    warnings = undated_warning(in_period.count(None), "source")
    if not sources and dataset.sources:
        warnings = (*warnings, _NO_MATCH)
    return Answer(
        name="sources",
        table=Table(columns=_source_columns(sources, counts)),
        dataset_version=dataset.version,
        query={
            "command": "sources",
            "places": list(places) or "all",
            "publishers": list(wanted),
            "verifications": list(verifications),
            "as_of": as_of.isoformat() if as_of else None,
        },
        default_columns=("id", "publisher", "published", "verification", "figures", "url"),
        warnings=warnings,
    )


def cited_sources(dataset: Dataset, table: Table) -> Table | None:
    """Return the sources of the figures in a table, in the order of the dataset; None if it has no such column."""
    if "source" not in table.columns:
        return None
    counts = Counter(str(source) for source in table.columns["source"])
    return Table(columns=_source_columns([one for one in dataset.sources.values() if one.id in counts], counts))


def _source_columns(sources: Sequence[Source], counts: Mapping[str, int]) -> dict[str, list[object]]:
    plain = ("id", "publisher", "carrier", "title", "series", "edition", "version", "amends", "licence", "verification",
             "url", "locator", "change", "note")  # fmt: skip
    columns: dict[str, list[object]] = {name: [str(getattr(one, name)) or None for one in sources] for name in plain}
    columns["published"] = [one.published.text if one.published else None for one in sources]
    columns["accessed"] = [one.accessed.text if one.accessed else None for one in sources]
    columns["inferred"] = [" ".join(one.inferred) or None for one in sources]
    columns["also_at"] = [" ".join(one.also_at) or None for one in sources]
    columns["figures"] = [counts.get(one.id, 0) for one in sources]
    return columns


def list_places(dataset: Dataset) -> Answer:
    """List all places, with their codes and names and the number of figures on record for each."""
    counts = Counter(estimate.place for estimate in dataset.estimates.values())
    places = list(dataset.places.values())
    columns: dict[str, list[object]] = {
        "place": [one.code for one in places],
        "alpha2": [one.alpha2 or None for one in places],
        "name": [one.name for one in places],
        "native": ["; ".join(one.native) or None for one in places],
        "names": ["; ".join(dict.fromkeys(one.names)) or None for one in places],
        "figures": [counts[one.code] for one in places],
    }
    return Answer(
        name="places",
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": "places"},
        default_columns=("place", "alpha2", "name", "figures", "names"),
    )
