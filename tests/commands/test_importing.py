"""``rareearth import usgs``: streams, formats, statuses, and what the output is good for."""

import csv
import io
import json
from pathlib import Path

import pytest

from rareearth_cli.importers import IMPORTERS

RELEASES = Path(__file__).resolve().parent.parent / "importers" / "releases"
FILE_2025 = RELEASES / "MCS2025_World_Data.csv"
FILE_2026 = RELEASES / "MCS2026_Commodities_Data.csv"


@pytest.fixture
def next_edition(tmp_path):
    """A release of an edition that the record does not hold."""
    path = tmp_path / "mcs2031-raree.csv"
    path.write_text("Country,Prod_t_2030,Reserves_t\nRussia,2600,4200000\nChina,1,NA\n", encoding="utf-8")
    return path


def test_there_is_a_command_for_every_importer(run):
    listed = run("import", "--help").stdout
    assert all(f"\n  {name} " in listed for name in IMPORTERS)
    assert "USGS Mineral Commodity Summaries" in run("import", "usgs", "--help").stdout


def test_yaml_is_on_stdout_and_what_is_said_of_it_on_stderr(run):
    result = run("import", "usgs", FILE_2025)
    assert result.exit_code == 0
    assert "\nsources:\n  usgs-mcs-2025:\n    series: usgs-mcs\n" in result.stdout
    assert "\n  columns: production 2023 | production 2024 | reserves 2024\n" in result.stdout
    assert "\n    MMR: 300e | 200e | NA\n" in result.stdout
    assert all(line.startswith("Note: ") for line in result.stderr.splitlines())
    assert "'SOURCE' says MCS2025" in result.stderr


def test_what_is_written_can_be_compared_at_once(run, next_edition, tmp_path):
    out = tmp_path / "new.yaml"
    assert run("import", "usgs", next_edition, "--published", "2031-01-29", "-o", out).exit_code == 0
    compared = run("compare", "russia", "--data", out, "-f", "csv", "--columns", "all")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(compared.stdout))}
    assert rows["rus-balance-2023"]["baseline"] == "usgs-mcs-2031/RUS/reserves"
    assert float(rows["rus-balance-2023"]["ratio"]) == pytest.approx(28.7 / 4.2, abs=0.05)
    alone = run(
        "estimates", "--data", out, "--only", "-f", "csv", "--columns", "id,published,basis,stage", "--no-header"
    )
    assert alone.stdout.splitlines()[1] == "usgs-mcs-2031/RUS/reserves,2031-01-29,REO,recoverable"


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "table", "markdown"])
def test_the_long_form_is_that_of_all_estimates(run, form):
    result = run("import", "usgs", FILE_2025, "-f", form)
    assert result.exit_code == 0
    myanmar = "300 t (estimate)" if form in ("table", "markdown") else "usgs-mcs-2025/MMR/production-2023"
    assert myanmar in result.stdout
    if form == "csv":
        header = run("estimates", "--id", "rus-balance-2023", "-f", "csv").stdout.splitlines()[0]
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert result.stdout.splitlines()[0] == header
        assert len(rows) == 15
        assert {row["place"]: row["kind"] for row in rows if row["measure"] == "reserves"} == {
            "MMR": "missing", "CAN": "point", "RUS": "point", "OTH": "missing", "WLD": "lower"
        }  # fmt: skip


def test_several_releases_are_one_document(run):
    result = run("import", "usgs", FILE_2025, FILE_2026)
    assert (result.exit_code, result.stdout.count("sources:"), result.stdout.count("- source: ")) == (
        0,
        1,
        4,
    )  # What repeats an edition before has a table of its own.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((FILE_2025, FILE_2026, "--edition", "2025"), "are of one release: give one FILE"),
        ((FILE_2025, FILE_2025), "are both edition 2025; import them one by one"),
        ((FILE_2025, "--only"), "choose what --check compares a release with: add --check"),
        ((FILE_2025, "--data", FILE_2025), "choose what --check compares a release with: add --check"),
        ((FILE_2025, "--check", "-f", "yaml"), "--check cannot write YAML"),
        ((FILE_2025, "--check", "-o", "x.yml"), "--check cannot write YAML"),
        ((FILE_2025, "--columns", "id"), "are for rows: -f csv"),
        ((FILE_2025, "--unit", "Mt"), "are for rows: -f csv"),
        ((FILE_2025, "--edition", "27"), "'27' is not a valid edition; write it like 2026"),
        ((FILE_2025, "--version", "v1"), "'v1' is not a valid version; write it like 1.3"),
        ((FILE_2025, "--published", "2027-13"), "'2027-13' is not a date"),
        ((FILE_2025, "-o", "x.parquet"), "no format goes with '.parquet'"),
        ((), "Missing argument 'FILE...'"),
        ((RELEASES,), "Is a directory"),
        ((RELEASES / "none.csv",), "No such file"),
        ((Path(__file__),), "is not a release of USGS data"),
    ],
)
def test_trouble_is_status_2_and_nothing_on_stdout(run, arguments, message):
    result = run("import", "usgs", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_check_that_finds_something_is_status_1_and_lists_what(run):
    result = run("import", "usgs", FILE_2026, "--check", "--version", "1.3")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].startswith("MCS2026_Commodities_Data.csv against usgs-mcs-2026-v1.3")
    rows = [line.split() for line in result.stdout.splitlines() if line.startswith(("different", "missing", "equal"))]
    assert ["different", "Canada", "production", "2024"] not in [row[:4] for row in rows]  # a dash on both sides
    assert not [row for row in rows if row[0] == "equal"]
    # By hand: the record prints 27,000e for Burma in 2024, the fixture 2,700.
    burma = next(row for row in rows if row[1:4] == ["Myanmar", "production", "2024"])
    assert burma == ["different", "Myanmar", "production", "2024", "2,700e", "27,000e", "10"]


def test_a_check_in_json_has_every_figure(run):
    document = json.loads(run("import", "usgs", FILE_2026, "--check", "-f", "json").stdout)
    assert document["query"]["releases"] == ["usgs-mcs-2026"]
    assert "newer version, 1.3 of 27 May 2026" in document["summary"]
    figures = {(one["place"], one["measure"], one["period"]): one for one in document["figures"]}
    assert figures["CAN", "production", "2024"]["status"] == "equal"
    assert figures["CAN", "production", "2024"]["line"] == 5
    assert figures["RUS", "reserves", "2025"] | {"name": ""} == {
        "status": "missing", "place": "RUS", "name": "", "measure": "reserves", "period": "2025", "printed": None,
        "recorded": "3,800,000", "fold": None, "source": "usgs-mcs-2026-v1.0", "revised": None, "revised_by": None,
        "line": None,
    }  # fmt: skip


def test_a_check_against_data_of_ones_own(run, next_edition, tmp_path):
    out = tmp_path / "own.yaml"
    run("import", "usgs", next_edition, "-o", out)
    same = run("import", "usgs", next_edition, "--check", "--data", out, "--only", "-f", "csv")
    assert (same.exit_code, same.stdout.count("equal,")) == (0, 4)
    ours = run("import", "usgs", next_edition, "--check", "-f", "csv", "--columns", "status", "--no-header")
    assert (ours.exit_code, ours.stdout.split()) == (1, ["new"] * 4)


def test_the_official_release_of_2026(run, shared):
    path = shared / "usgs" / "MCS2026_Commodities_Data.csv"
    result = run("import", "usgs", path, "--check")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "agrees best with 1.0: 54 with 1.0, 52 with 1.3 of 54" in said
    assert "1.3 of 27 May 2026, which revised 2 of them" in said
