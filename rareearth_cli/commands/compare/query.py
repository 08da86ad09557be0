"""The ``compare`` query: selects the estimates asked for, and compares those of each place with its baseline."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.bridges import BridgeResult, Group, build_bridges
from rareearth_cli.analysis.figures import (
    Figure,
    FigureRow,
    Origin,
    build_figure,
    format_figure,
    group_by_origin,
    group_parts,
    to_rows,
)
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.judge import explain_verdict
from rareearth_cli.analysis.pairing import (
    COMPARED_MEASURES,
    OTHER_QUANTITIES,
    compare,
    round_comparison,
    select_baselines,
)
from rareearth_cli.analysis.question import Context, Question
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import Table, to_table
from rareearth_cli.analysis.world_list import rank_amount
from rareearth_cli.commands.compare.text import explain_missing_baseline, find_furthest, format_as_of, summarize_gap
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS
from rareearth_cli.model.names import OTHER
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import MEASURE_ORDER, Basis, Measure, ShareOf, Status, Verdict, select_verdicts
from rareearth_cli.model.wording import BOUND_WORDS, format_amount, format_count, join_words, ordinal


class PlaceComparison(NamedTuple):
    """The comparison of all figures of one place."""

    place: str
    name: str
    summary: tuple[str, ...]
    group: Group
    #: The figures that are compared with a baseline.
    compared: tuple[Figure, ...] = ()
    #: The figure that the summary is about.
    headline: Figure | None = None
    #: Resources, ore and single sites, if only the baseline has a figure for the main measure.
    others: tuple[Group, ...] = ()
    #: The verdicts on all compared figures; equal verdicts share a sentence.
    verdicts: tuple[str, ...] = ()
    #: Remarks of sources about the place that give no figure.
    remarks: tuple[str, ...] = ()
    #: Figures that count something else.
    listed_separately: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: The reasons for each verdict, if requested.
    why: tuple[str, ...] = ()
    newest: str = ""

    @property
    def baseline(self) -> Figure | None:
        """The baseline that the headline figure is compared with, or else the newest."""
        baselines = self.group.baselines
        matching = [one for one in baselines if self.headline and one.id == self.headline.baseline]
        return next(iter(matching), baselines[-1] if baselines else None)


class Comparison(NamedTuple):
    """The answer to ``compare``: the comparison of each place, and all rows in the long form."""

    places: tuple[PlaceComparison, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    overview: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """The measure of an overview: the one asked for, or reserves."""
        return str(self.query.get("measure") or Measure.RESERVES)


_STAGE_ORDER = {stage: rank for rank, stage in enumerate(["", *(stage.value for stage in ShareOf)])}


def compare_places(dataset: Dataset, question: Question, *, rows_only: bool = False) -> Comparison:
    """Compare each estimate for the requested places with its baseline.

    ``rows_only`` leaves out the sentences, groups and bridges, which row formats such as CSV do not write.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    rows, frame, baseline_rows, warnings = compare_rows(dataset, question)
    views: tuple[PlaceComparison, ...] = ()
    if not rows_only:
        views = build_place_comparisons(rows, Context(dataset, question, frame, baseline_rows))
    asked = rows["shown"] | question.all_statements
    chosen = rows[asked | rows["id"].isin(rows["baseline"][asked])]
    return Comparison(
        places=views,
        table=to_table(round_comparison(chosen), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS)),
        dataset_version=dataset.version,
        query=question.canonical(),
        overview=not question.places,
        warnings=warnings,
    )


def compare_rows(
    dataset: Dataset, question: Question
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Select the requested rows and compare them with their baselines.

    Returns
    -------
    tuple
        The rows with their comparison columns, all known figures, the baselines, and the warnings.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, baseline_rows, warnings = select_known_figures(dataset, question)
    rows = compare(select_rows(frame, question), baseline_rows)
    if question.like_for_like:
        rows = rows[(rows["comparable"] == "yes") | rows["id"].isin(baseline_rows["id"])]
    return rows, frame, baseline_rows, warnings


def select_known_figures(dataset: Dataset, question: Question) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Select all figures published by the requested day and mark which of them are current.

    Returns
    -------
    tuple
        The figures of all places, the baselines among them, and the warnings.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, undated = select_known(dataset, question.as_of, partial(select_rows, question=question))
    return frame, select_baselines(frame, question.baseline), undated_warning(undated)


def select_rows(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Select the rows of the requested places and measure, with the places in the order requested."""
    if question.places:
        frame = frame[frame["place"].isin(question.places)]
        order: Mapping[str, int] = {place: rank for rank, place in enumerate(question.places)}
    else:
        named = sorted(zip(frame["name"].unique(), frame["place"].unique(), strict=True))
        order = {place: rank for rank, (_, place) in enumerate(named)}
    if question.measure is not None:
        frame = frame[frame["measure"] == question.measure]
    keys = (frame["place"].map(order) * len(MEASURE_ORDER) + frame["measure"].map(MEASURE_ORDER)) * len(_STAGE_ORDER)
    keys += frame["share_of"].map(_STAGE_ORDER)
    return frame.loc[keys.sort_values(kind="stable").index]


def find_bridges_of_pairs(pairs: pd.DataFrame, context: Context) -> dict[str, BridgeResult]:
    """Find the bridge of each pair that a published part explains, by the id of the figure."""
    through = pairs[pairs["verdict"].isin(select_verdicts(lambda meaning: meaning.by_part))]
    found: dict[str, BridgeResult] = {}
    for measure, those in through.groupby("measure", sort=False):
        places = tuple(those["place"].drop_duplicates())
        rows = select_rows(context.frame, context.question._replace(places=places))
        asked = context.question._replace(places=places, measure=str(measure))
        views = build_place_comparisons(compare(rows, context.baselines), context._replace(question=asked))
        for bridge in reversed([bridge for view in views for bridge in view.group.bridges]):
            found[bridge.explained.id] = bridge
    return {key: found[key] for key in through["id"] if key in found}


_STOCK_MEASURES = (Measure.RESERVES, Measure.RESOURCES, Measure.ORE)
#: Causes that are not named in a sentence about differences, because the verdict already states them.
_UNNAMED_CAUSES = ("rounding", "unexplained")
_EXPLAINED_BY_PART = select_verdicts(lambda meaning: meaning.by_part)


def build_other_groups(rows: Sequence[FigureRow], dataset: Dataset) -> tuple[Group, ...]:
    """Group the current stock figures that are not in the main group by what they count."""
    stocks = [row for row in rows if row.measure in _STOCK_MEASURES and row.basis != Basis.RARE_METALS]
    national = [row for row in stocks if not row.site]
    sites = sorted((row for row in stocks if row.site), key=lambda row: row.site)
    found = [
        _build_group("Resources", Measure.RESOURCES, [row for row in national if row.measure != Measure.ORE], dataset),
        _build_group("Ore, of which rare earths are a small part", Measure.ORE, _select_ore(national), dataset),
        _build_site_group(sites, dataset),
    ]
    return tuple(group for group in found if group.origins)


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


def _select_ore(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Select ore figures together with those for the oxide contained in that ore."""
    holders = {row.id for row in rows if row.measure == Measure.ORE}
    return [row for row in rows if row.id in holders or row.contained_in in holders]


def _build_group(title: str, measure: Measure, rows: list[FigureRow], dataset: Dataset) -> Group:
    parts = group_parts(rows, all_statements=False)
    return Group(
        measure=measure.value,
        title=title,
        baselines=(),
        origins=group_by_origin(rows, parts, dataset, all_statements=False),
    )


def _build_site_group(rows: list[FigureRow], dataset: Dataset) -> Group:
    """Group the figures for single deposits and areas under the name of each."""
    parts = group_parts(rows, all_statements=False)
    found = []
    for site, those in groupby(rows, key=lambda row: row.site):
        for number, origin in enumerate(group_by_origin(list(those), parts, dataset, all_statements=False)):
            found.append(origin._replace(title="" if number else site))
    return Group(measure="sites", title="Single deposits and areas", baselines=(), origins=tuple(found))


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
    kind = "prognostic resources" if all("P1" in row.category for row in rows) else str(measure)
    return [f"{_format_amount(row)} of {kind}" for row in rows]


def _format_amount(row: FigureRow) -> str:
    if isnan(row.value_t):
        return row.printed
    lead = BOUND_WORDS.get(row.kind, "")
    finest = 3 if row.derived_from else 15
    return lead + format_amount(row.value_t, max(1, min(finest, row.digits)))


_KINDS_WITHOUT_AMOUNT = ("missing", "withheld")


def build_place_comparisons(rows: pd.DataFrame, context: Context) -> tuple[PlaceComparison, ...]:
    """Build the comparison of each requested place, or of every place with current figures if none is named."""
    by_place: dict[str, list[FigureRow]] = {}
    for row in to_rows(rows):
        by_place.setdefault(row.place, []).append(row)
    current = {place for place, those in by_place.items() if any(row.shown for row in those)}
    places = context.question.places or tuple(place for place in by_place if place in current and place != OTHER)
    return tuple(_build_place_comparison(place, by_place.get(place, []), context) for place in places)


def _build_place_comparison(place: str, rows: list[FigureRow], context: Context) -> PlaceComparison:
    question = context.question
    measure = question.measure or (_choose_main_measure(rows) if question.places else Measure.RESERVES.value)
    main = [row for row in rows if row.measure == measure and not row.site and _counts_rare_earths(row, measure)]
    elsewhere = _select_baselines_of_other_measures(main, context)
    group = _build_main_group(measure, main + elsewhere, context)
    others = tuple(one for origin in group.origins for one in origin.figures if _is_compared(one))
    headline, bridge = _choose_headline(group, [one for one in others if one.is_current])
    alone = question.measure is None and question.places and not _has_other_figures(group)
    rest = [row for row in rows if row not in main]
    other_groups = build_other_groups([row for row in rest if row.shown], context.dataset) if alone else ()
    listed_ids = {figure.id for one in other_groups for figure in one.figures}
    read = [*(row for row in main if row.shown), *elsewhere]
    newest = max(read, key=lambda row: row.published_day, default=None)
    return PlaceComparison(
        place=place,
        name=context.dataset.places[place].name,
        summary=_summarize(place, measure, rows, group, others, headline, bridge, other_groups, context),
        group=group,
        compared=others,
        headline=headline,
        others=other_groups,
        verdicts=describe_verdicts(
            [one for one in (*others, *(one for each in other_groups for one in each.figures)) if one.is_current]
        ),
        remarks=_list_remarks(place, context),
        listed_separately=describe_separate_rows([row for row in rest if row.shown and row.id not in listed_ids]),
        notes=_describe_rank(place, group, bridge, context),
        why=tuple(explain_verdict(one, context.dataset) for one in others) if question.explain else (),
        newest=newest.published.formatted if newest and newest.published else "",
    )


def _select_baselines_of_other_measures(main: list[FigureRow], context: Context) -> list[FigureRow]:
    """Select the baselines whose measure differs from that of the rows compared with them.

    By default, for example, resources are compared with the reserves that USGS lists.
    """
    missing = {row.baseline for row in main if row.baseline and row.shown} - {row.id for row in main}
    baseline_rows = context.baselines[context.baselines["id"].isin(missing)]
    return to_rows(baseline_rows)


def _has_other_figures(group: Group) -> bool:
    """Return whether any source other than the baseline has a figure of the main measure."""
    return any(
        build_figure.kind not in _KINDS_WITHOUT_AMOUNT for origin in group.origins for build_figure in origin.figures
    )


def _list_remarks(place: str, context: Context) -> tuple[str, ...]:
    """List remarks about a place that carry no figure, from sources published by the requested day."""
    dataset, day = context.dataset, context.question.as_of
    remarks = [(one.text, dataset.sources[one.source]) for one in dataset.remarks if one.place == place]
    return tuple(
        f"{dataset.publishers.get(source.publisher, source.publisher)}: {text}."
        for text, source in remarks
        if day is None or (source.published is not None and source.published.last_day <= day)
    )


def _choose_headline(group: Group, others: Sequence[Figure]) -> tuple[Figure | None, BridgeResult | None]:
    """Choose the figure that the summary is about, and its bridge; a conflict goes before an explained figure."""
    conflict = find_furthest([one for one in others if one.verdict == Verdict.CONFLICT])
    reconciled = next((bridge for bridge in group.bridges if bridge.reconciled), None)
    if conflict is None and reconciled is not None:
        return reconciled.explained, reconciled
    headline = conflict or find_furthest(others)
    return headline, next((bridge for bridge in group.bridges if bridge.explained is headline), None)


def _choose_main_measure(rows: list[FigureRow]) -> str:
    """Choose the first measure that has a figure or an NA, current or superseded; misquoted figures do not count."""
    given = [row for row in rows if not row.site and row.status != Status.MISQUOTED]
    measures = [row.measure for row in given] or [Measure.RESERVES.value]
    return min(measures, key=lambda measure: MEASURE_ORDER[measure])


def _counts_rare_earths(row: FigureRow, measure: str) -> bool:
    return row.basis not in OTHER_QUANTITIES or measure == Measure.ORE


def _is_compared(figure: Figure) -> bool:
    return (
        bool(figure.baseline) and figure.verdict != Verdict.NOT_COMPARABLE and figure.kind not in _KINDS_WITHOUT_AMOUNT
    )


def _build_main_group(measure: str, main: list[FigureRow], context: Context) -> Group:
    dataset, statements = context.dataset, context.question.all_statements
    shown = [row for row in main if row.shown or statements]
    baseline_ids = {row.baseline for row in shown if row.baseline}
    known = set(context.baselines["id"])
    ids = baseline_ids | {row.id for row in main if row.shown and row.id in known}
    parts = group_parts(main, all_statements=statements)
    baselines = tuple(
        _name_measure(build_figure(row, dataset, parts.get(row.id, ())), row, measure) for row in main if row.id in ids
    )
    found = group_by_origin([row for row in main if row.id not in ids], parts, dataset, all_statements=statements)
    return Group(measure=measure, baselines=baselines, origins=found, bridges=_build_bridges(found, baselines, context))


def _name_measure(baseline: Figure, row: FigureRow, measure: str) -> Figure:
    """Add the measure to the title of a baseline where the figures compared with it have another measure."""
    return baseline if row.measure == measure else baseline._replace(title=f"{baseline.title}, {row.measure}")


def _build_bridges(found: Sequence[Origin], baselines: Sequence[Figure], context: Context) -> tuple[BridgeResult, ...]:
    """Build the bridges from each figure through its parts to its baseline, and those in the other direction."""
    by_id = {baseline.id: baseline for baseline in baselines}
    known = frozenset(context.frame["id"])
    figures = [one for origin in found for one in origin.figures if one.baseline in by_id and one.is_current]
    return tuple(
        bridge
        for one in figures
        for whole, other in ((one, by_id[one.baseline]), (by_id[one.baseline], one))
        for bridge in build_bridges(whole, other, one, context.dataset, known)
    )


def _summarize(
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
    if not rows:
        return (f"Nothing is on record for {context.dataset.places[place].name}{format_as_of(context.question)}.",)
    if not group.baselines or measure not in COMPARED_MEASURES:
        return (*explain_missing_baseline(place, measure, context), *describe_other_groups(other_groups))
    base = next((one for one in group.baselines if headline and one.id == headline.baseline), group.baselines[-1])
    alike = context.question.like_for_like
    sentences = summarize_gap(base, [one for one in others if one.is_current], headline, bridge, alike=alike)
    return (*sentences, *describe_other_groups(other_groups))


def _describe_rank(place: str, group: Group, bridge: BridgeResult | None, context: Context) -> tuple[str, ...]:
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
