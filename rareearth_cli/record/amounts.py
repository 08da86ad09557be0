"""What an entry amounts to: as printed, as a percentage of its whole, or as the sum of others."""

from collections.abc import Mapping
from decimal import Decimal

from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.quantity import Kind, Quantity, parse_quantity
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.units import PERCENT, canonical
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.sources import LONGEST_CHAIN
from rareearth_cli.record.yaml_nodes import Text

MISSING = Quantity(printed="", kind=Kind.MISSING)


def amounts(entries: Mapping[str, Entry]) -> dict[str, Quantity]:
    """The quantity of every entry, in tonnes, or in percent for shares."""
    done: dict[str, Quantity] = {}
    for entry in entries.values():
        _amount(entry, entries, done, 0)
    return done


def printed_quantity(entry: Entry) -> Quantity:
    """The figure of an entry as its text says it; a defect is reported and reads as missing."""
    node = entry.fields.get("printed")
    if node is None:
        remedy = "write the figure as printed, or 'sum_of' other entries"
        entry.document.report(Rule.REQUIRED, entry.line, f"'{entry.id}' has no figure", remedy)
        return MISSING
    printed = entry.document.text(node, "printed")
    if not printed:
        return MISSING
    least = entry.fields.get("least_digits")
    unit = entry.fields.get("unit")
    try:
        return parse_quantity(
            str(printed),
            unit=canonical(str(unit)) if isinstance(unit, Text) else None,
            least_digits=int(least) if isinstance(least, Text) and least in tuple("123456789") else 1,
        )
    except BadQuantity as error:
        entry.document.report(error.rule, printed.line, error.what, error.remedy)
        return MISSING


def _amount(entry: Entry, entries: Mapping[str, Entry], done: dict[str, Quantity], depth: int) -> Quantity:
    if entry.id in done:
        return done[entry.id]
    done[entry.id] = MISSING  # what a circle finds; it is reported where it closes
    if depth > LONGEST_CHAIN:
        entry.document.report(
            Rule.NO_CIRCLE, entry.line, f"'{entry.id}' is a sum of sums over too many steps", "sum printed figures"
        )
    elif "sum_of" in entry.fields:
        done[entry.id] = _sum(entry, entries, done, depth)
    else:
        done[entry.id] = _printed_or_part(entry, entries, done, depth)
    return done[entry.id]


def _printed_or_part(entry: Entry, entries: Mapping[str, Entry], done: dict[str, Quantity], depth: int) -> Quantity:
    quantity = printed_quantity(entry)
    whole = entry.link("part_of")
    if str(entry.fields.get("measure")) == Measure.SHARE:
        if quantity.unit not in (PERCENT, None):
            entry.document.report(
                Rule.PERCENTAGE, entry.line, f"the share '{entry.id}' is no percentage", "print it in %"
            )
    elif quantity.unit == PERCENT:
        if whole is not None:
            return _part(entry, quantity, _amount(entries[whole], entries, done, depth + 1))
        remedy = "say what it is part_of, or make it a share"
        entry.document.report(Rule.PERCENTAGE, entry.line, f"'{entry.id}' is a percentage of nothing", remedy)
        return MISSING
    return quantity


def _sum(entry: Entry, entries: Mapping[str, Entry], done: dict[str, Quantity], depth: int) -> Quantity:
    if "printed" in entry.fields:
        remedy = "a sum is derived and never printed: keep one of the two"
        entry.document.report(Rule.ONE_ORIGIN, entry.line, f"'{entry.id}' has both printed and sum_of", remedy)
    parts = [_amount(entries[target], entries, done, depth + 1) for target in entry.addends()]
    what, remedy = "", ""
    measures = {str(entries[target].fields.get("measure")) for target in entry.addends()}
    if not parts or any(part.value is None for part in parts):
        what, remedy = "is a sum of entries without value", "sum entries that have figures, and not in a circle"
    elif Measure.SHARE in measures or measures != {str(entry.fields.get("measure"))}:
        what, remedy = "is a sum of unlike things", "sum amounts of the measure that the sum has"
    elif {Kind.LOWER, Kind.UPPER} <= {part.kind for part in parts}:
        what, remedy = "is a sum of a lower and an upper bound", "it has no end: put it into a note"
    if what:
        entry.document.report(Rule.SUM, entry.line, f"'{entry.id}' {what}", remedy)
        return MISSING
    return total(parts)


def _part(entry: Entry, percentage: Quantity, whole: Quantity) -> Quantity:
    if says_nothing(percentage, whole):
        remedy = "put it into the note of the whole"
        entry.document.report(Rule.POSSIBLE, entry.line, f"'{entry.id}' is a bound of a bound and says nothing", remedy)
        return MISSING
    return fraction(percentage, whole)


def says_nothing(percentage: Quantity, whole: Quantity) -> bool:
    """Whether a percentage of a whole has no end: a bound of an opposite bound, or of a range."""
    kinds = {percentage.kind, whole.kind}
    if Kind.RANGE in kinds and len(kinds) > 1:
        return not kinds <= {Kind.RANGE, Kind.POINT, Kind.APPROX}
    return {Kind.LOWER, Kind.UPPER} <= kinds


def fraction(percentage: Quantity, whole: Quantity) -> Quantity:
    """A percentage of a whole, in tonnes; the interval takes both roundings at their worst.

    A bound or range of either is one of the product; of nothing it is nothing.
    """

    def times(share: Decimal | None, amount: Decimal | None) -> Decimal | None:
        return None if share is None or amount is None else share * amount / 100

    strongest = (Kind.MISSING, Kind.WITHHELD, Kind.ZERO, Kind.RANGE, Kind.LOWER, Kind.UPPER, Kind.APPROX, Kind.POINT)
    digits = min(percentage.digits or 1, whole.digits or 1)
    return percentage._replace(
        kind=min(percentage.kind, whole.kind, key=strongest.index),
        value=times(percentage.value, whole.value),
        low=times(percentage.low, whole.low),
        high=times(percentage.high, whole.high),
        digits=digits,
    )


def total(parts: list[Quantity]) -> Quantity:
    """The sum of quantities in tonnes; its last figure is that of the coarsest part."""

    def added(values: list[Decimal | None]) -> Decimal | None:
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    kinds = {part.kind for part in parts}
    kind = next((kind for kind in (Kind.LOWER, Kind.UPPER, Kind.APPROX) if kind in kinds), Kind.POINT)
    value = added([part.value for part in parts]) or Decimal(0)
    last = max((_last_place(part) for part in parts if part.value), default=0)
    return Quantity(
        printed="",
        kind=kind,
        unit="t",
        value=value,
        low=added([part.low for part in parts]),
        high=added([part.high for part in parts]),
        digits=max(1, value.adjusted() - last + 1) if value else None,
    )


def _last_place(part: Quantity) -> int:
    """The power of ten of the last figure that counts."""
    return 0 if part.value is None else part.value.adjusted() - (part.digits or 1) + 1
