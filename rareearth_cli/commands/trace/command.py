"""``rareearth trace``: where a number comes from."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from rareearth_cli.cli.options import PlaceName, as_of_option, dataset_options, place_codes, read_dataset, year_option
from rareearth_cli.cli.output_options import Output, check_output, emit, output_options, refuse_unit


@click.command()
@click.argument("figure", nargs=-1, required=True)
@click.option("--place", "places", multiple=True, type=PlaceName(), help="Only figures of this place (repeatable).")
@year_option
@as_of_option
@dataset_options
@partial(output_options, amounts=False)
def trace(
    figure: tuple[str, ...],
    places: tuple[str, ...],
    year: str | None,
    as_of: date | None,
    data: tuple[Path, ...],
    only: bool,
    output: Output,
) -> None:
    """Trace a number to figures it may come from, and known traps.

    \b
    rareearth trace 12 million tonnes --place russia
    rareearth trace 694 Mt
    rareearth trace 28.7
    rareearth trace 95% --place china
    rareearth trace "31 million tons" --place mongolia

    A number without a unit is read in every unit that is sensible. Nothing found is an answer too: the status
    is 0, and what was searched is said.
    """
    from rareearth_cli.commands.trace.query import TraceQuestion
    from rareearth_cli.commands.trace.query import trace as trace_figure

    check_output(output)
    refuse_unit(output, "a trace")
    dataset = read_dataset(data, only)
    question = TraceQuestion(
        figure=" ".join(" ".join(figure).split()),
        places=place_codes(places, dataset),
        year=year,
        as_of=as_of,
    )
    emit(trace_figure(dataset, question), output, dataset)
