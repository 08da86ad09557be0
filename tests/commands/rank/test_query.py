"""World rankings: ties, bounds, missing figures, other estimates put in, and the range of ranks."""

import csv
import io
import json

import pytest

KEY = "measure: reserves, basis: REO, system: USGS, category: reserves, stage: recoverable"
PAPER = 'title: A title, url: "https://example.org", locator: p. 1, verification: primary'
OWN = f"""
series:
  usgs-mcs:
    short: MCS
    publisher: U.S. Geological Survey
    verification: primary
    root: usgs
    defaults: {{basis: REO, reserves: {{system: USGS, category: reserves, stage: recoverable}}}}
roots:
  usgs: {{title: USGS, keeper: USGS}}
sources:
  usgs: {{series: usgs-mcs, edition: "2025", published: 2025-01, title: MCS, url: u, locator: l}}
  paper: {{publisher: A paper, published: 2025-05, {PAPER}}}
  undated: {{publisher: Nobody, {PAPER}}}
tables:
- source: usgs
  unit: t
  columns: production 2024 | reserves
  rows:
    NOR: 30 | >40
    SWE: 20 | 20
    FIN: 20 | 20
    ISL: — | 10
    DNK: NA | NA
    OTH: 10 | 10
    WLD: 80 | >100
estimates:
- {{id: dnk, place: DNK, source: paper, printed: 25-45 t, {KEY}}}
- {{id: isl, place: ISL, source: paper, printed: 50 t, {KEY}}}
- {{id: swe-ore, place: SWE, source: paper, printed: 900 t, measure: ore, basis: ore}}
- {{id: swe-more, place: SWE, source: paper, printed: 30 t, measure: resources, basis: REO}}
- {{id: est, place: EST, source: paper, printed: about 15 t, measure: reserves}}
- {{id: fin, place: FIN, source: undated, printed: 5 t, {KEY}}}
- {{id: fin-site, place: FIN, site: A mine, source: paper, printed: 500 t, {KEY}}}
"""


@pytest.fixture
def rank(run, write):
    def answer(*arguments):
        return run("rank", "--data", write(OWN), "--only", *arguments)

    return answer


def rows(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


def by_place(result):
    return {row["place"]: row for row in rows(result)}


def test_equals_share_a_rank_and_what_is_missing_has_none(rank):
    found = [(row["place"], row["rank"], row["tied"]) for row in rows(rank("-f", "csv", "--columns", "all"))]
    assert found == [
        ("NOR", "1", ""), ("FIN", "2", "yes"), ("SWE", "2", "yes"), ("ISL", "4", ""), ("DNK", "", ""), ("EST", "", ""),
    ]  # fmt: skip


def test_groups_are_not_ranked_but_counted(rank):
    # 40 + 20 + 20 + 10 + 10 of the remainder = 100
    document = json.loads(rank("-f", "json").stdout)
    assert (document["rows_t"], document["total_t"], document["total_kind"]) == (100, 100, "lower")
    assert {row["place"] for row in document["ranking"]}.isdisjoint({"OTH", "WLD"})


def test_shares_of_a_bound_are_bounds_and_of_the_rows_figures(rank):
    found = by_place(rank("-f", "csv", "--columns", "all"))
    assert (found["SWE"]["total_share_pct"], found["SWE"]["total_share_kind"]) == ("20", "upper")
    assert found["SWE"]["rows_share_pct"] == "20"
    assert found["NOR"]["total_share_pct"] == ""  # more than 40 of more than 100 is no share at all
    assert found["DNK"]["rows_share_pct"] == ""


def test_the_range_of_ranks_is_by_what_is_current(rank):
    found = by_place(rank("-f", "csv", "--columns", "all"))
    names = ("best_rank", "best_id", "worst_rank", "worst_id")
    ends = {place: tuple(row[name] for name in names) for place, row in found.items()}
    assert ends["ISL"] == ("1", "isl", "4", "usgs/ISL/reserves")
    # A range counts by both ends: 45 is more than the "more than 40" of Norway, 25 is less.
    assert ends["DNK"] == ("1", "dnk", "2", "dnk")
    # Not listed at all: 15 would be behind 40, 20 and 20. A single mine is no figure of a country.
    assert ends["EST"] == ("4", "est", "4", "est")
    assert ends["FIN"] == ("2", "usgs/FIN/reserves", "4", "fin")


def test_likeness_is_said_of_each_end(rank):
    found = by_place(rank("-f", "csv", "--columns", "all"))
    assert found["ISL"]["best_comparable"] == "yes"
    assert found["EST"]["best_comparable"] == "unknown"


def test_another_estimate_is_put_in_and_marked(rank):
    result = rank("--using", "iceland=isl", "-f", "csv", "--columns", "all")
    found = by_place(result)
    assert (found["ISL"]["rank"], found["ISL"]["used"], found["ISL"]["comparable"]) == ("1", "yes", "yes")
    assert found["NOR"]["rank"] == "2"
    assert all(row["total_share_pct"] == "" for row in found.values())
    # 40 + 20 + 20 + 50 + 10 = 140, and Norway has more than 40: 50 of at least 140 are at most 35.72 %.
    assert (found["ISL"]["rows_share_pct"], found["ISL"]["rows_share_kind"]) == ("35.8", "upper")
    assert result.stderr == ""


def test_a_figure_without_its_table_has_the_unit_of_it(run):
    said = run("rank", "--using", "russia=rus-balance-2023").stdout
    assert "with the 3.8 Mt that USGS MCS 2026 lists it is 4th" in " ".join(said.split())
    assert "Madagascar   12th  0.162 Mt" in said
    drawn = run("rank", "-f", "svg").stdout
    assert "EI Statistical Review 2024: 0.1620155 Mt" in drawn
    assert "115601.7055 kt against" in run("report", "world", "-f", "svg").stdout


def test_what_is_not_like_for_like_is_warned_of(rank):
    result = rank("--using", "sweden=swe-more", "--using", "estonia=est", "-f", "csv", "--columns", "all")
    assert by_place(result)["SWE"]["comparable"] == "no"
    assert result.stderr.splitlines() == [
        "Note: Sweden: the figure put in is not defined as those of the list",
        "Note: Estonia: the figure put in may not be defined as those of the list",
    ]


@pytest.mark.parametrize(
    ("using", "message"),
    [
        ("sweden=swe-ore", "'swe-ore' counts ore: it cannot stand in a ranking of rare-earth reserves"),
        ("norway=isl", "'isl' is a figure of Iceland: write ISL=isl"),
        ("norway=nothing", "'nothing' is neither an amount nor the id of a figure"),
        ("denmark=usgs", "'usgs/DNK/reserves' is printed as NA: there is no amount to rank by"),
        ("norway", "'norway' has no '='; write PLACE=AMOUNT or PLACE=ID"),
        ("atlantis=isl", "unknown place 'atlantis'"),
        ("world=usgs", "WLD is not a country and has no rank: name a country in --using"),
        ("CIS=nothing", "CIS is not a country and has no rank"),
    ],
)
def test_what_cannot_stand_is_refused(rank, using, message):
    result = rank("--using", using)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_production_is_ranked_by_year(rank):
    found = [
        (row["place"], row["rank"]) for row in rows(rank("--measure", "production", "-f", "csv", "--columns", "all"))
    ]
    assert found == [("NOR", "1"), ("FIN", "2"), ("SWE", "2"), ("DNK", ""), ("ISL", "")]
    result = rank("--measure", "production", "--year", "1999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no list of production of 1999 by USGS is in our data" in result.stderr


def test_top_ends_the_list_but_not_among_equals(rank):
    assert [row["place"] for row in rows(rank("--top", "2", "-f", "csv", "--columns", "all"))] == ["NOR", "FIN", "SWE"]


def test_the_matrix_has_every_source_and_ranks_by_lists_alone(rank):
    found = {
        (row["place"], row["source"]): row["rank"]
        for row in rows(rank("--all-sources", "-f", "csv", "--columns", "all"))
    }
    assert found["SWE", "usgs"] == "2"
    # Without a total of the world, nobody knows who is left out.
    assert [found[place, "paper"] for place in ("ISL", "DNK", "EST")] == ["", "", ""]
    assert found["FIN", "undated"] == ""
    assert "place (t, rank)" in rank("--all-sources").stdout
    assert "place (kt, rank)" in rank("--all-sources", "--unit", "kt").stdout


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "markdown"])
def test_every_format_writes_it(rank, form):
    result = rank("-f", form)
    assert result.exit_code == 0
    assert "Sweden" in result.stdout


# On the data that ship with the tool.


def order(run, *arguments):
    found = rows(run("rank", "-f", "csv", "--columns", "all", *arguments))
    return [row["place"] for row in found if row["rank"]]


def test_russia_was_fifth_in_march_2025(run):
    assert order(run, "--as-of", "2025-03-31")[:6] == ["CHN", "BRA", "IND", "AUS", "RUS", "VNM"]


def test_russia_is_fourth_and_india_not_available(run):
    assert order(run)[:4] == ["CHN", "BRA", "AUS", "RUS"]
    (india,) = [row for row in rows(run("rank", "-f", "csv", "--columns", "all")) if row["place"] == "IND"]
    assert (india["rank"], india["printed"], india["kind"]) == ("", "NA", "missing")


def test_with_the_ministrys_figure_russia_is_second_and_marked(run):
    result = run("rank", "--using", "russia=rus-balance-2023")
    assert "2  Russia*" in result.stdout
    said = " ".join(result.stdout.split())
    assert (
        "With 28.7 Mt by Russian ministry via Reuters, Mar 2025, Russia would be 2nd; with the 3.8 Mt that USGS" in said
    )
    assert result.stderr == "Note: Russia: the figure put in is not defined as those of the list\n"


@pytest.mark.parametrize("typed", ["28.7Mt", "28,7 Mt", "28.7 million tonnes"])
def test_an_amount_as_typed_is_put_in(run, typed):
    result = run("rank", "--using", f"russia={typed}")
    assert "2  Russia*        28.7 " in result.stdout
    assert "With 28.7 Mt as typed, Russia would be 2nd; with the 3.8 Mt" in result.stdout
    said = " ".join(result.stdout.split())
    assert "The figure put in may not be defined as those of the list." in said
    # 75.29 less 3.8 and 28.7 more.
    assert "its rows add up to 75.3 Mt, and to 100 Mt once the figure is put in." in said
    assert result.stderr == ""
    (russia,) = [
        row
        for row in rows(run("rank", "--using", f"russia={typed}", "-f", "csv", "--columns", "all"))
        if row["place"] == "RUS"
    ]
    assert (russia["rank"], russia["value_t"], russia["comparable"]) == ("2", "28700000", "unknown")
    assert "2. Russia, by as typed" not in run("rank", "--using", f"russia={typed}", "-f", "svg").stdout


@pytest.mark.parametrize("typed", ["95%", "NA", "28.7", "5 mt"])
def test_what_is_no_amount_and_no_id_is_refused(run, typed):
    result = run("rank", "--using", f"russia={typed}")
    assert result.exit_code == 2
    assert "write an amount such as 28.7Mt" in result.stderr


def test_russias_ranks_run_from_second_to_fourth(run):
    (russia,) = [row for row in rows(run("rank", "-f", "csv", "--columns", "all")) if row["place"] == "RUS"]
    assert (russia["best_rank"], russia["worst_rank"], russia["worst_id"]) == (
        "2", "4", "usgs-mcs-2026-v1.3/RUS/reserves",
    )  # fmt: skip


def test_the_printed_total_and_the_sum_of_rows_differ(run):
    (china,) = [
        row
        for row in rows(run("rank", "-f", "csv", "--columns", "all", "--source", "usgs-mcs-2024"))
        if row["place"] == "CHN"
    ]
    # 44 of 110 printed, and of the 115.4 that the rows add up to.
    assert (china["total_share_pct"], china["rows_share_pct"]) == ("40", "38.1")


PARTIAL = """
sources:
  half: {series: usgs-mcs, edition: "2030", published: 2030-01, title: MCS, url: u, locator: l}
tables:
- source: half
  unit: t
  columns: reserves
  rows:
    CHN: 44,000,000
    RUS: 3,800,000
    WLD: 120,000,000
  accepted: {reserves: only two lines were seen}
"""


def test_of_a_list_that_is_not_on_record_in_full_there_is_no_share_of_rows(run, write):
    path = write(PARTIAL)
    found = rows(run("rank", "--data", path, "-f", "csv", "--columns", "all"))
    # 44 of 120
    assert (found[0]["total_share_pct"], found[0]["rows_share_pct"]) == ("36.7", "")
    assert "only some rows of this list" in " ".join(run("rank", "--data", path).stdout.split())
    shares = json.loads(run("share", "russia", "--data", path, "-f", "json").stdout)
    # 44² + 3.8² is 1,950.44; with 72.2² it is 7,163.28. Of 120² that is 0.13545 and 0.49745.
    reserves, _production = shares["concentration"]
    assert (reserves["hhi_low"], reserves["hhi_high"], reserves["with"]) == (1354, 4974, [])


def test_an_unlisted_country_could_stand_before_a_small_one(run, write):
    """The rest of 72.2 Mt may be one country's, which would stand before China with 44."""
    found = rows(run("rank", "--data", write(PARTIAL), "-f", "csv", "--columns", "all"))
    assert [(row["place"], row["rank"], row["at_best"]) for row in found] == [("CHN", "1", "yes"), ("RUS", "2", "yes")]
    document = json.loads(run("rank", "--data", write(PARTIAL), "-f", "json").stdout)
    assert document["rest_t"] == 72_200_000


def test_a_list_that_adds_up_to_its_total_leaves_only_its_row_of_other_countries(run):
    """Of 2025 USGS has 550 t for other countries, more than Vietnam's 150 t and Malaysia's 110 t."""
    document = json.loads(run("rank", "--measure", "production", "-f", "json").stdout)
    assert document["rest_t"] == 550
    assert {row["place"] for row in document["ranking"] if row["at_best"]} == {"VNM", "MYS"}


def test_what_a_total_that_is_a_bound_leaves_over_is_unknown(run):
    document = json.loads(run("rank", "-f", "json").stdout)
    assert (document["total_kind"], document["rest_t"]) == ("lower", None)
    assert "The ranks are among the countries listed" in run("rank").stdout


def test_one_row_of_a_list_is_not_taken_for_the_world(run):
    """Of 2016 the record has China's 105 kt of 129 kt: China is first, and no other list's country gets a rank."""
    result = run("rank", "--measure", "production", "--year", "2016")
    ranked = rows(run("rank", "--measure", "production", "--year", "2016", "-f", "csv"))
    assert [(row["place"], row["rank"]) for row in ranked] == [("CHN", "1")]
    assert "in our data in full: --source ei-review-2024 or --source" in result.stdout


def test_a_list_without_a_world_total_ranks_nobody_and_another_is_named(run):
    result = run("rank", "--measure", "production", "--source", "usgs-mcs-2017", "--year", "2016")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no world total in our data" in result.stderr
    assert "--source usgs-mcs-2018" in result.stderr


def test_rows_that_add_up_to_more_than_their_total_are_warned_of(run):
    # 115.4 Mt is outside the rounding window of 110, which ends at 115; 384 kt is inside that of 380, up to 385.
    more = run("rank", "--source", "usgs-mcs-2024").stderr
    assert more == "Note: the rows of USGS MCS 2024 add up to 115.4 Mt, more than its world total of 110 Mt\n"
    assert run("rank", "--measure", "production", "--year", "2024").stderr == ""


def test_sums_with_a_bound_are_bounds(run):
    """MCS 2022 has Russia with more than 20 Mt: the rows are at least 119.7, of which China's 44 are at most 36.8 %."""
    result = run("rank", "--source", "usgs-mcs-2022-reserves")
    assert "its rows add up to at least 119 Mt" in " ".join(result.stdout.split())
    found = by_place(run("rank", "--source", "usgs-mcs-2022-reserves", "-f", "csv", "--columns", "all"))
    assert (found["CHN"]["rows_share_pct"], found["CHN"]["rows_share_kind"]) == ("36.8", "upper")
    assert (found["RUS"]["total_share_pct"], found["RUS"]["total_share_kind"]) == ("16.6", "lower")


def test_a_figure_that_is_put_in_is_marked_in_the_chart(run):
    """Russia's 28.7 Mt are neither USGS's figure nor drawn as one."""
    drawn = run("rank", "--using", "russia=rus-balance-2023", "-f", "svg").stdout
    assert "World ranking: rare-earth reserves, with another estimate put in for Russia" in drawn
    assert "2. Russia, by Russian ministry via Reuters, Mar 2025" in drawn
    assert "put in by the user" in drawn
    assert "put in" not in run("rank", "-f", "svg").stdout


def test_a_rank_that_is_only_the_best_possible_is_so_in_the_chart(run):
    """A picture goes into a paper alone: without the words "at best" it would claim more than the table."""
    drawn = run("rank", "--as-of", "2017-06-30", "-f", "svg").stdout
    table = run("rank", "--as-of", "2017-06-30").stdout
    assert "at best 3" in table
    assert "at best 3. Russia" in drawn


def test_a_figure_that_is_on_record_as_wrong_is_called_so_where_it_is_put_in(run):
    result = run("rank", "--using", "russia=rus-fanshouji-12")
    assert "The figure put in is in our data as inconsistent." in " ".join(result.stdout.split())
    assert result.stderr.startswith("Note: Russia: the figure put in is in our data as inconsistent.")


def test_a_sum_that_is_put_in_shows_its_amount(run):
    # The addends have five digits and add up to 28.7806 Mt.
    screen = run("rank", "--using", "russia=rus-balance-2022").stdout
    assert "With 28.8 Mt (a sum) by Russian ministry" in screen
    assert "2  Russia*        28.8 " in screen


def test_sources_are_titled_by_publisher_but_for_usgs(run):
    screen = run("rank", "--all-sources", "--top", "3").stdout
    assert "MCS 2026" in screen
    assert "elsewhere" in screen


def test_a_target_is_neither_ranked_nor_a_share_nor_can_it_stand(run):
    """Vietnam's 20 to 60 kt of 2030 would make it the fifth or second of 2025; what is mined there is 150 t."""
    vietnam = [
        row
        for row in rows(run("rank", "--measure", "production", "-f", "csv", "--columns", "all"))
        if row["place"] == "VNM"
    ]
    assert [(row["id"], row["value_t"]) for row in vietnam] == [("usgs-mcs-2026-v1.3/VNM/production-2025", "150")]
    assert {vietnam[0]["best_id"], vietnam[0]["worst_id"]} == {vietnam[0]["id"]}
    using = run("rank", "--measure", "production", "--using", "vietnam=vnm-plan866-reo")
    assert using.exit_code == 2
    assert "'vnm-plan866-reo' counts target: it cannot stand in a ranking of rare-earth production" in using.stderr
    assert "plan866" not in run("share", "vietnam", "-f", "csv", "--columns", "all").stdout
    assert run("rank", "--measure", "production", "--year", "2030").exit_code == 2


def test_the_sentence_on_a_figure_put_in_says_at_best_where_the_table_does(run):
    """By the list of 2017, 29 Mt are of countries that are not listed, so that one of them could have more than 5."""
    screen = " ".join(run("rank", "--using", "russia=5Mt", "--as-of", "2017-06-30").stdout.split())
    assert "With 5 Mt as typed, Russia would be at best 4th" in screen


def test_zero_has_no_rank(run):
    screen = " ".join(run("rank", "--using", "russia=0 Mt").stdout.split())
    assert "With 0 Mt as typed, Russia would have no rank" in screen


def test_an_own_edition_without_a_name_is_told_by_its_month(run, tmp_path):
    head = "place,measure,printed,publisher,series,published,period\n"
    lines = [
        f"{place},reserves,{printed},U.S. Geological Survey,usgs-mcs,2027-01-31,2026\n"
        for place, printed in (("China", "44000000 t"), ("Russia", "3900000 t"), ("World", ">80000000 t"))
    ]
    (tmp_path / "own.csv").write_text(head + "".join(lines), encoding="utf-8")
    result = run("rank", "--data", str(tmp_path / "own.csv"))
    assert "Of USGS (Jan 2027), the reserves of 2 countries are in our data." in " ".join(result.stdout.split())


@pytest.mark.parametrize("edition", ["2019", "2020", "2021"])
def test_the_rounding_of_a_total_may_hide_another_country(run, edition):
    # Of 120 Mt, 112 to 115 are in our data; the rounding of the total leaves more than the 12 Mt of Russia.
    screen = run("rank", "--source", f"usgs-mcs-{edition}").stdout
    (russia,) = [line for line in screen.splitlines() if " Russia " in line]
    assert russia.split()[:3] == ["at", "best", "4"]
