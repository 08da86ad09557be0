"""Where a place stands among all that the baseline lists."""

import pandas as pd

from rareearth_cli.domain.vocabulary import Measure


def rank_of(place: str, tonnes: float, baseline: pd.DataFrame, groups: frozenset[str]) -> int | None:
    """The rank that ``tonnes`` of reserves would give ``place`` among the other countries' baselines.

    None for groups such as the world, and where the baseline lists nobody else.
    """
    others = baseline[(baseline["measure"] == Measure.RESERVES.value) & (baseline["place"] != place)]
    others = others[~others["place"].isin(groups)]
    if others.empty or place in groups:
        return None
    # A range counts by its lower end, a bound by its own number.
    return 1 + int((others["value_t"].fillna(others["low_t"]) > tonnes).sum())
