"""The chart of ``report``: how far each figure is from its baseline, as a ratio."""

from collections.abc import Mapping

from rareearth_cli.analysis.result import Report
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.report.view import printed_in
from rareearth_cli.model.wording import fitting_unit
from rareearth_cli.output.bridge_chart import bridge_chart
from rareearth_cli.output.charts import Axis, Chart, Look, Mark, MarkGroup, Span, Tick, ratio_axis
from rareearth_cli.output.style import Style


def report_charts(result: Report, style: Style) -> list[Chart]:
    """All pairs that have a ratio, by what can be said of them; nothing where there are none."""
    ends = [_number(value) for name in ("ratio", "ratio_low", "ratio_high") for value in result.table.columns[name]]
    axis = ratio_axis([end for end in ends if end])
    groups = [MarkGroup(group.title, _marks(group.table, axis, result.called)) for group in result.groups]
    shown = tuple(group for group in groups if group.marks)
    if not shown:
        return []
    chart = Chart(
        title="Discrepancies: each figure as a multiple of its baseline",
        axis="times the baseline, on a logarithmic scale",
        ticks=axis.ticks,
        groups=shown,
        date=f"newest source {result.newest}" if result.newest else "",
        sources=tuple(dict.fromkeys(result.called.values())),
        dataset_version=result.dataset_version,
        reference=Tick(axis.place(1.0), "equal to the baseline"),
    )
    return [chart, *_bridges(result, style)]


def _bridges(result: Report, style: Style) -> list[Chart]:
    """The bridges of the pairs that a part explains, in the order of the pairs."""
    names = dict(zip(result.table.columns["id"], result.table.columns["name"], strict=True))
    found = [(str(name), result.bridges[str(one)]) for one, name in names.items() if one in result.bridges]
    return [
        bridge_chart(bridge, name, style.unit or fitting_unit(bridge.whole.value_t or 0.0))._replace(
            dataset_version=result.dataset_version
        )
        for name, bridge in found
    ]


def _marks(table: Table, axis: Axis, called: Mapping[str, str]) -> tuple[Mark, ...]:
    names = ("ratio", "ratio_low", "ratio_high", "id", "name", "measure", "printed", "unit", "baseline",
             "baseline_printed", "verdict")  # fmt: skip
    rows = zip(*(table.columns[name] for name in names), strict=True)
    return tuple(_mark(dict(zip(names, row, strict=True)), axis, called) for row in rows if any(row[:3]))


def _mark(row: Mapping[str, object], axis: Axis, called: Mapping[str, str]) -> Mark:
    ratio, low, high = (_number(row[name]) for name in ("ratio", "ratio_low", "ratio_high"))
    base = called[str(row["baseline"])]
    printed = printed_in(row["printed"], row["unit"]) or "a sum"
    return Mark(
        label=f"{row['name']}, {row['measure']}: {called[str(row['id'])]}",
        value=_words(ratio, low, high),
        note=f"{printed} against {row['baseline_printed']} of {base}; {row['verdict']}",
        look=Look.ESTIMATE,
        id=str(row["id"]),
        dot=axis.place(ratio) if ratio else None,
        interval=Span(
            start=axis.place(low or axis.first),
            end=axis.place(axis.last if high is None else high),
            open_start=not low,
            open_end=high is None,
        ),
    )


def _words(ratio: float | None, low: float | None, high: float | None) -> str:
    """A ratio, its interval where it is none, or the bound that it is."""
    if ratio is not None:
        return f"{ratio:g}×"
    if low is not None and high is not None:
        return f"{low:g}–{high:g}×"
    return f"≥{low:g}×" if low is not None else f"≤{high:g}×"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
