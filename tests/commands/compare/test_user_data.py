"""Figures of a user's own: what is said of bounds, ranges, parts and ledgers that our data does not have."""

import csv
import io
from datetime import date

import pytest

from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.model.questions import Question
from rareearth_cli.record.load import load_dataset

PAPER = 'title: A title, url: "https://example.org", locator: p. 1, verification: primary'
HEAD = f"""
sources:
  old: {{publisher: First paper, published: 2024-05, {PAPER}}}
  new: {{publisher: Second paper, published: 2025-05, {PAPER}}}
estimates:
"""
#: Like for like with USGS reserves.
KEY = {
    "source": "new",
    "place": "AUS",
    "measure": "reserves",
    "basis": "REO",
    "system": "USGS",
    "category": "reserves",
    "stage": "recoverable",
}


def own(name="own", printed="50 Mt", **fields):
    """An entry like for like with USGS reserves of Australia, unless its fields say otherwise."""
    return part(name, printed, **{**KEY, **fields})


def part(name, printed, **fields):
    """An entry with these fields alone."""
    inner = {"id": name, **fields, "printed": printed}
    return "- {" + ", ".join(f"{key}: {value}" for key, value in inner.items()) + "}\n"


@pytest.fixture
def ask(write):
    def question(entries: str, place: str = "AUS", **options):
        result = compare_places(load_dataset([write(HEAD + entries)]), Question(places=(place,), **options))
        names = result.table.names
        rows = {row[0]: dict(zip(names, row, strict=True)) for row in zip(*result.table.columns.values(), strict=True)}
        return rows, result.places[0]

    return question


def test_a_bound_that_holds_is_compatible_and_not_called_agreement_within_rounding(ask):
    rows, place = ask(own(place="CAN", printed="over 0.5 Mt", effective="2025-06"), "CAN")
    assert rows["own"]["verdict"] == "AGREE"
    assert "consistent with the bound" in place.summary[1]
    assert "rounding" not in " ".join(place.summary)


def test_a_bound_against_a_bound_is_still_on_record(ask):
    rows, place = ask(own(place="WLD", printed="over 100 Mt"), "WLD")
    assert (rows["own"]["ratio"], rows["own"]["ratio_low"], rows["own"]["ratio_high"]) == (None, None, None)
    assert "own" in [one.id for one in place.compared]


@pytest.mark.parametrize("figure", ["at most 40 Mt", "1-20 Mt", "over 6 Mt"])
def test_a_part_that_is_no_figure_reconciles_nothing(ask, figure):
    rows, place = ask(own() + part("licensed", figure, part_of="own", access="licensed"))
    assert rows["own"]["verdict"] == "NOT_LIKE_FOR_LIKE"
    assert place.bridges == ()


def test_a_deprecated_part_reconciles_nothing(ask):
    rows, _ = ask(
        own() + part("licensed", "6.3 Mt", part_of="own", access="licensed", status="deprecated", note="wrong")
    )
    assert rows["own"]["verdict"] == "NOT_LIKE_FOR_LIKE"


def test_a_part_is_named_by_what_its_whole_is_not(ask):
    _, place = ask(
        own(access="licensed", printed="50.0 Mt") + part("sure", "6.3 Mt", part_of="own", category="marginal reserves")
    )
    assert "of the 50.0 Mt, 6.3 Mt are marginal reserves" in place.summary[1]
    assert place.bridges[0].steps[0].what == "not marginal reserves"


def test_who_says_which_part_it_counts_is_not_said_to_be_silent(ask):
    entries = own() + part("ready", "6.3 Mt", part_of="own", development="ready")
    _, place = ask(entries + own("base", "6.3 Mt", source="old", access="licensed"), baseline="base")
    assert "Different definitions may explain the gap" in place.summary[1]
    assert "does not say" not in place.summary[1]


def test_swapping_whole_and_baseline_keeps_the_verdict_and_the_bridge(ask):
    there, forth = ask("", "RUS"), ask("", "RUS", baseline="rus-balance-2023")
    assert there[0]["rus-balance-2023"]["verdict"] == forth[0]["usgs-mcs-2026-v1.3/RUS/reserves"]["verdict"]
    one, other = there[1].bridges[0], forth[1].bridges[0]
    assert (one.whole.id, one.part.id, one.residual_t) == (other.whole.id, other.part.id, other.residual_t)


def test_a_baseline_that_is_a_part_is_called_one(ask):
    rows, place = ask("", "RUS", baseline="rus-balance-2023-ready")
    assert rows["rus-balance-2023"]["verdict"] == "RECONCILED_BY_SUBSET"
    assert place.summary[1].startswith("One is a part of the other")


def test_rare_metals_and_ore_are_no_baseline(ask):
    rows, place = ask("", "RUS", baseline="rus-rare-metals-2025")
    assert all(row["ratio"] is None for row in rows.values())
    assert "has no reserves for Russia" in place.summary[0]
    assert ask("", "RUS", baseline="interfax-2025-07-01")[1].group.baselines[0].id == "rus-balance-2025"


def test_the_current_usgs_row_stays_in_sight_of_an_older_baseline(ask):
    _, place = ask("", "BRA", baseline="usgs-mcs-2025")
    (witness,) = place.group.origins
    assert [figure.id for figure in witness.figures] == ["usgs-mcs-2026-v1.3/BRA/reserves"]


def test_superseded_editions_are_history_and_no_dispute(ask):
    _, place = ask("", "BRA", all_statements=True)
    assert place.headline is None
    assert "dispute" not in " ".join(place.summary)


def test_a_figure_that_may_equal_its_baseline_is_not_the_furthest(ask):
    _, place = ask(own("bound", "at most 90 Mt") + own("figure", "9 Mt"))
    assert place.headline.id == "figure"


BRIDGE = "bridges:\n- {whole: own, part: ready, detail: [{cause: access, share_from: licensed, evidence: assumed}]}\n"


def test_an_assumption_larger_than_what_there_is_to_divide_is_left_out(ask):
    # 72 % of 22 is 15.84, but only 15.7 lie outside the part: possible within rounding, and still no division.
    parts = part("ready", "6.3 Mt", part_of="own", development="ready")
    parts += part("licensed", "28 %", part_of="own", access="licensed")
    assert ask(own(printed="22 Mt") + parts + BRIDGE)[1].bridges[0].detail == ()


def test_a_bridge_does_not_look_ahead(ask):
    # 40 % of 22 not licensed: 8.8 of the 15.7 outside; but the share was published a year later.
    entries = own(printed="22 Mt", source="old") + part("ready", "6.3 Mt", part_of="own", development="ready")
    entries += own("later", "20 Mt") + part("licensed", "60 %", part_of="later", access="licensed") + BRIDGE
    then, now = (ask(entries, as_of=date(year, 12, 31))[1] for year in (2024, 2026))
    details = [{bridge.part.id: bridge.detail for bridge in place.bridges}["ready"] for place in (then, now)]
    assert [[step.amount_t for step in detail] for detail in details] == [[], [pytest.approx(-8_800_000)]]


def test_a_new_edition_without_a_place_leaves_it_without_baseline(write):
    text = """
sources:
  usgs-mcs-2027: {series: usgs-mcs, edition: "2027", published: 2027-02, title: A title, url: "u", locator: l}
tables:
- {source: usgs-mcs-2027, unit: t, columns: reserves 2026, rows: {AUS: W, WLD: "75,000,000"}}
"""
    dataset = load_dataset([write(text)])
    australia, america = compare_places(dataset, Question(places=("AUS", "USA"))).places
    assert (
        australia.summary[0]
        == "USGS MCS 2027 gives W (withheld) for Australia, so there is no baseline to compare with."
    )
    assert america.summary[0] == "USGS MCS 2027 has no line for United States, so there is no baseline to compare with."
    assert "--baseline usgs-mcs-2026-v1.3" in america.summary[1]


def test_a_row_laid_over_ours_adds_to_its_series(run, write):
    """Without a total of the world a list is not taken for complete, so the other places keep their figures."""
    text = "place,measure,printed,publisher,series,published\n"
    path = write(text + "NOR,reserves,5 Mt,U.S. Geological Survey,usgs-mcs,2027-02-01\n", name="ie.csv")
    assert "Norway (5.0 Mt)" in run("compare", "--all", "--data", path).stdout
    assert (
        "U.S. Geological Survey (USGS)   3.8 Mt  for 2025, Mineral Commodity Summaries (MCS) 2026"
        in run("compare", "russia", "--data", path).stdout
    )
    ranked = run("rank", "--data", path).stdout
    assert "USGS MCS 2026, 27 May 2026" in ranked


def test_a_list_of_one_place_is_not_the_world(run):
    assert "USGS MCS 2018" in run("rank", "--measure", "production", "--year", "2016").stdout


def test_ore_that_was_asked_for_is_shown(ask):
    _, place = ask(own(place="FIN", measure="ore", basis="ore", printed="694 Mt"), "FIN", measure="ore")
    assert [figure.value_t for witness in place.group.origins for figure in witness.figures] == [694_000_000]


def test_statements_that_are_summed_up_keep_their_bounds(ask):
    figures = {"2021": "at most 90 Mt", "2022": "20-30 Mt", "2023": "40 Mt"}
    entries = "".join(
        own(f"s{year}", text, effective=f"'{year}'", root="cn-national") for year, text in figures.items()
    )
    more = ask(entries)[1].group.origins[0].other_figures
    assert (more.number, more.low.id, more.high.id) == (2, "s2022", "s2021")


@pytest.mark.parametrize("period", ["2026-03", "2026"])
def test_a_label_of_a_month_or_none_breaks_nothing(write, period):
    text = f"""
sources:
  usgs-mcs-2027: {{series: usgs-mcs, edition: "2027", published: 2027-02, title: A title, url: u, locator: l}}
tables:
- {{source: usgs-mcs-2027, unit: t, columns: reserves {period} , rows: {{AUS: "6,300,000"}}}}
- {{source: usgs-mcs-2027, unit: t, columns: reserves, rows: {{CAN: "830,000"}}}}
"""
    dataset = load_dataset([write(text)])
    australia, canada = compare_places(dataset, Question(places=("AUS", "CAN"))).places
    assert australia.group.baselines[0].value_t == 6_300_000
    assert canada.group.baselines[0].as_of == "not dated"


def test_an_undated_row_of_usgs_is_a_baseline(run, write):
    """Nobody knows that an undated row is older than the edition that has no line for its place."""
    text = "place,measure,printed,publisher,series\nNOR,reserves,5 Mt,U.S. Geological Survey,usgs-mcs\n"
    path = write(text + "NOR,reserves,15 Mt,Someone,\n", name="own.csv")
    found = csv.DictReader(
        io.StringIO(run("compare", "norway", "--data", path, "-f", "csv", "--columns", "all").stdout)
    )
    assert [(row["id"], row["baseline"]) for row in found][:2] == [("own/2", ""), ("own/3", "own/2")]
    # It does not take the place of a dated edition.
    rows = text.replace("NOR", "RUS")
    assert (
        "U.S. Geological Survey (USGS)   3.8 Mt  for 2025, Mineral Commodity Summaries (MCS) 2026"
        in run("compare", "russia", "--data", write(rows, name="r.csv")).stdout
    )
