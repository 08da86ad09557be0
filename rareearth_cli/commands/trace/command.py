"""The ``rareearth trace`` command line: options, arguments and the call of the query."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from rareearth_cli.cli.options import (
    PlaceName,
    as_of_option,
    dataset_options,
    find_place_codes,
    read_dataset,
    year_option,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, reject_unit, resolve_format, write_result


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
    output: OutputOptions,
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
    from rareearth_cli.analysis.question import TraceQuestion
    from rareearth_cli.commands.trace.query import trace_figure
    from rareearth_cli.commands.trace.view import build_answer

    resolve_format(output)
    reject_unit(output, "a trace")
    dataset = read_dataset(data, only)
    question = TraceQuestion(
        figure=" ".join(" ".join(figure).split()),
        places=find_place_codes(places, dataset),
        year=year,
        as_of=as_of,
    )
    write_result(build_answer(trace_figure(dataset, question)), output, dataset)
