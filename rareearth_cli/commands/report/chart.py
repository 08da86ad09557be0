"""The charts of ``report``: the ratio of each figure to its baseline, and the bridges of explained pairs."""

from collections.abc import Mapping

from rareearth_cli.analysis.bridges import build_bridge_chart
from rareearth_cli.analysis.charts import Axis, Chart, Mark, MarkGroup, MarkStyle, Span, Tick, ratio_axis
from rareearth_cli.analysis.discrepancies import Report, label_verdict
from rareearth_cli.analysis.figures import format_printed
from rareearth_cli.analysis.table import Table, number_or_none
from rareearth_cli.model.wording import choose_unit


def build_report_charts(result: Report, unit: str | None) -> list[Chart]:
    """Build the chart of all pairs with a ratio, and the bridge charts; nothing if no pair has a ratio."""
    ends = [
        number_or_none(value) for name in ("ratio", "ratio_low", "ratio_high") for value in result.table.columns[name]
    ]
    axis = ratio_axis([end for end in ends if end])
    groups = [MarkGroup(group.title, _build_marks(group.table, axis, result.attributions)) for group in result.groups]
    shown = tuple(group for group in groups if group.marks)
    if not shown:
        return []
    chart = Chart(
        title="Discrepancies: each figure as a multiple of its baseline",
        axis="times the baseline, on a logarithmic scale",
        ticks=axis.ticks,
        groups=shown,
        date=f"sources up to {result.newest}" if result.newest else "",
        sources=tuple(dict.fromkeys(result.attributions.values())),
        dataset_version=result.dataset_version,
        reference=Tick(axis.place(1.0), "equal to the baseline"),
    )
    return [chart, *_build_bridge_charts(result, unit)]


def _build_bridge_charts(result: Report, unit: str | None) -> list[Chart]:
    names = dict(zip(result.table.columns["id"], result.table.columns["name"], strict=True))
    found = [(str(name), result.bridges[str(one)]) for one, name in names.items() if one in result.bridges]
    return [
        build_bridge_chart(bridge, name, unit or choose_unit(bridge.whole.value_t or 0.0))._replace(
            dataset_version=result.dataset_version
        )
        for name, bridge in found
    ]


def _build_marks(table: Table, axis: Axis, called: Mapping[str, str]) -> tuple[Mark, ...]:
    shown = (row for row in table.rows if row["ratio"] or row["ratio_low"] or row["ratio_high"])
    return tuple(_build_mark(row, axis, called) for row in shown)


def _build_mark(row: Mapping[str, object], axis: Axis, called: Mapping[str, str]) -> Mark:
    ratio, low, high = (number_or_none(row[name]) for name in ("ratio", "ratio_low", "ratio_high"))
    base = called[str(row["baseline"])]
    printed = format_printed(row["printed"], row["unit"]) or "a sum"
    return Mark(
        label=f"{row['name']}, {row['measure']}: {called[str(row['id'])]}",
        value=_format_ratio(ratio, low, high),
        note=f"{printed} against {row['baseline_printed']} of {base}; {label_verdict(row['verdict'])}",
        look=MarkStyle.ESTIMATE,
        id=str(row["id"]),
        dot=axis.place(ratio) if ratio else None,
        interval=Span(
            start=axis.place(low or axis.first),
            end=axis.place(axis.last if high is None else high),
            open_start=not low,
            open_end=high is None,
        ),
    )


def _format_ratio(ratio: float | None, low: float | None, high: float | None) -> str:
    """Format a ratio, or its interval or bound where there is no single ratio."""
    if ratio is not None:
        return f"{ratio:g}×"
    if low is not None and high is not None:
        return f"{low:g}–{high:g}×"
    return f"≥{low:g}×" if low is not None else f"≤{high:g}×"
