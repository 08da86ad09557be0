"""The screen of ``compare --all``: a line a place."""

from rareearth_cli.analysis.results import Comparison, Figure, PlaceComparison
from rareearth_cli.domain.numbers import fitting_unit
from rareearth_cli.formats.blocks import Block, Column, Grid, Heading, Paragraph, Row
from rareearth_cli.formats.cells import ratio_cell, value_cell
from rareearth_cli.formats.style import Style


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
    grid = Grid(columns=columns, rows=[_row(place, unit) for place in told])
    rest = [Paragraph(text=f"On record without {measure} to hold against a baseline: {silent}.")] if silent else []
    return [heading, grid, *rest]


def _row(place: PlaceComparison, unit: str) -> Row:
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
