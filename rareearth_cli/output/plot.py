"""SVG, in which text stays text, and PNG: charts drawn with matplotlib."""

from __future__ import annotations

import io
import logging
import os
import textwrap
import unicodedata
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from rareearth_cli.analysis.answer import Answer
from rareearth_cli.analysis.charts import Chart, Mark, MarkStyle, Span
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.output.sanitize import sanitize_text
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import list_charts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rareearth_cli.analysis.charts import Chart

WIDTH = 9.5
MARGIN = 0.25
LINE = 0.15
_LEFT, _RIGHT = 4.0, 8.0
_INDENT = 0.18
_TITLE, _HEAD, _GROUP, _FOOT, _PAD = 0.41, 0.2, 0.3, 0.55, 0.12
#: The number of characters of each text that fit beside the axis.
_LABEL, _NOTE, _VALUE, _WIDE, _TITLE_CHARS = 52, 70, 22, 110, 80
_NOTE_LINES = 3
_INK, _QUIET, _GRID = "#111111", "#555555", "#d9d9d9"
#: Face, edge and hatch of a bar; shape and face of a dot. Brightness differs, so that greyscale prints stay readable.
_BARS: dict[MarkStyle, tuple[str, str, str]] = {
    MarkStyle.ESTIMATE: ("#0072b2", "#0072b2", ""),
    MarkStyle.BASELINE: ("#111111", "#111111", ""),
    MarkStyle.REPORTED: ("#0b4f7d", "#0b4f7d", ""),
    MarkStyle.SUBSTITUTE: ("#fbe5b6", "#7a5400", "xxxx"),
    MarkStyle.DERIVED: ("#e69f00", "#7a5400", ""),
    MarkStyle.ASSUMED: ("#fbe5b6", "#7a5400", "\\\\\\\\"),
    MarkStyle.REMAINDER: ("#ffffff", "#7a5400", "----"),
    MarkStyle.UNKNOWN: ("#ffffff", "#8a8a8a", "////"),
    MarkStyle.RESIDUAL: ("#111111", "#111111", ""),
}
_DOTS: dict[MarkStyle, tuple[str, str]] = {
    MarkStyle.BASELINE: ("s", "#111111"),
    MarkStyle.ESTIMATE: ("o", "#0072b2"),
    MarkStyle.PART: ("D", "#ffffff"),
    MarkStyle.COMPUTED: ("D", "#ffffff"),
    MarkStyle.BREAK: ("X", "#d55e00"),
}


def wrap_lines(text: str, width: int, most: int) -> list[str]:
    """Wrap text to lines of ``width`` half-width characters; cut it with an ellipsis after ``most`` lines."""
    text = " ".join(sanitize_text(text).translate({0xFFFE: None, 0xFFFF: None}).split())
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text[:width])
    fitting = max(width - wide, 8)
    lines = textwrap.wrap(text[: fitting * (most + 1)], fitting, break_on_hyphens=False)
    if len(lines) <= most and len(text) <= fitting * (most + 1):
        return lines
    last = lines[most - 1]
    if len(last) + 2 > fitting:  # cut between words if possible, because half a number is a different number
        last = last.rpartition(" ")[0] or last[:-2]
    return [*lines[: most - 1], f"{last} …"]


def chart_height(chart: Chart) -> float:
    """Return the height of a chart in inches."""
    titles = LINE * 1.4 * (len(wrap_lines(chart.title, _TITLE_CHARS, 2)) - 1)
    heads = sum(_GROUP for group in chart.groups if group.title)
    return _TITLE + titles + _HEAD + heads + sum(_height(mark) for mark in chart.marks) + _FOOT + 2 * _PAD


def draw_chart(sheet: Canvas, chart: Chart, top: float) -> float:
    """Draw a chart downwards from ``top`` and return the position of its lower edge, both in inches."""
    for line in wrap_lines(chart.title, _TITLE_CHARS, 2):
        top += LINE * 1.4
        sheet.write(MARGIN, top, line, size=11.5, weight="bold")
    top += _TITLE - LINE * 1.4
    said = wrap_lines(", ".join(filter(None, (chart.axis, chart.date))), _WIDE, 1)
    sheet.write(MARGIN, top, "".join(said), size=8, color=_QUIET)
    top = first = top + _HEAD
    for group in chart.groups:
        if group.title:
            sheet.rule(top + 0.07)
            sheet.write(
                MARGIN,
                top + _GROUP - 0.07,
                "".join(wrap_lines(group.title, _WIDE, 1)),
                size=8,
                weight="bold",
                over=True,
            )
            top += _GROUP
        before = top
        for mark in group.marks:
            if mark.follows is not None and mark.dot is not None:
                sheet.step(mark.follows, mark.dot, before + LINE * 0.7, top + LINE * 0.7)
            _row(sheet, mark, top)
            before, top = top, top + _height(mark)
    _scale(sheet, chart, first, top + _PAD)
    _legend(sheet, chart, top + _FOOT)
    return top + _FOOT + 2 * _PAD


def _row(sheet: Canvas, mark: Mark, top: float) -> None:
    left = MARGIN + _INDENT * mark.depth
    text = top + LINE
    for line in wrap_lines(mark.label, _LABEL - 2 * mark.depth, 2):
        sheet.write(left, text, line, size=8)
        text += LINE
    for line in wrap_lines(mark.note, _NOTE - 2 * mark.depth, _NOTE_LINES):
        sheet.write(left, text - 0.02, line, size=6.5, color=_QUIET)
        text += LINE * 0.85
    for number, line in enumerate(wrap_lines(mark.value, _VALUE, 2)):
        sheet.write(_RIGHT + 0.15, top + LINE * (number + 1), line, size=8)
    sheet.mark(mark, top + LINE * 0.7)


def _height(mark: Mark) -> float:
    labels, notes = (
        len(wrap_lines(text, width - 2 * mark.depth, most))
        for text, width, most in ((mark.label, _LABEL, 2), (mark.note, _NOTE, _NOTE_LINES))
    )
    values = len(wrap_lines(mark.value, _VALUE, 2))
    return max(labels * LINE + notes * LINE * 0.85, values * LINE) + _PAD


def _scale(sheet: Canvas, chart: Chart, top: float, bottom: float) -> None:
    for tick in chart.ticks:
        sheet.upright(tick.at, top, bottom, color=_GRID, width=0.6)
        sheet.write(sheet.across(tick.at), bottom + LINE, tick.label, size=7, color=_QUIET, align="center")
        if chart.tall:
            sheet.write(sheet.across(tick.at), top - 0.04, tick.label, size=7, color=_QUIET, align="center")
    if chart.reference is not None:
        sheet.upright(chart.reference.at, top, bottom, color=_INK, width=0.9, dashes=(0, (4, 3)))
    sheet.write(sheet.across(100) + 0.15, bottom + LINE, chart.axis.rsplit(", ", 1)[-1], size=6.5, color=_QUIET)


def _legend(sheet: Canvas, chart: Chart, at: float) -> None:
    left = MARGIN
    for look in chart.looks:
        sheet.sample(look, left, at - 0.05)
        sheet.write(left + 0.3, at, look.value, size=7, color=_QUIET)
        left += 0.55 + 0.062 * len(look.value)
    if chart.reference is not None:
        words = "".join(wrap_lines(f"dashed line: {chart.reference.label}", 70, 1))
        sheet.write(left, at, words, size=7, color=_QUIET)


class Canvas:
    """A canvas measured in inches from the top left; the axis of each chart spans a fixed part of its width."""

    def __init__(self, axes: Axes) -> None:
        from matplotlib.transforms import Affine2D

        self.axes = axes
        #: From percent of a chart's axis to inches.
        self._percent = Affine2D().scale((_RIGHT - _LEFT) / 100, 1).translate(_LEFT, 0)

    def across(self, percent: float) -> float:
        """Convert a position on a chart's axis, in percent, to inches from the left."""
        return float(self._percent.transform((percent, 0.0))[0])

    def write(self, left: float, base: float, text: str, *, size: float, color: str = _INK, weight: str = "normal",
              align: Any = "left", over: bool = False) -> None:  # fmt: skip
        """Write one line of sanitized text, without interpreting markup."""
        back = {"facecolor": "white", "edgecolor": "none", "pad": 1.0} if over else None
        self.axes.text(left, base, sanitize_text(text), fontsize=size, color=color, fontweight=weight, ha=align,
                       va="baseline", parse_math=False, bbox=back, zorder=5)  # fmt: skip

    def rule(self, at: float) -> None:
        """Draw a thin line over the whole width."""
        self.axes.plot((MARGIN, WIDTH - MARGIN), (at, at), color=_GRID, linewidth=0.8, zorder=1)

    def upright(
        self, percent: float, top: float, bottom: float, *, color: str, width: float, dashes: Any = "-"
    ) -> None:
        """Draw a vertical line at a position on the chart's axis."""
        x = self.across(percent)
        self.axes.plot((x, x), (top, bottom), color=color, linewidth=width, linestyle=dashes, zorder=1)

    def step(self, first: float, second: float, top: float, bottom: float) -> None:
        """Draw a line down from one position on the chart's axis and across to another."""
        x, end = self.across(first), self.across(second)
        self.axes.plot((x, x, end), (top, bottom, bottom), color="#0072b2", linewidth=1.2, zorder=2)

    def mark(self, mark: Mark, at: float) -> None:
        """Draw the bar, the interval and the dot of a row."""
        if mark.bar is not None:
            start, end = self.across(mark.bar.start), self.across(mark.bar.end)
            self._bar(mark.look, start, max(end - start, 0.01), at, 0.07)
        if mark.interval is not None:
            if mark.bar is not None:
                self._halo(mark.interval, at)
            self._interval(MarkStyle.RESIDUAL if mark.bar is not None else mark.look, mark.interval, at)
        if mark.sign is not None and mark.bar is None:
            self._dot(mark.look, self.across(mark.sign), at)

    def sample(self, look: MarkStyle, left: float, at: float) -> None:
        """Draw a sample of a style for the legend."""
        if look in _DOTS:
            self._dot(look, left + 0.12, at)
        elif look in (MarkStyle.MORE, MarkStyle.RANGE):
            color = _QUIET if look is MarkStyle.MORE else _INK
            self.axes.plot((left, left + 0.24), (at, at), color=color, linewidth=2.2, solid_capstyle="butt")
        else:
            self._bar(look, left, 0.24, at, 0.05)

    def _bar(self, look: MarkStyle, left: float, width: float, at: float, half: float) -> None:
        from matplotlib.patches import Rectangle

        face, edge, hatch = _BARS[look]
        self.axes.add_patch(Rectangle((left, at - half), width, 2 * half, facecolor=face, edgecolor=edge, hatch=hatch,
                                      linewidth=0.8, zorder=3))  # fmt: skip

    def _dot(self, look: MarkStyle, x: float, at: float) -> None:
        shape, face = _DOTS.get(look, _DOTS[MarkStyle.ESTIMATE])
        edge = "#0072b2" if look in (MarkStyle.PART, MarkStyle.COMPUTED) else face
        self.axes.plot([x], [at], marker=shape, markersize=6, markerfacecolor=face, markeredgecolor=edge, zorder=4)

    def _halo(self, span: Span, at: float) -> None:
        """Draw a white line that separates an interval from the dark bar below it."""
        ends = (self.across(span.start), self.across(span.end))
        self.axes.plot(ends, (at, at), color="#ffffff", linewidth=4.6, solid_capstyle="butt", zorder=3)

    def _interval(self, look: MarkStyle, span: Span, at: float) -> None:
        color = (
            _QUIET
            if look is MarkStyle.MORE
            else _INK
            if look in (MarkStyle.BASELINE, MarkStyle.RESIDUAL, MarkStyle.REPORTED, MarkStyle.SUBSTITUTE)
            else "#0072b2"
        )
        start, end = self.across(span.start), self.across(span.end)
        self.axes.plot((start, end), (at, at), color=color, linewidth=2.2, solid_capstyle="butt", zorder=3)
        for x, is_open, arrow in ((start, span.open_start, "<"), (end, span.open_end, ">")):
            self.axes.plot([x], [at], marker=arrow if is_open else "|", color=color, markersize=6,
                           markeredgewidth=1.6, zorder=3)  # fmt: skip


#: The font that is part of matplotlib.
DEFAULT_FONT = "DejaVu Sans"


def find_fonts(texts: Iterable[str]) -> tuple[list[str], str]:
    """Find font families for all characters of the texts.

    Returns
    -------
    tuple[list[str], str]
        The families, the default one first, and the characters that no installed font has.

    """
    from matplotlib.font_manager import findfont, fontManager, get_font

    wanted = {ord(char) for text in texts for char in text if not char.isspace()}
    missing = wanted - set(get_font(findfont(DEFAULT_FONT)).get_charmap())
    families = [DEFAULT_FONT]
    for path in _installed() if missing else ():
        font = get_font(path)
        found = missing & set(font.get_charmap())
        if found:
            fontManager.addfont(path)  # matplotlib's cached list may be older than the font
            families.append(font.family_name)
            missing -= found
        if not missing:
            break
    return families, "".join(sorted(map(chr, missing)))


def _installed() -> list[str]:
    """List the installed font files in an order that is the same on every run, regular styles first."""
    from matplotlib.font_manager import findSystemFonts

    return sorted(findSystemFonts(), key=lambda path: ("Sans" not in path, "Regular" not in path, Path(path).name))


_DPI = 150
#: Further families that an SVG names for its text; a viewer takes the first one that it has.
_ELSEWHERE = ["Verdana", "Arial", "Noto Sans", "sans-serif"]
_FOOTNOTE = 172
_KEY = "Dots are figures, lines the interval that the printed digits stand for, arrows bounds."


def write_svg(answer: Answer, out: TextIO, style: Style) -> None:
    """Write all charts of an answer below each other as one SVG; the same data gives the same bytes."""
    out.write(_render(answer, style, "svg", {"Date": None, "Creator": "rareearth"}).decode("utf-8"))


def write_png(answer: Answer, out: BinaryIO, style: Style) -> None:
    """Write all charts of an answer below each other as one PNG."""
    out.write(_render(answer, style, "png", {"Software": "rareearth"}))


def _import_matplotlib() -> Any:
    """Import matplotlib even where MPLBACKEND names what is not installed here, as a shell of a notebook has it."""
    # Messages of matplotlib about fonts and cache folders are of no use to the user.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    # An import that fails half-way leaves modules behind, so the variable must not be there at the first attempt.
    backend = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib as mpl
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    return mpl


def _render(answer: Answer, style: Style, form: str, about: dict[str, str | None]) -> bytes:
    mpl = _import_matplotlib()
    drawn = list_charts(answer, style)
    if not drawn:
        raise NotOnRecord(f"there is nothing to draw in this answer: ask for table, html or csv instead of {form}")
    families, missing = find_fonts(text for chart in drawn for text in map(sanitize_text, chart.texts))
    parameters: Any = {
        "font.family": "sans-serif" if form == "svg" else families,
        "font.sans-serif": [*families, *_ELSEWHERE],
        "svg.fonttype": "none",
        "svg.hashsalt": "rareearth",
        "hatch.linewidth": 0.7,
    }
    written = io.BytesIO()
    with mpl.rc_context(parameters), warnings.catch_warnings():
        # Characters without a font are noted below the charts; in an SVG the viewer's fonts show them.
        warnings.filterwarnings("ignore", message="Glyph")
        figure = _figure(drawn, missing if form == "png" else "")
        title = "".join(wrap_lines(drawn[0].title, _FOOTNOTE, 1))
        figure.savefig(written, format=form, dpi=_DPI, metadata={**about, "Title": title})
    return written.getvalue()


def _figure(drawn: list[Chart], missing: str) -> Figure:
    """Draw all charts on one figure, with their sources and notes below them."""
    from matplotlib.figure import Figure

    sources = "; ".join(dict.fromkeys(source for chart in drawn for source in chart.sources))
    key = f" {_KEY}" if any(chart.reads_by_interval for chart in drawn) else ""
    notes = [f"Sources: {sources}.", f"rareearth, dataset {drawn[0].dataset_version}.{key}"]
    if missing:
        notes.append("Boxes stand for characters of which no font is installed here; SVG keeps them as text.")
    footnotes = [line for note in notes for line in wrap_lines(note, _FOOTNOTE, 6)]
    height = sum(chart_height(chart) for chart in drawn) + (len(footnotes) + 1) * LINE + 2 * MARGIN
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), frameon=False)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0), xticks=[], yticks=[])
    sheet = Canvas(axes)
    top = MARGIN
    for chart in drawn:
        top = draw_chart(sheet, chart, top)
    for line in footnotes:
        top += LINE
        sheet.write(MARGIN, top, line, size=6.5, color="#444444")
    return figure
