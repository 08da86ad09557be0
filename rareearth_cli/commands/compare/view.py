"""The terminal view of ``compare``: the blocks for one place and for the overview of all places."""

from collections.abc import Iterable

from rareearth_cli.analysis.blocks import (
    Bar,
    Block,
    Column,
    Grid,
    Heading,
    Paragraph,
    Row,
    Tone,
    format_ratio,
    format_value,
)
from rareearth_cli.analysis.bridge_view import build_bridge_grid
from rareearth_cli.analysis.result import BridgeResult, Comparison, Figure, Group, OtherFigures, PlaceComparison
from rareearth_cli.model.wording import choose_unit, pluralize
from rareearth_cli.output.style import Style


def build_overview_blocks(result: Comparison, style: Style) -> list[Block]:
    """Show for each place its baseline, the number of other figures, and the most important of them."""
    measure = str(result.query.get("measure") or "reserves")
    places = [place for place in result.places if place.group.measure == measure]
    figures = [figure for place in places for figure in place.group.figures]
    heading = Heading(text=f"All places: rare-earth {measure}")
    if not any(place.group.baselines for place in places):
        hint = f"'rareearth compare PLACE --measure {measure}' lists a place's figures"
        return [heading, Paragraph(text=f"Nothing to hold {measure} against: {hint}.")]
    unit = style.unit or choose_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    compared = [place for place in places if place.group.baselines or place.compared]
    labels = {base.as_of for place in compared if (base := find_baseline(place))}
    heading = heading._replace(aside=f"baselines as of {labels.pop()}" if len(labels) == 1 else "")
    omitted = ", ".join(place.name for place in places if place not in compared)
    columns = (
        Column(title="Place", flexible=True),
        Column(title=f"baseline, {unit}", right=True),
        Column(title="others", right=True),
        Column(title="set against it", flexible=True),
        Column(title=unit, right=True),
        Column(title="×", right=True),
        Column(title="verdict"),
    )
    grid = Grid(columns=columns, rows=[_build_overview_row(place, unit) for place in compared])
    rest = [Paragraph(text=f"On record without {measure} to hold against a baseline: {omitted}.")] if omitted else []
    return [heading, grid, *rest]


def _build_overview_row(place: PlaceComparison, unit: str) -> Row:
    others = str(len(place.compared) or "")
    base, far = find_baseline(place), place.headline
    first = (place.name, format_value(base, unit) if base else "none", others)
    about = ("", base.id if base else "", "", far.id if far else "")
    if far is None:
        return Row(cells=(*first, "", "", "", ""), estimate_ids=about)
    return Row(
        cells=(*first, far.publisher, format_value(far, unit), format_ratio(far), far.verdict), estimate_ids=about
    )


def find_baseline(place: PlaceComparison) -> Figure | None:
    """Return the baseline that the headline figure is compared with, or else the newest."""
    baselines = place.group.baselines
    matching = [one for one in baselines if place.headline and one.id == place.headline.baseline]
    return next(iter(matching), baselines[-1] if baselines else None)


def build_comparison_blocks(result: Comparison, style: Style) -> list[Block]:
    """Build the overview of all places, or the full view of each requested place."""
    if result.overview:
        return build_overview_blocks(result, style)
    blocks: list[Block] = []
    for place in result.places:
        blocks += build_place_blocks(place, style)
    return blocks


def build_place_blocks(place: PlaceComparison, style: Style) -> list[Block]:
    """Build the full view of one place."""
    group = place.group
    longest = max((figure.value_t or 0.0 for figure in group.figures), default=0.0)
    unit = choose_group_unit(group, style)
    title = f"{place.name}: rare-earth {group.measure}"
    blocks: list[Block] = [
        Heading(text=title, aside=f"newest source {place.newest}" if place.newest else ""),
        *(Paragraph(text=sentence) for sentence in place.summary),
    ]
    rows = list(_build_rows(group, unit, longest))
    if rows:
        ratio = "× USGS" if all(one.title.startswith("USGS") for one in group.baselines) else "× baseline"
        amount = "share" if group.measure == "share" else unit
        columns = (
            Column(title=group.measure.capitalize(), flexible=True),
            Column(title="as of"),
            Column(title="as printed"),
            Column(title=amount, right=True),
            Column(),
            Column(title=ratio if group.baselines else "", right=True),
        )
        blocks.append(Grid(columns=columns, rows=rows))
    for other_group in place.others:
        blocks += _build_group_grid(other_group, style)
    blocks += [build_bridge_grid(bridge, unit) for bridge in select_best_bridges(group)]
    blocks += [Paragraph(text=sentence, blank_line_before=not number) for number, sentence in enumerate(place.verdicts)]
    blocks += [
        Paragraph(text=note, blank_line_before=not number) for number, note in enumerate((*place.notes, *place.remarks))
    ]
    if place.listed_separately:
        blocks.append(Paragraph(text=f"Apart, counting something else: {'; '.join(place.listed_separately)}."))
    if place.why:
        blocks += [Heading(text="Why"), *(Paragraph(text=reason, blank_line_before=True) for reason in place.why)]
    shown = [figure for one in (group, *place.others) for figure in one.figures]
    if any(figure.secondary for figure in shown):
        blocks.append(Paragraph(text="s: read in the press, not in the publisher's own text.", tone=Tone.QUIET))
    return blocks


def _build_group_grid(group: Group, style: Style) -> list[Block]:
    """Show the figures of a group other than the main one, with what they count and any ratio."""
    unit = choose_group_unit(group, style)
    columns = (
        Column(title=group.title, flexible=True),
        Column(title="counts", flexible=True),
        Column(title="as of"),
        Column(title="as printed", flexible=True),
        Column(title=unit, right=True),
        Column(title="× USGS" if any(format_ratio(figure) for figure in group.figures) else "", right=True),
    )
    rows: list[Row] = []
    for origin in group.origins:
        if group.measure == "sites" and origin.title:
            rows.append(Row(cells=(origin.title,), section=True))
        depth = 1 if group.measure == "sites" else 0
        for figure in origin.figures:
            rows += [_group_row(figure, figure.counts, unit, depth)]
            rows += [_group_row(part, part.scope, unit, depth + 1) for part in figure.parts]
        if origin.other_figures is not None:
            rows.append(
                Row(cells=(_format_more(origin.other_figures, unit),), section=True, depth=depth, tone=Tone.QUIET)
            )
    return [Grid(columns=columns, rows=rows)]


def _group_row(figure: Figure, counts: str, unit: str, depth: int) -> Row:
    mark = " s" if figure.secondary else ""
    cells = (
        f"{figure.title}{mark}",
        counts,
        figure.as_of,
        figure.printed,
        format_value(figure, unit),
        format_ratio(figure),
    )
    return Row(cells=cells, depth=depth, estimate_ids=(figure.id,))


def _build_rows(group: Group, unit: str, longest: float) -> Iterable[Row]:
    for figure in group.baselines:
        title = f"{figure.title} ({figure.scope})" if figure.scope else figure.title
        ratio = "1" if figure.value_t else ""
        yield _build_row(figure, title, unit, longest, depth=0, ratio=ratio, tone=Tone.STRONG)
        yield from _part_rows(figure, unit, longest, depth=1)
    for origin in group.origins:
        if origin.title:
            words = "one ledger, one witness" if origin.other_figures or len(origin.figures) > 1 else ""
            yield Row(cells=(": ".join(filter(None, (origin.title, words))),), section=True)
        depth = 1 if origin.title else 0
        mixed = len({figure.category for figure in origin.figures}) > 1
        for figure in origin.figures:
            yield from _figure_rows(figure, unit, longest, depth, category=mixed)
        if origin.other_figures is not None:
            yield Row(cells=(_format_more(origin.other_figures, unit),), section=True, depth=depth, tone=Tone.QUIET)


def _figure_rows(figure: Figure, unit: str, longest: float, depth: int, *, category: bool) -> Iterable[Row]:
    counted = figure.share_of or (figure.category if category else "")
    title = f"{figure.title}, {counted}" if counted else figure.title
    yield _build_row(figure, title, unit, longest, depth=depth, ratio=format_ratio(figure))
    yield from _part_rows(figure, unit, longest, depth=depth + 1)


def _part_rows(figure: Figure, unit: str, longest: float, *, depth: int) -> Iterable[Row]:
    for part in figure.parts:
        yield _build_row(part, part.scope, unit, longest, depth=depth, ratio=format_ratio(part))


def _build_row(
    figure: Figure, title: str, unit: str, longest: float, *, depth: int, ratio: str, tone: Tone = Tone.PLAIN
) -> Row:
    mark = " s" if figure.secondary else ""
    fraction = (figure.value_t or 0.0) / longest if longest else 0.0
    cells = (f"{title}{mark}", figure.as_of, figure.printed, format_value(figure, unit), Bar(fraction), ratio)
    return Row(cells=cells, depth=depth, tone=tone, estimate_ids=(figure.id,))


def choose_group_unit(group: Group, style: Style) -> str:
    """Return the requested unit, or the one that suits the largest figure of the group."""
    return style.unit or choose_unit(max((figure.value_t or 0.0 for figure in group.figures), default=0.0))


def select_best_bridges(group: Group) -> list[BridgeResult]:
    """Select the bridges that reach the baseline, or else the best one."""
    return [bridge for bridge in group.bridges if bridge.reconciled] or list(group.bridges[:1])


def describe_other_figures(more: OtherFigures, unit: str) -> tuple[str, str, str]:
    """Describe the figures that are only counted: their number, their range, and their years."""
    low, high = format_value(more.low, unit), format_value(more.high, unit)
    span = low if low == high else f"{low} to {high}"
    measured = span if span.endswith("%") else f"{span} {unit}"
    return f"+ {more.number} more {pluralize('statement', more.number)}", measured, more.years


def _format_more(more: OtherFigures, unit: str) -> str:
    words, span, years = describe_other_figures(more, unit)
    return f"{words}: {span}" + (f" ({years})" if years else "")
