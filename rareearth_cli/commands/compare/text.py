"""The sentences of ``compare``: which figures differ, how far apart they are, what that is consistent with.

For a place without a baseline they say why there is none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import isnan

import pandas as pd

from rareearth_cli.analysis.answer import Column, Grid, Row
from rareearth_cli.analysis.bridges import BridgeResult
from rareearth_cli.analysis.composition import (
    ORE_CATEGORIES,
    ORE_RESERVES,
    Composition,
    DepositClass,
    name_class,
    name_deposit,
)
from rareearth_cli.analysis.discrepancies import list_causes, list_unstated
from rareearth_cli.analysis.figures import (
    KINDS_WITHOUT_AMOUNT,
    Figure,
    FigureRow,
    Group,
    OtherFigures,
    build_figure,
    edition_title,
    format_as_of,
    format_figure,
    format_ratio,
    format_value,
    title_in_sentence,
    to_rows,
)
from rareearth_cli.analysis.judge import STALE_YEARS, AmountInterval, calculate_share, format_share
from rareearth_cli.analysis.pairing import BASELINE_SERIES, COMPARED_MEASURES, Context
from rareearth_cli.analysis.revisions import EVER_PUBLISHED
from rareearth_cli.analysis.selection import lists_all_places
from rareearth_cli.analysis.world_list import (
    WorldList,
    amount_interval,
    cover_total,
    group_codes,
    name_amount,
    rank_amount,
    ranked_value,
    select_world_list,
    sum_rows,
    world_total,
)
from rareearth_cli.model.dates import parse_date, spell_months
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.interval import intervals_meet
from rareearth_cli.model.names import OTHER
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.questions import Question
from rareearth_cli.model.vocabulary import (
    OXIDES,
    STOCKS,
    Basis,
    Measure,
    Verdict,
    select_verdicts,
)
from rareearth_cli.model.wording import (
    begin_sentence,
    bound_words,
    choose_unit,
    digits_of_end,
    format_amount,
    format_count,
    format_number,
    format_ratio_high,
    format_ratio_interval,
    format_ratio_low,
    format_ratio_value,
    has_several_authors,
    join_words,
    least_times_apart,
    name_in_text,
    name_publisher,
    ordinal,
    pluralize,
    spell_category,
    times_apart,
)


def explain_missing_baseline(place: str, measure: str, context: Context) -> tuple[str, ...]:
    """Explain why a place has no baseline; a figure of an older edition is mentioned but never used."""
    name, chosen = context.dataset.places[place].name, context.question.baseline
    if measure not in COMPARED_MEASURES:
        not_so = "ore is not" if measure == Measure.ORE else f"{measure}s are not"
        compared = f"{', '.join(COMPARED_MEASURES[:-1])} and {COMPARED_MEASURES[-1]}"
        return (f"Listed, not compared: only {compared} are compared with a baseline, {not_so}.",)
    if chosen is not None:
        return (f"The baseline '{chosen}' has no {measure} for {name} that a current figure is compared with.",)
    frame = context.frame
    if place == OTHER:
        return ("What a list gives for other countries has no baseline, because they are others in each list.",)
    asked = Measure.RESERVES.value if measure == Measure.RESOURCES else measure
    series = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == asked)].sort_values("source_rank")
    series = series[series["status"].isin(EVER_PUBLISHED)]
    if series.empty:
        return (f"No USGS figure of {measure} is in our data{name_day_asked(context.question)}{_NO_BASELINE}.",)
    complete = series[lists_all_places(series)]
    newest = (series if complete.empty else complete).iloc[-1]
    own = series[(series["place"] == place) & (series["part_of"] == "") & (series["derived_from"] == "")]
    current = (frame["place"] == place) & (frame["measure"] == measure) & (frame["site"] == "") & frame["shown"]
    if measure == Measure.RESOURCES and own["value_t"].notna().any() and not current.any():
        return (
            f"No current national figure of {measure} is in our data for {name}{name_day_asked(context.question)}.",
        )
    printed = own[own["source_rank"] >= newest["source_rank"]].tail(1)
    given = str(printed["printed"].iloc[0]) if len(printed) else ""
    if not given and complete.empty:
        # What is in our data of a list says nothing of what the list does not have.
        any_other = "current " if own["value_t"].notna().any() else ""
        day = name_day_asked(context.question)
        missing = f"No {any_other}figure of USGS for the {measure} of {name} is in our data{day}"
        return f"{missing}{_NO_BASELINE}.", *_mention_earlier(own, measure, current)
    says = f"gives {_SYMBOL_WORDS.get(given, given)}" if given else "has no line"
    edition = context.dataset.sources[str(printed["source"].iloc[0] if len(printed) else newest["source"])]
    sentence = f"{edition_title('USGS', edition)} {says} for {name}{_NO_BASELINE}."
    return sentence, *_mention_earlier(own, measure, current)


#: How a sentence ends that says why there is nothing to compare with.
_NO_BASELINE = ", so there is no baseline to compare with"
#: What tables print in place of a figure.
_SYMBOL_WORDS = {"NA": "NA (not available)", "W": "W (withheld)"}


def name_day_asked(question: Question) -> str:
    """Return the words for the day that a question names, or nothing if it names none."""
    return f" by {question.as_of.isoformat()}" if question.as_of else ""


def _mention_earlier(own: pd.DataFrame, measure: str, current: "pd.Series[bool]") -> tuple[str, ...]:
    """Mention the last figure of an older edition, if there is a current one to compare with it."""
    own = own[own["value_t"].notna()]
    if own.empty or measure == Measure.PRODUCTION or not current.any():
        return ()
    (last,) = to_rows(own.tail(1))
    unit = "" if last.unit not in ("t", "kt", "Mt") or not last.printed[-1:].isdigit() else f" {last.unit}"
    figure = f"{last.printed}{unit} ({last.source})"
    return (f"The last figure was {figure}; --baseline {last.source} compares with it.",)


#: Publishers that the first lines of an answer spell out.
_LONG_NAMES = {
    "USGS": "U.S. Geological Survey (USGS)",
    "BGS": "British Geological Survey (BGS)",
    "EI": "Energy Institute (EI)",
    "NRCan": "Natural Resources Canada (NRCan)",
}


def describe_ratio(figure: Figure) -> str:
    """Describe the ratio of a figure to its baseline, such as ``7.6 times as much (7.4 to 7.7 …)``."""
    low, high, digits = figure.ratio_low, figure.ratio_high, max(2, figure.ratio_digits)
    if low is not None and high is not None:
        span = format_ratio_interval(low, high, digits)
        if figure.ratio is None:
            return f"{span} times as much"
        if low < 1 < high:
            return "the same within rounding"
        return f"{format_ratio(figure)} times as much ({span} allowing for rounding)"
    if low is not None:
        return f"at least {format_ratio_low(low, digits)} times as much"
    return f"at most {format_ratio_high(high, digits)} times as much" if high is not None else "without a ratio"


def summarize_gap(
    baseline: Figure, headline: Figure | None, bridge: BridgeResult | None, *, alike: bool, others: bool
) -> tuple[str, ...]:
    """Summarize how the headline figure compares with the baseline.

    ``alike`` says that only figures that are defined as the baseline is were asked for, and ``others`` that there are
    others all the same, such as zero, to which there is no ratio.
    """
    listed = f"{baseline.publisher} lists {format_figure(baseline)} ({baseline.provenance}, {baseline.as_of})"
    if headline is None:
        alone = f"No other current national figure of {baseline.measure} is in our data"
        which = "No other current figure is defined in the same way" if alike else alone
        which = "The figures of others are below, without a ratio to it" if others and not alike else which
        return (f"{listed}. {which}.",)
    other = f"{headline.publisher}: {format_figure(headline)} ({headline.as_of}, {headline.provenance})"
    return f"{listed}. {other}, {describe_ratio(headline)}.", _explain_gap(headline, baseline, bridge)


def build_headline(baseline: Figure, headline: Figure | None) -> Grid | None:
    """Build the lines that answer: what the baseline says, what the other figure says, and how far apart they are."""
    if headline is None:
        return None
    unit = choose_unit(max(baseline.value_t or 0.0, headline.value_t or headline.low_t or 0.0))
    ratio = format_ratio(headline)
    low, high = headline.ratio_low, headline.ratio_high
    allowing = ""
    if headline.ratio is not None and low is not None and high is not None:
        span = format_ratio_interval(low, high, max(2, headline.ratio_digits))
        allowing = f" ({span} allowing for rounding)"
    rows = [
        (
            _LONG_NAMES.get(baseline.publisher, baseline.publisher),
            f"{format_value(baseline, unit)} {unit}{_of_basis(baseline)}",
            ", ".join(filter(None, (baseline.narrowed, _state_when(baseline), baseline.publication))),
        ),
        (
            _LONG_NAMES.get(headline.publisher, headline.publisher),
            f"{format_value(headline, unit)} {unit}",
            ", ".join(filter(None, (_of_basis(headline).strip(), _state_when(headline), headline.publication))),
        ),
        *([("", f"{ratio} ×", f"{_name_whole(baseline, headline)}{allowing}")] if ratio else []),
    ]
    ids = (("", baseline.id), ("", headline.id), ())
    columns = (Column(flexible=True), Column(right=True), Column(flexible=True))
    return Grid(
        columns=columns,
        rows=[Row(cells=cells, depth=1, estimate_ids=one) for cells, one in zip(rows, ids, strict=False)],
    )


def _name_whole(baseline: Figure, headline: Figure) -> str:
    """Name what a ratio is of: the baseline, or the oxide in it if the baseline alone counts a mineral."""
    in_it = "the oxide in that of " if baseline.other_basis and not headline.other_basis else ""
    return f"{in_it}{baseline.publisher}"


def _state_when(figure: Figure) -> str:
    """Say when a figure holds, such as ``for 2025``, ``in 2025`` of a flow, or ``as of 1 Jan 2023``."""
    reading = " by our reading" if "effective" in figure.inferred else ""
    if figure.as_of.isdigit():
        return f"in {figure.as_of}{reading}"
    return figure.as_of if figure.as_of.startswith(("for ", "not ")) else f"as of {figure.as_of}{reading}"


def find_furthest(figures: Sequence[Figure]) -> Figure | None:
    """Find the figure certain to be furthest from its baseline; a bound or range counts by its nearer end.

    Of several that are equally far it is the newest, and of one year that of USGS.
    """
    by_name = sorted(figures, key=lambda one: (one.publisher != "USGS", one.id))
    newest_first = sorted(by_name, key=lambda one: one.year, reverse=True)
    return max(newest_first, key=_least_times_apart, default=None)


def _least_times_apart(figure: Figure) -> float:
    """Return how many times apart a figure and its baseline are at least: 1 where they may be equal."""
    low, high = figure.ratio_low or 0.0, figure.ratio_high
    if figure.ratio is not None and not low < 1 < (high or 0.0):
        return times_apart(figure.ratio, 1.0)
    return least_times_apart(low, high)


def _explain_gap(figure: Figure, baseline: Figure, bridge: BridgeResult | None) -> str:
    """Say what the gap is consistent with, or why that is not known."""
    if bridge is not None and bridge.reconciled and figure.verdict != Verdict.UNKNOWN:
        return _explain_reconciled(bridge)
    if bridge is not None and figure.verdict == Verdict.PARTLY_EXPLAINED:
        return _explain_partly(bridge)
    sentences = {
        Verdict.CONFLICT: "Both count the same thing, and they contradict each other."
        if "category" not in figure.causes
        else "By definition one is part of the other, and yet it is larger. They contradict each other.",
        Verdict.AGREE_AFTER_CONVERSION: "They agree once both are converted to the same oxide.",
        Verdict.RECONCILED_BY_SUBSET: "Different definitions may explain the gap: a part that one of the two publishes"
        " meets the other figure.",
        Verdict.SAME_SOURCE: "Both go back to the same origin, so they do not confirm each other.",
        Verdict.AGREE: "The figure is consistent with the bound."
        if {figure.kind, baseline.kind} & {"lower", "upper", "range"}
        else "They agree within rounding. Whether one of them rests on the other is not known.",
        Verdict.REVISED: _explain_revision(figure, baseline),
    }
    if figure.verdict in sentences:
        return sentences[Verdict(figure.verdict)]
    if figure.verdict == Verdict.NOT_LIKE_FOR_LIKE:
        if figure.comparable != "no":
            return "Their dates are more than three years apart."
        differences = list_causes(figure.causes, figure.measure)
        if (
            figure.ratio_low is not None
            and figure.ratio_high is not None
            and figure.ratio_low <= 1 <= figure.ratio_high
        ):
            return f"The amounts are the same within rounding, but the two differ in {differences}."
        return f"The two differ in {differences}. No source says how much of the gap that makes."
    if not figure.unstated:
        return "One of the two draws on the other, so they cannot contradict each other."
    if set(figure.unstated) == {"date"}:
        return "At least one of the two sources does not say the date of its figure."
    fields = list_unstated(figure.unstated)
    # Where one of the two does not say what its tonnes are of, and the other does, it is that one.
    silent = baseline.states_basis and not figure.states_basis
    text = f"The text with the figure of {name_publisher(figure.publisher)}"
    who = text if silent else "At least one of the two sources"
    return f"They may count different things. {who} does not say {fields}."


def _explain_revision(figure: Figure, baseline: Figure) -> str:
    if figure.earlier_edition:
        return f"One repeats a figure of an earlier edition of the other ({figure.earlier_edition})."
    differ = "in different versions" if figure.as_of == baseline.as_of else "at different dates"
    return f"Both are figures of one origin, {differ}."


def _explain_reconciled(bridge: BridgeResult) -> str:
    whole, part, other = bridge.whole, bridge.part, bridge.baseline
    among = f"of the {format_figure(whole)}, {format_figure(part)} are {part.scope}"
    if part.id == other.id:
        return f"One is a part of the other: {among}."
    same = f"Different definitions may explain the gap: {among}. That is as much as {other.publisher} lists."
    unnamed = "" if other.states_part else f"{other.publisher} does not say that it counts this part."
    whose = name_publisher(whole.publisher)
    used = f"{other.publisher} may have used data of {whose}, so the two figures may not be independent."
    once = used if "NOT_INDEPENDENT" in bridge.explained.flags else ""
    return " ".join(filter(None, (same, unnamed, once)))


def _explain_partly(bridge: BridgeResult) -> str:
    whole, part, other = bridge.whole, bridge.part, bridge.baseline
    before, after = (times_apart(one.value_t or 0.0, other.value_t or 0.0) for one in (whole, part))
    digits = max(2, bridge.explained.ratio_digits)
    among = f"of the {format_figure(whole)}, {format_figure(part)} are {part.scope}"
    remaining = format_ratio_value(after, digits)
    nearer = f"{remaining} times apart instead of {format_ratio_value(before, digits)}"
    larger = other.publisher if (other.value_t or 0.0) > (part.value_t or 0.0) else part.publisher
    rest = f"and {title_in_sentence(larger)} has the larger figure then"
    sentence = f"One part comes nearer: {among}. With that part alone the two are {nearer}, {rest}."
    sentence += "" if other.states_part else f" {other.publisher} does not say that it counts this part."
    if not whole.states_basis:
        who = name_publisher(whole.publisher)
        sentence += f" The text with the figure of {who} does not say what the tonnes are of, so this is uncertain."
    return sentence


def choose_group_unit(group: Group, requested: str | None) -> str:
    """Return the requested unit, or the one that suits the largest figure of the group."""
    summarized = [origin.other_figures.high for origin in group.origins if origin.other_figures is not None]
    figures = [*group.figures, *summarized]
    return requested or choose_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))


def describe_other_figures(more: OtherFigures, unit: str) -> tuple[str, str, str]:
    """Describe the figures that are only counted: their number, their range, and their years."""
    low, high = format_value(more.low, unit), format_value(more.high, unit)
    span = low if low == high else f"{low} to {high}"
    measured = span if span.endswith("%") else f"{span} {unit}"
    number = format_count(more.number, "more figure")
    return number if more.number > 1 else f"{number}, {more.low.title}", measured, more.years


_EXPLAINED_BY_PART = select_verdicts(lambda meaning: meaning.by_part)


def describe_resources(groups: Sequence[Group], baseline: Figure | None = None) -> tuple[str, ...]:
    """Tell what the resources of a place are put at, where nobody else has a figure for its reserves.

    Of each publisher only its newest figures are told, and figures long before the baseline are told as past.
    """
    figures = [
        one
        for group in groups
        if group.measure == Measure.RESOURCES
        for origin in group.origins
        for one in origin.figures
    ]
    newest = {
        one.publisher: max(_year(other) for other in figures if other.publisher == one.publisher) for one in figures
    }
    figures = [one for one in figures if _year(one) == newest[one.publisher]]
    if not figures:
        return ()
    past = baseline is not None and all(0 < _year(one) < _year(baseline) - STALE_YEARS for one in figures)
    named = [
        f"{_put_bound_last(_name_amount(one))} ({one.publisher}, {_state_when(one)})" for one in figures[:_MAX_NAMED]
    ]
    more = f" and {len(figures) - _MAX_NAMED} more" if len(figures) > _MAX_NAMED else ""
    listed = join_words(named) if not more else ", ".join(named) + more
    return (f"Resources, part of which may never be mined, {'were' if past else 'are'} put at {listed}.",)


def _year(figure: Figure) -> int:
    """Return the year of a figure; 0 if it is not dated."""
    found = re.search(r"\d{4}", figure.year or figure.as_of)
    return int(found[0]) if found else 0


def _name_amount(figure: Figure) -> str:
    """Format an amount, and say so where it counts a mineral and not the oxide in it."""
    return format_figure(figure) + _of_basis(figure) + (" by our sum" if figure.derived else "")


def _of_basis(figure: Figure) -> str:
    """Say of what the tonnes of a figure are, where they are not oxide."""
    return f" of {figure.other_basis}" if figure.other_basis else ""


#: A sentence names at most this many things.
_MAX_NAMED = 3


def describe_other_groups(groups: Sequence[Group]) -> tuple[str, ...]:
    """Name in one sentence the other groups of figures in our data, if there are any."""
    counts = {group.measure: len(group.figures) for group in groups}
    return (f"Also in our data: ore ({counts[Measure.ORE]}), below.",) if Measure.ORE in counts else ()


def describe_named_mines(composition: Composition, base: Figure | None) -> str:
    """State what the ore reserves of named mines add up to, and what share of the baseline and its parts that is.

    No share is given of a baseline that is more than three years newer than all of them (rule R7.6). Where it is so
    much newer than some, the sum without these is given as well.
    """
    found = composition.ore_reserves
    total = found.total if found is not None else None
    if found is None or total is None:
        return ""
    names = [_name_mine(row, composition) for row in found.rows[:_MAX_NAMED]]
    more = [f"{len(found.rows) - _MAX_NAMED} more"] if len(found.rows) > _MAX_NAMED else []
    held = f"{format_amount(total.value_t, total.digits)} of oxide, as a rule before losses in processing"
    one = len(found.rows) == 1
    subject = f"The published ore {pluralize('reserve', len(found.rows))} of {join_words([*names, *more])}"
    is_old = base is not None and _are_too_old(found.rows, base)
    verb = ("contained" if is_old else "contains") if one else ("together contained" if is_old else "together contain")
    sentence = f"{subject} {verb} {held}"
    bound = f" {base.publisher} does not say which deposits it counts." if base is not None else ""
    bound += _name_newer_figures(found, base) + _sum_without_old(found, base) + _name_reserves_left_out(composition)
    if base is not None and is_old:
        listed = f"{format_figure(base)} that {base.publisher} lists {base.as_of}"
        return f"{sentence}. {_refuse_share(total, base, listed)}"
    if base is not None and len(_list_newer_sites(found, base)) == len(found.rows):
        # What a list cannot know is no share of it.
        listed = f"{base.publisher} lists {format_figure(base)} {base.as_of}"
        return f"{sentence}. {listed}.{_name_newer_figures(found, base)}{_name_reserves_left_out(composition)}"
    against = [_compare_with(total, whole, base) for whole in (base, *base.parts)] if base is not None else []
    shares = [words for words in against if words]
    return f"{sentence}. That is {join_words(shares)}.{bound}" if shares else f"{sentence}.{bound}"


def _list_newer_sites(found: DepositClass, base: Figure) -> list[str]:
    """List the deposits of which the figures are newer than the baseline."""
    published = base.published.last_day.isoformat() if base.published is not None else ""
    return [row.site for row in found.rows if published and row.effective_day > published]


def _name_newer_figures(found: DepositClass, base: Figure | None) -> str:
    """Say of which deposits the figures are newer than the baseline, which so cannot count them."""
    newer = _list_newer_sites(found, base) if base is not None else []
    if base is None or not newer:
        return ""
    figures, those = f"{pluralize('figure', len(newer))} of {join_words(newer)}", "it" if len(newer) == 1 else "them"
    return f" That list of {base.publisher} is older than the {figures}, and cannot rest on {those}."


def _name_reserves_left_out(composition: Composition) -> str:
    """Say whose ore reserves are not in a sum: those without a tonnage of oxide, and those nobody publishes."""
    sites = list(dict.fromkeys(row.site for row in composition.ore if name_class(row) == ORE_RESERVES))
    if not sites:
        return " Other deposits may have ore reserves that are not in it."
    reserves = f"ore {pluralize('reserve', len(sites))} of {join_words(sites)}"
    are = "is" if len(sites) == 1 else "are"
    oxide = "its oxide is" if len(sites) == 1 else "their oxide is"
    return f" The {reserves} {are} not in it, because {oxide} not in a text that we read; other deposits may have more."


def _name_mine(row: FigureRow, composition: Composition) -> str:
    """Name a mine with the date of its figure, and who transcribed it where the paper itself was not read."""
    carrier = _CARRIER.search(composition.figures[row.id].title)
    transcribed = "printed" in row.inferred or bool(row.derived_from)
    read = ", our sum" if row.derived_from else ""
    read += f", as transcribed by {carrier[1]}" if carrier and transcribed else ""
    reading = " by our reading" if "effective" in row.inferred else ""
    return f"{row.site} ({spell_months(composition.figures[row.id].as_of)}{reading}{read})"


#: Who passes a figure on, in its title.
_CARRIER = re.compile(r" via (.*?)(?:, [^,]*)?$")


def _sum_without_old(found: DepositClass, base: Figure | None) -> str:
    """Give the sum without the figures that are more than three years older than the baseline, if there are any."""
    if base is None:
        return ""
    recent = tuple(row for row in found.rows if not _are_too_old([row], base))
    total = found._replace(rows=recent).total if 0 < len(recent) < len(found.rows) else None
    if total is None:
        return ""
    old = join_words([row.site for row in found.rows if row not in recent])
    amount = format_amount(total.value_t, total.digits)
    shares = list(filter(None, (_compare_with(total, whole, base, short=True) for whole in (base, *base.parts))))
    of_listed = f", {join_words(shares)}" if shares else ""
    return f" Without {old}, whose date is more than three years before that of USGS, they contain {amount}{of_listed}."


def _refuse_share(total: AmountInterval, base: Figure, listed: str) -> str:
    """Say that a sum is too old to be compared with the baseline, and whether the two are the same amount."""
    if base.low_t is not None and base.high_t is not None and total.low_t is not None and total.high_t is not None:
        own, other = ((one.low_t, one.high_t, False) for one in (total, base))
        if intervals_meet(own, other):
            return f"It is as much as the {listed}, but the dates are more than three years apart."
    return f"It is not compared with the {listed}, because the dates are more than three years apart."


def _are_too_old(rows: Sequence[FigureRow], base: Figure) -> bool:
    """Whether all rows are older than a baseline by more years than figures of one time may be apart."""
    newest = max(row.effective_day[:4] if row.effective_day else "" for row in rows)
    return bool(newest and base.year) and int(base.year) - int(newest) > STALE_YEARS


def _compare_with(total: AmountInterval, whole: Figure, base: Figure, *, short: bool = False) -> str:
    """Compare a sum of ore reserves with the baseline, or with that part of it which counts ore reserves too.

    ``short`` leaves out what the amounts are, which has been said.
    """
    if (
        whole.value_t is None
        or whole.kind != Kind.POINT
        or (whole is not base and whole.category not in ORE_CATEGORIES)
    ):
        return ""
    listed = f"the {format_figure(whole)} that {base.publisher} lists {base.as_of}"
    if whole is not base:
        listed = f"the {format_figure(whole)} in it that are {whole.scope}"
    listed = f"the {format_figure(whole)}" if short else listed
    window = AmountInterval(whole.value_t, whole.low_t, whole.high_t, whole.kind, whole.digits)
    if (total.low_t or 0.0) < (window.high_t or 0.0) and (window.low_t or 0.0) < (total.high_t or 0.0):
        return f"as much as {listed}, within rounding"
    share = calculate_share(total, window)
    return f"{format_share(share)} of {listed}" if share is not None else f"more than {listed}"


def describe_verdicts(
    figures: Sequence[Figure], headline: Figure | None, baselines: Sequence[Figure]
) -> tuple[str, ...]:
    """Write one sentence for all figures that share a verdict and its reason.

    The summary is about the headline, and a publisher is not judged against itself. Where a published part explains one
    figure of an origin, the other figures of that origin get no verdict.
    """
    explained = {one.root for one in figures if one.verdict in _EXPLAINED_BY_PART}
    own = {one.publisher for one in baselines}
    alike: dict[tuple[str, str], list[Figure]] = {}
    for one in figures:
        if one is headline or one.publisher in own:
            continue
        if one.verdict and (one.verdict in _EXPLAINED_BY_PART or one.root not in explained):
            base = next((base for base in baselines if base.id == one.baseline), None)
            alike.setdefault(_state_verdict(one, base), []).append(one)
    # A source that is judged differently for two of its figures is named with the amount.
    places = Counter(title for those in alike.values() for title in {one.title for one in those})
    sentences = []
    for (singular, plural), those in alike.items():
        names = list(dict.fromkeys(_name_with_amount(one, headline, several=places[one.title] > 1) for one in those))
        alone = len(names) == 1 and not has_several_authors(those[0].publisher)
        sentences.append(f"{begin_sentence(join_words(names))} {singular if alone else plural}.")
    return tuple(sentences)


def _name_with_amount(figure: Figure, headline: Figure | None, *, several: bool) -> str:
    """Name a figure by its title, by its amount if ``several`` have that, and a flow by its year if that is another."""
    amount = f" with {format_figure(figure)}" if several else ""
    another_year = figure.measure == Measure.PRODUCTION and headline is not None and figure.as_of != headline.as_of
    return title_in_sentence(figure.title) + amount + (f" for {figure.as_of}" if another_year else "")


def _state_verdict(figure: Figure, baseline: Figure | None) -> tuple[str, str]:
    """State the verdict on a figure as the predicate of a sentence, for one figure and for several."""
    other = baseline.publisher if baseline is not None else "the baseline"
    listed = f"{other}'s {format_figure(baseline)}" if baseline is not None else other
    another_measure = baseline is not None and baseline.measure != figure.measure
    if baseline is not None and another_measure:
        other = f"{listed} of {baseline.measure}"
    match figure.verdict:
        case Verdict.AGREE if {figure.kind, baseline.kind if baseline else ""} & {"lower", "upper", "range"}:
            return "is consistent with the bound", "are consistent with the bound"
        case Verdict.NOT_LIKE_FOR_LIKE if figure.comparable != "no":
            gap = f"more than three years from that of {other}"
            return f"has a date {gap}", f"have dates {gap}"
        case Verdict.NOT_LIKE_FOR_LIKE if baseline is not None and another_measure:
            # What else differs is told by the table and by --explain.
            what = f"{figure.measure}, while {listed} are listed as {baseline.measure}"
            return f"counts {what}", f"count {what}"
        case Verdict.NOT_LIKE_FOR_LIKE:
            causes = list_causes(figure.causes, figure.measure)
            return f"differs from {other} in {causes}", f"differ from {other} in {causes}"
        case Verdict.REVISED if not figure.earlier_edition:
            return f"is of the same origin as {other}, at another date", f"are of the origin of {other}, at other dates"
        case Verdict.UNKNOWN if figure.unstated:
            why = f"at least one of the two sources does not say {list_unstated(figure.unstated)}"
            if "date" in figure.causes:
                why += "; besides, the dates are more than three years apart"
            return f"cannot be judged, because {why}", f"cannot be judged, because {why}"
    singular, plural = _PREDICATES[Verdict(figure.verdict)]
    return singular.format(other=other), plural.format(other=other)


#: What a sentence says of one figure, and of several, with a verdict.
_PREDICATES = {
    Verdict.NOT_COMPARABLE: (
        "counts something else than {other} and is not comparable",
        "count something else than {other} and are not comparable",
    ),
    Verdict.SAME_SOURCE: ("has the same origin as {other}", "have the same origin as {other}"),
    Verdict.AGREE: ("agrees with {other} within rounding", "agree with {other} within rounding"),
    Verdict.AGREE_AFTER_CONVERSION: ("agrees with {other} once converted", "agree with {other} once converted"),
    Verdict.RECONCILED_BY_SUBSET: (
        "can be reconciled with {other} by a published part",
        "can be reconciled with {other} by a published part",
    ),
    Verdict.PARTLY_EXPLAINED: ("is partly explained by a published part", "are partly explained by published parts"),
    Verdict.REVISED: (
        "repeats what {other} gave in an earlier edition, which {other} has revised since",
        "repeat what {other} gave in earlier editions, which {other} has revised since",
    ),
    Verdict.CONFLICT: ("contradicts {other}", "contradict {other}"),
    Verdict.UNKNOWN: (
        "draws on the same figures as {other} and cannot contradict it",
        "draw on the same figures as {other} and cannot contradict it",
    ),
}


#: What is said of ore whose class the source does not state.
_NO_CLASS = "class not stated"


def describe_ore(composition: Composition) -> str:
    """Name the figures of ore and minerals for which nobody gives the oxide: ore reserves first, then the largest.

    Ore without a class is left out where the deposit has figures of oxide, which say more.
    """
    shown = [*composition.unclassified, *(row for one in composition.classes for row in one.rows)]
    known = {name_deposit(row.site) for row in shown if row.basis in OXIDES}
    rows = [row for row in composition.ore if name_class(row) or name_deposit(row.site) not in known]
    if not rows:
        return ""
    largest = sorted(rows, key=lambda row: (name_class(row) != ORE_RESERVES, -row.value_t, row.site))
    # Another figure of a deposit comes after the first ones of all.
    first = {name_deposit(row.site): row for row in reversed(largest)}
    largest.sort(key=lambda row: first[name_deposit(row.site)] is not row)
    named = [
        f"{row.site} ({_format_amount(row)} of {_name_basis(row)}, {_name_class(row)}, {_date_or_publication(row)})"
        for row in largest
    ]
    more = [] if len(named) <= _MAX_ORES else [f"{len(named) - _MAX_NAMED} more"]
    listed = join_words([*(named[:_MAX_NAMED] if more else named), *more])
    return f"Tonnages of rock or mineral, without the amount of oxide in them: {listed}."


#: So many figures of ore are named one by one; of more, the first three are.
_MAX_ORES = 5


def _date_or_publication(row: FigureRow) -> str:
    """Format the date of a figure, or else that of its publication."""
    if row.published is None or row.effective_date or row.period:
        return format_as_of(row)
    return f"published {row.published.formatted}"


def _name_class(row: FigureRow) -> str:
    reading = ", by our reading" if "category" in row.inferred else ""
    return f"{spell_category(row.category)}{reading}" if row.category else _NO_CLASS


def _name_basis(row: FigureRow) -> str:
    return f"{row.basis} by our reading" if "basis" in row.inferred else row.basis


def describe_separate_rows(rows: list[FigureRow]) -> tuple[str, ...]:
    """Describe rows that are listed separately: a phrase for each, such as ``658 Mt of rare metals``, or a count."""
    whole = [row for row in rows if not row.part_of]
    sites = [row for row in whole if row.site and row.measure != Measure.TARGET]
    national = [row for row in whole if not row.site and row.measure != Measure.TARGET]
    metals = [row for row in national if row.basis == Basis.RARE_METALS]
    phrases = [f"{_format_amount(row)} of rare metals, most of which are not rare earths" for row in metals]
    for basis in (Basis.ORE, Basis.MONAZITE):
        phrases += [f"{_format_amount(row)} of {basis.value}{_date(row)}" for row in national if row.basis == basis]
    earths = [row for row in national if row.basis not in (Basis.RARE_METALS, Basis.ORE, Basis.MONAZITE)]
    for measure in Measure:
        phrases += _describe_measure(measure, [row for row in earths if row.measure == measure])
    phrases += [
        f"a target for {row.period} of {_format_amount(row)}{_TARGETED.get(row.basis, '')} a year"
        for row in whole
        if row.measure == Measure.TARGET
    ]
    if sites:
        names = ", ".join(dict.fromkeys(row.site for row in sites))
        areas = "single areas" if len(sites) > 1 else "a single area"
        phrases.append(f"{format_count(len(sites), 'figure')} of {areas} ({names})")
    return tuple(phrases)


#: What the tonnes of a target are of.
_TARGETED = {Basis.ORE.value: " of ore", Basis.REO.value: " of rare-earth oxide"}


def _describe_measure(measure: Measure, rows: list[FigureRow]) -> list[str]:
    if not rows:
        return []
    if measure is Measure.SHARE:
        return [f"{format_count(len(rows), 'share')} of the world (--measure share)"]
    if measure is Measure.PRODUCTION:
        return [f"{format_count(len(rows), 'production figure')} (--measure production)"]
    if measure is Measure.QUOTA:
        return [f"{format_count(len(rows), 'quota')} (--measure quota)"]
    prognostic = all("P1" in row.category for row in rows)
    kind = "prognostic resources, which are expected and not explored" if prognostic else str(measure)
    return [_describe_separately(row, kind) for row in rows]


def _describe_separately(row: FigureRow, kind: str) -> str:
    """Describe a figure by its amount, what it counts and its date; say what is ours, and what its source calls it."""
    sums = ["our sum"] if row.derived_from else []
    if row.called and "measure" in row.inferred:
        counted = f"{row.measure} by our reading, called {row.called} by the source"
        return f"{_format_amount(row)} of {counted}{_date(row, *sums)}"
    called = [f"called {row.called} by the source"] if row.called else []
    read = [f"{row.measure} by our reading"] if "measure" in row.inferred else []
    return f"{_format_amount(row)} of {kind}{_date(row, *sums, *called, *read)}"


def _date(row: FigureRow, *more: str) -> str:
    """Add the date of a figure in parentheses, if it has one, and what else is to be said."""
    dated = [format_as_of(row)] if row.effective_date or row.period else []
    return f" ({', '.join([*dated, *more])})" if dated or more else ""


def _format_amount(row: FigureRow) -> str:
    if isnan(row.value_t):
        return row.printed
    lead = bound_words(row.kind, row.printed)
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
    headline: Figure | None,
    bridge: BridgeResult | None,
    other_groups: Sequence[Group],
    context: Context,
) -> tuple[str, ...]:
    """Summarize the comparison of a place, or say why there is none."""
    if not rows:
        name = name_in_text(context.dataset.places[place].name)
        asked = context.question.measure
        known = (context.frame["place"] == place).any()
        what = f"No figure of {asked} is" if asked and known else "Nothing is"
        nothing = f"{what} in our data for {name}{name_day_asked(context.question)}."
        if context.question.like_for_like and known:
            nothing = f"No figure of {name} is defined like its baseline, or it has no baseline."
        return (nothing, *describe_members(place, measure, context))
    if not group.baselines or measure not in COMPARED_MEASURES:
        missing = explain_missing_baseline(place, measure, context)
        return (*missing, *describe_resources(other_groups), *describe_other_groups(other_groups))
    base = next((one for one in group.baselines if headline and one.id == headline.baseline), group.baselines[-1])
    alike = context.question.like_for_like
    sentences = (
        *summarize_gap(base, headline, bridge, alike=alike, others=_has_other_current([group, *other_groups], base)),
        *_tell_newest_of_origin(group, headline),
        *_tell_newest_year(group, base, headline),
    )
    return (*sentences, *describe_resources(other_groups, base), *describe_other_groups(other_groups))


def _has_other_current(groups: Sequence[Group], base: Figure) -> bool:
    """Whether somebody else than the publisher of the baseline has a current figure of its measure with an amount."""
    alike = [group for group in groups if group.measure == base.measure or base in group.baselines]
    figures = [one for group in alike for origin in group.origins for one in origin.figures if one.is_current]
    return any(one.publisher != base.publisher and one.kind not in KINDS_WITHOUT_AMOUNT for one in figures)


def _tell_newest_of_origin(group: Group, headline: Figure | None) -> tuple[str, ...]:
    """Tell the newest figure of an origin of which an older one is compared, because its parts are published."""
    if headline is None or not headline.parts or not headline.year:
        return ()
    own = [one for origin in group.origins if origin.root == headline.root for one in origin.figures]
    newer = [one for one in own if one.is_current and one.year > headline.year]
    if not newer:
        return ()
    newest = max(newer, key=lambda one: one.year)
    when = f"{newest.as_of}, {newest.provenance}"
    said = f"There is a newer figure of the same origin, {format_figure(newest)} ({when})"
    part = f"How much of it is {headline.parts[0].scope} is not in our data"
    return (f"{said}. {part}, so the older figure is compared.",)


def _tell_newest_year(group: Group, base: Figure, headline: Figure | None) -> tuple[str, ...]:
    """Tell the newest figure of a flow where the comparison is of an earlier year."""
    newest = group.baselines[-1]
    if group.measure != Measure.PRODUCTION or headline is None or newest.id == base.id:
        return ()
    figure = f"For {newest.as_of}, {newest.publisher} lists {format_figure(newest)}"
    return (f"{figure}; the comparison is for {base.as_of}, the newest year of both.",)


def describe_members(place: str, measure: str, context: Context) -> tuple[str, ...]:
    """Add up what the baseline lists for the members of a group, and say for how many it lists nothing."""
    group = context.dataset.places[place]
    if not group.members:
        return ()
    since = parse_date(group.since).formatted
    base = context.baselines
    listed = to_rows(base[base["place"].isin(group.members) & (base["measure"] == measure)])
    listed = [row for row in listed if not isnan(ranked_value(row))]
    # Of flows only the newest year is added up.
    newest = max((row.period for row in listed), default="") if measure == Measure.PRODUCTION else ""
    listed = [row for row in listed if not newest or row.period == newest]
    recorded = {row.place for row in to_rows(context.frame[context.frame["place"].isin(group.members)])}
    names = [context.dataset.places[code].name for code in group.members if code in recorded]
    known = (
        f" In our data are figures of {join_words(names)}: 'rareearth compare {names[0].casefold()}'." if names else ""
    )
    members = f"its {len(group.members)} members (since {since})"
    if not listed:
        return (f"Of {members}, no baseline lists {measure} for any.{known}",)
    total = name_amount(sum_rows(listed))
    summed = join_words([f"{row.name} ({name_amount(amount_interval(row), row.printed)})" for row in listed])
    missing = len(group.members) - len({row.place for row in listed})
    when = f" for {newest}" if newest else ""
    return (
        f"Of {members}, the baseline lists{when} {summed}, together {total}; for {missing} it lists nothing.{known}",
    )


def describe_rank(place: str, group: Group, bridge: BridgeResult | None, context: Context) -> str:
    """Give the rank by the baseline among the countries listed, and the rank that the explained figure would give."""
    base = group.baselines[0] if group.baselines and group.measure == Measure.RESERVES else None
    if base is None or base.narrowed or base.value_t is None or base.kind != Kind.POINT:
        return ""
    source = context.dataset.sources[context.dataset.estimates[base.id].source]
    chosen = None if source.series == BASELINE_SERIES else source.id
    try:
        listed = select_world_list(context.frame, context.dataset, group.measure, chosen, None)
    except NotOnRecord:
        return ""
    groups = group_codes(context.dataset)
    if listed.source != source.id or place in groups:
        return ""
    rows = to_rows(listed.rows)
    number = len({row.place for row in rows if ranked_value(row) > 0} - groups)
    whole = cover_total(rows, world_total(listed), groups).whole and not listed.copied
    which = f"for which {base.publisher} gives an amount" if whole else f"in our data of {listed.title}"
    name = name_in_text(context.dataset.places[place].name)
    rank = _format_rank(place, base.value_t, listed, groups)
    sentence = f"{begin_sentence(name)} is {rank} of the {number} countries {which}."
    if bridge is not None and bridge.reconciled and bridge.explained.value_t is not None:
        other = _format_rank(place, bridge.explained.value_t, listed, groups)
        amount = format_figure(bridge.explained)
        sentence += f" With {amount} it would be {other}, but the two figures may count different things."
    return sentence


def _format_rank(place: str, tonnes: float, listed: WorldList, groups: frozenset[str]) -> str:
    rank, at_best = rank_amount(place, tonnes, listed, groups)
    return f"at best {ordinal(rank)}" if at_best else ordinal(rank)


def describe_order(place: str, group: Group, bridge: BridgeResult | None, context: Context) -> str:
    """Say so where the baseline's series had its figure before the part that matches it was published."""
    if bridge is None or not bridge.reconciled or bridge.part.published is None or not group.baselines:
        return ""
    base, frame = group.baselines[-1], context.frame
    own = _select_levels(place, group, frame)
    if base.id not in set(own["id"]):
        return ""
    since = ""
    for row in reversed(to_rows(own)):
        if row.value_t != base.value_t:
            break
        since = row.source
    source = context.dataset.sources.get(since)
    if source is None or source.published is None or bridge.part.published.first_day <= source.published.last_day:
        return ""
    edition = edition_title("", source)
    return (
        f"{base.publisher} first listed {format_figure(base)} in {edition}. The text in which we read of the part that"
        f" matches it came out later ({bridge.part.published.formatted_month}), so {base.publisher} had the amount from"
        " elsewhere, perhaps from the same data."
    )


#: At most this many levels of a series are told; the history has all of them.
_MAX_LEVELS = 3


def _select_levels(place: str, group: Group, frame: pd.DataFrame) -> pd.DataFrame:
    """Select the figures of the baselines' series for a place, in the order of their publication."""
    own = frame[(frame["place"] == place) & (frame["measure"] == group.measure) & (frame["series"] == BASELINE_SERIES)]
    own = own[(own["site"] == "") & (own["part_of"] == "") & (own["derived_from"] == "")].sort_values("source_rank")
    # Nobody knows when an undated figure was put, so that it is no level of a history.
    return own[own["status"].isin(EVER_PUBLISHED) & (own["published_day"] != "")]


def describe_levels(place: str, group: Group, context: Context) -> str:
    """Tell the last figures that the baseline's series gave for a place, each with the edition that began it."""
    if not group.baselines or group.measure != Measure.RESERVES:
        return ""
    frame = context.frame
    if not (frame["series"][frame["id"] == group.baselines[0].id] == BASELINE_SERIES).any():
        return ""
    own = _select_levels(place, group, frame)
    levels: list[tuple[float, str, str]] = []
    for row in to_rows(own):
        figure = format_figure(build_figure(row, context.dataset))
        if not levels or levels[-1][1] != figure:
            source = context.dataset.sources[row.source]
            published = source.published.formatted_month if source.published else ""
            levels.append((ranked_value(row), figure, edition_title("", source) or published))
    if len(levels) < 2:
        # Two editions that say the same are a history, too.
        same = len(own) > 1 and levels
        who = group.baselines[0].publisher
        return f"{who} over time: {levels[0][1]} in each edition in our data since {levels[0][2]}." if same else ""
    earlier, shown = levels[: -_MAX_LEVELS - 1], levels[-_MAX_LEVELS - 1 :]
    if earlier:
        # Of what came before the last levels, the first is told: the history has the rest.
        value, figure, edition = shown[1]
        shown = [earlier[0], (value, f"later {figure}", edition), *shown[2:]]
    told = ", ".join(f"{figure} ({edition})" for _, figure, edition in shown)
    return f"{group.baselines[0].publisher} over time: {told}."


def describe_earlier_version(place: str, group: Group, context: Context) -> str:
    """Say in parentheses what another version of the baseline's edition has for a place; empty if it has the same."""
    base = group.baselines[-1] if group.baselines else None
    sources, frame = context.dataset.sources, context.frame
    if (
        base is None
        or base.narrowed
        or base.value_t is None
        or not (own := sources[context.dataset.estimates[base.id].source]).version
    ):
        return ""
    editions = [one.id for one in sources.values() if (one.series, one.edition) == (own.series, own.edition)]
    rows = frame[frame["source"].isin(editions) & (frame["place"] == place) & (frame["measure"] == base.measure)]
    rows = rows[(rows["derived_from"] == "") & rows["value_t"].notna()]
    rows = rows[
        (rows["site"] == "") & (rows["part_of"] == "") & (rows["period"] == context.dataset.estimates[base.id].period)
    ]
    found = {
        _spell_amount(build_figure(row, context.dataset)): sources[row.source].version
        for row in to_rows(rows)
        if row.source != own.id and row.value_t != base.value_t
    }
    # An edition that a user brings in may have no version.
    others = " and ".join(f"version {version} has {amount}" for amount, version in found.items() if version)
    found = found if others else {}
    return f" (version {own.version} of the edition of {own.edition}; {others})" if found else ""


def _spell_amount(figure: Figure) -> str:
    """Spell an amount out for a text that is quoted, such as ``28.7 million tonnes`` or ``830,000 tonnes``."""
    lead = bound_words(figure.kind, figure.printed)
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        low, high = (_spell_tonnes(end, digits_of_end(end, figure.digits)) for end in (figure.low_t, figure.high_t))
        # The unit of both is said once: "40 to 50 million tonnes".
        unit = high.partition(" ")[2]
        return f"{low.removesuffix(f' {unit}') if low.endswith(f' {unit}') else low} to {high}{_of_basis(figure)}"
    return lead + _spell_tonnes(figure.value_t or 0.0, figure.digits) + _of_basis(figure)


def _spell_tonnes(tonnes: float, digits: int) -> str:
    if tonnes >= 1e6:
        return f"{format_number(tonnes / 1e6, digits)} million tonnes"
    return f"{format_number(tonnes, digits)} tonnes"


def _put_bound_last(amount: str) -> str:
    """Put the words of a bound after an amount, where "at at least 5 million tonnes" would have two prepositions."""
    for words, last in (("at least ", "or more"), ("at most ", "at most")):
        if amount.startswith(words):
            return f"{amount.removeprefix(words)} {last}"
    return amount


def _spell_date(as_of: str) -> str:
    if as_of.startswith("for "):
        return f" {as_of}"
    return "" if as_of == "not dated" else f" ({spell_months(as_of)})"


def write_sentences(
    name: str,
    group: Group,
    headline: Figure | None,
    bridge: BridgeResult | None,
    rivals: Sequence[Figure],
    composition: Composition,
    *,
    silent: bool | None,
    earlier: str = "",
    same_day: Sequence[Figure] = (),
) -> tuple[str, ...]:
    """Write what one can quote: who says what, of when, and what is known of the difference.

    ``earlier`` says what earlier versions of the baseline have, and ``same_day`` has what other reports of the day of
    the headline give.
    ``rivals`` are the national figures of oxide, which are quoted where there is no baseline. ``silent`` says that
    the newest list of USGS that is in our data in full has no amount of reserves for the place; None says that nobody
    knows, because no such list is in our data.
    """
    name = name_in_text(name)
    base = next((one for one in group.baselines if headline and one.id == headline.baseline), None)
    base = base or (group.baselines[-1] if group.baselines else None)
    if group.measure == Measure.PRODUCTION:
        base = group.baselines[-1] if group.baselines else None
        if base is None or base.kind in KINDS_WITHOUT_AMOUNT:
            return ()
        who = name_publisher(base.formal_name)
        if base.value_t == 0:
            return (f"In {base.as_of} {name} mined no rare earths according to {who}.",)
        estimated = "an estimated " if "estimate" in base.printed else ""
        return (f"In {base.as_of} {name} mined {estimated}{_spell_amount(base)} of rare earths according to {who}.",)
    if group.measure not in STOCKS:
        return ()
    if base is None or base.kind in KINDS_WITHOUT_AMOUNT:
        unknown = silent is None
        return (
            ()
            if silent is False
            else _quote_without_baseline(name, rivals, composition, group.measure, unknown=unknown)
        )
    of = f" of {base.measure}" if headline and headline.measure != base.measure else ""
    part = f", {base.narrowed}" if base.narrowed else ""
    lists = "listed" if base.is_superseded else "lists"
    replaced = f", in {base.provenance}, which has been replaced" if base.is_superseded and not earlier else ""
    listed = f"{name_publisher(base.formal_name)} {lists} {_spell_amount(base)}{of}{part}{_spell_date(base.as_of)}"
    listed += earlier
    if headline is None or headline.kind in KINDS_WITHOUT_AMOUNT:
        sentence = f"{begin_sentence(listed)} as the rare-earth {base.measure} of {name}"
        parts = [f"{_spell_amount(one)} are {one.scope}" for one in base.parts if "part_of" not in one.inferred]
        of_which = f", of which {join_words(parts)}" if parts else ""
        return (f"{sentence}{of_which}{replaced}{_quote_named_mines(composition, base)}.",)
    if headline.verdict == Verdict.SAME_SOURCE:
        # Who repeats the baseline adds nothing to it.
        return (f"{begin_sentence(listed)} as the rare-earth {base.measure} of {name}{replaced}.",)
    listed += replaced
    others = _put_otherwise(same_day)
    put = _put_at(headline, f"the rare-earth {headline.measure} of {name}", others)
    close = ""
    # What is a part by our reading alone is nothing to quote.
    if bridge is not None and bridge.part.id != base.id and "part_of" not in bridge.part.inferred:
        part = f"{_spell_amount(bridge.part)} of this are {bridge.part.scope}"
        if bridge.whole.id == base.id:
            same = ", as much as the other figure" if bridge.reconciled else ""
            part = f"of which {_spell_amount(bridge.part)} are {bridge.part.scope}"
            return (f"{begin_sentence(put)}; {listed}, {part}{same}.",)
        close = f", as much as the part {bridge.part.scope}" if bridge.reconciled else ""
        close += ", without saying that it counts this part" if close and not base.states_part else ""
        put = put if bridge.reconciled else f"{put}; {part}"
    return (f"{begin_sentence(put)}; {listed}{close}.",)


def _put_otherwise(same_day: Sequence[Figure]) -> str:
    """Say what other reports of the same statement give; empty if there are none."""
    if not same_day:
        return ""
    named = {called[1] for one in same_day if (called := _CALLED.search(one.counts))}
    word = f", which call them {named.pop()}" if len(named) == 1 else ""
    return (
        f", or, by other reports of the same statement{word}, at {join_words([_spell_amount(one) for one in same_day])}"
    )


#: What a source calls a figure that we count as something else.
_CALLED = re.compile(r"\bcalled (\w+)$")


def _put_at(figure: Figure, what: str, others: str = "") -> str:
    """Say at what somebody puts an amount, such as ``The Russian ministry puts … at 28.7 million tonnes (…)``.

    ``others`` are amounts by other reports of the same.
    """
    verb = "put" if has_several_authors(figure.publisher) else "puts"
    carrier = _CARRIER.search(figure.title) if "publisher" in figure.inferred else None
    # Who spoke is our reading then; the text that we read is no reading.
    who = name_publisher(carrier[1] if carrier else figure.formal_name)
    put = f"{who} {verb} {what} at {_put_bound_last(_spell_amount(figure))}"
    unstated = "" if figure.states_basis else ", in a text that does not say whether the tonnes are oxide"
    if called := _CALLED.search(figure.counts):
        unstated += f", which the report calls {called[1]}"
    summed = ", by our sum of what it lists" if figure.derived else ""
    when = _spell_date(figure.as_of)
    if "effective" in figure.inferred:
        # Our reading of a date is nothing to print; when it was reported is.
        about = "about " if "published" in figure.inferred else ""
        month = spell_months(figure.published.formatted_month) if figure.published else ""
        when = f" (reported in {about}{month})" if month else ""
    return put + when + summed + unstated + others


def _quote_named_mines(composition: Composition, base: Figure) -> str:
    """Add the ore reserves of named mines to a sentence on the baseline; empty if nobody publishes any."""
    found = composition.ore_reserves
    total = found.total if found is not None else None
    if found is None or total is None or len(found.rows) > _MAX_NAMED or _are_too_old(found.rows, base):
        return ""
    if len(_list_newer_sites(found, base)) == len(found.rows):
        # Side by side they would be read as a part and its whole.
        return ""
    names = join_words([_name_mine(row, composition) for row in found.rows])
    contain = "contains" if len(found.rows) == 1 else "together contain"
    reserve = pluralize("reserve", len(found.rows))
    amount = _spell_tonnes(total.value_t, total.digits)
    before_losses = "as a rule before losses in processing"
    return f"; the published ore {reserve} of {names} {contain} {amount} of oxide, {before_losses}"


def _quote_without_baseline(
    name: str, rivals: Sequence[Figure], composition: Composition, measure: str, *, unknown: bool
) -> tuple[str, ...]:
    """Write what one can quote where USGS has no amount: the newest national figure, or else the largest deposit.

    Of national figures one of the ``measure`` asked for comes first.
    """
    none = f"; the newest list of the U.S. Geological Survey gives no amount of reserves for {name}"
    none = "" if unknown else none
    if rivals:
        newest = max(rivals, key=lambda one: (one.measure == measure, _year(one), one.value_t or one.low_t or 0.0))
        return (f"{begin_sentence(_put_at(newest, f'the rare-earth {newest.measure} of {name}'))}{none}.",)
    sites = {row.id: row.site for row in composition.unclassified if row.basis in OXIDES}
    listed = [composition.figures[key] for key in sites if composition.figures[key].value_t is not None]
    if not listed:
        return ()
    largest = max(listed, key=lambda one: one.value_t or 0.0)
    put = begin_sentence(_put_at(largest, f"the rare-earth oxide in {sites[largest.id]}"))
    stated = largest.category if "category" not in largest.inferred else ""
    one_noun = stated.endswith(("target", "reserve", "resource"))
    article = "" if not one_noun else "an " if stated[:1] in "aeiou" else "a "
    of_class = f"counted as {article}{stated}" if stated else "in a text that gives no class"
    return (f"{put}, {of_class}{none}.",)
