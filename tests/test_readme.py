"""The README shows what the tool prints, and names all it can do."""

import re
import shlex
from pathlib import Path

import pytest

from rareearth_cli.output import FORMATS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
#: A screen: its command, how many of its lines are shown, and the lines.
SCREEN = re.compile(r"<!-- screen: (.*?) \| (\d+) -->\n```\n(.*?)```$", re.DOTALL | re.MULTILINE)
OWN = re.compile(r"```\n(place,measure.*?)```", re.DOTALL)


def test_each_screen_is_what_its_command_prints(run, request, tmp_path, monkeypatch):
    text = README.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text(OWN.findall(text)[0], encoding="utf-8")

    def print_screen(screen: re.Match[str]) -> str:
        command, shown = screen[1], int(screen[2])
        lines = run(*shlex.split(command)).stdout.splitlines()
        more = " …" if len(lines) > shown else ""
        head = f"$ rareearth {command}\n" + "\n".join(lines[:shown]).rstrip() + f"{more}\n"
        return f"<!-- screen: {command} | {shown} -->\n```\n{head}```"

    printed = SCREEN.sub(print_screen, text)
    if request.config.getoption("--regenerate"):
        README.write_text(printed, encoding="utf-8")
    assert len(SCREEN.findall(text)) >= 5
    assert README.read_text(encoding="utf-8") == printed


def test_it_is_short():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_every_page_of_the_manual_is_in_the_table_of_pages():
    linked = set(re.findall(r"\(docs/([\w.-]+)\.md\)", README.read_text(encoding="utf-8")))
    assert linked == {path.stem for path in (ROOT / "docs").glob("*.md")}


@pytest.mark.parametrize(
    "command",
    [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/rareearth compare russia",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
    ],
)
def test_the_two_commands_stand_in_it(command):
    assert f"```\n{command}\n```" in README.read_text(encoding="utf-8")


def test_the_page_on_formats_names_every_format():
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    missing = [name for name in FORMATS if f"`{name}`" not in text]
    assert not missing, "name them in docs/formats.md: see docs/development/format.md"


def test_the_changelog_and_the_citation_know_the_version():
    from rareearth_cli import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
