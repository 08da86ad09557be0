import pytest

from rareearth_cli.model.wording import (
    format_amount,
    format_in_unit,
    format_ratio_high,
    format_ratio_interval,
    format_ratio_low,
    format_ratio_value,
    format_to_place,
    ordinal,
)


@pytest.mark.parametrize(
    ("tonnes", "digits", "text"),
    [
        (3_800_000, 2, "3.8 Mt"),
        (28_700_000, 3, "28.7 Mt"),
        (44_000_000, 2, "44 Mt"),
        (117_700, 4, "117.7 kt"),
        (2_600, 2, "2,600 t"),
        (830_000, 2, "0.83 Mt"),
        (9_991_155.6, 3, "9.99 Mt"),
        (0, 1, "0 t"),
        (4_500, 2, "4,500 t"),
    ],
)
def test_amounts_keep_the_figures_that_count(tonnes, digits, text):
    assert format_amount(tonnes, digits) == text


def test_a_carry_adds_no_figure():
    assert format_in_unit(9_960_000, 2, "Mt") == "10"


def test_the_russian_ratio_is_7_6_between_7_4_and_7_7():
    # 28.7 / 3.8 = 7.5526; 28.65 / 3.85 = 7.4416; 28.75 / 3.75 = 7.6667
    assert format_ratio_value(28.7 / 3.8, 2) == "7.6"
    assert format_ratio_interval(28.65 / 3.85, 28.75 / 3.75, 2) == "7.4 to 7.7"


def test_bounds_are_rounded_outwards():
    assert format_ratio_high(89 / 43.5, 2) == "2.1"  # 2.046: 2.0 would be too low a bound
    assert format_ratio_low(28 / 3.85, 2) == "7.2"  # 7.27


def test_a_step_is_shown_to_the_place_of_its_ends():
    assert format_to_place(-24_900_000, 100_000, "Mt") == "-24.9"
    assert format_to_place(-0.0, 100_000, "Mt") == "0.0"
    assert format_to_place(18_736_825, 100_000, "kt") == "18,700"


@pytest.mark.parametrize(
    ("rank", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_ranks_in_words(rank, text):
    assert ordinal(rank) == text
