"""Which columns a command writes."""

import click

from rareearth_cli.model.fields import COLUMNS


def columns_of(ctx: click.Context) -> tuple[str, ...]:
    """The columns of the rows that a command writes, with the options that are given."""
    command = ctx.command_path.partition(" ")[2]
    flags = [opt for param in ctx.command.params if ctx.params.get(param.name or "") is True for opt in param.opts]
    return next((COLUMNS[key] for flag in flags if (key := f"{command} {flag}") in COLUMNS), COLUMNS[command])
