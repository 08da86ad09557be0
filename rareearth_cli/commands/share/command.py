"""The ``rareearth share`` command line: options, arguments and the call of the query."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    PlaceName,
    dataset_options,
    find_place_codes,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, reject_unit, resolve_format, write_result
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.quantity import Quantity, parse_share
from rareearth_cli.model.vocabulary import SHARE_MEASURES


class Percentage(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A claimed share in percent; the percent sign is optional."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quantity:
        """Parse a share as typed."""
        if isinstance(value, Quantity):
            return value
        try:
            return parse_share(str(value))
        except BadQuantity as error:
            self.fail(f"{error}", param, ctx)


@click.command()
@click.argument("place", type=PlaceName())
@question_options(
    "share",
    *("claimed", "measure", "year", "as_of", "all_statements"),
    claimed={"type": Percentage()},
    measure={"type": click.Choice(list(SHARE_MEASURES))},
)
@dataset_options
@partial(output_options, amounts=False)
def share(
    place: str, measure: str | None, data: tuple[Path, ...], only: bool, output: OutputOptions, **options: Any
) -> None:
    """Show a place's share of the world, and check a claimed share.

    \b
    rareearth share china
    rareearth share china --claimed 95%
    rareearth share china --measure reserves
    rareearth share russia --claimed 20% --measure reserves

    Shares that we calculate from the tables of one source are marked as calculated. Where the total is "more than"
    an amount, they are "at most".
    """
    from rareearth_cli.commands.share.query import list_shares
    from rareearth_cli.commands.share.view import build_answer
    from rareearth_cli.model.questions import ShareQuestion

    resolve_format(output)
    reject_unit(output, "share")
    dataset = read_dataset(data, only)
    stage = SHARE_MEASURES[measure] if measure else None
    question = ShareQuestion(place=find_place_codes([place], dataset)[0], stage=stage, **options)
    write_result(build_answer(list_shares(dataset, question)), output, dataset)
