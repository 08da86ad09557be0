"""No file takes more memory than stated, and too little memory is trouble with a message."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.files import FILES

ROOT = Path(__file__).resolve().parents[2]
#: What the largest file that is accepted may take, with Python and pandas.
_MOST_BYTES = 1_200 * 2**20


@pytest.mark.parametrize("name", ["100 MB", "values without end", "deep lists", "alias bomb"])
def test_memory_is_bounded(tmp_path, name):
    (tmp_path / "own.yaml").write_bytes(FILES[name].content())
    done = limited("sources", "--data", tmp_path / "own.yaml")
    assert done.returncode == 3, done.stderr


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/urandom"])
def test_a_device_without_end_is_not_read_to_its_end(device):
    if not Path(device).exists():
        pytest.skip(f"no {device} on this system")
    done = limited("sources", "--data", device)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"{device}, line 1 [RE005]: more than 256 MiB; divide the file\n"


def test_too_little_memory_is_trouble_with_a_message(tmp_path):
    (tmp_path / "own.yaml").write_bytes(b"estimates:\n" + b"- a\n" * 900_000)
    done = limited("sources", "--data", tmp_path / "own.yaml", most=160 * 2**20)
    assert done.returncode == 2
    assert done.stderr == "Error: not enough memory; ask for fewer figures, or read smaller files\n"


def limited(*arguments: object, most: int = _MOST_BYTES) -> subprocess.CompletedProcess[str]:
    """The command in a process that gets no more than so much memory."""
    return subprocess.run(
        [sys.executable, "-m", "rareearth_cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    )
