"""Bridges: the steps from a whole to its own published part, and the residual between that part and the baseline."""

from collections.abc import Mapping

from rareearth_cli.analysis.ratios import POINT_KINDS
from rareearth_cli.analysis.result import BridgeResult, Figure, Step
from rareearth_cli.model.records import Bridge, Dataset, Estimate
from rareearth_cli.model.vocabulary import Evidence
from rareearth_cli.model.wording import last_place_t, times_apart


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
                results.append(_add_description(bridge, described.get(part.id), dataset, known))
    return tuple(sorted(results, key=lambda bridge: (not bridge.reconciled, abs(bridge.residual_t))))


def _build_bridge(whole: Figure, part: Figure, other: Figure, explained: Figure) -> BridgeResult:
    whole_t, part_t, other_t = (float(end.value_t or 0.0) for end in (whole, part, other))
    low = float(part.low_t or 0.0) - float(other.high_t or 0.0)
    high = float(part.high_t or 0.0) - float(other.low_t or 0.0)
    why = "derived from a printed share" if part.derived else "derived from two reported ends"
    step = Step(
        cause=part.part_field, what=f"not {part.scope}", amount_t=part_t - whole_t, evidence=Evidence.DERIVED, why=why
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
        precision_t=max(last_place_t(whole_t, whole.digits), last_place_t(part_t, part.digits)),
        residual_precision_t=last_place_t(part_t, part.digits),
        reconciled=low < 0 < high or low == high == 0 or part.id == other.id,
    )


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
            when = f" of {part.effective.formatted}" if part.effective else ""
            what, why = f"not {inside}", f"{one.evidence}: share{when}"
        else:
            amount, what, why = remaining, f"{inside}, but idle" if inside else "the rest", str(one.evidence)
        remaining -= amount
        if remaining > 0:
            return ()
        steps.append(Step(cause=one.cause, what=what, amount_t=amount, evidence=one.evidence, why=why))
    return tuple(steps)


def _share_of_whole(part: Estimate, estimates: Mapping[str, Estimate]) -> float:
    value, whole = part.quantity.value, estimates[part.part_of].quantity.value
    return float(value / whole) if value is not None and whole else 0.0
