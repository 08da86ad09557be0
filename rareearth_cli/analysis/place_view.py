"""The view of one place: sentences, figures by witness, bridges, what stands apart."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.apart import apart
from rareearth_cli.analysis.bridges import bridges_of
from rareearth_cli.analysis.comparison import BASELINE_SERIES, OTHER_QUANTITIES
from rareearth_cli.analysis.figures import Row, figure, witnesses
from rareearth_cli.analysis.question import Question
from rareearth_cli.analysis.ranking import rank_of
from rareearth_cli.analysis.results import BridgeResult, Figure, Group, PlaceComparison, Witness
from rareearth_cli.analysis.summary import amount, furthest, summarise
from rareearth_cli.domain.dates import parse_date
from rareearth_cli.domain.numbers import ordinal
from rareearth_cli.domain.places import OTHER
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import MEASURE_ORDER, Measure


class Context(NamedTuple):
    """What the view of a place needs beside its rows: all figures known, and the baselines of all places."""

    dataset: Dataset
    question: Question
    frame: pd.DataFrame
    held: pd.DataFrame


def place_views(rows: pd.DataFrame, context: Context) -> tuple[PlaceComparison, ...]:
    """The places asked for, in that order; all that have figures where none is named."""
    by_place: dict[str, list[Row]] = {}
    for row in rows.to_dict("records"):
        by_place.setdefault(str(row["place"]), []).append({str(key): value for key, value in row.items()})
    places = context.question.places or tuple(place for place in by_place if place != OTHER)
    return tuple(_place(place, by_place.get(place, []), context) for place in places)


def _place(place: str, rows: list[Row], context: Context) -> PlaceComparison:
    """The view of one place: its main measure in full, the rest named."""
    dataset, question = context.dataset, context.question
    name = dataset.places[place].name
    measure = question.measure or (_main_measure(rows) if question.places else Measure.RESERVES.value)
    main = [
        row for row in rows if row["measure"] == measure and not row["site"] and row["basis"] not in OTHER_QUANTITIES
    ]
    group = _group(measure, main, rows, context)
    others = tuple(one for witness in group.witnesses for one in witness.figures if one.ratio_low or one.ratio_high)
    bridge = next((bridge for bridge in group.bridges if bridge.reconciled), None)
    headline = bridge.whole if bridge else furthest(others)
    if not rows:
        summary: tuple[str, ...] = (f"Nothing is on record for {name}{_by(question)}.",)
    elif group.baselines:
        base = next((one for one in group.baselines if headline and one.id == headline.baseline), group.baselines[-1])
        summary = summarise(base, others, headline, bridge)
    else:
        summary = _without_baseline(place, measure, context)
    newest = max((row for row in main if row["shown"]), key=lambda row: row["published_day"], default=None)
    return PlaceComparison(
        place=place,
        name=name,
        summary=summary,
        group=group,
        compared=others,
        headline=headline,
        apart=apart([row for row in rows if row not in main and row["shown"]]),
        notes=_rank(place, group, bridge, context),
        newest=parse_date(newest["published"]).spoken if newest and newest["published"] else "",
    )


def _main_measure(rows: list[Row]) -> str:
    measures = [str(row["measure"]) for row in rows if row["shown"]] or [Measure.RESERVES.value]
    return min(measures, key=lambda measure: MEASURE_ORDER[measure])


def _group(measure: str, main: list[Row], rows: list[Row], context: Context) -> Group:
    dataset, statements = context.dataset, context.question.all_statements
    held = dict.fromkeys(row["baseline"] for row in main if row["baseline"] and (row["shown"] or statements))
    mine = context.held[context.held["id"].isin([row["id"] for row in rows])]
    shown_ids = [row["id"] for row in main if row["shown"] and row["id"] in set(mine["id"])]
    ids = list(dict.fromkeys([*shown_ids, *held]))
    baseline_rows = [row for row in main if row["id"] in ids]
    figures = tuple(figure(row, dataset) for row in baseline_rows)
    rest = [row for row in main if row["id"] not in ids]
    found = witnesses(
        [
            row
            for row in rest
            if statements
            or row["series"] != BASELINE_SERIES
            or row["root"] not in {base["root"] for base in baseline_rows}
        ],
        dataset,
        all_statements=statements,
    )
    return Group(measure=measure, baselines=figures, witnesses=found, bridges=_bridges(found, figures, main, dataset))


def _bridges(
    found: Sequence[Witness], baseline: Sequence[Figure], main: list[Row], dataset: Dataset
) -> tuple[BridgeResult, ...]:
    against = {row["id"]: row["baseline"] for row in main}
    by_id = {figure.id: figure for figure in baseline}
    return tuple(
        bridge
        for witness in found
        for whole in witness.figures
        if whole.parts and against[whole.id] in by_id
        for bridge in bridges_of(whole, by_id[against[whole.id]], dataset)
    )


def _without_baseline(place: str, measure: str, context: Context) -> tuple[str, ...]:
    """Why there is no baseline, and which older row could be asked for."""
    frame, name = context.frame, context.dataset.places[place].name
    series = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == measure)]
    if context.question.baseline is not None:
        return (f"The baseline '{context.question.baseline}' has no {measure} of {name}: no ratio.",)
    if series.empty:
        noun = "shares" if measure == Measure.SHARE else measure
        return (f"USGS has no row of {noun}{_by(context.question)} to hold these against: no baseline, no ratio.",)
    newest = series.sort_values("source_rank")["source"].iloc[-1]
    source = context.dataset.sources[str(newest)]
    title = " ".join(
        filter(None, ("USGS", source.short, source.edition, f"v{source.version}" if source.version else ""))
    )
    own = series[series["place"] == place]
    printed = "prints NA" if (own["source"] == newest).any() else "has no line on record"
    sentence = f"{title} {printed} for {name}: no baseline, no ratio."
    older = own[own["value_t"].notna()].sort_values("source_rank")
    if older.empty:
        return (sentence,)
    last = older.iloc[-1]
    remedy = f"The last figure was {last['printed']} t ({last['source']}): ask for it with --baseline {last['source']}."
    return sentence, remedy


def _rank(place: str, group: Group, bridge: BridgeResult | None, context: Context) -> tuple[str, ...]:
    """The rank by the baseline, and the one that the explained whole would give."""
    groups = frozenset({OTHER} | {code for code, one in context.dataset.places.items() if one.group})
    base = group.baselines[0] if group.baselines and group.measure == Measure.RESERVES else None
    if base is None or base.value_t is None or base.kind != "point":
        return ()
    rank = rank_of(place, base.value_t, context.held, groups)
    if rank is None:
        return ()
    note = f"Rank {ordinal(rank)} by {base.title}"
    if bridge is not None and bridge.whole.value_t is not None:
        other = rank_of(place, bridge.whole.value_t, context.held, groups)
        note += f"; {ordinal(other or 0)} if {amount(bridge.whole)} stood there (not like for like)"
    return (note + ".",)


def _by(question: Question) -> str:
    return f" by {question.as_of.isoformat()}" if question.as_of else ""
