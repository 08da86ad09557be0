"""``rareearth sources``: where the figures come from."""

from pathlib import Path

import click

from rareearth_cli.commands.options import dataset_options, read_dataset
from rareearth_cli.commands.output import Output, check_output, emit, output_options


@click.command()
@dataset_options
@output_options
def sources(data: tuple[Path, ...], only: bool, output: Output) -> None:
    """List the publications on record, with where and how each was read.

    \b
    rareearth sources
    rareearth sources -f csv --columns id,title,url
    rareearth sources --sort published --desc --columns published,id,title
    """
    from rareearth_cli.analysis.listings import list_sources

    check_output(output)
    emit(list_sources(read_dataset(data, only)), output)
