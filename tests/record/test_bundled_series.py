"""The bundled yearly series equal the research files cell by cell, in both directions."""

import re
from decimal import Decimal

import pytest
import yaml

from rareearth_cli.model.vocabulary import Measure, Status, Verification

from .test_bundled import CODES

PLACES = {
    **CODES,
    "Commonwealth of Independent States": "CIS",
    "Myanmar": "MMR",
    "Rest of World": "OTH",
    "Russian Federation": "RUS",
    "Total World": "WLD",
    "US": "USA",
    "USA": "USA",
    "World": "WLD",
}
#: The fields of a USGS row, with the measure of each and the number of years from the figure to the edition.
FIELDS = {
    "production_1": ("production", 2),
    "production_2": ("production", 1),
    "reserves": ("reserves", 1),
    "reserve_base": ("resources", 1),
}
#: Editions that `test_bundled` compares with the research.
TESTED_EDITIONS = ("2023", "2024", "2025", "2026")
#: Cells of the research that are not a figure of that edition's table, with the reason.
EXCLUDED_CELLS = {
    ("2007", "OTH", "reserve_base"): "cut off after 23",
    ("2017", "USA", "reserves"): "a rank only",
    ("2020", "MYS", "reserves"): "BP's alone, perhaps carried over from an older edition of USGS",
    ("2021", "MMR", "production_1"): "told as a difference only: derived, not transcribed",
}
#: Single cells that the research lists apart, in additions_traps.md.
SINGLE_CELLS = {("2021", "RUS", "reserves", "2020"): Decimal(12_000_000)}


def read_research(shared, name):
    return yaml.load((shared / "research" / name).read_text(encoding="utf-8"), yaml.BaseLoader)


def parse_amount(text):
    """Return the tonnes of a cell by an independent, simpler way of reading; None for NA."""
    if text == "NA":
        return None
    if text in ("—", "none"):
        return Decimal(0)
    number, unit = re.search(r"(\d[\d.,]*\d|\d) ?(million|Mt|thousand|kt)?", text).groups()
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", number):  # German thousands separators.
        number = number.replace(".", "")
    scale = {"million": 10**6, "Mt": 10**6, "thousand": 10**3, "kt": 10**3, None: 1}[unit]
    return Decimal(number.replace(",", "")) * scale


def find_numbers(text):
    """Return the numbers that a text contains, without words and marks."""
    return set(re.findall(r"\d[\d.,]*\d|\d|NA", text)) or {"—"}


@pytest.fixture
def usgs_cells(shared):
    """Return the texts of the two research files on USGS by edition, place and field, without `TESTED_EDITIONS`."""
    cells = {}
    for name in ("usgs_mcs.yaml", "usgs_mcs_secondary.yaml"):
        for edition in read_research(shared, name)["editions"]:
            rows = [(row["country"], row) for row in edition["countries"]]
            rows += [(key, {"reserves": text}) for key, text in edition.get("reserves_secondary", {}).items()]
            for country, row in rows:
                for field in FIELDS if country in PLACES and edition["edition"] not in TESTED_EDITIONS else ():
                    key = (edition["edition"], PLACES[country], field)
                    if field in row and key not in EXCLUDED_CELLS:
                        cells.setdefault(key, []).append(row[field])
    return cells


def find_figures(bundled, series):
    """Return the estimates that a series itself published, by edition, place, measure and period, without shares."""
    found = {}
    for one in bundled.estimates.values():
        source = bundled.sources[one.source]
        if source.series == series and one.measure is not Measure.SHARE and one.status is Status.PUBLISHED:
            key = (source.edition, one.place, one.measure.value, one.period)
            if source.edition not in TESTED_EDITIONS or series != "usgs-mcs":
                assert key not in found, f"{one.id}: the cell is in our data twice"
                found[key] = one
    return found


def test_usgs_editions_equal_the_research_files(bundled, usgs_cells):
    record = find_figures(bundled, "usgs-mcs")
    salient = {("2019", "USA", "production", str(year)) for year in range(2014, 2019)}
    salient |= {("2016", "USA", "production", str(year)) for year in range(2011, 2016)}
    seen = set()
    for (edition, place, field), texts in usgs_cells.items():
        measure, later = FIELDS[field]
        amounts = [text for text in texts if "%" not in text]  # The next test covers shares.
        key = (edition, place, measure, str(int(edition) - later))
        if not amounts:
            assert key not in record
            continue
        quantity = record[key].quantity
        assert {quantity.value} == {parse_amount(text) for text in amounts}, key
        assert (quantity.kind.value == "lower") == any("more than" in text for text in amounts), key
        # BP's workbooks print thousand tonnes; the research has written them out.
        if quantity.unit != "kt":
            assert find_numbers(quantity.printed) <= set().union(*map(find_numbers, amounts)), key
        seen.add(key)
    assert {key: record[key].quantity.value for key in SINGLE_CELLS} == SINGLE_CELLS
    assert set(record) == seen | salient | set(SINGLE_CELLS)
    assert len(seen) > 200


def test_shares_in_the_research_are_on_record_as_shares(bundled, usgs_cells):
    shares = {
        (one.place, one.period, one.quantity.value)
        for one in bundled.estimates.values()
        if one.measure is Measure.SHARE and one.share_of == "reserves"
    }
    wanted = {
        (place, str(int(edition) - 1), Decimal(re.search(r"[\d.]+(?= ?%)", text)[0]))
        for (edition, place, _), texts in usgs_cells.items()
        for text in texts
        if "%" in text
    }
    assert len(wanted) == 9
    assert wanted <= shares


def test_usgs_originals_are_primary_and_transcriptions_are_not(bundled):
    record = find_figures(bundled, "usgs-mcs")
    primary = {
        key[:3:2] for key, one in record.items() if bundled.sources[one.source].verification is Verification.PRIMARY
    }
    assert primary == {
        *(("2003", measure) for measure in ("production", "reserves", "resources")),
        *((edition, "production") for edition in ("2016", "2019", "2022")),
    }
    headed = [
        one
        for (edition, _, measure, _), one in record.items()
        if edition in ("2003", "2007") and measure == "production"
    ]
    assert all(one.quantity.estimated for one in headed if one.quantity.value and one.place != "WLD")
    for (edition, place, measure, year), one in record.items():
        if edition == "2022" and measure == "production":
            assert one.quantity.estimated == (year == "2021" and one.quantity.value > 0), place


def test_salient_statistics_of_2019_equal_the_research(bundled, shared):
    editions = {edition["edition"]: edition for edition in read_research(shared, "usgs_mcs.yaml")["editions"]}
    (texts,) = editions["2019"]["us_salient_as_printed"].values()
    record = [bundled.estimates[f"usgs-mcs-2019-salient/USA/production-{year}"].quantity for year in range(2014, 2019)]
    assert [one.printed.removesuffix("e") for one in record] == texts


def test_usgs_reserves_of_russia_by_edition(bundled):
    """The figures that `rareearth history russia` must show."""
    reserves = {}
    for one in bundled.estimates.values():
        source = bundled.sources[one.source]
        if (source.series, one.place, one.measure, one.status) == (
            "usgs-mcs",
            "RUS",
            Measure.RESERVES,
            Status.PUBLISHED,
        ):
            reserves.setdefault(source.edition, set()).add((one.quantity.kind.value, one.quantity.value / 10**6))
    point = {"2017": 18, "2018": 18, "2020": 12, "2021": 12, "2023": 21, "2024": 10}
    point |= {"2025": Decimal("3.8"), "2026": Decimal("3.8")}
    assert reserves == {
        **{edition: {("point", amount)} for edition, amount in point.items()},
        "2019": {("approx", 12)},
        "2022": {("lower", 20)},
    }


def test_bp_and_energy_institute_equal_the_research_files(bundled, shared):
    research = read_research(shared, "production_other.yaml")
    wanted = {}
    for edition, name in (("2022", "bp_statistical_review_2022"), ("2024", "ei_statistical_review_2024")):
        for country, years in research[name]["countries"].items():
            for year, text in years.items():
                if Decimal(text):  # The source prints zero for both zero and not available.
                    wanted[edition, PLACES[country], "production", year] = Decimal(text)
    for edition, rows in research["bp_reserves_by_edition_kt"].items():
        for country, text in rows.items() if edition != "note" else ():
            if country != "Thailand (sic; Tanzania)":  # A misquotation, which a later test covers.
                wanted[edition, PLACES[country], "reserves", str(int(edition) - 1)] = Decimal(text) * 1000
    record = find_figures(bundled, "energy-review")
    assert {key: one.quantity.value for key, one in record.items()} == wanted
    assert (
        research["ei_statistical_review_2024"]["reserves_end_2023_kt"] == research["bp_reserves_by_edition_kt"]["2024"]
    )


def test_figures_that_bp_repeats_from_usgs_share_its_origin(bundled):
    record = {key: one for key, one in find_figures(bundled, "energy-review").items() if key[2] == "reserves"}
    own = {(place, edition) for (edition, place, _, _), one in record.items() if one.root != "usgs-mcs"}
    later = ("2019", "2020", "2021", "2022")
    aggregates = {(place, edition) for place in ("OTH", "WLD") for edition in (*later, "2024")}
    assert own == aggregates | {("RUS", edition) for edition in later} | {("MDG", "2022"), ("MDG", "2024")}
    assert all("root" in one.inferred for one in record.values() if one.root == "usgs-mcs")
    # A figure that repeats the State Balance digit by digit draws on it by our inference, but has another origin.
    for edition, balance in (("2021", "rus-balance-2020-abc1"), ("2022", "rus-balance-2021-abc1")):
        one = record[edition, "RUS", "reserves", str(int(edition) - 1)]
        assert one.quantity.value == bundled.estimates[balance].quantity.value
        assert (one.root, one.draws_on, one.inferred) == ("energy-review", ("ru-state-balance",), ("draws_on",))


@pytest.mark.parametrize(
    ("key", "tonnes", "original"),
    [
        ("tha-bp-2020", 890_000, "usgs-mcs-2020/TZA/reserves"),
        ("aus-bp-2021", 41_438, "bp-review-2022/AUS/production-2020"),
        ("rus-gaiageld-2020", 8_000, "usgs-mcs-2021/MDG/production-2020"),
        ("rus-latribune-2019", 18_000_000, "usgs-mcs-2018/RUS/reserves"),
        ("bra-asianmetal-2014", 2_200_000, "not read"),
    ],
)
def test_misquotations_are_on_record_as_such(bundled, key, tonnes, original):
    slip = bundled.estimates[key]
    # Of BP's own slip alone both texts were read at the publisher.
    status = Status.MISQUOTED if key == "aus-bp-2021" else Status.INCONSISTENT
    assert (slip.quantity.value, slip.status, slip.distorts.original) == (tonnes, status, original)
    if key in ("tha-bp-2020", "rus-gaiageld-2020", "rus-latribune-2019"):  # Copied digit by digit.
        assert bundled.estimates[original].quantity.value == tonnes


def test_bgs_equals_the_research_files(bundled, shared):
    research = read_research(shared, "production_other.yaml")["bgs_world_mineral_statistics"]
    wanted, estimated = {}, set()
    for country, years in research["countries"].items():
        for year, cell in years.items():
            if cell["t"] != "null":  # Blank in the source.
                wanted[PLACES[country], year] = Decimal(cell["t"])
                estimated |= {(PLACES[country], year)} if "estimate" in cell.get("flags", "") else set()
    copy = {("WLD", year): Decimal(text) for year, text in research["world_second_copy_t"].items()}
    copy["CHN", "2024"] = Decimal(research["china_2024_second_copy_t"])
    sums = {
        ("WLD", year): Decimal(text) for year, text in research["sum_of_rows_t"].items() if ("WLD", year) not in copy
    }
    record = {(one.place, one.period): one for one in find_figures(bundled, "bgs-wms").values()}
    assert {key: one.quantity.value for key, one in record.items()} == wanted | copy | sums
    assert {key for key, one in record.items() if one.quantity.printed.endswith("e")} == estimated
    assert {key for key, one in record.items() if one.derived_from} == set(sums)
    assert {key for key, one in record.items() if one.source == "bgs-wms-atlas"} == set(copy)
    for year in range(2018, 2024):  # Rows of one copy add up to the total of the other.
        assert sum(amount for (_, at), amount in wanted.items() if at == str(year)) == copy["WLD", str(year)]


def test_bgs_cells_state_what_they_count(bundled):
    record = find_figures(bundled, "bgs-wms")
    counts = {(one.place, one.category, one.inferred) for one in record.values()}
    assert {one for one in counts if one[1]} == {
        ("AUS", "year ending 30 June", ("printed",)),
        ("IND", "year ending 31 March following", ("printed",)),
        ("USA", "oxide content of concentrate", ("category", "printed")),
        ("WLD", "the countries that BGS lists", ("category",)),
        ("WLD", "the countries that BGS lists, added up by the Critical Materials Atlas", ("category", "printed")),
    }
    assert {one.place for one in record.values() if not one.category}.isdisjoint({"AUS", "IND", "USA", "WLD"})


def test_annotations_of_two_tables_of_a_source_stay_separate(bundled):
    """The annotations of each of two tables of a source apply to its own cells only."""
    annotations = {key: (one.locator, one.note) for key, one in bundled.estimates.items()}
    assert annotations["usgs-mcs-2019/WLD/production-2018"] == (
        "report of the edition of 2019; two transcriptions agree: xitucn.cn and Investing News",
        "",
    )
    where = "out/usgs_revisions.json, usgs_vs_bgs.rare_earths_mine"
    how = "two transcriptions agree: the machine reading, and xitucn.cn"
    assert annotations["usgs-mcs-2019/WLD/production-2017"] == (f"{where}; {how}", "")
    assert annotations["usgs-mcs-2012/WLD/production-2010"] == ("", "")
    assert not [key for key, (_, note) in annotations.items() if "transcriptions agree" in note]


def test_usgs_figures_in_kilotonnes_keep_two_significant_digits(bundled):
    """10000 kt is 9.95 to 10.5 Mt, as 10,000,000 t is, and not 9.5 to 15 Mt; further printed digits count."""
    ends = {
        key: (one.quantity.low, one.quantity.high)
        for key, one in bundled.estimates.items()
        if one.source == "ei-review-2024" and one.measure == "reserves"
    }
    assert ends["ei-review-2024/RUS/reserves"] == (9_950_000, 10_500_000)
    russia = bundled.estimates["usgs-mcs-2024/RUS/reserves"].quantity
    assert ends["ei-review-2024/RUS/reserves"] == (russia.low, russia.high)
    assert ends["ei-review-2024/CHN/reserves"] == (43_500_000, 44_500_000)
    assert [float(end) for end in ends["ei-review-2024/WLD/reserves"]] == [115_601_705.45, 115_601_705.55]
