"""Which charts a result has; the formats that can show a picture draw them, each in its way."""

from collections.abc import Callable, Mapping
from typing import Any

from rareearth_cli.analysis.findings import Findings
from rareearth_cli.analysis.history_result import History
from rareearth_cli.analysis.results import Comparison, Report, Result
from rareearth_cli.formats.chart_parts import Chart
from rareearth_cli.formats.comparison_chart import comparison_charts
from rareearth_cli.formats.findings_chart import findings_charts
from rareearth_cli.formats.history_chart import history_charts
from rareearth_cli.formats.report_chart import report_charts
from rareearth_cli.formats.style import Style

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
