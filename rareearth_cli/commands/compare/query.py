"""The ``compare`` query: selects the estimates asked for, and compares those of each place with its baseline."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.bridges import BridgeResult, build_bridges
from rareearth_cli.analysis.composition import MISSING, Composition, build_composition
from rareearth_cli.analysis.figures import (
    KINDS_WITHOUT_AMOUNT,
    Figure,
    FigureRow,
    Group,
    baseline_gap_t,
    build_figure,
    build_main_group,
    build_other_groups,
    to_rows,
)
from rareearth_cli.analysis.judge import STALE_YEARS, explain_verdict, round_comparison
from rareearth_cli.analysis.pairing import BASELINE_SERIES, Context, compare, compare_rows, select_rows
from rareearth_cli.analysis.selection import lists_all_places
from rareearth_cli.analysis.short_form import add_plain_columns
from rareearth_cli.analysis.table import Table, to_table
from rareearth_cli.commands.compare.text import (
    describe_earlier_version,
    describe_levels,
    describe_named_mines,
    describe_order,
    describe_rank,
    describe_separate_rows,
    describe_verdicts,
    find_furthest,
    list_remarks,
    summarize,
    write_sentences,
)
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS
from rareearth_cli.model.names import OTHER
from rareearth_cli.model.questions import Question, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import (
    DISTORTED,
    MEASURE_ORDER,
    OTHER_QUANTITIES,
    OXIDES,
    STOCKS,
    Basis,
    Measure,
    Verdict,
    select_verdicts,
)


class PlaceComparison(NamedTuple):
    """The comparison of all figures of one place."""

    place: str
    name: str
    summary: tuple[str, ...]
    group: Group
    #: The bridges between the figures of the group and their baselines.
    bridges: tuple[BridgeResult, ...] = ()
    #: The figures that are compared with a baseline.
    compared: tuple[Figure, ...] = ()
    #: The figure that the summary is about.
    headline: Figure | None = None
    #: In an overview, the figure of others that is farthest from the baseline in tonnes, resources included.
    rival: Figure | None = None
    #: In an overview, whether another origin has a current figure of the place, even one that leaves no gap.
    others_on_record: bool = False
    #: Resources and ore, if only the baseline has a figure for the main measure.
    others: tuple[Group, ...] = ()
    #: What the national figure is made of.
    composition: Composition = Composition()
    #: What the ore reserves of named mines add up to, and what share of the baseline that is.
    named_mines: str = ""
    #: The verdicts on the compared figures that the summary is not about; equal verdicts share a sentence.
    verdicts: tuple[str, ...] = ()
    #: Remarks of sources about the place that give no figure.
    remarks: tuple[str, ...] = ()
    #: Figures that count something else.
    listed_separately: tuple[str, ...] = ()
    #: The rank of the place, and what its baseline's series gave before.
    notes: tuple[str, ...] = ()
    #: Sentences that one can quote.
    quotes: tuple[str, ...] = ()
    #: The reasons for each verdict, if requested.
    why: tuple[str, ...] = ()
    newest: str = ""

    @property
    def best_bridges(self) -> tuple[BridgeResult, ...]:
        """The bridges that reach the baseline, or else the best one."""
        return tuple(bridge for bridge in self.bridges if bridge.reconciled) or self.bridges[:1]

    @property
    def baseline(self) -> Figure | None:
        """The baseline that the headline figure is compared with, or else the newest."""
        baselines = self.group.baselines
        matching = [one for one in baselines if self.headline and one.id == self.headline.baseline]
        return next(iter(matching), baselines[-1] if baselines else None)

    @property
    def rival_baseline(self) -> Figure | None:
        """The baseline that the rival is compared with, or else the newest."""
        own = (one for one in self.group.baselines if self.rival and one.id == self.rival.baseline)
        return next(own, self.baseline)


class Comparison(NamedTuple):
    """The answer to ``compare``: the comparison of each place, and all rows in the long form."""

    places: tuple[PlaceComparison, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    overview: bool = False
    #: Whether the list of the baselines is known to be whole, so that it says something of places that it lacks.
    whole_list: bool = True
    warnings: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """The measure of an overview: the one asked for, or reserves."""
        return str(self.query.get("measure") or Measure.RESERVES)

    @property
    def alike(self) -> bool:
        """Whether only figures that are defined as the baseline is were asked for."""
        return bool(self.query.get("like_for_like"))


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
        table=add_plain_columns(to_table(round_comparison(chosen), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS))),
        dataset_version=dataset.version,
        query=canonical_question("compare", question),
        overview=not question.places,
        whole_list=_is_whole_list(frame, baseline_rows, question),
        warnings=warnings,
    )


def _is_whole_list(frame: pd.DataFrame, baseline_rows: pd.DataFrame, question: Question) -> bool:
    """Whether the newest edition among the baselines lists the world, as far as our data tell."""
    measure = question.measure or Measure.RESERVES.value
    measure = Measure.RESERVES.value if measure == Measure.RESOURCES else measure
    own = baseline_rows[baseline_rows["measure"] == measure]
    if own.empty:
        return True
    newest = own.sort_values("source_rank")["source"].iloc[-1]
    listed = frame[(frame["source"] == newest) & (frame["measure"] == measure)]
    return bool(lists_all_places(listed).any())


def describe_national_figures(context: Context) -> tuple[str, ...]:
    """Say for each place what is known of the deposits in its national figure, and which number is missing."""
    frame, dataset, known = context.frame, context.dataset, context.baselines
    explained = frame["place"][frame["id"].isin([one.of for one in dataset.explanations])]
    places = select_rows(frame[frame["place"].isin(explained)], context.question)
    reserves = known[(known["measure"] == Measure.RESERVES) & known["low_t"].notna()]
    parts: dict[str, list[FigureRow]] = {}
    for row in to_rows(frame[frame["part_of"].isin(reserves["id"]) & frame["shown"]]):
        parts.setdefault(row.part_of, []).append(row)
    bases = {row.place: build_figure(row, dataset, parts.get(row.id, ())) for row in to_rows(reserves)}
    sentences = []
    for place, rows in places.groupby("place", sort=False):
        composition = build_composition(to_rows(rows), frame, dataset)
        missing = " ".join(one.text for one in composition.explanations if one.evidence == MISSING)
        mines = describe_named_mines(composition, bases.get(str(place)))
        words = " ".join(filter(None, [mines, f"What is missing: {missing}" if missing else ""]))
        sentences += [f"{dataset.places[str(place)].name}. {words}"] if words else []
    return tuple(sentences)


def find_bridges_of_pairs(pairs: pd.DataFrame, context: Context) -> dict[str, BridgeResult]:
    """Find the bridge of each pair that a published part explains, by the id of the figure."""
    through = pairs[pairs["verdict"].isin(select_verdicts(lambda meaning: meaning.by_part))]
    found: dict[str, BridgeResult] = {}
    for measure, those in through.groupby("measure", sort=False):
        places = tuple(those["place"].drop_duplicates())
        rows = select_rows(context.frame, context.question._replace(places=places))
        asked = context.question._replace(places=places, measure=str(measure))
        views = build_place_comparisons(
            compare(rows, context.baselines, context.frame), context._replace(question=asked)
        )
        for bridge in reversed([bridge for view in views for bridge in view.bridges]):
            found[bridge.explained.id] = bridge
    return {key: found[key] for key in through["id"] if key in found}


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
    every_row, known = main + elsewhere, set(context.baselines["id"])
    group = build_main_group(measure, every_row, known, context.dataset, all_statements=question.all_statements)
    # Superseded figures that are shown on request do not make up for figures of today.
    today = (
        build_main_group(measure, every_row, known, context.dataset, all_statements=False)
        if question.all_statements
        else group
    )
    alone = question.measure is None and question.places and not today.has_other_amounts
    rest = [row for row in rows if row not in main]
    current = {row.id: row for row in rest if row.current and not row.site}
    spoken = {(row.root, row.measure) for row in current.values()}
    # What an origin said before is counted below its newest figure.
    earlier = [r for r in rest if r.statement and not r.shown and not r.site and (r.root, r.measure) in spoken]
    parts = [row for row in rest if row.shown and row.part_of in current]
    national = [row for row in rest if row.id in current or row in earlier or row in parts]
    other_groups = build_other_groups(national, context.dataset) if alone else ()
    asked = bool(question.places) and measure in STOCKS
    # Which figure of a deposit is current follows from all of them, whatever measure was asked for.
    every = rows if question.measure is None else to_rows(context.frame[context.frame["place"] == place])
    composition = build_composition(every, context.frame, context.dataset) if asked else Composition()
    bridges = _build_bridges(group, context)
    others = tuple(one for origin in group.origins for one in origin.figures if _is_compared(one))
    headline, bridge = _choose_headline(bridges, _select_newest([one for one in others if one.is_current], measure))
    judged = (*others, *(one for each in other_groups for one in each.figures))
    listed_ids = {figure.id for one in other_groups for figure in one.figures}
    listed_ids |= {row.id for row in rest if row.site and row.measure in STOCKS and asked}
    deposits = [row for one in composition.classes for row in one.rows]
    read = [*(row for row in main if row.shown), *elsewhere, *deposits]
    shown_ids = {one.id for one in group.baselines}
    newest = max(
        (*read, *(row for row in main if row.id in shown_ids)), key=lambda row: row.published_day, default=None
    )
    return PlaceComparison(
        place=place,
        name=context.dataset.places[place].name,
        summary=summarize(place, measure, rows, group, headline, bridge, other_groups, context),
        group=group,
        bridges=bridges,
        compared=others,
        headline=headline,
        rival=None if question.places else _find_rival(rows, group, headline, context),
        others_on_record=not question.places and _has_others_on_record(rows, group, context),
        others=other_groups,
        composition=composition,
        named_mines=describe_named_mines(
            composition, group.baselines[-1] if group.baselines and measure == Measure.RESERVES else None
        ),
        verdicts=describe_verdicts([one for one in judged if one.is_current], headline, group.baselines),
        remarks=list_remarks(place, context),
        listed_separately=describe_separate_rows([row for row in rest if row.shown and row.id not in listed_ids]),
        notes=tuple(
            filter(
                None,
                (
                    describe_rank(place, group, bridge, context),
                    describe_levels(place, group, context),
                    describe_order(place, group, bridge, context),
                ),
            )
        ),
        # Other countries are others in each list.
        quotes=()
        if place == OTHER
        else write_sentences(
            context.dataset.places[place].name,
            group,
            headline,
            bridge,
            [build_figure(row, context.dataset) for row in _select_quotable(rows)],
            composition,
            silent=_is_silent(place, context),
            earlier=describe_earlier_version(place, group, context),
            same_day=[build_figure(row, context.dataset) for row in rest if _rivals_own_publisher(row, headline, rows)],
        ),
        why=tuple(explain_verdict(one, context.dataset) for one in others) if question.explain else (),
        newest=newest.published.formatted if newest and newest.published else "",
    )


def _is_silent(place: str, context: Context) -> bool | None:
    """Whether USGS has no amount of reserves for a place, whatever measure was asked for.

    None if nobody knows, because its newest list is in our data in part, or not at all.
    """
    own = context.baselines[context.baselines["place"] == place]
    if (
        context.question.baseline is not None
        or ((own["measure"] == Measure.RESERVES.value) & own["low_t"].notna()).any()
    ):
        return False
    frame = context.frame
    series = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == Measure.RESERVES.value)]
    newest = series[series["source_rank"] == series["source_rank"].max()]
    named = (newest["place"] == place).any()
    return True if named or (len(newest) and lists_all_places(newest).any()) else None


def _has_others_on_record(rows: Sequence[FigureRow], group: Group, context: Context) -> bool:
    """Whether a current figure of another origin than the baselines is in our data, resources and minerals included."""
    own = {context.dataset.estimates[one.id].root for one in group.baselines}
    measures = (group.measure,) if group.measure not in _RIVALS else _RIVALS
    return any(
        row.shown and not row.site and not row.part_of and row.measure in measures and row.root not in own
        for row in rows
        if row.kind not in KINDS_WITHOUT_AMOUNT and (row.period in _years(group) or row.measure in STOCKS)
    )


def _years(group: Group) -> set[str]:
    return {one.as_of for one in group.baselines}


def _find_rival(rows: list[FigureRow], group: Group, headline: Figure | None, context: Context) -> Figure | None:
    """Find the figure of another origin that is farthest from its baseline in tonnes.

    One that agrees, such as a rounded figure, is only chosen if all others do as well. The tonnes of a mineral cannot
    be subtracted from those of oxide.
    """
    rivals = (group.measure,) if group.measure == Measure.PRODUCTION else _RIVALS
    if group.measure not in rivals:
        return headline
    baselines = {one.id: one for one in group.baselines}
    estimates = context.dataset.estimates
    gaps = [
        (gap, row)
        for row in rows
        if row.shown and row.measure in rivals and not row.site and not row.part_of and row.baseline in baselines
        if row.verdict != Verdict.NOT_COMPARABLE and row.basis != Basis.MONAZITE
        # An older statement of the same publisher is its history, and no rival.
        if context.question.baseline is not None
        or (row.root != estimates[row.baseline].root and row.publisher != estimates[row.baseline].publisher)
        if (gap := baseline_gap_t(figure := build_figure(row, context.dataset), baselines[figure.baseline])) > 0
    ]
    if not gaps:
        return None
    _, farthest = max(
        gaps,
        key=lambda one: (
            one[1].measure == group.measure,
            one[1].verdict != Verdict.AGREE,
            one[0],
            # Of figures that are as far away the one published last.
            one[1].published_day,
            one[1].id,
        ),
    )
    return build_figure(farthest, context.dataset)


#: The measures of which one can be far from a baseline of reserves.
_RIVALS = (Measure.RESERVES.value, Measure.RESOURCES.value)


def _select_baselines_of_other_measures(main: list[FigureRow], context: Context) -> list[FigureRow]:
    """Select the baselines whose measure differs from that of the rows compared with them.

    By default, for example, resources are compared with the reserves that USGS lists.
    """
    missing = {row.baseline for row in main if row.baseline and row.shown} - {row.id for row in main}
    baseline_rows = context.baselines[context.baselines["id"].isin(missing)]
    return to_rows(baseline_rows)


def _select_newest(figures: Sequence[Figure], measure: str) -> list[Figure]:
    """Select the figures that the summary may be about: of production, those of the newest year.

    Of resources those are left out that are more than three years older than the newest.
    """
    if measure == Measure.RESOURCES:
        years = [int(one.year) for one in figures if one.year]
        return [one for one in figures if not years or (one.year and int(one.year) >= max(years) - STALE_YEARS)]
    newest = max((one.as_of for one in figures), default="")
    return [one for one in figures if measure != Measure.PRODUCTION or one.as_of == newest]


def _choose_headline(
    bridges: Sequence[BridgeResult], others: Sequence[Figure]
) -> tuple[Figure | None, BridgeResult | None]:
    """Choose the figure that the summary is about, and its bridge; a conflict goes before an explained figure."""
    conflict = find_furthest([one for one in others if one.verdict == Verdict.CONFLICT])
    reconciled = next((one for one in bridges if one.reconciled and one.explained in others), None)
    if conflict is None and reconciled is not None:
        return reconciled.explained, reconciled
    # Sums of ours are nobody's word.
    headline = conflict or find_furthest([one for one in others if not one.derived] or others)
    return headline, next((bridge for bridge in bridges if bridge.explained is headline), None)


def _choose_main_measure(rows: list[FigureRow]) -> str:
    """Choose the first measure that has a figure or an NA, current or superseded; misquoted figures do not count."""
    given = [row for row in rows if not row.site and row.status not in DISTORTED]
    measures = [row.measure for row in given] or [Measure.RESERVES.value]
    return min(measures, key=lambda measure: MEASURE_ORDER[measure])


def _counts_rare_earths(row: FigureRow, measure: str) -> bool:
    return row.basis not in OTHER_QUANTITIES or measure == Measure.ORE


def _select_quotable(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Select the national figures of oxide, or else those whose source does not say what the tonnes are of."""
    national = [
        row
        for row in rows
        if row.current and not row.site and row.measure in STOCKS and row.kind not in KINDS_WITHOUT_AMOUNT
        if not row.part_of and row.basis in (*OXIDES, "", Basis.UNKNOWN)
    ]
    return [row for row in national if row.basis in OXIDES] or national


def _rivals_own_publisher(row: FigureRow, headline: Figure | None, rows: Sequence[FigureRow]) -> bool:
    """Whether other reports have a figure of the publisher of the headline, of the same day and called the same."""
    own = next((one for one in rows if headline is not None and one.id == headline.id), None)
    if own is None or row.part_of or row.site or not row.current or not row.effective_day:
        return False
    return (row.publisher, row.effective_day, row.called) == (own.publisher, own.effective_day, own.measure)


def _is_compared(figure: Figure) -> bool:
    return (
        bool(figure.baseline) and figure.verdict != Verdict.NOT_COMPARABLE and figure.kind not in KINDS_WITHOUT_AMOUNT
    )


def _build_bridges(group: Group, context: Context) -> tuple[BridgeResult, ...]:
    """Build the bridges from each figure through its parts to its baseline, and those in the other direction."""
    by_id = {baseline.id: baseline for baseline in group.baselines}
    known = frozenset(context.frame["id"])
    figures = [one for origin in group.origins for one in origin.figures if one.baseline in by_id and one.is_current]
    return tuple(
        bridge
        for one in figures
        for whole, other in ((one, by_id[one.baseline]), (by_id[one.baseline], one))
        for bridge in build_bridges(whole, other, one, context.dataset, known)
    )
