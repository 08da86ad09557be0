"""The waterfall chart of a bridge: from a whole down to a published part, and the rest up to the baseline."""

from rareearth_cli.analysis.blocks import format_value
from rareearth_cli.analysis.bridge_view import describe_residual
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
from rareearth_cli.analysis.result import BridgeResult, Figure, Step
from rareearth_cli.model.vocabulary import DISPLAY_UNITS, UNIT_NAMES, Evidence
from rareearth_cli.model.wording import format_to_place

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
            label="left over",
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
        note=f"as of {figure.as_of}; {'derived' if figure.derived else 'reported'}",
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
