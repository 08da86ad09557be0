"""Ore and monazite, the quotas of a year, and countries that a sentence only compares with."""

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("India holds second place in beach sand after Brazil, yet mined 2,900 tonnes of rare earths in 2024.", "IND"),
        ("Vietnam hat mehr Seltene Erden als Kanada, förderte 2024 aber nur 300 Tonnen.", "VNM"),
        ("Australia, which has more rare earths than Canada, mined 29,000 tonnes of them in 2024.", "AUS"),
        ("Only China holds more rare earths than Brazil, which has 11 million tonnes of reserves.", "BRA"),
        ("Weltweit wurden 2024 rund 380.000 Tonnen Seltene Erden gefördert, davon 270.000 Tonnen in China.", "WLD CHN"),
        ("China obtuvo casi el 70 % de la producción minera mundial de tierras raras, que llegó a 390.000 toneladas.", "CHN WLD"),
        ("В мире в 2024 году добыли 380 тыс. тонн редкоземельных металлов, из них 45 тыс. тонн — в США.", "WLD USA"),
        ("Le Brésil possède 11 millions de tonnes de terres rares selon l'agence américaine USGS, contre 21 millions avant.", "BRA BRA"),
    ],
)  # fmt: skip
def test_a_country_that_is_only_compared_with_has_no_number(check, text, found):
    assert [one["place"] for one in check(text)][-len(found.split()) :] == found.split()


def test_a_capital_that_speaks_after_a_semicolon_is_another_source(check):
    text = "Laut USGS hat Vietnam 3,5 Millionen Tonnen Seltene Erden; Hanoi selbst nennt Reserven von 20,7 Millionen Tonnen."
    assert [one["verdict"] for one in check(text)] == ["disputed", "disputed"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("India has 13.15 million tonnes of monazite, a mineral of rare earths.", "supported"),
        ("Eti Maden found 694 million tonnes of rare-earth ore at Beylikova in Türkiye.", "supported"),
        ("In Beylikova, Türkiye, liegen 694 Millionen Tonnen Erz mit Seltenen Erden.", "supported"),
        ("Türkiye has 694 million tonnes of rare earths.", "other_meaning"),
    ],
)
def test_ore_and_minerals_are_held_against_ore_and_minerals(check, text, verdict):
    assert [one["verdict"] for one in check(text)] == [verdict]


def test_what_is_milled_is_no_claim(check):
    assert check("The mill in China processes 2 million tonnes of rare-earth ore a year.") == []


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("China's mining quota for rare earths in 2023 was 255,000 tonnes.", True),
        ("China's mining quota for rare earths in 2023 was 243,850 tonnes.", False),
        ("China's separation quota for rare earths in 2023 was 243,850 tonnes.", True),
        ("China's separation quota for rare earths in 2023 was 255,000 tonnes.", False),
        ("The first batch of China's mining quota for rare earths in 2022 was 100,800 tonnes.", True),
        ("China's mining quota for rare earths in 2022 was 100,800 tonnes.", False),
        ("通知下达,2023年度中国稀土开采总量控制指标为25.5万吨,冶炼分离总量控制指标为24.385万吨。", True),
    ],
)
def test_a_quota_is_one_for_mining_or_for_separating(check, text, supported):
    assert {one["verdict"] == "supported" for one in check(text)} == {supported}


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("Russia ranks fourth for reserves of rare earths and eighth for mine production.", [4, 8]),
        ("Russia has 3.8 million tonnes of rare-earth reserves, which ranks the country fourth.", [4]),
    ],
)
def test_ranks_in_the_middle_of_a_sentence_are_found(check, text, ranks):
    assert [one["rank"] for one in check(text) if one["kind"] == "rank"] == ranks


def test_what_a_denial_puts_right_is_a_claim(check):
    text = "It is a myth that China mines 95% of the world's rare earths; its share of mine output was 69% in 2025."
    assert [(one["value_pct"], one["verdict"]) for one in check(text)] == [(69, "supported")]


@pytest.mark.parametrize(
    "text",
    [
        "Australia holds 7 million tonnes of lithium, more than Chile with 9 million; rare earths are found there as well.",
        "Das Land hat 5 Milliarden Tonnen Kohle und Russland 160 Milliarden; Seltene Erden werden erst gesucht.",
    ],
)
def test_each_main_clause_has_a_subject_of_its_own(check, text):
    assert check(text) == []


def test_a_rank_takes_the_measure_of_the_amount_before_it(check):
    text = "Laut USGS verfügt Tansania über 890.000 Tonnen Seltene Erden und liegt damit weltweit auf Rang acht."
    assert [(one["kind"], one["verdict"]) for one in check(text)] == [("amount", "supported"), ("rank", "supported")]


def test_more_than_the_year_before_is_no_year(check):
    text = "我国2023年稀土开采总量控制指标为25.5万吨,较上年增长21.4%。"
    assert [(one["year"], one["verdict"]) for one in check(text)] == [("2023", "supported")]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Vietnam holds 22 million tonnes of rare earth reserves but mined only 300 tonnes in 2024.", [None, "2024"]),
        ("China mined 255,000 tonnes in 2023 and 270,000 tonnes of rare earths in 2024.", ["2023", "2024"]),
    ],
)
def test_each_amount_has_the_year_that_stands_with_it(check, text, years):
    assert [one["year"] for one in check(text)] == years
