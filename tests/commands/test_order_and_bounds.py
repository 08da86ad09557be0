"""Answers that do not depend on the order of rows, and sums that stay bounds: cases that an attack found."""

import re

from tests.commands.screens import say

HEAD = "place,measure,period,printed,publisher,series,published,edition\n"
USGS = "U.S. Geological Survey,usgs-mcs"


def test_a_step_over_an_edition_without_an_amount_starts_from_the_last_amount(run, write):
    table = write(f"{HEAD}CHN,reserves,2002,NA,{USGS},2003-01,2003\n", "na.csv")
    said = say(run("history", "china", "--data", table))
    assert "nan" not in said
    assert re.search(r"The figure fell from 43 Mt \(MCS 2002\)", said) or "fell from NA" not in said


def test_a_figure_put_in_is_told_below_the_places_that_are_shown(run):
    for given in ("russia=28.7Mt", "russia=rus-balance-2023", "vietnam=0.5Mt"):
        said = run("rank", "--using", given, "--top", "1")
        assert (said.exit_code, "would be" in said.stdout) == (0, True)


def test_a_sum_with_a_bound_put_in_is_a_bound(run):
    assert "and to at least 75.7 Mt once the figure is put in" in say(run("rank", "--using", "vietnam=>4 Mt"))
    assert "and to 75.79 to 77.79 Mt once the figure is put in" in say(run("rank", "--using", "vietnam=4 to 6 Mt"))


def test_a_list_with_both_kinds_of_bounds_adds_up_to_at_least_its_lower_ends(run, write):
    rows = (
        ("CHN", "44 Mt"),
        ("RUS", "at least 20 Mt"),
        ("BRA", "21 Mt"),
        ("AUS", "5 to 7 Mt"),
        ("IND", "at most 3 Mt"),
    )
    lines = [f"{place},reserves,2026,{printed},U.S. Geological Survey,usgs-mcs,2027-01,2027" for place, printed in rows]
    world = "WLD,reserves,2026,110 Mt,U.S. Geological Survey,usgs-mcs,2027-01,2027"
    table = write(HEAD + "\n".join([*lines, world]) + "\n", "list.csv")
    said = say(run("rank", "--data", table, "--only"))
    assert "its rows add up to at least 90 Mt" in said or "its rows add up to at least 90.0 Mt" in said


def test_a_world_total_that_is_a_range_leaves_a_rest(run, write):
    rows = ("CHN,reserves,2026,44 Mt", "BRA,reserves,2026,21 Mt", "WLD,reserves,2026,60 to 110 Mt")
    table = write(HEAD + "".join(f"{row},U.S. Geological Survey,usgs-mcs,2027-01,2027\n" for row in rows), "list.csv")
    said = say(run("rank", "--data", table, "--only"))
    assert "at best" in said


def test_an_edition_with_some_rows_on_record_does_not_replace_what_it_leaves_out(run):
    said = say(run("compare", "usa", "--as-of", "2012-02-01"))
    assert "USGS lists 13 Mt (MCS 2010, for 2009)" in said
    assert "has no line" not in said


def test_shares_of_one_year_are_those_of_the_newest_edition(run):
    said = say(run("share", "brazil"))
    # USGS has 560 t of 380 kt for 2024 now, and had 20 t of 390 kt before.
    assert "for 2024 USGS has 0.15 %" in said


def test_a_range_of_shares_is_shown_with_both_ends(run):
    line = next(one for one in run("share", "russia").stdout.splitlines() if one.startswith("Ural Federal University"))
    assert line.split()[-1] == "20–25"


def test_the_newest_year_does_not_depend_on_the_order_of_rows(run, write):
    rows = [
        f'USA,production,2025,"51,000 t",{USGS},2026-02,',
        f'USA,production,2024,"45,500 t",{USGS},2026-02,',
        f'USA,production,2023,"41,600 t",{USGS},2025-01,',
    ]
    for order in (rows, rows[::-1]):
        table = write(HEAD + "\n".join(order) + "\n", "own.csv")
        said = say(run("compare", "usa", "--measure", "production", "--data", table, "--only"))
        assert 'You can write: "In 2025 the United States mined 51,000 tonnes' in said


def test_the_sum_with_a_figure_put_in_has_the_rows_of_groups_too(run):
    said = say(run("rank", "--as-of", "2015-06-01", "--using", "usa=5Mt"))
    assert "its rows add up to 126 Mt, and to 129 Mt once the figure is put in" in said


def test_the_history_of_production_has_what_stands_of_each_year(run):
    line = next(one for one in run("history", "usa", "--measure", "production").stdout.splitlines() if "2018," in one)
    assert "18,000" in line
    assert "15,000" not in line


def test_a_second_figure_of_a_place_in_one_of_our_lists_is_refused(run, write):
    row = "CHN,reserves,2025,50 Mt,usgs-mcs-2026-v1.3\n"
    said = run("validate", write(f"place,measure,period,printed,source\n{row}", "own.csv"))
    assert (said.exit_code, "contradicts 'usgs-mcs-2026-v1.3/CHN/reserves'" in said.stderr) == (3, True)


def test_a_share_of_the_rows_is_not_told_as_one_of_the_world(run, write):
    text = write("China holds 65 percent of the world's rare-earth reserves.\n", "a.txt")
    said = say(run("check", text))
    where = "U.S. Geological Survey, Mineral Commodity Summaries 2026"
    assert f"China accounted for 58 % of the rare-earth reserves listed ({where})." in said


def test_the_least_gap_is_rounded_down(run):
    line = next(one for one in run("report", "canada").stdout.splitlines() if ">15.2" in one)
    assert "≥14.3" in line


def test_a_list_of_the_largest_alone_does_not_say_that_others_have_nothing(run):
    """MCS 2022 is in our data with seven rows, which make up its total within rounding."""
    for place in ("greenland", "south-africa", "tanzania"):
        assert "USGS lists" in say(run("compare", place, "--as-of", "2022-12-31"))


def test_what_the_newest_edition_says_of_a_year_is_its_history_with_an_amount_or_without(run, write):
    missing = f"VNM,production,2025,NA,{USGS},2027-02-01,2027\nVNM,production,2026,200 t,{USGS},2027-02-01,2027\n"
    said = say(run("history", "vietnam", "--measure", "production", "--data", write(HEAD + missing, "na.csv")))
    assert "2025, MCS 2027 1 Feb 2027 NA" in said
    spread = f"CHN,production,2025,250 to 260 kt,{USGS},2027-02-01,2027\n"
    said = say(run("history", "china", "--measure", "production", "--data", write(HEAD + spread, "range.csv")))
    assert "2025, MCS 2027 1 Feb 2027 250 to 260 kt" in said


def test_a_bound_put_in_gives_a_rank_or_better_and_none_exactly(run):
    assert "Brazil would be 2nd or better" in say(run("rank", "--using", "brazil=>20 Mt"))
    assert "Brazil would be 2nd or worse" in say(run("rank", "--using", "brazil=<20 Mt"))
    assert "Canada would be 2nd or better" in say(run("rank", "--using", "canada=can-nrcan-2023"))


def test_the_members_of_a_group_are_added_up_for_one_year_and_with_their_bounds(run, write):
    rows = (
        f"SWE,reserves,2026,3.0 Mt,{USGS},2027-02-01,2027",
        f'FIN,reserves,2026,">1,000,000 t",{USGS},2027-02-01,2027',
        f'EST,production,2026,"2,000 t",{USGS},2027-02-01,2027',
        f'EST,production,2025,"1,000 t",{USGS},2027-02-01,2027',
        f"SWE,production,2026,100 t,{USGS},2027-02-01,2027",
    )
    table = write(HEAD + "\n".join(rows) + "\n", "eu.csv")
    assert "Sweden (3.0 Mt) and Finland (more than 1.0 Mt), together at least 4.00 Mt" in say(
        run("compare", "eu", "--data", table)
    )
    mined = say(run("compare", "eu", "--measure", "production", "--data", table))
    assert "lists for 2026 Estonia (2,000 t) and Sweden (100 t), together 2,100 t" in mined


def test_a_claim_that_fits_one_of_two_compilers_is_told_by_both(run):
    assert "Mining No by USGS and yes by BGS: 69 % in 2025 (USGS), 75 % in 2024 (BGS)" in say(
        run("share", "china", "--claimed", "75%")
    )


def test_tonnes_of_a_mineral_are_not_subtracted_from_those_of_oxide(run):
    """In 2022 USGS had 6.9 Mt of oxide for India, and its directorate 13.07 Mt of monazite."""
    assert "6.17" not in run("compare", "--all", "--as-of", "2022-12-31").stdout
    assert "India (289" not in run("report", "--as-of", "2022-12-31").stdout


def test_a_range_is_an_amount_in_what_one_can_write_and_in_shares(run, write_list):
    table = write_list(CHN="40 to 50 Mt", USA="1,900,000 t", WLD="90 to 100 Mt")
    said = say(run("compare", "china", "--data", table))
    assert "the U.S. Geological Survey lists 40 to 50 million tonnes for 2026" in said
    assert "gives no amount" not in said
    assert "gives no amount" not in say(run("compare", "world", "--data", table))
    # 40 of 100 and 50 of 90; 1.9 of 100 and of 90, rounded outwards.
    assert "Reserves 40 to 56 % in 2026 (USGS)" in say(run("share", "china", "--data", table))
    assert "Reserves 1.9 to 2.2 % in 2026 (USGS)" in say(run("share", "usa", "--data", table))


def test_a_few_rows_of_an_edition_replace_nothing_that_they_leave_out_whatever_is_missing(run, write_list):
    table = write_list(IND="NA", CHN="44,000,000 t", WLD="90,000,000 t")
    assert "3.8 Mt for 2025" in say(run("compare", "russia", "--data", table))
    assert "gives no amount" not in say(run("compare", "brazil", "--data", table))


def test_undated_figures_come_last_in_a_history_and_have_no_step(run, write):
    head = "place,measure,printed,publisher,root,published,effective_date\n"
    rows = (
        "NOR,reserves,5 Mt,Ministry,nor-bal,2020-02,2020-01-01",
        "NOR,reserves,6 Mt,Ministry,nor-bal,2021-02,2021-01-01",
        "NOR,reserves,9 Mt,Old,nor-bal,,",
    )
    said = say(run("history", "norway", "--root", "nor-bal", "--data", write(head + "\n".join(rows) + "\n", "h.csv")))
    assert "6 Mt (1 Jan 2021); the oldest figure in our data is 5 Mt (1 Jan 2020)" in said
    assert said.index("9 Mt") > said.index("6 Mt 6")
    assert "−4" not in said


def test_what_mining_explains_is_a_limit_where_a_year_is_not_on_record(run):
    """Nothing is in our data of Australia's mining in 2010 by USGS: its largest year stands for it."""
    said = say(run("history", "australia"))
    assert "Mining does not explain it: no more than about 29,000 t were mined." in said


def test_a_level_is_an_amount(run):
    assert "USGS: NA (MCS 2026); the last amount was 4,500 t (MCS 2025)" in say(run("history", "thailand"))


def test_an_edition_on_record_in_part_is_not_said_to_have_no_line(run):
    said = say(run("history", "australia"))
    assert "Editions in our data without a line" not in said
    assert "2016 to 2017" in said


DEFINED = "place,measure,printed,publisher,published,period,basis,stage,category,system\n"


def test_tonnes_of_a_mineral_are_named_wherever_they_stand(run, write):
    table = write(f"{DEFINED}BRA,reserves,20 Mt,Baz,2026-06-01,2025,monazite,recoverable,reserves,USGS\n", "m.csv")
    said = say(run("compare", "brazil", "--data", table))
    assert "20 million tonnes of monazite for 2025" in said
    assert "20 Mt of monazite, for 2025" in said
    assert "Baz, Jun 2026, monazite" in said
    table = write(f"{DEFINED}USA,reserves,100 Mt,Foo,2026-06-01,2025,ore,recoverable,reserves,USGS\n", "o.csv")
    assert "are put at 100 Mt of ore (Foo, for 2025)" in say(run("compare", "usa", "--data", table))


def test_what_its_publisher_did_not_print_is_no_level_of_it(run):
    """Asian Metal misread a figure of 22 Mt as 2.2 Mt."""
    assert "USGS over time: 22 Mt (MCS 2015), 21 Mt (MCS 2021)." in say(
        run("compare", "brazil", "--as-of", "2025-03-31")
    )
    assert "2.2 million" not in say(run("compare", "brazil", "--measure", "reserves", "--as-of", "2014-06-01"))


def test_the_newest_figure_of_a_deposit_is_the_newest(run):
    assert "The newest dated figure of ore is 617 Mt" in say(run("compare", "makuutu"))
    assert "The newest dated figure of ore is 29.5 million tonnes" in say(run("compare", "nolans bore"))
    assert "694 million tons, ore, Oct 2025, both by our reading (Eti Maden" in say(run("compare", "beylikova"))


def test_two_oxides_of_one_definition_are_the_same_thing(run, write):
    table = write(f"{DEFINED}USA,reserves,5 Mt,Foo,2026-06-01,2025,TR2O3,recoverable,reserves,USGS\n", "tr.csv")
    assert "Both count the same thing, and they contradict each other." in say(run("compare", "usa", "--data", table))


def test_a_part_that_comes_nearer_is_told_by_the_digits_of_the_screen(run, write):
    head = "id,place,measure,printed,publisher,published,effective_date,basis,stage,part_of,development,root\n"
    rows = (
        "wh,USA,reserves,20 Mt,Ministry,2026-01-01,2025-01-01,REO,in_place,,,us-bal",
        "p1,USA,reserves,2.5 Mt,Ministry,2026-01-01,2025-01-01,REO,in_place,wh,developed,us-bal",
    )
    said = say(run("compare", "usa", "--data", write(head + "\n".join(rows) + "\n", "part.csv")))
    assert "With that part alone the two are 1.3 times apart instead of 11" in said
    assert "−17.5 not developed" in said


def test_a_newer_version_of_an_edition_is_its_figure_in_the_history(run, write):
    head = "place,measure,printed,publisher,series,published,edition,version\n"
    table = write(f'{head}RUS,reserves,"3,700,000 t",{USGS},2026-09-01,2026,1.4\n', "v14.csv")
    assert "USGS: 3.7 Mt (MCS 2026 v1.4)" in say(run("history", "russia", "--data", table))


def test_the_overview_of_production_has_the_largest_gap_of_any_year(run):
    said = say(run("compare", "--all", "--measure", "production"))
    # BGS has 72 kt for Myanmar in 2023, USGS 43 kt, and World Mining Data 39.4 against 27 kt in 2024.
    assert re.search(r"Myanmar 43 BGS World Mineral Statistics 2023 72 29 ", said)
    assert said.count("the other figures") == 1  # Burundi, for which all have zero


def test_what_one_can_write_names_the_measure_and_denies_nothing_that_usgs_lists(run):
    said = say(run("compare", "greenland", "--measure", "resources"))
    assert "put the rare-earth resources of Greenland at 39 million tonnes" in said
    assert "the U.S. Geological Survey lists 1.5 million tonnes of reserves for 2025" in said
    for given in (("malaysia", "--baseline", "ei-review-2024"), ("china", "--measure", "resources")):
        assert "gives no amount" not in say(run("compare", *given))
    assert "gives no amount of reserves for India" in say(run("compare", "india"))


def test_what_is_missing_is_said_of_what_was_asked(run):
    assert "No current national figure of resources is in our data for Brazil." in say(
        run("compare", "brazil", "--measure", "resources")
    )
    assert "No figure of target is in our data for China." in say(run("compare", "china", "--measure", "target"))
    # The oxide in the ore reserve of Caldeira is in our data, whatever measure is asked for.
    assert "Caldeira (151" not in say(run("compare", "brazil", "--measure", "ore"))
    assert "66,000" not in say(run("compare", "uganda", "--measure", "resources"))
    # A figure that looks inconsistent is no earlier figure.
    assert "53 million" not in say(run("compare", "lofdal", "--as-of", "2024-06-01")).partition("Earlier")[0]
    assert "no other current national figure of reserves or resources that is defined in the same way" in say(
        run("compare", "--all", "--like-for-like")
    )
    assert "lists no amount for Afghanistan" not in say(run("compare", "--all", "--measure", "resources"))


def test_a_list_with_two_categories_is_ranked_by_one_of_them(run, write):
    head = HEAD.replace("edition", "edition,category,source")
    rows = [
        f"{place},reserves,2026,{printed},{USGS},2027-02-01,2027,{category},usgs-mcs-2027"
        for place, printed, category in (
            ("CHN", "44 Mt", "reserves"),
            ("CHN", "90 Mt", "reserve base"),
            ("RUS", "4.0 Mt", "reserves"),
            ("WLD", "48 Mt", "reserves"),
            ("WLD", "150 Mt", "reserve base"),
        )
    ]
    table = write(head + "\n".join(rows) + "\n", "two.csv")
    said = say(run("rank", "--data", table))
    assert "Its figure for the world is 48 Mt; its rows add up to 48.0 Mt." in said
    assert "1 China 44 92 92" in said
    assert "Reserves 92 % in 2026 (USGS)" in say(run("share", "china", "--measure", "reserves", "--data", table))


def test_the_sign_of_a_bound_stands_in_the_fraction_of_a_share(run):
    said = say(run("share", "russia", "--as-of", "2022-12-31", "--measure", "reserves"))
    assert ">20 of 120 Mt ≥16" in said


def test_a_ratio_near_one_stands_within_its_interval(run):
    assert "1.05 × USGS (1.03 to 1.07 allowing for rounding)" in say(run("compare", "world", "--measure", "production"))


def test_zero_has_no_ratio_and_is_no_silence_of_others(run):
    said = say(run("compare", "--all", "--measure", "production"))
    assert "USGS lists zero for Canada, Greenland, South Africa and Tanzania, to which there is no ratio." in said
    assert "0 t, USGS" not in said
    # BGS and the Austrian ministry have zero for the same year, too.
    assert "For Burundi, the other figures of production agree with that of USGS within rounding." in said
    alone = say(run("compare", "burundi", "--measure", "production"))
    assert "0 t in 2022, World Mineral Statistics They agree within rounding." in alone


def test_the_class_of_a_deposit_stands_in_what_one_can_write(run):
    assert "13,487 tonnes (reported in April 2026), counted as measured and indicated, desorbable oxide" in say(
        run("compare", "chile")
    )
    assert "gives NA (not available) for India" in say(run("compare", "india", "--measure", "resources"))


def test_deposits_with_tonnes_of_metal_or_as_a_part_of_several_are_shown(run):
    said = say(run("compare", "kazakhstan"))
    assert "Zhana Kazakhstan, forecast, metal" in said
    assert "over 20 million tons" in said
    khotgor = say(run("compare", "khotgor"))
    assert (
        "The figure in our data of rare-earth oxide is 1,213.7 thousand tonnes, one of six deposits, not dated"
        in khotgor
    )
