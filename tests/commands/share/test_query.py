"""Shares of the world, and what a claimed one fits."""

import csv
import io
import json
import re

import pytest

from rareearth_cli.analysis.judge import ShareInterval
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.commands.share.query import ClaimFit, classify_fit
from rareearth_cli.model.quantity import parse_quantity


def share_of(printed):
    quantity = parse_quantity(printed)
    value = float(quantity.value if quantity.value is not None else quantity.low)
    high = 100.0 if quantity.high is None else float(quantity.high)
    share = ShareInterval(value, float(quantity.low), high, quantity.kind.value, quantity.digits)
    return WorldShare(
        "refining", "2024", "Somebody", "somebody", printed, share, None, derived=False, row={}, whole=None
    )


@pytest.mark.parametrize(
    ("printed", "claim", "expected"),
    [
        ("95 %", "95 %", ClaimFit.FITS),
        ("95.4 %", "95 %", ClaimFit.FITS),  # it rounds to 95
        ("95.6 %", "95 %", ClaimFit.CLOSE),
        ("more than 95 %", "95 %", ClaimFit.BOUND),
        ("more than 90 %", "95 %", ClaimFit.BOUND),
        ("less than 50 %", "95 %", ClaimFit.CONTRADICTS),
        ("less than 97 %", "95 %", ClaimFit.BOUND),
        ("90 %", "95 %", ClaimFit.CLOSE),  # five points, and a factor of 1.06
        ("89 %", "95 %", ClaimFit.CONTRADICTS),
        ("100 %", "95 %", ClaimFit.CLOSE),
        ("4 %", "6 %", ClaimFit.CONTRADICTS),  # two points, but a factor of 1.5
        ("20-25 %", "22 %", ClaimFit.FITS),
        ("20-25 %", "25 %", ClaimFit.FITS),
        ("20-25 %", "27 %", ClaimFit.CLOSE),
        ("20-25 %", "32 %", ClaimFit.CONTRADICTS),
        ("94 %", "about 95 %", ClaimFit.FITS),  # about: half a point more to either side, 94.0 to 96.0
        ("about 94 %", "95 %", ClaimFit.NOT_EXCLUDED),  # up to 95, but it does not round to 95
        ("93 %", "> 95 %", ClaimFit.CLOSE),
        ("99 %", "> 95 %", ClaimFit.FITS),
        ("60 %", "> 95 %", ClaimFit.CONTRADICTS),
    ],
)
def test_how_a_share_stands_to_a_claim(printed, claim, expected):
    assert classify_fit(share_of(printed), parse_quantity(claim)) is expected


def rows(run, *arguments):
    return list(csv.DictReader(io.StringIO(run("share", *arguments, "-f", "csv", "--columns", "all").stdout)))


def sentence(run, *arguments):
    return json.loads(run("share", *arguments, "-f", "json").stdout)["summary"]


def test_95_percent_of_china(run):
    told = sentence(run, "china", "--claimed", "95%")
    assert "Mining: No: 69 % in 2025 (USGS), 75 % in 2024 (BGS); it fits USGS for 2002 to 2003, 2008" in told
    assert "Refining: Close: 91 % in 2024 (IEA), 93 % in 2023 (BGR/DERA)." in told
    assert "Magnets: Close: 94 % in 2024 (IEA)." in told
    # 44 of more than 75 Mt is at most 58.7 %.
    assert "Reserves: No: at most 59 % in 2025 (USGS)" in told
    assert told.endswith("Reuters (Mar 2025) gives 95 percent without saying of what.")
    screen = run("share", "china", "--claimed", "95%").stdout
    assert screen.startswith("China: is it 95% of the world?\n\n  Mining    No: 69 % in 2025 (USGS)")


def test_without_a_claim_the_headline_is_by_those_who_compile_shares(run):
    told = sentence(run, "china")
    assert told.startswith("Mining: 69 % in 2025 (USGS), 75 % in 2024 (BGS).")
    assert "South China Morning Post" not in told


def test_a_claim_of_a_stage_is_told_of_that_stage_alone(run):
    told = sentence(run, "china", "--claimed", "69%", "--measure", "production")
    assert told.startswith("Mining: Yes by USGS and no by BGS: 69 % in 2025 (USGS)")
    assert "Reserves" not in told
    assert "without saying" not in told


@pytest.mark.parametrize("typed", ["95", "95 %", "95 percent", "95%"])
def test_the_sign_may_be_left_out(run, typed):
    assert rows(run, "china", "--claimed", typed) == rows(run, "china", "--claimed", "95%")


@pytest.mark.parametrize("typed", ["5 Mt", "NA", "101%", "lots", ""])
def test_what_is_no_share_is_refused(run, typed):
    result = run("share", "china", "--claimed", typed)
    assert (result.exit_code, result.stdout) == (2, "")


def test_chinas_reserves_are_at_most_half_by_edition(run):
    found = {row["source"]: row for row in rows(run, "china", "--measure", "reserves")}
    kinds = {source: (row["share_kind"], row["value_pct"]) for source, row in found.items() if row["derived"]}
    # 44 of >90 and of >75, rounded up; 44 of 110 and of 130 are figures.
    assert kinds["usgs-mcs-2025"] == ("upper", "48.9")
    assert kinds["usgs-mcs-2026-v1.3"] == ("upper", "58.7")
    assert kinds["usgs-mcs-2024"] == ("point", "40")
    assert kinds["usgs-mcs-2023"] == ("point", "33.8")
    screen = run("share", "china", "--measure", "reserves", "--all-statements").stdout
    assert "≤49" in screen
    assert "≤59" in screen


def test_a_derived_share_is_marked_with_what_it_is_derived_from(run):
    (row,) = [
        one
        for one in rows(run, "china", "--measure", "production", "--year", "2024")
        if one["source"] == "usgs-mcs-2025"
    ]
    assert (row["value_pct"], row["derived"], row["id"], row["printed"]) == ("69.2", "yes", "", "")
    assert (row["part_t"], row["whole_t"]) == ("270000", "390000")
    assert row["derived_from"] == "usgs-mcs-2025/CHN/production-2024 usgs-mcs-2025/WLD/production-2024"


def test_a_version_that_repeats_a_share_says_nothing_new(run):
    found = [row["source"] for row in rows(run, "china", "--measure", "production", "--year", "2025")]
    assert found == ["usgs-mcs-2026-v1.3"]


def test_misquoted_shares_come_with_all_statements_alone(run):
    ids = {row["id"] for row in rows(run, "russia")}
    assert "rus-share-reex-2025" not in ids
    assert "rus-share-reex-2025" in {row["id"] for row in rows(run, "russia", "--all-statements")}


def test_what_was_known_by_a_day(run):
    found = rows(run, "china", "--as-of", "2025-03-31")
    assert {"usgs-mcs-2025"} == {row["source"] for row in found if row["period"] == "2024"}
    assert not [row for row in found if row["source"].startswith("usgs-mcs-2026")]


def test_concentration_and_its_sensitivity(run):
    document = json.loads(run("share", "russia", "--as-of", "2025-12-31", "-f", "json").stdout)
    reserves = document["concentration"][0]
    assert (reserves["source"], reserves["hhi_low"], reserves["hhi_high"]) == ("usgs-mcs-2025", 3017, 3017)
    # 28.5 in the place of 3.8: the squares add up to 3,289.68, the rows to 115.58; 3,289.68 / 115.58² = 0.2462.
    assert {"id": "rus-balance-2025", "place": "RUS", "hhi_low": 2462, "hhi_high": 2462} in reserves["with"]


def test_of_one_row_and_a_total_the_concentration_is_an_interval(run):
    """China's 129 of 133 kt: 96.99² = 9,407.5; the other 4 kt are 3.01 %, whose square is 9.05."""
    document = json.loads(run("share", "china", "--as-of", "2011-06-01", "-f", "json").stdout)
    production = document["concentration"][1]
    assert (production["period"], production["hhi_low"], production["hhi_high"]) == ("2009", 9408, 9417)


def test_a_list_with_a_bound_among_its_rows_has_no_concentration(run):
    """In MCS 2022 Russia has more than 20 Mt, whose square is unknown."""
    document = json.loads(run("share", "china", "--as-of", "2022-06-30", "-f", "json").stdout)
    assert [one["measure"] for one in document["concentration"]] == ["production"]


def test_a_range_of_small_shares_keeps_its_digits(run):
    """Brazil's shares of production are thousandths of a percent to two percent, and none of them is 0."""
    screen = run("share", "brazil", "--measure", "production").stdout
    assert [line.split()[-1] for line in screen.splitlines() if " more " in line and "%" not in line][:1] == ["2.0"]


def test_the_mean_of_years_with_a_gap_names_each_year(run, write):
    text = """
sources:
  usgs-mcs-2027: {series: usgs-mcs, edition: "2027", published: 2027-02, title: A title, url: "u", locator: l}
tables:
- source: usgs-mcs-2027
  unit: t
  columns: production 2027 | reserves 2026
  rows: {CAN: "500 | 830,000", WLD: "500 | 830,000"}
"""
    screen = " ".join(run("share", "canada", "--data", write(text)).stdout.split())
    assert (
        "the mean production of 2023, 2024, 2025 and 2027, by the figures of this list alone. This is not a forecast."
        in screen
    )


def test_static_life_is_said_of_one_basis_only(run):
    # 3.8 Mt over the mean of 2.6, 2.6, 2.5, 2.6 and 2.6 kt.
    russia = json.loads(run("share", "russia", "-f", "json").stdout)
    assert russia["static_life_years"] == pytest.approx(3_800_000 / 2580, rel=1e-2)
    assert "This is not a forecast." in " ".join(run("share", "russia").stdout.split())
    australia = run("share", "australia", "--all-statements")
    assert json.loads(run("share", "australia", "-f", "json").stdout)["static_life_years"] is None
    assert "How long the reserves would last at the present production is not" in australia.stdout
    assert "nothing was mined in Tanzania" in " ".join(run("share", "tanzania", "--all-statements").stdout.split())


def test_a_place_without_shares_says_so(run):
    assert sentence(run, "france").startswith("No share of the world is in our data for France")
    assert rows(run, "france") == []


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "markdown"])
def test_every_format_writes_it(run, form):
    result = run("share", "china", "--claimed", "95%", "-f", form)
    assert result.exit_code == 0
    assert ("calculated: 44 of" if form in ("csv", "tsv", "markdown") else "91 percent") in result.stdout


def test_the_sentence_says_what_is_superseded_as_the_table_does(run):
    # MCS 2026 prints NA for India: the newest share there is does not stand any more.
    said = " ".join(run("share", "india").stdout.split())
    assert "Reserves 6.0 % in 2023 (EI)" in said
    assert "USGS MCS 2025 [superseded]" in run("share", "india", "--all-statements").stdout


def test_units_are_refused(run):
    result = run("share", "china", "--unit", "kt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "shows figures as published" in result.stderr


OLDER = """
sources:
  then: {series: usgs-mcs, edition: "2012", published: 2012-01, title: MCS, url: u, locator: l}
tables:
- source: then
  unit: t
  columns: production 2010 | production 2009
  rows:
    CHN: 130,000 | 30,000
    AUS: 3,000 | 70,000
    WLD: 133,000 | 100,000
"""


def test_the_newest_of_each_publisher_is_listed_and_the_rest_summed_up(run, write):
    path = write(OLDER)
    # 30 of 100 is the lowest in our data; 130 of 133 is 98, the highest.
    screen = run("share", "china", "--data", path).stdout
    assert [line.split()[-1] for line in screen.splitlines() if re.match(r"\d+ more ", line)][1] == "98"
    assert "130 of 133 kt" not in screen
    assert "30 of 100 kt" in run("share", "china", "--data", path, "--all-statements").stdout
    of_2009 = rows(run, "china", "--data", path, "--measure", "production", "--year", "2009")
    assert {row["period"] for row in of_2009} == {"2009"}


def test_production_without_a_basis_is_not_called_another_basis(tmp_path, run):
    path = tmp_path / "own.csv"
    head = "place,measure,printed,publisher,series,period,published,basis\n"
    path.write_text(f"{head}RUS,production,2600 t,USGS,usgs-mcs,2026,2027-02-01,unknown\n", encoding="utf-8")
    said = " ".join(run("share", "russia", "--all-statements", "--data", str(path)).stdout.split())
    assert "for Russia a figure does not say what its tonnes are of." in said


def test_a_copy_of_a_figure_that_usgs_has_withdrawn_is_said_to_be_so(run):
    # The Energy Institute repeats the 6.9 Mt of India for which USGS has printed NA since.
    assert "(EI); USGS MCS 2026 gives NA" in run("share", "india").stdout
    assert "gives NA" not in run("share", "india", "--as-of", "2025-06-01").stdout
