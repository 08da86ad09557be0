"""Which figures are compared: resources, monazite, ore with its oxide, all pairs; and accepted discrepancies."""

import csv
import io
import json

import pytest

PAPER = 'title: A title, url: "https://example.org", locator: p. 1, verification: primary, published: 2024-05'
HEAD = f"""
sources:
  usgs: {{series: usgs-mcs, publisher: U.S. Geological Survey, {PAPER}}}
  paper: {{publisher: A paper, {PAPER}}}
  another: {{publisher: Another paper, {PAPER}}}
series:
  usgs-mcs: {{short: MCS}}
roots:
  a: {{title: A ledger, keeper: government of NOR}}
  usgs-mcs: {{title: USGS, keeper: USGS}}
estimates:
"""
KEY = "place: NOR, basis: REO, system: USGS, category: reserves, stage: recoverable"
BASE = f'id: base, source: usgs, root: usgs-mcs, measure: reserves, period: "2024", printed: 2.0 Mt, {KEY}'
LOOSE = "source: paper, place: NOR"
OTHER_SOURCE = "source: another, place: NOR"


@pytest.fixture
def ask(run, write):
    """Run a command on some estimates, and return its rows."""

    def answer(*entries, command=("report",), **options):
        path = write(HEAD + "".join(f"- {{{entry}}}\n" for entry in entries))
        result = run(*command, "--data", path, "--only", "-f", "csv", "--columns", "all")
        assert result.exit_code == 0, result.stderr
        return list(csv.DictReader(io.StringIO(result.stdout)))

    return answer


def row(rows, key):
    (found,) = [one for one in rows if one["id"] == key]
    return found


def test_resources_are_compared_with_reserves_and_marked_as_defined_differently(ask):
    rows = ask(BASE, f"id: all, measure: resources, printed: 14 Mt, {LOOSE}, basis: REO, stage: in_place")
    found = row(rows, "all")
    # 14 / 2.0 = 7
    assert (found["baseline"], found["fold"], found["verdict"], found["size"]) == (
        "base",
        "7",
        "NOT_LIKE_FOR_LIKE",
        "EXTREME",
    )
    assert found["causes"].split() == ["definition", "stage"]


def test_figures_on_the_same_rungs_are_comparable_whatever_their_measure_is_called(ask):
    alike = f"id: all, source: paper, measure: resources, effective: 2024-06, printed: 2.01 Mt, {KEY}"
    assert (row(ask(BASE, alike), "all")["verdict"], row(ask(BASE, alike), "all")["causes"]) == ("AGREE", "rounding")


@pytest.mark.parametrize(
    ("printed", "verdict", "ratio"),
    [
        # 3.52 Mt of monazite hold 1.936 (0.55) to 2.115 (0.60 of 3.525): 1.936 / 2.0 = 0.968
        ("3.52 Mt", "AGREE_AFTER_CONVERSION", "0.968"),
        # 9.2 Mt hold 5.03 to 5.55: 5.06 / 2.0 = 2.53
        ("9.2 Mt", "NOT_LIKE_FOR_LIKE", "2.53"),
    ],
)
def test_monazite_is_compared_as_the_oxide_in_it(ask, printed, verdict, ratio):
    sand = f"id: sand, source: paper, measure: reserves, effective: 2024-06, printed: {printed}, {KEY}"
    sand = sand.replace("REO", "monazite")
    found = row(ask(BASE, sand), "sand")
    assert (found["verdict"], found["causes"], found["ratio"]) == (verdict, "basis", ratio)
    assert float(found["value_t"]) == float(printed.split()[0]) * 1e6


def test_monazite_against_monazite_shares_its_factor(ask):
    sand = f"source: paper, measure: reserves, {KEY}".replace("REO", "monazite")
    found = ask(
        f"id: one, printed: 4.0 Mt, {sand}",
        f"id: two, printed: 8.0 Mt, {sand}",
        command=("compare", "norway", "--pairs"),
    )
    assert (row(found, "two")["ratio"], row(found, "two")["ratio_low"]) == ("2", "1.96")  # 7.95 / 4.05 = 1.963


def test_ore_without_a_baseline_is_compared_with_the_oxide_in_it(ask):
    rock = f"id: rock, measure: ore, basis: ore, site: Fen, printed: 694 Mt, {LOOSE}"
    oxide = (
        "id: oxide, measure: resources, basis: REO, system: claim, category: unclassified claim, site: Fen,"
        " contained_in: rock, printed: 12.5 Mt, "
    )
    # One source that gives both describes a deposit; there is nothing to compare.
    assert ask(rock, oxide + LOOSE) == []
    (found,) = ask(rock, oxide + OTHER_SOURCE)
    assert (found["id"], found["baseline"], found["verdict"], found["ratio"]) == ("rock", "oxide", "NOT_COMPARABLE", "")


def test_oxide_is_shown_with_the_ore_that_holds_it(run, write):
    path = write(
        HEAD + f"- {{id: rock, measure: ore, basis: ore, site: Fen, printed: 694 Mt, {LOOSE}}}\n"
        f"- {{id: oxide, measure: resources, basis: REO, system: claim, category: unclassified claim, site: Fen,"
        f" contained_in: rock, printed: 12.5 Mt, {LOOSE}}}\n"
    )
    lines = run("compare", "norway", "--data", path, "--only").stdout.splitlines()
    (found,) = [line for line in lines if "694 Mt" in line]
    assert found.split("  ")[1].startswith("Fen, unclassified claim, oxide, A paper")
    assert found.split()[-7:] == ["12.5", "Mt", "694", "Mt", "of", "ore", "12.5"]


def test_all_pairs_leave_out_the_history_of_a_ledger_and_keep_its_parts(ask):
    rows = ask(
        BASE,
        f"id: then, root: a, measure: reserves, effective: 2020-01-01, printed: 9.0 Mt, {LOOSE}",
        "id: part, part_of: then, access: licensed, printed: 2.0 Mt",
        f"id: now, root: a, measure: reserves, effective: 2024-01-01, printed: 8.0 Mt, {LOOSE}",
        command=("compare", "norway", "--pairs"),
    )
    pairs = {(one["id"], one["baseline"]): one["verdict"] for one in rows}
    assert pairs == {
        # Five years lie between the two, so the part of the one does not explain the other.
        ("then", "base"): "UNKNOWN",
        ("now", "base"): "UNKNOWN",
        ("part", "base"): "NOT_LIKE_FOR_LIKE",
        ("part", "then"): "RECONCILED_BY_SUBSET",
    }


def test_more_pairs_than_anybody_reads_are_refused(run, write):
    many = "".join(f"- {{id: e{at}, measure: reserves, printed: {at + 1} Mt, {LOOSE}}}\n" for at in range(41))
    result = run("compare", "norway", "--pairs", "--data", write(HEAD + many), "--only")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "41 figures make 820 pairs; --pairs takes 780" in result.stderr


@pytest.mark.parametrize("other", [("--all",), ("norway", "--explain"), ("norway", "--baseline", "usgs-mcs-2025")])
def test_pairs_are_for_named_places_and_have_no_one_baseline(run, other):
    assert run("compare", "--pairs", *other).exit_code == 2


def test_an_accepted_discrepancy_is_listed_and_trips_nothing(run, write):
    entry = f'- {{id: known, source: paper, measure: reserves, effective: "2024", printed: 9.0 Mt, {KEY}'
    for accepted, status in (("", 1), (", accepted: a slip that the publisher has been told of", 0)):
        path = write(HEAD + f"- {{{BASE}}}\n" + entry + accepted + "}\n")
        result = run("report", "--data", path, "--only", "--fail-over", "2x")
        assert result.exit_code == status
        assert ("accepted: a slip" in " ".join(result.stdout.split())) == bool(accepted)


def test_borders_that_differ_are_a_flag_and_a_cause(ask):
    found = row(
        ask(BASE, f"id: wider, source: paper, measure: reserves, printed: 2.0 Mt, territory: with Svalbard, {KEY}"),
        "wider",
    )
    assert (found["flags"], found["causes"], found["comparable"]) == ("TERRITORY", "scope", "no")


def test_who_draws_on_a_ledger_is_not_independent_of_it(ask):
    blend = f"id: blend, source: paper, measure: reserves, printed: 2.0 Mt, draws_on: [usgs-mcs, others], {KEY}"
    assert row(ask(BASE, blend), "blend")["flags"] == "NOT_INDEPENDENT"


def test_a_part_against_its_own_whole_is_reconciled(ask):
    rows = ask(
        BASE,
        "id: jorc, part_of: base, system: CRIRSCO, category: proved reserve, printed: 1.1 Mt",
        command=("compare", "norway"),
    )
    found = row(rows, "jorc")
    assert (found["verdict"], found["flags"], found["unexplained_fold"]) == (
        "RECONCILED_BY_SUBSET",
        "NOT_INDEPENDENT",
        "1",
    )


def test_bridges_are_nested_in_the_json_of_a_report(run):
    document = json.loads(run("report", "russia", "-f", "json").stdout)
    bridges = {pair["id"]: pair["bridge"] for pair in document["pairs"]}
    assert bridges["rus-balance-2023"]["steps"][0]["amount_t"] == -24_900_000
    assert bridges["rus-balance-2023"]["residual_t"] == 0
    assert bridges["rus-rare-metals-2025"] is None
    # 2.5 of 117.7 kt in loparite against USGS 2.6: 117.7 - 115.2 = 2.5, which is 0.1 below.
    assert bridges["rus-extracted-2021"]["steps"][0]["amount_t"] == -115_200
    assert bridges["rus-extracted-2021"]["residual_t"] == -100


def test_every_bridge_of_the_record_adds_up_exactly(bundled):
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.model.questions import Question

    bridges = [
        one
        for measure in ("reserves", "production")
        for place in compare_places(bundled, Question(measure=measure)).places
        for one in place.bridges
    ]
    assert bridges
    for bridge in bridges:
        steps = sum(step.amount_t for step in bridge.steps)
        assert bridge.whole.value_t + steps == bridge.part.value_t
        assert bridge.part.value_t - bridge.residual_t == bridge.baseline.value_t
        assert bridge.residual_low_t <= bridge.residual_t <= bridge.residual_high_t
        assert all(step.amount_t is None for step in bridge.unknown)
