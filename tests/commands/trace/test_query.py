"""Where a number comes from: what it fits, near misses, traps."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.commands.trace.matches import is_unit_assumed, parse_readings
from rareearth_cli.model.errors import BadQuantity

PAPER = 'title: A title, url: "https://example.org", locator: p. 1, verification: primary'
STOCK = "measure: reserves, basis: REO, root: a-survey"
WRONG = "original: not read, how: a slip"
OWN = f"""
series:
  usgs-mcs: {{short: MCS, publisher: USGS, verification: primary, root: usgs, defaults: {{basis: REO}}}}
roots:
  usgs: {{title: USGS, keeper: USGS}}
  a-survey: {{title: A survey, keeper: A survey}}
sources:
  usgs-24: {{series: usgs-mcs, edition: "2024", published: 2024-01, title: MCS, url: u, locator: l}}
  usgs-25: {{series: usgs-mcs, edition: "2025", published: 2025-01, title: MCS, url: u, locator: l}}
  paper: {{publisher: A paper, published: 2025-05, {PAPER}}}
  older: {{publisher: A paper, published: 2020-05, {PAPER}}}
tables:
- source: usgs-24
  unit: t
  columns: reserves
  rows:
    NOR: 2,000,000
    SWE: 500,000
    WLD: 2,500,000
- source: usgs-25
  unit: t
  columns: reserves
  rows:
    NOR: 1,000,000
    SWE: 500,000
    WLD: 1,500,000
estimates:
- {{id: nor-now, place: NOR, source: paper, effective: "2025", printed: 2.0 Mt, {STOCK}}}
- {{id: nor-then, place: NOR, source: older, effective: "2019", printed: 2.04 Mt, {STOCK}}}
- {{id: nor-wrong, place: NOR, source: paper, printed: 2 Mt, {STOCK}, status: misquoted, distorts: {{{WRONG}}}}}
- {{id: swe-whole, place: SWE, source: paper, printed: 8.0 Mt, measure: resources, category: exploration target}}
- {{id: swe-part, part_of: swe-whole, access: licensed, printed: 25 %}}
- {{id: swe-near, place: SWE, site: A mine, source: older, printed: 2.08 Mt, measure: reserves, basis: REO}}
- {{id: fin-ore, place: FIN, source: paper, printed: 70 Mt, measure: ore, basis: ore}}
- {{id: fin-reo, place: FIN, source: paper, printed: 1.4 Mt, measure: resources, basis: REO, contained_in: fin-ore}}
- {{id: isl-monazite, place: ISL, source: paper, printed: 13.15 Mt, measure: resources, basis: monazite}}
- {{id: dnk-metals, place: DNK, source: paper, printed: 92 Mt, measure: reserves, basis: rare_metals}}
- {{id: dnk-earths, place: DNK, source: paper, printed: 4.0 Mt, measure: reserves, basis: REO}}
- {{id: wld-all, place: WLD, source: paper, printed: 600 Mt, measure: resources, basis: REO}}
"""


@pytest.fixture
def trace(run, write):
    def answer(*arguments):
        return run("trace", "--data", write(OWN), "--only", *arguments)

    return answer


def rows(result, *kinds):
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    return [row for row in found if not kinds or row["match"] in kinds]


def arithmetic(result, trap):
    return [row["arithmetic"] for row in rows(result, "trap") if row["trap"] == trap]


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("28.7", ["Mt", "kt", "%"]),
        ("12", ["Mt", "kt", "t", "%"]),
        ("694", ["Mt", "kt", "t"]),
        ("3,800,000", ["t"]),
        ("7777777", ["t"]),
        ("50000", ["kt", "t"]),
        ("about 12", ["Mt", "kt", "t", "%"]),
        ("12 million tonnes", ["Mt"]),
        ("12 million", ["Mt"]),
        ("36.1 billion tonnes", ["Gt"]),
        ("31 million tons", ["Mt"]),
        ("95%", ["%"]),
        ("694 Mt", ["Mt"]),
    ],
)
def test_the_units_a_figure_is_read_in(typed, units):
    assert [one.unit for one in parse_readings(typed)] == units
    assert is_unit_assumed(typed) == (typed.removeprefix("about ").replace(",", "").replace(".", "").isdigit())


@pytest.mark.parametrize("typed", ["banana", "", "NA", "—", "0", "12 mt", "-5", "1.2.3", "1,2,3 Mt", "12 Mt tonnes"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(BadQuantity):
        parse_readings(typed)


@given(st.integers(1, 10**9))
def test_every_whole_number_can_be_read(number):
    assert parse_readings(str(number))


def test_the_likeliest_comes_first(trace):
    result = trace("2 million tonnes", "--place", "norway", "--place", "sweden", "-f", "csv", "--columns", "all")
    found = [row["id"] for row in rows(result, "fits")]
    assert found == [
        "nor-now",  # the same digits, current
        "usgs-24/NOR/reserves",  # the same digits, superseded
        "swe-near",  # current, 2.08 rounds to 2
        "nor-then",  # an earlier statement, 2.04 rounds to 2
        "swe-part",  # a quarter of 8.0, derived
        "nor-wrong",  # known to be wrong
    ]


def test_a_row_says_since_when_it_is_superseded(trace):
    found = {row["id"]: row for row in rows(trace("500,000 t", "-f", "csv", "--columns", "all"), "fits")}
    assert found["usgs-24/SWE/reserves"]["superseded_by"] == ""  # the next edition repeats it
    assert found["usgs-25/SWE/reserves"]["status"] == "published"
    screen = trace("500,000 t").stdout
    assert "USGS MCS 2024 and MCS 2025" in screen
    (norway,) = [
        row
        for row in rows(trace("2,000,000", "-f", "csv", "--columns", "all"), "fits")
        if row["id"] == "usgs-24/NOR/reserves"
    ]
    assert norway["superseded_by"] == "usgs-25"


def test_a_number_with_more_digits_than_a_figure_does_not_come_from_it(trace):
    # 2,049,000 lies in the window of 2.0 Mt, but nobody makes 2,049,000 of 2.0; 2.04 Mt of it neither.
    result = trace("2,049,000", "--place", "norway", "-f", "csv", "--columns", "all")
    assert rows(result, "fits") == []
    assert [row["id"] for row in rows(result, "near")][:2] == ["nor-then", "nor-now"]


def test_near_misses_are_within_five_percent(trace):
    # 2.10 against 2.0 is 4.8 % off, against 2.08 1 %; 2.11 is more than 5 % off 2.0.
    near = {row["id"]: row["off_pct"] for row in rows(trace("2.10 Mt", "-f", "csv", "--columns", "all"), "near")}
    assert near["swe-near"] == "-0.95"
    assert near["nor-now"] == "-4.76"
    assert "nor-now" not in {row["id"] for row in rows(trace("2.11 Mt", "-f", "csv", "--columns", "all"), "near")}


@pytest.mark.parametrize(
    ("typed", "trap", "said"),
    [
        # 1.4 of 70 is 2 %.
        ("70 Mt", "ore read as oxide", "70 Mt are ore; 1.4 Mt of oxide are reported in it (A paper, May 2025): 2.0 %"),
        # 13.15 x 0.55 = 7.23 and 13.15 x 0.60 = 7.89
        ("13.15 Mt", "monazite read as REO", "13.15 Mt of monazite × 0.55 to 0.60 = 7.2 Mt to 7.9 Mt of REO"),
        (
            "92 Mt",
            "rare metals read as rare earths",
            "92 Mt of rare metals / 4.0 Mt of rare earths (A paper, May 2025) = 23 times",
        ),
        # 8.0 over 0.5 is 16
        (
            "8 Mt",
            "resources read as reserves",
            "8.0 Mt are resources (exploration target) / 0.5 Mt of reserves (USGS MCS 2025) = 16 times",
        ),
        # 36,100 / 600 = 60
        (
            "36.1 billion tonnes",
            "larger than the world",
            (
                "36,100 Mt / 600 Mt, the largest world total in our data (A paper, May 2025), = 60 times; a thousandth"
                " would be plausible: 36,100 Mt / 1,000 = 36.1 Mt"
            ),
        ),
        # The lines of the newer edition: 1.0 + 0.5; 1.0 is 40 % of 2.5 and 67 % of 1.5.
        (
            "2.5 Mt",
            "mixed editions",
            (
                "2.5 Mt is the total of USGS MCS 2024; the lines of USGS MCS 2025 add up to 1.50 Mt:"
                " Norway's 1 Mt is 40 % of the one and 67 % of its own"
            ),
        ),
        ("2 Mt", "a misquotation", "2 Mt: a slip; the original was not read"),
    ],
)
def test_a_trap_shows_its_arithmetic(trace, typed, trap, said):
    assert arithmetic(trace(typed, "-f", "csv", "--columns", "all"), trap) == [said]


@pytest.mark.parametrize(
    ("typed", "trap", "said"),
    [
        ("40 Mt", "ten-fold slip", "Denmark: 4.0 Mt × 10 = 40 Mt"),
        ("0.4 Mt", "ten-fold slip", "Denmark: 4.0 Mt / 10 = 400 kt"),
        ("4 Gt", "thousand-fold slip", "Denmark: 4.0 Mt × 1,000 = 4,000 Mt"),
        ("4 kt", "thousand-fold slip", "Denmark: 4.0 Mt / 1,000 = 4,000 t"),
    ],
)
def test_slips_of_ten_and_a_thousand(trace, typed, trap, said):
    assert said in arithmetic(trace(typed, "-f", "csv", "--columns", "all"), trap)


def test_what_fits_is_no_slip_of_itself(trace):
    assert arithmetic(trace("4", "-f", "csv", "--columns", "all"), "thousand-fold slip") == []


def test_a_share_of_editions_that_do_not_belong_together(trace):
    assert arithmetic(trace("40%", "--place", "norway", "-f", "csv", "--columns", "all"), "mixed editions") == [
        "Norway: 1 Mt (USGS MCS 2025) of 2.5 Mt (USGS MCS 2024) = 40 %"
    ]
    # 2.0 of 2.5 is 80 % in the edition itself: a share that follows, and no mixture.
    result = trace("80%", "--place", "norway", "-f", "csv", "--columns", "all")
    assert [row["arithmetic"] for row in rows(result, "derived share")] == ["2 of 2.5 Mt of reserves"]
    assert arithmetic(result, "mixed editions") == []


def test_what_looks_inconsistent_is_no_misquotation(run):
    result = run("trace", "694 Mt", "--place", "turkey", "-f", "csv", "--columns", "all")
    assert arithmetic(result, "a misquotation") == []
    original = "compare around 694 million tons (Turkish energy ministry via Daily Sabah, Jul 2022)"
    assert arithmetic(result, "looks inconsistent") == [
        f"694 million tons: ore printed as rare-earth elements; {original}",
        f"about 694 million tonnes: ore printed as rare-earth elements; {original}",
    ]


def test_a_place_and_a_year_narrow_the_search(trace):
    assert {
        row["place"] for row in rows(trace("2 Mt", "--place", "sweden", "-f", "csv", "--columns", "all"), "fits")
    } == {"SWE"}
    assert {row["id"] for row in rows(trace("2 Mt", "--year", "2020", "-f", "csv", "--columns", "all"), "fits")} == {
        "swe-near",
        "nor-then",
    }


def test_nothing_found_is_an_answer(trace):
    result = trace("7777777 Mt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No figure in our data fits. None comes within 5 %, and no known mistake leads to it." in " ".join(
        result.stdout.split()
    )
    assert "Searched: 18 figures of 6 places" in result.stdout
    document = json.loads(trace("7777777 Mt", "-f", "json").stdout)
    assert (document["matches"], document["searched"]) == ([], 18)
    assert trace("7777777 Mt", "-f", "csv", "--columns", "all").stdout.count("\n") == 1


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "markdown"])
def test_every_format_writes_it(trace, form):
    result = trace("70 Mt", "-f", form)
    assert result.exit_code == 0
    assert "reported in it" in result.stdout


def test_a_figure_cannot_steer_the_terminal(trace):
    result = trace("12\x1b[31m Mt")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr


# On the data that ship with the tool.


def test_12_million_tonnes_of_russia(run):
    result = run("trace", "12", "million", "tonnes", "--place", "russia", "-f", "csv", "--columns", "all")
    found = rows(result, "fits")
    first = {(row["source"], row["status"]) for row in found[:3]}
    assert first == {(f"usgs-mcs-{edition}", "superseded") for edition in (2019, 2020, 2021)}
    derived = {row["id"]: row["value_t"] for row in found if row["derived_from"]}
    # 45.4 % of 26.9 Mt, 57.9 % of 20,602 kt
    assert float(derived["rus-balance-2017-licensed"]) == pytest.approx(12_212_600)
    assert float(derived["rus-balance-2020-abc1-licensed"]) == pytest.approx(11_928_558)
    assert found[-1]["status"] == "inconsistent"
    assert "calculated" in run("trace", "12 million tonnes", "--place", "russia").stdout


def test_nothing_fits_7777777(run):
    result = run("trace", "7777777")
    assert result.exit_code == 0
    assert "No figure in our data fits" in result.stdout
    assert "Searched: " in result.stdout


def test_658_million_tonnes_are_rare_metals(run):
    """Rule R6.5."""
    (said,) = arithmetic(run("trace", "658 Mt", "-f", "csv", "--columns", "all"), "rare metals read as rare earths")
    assert said.endswith("/ 28.5 Mt of rare earths (Russian ministry, Jul 2025) = 23 times")


@pytest.mark.parametrize(("total", "edition"), [("110 Mt", "2024"), ("130 Mt", "2023")])
def test_totals_of_older_editions(run, total, edition):
    (said,) = arithmetic(run("trace", total, "-f", "csv", "--columns", "all"), "mixed editions")
    assert said.startswith(f"{total} is the total of USGS MCS {edition}; ")
    assert "44 Mt" in said


def test_694_million_tonnes_are_ore_of_turkiye(run):
    result = run("trace", "694 Mt", "-f", "csv", "--columns", "all")
    first = rows(result, "fits")[0]
    assert (first["place"], first["measure"]) == ("TUR", "ore")
    # 12.5 / 694 = 1.8 %
    assert arithmetic(result, "ore read as oxide")[0] == (
        "694 Mt are ore; about 12.5 Mt of oxide are reported in it (Turkish presidency, Oct 2025): 1.8 %"
    )


def test_more_than_14_million_tonnes_of_canada_are_resources(run):
    # 14 / 0.83 = 16.9, and more than 14 is at least 16 times.
    said = arithmetic(
        run("trace", "14 Mt", "--place", "canada", "-f", "csv", "--columns", "all"), "resources read as reserves"
    )
    assert said[0].endswith("/ 0.83 Mt of reserves (USGS MCS 2026) = at least 16 times")


def test_13_15_million_tonnes_of_india_are_monazite(run):
    (said,) = arithmetic(run("trace", "13.15 Mt", "-f", "csv", "--columns", "all"), "monazite read as REO")
    assert said == "13.15 Mt of monazite × 0.55 to 0.60 = 7.2 Mt to 7.9 Mt of REO"


def test_31_million_tons_of_mongolia_are_ten_times_3_1(run):
    said = arithmetic(
        run("trace", "31 million tons", "--place", "mongolia", "-f", "csv", "--columns", "all"), "ten-fold slip"
    )
    assert "Mongolia: 3.1 Mt × 10 = 31 Mt" in said


def test_a_ratio_against_a_bound_is_a_bound(run):
    # 478 / 75 = 6.37 of a total that is more than 75, so at most that; 619.5 and 75 are both more than so much.
    (world,) = arithmetic(run("trace", "478 Mt", "-f", "csv", "--columns", "all"), "resources read as reserves")
    assert world.endswith("/ more than 75 Mt of reserves (USGS MCS 2026) = at most 6.4 times")
    (bounds,) = arithmetic(run("trace", "619.5 Mt", "-f", "csv", "--columns", "all"), "resources read as reserves")
    assert bounds.endswith("/ more than 75 Mt of reserves (USGS MCS 2026) = not known, for both are bounds")
    # 12,345.678 / 619.5 = 19.93
    (larger,) = arithmetic(run("trace", "12345.678 Mt", "-f", "csv", "--columns", "all"), "larger than the world")
    assert (
        "more than 619.5 Mt, the largest world total in our data (Weng, Jowitt, Mudd and Haque, 2015), = at most 20"
        in larger
    )


def test_216_million_tonnes_are_an_exploration_target_in_north_korea(run):
    found = rows(run("trace", "216 Mt", "-f", "csv", "--columns", "all"), "fits")
    assert [row["place"] for row in found] == ["PRK"]
    assert "exploration target" in run("trace", "216 Mt").stdout


def test_36_1_billion_tonnes_of_greenland_are_a_misprint(run):
    result = run("trace", "36.1 billion tonnes", "--place", "greenland", "-f", "csv", "--columns", "all")
    assert [row["status"] for row in rows(result, "fits")] == ["inconsistent"]
    (larger,) = arithmetic(result, "larger than the world")
    assert "a thousandth would be plausible: 36,100 Mt / 1,000 = 36.1 Mt" in larger
    (said,) = arithmetic(result, "looks inconsistent")
    assert "the original was not read" in said


def test_the_total_of_another_publisher_is_not_held_against_the_lines_of_usgs(run):
    """BP's 120,000 kt of 2017 are no earlier edition of USGS's list, and its lines are in our data too."""
    traps = run("trace", "120,000 kt", "--place", "world").stdout
    assert "mixed editions" in traps  # USGS printed 120 Mt as well
    assert "BP" not in "".join(line for line in traps.splitlines() if line.startswith("mixed editions"))
    only = run("trace", "123,309.175 kt", "--place", "world").stdout
    assert "mixed editions" not in only


def test_a_number_within_a_published_range_does_not_come_from_it(run):
    """364 to 714 million tons are published of Saudi Arabia; 500 is in no source."""
    assert rows(run("trace", "500 Mt", "-f", "csv", "--columns", "all"), "fits") == []
    for typed in ("364 Mt", "714 Mt", "364-714 Mt"):
        assert [row["id"] for row in rows(run("trace", typed, "-f", "csv", "--columns", "all"), "fits")] == [
            "sau-2025-targets"
        ]


def test_the_screen_has_one_line_for_the_editions_that_repeat_a_figure(run):
    screen = run("trace", "44 Mt", "--place", "china").stdout
    (line,) = [line for line in screen.splitlines() if line.startswith("44,000,000 t")]
    assert "for 2016 to 2025" in line
    assert "USGS MCS 2017 to MCS 2026" in line


def test_the_screen_has_three_near_misses_in_the_unit_of_the_likeliest_match(run):
    screen = run("trace", "28.7").stdout
    near = screen.partition("Near misses")[2].partition("more near misses")[0]
    assert near.count(" %\n") == 3
    assert "thousand t" not in near


def test_a_bound_that_was_typed_comes_from_a_bound_first(run):
    rows = list(csv.DictReader(io.StringIO(run("trace", ">20 Mt", "-f", "csv", "--columns", "all").stdout)))
    assert rows[0]["kind"] == "lower"


def test_a_number_within_a_published_range_is_no_near_miss_of_its_end(run):
    # Saudi Arabia gives 364 to 714 million tons of ore; 694 is 2.9 % from the upper end, and inside.
    assert "Saudi Arabia" not in run("trace", "694 Mt").stdout
    assert "364 to 714" in run("trace", "714 Mt").stdout


def test_who_types_a_range_is_told_what_it_is_compared_with(run):
    assert "Search for each of its ends as well." in " ".join(run("trace", "20 to 30 Mt").stdout.split())
