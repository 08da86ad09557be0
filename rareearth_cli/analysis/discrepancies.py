"""Discrepancies, for ``compare`` and ``report``: the records of a report, and the tables that programs read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.analysis.bridges import BridgeResult
from rareearth_cli.analysis.figures import Amount, Figure, least_gap_t
from rareearth_cli.analysis.table import Table, number_or_none
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, SHORT_FORM
from rareearth_cli.model.vocabulary import STOCKS, Verdict
from rareearth_cli.model.wording import join_words


class ReportGroup(NamedTuple):
    """Pairs with one kind of verdict, ordered by unexplained difference, largest first."""

    title: str
    table: Table


class Report(NamedTuple):
    """The answer to ``report``: all pairs, their bridges, and the number of pairs over the user's threshold."""

    summary: tuple[str, ...]
    #: The command line that reproduces the report.
    command: str
    groups: tuple[ReportGroup, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    #: The number of pairs whose figures are more times apart than the user's threshold.
    over_threshold: int
    #: The bridges of the pairs that a part explains, by the id of the figure.
    bridges: Mapping[str, BridgeResult] = MappingProxyType({})
    #: Publisher and source of each figure and baseline, by its id.
    attributions: Mapping[str, str] = MappingProxyType({})
    #: The ids of figures that count ore or a mineral.
    minerals: frozenset[str] = frozenset()
    #: Date of the newest publication on either side.
    newest: str = ""
    #: For each place whose national figure is explained, what is known of it and which number is missing.
    composition: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


#: What people read where a verdict covers two cases, with what each case says of the two figures.
CASES = {
    "consistent with the bound": "one of the two is a bound or a range, and the other lies within it",
    "years apart": "both count the same, at dates more than three years apart",
    "one draws on the other": "one of the two rests on the figures of the other, so that it cannot contradict it",
    "of one origin": "both are of one origin, at different dates",
}


def label_verdict(code: object, *, bounded: bool = False) -> str:
    """Return the label of a verdict, such as ``defined differently``; a figure never agrees with a bound."""
    if bounded and code == Verdict.AGREE:
        return "consistent with the bound"
    return Verdict(str(code)).meaning.label if code else ""


def label_pair(pair: Mapping[str, object], *, bounded: bool) -> str:
    """Return the label of the verdict on a pair, with one label for each case that the verdict covers.

    ``pair`` has the columns of a comparison.
    """
    match pair["verdict"]:
        case Verdict.NOT_LIKE_FOR_LIKE if pair["comparable"] != "no":
            return "years apart"
        case Verdict.UNKNOWN if not pair["unstated"]:
            return "one draws on the other"
        case Verdict.REVISED if not pair["earlier_edition"]:
            return "of one origin"
    return label_verdict(pair["verdict"], bounded=bounded)


def explain_labels(used: Collection[str]) -> dict[str, str]:
    """Return what each of the labels that are used means, in the order of the verdicts."""
    meanings = {**{one.meaning.label: one.meaning.plain for one in Verdict}, **CASES}
    return {label: plain for label, plain in meanings.items() if label in used}


#: What a field says of a figure.
_FIELD_WORDS = {
    "measure": "whether they are reserves or resources",
    "basis": "what the tonnes are of",
    "stage": "whether they are in the ground or recoverable",
    "category": "of which category they are",
    "date": "the date",
}
#: In what the definitions of two figures differ.
_CAUSE_WORDS = {
    "definition": "what is counted (reserves or resources)",
    "basis": "what the tonnes are of",
    "stage": "whether they are in the ground or recoverable",
    "category": "the classes that are counted",
    "scope": "the borders",
    "date": "the date",
}


def list_causes(causes: Iterable[str], measure: str) -> str:
    """List in words in what a figure of a measure and its baseline differ."""
    words = _CAUSE_WORDS if measure in STOCKS else {**_CAUSE_WORDS, "category": "which production is counted"}
    return join_words([words[cause] for cause in causes if cause in words])


def list_unstated(fields: Iterable[str]) -> str:
    """List in words what a source does not state of a figure, for a sentence that denies it."""
    return join_words([_FIELD_WORDS[name] for name in fields], ", or ")


def state_verdict(
    code: str,
    measure: str,
    *,
    alike: bool,
    causes: Iterable[str],
    unstated: Iterable[str],
    earlier_edition: str,
    bounded: bool,
) -> str:
    """State a verdict by its label, and what it rests on.

    Parameters
    ----------
    code
        The code of the verdict, or nothing.
    measure
        What the figure measures.
    alike
        Whether no definition that both sides state differs.
    causes
        In what the two differ.
    unstated
        The fields that a comparison needs and that a side does not state.
    earlier_edition
        The id of the earlier edition that one of the two repeats, or nothing.
    bounded
        Whether one of the two is a bound or a range.

    """
    if code == Verdict.REVISED and not earlier_edition:
        return "of one origin"
    if code == Verdict.NOT_LIKE_FOR_LIKE:
        return (
            "dates more than three years apart" if alike else f"{label_verdict(code)} ({list_causes(causes, measure)})"
        )
    if code == Verdict.UNKNOWN:
        why = list_unstated(unstated)
        return f"{label_verdict(code)} ({why})" if why else "draws on the same figures, and cannot contradict them"
    return label_verdict(code, bounded=bounded)


def gap_t(row: Mapping[str, object]) -> float:
    """Return how many tonnes a figure and its baseline are apart at least; 0 where that is not known."""
    stated = number_or_none(row["difference_t"])
    if stated is not None:
        return abs(stated)
    return least_gap_t(_read_amount(row, ""), _read_amount(row, "baseline_"))


def _read_amount(row: Mapping[str, object], side: str) -> Amount:
    value, low, high = (number_or_none(row[f"{side}{end}_t"]) for end in ("value", "low", "high"))
    return str(row[f"{side}kind"] or ""), value, low, high


_BRIDGE_COLUMNS = ("estimate", "whole", "part", "baseline", "order", "kind", "what", "amount_t", "low_t", "high_t",
                   "evidence", "why", "verdict")  # fmt: skip


def build_sheets(table: Table, bridges: Iterable[BridgeResult]) -> dict[str, Table]:
    """Build the sheets of a workbook: the estimates, those that are compared with a baseline, and the bridges."""
    return {
        "estimates": table.select(ESTIMATE_COLUMNS),
        "discrepancies": select_compared(table).select(SHORT_FORM),
        "bridges": _build_bridge_table(bridges),
    }


def select_compared(table: Table) -> Table:
    """Select the rows that are compared with a baseline."""
    compared = [at for at, baseline in enumerate(table.columns["baseline"]) if baseline]
    return Table(columns={name: [values[at] for at in compared] for name, values in table.columns.items()})


def _build_bridge_table(bridges: Iterable[BridgeResult]) -> Table:
    rows = [row for bridge in bridges for row in _list_bridge_rows(bridge)]
    return Table(columns={name: [row[at] for row in rows] for at, name in enumerate(_BRIDGE_COLUMNS)})


def _list_bridge_rows(bridge: BridgeResult) -> list[Sequence[object]]:
    """List the rows of a bridge in order; a step without a figure has no amount."""
    ends = (bridge.explained.id, bridge.whole.id, bridge.part.id, bridge.baseline.id)
    whole, part, base = (
        (kind, end.title if kind != "part" else end.scope, end.value_t, end.low_t, end.high_t,
         "derived" if end.derived else "reported", f"as of {end.as_of}")
        for kind, end in (("whole", bridge.whole), ("part", bridge.part), ("baseline", bridge.baseline))
    )  # fmt: skip
    steps = [
        (kind, step.what, step.amount_t, None, None, step.evidence, step.why)
        for kind, group in (("step", bridge.steps), ("detail", bridge.detail))
        for step in group
    ]
    left = (bridge.residual_t, bridge.residual_low_t, bridge.residual_high_t)
    residual = ("residual", "left over", *left, "residual", None)
    unknown = [("unknown", step.what, None, None, None, step.evidence, step.why) for step in bridge.unknown]
    rows = [whole, *steps, part, residual, base, *unknown]
    return [(*ends, float(order), *row, bridge.explained.verdict) for order, row in enumerate(rows, start=1)]


def add_bridges(table: Table, key: str, bridges: Mapping[str, BridgeResult]) -> Table:
    """Add the bridge of each row as an object, or None; ``key`` is the column with the id of the figure."""
    objects = {figure: _describe_bridge(bridge) for figure, bridge in bridges.items()}
    return Table(columns={**table.columns, "bridge": [objects.get(str(figure)) for figure in table.columns[key]]})


def _describe_bridge(bridge: BridgeResult) -> dict[str, object]:
    def describe_end(figure: Figure) -> dict[str, object]:
        return {"estimate": figure.id, "value_t": figure.value_t}

    return {
        "whole": describe_end(bridge.whole),
        "part": describe_end(bridge.part),
        "baseline": describe_end(bridge.baseline),
        "steps": [step._asdict() for step in bridge.steps],
        "detail": [step._asdict() for step in bridge.detail],
        "unknown": [step._asdict() for step in bridge.unknown],
        "residual_t": bridge.residual_t,
        "residual_low_t": bridge.residual_low_t,
        "residual_high_t": bridge.residual_high_t,
        "reconciled": bridge.reconciled,
    }
