"""Charts as pictures, drawn with matplotlib: SVG that keeps its text as text, and PNG."""

from __future__ import annotations

import io
import logging
import textwrap
import unicodedata
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from rareearth_cli.analysis.result import Result
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.output.charts import Chart, Look, Mark, Span
from rareearth_cli.output.sanitize import plain
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import charts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rareearth_cli.output.charts import Chart

WIDTH = 9.5
MARGIN = 0.25
LINE = 0.15
_LEFT, _RIGHT = 4.0, 8.0
_INDENT = 0.18
_TITLE, _HEAD, _GROUP, _FOOT, _PAD = 0.41, 0.2, 0.3, 0.55, 0.12
#: How many characters of the sizes used below fit beside the axis.
_LABEL, _NOTE, _VALUE, _WIDE, _TITLE_CHARS = 52, 70, 22, 110, 80
_NOTE_LINES = 3
_INK, _QUIET, _GRID = "#111111", "#555555", "#d9d9d9"
#: Face, edge and hatch of a bar; shape and face of a dot. Light and dark differ, so that grey will do.
_BARS: dict[Look, tuple[str, str, str]] = {
    Look.ESTIMATE: ("#0072b2", "#0072b2", ""),
    Look.BASELINE: ("#111111", "#111111", ""),
    Look.REPORTED: ("#0b4f7d", "#0b4f7d", ""),
    Look.DERIVED: ("#e69f00", "#7a5400", ""),
    Look.ASSUMED: ("#fbe5b6", "#7a5400", "\\\\\\\\"),
    Look.REMAINDER: ("#ffffff", "#7a5400", "----"),
    Look.UNKNOWN: ("#ffffff", "#8a8a8a", "////"),
    Look.RESIDUAL: ("#111111", "#111111", ""),
}
#: Looks whose interval is drawn in ink.
_DARK = (Look.BASELINE, Look.RESIDUAL, Look.REPORTED)
_DOTS: dict[Look, tuple[str, str]] = {
    Look.BASELINE: ("s", "#111111"),
    Look.ESTIMATE: ("o", "#0072b2"),
    Look.PART: ("D", "#ffffff"),
    Look.COMPUTED: ("D", "#ffffff"),
    Look.BREAK: ("X", "#d55e00"),
}


def lines_of(text: str, width: int, most: int) -> list[str]:
    """Text in lines of ``width`` half-width characters, cut with an ellipsis after ``most`` of them."""
    text = plain(text).translate({0xFFFE: None, 0xFFFF: None})
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text[:width])
    fitting = max(width - wide, 8)
    lines = textwrap.wrap(text[: fitting * (most + 1)], fitting, break_on_hyphens=False)
    if len(lines) <= most and len(text) <= fitting * (most + 1):
        return lines
    last = lines[most - 1]
    if len(last) + 2 > fitting:  # half a number is another number: what is cut is cut between words, if it can be
        last = last.rpartition(" ")[0] or last[:-2]
    return [*lines[: most - 1], f"{last} …"]


def height_of(chart: Chart) -> float:
    """How much room a chart takes on a sheet."""
    titles = LINE * 1.4 * (len(lines_of(chart.title, _TITLE_CHARS, 2)) - 1)
    heads = sum(_GROUP for group in chart.groups if group.title)
    return _TITLE + titles + _HEAD + heads + sum(_height(mark) for mark in chart.marks) + _FOOT + 2 * _PAD


def draw_chart(sheet: Sheet, chart: Chart, top: float) -> float:
    """A chart from ``top`` down; where it ends."""
    for line in lines_of(chart.title, _TITLE_CHARS, 2):
        top += LINE * 1.4
        sheet.write(MARGIN, top, line, size=11.5, weight="bold")
    top += _TITLE - LINE * 1.4
    said = lines_of(", ".join(filter(None, (chart.axis, chart.date))), _WIDE, 1)
    sheet.write(MARGIN, top, "".join(said), size=8, color=_QUIET)
    top = first = top + _HEAD
    for group in chart.groups:
        if group.title:
            sheet.rule(top + 0.07)
            sheet.write(
                MARGIN, top + _GROUP - 0.07, "".join(lines_of(group.title, _WIDE, 1)), size=8, weight="bold", over=True
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


def _row(sheet: Sheet, mark: Mark, top: float) -> None:
    left = MARGIN + _INDENT * mark.depth
    text = top + LINE
    for line in lines_of(mark.label, _LABEL - 2 * mark.depth, 2):
        sheet.write(left, text, line, size=8)
        text += LINE
    for line in lines_of(mark.note, _NOTE - 2 * mark.depth, _NOTE_LINES):
        sheet.write(left, text - 0.02, line, size=6.5, color=_QUIET)
        text += LINE * 0.85
    for number, line in enumerate(lines_of(mark.value, _VALUE, 2)):
        sheet.write(_RIGHT + 0.15, top + LINE * (number + 1), line, size=8)
    sheet.mark(mark, top + LINE * 0.7)


def _height(mark: Mark) -> float:
    labels, notes = (
        len(lines_of(text, width - 2 * mark.depth, most))
        for text, width, most in ((mark.label, _LABEL, 2), (mark.note, _NOTE, _NOTE_LINES))
    )
    values = len(lines_of(mark.value, _VALUE, 2))
    return max(labels * LINE + notes * LINE * 0.85, values * LINE) + _PAD


def _scale(sheet: Sheet, chart: Chart, top: float, bottom: float) -> None:
    for tick in chart.ticks:
        sheet.upright(tick.at, top, bottom, color=_GRID, width=0.6)
        sheet.write(sheet.across(tick.at), bottom + LINE, tick.label, size=7, color=_QUIET, align="center")
        if chart.tall:
            sheet.write(sheet.across(tick.at), top - 0.04, tick.label, size=7, color=_QUIET, align="center")
    if chart.reference is not None:
        sheet.upright(chart.reference.at, top, bottom, color=_INK, width=0.9, dashes=(0, (4, 3)))
    sheet.write(sheet.across(100) + 0.15, bottom + LINE, chart.axis.rsplit(", ", 1)[-1], size=6.5, color=_QUIET)


def _legend(sheet: Sheet, chart: Chart, at: float) -> None:
    left = MARGIN
    for look in chart.looks:
        sheet.sample(look, left, at - 0.05)
        sheet.write(left + 0.3, at, look.value, size=7, color=_QUIET)
        left += 0.55 + 0.062 * len(look.value)
    if chart.reference is not None:
        words = "".join(lines_of(f"dashed line: {chart.reference.label}", 70, 1))
        sheet.write(left, at, words, size=7, color=_QUIET)


class Sheet:
    """Paper to draw on: ``axes`` in inches from the top left, with the charts' own axis between two of them."""

    def __init__(self, axes: Axes) -> None:
        from matplotlib.transforms import Affine2D

        self.axes = axes
        #: From percent of a chart's axis to inches.
        self._percent = Affine2D().scale((_RIGHT - _LEFT) / 100, 1).translate(_LEFT, 0)

    def across(self, percent: float) -> float:
        """Where a place on a chart's axis is on the sheet."""
        return float(self._percent.transform((percent, 0.0))[0])

    def write(self, left: float, base: float, text: str, *, size: float, color: str = _INK, weight: str = "normal",
              align: Any = "left", over: bool = False) -> None:  # fmt: skip
        """One line of text; never markup, and nothing in it steers."""
        back = {"facecolor": "white", "edgecolor": "none", "pad": 1.0} if over else None
        self.axes.text(left, base, plain(text), fontsize=size, color=color, fontweight=weight, ha=align, va="baseline",
                       parse_math=False, bbox=back, zorder=5)  # fmt: skip

    def rule(self, at: float) -> None:
        """A thin line over the whole width."""
        self.axes.plot((MARGIN, WIDTH - MARGIN), (at, at), color=_GRID, linewidth=0.8, zorder=1)

    def upright(
        self, percent: float, top: float, bottom: float, *, color: str, width: float, dashes: Any = "-"
    ) -> None:
        """A vertical line at a place of the chart's axis."""
        x = self.across(percent)
        self.axes.plot((x, x), (top, bottom), color=color, linewidth=width, linestyle=dashes, zorder=1)

    def step(self, first: float, second: float, top: float, bottom: float) -> None:
        """A line down from one place of the chart's axis, and across to another."""
        x, end = self.across(first), self.across(second)
        self.axes.plot((x, x, end), (top, bottom, bottom), color="#0072b2", linewidth=1.2, zorder=2)

    def mark(self, mark: Mark, at: float) -> None:
        """What a row shows: a bar, an interval, a dot."""
        if mark.bar is not None:
            start, end = self.across(mark.bar.start), self.across(mark.bar.end)
            self._bar(mark.look, start, max(end - start, 0.01), at, 0.07)
        if mark.interval is not None:
            if mark.bar is not None:
                self._halo(mark.interval, at)
            self._interval(Look.RESIDUAL if mark.bar is not None else mark.look, mark.interval, at)
        if mark.sign is not None and mark.bar is None:
            self._dot(mark.look, self.across(mark.sign), at)

    def sample(self, look: Look, left: float, at: float) -> None:
        """What a look is like, for a legend."""
        if look in _DOTS:
            self._dot(look, left + 0.12, at)
        elif look in (Look.MORE, Look.RANGE):
            color = _QUIET if look is Look.MORE else _INK
            self.axes.plot((left, left + 0.24), (at, at), color=color, linewidth=2.2, solid_capstyle="butt")
        else:
            self._bar(look, left, 0.24, at, 0.05)

    def _bar(self, look: Look, left: float, width: float, at: float, half: float) -> None:
        from matplotlib.patches import Rectangle

        face, edge, hatch = _BARS[look]
        self.axes.add_patch(Rectangle((left, at - half), width, 2 * half, facecolor=face, edgecolor=edge, hatch=hatch,
                                      linewidth=0.8, zorder=3))  # fmt: skip

    def _dot(self, look: Look, x: float, at: float) -> None:
        shape, face = _DOTS.get(look, _DOTS[Look.ESTIMATE])
        edge = "#0072b2" if look in (Look.PART, Look.COMPUTED) else face
        self.axes.plot([x], [at], marker=shape, markersize=6, markerfacecolor=face, markeredgecolor=edge, zorder=4)

    def _halo(self, span: Span, at: float) -> None:
        """What keeps an interval apart from the dark bar that it lies on."""
        ends = (self.across(span.start), self.across(span.end))
        self.axes.plot(ends, (at, at), color="#ffffff", linewidth=4.6, solid_capstyle="butt", zorder=3)

    def _interval(self, look: Look, span: Span, at: float) -> None:
        color = (
            _QUIET
            if look is Look.MORE
            else _INK
            if look in (Look.BASELINE, Look.RESIDUAL, Look.REPORTED)
            else "#0072b2"
        )
        start, end = self.across(span.start), self.across(span.end)
        self.axes.plot((start, end), (at, at), color=color, linewidth=2.2, solid_capstyle="butt", zorder=3)
        for x, is_open, arrow in ((start, span.open_start, "<"), (end, span.open_end, ">")):
            self.axes.plot([x], [at], marker=arrow if is_open else "|", color=color, markersize=6,
                           markeredgewidth=1.6, zorder=3)  # fmt: skip


#: The font that matplotlib brings with it.
USUAL = "DejaVu Sans"


def fonts_for(texts: Iterable[str]) -> tuple[list[str], str]:
    """The families that together have all characters, the usual one first; and the characters that none has."""
    from matplotlib.font_manager import findfont, fontManager, get_font

    wanted = {ord(char) for text in texts for char in text if not char.isspace()}
    missing = wanted - set(get_font(findfont(USUAL)).get_charmap())
    families = [USUAL]
    for path in _installed() if missing else ():
        font = get_font(path)
        found = missing & set(font.get_charmap())
        if found:
            fontManager.addfont(path)  # its own list may be older than the font
            families.append(font.family_name)
            missing -= found
        if not missing:
            break
    return families, "".join(sorted(map(chr, missing)))


def _installed() -> list[str]:
    """Font files, regular ones first, in an order that is the same on every run."""
    from matplotlib.font_manager import findSystemFonts

    return sorted(findSystemFonts(), key=lambda path: ("Sans" not in path, "Regular" not in path, Path(path).name))


_DPI = 150
#: What an SVG names for its text beside what it was measured in; a viewer takes the first that it has.
_ELSEWHERE = ["Verdana", "Arial", "Noto Sans", "sans-serif"]
_FOOTNOTE = 172
_KEY = "Dots are figures, lines the interval that the printed digits stand for, arrows bounds."


def write_svg(result: Result, out: TextIO, style: Style) -> None:
    """All charts of a result below each other in one SVG, the same text for the same data."""
    out.write(_drawn(result, style, "svg", {"Date": None, "Creator": "rareearth"}).decode("utf-8"))


def write_png(result: Result, out: BinaryIO, style: Style) -> None:
    """The same as PNG."""
    out.write(_drawn(result, style, "png", {"Software": "rareearth"}))


def _drawn(result: Result, style: Style, form: str, about: dict[str, str | None]) -> bytes:
    # What it says of its fonts and folders is nobody's answer.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl

    drawn = charts(result, style)
    if not drawn:
        raise NotOnRecord(f"there is nothing to draw in this answer: ask for table, html or csv instead of {form}")
    families, missing = fonts_for(text for chart in drawn for text in map(plain, chart.texts))
    parameters: Any = {
        "font.family": "sans-serif" if form == "svg" else families,
        "font.sans-serif": [*families, *_ELSEWHERE],
        "svg.fonttype": "none",
        "svg.hashsalt": "rareearth",
        "hatch.linewidth": 0.7,
    }
    written = io.BytesIO()
    with mpl.rc_context(parameters), warnings.catch_warnings():
        # What no font has is said below the charts; an SVG leaves it to its viewer's fonts.
        warnings.filterwarnings("ignore", message="Glyph")
        figure = _figure(drawn, missing if form == "png" else "")
        title = "".join(lines_of(drawn[0].title, _FOOTNOTE, 1))
        figure.savefig(written, format=form, dpi=_DPI, metadata={**about, "Title": title})
    return written.getvalue()


def _figure(drawn: list[Chart], missing: str) -> Figure:
    """All charts on one sheet, with what all have in common below them."""
    from matplotlib.figure import Figure

    sources = "; ".join(dict.fromkeys(source for chart in drawn for source in chart.sources))
    key = f" {_KEY}" if any(chart.reads_by_interval for chart in drawn) else ""
    notes = [f"Sources: {sources}.", f"rareearth, dataset {drawn[0].dataset_version}.{key}"]
    if missing:
        notes.append("Boxes stand for characters of which no font is installed here; SVG keeps them as text.")
    footnotes = [line for note in notes for line in lines_of(note, _FOOTNOTE, 6)]
    height = sum(height_of(chart) for chart in drawn) + (len(footnotes) + 1) * LINE + 2 * MARGIN
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), frameon=False)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0), xticks=[], yticks=[])
    sheet = Sheet(axes)
    top = MARGIN
    for chart in drawn:
        top = draw_chart(sheet, chart, top)
    for line in footnotes:
        top += LINE
        sheet.write(MARGIN, top, line, size=6.5, color="#444444")
    return figure
