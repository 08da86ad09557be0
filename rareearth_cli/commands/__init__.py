"""The command line: parse, call, write, choose an exit status."""

from rareearth_cli.commands.cli import main, rareearth

__all__ = ["main", "rareearth"]
