"""docs/commands.md has every command with its examples and options, made from the help texts."""

import re
from pathlib import Path

import click

from rareearth_cli.main import rareearth

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
#: A place is described once; the options that all commands share are described in one table.
HEAD = """# Commands

Made by `tests/test_commands_page.py` from the help texts. A place is a name in many languages or an ISO 3166 code:
`russia`, `RU`, `RUS`, `Russland`, `Россия`, `俄罗斯`. A near miss is an error with a suggestion, never a guess.
"""
SHARED_HEAD = "## Options of most commands"


def list_commands(group: click.Group, path: str = "") -> dict[str, click.Command]:
    found = {}
    for name, command in group.commands.items():
        found[f"{path}{name}"] = command
        if isinstance(command, click.Group):
            found |= list_commands(command, f"{path}{name} ")
    return found


def describe(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    default = "" if "[default" in (option.help or "") or not option.show_default else f" Default: {option.default}."
    words = (option.help or "").replace("|", "\\|").replace("  [", " [")
    choices = ""
    if isinstance(option.type, click.Choice):
        choices = f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    return f"| {names} | {words}{choices}{default} |"


def build_page() -> str:
    commands = list_commands(rareearth)
    lines = {
        name: [describe(one) for one in command.params if isinstance(one, click.Option)]
        for name, command in commands.items()
    }
    shared = [line for line in lines["compare"] if sum(line in own for own in lines.values()) >= len(commands) // 2]
    parts = [HEAD]
    for name, command in commands.items():
        text = re.sub(r"\n {2,}", "\n", (command.help or "").replace("\b\n", ""))
        lead, _, rest = text.partition("\n\n")
        examples, _, more = rest.partition("\n\n")
        own = [line for line in lines[name] if line not in shared]
        usage = " ".join(
            one.make_metavar(click.Context(command)) for one in command.params if isinstance(one, click.Argument)
        )
        parts += [
            f"\n## `rareearth {name}{' ' + usage if usage else ''}`\n\n{' '.join(lead.split())}\n",
            "\n```\n" + "\n".join(line.strip() for line in examples.splitlines()) + "\n```\n",
            f"\n{' '.join(more.split())}\n" if more.strip() else "",
            "\n| option | meaning |\n|---|---|\n" + "\n".join(own) + "\n" if own else "",
        ]
    parts.append(f"\n{SHARED_HEAD}\n\n| option | meaning |\n|---|---|\n" + "\n".join(shared) + "\n")
    return "".join(parts)


def test_the_page_has_every_command_with_its_options(pytestconfig):
    if pytestconfig.getoption("regenerate"):
        PAGE.write_text(build_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == build_page(), (
        "regenerate it: pytest --regenerate tests/test_commands_page.py"
    )
