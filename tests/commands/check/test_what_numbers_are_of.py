"""Numbers of several places, of all others, of the world and of another stage; what digits and words leave open."""

from datetime import date

import pytest

from rareearth_cli import load
from rareearth_cli.commands.check.query import check_text
from rareearth_cli.model.questions import CheckQuestion


@pytest.mark.parametrize(
    "text",
    [
        # (44 + 11) / 75.29 = 73 %, and nobody's share.
        "China and Brazil together hold 73% of the world's reserves of rare earths.",
        "China and the United States mine 82% of the world's rare earths.",
        "China, Myanmar, and Thailand together produced 296,800 tonnes of rare earths in 2025.",
        "China und Brasilien haben zusammen 55 Millionen Tonnen Reserven an Seltenen Erden.",
        "La Chine et le Brésil détiennent ensemble 55 millions de tonnes de réserves de terres rares.",
        "中国和巴西合计占世界稀土储量的73%。",
        "Outside China, 31% of the world's rare earths are mined.",
        "Countries other than China mine 31% of the world's rare earths.",
        "Außerhalb von China werden 31 Prozent der Seltenen Erden der Welt gefördert.",
        "No country other than China mines more than 20% of the world's rare earths.",
        "Neither Russia nor India mines more than 1% of rare earths.",
        "The EU has no rare earth reserves; 98% of its rare earths come from China.",
        "The claim that Russia has 28.7 million tonnes of rare-earth reserves is wrong.",
        "It is not true that China mines 95% of rare earths.",
        "Weder Russland noch Indien fördern mehr als 1 Prozent der Seltenen Erden.",
        "中国以外的国家占世界稀土产量的31%。",
        "Es stimmt nicht, dass China 95 Prozent der Seltenen Erden der Welt fördert.",
        "China, along with Brazil, holds 73% of the world's rare-earth reserves.",
        "73% of the world's rare-earth reserves are in China and Brazil.",
        "Three countries, China, Brazil and Australia, hold 81% of the world's rare-earth reserves.",
        "China, Brasilien und Australien haben 44, 11 und 6,3 Millionen Tonnen Reserven an Seltenen Erden.",
        "The rest of the world, China aside, has 31 million tonnes of rare-earth reserves.",
        "China ausgenommen, betragen die Reserven an Seltenen Erden 31 Millionen Tonnen.",
        "It is a myth that China holds 90% of rare-earth reserves.",
        "Weder China noch Brasilien haben 60 Millionen Tonnen Reserven an Seltenen Erden.",
        # The unit of a table is not a claim.
        "The reserves of rare earths are given in million tonnes for China and Brazil.",
        "Seltene Erden, Reserven in Millionen Tonnen.",
    ],
)
def test_a_number_of_several_places_or_of_all_others_is_no_claim_on_one(check, text):
    assert [one["verdict"] for one in check(text) if not one["negated"]] == []


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("China and Brazil hold 44 and 11 million tonnes of rare-earth reserves, respectively.", ["supported"] * 2),
        ("China has 58% of rare-earth reserves and produces 69% of rare earths.", ["supported"] * 2),
        ("India holds 9.2% of rare-earth reserves and produces less than 1% of rare earths.", [None, "supported"]),
        (
            "Russia has 5% of the world's rare-earth reserves but mines less than 1% of rare earths.",
            [None, "supported"],
        ),
        ("Brazil produces less than 1% of rare earths although it has the second-largest reserves.", ["supported"] * 2),
        ("China has 44 million of the world's 75 million tonnes of rare-earth reserves.", ["supported"] * 2),
        ("Of the world's 110 million tonnes of rare-earth reserves, China has 44 million.", ["outdated", "supported"]),
        ("Australia has 10 million tonnes of rare-earth reserves.", ["contradicted"]),
        ("South Africa holds 1.2% of the world's rare-earth reserves.", ["supported"]),
        (
            "Auf China entfallen 69 Prozent des Bergbaus und 91 Prozent der Raffination Seltener Erden.",
            ["supported", "supported"],
        ),
        ("The United States produced 100,000 tonnes of rare earths in 2025.", ["contradicted"]),
        ("China has about 100 million tonnes of rare-earth reserves.", ["contradicted"]),
        ("Brazil has almost 20 million tonnes of rare-earth reserves.", ["contradicted"]),
        ("China produced nearly 300,000 tonnes of rare earths in 2025.", ["supported"]),
        ("Brazil holds about 10% of the world's rare-earth reserves.", ["contradicted"]),
        # The German verb for "has" ends in the word for "more than".
        ("Brasilien verfügt über 5 Millionen Tonnen Reserven an Seltenen Erden.", ["contradicted"]),
        ("China verfügt über mehr als 40 Millionen Tonnen Reserven an Seltenen Erden.", ["supported"]),
        # "More than 75" neither tells 81 nor excludes it.
        ("Global reserves of rare earths are 81 million tonnes.", ["not_on_record"]),
        ("Global reserves of rare earths are more than 75 million tonnes.", ["supported"]),
        ("Global reserves of rare earths are 60 million tonnes.", ["contradicted"]),
        ("In 2025, Myanmar mined 11% of the world's rare earths.", ["outdated"]),
        ("In 2020 China had 37% of the world's rare-earth reserves.", ["supported"]),
        ("China mines 69% of rare earths and refines 91%.", ["supported"] * 2),
        ("China accounts for 69% of rare-earth mining and more than 90% of magnet production.", ["supported"] * 2),
        ("China has 44 million metric tons (48.5 million short tons) of rare-earth reserves.", ["supported"]),
        (
            "Canada and Greenland have rare-earth reserves of 830,000 and 1.5 million tonnes, respectively.",
            ["supported"] * 2,
        ),
        ("Brazil and China hold 11 and 44 million tonnes of rare-earth reserves, respectively.", ["supported"] * 2),
        ("Rare-earth reserves of China and Brazil are 44 million and 11 million tonnes.", ["supported"] * 2),
        ("Malaysia has rare-earth reserves of between 700,000 and 1 million tonnes.", ["supported"]),
        # USGS and the ministry's range, which reaches the next country, both give the 8th place.
        ("Russia is the eighth-largest producer of rare earths.", ["supported"]),
        ("Vietnam overtook Russia as the fifth-largest holder of rare-earth reserves.", ["disputed"]),
        ("China produces 69% of rare earths but holds 58% of the reserves.", ["supported"] * 2),
        ("China refines 91% of rare earths but mines 69%.", ["supported"] * 2),
        ("China produces 69% of rare earths and 94% of magnets.", ["supported"] * 2),
        (
            "China kontrolliert 69 Prozent des Abbaus und 91 Prozent der Weiterverarbeitung von Seltenen Erden.",
            ["supported"] * 2,
        ),
        ("China and Brazil hold 58% and 15% of the world's rare-earth reserves, respectively.", ["supported"] * 2),
        (
            "Australia, the United States and Myanmar mined 29,000, 51,000 and 22,000 tonnes of rare earths in 2025.",
            ["supported"] * 3,
        ),
        ("China mines 69% of the world's rare earths; all others combined 31%.", ["supported"]),
        # MCS 2024, which is for 2023, has Brazil after Vietnam; of 2016 only a list in part is known.
        ("In 2023 Brazil had the second-largest rare-earth reserves.", ["contradicted"]),
        ("Russia had the third-largest rare-earth reserves in 2016.", ["not_on_record"]),
        # EI repeats the 21 Mt that USGS has replaced.
        ("Brazil holds 20% of the world's rare-earth reserves.", ["outdated"]),
        # At most 59 % of the world's, and 58 % of the countries listed.
        ("China has 59% of the world's rare-earth reserves.", ["supported"]),
    ],
)
def test_the_verdict_is_on_what_the_number_is_of(check, text, verdicts):
    found = [one["verdict"] for one in check(text)]
    assert len(found) == len(verdicts)
    assert all(wanted in (None, verdict) for wanted, verdict in zip(verdicts, found, strict=True)), found


def test_the_rank_of_a_year_is_decided_by_the_list_of_that_year(check):
    (claim,) = check("In 2023 Russia ranked fourth in rare-earth reserves.")
    assert claim["verdict"] == "supported"
    assert claim["evidence"] == ["usgs-mcs-2024/RUS/reserves"]


def test_an_earlier_edition_is_not_another_year(check):
    (claim,) = check("In 2021, Myanmar mined 9% of rare earths.")
    assert claim["because"].startswith("It would have been right in an earlier edition: 9.3 %")


def test_what_was_not_read_is_no_known_misquotation(check):
    (claim,) = check("Mongolia has 31 million tons of rare earth reserves.")
    assert claim["because"].startswith("The number looks inconsistent:")


def test_a_table_may_begin_with_a_column_of_ranks(check):
    text = (
        "Rare earths by country\n\n| Rank | Country | Rare-earth reserves (t) |\n|---|---|---|\n"
        "| 1 | China | 44,000,000 |\n| 2 | Brazil | 21,000,000 |\n"
    )
    assert [(one["place"], one["verdict"]) for one in check(text)] == [("CHN", "supported"), ("BRA", "outdated")]


def test_at_best_is_said_of_a_whole_list_too(check):
    (claim,) = check("Malaysia is the 12th largest producer of rare earths.")
    assert (
        claim["because"] == "It is at best 12th in USGS MCS 2026, because countries that are not listed may have more."
    )
    assert not claim["write"]


@pytest.mark.parametrize(
    "table",
    [
        "| Country | Production of rare earths 2025 (t) | Change |\n|---|---|---|\n| China | 270,000 | +6% |\n",
        (
            "| Country | Rare-earth production 2025 (t) | Lithium production (t) |\n|---|---|---|\n"
            "| China | 270,000 | 41,000 |\n"
        ),
    ],
    ids=["changes", "lithium"],
)
def test_columns_of_something_else_are_left_alone(check, table):
    claims = check("Production of rare earths\n\n" + table)
    assert [(one["text"], one["verdict"]) for one in claims] == [("270,000", "supported")]


def test_a_share_that_is_a_bound_leaves_open_what_is_beyond_it():
    (claim,) = check_text(
        load(), CheckQuestion(text="Russia holds 20% of the world's rare-earth reserves.", as_of=date(2022, 8, 31))
    ).claims
    assert claim["verdict"] == "not_on_record"
    assert claim["because"].startswith("at least 16 % of reserves in 2021 (USGS MCS 2022), which is only a bound")
