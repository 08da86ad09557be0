"""Clauses about another place, numbers that leave their unit or their noun to others, and ranks in tables."""

import pytest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Myanmar, whose hills supply China, mined 22,000 tonnes of rare earths in 2025.",
            [("22,000 tonnes", "MMR", "supported")],
        ),
        (
            "Australien, dessen Minen auch China beliefern, verfügt über 6,3 Millionen Tonnen Reserven an Seltenen Erden.",
            [("6,3 Millionen Tonnen", "AUS", "supported")],
        ),
        (
            "Myanmar mined 27,000 tonnes of rare earths in 2024 and 22,000 tonnes the following year.",
            [("27,000 tonnes", "MMR", "supported"), ("22,000 tonnes", "MMR", "supported")],
        ),
        (
            "2025 förderten die USA 51.000 und Australien 29.000 Tonnen Seltene Erden.",
            [("51.000", "USA", "supported"), ("29.000 Tonnen", "AUS", "supported")],
        ),
        (
            "Vietnam mined 300 tonnes of rare earths in 2024, against 2,100 in Thailand.",
            [("300 tonnes", "VNM", "disputed"), ("2,100", "THA", "supported")],
        ),
        (
            "Китай добыл в 2025 году 270 тыс. тонн редких земель, весь мир — 390 тыс. тонн.",
            [("270 тыс. тонн", "CHN", "supported"), ("390 тыс. тонн", "WLD", "supported")],
        ),
        (
            "Minas chinas: en 2025 fueron 270.000 toneladas de tierras raras de un total mundial de 390.000.",
            [("270.000 toneladas", "CHN", "supported"), ("390.000", "WLD", "supported")],
        ),
        (
            "The Steenkampskraal mine is small; South Africa's rare-earth reserves come to 860,000 tonnes.",
            [("860,000 tonnes", "ZAF", "supported")],
        ),
        ("Brazil's rare-earth reserves add up to 90 million tonnes.", [("90 million tonnes", "BRA", "contradicted")]),
        (
            "One in eight tonnes of rare earths mined in the world last year was American.",
            [("One in eight", "USA", "supported")],
        ),
        ("缅甸2025年的稀土产量不到全球的十分之一。", [("不到全球的十分之一", "MMR", "supported")]),
        ("中国稀土磁体产量占全球的九成四。", [("九成四", "CHN", "supported")]),
    ],
)
def test_a_number_is_of_the_place_that_its_sentence_is_about(check, text, found):
    assert [(one["text"], one["place"], one["verdict"]) for one in check(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Beijing put seven rare earths under licence; cargoes of 2 to 5 tonnes are now split.",
        "ЕС покупает у Китая 98% редкоземельных магнитов.",
        "欧盟98%的稀土磁体从中国购买。",
        "Brazil hopes for rare earths: a bank has set aside 5 billion reais, and a mine holds 5,000 hectares.",
    ],
)
def test_what_is_bought_or_shipped_or_paid_is_no_claim(check, text):
    assert check(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "India is sixth by rare-earth production, Russia eighth.",
        "Индия занимает шестое место в мире по добыче редкоземельных металлов, Россия — восьмое.",
    ],
)
def test_a_rank_may_leave_its_noun_to_the_one_before(check, text):
    assert [(one["place"], one["rank"], one["verdict"]) for one in check(text)] == [
        ("IND", 6, "supported"),
        ("RUS", 8, "supported"),
    ]


def test_ranks_are_told_out_respectively(check):
    text = "Tanzania and South Africa rank in eighth and ninth place respectively by rare-earth reserves."
    assert [(one["place"], one["rank"], one["verdict"]) for one in check(text)] == [
        ("TZA", 8, "supported"),
        ("ZAF", 9, "supported"),
    ]


@pytest.mark.parametrize(
    ("caption", "titles", "china", "brazil"),
    [
        (
            "Rare earths",
            "Country | Rare-earth reserves (kt) | World rank",
            "China | 44,000 | 1",
            "Brazil | 11,000 | 2nd",
        ),
        ("Terres rares", "Pays | Réserves (kt) | Rang mondial", "Chine | 44 000 | 1er", "Brésil | 11 000 | 2e"),
        ("Seltene Erden", "Land | Reserven (kt) | Weltrang", "China | 44.000 | 1.", "Brasilien | 11.000 | 2."),
        ("Редкоземельные металлы", "Страна | Запасы (тыс. т) | Место", "Китай | 44 000 | 1", "Бразилия | 11 000 | 2-я"),
    ],
)
def test_a_column_of_ranks_is_read(check, caption, titles, china, brazil):
    table = f"| {titles} |\n|---|---|---|\n| {china} |\n| {brazil} |\n"
    ranks = [one for one in check(f"{caption}\n\n{table}") if one["kind"] == "rank"]
    assert [(one["place"], one["rank"], one["measure"], one["verdict"]) for one in ranks] == [
        ("CHN", 1, "reserves", "supported"),
        ("BRA", 2, "reserves", "supported"),
    ]


def test_numbers_of_rows_are_no_ranks(check):
    table = "| Country | Rare-earth reserves (t) | No. |\n|---|---|---|\n| China | 44,000,000 | 7 |\n"
    assert [one["kind"] for one in check(f"Rare earths\n\n{table}")] == ["amount"]


def test_what_has_been_replaced_is_written_as_past(check):
    (claim,) = check("In early 2023 the USGS listed 21 million tonnes of rare-earth reserves in Russia.")
    assert claim["write"].startswith(
        "The U.S. Geological Survey put the rare-earth reserves of Russia at 21 million tonnes"
    )
    (claim,) = check("The United States has 1.9 million tonnes of rare-earth reserves, fifth in the world.")[1:]
    assert claim["write"].startswith("The United States ranks 6th by rare-earth reserves")
