"""The ``rareearth sources`` command: lists the publications that the estimates come from."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.options import (
    PlaceName,
    dataset_options,
    find_place_codes,
    publication_options,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result


@click.command()
@click.argument("names", metavar="[PLACE]...", nargs=-1, type=PlaceName())
@question_options("sources", "places")
@publication_options
@question_options("sources", "as_of")
@dataset_options
@partial(output_options, amounts=False)
def sources(
    names: tuple[str, ...],
    places: tuple[str, ...],
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
    **filters: Any,
) -> None:
    """List the publications in our data, and how each was read.

    \b
    rareearth sources
    rareearth sources russia
    rareearth sources russia --verification primary
    rareearth sources -f csv --columns id,title,url
    rareearth sources --sort published --desc --columns published,id,title

    'rareearth cite ID' gives one as a citation.
    """
    from rareearth_cli.analysis.listings import list_sources

    resolve_format(output)
    dataset = read_dataset(data, only)
    write_result(list_sources(dataset, places=find_place_codes((*names, *places), dataset), **filters), output, dataset)
