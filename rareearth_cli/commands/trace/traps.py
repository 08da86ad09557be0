"""Known mistakes that turn a correct figure into a wrong one, each shown with its arithmetic."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import FigureRow, format_attribution, is_derived, short_attribution, to_rows
from rareearth_cli.analysis.judge import calculate_share, format_share
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.world_list import (
    amount_interval,
    ranked_value,
    select_national,
    select_printed,
    select_world_list,
    sum_rows,
    world_total,
)
from rareearth_cli.commands.trace.matches import (
    TOLERANCE,
    WRONG_STATUSES,
    Match,
    central_value,
    figure_window,
    reading_window,
)
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity, add_unit
from rareearth_cli.model.records import Dataset, Estimate
from rareearth_cli.model.vocabulary import STOCKS, Basis, Measure, Status
from rareearth_cli.model.wording import (
    format_amount,
    format_in_unit,
    format_number,
    format_ratio_high,
    format_ratio_low,
    format_ratio_value,
)
from rareearth_cli.record.classification import load_factors

#: Names of slips of the decimal point and of the unit, by the factor between the two numbers.
_SLIP_NAMES = {10: "ten-fold", 1000: "thousand-fold"}
#: More digits would be false precision where the two figures count different things.
_RATIO_DIGITS = 2


class Trap(NamedTuple):
    """A mistake that may have led to a number, with its arithmetic and the estimate that it starts from."""

    name: str
    arithmetic: str
    row: FigureRow
    reading: Quantity


def find_traps(
    all_figures: pd.DataFrame,
    scope: pd.DataFrame,
    readings: Sequence[Quantity],
    hits: Sequence[Match],
    dataset: Dataset,
) -> list[Trap]:
    """Find the mistakes that may have led to a number.

    ``scope`` has the figures of the requested places and year, and ``hits`` those that the readings fit.
    """
    sound: dict[tuple[object, ...], Match] = {}
    for hit in hits:
        # A number within a range does not identify a figure, and the error of a misquoted figure is already known.
        if hit.row.kind != Kind.RANGE and hit.row.status not in WRONG_STATUSES:
            sound.setdefault(_amount_key(hit.row), hit)
    amounts = [hit for hit in sound.values() if hit.reading.unit != PERCENT]
    found = [trap for hit in amounts for trap in _find_wrong_quantity(hit, all_figures, dataset)]
    found += [trap for hit in hits for trap in _find_misquotation(hit, dataset)]
    fitting = {(hit.row.place, hit.row.value_t) for hit in hits}
    amounts_on_record = scope[scope["measure"].isin((*STOCKS, Measure.PRODUCTION.value))]
    others = [row for row in to_rows(amounts_on_record) if (row.place, row.value_t) not in fitting]
    world = to_rows(all_figures[(all_figures["place"] == WORLD) & all_figures["measure"].isin(STOCKS)])
    for reading in readings:
        if reading.unit != PERCENT:
            found += _find_slips(reading, others) if reading.kind != Kind.RANGE else []
            found += _find_larger_than_world(reading, world, hits, dataset)
    return found + [trap for hit in amounts for trap in _find_mixed_editions(hit, all_figures, scope, dataset)]


def _amount_key(row: FigureRow) -> tuple[object, ...]:
    """Return what the figures have in common of which only the likeliest is shown."""
    return row.place, row.site, row.value_t


def _find_misquotation(hit: Match, dataset: Dataset) -> list[Trap]:
    """Report the error in our data for a misquoted figure, or what it looks inconsistent with."""
    distorts = dataset.estimates[hit.row.id].distorts
    if distorts is None:
        return []
    name = "a misquotation" if hit.row.status == Status.MISQUOTED else "looks inconsistent"
    original = dataset.estimates.get(distorts.original)
    if original is None:
        where = "the original was not read"
    else:
        by = format_attribution(original.publisher, original.source, dataset)
        where = f"{'the original is' if hit.row.status == Status.MISQUOTED else 'compare'} {_quote(original)} ({by})"
    return [Trap(name, f"{hit.row.printed}: {distorts.how}; {where}", hit.row, hit.reading)]


def _quote(estimate: Estimate) -> str:
    return add_unit(estimate.quantity.printed, estimate.quantity.unit) or "a calculated sum"


def _find_wrong_quantity(hit: Match, all_figures: pd.DataFrame, dataset: Dataset) -> list[Trap]:
    """Detect ore or monazite read as oxide, rare metals as rare earths, and resources as reserves."""
    row = hit.row
    if row.basis == Basis.RARE_METALS:
        name, arithmetic = "rare metals read as rare earths", _compare_with_rare_earths(row, all_figures, dataset)
    elif row.basis == Basis.MONAZITE:
        name, arithmetic = "monazite read as REO", _convert_monazite(row)
    elif row.measure == Measure.ORE or row.basis == Basis.ORE:
        name, arithmetic = "ore read as oxide", _compare_ore_with_oxide(row, all_figures, dataset)
    elif row.measure == Measure.RESOURCES:
        name, arithmetic = "resources read as reserves", _compare_with_reserves(row, all_figures, dataset)
    else:
        return []
    return [Trap(name, arithmetic, row, hit.reading)]


def _compare_ore_with_oxide(row: FigureRow, all_figures: pd.DataFrame, dataset: Dataset) -> str:
    same_ore = all_figures[
        (all_figures["basis"] == Basis.ORE.value)
        & (all_figures["place"] == row.place)
        & (all_figures["site"] == row.site)
        & (all_figures["value_t"] == row.value_t)
    ]
    ores = {row.id, *same_ore["id"]}
    inside = {one.id for one in dataset.estimates.values() if one.contained_in in ores}
    contents = [one for one in to_rows(all_figures[all_figures["id"].isin(inside)]) if ranked_value(one) > 0]
    if not contents:
        return f"{_format_amount(row)} are ore, and no tonnage of the oxide in them is in our data"
    content = contents[0]
    share = format_number(100 * ranked_value(content) / ranked_value(row), _RATIO_DIGITS)
    oxide = f"{_format_amount(content)} of oxide are reported in it ({short_attribution(content, dataset)})"
    return f"{_format_amount(row)} are ore; {oxide}: {share} %"


def _convert_monazite(row: FigureRow) -> str:
    factor = load_factors().to_reo[Basis.MONAZITE.value]
    low, high = (ranked_value(row) * float(end) for end in (factor.low, factor.high))
    product = f"{format_amount(low, _RATIO_DIGITS)} to {format_amount(high, _RATIO_DIGITS)} of REO"
    return f"{_format_amount(row)} of monazite × {factor.low} to {factor.high} = {product}"


def _compare_with_rare_earths(row: FigureRow, all_figures: pd.DataFrame, dataset: Dataset) -> str:
    figures = select_national(all_figures, row.measure)
    figures = figures[(figures["place"] == row.place) & figures["value_t"].notna()]
    rare_earths = to_rows(pd.concat([figures[figures["source"] == row.source], figures[figures["current"]]]))
    if not rare_earths:
        return f"{_format_amount(row)} count rare metals, lithium and niobium among them"
    earths = rare_earths[0]
    divisor = f"{_format_amount(earths)} of rare earths ({short_attribution(earths, dataset)})"
    return f"{_format_amount(row)} of rare metals / {divisor} = {_format_times(row, earths)}"


def _compare_with_reserves(row: FigureRow, all_figures: pd.DataFrame, dataset: Dataset) -> str:
    what = f"{_format_amount(row)} are resources" + (f" ({row.category})" if row.category else "")
    try:
        listed = select_world_list(all_figures, dataset, Measure.RESERVES, None, None)
    except NotOnRecord:
        return f"{what}, not reserves"
    lines = [line for rows in (listed.rows, listed.total) for line in to_rows(rows) if line.place == row.place]
    if not lines or not ranked_value(lines[0]) > 0:
        prints = f"prints {lines[0].printed}" if lines else "has no line"
        return f"{what}; of reserves {listed.title} {prints}"
    return f"{what} / {_format_amount(lines[0])} of reserves ({listed.title}) = {_format_times(row, lines[0])}"


def _format_times(row: FigureRow, other: FigureRow) -> str:
    return _format_ratio(ranked_value(row) / ranked_value(other), row.kind, other.kind)


def _format_ratio(ratio: float, above: str, below: str) -> str:
    """Write a ratio in words; where one side is a bound, it is a bound or not known (rule R7.5)."""
    low = above != Kind.UPPER and below != Kind.LOWER
    high = above != Kind.LOWER and below != Kind.UPPER
    if low and high:
        return f"{format_ratio_value(ratio, _RATIO_DIGITS)} times"
    if low:
        return f"at least {format_ratio_low(ratio, _RATIO_DIGITS)} times"
    return f"at most {format_ratio_high(ratio, _RATIO_DIGITS)} times" if high else "not known, for both are bounds"


def _find_slips(reading: Quantity, rows: Sequence[FigureRow]) -> list[Trap]:
    """Find the figures of which the reading is exactly ten or a thousand times, or a tenth or a thousandth."""
    found = []
    stated = central_value(reading)
    result = format_amount(stated, reading.digits or 1)
    for times, name in _SLIP_NAMES.items():
        for factor, by in ((float(times), f"× {times:,}"), (1 / times, f"/ {times:,}")):
            fits = [row for row in rows if row.value_t > 0 and abs(stated / (row.value_t * factor) - 1) < TOLERANCE]
            fits.sort(key=lambda row: (row.status in WRONG_STATUSES, not row.shown, is_derived(row), -row.source_rank))
            distinct: dict[tuple[object, ...], FigureRow] = {}
            for row in fits:
                distinct.setdefault(_amount_key(row), row)
            found += [
                Trap(f"{name} slip", f"{row.name}: {_format_amount(row)} {by} = {result}", row, reading)
                for row in distinct.values()
            ]
    return found


def _find_larger_than_world(
    reading: Quantity, world: Sequence[FigureRow], hits: Sequence[Match], dataset: Dataset
) -> list[Trap]:
    """Detect an amount above every world total in our data of which a thousandth would be plausible."""
    totals = [row for row in world if row.value_t > 0 and row.status not in WRONG_STATUSES]
    other = any(hit.row.basis in (Basis.ORE, Basis.RARE_METALS, Basis.MONAZITE) for hit in hits)
    if not totals or other:
        return []
    largest = max(totals, key=lambda row: row.value_t)
    stated = central_value(reading)
    ratio, thousandth = stated / largest.value_t, stated / 1000
    if ratio <= 1 or thousandth > largest.value_t:
        return []
    digits = reading.digits or 1
    number = format_amount(stated, digits)
    by = short_attribution(largest, dataset)
    arithmetic = (
        f"{number} / {_format_amount(largest)}, the largest world total in our data ({by}),"
        f" = {_format_ratio(ratio, reading.kind, largest.kind)};"
        f" a thousandth would be plausible: {number} / 1,000 = {format_amount(thousandth, digits)}"
    )
    return [Trap("larger than the world", arithmetic, largest, reading)]


def _find_mixed_editions(hit: Match, all_figures: pd.DataFrame, scope: pd.DataFrame, dataset: Dataset) -> list[Trap]:
    """Detect a superseded world total, which does not belong to the lines of the current edition."""
    row = hit.row
    no_total = row.place != WORLD or row.measure != Measure.RESERVES or is_derived(row)
    # Another publisher's total belongs to its own lines, of whatever year.
    no_total |= row.series != BASELINE_SERIES
    if no_total or row.status != Status.SUPERSEDED:
        return []
    try:
        listed = select_world_list(all_figures, dataset, Measure.RESERVES, None, None)
    except NotOnRecord:
        return []
    total, lines = world_total(listed), to_rows(listed.rows)
    requested = [line for line in lines if line.place in set(scope["place"])]
    example = max(requested or lines, key=lambda line: ranked_value(line) if ranked_value(line) > 0 else 0.0)
    old = calculate_share(amount_interval(example), amount_interval(row))
    new = calculate_share(amount_interval(example), total)
    rows = sum_rows(lines)
    arithmetic = (
        f"{_format_amount(row)} is the total of {short_attribution(row, dataset)};"
        f" the lines of {listed.title} add up to {format_amount(rows.value_t, rows.digits)}"
    )
    if old is not None and new is not None:
        shares = f"{format_share(old)} of the one and {format_share(new)} of its own"
        arithmetic += f": {example.name}'s {_format_amount(example)} is {shares}"
    return [Trap("mixed editions", arithmetic, row, hit.reading)]


def find_mixed_shares(
    scope: pd.DataFrame, all_figures: pd.DataFrame, reading: Quantity, dataset: Dataset
) -> list[Trap]:
    """Find shares that divide a line of one edition by the world total of another, for the requested places."""
    listed = select_printed(all_figures, Measure.RESERVES)
    listed = listed[(listed["series"] != "") & (listed["value_t"] > 0)]
    totals = to_rows(listed[listed["place"] == WORLD])
    lines = to_rows(listed[listed["place"].isin(set(scope["place"]) - {WORLD})])
    low, high = reading_window(reading)
    published = {(row.source, row.place, row.value_t) for row in lines}
    found: dict[tuple[object, ...], Trap] = {}
    for line in lines:
        for total in totals:
            share = calculate_share(amount_interval(line), amount_interval(total))
            if share is None or share.kind != Kind.POINT or not low <= share.value_pct < high:
                continue
            # If the edition of the total lists the same line, the two figures do belong together.
            if (total.source, line.place, line.value_t) not in published:
                arithmetic = (
                    f"{line.name}: {_format_amount(line)} ({short_attribution(line, dataset)})"
                    f" of {_format_amount(total)} ({short_attribution(total, dataset)}) = {format_share(share)}"
                )
                key = (line.place, line.value_t, total.value_t)
                found.setdefault(key, Trap("mixed editions", arithmetic, line, reading))
    return list(found.values())


def _format_amount(row: FigureRow) -> str:
    window = figure_window(row, "t")
    digits = max(1, row.digits)
    if window is not None and row.kind == Kind.RANGE:
        return f"{format_in_unit(window[0], digits, 'Mt')} to {format_in_unit(window[1], digits, 'Mt')} Mt"
    lead = {"lower": "more than ", "upper": "at most ", "approx": "about "}.get(row.kind, "")
    return lead + format_amount(ranked_value(row), min(digits, 3) if is_derived(row) else digits)
