"""Known ways in which a right number becomes a wrong one, each with the arithmetic that gives it away."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import Row, is_derived, records, who_says
from rareearth_cli.analysis.ratios import in_words, portion
from rareearth_cli.analysis.world_list import (
    counted,
    national,
    printed_rows,
    ranked_value,
    sum_of,
    total_of,
    world_list,
)
from rareearth_cli.commands.trace.matches import Match, centre, distinct, ends, window
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.places import WORLD
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Basis, Measure, Status
from rareearth_cli.model.wording import in_unit, spoken, times, times_at_least, times_at_most, with_digits
from rareearth_cli.record.classification import load_factors

#: Slips of the decimal point and of the unit.
_SLIPS = {10: "ten-fold", 1000: "thousand-fold"}
_STOCKS = (Measure.RESERVES, Measure.RESOURCES, Measure.ORE)
_WRONG = (Status.MISQUOTED, Status.DEPRECATED)
#: What a dataset says of a misquoted figure whose original nobody has seen.
_NOT_READ = "not read"
#: Ratios of figures that count different things are no finer.
_DIGITS = 2


class Trap(NamedTuple):
    """A trap that a figure may have gone through: what it is, the arithmetic, and the estimate it rests on."""

    name: str
    arithmetic: str
    row: Row | None
    reading: Quantity


def traps(
    everything: pd.DataFrame, scope: pd.DataFrame, asked: Sequence[Quantity], hits: Sequence[Match], dataset: Dataset
) -> tuple[Trap, ...]:
    """The traps that a figure may have gone through; ``scope`` are the figures of the places asked for."""
    # Somewhere in a range is no origin, and of what is misquoted the error is known.
    sound = [hit for hit in hits if hit.row["kind"] != Kind.RANGE and hit.row["status"] not in _WRONG]
    plain = [hit for hit in distinct(sound) if hit.reading.unit != PERCENT]
    found = [trap for hit in plain for trap in _what_it_counts(hit, everything, dataset)]
    found += [trap for hit in hits for trap in _misquoted(hit, dataset)]
    amounts = [one for one in asked if one.unit != PERCENT]
    rows = records(scope[scope["measure"].isin(_STOCKS)])
    fitting = {(hit.row["place"], hit.row["value_t"]) for hit in hits}
    rows = [row for row in rows if (row["place"], row["value_t"]) not in fitting]
    for reading in amounts:
        found += _slips(reading, rows)
        found += _larger_than_the_world(reading, records(everything[everything["place"] == WORLD]), hits)
    found += [trap for hit in plain for trap in _mixed_editions(hit, everything, scope, dataset)]
    return tuple(found)


def _misquoted(hit: Match, dataset: Dataset) -> list[Trap]:
    """What is known of a figure that went wrong on its way."""
    distorts = dataset.estimates[hit.row["id"]].distorts
    if distorts is None:
        return []
    original = distorts.original
    where = "the original was not read" if original == _NOT_READ else f"the original is {original}"
    return [Trap("a misquotation", f"{hit.row['printed']}: {distorts.how}; {where}", hit.row, hit.reading)]


def _what_it_counts(hit: Match, everything: pd.DataFrame, dataset: Dataset) -> list[Trap]:
    """Ore or monazite read as oxide, rare metals as rare earths, resources as reserves."""
    row = hit.row
    if row["basis"] == Basis.RARE_METALS:
        return [Trap("rare metals read as rare earths", _rare_earths_in(row, everything), row, hit.reading)]
    if row["basis"] == Basis.MONAZITE:
        return [Trap("monazite read as REO", _oxide_in_monazite(row), row, hit.reading)]
    if row["measure"] == Measure.ORE or row["basis"] == Basis.ORE:
        return [Trap("ore read as oxide", _oxide_in_ore(row, everything, dataset), row, hit.reading)]
    if row["measure"] == Measure.RESOURCES:
        return [Trap("resources read as reserves", _reserves_beside(row, everything, dataset), row, hit.reading)]
    return []


def _oxide_in_ore(row: Row, everything: pd.DataFrame, dataset: Dataset) -> str:
    inside = {one.id for one in dataset.estimates.values() if one.contained_in == row["id"]}
    contents = [one for one in records(everything[everything["id"].isin(inside)]) if ranked_value(one) > 0]
    if not contents:
        return f"{_amount(row)} are ore: the oxide in them needs a grade, and none is on record"
    content = contents[0]
    share = with_digits(100 * ranked_value(content) / ranked_value(row), _DIGITS)
    return f"{_amount(row)} are ore; {_amount(content)} of oxide are reported in it ({content['id']}): {share} %"


def _oxide_in_monazite(row: Row) -> str:
    factor = load_factors().to_reo[Basis.MONAZITE.value]
    low, high = (ranked_value(row) * float(end) for end in (factor.low, factor.high))
    product = f"{spoken(low, _DIGITS)} to {spoken(high, _DIGITS)} of REO"
    return f"{_amount(row)} of monazite × {factor.low} to {factor.high} = {product}"


def _rare_earths_in(row: Row, everything: pd.DataFrame) -> str:
    own = national(everything, row["measure"])
    own = own[(own["place"] == row["place"]) & own["value_t"].notna()]
    beside = records(pd.concat([own[own["source"] == row["source"]], own[own["current"]]]))
    if not beside:
        return f"{_amount(row)} count rare metals, lithium and niobium among them"
    earths = beside[0]
    return f"{_amount(row)} of rare metals / {_amount(earths)} of rare earths ({earths['id']}) = {_times(row, earths)}"


def _reserves_beside(row: Row, everything: pd.DataFrame, dataset: Dataset) -> str:
    what = f"{_amount(row)} are resources" + (f" ({row['category']})" if row["category"] else "")
    try:
        listed = world_list(everything, dataset, Measure.RESERVES, None, None)
    except NotOnRecord:
        return f"{what}, not reserves"
    lines = [line for rows in (listed.rows, listed.total) for line in records(rows) if line["place"] == row["place"]]
    if not lines or not ranked_value(lines[0]) > 0:
        prints = f"prints {lines[0]['printed']}" if lines else "has no line"
        return f"{what}; of reserves {listed.title} {prints}"
    return f"{what} / {_amount(lines[0])} of reserves ({listed.title}) = {_times(row, lines[0])}"


def _times(row: Row, other: Row) -> str:
    """How many times another figure one is."""
    return _ratio_words(ranked_value(row) / ranked_value(other), row["kind"], other["kind"])


def _ratio_words(ratio: float, above: str, below: str) -> str:
    """A ratio in words; of or against a bound it is at least or at most so much, or not known (rule R7.5)."""
    low = above != Kind.UPPER and below != Kind.LOWER
    high = above != Kind.LOWER and below != Kind.UPPER
    if low and high:
        return f"{times(ratio, _DIGITS)} times"
    if low:
        return f"at least {times_at_least(ratio, _DIGITS)} times"
    return f"at most {times_at_most(ratio, _DIGITS)} times" if high else "not known, for both are bounds"


def _slips(reading: Quantity, rows: Sequence[Row]) -> list[Trap]:
    """Figures of which this is exactly the tenfold, a tenth, the thousandfold or a thousandth."""
    found = []
    asked = centre(reading)
    for fold, name in _SLIPS.items():
        for factor in (float(fold), 1 / fold):
            fits = [row for row in rows if row["value_t"] > 0 and _exactly(asked, row, factor)]
            fits.sort(key=lambda row: (row["status"] in _WRONG, not row["shown"], is_derived(row), -row["source_rank"]))
            seen: set[tuple[object, ...]] = set()
            for row in fits:
                key = (row["place"], row["site"], row["value_t"])
                if key in seen:
                    continue
                seen.add(key)
                by = f"× {fold:,}" if factor > 1 else f"/ {fold:,}"
                words = f"{row['name']}: {_amount(row)} {by} = {spoken(asked, reading.digits or 1)}"
                found.append(Trap(f"{name} slip", words, row, reading))
    return found


def _exactly(asked: float, row: Row, factor: float) -> bool:
    return abs(asked / (float(row["value_t"]) * factor) - 1) < 1e-9


def _larger_than_the_world(reading: Quantity, world: Sequence[Row], hits: Sequence[Match]) -> list[Trap]:
    """An amount above every world total on record: a thousandth may be meant, where that is not above it too."""
    totals = [row for row in world if row["measure"] in _STOCKS and row["value_t"] > 0 and row["status"] not in _WRONG]
    other = any(hit.row["basis"] in (Basis.ORE, Basis.RARE_METALS, Basis.MONAZITE) for hit in hits)
    if not totals or other:
        return []
    largest = max(totals, key=lambda row: float(row["value_t"]))
    asked = centre(reading)
    ratio, thousandth = asked / float(largest["value_t"]), asked / 1000
    if ratio <= 1 or thousandth > float(largest["value_t"]):
        return []
    digits = reading.digits or 1
    number, apart = spoken(asked, digits), _ratio_words(ratio, reading.kind, largest["kind"])
    said = f"{number} / {_amount(largest)}, the largest world total on record ({largest['id']}), = {apart}; "
    said += f"a thousandth would be plausible: {number} / 1,000 = {spoken(thousandth, digits)}"
    return [Trap("larger than the world", said, largest, reading)]


def _mixed_editions(hit: Match, everything: pd.DataFrame, scope: pd.DataFrame, dataset: Dataset) -> list[Trap]:
    """A world total of an edition that newer lines are no longer part of."""
    row = hit.row
    no_total = row["place"] != WORLD or row["measure"] != Measure.RESERVES or is_derived(row)
    if no_total or row["status"] != Status.SUPERSEDED:
        return []
    listed = world_list(everything, dataset, Measure.RESERVES, None, None)
    total, lines = total_of(listed), records(listed.rows)
    asked = [line for line in lines if line["place"] in set(scope["place"])]
    example = max(asked or lines, key=lambda line: ranked_value(line) if ranked_value(line) > 0 else 0.0)
    old = portion(counted(example), counted(row))
    new = portion(counted(example), total) if total is not None else None
    rows = sum_of(lines)
    said = f"{_amount(row)} is the total of {who_says(row, dataset)}; the lines of {listed.title} add up to "
    said += spoken(rows.value_t, rows.digits)
    if old is not None and new is not None:
        said += f": {example['name']}'s {_amount(example)} is {in_words(old)} of the one and {in_words(new)} of its own"
    return [Trap("mixed editions", said, row, hit.reading)]


def mixed_shares(scope: pd.DataFrame, everything: pd.DataFrame, asked: Quantity, dataset: Dataset) -> tuple[Trap, ...]:
    """Shares that come of a line of one USGS edition over the total of another, for the places asked for."""
    listed = printed_rows(everything, Measure.RESERVES)
    listed = listed[(listed["series"] != "") & (listed["value_t"] > 0)]
    totals = records(listed[listed["place"] == WORLD])
    lines = records(listed[listed["place"].isin(set(scope["place"]) - {WORLD})])
    low, high = ends(asked)
    own = {(row["source"], row["place"], row["value_t"]) for row in lines}
    found: dict[tuple[object, ...], Trap] = {}
    for line in lines:
        for total in totals:
            share = portion(counted(line), counted(total))
            if share is None or share.kind != Kind.POINT or not low <= share.value_pct < high:
                continue
            # A line that the total's own edition prints as well is no mixture.
            if (total["source"], line["place"], line["value_t"]) not in own:
                said = f"{line['name']}: {_amount(line)} ({who_says(line, dataset)}) of {_amount(total)} "
                said += f"({who_says(total, dataset)}) = {in_words(share)}"
                key = (line["place"], line["value_t"], total["value_t"])
                found.setdefault(key, Trap("mixed editions", said, line, asked))
    return tuple(found.values())


def _amount(row: Row) -> str:
    own = window(row, "t")
    digits = max(1, int(row["digits"]))
    if own is not None and row["kind"] == Kind.RANGE:
        return f"{in_unit(own[0], digits, 'Mt')} to {in_unit(own[1], digits, 'Mt')} Mt"
    lead = {"lower": "more than ", "upper": "at most ", "approx": "about "}.get(row["kind"], "")
    return lead + spoken(ranked_value(row), min(digits, 3) if is_derived(row) else digits)
