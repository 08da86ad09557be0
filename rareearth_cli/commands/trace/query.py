"""The ``trace`` query: searches the record for a number and summarizes what it may come from."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import (
    FigureRow,
    attributions_by_id,
    describe_measure,
    describe_status,
    edition_title,
    find_superseding_source,
    format_as_of,
    format_attribution,
    is_current,
    is_derived,
    place_and_site,
)
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.judge import format_share, round_share
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.short_form import add_plain_columns
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.analysis.world_list import WorldShare, find_world_shares, printed_with_unit
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
    """What a search for a figure found.

    ``statuses`` and ``attributions`` say of each figure, by its id, whether it is current and who gives it, and
    ``editions`` is the short title of each source that is an edition of a series, by its id.
    """

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
    attributions: Mapping[str, str]
    editions: Mapping[str, str]
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
    rows = [*(one.row for one in fits), *(one.row for one in near), *(one.row for one in traps)]
    rows += [share.row for share, _ in shares]
    statuses = {one.row.id: describe_status(one.row, frame, dataset) for one in (*fits, *near)}
    found: tuple[str, ...]
    if fits:
        found = _describe_likeliest(fits[0], statuses, dataset)
        if shares:
            found += (f"{_count_verb(len(shares), 'calculated share', 'fits')} it as well.",)
    elif shares:
        found = (f"{_count_verb(len(shares), 'calculated share', 'fits')} it. No published figure does.",)
    else:
        found = (_describe_nothing(len(near), len(traps)), _describe_search(scope, question))
    if any(reading.kind == Kind.RANGE for reading in readings):
        found += ("A range is compared with published ranges only. Search for each of its ends as well.",)
    read = [_format_reading(reading) for reading in readings]
    assumed = is_unit_assumed(question.figure)
    if assumed:
        found += (f"The number has no unit and was read as {_join_alternatives(readings)}.",)
    return Trace(
        title=f"Where {question.figure} may come from",
        readings=readings,
        places=question.places,
        fits=fits,
        shares=shares,
        near=near,
        traps=tuple(traps),
        statuses=statuses,
        attributions=attributions_by_id((row.id for row in rows), dataset),
        editions={row.source: edition_title("", dataset.sources[row.source]) for row in rows if row.series},
        summary=found,
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
        if one.derived
        if question.year is None or one.year.startswith(question.year)
        for reading, low, high in windows
        if any(low <= number < high for number in _list_quoted_numbers(one))
    )


def _list_quoted_numbers(one: WorldShare) -> list[float]:
    """List the numbers that a share may be quoted with, in percent: as calculated, of listed rows, and as rounded."""
    shares = [one.share, *([one.share_of_rows] if one.share_of_rows else [])]
    numbers = [share.value_pct for share in shares]
    # A bound is quoted as it is rounded, and a range by either end.
    return numbers + [
        end
        for share in shares
        if share.kind != Kind.POINT
        for end in (round_share(share, more_digits=0), share.high_pct if share.kind == Kind.RANGE else None)
        if end is not None
    ]


def describe_share(one: WorldShare) -> str:
    """Give the fraction that a share is, and the share itself where that is a bound or differs from that of the rows.

    For example ``44 of >75 Mt, at most 59 %, 58 % of the countries listed``.
    """
    bounded = [format_share(one.share)] if one.share.kind != Kind.POINT else []
    listed = [f"{format_share(one.share_of_rows)} of the countries listed"] if one.share_of_rows else []
    return ", ".join((one.figure_text, *bounded, *listed))


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
        "ratio": [None for _ in lines],
        "verdict": [one.match for one in lines],
    }
    return add_plain_columns(Table(columns=columns), [one.arithmetic for one in lines])


def _superseding_source(row: FigureRow, frame: pd.DataFrame) -> str | None:
    if row.status != Status.SUPERSEDED:
        return None
    source, repeated = find_superseding_source(row, frame)
    return None if repeated else source or None


def _describe_likeliest(first: Match, statuses: Mapping[str, str], dataset: Dataset) -> tuple[str, ...]:
    """Name the likeliest match, and what to know of it unless it is simply current."""
    row = first.row
    attribution = format_attribution(row.publisher, row.source, dataset)
    what, when = describe_measure(row), format_as_of(row)
    return (
        f"The likeliest match: {place_and_site(row)}, {what}, {when}: {name_figure(first)} ({attribution}).",
        *([] if is_current(row) else [_state_status(statuses[row.id])]),
    )


def _state_status(status: str) -> str:
    return f"It {'' if status.startswith('looks ') else 'is '}{status}."


def name_figure(match: Match) -> str:
    """Quote a figure as published, or say what we calculated: ``12.4 Mt (a sum)``."""
    row = match.row
    if row.printed and (match.reading.unit == PERCENT or not is_derived(row)):
        return printed_with_unit(row)
    # Rounding must not move the ends of a range inwards.
    ends, digits = ([row.low_t, row.high_t], 3) if isnan(row.value_t) else ([row.value_t], min(3, max(1, row.digits)))
    amount = " to ".join(format_amount(end, digits) for end in ends)
    if not is_derived(row):
        return amount
    return f"{amount} ({row.printed} of a whole)" if row.printed else f"{amount} (a sum)"


def _describe_nothing(near: int, mistakes: int) -> str:
    close = _count_verb(near, "figure", "comes") if near else "None comes"
    ways = _count_verb(mistakes, "known mistake", "leads") if mistakes else "no known mistake leads"
    return f"No figure in our data fits. {close} within 5 %, and {ways} to it."


def _count_verb(number: int, noun: str, verb: str) -> str:
    """Format a number of things with a verb, such as ``1 figure fits`` or ``2 figures fit``."""
    return f"{format_count(number, noun)} {verb if number == 1 else verb.removesuffix('s')}"


def _join_alternatives(readings: Sequence[Quantity]) -> str:
    *others, last = (one.printed for one in readings)
    return " or ".join(filter(None, (", ".join(others), last)))


def _describe_search(scope: pd.DataFrame, question: TraceQuestion) -> str:
    year = f" of the year {question.year}" if question.year else ""
    by_day = f" published by {question.as_of.isoformat()}" if question.as_of else ""
    where = format_count(scope["place"].nunique(), "place")
    return (
        f"Searched: {len(scope):,} figures{year}{by_day} of {where}, superseded, calculated and misquoted ones"
        " included, and known mistakes such as a slip of the decimal point or ore read as oxide."
    )


def _format_reading(one: Quantity) -> str:
    low, high = reading_window(one)
    digits = (one.digits or 1) + 1
    if one.unit == PERCENT:
        return f"{one.printed} ({format_number(low, digits)} to {format_number(high, digits)} %)"
    middle = one.printed if one.value is None else format_amount(float(one.value), one.digits or 1)
    return f"{middle} ({format_amount(low, digits)} to {format_amount(high, digits)})"
