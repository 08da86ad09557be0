"""Every message in the code, with an input that provokes it: docs/messages.md, which ``--regenerate`` rewrites.

Each line of code that makes a message must be reached by one of the inputs below, by a file under ``tests/bad``, or
stand in the register with the test that reaches it.
"""

import ast
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rareearth_cli"
BAD = ROOT / "tests" / "bad"
PAGE = ROOT / "docs" / "messages.md"

#: What is typed, by what it is about. It is run in ``tests/bad``; a new message is a line here.
TYPED = {
    "Places, sources, figures and columns": """
        compare russsia
        compare congoo
        compare xyzzy
        compare russia --baseline usgs-mcs-2052
        compare russia --columns id,nothing
        compare russia --sort nothing
        estimates --id rus-balance-2032
        estimates --publisher Nobody
        estimates --source usgs-mcs-2052
        history russia --series usgs
        history russia --root nobody
        history russia --site Atlantis
        cite usgs-mcs-2052
        cite xyzzy
    """,
    "Options": """
        compere russia
        help me
        compare russia --colums id
        compare
        compare russia --all
        compare russia --pairs --explain
        compare tomtor --explain
        compare russia --pairs --unit kt
        compare russia --as-of yesterday
        compare russia --as-of 2026-02-30
        compare russia --measure tonnage
        compare russia --only
        compare russia --columns id,,place
        compare russia --map Land
        compare russia --map plaze=Land
        compare russia --unit-of Menge=stone
        compare russia --columns id,id
        compare russia --desc
        compare russia -f json --dialect excel
        compare russia -f csv --unit Mt
        compare russia -f jsonl --no-header
        compare russia -f html --no-header
        compare russia -f svg --columns id
        sources -f svg
        sources --unit Mt
        report --raw
        validate --only
        report --unit Mt
        report --fail-over 2
        report --fail-over 0.5x
        history russia --series usgs-mcs --root ru-state-balance
        compare russia -q -v
        cite
        convert
    """,
    "Rankings, shares and traces": """
        rank --source usgs-mcs-2052
        rank --source weng-2015
        rank --year 24
        rank --year 2024
        rank --measure production --year 1995
        rank --using russia
        rank --using russia=nobody
        rank --using world=wld-zhou-2017
        rank --using china=rus-balance-2023
        rank --using russia=rus-balance-2023 --using ru=rus-balance-2023
        rank --using russia=rus-balance-2023 --all-sources
        share china --claimed much
        share china --claimed 5t
        share china --claimed 0.95
        trace much
        trace '0 t'
    """,
    "Texts to check": """
        check article.txt
        check no_text.bin
        check torn.gz
        check 'Russia has 3.8 Mt of rare earths.' --fail-on wrong
    """,
    "Imports": """
        import usgs
        import usgs missing.csv
        import usgs /dev/null
        import usgs alias.yaml
        import usgs alias.yaml tag.yaml --edition 2026
        import usgs alias.yaml --edition 26
        import usgs alias.yaml --published soon
        import usgs alias.yaml --only
        import usgs alias.yaml --check -f yaml
        import usgs ../importers/releases/MCS2025_World_Data.csv --columns id
        import usgs ../importers/releases/MCS2025_World_Data.csv ../importers/releases/MCS2025_World_Data.csv
    """,
    "Files": """
        compare russia --data missing.yaml
        compare russia --data .
        compare russia --data alias.yaml/own.yaml
        compare russia --data ''
        compare russia -o ''
        compare russia -o a.pdf
        compare russia -o .
        compare russia -o missing/a.csv
        cite weng-2015 -o a.pdf
    """,
    "Figures and conversions": """
        convert much
        convert ''
        convert 5
        convert 5 mt
        convert 5 MT
        convert 5 barrels
        convert 50%
        convert 101%
        convert -- -5t
        convert 1e6t
        convert 1.234.56t
        convert 3 to 2 t
        convert 'over 2 to 3 t'
        convert 'over 0 t'
        convert 9999999999999999t
        convert 12345678901234567890123456789012345678901234567890t
        convert 5t --from ore
        convert 5t --from ore --grade 2t
        convert 5t --from ore --grade 0%
        convert 5t --from REO --grade 2%
        convert 5t --from metal
        convert 5t --from metal --element Au
        convert 5t --from ore --element Nd --grade 2%
        convert 5t --from rare_metals
        convert 5t --from unknown
        convert 5t REO --from monazite
    """,
    "Notes, which are not errors": """
        estimates --data without_figures.txt --only -f csv
    """,
}

#: Lines that none of these reach, by a piece of their text, with the test that does or the reason that nothing can.
ELSEWHERE = {
    "is not for a terminal": "tests/e2e/test_formats.py",
    "which is not installed": "tests/e2e/test_formats.py",
    "it is closed": "tests/e2e/test_processes.py",
    "standard output')": "tests/e2e/test_processes.py",
    "the file {state}": "tests/e2e/test_processes.py",
    "OSError(error.errno, error.strerror, str(path))": "tests/e2e/test_processes.py",
    "a link that leads to itself": "tests/e2e/test_processes.py",
    "it is read-only": "tests/e2e/test_processes.py",
    "not enough memory": "tests/e2e/test_memory.py",
    "internal error": "tests/e2e/test_command.py",
    "This is a defect": "tests/e2e/test_command.py",
    "traceback.format_exc": "tests/cli/test_streams.py",
    "time.perf_counter": "tests/cli/test_streams.py",
    "cannot be the name of a file": "tests/e2e/test_processes.py",
    "MiB": "tests/hostile/test_files.py",
    "it is not text in UTF-8": "tests/record/test_forms.py",
    "to read it, or save the sheet as CSV": "tests/record/test_forms.py",
    "has too many cells": "tests/record/test_forms.py",
    "'save the sheet as CSV'": "tests/record/test_forms.py",
    "'no row has titles'": "tests/record/test_forms.py",
    "'put a figure with commas, such as 830,000, in quotes'": "tests/record/test_forms.py",
    "'write the figures out, and leave that column out'": "tests/record/test_forms.py",
    "'delete what stands far away, or save the table as CSV'": "tests/record/test_forms.py",
    "did you mean '{known[near[0]]}'?": "tests/record/test_forms.py",
    "'shorten it, or close the quotes before it'": "tests/record/test_forms.py",
    "more than {_MAX_VALUES:,} values": "tests/hostile/test_files.py",
    "'the text is not UTF-8'": "tests/record/test_bad.py",
    "'a control character', 'remove it'": "tests/record/test_bad.py",
    "'start from a source written out in full'": "tests/hostile/test_files.py",
    "sum of sums": "tests/hostile/test_files.py",
    "has no attribute": "for programs that import the library",
    "ValueError(": "caught where it is raised",
    "warn(remark)": "tests/cli/test_streams.py",
    "--pairs takes": "tests/analysis/test_pairing.py",
    "write_stderr(str(error))": "tests/e2e/test_command.py",
    "nothing is converted into": "the command offers no other",
    "InvalidDataset(document.problems)": "only if a file that ships with the tool is broken",
}
#: What ships with the tool is read by these; their messages are for whoever edits it. What a release can have wrong is
#: held by tests/importers.
APART = ("record/classification.py", "record/load.py", "importers/")
_SAYING = ("add_problem", "Finding", "report", "fail", "warn", "write_stderr", "log_progress", "UsageError")


def commands() -> list[tuple[str, str]]:
    return [(about, line.strip()) for about, lines in TYPED.items() for line in lines.strip().splitlines()]


def sites() -> dict[tuple[str, int], str]:
    """Every line of the package that makes a message: file and line, and the text of the call."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).as_posix().startswith(APART):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else node
            if not isinstance(call, ast.Call):
                continue
            name = ast.unparse(call.func).split(".")[-1]
            if isinstance(node, ast.Raise) or name in _SAYING:
                found[str(path), call.lineno] = ast.unparse(call)
    return found


@contextmanager
def reached(lines: set[tuple[str, int]]) -> Iterator[None]:
    """Note in ``lines`` every line of the package that runs and makes a message."""
    watched = set(sites())
    says: dict[CodeType, bool] = {}

    def entered(frame: FrameType, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        if code not in says:
            says[code] = any((code.co_filename, line) in watched for _, _, line in code.co_lines())
        return inside if says[code] else None

    def inside(frame: FrameType, event: str, _argument: Any) -> Any:
        where = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and where in watched:
            lines.add(where)
        return inside

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        yield
    finally:
        sys.settrace(before)


def test_the_page_has_every_message_as_it_is_given(run, monkeypatch, request):
    monkeypatch.chdir(BAD)
    page = ["# Messages", "", "What can go wrong on the command line, and what is said about it; the exit status is 2."]
    page += ["Made by `tests/test_messages.py`, which checks it against the code. What a dataset can have wrong"]
    page += ["(status 3) is in `tests/bad/`, a file for each message."]
    about, wrong = "", []
    for topic, command in commands():
        if topic != about:
            page += ["", f"## {topic}"]
            about = topic
        result = run(*shlex.split(command))
        expected = 0 if topic.startswith("Notes") else 2
        if result.exit_code != expected:
            wrong.append(f"{command}: status {result.exit_code}")
        said = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
        page += ["", f"    $ rareearth {command}", *(f"    {line}" for line in said)]
    text = "\n".join(page) + "\n"
    if request.config.getoption("--regenerate"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
    assert not wrong


def test_the_register_names_only_what_is_there():
    texts = list(sites().values())
    assert [piece for piece in ELSEWHERE if not any(piece in text for text in texts)] == []
    assert all((ROOT / where).is_file() for where in ELSEWHERE.values() if where.startswith("tests/"))


@pytest.mark.parametrize("command", [command for about, command in commands() if not about.startswith("Notes")])
def test_a_message_says_what_where_and_what_next(command):
    """What every message must have, as far as a program can tell: the culprit in it, and something to do."""
    block = PAGE.read_text(encoding="utf-8").split(f"    $ rareearth {command}\n")[1].split("\n\n")[0]
    last = block.splitlines()[-1].strip()
    assert last.startswith("Error: ") or "did you mean" in last.lower()
    assert len(last) < 1_000
