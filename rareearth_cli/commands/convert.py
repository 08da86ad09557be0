"""The ``rareearth convert`` command: converts a figure to another basis or unit, as an interval."""

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result
from rareearth_cli.model.quantity import POINT_KINDS
from rareearth_cli.model.vocabulary import DISPLAY_UNITS, Basis
from rareearth_cli.model.wording import BOUND_WORDS, choose_unit, format_in_unit, format_ratio_high, format_ratio_low

if TYPE_CHECKING:
    from rareearth_cli.analysis.answer import Answer
    from rareearth_cli.model.chemistry import Factors
    from rareearth_cli.model.quantity import Quantity


def convert_figure(
    quantity: "Quantity",
    source: str,
    target: str,
    factors: "Factors",
    *,
    element: str | None = None,
    grade: "Quantity | None" = None,
    unit: str | None = None,
) -> "Answer":
    """Convert a quantity from the basis ``source`` to the basis ``target``: a row for each step, and a sentence.

    Parameters
    ----------
    quantity
        The quantity to convert, in tonnes.
    source, target
        The bases to convert from and to, such as ore and REO.
    factors
        The conversion factors in our data.
    element
        The symbol of the single element that a metal consists of, such as Nd.
    grade
        The share of rare-earth oxide in ore, in percent.
    unit
        The unit of the sentence; by default the one that suits the result.

    Raises
    ------
    CannotConvert
        If a factor or option is missing, or if the two bases count different things.

    """
    from rareearth_cli.analysis.answer import Answer, build_sentences
    from rareearth_cli.analysis.table import Table
    from rareearth_cli.model.chemistry import Factor, convert_quantity, find_factors

    steps = find_factors(source, target, factors, element=element, grade=grade)
    result = convert_quantity(quantity, steps)
    # Where the basis stays the same, only the unit changes.
    same = Factor(source, target, Decimal(1), Decimal(1), Decimal(1), 15, "", "", "the same, in another unit")
    rows = steps or (same,)
    amounts = [convert_quantity(quantity, rows[: number + 1]) for number in range(len(rows))]
    columns: dict[str, list[object]] = {
        "from": [step.source for step in rows],
        "to": [step.target for step in rows],
        "factor": [_round_factor(step.value) for step in rows],
        "factor_low": [_round_factor(step.low) for step in rows],
        "factor_high": [_round_factor(step.high) for step in rows],
        "value_t": [_to_float(one.value) for one in amounts],
        "low_t": [_to_float(one.low) for one in amounts],
        "high_t": [_to_float(one.high) for one in amounts],
        "authority": [step.authority for step in rows],
        "evidence": [step.evidence for step in rows],
        "assumption": [step.assumption for step in rows],
    }
    return Answer(
        name="conversion",
        table=Table(columns=columns),
        dataset_version="",
        query={"command": "convert", "figure": quantity.printed, "from": source, "to": target, "element": element,
               "grade": grade.printed if grade else None},
        default_columns=("from", "to", "factor", "factor_low", "factor_high", "authority", "assumption")
        if steps
        else (),
        sentences=build_sentences(
            [_summarize(quantity, source, result, target, unit, element if source == Basis.METAL else None)]
        ),
        warnings=_list_warnings(source, target, quantity, result),
    )  # fmt: skip


def _summarize(
    quantity: "Quantity", source: str, result: "Quantity", target: str, unit: str | None, element: str | None
) -> str:
    ends = [float(end) for end in (result.value, result.low, result.high) if end is not None]
    unit = unit or choose_unit(max(ends, default=0.0))
    scale, digits = DISPLAY_UNITS[unit], result.digits or 1
    # The ends of a rounding window have a digit more than the number; a factor leaves them no more than it has.
    # A single digit would double an end just above a power of ten.
    end_digits = digits + 1 if source == target and result.kind in POINT_KINDS else max(2, digits)
    low = format_ratio_low(float(result.low) / scale, end_digits) if result.low is not None else None
    high = format_ratio_high(float(result.high) / scale, end_digits) if result.high is not None else None
    same = source == target
    given = quantity.printed if same else f"{quantity.printed} of {element or source}"
    of = "" if same else f" of {target}"
    if result.kind in ("lower", "upper"):
        end = low if result.kind == "lower" else high
        return f"{given}: {BOUND_WORDS[result.kind]}{end} {unit}{of}."
    if result.value is None:
        return f"{given}: {low} to {high} {unit}{of}."
    # A conversion that is rounded to one digit is lost.
    shown = digits if same and quantity.unit in DISPLAY_UNITS else max(2, digits)
    return f"{given}: {format_in_unit(float(result.value), shown, unit)} {unit}{of} ({low} to {high})."


def _list_warnings(source: str, target: str, quantity: "Quantity", result: "Quantity") -> tuple[str, ...]:
    if (
        source != Basis.METAL
        or source == target
        or quantity.value is None
        or not quantity.value
        or result.value is None
    ):
        return ()
    times = float(result.value / quantity.value)
    return (
        f"if the figure is oxide already, like the Russian figures that are called metal, times {times:.2f} is wrong",
    )


def _round_factor(number: Decimal | None) -> float | None:
    return None if number is None else float(f"{number:.6g}")


def _to_float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def parse_grade(typed: str) -> "Quantity":
    """Parse a grade in percent; the percent sign may be omitted."""
    from rareearth_cli.model.errors import BadQuantity
    from rareearth_cli.model.quantity import PERCENT, normalize_typed, parse_quantity

    text = normalize_typed(typed)
    grade = parse_quantity(f"{text}%" if text[-1:].isdigit() else text)
    if grade.unit != PERCENT:
        raise BadQuantity(f"grade '{grade.printed}' is not a percentage", "write it in %, such as 1.8%")
    return grade


_TARGETS = [Basis.REO.value, Basis.TR2O3.value, Basis.METAL.value]


@click.command()
@click.argument("figure", nargs=-1, required=True)
@click.option("--from", "source", type=click.Choice([basis.value for basis in Basis]), default="REO", show_default=True,
              help="What the tonnes are of.")  # fmt: skip
@click.option(
    "--to", "target", type=click.Choice(_TARGETS), default="REO", show_default=True, help="What to convert them to."
)
@click.option("--element", help="The element that the metal is, such as Nd.")
@click.option("--grade", help="Percent of oxide in the ore.")
@output_options
def convert(
    figure: tuple[str, ...], source: str, target: str, element: str | None, grade: str | None, output: OutputOptions
) -> None:
    """Convert a figure to oxide, metal or another unit.

    \b
    rareearth convert 13.15Mt --from monazite --to REO
    rareearth convert 694 million tonnes --from ore --grade 1.8%
    rareearth convert 100t --from metal --element Nd
    rareearth convert 28.7 million tonnes --unit kt

    Each step names its assumption. What cannot be converted without guessing is refused.
    """
    from rareearth_cli.model.errors import BadQuantity
    from rareearth_cli.model.quantity import PERCENT, count_typed_digits, normalize_typed, parse_quantity, states_oxide
    from rareearth_cli.record.classification import load_factors

    resolve_format(output)
    typed = normalize_typed(" ".join(figure))
    if states_oxide(" ".join(figure)) and source not in _TARGETS[:2]:
        raise BadQuantity(f"'{' '.join(figure)}' is oxide, and not {source}", "leave --from out, or REO in the figure")
    quantity = parse_quantity(typed, least_digits=count_typed_digits(typed))
    if quantity.unit in (PERCENT, None):
        raise BadQuantity(f"'{quantity.printed}' is not an amount", "give tonnes, such as 13.15Mt")
    percent = parse_grade(grade) if grade is not None else None
    factors = load_factors()
    write_result(
        convert_figure(quantity, source, target, factors, element=element, grade=percent, unit=output.unit), output
    )
