"""A release against a record that was made for it, and the official releases against ours."""

from collections import Counter

import pytest

from rareearth_cli.importers.check import check_release
from rareearth_cli.importers.release import read_content, read_rows
from rareearth_cli.importers.usgs.release import read_release, to_release
from rareearth_cli.importers.usgs.table import Cell, ReadingContext, Reason, UnreadFigure, find_layout, read_row
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.record.load import load_dataset_from_text, load_places
from rareearth_cli.record.tables import Column
from tests.importers.forms import describe

PLACES = load_places()
SOURCE = "{series: usgs-mcs, edition: '2027', version: '%s', published: 2027-0%s, title: t, url: u, locator: l}"
RECORD = f"""
sources:
  usgs-mcs-2027-v1.0: {SOURCE % ("1.0", 1)}
  usgs-mcs-2027-v1.1: {{amends: usgs-mcs-2027-v1.0, version: "1.1", published: 2027-05-02}}
tables:
- source: usgs-mcs-2027-v1.0
  unit: t
  columns: production 2026 | reserves 2026
  rows:
    BRA: 2,000e | 21,000,000
    IND: — | NA
    CAN: 12 | 830,000
- source: usgs-mcs-2027-v1.1
  unit: t
  columns: reserves 2026
  rows:
    BRA: 11,000,000
    IND: 700
"""


@pytest.fixture
def record():
    return load_dataset_from_text("record", RECORD)


@pytest.fixture
def release(tmp_path):
    def reading(*lines, **options):
        path = tmp_path / "mcs2027-raree.csv"
        path.write_text("\n".join(["Country,Prod_t_2026,Reserves_t", *lines]) + "\n", encoding="utf-8")
        return read_release(read_content(path), PLACES, **options)

    return reading


SAME = ("Brazil,2000,21000000", "India,0,NA", "Canada,12,830000")


def statuses(held):
    return {f"{one.place} {one.column}": one.status for one in held.figures if one.status != "equal"}


def test_figures_spelt_otherwise_are_equal_and_the_version_is_the_one_they_agree_with(release, record):
    held = check_release(to_release(release(*SAME)), record)
    assert (held.differs, statuses(held)) == (False, {})
    assert "against usgs-mcs-2027-v1.0" in held.messages[0]
    assert "6 with 1.0, 4 with 1.1 of 6): 6 equal, 0 different, 0 new, 0 missing." in held.messages[0]
    assert held.messages[1] == "1 of the equal ones are marked estimated on one side alone."
    assert held.messages[2] == (
        "The record holds a newer version, 1.1 of 2 May 2027, which revised 2 of them:"
        " Brazil reserves 2026 21,000,000 to 11,000,000; India reserves 2026 NA to 700."
    )
    revised = {one.place: (one.revised.printed, one.revised_by) for one in held.figures if one.revised}
    assert revised == {"BRA": ("11,000,000", "usgs-mcs-2027-v1.1"), "IND": ("700", "usgs-mcs-2027-v1.1")}


def test_rows_that_add_up_to_a_third_of_the_total_are_said_to_be_less(release):
    """Cells without an amount may hold the rest, but nobody knows: 21,830,000 of 66,000,000 is 66.9 % less (R7.7)."""
    told = describe(release(*SAME, "World total,2000,66000000"))
    (reserves,) = [line for line in told if line.startswith("world reserves")]
    assert "the rows add up to 21.83 million t, 44.17 million t (67 %) less than printed: check" in reserves
    (production,) = [line for line in told if line.startswith("world production")]
    # 2000 may be rounded to the thousand.
    assert production.endswith("the rows add up to 2,012 t, the same within rounding")


def test_a_figure_that_was_not_read_makes_a_difference(release, record):
    held = check_release(to_release(release(*SAME, "Atlantis,5,NA", "Elbonia,6,NA")), record)
    assert (held.differs, statuses(held)) == (True, {})
    said = "Figures of the file that could not be read are missing here: line 5: not read: unknown place: 'Atlantis'"
    assert held.messages[1] == f"{said} and 1 more."


def test_new_different_and_missing_are_told_apart(release, record):
    held = check_release(
        to_release(release("Brazil,3000,21000000", "India,7,", "China,5,NA", "Canada,12,830000")), record
    )
    assert held.differs
    assert statuses(held) == {
        "BRA production 2026": "different",
        "IND production 2026": "different",
        "IND reserves 2026": "missing",
        "CHN production 2026": "new",
        "CHN reserves 2026": "new",
    }
    folds = {f"{one.place} {one.column}": one.times_apart for one in held.figures if one.times_apart}
    assert folds == {"BRA production 2026": 1.5}  # 3000 / 2000; nothing is a multiple of zero


@pytest.mark.parametrize(
    ("old", "new", "fold"),
    [
        ("21000000", "11000000", 1.91),  # two figures each, so three of 1.90909
        ("21000000", ">11000000", None),
        ("21000000", "NA", None),
    ],
)
def test_the_fold_has_a_figure_more_than_the_poorer_and_none_of_a_bound(release, record, old, new, fold):
    held = check_release(to_release(release(*(line.replace(old, new) for line in SAME), version="1.0")), record)
    assert [one.times_apart for one in held.figures if one.status == "different"] == [fold]


def test_a_version_asked_for_is_the_one_it_is_held_against(release, record):
    held = check_release(to_release(release(*SAME, version="1.1")), record)
    assert statuses(held) == {"BRA reserves 2026": "different", "IND reserves 2026": "different"}
    assert not any("newer version" in sentence for sentence in held.messages)


def test_a_version_that_is_not_on_record_is_held_against_the_newest_and_said_so(release, record):
    held = check_release(to_release(release(*SAME, version="1.2")), record)
    assert "usgs-mcs-2027-v1.1" in held.messages[0]
    assert "there is no version 1.2 in our data; the record holds 1.0, 1.1, and this is its newest" in held.messages[0]


def test_an_edition_that_is_not_on_record_is_new(release, record):
    held = check_release(to_release(release(*SAME, edition="2028")), record)
    assert {one.status for one in held.figures} == {"new"}
    assert held.messages == ["The record holds no edition 2028: all 6 figures of mcs2027-raree.csv are new."]


def test_a_version_of_an_edition_without_versions_is_not_on_record(release, bundled):
    with pytest.raises(NotOnRecord, match="names no version; leave --version 1"):
        check_release(to_release(release(*SAME, edition="2025", version="1.0")), bundled)


OFFICIAL = {
    # File: rows of rare earths, figures; world totals by hand (sum of the rows, exact).
    "mcs2022-raree_world.csv": (
        17, 34, {"production 2020": (244_700, True), "production 2021": (277_100, True)},
    ),
    "mcs2024-raree_world.csv": (
        16, 48,
        {"production 2022": (296_920, True), "production 2023": (353_320, True), "reserves 2023": (115_414_500, False)},
    ),
    "MCS2025_World_Data.csv": (
        18, 54,
        {"production 2023": (376_090, True), "production 2024": (393_950, True), "reserves 2024": (90_884_500, True)},
    ),
    "MCS2026_Commodities_Data.csv": (
        54, 54,
        {"production 2024": (384_000, True), "production 2025": (389_310, True), "reserves 2025": (85_290_000, True)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_release_is_the_record_figure_by_figure(shared, bundled, name):
    rows_read, figures, sums = OFFICIAL[name]
    release = read_release(read_content(shared / "usgs" / name), PLACES)
    assert (release.rows_read, len(release.cells)) == (rows_read, figures)
    held = check_release(to_release(release), bundled)
    on_record = any((one.series, one.edition) == ("usgs-mcs", release.edition.year) for one in bundled.sources.values())
    assert {one.status for one in held.figures if one.file} == {"equal" if on_record else "new"}
    assert on_record or name.startswith("mcs2022")
    result = to_release(release)
    totals = {str(column): result.sum_column(column) for column in result.columns}
    assert {column: (total.value, total.exact) for column, total in totals.items()} == sums
    assert not [one for one in release.unread if one.reason not in (Reason.OTHER, Reason.EMPTY)]


def test_the_file_of_2026_is_version_1_0_and_1_3_changed_two_cells(shared, bundled):
    held = check_release(
        to_release(read_release(read_content(shared / "usgs" / "MCS2026_Commodities_Data.csv"), PLACES)), bundled
    )
    assert "usgs-mcs-2026-v1.0" in held.messages[0]
    assert held.messages[-1] == (
        "The record holds a newer version, 1.3 of 27 May 2026, which revised 2 of them:"
        " Brazil reserves 2025 21,000,000 to 11,000,000; World reserves 2025 >85,000,000 to >75,000,000."
    )


def test_the_shifted_row_and_the_conflict_of_single_rare_earths_are_told(shared):
    told = describe(read_release(read_content(shared / "usgs" / "MCS2026_Commodities_Data.csv"), PLACES))
    assert any("line 8533: not read: cells shifted or lacking: 'Yttrium' where 'Is critical" in line for line in told)
    assert any(
        "line 6551: not read: at odds with its own chapter: AUS" in line and "scandium oxide equivalent" in line
        for line in told
    )


#: Rows of all commodities, by the first reason that a figure of them was not read.
SURVEY = {
    "MCS2025_World_Data.csv": {
        "read": 976, Reason.CAPACITY: 88, Reason.UNIT: 72, Reason.EMPTY: 42, Reason.WORD: 37,
        Reason.EMPTY_WITH_NOTE: 33, Reason.PLACE: 2,
    },
    "MCS2026_Commodities_Data.csv": {
        Reason.OTHER: 5583, "read": 2803, Reason.UNIT: 222, Reason.CAPACITY: 220, Reason.WORD: 56, Reason.CONFLICT: 1,
        Reason.SHIFTED: 1,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SURVEY)
def test_the_rows_of_all_commodities_are_read_or_have_a_reason(shared, name):
    content = read_content(shared / "usgs" / name)
    form = find_layout(content)
    reader = ReadingContext(form, PLACES)
    counts = Counter()
    for row in read_rows(content, form.separator):
        if row.line > form.line:
            found = list(read_row(row, reader))
            reasons = [one.reason for one in found if isinstance(one, UnreadFigure) and one.reason is not Reason.EMPTY]
            read = any(isinstance(one, Cell) for one in found)
            counts[reasons[0] if reasons else "read" if read else Reason.EMPTY] += 1
    assert counts == SURVEY[name]


def test_a_column_is_named_as_the_record_names_it(release):
    assert to_release(release(*SAME)).columns == [Column("production", "2026"), Column("reserves", "2026")]


def test_a_program_that_leaves_out_each_na_of_a_release_of_one_figure_a_row_is_known(record, tmp_path):
    def hold(*figures):
        rows = [f"{place},Reserves,metric tons,2026,{figure}" for place, figure in figures]
        path = tmp_path / "mcs2027-raree.csv"
        path.write_text("\n".join(["Country,Statistics,Unit,Year,Value", *rows]) + "\n", encoding="utf-8")
        read = read_release(read_content(path), PLACES)
        return read.assumed, statuses(check_release(to_release(read), record))

    figures = [("Brazil", "21000000"), ("Canada", "830000")]
    production = {f"{place} production 2026": "missing" for place in ("BRA", "CAN", "IND")}
    told = (
        "line 4 has no figure, and no other has NA; where the original has NA, the program may have left an empty cell"
    )
    assert hold(*figures, ("India", "")) == ([told], production)
    assert hold(*figures, ("India", ""), ("Peru", "NA"))[0] == []
    assert hold(*figures)[1] == {**production, "IND reserves 2026": "missing"}
