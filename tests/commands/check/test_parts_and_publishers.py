"""What a part of a figure, or a publisher that did not say it, means for a claim; and what one can write then."""

import pytest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vietnam has 2.7 million tonnes of rare-earth reserves.", "a part of its 20.7 Mt"),
        # The part is of one publisher and the whole of another.
        ("India has 1.29 million tonnes of rare earths.", "a part of the Indian atomic energy department's 8.52 Mt"),
        ("Russia has 16.9 million tonnes of rare earth reserves.", "which counts only explored, A+B+C1"),
        ("Russia had 20.6 million tonnes of rare earths, according to the Russian ministry.", "only explored, A+B+C1"),
        ("Brazil has 11 million tonnes of rare-earth resources.", "which counts reserves."),
        # What was replaced counts something else, too.
        ("India has 13.07 million tonnes of rare earth reserves.", "which counts monazite, and not rare-earth oxide"),
        ("India has 6.99 million tonnes of rare earth reserves.", "which counts resources (earlier official estimate)"),
    ],
)
def test_a_part_or_another_thing_does_not_support_the_whole(check, text, said):
    (claim,) = check(text)
    assert claim["verdict"] == "other_meaning"
    assert said in claim["because"]


def test_a_part_that_is_called_one_is_supported(check):
    text = "Russia has 28.7 million tonnes of rare-earth reserves. Of these, 3.8 million tonnes are in development."
    assert check(text)[1]["verdict"] == "supported"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The IEA says China accounts for 69% of rare earth mine production.", "62 % of mine production in 2023 (IEA"),
        ("According to the USGS, China refines 91% of rare earths.", "No such share of USGS is in our data"),
        ("The USGS estimates that China holds 30% of the world's rare earth reserves.", "58 % of the reserves listed"),
        (
            "USGS data show that China accounted for 60% of global rare earth mine production in 2023.",
            "67.8 % of mine production in 2023 (USGS MCS 2025); the number is that of another source: 60 %",
        ),
        (
            "According to the British Geological Survey, China has 44 million tonnes of rare earth reserves.",
            "no such figure of BGS is in our data; the number is that of another source: USGS MCS 2026",
        ),
        ("According to the USGS, Russia has the second-largest rare-earth reserves.", "It is 4th in USGS MCS 2026"),
    ],
)
def test_a_publisher_that_did_not_say_it_contradicts_it(check, text, said):
    (claim,) = check(text)
    assert claim["verdict"] == "contradicted"
    assert said.casefold() in claim["because"].casefold()


def test_a_ministry_of_which_we_have_nothing_contradicts_nothing(check):
    (claim,) = check("According to the ministry, Canada has 830,000 tonnes of rare earth reserves.")
    assert claim["verdict"] == "supported"


def test_who_is_named_for_resources_is_not_named_for_the_reserves_beside_them(check):
    text = (
        "The Danish survey put Greenland's rare earth resources at 39 million tonnes, against reserves of 1.5 million."
    )
    assert check(text)[1]["publisher"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Russia has 658 million tonnes of rare earth metals.", "the reserves of rare metals of Russia at"),
        ("Africa has 20 million tonnes of rare-earth resources.", "the rare-earth resources of Africa at 10.3 million"),
        (
            "India has 7.2 million tonnes of rare earth reserves.",
            "(in the monazite of 136 beach-sand deposits) at about",
        ),
        ("Russia has 16.9 million tonnes of rare earth reserves.", "of Russia (explored, A+B+C1) at 16.8871"),
        (
            "China mined 60% of the world's rare earths in 2023.",
            "; another source gives 67.8 % (U.S. Geological Survey",
        ),
    ],
)
def test_what_one_can_write_says_of_what_the_figure_is(check, text, said):
    (claim,) = check(text)
    assert said in claim["write"]


def test_nobody_is_quoted_of_whom_nobody_knows_who_it_is(check):
    (claim,) = check("The Tomtor deposit in Russia has 3.2 million tonnes of rare-earth reserves.")
    assert "nattributed" not in (claim["write"] or "")


def test_two_classes_in_one_text_do_not_dispute_each_other(check):
    (claim,) = check("Australia has economic demonstrated resources of 3.19 million tonnes of rare earths.")
    assert claim["verdict"] == "supported"


def test_what_is_the_same_rounded_is_not_outdated(check):
    (claim,) = check("Greenland has rare-earth resources of 38.5 million tonnes.")
    assert claim["verdict"] == "supported"


def test_an_upper_bound_does_not_support_its_own_number(check):
    (claim,) = check("China has 89 million tonnes of rare earth reserves.")
    assert claim["verdict"] == "other_meaning"
    assert "of reserves, USGS MCS 2026 lists 44 Mt for 2025" in claim["because"]


def test_a_rank_is_by_what_its_own_clause_names(check):
    text = (
        "China mined 270,000 tonnes of rare earths in 2024."
        " Brazil ranks second with 11 million tonnes of rare-earth reserves."
    )
    assert [(one["measure"], one["verdict"]) for one in check(text)][1:] == [("reserves", "supported")] * 2


def test_deposits_in_german_may_be_reserves_or_resources(check):
    text = "Brasilien hat mit 11 Millionen Tonnen die zweitgrößten Vorkommen an Seltenen Erden."
    assert [one["verdict"] for one in check(text)] == ["supported", "supported"]
