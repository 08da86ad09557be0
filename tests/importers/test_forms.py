"""Small releases of each form, written by us: what is read, marked, left out and said."""

from pathlib import Path

import pytest

from rareearth_cli.importers.release import read_content
from rareearth_cli.importers.usgs.release import read_release, to_release
from rareearth_cli.importers.usgs.table import Reason
from rareearth_cli.importers.yaml_out import to_yaml
from rareearth_cli.model.quantity import Kind
from rareearth_cli.record.load import load_dataset_from_text, load_places
from rareearth_cli.record.tables import Column
from tests.importers.forms import describe

RELEASES = Path(__file__).parent / "releases"
PLACES = load_places()


def release(name, **options):
    return read_release(read_content(RELEASES / name), PLACES, **options)


def printed(read):
    """The table as it would be printed: a row a place, a cell a column, ``..`` where there is none."""
    places = dict.fromkeys(place for place, _ in read.cells)
    return {
        place: " | ".join(
            read.cells[place, column].quantity.printed if (place, column) in read.cells else ".."
            for column in to_release(read).columns
        )
        for place in places
    }


# By hand, from the files: "e" where the column or a note says estimated, never on a zero or NA.
EXPECTED = {
    "mcs2022-raree_world.csv": {"USA": "400 | 500e", "MMR": "20 | 0", "OTH": "10 | 10e", "WLD": "430 | 510e"},
    "mcs2023-raree_world.csv": {
        "USA": "400 | 500e | 2300",
        "MMR": "20e | 10e | NA",  # "Estimated in 2021 also."
        "CHN": "1000 | 1200e | 44000",
        "WLD": "1400 | 1700e | 46000",
    },
    "mcs2024-raree_world.csv": {
        "USA": "400e | 500e | 2300",
        "THA": "30e | 40e | 45",
        "CAN": "0 | 0 | 830",
        "WLD": "430e | 540e | 2800",
    },
    "MCS2025_World_Data.csv": {
        "MMR": "300e | 200e | NA",  # NA of the reserves stands in the note
        "CAN": "— | — | 830",
        "RUS": "250 | 260 | 3800",  # "reported", in a column of estimates
        "OTH": "14e | 11e | NA",  # "estimated 2023", in a column without
        "WLD": "560 | 470e | >4600",
    },
    "MCS2026_Commodities_Data.csv": {
        "USA": "1,450 | 1,900,000",
        "MMR": "2,700e | NA",
        "CAN": "— | 830,000",
        "OTH": "90e | ..",  # a non-breaking space behind the figure
        "WLD": "4,200e | >2,700,000",
    },
}
COLUMNS = {
    "mcs2022-raree_world.csv": ["production 2020", "production 2021"],
    "mcs2023-raree_world.csv": ["production 2021", "production 2022", "reserves 2022"],
    "mcs2024-raree_world.csv": ["production 2022", "production 2023", "reserves 2023"],
    "MCS2025_World_Data.csv": ["production 2023", "production 2024", "reserves 2024"],
    "MCS2026_Commodities_Data.csv": ["production 2024", "reserves 2025"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_form_is_read(name):
    read = release(name)
    assert list(map(str, to_release(read).columns)) == COLUMNS[name]
    assert printed(read) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_output_loads_as_the_table_it_was_read_from(name):
    read = release(name)
    dataset = load_dataset_from_text(name, to_yaml([to_release(read)]))
    loaded = {(one.place, one.measure.value, one.period): one.quantity for one in dataset.estimates.values()}
    assert loaded == {
        (place, column.measure, column.period): cell.quantity for (place, column), cell in read.cells.items()
    }
    (source,) = dataset.sources.values()
    assert (source.edition, source.locator, source.publisher) == (read.edition.year, name, "U.S. Geological Survey")
    assert (source.published.text, source.inferred) == (f"{source.edition}-02", ("published",))


def test_a_dash_left_out_is_zero_and_said_to_be_one():
    read = release("MCS2025_World_Data.csv")
    cell = read.cells["CAN", Column("production", "2024")]
    assert (cell.quantity.kind, cell.dash_omitted) == (Kind.ZERO, True)
    assert any(
        line.startswith("2 empty cells") and "CAN production 2023, CAN production 2024" in line
        for line in describe(read)
    )
    assert "CAN production: the file leaves the cell empty where" in to_yaml([to_release(read)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"NA,,,,1000,", b",,,,1000,"),  # no word in the notes: nothing says where NA would stand
        (b"300,200,", b"300,0,"),  # a zero is printed: an empty cell is something else
        (b"Canada ,", b"Canada ,"),
    ],
)
def test_an_empty_cell_is_missing_where_the_file_does_not_show_that_it_is_a_dash(tmp_path, old, new):
    content = (RELEASES / "MCS2025_World_Data.csv").read_bytes()
    assert old in content
    path = tmp_path / "MCS2025.csv"
    path.write_bytes(content.replace(old, new))
    cells = read_release(read_content(path), PLACES).cells
    assert (("CAN", Column("production", "2024")) in cells) == (old == new)


def test_empty_reserves_are_never_zero(tmp_path):
    content = (RELEASES / "MCS2025_World_Data.csv").read_bytes()
    path = tmp_path / "MCS2025.csv"
    path.write_bytes(content.replace(b",830,", b",,"))
    assert ("CAN", Column("reserves", "2024")) not in read_release(read_content(path), PLACES).cells


def test_known_footnotes_are_flags_and_notes_in_our_words_and_others_are_told():
    read = release("MCS2025_World_Data.csv")
    text = to_yaml([to_release(read)])
    assert "MMR production: estimated from reported import data for China (A Bureau, A Trade Atlas)" in text
    assert "Words of the operator" not in text
    told = describe(read)
    assert "figures with known footnotes: estimated 5, from trade data 2; other notes: 1, not taken over" in told
    assert "note on 1 figure: Words of the operator" in told
    quota = to_yaml([to_release(release("mcs2023-raree_world.csv"))])
    assert "CHN production: production quota; undocumented production is not counted" in quota


def test_what_was_left_out_is_counted_by_reason():
    read = release("MCS2026_Commodities_Data.csv")
    told = describe(read)
    assert any(line.endswith("left out: 1 other statistics than world production and reserves"
                             " (Salient Statistics—United States 1)") for line in told)  # fmt: skip
    assert any("13 rows: 10 of rare earths, 2 of single rare earths, 1 of other commodities" in line for line in told)
    assert [(one.line, one.reason) for one in read.single_element_problems] == [
        (12, Reason.SHIFTED),
        (13, Reason.CONFLICT),
    ]


def test_the_columns_taken_and_the_year_supposed_are_told():
    told = describe(release("mcs2024-raree_world.csv"))
    assert any(
        line.startswith("columns: edition 'Source', place 'Country'") and "reserves t 'Reserves_t'" in line
        for line in told
    )
    assert "'reserves 2023': the year is that of the edition less one; the file names none" in told
    assert any("20 rows" not in line and "2 blank" in line for line in told)


def test_a_total_that_its_rows_do_not_add_up_to_is_accepted_and_told():
    # By hand: 2300 + 45 + 830 = 3175; the printed 2800 stands for 2750 to 2850.
    read = release("mcs2024-raree_world.csv")
    assert not to_release(read).sum_column(Column("reserves", "2023")).exact
    text = to_yaml([to_release(read)])
    assert "  accepted:\n    reserves 2023: printed so; the rows add up to 3,175 t\n" in text
    # 375 of 2800 are 13.4 %.
    said = "the rows add up to 3,175 t, 375.0 t (13 %) more than printed: check the cells"
    assert any(f"world reserves 2023: 2800 printed, {said}" in line for line in describe(read))
    assert to_release(read).sum_column(Column("production", "2023")).exact  # 540


def test_the_sum_is_that_of_the_figures_a_dash_counting_zero():
    # By hand: 300 + 0 + 250 + 14 = 564, which rounds to the 560 printed.
    total = to_release(release("MCS2025_World_Data.csv")).sum_column(Column("production", "2023"))
    assert (total.value, total.exact) == (564, True)
