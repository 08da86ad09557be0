"""Figures and ratios as the cells of a table."""

from rareearth_cli.analysis.results import Figure
from rareearth_cli.domain.numbers import in_unit, times, times_at_least, times_at_most

#: The signs of bounds and approximations.
LEADS = {"lower": "≥", "upper": "≤", "approx": "~"}


def value_cell(figure: Figure, unit: str) -> str:
    """The value in the unit of its table, with the sign of a bound."""
    digits = figure.digits
    lead = LEADS.get(figure.kind, "")
    if figure.value_pct is not None and figure.value_t is None:
        return f"{lead}{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        return f"{in_unit(figure.low_t, digits, unit)}–{in_unit(figure.high_t, digits, unit)}"
    if figure.value_t is None:
        return ""
    return lead + in_unit(figure.value_t, digits, unit)


def ratio_cell(figure: Figure) -> str:
    """How many times the baseline: a figure, a bound, or nothing."""
    digits = figure.ratio_digits
    if figure.ratio is not None:
        return times(figure.ratio, digits)
    if figure.ratio_low is not None and figure.ratio_high is not None:
        return f"{times_at_least(figure.ratio_low, digits)}–{times_at_most(figure.ratio_high, digits)}"
    if figure.ratio_low is not None:
        return f"≥{times_at_least(figure.ratio_low, digits)}"
    return f"≤{times_at_most(figure.ratio_high, digits)}" if figure.ratio_high is not None else ""
