"""Every published figure of the research that is not from USGS is in our data, or is left out for a reason."""

import re

import pytest
import yaml

from rareearth_cli.model.names import WORLD

#: Figures of the research that have another id in our data, such as that of a table cell.
IDS = {
    **{f"usgs-{code}-2026": f"usgs-mcs-2026-v1.0/{code.upper()}/reserves"
       for code in ("ind", "aus", "mys", "can", "usa", "grl", "tza", "zaf", "chn", "mmr")},
    **{f"usgs-{code}-2025": f"usgs-mcs-2025/{code.upper()}/reserves"
       for code in ("rus", "vnm", "bra", "ind", "aus", "tha", "wld")},
    **{f"usgs-{code}-2024": f"usgs-mcs-2024/{code.upper()}/reserves" for code in ("rus", "vnm", "wld")},
    **{f"usgs-{code}-2023": f"usgs-mcs-2023/{code.upper()}/reserves" for code in ("rus", "wld")},
    **{f"rus-vims-{year}-{part}": f"rus-balance-{year}-{part}"
       for year in (2020, 2021, 2022) for part in ("abc1", "c2")},
    "usgs-bra-2026v13": "usgs-mcs-2026-v1.3/BRA/reserves",
    "usgs-wld-2026v10": "usgs-mcs-2026-v1.0/WLD/reserves",
    "usgs-wld-2026v13": "usgs-mcs-2026-v1.3/WLD/reserves",
    "usgs-can-2026-res": "usgs-mcs-2026-v1.0/CAN/resources",
    "usgs-usa-2026-res": "usgs-mcs-2026-v1.0/USA/resources",
    "usgs-aus-jorc-2025": "aus-jorc-2025",
    "usgs-ind-oscom-2015": "ind-oscom-2015",
    "usgs-rus-2019": "usgs-mcs-2019/RUS/reserves",
    "usgs-chn-2011": "chn-usgs-2011",
    "usgs-chn-2010-share": "chn-share-usgs-2009",
    "aus-ga-2012-sub": "aus-ga-2012-smr",
    "bra-usgs-2010": "bra-share-usgs-2009",
    "rus-mpr-2023": "rus-balance-2023",
    "rus-mpr-2023-dev": "rus-balance-2023-ready",
    "rus-mpr-2025": "rus-balance-2025",
    "rus-mpr-2025-rare658": "rus-rare-metals-2025",
    "rus-gosdoklad-2017": "rus-balance-2017",
    "rus-vims-prog-2021": "rus-prognostic-2021",
    "rus-vims-mined-2021": "rus-extracted-2021",
    "rus-tomtor-pravda": "rus-tomtor-press-2025",
    "rus-urfu-2025": "rus-share-urfu-2025",
    "rus-reex-2pct": "rus-share-reex-2025",
    "chn-whitepaper-2012": "chn-share-whitepaper-2012",
    "chn-industrial-legacy": "chn-legacy-industrial",
    "chn-turkish-800": "chn-bayan-obo-ore-2022",
    "chn-unit-1200": "chn-unit-4400",
    "share-95-reuters": "chn-share-reuters-2025",
    "share-95-usgs-2011": "chn-share-usgs-2011",
    "share-dera-mine-2023": "chn-share-dera-2023-mine",
    "share-dera-refined-2023": "chn-share-dera-2023-refining",
    "share-iea-2023-mine": "chn-share-iea-2023-mine",
    "share-iea-2023-refined": "chn-share-iea-2023-refining",
    "share-iea-2025-refined": "chn-share-iea-2024-refining",
    "share-iea-2025-magnets": "chn-share-iea-2024-magnets",
    "share-nrcan-2022-refined": "chn-share-nrcan-2022-refining",
    "share-shoigu-80": "chn-share-shoigu-2025",
    "share-reserves-60": "chn-share-scmp-2025",
    "share-whitepaper-2011": "chn-share-whitepaper-2011-refining",
    "africa-paulick-2015": "wld-paulick-2015-africa",
    "wld-paulick-2015": "wld-paulick-2015-outside-china",
    "wld-vc-919": "wld-vc-2025",
    "wld-cnbc-110": "wld-cnbc-2025",
    "wld-inn-130": "wld-gateapi-130",
    "wld-megatonnes": "chn-megatonnes",
}  # fmt: skip
#: Statements of the research without a figure of rare earths, with the place and source of their remark.
REMARKS = {
    "aus-ga-definition": ("AUS", "ga-aimr"),
    "ukr-5pct": ("UKR", "politico-2025-02-26"),
    "mixed-kg-2025": (WORLD, "open-kg-2025"),
    "pak-6trn-2025": ("PAK", "theprint-2025-11-10"),
}
#: The addresses of the research that gave way to the publisher, an abstract page or a reputable carrier.
REPLACED = {
    "https://aboutrareearths.blogspot.com/p/australia_23.html": "http://www.ga.gov.au/",
    "https://squidsite02.com/2025/03/18/russias-sovereign-wealth-fund": "https://unn.ua/",
    "https://cont.ws/@borislav/3064886": "https://29ru.net/",
    "https://world-economist.com/ukraine-lacks-capacity-to-supplant-chinas-critical-minerals-supply-analysts":
        "https://www.scmp.com/",
    "http://shaybo-therisingtide.blogspot.com/2011/09/afghanistans-embattled-helmand-region.html":
        "https://www.bloomberg.com/",
    "https://ktemoc.blogspot.com/2023/06/msia-has-rare-earth-elements-worth-over.html":
        "https://www.freemalaysiatoday.com/",
    "https://news24first.com/?p=2147": "https://menafn.com/",
    "http://mongoliaeconomy.blogspot.com/2010/12/rare-earths-hold-new-promise-for.html": "https://news.mn/",
    "https://alaturkanews.com/2025/04/10/kazakhstan-discovers-rare-earths-reserve-said-to-be-third-largest-in-the-world":
        "https://www.24ur.com/",
    "https://mqworld.com/rare-earths-norway-says-estimate-of-europes-biggest-deposit-jumps-81":
        "https://www.finanzen.at/",
    "http://m.acphonor.com/interactive/95238/en": "https://www.scmp.com/",
    "https://hackerfall.com/story/tremendous-potential-of-deep-sea-mud-as-a-source-o": "https://pmc.ncbi.nlm.nih.gov/",
    "https://rinnen-workshop.de/DE/Gemeinsames/Nachrichten/Aktuelles/2025/2025-03-13_seltene-erden-dera-studie-bewertet"
    "-weltweite-projekte.html?nn=1544600": "https://www.bgr.bund.de/",
    "https://scribd.com/document/685730798/weng2015": "http://researchbank.rmit.edu.au/",
    "https://id.scribd.com/document/400649315/minerals-07-00203-pdf": "https://doi.org/10.3390/",
    "https://ru.scribd.com/document/426502532/1-s2-0-S0301420716303075-main": "https://doi.org/10.1016/",
}  # fmt: skip
LEFT_OUT = {"share-mine-usgs-2024": "nobody printed it: two cells of MCS 2025 divided"}
#: Tonnes per unit, by patterns of the units that the research writes; percentages have the factor 1.
UNIT_FACTORS = (
    (r"million [mM]e(ta|ga)\b|million Mega", 10**12),
    (r"(?i)billion", 10**9),
    (r"thousand", 10**3),
    (r"10\^4", 10**4),
    (r"million|\bM[tT]\b|\bml?n\b|\bmt\b", 10**6),
    (r"percent|tons|tonnes|ambiguous", 1),
)
#: Figures that the research lists under another place: here a list of countries that starts with China.
OTHER_PLACES = {"wld-megatonnes": "CHN"}


@pytest.fixture(scope="module")
def research(shared):
    rows = yaml.safe_load((shared / "research" / "rival_estimates.yaml").read_text(encoding="utf-8"))["estimates"]
    return {row["id"]: row for row in rows}


def find_unit_factor(unit):
    return next(factor for pattern, factor in UNIT_FACTORS if re.search(pattern, unit.partition(" of ")[0]))


def find_numbers(bundled, key):
    """Return the numbers of a figure and of its parts: both ends of a range, or else the value."""
    parts = [one for one in bundled.estimates.values() if key in (one.id, one.part_of)]
    quantities = [one.quantity for one in parts]
    return {
        float(number)
        for one in quantities
        for number in ((one.low, one.high) if one.kind == "range" else (one.value,))
        if number is not None
    }


def test_every_figure_of_the_research_is_on_record(bundled, research):
    rows = {key: row for key, row in research.items() if key not in {**REMARKS, **LEFT_OUT}}
    assert len(rows) == len(research) - 5
    for key, row in rows.items():
        estimate = bundled.estimates[IDS.get(key, key)]
        source = bundled.sources[estimate.source]
        assert estimate.place == OTHER_PLACES.get(key, row["country"]), key
        links = (estimate.url, source.url, *source.also_at)
        assert row["url"] in links or any(one.startswith(REPLACED[row["url"]]) for one in links), key
        assert source.verification == row["verification"], key
        for number in row["value"] if isinstance(row["value"], list) else [row["value"]]:
            found = find_numbers(bundled, estimate.id)
            if number is None:
                assert estimate.quantity.printed == "NA", key
            else:
                assert any(one == pytest.approx(number * find_unit_factor(row["unit"]), rel=1e-9) for one in found), key


def test_contained_tonnages_equal_the_research(bundled, research):
    checked = [key for key, row in research.items() if "value_mt" in row and key != "chn-dnpm-2012"]
    for key in checked:
        value = bundled.estimates[IDS.get(key, key)].quantity.value
        assert float(value) == pytest.approx(research[key]["value_mt"] * 10**6, rel=1e-9), key
    assert len(checked) == 106


def test_statements_without_a_figure_are_remarks(bundled, research):
    remarks = {(remark.place, remark.source) for remark in bundled.remarks}
    for key, (place, source) in REMARKS.items():
        assert (place, source) in remarks
        assert research[key]["url"] == bundled.sources[source].url
    assert set(LEFT_OUT) <= set(research)


def test_unverified_figures_are_not_on_record(bundled, shared):
    text = (shared / "research" / "rival_estimates.yaml").read_text(encoding="utf-8")
    for row in yaml.safe_load(text)["not_verified"]:
        assert row["id"] not in bundled.estimates


def test_every_place_of_the_research_is_on_record(bundled, shared):
    """33 places: 28 countries with figures, Ukraine (misquotation), Pakistan (remark), the world, CIS and others."""
    rivals = yaml.safe_load((shared / "research" / "rival_estimates.yaml").read_text(encoding="utf-8"))["estimates"]
    named = {one["country"] for one in rivals}
    codes = {place.name: code for code, place in bundled.places.items()}
    codes |= {"Burma": "MMR", "US": "USA", "USA": "USA", "Russian Federation": "RUS", "Russia, Europe": "RUS"}
    codes |= dict.fromkeys(("Other", "Other countries", "Rest of World"), "OTH")
    codes |= dict.fromkeys(("World", "Total", "World total", "World total (rounded)", "Total World"), "WLD")
    codes |= {"Commonwealth of Independent States": "CIS", "Thailand (sic; Tanzania)": "THA"}
    for name in ("usgs_mcs.yaml", "usgs_mcs_secondary.yaml"):
        editions = yaml.safe_load((shared / "research" / name).read_text(encoding="utf-8"))["editions"]
        named |= {codes[row["country"]] for edition in editions for row in edition.get("countries", ())}
    others = yaml.safe_load((shared / "research" / "production_other.yaml").read_text(encoding="utf-8"))
    named |= {codes[name] for compiler in others.values() for name in compiler.get("countries", ())}
    named |= {
        codes[name] for row in others["bp_reserves_by_edition_kt"].values() if isinstance(row, dict) for name in row
    }
    assert len(named) == 33
    named |= {"AGO", "CHL", "LAO", "LKA", "NAM", "UGA"}  # with the additions and the two series
    with_figures = {one.place for one in bundled.estimates.values() if one.quantity.low is not None}
    remarked = {one.place for one in bundled.remarks}
    assert named - with_figures == {"PAK"} <= remarked
    assert with_figures <= named
