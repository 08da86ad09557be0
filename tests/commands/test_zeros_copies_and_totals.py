"""Lines of zero, totals that somebody added up, and what two figures of one year or one register say."""

import csv
import io

import pytest


def say(result):
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


def test_a_claim_names_who_it_fits_though_others_fit_as_well(run):
    said = say(run("share", "china", "--claimed", "97%"))
    assert "it fits USGS or others for 2005 to 2009 and 2011" in said


@pytest.mark.parametrize("place", ["canada", "south africa"])
def test_a_line_of_zero_is_a_share_of_zero(run, place):
    said = say(run("share", place, "--claimed", "5%", "--measure", "production"))
    assert "Mining No: 0 % in 2025 (USGS)" in said


def test_the_same_total_at_two_dates_is_no_change_of_what_is_counted(run):
    said = say(run("history", "china"))
    assert "USGS may count the same as a national register: 43.0 Mt and 27 Mt each match the total in" in said
    assert "USGS may have changed what it counts: 12 Mt, 21 Mt, 10 Mt and 3.8 Mt each match a part" in say(
        run("history", "russia")
    )


def test_a_sum_with_more_digits_repeats_no_rounded_figure(run):
    def judge(place):
        result = run("compare", place, "--measure", "production", "-f", "csv", "--columns", "id,verdict")
        rows = csv.DictReader(io.StringIO(result.stdout))
        return next(row["verdict"] for row in rows if row["id"].startswith("ei-review-2024"))

    # 353.67 kt are the sum of EI's rows, where USGS had 350,000 t; China's 240 kt are those of USGS.
    assert (judge("world"), judge("china")) == ("UNKNOWN", "REVISED")


@pytest.mark.parametrize(
    "title",
    ["Reserves (Mt REO)", "REO reserves (Mt)", "Reserves, tonnes REO", "Production (t REO)", "Reserves (Mt TREO)"],
)
def test_a_title_says_what_the_tonnes_are_of(run, tmp_path, title):
    (tmp_path / "own.csv").write_text(f'Country,"{title}",Year,Publisher\nNorway,1.5,2025,NGU\n', encoding="utf-8")
    result = run("estimates", "--data", str(tmp_path / "own.csv"), "--only", "--columns", "basis", "-f", "csv")
    assert result.stdout.split() == ["basis", "REO"]


def test_two_names_for_oxide_explain_no_gap(run):
    said = say(run("compare", "russia", "--as-of", "2025-01-31"))
    assert "The two differ in whether they are in the ground or recoverable and the classes" in said


def test_two_versions_for_one_year_have_nothing_mined_between_them(run):
    said = say(run("history", "brazil", "--versions"))
    assert "Mining does not explain it: both figures are for 2025." in said
    assert "Mining does not explain the fall: both figures are for 2025." in said


def test_an_earlier_figure_is_not_denied(run):
    # MCS 2007 has 30,000 t for Malaysia, and the list of MCS 2010 no line.
    assert "No current figure of USGS for the reserves of Malaysia is in our data" in say(
        run("compare", "malaysia", "--as-of", "2013-06-30")
    )
