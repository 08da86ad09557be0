"""A claim about a year is compared with the figures of that year, and a claim of a bound with all that it allows."""

import json

import pytest


def check(run, text, *given):
    lines = run("check", text, "-f", "jsonl", *given).stdout.splitlines()
    return [found for found in map(json.loads, lines) if "verdict" in found]


@pytest.mark.parametrize(
    ("text", "verdicts", "because"),
    [
        # 390 kt are of 2025; for 2024 an earlier edition had them, and the newest one has 380.
        (
            "Global rare-earth production was 390,000 tonnes in 2024.",
            ["outdated"],
            "USGS MCS 2025 listed 390 kt (2024), which has been replaced; for 2024 USGS MCS 2026 lists 380 kt.",
        ),
        (
            "Myanmar mined 22,000 tonnes of rare earths in 2024.",
            ["contradicted"],
            "No figure for 2024 fits: USGS MCS 2026 lists 27 kt (2024). The number is that of a later year",
        ),
        (
            "China mined 255,000 tonnes of rare earths in 2024.",
            ["outdated"],
            "which is of another year; for 2024 USGS MCS 2026 lists 270 kt.",
        ),
        (
            "Brazil had 11 million tonnes of rare-earth reserves in 2015.",
            ["contradicted"],
            "USGS MCS 2015 listed 22 Mt for 2014",
        ),
        # Of 2014, in the edition of 2024 of a review.
        ("China mined 86 percent of the world's rare earths in 2024.", ["outdated"], "the nearest for 2024 is 75 %"),
        (
            "China mined 69 percent of the world's rare earths in 2020.",
            ["contradicted"],
            "the nearest for 2020 is 61 %",
        ),
        ("In 2024 Russia ranked fifth in rare-earth reserves.", ["supported"], "5th in USGS MCS 2025"),
        ("In 2022 Vietnam had the second-largest rare-earth reserves.", ["supported"], "2nd in USGS MCS 2023"),
    ],
)
def test_a_claim_about_a_year_is_held_against_that_year(run, text, verdicts, because):
    found = check(run, text)
    assert [one["verdict"] for one in found] == verdicts
    assert because in found[0]["because"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The US mined 43,000 tonnes of rare earths in 2021 and 42,000 tonnes in 2022.", ["2021", "2022"]),
        (
            "Russia's rare-earth reserves fell from 21 million tonnes in 2022 to 10 million tonnes in 2023.",
            ["2022", "2023"],
        ),
        ("China's share of rare earth mining fell from 97 percent in 2010 to 69 percent in 2025.", ["2010", "2025"]),
        ("US rare earth output rose from 28,000 tonnes in 2019 to 45,000 tonnes in 2024.", ["2019", "2024"]),
    ],
)
def test_each_number_has_its_own_year(run, text, years):
    found = check(run, text)
    assert [one["year"] for one in found] == years
    assert not any(one["bound"] == "range" for one in found)


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        (
            "China controls nearly 70 percent of rare earth mining and 90 percent of processing.",
            ["mine production", "refining"],
        ),
        (
            "China has 58 percent of the world's rare-earth reserves and 69 percent of production.",
            ["reserves", "mine production"],
        ),
    ],
)
def test_each_share_has_its_own_part_of_the_value_chain(run, text, stages):
    found = check(run, text)
    assert [one["stage"] for one in found] == stages
    assert {one["verdict"] for one in found} == {"supported"}


@pytest.mark.parametrize(
    "text",
    [
        "China mines more than half of the world's rare earths.",
        "China holds more than a third of the world's rare-earth reserves.",
        "The United States mined more than 20,000 tonnes of rare earths in 2024.",
        "Vietnam has less than 20 million tonnes of rare-earth reserves.",
    ],
)
def test_a_bound_holds_for_whatever_it_leaves_open(run, text):
    assert [one["verdict"] for one in check(run, text)] == ["supported"]


def test_the_year_before_is_that_of_the_text(run):
    text = "LONDON, 5 March 2024 (Reuters) - China mined 240,000 tonnes of rare earths last year."
    (found,) = check(run, text)
    assert found["verdict"] == "supported"
    assert "2025" not in found["because"].replace("MCS 2025", "")
