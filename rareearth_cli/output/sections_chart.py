"""The charts of ``rank`` and ``share``: bars with the range of other estimates, and shares by stage."""

from collections.abc import Callable, Iterable, Mapping

from rareearth_cli.analysis.charts import (
    Axis,
    Chart,
    Mark,
    MarkGroup,
    MarkStyle,
    Span,
    axis_title,
    describe_newest,
    linear_axis,
)
from rareearth_cli.analysis.result import SectionedResult
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.units import has_no_unit
from rareearth_cli.model.vocabulary import DISPLAY_UNITS
from rareearth_cli.model.wording import BOUND_SIGNS, choose_unit
from rareearth_cli.output.sections_view import format_cell
from rareearth_cli.output.style import Style

#: The position of the amount in a row of the ranking.
_AMOUNT = 2
#: The columns of a ranking that hold the id of a figure.
_IDS = ("id", "least_id", "most_id")


def build_sectioned_charts(result: SectionedResult, style: Style) -> list[Chart]:
    """Build the chart of a ranking or of shares; other results have none."""
    drawn = _CHART_BUILDERS.get(result.kind)
    return [drawn(result, style)] if drawn is not None and result.table.height else []


def _build_ranking_chart(result: SectionedResult, style: Style) -> Chart:
    """Build a chart with a bar for each place and the range of its current estimates."""
    columns = result.table.columns
    ends = [_number(value) for name in ("value_t", "most_value_t", "least_value_t") for value in columns[name]]
    unit = style.unit or choose_unit(max((end or 0.0 for end in ends), default=0.0))
    axis = linear_axis([end for end in ends if end is not None], DISPLAY_UNITS[unit])
    (section,) = result.sections
    amounts = [format_cell(row[_AMOUNT], unit) for row in section.rows]
    rows = zip(_rows(result.table), amounts, strict=True)
    marks = tuple(_build_place_mark(row, amount, axis, unit, result.attributions) for row, amount in rows)
    return Chart(
        title=f"{result.title}, with the range of each place's current estimates",
        axis=axis_title(str(result.query.get("measure") or ""), unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", marks),),
        date=result.aside,
        sources=tuple(dict.fromkeys(result.attributions[str(one)] for key in _IDS for one in columns[key] if one)),
        dataset_version=result.dataset_version,
    )


def _build_place_mark(
    row: Mapping[str, object], amount: str, axis: Axis, unit: str, attributions: Mapping[str, str]
) -> Mark:
    value, most, least = (_number(row[name]) for name in ("value_t", "most_value_t", "least_value_t"))
    known = [end for end in (value, most, least) if end is not None]
    own = most == least == value or not known
    others = [end for end in ("least", "most") if row[f"{end}_id"] not in (None, row["id"])]
    told = [f"{attributions[str(row[f'{end}_id'])]}: {_describe_bound(row, end, unit)}" for end in others]
    return Mark(
        label=f"{row['rank']}. {row['name']}" if row["rank"] is not None else str(row["name"]),
        value=amount,
        note="; ".join(dict.fromkeys(told)),
        look=MarkStyle.REPORTED,
        id=str(row["id"] or ""),
        bar=Span(0.0, axis.place(value)) if value else None,
        interval=None if own else Span(axis.place(min(known)), axis.place(max(known))),
    )


def _describe_bound(row: Mapping[str, object], end: str, unit: str) -> str:
    """Return a figure as published, or in the unit of the axis if the published digits have no unit."""
    printed, value = str(row[f"{end}_printed"]), _number(row[f"{end}_value_t"])
    if value is None or not has_no_unit(printed, unit):
        return printed
    return f"{value / DISPLAY_UNITS[unit]:.15g} {unit}"


def _build_shares_chart(result: SectionedResult, style: Style) -> Chart:
    """Build a chart of the newest share that each publisher gives for each stage, in percent."""
    axis = linear_axis([100.0])
    newest: dict[tuple[object, object], Mapping[str, object]] = {}
    for row in _rows(result.table):
        if row["status"] == "published":
            newest.setdefault((row["share_of"], row["publisher"]), row)
    groups: dict[str, list[Mark]] = {}
    for row in newest.values():
        groups.setdefault(str(row["share_of"]).capitalize(), []).append(
            _build_share_mark(row, axis, result.attributions)
        )
    return Chart(
        title=f"{result.title}, the newest of each publisher",
        axis="percent",
        ticks=axis.ticks,
        groups=tuple(MarkGroup(title, tuple(marks)) for title, marks in groups.items()),
        date=describe_newest(row["published"] for row in newest.values()),
        sources=tuple(dict.fromkeys(result.attributions[_figure_id(row)] for row in newest.values())),
        dataset_version=result.dataset_version,
    )


def _build_share_mark(row: Mapping[str, object], axis: Axis, attributions: Mapping[str, str]) -> Mark:
    share, low, high = (_number(row[name]) for name in ("share_pct", "low_pct", "high_pct"))
    kind = str(row["share_kind"])
    bound = kind in ("lower", "upper", "range")
    how = "derived from the rows" if row["derived"] else f"printed {row['printed']}"
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


def _rows(table: Table) -> Iterable[Mapping[str, object]]:
    return (dict(zip(table.names, row, strict=True)) for row in zip(*table.columns.values(), strict=True))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


_CHART_BUILDERS: Mapping[str, Callable[[SectionedResult, Style], Chart]] = {
    "ranking": _build_ranking_chart,
    "shares": _build_shares_chart,
}
