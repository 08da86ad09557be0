"""From a whole to its own reported part, and from that part to the baseline: what is left over is shown."""

from collections.abc import Mapping

from rareearth_cli.analysis.ratios import POINTS
from rareearth_cli.analysis.result import BridgeResult, Figure, Step
from rareearth_cli.model.records import Bridge, Dataset, Estimate
from rareearth_cli.model.vocabulary import Evidence
from rareearth_cli.model.wording import fold, last_place_t


def bridges_of(
    whole: Figure, other: Figure, explained: Figure, dataset: Dataset, known: frozenset[str]
) -> tuple[BridgeResult, ...]:
    """A bridge from ``whole`` through each of its parts that is a figure to ``other``, the best first.

    ``explained`` is the one of the two that is held against a baseline. What is not ``known`` (by the
    day asked for) serves no assumption.
    """
    described = {bridge.part: bridge for bridge in dataset.bridges}
    results = []
    for part in whole.parts:
        if part.part_by and part.stands and all(end.kind in POINTS for end in (whole, part, other)):
            bridge = _bridge(whole, part, other, explained)
            if _leads_nearer(bridge):
                results.append(_with_description(bridge, described.get(part.id), dataset, known))
    return tuple(sorted(results, key=lambda bridge: (not bridge.reconciled, abs(bridge.residual_t))))


def _bridge(whole: Figure, part: Figure, other: Figure, explained: Figure) -> BridgeResult:
    whole_t, part_t, other_t = (float(end.value_t or 0.0) for end in (whole, part, other))
    low = float(part.low_t or 0.0) - float(other.high_t or 0.0)
    high = float(part.high_t or 0.0) - float(other.low_t or 0.0)
    why = "derived from a printed share" if part.derived else "derived from two reported ends"
    step = Step(
        cause=part.part_by, what=f"not {part.scope}", amount_t=part_t - whole_t, evidence=Evidence.DERIVED, why=why
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
        place_t=max(last_place_t(whole_t, whole.digits), last_place_t(part_t, part.digits)),
        residual_place_t=last_place_t(part_t, part.digits),
        reconciled=low < 0 < high or low == high == 0 or part.id == other.id,
    )


def _leads_nearer(bridge: BridgeResult) -> bool:
    """Whether the part is nearer to the other side than its whole is: else it explains nothing."""
    whole, part, other = (one.value_t or 0.0 for one in (bridge.whole, bridge.part, bridge.baseline))
    return bridge.reconciled or fold(part, other) < fold(whole, other)


def _with_description(
    bridge: BridgeResult, described: Bridge | None, dataset: Dataset, known: frozenset[str]
) -> BridgeResult:
    """What the dataset says of a bridge: its one step divided, and the steps nobody has a figure for."""
    if described is None:
        return bridge
    detail: tuple[Step, ...] = ()
    if all(one.share_from in known for one in described.detail if one.share_from):
        detail = _detail(described, bridge, dataset)
    unknown = tuple(
        Step(cause=one.cause, what=one.what, amount_t=None, evidence=Evidence.UNKNOWN, why="no figure")
        for one in described.unknown
    )
    return bridge._replace(detail=detail, unknown=unknown)


def _detail(described: Bridge, bridge: BridgeResult, dataset: Dataset) -> tuple[Step, ...]:
    """The one derived step, divided by shares that held at another date: assumed, and said so.

    Nothing, where a share is larger than what there is to divide: then it cannot have held.
    """
    steps: list[Step] = []
    whole_t = bridge.whole.value_t or 0.0
    left, inside = bridge.steps[0].amount_t or 0.0, ""
    for one in described.detail:
        if one.share_from:
            part = dataset.estimates[one.share_from]
            inside = part.access or part.development or part.category
            amount = -whole_t * (1 - _share(part, dataset.estimates))
            when = f" of {part.effective.spoken}" if part.effective else ""
            what, why = f"not {inside}", f"{one.evidence}: share{when}"
        else:
            amount, what, why = left, f"{inside}, but idle" if inside else "the rest", str(one.evidence)
        left -= amount
        if left > 0:
            return ()
        steps.append(Step(cause=one.cause, what=what, amount_t=amount, evidence=one.evidence, why=why))
    return tuple(steps)


def _share(part: Estimate, estimates: Mapping[str, Estimate]) -> float:
    """The share that a part has of its whole, by their values."""
    value, whole = part.quantity.value, estimates[part.part_of].quantity.value
    return float(value / whole) if value is not None and whole else 0.0
