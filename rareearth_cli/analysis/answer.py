"""``compare``: from a dataset and a question to one result that every format can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from rareearth_cli.analysis.apart import apart
from rareearth_cli.analysis.bridges import bridges_of
from rareearth_cli.analysis.comparison import BASELINE_SERIES, baselines, compare, rounded
from rareearth_cli.analysis.export import long_form
from rareearth_cli.analysis.figures import Row, figure, witnesses
from rareearth_cli.analysis.ranking import rank_of
from rareearth_cli.analysis.results import (
    COMPARISON_COLUMNS,
    BridgeResult,
    Comparison,
    Figure,
    Group,
    PlaceComparison,
    Witness,
)
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.summary import amount, furthest, summarise
from rareearth_cli.dataset.frame import ESTIMATE_COLUMNS, estimates_frame
from rareearth_cli.domain.dates import parse_date
from rareearth_cli.domain.numbers import ordinal
from rareearth_cli.domain.places import OTHER
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Basis, Measure, ShareOf

_NOT_RARE_EARTHS = (Basis.ORE.value, Basis.MONAZITE.value, Basis.RARE_METALS.value)
_ORDER = {measure.value: rank for rank, measure in enumerate(Measure)}
_STAGES = {stage: rank for rank, stage in enumerate(["", *(stage.value for stage in ShareOf)])}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked. ``places`` are codes; none means all that have figures."""

    places: tuple[str, ...] = ()
    measure: str | None = None
    baseline: str | None = None
    as_of: date | None = None
    all_statements: bool = False

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded: the same however it was typed."""
        return {
            "command": "compare",
            "places": list(self.places) or "all",
            "measure": self.measure,
            "baseline": self.baseline,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "all_statements": self.all_statements,
        }


def answer(dataset: Dataset, question: Question) -> Comparison:
    """Everything on record for the places asked, each figure held against its baseline.

    Raises:
        NotOnRecord: the baseline asked for has no figures.

    """
    frame, warnings = estimates_frame(dataset), []
    if question.as_of is not None:
        frame, undated = known_by(frame, question.as_of)
        if undated:
            warnings.append(f"{undated} figures without a publication date are left out")
    frame = with_standing(frame)
    held = baselines(frame, question.baseline)
    rows = _rows(frame, question)
    rows = compare(rows, held)
    asked = rows["shown"] | question.all_statements
    chosen = rows[asked | rows["id"].isin(rows["baseline"][asked])]
    by_place: dict[str, list[Row]] = {}
    for row in rows.to_dict("records"):
        by_place.setdefault(str(row["place"]), []).append({str(key): value for key, value in row.items()})
    places = question.places or tuple(place for place in by_place if place != OTHER)
    context = _Context(dataset, question, frame, held)
    return Comparison(
        places=tuple(_place(place, by_place.get(place, []), context) for place in places),
        table=long_form(rounded(chosen), (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS)),
        dataset_version=dataset.version,
        query=question.canonical(),
        overview=not question.places,
        warnings=tuple(warnings),
    )


@dataclass(frozen=True)
class _Context:
    dataset: Dataset
    question: Question
    frame: pd.DataFrame
    held: pd.DataFrame


def _rows(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The rows of the places and measure asked, places in the order asked, measures in their own."""
    if question.places:
        frame = frame[frame["place"].isin(question.places)]
        order: Mapping[str, int] = {place: rank for rank, place in enumerate(question.places)}
    else:
        named = sorted(zip(frame["name"].unique(), frame["place"].unique(), strict=True))
        order = {place: rank for rank, (_, place) in enumerate(named)}
    if question.measure is not None:
        frame = frame[frame["measure"] == question.measure]
    keys = (frame["place"].map(order) * len(_ORDER) + frame["measure"].map(_ORDER)) * len(_STAGES)
    keys += frame["share_of"].map(_STAGES)
    return frame.loc[keys.sort_values(kind="stable").index]


def _place(place: str, rows: list[Row], context: _Context) -> PlaceComparison:
    """The view of one place: its main measure in full, the rest named."""
    dataset, question = context.dataset, context.question
    name = dataset.places[place].name
    measure = question.measure or (_main_measure(rows) if question.places else Measure.RESERVES.value)
    main = [
        row for row in rows if row["measure"] == measure and not row["site"] and row["basis"] not in _NOT_RARE_EARTHS
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
    return min(measures, key=lambda measure: _ORDER[measure])


def _group(measure: str, main: list[Row], rows: list[Row], context: _Context) -> Group:
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


def _without_baseline(place: str, measure: str, context: _Context) -> tuple[str, ...]:
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


def _rank(place: str, group: Group, bridge: BridgeResult | None, context: _Context) -> tuple[str, ...]:
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
