"""Compute the quantity of every entry: as printed, as a percentage of its whole, or as a sum of other entries."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from rareearth_cli.model.errors import BadQuantity, Rule
from rareearth_cli.model.quantity import (
    PERCENT,
    VISIBLE_DIGITS,
    Kind,
    LeastDigits,
    Quantity,
    parse_least_digits,
    parse_quantity,
    parse_unit,
)
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.checks import (
    MAX_CHAIN_LENGTH,
    check_percentage,
    check_share_unit,
    find_percentage_of_nothing,
)
from rareearth_cli.record.entries import Entry
from rareearth_cli.record.sources import SourceEntry
from rareearth_cli.record.yaml_nodes import Node, TextNode

MISSING = Quantity(printed="", kind=Kind.MISSING)


def compute_quantities(entries: Mapping[str, Entry]) -> dict[str, Quantity]:
    """Compute the quantity of every entry, in tonnes, or in percent for shares.

    Problems are added to the documents. An entry without a usable figure gets `MISSING`.
    """
    computed: dict[str, Quantity] = {}
    for entry in entries.values():
        _compute_quantity(entry, entries, computed, 0)
    return computed


def read_printed_quantity(entry: Entry) -> Quantity:
    """Parse the printed figure of an entry; a problem is reported, and the result is then `MISSING`."""
    node = entry.fields.get("printed")
    if node is None:
        remedy = "write the figure as published, or 'sum_of' other entries"
        entry.document.add_problem(Rule.REQUIRED, entry.line, f"'{entry.id}' has no figure", remedy)
        return MISSING
    printed = entry.document.expect_text(node, "printed")
    if not printed:
        return MISSING
    unit = entry.fields.get("unit")
    try:
        return parse_quantity(
            str(printed),
            unit=parse_unit(str(unit)) if isinstance(unit, TextNode) else None,
            least_digits=_read_least_digits(entry.fields.get("least_digits")),
        )
    except BadQuantity as error:
        entry.document.add_problem(error.rule, printed.line, error.what, error.remedy)
        return MISSING


def read_series_digits(sources: Iterable[SourceEntry]) -> dict[tuple[str, str], LeastDigits]:
    """Read with how many digits at least each series prints its figures, by series and measure."""
    return {
        (entry.source.series, measure.value): digits
        for entry in sources
        for measure in Measure
        if entry.source.series
        and (digits := _read_least_digits(entry.find_default("least_digits", measure.value))) != VISIBLE_DIGITS
    }


def _read_least_digits(node: Node | None) -> LeastDigits:
    try:
        return parse_least_digits(str(node)) if isinstance(node, TextNode) else VISIBLE_DIGITS
    except ValueError:
        return VISIBLE_DIGITS  # `build_estimates` reports it.


def _compute_quantity(
    entry: Entry, entries: Mapping[str, Entry], computed: dict[str, Quantity], depth: int
) -> Quantity:
    if entry.id in computed:
        return computed[entry.id]
    computed[entry.id] = MISSING  # A circular reference finds this placeholder.
    if depth > MAX_CHAIN_LENGTH:
        entry.document.add_problem(
            Rule.NO_CYCLE, entry.line, f"'{entry.id}' is a sum of sums over too many steps", "sum printed figures"
        )
    elif "sum_of" in entry.fields:
        computed[entry.id] = _compute_sum(entry, entries, computed, depth)
    else:
        computed[entry.id] = _compute_printed(entry, entries, computed, depth)
    return computed[entry.id]


def _compute_printed(entry: Entry, entries: Mapping[str, Entry], computed: dict[str, Quantity], depth: int) -> Quantity:
    quantity = read_printed_quantity(entry)
    whole = entry.link_target("part_of")
    if str(entry.fields.get("measure")) == Measure.SHARE:
        entry.add_findings(check_share_unit(quantity.unit))
    elif quantity.unit == PERCENT:
        if whole is not None:
            return _compute_part(entry, quantity, _compute_quantity(entries[whole], entries, computed, depth + 1))
        entry.add_findings([find_percentage_of_nothing()])
        return MISSING
    return quantity


def _compute_sum(entry: Entry, entries: Mapping[str, Entry], computed: dict[str, Quantity], depth: int) -> Quantity:
    if "printed" in entry.fields:
        remedy = "a sum is derived and never printed: keep one of the two"
        entry.document.add_problem(Rule.PRINTED_OR_SUM, entry.line, f"'{entry.id}' has both printed and sum_of", remedy)
    parts = [_compute_quantity(entries[target], entries, computed, depth + 1) for target in entry.addends()]
    what, remedy = "", ""
    measures = {str(entries[target].fields.get("measure")) for target in entry.addends()}
    if not parts or any(part.value is None for part in parts):
        what, remedy = "is a sum of entries without value", "sum entries that have figures, and not in a circle"
    elif Measure.SHARE in measures or measures != {str(entry.fields.get("measure"))}:
        what, remedy = "is a sum of unlike things", "sum amounts of the measure that the sum has"
    elif {Kind.LOWER, Kind.UPPER} <= {part.kind for part in parts}:
        what, remedy = "is a sum of a lower and an upper bound", "it has no end: put it into a note"
    if what:
        entry.document.add_problem(Rule.SUM, entry.line, f"'{entry.id}' {what}", remedy)
        return MISSING
    return sum_quantities(parts)


def _compute_part(entry: Entry, percentage: Quantity, whole: Quantity) -> Quantity:
    findings = list(check_percentage(percentage, whole))
    entry.add_findings(findings)
    return MISSING if findings else take_percentage(percentage, whole)


def take_percentage(percentage: Quantity, whole: Quantity) -> Quantity:
    """Compute a percentage of a whole, in tonnes.

    If either quantity is a bound or a range, so is the product; if either is missing, withheld or zero, so is the
    product.

    Parameters
    ----------
    percentage
        Quantity in percent.
    whole
        Quantity in tonnes.

    Returns
    -------
    Quantity
        ``value``, ``low`` and ``high`` in tonnes, with the significant digits of the coarser factor. The interval
        combines the worst cases of both rounding windows. ``printed`` and ``unit`` remain those of the percentage.

    """

    def multiply(share: Decimal | None, amount: Decimal | None) -> Decimal | None:
        return None if share is None or amount is None else share * amount / 100

    precedence = (Kind.MISSING, Kind.WITHHELD, Kind.ZERO, Kind.RANGE, Kind.LOWER, Kind.UPPER, Kind.APPROX, Kind.POINT)
    digits = min(percentage.digits or 1, whole.digits or 1)
    return percentage._replace(
        kind=min(percentage.kind, whole.kind, key=precedence.index),
        value=multiply(percentage.value, whole.value),
        low=multiply(percentage.low, whole.low),
        high=multiply(percentage.high, whole.high),
        digits=digits,
    )


def sum_quantities(parts: list[Quantity]) -> Quantity:
    """Add quantities in tonnes; the last significant digit of the sum is that of the coarsest part."""

    def add(values: list[Decimal | None]) -> Decimal | None:
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    kinds = {part.kind for part in parts}
    kind = next((kind for kind in (Kind.LOWER, Kind.UPPER, Kind.APPROX) if kind in kinds), Kind.POINT)
    value = add([part.value for part in parts]) or Decimal(0)
    last_exponent = max((_last_digit_exponent(part) for part in parts if part.value), default=0)
    return Quantity(
        printed="",
        kind=kind,
        unit="t",
        value=value,
        low=add([part.low for part in parts]),
        high=add([part.high for part in parts]),
        digits=max(1, value.adjusted() - last_exponent + 1) if value else None,
    )


def _last_digit_exponent(part: Quantity) -> int:
    """Return the power of ten of the last significant digit."""
    return 0 if part.value is None else part.value.adjusted() - (part.digits or 1) + 1
