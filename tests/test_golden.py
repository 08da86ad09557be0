"""Whole transcripts: command, status, both streams. ``pytest --regenerate`` rewrites them; read the diff."""

import shlex
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parent / "golden"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path, run, request):
    command = path.read_text(encoding="utf-8").split("\n", 1)[0]
    result = run(*shlex.split(command.removeprefix("$ rareearth ")))
    transcript = "\n".join(
        [command, f"status {result.exit_code}", "--- stdout", result.stdout.rstrip("\n"), "--- stderr", result.stderr]
    )
    if request.config.getoption("--regenerate"):
        path.write_text(transcript, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == transcript


def test_there_are_transcripts():
    assert len(list(GOLDEN.glob("*.txt"))) >= 10
