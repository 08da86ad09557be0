"""Bridges: the steps from a whole to its own published part, the residual against the baseline, table and chart."""

from collections.abc import Mapping
from typing import NamedTuple

from rareearth_cli.analysis.answer import Block, Column, Grid, Heading, Row, Tone
from rareearth_cli.analysis.charts import (
    Axis,
    Chart,
    Mark,
    MarkGroup,
    MarkStyle,
    Span,
    cumulative_spans,
    describe_newest,
    linear_axis,
)
from rareearth_cli.analysis.figures import PART_BY_READING, Figure, format_value
from rareearth_cli.model.quantity import POINT_KINDS
from rareearth_cli.model.records import Bridge, Dataset, Estimate
from rareearth_cli.model.vocabulary import DISPLAY_UNITS, UNIT_NAMES, Evidence, Verdict
from rareearth_cli.model.wording import format_to_place, last_place_t, times_apart


class Step(NamedTuple):
    """A step of a bridge, in tonnes; ``amount_t`` is None if no source gives a figure."""

    cause: str
    what: str
    amount_t: float | None
    evidence: str
    why: str


class BridgeResult(NamedTuple):
    """The steps from a whole to its own published part, and the residual between that part and the baseline.

    The whole plus ``steps`` equals the part, and the part minus ``residual_t`` equals the baseline, exactly.
    ``detail`` divides the single step. ``precision_t`` and ``residual_precision_t`` are the place values of the last
    significant digit, in tonnes.
    """

    whole: Figure
    part: Figure
    baseline: Figure
    #: The figure whose verdict the bridge explains: the whole or the baseline.
    explained: Figure
    steps: tuple[Step, ...]
    detail: tuple[Step, ...]
    unknown: tuple[Step, ...]
    residual_t: float
    residual_low_t: float
    residual_high_t: float
    precision_t: float
    residual_precision_t: float
    reconciled: bool


def build_bridges(
    whole: Figure, other: Figure, explained: Figure, dataset: Dataset, known: frozenset[str]
) -> tuple[BridgeResult, ...]:
    """Build a bridge through each published part of a whole that is nearer to the other figure than the whole is.

    Parameters
    ----------
    whole
        The figure with parts.
    other
        The figure on the other side.
    explained
        Whichever of the two is compared with a baseline, and whose verdict the bridge explains.
    dataset
        The dataset, whose descriptions of bridges divide a step or name steps without a figure.
    known
        Ids of the estimates known at the time of the question; shares from other estimates are not assumed.

    Returns
    -------
    tuple of BridgeResult
        Reconciled bridges first, then by the size of the residual.

    """
    described = {bridge.part: bridge for bridge in dataset.bridges}
    results = []
    for part in whole.parts:
        if part.part_field and part.is_current and all(end.kind in POINT_KINDS for end in (whole, part, other)):
            bridge = _build_bridge(whole, part, other, explained)
            if _narrows_gap(bridge):
                step = _find_published_rest(whole, part, dataset, known)
                bridge = bridge._replace(steps=(step,)) if step is not None else bridge
                results.append(_add_description(bridge, described.get(part.id), dataset, known))
    return tuple(sorted(results, key=lambda bridge: (not bridge.reconciled, abs(bridge.residual_t))))


def _build_bridge(whole: Figure, part: Figure, other: Figure, explained: Figure) -> BridgeResult:
    whole_t, part_t, other_t = (float(end.value_t or 0.0) for end in (whole, part, other))
    low = float(part.low_t or 0.0) - float(other.high_t or 0.0)
    high = float(part.high_t or 0.0) - float(other.low_t or 0.0)
    step = Step(
        cause=part.part_field,
        what=_negate(part.scope.partition(PART_BY_READING)[0]),
        amount_t=part_t - whole_t,
        evidence=Evidence.DERIVED,
        why="calculated from a published share" if part.derived else "calculated: the difference",
    )
    return BridgeResult(
        whole=whole,
        part=part,
        baseline=other,
        explained=explained,
        steps=(step,),
        detail=(),
        unknown=(),
        residual_t=part_t - other_t,
        residual_low_t=low,
        residual_high_t=high,
        # A step agrees with the two amounts as they stand above and below it.
        precision_t=min(last_place_t(whole_t, whole.digits), last_place_t(part_t, part.digits)),
        residual_precision_t=last_place_t(part_t, part.digits),
        reconciled=low < 0 < high or low == high == 0 or part.id == other.id,
    )


def _negate(scope: str) -> str:
    """Say what is not in a part: neither the one nor the other, where it is of two kinds."""
    return f"neither {scope.replace(' or ', ' nor ')}" if " or " in scope else f"not {scope}"


def _find_published_rest(whole: Figure, part: Figure, dataset: Dataset, known: frozenset[str]) -> Step | None:
    """Find the published part that makes up a whole together with another part; None if there is none."""
    precision = last_place_t(whole.value_t or 0.0, whole.digits)
    for rest in dataset.estimates.values():
        if rest.part_of != whole.id or rest.id not in {part.id, *known} or rest.id == part.id:
            continue
        amount = float(rest.quantity.value or 0)
        if abs((part.value_t or 0.0) + amount - (whole.value_t or 0.0)) < precision:
            what = rest.development or rest.access or rest.category
            return Step(
                part.part_field, what, -amount, Evidence.REPORTED, _PART if "part_of" in part.inferred else "published"
            )
    return None


def _narrows_gap(bridge: BridgeResult) -> bool:
    whole, part, other = (one.value_t or 0.0 for one in (bridge.whole, bridge.part, bridge.baseline))
    return bridge.reconciled or times_apart(part, other) < times_apart(whole, other)


def _add_description(
    bridge: BridgeResult, described: Bridge | None, dataset: Dataset, known: frozenset[str]
) -> BridgeResult:
    """Add the details of a bridge that the dataset describes: a division of its step, and steps without a figure."""
    if described is None:
        return bridge
    detail: tuple[Step, ...] = ()
    if all(one.share_from in known for one in described.detail if one.share_from):
        detail = _divide_step(described, bridge, dataset)
    unknown = tuple(
        Step(cause=one.cause, what=one.what, amount_t=None, evidence=Evidence.UNKNOWN, why="no figure")
        for one in described.unknown
    )
    return bridge._replace(detail=detail, unknown=unknown)


def _divide_step(described: Bridge, bridge: BridgeResult, dataset: Dataset) -> tuple[Step, ...]:
    """Divide the derived step by shares from another date, which are marked as assumptions.

    The result is empty if the shares exceed the step, because they cannot have applied at its date.
    """
    steps: list[Step] = []
    whole_t = bridge.whole.value_t or 0.0
    remaining, inside = bridge.steps[0].amount_t or 0.0, ""
    for one in described.detail:
        if one.share_from:
            part = dataset.estimates[one.share_from]
            inside = part.access or part.development or part.category
            amount = -whole_t * (1 - _share_of_whole(part, dataset.estimates))
            when = f" on {part.effective.formatted}" if part.effective else ""
            what, why = f"not {inside}", f"estimated: the share of the total that was {inside}{when}"
        else:
            idle = f"{inside}, but {_negate(bridge.part.scope)}"
            amount, what, why = remaining, idle if inside else "the rest", "the rest"
        remaining -= amount
        if remaining > 0:
            return ()
        steps.append(Step(cause=one.cause, what=what, amount_t=amount, evidence=one.evidence, why=why))
    return tuple(steps)


def _share_of_whole(part: Estimate, estimates: Mapping[str, Estimate]) -> float:
    value, whole = part.quantity.value, estimates[part.part_of].quantity.value
    return float(value / whole) if value is not None and whole else 0.0


def build_bridge_blocks(bridge: BridgeResult, unit: str) -> list[Block]:
    """Build a grid of the amounts of a bridge with their evidence, below a title; what remains is always included."""

    def amount(tonnes: float | None) -> str:
        return format_to_place(tonnes or 0.0, bridge.precision_t, unit).replace("-", "−")

    residual, left = describe_residual(bridge, unit)
    dated = f"{bridge.whole.title}; as of {bridge.whole.as_of}"
    rows = [
        Row(
            cells=(format_value(bridge.whole, unit), dated, _evidence(bridge.whole)), estimate_ids=("", bridge.whole.id)
        ),
        *(Row(cells=(amount(step.amount_t), step.what, step.why)) for step in bridge.steps),
        *(
            Row(cells=("", f"about {amount(-(step.amount_t or 0.0))} of it: {step.what}", step.why), tone=Tone.QUIET)
            for step in bridge.detail
        ),
        Row(
            cells=(format_value(bridge.part, unit), bridge.part.scope, _evidence(bridge.part)),
            estimate_ids=("", bridge.part.id),
        ),
        Row(
            cells=(
                format_value(bridge.baseline, unit),
                f"for comparison: {bridge.baseline.title}",
                _evidence(bridge.baseline),
            ),
            estimate_ids=("", bridge.baseline.id),
        ),
        Row(cells=(residual, left, "calculated"), tone=Tone.STRONG),
    ]
    whole, part, listed = (f"{format_value(one, unit)} {unit}" for one in (bridge.whole, bridge.part, bridge.baseline))
    partly = bridge.explained.verdict == Verdict.PARTLY_EXPLAINED
    explains = "a published part explains some of it" if partly else "no published part explains it"
    if bridge.reconciled:
        explains = "a part by our reading is as much"
    gap = f"The gap between {whole} and {listed}: {explains}"
    explained = bridge.reconciled and bridge.explained.verdict != Verdict.UNKNOWN
    title = f"Step by step from {whole} to {part}" if explained else gap
    columns = (
        Column(title=unit, right=True),
        Column(title="step", flexible=True),
        Column(title="evidence", flexible=True),
    )
    return [Heading(text=title), Grid(columns=columns, rows=rows)]


def describe_residual(bridge: BridgeResult, unit: str) -> tuple[str, str]:
    """Return the difference between part and baseline, and its limits in words (``difference, ± 0.1 …``)."""

    def residual(tonnes: float) -> str:
        return format_to_place(tonnes, bridge.residual_precision_t, unit).replace("-", "−")

    low, high = residual(bridge.residual_low_t), residual(bridge.residual_high_t)
    span = f"± {high}" if low == f"−{high}" else f"({low} to {high})"
    part, listed = (format_value(one, unit) for one in (bridge.part, bridge.baseline))
    if bridge.reconciled:
        return residual(bridge.residual_t), f"difference, {span} from rounding alone"
    ends = sorted(abs(end) for end in (bridge.residual_low_t, bridge.residual_high_t))
    least, most = map(residual, ends)
    left = f"({least} to {most}) unexplained: {bridge.baseline.publisher} has {listed}, the part {part}"
    return residual(abs(bridge.residual_t)), left


def _evidence(end: Figure) -> str:
    return "calculated" if end.derived else _PART if "part_of" in end.inferred else "published"


_PART = "published; a part of the whole by our reading"


_LOOKS = {
    Evidence.REPORTED: MarkStyle.REPORTED,
    Evidence.DERIVED: MarkStyle.DERIVED,
    Evidence.ASSUMED: MarkStyle.ASSUMED,
    Evidence.REMAINDER: MarkStyle.REMAINDER,
    Evidence.UNKNOWN: MarkStyle.UNKNOWN,
}


def build_bridge_chart(bridge: BridgeResult, place: str, unit: str) -> Chart:
    """Build the chart of a bridge. The style of a bar shows its evidence, and the residual is always included."""
    whole_t, part_t, base_t = (end.value_t or 0.0 for end in (bridge.whole, bridge.part, bridge.baseline))
    axis = linear_axis((whole_t, part_t, base_t), DISPLAY_UNITS[unit])
    first, last = format_value(bridge.whole, unit), format_value(bridge.baseline, unit)
    residual, left = describe_residual(bridge, unit)
    (low,), (high,) = (
        cumulative_spans(base_t, [bridge.residual_low_t]),
        cumulative_spans(base_t, [bridge.residual_high_t]),
    )
    marks = (
        _end(bridge.whole, bridge.whole.title, axis, unit),
        *_steps(bridge, bridge.steps, axis, unit, depth=0),
        *_steps(bridge, bridge.detail, axis, unit, depth=1),
        _end(bridge.part, bridge.part.scope, axis, unit),
        Mark(
            label="unexplained",
            value=residual,
            note=left,
            look=MarkStyle.RESIDUAL,
            bar=_bar(axis, base_t, part_t),
            interval=_bar(axis, low[1], high[1]),
        ),
        _end(bridge.baseline, bridge.baseline.title, axis, unit),
        *map(_unknown, bridge.unknown),
    )
    return Chart(
        title=f"{place}: from {first} to {last} {unit}",
        axis=f"what is counted, {UNIT_NAMES[unit]}",
        ticks=axis.ticks,
        groups=(MarkGroup("", marks),),
        date=describe_newest(one.published for one in (bridge.whole, bridge.part, bridge.baseline)),
        sources=tuple(dict.fromkeys((bridge.whole.title, bridge.part.title, bridge.baseline.title))),
        dataset_version="",
    )


def _end(figure: Figure, label: str, axis: Axis, unit: str) -> Mark:
    return Mark(
        label=label,
        value=format_value(figure, unit),
        note=f"{figure.as_of}; {_evidence(figure)}",
        look=MarkStyle.DERIVED if figure.derived else MarkStyle.REPORTED,
        id=figure.id,
        bar=_bar(axis, 0.0, figure.value_t or 0.0),
    )


def _steps(bridge: BridgeResult, steps: tuple[Step, ...], axis: Axis, unit: str, *, depth: int) -> list[Mark]:
    reached = cumulative_spans(bridge.whole.value_t or 0.0, [step.amount_t or 0.0 for step in steps])
    return [
        Mark(
            label=step.what,
            value=("about " if depth else "")
            + format_to_place(step.amount_t or 0.0, bridge.precision_t, unit).replace("-", "−"),
            note=step.why,
            look=_LOOKS[Evidence(step.evidence)],
            depth=depth,
            bar=_bar(axis, before, after),
        )
        for step, (before, after) in zip(steps, reached, strict=True)
    ]


def _unknown(step: Step) -> Mark:
    """Build the row of a step without a figure; its bar is as long as the axis, because it may be any amount."""
    return Mark(label=step.what, value="?", note=step.why, look=MarkStyle.UNKNOWN, bar=Span(0, 100))


def _bar(axis: Axis, one: float, other: float) -> Span:
    start, end = sorted((axis.place(one), axis.place(other)))
    return Span(start, end)
