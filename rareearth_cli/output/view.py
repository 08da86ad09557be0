"""Which view a result has; the formats for people render it, each in its way."""

from collections.abc import Callable, Mapping
from typing import Any

from rareearth_cli.analysis.result import Comparison, Findings, History, Report, Result
from rareearth_cli.commands.compare.chart import comparison_charts
from rareearth_cli.commands.compare.view import comparison_blocks
from rareearth_cli.commands.history.chart import history_charts
from rareearth_cli.commands.history.view import history_blocks
from rareearth_cli.commands.report.chart import report_charts
from rareearth_cli.commands.report.view import report_blocks
from rareearth_cli.output.blocks import Block
from rareearth_cli.output.charts import Chart
from rareearth_cli.output.findings_chart import findings_charts
from rareearth_cli.output.findings_view import findings_blocks
from rareearth_cli.output.listing_view import listing_blocks
from rareearth_cli.output.style import Style

#: The charts of those results that have any.
CHARTS: Mapping[type, Callable[[Any, Style], list[Chart]]] = {
    Comparison: comparison_charts,
    Findings: findings_charts,
    History: history_charts,
    Report: report_charts,
}


def charts(result: Result, style: Style) -> list[Chart]:
    """The charts of a result; none for plain rows."""
    drawn = CHARTS.get(type(result))
    return drawn(result, style) if drawn is not None and not style.rows_only else []


#: The views of those results that are more than plain rows.
VIEWS: Mapping[type, Callable[[Any, Style], list[Block]]] = {
    Comparison: comparison_blocks,
    Report: report_blocks,
    History: history_blocks,
    Findings: findings_blocks,
}


def blocks(result: Result, style: Style) -> list[Block]:
    """The headings, paragraphs and grids of a result; plain rows where columns were asked for."""
    view = VIEWS.get(type(result))
    return view(result, style) if view is not None and not style.rows_only else listing_blocks(result, style)
