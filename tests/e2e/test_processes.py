"""What only processes of their own can show: pipes, signals, full disks, closed streams, poor environments."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "rareearth_cli"]
OLD = "old and precious\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, devices and shells of POSIX")


def shell(script: str, *, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of bash, in which $R is the command."""
    return subprocess.run(
        ["bash", "-c", script.replace("$R", " ".join(COMMAND))],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A dataset that takes a while to write."""
    path = tmp_path_factory.mktemp("many") / "own.yaml"
    rows = [
        f"- {{id: own{at}, like: rus-balance-2023, printed: {at + 1} t, effective: 2026-01-01}}" for at in range(4_000)
    ]
    path.write_text("\n".join(["estimates:", *rows]) + "\n", encoding="utf-8")
    return path


@contextlib.contextmanager
def writing(data: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, caught while it writes: a draft lies beside the file that it will replace."""
    (folder / "a.json").write_text(OLD, encoding="utf-8")
    command = [*COMMAND, "estimates", "--all-statements", "--data", data, "-o", folder / "a.json"]
    # Whoever runs the tests may ignore that signal, and a child inherits that.
    ignored = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        signal.signal(signal.SIGHUP, ignored)
        while process.poll() is None and not drafts(folder):
            pass
        yield process


def drafts(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".rareearth-")]  # noqa: PTH208  as quick as can be


@pytest.mark.parametrize(
    "ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda one: one.name
)
def test_a_process_that_is_ended_while_it_writes_leaves_the_old_file_whole(many, tmp_path, ending):
    for attempt in range(10):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        with writing(many, folder) as process:
            process.send_signal(ending)
            said = process.communicate(timeout=60)[1]
        content = (folder / "a.json").read_text(encoding="utf-8")
        if content == OLD:
            break
        assert len(json.loads(content)["estimates"]) >= 4_000  # done before the signal came: whole
    assert content == OLD
    assert process.returncode == (-signal.SIGKILL if ending == signal.SIGKILL else 128 + ending)
    assert said.strip() == ""
    assert len(drafts(folder)) == (ending == signal.SIGKILL)


@pytest.mark.parametrize("form", ["csv", "json", "md", "txt"])
def test_a_full_disk_leaves_the_old_file_whole(tmp_path, form):
    path = tmp_path / f"a.{form}"
    path.write_text(OLD, encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "estimates", "--all-statements", "-o", path],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        # No file may grow beyond this: the system refuses to write on, as it does where a disk is full.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Error: {path}: File too large; the file is as it was\n"
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [(path.name, OLD)]


@pytest.mark.parametrize("delay", [0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4])
def test_an_interrupt_ends_it_quietly_at_any_moment(delay):
    code = "import rareearth_cli.__main__ as it; print('up', flush=True); it.main()"
    command = [sys.executable, "-c", code, "compare", "--all", "-o", "/dev/null"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    # By the signal itself while parts are loading, which a shell shows as 130 too.
    assert process.returncode in (0, 130, -signal.SIGINT)
    assert said.strip() == ""


def test_a_fifo_that_nobody_writes_to_is_waited_for_and_an_interrupt_ends_that(tmp_path):
    os.mkfifo(tmp_path / "own.yaml")
    with subprocess.Popen(
        [*COMMAND, "sources", "--data", tmp_path / "own.yaml"], stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=1.5)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=60)[1]
        finally:
            process.kill()  # of one that does not end, the test tells, and does not wait for it
    assert (process.returncode, said.strip()) == (130, b"")


ROWS = "id,place,name"


@pytest.mark.parametrize(
    ("script", "status", "out", "err"),
    [
        # closed and full streams
        ("$R compare russia >&-", 2, "", "Error: standard output: it is closed: write to a file with -o\n"),
        ("$R compare russia -f csv >&-", 2, "", "Error: standard output: it is closed: write to a file with -o\n"),
        ("$R compare russia -f csv -o a.csv >&-; head -c 13 a.csv", 0, ROWS, ""),
        ("$R compare russia -f csv 2>&- | head -c 13", 0, ROWS, ""),
        ("$R compare russia -f csv <&- | head -c 13", 0, ROWS, ""),
        ("$R compare russia >&- 2>&- <&-", 2, "", ""),
        ("$R --help >&-", 2, "", "Error: standard output: it is closed: write to a file with -o\n"),
        ("$R compare --help >&-", 2, "", "Error: standard output: it is closed: write to a file with -o\n"),
        ("$R --version >&-", 2, "", "Error: standard output: it is closed: write to a file with -o\n"),
        ("$R compare russsia 2>&-", 2, "", ""),
        ("$R compare russsia 2>/dev/full", 2, "", ""),
        ("$R compare russia --as-of 2024 -f csv 2>/dev/full | head -c 13", 0, ROWS, ""),
        ("$R compare russia -v -f csv 2>/dev/full | head -c 13", 0, ROWS, ""),
        ("$R compare russia >/dev/full", 2, "", "Error: standard output: No space left on device; make room, or write somewhere else\n"),
        ("$R compare russia -f csv -o /dev/full", 2, "", "Error: /dev/full: No space left on device; make room, or write somewhere else\n"),
        ("$R compare --help >/dev/full", 2, "", "Error: No space left on device; make room, or write somewhere else\n"),
        ("$R estimates -f csv | true; exit ${PIPESTATUS[0]}", 141, "", ""),
        # what -o and --data may name
        ("$R compare russia -f csv -o /dev/stdout | head -c 13", 0, ROWS, ""),
        ("$R compare russia -f csv -o - | head -c 13", 0, ROWS, ""),
        ("mkfifo p; $R compare russia -f csv -o p & head -c 13 p; wait", 0, ROWS, ""),
        ("mkfifo p; echo 'estimates: []' >p & $R compare russia -f csv --data p | head -c 13", 0, ROWS, ""),
        ("$R compare russia -f csv --data <(echo 'estimates: []') | head -c 13", 0, ROWS, ""),
        ("echo 'estimates: []' | $R compare russia -f csv --data /dev/stdin | head -c 13", 0, ROWS, ""),
        ("$R compare russia -f csv -o ./-; head -c 13 ./-", 0, ROWS, ""),
        ("ln -s new.csv a.csv; $R compare russia -f csv -o a.csv; head -c 13 new.csv", 0, ROWS, ""),
        ("ln -s /no/such/new.csv a.csv; $R compare russia -o a.csv", 2, "", "Error: /no/such: no such folder: make it first\n"),
        ("echo old >a.csv; chmod 444 a.csv; $R compare russia -o a.csv; s=$?; cat a.csv; exit $s", 2, "old\n", "Error: a.csv: it is read-only: make it writable, or name another file\n"),
        ("$R compare russia -o .", 2, "", "-o needs the name of a file"),
        ("mkdir d; $R compare russia -o d", 2, "", "Error: d: Is a directory; name a file\n"),
        ("$R compare russia -o no/a.csv", 2, "", "such folder: make it first"),
        ("touch f; $R compare russia -o f/a.csv", 2, "", "such folder: make it first"),
        ("ln -s a.csv b.csv; $R compare russia -o b.csv; test -L b.csv && head -c 13 a.csv", 0, ROWS, ""),
        ("ln -s b.csv a.csv; ln -s a.csv b.csv; $R compare russia -o b.csv", 2, "", "Error: b.csv: a link that leads to itself: name another file\n"),
        ("$R compare russia -o $(printf 'x%.0s' {1..300}).csv", 2, "", "File name too long"),
        ("$R compare russia --data d/", 2, "", "Error: d: No such file or directory; check its name\n"),
        ("mkdir d; $R compare russia --data d", 2, "", "Error: d: Is a directory; name a file\n"),
        ("touch f; $R compare russia --data f/own.yaml", 2, "", "Error: f/own.yaml: Not a directory; check its name\n"),
        # poor environments
        ("env -i PYTHONPATH=$PYTHONPATH $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("MPLBACKEND=module://no.such.backend $R compare russia -f svg | head -c 5", 0, "<?xml", ""),
        ("MPLBACKEND=foo $R rank -f svg | head -c 5", 0, "<?xml", ""),
        ("MPLBACKEND=module://matplotlib_inline.backend_inline $R rank -f svg | head -c 5", 0, "<?xml", ""),
        ("diff <($R compare --help) <(PYTHONOPTIMIZE=2 $R compare --help) && PYTHONOPTIMIZE=2 $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("env -u HOME $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("HOME=$PWD/missing $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("mkdir gone; cd gone; rmdir ../gone; $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("COLUMNS=many $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("TZ=Nowhere/Nothing $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("RAREEARTH_DATA= $R compare russia -f csv | head -c 13", 0, ROWS, ""),
        ("(ulimit -n 8; $R compare russia -f csv) | head -c 13", 0, ROWS, ""),
        ("PYTHONIOENCODING=ascii $R compare Россiя", 2, "", "unknown place 'Росс"),
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $R compare Россiя", 2, "", "did you mean Russia?"),
        ("PYTHONIOENCODING=ascii:strict $R --help | head -c 5", 0, "Usage", ""),
    ],
)  # fmt: skip
def test_streams_files_and_environments(tmp_path, script, status, out, err):
    done = shell(script, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (status, out), done.stderr
    assert (done.stderr == err) if err.endswith("\n") or not err else (err in done.stderr)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Error:") == bool(done.stderr)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_a_file_that_may_not_be_read_or_replaced_is_trouble(tmp_path):
    for act in (_unreadable, _unwritable):
        arguments, name = act(tmp_path)
        done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=ROOT, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{name}: Permission denied" in done.stderr
        assert "ask for permission, or name another file" in done.stderr


def _unreadable(folder: Path) -> tuple[list[object], Path]:
    path = folder / "own.yaml"
    path.write_text("", encoding="utf-8")
    path.chmod(0)
    return ["sources", "--data", path], path


def _unwritable(folder: Path) -> tuple[list[object], Path]:
    (folder / "closed").mkdir(mode=0o555)
    path = folder / "closed" / "a.csv"
    return ["sources", "-o", path], path


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_machine_formats_are_the_same_bytes_in_every_environment(form):
    environments: list[dict[str, str]] = [
        {},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
        {"LANG": "tr_TR.UTF-8", "COLUMNS": "40", "FORCE_COLOR": "1", "TERM": "dumb"},
    ]
    outputs = {_bytes("compare", "russia", "-f", form, **environment) for environment in environments}
    assert len(outputs) == 1


def _bytes(*arguments: str, **environment: str) -> bytes:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment, cwd=ROOT, check=True).stdout
