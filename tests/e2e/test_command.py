"""What only a process of its own can show: pipes, colour, locales, interrupts, internal errors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def rareearth(*arguments, **options):
    """The real command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), **options.pop("env", {})}
    command = [sys.executable, "-m", "rareearth_cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, check=False, **options)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and shells of POSIX")
class TestProcess:
    """What only a process of its own can show."""

    def test_a_reader_that_leaves_is_no_failure(self):
        command = f"set -o pipefail; {sys.executable} -m rareearth_cli estimates -f csv --all-statements | head -1"
        root = str(Path(__file__).resolve().parents[2])
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=root, check=False)
        assert done.returncode in (0, 141)
        assert done.stdout.startswith("id,place,")
        assert done.stderr == ""

    def test_a_full_disk_is_trouble(self):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "rareearth_cli", "compare", "russia"],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).resolve().parents[2],
                check=False,
            )
        said = "Error: standard output: No space left on device; make room, or write somewhere else\n"
        assert (done.returncode, done.stderr) == (2, said)

    def test_a_pipe_is_neither_cut_nor_coloured(self):
        done = rareearth("compare", "china")
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\x1b" not in done.stdout
        assert "…" not in done.stdout.decode()

    def test_force_color_colours_a_pipe_and_no_color_forbids_it(self):
        assert b"\x1b[" in rareearth("compare", "russia", env={"FORCE_COLOR": "1"}).stdout
        assert b"\x1b" not in rareearth("compare", "russia", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
        assert b"\x1b" not in rareearth("compare", "russia", "-f", "csv", env={"FORCE_COLOR": "1"}).stdout

    @pytest.mark.parametrize("form", ["table", "csv", "markdown"])
    def test_any_locale_will_do(self, form):
        plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = rareearth("compare", "Турция" if form == "csv" else "turkey", "russia", "-f", form, env=plain)
        assert (done.returncode, done.stderr) == (0, b"")
        if form == "table":
            assert done.stdout.isascii()

    def test_an_interrupt_is_130(self):
        code = (
            "import rareearth_cli.commands.compare.query as module\n"
            "def stop(*_, **__): raise KeyboardInterrupt\n"
            "module.compare_places = stop\n"
            "from rareearth_cli.main import main; import sys\n"
            "sys.argv = ['rareearth', 'compare', 'russia']; main()"
        )
        root = Path(__file__).resolve().parents[2]
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
        assert (done.returncode, done.stdout) == (130, "")
        assert "Traceback" not in done.stderr

    def test_an_internal_error_is_2_never_1(self):
        code = (
            "import rareearth_cli.commands.compare.query as module\n"
            "def fail(*_, **__): raise RuntimeError('made up')\n"
            "module.compare_places = fail\n"
            "from rareearth_cli.main import main; import sys\n"
            "sys.argv = ['rareearth', 'compare', 'russia']; main()"
        )
        root = Path(__file__).resolve().parents[2]
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
        assert done.returncode == 2
        assert "internal error: RuntimeError: made up" in done.stderr
        assert "Traceback" not in done.stderr
