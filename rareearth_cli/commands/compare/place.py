"""The view of one place: sentences, figures by witness, bridges, what stands apart."""

from collections.abc import Sequence
from itertools import groupby

import pandas as pd

from rareearth_cli.analysis.bridges import bridges_of
from rareearth_cli.analysis.describe import Row, amount, figure, parts_by_whole, records, witnesses
from rareearth_cli.analysis.explain import explained
from rareearth_cli.analysis.pairing import COMPARED, OTHER_QUANTITIES
from rareearth_cli.analysis.question import Context
from rareearth_cli.analysis.ranking import rank_of
from rareearth_cli.analysis.result import BridgeResult, Figure, Group, PlaceComparison, Origin
from rareearth_cli.commands.compare.text import by_day, furthest, summarise, why_no_baseline
from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.places import OTHER
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import MEASURE_ORDER, Basis, Measure, Status, Verdict
from rareearth_cli.model.wording import ordinal, plural, spoken

_STOCKS = (Measure.RESERVES, Measure.RESOURCES, Measure.ORE)
#: Causes that a sentence on what differs has no use for: the verdict itself says them.
_NO_DIFFERENCE = ("rounding", "unexplained")
_TOLD = (Verdict.RECONCILED_BY_SUBSET, Verdict.PARTLY_EXPLAINED)


def other_groups(rows: Sequence[Row], dataset: Dataset) -> tuple[Group, ...]:
    """The current stocks among ``rows``, by what they count: none of them has a group of its own yet."""
    stocks = [row for row in rows if row["measure"] in _STOCKS and row["basis"] != Basis.RARE_METALS]
    national = [row for row in stocks if not row["site"]]
    sites = sorted((row for row in stocks if row["site"]), key=lambda row: str(row["site"]))
    found = [
        _group_of("Resources", Measure.RESOURCES, [row for row in national if row["measure"] != Measure.ORE], dataset),
        _group_of("Ore, of which rare earths are a small part", Measure.ORE, _ore(national), dataset),
        _sites(sites, dataset),
    ]
    return tuple(group for group in found if group.origins)


def beside_words(groups: Sequence[Group]) -> tuple[str, ...]:
    """What others give instead of reserves, in a sentence; nothing where they give nothing."""
    counts = {group.measure: len(group.figures) for group in groups}
    names = {"resources": "resources", "ore": "ore", "sites": "single deposits"}
    given = [f"{names[measure]} ({number})" for measure, number in counts.items()]
    if not given:
        return ()
    listed = given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}"
    return (f"Also on record: {listed}, below.",)


def verdicts_on(figures: Sequence[Figure]) -> tuple[str, ...]:
    """A sentence for all figures of which the same is to be said: verdict, what differs, flags.

    A ledger of which one statement is explained needs no verdict on its others.
    """
    explained = {one.root for one in figures if one.verdict in _TOLD}
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for one in figures:
        if one.verdict and (one.verdict in _TOLD or one.root not in explained):
            alike.setdefault((one.verdict, one.causes, one.flags), []).append(one.title)
    return tuple(_verdict(*key, list(dict.fromkeys(titles))) for key, titles in alike.items())


def _verdict(verdict: str, causes: Sequence[str], flags: Sequence[str], titles: Sequence[str]) -> str:
    verb = "differs" if len(titles) == 1 else "differ"
    named = [cause for cause in causes if cause not in _NO_DIFFERENCE]
    differs = [f"{verb} in {', '.join(named)}"] if named else []
    said = [f"{', '.join(titles)}: {verdict}", *differs, *([", ".join(flags)] if flags else [])]
    return "; ".join(said) + "."


def _ore(rows: Sequence[Row]) -> list[Row]:
    """Ore, with the oxide that is in it."""
    holders = {row["id"] for row in rows if row["measure"] == Measure.ORE}
    return [row for row in rows if row["id"] in holders or row["contained_in"] in holders]


def _group_of(title: str, measure: Measure, rows: list[Row], dataset: Dataset) -> Group:
    parts = parts_by_whole(rows, all_statements=False)
    return Group(
        measure=measure.value,
        title=title,
        baselines=(),
        origins=witnesses(rows, parts, dataset, all_statements=False),
    )


def _sites(rows: list[Row], dataset: Dataset) -> Group:
    """Single deposits and areas: all that is said of one, under its name."""
    parts = parts_by_whole(rows, all_statements=False)
    found = []
    for site, those in groupby(rows, key=lambda row: str(row["site"])):
        for number, witness in enumerate(witnesses(list(those), parts, dataset, all_statements=False)):
            found.append(witness._replace(title="" if number else site))
    return Group(measure="sites", title="Single deposits and areas", baselines=(), origins=tuple(found))


def apart(rows: list[Row]) -> tuple[str, ...]:
    """One phrase for each kind of thing the rows count, such as ``658 Mt of rare metals``."""
    whole = [row for row in rows if not row["part_of"]]
    sites = [row for row in whole if row["site"] and row["measure"] != Measure.TARGET]
    national = [row for row in whole if not row["site"] and row["measure"] != Measure.TARGET]
    metals = [row for row in national if row["basis"] == Basis.RARE_METALS]
    phrases = [f"{_amount(row)} of rare metals" for row in metals]
    for basis in (Basis.ORE, Basis.MONAZITE):
        phrases += [f"{_amount(row)} of {basis.value}" for row in national if row["basis"] == basis]
    earths = [row for row in national if row["basis"] not in (Basis.RARE_METALS, Basis.ORE, Basis.MONAZITE)]
    for measure in Measure:
        phrases += _of_measure(measure, [row for row in earths if row["measure"] == measure])
    phrases += [
        f"a target for {row['period']} of {_amount(row)} a year ({row['basis']})"
        for row in whole
        if row["measure"] == Measure.TARGET
    ]
    if sites:
        names = ", ".join(dict.fromkeys(row["site"] for row in sites))
        areas = "single areas" if len(sites) > 1 else "a single area"
        phrases.append(f"{_count(len(sites), 'figure')} of {areas} ({names})")
    return tuple(phrases)


def _of_measure(measure: Measure, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    if measure is Measure.SHARE:
        return [f"{_count(len(rows), 'share')} of the world (--measure share)"]
    if measure is Measure.PRODUCTION:
        return [f"{_count(len(rows), 'production figure')} (--measure production)"]
    kind = "prognostic resources" if all("P1" in row["category"] for row in rows) else str(measure)
    return [f"{_amount(row)} of {kind}" for row in rows]


def _amount(row: Row) -> str:
    if row["value_t"] != row["value_t"]:
        return str(row["printed"])
    lead = {"lower": "at least ", "upper": "at most ", "approx": "about "}.get(row["kind"], "")
    finest = 3 if row["derived_from"] else 15
    return lead + spoken(row["value_t"], max(1, min(finest, int(row["digits"]))))


def _count(number: int, noun: str) -> str:
    return f"{number} {plural(noun, number)}"


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
    others = tuple(one for witness in group.origins for one in witness.figures if _is_compared(one))
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
    return any(figure.kind not in _NO_FIGURE for witness in group.origins for figure in witness.figures)


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
    return Group(measure=measure, baselines=baselines, origins=found, bridges=_bridges(found, baselines, context))


def _named(baseline: Figure, row: Row, measure: str) -> Figure:
    """A baseline that counts something else than what is held against it says so: reserves, of resources."""
    return baseline if row["measure"] == measure else baseline._replace(title=f"{baseline.title}, {row['measure']}")


def _bridges(found: Sequence[Origin], baselines: Sequence[Figure], context: Context) -> tuple[BridgeResult, ...]:
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
