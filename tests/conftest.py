"""What all tests share: one way to run the command, and the bundled dataset read once."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from rareearth_cli.main import rareearth
from rareearth_cli.model.records import Dataset
from rareearth_cli.record.load import load_dataset

# The same examples on every machine, and no verdict on how fast it is.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("steady")

# A suite that runs in the background has interrupts ignored, and so would have every process that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Run = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="rewrite golden transcripts and the README's screen")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same output wherever the tests run."""
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TERM", "TTY_COMPATIBLE", "RAREEARTH_DATA", "RAREEARTH_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run() -> Run:
    """Run ``rareearth`` with arguments; the result has exit_code, stdout, stderr. A defect of ours fails the test."""

    def invoke(*arguments: object) -> Result:
        typed = [str(one) for one in arguments]
        result = CliRunner().invoke(rareearth, typed, prog_name="rareearth", catch_exceptions=False)
        if "internal error" in result.stderr:
            pytest.fail(CliRunner().invoke(rareearth, [*typed, "--debug"], prog_name="rareearth").stderr)
        return result

    return invoke


@pytest.fixture(scope="session")
def bundled() -> Dataset:
    return load_dataset()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The research folder beside the checkout: absent on a fresh machine, linked in by .ci/run where it is there."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which only the maintainers' machines have")
    return SHARED


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Write a dataset to a file and give its path."""

    def write_text(text: str, name: str = "own.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_text
