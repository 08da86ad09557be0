"""What `commands/` has, can be typed."""

from pathlib import Path

from rareearth_cli import commands
from rareearth_cli.main import rareearth

FOLDER = Path(commands.__file__).parent


def test_every_command_is_added_in_main():
    defining = {
        ".".join((commands.__name__, *path.relative_to(FOLDER).with_suffix("").parts))
        for path in FOLDER.rglob("*.py")
        if "\n@click.command(" in (text := path.read_text(encoding="utf-8")) or "\n@click.group(" in text
    }
    added = {one.callback.__module__ for one in rareearth.commands.values() if one.callback is not None}
    assert added == defining, "add it in rareearth_cli/main.py: see docs/development/question.md"
