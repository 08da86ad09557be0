"""The columns that a command writes."""

import click

from rareearth_cli.model.fields import COLUMNS_BY_COMMAND


def command_columns(ctx: click.Context) -> tuple[str, ...]:
    """Return the columns of the rows that the command writes, given the flags that are set."""
    command = find_columns_key(ctx.command_path.partition(" ")[2])
    flags = [opt for param in ctx.command.params if ctx.params.get(param.name or "") is True for opt in param.opts]
    return next(
        (COLUMNS_BY_COMMAND[key] for flag in flags if (key := f"{command} {flag}") in COLUMNS_BY_COMMAND),
        COLUMNS_BY_COMMAND[command],
    )


def find_columns_key(command: str) -> str:
    """Find the key of a command in `COLUMNS_BY_COMMAND`; the commands below one, such as the importers, share a key."""
    group, _, below = command.partition(" ")
    return f"{group} *" if below else group
