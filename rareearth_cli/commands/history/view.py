"""The terminal view of ``history``: sentences, then one line per edition or date with bar, step and remarks."""

from collections.abc import Iterable

from rareearth_cli.analysis.blocks import Bar, Block, Column, Grid, Heading, Paragraph, Row, Tone, format_value
from rareearth_cli.analysis.result import FigureChange, History, HistoryEntry
from rareearth_cli.model.wording import choose_unit, format_ratio_low, format_ratio_value, format_to_place
from rareearth_cli.output.style import Style


def build_history_blocks(result: History, style: Style) -> list[Block]:
    """Build the whole view."""
    figures = [one.figure for one in result.entries if one.figure is not None]
    longest = max((figure.value_t or 0.0 for figure in figures), default=0.0)
    unit = style.unit or choose_unit(longest)
    blocks: list[Block] = [
        Heading(text=result.title, aside=f"newest source {result.newest}" if result.newest else ""),
        *(Paragraph(text=sentence) for sentence in result.summary),
    ]
    if figures:
        rows = [row for one in result.entries for row in _build_rows(one, unit, longest)]
        columns = (
            Column(title="Edition" if result.by_edition else "As of", flexible=result.by_edition),
            Column(title="published" if result.by_edition else "stated by", flexible=not result.by_edition),
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


def _build_rows(edition: HistoryEntry, unit: str, longest: float) -> Iterable[Row]:
    figure = edition.figure
    if figure is None:
        yield Row(cells=(edition.label, "", "not on record", "", "", "", ""), tone=Tone.QUIET)
        return
    mark = " s" if figure.secondary else ""
    bar = Bar((figure.value_t or 0.0) / longest if longest else 0.0)
    amount, times_text = (format_step(edition.step, unit), _format_times(edition.step)) if edition.step else ("", "")
    yield Row(
        cells=(
            f"{edition.label}{mark}",
            edition.provenance,
            figure.printed,
            format_value(figure, unit),
            bar,
            amount,
            times_text,
        ),
        estimate_ids=(figure.id,),
    )
    for remark in edition.remarks:
        yield Row(cells=(remark,), depth=2, section=True, tone=Tone.QUIET)


def format_step(step: FigureChange, unit: str) -> str:
    """Write by how much a figure changed, or within which limits."""

    def signed(tonnes: float) -> str:
        text = format_to_place(tonnes, step.precision_t, unit)
        text = text if step.amount_t is not None else text.removesuffix(".0")
        return "0" if text.strip("0.,") == "" else text.replace("-", "−") if tonnes < 0 else f"+{text}"

    if step.amount_t is not None:
        return signed(step.amount_t)
    if step.low_t is not None and step.high_t is not None:
        return f"{signed(step.low_t)} to {signed(step.high_t)}"
    if step.low_t is not None:
        return f"≥{signed(step.low_t)}"
    return f"≤{signed(step.high_t)}" if step.high_t is not None else ""


def _format_times(step: FigureChange) -> str:
    """Write by which factor a figure rose or fell, or nothing where the factor rounds to 1."""
    if step.times_apart is not None:
        times_text = format_ratio_value(step.times_apart, step.digits)
        return "" if times_text.rstrip("0.") == "1" else f"{'÷' if step.is_fall else '×'} {times_text}"
    return (
        f"≥ × {format_ratio_low(step.min_times_apart, step.digits)}"
        if step.min_times_apart and step.min_times_apart > 1
        else ""
    )
