"""Pages, pictures and workbooks at the command line: what is missing or makes no sense is said before any work."""

import configparser
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from rareearth_cli.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.library])
def test_a_missing_library_is_an_error_that_names_the_command_to_install_it(name):
    form = FORMATS[name]
    code = (
        f"import sys; sys.modules[{form.library!r}] = None\n"
        "from rareearth_cli.commands import rareearth\n"
        f"rareearth(['compare', 'russia', '-f', {name!r}, '-o', '/no/such/folder/file'], prog_name='rareearth')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name} needs {form.library}" in done.stderr
    assert f"-m pip install 'rareearth-cli[{form.extra}]'" in done.stderr


def test_every_extra_is_one_that_installing_knows():
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "setup.cfg", encoding="utf-8")
    for form in FORMATS.values():
        if form.extra:
            assert metadata["options.extras_require"][form.extra].strip().startswith(f"{form.library} >= ")


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "russia", "-f", "svg", "--columns", "id"), "svg is a picture"),
        (("compare", "russia", "-f", "png", "--sort", "id"), "png is a picture"),
        (("compare", "russia", "-f", "html", "--no-header"), "--no-header has no meaning in html"),
        (("compare", "russia", "-f", "xlsx", "--unit", "Mt"), "xlsx is in tonnes"),
        (("sources", "-f", "svg"), "nothing to draw"),
        (("places", "-o", "places.png"), "nothing to draw"),
        (("convert", "13.15Mt", "--from", "monazite", "-f", "svg"), "nothing to draw"),
    ],
)
def test_what_makes_no_sense_is_refused(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_suffix_picks_the_format(run, tmp_path):
    starts = {"a.html": b"<!DOCTYPE html>", "b.svg": b"<?xml", "c.PNG": b"\x89PNG", "d.xlsx": b"PK"}
    for name, start in starts.items():
        assert run("compare", "canada", "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().lstrip().startswith(start)


def test_a_page_in_a_pipe_is_utf_8_in_any_locale():
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "rareearth_cli", "compare", "russia", "-f", "html"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=plain, check=True)
    assert "× USGS" in done.stdout.decode("utf-8")
