"""The screen of ``history``: sentences, a line an edition or a date with bar and step, what is known of each."""

from collections.abc import Iterable

from rareearth_cli.analysis.result import Change, Edition, History
from rareearth_cli.model.wording import fitting_unit, times, times_at_least, to_place
from rareearth_cli.output.blocks import Bar, Block, Column, Grid, Heading, Paragraph, Row, Tone, value_cell
from rareearth_cli.output.style import Style


def history_blocks(result: History, style: Style) -> list[Block]:
    """The whole answer."""
    figures = [one.figure for one in result.editions if one.figure is not None]
    longest = max((figure.value_t or 0.0 for figure in figures), default=0.0)
    unit = style.unit or fitting_unit(longest)
    blocks: list[Block] = [
        Heading(text=result.title, aside=f"newest source {result.newest}" if result.newest else ""),
        *(Paragraph(text=sentence) for sentence in result.summary),
    ]
    if figures:
        rows = [row for one in result.editions for row in _rows(one, unit, longest)]
        columns = (
            Column(title="Edition" if result.serial else "As of", flexible=result.serial),
            Column(title="published" if result.serial else "stated by", flexible=not result.serial),
            Column(title="as printed", flexible=True),
            Column(title=unit, right=True),
            Column(),
            Column(title="step", right=True),
            Column(title="fold", right=True),
        )
        blocks.append(Grid(columns=columns, rows=rows))
    if any(figure.secondary for figure in figures):
        blocks.append(Paragraph(text="s: read in the press, not in the publisher's own text.", tone=Tone.QUIET))
    if result.others:
        blocks.append(Paragraph(text=f"Other histories: {'; '.join(result.others)}.", tone=Tone.QUIET))
    return blocks


def _rows(edition: Edition, unit: str, longest: float) -> Iterable[Row]:
    figure = edition.figure
    if figure is None:
        yield Row(cells=(edition.label, "", "not on record", "", "", "", ""), tone=Tone.QUIET)
        return
    mark = " s" if figure.secondary else ""
    bar = Bar((figure.value_t or 0.0) / longest if longest else 0.0)
    amount, fold = (step_words(edition.step, unit), _fold(edition.step)) if edition.step else ("", "")
    yield Row(
        cells=(f"{edition.label}{mark}", edition.origin, figure.printed, value_cell(figure, unit), bar, amount, fold),
        about=(figure.id,),
    )
    for remark in edition.remarks:
        yield Row(cells=(remark,), depth=2, section=True, tone=Tone.QUIET)


def step_words(step: Change, unit: str) -> str:
    """By how much a figure moved, or within which limits."""

    def signed(tonnes: float) -> str:
        text = to_place(tonnes, step.place_t, unit)
        text = text if step.amount_t is not None else text.removesuffix(".0")
        return "0" if text.strip("0.,") == "" else text.replace("-", "−") if tonnes < 0 else f"+{text}"

    if step.amount_t is not None:
        return signed(step.amount_t)
    if step.low_t is not None and step.high_t is not None:
        return f"{signed(step.low_t)} to {signed(step.high_t)}"
    if step.low_t is not None:
        return f"≥{signed(step.low_t)}"
    return f"≤{signed(step.high_t)}" if step.high_t is not None else ""


def _fold(step: Change) -> str:
    """How many times as much, or by how much divided; nothing where that comes to once."""
    if step.fold is not None:
        fold = times(step.fold, step.digits)
        return "" if fold.rstrip("0.") == "1" else f"{'÷' if step.fell else '×'} {fold}"
    return f"≥ × {times_at_least(step.fold_low, step.digits)}" if step.fold_low and step.fold_low > 1 else ""
