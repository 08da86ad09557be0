"""The workbook in LibreOffice: it opens, and what it holds comes out as the same numbers."""

import csv
import shutil
import subprocess

import pytest

from tests.e2e.conftest import missing
from tests.faces import HOSTILE

#: All sheets as CSV: comma, quote, UTF-8, values as they are and not as they look.
_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@pytest.fixture
def converted(run, tmp_path):
    """The sheets of a workbook by name, as LibreOffice reads them."""
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice (libreoffice-calc)")

    def convert(*arguments):
        done = run(*arguments, "-o", tmp_path / "book.xlsx")
        assert done.exit_code == 0, done.stderr
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", _FILTER, "--outdir", tmp_path, tmp_path / "book.xlsx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return {path.stem.removeprefix("book-"): _rows(path) for path in sorted(tmp_path.glob("book-*.csv"))}

    return convert


def test_the_numbers_of_the_workbook_are_those_of_the_csv(run, converted, tmp_path):
    sheets = converted("compare", "--all")
    assert set(sheets) == {"estimates", "discrepancies", "bridges", "sources", "about"}
    done = run("compare", "--all", "-f", "csv", "-o", tmp_path / "plain.csv")
    assert done.exit_code == 0
    rows = _rows(tmp_path / "plain.csv")
    assert [row["id"] for row in sheets["estimates"]] == [row["id"] for row in rows]
    for ours, theirs in zip(rows, sheets["estimates"], strict=True):
        for name in ("value_t", "low_t", "high_t", "value_pct"):
            assert _number(theirs[name]) == pytest.approx(_number(ours[name])), (ours["id"], name)
    compared = [row for row in rows if row["baseline"]]
    for ours, theirs in zip(compared, sheets["discrepancies"], strict=True):
        for name in ("ratio", "ratio_low", "ratio_high", "fold", "difference_t"):
            assert _number(theirs[name]) == pytest.approx(_number(ours[name])), (ours["id"], name)


def test_hostile_text_comes_out_as_it_went_in(converted, write):
    sheets = converted("compare", "russia", "--data", write(HOSTILE))
    texts = {row["category"] for row in sheets["estimates"]}
    assert {"=cmd()", "@SUM(A1)", "+1", "-1+2", "&lt;b&gt; & _x0041_", "x" * 10_000} <= texts


def _rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _number(text):
    return float(text) if text else None
