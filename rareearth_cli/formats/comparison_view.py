"""The screen of ``compare``: sentence, figures by witness, bridge, what stands apart."""

from collections.abc import Iterable

from rareearth_cli.analysis.results import Comparison, Figure, Group, PlaceComparison, Witness
from rareearth_cli.domain.numbers import (
    fitting_unit,
    in_unit,
)
from rareearth_cli.formats.blocks import Bar, Block, Column, Grid, Heading, Paragraph, Row, Tone
from rareearth_cli.formats.bridge_view import bridge_grid
from rareearth_cli.formats.cells import ratio_cell, value_cell
from rareearth_cli.formats.style import Style

_UNITS = {"t": "tonnes", "kt": "thousand tonnes", "Mt": "million tonnes"}
#: How finely a span of several statements is told.
_SPAN_DIGITS = 3


def comparison_blocks(result: Comparison, style: Style) -> list[Block]:
    """The whole answer: an overview of all places, or each place in full."""
    if result.overview:
        return _overview(result, style)
    blocks: list[Block] = []
    for place in result.places:
        blocks += _place(place, style)
    return blocks


def _place(place: PlaceComparison, style: Style) -> list[Block]:
    group = place.group
    unit = style.unit or fitting_unit(max(_values(group), default=0.0))
    title = f"{place.name}: rare-earth {group.measure}"
    blocks: list[Block] = [
        Heading(text=title, aside=f"newest source {place.newest}" if place.newest else ""),
        *(Paragraph(text=sentence) for sentence in place.summary),
    ]
    rows = list(_rows(group, unit))
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
    blocks += [bridge_grid(bridge, unit) for bridge in group.bridges if bridge.reconciled] or [
        bridge_grid(bridge, unit) for bridge in group.bridges[:1]
    ]
    blocks += [Paragraph(text=note) for note in place.notes]
    if place.apart:
        blocks.append(Paragraph(text=f"Apart, counting something else: {'; '.join(place.apart)}."))
    if rows and any(figure.secondary for figure in group.figures):
        blocks.append(Paragraph(text="s: read in the press, not in the publisher's own text.", tone=Tone.QUIET))
    return blocks


def _rows(group: Group, unit: str) -> Iterable[Row]:
    longest = max(_values(group), default=0.0)
    for figure in group.baselines:
        title = f"{figure.title} ({figure.scope})" if figure.scope else figure.title
        ratio = "1" if figure.value_t else ""
        yield _row(figure, title, unit, longest, depth=0, ratio=ratio, tone=Tone.STRONG)
    for witness in group.witnesses:
        if witness.title:
            words = "one ledger, one witness" if witness.more or len(witness.figures) > 1 else ""
            yield Row(cells=(": ".join(filter(None, (witness.title, words))),), section=True)
        depth = 1 if witness.title else 0
        mixed = len({figure.category for figure in witness.figures}) > 1
        for figure in witness.figures:
            yield from _with_parts(figure, unit, longest, depth, category=mixed)
        if witness.more is not None:
            yield Row(cells=(_more(witness, unit),), section=True, depth=depth, tone=Tone.QUIET)


def _with_parts(figure: Figure, unit: str, longest: float, depth: int, *, category: bool) -> Iterable[Row]:
    counted = figure.share_of or (figure.category if category else "")
    title = f"{figure.title}, {counted}" if counted else figure.title
    yield _row(figure, title, unit, longest, depth=depth, ratio=ratio_cell(figure))
    for part in figure.parts:
        yield _row(part, part.scope, unit, longest, depth=depth + 1, ratio=ratio_cell(part))


def _row(
    figure: Figure, title: str, unit: str, longest: float, *, depth: int, ratio: str, tone: Tone = Tone.PLAIN
) -> Row:
    mark = " s" if figure.secondary else ""
    fraction = (figure.value_t or 0.0) / longest if longest else 0.0
    cells = (f"{title}{mark}", figure.as_of, figure.printed, value_cell(figure, unit), Bar(fraction), ratio)
    return Row(cells=cells, depth=depth, tone=tone)


def _more(witness: Witness, unit: str) -> str:
    more = witness.more
    assert more is not None
    noun = "statement" if more.number == 1 else "statements"
    low, high = (in_unit(value, _SPAN_DIGITS, unit) for value in (more.low_t, more.high_t))
    span = f"{'over ' if more.low_is_bound else ''}{low}" + (f" to {high}" if low != high else "")
    return f"+ {more.number} more {noun}: {span} {unit}" + (f" ({more.years})" if more.years else "")


def _overview(result: Comparison, style: Style) -> list[Block]:
    """One line a place: the baseline, how many others there are, and the one that matters most."""
    measure = str(result.query.get("measure") or "reserves")
    places = [place for place in result.places if place.group.figures]
    unit = style.unit or fitting_unit(max((value for place in places for value in _values(place.group)), default=0.0))
    columns = (
        Column(title="Place", flexible=True),
        Column(title=f"baseline, {unit}", right=True),
        Column(title="others", right=True),
        Column(title="set against it", flexible=True),
        Column(title=unit, right=True),
        Column(title="×", right=True),
        Column(title="verdict"),
    )
    rows = [_overview_row(place, unit) for place in places]
    return [Heading(text=f"All places: rare-earth {measure}"), Grid(columns=columns, rows=rows)]


def _overview_row(place: PlaceComparison, unit: str) -> Row:
    base = value_cell(place.group.baselines[0], unit) if place.group.baselines else "NA"
    others = str(len(place.compared) or "")
    far = place.headline
    if far is None:
        return Row(cells=(place.name, base, others, "", "", "", ""))
    cells = (place.name, base, others, far.title, value_cell(far, unit), ratio_cell(far), far.verdict)
    return Row(cells=cells)


def _values(group: Group) -> list[float]:
    return [figure.value_t for figure in group.figures if figure.value_t is not None]
