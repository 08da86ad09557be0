from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.quantity import (
    Kind,
    LeastDigits,
    add_unit,
    normalize_typed,
    parse_least_digits,
    parse_quantity,
    parse_share,
    rounding_window,
)


@pytest.mark.parametrize(
    ("printed", "kind", "value", "low", "high", "digits"),
    [
        # 28.7 has three figures, its last is 0.1 Mt: half of that to either side.
        ("28.7 million tonnes", Kind.POINT, 28_700_000, 28_650_000, 28_750_000, 3),
        ("3.8 million tons", Kind.POINT, 3_800_000, 3_750_000, 3_850_000, 2),
        ("28.5 mln tonnes", Kind.POINT, 28_500_000, 28_450_000, 28_550_000, 3),
        ("20 602 thousand tonnes", Kind.POINT, 20_602_000, 20_601_500, 20_602_500, 5),
        ("16887.1 thousand tonnes", Kind.POINT, 16_887_100, 16_887_050, 16_887_150, 6),
        ("about 12 Mt", Kind.APPROX, 12_000_000, 11_000_000, 13_000_000, 2),
        ("some 619 million tons", Kind.APPROX, 619_000_000, 618_000_000, 620_000_000, 3),
        ("over 28 million tons", Kind.LOWER, 28_000_000, 28_000_000, None, 2),
        ("at most 89 million tonnes", Kind.UPPER, 89_000_000, 0, 89_000_000, 2),
        ("3–5 Mt", Kind.RANGE, None, 3_000_000, 5_000_000, 1),
        ("10,000 - 15,000 t", Kind.RANGE, None, 10_000, 15_000, 1),
        ("48.6 %", Kind.POINT, Decimal("48.6"), Decimal("48.55"), Decimal("48.65"), 3),
        # A whole percentage is rounded to the percent, zeros or not.
        ("60 percent", Kind.POINT, 60, Decimal("59.5"), Decimal("60.5"), 2),
        ("20-25 percent", Kind.RANGE, None, 20, 25, 2),
        ("5200 10^4 t", Kind.POINT, 52_000_000, 51_500_000, 52_500_000, 2),
        ("1.2亿吨".replace("亿吨", " Gt"), Kind.POINT, 1_200_000_000, 1_150_000_000, 1_250_000_000, 2),
        ("0.71 Mt", Kind.POINT, 710_000, 705_000, 715_000, 2),
        # Printed so for 44 million tonnes: a slip is read as it stands.
        ("44 million Mega tonnes", Kind.POINT, 44 * 10**12, 435 * 10**11, 445 * 10**11, 2),
        ("1 short ton", Kind.POINT, Decimal("0.90718474"), Decimal("0.861825503"), Decimal("1.36077711"), 1),
    ],
)
def test_a_printed_figure_becomes_what_its_digits_stand_for(printed, kind, value, low, high, digits):
    quantity = parse_quantity(printed)
    assert (quantity.kind, quantity.value, quantity.low, quantity.high, quantity.digits) == (
        kind,
        value,
        low,
        high,
        digits,
    )


@pytest.mark.parametrize(
    ("printed", "least", "low", "high"),
    [
        ("3,800,000", 2, 3_750_000, 3_850_000),
        ("44,000,000", 2, 43_500_000, 44_500_000),
        # One visible figure, but USGS prints reserves to two: below a power of ten the step is a tenth.
        ("10000000", 2, 9_950_000, 10_500_000),
        ("10,000", 1, 9_500, 15_000),
        ("300000", 1, 250_000, 350_000),
        ("2,900e", 1, 2_850, 2_950),
    ],
)
def test_a_table_cell_takes_the_unit_and_the_rounding_of_its_table(printed, least, low, high):
    """Rule R7.2."""
    quantity = parse_quantity(printed, unit="t", least_digits=LeastDigits(least))
    assert (quantity.low, quantity.high) == (low, high)


def test_the_least_digits_may_hold_from_an_amount_on():
    """USGS prints production from 10,000 t on to two figures at least, and smaller amounts to one."""
    least = parse_least_digits("2 from 10000 t")
    assert least == LeastDigits(2, from_t=10_000)
    windows = {
        printed: parse_quantity(printed, unit="t", least_digits=least) for printed in ("300000e", "10,000", "2,000")
    }
    assert {printed: (one.low, one.high) for printed, one in windows.items()} == {
        "300000e": (295_000, 305_000),
        "10,000": (9_950, 10_500),
        "2,000": (1_500, 2_500),
    }


@pytest.mark.parametrize(
    "text", ["", "0", "10", "two", "2 from", "2 from 0 t", "2 from 10,000 t", "2 from 10 kt", "２"]
)
def test_least_digits_in_any_other_form_are_refused(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_least_digits(text)


def test_e_marks_an_estimate_and_is_no_exponent():
    assert parse_quantity("560e", unit="t").estimated
    assert parse_quantity("560e", unit="t").value == 560
    assert not parse_quantity("560", unit="t").estimated
    with pytest.raises(BadQuantity):
        parse_quantity("5e6", unit="t")


@pytest.mark.parametrize(("printed", "kind"), [("NA", Kind.MISSING), ("W", Kind.WITHHELD)])
def test_what_is_missing_is_never_zero(printed, kind):
    quantity = parse_quantity(printed, unit="t")
    assert quantity.kind is kind
    assert quantity.value is quantity.low is quantity.high is None


@pytest.mark.parametrize("printed", ["—", "0"])
def test_a_dash_is_zero(printed):
    quantity = parse_quantity(printed, unit="t")
    assert quantity.kind is Kind.ZERO
    assert quantity.value == quantity.low == quantity.high == 0


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("3.8 mt", "ambiguous"),
        ("3.8 MT", "ambiguous"),
        ("28.7", "no unit"),
        ("28.7 million", "unknown unit 'million'"),
        ("28.7 knots", "unknown unit 'knots'"),
        ("28.7 million barrels", "unknown unit"),
        ("28,7 million tonnes", "doubtful separator"),
        ("1,23 t", "doubtful separator"),
        ("-3 t", "negative"),
        ("nan t", "not a figure"),
        ("inf t", "not a figure"),
        ("12:30", "unknown unit"),
        ("", "an empty figure"),
        ("9" * 50 + " t", "longer than any figure"),
        ("9999999999 Mt", "more than 10^15 t"),
        ("120 %", "more than 100 %"),
        ("5-3 Mt", "whose first end is larger"),
        ("over 3-5 Mt", "a bound and a range"),
        (">0 t", "a bound of zero"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(printed, said):
    with pytest.raises(BadQuantity, match=said.replace("^", r"\^")):
        parse_quantity(printed)


def test_a_cell_must_not_repeat_the_unit_of_its_table():
    with pytest.raises(BadQuantity, match="leave it out"):
        parse_quantity("3.8 Mt", unit="t")


@given(st.decimals("0.0001", "1e12", allow_nan=False, places=4), st.integers(1, 8))
def test_a_window_encloses_its_figure_and_is_never_wider_than_one_unit(number, digits):
    """Rule R7.1."""
    low, high = rounding_window(number, digits)
    unit = Decimal(1).scaleb(number.adjusted() - digits + 1)
    assert low < number < high
    assert high - low <= unit


@given(st.integers(1, 10**9), st.sampled_from(["t", "kt", "Mt", "kg"]))
def test_the_unit_scales_value_and_window_alike(number, unit):
    scaled, plain = parse_quantity(f"{number} {unit}"), parse_quantity(f"{number} t")
    assert scaled.value / plain.value == scaled.low / plain.low == scaled.high / plain.high


@given(st.text(max_size=30))
def test_any_text_is_a_figure_or_a_named_error(text):
    try:
        quantity = parse_quantity(text)
    except BadQuantity as error:
        assert error.remedy
    else:
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high


@pytest.mark.parametrize(
    ("printed", "unit", "said"),
    [
        ("162.0155", "kt", "162.0155 kt"),
        ("3,800,000", "t", "3,800,000 t"),
        ("2,600e", "t", "2,600 t (estimate)"),
        ("28.7 million tons", "Mt", "28.7 million tons"),
        ("310 10^4 t", "10^4 t", "310 10^4 t"),
        ("95", "%", "95"),
        ("NA", "t", "NA"),
        ("12", None, "12"),
    ],
)
def test_digits_alone_are_given_the_unit_of_their_table(printed, unit, said):
    assert add_unit(printed, unit) == said


@pytest.mark.parametrize(
    ("typed", "printed", "tonnes"),
    [
        ("28,7 Mt", "28.7 Mt", 28_700_000),
        ("28,7 Mio t", "28.7 Mio t", 28_700_000),
        ("28.7 Mio. t", "28.7 Mio. t", 28_700_000),
        ("28,7 Millionen Tonnen", "28.7 Millionen Tonnen", 28_700_000),
        ("3.8M", "3.8 Mt", 3_800_000),
        ("5 k", "5 kt", 5_000),
        ("5 Kt", "5 Kt", 5_000),
        ("5 kilotonnes", "5 kilotonnes", 5_000),
        ("3 MMT", "3 MMT", 3_000_000),
        ("28,5 млн т", "28.5 млн т", 28_500_000),
        ("28,5 млн тонн", "28.5 млн тонн", 28_500_000),
        ("2,4 тыс. т", "2.4 тыс. т", 2_400),
        ("12 万吨", "12 万吨", 120_000),
        ("1.2 亿吨", "1.2 亿吨", 120_000_000),
        ("3.8 Mt REO", "3.8 Mt", 3_800_000),
        ("3.8 Mt of rare earth oxides", "3.8 Mt", 3_800_000),
        ("１０ Mt", "10 Mt", 10_000_000),
        ("٣ Mt", "3 Mt", 3_000_000),
        ("3.800.000 t", "3,800,000 t", 3_800_000),
        ("1'500 kt", "1,500 kt", 1_500_000),
        ("1.234,5 kt", "1234.5 kt", 1_234_500),
        ("0,500 Mt", "0.500 Mt", 500_000),  # no group of thousands begins with a zero
        ("0,044 Gt", "0.044 Gt", 44_000_000),
        ("28,700 t", "28,700 t", 28_700),  # three digits are thousands
        ("1,234,567 t", "1,234,567 t", 1_234_567),
        ("3.8\u00a0Mt", "3.8 Mt", 3_800_000),
    ],
)
def test_a_typed_figure_with_one_meaning_is_understood(typed, printed, tonnes):
    assert normalize_typed(typed) == printed
    assert parse_quantity(printed).value == tonnes


@pytest.mark.parametrize(
    "typed", ["5 mt", "5 KT", "1,2,3 t", "3.8.1 Mt", "28,7,5 Mt", "5 B", "REO", "", "3 Mt in all", "0 500 Mt"]
)
def test_a_typed_figure_with_no_or_two_meanings_is_refused(typed):
    with pytest.raises(BadQuantity) as refused:
        parse_quantity(normalize_typed(typed))
    assert refused.value.remedy


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(typed):
    try:
        parse_quantity(normalize_typed(typed))
    except BadQuantity as refused:
        assert refused.what


@pytest.mark.parametrize(
    ("typed", "percent"), [("28.7", 28.7), ("28,7", 28.7), ("95%", 95), ("0.95%", 0.95), ("1 %", 1)]
)
def test_a_claimed_share_is_in_percent(typed, percent):
    assert float(parse_share(typed).value) == percent


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [("0.95", "write 95% or 0.95%"), ("0,5", "write 50% or 0.5%"), ("1", "write 100% or 1%")],
)
def test_a_share_that_may_be_a_fraction_is_asked_about(typed, remedy):
    with pytest.raises(BadQuantity) as refused:
        parse_share(typed)
    assert refused.value.remedy == remedy
