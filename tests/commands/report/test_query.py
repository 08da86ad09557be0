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
    rows = {
        row["id"]: (row["verdict"], row["unexplained_fold"]) for row in pairs(report("-f", "csv", "--columns", "all"))
    }
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
        (("--fail-over", "4x", "--strict"), 1, "unknown, ore"),
        (("--fail-over", "3x", "--raw"), 1, "partly"),
        (("--fail-over", "3x", "--raw", "--strict"), 1, "unknown, partly, ore"),
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
    ids = [
        row["id"] for row in pairs(run("report", "russia", "--measure", "reserves", "-f", "csv", "--columns", "all"))
    ]
    assert ids == ["rus-balance-2023", "rus-rare-metals-2025"]


def test_the_report_says_how_to_get_it_again(run):
    document = json.loads(run("report", "RU", "--as-of", "2024-06-30", "--fail-over", "50%", "-f", "json").stdout)
    assert document["command"] == "rareearth report RUS --as-of 2024-06-30 --fail-over 1.5x"
    assert document["dataset_version"]
    judged = [row for row in document["pairs"] if row["verdict"] not in ("UNKNOWN", "NOT_COMPARABLE")]
    assert document["found"] == len([row for row in judged if row["unexplained_fold"] > 1.5])


def test_nothing_to_report_is_said(run):
    result = run("report", "tanzania")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No figure in our data can be compared with a baseline" in result.stdout


@pytest.mark.parametrize("text", ["2", "x", "0.5x", "-1x", "many"])
def test_a_threshold_that_is_none_is_trouble(run, text):
    result = run("report", "--fail-over", text)
    assert (result.exit_code, "write 2x or 50%" in result.stderr) == (2, True)


def test_raw_without_a_threshold_is_trouble(run):
    assert run("report", "--raw").exit_code == 2


@pytest.fixture
def unexplained(run, write):
    """The pairs of some estimates: verdict and unexplained fold by id, and the status at twofold."""

    def answer(*entries, options=()):
        head, _ = OWN.split("estimates:")
        path = write(head + "estimates:\n" + "".join(f"- {{{entry}}}\n" for entry in entries))
        result = run("report", "--data", path, "--only", "--fail-over", "2x", "-f", "csv", "--columns", "all", *options)
        rows = {row["id"]: (row["verdict"], row["unexplained_fold"]) for row in pairs(result)}
        return rows, result.exit_code

    return answer


BASE = f'id: base, source: usgs, period: "2024", printed: 4.0 Mt, {KEY}'
LIKE = f'source: paper, effective: "2024", {KEY}'
LOOSE = "source: paper, place: NOR, measure: reserves"


def test_a_part_of_a_usgs_figure_is_no_baseline(unexplained):
    part = "id: jorc, part_of: base, system: CRIRSCO, category: proved reserve, printed: 2.0 Mt"
    rows, _ = unexplained(BASE, part, f"id: other, printed: 1.0 Mt, {LOOSE}")
    # 4.0 is 4 times 1.0; the baseline's own part leaves 2 times.
    assert rows == {"other": ("PARTLY_EXPLAINED", "2")}


def test_what_a_part_of_the_baseline_leaves_counts(unexplained):
    rows, status = unexplained(
        BASE, "id: part, part_of: base, access: licensed, printed: 3.0 Mt", f"id: other, printed: 1.00 Mt, {LOOSE}"
    )
    assert (rows, status) == ({"other": ("PARTLY_EXPLAINED", "3")}, 1)


def test_a_part_that_overshoots_explains_nothing(unexplained):
    # 10.0 is 2.5 times 4.0, but its part of 1.00 is a fourth of it.
    rows, _ = unexplained(
        BASE, f"id: own, printed: 10.0 Mt, {LOOSE}", "id: part, part_of: own, access: licensed, printed: 1.00 Mt"
    )
    assert rows == {"own": ("UNKNOWN", "2.5")}


def test_parts_that_do_not_stand_leave_nothing(unexplained):
    rows, status = unexplained(
        BASE,
        f"id: own, printed: 40.0 Mt, {LOOSE}",
        "id: part, part_of: own, access: licensed, printed: 30.0 Mt",
        "id: old, part_of: own, access: licensed, printed: 4.2 Mt, status: deprecated, note: wrong",
    )
    assert (rows, status) == ({"own": ("PARTLY_EXPLAINED", "7.5")}, 1)


def test_statements_of_one_root_are_history(run):
    rows = pairs(run("report", "--baseline", "usgs-mcs-2023", "-f", "csv", "--columns", "all"))
    assert not [row for row in rows if row["root"] == "usgs-mcs"]
    assert "CONFLICT" not in {row["verdict"] for row in rows if row["measure"] != "production"}
    summary = run("compare", "brazil", "--baseline", "usgs-mcs-2025").stdout
    assert "Both are figures of one origin, at different dates." in summary


def test_a_licensed_part_of_more_may_be_smaller(unexplained):
    key = "place: NOR, measure: reserves, basis: TR2O3, stage: in_place, system: GKZ"
    base = f'id: base, source: usgs, period: "2024", printed: 8.0 Mt, category: A+B+C1, {key}'
    other = f'id: other, source: paper, effective: "2024", printed: 5.0 Mt, category: A+B+C1+C2, {key}'
    assert unexplained(base, other)[0] == {"other": ("CONFLICT", "1.6")}
    assert unexplained(base, other + ", access: licensed")[0] == {"other": ("NOT_LIKE_FOR_LIKE", "1.6")}


@pytest.mark.parametrize(("first", "second"), [("—", "5.0 Mt"), ("5.0 Mt", "—")])
def test_something_against_nothing_is_over_any_threshold(unexplained, first, second):
    rows, status = unexplained(BASE.replace("4.0 Mt", first), f"id: other, printed: {second}, {LIKE}")
    assert (rows, status) == ({"other": ("CONFLICT", "")}, 1)


def test_a_bound_counts_by_its_nearer_end_raw_or_not(unexplained):
    for options in ((), ("--raw",)):
        rows, status = unexplained(BASE, f"id: other, printed: over 90 Mt, {LIKE}", options=options)
        assert (rows["other"][0], status) == ("CONFLICT", 1)


def test_what_is_told_of_the_current_statement_is_not_replaced_by_an_older_one(unexplained):
    rows, _ = unexplained(
        BASE,
        f"id: then, root: a, effective: 2020-01-01, printed: 10.0 Mt, {LOOSE}",
        "id: part, part_of: then, access: licensed, printed: 9.0 Mt",
        f"id: now, root: a, printed: 4.0 Mt, {LIKE}",
    )
    assert rows == {"now": ("AGREE", "1")}


def test_production_of_one_year_can_agree_and_conflict(unexplained):
    flow = 'place: NOR, measure: production, basis: REO, period: "2024"'
    rows, status = unexplained(
        f"id: base, source: usgs, printed: 4000 t, {flow}",
        f"id: same, source: paper, printed: 4000 t, {flow}",
        f"id: ten, source: paper, printed: 40000 t, {flow}",
    )
    assert (rows, status) == ({"ten": ("CONFLICT", "10"), "same": ("AGREE", "1")}, 1)


def test_what_usgs_prints_of_a_place_is_not_what_others_mean(run, write):
    head, _ = OWN.split("estimates:")
    key = KEY.replace("NOR", "BRA")
    path = write(head + f"estimates:\n- {{id: other, source: paper, printed: 8.0 Mt, {key}}}\n")
    result = run("estimates", "--data", path, "--only", "--columns", "rungs", "--no-header")
    assert result.stdout.split() == ["1"]


def test_a_baseline_of_another_measure_is_printed_as_it_is(run):
    columns = "id,baseline,baseline_printed,baseline_value_t"
    result = run("report", "russia", "--measure", "resources", "-f", "csv", "--columns", columns)
    assert pairs(result) == [
        {
            "id": "rus-prognostic-2021",
            "baseline": "usgs-mcs-2026-v1.3/RUS/reserves",
            "baseline_printed": "3,800,000",
            "baseline_value_t": "3800000",
        }
    ]


def test_rows_in_another_order_keep_their_bridges(run):
    def pairs(*options):
        return json.loads(run("report", "russia", *options, "-f", "json").stdout)["pairs"]

    plain, by_id = pairs(), pairs("--sort", "id")
    assert any(pair["bridge"] for pair in plain)
    assert by_id == sorted(plain, key=lambda pair: pair["id"])
    assert list(pairs("--columns", "id,fold")[0]) == ["id", "fold"]


def test_a_baseline_that_is_a_bound_in_words_stays_a_bound(run):
    """Brazil's DNPM has at most 89 million tonnes of China, so that the 44, 27 and 52 of others are no gap."""
    screen = run("report", "china", "--baseline", "chn-dnpm-2012").stdout
    lines = [line for line in screen.splitlines() if "DNPM Brazil, Jan 2012" in line or "≤89" in line]
    assert len(lines) == 3
    assert all("≤89" in line for line in lines)
    table = list(csv.DictReader(io.StringIO(run(
        "report", "china", "--baseline", "chn-dnpm-2012", "-f", "csv", "--columns", "all").stdout)))  # fmt: skip
    assert {row["baseline_kind"] for row in table} == {"upper"}
    assert "RECONCILED_BY_SUBSET" not in {row["verdict"] for row in table}


def test_a_figure_that_meets_the_bound_of_its_baseline_is_consistent_with_it(run):
    assert "Our sum of rows, from USGS MCS 2026 is consistent with the bound." in run("compare", "world").stdout


def test_a_report_does_not_begin_with_resources_that_share_nothing_with_reserves(run):
    """Australia's 31.56 Mt are paramarginal and submarginal, none of which can be among reserves."""
    screen = " ".join(run("report").stdout.split())
    lead = screen.partition("Verdicts on")[0]
    assert "Greenland" in lead
    assert "Australia" not in lead
    assert "2013 (paramarginal and submarginal), our sum" in screen
