"""Tables of deposits, tables below each other, and cells that a spreadsheet stores or shows in its own way."""

import io

import openpyxl
import pytest

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load_dataset


@pytest.fixture
def read(tmp_path):
    def load(text, name="table.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return load_dataset([tmp_path / name], only=True)

    return load


def amounts(dataset):
    return {(one.site or one.place, one.measure.value): float(one.quantity.value) for one in dataset.estimates.values()}


@pytest.mark.parametrize("oxide", ["TREO (t)", "Contained REO (t)", "contained TREO (t)"])
@pytest.mark.parametrize("ore", ["Resources (Mt)", "Ressourcen (Mt)"])
def test_of_ore_and_the_oxide_in_it_the_oxide_is_read(read, ore, oxide):
    dataset = read(f"Country,Deposit,{ore},Grade (%),{oxide},Source\nNorway,Fen,559,1.57,8800000,REN\n")
    assert amounts(dataset) == {("Fen", "resources"): 8_800_000}
    assert any(f"read '{oxide}', and not '{ore}'" in one for one in dataset.assumptions)


@pytest.mark.parametrize(
    "grade", ["Grade", "TREO grade (%)", "Gehalt (%)", "Grade ppm", "TREO (%)", "% TREO", "Teneur"]
)
def test_tonnes_beside_a_grade_are_not_taken_for_oxide(read, grade):
    with pytest.raises(InvalidDataset) as refused:
        read(f"Country,Deposit,Resources (Mt),{grade},Source\nNorway,Fen,559,1.57,REN\n")
    assert "'Resources (Mt)' may be tonnes of ore" in str(refused.value)
    assert "--map basis=ore" in str(refused.value)


def test_who_says_that_the_tonnes_are_ore_is_believed(run, write):
    own = write("Country,Deposit,Resources (Mt),Grade,Source\nNorway,Fen,559,1.57%,REN\n", "own.csv")
    given = ("estimates", "--data", own, "--only", "-f", "csv", "--columns", "site,value_t,basis")
    assert run(*given, "--map", "basis=ore").stdout.splitlines()[1:] == ["Fen,559000000,ore"]
    oxide = write(
        "Country,Deposit,Resources (Mt),Grade,Oxide inside (Mt),Source\nNorway,Fen,559,1.57%,8.8,R\n", "two.csv"
    )
    named = ("--map", "printed=Oxide inside (Mt)", "--map", "measure=resources")
    said = run("estimates", "--data", oxide, "--only", "-f", "csv", "--columns", "site,value_t", *named)
    assert said.stdout.splitlines()[1:] == ["Fen,8800000"]


def test_amounts_of_countries_need_no_word_on_their_grade(read):
    dataset = read("Country,Reserves (Mt),Notes,Source\nNorway,0.5,rich grade,A\n")
    assert amounts(dataset) == {("NOR", "reserves"): 500_000}


@pytest.mark.parametrize("heading", ["Reserves (Mt)", "in thousand tonnes", "Production 2023 (t)"])
def test_a_heading_amid_the_rows_that_says_something_else_is_refused(read, heading):
    with pytest.raises(InvalidDataset, match="stands above figures as the title of another table"):
        read(f"Country,Production 2024 (t),Source\nChina,270000,U\n{heading},,\nUSA,1.9,U\n")


@pytest.mark.parametrize("remark", ["Asia", "Production 2024 (t)", "Production", "preliminary figures"])
def test_a_heading_that_says_nothing_else_is_a_remark(read, remark):
    dataset = read(f"Country,Production 2024 (t),Source\nChina,270000,U\n{remark},,\nUSA,45000,U\n")
    assert amounts(dataset) == {("CHN", "production"): 270_000, ("USA", "production"): 45_000}


def test_a_note_below_the_last_row_is_a_remark_whatever_it_says(read):
    dataset = read("Country,Production 2024 (t),Source\nChina,270000,U\nin tonnes of oxide,,\n")
    assert amounts(dataset) == {("CHN", "production"): 270_000}


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("cell", ["274.135", "2.931", "45.512"])
def test_a_text_of_a_workbook_is_as_doubtful_as_that_of_a_file(tmp_path, cell):
    path = tmp_path / "book.xlsx"
    titles = ("Land", "Produktion 2024 (t)", "Quelle")
    path.write_bytes(workbook(titles, ("China", cell, "U"), ("USA", 45512, "U")))
    with pytest.raises(InvalidDataset, match=f"'{cell}' may be {cell.replace('.', '')} or a fraction"):
        load_dataset([path], only=True)
    path.write_bytes(workbook(titles, ("China", float(cell), "U"), ("USA", 45512, "U")))
    assert amounts(load_dataset([path], only=True))[("CHN", "production")] == float(cell)


@pytest.mark.parametrize(
    "cells",
    [
        ("44,000,000.00", "830,000.00", "130.00"),
        ("44,000,000.0", "830,000.0", "130.0"),
        ("830,000.00", "6,900.00", "130.00"),
        ("44000000.00", "830000.00", "130.00"),
    ],
)
def test_numbers_shown_with_empty_decimals_have_the_digits_of_their_values(read, cells):
    rows = zip(("China", "Norway", "USA"), cells, strict=True)
    dataset = read("Country,Reserves (t),Source\n" + "".join(f'{place},"{cell}",U\n' for place, cell in rows))
    windows = [float(one.quantity.high - one.quantity.low) for one in dataset.estimates.values()]
    assert min(windows) >= 10


def test_shares_and_fractions_keep_their_decimals(read):
    dataset = read('Country,Reserves (Mt),Source\nChina,"44.00",U\nNorway,"0.25",U\n')
    assert [float(one.quantity.high - one.quantity.low) for one in dataset.estimates.values()] == [10_000, 10_000]


@pytest.mark.parametrize("title", ["World share", "Share of world (%)", "World share (%)", "Share of total (%)"])
def test_a_share_beside_amounts_is_left_out_with_a_note(read, title):
    dataset = read(f"Country,Production 2024 (t),{title},Source\nChina,270000,69,U\n")
    assert amounts(dataset) == {("CHN", "production"): 270_000}
    assert any(title in one for one in dataset.assumptions)


@pytest.mark.parametrize(
    ("unit", "printed"),
    [
        ("1000 t", "270"),
        ("'000 t", "270"),
        ("thousands of tonnes", "270"),
        ("in 1000 t", "270"),
        ("kton", "270"),
        ("ktpa", "270"),
        ("t/a", "270000"),
        ("metr. t", "270000"),
        ("t TREO", "270000"),
        ("Mt contained REO", "0.27"),
    ],
)
def test_units_of_titles_as_institutions_write_them(read, unit, printed):
    dataset = read(f"Country,Production 2024 ({unit}),Source\nChina,{printed},U\n")
    assert amounts(dataset) == {("CHN", "production"): 270_000}


def test_dates_with_the_day_first_are_read(read):
    dataset = read("Land;Reserven (Mt);Stichtag;Quelle\nNorwegen;0,5;31.12.2024;U\n")
    assert [one.effective.text for one in dataset.estimates.values()] == ["2024-12-31"]
