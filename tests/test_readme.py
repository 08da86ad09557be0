"""The README shows what the tool prints, and names all it can do."""

import re
from pathlib import Path

import click
import pytest

from rareearth_cli.main import rareearth
from rareearth_cli.output import FORMATS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SCREEN = re.compile(r"<!-- screen: (.*?) -->\n```\n(.*?)```\n<!-- end -->", re.DOTALL)


def test_the_screen_is_what_the_command_prints(run, request):
    text = README.read_text(encoding="utf-8")
    ((command, shown),) = SCREEN.findall(text)
    printed = run(*command.split()).stdout
    if request.config.getoption("--regenerate"):
        block = f"<!-- screen: {command} -->\n```\n{printed}```\n<!-- end -->"
        README.write_text(SCREEN.sub(lambda _: block, text), encoding="utf-8")
    else:
        assert shown == printed


@pytest.mark.parametrize(
    "command",
    [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/rareearth compare russia",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ],
)
def test_the_two_commands_stand_in_it(command):
    assert f"```\n{command}\n```" in README.read_text(encoding="utf-8")


def test_every_command_and_option_is_in_it():
    text = README.read_text(encoding="utf-8")
    commands = dict(rareearth.commands)
    for group, command in rareearth.commands.items():
        if isinstance(command, click.Group):
            commands |= {f"{group} {name}": one for name, one in command.commands.items()}
    for name, command in commands.items():
        assert f"`rareearth {name}" in text, f"say in README.md what 'rareearth {name}' does"
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "help":
                assert any(re.search(rf"{spelling}\b", text) for spelling in option.opts), f"{name} {option.opts}"
    missing = [name for name in FORMATS if f"`{name}`" not in text]
    assert not missing, "name them in README.md: see docs/development/format.md"


def test_the_changelog_and_the_citation_know_the_version():
    from rareearth_cli import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
