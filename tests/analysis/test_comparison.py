"""Properties of the comparison of any two figures."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.judge import round_comparison
from rareearth_cli.analysis.pairing import compare, select_baselines
from rareearth_cli.analysis.selection import mark_current
from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.quantity import parse_quantity
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.vocabulary import Measure, Verification
from rareearth_cli.record.frame import build_frame
from rareearth_cli.record.load import load_classification, load_places

PLACES = load_places()
SOURCE = Source(id="s", publisher="p", title="t", url="u", locator="l", verification=Verification.PRIMARY)
FIGURES = st.builds(
    "{} {}".format,
    st.decimals("0.01", "99999", places=2, allow_nan=False).map(lambda number: f"{number.normalize():f}"),
    st.sampled_from(["t", "kt", "Mt"]),
)
LIKE = {"effective": parse_date("2024"), "basis": "REO", "stage": "in_place", "system": "GKZ", "category": "A"}
LADDER = load_classification()


def pair(first, second, both=None, **fields):
    """Compare estimate ``b`` with ``a``; ``both`` has fields of the two, and ``fields`` those of ``b`` alone."""
    estimates = {
        name: Estimate(
            id=name,
            place="RUS",
            source="s",
            publisher="p",
            root=name,
            quantity=parse_quantity(printed),
            **{"measure": Measure.RESERVES, **LIKE, **(both or {}), **(fields if name == "b" else {})},
        )
        for name, printed in (("a", first), ("b", second))
    }
    dataset = Dataset(
        version="",
        places=PLACES,
        classification=LADDER,
        publishers={},
        roots={},
        sources={"s": SOURCE},
        estimates=estimates,
    )
    frame = mark_current(build_frame(dataset))
    return compare(frame, select_baselines(frame, "a"), frame).set_index("id").loc["b"]


@given(FIGURES, FIGURES)
def test_swapping_inverts_the_ratio_and_keeps_fold_and_verdict(first, second):
    one, other = pair(first, second), pair(second, first)
    assert one["ratio"] * other["ratio"] == pytest.approx(1)
    assert one["ratio_low"] * other["ratio_high"] == pytest.approx(1)
    assert one["fold"] == pytest.approx(other["fold"])
    assert one["fold"] >= 1
    assert one["verdict"] == other["verdict"]


@given(FIGURES, FIGURES)
def test_a_ratio_lies_in_its_interval_and_is_shown_rounded_outwards(first, second):
    """Rule R7.4."""
    row = pair(first, second)
    assert row["ratio_low"] < row["ratio"] < row["ratio_high"]
    shown = round_comparison(pd.DataFrame([row])).iloc[0]
    assert shown["ratio_low"] <= row["ratio_low"] * (1 + 1e-9)
    assert shown["ratio_high"] >= row["ratio_high"] * (1 - 1e-9)


@given(FIGURES)
def test_a_figure_agrees_with_itself_and_with_its_own_rounding(printed):
    assert pair(printed, printed)["verdict"] == "AGREE"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("3.8 Mt", "3.83 Mt", "AGREE"),  # 3.825 to 3.835 lies within 3.75 to 3.85
        ("3.8 Mt", "3.9 Mt", "CONFLICT"),  # the windows touch at 3.85, which rounds to one of them only
        ("over 3 Mt", "5 Mt", "AGREE"),
        ("over 3 Mt", "2 Mt", "CONFLICT"),
        ("3-5 Mt", "4.5 Mt", "AGREE"),
    ],
)
def test_windows_that_overlap_agree(first, second, verdict):
    assert pair(first, second)["verdict"] == verdict


@pytest.mark.parametrize(
    ("fields", "comparable", "causes"),
    [
        ({}, "yes", ""),
        ({"basis": "metal"}, "no", "basis"),
        ({"stage": "recoverable"}, "no", "stage"),
        ({"category": "B"}, "yes", ""),  # the same rungs under another letter
        ({"category": "C2"}, "no", "category"),
        ({"category": "A+B+C1+C2"}, "no", "category"),  # whether or not it holds what is not recovered
        ({"category": "proven"}, "unknown", ""),
        ({"access": "licensed"}, "no", "category"),
        ({"basis": "unknown"}, "unknown", ""),
        ({"stage": ""}, "unknown", ""),
    ],
)
def test_like_for_like_needs_every_field_stated_and_equal(fields, comparable, causes):
    row = pair("3.8 Mt", "3.8 Mt", **fields)
    assert (row["comparable"], row["causes"]) == (comparable, causes)
    verdicts = {"yes": ("AGREE", ""), "no": ("NOT_LIKE_FOR_LIKE", ""), "unknown": ("UNKNOWN", *fields)}
    assert row["verdict"] == verdicts[comparable][0]
    # What is not stated is named.
    assert verdicts[comparable][1] in row["unstated"].split() or comparable != "unknown"


def test_a_measure_that_only_we_concluded_is_no_stated_difference():
    """A source that says neither reserves nor resources cannot be said to be defined differently."""
    resources = {"measure": Measure.RESOURCES, "category": ""}
    assert pair("3.8 Mt", "5 Mt", **resources)["verdict"] == "NOT_LIKE_FOR_LIKE"
    row = pair("3.8 Mt", "5 Mt", inferred=("measure",), **resources)
    assert (row["verdict"], row["unstated"]) == ("UNKNOWN", "measure")


def test_stages_that_differ_are_flagged():
    """Rule R6.4."""
    assert pair("3.8 Mt", "28.7 Mt", stage="recoverable")["flags"] == "IN_PLACE_VS_RECOVERABLE"


def test_zero_and_missing_have_no_ratio():
    zero, missing = pair("0 t", "5 t"), pair("5 t", "NA")
    assert zero["difference_t"] == 5
    assert zero[["ratio", "ratio_low", "ratio_high", "fold"]].isna().all()
    assert missing[["ratio", "ratio_low", "ratio_high", "fold"]].isna().all()
    assert missing["verdict"] == ""


def test_amounts_are_exact_in_the_frame(bundled):
    frame = build_frame(bundled).set_index("id")
    for key, estimate in bundled.estimates.items():
        value = estimate.quantity.value
        if estimate.measure is not Measure.SHARE and value is not None and value == value.to_integral():
            assert Decimal(frame.loc[key, "value_t"]) == value
