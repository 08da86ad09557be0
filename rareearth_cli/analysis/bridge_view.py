"""The table of a bridge: from a whole to a published part of it, and the residual against the baseline."""

from rareearth_cli.analysis.blocks import Column, Grid, Row, Tone, format_value
from rareearth_cli.analysis.result import BridgeResult, Figure
from rareearth_cli.model.wording import format_to_place


def build_bridge_grid(bridge: BridgeResult, unit: str) -> Grid:
    """Build a grid of the amounts of a bridge with their evidence.

    The residual is always included, and steps that nobody has a figure for have no amount.
    """

    def amount(tonnes: float | None) -> str:
        return format_to_place(tonnes or 0.0, bridge.precision_t, unit).replace("-", "−")

    residual, left = describe_residual(bridge, unit)
    unknown = "; ".join(step.what for step in bridge.unknown)
    whole = f"{bridge.whole.title}, as of {bridge.whole.as_of}"
    rows = [
        Row(
            cells=(format_value(bridge.whole, unit), whole, _evidence(bridge.whole)), estimate_ids=("", bridge.whole.id)
        ),
        *(Row(cells=(amount(step.amount_t), step.what, step.why)) for step in bridge.steps),
        *(
            Row(cells=("", f"of it about {amount(-(step.amount_t or 0.0))} {step.what}", step.why), tone=Tone.QUIET)
            for step in bridge.detail
        ),
        Row(
            cells=(format_value(bridge.part, unit), bridge.part.scope, _evidence(bridge.part)),
            estimate_ids=("", bridge.part.id),
        ),
        Row(cells=(residual, left, "residual"), tone=Tone.STRONG, estimate_ids=("", bridge.baseline.id)),
        *([Row(cells=("?", unknown, "no figure"), tone=Tone.QUIET)] if unknown else []),
    ]
    title = f"From {format_value(bridge.whole, unit)} to {format_value(bridge.part, unit)}"
    columns = (Column(title=unit, right=True), Column(title=title, flexible=True), Column(title="evidence"))
    return Grid(columns=columns, rows=rows)


def describe_residual(bridge: BridgeResult, unit: str) -> tuple[str, str]:
    """Return the difference between part and baseline, and its limits in words (``± 0.1 left against …``)."""

    def residual(tonnes: float) -> str:
        return format_to_place(tonnes, bridge.residual_precision_t, unit).replace("-", "−")

    low, high = residual(bridge.residual_low_t), residual(bridge.residual_high_t)
    span = f"± {high}" if low == f"−{high}" else f"({low} to {high})"
    left = f"{span} left against the {format_value(bridge.baseline, unit)} of {bridge.baseline.title}"
    return residual(bridge.residual_t), left


def _evidence(end: Figure) -> str:
    return "derived" if end.derived else "reported"
