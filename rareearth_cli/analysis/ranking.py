"""Rank places by the figures of one source, with substituted estimates, and with the ranks other estimates allow."""

from collections.abc import Iterable, Mapping
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.comparison import compare
from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
from rareearth_cli.analysis.pairing import select_baselines
from rareearth_cli.analysis.ratios import AmountInterval, ShareInterval, calculate_share
from rareearth_cli.analysis.world_list import (
    EXCLUDED_BASES,
    WorldList,
    amount_interval,
    is_complete,
    ranked_value,
    select_current,
    sum_rows,
    world_total,
)
from rareearth_cli.model.errors import NotRankable
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.units import add_unit
from rareearth_cli.model.vocabulary import Measure

_STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value)


def rank_amount(place: str, tonnes: float, baseline: pd.DataFrame, groups: frozenset[str]) -> int | None:
    """Rank an amount of reserves, as that of a place, among the baselines of the other countries.

    Parameters
    ----------
    place
        The code of the place that the amount is for.
    tonnes
        The amount.
    baseline
        The baselines of all places.
    groups
        Codes that are not single places, from `group_codes`.

    Returns
    -------
    int or None
        None if the place is a group, such as the world, or if there are no baselines of other countries.

    """
    others = baseline[(baseline["measure"] == Measure.RESERVES.value) & (baseline["place"] != place)]
    others = others[~others["place"].isin(groups)]
    if others.empty or place in groups:
        return None
    # A range is ranked by its lower end, as in `ranked_value`.
    return rank_among(tonnes, others["value_t"].fillna(others["low_t"]))


def rank_among(tonnes: float, others: Iterable[float]) -> int:
    """Rank an amount among others; equal amounts share a rank, and missing ones (NaN) are ignored."""
    return 1 + sum(other > tonnes for other in others)


class PossibleRank(NamedTuple):
    """The rank that one estimate gives its place."""

    rank: int
    id: str
    printed: str
    #: Whether it is defined as the figure of the ranked source is: yes, no or unknown.
    comparable: str
    value_t: float
    #: The figure as published, with the unit of its table.
    printed_with_unit: str


class RankedPlace(NamedTuple):
    """A place of a ranking; ``rank`` is None if the source has no figure for it, or only zero."""

    rank: int | None
    tied: bool
    place: str
    name: str
    row: FigureRow | None
    amount: AmountInterval | None
    share_of_total: ShareInterval | None
    share_of_rows: ShareInterval | None
    #: The best and the worst rank that its current estimates allow.
    best: PossibleRank | None
    worst: PossibleRank | None
    #: The ranks by the smallest and by the largest of its current estimates.
    least: PossibleRank | None
    most: PossibleRank | None
    #: Whether it is ranked by a substituted estimate.
    used: bool
    #: Whether its row is defined as the figure of the ranked source is: yes, no or unknown; empty without a row.
    comparable: str


def find_substitute(
    frame: pd.DataFrame, place: str, estimate: str, listed: WorldList, groups: frozenset[str]
) -> FigureRow:
    """Find the figure to be used for a place in a ranking.

    Parameters
    ----------
    frame
        All figures known at the time of the question.
    place
        The code of the place.
    estimate
        The id of an estimate, or of a source that has one figure for the place.
    listed
        The list that is ranked.
    groups
        Codes that are not single places, from `group_codes`.

    Raises
    ------
    NotRankable
        The place is a group, or there is no such figure, or it is for another place, measure or year.

    """
    if place in groups:
        raise NotRankable(f"{place} is no country and has no rank: put '{estimate}' in the place of one")
    rows = frame[frame["id"] == estimate]
    if rows.empty:
        own = (frame["source"] == estimate) & (frame["place"] == place) & (frame["measure"] == listed.measure)
        own &= (frame["site"] == "") & (frame["part_of"] == "") & ~frame["addend"]
        rows = frame[own & (frame["period"] == listed.period)] if listed.measure == Measure.PRODUCTION else frame[own]
    if len(rows) != 1:
        what = "more than one figure goes by" if len(rows) else "no figure to use is known as"
        raise NotRankable(f"{what} '{estimate}'; 'rareearth estimates --all-statements --columns id' lists the ids")
    row = to_rows(rows)[0]
    if (why := _explain_unfit(row, place, listed)) is not None:
        raise NotRankable(why)
    return row


def _explain_unfit(row: FigureRow, place: str, listed: WorldList) -> str | None:
    """Explain why a figure cannot be ranked in a list; resources can be ranked among reserves, and are marked."""
    if row.place != place:
        return f"'{row.id}' is a figure of {row.name}: write {row.place}={row.id}"
    alike = row.measure == listed.measure or (row.measure in _STOCKS and listed.measure in _STOCKS)
    if not alike or row.basis in EXCLUDED_BASES:
        counts = row.basis if row.basis in EXCLUDED_BASES else row.measure
        words = str(counts).replace("_", " ")
        return f"'{row.id}' counts {words}: it cannot stand in a ranking of rare-earth {listed.measure}"
    if listed.measure == Measure.PRODUCTION and row.period != listed.period:
        return f"'{row.id}' is of {row.period}, the ranking of {listed.period}: ask for that with --year"
    if isnan(ranked_value(row)):
        return f"'{row.id}' is printed as {row.printed}: there is no amount to rank by"
    return None


def build_ranking(
    frame: pd.DataFrame, listed: WorldList, used: Mapping[str, FigureRow], groups: frozenset[str]
) -> tuple[RankedPlace, ...]:
    """Rank the places of a list, followed by unranked places and those that only other sources have figures for.

    The possible ranks of a place follow from its current estimates, while all other places keep their figures.

    Parameters
    ----------
    frame
        All figures known at the time of the question.
    listed
        The list that is ranked.
    used
        Substituted figures by the code of their place.
    groups
        Codes that are not single places, from `group_codes`; they are left out.

    """
    comparability = _compare_definitions(frame, listed, used)
    listed_rows = {row.place: row for row in to_rows(listed.rows)}
    rows = listed_rows | dict(used)
    values = {place: value for place, row in rows.items() if place not in groups and (value := ranked_value(row)) > 0}
    others = _figures_of_others(frame, listed)
    total = None if used else world_total(listed)
    sum_of_rows = sum_rows(list(rows.values()))
    complete = is_complete(sum_rows(list(listed_rows.values())), world_total(listed))
    found = []
    for place in [place for place in dict.fromkeys([*rows, *others]) if place not in groups]:
        row, ranked = rows.get(place), place in values
        rest = [value for other, value in values.items() if other != place]
        own = [one for one in (row, listed_rows.get(place) if place in used else None) if one is not None]
        figures = [*own, *others.get(place, [])]
        ranks = [one for figure in figures for one in _possible_ranks(figure, rest, comparability)]
        amount = amount_interval(row) if row is not None and ranked else None
        found.append(
            RankedPlace(
                rank=rank_among(values[place], rest) if ranked else None,
                tied=ranked and values[place] in rest,
                place=place,
                name=figures[0].name,
                row=row,
                amount=amount,
                share_of_total=calculate_share(amount, total) if amount and total else None,
                share_of_rows=calculate_share(amount, sum_of_rows) if amount and complete else None,
                best=min(ranks, default=None, key=lambda one: one.rank),
                worst=max(ranks, default=None, key=lambda one: one.rank),
                least=min(ranks, default=None, key=lambda one: one.value_t),
                most=max(ranks, default=None, key=lambda one: one.value_t),
                used=place in used,
                comparable=comparability.get(row.id, "unknown") if row else "",
            )
        )
    return tuple(sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.row is None, one.name)))


def _figures_of_others(frame: pd.DataFrame, listed: WorldList) -> dict[str, list[FigureRow]]:
    """Collect the current figures of other sources by place, without those of the list's own series."""
    current = select_current(frame, listed.measure, listed.period)
    own = current["series"].isin(set(listed.rows["series"]) - {""}) | (current["source"] == listed.source)
    by_place: dict[str, list[FigureRow]] = {}
    for row in to_rows(current[~own]):
        by_place.setdefault(row.place, []).append(row)
    return by_place


def _possible_ranks(row: FigureRow, others: list[float], comparability: Mapping[str, str]) -> list[PossibleRank]:
    """Rank a figure, or both ends of a range; zero and missing amounts have no rank."""
    ends = [row.low_t, row.high_t] if row.kind == Kind.RANGE else [ranked_value(row)]
    comparable = comparability.get(row.id, "unknown")
    return [
        PossibleRank(rank_among(end, others), row.id, printed_text(row), comparable, end, printed_with_unit(row))
        for end in ends
        if end > 0
    ]


def printed_text(row: FigureRow) -> str:
    """Return a figure as published; sums that we derive are marked as such."""
    return row.printed or "derived: a sum"


def printed_with_unit(row: FigureRow) -> str:
    """Return a figure as published, with the unit of its table if the text has none."""
    return add_unit(printed_text(row), row.unit)


def _compare_definitions(frame: pd.DataFrame, listed: WorldList, used: Mapping[str, FigureRow]) -> dict[str, str]:
    """State for each figure whether it is defined as the list's own figure for its place: yes, no or unknown."""
    ids = {*select_current(frame, listed.measure, listed.period)["id"], *(row.id for row in used.values())}
    compared = compare(frame[frame["id"].isin(ids)], select_baselines(frame, listed.source))
    comparability = {row.id: row.comparable or "unknown" for row in to_rows(compared)}
    other_measure = {row.id: "no" for row in used.values() if row.measure != listed.measure}
    return comparability | other_measure | dict.fromkeys(listed.rows["id"], "yes")
