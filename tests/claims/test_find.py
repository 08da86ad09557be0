"""What a text says of a number: when it was written, which place is meant, and what is only a change."""

from datetime import date

import pytest

from rareearth_cli.claims.find import find_claims, find_date
from rareearth_cli.commands.check.query import load_languages

DAY = date(2025, 3, 31)


@pytest.fixture(scope="module")
def languages():
    return load_languages()


@pytest.fixture
def read(bundled, languages):
    def ask(text):
        sites = {one.site: one.place for one in bundled.estimates.values() if one.site}
        claims = find_claims(text, languages, bundled.places, sites).claims
        return [(one.place, one.measure or one.stage, one.value) for one in claims]

    return ask


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Moskau, 31. März 2025\n\nRussland und die USA sprechen."),
        ("de", "Berlin, 31.03.2025 – Russland spricht."),
        ("en", "MOSCOW, March 31, 2025 (Reuters) - Russia talks."),
        ("en", "31 March 2025 — Russia talks."),
        ("en", "# A title\n\n*31 March 2025*\n\nRussia talks."),
        ("en", "Published: 31 March 2025\n\nRussia talks."),
        ("ru", "Москва, 31 марта 2025 года. Россия говорит."),
        ("zh", "新华社北京2025年3月31日电 俄罗斯"),
        ("es", "Madrid, 31 de marzo de 2025 (EFE).- Rusia habla."),
        ("fr", "Paris, le 31 mars 2025 – La Russie parle."),
    ],
)
def test_a_text_that_begins_with_its_date_is_of_that_day(languages, code, text):
    assert find_date(text, languages.by_code[code].months) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "On 31 March 2025, Russia had 28.7 million tonnes of rare earths.",
        "As of 31 March 2025 Russia had 28.7 million tonnes of rare earths.",
        "Russia (31 March 2025) has 28.7 million tonnes of rare earths.",
        "Russia had 28.7 million tonnes of rare-earth reserves on 31 March 2025.",
        "Berlin, 31 February 2025 – Russia talks.",
    ],
)
def test_a_date_of_which_a_sentence_speaks_is_not_that_of_the_text(languages, text):
    assert find_date(text, languages.by_code["en"].months) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Finland has 2 million tonnes of rare-earth reserves.", "FIN"),
        ("Saudi-Arabiens Reserven an Seltenen Erden betragen 2 Millionen Tonnen.", "SAU"),
        ("Запасы редкоземельных металлов Узбекистана составляют 2 млн тонн.", "UZB"),
        ("秘鲁稀土储量为200万吨。", "PER"),
        ("Las reservas de tierras raras de Paraguay son de 2 millones de toneladas.", "PRY"),
        ("Les réserves de terres rares de la Côte d'Ivoire sont de 2 millions de tonnes.", "CIV"),
    ],
)
def test_a_country_is_found_by_its_official_name(read, text, place):
    assert read(text) == [(place, "reserves", 2e6)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "China's share of world rare-earth mining fell from 97 percent in 2010 to about 69 percent in 2025.",
            [97, 69],
        ),
        ("China's rare-earth mining rose by 6 percent in 2024.", []),
        ("China's rare-earth production grew 6 percent to 270,000 tonnes.", [270_000]),
        ("Chinas Anteil an der weltweiten Förderung Seltener Erden sank auf rund 69 Prozent.", [69]),
        ("Chinas Förderung Seltener Erden stieg um 6 Prozent.", []),
        ("Доля Китая в мировой добыче редкоземельных металлов снизилась до 69 процентов.", [69]),
        ("中国稀土产量增长6%，达到27万吨。", [270_000]),
        ("La part de la Chine dans la production mondiale de terres rares est tombée à 69 %.", [69]),
        ("La producción china de tierras raras creció un 6 por ciento.", []),
    ],
)
def test_a_change_is_no_claim_and_where_it_ends_is_one(read, text, values):
    assert [value for _, _, value in read(text)] == values


def test_the_name_of_a_ministry_says_nothing_of_what_is_counted(read):
    text = "Das Ministerium für natürliche Ressourcen: Russlands Reserven an Seltenen Erden sind 28,7 Millionen Tonnen."
    assert read(text) == [("RUS", "reserves", 28.7e6)]


def test_a_year_of_another_number_is_not_taken_over(bundled, languages):
    text = "India, whose rare-earth reserves are 6.9 million tonnes, mined 2,900 tonnes in 2025."
    claims = find_claims(text, languages, bundled.places, {}).claims
    assert [one.year for one in claims] == ["", "2025"]


ENGLISH_TABLE = """Rare-earth reserves, 1,000 t

| Country | 2025 |
|---|---|
| Brazil | 11,000 |
| World | 75,000 |
"""
RUSSIAN_TABLE = """Добыча редкоземельных элементов, 2025 год

| Страна | Добыча, т | Доля, % |
|---|---|---|
| Таиланд | 4800 | 1,2 |
"""
SPANISH_TABLE = "Reservas de tierras raras (miles de toneladas)\n\nPaís\tReservas\nBrasil\t11.000\nTanzania\t890\n"
FRENCH_TABLE = """<table><caption>La Chine dans les terres rares (part du total mondial)</caption>
<tr><th>Maillon</th><th>Part de la Chine</th></tr>
<tr><td>Raffinage</td><td>93&nbsp;%</td></tr><tr><td>Aimants</td><td>94&nbsp;%</td></tr></table>
"""
#: Exports are no claim.
CHINESE_TABLE = "表3 稀土概况\n\n| 国家 | 储量（万吨REO） | 出口（吨） |\n|---|---|---|\n| 澳大利亚 | 630 | 29000 |\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH_TABLE, [("BRA", "reserves", 11e6), ("WLD", "reserves", 75e6)]),
        (RUSSIAN_TABLE, [("THA", "production", 4800), ("THA", "mine production", 1.2)]),
        (SPANISH_TABLE, [("BRA", "reserves", 11e6), ("TZA", "reserves", 890e3)]),
        (FRENCH_TABLE, [("CHN", "refining", 93), ("CHN", "magnets", 94)]),
        (CHINESE_TABLE, [("AUS", "reserves", 6.3e6)]),
    ],
)
def test_a_table_is_read_by_its_titles_and_its_caption(read, text, expected):
    assert read(text) == expected


def test_a_deposit_is_spoken_of_until_a_country_is_named(bundled, languages):
    sites = {one.site: one.place for one in bundled.estimates.values() if one.site}
    text = (
        "Lynas has updated its rare-earth mine at Mount Weld. The reserves there are 2.01 million tonnes of oxide. "
        "Australia has reserves of 6.3 million tonnes."
    )
    claims = find_claims(text, languages, bundled.places, sites).claims
    assert [(one.site, one.place, round(one.value)) for one in claims] == [
        ("Mount Weld", "AUS", 2_010_000),
        ("", "AUS", 6_300_000),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "Of Mongolia's 3.1 million tonnes of rare-earth reserves, 1.5 million are at Khotgor.",
            [3.1e6, 1.5e6],
        ),
        ("China's rare-earth reserves are 44 million tonnes; 2 million people live there.", [44e6]),
        # No year, although it could be one.
        ("越南稀土储量约为2070万吨。", [20.7e6]),
    ],
)
def test_a_number_without_its_unit_takes_that_of_the_amount_before(read, text, values):
    assert [value for _, _, value in read(text)] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A range has two ends, and one word or dash between them.
        ("Russia holds 20-25 percent of the world's rare-earth reserves.", [("RUS", "reserves", 25)]),
        ("Russia mined 2.2 to 2.6 thousand tonnes of rare earths in 2025.", [("RUS", "production", 2600)]),
        # What is only named as unlike the subject is not what the sentence is about.
        ("Lithium, unlike the rare earths, is mined in Australia, which has 7 million tonnes of reserves.", []),
        # What goes on with a number that is no claim is none.
        ("The United States covered 67% of its consumption of rare earths with imports, down from 80% in 2024.", []),
        # The place that follows in a list, and the place from which an amount comes.
        (
            "Myanmar is fourth in rare-earth production, followed by Thailand in fifth place.",
            [("MMR", "production", 4), ("THA", "production", 5)],
        ),
        (
            "Of the rare earths mined in 2022, 70 percent were Chinese and 12,000 tonnes came from Myanmar.",
            [("CHN", "mine production", 70), ("MMR", "production", 12_000)],
        ),
        ("China has the world's largest reserves of rare earths.", [("CHN", "reserves", 1)]),
        ("China has the world's largest rare-earth mine.", []),
        (
            "Of every hundred rare-earth magnets, ninety-four came from China in 2024.",
            [("CHN", "magnets", 94)],
        ),
    ],
)
def test_what_a_number_is_tied_to(read, text, expected):
    assert [(place, said, round(value)) for place, said, value in read(text)] == expected
