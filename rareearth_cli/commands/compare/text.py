"""The sentences of ``compare``: which figures differ, how far apart they are, what that is consistent with.

For a place without a baseline they say why there is none.
"""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from rareearth_cli.analysis.bridges import BridgeResult
from rareearth_cli.analysis.figures import (
    Figure,
    FigureRow,
    Group,
    OtherFigures,
    edition_title,
    format_figure,
    format_value,
    to_rows,
)
from rareearth_cli.analysis.pairing import BASELINE_SERIES, COMPARED_MEASURES, Context
from rareearth_cli.analysis.selection import lists_the_world
from rareearth_cli.analysis.world_list import rank_amount
from rareearth_cli.model.names import OTHER
from rareearth_cli.model.questions import Question
from rareearth_cli.model.vocabulary import (
    Basis,
    Measure,
    Verdict,
    select_verdicts,
)
from rareearth_cli.model.wording import (
    BOUND_WORDS,
    choose_unit,
    format_amount,
    format_count,
    format_ratio_high,
    format_ratio_interval,
    format_ratio_low,
    format_ratio_value,
    join_words,
    ordinal,
    pluralize,
    times_apart,
)


def explain_missing_baseline(place: str, measure: str, context: Context) -> tuple[str, ...]:
    """Explain why a place has no baseline; a figure of an older edition is mentioned but never used."""
    name, chosen = context.dataset.places[place].name, context.question.baseline
    if measure not in COMPARED_MEASURES:
        not_so = "ore is not" if measure == Measure.ORE else f"{measure}s are not"
        compared = f"{', '.join(COMPARED_MEASURES[:-1])} and {COMPARED_MEASURES[-1]}"
        return (f"Listed, not compared: only {compared} are held against a baseline, {not_so}.",)
    if chosen is not None:
        return (f"The baseline '{chosen}' has no {measure} of rare earths for {name}: no ratio.",)
    frame = context.frame
    asked = Measure.RESERVES.value if measure == Measure.RESOURCES else measure
    series = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == asked)].sort_values("source_rank")
    if series.empty:
        return (f"No USGS figure of {measure} is on record{format_as_of(context.question)}: no baseline, no ratio.",)
    complete = series[lists_the_world(series)]
    newest = (series if complete.empty else complete).iloc[-1]
    own = series[series["place"] == place]
    printed = own[own["source_rank"] >= newest["source_rank"]].tail(1)
    says = f"prints {printed['printed'].iloc[0]}" if len(printed) else "has no line on record"
    edition = context.dataset.sources[str(printed["source"].iloc[0] if len(printed) else newest["source"])]
    sentence = f"{edition_title('USGS', edition)} {says} for {name}: no baseline, no ratio."
    return sentence, *_mention_older_edition(own[own["value_t"].notna()], measure)


def format_as_of(question: Question) -> str:
    """Return the words for the day that the answer holds for, or nothing if none was requested."""
    return f" by {question.as_of.isoformat()}" if question.as_of else ""


def _mention_older_edition(own: pd.DataFrame, measure: str) -> tuple[str, ...]:
    if own.empty or measure == Measure.PRODUCTION:
        return ()
    (last,) = to_rows(own.tail(1))
    unit = "" if last.unit not in ("t", "kt", "Mt") or not last.printed[-1:].isdigit() else f" {last.unit}"
    figure = f"{last.printed}{unit} ({last.source})"
    return (f"The last figure was {figure}: ask for it with --baseline {last.source}.",)


#: Figures closer than this many times apart get one more digit, which shows how close they are.
_NEARLY_EQUAL = 1.1


def describe_ratio(figure: Figure) -> str:
    """Describe the ratio of a figure to its baseline, such as ``about 7.6 times as much (7.4 to 7.7)``."""
    low, high, digits = figure.ratio_low, figure.ratio_high, figure.ratio_digits
    if low is not None and high is not None:
        span = format_ratio_interval(low, high, digits)
        if figure.ratio is None:
            return f"{span} times as much"
        if low < 1 < high:
            return f"the same within rounding ({span})"
        about = format_ratio_value(figure.ratio, digits)
        return f"about {'' if about == '1' else about + ' times '}as much ({span})"
    if low is not None:
        return f"at least {format_ratio_low(low, digits)} times as much"
    return (
        f"at most {format_ratio_high(high, digits)} times as much" if high is not None else "of which there is no ratio"
    )


def summarize_gap(
    baseline: Figure, others: Sequence[Figure], headline: Figure | None, bridge: BridgeResult | None, *, alike: bool
) -> tuple[str, ...]:
    """Summarize how the headline figure compares with the baseline, and count the other figures.

    ``alike`` says that ``others`` has only figures that are defined as the baseline is.
    """
    title = f"{baseline.title}: {format_figure(baseline)}"
    if headline is None:
        which = (
            "No other current figure is defined alike" if alike else "No current figure of anybody else is on record"
        )
        return (f"{title}. {which}.",)
    gap = f"{title}. {headline.title}: {format_figure(headline)}, {describe_ratio(headline)}."
    rest = [figure for figure in others if figure.id != headline.id]
    more = f" {format_count(len(rest), 'other figure')} below." if rest else ""
    return gap + more, _explain_gap(headline, baseline, bridge)


def find_furthest(figures: Sequence[Figure]) -> Figure | None:
    """Find the figure certain to be furthest from its baseline; a bound or range counts by its nearer end."""
    return max(figures, key=_least_times_apart, default=None)


def _least_times_apart(figure: Figure) -> float:
    """Return how many times apart a figure and its baseline are at least: 1 where they may be equal."""
    low, high = figure.ratio_low or 0.0, figure.ratio_high
    if figure.ratio is not None and not low < 1 < (high or 0.0):
        return times_apart(figure.ratio, 1.0)
    if low > 1:
        return low
    return 1 / high if high is not None and 0 < high < 1 else 1.0


#: What is not known of a figure whose source does not state a field.
_FIELD_WORDS = {
    "basis": "what the tonnes are of",
    "stage": "whether they are in the ground or recoverable",
    "category": "which category they are",
    "date": "the date",
}


def _explain_gap(figure: Figure, baseline: Figure, bridge: BridgeResult | None) -> str:
    """Say what the gap is consistent with, or why that is not known."""
    if bridge is not None and bridge.reconciled:
        return _explain_reconciled(bridge)
    if bridge is not None and figure.verdict == Verdict.PARTLY_EXPLAINED:
        return _explain_partly(bridge)
    sentences = {
        Verdict.CONFLICT: "Both count the same thing, and they contradict each other."
        if figure.comparable == "yes"
        else "By definition the one lies inside the other, and yet it is larger: they contradict each other.",
        Verdict.AGREE_AFTER_CONVERSION: "They agree once both are in the same oxide.",
    }
    if figure.verdict in sentences:
        return sentences[Verdict(figure.verdict)]
    loose = {figure.kind, baseline.kind} & {"lower", "upper", "range"}
    if figure.verdict in (Verdict.AGREE, Verdict.SAME_SOURCE):
        return "The two are compatible: a bound or a range is no figure." if loose else "They agree within rounding."
    if figure.verdict == Verdict.REVISED:
        repeated = f"One repeats what an earlier edition of the other printed ({figure.earlier_edition})."
        return repeated if figure.earlier_edition else "Both are figures of one source at different dates."
    if figure.verdict == Verdict.NOT_LIKE_FOR_LIKE:
        which = f" ({figure.category})" if "category" in figure.causes and figure.category else ""
        differently = f"They are defined differently{which}, and no source says how much of the gap that makes."
        return differently if figure.comparable == "no" else "Their dates lie more than three years apart."
    if not figure.unstated:
        return "One of the two draws on the other, so they cannot contradict each other."
    fields = join_words([_FIELD_WORDS[name] for name in figure.unstated])
    same = (
        "The figures may be the same" if _least_times_apart(figure) == 1 else "The figures may count different things"
    )
    return f"{same}: for one of them or both, no source states {fields}."


def _explain_reconciled(bridge: BridgeResult) -> str:
    whole, part, other = bridge.whole, bridge.part, bridge.baseline
    among = f"of the {format_figure(whole)}, {format_figure(part)} are {part.scope}"
    if part.id == other.id:
        return f"The one is a part of the other: {among}."
    who = other.publisher
    once = "NOT_INDEPENDENT" in bridge.explained.flags
    unnamed_part = [] if other.states_part else [f"{who} does not say which part it counts"]
    seen = ["the two may be one source seen twice"] if once else []
    caveat = ", and ".join([*unnamed_part, *seen])
    same = f"Consistent with definition, not dispute: {among}, the same as {who} within rounding."
    return f"{same} {caveat[0].upper()}{caveat[1:]}." if caveat else same


def _explain_partly(bridge: BridgeResult) -> str:
    whole, part, other = bridge.whole, bridge.part, bridge.baseline
    before, after = (times_apart(one.value_t or 0.0, other.value_t or 0.0) for one in (whole, part))
    digits = bridge.explained.ratio_digits
    among = f"of the {format_figure(whole)}, {format_figure(part)} are {part.scope}"
    remaining = format_ratio_value(after, digits + (after < _NEARLY_EQUAL))
    nearer = f"from {format_ratio_value(before, digits)} times apart to {remaining}"
    return f"Partly explained by definition: {among}. That brings the two {nearer}."


def choose_group_unit(group: Group, requested: str | None) -> str:
    """Return the requested unit, or the one that suits the largest figure of the group."""
    return requested or choose_unit(max((figure.value_t or 0.0 for figure in group.figures), default=0.0))


def describe_other_figures(more: OtherFigures, unit: str) -> tuple[str, str, str]:
    """Describe the figures that are only counted: their number, their range, and their years."""
    low, high = format_value(more.low, unit), format_value(more.high, unit)
    span = low if low == high else f"{low} to {high}"
    measured = span if span.endswith("%") else f"{span} {unit}"
    return f"+ {more.number} more {pluralize('statement', more.number)}", measured, more.years


#: Causes that are not named in a sentence about differences, because the verdict already states them.
_UNNAMED_CAUSES = ("rounding", "unexplained")


_EXPLAINED_BY_PART = select_verdicts(lambda meaning: meaning.by_part)


def describe_other_groups(groups: Sequence[Group]) -> tuple[str, ...]:
    """Name in one sentence the other groups of figures on record, if there are any."""
    counts = {group.measure: len(group.figures) for group in groups}
    names = {"resources": "resources", "ore": "ore", "sites": "single deposits"}
    given = [f"{names[measure]} ({number})" for measure, number in counts.items()]
    if not given:
        return ()
    return (f"Also on record: {join_words(given)}, below.",)


def describe_verdicts(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Write one sentence for all figures that share a verdict, causes and flags.

    Where a published part explains one figure of an origin, the other figures of that origin get no verdict.
    """
    explained = {one.root for one in figures if one.verdict in _EXPLAINED_BY_PART}
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for one in figures:
        if one.verdict and (one.verdict in _EXPLAINED_BY_PART or one.root not in explained):
            alike.setdefault((one.verdict, one.causes, one.flags), []).append(one.title)
    return tuple(_format_verdict(*key, list(dict.fromkeys(titles))) for key, titles in alike.items())


def _format_verdict(verdict: str, causes: Sequence[str], flags: Sequence[str], titles: Sequence[str]) -> str:
    verb = "differs" if len(titles) == 1 else "differ"
    named = [cause for cause in causes if cause not in _UNNAMED_CAUSES]
    differs = [f"{verb} in {', '.join(named)}"] if named else []
    clauses = [f"{', '.join(titles)}: {verdict}", *differs, *([", ".join(flags)] if flags else [])]
    return "; ".join(clauses) + "."


def describe_separate_rows(rows: list[FigureRow]) -> tuple[str, ...]:
    """Describe rows that are listed separately: a phrase for each, such as ``658 Mt of rare metals``, or a count."""
    whole = [row for row in rows if not row.part_of]
    sites = [row for row in whole if row.site and row.measure != Measure.TARGET]
    national = [row for row in whole if not row.site and row.measure != Measure.TARGET]
    metals = [row for row in national if row.basis == Basis.RARE_METALS]
    phrases = [f"{_format_amount(row)} of rare metals" for row in metals]
    for basis in (Basis.ORE, Basis.MONAZITE):
        phrases += [f"{_format_amount(row)} of {basis.value}" for row in national if row.basis == basis]
    earths = [row for row in national if row.basis not in (Basis.RARE_METALS, Basis.ORE, Basis.MONAZITE)]
    for measure in Measure:
        phrases += _describe_measure(measure, [row for row in earths if row.measure == measure])
    phrases += [
        f"a target for {row.period} of {_format_amount(row)} a year ({row.basis})"
        for row in whole
        if row.measure == Measure.TARGET
    ]
    if sites:
        names = ", ".join(dict.fromkeys(row.site for row in sites))
        areas = "single areas" if len(sites) > 1 else "a single area"
        phrases.append(f"{format_count(len(sites), 'figure')} of {areas} ({names})")
    return tuple(phrases)


def _describe_measure(measure: Measure, rows: list[FigureRow]) -> list[str]:
    if not rows:
        return []
    if measure is Measure.SHARE:
        return [f"{format_count(len(rows), 'share')} of the world (--measure share)"]
    if measure is Measure.PRODUCTION:
        return [f"{format_count(len(rows), 'production figure')} (--measure production)"]
    if measure is Measure.QUOTA:
        return [f"{format_count(len(rows), 'quota')} (--measure quota)"]
    kind = "prognostic resources" if all("P1" in row.category for row in rows) else str(measure)
    return [f"{_format_amount(row)} of {kind}" for row in rows]


def _format_amount(row: FigureRow) -> str:
    if isnan(row.value_t):
        return row.printed
    lead = BOUND_WORDS.get(row.kind, "")
    finest = 3 if row.derived_from else 15
    return lead + format_amount(row.value_t, max(1, min(finest, row.digits)))


def list_remarks(place: str, context: Context) -> tuple[str, ...]:
    """List remarks about a place that carry no figure, from sources published by the requested day."""
    dataset, day = context.dataset, context.question.as_of
    remarks = [(one.text, dataset.sources[one.source]) for one in dataset.remarks if one.place == place]
    return tuple(
        f"{dataset.publishers.get(source.publisher, source.publisher)}: {text}."
        for text, source in remarks
        if day is None or (source.published is not None and source.published.last_day <= day)
    )


def summarize(
    place: str,
    measure: str,
    rows: list[FigureRow],
    group: Group,
    others: Sequence[Figure],
    headline: Figure | None,
    bridge: BridgeResult | None,
    other_groups: Sequence[Group],
    context: Context,
) -> tuple[str, ...]:
    """Summarize the comparison of a place, or say why there is none."""
    if not rows:
        return (f"Nothing is on record for {context.dataset.places[place].name}{format_as_of(context.question)}.",)
    if not group.baselines or measure not in COMPARED_MEASURES:
        return (*explain_missing_baseline(place, measure, context), *describe_other_groups(other_groups))
    base = next((one for one in group.baselines if headline and one.id == headline.baseline), group.baselines[-1])
    alike = context.question.like_for_like
    sentences = summarize_gap(base, [one for one in others if one.is_current], headline, bridge, alike=alike)
    return (*sentences, *describe_other_groups(other_groups))


def describe_rank(place: str, group: Group, bridge: BridgeResult | None, context: Context) -> tuple[str, ...]:
    """Give the rank by the baseline, and the rank that the explained figure would give."""
    groups = frozenset({OTHER} | {code for code, one in context.dataset.places.items() if one.group})
    base = group.baselines[0] if group.baselines and group.measure == Measure.RESERVES else None
    if base is None or base.value_t is None or base.kind != "point":
        return ()
    rank = rank_amount(place, base.value_t, context.baselines, groups)
    if rank is None:
        return ()
    note = f"Rank {ordinal(rank)} by {base.title}"
    if bridge is not None and bridge.reconciled and bridge.explained.value_t is not None:
        other = rank_amount(place, bridge.explained.value_t, context.baselines, groups)
        note += f"; {ordinal(other or 0)} if {format_figure(bridge.explained)} stood there (not like for like)"
    return (note + ".",)
