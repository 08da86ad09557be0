"""What must start fast must not import what is slow."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FACES = ("jinja2", "matplotlib", "xlsxwriter")
SLOW = ("pandas", "numpy", "rich.console", "rich.table", *FACES)


def imported_by(*arguments):
    code = (
        "import sys; from rareearth_cli.main import rareearth\n"
        "try: rareearth(sys.argv[1:], prog_name='rareearth')\n"
        "except SystemExit as error: assert not error.code, error.code\n"
        "finally: print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("compare", "--help"),
        ("sources", "--place", "russia", "--as-of", "2025", "-f", "csv"),
        ("cite", "usgs-mcs-2026-v1.3", "rus-balance-2022"),
        ("cite", "weng-2015", "--style", "bibtex"),
        ("rank", "--help"),
        ("share", "--help"),
        ("trace", "--help"),
        ("places", "-f", "json"),
        ("validate",),
    ],
)
def test_light_commands_do_not_import_pandas(arguments):
    assert imported_by(*arguments).isdisjoint(SLOW)


@pytest.mark.parametrize(
    "words",
    [
        "compare rus", "rank --using russia=", "cite usgs", "estimates --id rus", "estimates --publisher us",
        "history russia --root ru", "history russia --series us", "estimates --columns id,val", "compare --format j",
    ],
)  # fmt: skip
def test_completion_imports_neither_pandas_nor_rich(words):
    code = (
        "import sys; from rareearth_cli.main import rareearth\n"
        "try: rareearth(prog_name='rareearth')\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    environment = {
        **os.environ, "_RAREEARTH_COMPLETE": "bash_complete", "COMP_WORDS": f"rareearth {words}",
        "COMP_CWORD": str(len(words.split())),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.startswith("plain,")
    assert set(done.stderr.split()).isdisjoint(SLOW)


def test_importing_a_release_needs_no_pandas():
    release = Path(__file__).parents[1] / "importers" / "releases" / "MCS2025_World_Data.csv"
    assert imported_by("import", "usgs", str(release)).isdisjoint(SLOW)


def test_validating_csv_does_not_import_pandas(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("place,measure,printed,publisher\nNOR,ore,3 Mt,REN\n", encoding="utf-8")
    assert imported_by("validate", str(path)).isdisjoint(SLOW)
    assert imported_by("sources", "--data", str(path), "-f", "csv").isdisjoint(SLOW)


def test_machine_formats_do_not_import_rich():
    modules = imported_by("compare", "russia", "-f", "csv")
    assert "pandas" in modules
    assert "rich.console" not in modules


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "markdown"])
def test_text_formats_import_no_library_of_pages_pictures_and_workbooks(form):
    assert imported_by("compare", "russia", "-f", form).isdisjoint(FACES)


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, rareearth_cli; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint({*SLOW, "click", "yaml", "rich"})
