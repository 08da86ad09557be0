"""The ``trace`` query: searches the record for a number and summarizes what it may come from."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import (
    FigureRow,
    describe_measure,
    describe_status,
    find_superseding_source,
    place_and_site,
    short_attribution,
)
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.analysis.world_list import WorldShare, find_world_shares
from rareearth_cli.commands.trace.matches import (
    Match,
    find_matches,
    is_unit_assumed,
    parse_readings,
    reading_window,
    select_year,
)
from rareearth_cli.commands.trace.traps import Trap, find_mixed_shares, find_traps
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity
from rareearth_cli.model.questions import TraceQuestion, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import format_amount, format_count, format_number


class SearchResult(NamedTuple):
    """What a search found, with the number of figures and places searched."""

    fits: tuple[Match, ...]
    shares: tuple[tuple[WorldShare, Quantity], ...]
    near: tuple[Match, ...]
    traps: tuple[Trap, ...]
    searched: int
    places: int


class _TableRow(NamedTuple):
    match: str
    row: FigureRow | None
    reading: Quantity
    relative_difference: float | None = None
    trap: str | None = None
    arithmetic: str | None = None


def build_table(found: SearchResult, frame: pd.DataFrame) -> Table:
    """Build one row for each match, near miss and trap; a derived share has the row of its numerator."""
    lines: list[_TableRow] = [
        *(_TableRow("fits", one.row, one.reading, one.relative_difference) for one in found.fits),
        *(
            _TableRow("derived share", one.row, reading, arithmetic=f"{one.figure_text} of {one.stage}")
            for one, reading in found.shares
        ),
        *(_TableRow("near", one.row, one.reading, one.relative_difference) for one in found.near),
        *(_TableRow("trap", one.row, one.reading, trap=one.name, arithmetic=one.arithmetic) for one in found.traps),
    ]
    columns: dict[str, list[object]] = {
        "match": [one.match for one in lines],
        "reading": [one.reading.printed for one in lines],
        "off_pct": [
            None if one.relative_difference is None else round(100 * one.relative_difference, 2) for one in lines
        ],
        "trap": [one.trap for one in lines],
        "arithmetic": [one.arithmetic for one in lines],
        "superseded_by": [_superseding_source(one.row, frame) for one in lines],
        **look_up_columns(frame, [one.row.id if one.row else None for one in lines], ESTIMATE_COLUMNS),
    }
    return Table(columns=columns)


def _superseding_source(row: FigureRow | None, frame: pd.DataFrame) -> str | None:
    if row is None or row.status != Status.SUPERSEDED:
        return None
    source, repeated = find_superseding_source(row, frame)
    return None if repeated else source or None


class Trace(NamedTuple):
    """What a search for a figure found; ``statuses`` describes the status of each match by its id."""

    title: str
    readings: tuple[Quantity, ...]
    #: The codes of the places searched; none means all.
    places: tuple[str, ...]
    found: SearchResult
    statuses: Mapping[str, str]
    summary: tuple[str, ...]
    #: How the figure was read and how much was searched, by name.
    details: Mapping[str, object]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...]


def trace_figure(dataset: Dataset, question: TraceQuestion) -> Trace:
    """Find the estimates that a figure fits, near misses, and known mistakes that lead to it.

    Raises
    ------
    BadQuantity
        If the question does not contain a figure.

    """
    readings = parse_readings(question.figure)
    frame, undated = select_known(dataset, question.as_of, partial(_select_scope, question=question))
    found = _search_figures(frame, dataset, question, readings)
    return Trace(
        title=f"Where {question.figure} may come from",
        readings=tuple(readings),
        places=question.places,
        found=found,
        statuses={one.row.id: describe_status(one.row, frame, dataset) for one in (*found.fits, *found.near)},
        summary=_summarize(found, readings, question, frame, dataset),
        details={
            "readings": [_format_reading(reading) for reading in readings],
            "unit_assumed": is_unit_assumed(question.figure),
            "searched": found.searched,
        },
        table=build_table(found, frame),
        dataset_version=dataset.version,
        query=canonical_question("trace", question),
        warnings=undated_warning(undated),
    )


def _select_scope(frame: pd.DataFrame, question: TraceQuestion) -> pd.DataFrame:
    scope = frame[frame["place"].isin(question.places)] if question.places else frame
    return select_year(scope, question.year) if question.year else scope


def _search_figures(
    frame: pd.DataFrame, dataset: Dataset, question: TraceQuestion, readings: Sequence[Quantity]
) -> SearchResult:
    scope = _select_scope(frame, question)
    fits, near = find_matches(scope, readings)
    percent = [reading for reading in readings if reading.unit == PERCENT]
    derived = [
        (one, reading)
        for place in question.places
        for one in find_world_shares(frame, dataset, place)
        if one.derived and (question.year is None or one.year.startswith(question.year))
        for reading in percent
        if one.share.kind == Kind.POINT
        and reading_window(reading)[0] <= one.share.value_pct < reading_window(reading)[1]
    ]
    mixed = [trap for one in percent if question.places for trap in find_mixed_shares(scope, frame, one, dataset)]
    return SearchResult(
        fits=fits,
        shares=tuple(derived),
        near=near,
        traps=(*find_traps(frame, scope, readings, fits, dataset), *mixed),
        searched=len(scope),
        places=scope["place"].nunique(),
    )


def _summarize(
    found: SearchResult, readings: Sequence[Quantity], question: TraceQuestion, frame: pd.DataFrame, dataset: Dataset
) -> tuple[str, ...]:
    read = " or ".join(_format_reading(reading) for reading in readings)
    how = f"Read as {read}: it came without a unit." if is_unit_assumed(question.figure) else f"Read as {read}."
    number = len(found.fits) + len(found.shares)
    if not number:
        rest = _describe_other_findings(found)
        nothing = f"No figure on record fits{rest}."
        return how, nothing, _describe_search(found, question)
    noun = "figure fits" if number == 1 else "figures fit"
    if not found.fits:
        return how, f"{number} derived {'share fits' if number == 1 else 'shares fit'}; no printed figure does."
    first = found.fits[0]
    row, status = first.row, describe_status(first.row, frame, dataset)
    figure = f"{place_and_site(row)}, {row.printed or 'a sum'} ({describe_measure(row)})"
    figure += f", {short_attribution(row, dataset)}"
    return how, f"{number} {noun}; the likeliest: {figure}, {status}."


def _describe_other_findings(found: SearchResult) -> str:
    near, led = len(found.near), len(found.traps)
    close = f"{near} {'comes' if near == 1 else 'come'} within 5 %" if near else "none comes within 5 %"
    ways = f"{led} known {'trap leads' if led == 1 else 'traps lead'} there" if led else "no known trap leads there"
    return f"; {close}, and {ways}"


def _describe_search(found: SearchResult, question: TraceQuestion) -> str:
    year = f" that have to do with {question.year}" if question.year else ""
    by_day = f" published by {question.as_of.isoformat()}" if question.as_of else ""
    where = format_count(found.places, "place")
    return (
        f"Searched: {found.searched:,} figures{year}{by_day} of {where}, all measures, superseded, derived and"
        " misquoted ones too; ten- and thousand-fold slips, ore, monazite, rare metals, resources, mixed editions."
    )


def _format_reading(one: Quantity) -> str:
    low, high = reading_window(one)
    digits = (one.digits or 1) + 1
    if one.unit == PERCENT:
        return f"{one.printed} ({format_number(low, digits)} to {format_number(high, digits)} %)"
    middle = one.printed if one.value is None else format_amount(float(one.value), one.digits or 1)
    return f"{middle} ({format_amount(low, digits)} to {format_amount(high, digits)})"
