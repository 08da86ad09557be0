"""``rareearth places``: the places that can be asked for, and their names."""

from functools import partial
from pathlib import Path

import click

from rareearth_cli.cli.options import dataset_options, read_dataset
from rareearth_cli.cli.output_options import Output, check_output, emit, output_options


@click.command()
@dataset_options
@partial(output_options, amounts=False)
def places(data: tuple[Path, ...], only: bool, output: Output) -> None:
    """List the places that can be asked for, and their names.

    \b
    rareearth places
    rareearth places --sort figures --desc --columns place,name,figures
    """
    from rareearth_cli.analysis.listings import list_places

    check_output(output)
    dataset = read_dataset(data, only)
    emit(list_places(dataset), output, dataset)
