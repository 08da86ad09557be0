"""The discrepancy report: which pairs, in which order, and when a script must notice."""

import csv
import io
import json

import pytest

KEY = "place: NOR, measure: reserves, basis: REO, system: USGS, category: reserves, stage: recoverable"
PAPER = 'title: A title, url: "https://example.org", locator: p. 1, verification: primary, published: 2024-05'
OWN = f"""
sources:
  usgs: {{series: usgs-mcs, publisher: U.S. Geological Survey, {PAPER}}}
  paper: {{publisher: A paper, {PAPER}}}
series:
  usgs-mcs: {{short: MCS}}
roots:
  a: {{title: A, keeper: A}}
estimates:
- {{id: base, source: usgs, period: "2024", printed: 2.0 Mt, {KEY}}}
- {{id: conflict, source: paper, effective: "2024", printed: 5.0 Mt, {KEY}}}
- {{id: agree, source: paper, effective: "2024", printed: 2.03 Mt, {KEY}}}
- {{id: unknown, source: paper, printed: 9 Mt, place: NOR, measure: reserves}}
- {{id: partly, source: paper, printed: 8.0 Mt, place: NOR, measure: reserves}}
- {{id: part, part_of: partly, access: licensed, printed: 2.5 Mt}}
- {{id: ore, source: paper, printed: 80 Mt, place: NOR, measure: reserves, basis: ore}}
"""


@pytest.fixture
def report(run, write):
    def answer(*arguments):
        return run("report", "--data", write(OWN), "--only", *arguments)

    return answer


def pairs(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_row_a_witness_by_what_is_unexplained(report):
    rows = {row["id"]: (row["verdict"], row["unexplained_fold"]) for row in pairs(report("-f", "csv"))}
    # 9 / 2.0 = 4.5; 5.0 / 2.0 = 2.5; its part leaves 2.5 / 2.0 = 1.25 of 8.0; ore is nothing to compare.
    assert list(rows.items()) == [
        ("unknown", ("UNKNOWN", "4.5")),
        ("conflict", ("CONFLICT", "2.5")),
        ("partly", ("PARTLY_EXPLAINED", "1.25")),
        ("agree", ("AGREE", "1")),
        ("ore", ("NOT_COMPARABLE", "")),
    ]


@pytest.mark.parametrize(
    ("options", "status", "named"),
    [
        (("--fail-over", "2x"), 1, "conflict"),
        (("--fail-over", "150%"), 0, "none"),  # more than 2.5 times
        (("--fail-over", "2.4x"), 1, "conflict"),
        (("--fail-over", "20%"), 1, "conflict, partly"),
        (("--fail-over", "4x", "--strict"), 1, "unknown"),
        (("--fail-over", "3x", "--raw"), 1, "partly"),
        (("--fail-over", "3x", "--raw", "--strict"), 1, "unknown, partly"),
    ],
)
def test_a_script_notices_what_it_asks_for(report, options, status, named):
    result = report(*options)
    assert result.exit_code == status
    assert f"): {named}." in " ".join(result.stdout.split())


def test_the_russian_gap_is_explained_and_raw_is_not(run):
    assert run("report", "russia", "--fail-over", "2x").exit_code == 0
    assert run("report", "russia", "--fail-over", "2x", "--raw").exit_code == 1
    assert run("report", "narnia", "--fail-over", "2x").exit_code == 2


def test_a_ledger_that_is_explained_stands_for_its_later_statements(run):
    ids = [row["id"] for row in pairs(run("report", "russia", "--measure", "reserves", "-f", "csv"))]
    assert ids == ["rus-balance-2023", "rus-rare-metals-2025"]


def test_the_report_says_how_to_get_it_again(run):
    document = json.loads(run("report", "RU", "--as-of", "2024-06-30", "--fail-over", "50%", "-f", "json").stdout)
    assert document["command"] == "rareearth report RUS --as-of 2024-06-30 --fail-over 1.5x"
    assert document["dataset_version"]
    judged = [row for row in document["pairs"] if row["verdict"] not in ("UNKNOWN", "NOT_COMPARABLE")]
    assert document["found"] == len([row for row in judged if row["unexplained_fold"] > 1.5])


def test_nothing_to_report_is_said(run):
    result = run("report", "brazil")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "no pair to compare" in result.stdout


@pytest.mark.parametrize("text", ["2", "x", "0.5x", "-1x", "many"])
def test_a_threshold_that_is_none_is_trouble(run, text):
    result = run("report", "--fail-over", text)
    assert (result.exit_code, "write 2x or 50%" in result.stderr) == (2, True)


def test_raw_without_a_threshold_is_trouble(run):
    assert run("report", "--raw").exit_code == 2
