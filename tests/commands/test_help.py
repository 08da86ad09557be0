"""What ``--help`` says: examples first, and they work; columns, formats and exit statuses each from one place."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from rareearth_cli.cli.exit_status import ERROR, FOUND, OK, STATUS_MEANINGS
from rareearth_cli.cli.options import find_columns_key
from rareearth_cli.importers import IMPORTERS
from rareearth_cli.main import rareearth
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND, SHORT_FORM_BY_COMMAND
from rareearth_cli.output import FORMATS

ROOT = Path(__file__).resolve().parents[2]
OWN = "estimates:\n- {id: mine, like: rus-balance-2023, effective: 2026-01-01, printed: 27 Mt}\n"


def paths(group: click.Group = rareearth, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that lead to every command, the whole first."""
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from paths(command, (*above, name))
        else:
            yield (*above, name)


def examples(path: tuple[str, ...]) -> list[str]:
    """The examples of a help text, as they stand in it."""
    command: click.Command = rareearth
    for word in path:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return [line.strip() for line in (command.help or "").splitlines() if line.strip().startswith("rareearth ")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that has the files which the examples name."""
    for importer in IMPORTERS.values():
        shutil.copy(ROOT / "tests" / "importers" / "releases" / importer.example, tmp_path)
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "own.csv").write_text("place,measure,printed,publisher\nNOR,ore,3 Mt,REN\n", encoding="utf-8")
    (tmp_path / "article.txt").write_text("Brazil has 11 million tonnes of rare-earth reserves.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", list(paths()), ids=" ".join)
def test_help_leads_with_examples_fits_and_h_is_help(run, path):
    text = run(*path, "--help").stdout
    assert text == run(*path, "-h").stdout
    usage, what, first, *_ = text.split("\n\n")
    assert usage.startswith(" ".join(("Usage: rareearth", *path)))
    assert what.strip().endswith(".")
    assert [line.strip() for line in first.splitlines()] == examples(path)
    assert len(examples(path)) >= 2, "start the docstring with two examples or more: see docs/development/question.md"
    assert all(line.strip().startswith(" ".join(("rareearth", *path))) for line in first.splitlines())
    assert max(map(len, text.splitlines())) <= 80


def test_no_line_of_the_list_of_commands_is_cut(run):
    for group in ((), ("import",)):
        assert "..." not in run(*group, "--help").stdout.partition("Commands:")[2]


@pytest.mark.parametrize("example", dict.fromkeys(one for path in paths() for one in examples(path)))
def test_the_examples_work(run, folder, example):
    result = run(*shlex.split(example)[1:])
    may_find = "--check" in example or "--fail-over" in example
    assert result.exit_code in ((OK, FOUND) if may_find else (OK,)), result.stderr
    assert "Error" not in result.stderr
    written = re.search(r"-o (\S+)", example)
    assert (folder / written[1]).stat().st_size if written else result.stdout


@pytest.mark.parametrize(
    "path", [path for path in paths() if find_columns_key(" ".join(path)) in COLUMNS_BY_COMMAND], ids=" ".join
)
def test_help_names_every_column(run, path):
    said = " ".join(run(*path, "--help").stdout.partition("Columns")[2].split())
    own = find_columns_key(" ".join(path))
    columns = SHORT_FORM_BY_COMMAND.get(own, COLUMNS_BY_COMMAND[own])
    assert all(re.search(rf"\b{name}[,.]", said) for name in columns)
    assert ("All others: --columns all." in said) == (own in SHORT_FORM_BY_COMMAND)
    assert "Formats and exit statuses: rareearth --help. What a column means: rareearth help formats." in said


@pytest.mark.parametrize(
    "path", [path for path in paths() if find_columns_key(" ".join(path)) in COLUMNS_BY_COMMAND], ids=" ".join
)
def test_help_offers_a_unit_where_the_command_shows_amounts(run, path):
    printed = {("report",), ("share",), ("trace",), ("check",), ("sources",), ("places",), ("validate",)}
    remedy = "output_options(amounts=False) is for commands named here: see docs/development/question.md"
    assert ("--unit " in run(*path, "--help").stdout) == (path not in printed), remedy


@pytest.mark.parametrize(
    "arguments",
    ["report", "share russia", "trace 12Mt", "sources", "places", "validate", "compare russia --pairs"],
)
def test_a_unit_is_refused_and_not_ignored_where_there_is_none(run, arguments):
    result = run(*arguments.split(), "--unit", "kt")
    assert (result.exit_code, result.stdout) == (ERROR, "")
    assert "--unit is for amounts" in result.stderr
    assert "leave it out" in result.stderr


def test_the_manual_has_every_page_and_the_help_of_every_command(run):
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
    listed = [line.split()[0] for line in run("help").stdout.splitlines() if line.startswith("  ")]
    assert sorted(listed) == sorted(pages), "give the page a kind in rareearth_cli/commands/help.py"
    for name, page in pages.items():
        assert "@@" not in page, f"{name} has a place that nobody filled"
        if "![" not in page:
            assert run("help", name).stdout == page
    assert not pages.keys() & rareearth.commands.keys()
    for name in rareearth.commands:
        assert run("help", name).stdout == run(name, "--help").stdout
    assert run("help", "../README").exit_code == ERROR


def test_the_help_of_a_command_below_another_is_found_as_it_is_typed(run):
    assert run("help", "import", "usgs").stdout == run("import", "usgs", "--help").stdout
    for words in (("import", "nothing"), ("compare", "russia")):
        refused = run("help", *words)
        assert (refused.exit_code, refused.stdout) == (ERROR, "")
        assert f"unknown page '{' '.join(words)}'" in refused.stderr


def test_a_page_names_no_pictures_and_keeps_all_else(run):
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    shown = run("help", "gallery").stdout
    kept = [line for line in page.splitlines() if line and not line.startswith("![")]
    assert [line for line in shown.splitlines() if line] == kept
    assert "\n\n\n" not in shown


def test_the_page_on_formats_explains_every_column(run):
    explained = set(re.findall(r"`(\w+)`", run("help", "formats").stdout))
    assert set().union(*COLUMNS_BY_COMMAND.values()) - explained == set()


def test_the_help_of_the_whole_has_every_format_and_every_exit_status(run):
    text = " ".join(run("--help").stdout.split())
    for name, form in FORMATS.items():
        assert f"{name} {form.use} ({' '.join(form.suffixes)})" in text
    for status, words in STATUS_MEANINGS.items():
        assert f"{status} {words}" in text


def test_the_page_on_scripts_and_the_help_agree_on_the_exit_statuses():
    section = (
        (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8").partition("exit statuses\n")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", section.replace("`", ""), re.MULTILINE)
    assert [int(status) for status, _ in rows] == list(STATUS_MEANINGS)
    assert all(told.startswith(words) for (_, told), words in zip(rows, STATUS_MEANINGS.values(), strict=True))
