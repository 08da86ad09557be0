"""How concentrated the world of one source's list is, how that hangs on the choice of estimate, and static lives."""

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import records
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.ratios import POINTS
from rareearth_cli.analysis.world_list import (
    WorldList,
    current_figures,
    groups_of,
    is_whole,
    national,
    ranked_value,
    sum_of,
    total_of,
    world_list,
)
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, Status
from rareearth_cli.model.wording import spoken, with_digits

#: Of the market shares in percent, so that one country alone is 10,000.
_PERCENT_SQUARED = 10_000.0


def herfindahl(amounts: Sequence[float], residual: float = 0.0) -> tuple[float, float]:
    """The Herfindahl-Hirschman index of amounts in tonnes, from lowest to highest: sum of (share in percent)².

    ``residual`` is what the list sums up as "other": spread over many it adds nothing, held by one the square of
    its share (rules R7.5, R7.8). The listed amounts are taken for the world. (0, 0) where there is nothing.
    """
    whole = sum(amounts) + residual
    if whole <= 0:
        return 0.0, 0.0
    listed = sum((amount / whole) ** 2 for amount in amounts)
    return _PERCENT_SQUARED * listed, _PERCENT_SQUARED * (listed + (residual / whole) ** 2)


def static_life(reserves_t: float, mined_t: Sequence[float]) -> float | None:
    """Years that reserves would last at the mean of the years mined (R/P, rules R7.8, R7.9).

    Static: it forecasts nothing. Both sides must share a basis. None where nothing was mined.
    """
    mined = fmean(mined_t) if mined_t else 0.0
    return reserves_t / mined if mined > 0 else None


#: Production is averaged over so many years at the most (rule R7.8: three to five) ...
_YEARS = 5
#: ... and reserves last by definition only where they are viable now.
_VIABLE = "1"
_LIFE_DIGITS = 2


class Choice(NamedTuple):
    """The index with one estimate in the place of a row."""

    hhi: float
    id: str
    place: str
    name: str


class Concentration(NamedTuple):
    """The index over the rows of a list, lowest and highest by its remainder, and with other current estimates."""

    measure: str
    title: str
    source: str
    period: str
    low: float
    high: float
    choices: tuple[Choice, ...]


class StaticLife(NamedTuple):
    """Years of reserves at the mean of what was mined; None, with the reason, where both are not of one kind."""

    years: float | None
    said: str


def concentration_of(frame: pd.DataFrame, dataset: Dataset, measure: str, year: str | None) -> Concentration | None:
    """The concentration of the newest USGS list; None where no edition lists the measure in full."""
    try:
        listed = world_list(frame, dataset, measure, None, year if measure == Measure.PRODUCTION else None)
    except NotOnRecord:
        return None
    if not is_whole(sum_of(records(listed.rows)), total_of(listed)):
        return None
    groups = groups_of(dataset)
    amounts = {row["place"]: value for row in records(listed.rows) if (value := ranked_value(row)) > 0}
    residual = sum(value for place, value in amounts.items() if place in groups)
    single = {place: value for place, value in amounts.items() if place not in groups}
    low, high = herfindahl(list(single.values()), residual)
    return Concentration(
        measure=measure,
        title=listed.title,
        source=listed.source,
        period=listed.period,
        low=low,
        high=high,
        choices=tuple(sorted(_choices(frame, listed, single, residual))),
    )


def _choices(frame: pd.DataFrame, listed: WorldList, single: dict[str, float], residual: float) -> list[Choice]:
    """One other current figure at a time in the place of its row; bounds and ranges are no figures."""
    current = current_figures(frame, listed.measure, listed.period)
    others = current[(current["source"] != listed.source) & (current["series"] != BASELINE_SERIES)]
    found = []
    for row in records(others[others["kind"].isin(POINTS)]):
        if row["place"] in single:
            amounts = single | {row["place"]: float(row["value_t"])}
            found.append(Choice(herfindahl(list(amounts.values()), residual)[0], row["id"], row["place"], row["name"]))
    return found


def in_a_sentence(one: Concentration, place: str) -> str:
    """The index in words, with what the choice of estimate makes of it."""
    low, high = f"{one.low:,.0f}", f"{one.high:,.0f}"
    of = f" of {one.period}" if one.measure == Measure.PRODUCTION else ""
    span = low if low == high else f"{low} to {high}, by who holds the remainder"
    sentence = (
        f"Concentration of {one.measure}{of} (HHI, at most 10,000), if the listed rows of {one.title} are the world:"
    )
    sentence += f" {span}"
    own = [choice for choice in one.choices if choice.place == place]
    ends = dict.fromkeys([*one.choices[:1], *own, *one.choices[-1:]])
    if ends:
        sentence += "; " + ", ".join(f"{choice.hhi:,.0f} with {choice.id} for {choice.name}" for choice in ends)
    return sentence + "."


def static_life_of(frame: pd.DataFrame, dataset: Dataset, place: str) -> StaticLife | None:
    """Reserves of the newest USGS list over its production, where both sides share a basis (rule R7.9)."""
    try:
        listed = world_list(frame, dataset, Measure.RESERVES, None, None)
    except NotOnRecord:
        return None
    own = [row for row in records(listed.rows) if row["place"] == place and ranked_value(row) > 0]
    mined = national(frame, Measure.PRODUCTION)
    mined = mined[(mined["place"] == place) & (mined["series"] == BASELINE_SERIES) & mined["value_t"].notna()]
    mined = mined[mined["status"] == Status.PUBLISHED].sort_values("period").tail(_YEARS)
    if not own or mined.empty:
        return None
    row, name = own[0], own[0]["name"]
    if row["rungs"] != _VIABLE or row["kind"] not in POINTS:
        why = f"what {listed.title} prints for {name} is not, or not surely, what is viable now"
        return StaticLife(None, f"No static life (reserves / production): {why}.")
    if set(mined["basis"]) != {row["basis"]}:
        return StaticLife(None, f"No static life (reserves / production): they are of different bases for {name}.")
    values = [float(value) for value in mined["value_t"]]
    years = static_life(float(row["value_t"]), values)
    if years is None:
        return StaticLife(None, f"No static life (reserves / production): nothing was mined in {name}.")
    return StaticLife(years, _life(row["value_t"], row["digits"], values, list(mined["period"]), years))


def _life(reserves: float, digits: int, mined: Sequence[float], periods: Sequence[str], years: float) -> str:
    mean = spoken(sum(mined) / len(mined), _LIFE_DIGITS)
    over = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return (
        f"Static life (R/P): {spoken(reserves, int(digits))} at {mean} a year, the mean of {over}, is about "
        f"{with_digits(years, _LIFE_DIGITS)} years: static, what is mined today against reserves of today, no forecast."
    )
