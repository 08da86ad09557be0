"""``rareearth convert``: a figure in another basis or unit."""

import click

from rareearth_cli.commands.output import Output, check_output, emit, output_options
from rareearth_cli.domain.vocabulary import Basis

_TARGETS = [Basis.REO.value, Basis.TR2O3.value, Basis.METAL.value]


@click.command()
@click.argument("figure", nargs=-1, required=True)
@click.option("--from", "source", type=click.Choice([basis.value for basis in Basis]), default="REO", show_default=True,
              help="What the tonnes are tonnes of.")  # fmt: skip
@click.option(
    "--to", "target", type=click.Choice(_TARGETS), default="REO", show_default=True, help="What to turn them into."
)
@click.option("--element", help="The one element that metal is, such as Nd.")
@click.option("--grade", help="Percent of REO in ore: your own, and said so.")
@output_options
def convert(
    figure: tuple[str, ...], source: str, target: str, element: str | None, grade: str | None, output: Output
) -> None:
    """Turn a figure into another basis or unit, as an interval.

    \b
    rareearth convert 13.15Mt --from monazite --to REO
    rareearth convert 694 million tonnes --from ore --grade 1.8%
    rareearth convert 100t --from metal --element Nd
    rareearth convert 28.7 million tonnes --unit kt

    Each step names its assumption. What cannot be converted without guessing is refused, and the message says
    what is missing.
    """
    from rareearth_cli.analysis.converting import convert as convert_figure
    from rareearth_cli.dataset.factors import load_factors
    from rareearth_cli.domain.errors import BadQuantity
    from rareearth_cli.domain.quantity import parse_quantity, typed_digits
    from rareearth_cli.domain.units import PERCENT

    check_output(output)
    typed = " ".join(figure)
    quantity = parse_quantity(typed, least_digits=typed_digits(typed))
    if quantity.unit in (PERCENT, None):
        raise BadQuantity(f"'{quantity.printed}' is no amount", "give tonnes, such as 13.15Mt")
    percent = parse_quantity(f"{grade}%" if grade[-1:].isdigit() else grade) if grade is not None else None
    if percent is not None and percent.unit != PERCENT:
        raise BadQuantity(f"grade '{percent.printed}' is no percentage", "write it in %, such as 1.8%")
    factors = load_factors()
    emit(convert_figure(quantity, source, target, factors, element=element, grade=percent, unit=output.unit), output)
