"""Which view a result has; the formats for people render it, each in its way."""

from rareearth_cli.analysis.results import Comparison, Listing, Report
from rareearth_cli.formats.blocks import Block
from rareearth_cli.formats.comparison_view import comparison_blocks
from rareearth_cli.formats.listing_view import listing_blocks
from rareearth_cli.formats.report_view import report_blocks
from rareearth_cli.formats.style import Style


def blocks(result: Comparison | Listing | Report, style: Style) -> list[Block]:
    """The headings, paragraphs and grids of a result; plain rows where columns were asked for."""
    if isinstance(result, Comparison) and not style.rows_only:
        return comparison_blocks(result, style)
    if isinstance(result, Report) and not style.rows_only:
        return report_blocks(result)
    return listing_blocks(result, style)
