"""What is said to agree agrees, what one can write is true, and what is not compared is not called absent."""

import re

import pytest

from tests.commands.screens import say

HEAD = "place,measure,period,printed,publisher,series,published,edition\n"
USGS = "U.S. Geological Survey,usgs-mcs"


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--baseline", "usgs-mcs-2024"),
        ("--baseline", "ei-review-2024"),
        ("--measure", "production"),
        ("--measure", "production", "--baseline", "bgs-wms"),
        ("--measure", "resources"),
        ("--measure", "resources", "--as-of", "2025-03-31"),
        ("--measure", "resources", "--as-of", "2008-06-01"),
    ],
    ids=" ".join,
)
def test_places_said_to_agree_have_no_figure_that_does_not(run, rows_of, options):
    said = say(run("compare", "--all", *options))
    named = re.search(r"For ([^.]*), the other figures of \w+ agree", said)
    if named is None:
        return
    wanted = dict(zip(options[::2], options[1::2], strict=True)).get("--measure", "reserves")
    names = re.split(r", | and ", named[1])
    for row in rows_of("compare", *options):
        if row["name"] in names and row["measure"] == wanted and row["verdict"] and not row["part_of"]:
            assert row["verdict"] in ("AGREE", "SAME_SOURCE"), row["id"]


def test_a_newer_edition_is_apart_from_an_older_baseline(run):
    said = say(run("compare", "--all", "--baseline", "usgs-mcs-2024"))
    assert "Brazil 21 USGS MCS 2026 2025 11 10 1.9 of one origin" in said


def test_a_bound_that_is_met_does_not_agree(run, write):
    own = write("place,measure,printed,publisher,published\nZAF,reserves,more than 0.8 Mt,Foo,2026-06-01\n", "own.csv")
    said = say(run("compare", "--all", "--data", own))
    assert "South Africa" in said
    assert not re.search(r"For [^.]*South Africa[^.]*agree", said)


def test_figures_of_other_years_are_not_denied(run):
    for options in (("--baseline", "usgs-mcs-2026-v1.3"), ("--as-of", "2026-03-31")):
        said = say(run("compare", "--all", "--measure", "production", *options))
        assert "no other current figure of production is in our data" not in said
        assert "no other current figure of production for the same year is in our data" in said


def test_the_whole_is_quoted_as_the_whole(run):
    said = say(run("compare", "russia", "--baseline", "rus-balance-2023"))
    assert (
        "the Ministry of Natural Resources and Environment of the Russian Federation lists 28.7 million tonnes"
        " (1 January 2023), of which 3.8 million tonnes are being developed or ready for development, as much"
        " as the other figure" in said
    )


def test_resources_are_quoted_as_resources(run):
    said = say(run("compare", "india", "--baseline", "ind-dae-852-2025"))
    assert "lists 8.52 million tonnes (2025) as the rare-earth resources of India" in said


def test_what_is_not_defined_alike_is_not_called_absent(run):
    assert "Nothing is in our data" not in say(run("compare", "kazakhstan", "--like-for-like"))
    assert "No figure of Kazakhstan is defined like its baseline" in say(
        run("compare", "kazakhstan", "--like-for-like")
    )


def test_a_place_with_reserves_has_a_baseline_for_resources(run):
    said = say(run("compare", "china", "--measure", "resources"))
    assert "No current national figure of resources is in our data for China." in said
    assert "no baseline" not in said


def test_nothing_is_said_of_a_list_that_is_not_on_record_in_full(run, write):
    own = write("place,measure,period,printed,publisher,basis\nCHN,reserves,2024,50 Mt,Foo,REO\n", "own.csv")
    for given in (("china", "--data", own, "--only"), ("canada", "--as-of", "2019-06-01")):
        said = say(run("compare", *given))
        assert "You can write" in said
        assert "gives no amount" not in said


@pytest.mark.parametrize("place", ["myanmar", "nigeria", "vietnam", "malaysia"])
def test_all_pairs_have_the_newest_year_that_two_sources_have(run, place):
    said = say(run("compare", place, "--pairs", "--measure", "production"))
    assert "contradict each other" in said
    assert "USGS" in said


def test_no_pair_of_two_sources_is_of_a_year_before_one_that_both_have(rows_of):
    for place in ("china", "australia", "russia"):
        rows = rows_of("compare", place, "--pairs", "--measure", "production")
        assert {row["verdict"] for row in rows}


@pytest.fixture
def next_edition(write):
    """MCS 2027 without Vietnam's reserves, and with NA for what it mined."""
    rows = (
        f"CHN,reserves,2026,44 Mt,{USGS},2027-02-01,2027",
        f"BRA,reserves,2026,31 Mt,{USGS},2027-02-01,2027",
        f"IND,reserves,2026,5.0 Mt,{USGS},2027-02-01,2027",
        f"WLD,reserves,2026,80 Mt,{USGS},2027-02-01,2027",
        f"VNM,production,2026,NA,{USGS},2027-02-01,2027",
    )
    return write(HEAD + "\n".join(rows) + "\n", "next.csv")


def test_what_a_series_drops_is_dropped_where_others_repeat_it(run, next_edition):
    said = say(run("compare", "vietnam", "--data", next_edition))
    assert "Vietnamese ministry via VGP, Jun 2024 4 Jun 2024 20.7 million tons" in said
    assert "USGS puts" not in said
    assert "3.5 million tonnes" not in said


def test_a_year_without_an_amount_takes_nothing_from_the_year_before(run, next_edition):
    said = say(run("compare", "vietnam", "--measure", "production", "--data", next_edition))
    assert 'You can write: "In 2025 Vietnam mined an estimated 150 tonnes' in said


def test_what_is_said_of_an_edition_ends_with_it(run, next_edition):
    assert "has NA since MCS 2026" in say(run("compare", "india"))
    assert "has NA since MCS 2026" not in say(run("compare", "india", "--data", next_edition))


def test_no_explanation_is_older_than_its_source(run):
    said = say(run("compare", "türkiye", "--as-of", "2023-06-01"))
    assert "October 2025" not in said
    assert "1.75 %" not in said
    assert "October 2025" in say(run("compare", "türkiye"))


def test_a_deposit_leaves_out_oxide_that_a_newer_estimate_replaces(run):
    for name, amount in (("makuutu", "66,000 tonnes"), ("araxá", "1.7 Mt")):
        current = run("compare", name).stdout.partition("Current figures")[2].partition("Earlier and doubtful")[0]
        assert amount not in current


def test_an_area_stands_for_itself_until_the_whole_is_known(run):
    said = say(run("compare", "longonjo", "--as-of", "2018-12-31"))
    assert "The newest dated figure of rare-earth oxide is 499,000 tonnes" in said


def test_no_country_is_in_two_parts_of_a_rest(run):
    """MCS 2010 leaves 19 Mt to the CIS and 22 Mt to other countries; China has 36 Mt."""
    said = say(run("rank", "--as-of", "2010-06-30"))
    assert "at best 1 China" not in said
    assert "at best 2 United States" in said


def test_a_range_keeps_its_ends_in_a_fraction(run, write_list):
    table = write_list(CHN="8 to 12 Mt", BRA="90 Mt", WLD="100 Mt")
    assert "8–12 of 100 Mt" in say(run("share", "china", "--data", table, "--only"))


def test_a_range_of_a_bounded_total_is_a_bounded_share(run, write_list):
    table = write_list(CHN="40 to 44 Mt", BRA="20 Mt", WLD=">65 Mt")
    assert "Reserves at most 68 % in 2026 (USGS)" in say(run("share", "china", "--data", table, "--only"))


def test_a_claim_that_fits_the_countries_listed_is_told(run):
    assert "it fits the share of the countries listed in 2024" in say(
        run("share", "brazil", "--claimed", "23%", "--measure", "reserves")
    )
    assert "Reserves Not excluded: at most 1.2 %" in say(
        run("share", "canada", "--claimed", "1.2%", "--measure", "reserves")
    )


def test_possible_ranks_are_at_best_where_the_rest_leaves_it_open(run):
    assert "Brazil at best 10th 1.28 kt" in say(run("rank", "--measure", "production", "--year", "2023"))


def test_slips_of_production_are_known_mistakes(run):
    assert "World: 390 kt × 1,000 = 390 Mt" in say(run("trace", "390 Mt"))
    assert "Russia: 2,600 t × 1,000 = 2.6 Mt" in say(run("trace", "2.6 Mt", "--place", "russia"))
    assert "-fold slip" not in say(run("trace", "3-20 Mt"))


def test_a_number_without_a_printed_text_is_no_sum(run, write):
    own = write("place,measure,value_t,publisher,basis\nRUS,reserves,30000000,My Institute,REO\n", "own.csv")
    for words in (("trace", "30 Mt"), ("compare", "russia"), ("rank", "--all-sources")):
        assert "30 Mt (a sum)" not in say(run(*words, "--data", own))
    assert "calculated: a sum" not in say(run("compare", "russia", "--data", own, "--only"))


def test_the_publisher_of_a_source_does_not_depend_on_the_order_of_rows(run, write):
    rows = ["CHN,44 Mt,A Agency", "RUS,4 Mt,A Agency", "BRA,21 Mt,Foo Institute"]
    head = "place,printed,publisher,measure,source\n"
    said = set()
    for order in (rows, rows[::-1]):
        table = write(head + "".join(f"{row},reserves,s1\n" for row in order), "own.csv")
        said.add(say(run("compare", "china", "--data", table, "--only")))
    assert len(said) == 1


def test_zero_is_said_to_be_zero(rows_of):
    reasons = {row["place"]: row["reason"] for row in rows_of("rank", "--measure", "production")}
    assert reasons["CAN"] == "zero"


def test_what_was_not_asked_for_is_not_called_absent(run):
    said = say(run("compare", "--all", "--measure", "reserves"))
    assert "no other current national figure of reserves is in our data" in said
    assert "reserves or resources is in our data" not in said
    # Its monazite leaves no gap to tonnes of oxide, and is in our data all the same.
    earlier = say(run("compare", "--all", "--as-of", "2025-03-31"))
    assert (
        "India"
        not in earlier.partition("no other current national figure of reserves or resources")[0].rpartition("For ")[2]
    )


def test_the_oxide_of_a_deposit_table_is_oxide_and_its_ore_is_not_read(run, write):
    own = write(
        "Country,Deposit,Category,Ore (Mt),Grade (% TREO),TREO (kt),publisher\n"
        "Chile,Penco,measured and indicated,20,0.25,50,A\nChile,Penco,inferred,10,0.2,20,A\n",
        "deposits.csv",
    )
    given = ("estimates", "--data", own, "--only", "-f", "csv", "--columns", "measure,basis,value_t")
    assert run(*given).stdout.splitlines()[1:] == ["resources,REO,50000", "resources,REO,20000"]
    assert "Oxide in measured and indicated resources" in run("compare", "chile", "--data", own, "--only").stdout


def test_a_sum_of_deposits_has_two_digits_at_least(run, write):
    rows = "".join(
        f"Finland,{site},resources,{amount},indicated,REO,GTK,2024\n"
        for site, amount in (("Sokli", "200 kt"), ("Otanmaki", "50 kt"))
    )
    own = write("place,site,measure,printed,category,basis,publisher,period\n" + rows, "own.csv")
    line = next(
        one for one in run("compare", "finland", "--data", own, "--only").stdout.splitlines() if "together" in one
    )
    assert line.split()[-1] == "250"


def test_a_range_has_the_same_end_in_the_amount_and_in_the_sum(run):
    lines = run("rank", "--using", "russia=3 to 20 Mt").stdout.splitlines()
    # 3 of 71.49 + 3 are 4.03 %, and 20 of 71.49 + 20 are 21.9 %.
    assert next(one for one in lines if "Russia*" in one).split()[-1] == "4–22"


@pytest.mark.parametrize("amount", ["<40 Mt", "20 to 40 Mt"])
def test_rows_that_may_reach_the_total_leave_a_rest_that_may_be_nothing(run, write_list, amount):
    table = write_list(CHN="60 Mt", BRA=amount, IND="5 Mt", WLD="100 Mt")
    said = say(run("rank", "--data", table, "--only"))
    assert "at best 3 India" in said
    assert "only some rows" not in said


def test_which_of_two_categories_is_ranked_does_not_depend_on_the_order_of_rows(run, write):
    rows = [
        f"{place},{amount},reserves,2026,{category},{USGS},2027-02-01"
        for category, amounts in {"proven": ("50 Mt", "44 Mt", "100 Mt"), "all": ("80 Mt", "90 Mt", "300 Mt")}.items()
        for place, amount in zip(("CHN", "BRA", "WLD"), amounts, strict=True)
    ]
    head = "place,printed,measure,period,category,publisher,series,published\n"
    said = set()
    for order in (rows, rows[::-1], rows[3:] + rows[:3]):
        table = write(head + "\n".join(order) + "\n", "two.csv")
        said.add(run("rank", "--data", table, "--only", "-f", "csv", "--columns", "place,rank,value_t").stdout)
    assert len(said) == 1


def test_a_part_of_a_register_repeats_no_edition(run):
    said = say(run("compare", "russia", "--baseline", "rus-balance-2020-c2"))
    assert "One repeats a figure of an earlier edition" not in said


@pytest.mark.parametrize(
    ("baseline", "quoted"),
    [
        (
            "rus-balance-2023-ready",
            "lists 3.8 million tonnes, the part being developed or ready for development (1 January 2023)",
        ),
        ("rus-balance-2022-abc1", "lists 16.8871 million tonnes, category A+B+C1 alone (1 January 2022)"),
        ("rus-balance-2022-licensed", "lists 10 million tonnes, the part licensed (1 January 2022)"),
    ],
)
def test_a_part_as_the_baseline_is_quoted_as_a_part(run, baseline, quoted):
    assert quoted in say(run("compare", "russia", "--baseline", baseline))


def test_of_figures_that_may_equal_a_bound_the_newest_is_the_headline(run, write):
    """USGS has more than 75 Mt, so that each figure of resources may be as much, whatever the order."""
    newest = "WLD,resources,300 Mt,Foo,2024-01-01,2024\n"
    older = "WLD,resources,200 Mt,Bar,2018-01-01,2018\n"
    head = "place,measure,printed,publisher,published,effective_date\n"
    for name, lines in (("one.csv", newest + older), ("other.csv", older + newest)):
        quoted = say(run("compare", "world", "--measure", "resources", "--data", write(head + lines, name)))
        assert "Foo puts the rare-earth resources of the world at 300 million tonnes (2024)" in quoted


def test_a_source_of_several_publishers_is_none_of_theirs(run, write):
    own = write(
        "place,measure,printed,publisher,source,published\nNOR,resources,400 kt,Foo Institute,survey-2025,2025-02-01\n"
        "SWE,resources,4 Mt,Bar Agency,survey-2025,2025-02-01\n",
        "own.csv",
    )
    assert "Foo Institute via survey-2025, Feb 2025" in say(run("compare", "norway", "--data", own))
    assert "Bar Agency via survey-2025, Feb 2025" in say(run("compare", "sweden", "--data", own))


@pytest.mark.parametrize(
    ("place", "mineral"), [("brazil", "Brazil, Caldeira"), ("canada", "Canada, Ashram"), ("india", "13.15")]
)
def test_ore_and_minerals_stand_apart_from_oxide(run, place, mineral):
    """Caldeira and Ashram are ore and India's 13.15 Mt monazite; their distance from tonnes of oxide says nothing."""
    screen = run("compare", place, "--pairs").stdout
    tables = dict(re.findall(r"\n([A-Z][^\n]*)\n\n(place .*?)(?=\n\n)", screen, re.DOTALL))
    for title, table in tables.items():
        if title.startswith(("Reserves", "Resources")):
            assert mineral not in table
    apart = tables["Ore and minerals, in million tonnes (Mt)"]
    assert mineral in apart
    assert "times apart" not in apart


def test_only_an_abbreviation_stands_over_amounts_for_the_baseline(run):
    for place in ("brazil", "tanzania"):
        screen = run("compare", place, "--pairs").stdout
        assert not re.search(r"\n *place .* (Meteoric|Peak) ", screen)


@pytest.mark.parametrize(
    ("place", "quoted"),
    [
        ("australia", "of Australia, of which 3.3 million tonnes are reserves by the JORC code or an equivalent"),
        ("brazil", "for 2025 (version 1.3 of the edition of 2026; version 1.0 has 21 million tonnes)"),
        (
            "vietnam",
            "at 20.7 million tonnes (reported in June 2024), in a text that does not say whether",
        ),
        ("vietnam", "The Ministry of Natural Resources and Environment of Vietnam puts"),
    ],
)
def test_what_changes_the_meaning_of_a_figure_is_quoted_with_it(run, place, quoted):
    assert quoted in say(run("compare", place))


def test_a_quotation_of_one_version_names_no_other(run):
    """Version 1.0 of MCS 2026 has the same figure for Vietnam as version 1.3."""
    assert "version 1.0 has" not in say(run("compare", "vietnam"))
