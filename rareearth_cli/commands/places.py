"""The ``rareearth places`` command: lists the places that other commands accept, with their names."""

from functools import partial
from pathlib import Path

import click

from rareearth_cli.cli.options import dataset_options, read_dataset
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_result


@click.command()
@click.option("--all", "all_names", is_flag=True, help="List all names, and places without figures too.")
@dataset_options
@partial(output_options, amounts=False)
def places(all_names: bool, data: tuple[Path, ...], only: bool, output: OutputOptions) -> None:
    """List the places that have figures, and their names.

    \b
    rareearth places
    rareearth places --all
    rareearth places --sort figures --desc --columns place,name,figures
    """
    from rareearth_cli.analysis.listings import list_places

    resolve_format(output)
    dataset = read_dataset(data, only)
    write_result(list_places(dataset, all_names=all_names), output, dataset)
