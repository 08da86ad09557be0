"""A bridge as a grid: from a whole to its own part, and what is left between that and the baseline."""

from rareearth_cli.analysis.result import BridgeResult, Figure
from rareearth_cli.model.wording import to_place
from rareearth_cli.output.blocks import Column, Grid, Row, Tone, value_cell


def bridge_grid(bridge: BridgeResult, unit: str) -> Grid:
    """Amount, what it is, what it rests on; the residual is always there, the unknown has no number."""

    def amount(tonnes: float | None) -> str:
        return to_place(tonnes or 0.0, bridge.place_t, unit).replace("-", "−")

    residual, left = residual_words(bridge, unit)
    unknown = "; ".join(step.what for step in bridge.unknown)
    whole = f"{bridge.whole.title}, as of {bridge.whole.as_of}"
    rows = [
        Row(cells=(value_cell(bridge.whole, unit), whole, _evidence(bridge.whole)), about=("", bridge.whole.id)),
        *(Row(cells=(amount(step.amount_t), step.what, step.why)) for step in bridge.steps),
        *(
            Row(cells=("", f"of it about {amount(-(step.amount_t or 0.0))} {step.what}", step.why), tone=Tone.QUIET)
            for step in bridge.detail
        ),
        Row(
            cells=(value_cell(bridge.part, unit), bridge.part.scope, _evidence(bridge.part)), about=("", bridge.part.id)
        ),
        Row(cells=(residual, left, "residual"), tone=Tone.STRONG, about=("", bridge.baseline.id)),
        *([Row(cells=("?", unknown, "no figure"), tone=Tone.QUIET)] if unknown else []),
    ]
    title = f"From {value_cell(bridge.whole, unit)} to {value_cell(bridge.part, unit)}"
    columns = (Column(title=unit, right=True), Column(title=title, flexible=True), Column(title="evidence"))
    return Grid(columns=columns, rows=rows)


def residual_words(bridge: BridgeResult, unit: str) -> tuple[str, str]:
    """What is left between the part and the baseline, and within which limits, such as ``± 0.1 left against …``."""

    def residual(tonnes: float) -> str:
        return to_place(tonnes, bridge.residual_place_t, unit).replace("-", "−")

    low, high = residual(bridge.residual_low_t), residual(bridge.residual_high_t)
    span = f"± {high}" if low == f"−{high}" else f"({low} to {high})"
    left = f"{span} left against the {value_cell(bridge.baseline, unit)} of {bridge.baseline.title}"
    return residual(bridge.residual_t), left


def _evidence(end: Figure) -> str:
    return "derived" if end.derived else "reported"
