"""Figures of a flow are compared for the newest year that both sides have, whichever side is the baseline."""

import re

import pytest

from tests.commands.screens import say


@pytest.mark.parametrize(
    ("place", "baseline", "year", "theirs", "ours"),
    [
        ("china", "ei-review-2024", "2023", "240 kt", "255 kt"),
        ("thailand", "ei-review-2024", "2023", "7,100 t", "3,600 t"),
        ("myanmar", "bgs-wms", "2023", "72 kt", "43 kt"),
    ],
)
def test_usgs_is_compared_for_the_newest_year_of_the_baseline(run, place, baseline, year, theirs, ours):
    said = say(run("compare", place, "--measure", "production", "--baseline", baseline))
    assert re.search(rf" {theirs} in {year}, ", said)
    assert f"U.S. Geological Survey (USGS) {ours} in {year}, Mineral Commodity Summaries (MCS) 2025" in said
    assert "They agree" not in said
    assert "newest year of both" not in said


def test_the_comparison_is_of_the_newest_year_both_have_for_every_place_and_list(rows_of):
    """The law: no origin has a pair of an older year, where a newer one can be paired."""
    for baseline in ("usgs-mcs-2026-v1.3", "ei-review-2024", "bgs-wms", "world-mining-data-2018-2024"):
        given = rows_of("estimates", "--measure", "production")
        years = {(row["place"], row["period"]) for row in given if row["source"] == baseline}
        pairs = rows_of("report", "--measure", "production", "--baseline", baseline)
        for pair in pairs:
            newest = max(
                row["period"]
                for row in given
                if (row["place"], row["root"]) == (pair["place"], pair["root"])
                and (row["place"], row["period"]) in years
                and row["status"] == "published"
                and not row["site"]
                and not row["part_of"]
                and row["low_t"]
            )
            assert pair["period"] == newest, pair["id"]


def test_a_place_agrees_only_if_all_its_figures_do(run, write):
    """300 kt are 250 to 350 and agree with 270, though they are farther away than what contradicts."""
    head = "place,measure,printed,publisher,published,period,basis\n"
    own = write(head + "CHN,production,300 kt,Foo Institute,2026-06-01,2025,REO\n", "own.csv")
    said = say(run("compare", "--all", "--measure", "production", "--data", own))
    assert "China 255 EI Statistical Review 2024 2023 240 15" in said
    assert "For China" not in said
    assert "agree with that of EI" not in say(
        run("compare", "--all", "--measure", "production", "--baseline", "ei-review-2024")
    )


def test_figures_of_the_year_asked_for_give_possible_ranks_though_newer_years_are_on_record(run):
    said = say(run("rank", "--measure", "production", "--year", "2023"))
    for line in ("Madagascar 6th 4.5 kt Austrian finance ministry", "Malaysia 7th 3.34 kt Austrian finance ministry"):
        assert line in said


@pytest.mark.parametrize(
    ("share", "place", "found"),
    [
        ("5%", "russia", "3.8 of >75 Mt, at most 5.1 %, 5.0 % of the countries listed"),
        ("15%", "brazil", "11 of >75 Mt, at most 15 %"),
        ("23%", "brazil", "21 of >90 Mt, at most 24 %, 23 % of the countries listed"),
        ("2.6%", "usa", "1.9 of >75 Mt, at most 2.6 %"),
        ("59%", "china", "44 of >75 Mt, at most 59 %, 58 % of the countries listed"),
    ],
)
def test_a_share_of_a_bounded_total_is_found(run, share, place, found):
    said = say(run("trace", share, "--place", place))
    assert found in said
    assert "No figure in our data fits" not in said


def test_a_range_put_in_has_the_ranks_of_both_its_ends(run):
    said = say(run("rank", "--using", "russia=10 to 12 Mt"))
    assert "With 10 to 12 Mt as typed, Russia would be 2nd or 3rd" in said


def test_the_first_line_names_who_fits_a_claim(run):
    assert "93 % in 2023 (BGR/DERA); it fits IEA for 2023" in say(
        run("share", "china", "--claimed", "92%", "--measure", "refining")
    )
    assert "it fits South China Morning Post for 2025" in say(
        run("share", "china", "--claimed", "60%", "--measure", "reserves")
    )
    assert "it fits Austrian finance ministry for 2024" in say(
        run("share", "china", "--claimed", "68%", "--measure", "production")
    )


def test_shares_of_a_year_are_not_followed_by_what_is_listed_now(run):
    said = say(run("share", "china", "--year", "2010"))
    assert "would last" not in said
    assert "Concentration of reserves by USGS MCS 2026" not in said


def test_a_group_and_its_members_in_one_list_are_added_up_once(run, write):
    head = "place,measure,period,printed,publisher,series,published,edition\n"
    usgs = "U.S. Geological Survey,usgs-mcs,2027-01,2027\n"
    rows = (("EUU", "5 Mt"), ("SWE", "2 Mt"), ("CHN", "44 Mt"), ("WLD", "49 Mt"))
    table = write(head + "".join(f"{place},reserves,2026,{printed},{usgs}" for place, printed in rows), "list.csv")
    said = say(run("rank", "--data", table, "--only"))
    assert "its rows add up to 49.0 Mt" in said
    assert "at best 2 Sweden" in said  # the 3 Mt of the other members may be one country's
    assert "the rows of" not in said


def test_the_history_of_a_site_has_what_is_a_part_of_several_deposits(run):
    assert "1,213.7 thousand tonnes" in say(run("history", "mongolia", "--site", "Khotgor"))


def test_desorbable_oxide_is_in_no_class_of_all_oxide(run):
    said = say(run("compare", "chile"))
    assert "Measured and indicated resources" not in said
    assert "Penco, measured and indicated, desorbable oxide, Aclara Resources" in said


def test_a_region_is_not_called_a_deposit(run):
    for name in ("africa", "kerala", "two operating mines"):
        assert "a single deposit or area" in say(run("compare", name))
