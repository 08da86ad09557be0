"""Formats at the command line: a missing library, bytes and terminals, a page in a pipe."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from rareearth_cli.output import FORMATS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.library])
def test_a_missing_library_is_an_error_that_names_the_command_to_install_it(name):
    form = FORMATS[name]
    code = (
        f"import sys; sys.modules[{form.library!r}] = None\n"
        "from rareearth_cli.main import rareearth\n"
        f"rareearth(['compare', 'russia', '-f', {name!r}, '-o', '/no/such/folder/file'], prog_name='rareearth')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name} needs {form.library}" in done.stderr
    assert f"-m pip install 'rareearth-cli[{form.extra}]'" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
@pytest.mark.parametrize(("name", "status"), [("png", 2), ("xlsx", 2), ("svg", 0)])
def test_bytes_do_not_go_to_a_terminal(name, status):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "rareearth_cli", "compare", "canada", "-f", name]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        said = process.stderr.read()
    os.close(ours)
    assert process.returncode == status
    assert ("not for a terminal" in said) == (status == 2)
    assert bool(shown) == (status == 0)


def _read(descriptor):
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that nobody holds the other end any more
        return b""


def test_a_page_in_a_pipe_is_utf_8_in_any_locale():
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "rareearth_cli", "compare", "russia", "-f", "html"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=plain, check=True)
    assert "× USGS" in done.stdout.decode("utf-8")
