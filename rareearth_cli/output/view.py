"""The view of each type of result, as blocks and charts that the formats for people render."""

from collections.abc import Callable, Mapping
from typing import Any

from rareearth_cli.analysis.blocks import Block
from rareearth_cli.analysis.charts import Chart
from rareearth_cli.analysis.result import Comparison, History, Report, Result, SectionedResult
from rareearth_cli.commands.compare.chart import build_comparison_charts
from rareearth_cli.commands.compare.view import build_comparison_blocks
from rareearth_cli.commands.history.chart import build_history_charts
from rareearth_cli.commands.history.view import build_history_blocks
from rareearth_cli.commands.report.chart import build_report_charts
from rareearth_cli.commands.report.view import build_report_blocks
from rareearth_cli.output.listing_view import build_listing_blocks
from rareearth_cli.output.sections_chart import build_sectioned_charts
from rareearth_cli.output.sections_view import build_sectioned_blocks
from rareearth_cli.output.style import Style

#: How to build the charts of each type of result that has any.
_CHART_BUILDERS: Mapping[type, Callable[[Any, Style], list[Chart]]] = {
    Comparison: build_comparison_charts,
    SectionedResult: build_sectioned_charts,
    History: build_history_charts,
    Report: build_report_charts,
}


def build_charts(result: Result, style: Style) -> list[Chart]:
    """Build the charts of a result; there are none for plain rows."""
    build = _CHART_BUILDERS.get(type(result))
    return build(result, style) if build is not None and not style.rows_only else []


#: How to build the view of each type of result; other results are shown as plain rows.
_BLOCK_BUILDERS: Mapping[type, Callable[[Any, Style], list[Block]]] = {
    Comparison: build_comparison_blocks,
    Report: build_report_blocks,
    History: build_history_blocks,
    SectionedResult: build_sectioned_blocks,
}


def build_blocks(result: Result, style: Style) -> list[Block]:
    """Build the headings, paragraphs and grids of a result, or plain rows if the user chose columns."""
    build = _BLOCK_BUILDERS.get(type(result))
    return build(result, style) if build is not None and not style.rows_only else build_listing_blocks(result, style)
