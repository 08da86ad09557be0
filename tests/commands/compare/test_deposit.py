"""A single deposit: its figures by who gives them, without a baseline."""

import csv
import io
import json

import pytest


def rows(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("typed", ["tomtor", "Tomtor", "TOMTOR"])
def test_a_deposit_has_its_figures_and_those_of_the_areas_in_it(run, typed):
    screen = run("compare", typed).stdout
    assert screen.startswith("Tomtor, Russia: a single deposit or area\n")
    assert "1 area in it: Tomtor (Buranny)." in screen
    # 1.7 Mt of oxide in 11.4 Mt of ore, both of Polymetal
    assert "11.4" in screen
    assert "1.7" in screen
    assert "× USGS" not in screen


def test_tonnes_of_what_nobody_says_are_not_called_oxide(run):
    """Rosnedra's 4 million t of Tomtor are of what is not said."""
    said = " ".join(run("compare", "tomtor").stdout.split())
    assert "The newest dated figure of rare-earth oxide is 4 million" not in said
    assert "Whether the tonnes are oxide or ore is not stated of 4 million t, reserves, 2025" in said


def test_what_nobody_gives_of_a_deposit_is_said(run):
    for deposit in ("mount-weld", "bayan-obo", "kvanefjeld"):
        said = " ".join(run("compare", deposit).stdout.split())
        assert (
            "there is no baseline. Reserves and resources are never added to each other, because resources may include"
            in said
        )


def test_rows_of_a_deposit_have_no_ratio_and_no_verdict(run):
    found = rows(run("compare", "mount-weld", "-f", "csv"))
    assert len(found) > 3
    assert {row["site"] for row in found} == {"Mount Weld"}
    assert {row["ratio"] for row in found} == {row["verdict"] for row in found} == {""}
    every = rows(run("compare", "mount-weld", "--all-statements", "-f", "csv"))
    assert len(every) > len(found)
    document = json.loads(run("compare", "mount-weld", "-f", "json").stdout)
    assert (document["query"]["site"], document["query"]["places"]) == ("Mount Weld", ["AUS"])
    assert (len(document["estimates"]), document["discrepancies"]) == (len(found), [])


def test_a_day_and_a_measure_narrow_it(run):
    ore = rows(run("compare", "kvanefjeld", "--measure", "ore", "-f", "csv"))
    assert {row["measure"] for row in ore} == {"ore"}
    early = rows(run("compare", "kvanefjeld", "--as-of", "2012-01-01", "-f", "csv"))
    assert {row["for_or_at"] for row in early} == {"2011"}


@pytest.mark.parametrize(
    "option", [("--pairs",), ("--explain",), ("--baseline", "usgs-mcs-2025"), ("--like-for-like",)]
)
def test_what_needs_a_baseline_is_refused(run, option):
    refused = run("compare", "tomtor", *option)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "a deposit has no baseline: leave --pairs, --explain, --baseline and --like-for-like out" in refused.stderr


def test_a_country_is_not_taken_for_a_deposit(run):
    assert run("compare", "russia").stdout.startswith("Russia: rare-earth reserves")
    refused = run("compare", "tomtr")
    assert (refused.exit_code, refused.stdout) == (2, "")


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "markdown", "html"])
def test_every_format_writes_it(run, form):
    result = run("compare", "tomtor", "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Tomtor" in result.stdout


def test_an_older_edition_is_not_current_where_the_newer_one_is_a_sum_of_classes(run):
    """Mount Weld at 30 June 2026 is published by class, 20.9 and 10.6 Mt of ore; that of 2024 is a total with parts."""
    found = {row["id"] for row in rows(run("compare", "mount-weld", "-f", "csv"))}
    assert {"aus-mtweld-reserve-2026", "aus-mtweld-reserve-2026-ore"} <= found
    assert "aus-mtweld-reserve-2024" not in found
    earlier = run("compare", "mount-weld").stdout.partition("Earlier and doubtful figures")[2]
    assert "32 Mt" in earlier


def test_figures_left_out_at_a_date_are_counted(run):
    """Four figures of Makuutu were published at a day that nobody states."""
    shown = run("compare", "makuutu", "--as-of", "2022-12-31")
    assert "Note: 4 figures without a publication date left out" in shown.stderr
    assert "without a publication date" not in run("compare", "makuutu").stderr
