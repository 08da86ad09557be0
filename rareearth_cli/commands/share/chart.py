"""The chart of ``share``: the newest share that each publisher gives for each stage."""

from collections.abc import Mapping

from rareearth_cli.analysis.charts import Axis, Chart, Mark, MarkGroup, MarkStyle, Span, describe_newest, linear_axis
from rareearth_cli.analysis.table import number_or_none
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.commands.share.query import PlaceShares
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import BOUND_SIGNS


def build_share_charts(result: PlaceShares) -> list[Chart]:
    """Build a chart of the newest share that each publisher gives for each stage, in percent."""
    if not result.shares:
        return []
    axis = linear_axis([100.0])
    newest: dict[tuple[str, str], tuple[Mapping[str, object], WorldShare]] = {}
    for row, share in zip(result.table.rows, result.shares, strict=True):
        if share.row.status == Status.PUBLISHED:
            newest.setdefault((share.stage, share.row.publisher), (row, share))
    groups: dict[str, list[Mark]] = {}
    for row, _ in newest.values():
        groups.setdefault(str(row["share_of"]).capitalize(), []).append(
            _build_share_mark(row, axis, result.attributions)
        )
    chart = Chart(
        title=f"{result.title}, the newest of each publisher",
        axis="percent",
        ticks=axis.ticks,
        groups=tuple(MarkGroup(title, tuple(marks)) for title, marks in groups.items()),
        date=describe_newest(share.row.published for _, share in newest.values()),
        sources=tuple(dict.fromkeys(result.attributions[_figure_id(row)] for row, _ in newest.values())),
        dataset_version=result.dataset_version,
    )
    return [chart]


def _build_share_mark(row: Mapping[str, object], axis: Axis, attributions: Mapping[str, str]) -> Mark:
    share, low, high = (number_or_none(row[name]) for name in ("value_pct", "low_pct", "high_pct"))
    kind = str(row["share_kind"])
    bound = kind in ("lower", "upper", "range")
    how = "calculated from the rows" if row["derived"] else f"published as {row['printed']}"
    said = (f"of {row['period']}" if row["period"] else "", how, f"claim: {row['claim']}" if row["claim"] else "")
    words = "" if share is None else f"{BOUND_SIGNS.get(kind, '')}{share:.3g} %"
    return Mark(
        label=attributions[_figure_id(row)],
        value=words or str(row["printed"] or ""),
        note="; ".join(filter(None, said)),
        look=MarkStyle.COMPUTED if row["derived"] else MarkStyle.ESTIMATE,
        id=str(row["id"] or row["source"]),
        dot=None if share is None or bound else axis.place(share),
        interval=Span(
            axis.place(low or 0.0),
            axis.place(100.0 if high is None else high),
            open_start=kind == "upper",
            open_end=kind == "lower",
        ),
    )


def _figure_id(row: Mapping[str, object]) -> str:
    """Return the id of a share's figure, or of the figure that the share is derived from."""
    return str(row["id"] or row["derived_from"]).split()[0]
