"""The concentration of a world list (Herfindahl-Hirschman index) and the static life of reserves.

The index is also calculated with other estimates, to show how much it depends on the choice of estimate.
"""

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figure_rows import to_rows
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.ratios import POINT_KINDS
from rareearth_cli.analysis.world_list import (
    WorldList,
    group_codes,
    is_complete,
    ranked_value,
    select_current,
    select_national,
    select_world_list,
    sum_rows,
    world_total,
)
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, Status
from rareearth_cli.model.wording import format_amount, format_number

#: The index is a sum of squared percentages, so that a single country with everything has 10,000.
_HHI_OF_ONE = 10_000.0


def herfindahl_index(amounts: Sequence[float], residual: float = 0.0) -> tuple[float, float]:
    """Calculate the Herfindahl-Hirschman index, the sum of squared percentages (rules R7.5, R7.8).

    Parameters
    ----------
    amounts
        The amounts of single countries in tonnes. Together with the residual they are taken as the whole world.
    residual
        The amount in tonnes that the list gives for all other countries together.

    Returns
    -------
    tuple
        The index with the residual spread over very many countries, and with all of it in one country. Both are 0
        if all amounts are.

    References
    ----------
    S. A. Rhoades (1993), The Herfindahl-Hirschman Index, Federal Reserve Bulletin 79, 188-189.

    """
    whole = sum(amounts) + residual
    if whole <= 0:
        return 0.0, 0.0
    listed = sum((amount / whole) ** 2 for amount in amounts)
    return _HHI_OF_ONE * listed, _HHI_OF_ONE * (listed + (residual / whole) ** 2)


def static_life_years(reserves_t: float, mined_t: Sequence[float]) -> float | None:
    """Calculate how many years reserves would last at the mean rate of production (R/P, rules R7.8, R7.9).

    The ratio compares present reserves with past production and is not a forecast. Both must be in the same basis.

    Parameters
    ----------
    reserves_t
        Reserves in tonnes.
    mined_t
        Production of each year in tonnes.

    Returns
    -------
    float or None
        The static life in years, or None if nothing was mined.

    """
    mined = fmean(mined_t) if mined_t else 0.0
    return reserves_t / mined if mined > 0 else None


#: Production is averaged over at most this many years (rule R7.8: three to five).
_MAX_YEARS = 5
#: Only tonnage that is viable now counts as reserves for the static life.
_VIABLE_RUNG = "1"
_LIFE_DIGITS = 2


class AlternativeIndex(NamedTuple):
    """The index calculated with another estimate for one country."""

    hhi: float
    id: str
    place: str
    name: str


class Concentration(NamedTuple):
    """The index of a world list, and how it changes with other current estimates."""

    measure: str
    title: str
    source: str
    period: str
    #: The lowest and the highest index, depending on how the remainder is distributed.
    low: float
    high: float
    alternatives: tuple[AlternativeIndex, ...]


class StaticLife(NamedTuple):
    """The static life of a country's reserves; ``years`` is None if it cannot be calculated."""

    years: float | None
    #: The result in words, or the reason why there is none.
    sentence: str


def compute_concentration(
    frame: pd.DataFrame, dataset: Dataset, measure: str, year: str | None
) -> Concentration | None:
    """Calculate the concentration of the newest USGS list; None if the list is missing or incomplete."""
    try:
        listed = select_world_list(frame, dataset, measure, None, year if measure == Measure.PRODUCTION else None)
    except NotOnRecord:
        return None
    if not is_complete(sum_rows(to_rows(listed.rows)), world_total(listed)):
        return None
    groups = group_codes(dataset)
    amounts = {row.place: value for row in to_rows(listed.rows) if (value := ranked_value(row)) > 0}
    residual = sum(value for place, value in amounts.items() if place in groups)
    single = {place: value for place, value in amounts.items() if place not in groups}
    low, high = herfindahl_index(list(single.values()), residual)
    return Concentration(
        measure=measure,
        title=listed.title,
        source=listed.source,
        period=listed.period,
        low=low,
        high=high,
        alternatives=tuple(sorted(_list_alternatives(frame, listed, single, residual))),
    )


def _list_alternatives(
    frame: pd.DataFrame, listed: WorldList, single: dict[str, float], residual: float
) -> list[AlternativeIndex]:
    """Replace one country's figure at a time by another current one; bounds and ranges are left out."""
    current = select_current(frame, listed.measure, listed.period)
    others = current[(current["source"] != listed.source) & (current["series"] != BASELINE_SERIES)]
    found = []
    for row in to_rows(others[others["kind"].isin(POINT_KINDS)]):
        if row.place in single:
            amounts = single | {row.place: row.value_t}
            found.append(
                AlternativeIndex(herfindahl_index(list(amounts.values()), residual)[0], row.id, row.place, row.name)
            )
    return found


def describe_concentration(concentration: Concentration, place: str) -> str:
    """Describe the index and its lowest and highest values with other estimates, and those for the place."""
    low, high = f"{concentration.low:,.0f}", f"{concentration.high:,.0f}"
    of = f" of {concentration.period}" if concentration.measure == Measure.PRODUCTION else ""
    span = low if low == high else f"{low} to {high}, by who holds the remainder"
    sentence = (
        f"Concentration of {concentration.measure}{of} (HHI, at most 10,000),"
        f" if the listed rows of {concentration.title} are the world:"
    )
    sentence += f" {span}"
    own = [choice for choice in concentration.alternatives if choice.place == place]
    ends = dict.fromkeys([*concentration.alternatives[:1], *own, *concentration.alternatives[-1:]])
    if ends:
        sentence += "; " + ", ".join(f"{choice.hhi:,.0f} with {choice.id} for {choice.name}" for choice in ends)
    return sentence + "."


def compute_static_life(frame: pd.DataFrame, dataset: Dataset, place: str) -> StaticLife | None:
    """Calculate the static life from the newest USGS reserves and production, if both share a basis (rule R7.9)."""
    try:
        listed = select_world_list(frame, dataset, Measure.RESERVES, None, None)
    except NotOnRecord:
        return None
    own = [row for row in to_rows(listed.rows) if row.place == place and ranked_value(row) > 0]
    mined = select_national(frame, Measure.PRODUCTION)
    mined = mined[(mined["place"] == place) & (mined["series"] == BASELINE_SERIES) & mined["value_t"].notna()]
    mined = mined[mined["status"] == Status.PUBLISHED].sort_values("period").tail(_MAX_YEARS)
    if not own or mined.empty:
        return None
    row, name = own[0], own[0].name
    if row.rungs != _VIABLE_RUNG or row.kind not in POINT_KINDS:
        why = f"what {listed.title} prints for {name} is not, or not surely, what is viable now"
        return StaticLife(None, f"No static life (reserves / production): {why}.")
    if set(mined["basis"]) != {row.basis}:
        return StaticLife(None, f"No static life (reserves / production): they are of different bases for {name}.")
    values = [float(value) for value in mined["value_t"]]
    years = static_life_years(row.value_t, values)
    if years is None:
        return StaticLife(None, f"No static life (reserves / production): nothing was mined in {name}.")
    return StaticLife(years, _describe_static_life(row.value_t, row.digits, values, list(mined["period"]), years))


def _describe_static_life(
    reserves: float, digits: int, mined: Sequence[float], periods: Sequence[str], years: float
) -> str:
    mean = format_amount(sum(mined) / len(mined), _LIFE_DIGITS)
    over = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return (
        f"Static life (R/P): {format_amount(reserves, int(digits))} at {mean} a year, the mean of {over}, is about "
        f"{format_number(years, _LIFE_DIGITS)} years: static, what is mined today against reserves of today,"
        " no forecast."
    )
