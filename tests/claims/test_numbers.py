"""Numbers of a text in six languages: amounts, shares and ranks, in digits and in words, each at its place."""

import pytest

from rareearth_cli.claims.numbers import find_numbers
from rareearth_cli.commands.check.query import load_languages

LANGUAGES = load_languages().by_code


def read(code, text):
    return [(one.kind, one.value, one.bound) for one in find_numbers(text, LANGUAGES[code]) if one.kind != "plain"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "holds 28.7 million metric tons", [("amount", 28_700_000, "")]),
        ("en", "1.5m tonnes", [("amount", 1_500_000, "")]),
        ("en", "more than 14 million tons", [("amount", 14_000_000, "lower")]),
        ("en", "45,500 tonnes", [("amount", 45_500, "")]),
        ("en", "one hundred and fifty tonnes", [("amount", 150, "")]),
        ("en", "3.8 Mt", [("amount", 3_800_000, "")]),
        ("en", "two thirds", [("share", 66.7, "")]),
        ("en", "nine out of ten", [("share", 90, "")]),
        ("en", "the fifth-largest reserves", [("rank", 5, "")]),
        ("de", "28,5 Mio. t", [("amount", 28_500_000, "")]),
        ("de", "270.000 Tonnen", [("amount", 270_000, "")]),
        ("de", "achtundzwanzig Millionen Tonnen", [("amount", 28_000_000, "")]),
        ("de", "gut zwei Drittel", [("share", 66.7, "lower")]),
        ("de", "neun von zehn", [("share", 90, "")]),
        ("de", "auf Platz 5", [("rank", 5, "")]),
        ("de", "der zweitgrößte Förderer", [("rank", 2, "")]),
        ("de", "anderthalb Millionen Tonnen", [("amount", 1_500_000, "")]),
        ("ru", "28,7 млн тонн", [("amount", 28_700_000, "")]),
        ("ru", "полтора миллиона тонн", [("amount", 1_500_000, "")]),
        ("ru", "шесть миллионов триста тысяч тонн", [("amount", 6_300_000, "")]),
        ("ru", "на втором месте", [("rank", 2, "")]),
        ("zh", "4400万吨", [("amount", 44_000_000, "")]),
        ("zh", "四千四百万吨", [("amount", 44_000_000, "")]),
        ("zh", "约1.2亿吨", [("amount", 120_000_000, "approx")]),
        ("zh", "九成以上", [("share", 90, "lower")]),
        ("zh", "世界第二", [("rank", 2, "")]),
        ("es", "21 millones de toneladas", [("amount", 21_000_000, "")]),
        ("es", "veintisiete mil toneladas", [("amount", 27_000, "")]),
        ("es", "el cuarto puesto", [("rank", 4, "")]),
        ("fr", "huit cent soixante mille tonnes", [("amount", 860_000, "")]),
        ("fr", "830\u202f000 tonnes", [("amount", 830_000, "")]),
        ("fr", "quatre-vingt-quinze pour cent", [("share", 95, "")]),
        ("fr", "soixante-dix mille tonnes", [("amount", 70_000, "")]),
        ("fr", "au neuvième rang", [("rank", 9, "")]),
    ],
)
def test_a_number_is_read_in_its_language(code, text, expected):
    assert [(kind, pytest.approx(value), bound) for kind, value, bound in expected] == read(code, text)


@pytest.mark.parametrize(
    "text", ["$7.1 million", "A$0.48", "call +1 202 555 0144", "page 144 and table 3.8", "in 2025"]
)
def test_prices_dates_and_numbers_of_pages_are_no_amounts(text):
    assert [one for one in read("en", text) if one[0] in ("amount", "share", "rank")] == []
