"""List the estimates, sources and places in our data: plain rows for programs, and a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rareearth_cli.analysis.answer import Answer, Column, Grid, Row, Section, Tone, build_sentences
from rareearth_cli.analysis.figures import (
    describe_measure,
    edition_title,
    format_as_of,
    format_attribution,
    to_rows,
)
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
from rareearth_cli.model.vocabulary import OXIDES, STOCKS, Measure, Status, Verification
from rareearth_cli.model.wording import format_count

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from rareearth_cli.model.names import Place
    from rareearth_cli.model.records import Dataset, Source

_NO_FILTERS = Filters()
_NO_MATCH = "nothing in our data fits all filters: leave one out"


def list_estimates(
    dataset: Dataset, filters: Filters = _NO_FILTERS, *, as_of: date | None = None, all_statements: bool = False
) -> Answer:
    """List estimates in the long form.

    Superseded, misquoted and deprecated estimates are left out unless ``all_statements`` is set or the filters name
    ids or statuses.

    Raises
    ------
    NotOnRecord
        A name or an id in the filters is not in our data.

    """
    from rareearth_cli.analysis.selection import select_known

    filters = resolve_filters(filters, dataset)
    selected = select_estimates(filters, dataset)
    in_period = [is_published_between(dataset.sources[one.source], filters.since, filters.until) for one in selected]
    wanted = [one.id for one, fits in zip(selected, in_period, strict=True) if fits]
    frame, undated = select_known(dataset, as_of, lambda frame: frame[frame["id"].isin(wanted)])
    frame = frame[frame["id"].isin(wanted)]
    known, known_places = len(frame), frame["place"].nunique()
    if filters.statuses:
        frame = frame[frame["status"].isin(filters.statuses)]
    elif not filters.ids and not all_statements:
        frame = frame[frame["status"] == Status.PUBLISHED.value]
    warnings = undated_warning(in_period.count(None) + undated)
    if frame.empty and dataset.estimates:
        warnings = (*warnings, _NO_MATCH)
    options = {"as_of": as_of.isoformat() if as_of else None, "all_statements": all_statements}
    summary = f"{format_count(len(frame), 'figure')} of {format_count(frame['place'].nunique(), 'place')}."
    left_places = known_places - frame["place"].nunique()
    if not (all_statements or filters.statuses or filters.ids) and (left_out := known - len(frame)):
        no_others = "that has no other figure" if left_places == 1 else "that have no other figures"
        of_places = f", and with them {format_count(left_places, 'place')} {no_others}" if left_places else ""
        summary += f" {left_out:,} replaced or misquoted figures are left out{of_places}; --all-statements has them."
    return Answer(
        name="estimates",
        sentences=() if frame.empty else build_sentences((summary, _ESTIMATES_NOTE), _explain_symbols(frame)),
        sections=() if frame.empty else _build_screen(lambda: _build_estimate_grid(frame, dataset)),
        table=to_table(frame, ESTIMATE_COLUMNS),
        dataset_version=dataset.version,
        query=canonical_question("estimates", filters) | options,
        default_columns=("id", "printed", "value_t", "value_pct", "source"),
        warnings=warnings,
    )


#: What people can do with the list of estimates.
_ESTIMATES_NOTE = (
    "--place, --measure and --publisher narrow the list. --columns id,printed,publisher shows the ids that"
    " 'rareearth cite' takes, and -f csv has every column."
)


#: What the symbols of tables mean.
_SYMBOLS = {"—": "—: zero, as USGS prints it.", "NA": "NA: not available, which is not zero."}


def _explain_symbols(frame: pd.DataFrame) -> tuple[str, ...]:
    printed = set(frame["printed"])
    return tuple(text for symbol, text in _SYMBOLS.items() if symbol in printed)


def _build_screen(build_grid: Callable[[], Grid]) -> tuple[Section, ...]:
    """Build the section that people see in place of the plain rows; a page has the rows, which it can sort."""
    return (Section(name="answer", title="", subject="", blocks=lambda _: [build_grid()], on_page=False),)


def _build_estimate_grid(frame: pd.DataFrame, dataset: Dataset) -> Grid:
    """Build a line for each figure below the name of its place, by measure, the newest first."""
    from rareearth_cli.analysis.world_list import printed_with_unit

    measures = list(Measure)
    rows = sorted(to_rows(frame), key=lambda row: row.effective_day or row.period, reverse=True)
    rows.sort(
        key=lambda row: (row.name.casefold(), bool(row.site), row.site.casefold(), measures.index(Measure(row.measure)))
    )
    columns = (
        Column(title="what", flexible=True),
        Column(title="date"),
        Column(title="figure", flexible=True),
        Column(title="by", flexible=True),
    )
    lines: list[Row] = []
    for name, group in groupby(rows, key=lambda row: row.name):
        lines.append(Row((name,), section=True, tone=Tone.STRONG))
        for row in group:
            what = describe_measure(row)
            if row.site and row.basis in OXIDES and row.measure in STOCKS:
                what = f"oxide in {what}"
            cells = (
                f"{row.site}: {what}" if row.site else what,
                format_as_of(row),
                printed_with_unit(row),
                format_attribution(row.publisher, row.source, dataset),
            )
            lines.append(Row(cells, depth=1, estimate_ids=("", "", row.id)))
    return Grid(columns, lines)


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
        A publisher is not in our data.

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
        sentences=build_sentences((f"{format_count(len(sources), 'source')}.", _SOURCES_NOTE)) if sources else (),
        sections=_build_screen(lambda: _build_source_grid(sources, counts, dataset)) if sources else (),
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


_SOURCES_NOTE = (
    "“Its own text”: the publisher wrote it, on its own figures. “As given by” somebody else: we read there what the"
    " publisher said. “Its report on others”: the publisher repeats what somebody else said. Below each source are its"
    " id and title; 'rareearth cite ID' gives a citation, and --columns id,title,url the addresses."
)


def _build_source_grid(sources: Sequence[Source], counts: Mapping[str, int], dataset: Dataset) -> Grid:
    """Build a line for each source, by publisher, the newest first, and below it the id and the title."""
    columns = (
        Column(title="publisher", flexible=True),
        Column(title="published"),
        Column(title="what we read", flexible=True),
        Column(title="figures", right=True),
    )
    newest_first = sorted(sources, key=lambda one: one.published.text if one.published else "", reverse=True)
    ordered = sorted(newest_first, key=lambda one: dataset.publishers.get(one.publisher, one.publisher).casefold())
    rows = []
    for one in ordered:
        cells = (
            dataset.publishers.get(one.publisher, one.publisher),
            one.published.formatted if one.published else "undated",
            _describe_reading(one),
            f"{counts.get(one.id, 0):,}",
        )
        title = edition_title("", one) if one.short else one.title
        rows += [Row(cells), Row((f"{one.id}: {title}",), section=True, depth=1, tone=Tone.QUIET)]
    return Grid(columns, rows)


def _describe_reading(source: Source) -> str:
    """Say where a source was read: in its publisher's own text, or in that of somebody else."""
    if source.verification is Verification.PRIMARY:
        return "its own text"
    return f"as given by {source.carrier}" if source.carrier else "its report on others"


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


def list_places(dataset: Dataset, *, all_names: bool = False) -> Answer:
    """List all places, with their codes and names and the number of figures in our data for each.

    People see those that have figures, with three other names at most, unless ``all_names`` is set.
    """
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
    known = places if all_names else [one for one in places if counts[one.code]]
    counted = (
        ""
        if all_names
        else " with figures, the world and groups of countries among them. Replaced and misquoted figures count as well"
    )
    summary = f"{format_count(len(known), 'place')}{counted}."
    notes = (
        ()
        if all_names
        else (
            "Every command takes these names and those of official lists in twelve languages.",
            "--all lists every place that the tool knows, with or without figures.",
        )
    )
    return Answer(
        name="places",
        sentences=build_sentences((summary,), notes),
        sections=_build_screen(lambda: _build_place_grid(known, counts, limit=None if all_names else _MAX_NAMES)),
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": "places"},
        default_columns=("place", "alpha2", "name", "figures", "names"),
    )


#: The last letter of the Latin alphabet with its marks.
_LAST_LATIN = "\u024f"
#: People see no more other names of a place unless they ask for all.
_MAX_NAMES = 3


def _build_place_grid(places: Sequence[Place], counts: Mapping[str, int], *, limit: int | None) -> Grid:
    """Build a line for each place, by name, with its code and some other names."""
    columns = (
        Column(title="place", flexible=True),
        Column(title="code"),
        Column(title="figures", right=True),
        Column(title="other names", flexible=True),
    )
    rows = []
    for one in sorted(places, key=lambda place: place.name.casefold()):
        others = [name for name in dict.fromkeys(one.names) if name != one.name]
        # Names that most readers can read come first, and a single one is not counted but named.
        others.sort(key=lambda name: name[:1] > _LAST_LATIN)
        shown = limit if limit is not None and len(others) > limit + 1 else len(others)
        more = f" and {len(others) - shown} more" if shown < len(others) else ""
        rows.append(Row((one.name, one.code, f"{counts[one.code]:,}", ", ".join(others[:shown]) + more)))
    return Grid(columns, rows)
