"""The view of one place: sentences, figures by witness, bridges, what stands apart."""

from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.apart import apart
from rareearth_cli.analysis.bridges import bridges_of
from rareearth_cli.analysis.context import Context
from rareearth_cli.analysis.explaining import explained
from rareearth_cli.analysis.figures import Row, figure, parts_by_whole, records, witnesses
from rareearth_cli.analysis.groups import beside_words, other_groups, verdicts_on
from rareearth_cli.analysis.no_baseline import by_day, why_no_baseline
from rareearth_cli.analysis.pairing import COMPARED, OTHER_QUANTITIES
from rareearth_cli.analysis.ranking import rank_of
from rareearth_cli.analysis.results import BridgeResult, Figure, Group, PlaceComparison, Witness
from rareearth_cli.analysis.summary import amount, furthest, summarise
from rareearth_cli.domain.dates import parse_date
from rareearth_cli.domain.numbers import ordinal
from rareearth_cli.domain.places import OTHER
from rareearth_cli.domain.vocabulary import MEASURE_ORDER, Measure, Status, Verdict

_NO_FIGURE = ("missing", "withheld")


def place_views(rows: pd.DataFrame, context: Context) -> tuple[PlaceComparison, ...]:
    """The places asked for, in that order; all that have figures that stand where none is named."""
    by_place: dict[str, list[Row]] = {}
    for row in records(rows):
        by_place.setdefault(row["place"], []).append(row)
    standing = {place for place, those in by_place.items() if any(row["shown"] for row in those)}
    places = context.question.places or tuple(place for place in by_place if place in standing and place != OTHER)
    return tuple(_place(place, by_place.get(place, []), context) for place in places)


def _place(place: str, rows: list[Row], context: Context) -> PlaceComparison:
    """The view of one place: its main measure in full, the rest named."""
    question = context.question
    measure = question.measure or (_main_measure(rows) if question.places else Measure.RESERVES.value)
    main = [row for row in rows if row["measure"] == measure and not row["site"] and _counts_rare_earths(row, measure)]
    elsewhere = _baselines_of_others(main, context)
    group = _group(measure, main + elsewhere, context)
    others = tuple(one for witness in group.witnesses for one in witness.figures if _is_compared(one))
    headline, bridge = _headline(group, [one for one in others if one.stands])
    alone = question.measure is None and question.places and not _anybody_else(group)
    rest = [row for row in rows if row not in main]
    beside = other_groups([row for row in rest if row["shown"]], context.dataset) if alone else ()
    told = {figure.id for one in beside for figure in one.figures}
    read = [*(row for row in main if row["shown"]), *elsewhere]
    newest = max(read, key=lambda row: row["published_day"], default=None)
    return PlaceComparison(
        place=place,
        name=context.dataset.places[place].name,
        summary=_summary(place, measure, rows, group, others, headline, bridge, beside, context),
        group=group,
        compared=others,
        headline=headline,
        others=beside,
        verdicts=verdicts_on(
            [one for one in (*others, *(one for each in beside for one in each.figures)) if one.stands]
        ),
        remarks=_remarks(place, context),
        apart=apart([row for row in rest if row["shown"] and row["id"] not in told]),
        notes=_rank(place, group, bridge, context),
        why=tuple(explained(one, context.dataset) for one in others) if question.explain else (),
        newest=parse_date(newest["published"]).spoken if newest and newest["published"] else "",
    )


def _baselines_of_others(main: list[Row], context: Context) -> list[Row]:
    """The baselines that are of another measure than the rows held against them: reserves, of resources."""
    missing = {row["baseline"] for row in main if row["baseline"] and row["shown"]} - {row["id"] for row in main}
    held = context.held[context.held["id"].isin(missing)]
    return [{"baseline": "", **row} for row in records(held)]


def _anybody_else(group: Group) -> bool:
    """Whether somebody beside the baseline gives a figure of the main measure."""
    return any(figure.kind not in _NO_FIGURE for witness in group.witnesses for figure in witness.figures)


def _remarks(place: str, context: Context) -> tuple[str, ...]:
    """What sources that were out by the day asked for say of a place without a figure."""
    dataset, day = context.dataset, context.question.as_of
    remarks = [(one.text, dataset.sources[one.source]) for one in dataset.remarks if one.place == place]
    return tuple(
        f"{dataset.publishers.get(source.publisher, source.publisher)}: {text}."
        for text, source in remarks
        if day is None or (source.published is not None and source.published.last_day <= day)
    )


def _headline(group: Group, others: Sequence[Figure]) -> tuple[Figure | None, BridgeResult | None]:
    """The figure that the answer is about, with the bridge that explains it: a conflict is not to be hidden."""
    conflict = furthest([one for one in others if one.verdict == Verdict.CONFLICT])
    reconciled = next((bridge for bridge in group.bridges if bridge.reconciled), None)
    if conflict is None and reconciled is not None:
        return reconciled.explained, reconciled
    headline = conflict or furthest(others)
    return headline, next((bridge for bridge in group.bridges if bridge.explained is headline), None)


def _main_measure(rows: list[Row]) -> str:
    """The first measure that anybody gave a figure or an NA for, then or now; a misquotation is nobody's figure."""
    given = [row for row in rows if not row["site"] and row["status"] != Status.MISQUOTED]
    measures = [str(row["measure"]) for row in given] or [Measure.RESERVES.value]
    return min(measures, key=lambda measure: MEASURE_ORDER[measure])


def _counts_rare_earths(row: Row, measure: str) -> bool:
    return row["basis"] not in OTHER_QUANTITIES or measure == Measure.ORE


def _is_compared(figure: Figure) -> bool:
    return bool(figure.baseline) and figure.verdict != Verdict.NOT_COMPARABLE and figure.kind not in _NO_FIGURE


def _group(measure: str, main: list[Row], context: Context) -> Group:
    dataset, statements = context.dataset, context.question.all_statements
    shown = [row for row in main if row["shown"] or statements]
    held = {row["baseline"] for row in shown if row["baseline"]}
    known = set(context.held["id"])
    ids = held | {row["id"] for row in main if row["shown"] and row["id"] in known}
    parts = parts_by_whole(main, all_statements=statements)
    baselines = tuple(
        _named(figure(row, dataset, parts.get(row["id"], ())), row, measure) for row in main if row["id"] in ids
    )
    found = witnesses([row for row in main if row["id"] not in ids], parts, dataset, all_statements=statements)
    return Group(measure=measure, baselines=baselines, witnesses=found, bridges=_bridges(found, baselines, context))


def _named(baseline: Figure, row: Row, measure: str) -> Figure:
    """A baseline that counts something else than what is held against it says so: reserves, of resources."""
    return baseline if row["measure"] == measure else baseline._replace(title=f"{baseline.title}, {row['measure']}")


def _bridges(found: Sequence[Witness], baselines: Sequence[Figure], context: Context) -> tuple[BridgeResult, ...]:
    """From each whole through its parts to its baseline, or from a baseline through its parts to the other."""
    by_id = {baseline.id: baseline for baseline in baselines}
    known = frozenset(context.frame["id"])
    figures = [one for witness in found for one in witness.figures if one.baseline in by_id and one.stands]
    return tuple(
        bridge
        for one in figures
        for whole, other in ((one, by_id[one.baseline]), (by_id[one.baseline], one))
        for bridge in bridges_of(whole, other, one, context.dataset, known)
    )


def _summary(
    place: str,
    measure: str,
    rows: list[Row],
    group: Group,
    others: Sequence[Figure],
    headline: Figure | None,
    bridge: BridgeResult | None,
    beside: Sequence[Group],
    context: Context,
) -> tuple[str, ...]:
    if not rows:
        return (f"Nothing is on record for {context.dataset.places[place].name}{by_day(context.question)}.",)
    if not group.baselines or measure not in COMPARED:
        return (*why_no_baseline(place, measure, context), *beside_words(beside))
    base = next((one for one in group.baselines if headline and one.id == headline.baseline), group.baselines[-1])
    alike = context.question.like_for_like
    told = summarise(base, [one for one in others if one.stands], headline, bridge, alike=alike)
    return (*told, *beside_words(beside))


def _rank(place: str, group: Group, bridge: BridgeResult | None, context: Context) -> tuple[str, ...]:
    """The rank by the baseline, and the one that the explained figure would give."""
    groups = frozenset({OTHER} | {code for code, one in context.dataset.places.items() if one.group})
    base = group.baselines[0] if group.baselines and group.measure == Measure.RESERVES else None
    if base is None or base.value_t is None or base.kind != "point":
        return ()
    rank = rank_of(place, base.value_t, context.held, groups)
    if rank is None:
        return ()
    note = f"Rank {ordinal(rank)} by {base.title}"
    if bridge is not None and bridge.reconciled and bridge.explained.value_t is not None:
        other = rank_of(place, bridge.explained.value_t, context.held, groups)
        note += f"; {ordinal(other or 0)} if {amount(bridge.explained)} stood there (not like for like)"
    return (note + ".",)
