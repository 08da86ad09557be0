"""Every command of the README runs, as the reader types it, and so does its example in Python."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: What stands in blocks, with or without a prompt, and what stands in the text without a place for a name.
COMMANDS = sorted(
    {
        *re.findall(r"^(?:\$ )?(rareearth [^\n#]*?)(?: {2,}#.*)?$", README, re.MULTILINE),
        *re.findall(r"`(rareearth [^`A-Z]*)`", README),
    }
)


@pytest.fixture
def folder(tmp_path):
    (own,) = re.findall(r"```\n(place,measure.*?)```", README, re.DOTALL)
    (tmp_path / "own.csv").write_text(own, encoding="utf-8")
    return tmp_path


def test_commands_are_found():
    assert len(COMMANDS) >= 12


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(command, folder):
    typed = command.replace("rareearth ", f"{sys.executable} -m rareearth_cli ", 1)
    done = subprocess.run(typed, shell=True, check=False, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    written = re.search(r"-o (\S+)|> (\S+)", command)
    if written:
        assert (folder / (written[1] or written[2])).stat().st_size


def test_the_example_in_python_runs():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    code += "\nassert len(frame) > 10 and (frame['ratio'] > 2).any()\n"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
