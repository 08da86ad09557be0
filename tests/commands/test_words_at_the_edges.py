"""What is said where a list is partial, a baseline is old or a mineral, and two figures are of one origin."""

import re

import pytest

from tests.commands.screens import say

OWN = "place,measure,printed,publisher,effective_date,published\n"


@pytest.mark.parametrize("day", ["2010-01-31", "2015-10-30"])
def test_other_countries_are_not_quoted(run, day):
    """They are others in each list, so that no sentence says what USGS gives for them or does not."""
    said = say(run("compare", "other", "--as-of", day))
    assert "You can write" not in said
    assert "compares with it" not in said


@pytest.mark.parametrize(
    ("place", "day", "rank"),
    [
        # MCS 2020 was read without Canada's 830,000 t, which come before South Africa's 790,000.
        ("south africa", "2020-09-07", "at best 10th of the 10 countries in our data of USGS MCS 2020"),
        # Of MCS 2022 a chart of seven countries was read.
        ("usa", "2022-08-31", "7th of the 7 countries in our data of USGS MCS 2022"),
        ("usa", "2026-10-01", "6th of the 11 countries for which USGS gives an amount"),
    ],
)
def test_of_a_list_read_in_part_nobody_knows_how_many_countries_it_has(run, place, day, rank):
    assert rank in say(run("compare", place, "--as-of", day))


def test_older_editions_of_the_same_publisher_are_no_figures_of_others(run):
    for options in (("zaf", "--all-statements"), ("thailand", "--baseline", "usgs-mcs-2025")):
        said = say(run("compare", *options))
        assert "No other current national figure of reserves is in our data." in said
        assert "without a ratio to it" not in said


def test_superseded_figures_neither_agree_nor_disagree(run):
    said = say(run("compare", "--all", "--all-statements"))
    agree = re.search(r"For ([^.]*), the other figures of reserves agree", said)
    assert agree is None or "Brazil" not in agree[1]
    assert re.search(r"For [^.]*Brazil[^:]*, no other current national figure of reserves", said)


def test_two_figures_of_one_origin_do_not_confirm_each_other(run):
    """EI took the 21 Mt for Brazil from USGS."""
    said = say(run("compare", "brazil", "--as-of", "2024-12-31"))
    assert "Both go back to the same origin, so they do not confirm each other." in said
    assert "They agree within rounding" not in said
    overview = say(run("compare", "--all", "--as-of", "2024-12-31"))
    assert not re.search(r"For [^.]*Brazil[^.]*, the other figures of reserves agree", overview)


def test_times_apart_do_not_depend_on_the_side_of_a_bound(run, write):
    own = write(OWN + "ZAF,reserves,up to 0.4 Mt,Foo,2025,2026-06-01\n", "own.csv")
    # 0.855 / 0.4 = 2.1
    assert "≥0.46 ≥2.1" in say(run("report", "zaf", "--data", own, "--measure", "reserves"))
    assert "≥0.46 ≥2.1" in say(run("compare", "--all", "--data", own))


def test_the_reason_of_unknown_is_the_one_that_holds(run):
    said = say(run("compare", "australia", "--measure", "production", "--explain"))
    assert "EI Statistical Review 2024: UNKNOWN, because a side draws on the other" in said


def test_the_newest_edition_is_of_one_origin_and_not_from_an_earlier_edition(rows_of):
    rows = rows_of("compare", "brazil", "--baseline", "usgs-mcs-2025")
    newest = next(row for row in rows if row["id"] == "usgs-mcs-2026-v1.3/BRA/reserves")
    assert (newest["verdict"], newest["reason"]) == ("REVISED", "of one origin")


def test_a_baseline_of_monazite_says_so(run):
    said = say(run("compare", "india", "--measure", "resources", "--baseline", "ind-amd-monazite-2026"))
    # 8.52 Mt are 1.2 times the 7.23 Mt of oxide, not 1.2 times 13.15.
    assert "13.15 Mt of monazite" in said
    assert "1.2 × the oxide in that of AMD India" in said


def test_an_undated_edition_is_no_level_of_a_history(run, write):
    own = write("place,measure,printed,publisher,series\nRussia,reserves,5 Mt,USGS,usgs-mcs\n", "own.csv")
    assert "5 Mt (undated)" not in say(run("compare", "russia", "--data", own))


def test_of_a_place_with_reserves_the_newest_reserve_is_quoted(run, write):
    own = write(
        OWN.replace("printed", "printed,basis") + "NOR,reserves,300 kt,REO,Foo,2025,2025-06-01\n"
        "NOR,resources,8.8 Mt,REO,Bar,2024,2024-06-01\nNOR,reserves,more than 0.1 Mt,REO,Baz,2020,2020-06-01\n",
        "own.csv",
    )
    assert "Foo puts the rare-earth reserves of Norway at 300,000 tonnes (2025)" in say(
        run("compare", "norway", "--data", own)
    )


def test_a_replaced_baseline_is_quoted_as_replaced(run):
    said = say(run("compare", "brazil", "--baseline", "usgs-mcs-2026-v1.0"))
    assert "Mineral Commodity Summaries (MCS) 2026 v1.0" in said
    assert "listed 21 million tonnes for 2025 (version 1.0 of the edition of 2026; version 1.3 has 11" in said
    assert "Both are figures of one origin, in different versions." in said
    older = say(run("compare", "thailand", "--baseline", "usgs-mcs-2025"))
    assert "listed 4,500 tonnes for 2024 as the rare-earth reserves of Thailand, in MCS 2025, which has been" in older


def test_a_lower_bound_is_put_in_one_preposition(run):
    said = say(run("compare", "world", "--as-of", "2017-04-12"))
    assert "put at 619.5 Mt or more (" in said


def test_which_figure_of_a_deposit_is_current_does_not_depend_on_the_measure_asked_for(run):
    """Of Araxá (St George) an ore resource of 2026 has replaced the 1.7 Mt of oxide of 2025."""
    everything = run("compare", "araxá").stdout
    assert re.search(r"1.7 .*replaced", everything.partition("Earlier and doubtful")[2])
    assert "1.7 " not in run("compare", "araxá", "--measure", "resources").stdout.partition("Earlier and doubtful")[0]
    for deposit, measure in (("mount-weld", "ore"), ("fen", "reserves")):
        assert "gives the rare-earth oxide in it" not in say(run("compare", deposit, "--measure", measure))


def test_a_newer_bound_displaces_an_older_number(run, write):
    own = write(
        "place,site,measure,printed,basis,category,publisher,effective_date,published\n"
        "FIN,Alpha,reserves,0.10 Mt,REO,proved reserve,Foo,2023,2023-06-01\n"
        "FIN,Alpha,reserves,more than 0.5 Mt,REO,proved reserve,Bar,2025,2025-06-01\n",
        "own.csv",
    )
    said = say(run("compare", "finland", "--data", own, "--only"))
    assert "ore reserve of Alpha (2023) contains" not in said
    assert "more than 0.5 Mt" in said


def test_a_list_does_not_add_up_to_more_than_a_larger_total(run, write):
    """44, 11 and more than 20 Mt are at least 75, which is no more than 120."""
    own = write(
        "place,measure,printed,publisher,period,source\nCHN,reserves,44 Mt,Own,2025,own-list\n"
        "BRA,reserves,11 Mt,Own,2025,own-list\nRUS,reserves,>20 Mt,Own,2025,own-list\n"
        "WLD,reserves,120 Mt,Own,2025,own-list\n",
        "own.csv",
    )
    assert "more than its world total" not in say(run("rank", "--data", own, "--only", "--source", "own-list"))


def test_what_a_lower_bound_leaves_may_be_one_country(run, write):
    """More than 75 Mt with 31 Mt listed leave 44 Mt, so that nobody listed is certainly first."""
    own = write(
        "place,measure,printed,publisher,period,source\nBRA,reserves,11 Mt,Own,2025,own-list\n"
        "RUS,reserves,20 Mt,Own,2025,own-list\nWLD,reserves,more than 75 Mt,Own,2025,own-list\n",
        "own.csv",
    )
    assert "at best 1" in say(run("rank", "--data", own, "--only", "--source", "own-list"))


@pytest.mark.parametrize(
    ("options", "note"),
    [
        # 119.7 of 120 Mt, which is 115 to 125.
        (("--source", "usgs-mcs-2022-reserves"), "the rounding of the world total leaves up to 5.3 Mt"),
        ((), "How much other countries have is not known."),
    ],
)
def test_the_reason_of_at_best_is_what_leaves_room(run, options, note):
    said = say(run("rank", *options))
    assert note in said
    assert "0 t together" not in said


@pytest.mark.parametrize("place", ["canada", "usa"])
def test_no_version_is_quoted_with_another_measure(run, place):
    """Both versions of MCS 2026 have the same reserves for these; their resources are more."""
    assert "version 1.0 has" not in say(run("compare", place, "--measure", "resources"))


def test_a_version_without_a_figure_is_no_zero(run, write):
    own = write(
        "place,measure,period,printed,publisher,series,published,edition,version,source\n"
        "NOR,reserves,2026,NA,U.S. Geological Survey,usgs-mcs,2027-02-01,2027,1.0,mcs-2027-1\n"
        "NOR,reserves,2026,1 Mt,U.S. Geological Survey,usgs-mcs,2027-03-01,2027,1.1,mcs-2027-2\n",
        "own.csv",
    )
    assert "0 tonnes" not in say(run("compare", "norway", "--data", own))


def test_who_repeats_the_baseline_is_not_quoted_against_it(run):
    said = say(run("compare", "brazil", "--as-of", "2024-12-31"))
    assert "EI puts" not in said
    assert "lists 21 million tonnes for 2023 as the rare-earth reserves of Brazil" in said


def test_a_national_figure_is_quoted_before_a_target_for_a_deposit(run):
    said = say(run("compare", "north-korea"))
    put = "at about 20 million tonnes (reported in about August 2011), in a text that does not say"
    assert f"reserves of North Korea {put}" in said
    assert 'You can write: "SRE Minerals' not in said


def test_a_part_is_quoted_by_its_name_and_without_other_versions_of_the_whole(run):
    said = say(run("compare", "australia", "--baseline", "aus-jorc-2026"))
    assert "3.3 million tonnes, reserves by the JORC code or an equivalent for 2025" in said
    assert "version 1.0 has" not in said


def test_a_part_of_a_current_figure_is_no_earlier_one(run):
    for words in (("7.23 Mt", "--place", "india"), ("3.3 Mt", "--place", "australia")):
        said = say(run("trace", *words))
        assert "part of another figure" in said


def test_shares_that_a_bound_leaves_open_are_counted(run):
    """Two of USGS's older editions give only a bound for the world, which leaves 3.5 % for Vietnam open."""
    said = say(run("share", "vietnam", "--claimed", "3.5%", "--measure", "reserves"))
    assert "2 not excluded" in said


def test_the_last_figure_of_a_place_is_no_part_of_it(run, write):
    rows = "".join(
        f"{place},reserves,{printed},2026,U.S. Geological Survey,usgs-mcs,2027-02-01,2027,mcs-2027\n"
        for place, printed in (
            ("CHN", "44 Mt"),
            ("BRA", "11 Mt"),
            ("VNM", "3.5 Mt"),
            ("RUS", "20 Mt"),
            ("WLD", "78 Mt"),
        )
    )
    own = write("place,measure,printed,period,publisher,series,published,edition,source\n" + rows, "own.csv")
    said = say(run("compare", "australia", "--data", own))
    assert "3.3 million tons" not in said.partition("You can write")[0].partition("What the figures")[0]


def test_only_usgs_has_its_figure_since_an_edition(run):
    for baseline in ("rus-balance-2023-ready", "rus-balance-2023"):
        assert "first listed" not in say(run("compare", "russia", "--baseline", baseline))
    assert "5th of the 11" not in say(run("compare", "australia", "--baseline", "aus-jorc-2026"))


def test_our_own_sum_is_not_quoted_as_the_word_of_others(run):
    """The ministry's register has classes, which we add up to 28.8 Mt."""
    said = say(run("compare", "russia", "--as-of", "2024-12-31"))
    assert "at 28.8 million tonnes (1 January 2022), by our sum of what it lists" in said
