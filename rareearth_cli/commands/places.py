"""The ``rareearth places`` command: lists the places that other commands accept, with their names."""

from functools import partial
from pathlib import Path

import click

from rareearth_cli.cli.options import dataset_options, read_dataset
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result


@click.command()
@dataset_options
@partial(output_options, amounts=False)
def places(data: tuple[Path, ...], only: bool, output: OutputOptions) -> None:
    """List the places that can be asked for, and their names.

    \b
    rareearth places
    rareearth places --sort figures --desc --columns place,name,figures
    """
    from rareearth_cli.analysis.listings import list_places

    resolve_format(output)
    dataset = read_dataset(data, only)
    write_result(list_places(dataset), output, dataset)
