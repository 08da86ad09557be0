"""Verdicts and flags, each for figures that allow only one result."""

import csv

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.judge import join_condition_names, map_distinct
from rareearth_cli.analysis.pairing import compare, select_baselines
from rareearth_cli.analysis.selection import mark_current
from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.model.questions import Question
from rareearth_cli.model.vocabulary import Verdict
from rareearth_cli.record.frame import build_frame
from tests.analysis.test_comparison import FIGURES, pair


def dated(day):
    from rareearth_cli.model.dates import parse_date

    return {"effective": parse_date(day)}


@pytest.mark.parametrize(
    ("first", "second", "fields", "verdict"),
    [
        # The same category A of the same system and date, and 5 against 7.
        ("5.0 Mt", "7.0 Mt", {}, "CONFLICT"),
        ("5.0 Mt", "5.02 Mt", {}, "AGREE"),
        # TR2O3 may be up to 2.9 % less than REO: 5.0 to 5.1 of it reaches 5.15.
        ("5.15 Mt", "5.05 Mt", {"basis": "TR2O3"}, "AGREE_AFTER_CONVERSION"),
        # Beyond that the two are oxide against oxide.
        ("5.50 Mt", "5.05 Mt", {"basis": "TR2O3"}, "CONFLICT"),
        # A+B+C1+C2 includes A under every interpretation, so it cannot be smaller than A.
        ("5.0 Mt", "4.0 Mt", {"category": "A+B+C1+C2"}, "CONFLICT"),
        ("5.0 Mt", "9.0 Mt", {"category": "A+B+C1+C2"}, "NOT_LIKE_FOR_LIKE"),
        # The amount in the ground may well be larger than the recoverable one.
        ("5.0 Mt", "9.0 Mt", {"stage": "recoverable"}, "NOT_LIKE_FOR_LIKE"),
    ],
)
def test_verdicts(first, second, fields, verdict):
    assert pair(first, second, both=dated("2024-01-01"), **fields)["verdict"] == verdict


@pytest.mark.parametrize(
    ("first", "second", "fields", "size"),
    [
        ("5.0 Mt", "5.02 Mt", {}, "AGREE"),
        # 3.8 ends where 3.9 begins, and the window of a rounded number excludes its high end.
        ("3.8 Mt", "3.9 Mt", {}, "NEAR"),
        ("5.0 Mt", "5.4 Mt", {}, "NEAR"),
        ("5.0 Mt", "7.0 Mt", {}, "MODERATE"),
        ("5.0 Mt", "14.0 Mt", {}, "LARGE"),
        ("5.0 Mt", "15.0 Mt", {}, "EXTREME"),
        ("5.15 Mt", "5.05 Mt", {"basis": "TR2O3"}, "EXPLAINED"),
        ("5 Mt", "at least 5 Mt", {}, "AGREE"),
    ],
)
def test_the_size_of_what_is_left_unexplained(first, second, fields, size):
    """Rule R7.6."""
    assert pair(first, second, both=dated("2024-01-01"), **fields)["size"] == size


def test_every_verdict_is_given(bundled):
    """Each verdict is that of some pair: in our data, or of two figures made for it."""
    answer = compare_places(bundled, Question(all_statements=True), rows_only=True)
    both = dated("2024-01-01")
    made = [pair("5.0 Mt", "7.0 Mt", both=both), pair("5.15 Mt", "5.05 Mt", both=both, basis="TR2O3")]
    given = {*answer.table.columns["verdict"], *(row["verdict"] for row in made)}
    remedy = "say in judge_pairs of rareearth_cli/analysis/judge.py when it applies: see docs/development/verdict.md"
    assert set(Verdict) <= given, remedy


def test_without_dates_or_with_dates_far_apart_nothing_conflicts():
    assert pair("5.0 Mt", "7.0 Mt", both={"effective": None})["verdict"] == "UNKNOWN"
    assert pair("5.0 Mt", "5.0 Mt", both={"effective": None})["verdict"] == "UNKNOWN"
    row = pair("5.0 Mt", "7.0 Mt", both=dated("2024-01-01"), **dated("2015-01-01"))
    assert (row["verdict"], row["flags"], row["causes"]) == ("NOT_LIKE_FOR_LIKE", "STALE", "date")


@pytest.mark.parametrize(("day", "verdict"), [("2021-01-01", "CONFLICT"), ("2020-12-01", "NOT_LIKE_FOR_LIKE")])
def test_figures_conflict_up_to_three_years_apart(day, verdict):
    assert pair("5.0 Mt", "7.0 Mt", both=dated("2024-01-01"), **dated(day))["verdict"] == verdict


def test_figures_that_may_include_inferred_tonnage_are_flagged():
    row = pair("5.0 Mt", "5.0 Mt", category="A+B+C1+C2", development="in development")
    assert "INFERRED_INSIDE" in row["flags"].split()


@given(FIGURES, FIGURES, st.integers(1, 99))
def test_a_factor_shared_by_both_sides_changes_no_verdict(first, second, factor):
    scaled = [f"{float(one.split()[0]) * 10**factor:.10g} {one.split()[1]}" for one in (first, second) if factor < 3]
    if scaled and all("e" not in one for one in scaled):
        assert pair(first, second)["verdict"] == pair(*scaled)["verdict"]


@given(FIGURES, FIGURES)
def test_a_wider_interval_never_turns_agreement_into_conflict(first, second):
    both = dated("2024-01-01")
    if pair(first, second, both=both)["verdict"] == "AGREE":
        assert pair(first, f"about {second}", both=both)["verdict"] == "AGREE"


def test_breaks_in_the_usgs_series(bundled):
    from rareearth_cli.analysis.pairing import BASELINE_SERIES
    from rareearth_cli.analysis.revisions import find_broken_series

    broken = find_broken_series(build_frame(bundled), BASELINE_SERIES)
    # Greenland never changed; Russia fell from 21 to 10 to 3.8 Mt with 2,600 t mined a year; Australia rose. China's
    # 27, 36, 55 and 44 Mt in the editions 2009 to 2017 are too old to matter for today's figure.
    assert {"RUS", "VNM", "BRA", "AUS"} <= broken
    assert broken.isdisjoint({"CHN", "GRL", "CAN", "TZA"})


TEXTS = st.lists(st.tuples(st.sampled_from(["", "a", "b c"]), st.sampled_from(["x", "y", None])), max_size=12)


@given(TEXTS)
def test_map_distinct_applies_the_function_to_every_row(rows):
    columns = [pd.Series([row[at] for row in rows], dtype=object) for at in (0, 1)]
    found = map_distinct(lambda one, other: f"{one}|{other}", *columns)
    assert found.tolist() == [f"{one}|{other or ''}" for one, other in rows]


def test_condition_names_are_joined_in_order():
    conditions = {"late": np.array([True, False, True, False]), "early": np.array([True, True, False, False])}
    assert join_condition_names(conditions).tolist() == ["late early", "early", "late", ""]


def test_no_rows_give_empty_results():
    assert join_condition_names({"late": np.array([], dtype=bool)}).tolist() == []
    assert map_distinct(str.upper, pd.Series([], dtype=object)).tolist() == []


@pytest.fixture(scope="module")
def known(bundled):
    """All figures in our data, the current ones marked."""
    return mark_current(build_frame(bundled))


@pytest.mark.parametrize("place", ["RUS", "IND", "AUS", "CHN", "USA"])
def test_a_verdict_does_not_depend_on_which_figure_is_the_baseline(known, place):
    own = known[known["place"] == place]
    verdicts = {}
    for asked in own["id"][own["measure"].isin(["reserves", "resources"])]:
        compared = compare(own, select_baselines(own, asked), own)
        rows = compared[compared["baseline"] == asked]
        verdicts |= {(asked, row): verdict for row, verdict in zip(rows["id"], rows["verdict"], strict=True)}
    both = {pair: verdict for pair, verdict in verdicts.items() if pair[::-1] in verdicts}
    assert len(both) > 300
    # The ministry's reserves against prognostic resources: no part of the one is among the other.
    if place == "RUS":
        assert both["rus-prognostic-2021-p1", "rus-balance-2023"] == "NOT_LIKE_FOR_LIKE"
    assert {pair: verdict for pair, verdict in both.items() if verdict != both[pair[::-1]]} == {}


def test_compare_and_report_give_a_pair_the_same_verdict(run):
    def read(*arguments):
        rows = csv.DictReader(run(*arguments, "-f", "csv", "--columns", "all").stdout.splitlines())
        return {(row["id"], row["baseline"]): row["verdict"] for row in rows if row["verdict"]}

    compared, reported = read("compare", "--all"), read("report")
    shared = compared.keys() & reported.keys()
    assert len(shared) > 20
    assert {pair: reported[pair] for pair in shared} == {pair: compared[pair] for pair in shared}
