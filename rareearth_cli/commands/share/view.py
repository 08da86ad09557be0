"""Shares of the world as sections for people and rows for programs."""

from collections.abc import Sequence

from rareearth_cli.analysis.ratios import Portion, in_cell, machine_digits, machine_ends
from rareearth_cli.analysis.result import Section, SectionColumn, Value
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.analysis.table import Table, columns_of
from rareearth_cli.commands.share.claim import Standing, standing
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.vocabulary import ShareOf, Status, Verification
from rareearth_cli.model.wording import with_digits

#: Derived shares of so many years are listed; older ones are summed up, unless they speak for a claim.
_YEARS = 5
#: What the table has of the figure that a share is, or is derived from.
_LINE = ("publisher", "source", "edition", "version", "published", "status", "verification", "url", "locator")
_TITLES = {
    ShareOf.RESERVES.value: "Reserves",
    ShareOf.MINE_PRODUCTION.value: "Mine production",
    ShareOf.REFINING.value: "Refining and separation",
    ShareOf.MAGNETS.value: "Magnets",
    ShareOf.UNSPECIFIED.value: "No stage named",
}


def sections_of(shares: Sequence[WorldShare], claimed: Quantity | None, *, in_full: bool) -> tuple[Section, ...]:
    """A section a stage; all of it ``in_full``, else without older derived shares."""
    stages = dict.fromkeys(one.stage for one in shares)
    return tuple(_section(stage, shares, claimed, in_full=in_full) for stage in stages)


def _section(stage: str, everything: Sequence[WorldShare], claimed: Quantity | None, *, in_full: bool) -> Section:
    shares = [one for one in everything if one.stage == stage]
    listed = shares if in_full else [one for one in shares if _is_listed(one, everything, claimed)]
    both = any(one.of_rows for one in listed)
    columns = (
        SectionColumn(_TITLES[stage], flexible=True),
        SectionColumn("year"),
        SectionColumn("as printed, or lines", flexible=True),
        SectionColumn("% of total", right=True),
        *([SectionColumn("% of rows", right=True)] if both else []),
        *([SectionColumn("claim", flexible=True)] if claimed else []),
    )
    rows = []
    for one in listed:
        marks = "".join((" d" if one.derived else "", " s" if _secondary(one) else ""))
        cells: list[Value] = [f"{one.who}{status_mark(one)}{marks}", one.year, one.said, _cell(one.share, one.said)]
        if both:
            cells.append(in_cell(one.of_rows))
        if claimed:
            cells.append(str(standing(one, claimed)))
        rows.append(tuple(cells))
    rest = [one for one in shares if one not in listed]
    if rest:
        rows.append((*_summed_up(rest), *[""] * (len(columns) - 4)))
    about = tuple((str(one.row["source" if one.derived else "id"]),) for one in listed)
    return Section("", columns, tuple(rows), about=about)


def status_mark(one: WorldShare) -> str:
    """What became of a share that does not stand as published, such as `` [superseded]``."""
    return "" if one.row["status"] == Status.PUBLISHED else f" [{one.row['status']}]"


def _is_listed(one: WorldShare, everything: Sequence[WorldShare], claimed: Quantity | None) -> bool:
    """Printed shares, those of recent years, and those that speak for a claim."""
    newest = max(int(other.year[:4] or 0) for other in everything)
    speaks = claimed is not None and standing(one, claimed) is not Standing.CONTRADICTS
    return not one.derived or int(one.year[:4] or 0) > newest - _YEARS or speaks


def _summed_up(shares: Sequence[WorldShare]) -> tuple[str, str, str, str]:
    years = sorted(one.year for one in shares)
    values = [one.share.value_pct for one in shares]
    low, high = (with_digits(end, 2) for end in (min(values), max(values)))
    span = years[0] if years[0] == years[-1] else f"{years[0]}-{years[-1]}"
    return f"+ {len(shares)} more d", span, "all: --all-statements", low if low == high else f"{low}-{high}"


def _cell(share: Portion, said: str) -> str:
    return said.split(" ", maxsplit=1)[0] if share.kind == "range" else in_cell(share)


def _secondary(one: WorldShare) -> bool:
    return bool(one.row["verification"] == Verification.SECONDARY)


def notes_on(shares: Sequence[WorldShare]) -> tuple[str, ...]:
    """What the marks mean."""
    notes = {
        "d: derived, a place's line against the world line of the same source.": any(one.derived for one in shares),
        "s: read in the press, not in the publisher's own text.": any(_secondary(one) for one in shares),
        "≤: the total is printed as more than so much, so the share is at most so much.": any(
            one.derived and one.share.kind == "upper" for one in shares
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def table_of(shares: Sequence[WorldShare], place: str, claimed: Quantity | None) -> Table:
    """Every share, for programs."""
    columns: dict[str, list[object]] = {
        "place": [place for _ in shares],
        "share_of": [one.stage for one in shares],
        "period": [one.year or None for one in shares],
        "id": [None if one.derived else one.row["id"] for one in shares],
        "printed": [None if one.derived else one.said for one in shares],
        "share_kind": [one.share.kind for one in shares],
        "share_pct": [_number(one) for one in shares],
        "low_pct": [machine_ends(one.share)[0] for one in shares],
        "high_pct": [machine_ends(one.share)[1] for one in shares],
        "rows_share_pct": [machine_digits(one.of_rows) if one.of_rows else None for one in shares],
        "derived": ["yes" if one.derived else None for one in shares],
        "derived_from": [f"{one.row['id']} {one.whole['id']}" if one.whole else None for one in shares],
        "part_t": [one.row["value_t"] if one.whole else None for one in shares],
        "whole_t": [one.whole["value_t"] if one.whole else None for one in shares],
        "whole_kind": [one.whole["kind"] if one.whole else None for one in shares],
        **columns_of([one.row for one in shares], _LINE),
        "claim": [str(standing(one, claimed)) if claimed else None for one in shares],
    }
    return Table(columns=columns)


def _number(one: WorldShare) -> float | None:
    return machine_digits(one.share) if one.derived else None if one.share.kind == "range" else one.share.value_pct
