"""In a real terminal, driven through a pseudo-terminal: width, colour, characters."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals of POSIX")
import fcntl  # noqa: E402
import struct  # noqa: E402
import termios  # noqa: E402

from rich.cells import cell_len  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
OWN = """\
sources:
  own: {publisher: 中国稀土学会, short: 中国稀土学会, title: 稀土 元素 储量, url: "https://example.org", locator: 页,
        verification: primary, published: 2026-01-01, defaults: {basis: REO, category: 稀土 储量}}
estimates:
- {id: own, place: CHN, site: 白云鄂博, source: own, measure: reserves, printed: 44 Mt}
- {id: own2, place: CHN, source: own, measure: reserves, printed: 47 Mt, system: USGS, category: reserves,
   effective: 2026-01-01}
"""


def terminal(*arguments: object, columns: int = 100, cwd: Path = ROOT, **environment: str | None) -> str:
    """What a terminal of so many columns gets to see."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    everything = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment}
    given = {name: value for name, value in everything.items() if value is not None}
    command = [sys.executable, "-m", "rareearth_cli", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=given, cwd=cwd) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            seen += piece
        os.close(ours)
    assert process.wait() == 0
    return seen.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, True),
        (("--color", "auto"), {}, True),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        ((), {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"TERM": None}, True),
        (("-f", "csv"), {"FORCE_COLOR": "1"}, False),
        (("-f", "markdown"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_in_a_terminal(arguments, environment, coloured):
    assert ("\x1b[" in terminal("compare", "india", *arguments, **environment)) == coloured


@pytest.mark.parametrize("columns", [40, 80, 300])
@pytest.mark.parametrize(
    "command",
    [("compare", "china"), ("compare", "--all"), ("report", "china"), ("estimates", "--place", "china")],
    ids=" ".join,
)
def test_every_width_is_kept_with_characters_of_two_columns_and_no_figure_is_lost(tmp_path, command, columns):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    # By its bare name: the report repeats it, and how long the path of a temporary folder is must not matter.
    seen = terminal(*command, "--data", "own.yaml", columns=columns, cwd=tmp_path, NO_COLOR="1")
    widths = [cell_len(line) for line in seen.splitlines()]
    assert max(widths) <= max(columns, 80)  # numbers are never broken: below this they go before looks
    assert "�" not in seen
    assert "44" in re.sub(r"\s", "", seen)


def test_the_height_and_width_may_be_unknown():
    assert "Russia" in terminal("compare", "russia", columns=0)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "koi8-r", "utf-8"])
def test_a_stream_gets_characters_that_it_has(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "rareearth_cli", "compare", "russia"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        cwd=ROOT,
        check=True,
    )
    seen = done.stdout.decode(encoding)
    assert ("█" in seen) == (encoding == "utf-8")
    assert ("##########" in seen) == (encoding != "utf-8")
    assert "7.4 to 7.7" in seen


def test_help_fits_and_is_not_coloured():
    seen = terminal("compare", "--help", columns=80)
    assert max(map(len, seen.splitlines())) <= 80
    assert "\x1b" not in seen


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_a_page_of_the_manual_is_rendered_and_wrapped(columns):
    shown = terminal("help", "rules", columns=columns, PAGER="cat", NO_COLOR="1")
    assert "## " not in shown
    assert max(map(cell_len, shown.splitlines())) <= min(columns, 100)
    assert "R7.1 The rounding window" in shown


def test_a_link_to_another_page_names_the_command_that_shows_it():
    assert "rareearth help rules" in " ".join(terminal("help", "formats", PAGER="cat", NO_COLOR="1").split())


def test_a_citation_and_a_message_are_folded_in_a_terminal_and_whole_in_a_pipe(tmp_path):
    cited = terminal("cite", "rus-balance-2023", columns=80, COLUMNS=None)
    assert all(len(line) <= 80 for line in cited.splitlines() if "://" not in line)
    assert "https://unn.ua/en/news/russia-says-it-is-considering-rare-earth-projects-with-us-companies" in cited
    command = [sys.executable, "-m", "rareearth_cli", "cite", "rus-balance-2023"]
    piped = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert piped.count("\n") == 1
    table = tmp_path / "own.csv"
    table.write_text(f"place,measure,printed,publisher,{'x' * 60}\nNOR,reserves,8.8 Mt,A survey,1\n")
    said = terminal("validate", table, columns=80, COLUMNS=None)
    assert all(len(line) <= 80 for line in said.splitlines() if str(table) not in line)
