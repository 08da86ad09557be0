"""The view of ``share``: sections and notes for people, and the table for programs."""

from collections.abc import Sequence

from rareearth_cli.analysis.ratios import ShareInterval, format_share_cell, round_share, round_share_interval
from rareearth_cli.analysis.result import CellValue, Section, SectionColumn
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.analysis.table import Table, to_columns
from rareearth_cli.commands.share.claim import ClaimFit, classify_fit
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import ShareOf, Status, Verification
from rareearth_cli.model.wording import format_number

#: Derived shares of this many years are listed; older ones are summarized, unless they fit or nearly fit a claim.
_YEARS_LISTED = 5
#: Columns of the figure that a share is, or is derived from.
_FIGURE_COLUMNS = ("publisher", "source", "edition", "version", "published", "status", "verification", "url", "locator")
_STAGE_TITLES = {
    ShareOf.RESERVES.value: "Reserves",
    ShareOf.MINE_PRODUCTION.value: "Mine production",
    ShareOf.REFINING.value: "Refining and separation",
    ShareOf.MAGNETS.value: "Magnets",
    ShareOf.UNSPECIFIED.value: "No stage named",
}


def build_sections(shares: Sequence[WorldShare], claimed: Quantity | None, *, in_full: bool) -> tuple[Section, ...]:
    """Build a section for each stage; unless ``in_full``, older derived shares are summarized."""
    stages = dict.fromkeys(one.stage for one in shares)
    return tuple(_build_section(stage, shares, claimed, in_full=in_full) for stage in stages)


def _build_section(stage: str, everything: Sequence[WorldShare], claimed: Quantity | None, *, in_full: bool) -> Section:
    shares = [one for one in everything if one.stage == stage]
    listed = shares if in_full else [one for one in shares if _is_listed(one, everything, claimed)]
    both = any(one.share_of_rows for one in listed)
    columns = (
        SectionColumn(_STAGE_TITLES[stage], flexible=True),
        SectionColumn("year"),
        SectionColumn("as printed, or lines", flexible=True),
        SectionColumn("% of total", right=True),
        *([SectionColumn("% of rows", right=True)] if both else []),
        *([SectionColumn("claim", flexible=True)] if claimed else []),
    )
    rows = []
    for one in listed:
        marks = "".join((" d" if one.derived else "", " s" if _is_secondary(one) else ""))
        cells: list[CellValue] = [
            f"{one.attribution}{status_mark(one)}{marks}",
            one.year,
            one.figure_text,
            _share_cell(one.share, one.figure_text),
        ]
        if both:
            cells.append(format_share_cell(one.share_of_rows))
        if claimed:
            cells.append(str(classify_fit(one, claimed)))
        rows.append(tuple(cells))
    rest = [one for one in shares if one not in listed]
    if rest:
        rows.append((*_build_summary_row(rest), *[""] * (len(columns) - 4)))
    about = tuple((str(one.row["source" if one.derived else "id"]),) for one in listed)
    return Section("", columns, tuple(rows), about=about)


def status_mark(share: WorldShare) -> str:
    """Return a mark with the status of a share, such as `` [superseded]``, or nothing if that is ``published``."""
    return "" if share.row["status"] == Status.PUBLISHED else f" [{share.row['status']}]"


def _is_listed(one: WorldShare, everything: Sequence[WorldShare], claimed: Quantity | None) -> bool:
    """Return whether a share gets a line: it is not derived, is recent, or does not contradict the claim."""
    newest = max(int(other.year[:4] or 0) for other in everything)
    fits = claimed is not None and classify_fit(one, claimed) is not ClaimFit.CONTRADICTS
    return not one.derived or int(one.year[:4] or 0) > newest - _YEARS_LISTED or fits


def _build_summary_row(shares: Sequence[WorldShare]) -> tuple[str, str, str, str]:
    years = sorted(one.year for one in shares)
    values = [one.share.value_pct for one in shares]
    low, high = (format_number(end, 2) for end in (min(values), max(values)))
    span = years[0] if years[0] == years[-1] else f"{years[0]}-{years[-1]}"
    return f"+ {len(shares)} more d", span, "all: --all-statements", low if low == high else f"{low}-{high}"


def _share_cell(share: ShareInterval, said: str) -> str:
    return said.split(" ", maxsplit=1)[0] if share.kind == "range" else format_share_cell(share)


def _is_secondary(one: WorldShare) -> bool:
    return bool(one.row["verification"] == Verification.SECONDARY)


def build_notes(shares: Sequence[WorldShare]) -> tuple[str, ...]:
    """Build notes that explain the marks in the sections."""
    notes = {
        "d: derived, a place's line against the world line of the same source.": any(one.derived for one in shares),
        "s: read in the press, not in the publisher's own text.": any(_is_secondary(one) for one in shares),
        "≤: the total is printed as more than so much, so the share is at most so much.": any(
            one.derived and one.share.kind == "upper" for one in shares
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def build_table(shares: Sequence[WorldShare], place: str, claimed: Quantity | None) -> Table:
    """Build the table with a row for each share."""
    columns: dict[str, list[object]] = {
        "place": [place for _ in shares],
        "share_of": [one.stage for one in shares],
        "period": [one.year or None for one in shares],
        "id": [None if one.derived else one.row["id"] for one in shares],
        "printed": [None if one.derived else one.figure_text for one in shares],
        "share_kind": [one.share.kind for one in shares],
        "share_pct": [_share_pct(one) for one in shares],
        "low_pct": [round_share_interval(one.share)[0] for one in shares],
        "high_pct": [round_share_interval(one.share)[1] for one in shares],
        "rows_share_pct": [round_share(one.share_of_rows) if one.share_of_rows else None for one in shares],
        "derived": ["yes" if one.derived else None for one in shares],
        "derived_from": [f"{one.row['id']} {one.whole['id']}" if one.whole else None for one in shares],
        "part_t": [one.row["value_t"] if one.whole else None for one in shares],
        "whole_t": [one.whole["value_t"] if one.whole else None for one in shares],
        "whole_kind": [one.whole["kind"] if one.whole else None for one in shares],
        **to_columns([one.row for one in shares], _FIGURE_COLUMNS),
        "claim": [str(classify_fit(one, claimed)) if claimed else None for one in shares],
    }
    return Table(columns=columns)


def _share_pct(one: WorldShare) -> float | None:
    return round_share(one.share) if one.derived else None if one.share.kind == "range" else one.share.value_pct
