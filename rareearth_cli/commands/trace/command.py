"""The ``rareearth trace`` command line: options, arguments and the call of the query."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    dataset_options,
    find_place_codes,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, reject_unit, resolve_format, write_result


@click.command()
@click.argument("figure", nargs=-1, required=True)
@question_options("trace", "places", "year", "as_of")
@dataset_options
@partial(output_options, amounts=False)
def trace(
    figure: tuple[str, ...],
    places: tuple[str, ...],
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
    **options: Any,
) -> None:
    """Find where a number may come from, known mistakes included.

    \b
    rareearth trace 12 million tonnes --place russia
    rareearth trace 694 Mt
    rareearth trace 28.7
    rareearth trace 95% --place china
    rareearth trace "31 million tons" --place mongolia

    A number without a unit is read in every unit that makes sense. The exit status is 0 if nothing is found too.
    """
    from rareearth_cli.commands.trace.query import trace_figure
    from rareearth_cli.commands.trace.view import build_answer
    from rareearth_cli.model.questions import TraceQuestion

    resolve_format(output)
    reject_unit(output, "a trace")
    dataset = read_dataset(data, only)
    text = " ".join(" ".join(figure).split())
    question = TraceQuestion(text, find_place_codes(places, dataset), **options)
    write_result(build_answer(trace_figure(dataset, question)), output, dataset)
