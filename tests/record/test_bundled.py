"""The bundled data keeps every rule, and its figures equal those of the research files and official releases."""

import csv
import re

import pytest
import yaml

from rareearth_cli.model.vocabulary import DISTORTED, Measure, Status, Verification

CODES = {
    "United States": "USA",
    "Australia": "AUS",
    "Brazil": "BRA",
    "Burma": "MMR",
    "Burundi": "BDI",
    "Canada": "CAN",
    "China": "CHN",
    "Greenland": "GRL",
    "India": "IND",
    "Madagascar": "MDG",
    "Malaysia": "MYS",
    "Nigeria": "NGA",
    "Russia": "RUS",
    "South Africa": "ZAF",
    "Tanzania": "TZA",
    "Thailand": "THA",
    "Vietnam": "VNM",
    "Other": "OTH",
    "Other countries": "OTH",
    "Other Countries": "OTH",
    "World total (rounded)": "WLD",
    "World total": "WLD",
}
EDITIONS = {2023: "usgs-mcs-2023", 2024: "usgs-mcs-2024", 2025: "usgs-mcs-2025", 2026: "usgs-mcs-2026-v1.3"}


def parse_tonnes(printed):
    """Return the number of a cell by an independent, simpler way of reading; None if there is no figure."""
    digits = re.sub(r"[^\d]", "", printed)
    return None if printed in ("NA", "", None) else int(digits or 0)


def tonnes_of(estimate):
    return None if estimate.quantity.value is None else int(estimate.quantity.value)


def test_every_figure_cites_a_source(bundled):
    for source in bundled.sources.values():
        assert source.url.startswith("http"), source.id
        assert source.locator, source.id
    assert {estimate.source for estimate in bundled.estimates.values()} <= set(bundled.sources)


def test_every_source_and_root_is_used(bundled):
    used = {one.source for one in (*bundled.estimates.values(), *bundled.remarks)}
    assert set(bundled.sources) == used
    assert set(bundled.roots) <= {estimate.root for estimate in bundled.estimates.values()}


def test_a_figure_has_the_origin_of_the_sum_that_includes_it(bundled):
    """A class and the total of one statement are one estimate; a sum over countries is our own arithmetic."""
    sums = [one for one in bundled.estimates.values() if one.derived_from and not one.part_of]
    apart = {
        (total.id, key)
        for total in sums
        for key in total.derived_from
        if (part := bundled.estimates[key]).place == total.place and part.root != total.root
    }
    assert len(sums) > 20
    assert apart == set()


def test_shares_of_what_usgs_counts_go_back_to_usgs(bundled):
    shares = [
        one for one in bundled.estimates.values() if one.measure is Measure.SHARE and "Geological" in one.publisher
    ]
    assert {one.root for one in shares} == {"usgs-mcs"}


def test_every_short_name_belongs_to_a_publisher(bundled):
    publishers = {estimate.publisher for estimate in bundled.estimates.values()}
    publishers |= {name for source in bundled.sources.values() for name in (source.publisher, source.carrier)}
    assert set(bundled.publishers) <= publishers


def test_every_source_states_its_licence_or_terms(bundled):
    assert [source.id for source in bundled.sources.values() if source.licence in ("", "unknown")] == []
    by_publisher = {source.publisher: source.licence for source in bundled.sources.values() if not source.carrier}
    assert by_publisher["U.S. Geological Survey"] == "public domain"
    assert "© UKRI" in by_publisher["British Geological Survey"]
    assert "terms of BP" in by_publisher["BP"]
    assert by_publisher["Interfax"] == "all rights reserved; quoted as a fact"


#: Hosts of copies that nobody authorised, and of private persons: what they carry is linked at its publisher, at an
#: abstract page or at a reputable carrier.
UNLINKED = re.compile(
    r"squidsite|scribd\.|hackerfall|cont\.ws|/@|acphonor|mqworld|alaturkanews|shaybo|ktemoc|veliozturk|/Tehama/"
    r"|world-economist\.com|news24first|rinnen-workshop|github\.com/(?!materials-atlas/|Manifold-Industries/)"
)


def test_no_link_leads_to_an_unauthorised_copy_or_a_private_person(bundled):
    links = {key: (one.url, *one.also_at) for key, one in bundled.sources.items()}
    links |= {key: (one.url, one.locator, one.note) for key, one in bundled.estimates.items()}
    assert {key for key, texts in links.items() if any(map(UNLINKED.search, texts))} == set()


def test_figures_that_distort_others_name_the_original(bundled):
    for estimate in bundled.estimates.values():
        assert (estimate.status in DISTORTED) == (estimate.distorts is not None), estimate.id


def test_a_named_publisher_misquotes_only_where_both_texts_were_read(bundled):
    misquoted = {key: one for key, one in bundled.estimates.items() if one.status is Status.MISQUOTED}
    assert set(misquoted) == {"wld-gateapi-130", "aus-bp-2021"}
    for estimate in misquoted.values():
        original = bundled.estimates[estimate.distorts.original]
        assert bundled.sources[original.source].verification is Verification.PRIMARY, estimate.id
        assert not bundled.sources[estimate.source].carrier, estimate.id


@pytest.mark.parametrize(
    ("key", "printed", "tonnes", "effective"),
    [
        ("usgs-mcs-2026-v1.3/RUS/reserves", "3,800,000", 3_800_000, None),
        ("usgs-mcs-2026-v1.0/BRA/reserves", "21,000,000", 21_000_000, None),
        ("usgs-mcs-2026-v1.3/BRA/reserves", "11,000,000", 11_000_000, None),
        ("usgs-mcs-2026-v1.0/WLD/reserves", ">85,000,000", 85_000_000, None),
        ("usgs-mcs-2026-v1.3/WLD/reserves", ">75,000,000", 75_000_000, None),
        ("rus-balance-2023", "28.7 million tons", 28_700_000, "2023-01-01"),
        ("rus-balance-2023-ready", "3.8 million tons", 3_800_000, "2023-01-01"),
        ("rus-balance-2025", "28.5 million tonnes", 28_500_000, "2025"),
        ("rus-rare-metals-2025", "658 million tonnes", 658_000_000, "2025"),
        ("rus-balance-2022", "", 28_780_600, "2022-01-01"),  # 16,887.1 + 11,893.5 kt
        ("rus-balance-2021", "", 31_777_300, "2021-01-01"),  # 19,379.7 + 12,397.6 kt
        ("rus-balance-2020", "", 33_006_700, "2020-01-01"),  # 20,602 + 12,404.7 kt
        ("rus-prognostic-2021", "", 12_384_800, "2021-01-01"),  # 7,865.1 + 4,135 + 384.7 kt
        ("chn-legacy-industrial", "5200 10^4 t", 52_000_000, None),
    ],
)
def test_key_figures(bundled, key, printed, tonnes, effective):
    estimate = bundled.estimates[key]
    assert (estimate.quantity.printed, estimate.quantity.value) == (printed, tonnes)
    assert (estimate.effective.text if estimate.effective else None) == effective


@pytest.mark.parametrize(("year", "licensed_kt"), [(2017, 12_213), (2020, 14_223), (2021, 12_979), (2022, 9_991)])
def test_licensed_part_of_the_russian_state_balance(bundled, year, licensed_kt):
    # 2020, by hand: 57.9 % of 20,602 is 11,928.6 and 18.5 % of 12,404.7 is 2,294.9: 14,223.4 kt.
    part = bundled.estimates[f"rus-balance-{year}-licensed"]
    assert float(part.quantity.value) / 1000 == pytest.approx(licensed_kt, abs=1)


def test_claimed_95_percent_has_no_stage(bundled):
    claim = bundled.estimates["chn-share-reuters-2025"]
    assert (claim.measure, claim.share_of, claim.quantity.value) == (Measure.SHARE, "unspecified", 95)


def test_usgs_tables_equal_the_research_files(bundled, shared):
    research = yaml.safe_load((shared / "research" / "usgs_mcs.yaml").read_text(encoding="utf-8"))
    checked = 0
    for edition in research["editions"]:
        if edition["edition"] not in EDITIONS:
            continue
        source = EDITIONS[edition["edition"]]
        first, second = edition["production_years"]
        for row in edition["countries"]:
            code = CODES[row["country"]]
            for measure, column in (
                (f"production-{first}", "production_1"),
                (f"production-{second}", "production_2"),
                ("reserves", "reserves"),
            ):
                estimate = bundled.estimates[f"{source}/{code}/{measure}"]
                assert tonnes_of(estimate) == parse_tonnes(row[column]), estimate.id
                assert estimate.quantity.printed.removesuffix("e") == row[column], estimate.id
                checked += 1
    assert checked == 207


def test_usgs_tables_equal_the_official_releases(bundled, shared):
    usgs = shared / "usgs"
    checked = 0
    with (usgs / "mcs2024-raree_world.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Country"]:
                key = f"usgs-mcs-2024/{CODES[row['Country']]}"
                assert tonnes_of(bundled.estimates[f"{key}/reserves"]) == parse_tonnes(row["Reserves_t"])
                assert tonnes_of(bundled.estimates[f"{key}/production-2022"]) == parse_tonnes(row["Prod_t_est_2022"])
                assert tonnes_of(bundled.estimates[f"{key}/production-2023"]) == parse_tonnes(row["Prod_t_est_2023"])
                checked += 3
    with (usgs / "MCS2025_World_Data.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["COMMODITY"] == "Rare earths":
                key = f"usgs-mcs-2025/{CODES[row['COUNTRY'].strip()]}"
                assert tonnes_of(bundled.estimates[f"{key}/reserves"]) == parse_tonnes(row["RESERVES_2024"])
                assert tonnes_of(bundled.estimates[f"{key}/production-2024"]) == (
                    parse_tonnes(row["PROD_EST_ 2024"]) or 0
                )
                checked += 2
    with (usgs / "MCS2026_Commodities_Data.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file):
            if row["MCS chapter"] == "RARE EARTHS" and row["Section"].startswith("World"):
                measure = "reserves" if row["Statistics"] == "Reserves" else f"production-{row['Year']}"
                estimate = bundled.estimates[f"usgs-mcs-2026-v1.0/{CODES[row['Country']]}/{measure}"]
                assert estimate.quantity.printed.removesuffix("e") == row["Value"], estimate.id
                assert estimate.quantity.estimated == row["Notes"].startswith("Estimated"), estimate.id
                checked += 1
    assert checked == 16 * 3 + 18 * 2 + 54
