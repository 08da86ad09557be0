"""The charts of ``rank`` and ``share``: bars with what else a place could have, and shares stage by stage."""

from collections.abc import Callable, Iterable, Mapping

from rareearth_cli.analysis.result import Findings
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.units import is_bare
from rareearth_cli.model.vocabulary import SPOKEN_UNITS
from rareearth_cli.model.wording import fitting_unit
from rareearth_cli.output.charts import Axis, Chart, Look, Mark, MarkGroup, Span, axis_title, linear_axis, newest_words
from rareearth_cli.output.findings_view import cell_text
from rareearth_cli.output.style import Style

#: Where the amount stands in a line of the ranking.
_AMOUNT = 2
#: The columns of a ranking that name a figure.
_IDS = ("id", "least_id", "most_id")
_LEADS = {"lower": "≥", "upper": "≤", "approx": "~"}


def findings_charts(result: Findings, style: Style) -> list[Chart]:
    """The chart of those findings that have one."""
    drawn = _KINDS.get(result.kind)
    return [drawn(result, style)] if drawn is not None and result.table.height else []


def _ranking(result: Findings, style: Style) -> Chart:
    """A bar a place, and from the least to the most that its current estimates give it."""
    columns = result.table.columns
    ends = [_number(value) for name in ("value_t", "most_value_t", "least_value_t") for value in columns[name]]
    unit = style.unit or fitting_unit(max((end or 0.0 for end in ends), default=0.0))
    axis = linear_axis([end for end in ends if end is not None], SPOKEN_UNITS[unit])
    (section,) = result.sections
    amounts = [cell_text(row[_AMOUNT], unit) for row in section.rows]
    rows = zip(_rows(result.table), amounts, strict=True)
    marks = tuple(_place(row, amount, axis, unit, result.called) for row, amount in rows)
    return Chart(
        title=f"{result.title}, with the range of each place's current estimates",
        axis=axis_title(str(result.query.get("measure") or ""), unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", marks),),
        date=result.aside,
        sources=tuple(dict.fromkeys(result.called[str(one)] for key in _IDS for one in columns[key] if one)),
        dataset_version=result.dataset_version,
    )


def _place(row: Mapping[str, object], amount: str, axis: Axis, unit: str, called: Mapping[str, str]) -> Mark:
    value, most, least = (_number(row[name]) for name in ("value_t", "most_value_t", "least_value_t"))
    known = [end for end in (value, most, least) if end is not None]
    own = most == least == value or not known
    others = [end for end in ("least", "most") if row[f"{end}_id"] not in (None, row["id"])]
    told = [f"{called[str(row[f'{end}_id'])]}: {_told(row, end, unit)}" for end in others]
    return Mark(
        label=f"{row['rank']}. {row['name']}" if row["rank"] is not None else str(row["name"]),
        value=amount,
        note="; ".join(dict.fromkeys(told)),
        look=Look.REPORTED,
        id=str(row["id"] or ""),
        bar=Span(0.0, axis.place(value)) if value else None,
        interval=None if own else Span(axis.place(min(known)), axis.place(max(known))),
    )


def _told(row: Mapping[str, object], end: str, unit: str) -> str:
    """A figure as printed; digits alone, whose unit only their own table says, in the unit of the axis."""
    printed, value = str(row[f"{end}_printed"]), _number(row[f"{end}_value_t"])
    if value is None or not is_bare(printed, unit):
        return printed
    return f"{value / SPOKEN_UNITS[unit]:.15g} {unit}"


def _shares(result: Findings, style: Style) -> Chart:
    """What each publisher last said of each stage, one below the other on one axis of percent."""
    axis = linear_axis([100.0])
    newest: dict[tuple[object, object], Mapping[str, object]] = {}
    for row in _rows(result.table):
        if row["status"] == "published":
            newest.setdefault((row["share_of"], row["publisher"]), row)
    groups: dict[str, list[Mark]] = {}
    for row in newest.values():
        groups.setdefault(str(row["share_of"]).capitalize(), []).append(_share(row, axis, result.called))
    return Chart(
        title=f"{result.title}, the newest of each publisher",
        axis="percent",
        ticks=axis.ticks,
        groups=tuple(MarkGroup(title, tuple(marks)) for title, marks in groups.items()),
        date=newest_words(row["published"] for row in newest.values()),
        sources=tuple(dict.fromkeys(result.called[_figure(row)] for row in newest.values())),
        dataset_version=result.dataset_version,
    )


def _share(row: Mapping[str, object], axis: Axis, called: Mapping[str, str]) -> Mark:
    share, low, high = (_number(row[name]) for name in ("share_pct", "low_pct", "high_pct"))
    kind = str(row["share_kind"])
    bound = kind in ("lower", "upper", "range")
    how = "derived from the rows" if row["derived"] else f"printed {row['printed']}"
    said = (f"of {row['period']}" if row["period"] else "", how, f"claim: {row['claim']}" if row["claim"] else "")
    words = "" if share is None else f"{_LEADS.get(kind, '')}{share:.3g} %"
    return Mark(
        label=called[_figure(row)],
        value=words or str(row["printed"] or ""),
        note="; ".join(filter(None, said)),
        look=Look.COMPUTED if row["derived"] else Look.ESTIMATE,
        id=str(row["id"] or row["source"]),
        dot=None if share is None or bound else axis.place(share),
        interval=Span(
            axis.place(low or 0.0),
            axis.place(100.0 if high is None else high),
            open_start=kind == "upper",
            open_end=kind == "lower",
        ),
    )


def _figure(row: Mapping[str, object]) -> str:
    """The figure that a share is, or the line of the place that it is derived from."""
    return str(row["id"] or row["derived_from"]).split()[0]


def _rows(table: Table) -> Iterable[Mapping[str, object]]:
    return (dict(zip(table.names, row, strict=True)) for row in zip(*table.columns.values(), strict=True))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


_KINDS: Mapping[str, Callable[[Findings, Style], Chart]] = {"ranking": _ranking, "shares": _shares}
