"""Check the rules between records: parts and wholes, categories, bridges, and table totals."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from rareearth_cli.model.places import OTHER, WORLD
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Bridge, Dataset, Estimate, table_estimate_id
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, Basis, Measure, Status
from rareearth_cli.record.converters import ESTIMATE_FIELDS, suggest_word
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.rows import TableRows
from rareearth_cli.record.tables import Table

#: A valid chain of parts and wholes has two or three links.
_MAX_CHAIN_LENGTH = 50


def resolve_links(rows: TableRows, dataset: Dataset) -> None:
    """Fill in the origins that rows leave empty, and check that no part is larger than its whole.

    The whole need not be in the file: an export of a few figures must be readable on its own.
    """
    parts = [row for row, whole in enumerate(rows.texts["part_of"]) if whole]
    row_by_id = {key: row for row, key in enumerate(rows.texts["id"])} if parts else {}
    roots = rows.texts["root"]
    for row in parts:
        last = _find_row_naming_origin(rows, row, row_by_id)
        if last is None:
            what = f"'{rows.texts['id'][row]}' is a part of itself, or of more than {_MAX_CHAIN_LENGTH} wholes"
            rows.add_problem(row, Rule.NO_CYCLE, what, "name a whole that is no part of it")
        elif not roots[row]:
            beyond = dataset.estimates.get(rows.texts["part_of"][last])
            roots[row] = roots[last] or (beyond.root if beyond else rows.texts["id"][last])
        _check_row_part(rows, row, row_by_id, dataset)
    if not all(roots):
        roots[:] = [root or key for root, key in zip(roots, rows.texts["id"], strict=True)]


def _find_row_naming_origin(rows: TableRows, row: int, row_by_id: dict[str, int]) -> int | None:
    """Return the row whose origin a part shares; None if the chain of wholes is circular or too long.

    It is the nearest row, from the part itself upwards, that names an origin, or else the last whole in the file.
    """
    for _ in range(_MAX_CHAIN_LENGTH):
        above = row_by_id.get(rows.texts["part_of"][row])
        if rows.texts["root"][row] or above is None:
            return row
        row = above
    return None


def _check_row_part(rows: TableRows, row: int, row_by_id: dict[str, int], dataset: Dataset) -> None:
    whole, least = rows.texts["part_of"][row], rows.numbers["low_t"][row]
    if whole in row_by_id:
        most = rows.numbers["high_t"][row_by_id[whole]]
    else:
        high = dataset.estimates[whole].quantity.high if whole in dataset.estimates else None
        most = None if high is None else float(high)
    if least is not None and most is not None and least > most * (1 + 1e-12):
        what = f"'{rows.texts['id'][row]}' is larger than its whole '{whole}'"
        rows.add_problem(row, Rule.PART, what, "check both figures and their units")


NOT_READ = "not read"
#: Bases whose tonnages contain rare-earth oxide but do not count it.
_CONTAINER_BASES = (Basis.ORE.value, Basis.MONAZITE.value)


def check_estimate(entry: Entry, estimate: Estimate, entries: Mapping[str, Entry]) -> None:
    """Check the rules for a single estimate and for the entries that it refers to."""

    def report(rule: Rule, what: str, remedy: str) -> None:
        entry.document.add_problem(rule, entry.line, f"'{entry.id}' {what}", remedy)

    if (estimate.measure is Measure.SHARE) != bool(estimate.share_of):
        report(
            Rule.SHARE_OF,
            "is a share of nothing" if not estimate.share_of else "has share_of but is no share",
            "a share has share_of, nothing else has",
        )
    if estimate.measure in ANNUAL_MEASURES and not estimate.period:
        report(Rule.PERIOD, f"is {estimate.measure} of no year", "add 'period'")
    for name in estimate.inferred:
        if name not in ESTIMATE_FIELDS:
            report(Rule.INFERRED, f"marks unknown field '{name}' as inferred", "name fields of the entry")
    if estimate.status is Status.DEPRECATED and not estimate.note:
        report(Rule.REASON, "is deprecated without a reason", "say in its 'note' what is wrong, and what replaces it")
    original = estimate.distorts.original if estimate.distorts else NOT_READ
    if original != NOT_READ and original not in entries:
        report(Rule.KNOWN_ESTIMATE, f"distorts unknown estimate '{original}'", f"name an id or '{NOT_READ}'")
    if estimate.contained_in and estimate.contained_in not in entries:
        report(
            Rule.KNOWN_ESTIMATE,
            f"is contained in unknown estimate '{estimate.contained_in}'",
            "name the id of an ore or mineral tonnage",
        )


def check_category(entry: Entry, estimate: Estimate, systems: Mapping[str, Collection[str]]) -> None:
    """Check that a category belongs to its classification; it is free text if that is absent or lists no categories."""
    system, category = estimate.system, estimate.category
    own = {name: entry.own[name] for name in ("system", "category") if name in entry.own}
    line = next((node.line for node in reversed(own.values())), entry.line)
    if system and system not in systems:
        remedy = f"list it under 'systems' if it is none of ours; {suggest_word(system, systems)}"
        entry.document.add_problem(Rule.KNOWN_SYSTEM, line, f"unknown system '{system}'", remedy)
    elif (known := systems.get(system, ())) and category and category not in known:
        for part in (part for part in category.split("+") if part not in known):
            what = f"unknown category '{part}' of {system}"
            entry.document.add_problem(Rule.KNOWN_CATEGORY, line, what, suggest_word(part, known))


def check_part(entry: Entry, part: Quantity, whole: Quantity, role: str = "its whole") -> None:
    """Check that a part is not larger than its whole, allowing for rounding."""
    if part.low is not None and whole.high is not None and part.low > whole.high:
        named = entry.link_target("part_of") or entry.link_target("contained_in")
        what = f"'{entry.id}' is larger than {role} '{named}'"
        entry.document.add_problem(Rule.PART, entry.line, what, "check both figures and their units")


def check_contained_amount(entry: Entry, content: Estimate, holder: Entry, whole: Quantity) -> None:
    """Check that oxide is contained in ore or a mineral of the same place, and does not exceed its tonnage."""
    if str(holder.fields.get("basis")) not in _CONTAINER_BASES or str(holder.fields.get("place")) != content.place:
        what = f"'{entry.id}' is contained in '{holder.id}', which is no ore or mineral of the same place"
        entry.document.add_problem(
            Rule.CONTAINED, entry.line, what, "name the ore or monazite that the source says it is in"
        )
    check_part(entry, content.quantity, whole, "what it is contained in")


def check_bridge(entry: Entry, bridge: Bridge, estimates: Mapping[str, Estimate]) -> None:
    """Check that a bridge leads from a whole to one of its parts, takes shares from parts, and adds up."""
    valid = True
    if bridge.part not in estimates or estimates[bridge.part].part_of != bridge.whole:
        what = f"no bridge from '{bridge.whole}' to '{bridge.part}'"
        entry.document.add_problem(Rule.BRIDGE_ENDS, entry.line, what, "name an entry and one that is 'part_of' it")
        valid = False
    for step in bridge.detail:
        if step.share_from and (step.share_from not in estimates or not estimates[step.share_from].part_of):
            what = f"the bridge takes a share from '{step.share_from}', which is part of nothing"
            entry.document.add_problem(Rule.BRIDGE_ENDS, entry.line, what, "name an entry that has 'part_of'")
            valid = False
    if valid and bridge.whole in estimates:
        _check_bridge_sum(entry, bridge, estimates)


def _check_bridge_sum(entry: Entry, bridge: Bridge, estimates: Mapping[str, Estimate]) -> None:
    """Check that the assumed steps of a bridge fit between its two ends, allowing for rounding."""
    whole, part = (estimates[end].quantity for end in (bridge.whole, bridge.part))
    if whole.low is None or whole.high is None or part.low is None:
        return
    shares = [
        _compute_largest_share(estimates[step.share_from], estimates) for step in bridge.detail if step.share_from
    ]
    assumed = sum((whole.low * (1 - min(share, Decimal(1))) for share in shares), Decimal(0))
    if assumed > whole.high - part.low:
        what = (
            f"the assumed steps from '{bridge.whole}' to '{bridge.part}' come to {assumed:,.0f} t or more,"
            f" between the two lie {whole.high - part.low:,.0f} at most"
        )
        entry.document.add_problem(Rule.BRIDGE_SUM, entry.line, what, "leave out the share that cannot hold")


def _compute_largest_share(part: Estimate, estimates: Mapping[str, Estimate]) -> Decimal:
    """Return the largest share of its whole that a part can have, as a fraction of 1."""
    if part.percent is not None and part.percent.high is not None:
        return part.percent.high / 100
    whole = estimates.get(part.part_of)
    least = whole.quantity.low if whole else None
    return part.quantity.high / least if part.quantity.high is not None and least else Decimal(1)


class RowTotal(NamedTuple):
    """The sum of a column's rows in tonnes, compared with the printed world total.

    Attributes
    ----------
    value, low, high
        The sum of the figures, and its interval given the rounding of every row.
    fits
        Whether that interval and the rounding window of the printed total overlap.
    exact
        Whether ``value`` itself lies in the rounding window of the printed total.

    """

    value: float
    low: float
    high: float
    fits: bool
    exact: bool


def sum_rows(column: Mapping[str, Quantity], *, gaps: bool = False) -> RowTotal:
    """Add up a column's rows, allowing for their rounding, and compare the sum with the printed world total.

    Parameters
    ----------
    column
        Quantities in tonnes by place, including the world.
    gaps
        Whether some cells of the column were not seen. These, and missing figures, can only make the sum larger.

    """
    world = column[WORLD]
    rows = [quantity for place, quantity in column.items() if place != WORLD]
    unlisted = gaps or OTHER not in column or any(row.value is None for row in rows)
    low, high = _sum_bounds(rows)
    value = sum(float(row.value if row.value is not None else row.low or 0) for row in rows)

    def can_equal_total(least: float, most: float) -> bool:
        too_many = world.high is not None and least > world.high
        too_few = not unlisted and world.low is not None and most < world.low
        return not (too_many or too_few)

    return RowTotal(value, low, high, fits=can_equal_total(low, high), exact=can_equal_total(value, value))


def check_totals(table: Table, quantities: Mapping[str, Quantity]) -> None:
    """Check that the rows of each column add up to its printed world total, unless a reason is on record."""
    columns = {column for place, column in table.cells if place == WORLD}
    for column in sorted(columns, key=str):
        if column in table.accepted:
            continue
        cells = {place: cell for (place, at), cell in table.cells.items() if at == column}
        figures = {place: quantities[table_estimate_id(table.source, place, *column)] for place in cells}
        total = sum_rows(figures, gaps=column in table.gaps)
        if not total.fits:
            cell = cells[WORLD]
            added = f"add up to {total.low:,.0f} to {total.high:,.0f} t"
            what = f"the rows of '{column}' {added}, the printed total is {cell.printed}"
            cell.document.add_problem(
                Rule.TABLE_SUM,
                cell.printed.line,
                what,
                "check the cells, or accept it with its reason under 'accepted'",
            )


def _sum_bounds(rows: Iterable[Quantity]) -> tuple[float, float]:
    known = [row for row in rows if row.low is not None]
    low = sum(float(row.low) for row in known if row.low is not None)
    high = sum(float(row.high) if row.high is not None else float("inf") for row in known)
    return low, high
