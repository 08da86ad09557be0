"""The answer in sentences: what stands against what, how far apart, and what that is consistent with."""

from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.describe import amount, edition_title
from rareearth_cli.analysis.pairing import BASELINE_SERIES, COMPARED
from rareearth_cli.analysis.question import Context, Question
from rareearth_cli.analysis.result import BridgeResult, Figure
from rareearth_cli.model.vocabulary import Measure, Verdict
from rareearth_cli.model.wording import fold, plural, times, times_at_least, times_at_most, times_between


def why_no_baseline(place: str, measure: str, context: Context) -> tuple[str, ...]:
    """The sentences for a place without baseline; a figure of an older edition is named, never taken."""
    name, chosen = context.dataset.places[place].name, context.question.baseline
    if measure not in COMPARED:
        not_so = "ore is not" if measure == Measure.ORE else f"{measure}s are not"
        compared = f"{', '.join(COMPARED[:-1])} and {COMPARED[-1]}"
        return (f"Listed, not compared: only {compared} are held against a baseline, {not_so}.",)
    if chosen is not None:
        return (f"The baseline '{chosen}' has no {measure} of rare earths for {name}: no ratio.",)
    frame = context.frame
    asked = Measure.RESERVES.value if measure == Measure.RESOURCES else measure
    series = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == asked)].sort_values("source_rank")
    if series.empty:
        return (f"No USGS figure of {measure} is on record{by_day(context.question)}: no baseline, no ratio.",)
    own = series[series["place"] == place]
    printed = own["printed"][own["source"] == series["source"].iloc[-1]]
    says = f"prints {printed.iloc[0]}" if len(printed) else "has no line on record"
    edition = context.dataset.sources[str(series["source"].iloc[-1])]
    sentence = f"{edition_title('USGS', edition)} {says} for {name}: no baseline, no ratio."
    return sentence, *_older(own[own["value_t"].notna()], measure)


def by_day(question: Question) -> str:
    """The day that an answer holds for, where one was asked for."""
    return f" by {question.as_of.isoformat()}" if question.as_of else ""


def _older(own: pd.DataFrame, measure: str) -> tuple[str, ...]:
    if own.empty or measure == Measure.PRODUCTION:
        return ()
    last = own.iloc[-1]
    unit = "" if last["unit"] not in ("t", "kt", "Mt") or not last["printed"][-1].isdigit() else f" {last['unit']}"
    figure = f"{last['printed']}{unit} ({last['source']})"
    return (f"The last figure was {figure}: ask for it with --baseline {last['source']}.",)


#: The fold below which another digit tells how near two figures are.
_NEAR = 1.1


def fold_words(figure: Figure) -> str:
    """How a figure stands to its baseline, such as ``about 7.6 times as much (7.4 to 7.7)``."""
    low, high, digits = figure.ratio_low, figure.ratio_high, figure.ratio_digits
    if low is not None and high is not None:
        span = times_between(low, high, digits)
        if figure.ratio is None:
            return f"{span} times as much"
        if low < 1 < high:
            return f"the same within rounding ({span})"
        about = times(figure.ratio, digits)
        return f"about {'' if about == '1' else about + ' times '}as much ({span})"
    if low is not None:
        return f"at least {times_at_least(low, digits)} times as much"
    return f"at most {times_at_most(high, digits)} times as much" if high is not None else "of which there is no ratio"


def summarise(
    baseline: Figure, others: Sequence[Figure], first: Figure | None, bridge: BridgeResult | None, *, alike: bool
) -> tuple[str, ...]:
    """The sentences for a place that has a baseline; they speak of ``first`` among the others.

    ``alike`` says that the others are only those that are defined as the baseline is.
    """
    title = f"{baseline.title}: {amount(baseline)}"
    if first is None:
        which = (
            "No other current figure is defined alike" if alike else "No current figure of anybody else is on record"
        )
        return (f"{title}. {which}.",)
    gap = f"{title}. {first.title}: {amount(first)}, {fold_words(first)}."
    rest = [figure for figure in others if figure.id != first.id]
    more = f" {_count(len(rest), 'other figure')} below." if rest else ""
    return gap + more, _cause(first, baseline, bridge)


def furthest(figures: Sequence[Figure]) -> Figure | None:
    """The figure that must be furthest from its baseline; bounds and ranges count by their nearer end."""
    return max(figures, key=_surely_apart, default=None)


def _surely_apart(figure: Figure) -> float:
    """The fold that is certain: 1 where a figure may equal its baseline."""
    low, high = figure.ratio_low or 0.0, figure.ratio_high
    if figure.ratio is not None and not low < 1 < (high or 0.0):
        return fold(figure.ratio, 1.0)
    if low > 1:
        return low
    return 1 / high if high is not None and 0 < high < 1 else 1.0


def _cause(first: Figure, baseline: Figure, bridge: BridgeResult | None) -> str:
    """What the gap is consistent with, or why that cannot be told."""
    if bridge is not None and bridge.reconciled:
        return _reconciled(bridge)
    if bridge is not None and first.verdict == Verdict.PARTLY_EXPLAINED:
        return _partly(bridge)
    told = {
        Verdict.CONFLICT: "Both count the same thing, and they contradict each other."
        if first.comparable == "yes"
        else "By definition the one lies inside the other, and yet it is larger: they contradict each other.",
        Verdict.AGREE_AFTER_CONVERSION: "They agree once both are in the same oxide.",
    }
    if first.verdict in told:
        return told[Verdict(first.verdict)]
    loose = {first.kind, baseline.kind} & {"lower", "upper", "range"}
    if first.verdict in (Verdict.AGREE, Verdict.SAME_SOURCE):
        return "The two are compatible: a bound or a range is no figure." if loose else "They agree within rounding."
    if first.root == baseline.root:
        return "Both are statements of one source: its history, and no dispute."
    if first.comparable == "no":
        which = f" ({first.category})" if "category" in first.causes and first.category else ""
        return f"They are defined differently{which}, and nobody says how much of the gap that makes."
    if _surely_apart(first) == 1:
        return "The figures may be the same; whether they count the same cannot be told from what is on record."
    return "Whether definition or dispute sets them apart cannot be told from what is on record."


def _reconciled(bridge: BridgeResult) -> str:
    whole, part, other = bridge.whole, bridge.part, bridge.baseline
    among = f"of the {amount(whole)}, {amount(part)} are {part.scope}"
    if part.id == other.id:
        return f"The one is a part of the other: {among}."
    who = other.publisher
    once = "NOT_INDEPENDENT" in bridge.explained.flags
    silent = [] if other.names_part else [f"{who} does not say which part it counts"]
    seen = ["the two may be one source seen twice"] if once else []
    caveat = ", and ".join([*silent, *seen])
    same = f"Consistent with definition, not dispute: {among}, the same as {who} within rounding."
    return f"{same} {caveat[0].upper()}{caveat[1:]}." if caveat else same


def _partly(bridge: BridgeResult) -> str:
    whole, part, other = bridge.whole, bridge.part, bridge.baseline
    before, after = (fold(one.value_t or 0.0, other.value_t or 0.0) for one in (whole, part))
    digits = bridge.explained.ratio_digits
    among = f"of the {amount(whole)}, {amount(part)} are {part.scope}"
    nearer = f"from {times(before, digits)} times apart to {times(after, digits + (after < _NEAR))}"
    return f"Partly explained by definition: {among}. That brings the two {nearer}."


def _count(number: int, noun: str) -> str:
    return f"{number} {plural(noun, number)}"
