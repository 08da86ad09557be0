"""Which view a result has; the formats for people render it, each in its way."""

from collections.abc import Callable, Mapping
from typing import Any

from rareearth_cli.analysis.findings import Findings
from rareearth_cli.analysis.history_result import History
from rareearth_cli.analysis.results import Comparison, Report, Result
from rareearth_cli.formats.blocks import Block
from rareearth_cli.formats.comparison_view import comparison_blocks
from rareearth_cli.formats.findings_view import findings_blocks
from rareearth_cli.formats.history_view import history_blocks
from rareearth_cli.formats.listing_view import listing_blocks
from rareearth_cli.formats.report_view import report_blocks
from rareearth_cli.formats.style import Style

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
