"""The screen of ``compare``: sentence, figures by witness, bridge, what stands apart."""

from collections.abc import Iterable

from rareearth_cli.analysis.result import BridgeResult, Comparison, Figure, Group, More, PlaceComparison
from rareearth_cli.model.wording import fitting_unit
from rareearth_cli.output.blocks import Bar, Block, Column, Grid, Heading, Paragraph, Row, Tone, ratio_cell, value_cell
from rareearth_cli.output.bridge_view import bridge_grid
from rareearth_cli.output.style import Style


def overview_blocks(result: Comparison, style: Style) -> list[Block]:
    """Each place's baseline, how many others there are, and the one that matters most."""
    measure = str(result.query.get("measure") or "reserves")
    places = [place for place in result.places if place.group.measure == measure]
    figures = [figure for place in places for figure in place.group.figures]
    heading = Heading(text=f"All places: rare-earth {measure}")
    if not any(place.group.baselines for place in places):
        hint = f"'rareearth compare PLACE --measure {measure}' lists a place's figures"
        return [heading, Paragraph(text=f"Nothing to hold {measure} against: {hint}.")]
    unit = style.unit or fitting_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    told = [place for place in places if place.group.baselines or place.compared]
    labels = {base.as_of for place in told if (base := baseline_of(place))}
    heading = heading._replace(aside=f"baselines as of {labels.pop()}" if len(labels) == 1 else "")
    silent = ", ".join(place.name for place in places if place not in told)
    columns = (
        Column(title="Place", flexible=True),
        Column(title=f"baseline, {unit}", right=True),
        Column(title="others", right=True),
        Column(title="set against it", flexible=True),
        Column(title=unit, right=True),
        Column(title="×", right=True),
        Column(title="verdict"),
    )
    grid = Grid(columns=columns, rows=[_overview_row(place, unit) for place in told])
    rest = [Paragraph(text=f"On record without {measure} to hold against a baseline: {silent}.")] if silent else []
    return [heading, grid, *rest]


def _overview_row(place: PlaceComparison, unit: str) -> Row:
    others = str(len(place.compared) or "")
    base, far = baseline_of(place), place.headline
    first = (place.name, value_cell(base, unit) if base else "none", others)
    about = ("", base.id if base else "", "", far.id if far else "")
    if far is None:
        return Row(cells=(*first, "", "", "", ""), about=about)
    return Row(cells=(*first, far.publisher, value_cell(far, unit), ratio_cell(far), far.verdict), about=about)


def baseline_of(place: PlaceComparison) -> Figure | None:
    """The one that the figure beside it is held against; else the newest."""
    baselines = place.group.baselines
    held = [one for one in baselines if place.headline and one.id == place.headline.baseline]
    return next(iter(held), baselines[-1] if baselines else None)


def comparison_blocks(result: Comparison, style: Style) -> list[Block]:
    """The whole answer: an overview of all places, or each place in full."""
    if result.overview:
        return overview_blocks(result, style)
    blocks: list[Block] = []
    for place in result.places:
        blocks += place_blocks(place, style)
    return blocks


def place_blocks(place: PlaceComparison, style: Style) -> list[Block]:
    """One place in full."""
    group = place.group
    longest = max((figure.value_t or 0.0 for figure in group.figures), default=0.0)
    unit = group_unit(group, style)
    title = f"{place.name}: rare-earth {group.measure}"
    blocks: list[Block] = [
        Heading(text=title, aside=f"newest source {place.newest}" if place.newest else ""),
        *(Paragraph(text=sentence) for sentence in place.summary),
    ]
    rows = list(_rows(group, unit, longest))
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
    for beside in place.others:
        blocks += _beside(beside, style)
    blocks += [bridge_grid(bridge, unit) for bridge in best_bridges(group)]
    blocks += [Paragraph(text=sentence, apart=not number) for number, sentence in enumerate(place.verdicts)]
    blocks += [Paragraph(text=note, apart=not number) for number, note in enumerate((*place.notes, *place.remarks))]
    if place.apart:
        blocks.append(Paragraph(text=f"Apart, counting something else: {'; '.join(place.apart)}."))
    if place.why:
        blocks += [Heading(text="Why"), *(Paragraph(text=reason, apart=True) for reason in place.why)]
    shown = [figure for one in (group, *place.others) for figure in one.figures]
    if any(figure.secondary for figure in shown):
        blocks.append(Paragraph(text="s: read in the press, not in the publisher's own text.", tone=Tone.QUIET))
    return blocks


def _beside(group: Group, style: Style) -> list[Block]:
    """Figures that are no reserves of the whole place: what they count, and the ratio where there is one."""
    unit = group_unit(group, style)
    columns = (
        Column(title=group.title, flexible=True),
        Column(title="counts", flexible=True),
        Column(title="as of"),
        Column(title="as printed", flexible=True),
        Column(title=unit, right=True),
        Column(title="× USGS" if any(ratio_cell(figure) for figure in group.figures) else "", right=True),
    )
    rows: list[Row] = []
    for witness in group.origins:
        if group.measure == "sites" and witness.title:
            rows.append(Row(cells=(witness.title,), section=True))
        depth = 1 if group.measure == "sites" else 0
        for figure in witness.figures:
            rows += [_counted(figure, figure.counts, unit, depth)]
            rows += [_counted(part, part.scope, unit, depth + 1) for part in figure.parts]
        if witness.more is not None:
            rows.append(Row(cells=(_more(witness.more, unit),), section=True, depth=depth, tone=Tone.QUIET))
    return [Grid(columns=columns, rows=rows)]


def _counted(figure: Figure, counts: str, unit: str, depth: int) -> Row:
    mark = " s" if figure.secondary else ""
    cells = (
        f"{figure.title}{mark}",
        counts,
        figure.as_of,
        figure.printed,
        value_cell(figure, unit),
        ratio_cell(figure),
    )
    return Row(cells=cells, depth=depth, about=(figure.id,))


def _rows(group: Group, unit: str, longest: float) -> Iterable[Row]:
    for figure in group.baselines:
        title = f"{figure.title} ({figure.scope})" if figure.scope else figure.title
        ratio = "1" if figure.value_t else ""
        yield _row(figure, title, unit, longest, depth=0, ratio=ratio, tone=Tone.STRONG)
        yield from _parts(figure, unit, longest, depth=1)
    for witness in group.origins:
        if witness.title:
            words = "one ledger, one witness" if witness.more or len(witness.figures) > 1 else ""
            yield Row(cells=(": ".join(filter(None, (witness.title, words))),), section=True)
        depth = 1 if witness.title else 0
        mixed = len({figure.category for figure in witness.figures}) > 1
        for figure in witness.figures:
            yield from _with_parts(figure, unit, longest, depth, category=mixed)
        if witness.more is not None:
            yield Row(cells=(_more(witness.more, unit),), section=True, depth=depth, tone=Tone.QUIET)


def _with_parts(figure: Figure, unit: str, longest: float, depth: int, *, category: bool) -> Iterable[Row]:
    counted = figure.share_of or (figure.category if category else "")
    title = f"{figure.title}, {counted}" if counted else figure.title
    yield _row(figure, title, unit, longest, depth=depth, ratio=ratio_cell(figure))
    yield from _parts(figure, unit, longest, depth=depth + 1)


def _parts(figure: Figure, unit: str, longest: float, *, depth: int) -> Iterable[Row]:
    for part in figure.parts:
        yield _row(part, part.scope, unit, longest, depth=depth, ratio=ratio_cell(part))


def _row(
    figure: Figure, title: str, unit: str, longest: float, *, depth: int, ratio: str, tone: Tone = Tone.PLAIN
) -> Row:
    mark = " s" if figure.secondary else ""
    fraction = (figure.value_t or 0.0) / longest if longest else 0.0
    cells = (f"{title}{mark}", figure.as_of, figure.printed, value_cell(figure, unit), Bar(fraction), ratio)
    return Row(cells=cells, depth=depth, tone=tone, about=(figure.id,))


def group_unit(group: Group, style: Style) -> str:
    """The unit that was asked for, or the one that suits the largest figure."""
    return style.unit or fitting_unit(max((figure.value_t or 0.0 for figure in group.figures), default=0.0))


def best_bridges(group: Group) -> list[BridgeResult]:
    """The bridges worth showing: those that reach the baseline, or else the best one."""
    return [bridge for bridge in group.bridges if bridge.reconciled] or list(group.bridges[:1])


def more_words(more: More, unit: str) -> tuple[str, str, str]:
    """How many further statements there are, within which limits, and over which years."""
    noun = "statement" if more.number == 1 else "statements"
    low, high = value_cell(more.low, unit), value_cell(more.high, unit)
    span = low if low == high else f"{low} to {high}"
    measured = span if span.endswith("%") else f"{span} {unit}"
    return f"+ {more.number} more {noun}", measured, more.years


def _more(more: More, unit: str) -> str:
    words, span, years = more_words(more, unit)
    return f"{words}: {span}" + (f" ({years})" if years else "")
