"""``convert``: a figure in another basis, as an interval with its assumptions."""

from decimal import Decimal

from rareearth_cli.analysis.results import Listing, Table
from rareearth_cli.domain.chemistry import Factor, Factors, conversion, converted
from rareearth_cli.domain.numbers import fitting_unit, in_unit, times_at_least, times_at_most
from rareearth_cli.domain.quantity import Quantity
from rareearth_cli.domain.vocabulary import SPOKEN_UNITS, Basis

_LEADS = {"lower": "at least ", "upper": "at most "}
#: Nothing but the unit changes.
_SAME = Factor("", "", Decimal(1), Decimal(1), Decimal(1), 15, "", "", "the same, in another unit")


def convert(
    quantity: Quantity,
    source: str,
    target: str,
    factors: Factors,
    *,
    element: str | None = None,
    grade: Quantity | None = None,
    unit: str | None = None,
) -> Listing:
    """One row a step from ``source`` to ``target``, with a sentence that says what comes of ``quantity``.

    Raises:
        CannotConvert: something is missing, or the two are different things.

    """
    steps = conversion(source, target, factors, element=element, grade=grade)
    result = converted(quantity, steps)
    rows = steps or (_SAME._replace(source=source, target=target),)
    amounts = [converted(quantity, rows[: number + 1]) for number in range(len(rows))]
    columns: dict[str, list[object]] = {
        "from": [step.source for step in rows],
        "to": [step.target for step in rows],
        "factor": [_plain(step.value) for step in rows],
        "factor_low": [_plain(step.low) for step in rows],
        "factor_high": [_plain(step.high) for step in rows],
        "value_t": [_tonnes(one.value) for one in amounts],
        "low_t": [_tonnes(one.low) for one in amounts],
        "high_t": [_tonnes(one.high) for one in amounts],
        "authority": [step.authority for step in rows],
        "evidence": [step.evidence for step in rows],
        "assumption": [step.assumption for step in rows],
    }
    return Listing(
        kind="conversion",
        table=Table(columns=columns),
        dataset_version="",
        query={"command": "convert", "figure": quantity.printed, "from": source, "to": target, "element": element,
               "grade": grade.printed if grade else None},
        brief=("from", "to", "factor", "factor_low", "factor_high", "authority", "assumption") if steps else (),
        summary=(_sentence(quantity, source, result, target, unit, element if source == Basis.METAL else None),),
        warnings=_warnings(source, target, quantity, result),
    )  # fmt: skip


def _sentence(
    quantity: Quantity, source: str, result: Quantity, target: str, unit: str | None, element: str | None
) -> str:
    ends = [float(end) for end in (result.value, result.low, result.high) if end is not None]
    unit = unit or fitting_unit(max(ends, default=0.0))
    scale, digits = SPOKEN_UNITS[unit], result.digits or 1
    low = times_at_least(float(result.low) / scale, digits) if result.low is not None else None
    high = times_at_most(float(result.high) / scale, digits) if result.high is not None else None
    same = source == target
    given = quantity.printed if same else f"{quantity.printed} of {element or source}"
    of = "" if same else f" of {target}"
    if result.kind in _LEADS:
        end = low if result.kind == "lower" else high
        return f"{given}: {_LEADS[result.kind]}{end} {unit}{of}."
    if result.value is None:
        return f"{given}: {low} to {high} {unit}{of}."
    return f"{given}: {in_unit(float(result.value), digits, unit)} {unit}{of} ({low} to {high})."


def _warnings(source: str, target: str, quantity: Quantity, result: Quantity) -> tuple[str, ...]:
    if (
        source != Basis.METAL
        or source == target
        or quantity.value is None
        or not quantity.value
        or result.value is None
    ):
        return ()
    times = float(result.value / quantity.value)
    return (f"if the figure is oxide already, as the Russian ledger called metal is, times {times:.2f} is wrong",)


def _plain(number: Decimal | None) -> float | None:
    return None if number is None else float(f"{number:.6g}")


def _tonnes(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
