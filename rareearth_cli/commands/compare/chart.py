"""The charts of ``compare``: the estimates for one place with their intervals, its bridges, and all places."""

from collections.abc import Iterable

from rareearth_cli.analysis.bridges import build_bridge_chart
from rareearth_cli.analysis.charts import (
    Axis,
    Chart,
    Mark,
    MarkGroup,
    MarkStyle,
    Span,
    Tick,
    axis_title,
    build_mark,
    describe_newest,
    figure_bounds,
    figures_axis,
)
from rareearth_cli.analysis.composition import WITHOUT_CLASS
from rareearth_cli.analysis.figures import Figure, Group, Origin
from rareearth_cli.commands.compare.query import Comparison, PlaceComparison
from rareearth_cli.commands.compare.text import choose_group_unit, describe_other_figures
from rareearth_cli.model.vocabulary import OXIDES
from rareearth_cli.model.wording import begin_sentence, choose_unit

_COUNT_NOT_STATED = "What is counted is not stated"


def build_place_charts(place: PlaceComparison, dataset_version: str, requested_unit: str | None) -> list[Chart]:
    """Build a chart for each group of estimates for a place, one for each of its best bridges and one for deposits."""
    unit = choose_group_unit(place.group, requested_unit)
    charts = [
        *(
            [_build_group_chart(place.group, f"{place.name}: rare-earth {place.group.measure}", unit)]
            if place.group.figures
            else []
        ),
        *(
            _build_group_chart(one, f"{place.name}: {_lower_first(one.title)}", choose_group_unit(one, requested_unit))
            for one in place.others
        ),
        *(build_bridge_chart(bridge, place.name, unit) for bridge in place.best_bridges),
        *_build_deposit_charts(place, requested_unit),
    ]
    return [chart._replace(dataset_version=dataset_version) for chart in charts]


def _build_group_chart(group: Group, title: str, unit: str) -> Chart:
    summed = [
        one
        for origin in group.origins
        if origin.other_figures
        for one in (origin.other_figures.low, origin.other_figures.high)
    ]
    axis = figures_axis([*group.figures, *summed], unit)
    return Chart(
        title=title,
        axis=axis_title(group.measure, unit),
        ticks=axis.ticks,
        groups=tuple(_build_mark_groups(group, axis, unit)),
        date=describe_newest(figure.published for figure in group.figures),
        sources=tuple(dict.fromkeys(figure.title for figure in group.figures if not figure.part_field)),
        dataset_version="",
        reference=_reference_tick(group, axis),
    )


def _build_deposit_charts(place: PlaceComparison, requested_unit: str | None) -> Iterable[Chart]:
    """Draw the oxide in single deposits by class, if there is any."""
    composition = place.composition
    groups = [(one.title, one.rows) for one in composition.classes]
    others = tuple(row for row in composition.unclassified if row.basis in OXIDES)
    if others:
        groups.append((WITHOUT_CLASS, others))
    figures = [composition.figures[row.id] for _, rows in groups for row in rows]
    if not figures:
        return
    unit = requested_unit or choose_unit(max(figure.value_t or 0.0 for figure in figures))
    axis = figures_axis(figures, unit)
    yield Chart(
        title=f"{place.name}: oxide in single deposits, by class",
        axis=axis_title("oxide", unit),
        ticks=axis.ticks,
        groups=tuple(
            MarkGroup(title, tuple(build_mark(composition.figures[row.id], row.site, axis, unit) for row in rows))
            for title, rows in groups
        ),
        date=describe_newest(figure.published for figure in figures),
        sources=tuple(dict.fromkeys(figure.title for figure in figures)),
        dataset_version="",
    )


def build_overview_charts(result: Comparison, unit: str | None) -> list[Chart]:
    """Build the chart of all places: the baseline of each and the figure compared with it."""
    measure = result.measure
    places = [place for place in result.places if place.group.measure == measure]
    shown = [(place, base) for place in places if (base := place.baseline) is not None]
    figures = [one for place, base in shown for one in (base, place.headline) if one is not None]
    if not figures:
        return []
    unit = unit or choose_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    axis = figures_axis(figures, unit)
    marks = []
    for place, base in shown:
        row = build_mark(base, place.name, axis, unit, look=MarkStyle.BASELINE)
        marks.append(row._replace(note=f"{base.title}; {row.note}"))
        marks += [build_mark(place.headline, place.headline.title, axis, unit, depth=1)] if place.headline else []
    chart = Chart(
        title=f"All places: rare-earth {measure}, the baseline and the figure set against it",
        axis=axis_title(measure, unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", tuple(marks)),),
        date=describe_newest(figure.published for figure in figures),
        sources=tuple(dict.fromkeys(figure.title for figure in figures)),
        dataset_version=result.dataset_version,
    )
    return [chart]


def _build_mark_groups(group: Group, axis: Axis, unit: str) -> Iterable[MarkGroup]:
    """Return the baselines first, then the estimates, grouped by what they count."""
    found: dict[str, list[Mark]] = {}
    for figure in group.baselines:
        rows = found.setdefault(f"Baseline: {figure.scope}" if figure.scope else "Baseline", [])
        rows += _figure_marks(figure, axis, unit, look=MarkStyle.BASELINE)
    for origin in group.origins:
        for figure in origin.figures:
            title = figure.share_of or origin.title or figure.scope or _COUNT_NOT_STATED
            rows = _figure_marks(figure, axis, unit)
            if group.title and figure.counts:  # the figures of such a group do not all count the same thing
                rows[0] = rows[0]._replace(note=f"{figure.counts}; {rows[0].note}")
            found.setdefault(begin_sentence(title), []).extend(rows)
        if origin.other_figures is not None:
            last = list(found)[-1]
            found[last].append(_range_mark(origin, axis, unit))
    return (MarkGroup(title, tuple(marks)) for title, marks in found.items())


def _figure_marks(figure: Figure, axis: Axis, unit: str, look: MarkStyle = MarkStyle.ESTIMATE) -> list[Mark]:
    parts = [build_mark(part, part.scope, axis, unit, look=MarkStyle.PART, depth=1) for part in figure.parts]
    return [build_mark(figure, figure.title, axis, unit, look=look), *parts]


def _range_mark(origin: Origin, axis: Axis, unit: str) -> Mark:
    assert origin.other_figures is not None
    low, high = figure_bounds(origin.other_figures.low), figure_bounds(origin.other_figures.high)
    start = next((end for end in (low[1], low[0]) if end is not None), axis.first)
    end = next((end for end in (high[2], high[0]) if end is not None), axis.last)
    words, span, years = describe_other_figures(origin.other_figures, unit)
    interval = Span(axis.place(start), axis.place(end))
    return Mark(label=words, value=span, note=years, look=MarkStyle.MORE, interval=interval)


def _reference_tick(group: Group, axis: Axis) -> Tick | None:
    base = group.baselines[0] if len(group.baselines) == 1 else None
    return Tick(axis.place(base.value_t), base.title) if base is not None and base.value_t is not None else None


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
