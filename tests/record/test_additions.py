"""What was read for the second edition is in our data, or is left out for a reason: deposits, quotas and two series."""

import csv

import pytest
import yaml

#: Figures that are left out, and why.
LEFT_OUT = {
    **dict.fromkeys(
        ("usa-brook-2023-05", "usa-brook-2023b", "usa-brook-2024-03", "usa-brook-2025"),
        "tons that are presumably short: the unit is not known",
    ),
    "mdg-toliara-monazite": "a plan for no year",
    "jpn-nodules-2024": "a plan for no year, and misquoted",
}
#: Figures that are in our data under another id.
IDS = {"tza-ngualla-reserve-2017": "tza-ngualla-reserve", "swe-pergeijer-2024-end": "swe-lkab-2025"}
#: Sites that are written in another way, so that the figures of one deposit stand together.
SITES = {
    **{f"aus-ga-2022-mines-{part}": "two operating mines" for part in ("reserves", "mi", "inf")},
    "aus-nolans-reserve-2020": "Nolans Bore",
    "grl-tanbreez-kringlerne": "Tanbreez",
}
BASES = {"TREO": "REO"}
#: Figures that were read in an unauthorised copy, and are linked at their publisher.
LINKED_ELSEWHERE = ("aus-nolans-resource-2015", "aus-nolans-2015-")


@pytest.fixture(scope="module")
def additions(shared):
    rows = yaml.safe_load((shared / "research" / "additions.yaml").read_text(encoding="utf-8"))["additions"]
    return {row["id"]: row for row in rows}


def test_every_addition_is_on_record_with_its_value_place_and_source(bundled, additions):
    assert set(LEFT_OUT) <= set(additions)
    for key in set(additions) - set(LEFT_OUT):
        row, estimate = additions[key], bundled.estimates[IDS.get(key, key)]
        source = bundled.sources[estimate.source]
        assert estimate.place == row["place"], key
        assert estimate.site == SITES.get(key, row.get("site", "")), key
        assert estimate.measure == row["measure"], key
        assert estimate.basis == BASES.get(row["basis"], row["basis"]), key
        quantity = estimate.quantity
        if row["value_t"] is not None:
            assert float(quantity.value) == pytest.approx(row["value_t"], rel=1e-6), key
        else:
            stated = row if "low_t" in row else row["ore"]
            ends = (stated["low_t"], stated["high_t"])
            assert (float(quantity.low), float(quantity.high)) == pytest.approx(ends, rel=0.06), key
        if key not in IDS and not key.startswith(LINKED_ELSEWHERE):
            assert row["url"] in (source.url, estimate.url, *source.also_at), key
            assert source.verification == row["read"], key


def test_what_was_found_and_is_not_to_be_loaded_is_not_on_record(bundled, shared):
    text = (shared / "research" / "additions.yaml").read_text(encoding="utf-8")
    for row in yaml.safe_load(text)["found_but_not_to_load"]:
        assert row["id"] not in bundled.estimates


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("usgs_yearbook_production_1998_2015.csv", "usgs-yearbook-theler"),
        ("wmd_production_2018_2024.csv", "world-mining-data-2018-2024"),
    ],
)
def test_the_series_equal_the_research_cell_by_cell(bundled, shared, name, source):
    with (shared / "research" / name).open(encoding="utf-8") as file:
        research = {(row["place"], row["year"]): row for row in csv.DictReader(file)}
    recorded = {(one.place, one.period): one for one in bundled.estimates.values() if one.source == source}
    assert set(recorded) == set(research)
    for key, row in research.items():
        assert recorded[key].quantity.printed.rstrip("e") == row["value"], key
        assert recorded[key].quantity.printed.endswith("e") == row["note"].startswith("estimate"), key


def test_the_two_series_of_usgs_are_told_apart_and_not_independent(bundled):
    yearbook = bundled.estimates["usgs-yearbook-theler/CHN/production-2010"]
    summaries = bundled.estimates["usgs-mcs-2012/CHN/production-2010"]
    assert (float(yearbook.quantity.value), float(summaries.quantity.value)) == (89_200, 130_000)
    assert yearbook.root != summaries.root
    assert yearbook.draws_on == (summaries.root,)
