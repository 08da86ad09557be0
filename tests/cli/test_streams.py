"""What is said on stderr: notes, what is read and written, tracebacks; before or after the command."""

import re

import pytest

from rareearth_cli.cli.streams import sanitize_message

NOTE = r"Note: \d+ figures without a publication date left out\n"
ASKED = ("compare", "russia", "--as-of", "2024-06-30", "-f", "csv")


@pytest.mark.parametrize("arguments", [(*ASKED, "-q"), ("--quiet", *ASKED), (*ASKED[:2], "-q", *ASKED[2:])])
def test_quiet_leaves_out_notes_wherever_it_is_typed(run, arguments):
    result, plain = run(*arguments), run(*ASKED)
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", plain.stdout)
    assert re.fullmatch(NOTE, plain.stderr)


def test_quiet_keeps_errors(run):
    result = run("-q", "compare", "russsia")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("Error: unknown place 'russsia'")


@pytest.mark.parametrize("where", ["before", "after"])
def test_verbose_says_what_is_read_and_written_and_when(run, tmp_path, where):
    own = tmp_path / "own.yaml"
    own.write_text("estimates: []\n", encoding="utf-8")
    arguments = ("compare", "russia", "--data", own, "-o", tmp_path / "a.csv")
    result = run("-v", *arguments) if where == "before" else run(*arguments, "-v")
    seconds = r"^ *\d+\.\d{3} s  "
    read, wrote = result.stderr.splitlines()
    assert re.match(rf"{seconds}read .*reserves\.yaml, .*own\.yaml: \d+ figures of \d+ sources$", read)
    rows = len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert re.match(rf"{seconds}wrote {rows} rows to .*a\.csv$", wrote)
    assert result.stdout == ""


def test_quiet_and_verbose_cannot_both_be(run):
    for arguments in (("-q", "-v", "places"), ("-q", "places", "-v"), ("places", "-v", "-q")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--quiet and --verbose contradict each other" in result.stderr


@pytest.mark.parametrize("arguments", [("compare", "russsia", "--debug"), ("--debug", "compare", "russsia")])
def test_debug_shows_where_an_error_comes_from_and_keeps_the_status(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Traceback (most recent call last):")
    assert result.stderr.splitlines()[-1].startswith("Error: unknown place 'russsia'")


def test_debug_may_stand_in_the_environment(run, monkeypatch):
    monkeypatch.setenv("RAREEARTH_DEBUG", "1")
    assert "Traceback" in run("compare", "russsia").stderr


def test_a_message_neither_steers_nor_fills_a_terminal():
    assert sanitize_message("a\x1b[31m\u202eb\tc\nd") == "a\\x1b[31m\\u202eb\\tc\nd"
    assert len(sanitize_message("x" * 100_000)) < 1_000
    assert sanitize_message("'" + "x" * 100_000 + "' is unknown").endswith("' is unknown")
