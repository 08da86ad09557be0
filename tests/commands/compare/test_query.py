"""The questions the tool exists for, on the bundled data, each figure worked by hand."""

import re
from datetime import date

import pytest

from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.commands.rank.query import rank_places
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.questions import Question, RankQuestion


@pytest.fixture
def ask(bundled):
    def question(*places, **options):
        return compare_places(bundled, Question(places=places, **options))

    return question


def rows(result):
    names = result.table.names
    return {row[0]: dict(zip(names, row, strict=True)) for row in zip(*result.table.columns.values(), strict=True)}


def test_russia_is_the_worked_case(ask):
    result = ask("RUS")
    whole = rows(result)["rus-balance-2023"]
    assert whole["baseline"] == "usgs-mcs-2026-v1.3/RUS/reserves"
    # 28.7 / 3.8 = 7.5526; 28.65 / 3.85 = 7.4416; 28.75 / 3.75 = 7.6667
    assert (whole["ratio"], whole["ratio_low"], whole["ratio_high"], whole["fold"]) == (7.55, 7.44, 7.67, 7.55)
    assert whole["difference_t"] == 24_900_000
    assert whole["verdict"] == "RECONCILED_BY_SUBSET"
    assert whole["flags"] == "NOT_INDEPENDENT IN_PLACE_VS_RECOVERABLE SERIES_BREAK"
    assert whole["comparable"] == "no"
    (place,) = result.places
    assert "3.8 Mt" in place.summary[0]
    assert "7.6 times as much (7.4 to 7.7 allowing for rounding)" in place.summary[0]
    assert "Different definitions may explain the gap" in place.summary[1]


def test_the_russian_bridge_adds_up_and_leaves_nothing(ask):
    (bridge,) = ask("RUS").places[0].bridges
    assert [step.amount_t for step in bridge.steps] == [-24_900_000]
    # 34.715 % of the balance of 2022 was licensed (9,991.2 of 28,780.6 kt): 65.285 % of 28.7 is 18.737.
    not_licensed, idle = bridge.detail
    assert not_licensed.amount_t == pytest.approx(-18_736_800, abs=100)
    assert idle.amount_t == pytest.approx(-6_163_200, abs=100)
    assert (not_licensed.evidence, idle.evidence) == ("assumed", "remainder")
    assert (bridge.residual_t, bridge.residual_low_t, bridge.residual_high_t) == (0, -100_000, 100_000)
    assert [step.amount_t for step in bridge.unknown] == [None, None, None]
    assert bridge.reconciled


def test_the_ministrys_metal_is_an_oxide_ledger_and_is_not_multiplied(ask):
    whole = rows(ask("RUS"))["rus-balance-2023"]
    assert (whole["basis"], whole["value_t"]) == ("TR2O3", 28_700_000)


def test_rare_metals_are_not_rare_earths(ask):
    result = ask("RUS")
    metals = rows(result)["rus-rare-metals-2025"]
    assert (metals["verdict"], metals["comparable"], metals["ratio"]) == ("NOT_COMPARABLE", "no", None)
    assert "658 Mt of rare metals, most of which are not rare earths" in result.places[0].listed_separately


def test_one_root_is_one_witness(ask):
    witnesses = {witness.root: witness for witness in ask("RUS").places[0].group.origins}
    assert set(witnesses) == {"ru-state-balance"}
    balance = witnesses["ru-state-balance"]
    assert [figure.id for figure in balance.figures] == ["rus-balance-2023", "rus-balance-2025"]
    # 2017, 2020, 2021, 2022, Rosnedra 2024, TASS 2025 and Shoigu's bound
    more = balance.other_figures
    assert (more.number, more.low.value_t, more.high.value_t, more.years) == (7, 26_900_000, 33_006_700, "2017 to 2025")


def test_two_dates_of_one_ledger_are_no_pair(ask):
    result = rows(ask("RUS"))
    assert result["rus-balance-2025"]["baseline"] == result["rus-balance-2023"]["baseline"]
    assert "rus-kazanov-2025" not in result


@pytest.mark.parametrize(
    ("place", "day", "baseline", "tonnes"),
    [
        ("BRA", date(2026, 4, 30), "usgs-mcs-2026-v1.0/BRA/reserves", 21_000_000),
        ("BRA", date(2026, 5, 27), "usgs-mcs-2026-v1.3/BRA/reserves", 11_000_000),
        ("BRA", None, "usgs-mcs-2026-v1.3/BRA/reserves", 11_000_000),
        ("RUS", date(2024, 6, 30), "usgs-mcs-2024/RUS/reserves", 10_000_000),
        # Known to the month only, MCS 2025 counts from the last day of January.
        ("RUS", date(2025, 1, 30), "usgs-mcs-2024/RUS/reserves", 10_000_000),
        ("RUS", date(2025, 1, 31), "usgs-mcs-2025/RUS/reserves", 3_800_000),
    ],
)
def test_as_of_a_day_the_baseline_is_what_was_published_by_then(ask, place, day, baseline, tonnes):
    (figure,) = ask(place, as_of=day, measure="reserves").places[0].group.baselines
    assert (figure.id, figure.value_t) == (baseline, tonnes)


def test_as_of_a_day_nothing_later_is_seen_and_undated_figures_are_counted(ask):
    result = ask("RUS", as_of=date(2024, 6, 30), all_statements=True)
    assert max(row["published"] for row in rows(result).values()) <= "2024-06-30"
    assert result.warnings == ("28 figures without a publication date left out",)


def test_as_of_2024_the_licensed_part_meets_the_usgs_10(ask):
    # 48.6 % of 16,887.1 and 15 % of 11,893.5 kt: 9.92 to 10.06 Mt; USGS 10 at two figures: 9.95 to 10.5.
    result = ask("RUS", as_of=date(2024, 6, 30))
    whole = rows(result)["rus-balance-2022"]
    assert whole["verdict"] == "RECONCILED_BY_SUBSET"
    bridge = result.places[0].bridges[0]
    assert (bridge.part.id, bridge.part.derived, bridge.reconciled) == ("rus-balance-2022-licensed", True, True)


def test_a_place_that_usgs_prints_na_for_has_no_ratio_and_is_told_what_to_ask_for(ask):
    (india,) = ask("IND").places
    assert india.group.baselines == ()
    assert "gives NA (not available) for India, so there is no baseline to compare with" in india.summary[0]
    assert "--baseline usgs-mcs-2025" in india.summary[1]
    (asked,) = ask("IND", baseline="usgs-mcs-2025").places
    assert asked.group.baselines[0].value_t == 6_900_000


def test_a_place_without_figures_is_an_empty_answer(ask):
    result = ask("FRA")
    assert (result.table.height, result.places[0].summary) == (0, ("Nothing is in our data for France.",))


def test_an_unknown_baseline_is_an_error(ask):
    with pytest.raises(NotOnRecord, match="usgs-mcs-1999"):
        ask("RUS", baseline="usgs-mcs-1999")


def test_another_estimate_can_be_the_baseline(ask):
    usgs = rows(ask("RUS", baseline="rus-balance-2023"))["usgs-mcs-2026-v1.3/RUS/reserves"]
    # The mirror image of 7.55: 3.8 / 28.7 = 0.13240
    assert (usgs["baseline"], usgs["ratio"], usgs["fold"]) == ("rus-balance-2023", 0.132, 7.55)


def test_an_upper_bound_gives_an_upper_bound_of_the_ratio(ask):
    # At most 89 against 43.5 to 44.5: at most 89 / 43.5 = 2.046.
    row = rows(ask("CHN"))["chn-dnpm-2012"]
    assert (row["kind"], row["ratio"], row["ratio_low"], row["ratio_high"]) == ("upper", None, None, 2.05)


def test_a_lower_bound_gives_a_lower_bound_of_the_ratio(ask):
    # More than 28 against 3.75 to 3.85: at least 28 / 3.85 = 7.27.
    row = rows(ask("RUS", all_statements=True))["rus-shoigu-2025"]
    assert (row["ratio"], row["ratio_low"], row["ratio_high"]) == (None, 7.27, None)


def test_against_a_lower_bound_a_ratio_is_at_most(ask):
    # 130 (125 to 135) against more than 75: at most 135 / 75 = 1.8.
    row = rows(ask("WLD", all_statements=True))["usgs-mcs-2023/WLD/reserves"]
    assert (row["ratio"], row["ratio_low"], row["ratio_high"]) == (None, None, 1.8)


def test_production_is_compared_within_its_year(ask):
    result = rows(ask("RUS", measure="production"))
    extracted = result["rus-extracted-2021"]
    assert (extracted["baseline"], extracted["ratio"]) == ("usgs-mcs-2023/RUS/production-2021", 45.3)
    # 117.7 / 2.6 = 45.3; 2.6 / 2.5 = 1.04
    assert extracted["verdict"] == "PARTLY_EXPLAINED"
    # What was extracted in a year, the part in loparite, and what USGS prints for that year. The years before are of
    # the same state balance, so that they are not compared unless all figures are.
    bridges = ask("RUS", measure="production").places[0].bridges
    assert [(one.whole.id, one.part.id) for one in bridges] == [("rus-extracted-2021", "rus-extracted-2021-loparite")]
    everything = rows(ask("RUS", measure="production", all_statements=True))
    assert everything["rus-extracted-2019"]["baseline"] == "usgs-mcs-2020/RUS/production-2019"
    assert everything["rus-extracted-2019"]["verdict"] == "RECONCILED_BY_SUBSET"


def test_misquoted_and_superseded_figures_come_only_when_asked_for(ask):
    assert "rus-stale-12" not in rows(ask("RUS"))
    everything = rows(ask("RUS", all_statements=True))
    assert everything["rus-stale-12"]["status"] == "inconsistent"
    assert everything["usgs-mcs-2024/RUS/reserves"]["status"] == "superseded"


@pytest.mark.parametrize(("day", "rank"), [(date(2025, 3, 31), "5th of the 12"), (None, "4th of the 11")])
def test_the_rank_of_russia_then_and_now(ask, day, rank):
    # MCS 2025: China, Brazil, India, Australia, Russia; MCS 2026: China, Brazil, Australia, Russia.
    note, levels, order = ask("RUS", as_of=day).places[0].notes
    assert note.startswith(f"Russia is {rank} countries for which USGS gives an amount. With 28.7 Mt it would be")
    assert "With 28.7 Mt it would be 2nd, but the two figures may count different things" in note
    assert levels == ("USGS over time: 18 Mt (MCS 2017), later 21 Mt (MCS 2023), 10 Mt (MCS 2024), 3.8 Mt (MCS 2025).")
    # The ministry's 3.8 Mt were published on 18 March 2025.
    assert order == (
        "USGS first listed 3.8 Mt in MCS 2025. The text in which we read of the part that matches it came out later"
        " (Mar 2025), so USGS had the amount from elsewhere, perhaps from the same data."
    )


@pytest.mark.parametrize("day", [None, *(date(year, 6, 30) for year in (2011, 2017, 2018, 2020, 2024, 2025))])
def test_the_rank_of_every_place_is_that_of_the_ranking(ask, bundled, day):
    lines = rank_places(bundled, RankQuestion(as_of=day)).table.columns
    ranks = {place: (rank, at_best) for place, rank, at_best in zip(
        lines["place"], lines["rank"], lines["at_best"], strict=True) if rank is not None}  # fmt: skip
    told = {}
    for place in ask(*ranks, as_of=day).places:
        for note in place.notes:
            if found := re.search(r" is (at best )?(\d+)\w\w of the \d+ countries", note):
                told[place.place] = (int(found[2]), "yes" if found[1] else None)
    assert told
    assert told.items() <= ranks.items()


def test_the_overview_begins_with_the_largest_gap_and_counts_resources_too(ask):
    rivals = {place.place: place.rival for place in ask().places if place.rival}
    # 39 − 1.5, 38 − 0.83, 28.7 − 3.8 and 44 − 27.
    assert (rivals["GRL"].value_t, rivals["CAN"].value_t) == (39_000_000, 38_000_000)
    assert (rivals["RUS"].id, rivals["CHN"].id) == ("rus-balance-2023", "chn-mofcom-2009")
    # What USGS itself says of resources contradicts nobody, and a bound that is met leaves no gap.
    assert "USA" not in rivals
    assert "WLD" not in rivals
    assert "BRA" not in rivals


def test_all_places_come_in_one_pass_by_name(ask):
    result = ask()
    names = [place.name for place in result.places]
    assert names == sorted(names)
    assert {"Russia", "China", "World"} <= set(names)
    assert "Other" not in names
    assert set(result.table.columns["place"]) == {place.place for place in result.places} | {"OTH"}


def test_the_query_is_canonical(ask):
    assert ask("RUS").query["places"] == ["RUS"]
    assert ask().query["places"] == "all"


def test_like_for_like_leaves_out_what_is_not(ask):
    result = ask("RUS", like_for_like=True)
    production = {f"{source}/RUS/production-2023" for source in ("usgs-mcs-2025", "bgs-wms", "ei-review-2024")}
    production |= {f"{one}/RUS/production-2024" for one in ("usgs-mcs-2026-v1.3", "world-mining-data-2018-2024")}
    # The newest year that both the Yearbook and the summaries have.
    production |= {f"{source}/RUS/production-2013" for source in ("usgs-mcs-2014", "usgs-yearbook-theler")}
    newest = {"usgs-mcs-2026-v1.3/RUS/reserves", "usgs-mcs-2026-v1.3/RUS/production-2025"}
    assert set(rows(result)) == newest | production
    assert "No other current figure is defined in the same way" in result.places[0].summary[0]


def test_an_explanation_gives_rule_ground_and_authority(ask):
    assert ask("RUS").places[0].why == ()
    first, second = ask("RUS", explain=True).places[0].why
    assert "RECONCILED_BY_SUBSET, because a part that one side itself reports meets the other" in first
    assert "rus-balance-2023 counts TR2O3, in place, GKZ, A+B+C1+C2 (rungs 1 2 4 or 1 2 3 4; basis, stage, " in first
    assert "is our judgement" in first
    assert "NOT_LIKE_FOR_LIKE, because both state what they count" in second


def test_who_counts_a_flow_in_its_own_way_does_not_contradict(ask):
    for place, counts in {
        "USA": "oxide content of concentrate",
        "AUS": "year ending 30 June",
        "IND": "year ending 31 March following",
    }.items():
        result = ask(place, measure="production")
        row = rows(result)[f"bgs-wms/{place}/production-2023"]
        assert (row["verdict"], row["causes"], row["comparable"]) == ("NOT_LIKE_FOR_LIKE", "category", "no")
        (witness,) = [one for one in result.places[0].group.origins if one.root == "bgs-wms"]
        assert counts in witness.title
    america = ask("USA", measure="production").places[0]
    # A flow leads with the newest year; of an older one the verdict is given.
    assert "(MCS 2026, 2024)" in america.summary[0]
    assert any(
        "BGS World Mineral Statistics for 2023 differs from USGS in which production is counted" in one
        for one in america.verdicts
    )


def test_a_target_is_never_production(ask):
    """Vietnam means to mine 2.02 Mt of ore a year by 2030, for 20 to 60 kt of oxide."""
    targets = {"vnm-plan866-ore", "vnm-plan866-reo"}
    mined = ask("VNM", measure="production", all_statements=True)
    assert not targets & set(rows(mined))
    (place,) = ask("VNM").places
    assert "a target for 2030 of 2.02 Mt of ore a year" in place.listed_separately
    assert "a target for 2030 of 20,000-60,000 tons of rare-earth oxide a year" in place.listed_separately
    assert not any("of ore" in one and "target" not in one for one in place.listed_separately)
    (aims,) = ask("VNM", measure="target").places
    assert aims.summary == (
        "Listed, not compared: only reserves, resources and production are compared with a baseline, targets are not.",
    )


def test_a_baseline_of_another_measure_says_so(run):
    said = run("compare", "usa", "--measure", "resources").stdout
    # What USGS said in 2010, about 13 Mt, is too old for the summary.
    assert (
        "  U.S. Geological Survey (USGS)  1.9 Mt  for 2025, Mineral Commodity Summaries (MCS) 2026, reserves\n" in said
    )
    assert "\n  U.S. Geological Survey (USGS)  3.6 Mt  for 2025, Mineral Commodity Summaries (MCS) 2026\n" in said
    assert "\nUSGS MCS 2026, reserves (recoverable, oxide)" in said
    # USGS is not judged against itself.
    assert "defined differently (reserves or resources and date)" not in said.partition("Estimates")[2]
    # The figures of Russia are of 2022, but what they are compared with is newer.
    assert "sources up to 27 May 2026" in run("compare", "russia", "--measure", "resources").stdout
    assert "reserves: 3.8 Mt" not in run("compare", "russia").stdout
