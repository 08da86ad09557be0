"""Charts as pictures, drawn with matplotlib: SVG that keeps its text as text, and PNG."""

from __future__ import annotations

import io
import logging
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from rareearth_cli.analysis.results import Result
from rareearth_cli.domain.errors import NotOnRecord
from rareearth_cli.formats.charts import charts
from rareearth_cli.formats.plain import plain
from rareearth_cli.formats.plot_fonts import fonts_for
from rareearth_cli.formats.plot_rows import LINE, MARGIN, WIDTH, Sheet, draw_chart, height_of, lines_of
from rareearth_cli.formats.style import Style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from rareearth_cli.formats.chart_parts import Chart

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
