"""The registry of formats: every name leads to a function, and options come from it alone."""

import inspect
from importlib import import_module

import pytest

from rareearth_cli import __version__
from rareearth_cli.commands.help import build_group_epilog
from rareearth_cli.output import FORMATS, Format


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_names_a_function_that_writes_an_answer(name):
    form = FORMATS[name]
    writer = getattr(import_module(f"rareearth_cli.output.{form.module}"), form.function, None)
    assert callable(writer), (
        f"rareearth_cli/output/{form.module}.py has no {form.function}: see docs/development/format.md"
    )
    assert list(inspect.signature(writer).parameters) == ["answer", "out", "style"], "see docs/development/format.md"


def test_a_suffix_belongs_to_one_format():
    suffixes = [suffix for form in FORMATS.values() for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") for suffix in suffixes)


@pytest.fixture
def another(monkeypatch):
    """A format more, which no other part of the package knows."""
    monkeypatch.setitem(
        FORMATS,
        "another",
        Format("delimited", "write_csv", (".another",), "for a test", rows_only=True, is_short=True),
    )


@pytest.mark.usefixtures("another")
def test_a_new_format_needs_nothing_but_its_line(run, tmp_path):
    path = tmp_path / "russia.another"
    assert run("compare", "russia", "-o", path).exit_code == 0
    assert path.read_text(encoding="utf-8") == run("compare", "russia", "-f", "csv").stdout
    assert run("--version").stdout.split() == ["rareearth", __version__]
    assert "another" in build_group_epilog()
    assert ".another" in run("compare", "russia", "-o", tmp_path / "russia.none").stderr
