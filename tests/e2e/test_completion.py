"""Tab in real shells."""

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import missing

ROOT = Path(__file__).resolve().parents[2]


class Shell:
    """A shell in a pseudo-terminal, in which completion is switched on as docs/scripts.md says."""

    def __init__(self, command: list[str], home: Path) -> None:
        pty = pytest.importorskip("pty", reason="pseudo-terminals of POSIX")
        program = home / "bin" / "rareearth"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rareearth_cli "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        environment = {
            "HOME": str(home), "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
            "TERM": "dumb", "LC_ALL": "C.UTF-8", "PS1": "> ", "HISTFILE": "",
        }  # fmt: skip
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=home, start_new_session=True
        )
        os.close(theirs)
        (line,) = re.findall(rf'^(.*eval "\$\(_RAREEARTH_COMPLETE={command[0]}_source.*?)  +#', SCRIPTS, re.MULTILINE)
        self.type(f"{line}; echo rea''dy\r")
        self.until("ready")

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, expected: str, seconds: float = 60.0) -> str:
        """What the terminal shows up to a text that must come."""
        seen, end = "", time.monotonic() + seconds
        while expected not in seen:
            ready, _, _ = select.select([self._ours], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"no '{expected}' in {seen!r}"
            seen += os.read(self._ours, 65536).decode("utf-8", "replace")
        return seen

    def completed(self, typed: str) -> str:
        """The line that Tab makes of what is typed; the shell itself says so."""
        self.type(f"{typed}\t")
        self.type("\x01echo 'is <\x05>'\r")  # Ctrl-A, Ctrl-E: around the line
        line = re.search(r"^is <(.*?) ?>\r?$", self.until(">\r\n"), re.MULTILINE)
        assert line
        return line[1]

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)


SCRIPTS = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
SHELLS = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    if request.param == "zsh" and shutil.which("zsh") is None:
        missing("zsh")
    started = Shell(SHELLS[request.param], tmp_path_factory.mktemp(request.param))
    yield started
    started.close()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("rareearth compare rus", "rareearth compare russia"),
        ("rareearth compare russia --baseline weng-2", "rareearth compare russia --baseline weng-2015"),
        ("rareearth compare russia --baseline=weng-2", "rareearth compare russia --baseline=weng-2015"),
        ("rareearth estimates --columns id,value_t,verif", "rareearth estimates --columns id,value_t,verification"),
        ("rareearth rank --using russia=rus-balance-2023-r", "rareearth rank --using russia=rus-balance-2023-ready"),
        ("rareearth cite usgs-mcs-2026-v1.3/RUS/res", "rareearth cite usgs-mcs-2026-v1.3/RUS/reserves"),
        ("rareearth estimates --publisher british-g", "rareearth estimates --publisher british-geological-survey"),
        ("rareearth hist", "rareearth history"),
    ],
)  # fmt: skip
def test_tab_completes_in_a_real_shell(shell, typed, line):
    assert shell.completed(typed) == line
