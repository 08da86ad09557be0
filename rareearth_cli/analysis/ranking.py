"""Where places stand: by one source, with another estimate put in, and by all estimates that are current."""

from collections.abc import Iterable, Mapping
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.comparison import compare
from rareearth_cli.analysis.describe import Row, records
from rareearth_cli.analysis.pairing import baselines
from rareearth_cli.analysis.ratios import Counted, Portion, portion
from rareearth_cli.analysis.world_list import (
    NOT_LISTED,
    WorldList,
    counted,
    current_figures,
    is_whole,
    ranked_value,
    sum_of,
    total_of,
)
from rareearth_cli.model.errors import NotRankable
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.units import with_unit
from rareearth_cli.model.vocabulary import Measure

_STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value)


def rank_of(place: str, tonnes: float, baseline: pd.DataFrame, groups: frozenset[str]) -> int | None:
    """The rank that ``tonnes`` of reserves would give ``place`` among the other countries' baselines.

    None for groups such as the world, and where the baseline lists nobody else.
    """
    others = baseline[(baseline["measure"] == Measure.RESERVES.value) & (baseline["place"] != place)]
    others = others[~others["place"].isin(groups)]
    if others.empty or place in groups:
        return None
    # A range counts by its lower end, a bound by its own number.
    return rank_among(tonnes, others["value_t"].fillna(others["low_t"]))


def rank_among(tonnes: float, others: Iterable[float]) -> int:
    """One more than how many of the others are larger: equals share a rank, absent figures have none."""
    return 1 + sum(other > tonnes for other in others)


class Reach(NamedTuple):
    """The rank that one estimate gives its place; ``alike`` says whether it is defined as the list's own figure is."""

    rank: int
    id: str
    printed: str
    alike: str
    value_t: float
    #: The figure as printed, with the unit of its table.
    quoted: str


class Ranked(NamedTuple):
    """A place of the list; ``rank`` is None where the source has no figure of it, or none but zero."""

    rank: int | None
    tied: bool
    place: str
    name: str
    row: Row | None
    amount: Counted | None
    of_total: Portion | None
    of_rows: Portion | None
    best: Reach | None
    worst: Reach | None
    #: The smallest and the largest of its current estimates.
    least: Reach | None
    most: Reach | None
    used: bool
    alike: str


def substitute(frame: pd.DataFrame, place: str, estimate: str, listed: WorldList, groups: frozenset[str]) -> Row:
    """The figure that is to stand for ``place``: an estimate by its id, or the line of a source.

    Raises:
        NotRankable: the place is one of the ``groups``, which are not ranked; or there is no such figure (by the
            day asked for), or it is none of the place, measure and year.

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
    row = records(rows)[0]
    if (why := _unfit(row, place, listed)) is not None:
        raise NotRankable(why)
    return row


def _unfit(row: Row, place: str, listed: WorldList) -> str | None:
    """Why a figure cannot stand in a list; resources may among reserves, and are marked."""
    if row["place"] != place:
        return f"'{row['id']}' is a figure of {row['name']}: write {row['place']}={row['id']}"
    alike = row["measure"] == listed.measure or (row["measure"] in _STOCKS and listed.measure in _STOCKS)
    if not alike or row["basis"] in NOT_LISTED:
        counts = row["basis"] if row["basis"] in NOT_LISTED else row["measure"]
        words = str(counts).replace("_", " ")
        return f"'{row['id']}' counts {words}: it cannot stand in a ranking of rare-earth {listed.measure}"
    if listed.measure == Measure.PRODUCTION and row["period"] != listed.period:
        return f"'{row['id']}' is of {row['period']}, the ranking of {listed.period}: ask for that with --year"
    if isnan(ranked_value(row)):
        return f"'{row['id']}' is printed as {row['printed']}: there is no amount to rank by"
    return None


def ranking(
    frame: pd.DataFrame, listed: WorldList, used: Mapping[str, Row], groups: frozenset[str]
) -> tuple[Ranked, ...]:
    """All places of the list, and those of which others have current figures: the ranked ones first.

    The range of ranks of a place is by its current estimates, all other places staying as ranked.
    """
    likeness = _likeness(frame, listed, used)
    printed_lines = {str(row["place"]): row for row in records(listed.rows)}
    lines = printed_lines | dict(used)
    values = {place: value for place, row in lines.items() if place not in groups and (value := ranked_value(row)) > 0}
    others = _others(frame, listed)
    total = None if used else total_of(listed)
    rows = sum_of(list(lines.values()))
    complete = is_whole(sum_of(list(printed_lines.values())), total_of(listed))
    found = []
    for place in [place for place in dict.fromkeys([*lines, *others]) if place not in groups]:
        row, ranked = lines.get(place), place in values
        rest = [value for other, value in values.items() if other != place]
        own = [one for one in (row, printed_lines.get(place) if place in used else None) if one is not None]
        figures = [*own, *others.get(place, [])]
        reaches = [one for figure in figures for one in _reaches(figure, rest, likeness)]
        amount = counted(row) if row is not None and ranked else None
        found.append(
            Ranked(
                rank=rank_among(values[place], rest) if ranked else None,
                tied=ranked and values[place] in rest,
                place=place,
                name=str(figures[0]["name"]),
                row=row,
                amount=amount,
                of_total=portion(amount, total) if amount and total else None,
                of_rows=portion(amount, rows) if amount and complete else None,
                best=min(reaches, default=None, key=lambda one: one.rank),
                worst=max(reaches, default=None, key=lambda one: one.rank),
                least=min(reaches, default=None, key=lambda one: one.value_t),
                most=max(reaches, default=None, key=lambda one: one.value_t),
                used=place in used,
                alike=likeness.get(row["id"], "unknown") if row else "",
            )
        )
    return tuple(sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.row is None, one.name)))


def _others(frame: pd.DataFrame, listed: WorldList) -> dict[str, list[Row]]:
    """What others say of each place today; the list's own series is left out."""
    current = current_figures(frame, listed.measure, listed.period)
    own = current["series"].isin(set(listed.rows["series"]) - {""}) | (current["source"] == listed.source)
    by_place: dict[str, list[Row]] = {}
    for row in records(current[~own]):
        by_place.setdefault(row["place"], []).append(row)
    return by_place


def _reaches(row: Row, others: list[float], likeness: Mapping[str, str]) -> list[Reach]:
    """The rank by a figure, or by both ends of a range; nothing and no figure give none."""
    ends = [row["low_t"], row["high_t"]] if row["kind"] == Kind.RANGE else [ranked_value(row)]
    alike = likeness.get(row["id"], "unknown")
    return [Reach(rank_among(end, others), row["id"], printed(row), alike, end, quoted(row)) for end in ends if end > 0]


def printed(row: Row) -> str:
    """A figure as printed; sums are ours."""
    return str(row["printed"] or "derived: a sum")


def quoted(row: Row) -> str:
    """A figure as printed, with the unit of its table where none stands beside it."""
    return with_unit(printed(row), row["unit"])


def _likeness(frame: pd.DataFrame, listed: WorldList, used: Mapping[str, Row]) -> dict[str, str]:
    """Whether a figure is defined as the list's own of its place: yes, no, or unknown; the list's own are."""
    ids = {*current_figures(frame, listed.measure, listed.period)["id"], *(row["id"] for row in used.values())}
    held = compare(frame[frame["id"].isin(ids)], baselines(frame, listed.source))
    told = {row["id"]: row["comparable"] or "unknown" for row in records(held)}
    other = {row["id"]: "no" for row in used.values() if row["measure"] != listed.measure}
    return told | other | dict.fromkeys(listed.rows["id"], "yes")
