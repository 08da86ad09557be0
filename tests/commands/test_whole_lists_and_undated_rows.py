"""Lists of which only some rows may be in our data, rows without a date, and our texts beside a user's own figures."""

import csv
import io

import pytest


def say(result):
    return " ".join(result.stdout.split())


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_that_come_to_more_than_a_rounded_total_may_still_leave_some(run):
    said = say(run("rank", "--measure", "production", "--as-of", "2021-06"))
    assert "Of USGS MCS 2021, the production of 2020 of 10 countries are in our data." in said
    # 4.5 kt may be unlisted, more than India's 3 and less than Madagascar's 8.
    assert "5 Madagascar 8" in said
    assert "at best 6 India 3" in said
    assert "leaves up to 4,500 t, which one other country could have." in said


def test_the_reason_for_a_best_rank_is_the_largest_unlisted_amount(run):
    said = say(run("rank", "--source", "usgs-yearbook-theler", "--measure", "production", "--year", "1999"))
    assert "at best 4 Malaysia" in said
    assert "countries without a row of their own have 2,000 t together" in said


@pytest.mark.parametrize(
    ("using", "said"),
    [
        ("RUS=rus-balance-2020-abc1-licensed", "With 11.9 Mt (calculated) by"),
        ("RUS=rus-lovozero-2025", "With 7 Mt of Lovozero alone by"),
        ("china=>44Mt", "China would be 1st;"),
    ],
)
def test_a_figure_put_in_is_named_for_what_it_is(run, using, said):
    assert said in say(run("rank", "--using", using))


def test_the_figure_of_a_deposit_does_not_count_the_same_as_a_list_of_countries(run):
    assert "is not defined as those of the list" in run("rank", "--using", "RUS=rus-lovozero-2025").stderr


@pytest.mark.parametrize(
    ("arguments", "fit"),
    [
        (("china", "--measure", "reserves", "--claimed", "less than 70%"), "Yes: at most 59 % in 2025 (USGS)"),
        (("russia", "--measure", "reserves", "--claimed", "less than 10%"), "Yes: at most 5.1 % in 2025 (USGS)"),
        (("china", "--measure", "reserves", "--claimed", "55%"), "Not excluded by USGS"),
    ],
)
def test_a_bound_proves_a_wider_bound_and_leaves_a_number_open(run, arguments, fit):
    assert fit in say(run("share", *arguments))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("5Mt", "--from", "ore", "--grade", "1.8%"), "90 kt of REO (78 to 110)."),
        (("2", "Mt", "--from", "monazite"), "1 Mt of REO (0.82 to 1.5)."),
    ],
)
def test_the_ends_of_a_conversion_have_two_digits_at_least(run, arguments, said):
    assert said in run("convert", *arguments).stdout


def test_the_name_of_an_element_is_not_denied(run):
    said = run("convert", "1000t", "--from", "metal", "--element", "neodymium").stderr
    assert "unknown element 'neodymium'; write the symbol of a rare earth: Sc, Y, La" in said


def test_an_own_figure_without_a_printed_text_is_cited_as_it_is(run, tmp_path):
    text = "place,measure,value_t,publisher,published,period\nChina,production,285000,Analyst House,2027-02,2026\n"
    path = write(tmp_path, "k.csv", text)
    cited = run("cite", "k/source-1/CHN/production-2026", "--data", path)
    ids = [row["id"] for row in csv.DictReader(io.StringIO(run("estimates", "--data", path, "-f", "csv").stdout))]
    own = next(one for one in ids if one.startswith("k/"))
    cited = run("cite", own, "--data", path).stdout
    assert cited == "285 kt (rare-earth production of China, 2026), in: Analyst House, Feb 2027\n"


@pytest.mark.parametrize(("number", "edition"), [("75.3 Mt", "2026"), ("90.9 Mt", "2025"), ("115.4 Mt", "2024")])
def test_a_sum_that_we_print_is_found(run, number, edition):
    fits = say(run("trace", number)).partition("Near misses")[0]
    assert f"our sum of rows, from USGS MCS {edition}" in fits


@pytest.mark.parametrize(
    ("arguments", "since"),
    [
        (("19 Mt", "--place", "cis"), "MCS 2015"),
        (("35,000 t", "--place", "malaysia"), "MCS 2010"),
        (("12", "--place", "russia"), "MCS 2022"),
    ],
)
def test_what_superseded_a_figure_has_another_one_or_lists_the_world_without_it(run, arguments, since):
    assert f"superseded since {since}" in say(run("trace", *arguments))


def test_a_list_that_adds_up_to_more_than_its_total_is_told(run, tmp_path):
    rows = ["China,reserves,120 Mt", "Brazil,reserves,20 Mt", "World,reserves,110 Mt"]
    head = "place,measure,printed,publisher,source,published,period"
    path = write(tmp_path, "s.csv", "\n".join([head, *(f"{row},X Agency,x-1,2026-10,2026" for row in rows)]))
    said = run("validate", path)
    assert said.exit_code == 0
    assert "x-1: the rows of reserves add up to 140,000,000 t, more than its total of the world, 110 Mt" in said.stderr
    path.write_text(path.read_text(encoding="utf-8").replace("110 Mt", "200 Mt"), encoding="utf-8")
    assert "add up" not in run("validate", path).stderr


UNDATED = """place,measure,printed,publisher,series,period,basis,stage,system,category
China,reserves,"50,000,000 t",U.S. Geological Survey,usgs-mcs,2026,REO,recoverable,USGS,reserves
"""


def test_an_undated_row_of_a_series_is_the_last_of_its_history_without_a_step(run, tmp_path):
    path = write(tmp_path, "a.csv", UNDATED)
    said = say(run("history", "china", "--data", path))
    assert "USGS: 44 Mt (MCS 2026); the oldest figure in our data is 43.0 Mt (MCS 2002)" in said
    assert "from 50 Mt" not in said
    found = run("history", "china", "--data", path, "-f", "csv", "--columns", "printed,step_t").stdout
    rows = list(csv.DictReader(io.StringIO(found)))
    assert (rows[-1]["printed"], rows[-1]["step_t"]) == ("50,000,000 t", "")


OWN_MINES = """place,site,measure,printed,publisher,effective_date,basis,published,system,category
Australia,Nolans Bore,reserves,0.86 Mt,Arafura,2025-06-30,REO,2025-09,CRIRSCO,proved reserve+probable reserve
Brazil,Serra Verde,reserves,"350,000 t",SV,2025-06-30,REO,2025-09,CRIRSCO,proved reserve+probable reserve
"""


@pytest.mark.parametrize(
    ("place", "missing"),
    [
        ("australia", "ore at Nolans Bore would hold 0.86 Mt of oxide"),
        ("brazil", "A tonnage of Serra Verde, the mine that produces, is not in a text that we read"),
    ],
)
def test_our_text_on_a_missing_figure_goes_once_the_figure_is_there(run, tmp_path, place, missing):
    assert missing in say(run("compare", place))
    assert missing not in say(run("compare", place, "--data", write(tmp_path, "dep.csv", OWN_MINES)))


def test_our_text_on_a_figure_goes_once_a_newer_edition_replaces_it(run, tmp_path):
    text = UNDATED.replace("series,period", "series,published,period").replace("usgs-mcs,2026", "usgs-mcs,2027-01,2026")
    assert "more than the 44 Mt that USGS lists" in say(run("compare", "china"))
    assert "Bayan Obo alone" not in say(run("compare", "china", "--data", write(tmp_path, "cn.csv", text)))


@pytest.mark.parametrize(
    ("arguments", "later"),
    [
        (("compare", "russia", "--as-of", "2025-06-30"), "Security Council put"),
        (("compare", "turkey", "--as-of", "2025-12-31"), "Rare Earth Exchanges (2026)"),
        (("history", "usa", "--measure", "production", "--as-of", "2004-12-31"), "A later USGS compilation"),
    ],
)
def test_what_was_said_later_is_not_told_of_an_earlier_day(run, arguments, later):
    assert later in say(run(*arguments[:-2]))
    assert later not in say(run(*arguments))


def test_the_write_off_of_a_year_is_the_reason_of_its_step(run):
    said = say(run("history", "russia", "--root", "ru-state-balance"))
    assert "The report writes off 1,089.4 thousand t of A+B+C1 on re-evaluation in 2020." in said


HEAD = "place,measure,printed,publisher,period,published,basis,stage,system,category,draws_on\n"


def verdicts(run, path, *arguments):
    found = run(*arguments, "--data", path, "-f", "csv", "--columns", "id,publisher,verdict").stdout
    return {row["publisher"]: row["verdict"] for row in csv.DictReader(io.StringIO(found))}


def test_who_draws_on_another_differs_where_a_stated_field_does(run, tmp_path):
    rows = [
        "United States,reserves,3 Mt,Metal,2025,2026-10,metal,,,,usgs-mcs",
        "United States,reserves,3.2 Mt,InPlace,2025,2026-10,REO,in_place,,,usgs-mcs",
        "United States,reserves,3.3 Mt,Old,2019,2026-10,REO,recoverable,USGS,reserves,usgs-mcs",
        "United States,reserves,3.4 Mt,Alike,2025,2026-10,REO,recoverable,USGS,reserves,usgs-mcs",
    ]
    found = verdicts(run, write(tmp_path, "d.csv", HEAD + "\n".join(rows)), "compare", "usa")
    assert {name: found[name] for name in ("Metal", "InPlace", "Old", "Alike")} == {
        "Metal": "NOT_LIKE_FOR_LIKE",
        "InPlace": "NOT_LIKE_FOR_LIKE",
        "Old": "NOT_LIKE_FOR_LIKE",
        "Alike": "UNKNOWN",
    }


@pytest.mark.parametrize(("other", "verdict"), [("5.70 Mt", "AGREE"), ("9 Mt", "CONFLICT")])
def test_a_category_of_several_readings_is_alike_to_itself(run, tmp_path, other, verdict):
    head = "place,measure,printed,publisher,published,basis,stage,system,category,effective_date\n"
    rows = [
        f"Kazakhstan,reserves,{printed},{name},2026-03,TR2O3,in_place,GKZ,A+B+C1+C2,2025-01-01"
        for name, printed in (("One", "5.70 Mt"), ("Two", other))
    ]
    path = write(tmp_path, "g.csv", head + "\n".join(rows))
    found = verdicts(run, path, "compare", "kazakhstan", "--pairs")
    assert verdict in found.values()


def test_the_lead_of_a_report_counts_bounds(run, tmp_path):
    row = "Russia,reserves,>200 Mt,RusBound,2025,2026-06,REO,recoverable,USGS,reserves,"
    said = say(run("report", "--data", write(tmp_path, "b.csv", HEAD + row)))
    assert "are furthest apart for Russia (at least 196 Mt, by a figure of 2025)" in said


def test_all_statements_keep_the_tables_of_resources(run):
    said = run("compare", "canada", "--all-statements").stdout
    assert "Resources, part of which may never be mined, are put at" in said
    assert "[superseded]" in said


DEPOSITS = """Deposit,Country,Ore (Mt),TREO (Mt),Category,Owner,Date
Serra Verde,Brazil,350,0.525,ore reserve,Serra Verde,2024
Mountain Pass,USA,30,1.8,ore reserve,MP Materials,2025-12
"""


def test_an_ore_reserve_of_a_users_table_is_a_reserve(run, tmp_path):
    path = write(tmp_path, "dep.csv", DEPOSITS)
    said = run("compare", "brazil", "--data", path, "--map", "publisher=Owner")
    assert "counted 'ore reserve' as reserves" in said.stderr
    assert "A tonnage of Serra Verde" not in say(said)
    usa = say(run("compare", "usa", "--data", path, "--map", "publisher=Owner"))
    assert "contains 1.8 Mt of oxide" in usa
    assert "The present ore reserve of Mountain Pass was not" not in usa


def test_mine_production_is_what_production_is(run):
    found = run("compare", "australia", "--measure", "production", "-f", "csv", "--columns", "id,verdict").stdout
    assert "aus-ga-2022-production,CONFLICT" in found


@pytest.mark.parametrize(
    ("arguments", "said", "denied"),
    [
        (
            ("rank", "--as-of", "2010-06-30"),
            "Of USGS MCS 2010, the reserves of 4 countries are in our data",
            "lists the",
        ),
        (
            ("compare", "--all", "--as-of", "2010-06-30"),
            "No current figure of USGS is in our data for Brazil",
            "lists no amount",
        ),
        (
            ("compare", "--all", "--as-of", "2022-06-30"),
            "No current figure of USGS is in our data for",
            "lists no amount",
        ),
        (("compare", "--all"), "USGS lists no amount for Afghanistan", "No figure of USGS"),
    ],
)
def test_a_copied_list_says_nothing_of_what_it_lacks(run, arguments, said, denied):
    screen = say(run(*arguments))
    assert said in screen
    assert denied not in screen


def test_between_two_versions_of_an_edition_nothing_is_mined(run):
    assert "Mining does not explain it: both figures are for 2025." in say(run("history", "brazil", "--versions"))


@pytest.mark.parametrize("claim", ["more than 22%", "at most 21%"])
def test_a_range_that_reaches_beyond_a_bound_does_not_prove_it(run, claim):
    asked = ("share", "russia", "--claimed", claim, "--measure", "reserves", "--all-statements")
    found = run(*asked, "-f", "csv", "--columns", "publisher,claim").stdout
    (row,) = [line for line in found.splitlines() if line.startswith("Ural Federal University")]
    assert row.endswith(",not excluded")


def test_of_one_year_the_summaries_answer_before_the_yearbook(run):
    said = say(run("share", "china", "--year", "2010", "--measure", "production", "--claimed", "98%"))
    assert "Mining Yes by USGS" in said or "Mining Yes: 98 %" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("390.000", "Tonnen"), "390,000 t"),
        (("4.000", "toneladas"), "4,000 t"),
        (("3.900", "t"), "3.900 t"),
    ],
)
def test_points_part_thousands_where_the_word_for_tonnes_says_so(run, typed, said):
    assert said in run("convert", *typed, "--unit", "t").stdout


def test_a_bound_in_a_list_leaves_what_its_total_has_more(run, tmp_path):
    head = "place,measure,period,printed,publisher,series,published\n"
    rows = {"China": "44 Mt", "Brazil": "11 Mt", "Russia": ">3.8 Mt", "Vietnam": "3.5 Mt", "World": ">85 Mt"}
    lines = [f"{place},reserves,2026,{printed},USGS,usgs-mcs,2027-02-01" for place, printed in rows.items()]
    said = say(run("rank", "--data", write(tmp_path, "g.csv", head + "\n".join(lines))))
    assert "at best 3 Russia" in said
    assert "countries without a row of their own may have" in said


def test_the_next_edition_leaves_what_is_said_in_the_text_of_the_last(run, tmp_path):
    head = "place,measure,printed,publisher,series,published,period,basis,stage,system,category\n"
    rows = [
        f"{place},reserves,{printed},U.S. Geological Survey,usgs-mcs,2027-01-31,2026,REO,recoverable,USGS,reserves"
        for place, printed in (("China", "44 Mt"), ("Brazil", "11 Mt"), ("USA", "2.5 Mt"), ("World", "57.5 Mt"))
    ]
    said = say(run("compare", "usa", "--data", write(tmp_path, "next.csv", head + "\n".join(rows))))
    assert "put at 3.6 Mt (USGS, for 2025)" in said


def test_a_share_that_looks_inconsistent_is_not_called_absent(run):
    said = say(run("share", "ukraine"))
    assert "about 5 % by CNA, May 2025, looks inconsistent; --all-statements shows it" in said
    assert "No share" not in said


NEXT = """place,measure,printed,publisher,series,edition,period,published
Russia,reserves,"4,300,000 t",U.S. Geological Survey,usgs-mcs,2027,2026,2027-01
Vietnam,reserves,"2,700,000 t",U.S. Geological Survey,usgs-mcs,2027,2026,2027-01
"""


def test_a_row_of_a_series_counts_what_the_series_counts(run, tmp_path):
    path = write(tmp_path, "next.csv", NEXT)
    found = run(
        "estimates", "russia", "--data", path, "-f", "csv", "--columns", "id,basis,stage,system,category"
    ).stdout
    assert "next/2,REO,recoverable,USGS,reserves" in found
    history = say(run("history", "russia", "--data", path))
    assert "MCS 2027 Jan 2027 4,300,000 t 4.3 ██ +0.5 +13" in history


def test_a_row_that_states_a_class_of_its_own_takes_over_no_class_of_its_series(run, tmp_path):
    text = NEXT.replace("published\n", "published,category\n").replace("2027-01\n", "2027-01,proved reserve\n")
    found = run(
        "estimates",
        "russia",
        "--data",
        write(tmp_path, "own.csv", text),
        "-f",
        "csv",
        "--columns",
        "id,stage,system,category",
    ).stdout
    assert "own/2,,,proved reserve" in found


def test_a_part_by_our_reading_alone_explains_nothing(run, tmp_path):
    said = say(run("compare", "vietnam", "--data", write(tmp_path, "next.csv", NEXT)))
    assert "Different definitions may explain the gap" not in said
    assert "nor the 2.7 Mt that are evaluated" not in said


@pytest.mark.parametrize(
    ("arguments", "said", "denied"),
    [
        (("history", "usa", "--measure", "resources"), "USGS: 3.6 Mt (MCS 2026).", "14 Mt (MCS 2003)."),
        (("history", "greenland", "--site", "Kvanefjeld", "--measure", "ore"), "108 Mt (2015)", "is about 619 Mt"),
    ],
)
def test_a_history_begins_with_figures_of_one_class(run, arguments, said, denied):
    first = say(run(*arguments)).partition("Edition")[0]
    assert said in first
    assert denied not in first


def test_of_equal_amounts_no_gap_is_told(run, tmp_path):
    head = "place,measure,printed,publisher,series,edition,published,period,basis,stage,system,category\n"
    row = "Brazil,reserves,21 Mt,SGB,sgb-annual,2024,2024-06,2023,REO,recoverable,USGS,reserves\n"
    said = say(run("compare", "brazil", "--as-of", "2024-12-31", "--data", write(tmp_path, "bra.csv", head + row)))
    assert "The amounts are the same within rounding, but the two differ in" in said


def test_a_screen_is_dated_by_its_baseline_too(run, tmp_path):
    text = "place,measure,printed,publisher,series,published\n"
    text += 'India,reserves,"6,900,000 t",U.S. Geological Survey,usgs-mcs,2027-01\n'
    assert "sources up to Jan 2027" in say(run("compare", "india", "--data", write(tmp_path, "u.csv", text)))


def test_a_sum_is_found_as_it_is_shown_elsewhere(run):
    assert "The likeliest match: Russia, reserves" in say(run("trace", "9.99 Mt"))


def test_lists_that_were_read_in_part_are_not_named_as_full(run):
    assert "in full: --source usgs-mcs-2020" not in say(run("rank", "--source", "bp-review-2020"))


@pytest.mark.parametrize(
    "called", ["proved and probable reserve", "Probable reserves", "Ore reserve", "Proved + probable"]
)
def test_an_own_ore_reserve_is_added_up_however_its_class_is_written(run, tmp_path, called):
    titles = "Deposit,Country,Category,Ore (Mt),TREO (kt),publisher,Date\n"
    own = write(tmp_path, "own.csv", f"{titles}Nolans Bore,Australia,{called},29.5,856,Arafura,2025-03-16\n")
    told = say(run("compare", "australia", "--data", str(own)))
    assert "Nolans Bore and Eneabba" not in told
    assert "3.07" in told


def test_narrow_tables_of_shares_keep_words_whole(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = run("share", "china", "--claimed", "95%").stdout
    assert "Mine production" in told
    assert "Austrian finance" in told
