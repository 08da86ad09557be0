"""Years and places of which our data have nothing, and what sentences carry over or state elsewhere."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "China produced 16,480 tonnes of rare earths in 1990.",
        "In 1990, China accounted for 27% of world rare earth production.",
        "In 1970, Brazil had 5 million tonnes of rare-earth reserves.",
        # A figure of another year that happens to fit says nothing either.
        "Malaysia produced 3,000 tonnes of rare earths in 1992.",
        "In 1985 the United States mined 13,000 tonnes of rare earths.",
        "In 2012 India was the second-largest producer of rare earths.",
    ],
)
def test_a_claim_of_a_year_without_figures_is_not_in_our_data(check, text):
    assert [one["verdict"] for one in check(text)] == ["not_on_record"]


def test_a_quota_says_nothing_of_another_year(check):
    (of_year,) = check("China's rare-earth mining quota for 2024 was 270,000 tonnes.")
    (later,) = check("China's rare-earth mining quota for 2025 was 270,000 tonnes.")
    assert of_year["verdict"] == "supported"
    assert later["verdict"] != "supported"


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("North Korea has the second-largest rare-earth reserves in the world.", "2nd"),
        ("Mongolia has the sixth-largest rare earth reserves.", "6th"),
    ],
)
def test_a_rank_that_a_place_outside_the_list_would_have_is_disputed(check, text, rank):
    (claim,) = check(text)
    assert claim["verdict"] == "disputed"
    assert f"it would be {rank} with" in claim["because"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            (
                "China has 44 million tonnes of rare-earth reserves and mined 270,000 tonnes in 2024."
                " Brazil comes second with 11 million tonnes."
            ),
            [("CHN", "reserves"), ("CHN", "production"), ("BRA", "reserves"), ("BRA", "reserves")],
        ),
        (
            (
                "Mount Weld in Australia has 2 million tonnes of rare-earth oxide in reserves."
                " The global total is more than 75 million tonnes."
            ),
            [("AUS", "reserves"), ("WLD", "reserves")],
        ),
        (
            "Australia mined 29,000 tonnes of rare earths, most of it at Mount Weld.",
            [("AUS", "production")],
        ),
        (
            "La producción minera mundial de tierras raras fue de 390.000 toneladas, y China aportó casi el 70 %.",
            [("WLD", "production"), ("CHN", None)],
        ),
    ],
)
def test_a_number_keeps_the_subject_and_what_it_counts(check, text, found):
    read = check(text)
    assert [(one["place"], one["measure"]) for one in read] == found
    assert {one["verdict"] for one in read} == {"supported"}


@pytest.mark.parametrize(
    "text",
    [
        "Beijing set its rare-earth mining quota for 2024 at 270,000 tonnes, up 5.9% from 2023.",
        "Pékin a fixé le quota de terres rares de 2024 à 270 000 tonnes, en hausse de 5,9 % sur un an.",
    ],
)
def test_growth_after_an_amount_is_no_share(check, text):
    assert [one["kind"] for one in check(text)] == ["amount"]


def test_what_is_dug_up_is_no_growth(check):
    (claim,) = check("Chinese miners dug up 95 per cent of the world's rare earths in 2010.")
    assert (claim["kind"], claim["place"]) == ("share", "CHN")


def test_an_amount_without_a_unit_may_be_followed_by_an_article(check):
    read = check(
        "2025 stieg die Weltförderung Seltener Erden auf 390.000 Tonnen; davon entfielen 270.000 Tonnen auf China,"
        " 51.000 auf die USA und 29.000 auf Australien."
    )
    assert [(one["text"], one["place"]) for one in read] == [
        ("390.000 Tonnen", "WLD"),
        ("270.000 Tonnen", "CHN"),
        ("51.000", "USA"),
        ("29.000", "AUS"),
    ]


def test_now_ends_the_year_of_the_clause_before(check):
    past, now = check(
        "Chinese miners, who dug up 98 per cent of the world's rare earths in 2010, now mine 69 per cent."
    )
    assert (past["year"], now["year"]) == ("2010", None)


def test_the_year_before_is_that_before_the_year_named_last(check):
    dated = (
        "WASHINGTON, Feb 12, 2025 - Global mine production of rare earths rose to 390,000 tonnes in 2024 from"
        " 376,000 tonnes a year earlier."
    )
    assert [one["year"] for one in check(dated)] == ["2024", "2023"]


def test_the_figure_nearest_to_the_claim_decides(check):
    (deposit,) = check("Mount Weld has 2 million tonnes of rare-earth oxide in ore reserves.")
    assert "2.01 Mt" in deposit["because"]
    (world,) = check("World rare-earth reserves are 120 million tonnes.")
    assert "listed 120 Mt" in world["because"]


def test_a_bound_is_written_as_its_source_has_it(check):
    (world,) = check("World rare-earth reserves are 120 million tonnes.")
    assert "at more than 75 million tonnes" in world["write"]


def test_a_copy_of_a_replaced_figure_is_outdated_too(check):
    # The Energy Institute repeats the 240 kt that USGS has revised to 255 kt since.
    (claim,) = check("China produced 240,000 tonnes of rare earths in 2023.")
    assert claim["verdict"] == "outdated"
    assert "for 2023 USGS MCS 2025 lists 255 kt." in claim["because"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Our data have MCS 2015, for 2014, and nothing before it.
        ("In 2011 Brazil had 48,000 tonnes of rare earth reserves.", "No figure in our data can test it."),
        ("In 2012 Brazil had 48,000 tonnes of rare earth reserves.", "USGS MCS 2015 listed 22 Mt for 2014."),
        ("In 2013 Brazil had 22 million tonnes of rare earth reserves.", "USGS MCS 2015 listed 22 Mt for 2014, which"),
    ],
)
def test_a_stock_of_a_year_is_held_against_the_list_nearest_to_it(check, text, said):
    (claim,) = check(text)
    assert said in claim["because"]


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan found 20 million tonnes of rare earths.",
        "Kasachstan hat 20 Millionen Tonnen Seltene Erden entdeckt.",
        "Казахстан обнаружил 20 млн тонн редкоземельных металлов.",
        "哈萨克斯坦发现2000万吨稀土。",
        "Kazajistán descubrió 20 millones de toneladas de tierras raras.",
        "Le Kazakhstan a découvert 20 millions de tonnes de terres rares.",
    ],
)
def test_what_is_found_may_be_reserves_or_resources(check, text):
    (claim,) = check(text)
    assert (claim["place"], claim["verdict"], claim["evidence"]) == ("KAZ", "other_meaning", ["kaz-20-2025"])


def test_what_was_smuggled_is_no_stock(check):
    assert check("Police found 200 tonnes of smuggled rare earths in China.") == []


def test_words_for_both_are_labelled_by_the_figure_that_fits(run):
    screen = run("check", "Malaysia has 16.1 million tonnes of rare earths.").stdout
    assert "Supported (Malaysia, resources)" in screen
    screen = run("check", "Kazakhstan found 20 million tonnes of rare earths.").stdout
    assert "(Kazakhstan, reserves or resources)" in " ".join(screen.split())
