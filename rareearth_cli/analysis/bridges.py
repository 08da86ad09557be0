"""From a whole to its own reported part, and from that part to the baseline: what is left over is shown."""

from collections.abc import Mapping

from rareearth_cli.analysis.results import BridgeResult, Figure, Step
from rareearth_cli.domain.numbers import last_place_t
from rareearth_cli.domain.records import Bridge, Dataset, Estimate
from rareearth_cli.domain.vocabulary import Evidence

#: Only between figures can a difference be divided; a bound has no far end.
_POINTS = ("point", "approx")


def bridges_of(whole: Figure, baseline: Figure, dataset: Dataset) -> tuple[BridgeResult, ...]:
    """A bridge for each part of ``whole`` that is a figure; those that meet the baseline first."""
    described = {bridge.part: bridge for bridge in dataset.bridges}
    results = [
        bridge
        for part in whole.parts
        if (bridge := _bridge(whole, part, baseline, described.get(part.id), dataset)) is not None
    ]
    return tuple(sorted(results, key=lambda bridge: (not bridge.reconciled, abs(bridge.residual_t))))


def _bridge(
    whole: Figure, part: Figure, baseline: Figure, described: Bridge | None, dataset: Dataset
) -> BridgeResult | None:
    ends = (whole, part, baseline)
    if any(end.kind not in _POINTS for end in ends):
        return None
    whole_t, part_t, base_t = (float(end.value_t or 0.0) for end in ends)
    low = float(part.low_t or 0.0) - float(baseline.high_t or 0.0)
    high = float(part.high_t or 0.0) - float(baseline.low_t or 0.0)
    outside = part_t - whole_t
    evidence = Evidence.DERIVED
    why = "derived from a printed share" if part.derived else "derived from two reported ends"
    return BridgeResult(
        whole=whole,
        part=part,
        baseline=baseline,
        steps=(
            Step(cause=_cause(part, dataset), what=f"not {part.scope}", amount_t=outside, evidence=evidence, why=why),
        ),
        detail=_detail(described, outside, whole_t, dataset) if described else (),
        unknown=tuple(
            Step(cause=one.cause, what=one.what, amount_t=None, evidence=Evidence.UNKNOWN, why="no figure")
            for one in (described.unknown if described else ())
        ),
        residual_t=part_t - base_t,
        residual_low_t=low,
        residual_high_t=high,
        place_t=max(last_place_t(whole_t, whole.digits), last_place_t(part_t, part.digits)),
        reconciled=low < 0 < high or low == high == 0,
    )


def _cause(part: Figure, dataset: Dataset) -> str:
    estimate = dataset.estimates[part.id]
    return "development" if estimate.development else "access" if estimate.access else "category"


def _detail(bridge: Bridge, outside: float, whole_t: float, dataset: Dataset) -> tuple[Step, ...]:
    """The one derived step, divided by shares that held at another date: assumed, and said so."""
    steps: list[Step] = []
    left, inside = outside, ""
    for one in bridge.detail:
        if one.share_from:
            part = dataset.estimates[one.share_from]
            inside = part.access or part.development or part.category
            amount = -whole_t * (1 - _share(part, dataset.estimates))
            when = f" of {part.effective.spoken}" if part.effective else ""
            what, why = f"not {inside}", f"{one.evidence}: share{when}"
        else:
            amount, what, why = left, f"{inside}, but idle" if inside else "the rest", str(one.evidence)
        left -= amount
        steps.append(Step(cause=one.cause, what=what, amount_t=amount, evidence=one.evidence, why=why))
    return tuple(steps)


def _share(part: Estimate, estimates: Mapping[str, Estimate]) -> float:
    """The share that a part has of its whole, by their values."""
    value, whole = part.quantity.value, estimates[part.part_of].quantity.value
    return float(value / whole) if value is not None and whole else 0.0
