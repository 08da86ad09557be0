"""The answer in sentences: what stands against what, how far apart, and what that is consistent with."""

from collections.abc import Sequence

from rareearth_cli.analysis.results import BridgeResult, Figure
from rareearth_cli.domain.numbers import spoken, times, times_at_least, times_at_most, times_between

_LEADS = {"lower": "more than ", "upper": "at most ", "approx": "about "}


def amount(figure: Figure) -> str:
    """A figure in words, such as ``3.8 Mt``, ``more than 90 Mt`` or ``3 to 5 Mt``."""
    if figure.value_pct is not None and figure.value_t is None:
        return f"{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        return f"{spoken(figure.low_t, figure.digits)} to {spoken(figure.high_t, figure.digits)}"
    if figure.value_t is None:
        return figure.printed
    return _LEADS.get(figure.kind, "") + spoken(figure.value_t, figure.digits)


def fold_words(figure: Figure) -> str:
    """How a figure stands to its baseline, such as ``about 7.6 times as much (7.4 to 7.7)``."""
    low, high, digits = figure.ratio_low, figure.ratio_high, figure.ratio_digits
    if low is not None and high is not None:
        span = times_between(low, high, digits)
        if figure.ratio is None:
            return f"{span} times as much"
        if low < 1 < high:
            return f"the same within rounding ({span})"
        return f"about {times(figure.ratio, digits)} times as much ({span})"
    if low is not None:
        return f"at least {times_at_least(low, digits)} times as much"
    return f"at most {times_at_most(high, digits)} times as much" if high is not None else "not to be compared"


def summarise(
    baseline: Figure, others: Sequence[Figure], first: Figure | None, bridge: BridgeResult | None
) -> tuple[str, ...]:
    """The sentences for a place that has a baseline; they speak of ``first`` among the others."""
    title = f"{baseline.title}: {amount(baseline)}"
    if first is None:
        return (f"{title}. No current figure of anybody else is on record.",)
    gap = f"{title}. {first.title}: {amount(first)}, {fold_words(first)}."
    rest = [figure for figure in others if figure.id != first.id]
    more = f" {_count(len(rest), 'other figure')} below." if rest else ""
    return gap + more, _cause(first, bridge)


def furthest(figures: Sequence[Figure]) -> Figure | None:
    """The figure with the largest fold; bounds count by their nearer end."""

    def fold(figure: Figure) -> float:
        ends = [end for end in (figure.ratio, figure.ratio_low, figure.ratio_high) if end]
        ratio = figure.ratio or (min(ends, key=lambda end: abs(end - 1)) if ends else 1.0)
        return max(ratio, 1 / ratio)

    return max(figures, key=fold, default=None)


def _cause(first: Figure, bridge: BridgeResult | None) -> str:
    if bridge is not None and bridge.reconciled:
        who = bridge.baseline.publisher
        once = ", and the two may be one source seen twice" if "NOT_INDEPENDENT" in first.flags else ""
        return (
            f"Consistent with definition, not dispute: of the {amount(bridge.whole)}, {amount(bridge.part)} are "
            f"{bridge.part.scope}, the same as {who} within rounding. "
            f"{who} does not say which part it counts{once}."
        )
    if first.verdict in ("AGREE", "SAME_SOURCE"):
        return "They agree within rounding."
    return "Whether definition or dispute sets them apart cannot be told from what is on record."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
