"""How concentrated a list of countries is, and how long a stock would last: two ratios that are often misused."""

from collections.abc import Sequence
from statistics import fmean

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
