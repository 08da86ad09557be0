"""Rows one by one: figures, words, units, places, and files that are none."""

import pytest

from rareearth_cli.importers.release import CannotImport, read_content
from rareearth_cli.importers.usgs.release import read_release, to_release
from rareearth_cli.importers.usgs.table import identify_place
from rareearth_cli.record.load import load_places
from rareearth_cli.record.tables import Column
from tests.importers.forms import describe

PLACES = load_places()
INDEX = PLACES
LONG = "Chapter,Section,Country,Statistics,Detail,Unit,Year,Value,Notes,Is critical,Other notes"


@pytest.fixture
def read(tmp_path):
    """Read a release of one text; its rows are of rare earths because its name says so."""

    def reading(text, name="mcs2027-raree.csv", encoding="utf-8", **options):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read_release(read_content(path), PLACES, **options)

    return reading


def long_row(place="Brazil", value="5", unit="metric tons", **other):
    cells = {"measure": "Reserves", "detail": "Reserves", "year": "2026", "notes": "", "critical": "Yes", "chapter": ""}
    cells |= other
    return ",".join(
        ["Rare Earths", "World Reserves", place, cells["measure"], f'"{cells["detail"]}"', unit, cells["year"],
         f'"{value}"', cells["notes"], cells["critical"], f'"{cells["chapter"]}"']
    )  # fmt: skip


def only_unread(release):
    (one,) = release.unread
    return f"{one.reason}: {one.what}"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("1,234", "1,234"),
        (" 68\u00a0", "68"),
        ("\u200b68", "68"),
        ("na", "NA"),
        ("W", "W"),
        ("–", "—"),
        ("--", "—"),
        ("- ", "—"),
        (">90000000", ">90000000"),
        ("10,000 - 15,000", "10,000 - 15,000"),
        ("50–300", "50–300"),
    ],
)
def test_a_figure_as_printed(read, cell, kept):
    assert read(f"{LONG}\n{long_row(value=cell)}\n").cells["BRA", Column("reserves", "2026")].quantity.printed == kept


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (long_row(value="Large"), "a word in place of a figure: BRA reserves 2026: 'Large' is not a figure"),
        (long_row(value="s"), "a word in place of a figure: BRA reserves 2026: 's' is not a figure"),
        (long_row(value="?10"), "not readable without guessing: BRA reserves 2026: '?10' is not a figure"),
        (long_row(value="=1+1"), "not readable without guessing: BRA reserves 2026: '=1+1' is not a figure"),
        (long_row(value=""), "nothing printed: BRA reserves 2026"),
        (long_row(value="", notes="W for 2026"), "an empty cell with a note: BRA reserves 2026 'W for 2026'"),
        (long_row(unit="million carats"), "no unit of tonnes: BRA reserves 2026 'million carats'"),
        (long_row(unit=""), "no unit of tonnes: BRA reserves 2026 ''"),
        (long_row("Brasilia"), "unknown place: 'Brasilia'"),
        (long_row("NA"), "unknown place: 'NA'"),  # not Namibia: a symbol that has slipped
        (long_row("Bra\x1b[31mzil"), "unknown place: 'Bra\\x1b[31mzil'"),
        (long_row("United States and Canada"), "unknown place: 'United States and Canada'"),
        (long_row(year="2021–24"), "no year: BRA reserves 2021–24 '2021–24'"),
        (long_row(measure="Employment"), "no measure: BRA 'Employment'"),
        (long_row(measure="Capacity"), "capacity, which the record does not hold: BRA capacity 2026"),
        (long_row(critical="Rare Earths"), "cells shifted or lacking: 'Rare Earths' where 'Is critical' is Yes or No"),
        (long_row()[:-3], "cells shifted or lacking: 10 cells for 11 columns"),
        (long_row() + ",9", "cells shifted or lacking: 12 cells for 11 columns"),
        (long_row(detail="Reserves: monazite"), "one kind of the commodity alone: BRA reserves 2026: 'monazite'"),
        (long_row("Brazil (beneficiated)"), "one kind of the commodity alone: BRA reserves 2026: 'beneficiated'"),
        (long_row(detail="Reserves (million metric tons)"),
         "at odds with its own chapter: BRA reserves in Mt and in t"),
        (long_row(detail="inferred resources", chapter="(Data in metric tons, REO, unless otherwise specified)"),
         ("at odds with its own chapter: BRA 'inferred resources': resources under reserves; its chapter counts"
          " metric tons, REO, and the row does not say of what its tonnes are")),
        (long_row(year="2024"), "an earlier year of a stock: BRA reserves 2024"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_taken_over_says_why(read, row, why):
    release = read(f"{LONG}\n{row}\n{long_row('India')}\n")
    assert only_unread(release) == why
    assert list(release.cells) == [("IND", Column("reserves", "2026"))]


def test_of_two_different_figures_for_one_cell_neither_is_taken_and_both_are_told(read):
    release = read("\n".join([LONG, long_row(value="5"), long_row(value="7"), long_row("India"), long_row("India")]))
    assert [f"{one.line}: {one.reason}: {one.what}" for one in release.unread] == [
        "2: a second, different figure: BRA reserves 2026: 5 and 7",
        "3: a second, different figure: BRA reserves 2026: 5 and 7",
    ]
    assert list(release.cells) == [("IND", Column("reserves", "2026"))]


def test_a_point_between_semicolons_may_part_thousands(read):
    release = read("Country;Prod_t_2026\nBrazil;45.500\nIndia;45,500\nChina;1.5\n")
    assert only_unread(release).endswith("BRA production 2026: the point in '45.500' may part thousands")
    assert {place: cell.quantity.value for (place, _), cell in release.cells.items()} == {"IND": 45500, "CHN": 1.5}


def test_units_come_from_the_title_the_row_or_the_chapter(read):
    assert {cell.unit for cell in read("Country,Prod_kt_2026\nBrazil,3\n").cells.values()} == {"kt"}
    assert {cell.unit for cell in read("Country,Type,Prod_2026\nBrazil,thousand metric tons,3\n").cells.values()} == {
        "kt"
    }
    chapter = "(Data in thousand metric tons unless otherwise specified)"
    release = read(f"{LONG}\n{long_row(unit='', chapter=chapter)}\n")
    assert [cell.quantity.value for cell in release.cells.values()] == [5000]


def test_a_form_with_years_in_rows_and_measures_in_titles(read):
    release = read(
        "Country,Year,Commodity,Production (t),Reserves (kt),Rank\n"
        "Brazil,2025,Rare earths,5,10,1\nBrazil,2026,Rare earths,6,11,1\nGhana,2026,Gold,6,11,1\n"
    )
    printed = {str(column): cell.quantity.printed for (_, column), cell in release.cells.items()}
    assert printed == {"production 2025": "5", "production 2026": "6", "reserves 2026": "11"}
    assert "columns not understood: 'Rank'" in describe(release)


def test_a_form_with_measures_in_rows_and_years_in_titles(read):
    release = read(
        "Country or locality\tStatistics\tUnits\t2025\t2026e\n"
        "World total\tMine production\tthousand metric tons\t5\t6\n"
        "Brazil\tMine production\tthousand metric tons\t5\t6\n"
    )
    assert [f"{place} {column} {cell.quantity.printed}" for (place, column), cell in release.cells.items()] == [
        "WLD production 2025 5", "WLD production 2026 6e", "BRA production 2025 5", "BRA production 2026 6e"
    ]  # fmt: skip
    assert "world production 2026: 6e kt printed, the rows add up to 6,000 t, the same within rounding" in describe(
        release
    )


@pytest.mark.parametrize(("title", "told"), [("Type", True), ("Type (REO)", False)])
def test_tonnes_that_nothing_calls_oxide_are_told_to_be_taken_for_it(read, title, told):
    release = read(f"Country,{title},Prod_t_2026\nBrazil,mine production,3\n")
    assert any("taken for REO" in line for line in describe(release)) == told


def test_figures_of_several_units_stand_in_tables_of_their_own(read):
    from rareearth_cli.importers.yaml_out import to_yaml
    from rareearth_cli.record.load import load_dataset_from_text

    release = read(f"{LONG}\n{long_row()}\n{long_row('India', unit='thousand metric tons')}\n")
    dataset = load_dataset_from_text("out", to_yaml([to_release(release)]))
    assert sorted(one.quantity.value for one in dataset.estimates.values()) == [5, 5000]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("World total (rounded)", ("WLD", "")),
        ("World total (rounded) 10", ("WLD", "")),
        ("World total (ilmenite, rounded)", ("WLD", "ilmenite")),
        ("World total (rounded), natural", ("WLD", "natural")),
        ("Other Countries", ("OTH", "")),
        ("Other countries (rounded)", ("OTH", "")),
        ("United\u00a0States ", ("USA", "")),
        ("Burma", ("MMR", "")),
        ("Turkey", ("TUR", "")),
        ("Congo (Kinshasa)", ("COD", "")),
        ("Korea, Republic of", ("KOR", "")),
        ("Korea, North", ("PRK", "")),
        ("Trinidad and Tobago", ("TTO", "")),
        ("Côte d’Ivoire", ("CIV", "")),
        ("Australia13", ("AUS", "")),
        ("Peru (exports)", ("PER", "exports")),
        ("World", ("WLD", "")),
        ("Atlantis", ("", "")),
        ("Guinea, Equatorial", ("GNQ", "")),  # no part of Guinea
        ("", ("", "")),
        ("((((", ("", "")),
        ("World total" + " (a)" * 9999, ("", "")),
    ],
)
def test_places_as_releases_name_them(title, found):
    assert identify_place(title, INDEX) == found


@pytest.mark.parametrize(
    ("name", "text", "options", "edition", "why"),
    [
        ("raree.csv", "Source,Country,Prod_t_2025\nMCS2027,Brazil,1\n", {}, "2027", "its column 'Source' says MCS2027"),
        ("mcs2027_raree.csv", "Country,Prod_t_2025\nBrazil,1\n", {}, "2027", "its name says so"),
        ("raree.csv", "Country,Prod_t_2024,Prod_t_2025\nBrazil,1,2\n", {}, "2026", "its newest year is 2025"),
        ("mcs2027_raree.csv", "Country,Prod_t_2025\nBrazil,1\n", {"edition": "2028"}, "2028", "as asked for"),
    ],
)
def test_the_edition_is_known_and_why(read, name, text, options, edition, why):
    found = read(text, name, **options).edition
    assert (found.year, found.why.startswith(why)) == (edition, True)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("raree.csv", "Country,Reserves_t\nBrazil,1\n", "which edition.*say so with --edition"),
        ("mcs2026_raree.csv", "Source,Country,Reserves_t\nMCS2025,Brazil,1\n", "its cells say 2025, its name 2026"),
        ("mcs2027.csv", "Country,Type,Reserves_t\nGhana,gold,1\n", "found 1 rows of other commodities, such as 'gold'"),
        ("mcs2027-raree.csv", "Country,Reserves_t\nBrazil,Large\n", "1 were looked at, the first in line 2"),
        ("mcs2027-raree.csv", "Country,Reserves_t\nBrazil (ore),1\n", "in line 2: one kind of the commodity alone"),
        ("raree.csv", 'Country,Reserves_t\n"Brazil,1\n', "unexpected end of data; check the quotation marks"),
        ("raree.csv", "a" * 200_000, "field larger than field limit"),
        ("raree.csv", "a," * 2_000, "2,001 cells; a release has fewer than 1,000 columns"),
        ("raree.csv", "Country,Reserves_t\nBra\0zil,1\n", "no text in UTF-8, UTF-16 or Windows-1252"),
        ("raree.csv", "PK\x03\x04", "neither a table nor a workbook that can be read; save it as CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read, name, text, message):
    with pytest.raises(CannotImport, match=message) as caught:
        read(text, name)
    assert str(caught.value).startswith(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_found_out(read, encoding):
    release = read("Country,Prod_t_2026\nCôte d’Ivoire,—\nIndia,5\n", encoding=encoding)
    assert [place for place, _ in release.cells] == ["CIV", "IND"]


def test_what_is_neither_of_the_encodings_is_refused(tmp_path):
    path = tmp_path / "mcs2027.csv"
    path.write_bytes(b"Country,Reserves_t\n\x81\x8d,1\n")
    with pytest.raises(CannotImport, match="no text in"):
        read_release(read_content(path), PLACES)
