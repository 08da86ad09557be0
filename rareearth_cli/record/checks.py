"""What must hold between the records of a dataset."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from rareearth_cli.model.places import OTHER, WORLD
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Bridge, Dataset, Estimate, cell_id
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.vocabulary import FLOWS, Basis, Measure, Status
from rareearth_cli.record.converters import ESTIMATE_FIELDS, instead
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.rows import Rows
from rareearth_cli.record.tables import Table

#: A sound chain of parts has two or three links.
_LONGEST = 50


def settle_links(rows: Rows, dataset: Dataset) -> None:
    """Fill in the roots that rows leave open, and check parts against their wholes.

    A whole need not be in the file: what is written of a few figures alone must be readable alone.
    """
    parts = [row for row, whole in enumerate(rows.texts["part_of"]) if whole]
    at = {key: row for row, key in enumerate(rows.texts["id"])} if parts else {}
    roots = rows.texts["root"]
    for row in parts:
        last = _last_whole(rows, row, at)
        if last is None:
            what = f"'{rows.texts['id'][row]}' is a part of itself, or of more than {_LONGEST} wholes"
            rows.report(row, Rule.NO_CIRCLE, what, "name a whole that is no part of it")
        elif not roots[row]:
            beyond = dataset.estimates.get(rows.texts["part_of"][last])
            roots[row] = roots[last] or (beyond.root if beyond else rows.texts["id"][last])
        _check_part(rows, row, at, dataset)
    if not all(roots):
        roots[:] = [root or key for root, key in zip(roots, rows.texts["id"], strict=True)]


def _last_whole(rows: Rows, row: int, at: dict[str, int]) -> int | None:
    """The row whose root a part shares: the first on the way up that names one, or the end of it."""
    for _ in range(_LONGEST):
        above = at.get(rows.texts["part_of"][row])
        if rows.texts["root"][row] or above is None:
            return row
        row = above
    return None


def _check_part(rows: Rows, row: int, at: dict[str, int], dataset: Dataset) -> None:
    whole, least = rows.texts["part_of"][row], rows.numbers["low_t"][row]
    if whole in at:
        most = rows.numbers["high_t"][at[whole]]
    else:
        high = dataset.estimates[whole].quantity.high if whole in dataset.estimates else None
        most = None if high is None else float(high)
    if least is not None and most is not None and least > most * (1 + 1e-12):
        what = f"'{rows.texts['id'][row]}' is larger than its whole '{whole}'"
        rows.report(row, Rule.PART, what, "check both figures and their units")


NOT_READ = "not read"
#: Tonnes of these hold oxide, and are none.
_HOLDERS = (Basis.ORE.value, Basis.MONAZITE.value)


def check_estimate(entry: Entry, estimate: Estimate, entries: Mapping[str, Entry]) -> None:
    """Rules that one estimate must keep, on its own and towards the entries it names."""

    def report(rule: Rule, what: str, remedy: str) -> None:
        entry.document.report(rule, entry.line, f"'{entry.id}' {what}", remedy)

    if (estimate.measure is Measure.SHARE) != bool(estimate.share_of):
        report(
            Rule.SHARE_OF,
            "is a share of nothing" if not estimate.share_of else "has share_of but is no share",
            "a share has share_of, nothing else has",
        )
    if estimate.measure in FLOWS and not estimate.period:
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
    """What is called a category of a known system is one; categories of no system, or of one without, are free text."""
    system, category = estimate.system, estimate.category
    own = {name: entry.own[name] for name in ("system", "category") if name in entry.own}
    line = next((node.line for node in reversed(own.values())), entry.line)
    if system and system not in systems:
        remedy = f"list it under 'systems' if it is none of ours; {instead(system, systems)}"
        entry.document.report(Rule.KNOWN_SYSTEM, line, f"unknown system '{system}'", remedy)
    elif (known := systems.get(system, ())) and category and category not in known:
        for part in (one for one in category.split("+") if one not in known):
            what = f"unknown category '{part}' of {system}"
            entry.document.report(Rule.KNOWN_CATEGORY, line, what, instead(part, known))


def check_part(entry: Entry, part: Quantity, whole: Quantity, role: str = "its whole") -> None:
    """A part is not larger than its whole, whatever the rounding."""
    if part.low is not None and whole.high is not None and part.low > whole.high:
        named = entry.link("part_of") or entry.link("contained_in")
        what = f"'{entry.id}' is larger than {role} '{named}'"
        entry.document.report(Rule.PART, entry.line, what, "check both figures and their units")


def check_content(entry: Entry, content: Estimate, holder: Entry, whole: Quantity) -> None:
    """Oxide is contained in ore or in a mineral of the same place, and is less than what holds it."""
    if str(holder.fields.get("basis")) not in _HOLDERS or str(holder.fields.get("place")) != content.place:
        what = f"'{entry.id}' is contained in '{holder.id}', which is no ore or mineral of the same place"
        entry.document.report(
            Rule.CONTAINED, entry.line, what, "name the ore or monazite that the source says it is in"
        )
    check_part(entry, content.quantity, whole, "what it is contained in")


def check_bridge(entry: Entry, bridge: Bridge, estimates: Mapping[str, Estimate]) -> None:
    """A bridge leads from a whole to a part of it, shares are taken from parts, and it adds up."""
    sound = True
    if bridge.part not in estimates or estimates[bridge.part].part_of != bridge.whole:
        what = f"no bridge from '{bridge.whole}' to '{bridge.part}'"
        entry.document.report(Rule.BRIDGE_ENDS, entry.line, what, "name an entry and one that is 'part_of' it")
        sound = False
    for step in bridge.detail:
        if step.share_from and (step.share_from not in estimates or not estimates[step.share_from].part_of):
            what = f"the bridge takes a share from '{step.share_from}', which is part of nothing"
            entry.document.report(Rule.BRIDGE_ENDS, entry.line, what, "name an entry that has 'part_of'")
            sound = False
    if sound and bridge.whole in estimates:
        _check_bridge_sum(entry, bridge, estimates)


def _check_bridge_sum(entry: Entry, bridge: Bridge, estimates: Mapping[str, Estimate]) -> None:
    """The assumed steps of a bridge, however they were rounded, lie between its two ends."""
    whole, part = (estimates[end].quantity for end in (bridge.whole, bridge.part))
    if whole.low is None or whole.high is None or part.low is None:
        return
    shares = [_largest_share(estimates[step.share_from], estimates) for step in bridge.detail if step.share_from]
    assumed = sum((whole.low * (1 - min(share, Decimal(1))) for share in shares), Decimal(0))
    if assumed > whole.high - part.low:
        what = (
            f"the assumed steps from '{bridge.whole}' to '{bridge.part}' come to {assumed:,.0f} t or more,"
            f" between the two lie {whole.high - part.low:,.0f} at most"
        )
        entry.document.report(Rule.BRIDGE_SUM, entry.line, what, "leave out the share that cannot hold")


def _largest_share(part: Estimate, estimates: Mapping[str, Estimate]) -> Decimal:
    """The share that a part has of its whole, at most."""
    if part.percent is not None and part.percent.high is not None:
        return part.percent.high / 100
    whole = estimates.get(part.part_of)
    least = whole.quantity.low if whole else None
    return part.quantity.high / least if part.quantity.high is not None and least else Decimal(1)


class Total(NamedTuple):
    """What the rows of a column add up to, in tonnes, and how that stands to the printed world total.

    It ``fits`` where both can be the same within the rounding of all rows; it is ``exact`` where the sum of the
    figures themselves rounds to it.
    """

    value: float
    low: float
    high: float
    fits: bool
    exact: bool


def total_of_rows(column: Mapping[str, Quantity], *, gaps: bool = False) -> Total:
    """The sum of a column's rows within the rounding of all of them, held against its printed world total.

    Rows that are missing, or not all seen (``gaps``), can only make the total larger.
    """
    world = column[WORLD]
    rows = [quantity for place, quantity in column.items() if place != WORLD]
    unlisted = gaps or OTHER not in column or any(row.value is None for row in rows)
    low, high = _bounds(rows)
    value = sum(float(row.value if row.value is not None else row.low or 0) for row in rows)

    def can_be(least: float, most: float) -> bool:
        too_many = world.high is not None and least > world.high
        too_few = not unlisted and world.low is not None and most < world.low
        return not (too_many or too_few)

    return Total(value, low, high, fits=can_be(low, high), exact=can_be(value, value))


def check_totals(table: Table, amounts: Mapping[str, Quantity]) -> None:
    """The rows of a column add up to its printed world total, or are accepted with a reason."""
    columns = {column for place, column in table.cells if place == WORLD}
    for column in sorted(columns, key=str):
        if column in table.accepted:
            continue
        cells = {place: cell for (place, at), cell in table.cells.items() if at == column}
        quantities = {place: amounts[cell_id(table.source, place, *column)] for place in cells}
        total = total_of_rows(quantities, gaps=column in table.gaps)
        if not total.fits:
            cell = cells[WORLD]
            added = f"add up to {total.low:,.0f} to {total.high:,.0f} t"
            what = f"the rows of '{column}' {added}, the printed total is {cell.printed}"
            cell.document.report(
                Rule.TABLE_SUM,
                cell.printed.line,
                what,
                "check the cells, or accept it with its reason under 'accepted'",
            )


def _bounds(rows: Iterable[Quantity]) -> tuple[float, float]:
    known = [row for row in rows if row.low is not None]
    low = sum(float(row.low) for row in known if row.low is not None)
    high = sum(float(row.high) if row.high is not None else float("inf") for row in known)
    return low, high
