"""A bridge as a waterfall: from a whole down to its part, and what is left between that and the baseline."""

from rareearth_cli.analysis.result import BridgeResult, Figure, Step
from rareearth_cli.model.vocabulary import SPOKEN_UNITS, UNIT_NAMES, Evidence
from rareearth_cli.model.wording import to_place
from rareearth_cli.output.blocks import value_cell
from rareearth_cli.output.bridge_view import residual_words
from rareearth_cli.output.charts import Axis, Chart, Look, Mark, MarkGroup, Span, levels, linear_axis, newest_words

_LOOKS = {
    Evidence.REPORTED: Look.REPORTED,
    Evidence.DERIVED: Look.DERIVED,
    Evidence.ASSUMED: Look.ASSUMED,
    Evidence.REMAINDER: Look.REMAINDER,
    Evidence.UNKNOWN: Look.UNKNOWN,
}


def bridge_chart(bridge: BridgeResult, place: str, unit: str) -> Chart:
    """Bars told apart by what they rest on; the residual is always there, the unknown has no length."""
    whole_t, part_t, base_t = (end.value_t or 0.0 for end in (bridge.whole, bridge.part, bridge.baseline))
    axis = linear_axis((whole_t, part_t, base_t), SPOKEN_UNITS[unit])
    first, last = value_cell(bridge.whole, unit), value_cell(bridge.baseline, unit)
    residual, left = residual_words(bridge, unit)
    (low,), (high,) = levels(base_t, [bridge.residual_low_t]), levels(base_t, [bridge.residual_high_t])
    marks = (
        _end(bridge.whole, bridge.whole.title, axis, unit),
        *_steps(bridge, bridge.steps, axis, unit, depth=0),
        *_steps(bridge, bridge.detail, axis, unit, depth=1),
        _end(bridge.part, bridge.part.scope, axis, unit),
        Mark(
            label="left over",
            value=residual,
            note=left,
            look=Look.RESIDUAL,
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
        date=newest_words(one.published for one in (bridge.whole, bridge.part, bridge.baseline)),
        sources=tuple(dict.fromkeys((bridge.whole.title, bridge.part.title, bridge.baseline.title))),
        dataset_version="",
    )


def _end(figure: Figure, label: str, axis: Axis, unit: str) -> Mark:
    return Mark(
        label=label,
        value=value_cell(figure, unit),
        note=f"as of {figure.as_of}; {'derived' if figure.derived else 'reported'}",
        look=Look.DERIVED if figure.derived else Look.REPORTED,
        id=figure.id,
        bar=_bar(axis, 0.0, figure.value_t or 0.0),
    )


def _steps(bridge: BridgeResult, steps: tuple[Step, ...], axis: Axis, unit: str, *, depth: int) -> list[Mark]:
    reached = levels(bridge.whole.value_t or 0.0, [step.amount_t or 0.0 for step in steps])
    return [
        Mark(
            label=step.what,
            value=("about " if depth else "") + to_place(step.amount_t or 0.0, bridge.place_t, unit).replace("-", "−"),
            note=step.why,
            look=_LOOKS[Evidence(step.evidence)],
            depth=depth,
            bar=_bar(axis, before, after),
        )
        for step, (before, after) in zip(steps, reached, strict=True)
    ]


def _unknown(step: Step) -> Mark:
    """A step that nobody has a figure for: it may be anything, so it is as long as the axis."""
    return Mark(label=step.what, value="?", note=step.why, look=Look.UNKNOWN, bar=Span(0, 100))


def _bar(axis: Axis, one: float, other: float) -> Span:
    start, end = sorted((axis.place(one), axis.place(other)))
    return Span(start, end)
