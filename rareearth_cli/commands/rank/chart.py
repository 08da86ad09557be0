"""The chart of ``rank``: a bar for each place, with the range of its current estimates."""

from collections.abc import Mapping

from rareearth_cli.analysis.charts import (
    Axis,
    Chart,
    Mark,
    MarkGroup,
    MarkStyle,
    Span,
    axis_title,
    linear_axis,
)
from rareearth_cli.analysis.table import number_or_none
from rareearth_cli.commands.rank.query import AS_TYPED, Ranking, format_place_amount, format_rank
from rareearth_cli.model.quantity import has_no_unit
from rareearth_cli.model.vocabulary import DISPLAY_UNITS
from rareearth_cli.model.wording import choose_unit, join_words

#: The columns of a ranking that hold the id of a figure.
_IDS = ("id", "least_id", "most_id")


def build_ranking_charts(result: Ranking, unit: str | None) -> list[Chart]:
    """Build a chart with a bar for each place and the range of its current estimates."""
    if not result.places:
        return []
    columns = result.table.columns
    ends = [number_or_none(value) for name in ("value_t", "most_value_t", "least_value_t") for value in columns[name]]
    unit = unit or choose_unit(max((end or 0.0 for end in ends), default=0.0))
    axis = linear_axis([end for end in ends if end is not None], DISPLAY_UNITS[unit])
    amounts = [format_place_amount(one, unit) for one in result.places]
    ranks = [format_rank(one) for one in result.places]
    rows = zip(result.table.rows, ranks, amounts, strict=True)
    marks = tuple(_build_place_mark(row, rank, amount, axis, unit, result.attributions) for row, rank, amount in rows)
    chart = Chart(
        title=_build_title(result),
        axis=axis_title(result.measure, unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", marks),),
        date=result.aside,
        sources=tuple(dict.fromkeys(result.attributions[str(one)] for key in _IDS for one in columns[key] if one)),
        dataset_version=result.dataset_version,
    )
    return [chart]


def _build_title(result: Ranking) -> str:
    """State what is drawn, and for which places the user put another estimate in the place of the list's own."""
    used = [one.name for one in result.places if one.used]
    if used:
        return f"{result.title}, with another estimate put in for {join_words(used)}"
    return f"{result.title}, with the range of each place's current estimates"


def _build_place_mark(
    row: Mapping[str, object], rank: str, amount: str, axis: Axis, unit: str, attributions: Mapping[str, str]
) -> Mark:
    value, most, least = (number_or_none(row[name]) for name in ("value_t", "most_value_t", "least_value_t"))
    known = [end for end in (value, most, least) if end is not None]
    by = attributions[str(row["id"])] if row["used"] else ""
    name = f"{row['name']}, {by if by == AS_TYPED else f'by {by}'}" if by else str(row["name"])
    own = most == least == value or not known
    others = [end for end in ("least", "most") if row[f"{end}_id"] not in (None, row["id"])]
    told = [f"{attributions[str(row[f'{end}_id'])]}: {_describe_bound(row, end, unit)}" for end in others]
    return Mark(
        label=f"{rank}. {name}" if rank else name,
        value=amount,
        note="; ".join(dict.fromkeys(told)),
        look=MarkStyle.SUBSTITUTE if row["used"] else MarkStyle.REPORTED,
        id=str(row["id"] or ""),
        bar=Span(0.0, axis.place(value)) if value else None,
        interval=None if own else Span(axis.place(min(known)), axis.place(max(known))),
    )


def _describe_bound(row: Mapping[str, object], end: str, unit: str) -> str:
    """Return a figure as published, or in the unit of the axis if the published digits have no unit."""
    printed, value = str(row[f"{end}_printed"]), number_or_none(row[f"{end}_value_t"])
    if value is None or not has_no_unit(printed, unit):
        return printed
    return f"{value / DISPLAY_UNITS[unit]:.15g} {unit}"
