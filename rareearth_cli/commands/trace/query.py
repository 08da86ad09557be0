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
)
from rareearth_cli.commands.trace.traps import Trap, find_mixed_shares, find_traps
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity
from rareearth_cli.model.questions import TraceQuestion, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import format_amount, format_count, format_number


class Trace(NamedTuple):
    """What a search for a figure found; ``statuses`` describes the status of each match by its id."""

    title: str
    readings: tuple[Quantity, ...]
    #: The codes of the places searched; none means all.
    places: tuple[str, ...]
    fits: tuple[Match, ...]
    #: Shares that follow from the lines of a source, each with the reading that it fits.
    shares: tuple[tuple[WorldShare, Quantity], ...]
    near: tuple[Match, ...]
    traps: tuple[Trap, ...]
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
    scope = _select_scope(frame, question)
    fits, near = find_matches(scope, readings)
    percent = [reading for reading in readings if reading.unit == PERCENT]
    shares = _find_derived_shares(frame, dataset, question, percent)
    traps = find_traps(frame, scope, readings, fits, dataset)
    if question.places:
        traps += [trap for reading in percent for trap in find_mixed_shares(scope, frame, reading, dataset)]
    statuses = {one.row.id: describe_status(one.row, frame, dataset) for one in (*fits, *near)}
    read = [_format_reading(reading) for reading in readings]
    assumed = is_unit_assumed(question.figure)
    how = f"Read as {' or '.join(read)}{': it came without a unit' if assumed else ''}."
    found: tuple[str, ...]
    if fits:
        found = (_describe_likeliest(fits[0], len(fits) + len(shares), statuses, dataset),)
    elif shares:
        fitting = f"{len(shares)} derived {'share fits' if len(shares) == 1 else 'shares fit'}"
        found = (f"{fitting}; no printed figure does.",)
    else:
        found = (_describe_nothing(len(near), len(traps)), _describe_search(scope, question))
    return Trace(
        title=f"Where {question.figure} may come from",
        readings=readings,
        places=question.places,
        fits=fits,
        shares=shares,
        near=near,
        traps=tuple(traps),
        statuses=statuses,
        summary=(how, *found),
        details={"readings": read, "unit_assumed": assumed, "searched": len(scope)},
        table=_build_table(fits, shares, near, traps, frame),
        dataset_version=dataset.version,
        query=canonical_question("trace", question),
        warnings=undated_warning(undated),
    )


def _select_scope(frame: pd.DataFrame, question: TraceQuestion) -> pd.DataFrame:
    """Select the figures of the places, and those whose period, date, edition or publication is of the year."""
    scope = frame[frame["place"].isin(question.places)] if question.places else frame
    if not question.year:
        return scope
    wanted = scope["edition"] == question.year
    for column in ("period", "effective_date", "published"):
        wanted |= scope[column].str.startswith(question.year)
    return scope[wanted]


def _find_derived_shares(
    frame: pd.DataFrame, dataset: Dataset, question: TraceQuestion, readings: Sequence[Quantity]
) -> tuple[tuple[WorldShare, Quantity], ...]:
    windows = [(reading, *reading_window(reading)) for reading in readings]
    return tuple(
        (one, reading)
        for place in question.places
        for one in find_world_shares(frame, dataset, place)
        if one.derived and one.share.kind == Kind.POINT
        if question.year is None or one.year.startswith(question.year)
        for reading, low, high in windows
        if low <= one.share.value_pct < high
    )


class _TableRow(NamedTuple):
    match: str
    row: FigureRow
    reading: Quantity
    relative_difference: float | None = None
    trap: str | None = None
    arithmetic: str | None = None


def _build_table(
    fits: Sequence[Match],
    shares: Sequence[tuple[WorldShare, Quantity]],
    near: Sequence[Match],
    traps: Sequence[Trap],
    frame: pd.DataFrame,
) -> Table:
    """Build one row for each match, near miss and trap; a derived share has the row of its numerator."""
    lines = [
        *(_TableRow("fits", one.row, one.reading, one.relative_difference) for one in fits),
        *(
            _TableRow("derived share", one.row, reading, arithmetic=f"{one.figure_text} of {one.stage}")
            for one, reading in shares
        ),
        *(_TableRow("near", one.row, one.reading, one.relative_difference) for one in near),
        *(_TableRow("trap", one.row, one.reading, trap=one.name, arithmetic=one.arithmetic) for one in traps),
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
        **look_up_columns(frame, [one.row.id for one in lines], ESTIMATE_COLUMNS),
    }
    return Table(columns=columns)


def _superseding_source(row: FigureRow, frame: pd.DataFrame) -> str | None:
    if row.status != Status.SUPERSEDED:
        return None
    source, repeated = find_superseding_source(row, frame)
    return None if repeated else source or None


def _describe_likeliest(first: Match, number: int, statuses: Mapping[str, str], dataset: Dataset) -> str:
    row = first.row
    fitting = f"{number} {'figure fits' if number == 1 else 'figures fit'}"
    figure = f"{place_and_site(row)}, {row.printed or 'a sum'} ({describe_measure(row)})"
    return f"{fitting}; the likeliest: {figure}, {short_attribution(row, dataset)}, {statuses[row.id]}."


def _describe_nothing(near: int, led: int) -> str:
    close = f"{near} {'comes' if near == 1 else 'come'} within 5 %" if near else "none comes within 5 %"
    ways = f"{led} known {'trap leads' if led == 1 else 'traps lead'} there" if led else "no known trap leads there"
    return f"No figure on record fits; {close}, and {ways}."


def _describe_search(scope: pd.DataFrame, question: TraceQuestion) -> str:
    year = f" that have to do with {question.year}" if question.year else ""
    by_day = f" published by {question.as_of.isoformat()}" if question.as_of else ""
    where = format_count(scope["place"].nunique(), "place")
    return (
        f"Searched: {len(scope):,} figures{year}{by_day} of {where}, all measures, superseded, derived and"
        " misquoted ones too; ten- and thousand-fold slips, ore, monazite, rare metals, resources, mixed editions."
    )


def _format_reading(one: Quantity) -> str:
    low, high = reading_window(one)
    digits = (one.digits or 1) + 1
    if one.unit == PERCENT:
        return f"{one.printed} ({format_number(low, digits)} to {format_number(high, digits)} %)"
    middle = one.printed if one.value is None else format_amount(float(one.value), one.digits or 1)
    return f"{middle} ({format_amount(low, digits)} to {format_amount(high, digits)})"
