"""The workbook in LibreOffice: it opens, and what it holds comes out as the same numbers."""

import csv
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from rareearth_cli.model.fields import SHORT_FORM
from tests.e2e.conftest import missing
from tests.faces import HOSTILE

#: All sheets as CSV: comma, quote, UTF-8, values as they are and not as they look.
_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


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
    done = run("compare", "--all", "-f", "csv", "--columns", "all", "-o", tmp_path / "plain.csv")
    assert done.exit_code == 0
    rows = _rows(tmp_path / "plain.csv")
    assert [row["id"] for row in sheets["estimates"]] == [row["id"] for row in rows]
    for ours, theirs in zip(rows, sheets["estimates"], strict=True):
        for name in ("value_t", "low_t", "high_t", "value_pct"):
            assert _number(theirs[name]) == pytest.approx(_number(ours[name])), (ours["id"], name)
    compared = [row for row in rows if row["baseline"]]
    for ours, theirs in zip(compared, sheets["discrepancies"], strict=True):
        for name in ("value_t", "low_t", "high_t", "ratio"):
            assert _number(theirs[name]) == pytest.approx(_number(ours[name])), (ours["id"], name)


#: What must be the same of each figure after it has been through another program.
_SAME = ("--columns", "id,place,measure,value_t,low_t,high_t,value_pct,digits,basis,status")


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_our_table_comes_back_valid_from_libreoffice(run, tmp_path, form):
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice (libreoffice-calc)")
    assert run("estimates", "--all-statements", "-o", tmp_path / "ours.csv").exit_code == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    reading = "--infilter=CSV:44,34,76,1,,1033,false,false"
    command = [
        office,
        "--headless",
        profile,
        reading,
        "--convert-to",
        form,
        "--outdir",
        tmp_path / "out",
        tmp_path / "ours.csv",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    _check_same(run, tmp_path / "out" / f"ours.{form}")


@pytest.mark.parametrize("program", ["pandas", "polars", "duckdb"])
def test_our_table_comes_back_valid_from_libraries(run, tmp_path, program):
    library = pytest.importorskip(program)
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    assert run("estimates", "--all-statements", "-o", ours).exit_code == 0
    if program == "pandas":
        library.read_csv(ours).to_csv(theirs)
    elif program == "polars":
        library.read_csv(ours, infer_schema_length=None).write_csv(theirs)
    else:
        library.sql(f"copy (select * from read_csv('{ours}', sample_size=-1)) to '{theirs}' (header)")
    _check_same(run, theirs)


def _check_same(run, path):
    ours = run("estimates", "--all-statements", "-f", "csv", *_SAME)
    theirs = run("estimates", "--all-statements", "--data", path, "--only", "-f", "csv", *_SAME)
    assert theirs.exit_code == 0, theirs.stderr[:500]
    assert theirs.stdout == ours.stdout


@pytest.mark.parametrize(("language", "dialect", "separator"), [(1033, "excel", 44), (1031, "excel-eu", 59)])
def test_the_csv_opens_with_fifteen_columns_whose_numbers_are_numbers(run, tmp_path, language, dialect, separator):
    """1033 is English (United States), 1031 German; special numbers such as dates are detected, as people have it."""
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice (libreoffice-calc)")
    assert run("compare", "russia", "-f", "csv", "--dialect", dialect, "-o", tmp_path / "russia.csv").exit_code == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    reading = f"--infilter=CSV:{separator},34,76,1,,{language},false,true"
    command = [
        office,
        "--headless",
        profile,
        reading,
        "--convert-to",
        "fods",
        "--outdir",
        tmp_path,
        tmp_path / "russia.csv",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    table = ElementTree.parse(tmp_path / "russia.fods").getroot().find(f".//{_TABLE}table")
    cells = [_expand(row, f"{_TABLE}table-cell") for row in table.iter(f"{_TABLE}table-row")]
    titles = [text for cell in cells[0] if (text := "".join(cell.itertext()).strip())]
    assert titles == list(SHORT_FORM)
    kinds = {
        title: {row[at].get(f"{_OFFICE}value-type") for row in cells[1:] if len(row) > at} - {None}
        for at, title in enumerate(titles)
    }
    for name in ("value_t", "low_t", "high_t", "ratio"):
        assert kinds[name] == {"float"}, name
    assert "date" not in set().union(*(kinds[name] for name in titles if name != "for_or_at"))


def _expand(row, tag):
    """The cells of a row, each as often as it is repeated; LibreOffice fills a row up with empty ones."""
    return [
        cell for cell in row.iter(tag) for _ in range(min(int(cell.get(f"{_TABLE}number-columns-repeated", 1)), 20))
    ]


def test_hostile_text_comes_out_as_it_went_in(converted, write):
    sheets = converted("compare", "russia", "--data", write(HOSTILE))
    texts = {row["category"] for row in sheets["estimates"]}
    assert {"=cmd()", "@SUM(A1)", "+1", "-1+2", "&lt;b&gt; & _x0041_", "x" * 10_000} <= texts


def _rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _number(text):
    return float(text) if text else None
