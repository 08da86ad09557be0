"""The same three figures in every form that people have them in, and files that are refused in at most three lines."""

import gzip
import io
import re
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from rareearth_cli.main import rareearth
from rareearth_cli.record.load import load_dataset
from tests.record.forms.make import HEADER, PLAIN, READ, REFUSED, ROWS, open_document

FOLDER = Path(__file__).resolve().parent / "forms"


def figures(dataset):
    """What each figure says, whatever the form: place, measure, year, publisher, value and interval."""
    return sorted(
        (
            one.place,
            one.measure.value,
            one.period,
            one.publisher,
            one.quantity.value,
            one.quantity.low,
            one.quantity.high,
        )
        for one in dataset.estimates.values()
    )


@pytest.fixture(scope="module")
def expected():
    found = figures(load_dataset([FOLDER / "read" / "comma.csv"], only=True))
    # 8.8 Mt is 8.75 to 8.85; 21 Mt is 20.5 to 21.5; the zeros of 270,000 t may be rounded, 265,000 to 275,000
    assert [row[:5] for row in found] == [
        ("BRA", "reserves", "", "A survey", 21_000_000),
        ("CHN", "production", "2024", "A survey", 270_000),
        ("NOR", "resources", "", "A survey", 8_800_000),
    ]
    assert [(float(row[5]), float(row[6])) for row in found] == [(20.5e6, 21.5e6), (265e3, 275e3), (8.75e6, 8.85e6)]
    return found


def test_the_files_are_those_that_are_made():
    for folder, files in (("read", READ), ("refused", REFUSED)):
        assert {path.name for path in (FOLDER / folder).iterdir()} == set(files)
    assert len(READ) + len(REFUSED) >= 90


@pytest.mark.parametrize("name", READ)
def test_a_form_is_read_to_the_same_figures(name, expected):
    read = load_dataset([FOLDER / "read" / name], only=True)
    assert figures(read) == expected
    assert len(read.assumptions) <= 2
    assert all(len(one) < 250 for one in read.assumptions)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_three_lines_that_name_the_remedy(name, run, monkeypatch):
    monkeypatch.chdir(FOLDER / "refused")
    for command in (("compare", "norway", "--data", name, "--only"), ("validate", name, "--only")):
        said = run(*command)
        lines = [line for line in said.stderr.splitlines() if not line.startswith("Note:")]
        assert (said.exit_code, said.stdout) == (3, "")
        assert 1 <= len(lines) <= 4
        assert REFUSED[name][1] in said.stderr
        assert all(len(line) < 300 for line in lines)


def test_what_is_plain_is_read_without_a_word_and_what_is_assumed_in_a_line(run):
    plain = {
        "comma.csv",
        "semicolon.csv",
        "tab.tsv",
        "bars.csv",
        "crlf.csv",
        "cr.csv",
        "byte_order_mark.csv",
        "wide.csv",
    }
    assumed = {
        "windows_1252.csv": "read as Windows-1252",
        "titles_above.csv": "the header is in line 4; left out what stands above it",
        "index_of_pandas.csv": "left out column 1, which numbers the rows",
        "columns_more.csv": "left out 'population', 'GDP': not understood",
        "remark_below.csv": "left out line 5, which has a single text and no figure",
        "floats_of_pandas.csv": "'8800000.0' was written by a program",
        "wide_german.csv": "the comma is the decimal mark, as in '8,8', so '270.000' is read as '270000'",
        "workbook_of_several_sheets.xlsx": "read sheet 'Data' of 'About', 'Data'; --sheet chooses another",
    }
    for name in plain:
        assert run("validate", FOLDER / "read" / name, "--only").stderr == "", name
    for name, words in assumed.items():
        assert words in run("validate", FOLDER / "read" / name, "--only").stderr.replace("\n", " "), name


@pytest.mark.parametrize("content", [PLAIN.encode(), gzip.compress(PLAIN.encode()), PLAIN.encode("utf-16")])
def test_standard_input_is_a_file(content):
    for way in ("-", "/dev/stdin"):
        said = CliRunner().invoke(rareearth, ["estimates", "--data", way, "--only", "-f", "csv"], input=content)
        assert (said.exit_code, said.stdout.count("A survey")) == (0, 3)


def test_the_command_for_a_file_of_a_publisher_can_be_typed_as_it_is(monkeypatch, tmp_path):
    usgs = (FOLDER / "refused" / "usgs.csv").read_bytes()
    said = CliRunner().invoke(rareearth, ["compare", "norway", "--data", "-", "--only"], input=usgs)
    assert said.stderr.splitlines()[0].endswith("read it with: rareearth import usgs -")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a release.csv").write_bytes(usgs)
    said = CliRunner().invoke(rareearth, ["validate", "a release.csv"])
    assert said.stderr.splitlines()[0].endswith("read it with: rareearth import usgs 'a release.csv'")


def test_an_empty_pipe_is_as_wrong_as_an_empty_file():
    said = CliRunner().invoke(rareearth, ["validate", "-", "--only"], input=b"")
    assert (said.exit_code, "nothing in it, not even a header" in said.stderr) == (3, True)


def test_what_a_program_wrote_may_have_one_fraction_among_it(run, write):
    text = (
        "place,measure,printed,unit,publisher\nCHN,reserves,44000000.0,t,A survey\nNOR,reserves,8800000.5,t,A survey\n"
    )
    shown = run("estimates", "--data", write(text, "own.csv"), "--only", "-f", "csv", "--columns", "place,low_t,high_t")
    assert shown.stdout.splitlines()[1:] == ["CHN,43500000,44500000", "NOR,8800000.45,8800000.55"]
    assert "was written by a program" in shown.stderr.replace("\n", " ")


def test_an_option_that_fits_no_column_is_said_to_say_nothing(run, write):
    path = write(PLAIN, "own.csv")
    said = run("validate", path, "--only", "--unit-of", "Menge=Mt", "--sheet", "Data").stderr.replace("\n", " ")
    assert "no column is called 'Menge', so --unit-of Menge says nothing" in said
    assert "the file is no workbook, so --sheet says nothing" in said


OTHERS = "Gebiet;Was;Wert;Wer\nNorwegen;Reserven;8,8;A survey\nBrasilien;Reserven;21;A survey\n"


def test_the_user_says_what_titles_and_figures_do_not(run, write):
    path = write(OTHERS, "own.csv")
    said = ("--map", "place=Gebiet,measure=Was", "--map", "publisher=Wer", "--unit-of", "Wert=Mt")
    found = run(
        "estimates", "--data", path, "--only", *said, "-f", "csv", "--columns", "place,measure,value_t,publisher"
    )
    assert found.stdout.splitlines()[1:] == [
        "NOR,reserves,8800000,A survey",
        "BRA,reserves,21000000,A survey",
    ]
    assert found.stderr == ""


def test_what_is_no_title_is_what_every_row_has_and_is_said(run, write):
    path = write("Land,Mt\nNorwegen,8.8\n", "own.csv")
    found = run("estimates", "--data", path, "--only", "--map", "measure=reserves,publisher=A survey", "-f", "csv")
    assert "NOR,Norway,,reserves" in found.stdout
    said = "no column is called 'A survey', so every row has publisher 'A survey'"
    assert said in found.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--map", "Land", "'Land' is not COLUMN=TITLE"),
        ("--map", "plaze=Land", "unknown column 'plaze'; did you mean 'place'?"),
        ("--unit-of", "Wert=stone", "unknown unit 'stone'"),
        ("--unit-of", "Wert=", "'Wert=' is not TITLE=UNIT"),
    ],
)
def test_options_of_reading_say_what_is_wrong_with_them(run, write, option, value, message):
    said = run("compare", "norway", "--data", write(PLAIN, "own.csv"), option, value)
    assert said.exit_code == 2
    assert message in said.stderr


def test_a_sheet_is_chosen_by_name(run):
    path = FOLDER / "read" / "workbook_of_several_sheets.xlsx"
    assert run("validate", path, "--only", "--sheet", "Data").exit_code == 0
    said = run("validate", path, "--only", "--sheet", "Date")
    assert (said.exit_code, "no sheet 'Date'; its sheets are 'About', 'Data'" in said.stderr) == (3, True)


def test_a_workbook_that_is_too_large_is_refused_before_it_is_read(run, tmp_path, monkeypatch):
    from rareearth_cli.record import workbooks

    path = FOLDER / "read" / "workbook.xlsx"
    monkeypatch.setattr(workbooks, "_MAX_CELLS", 10)
    assert "too many cells: a sheet goes as far as E4" in run("validate", path).stderr
    ods = FOLDER / "read" / "open_document.ods"
    assert "too many cells: a sheet goes as far as row 3, column 5" in run("validate", ods).stderr
    monkeypatch.setattr(workbooks, "MAX_FILE_BYTES", 10)
    assert "when unpacked; save the sheet as CSV" in run("validate", path).stderr


def test_a_cell_far_away_is_found_before_room_is_made_for_all_cells(run, tmp_path):
    """The library would end the process."""
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    said = run("validate", tmp_path / "far.xlsx")
    assert (said.exit_code, "a sheet goes as far as XFD1048576" in said.stderr) == (3, True)


def test_repeated_rows_are_counted_before_room_is_made_for_them(run, tmp_path):
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p>'
    rows = f'<table:table-row table:number-rows-repeated="100000">{cell}</table:table-cell></table:table-row>'
    path = tmp_path / "rows.ods"
    with zipfile.ZipFile(io.BytesIO(open_document([["x"]]))) as plain, zipfile.ZipFile(path, "w") as archive:
        for part in plain.namelist():
            content = plain.read(part)
            if part == "content.xml":
                content = re.sub(rb"<table:table-row>.*</table:table-row>", rows.encode(), content)
            archive.writestr(part, content)
    assert "a sheet goes as far as row 100,000, column 1,000" in run("validate", path).stderr


def test_a_title_that_is_named_wrongly_is_asked_for(run, write):
    table = write("Gebiet,measure,Menge,publisher\nNorway,reserves,8.8,A survey\n", "own.csv")
    said = run("validate", table, "--only", "--map", "place=Gebeit", "--unit-of", "Meng=Mt")
    assert "--map: no column is called 'Gebeit'; did you mean 'Gebiet'?" in said.stderr
    assert "--unit-of: no column is called 'Meng'; did you mean 'Menge'?" in said.stderr


def test_a_second_column_of_places_that_names_none_is_told(run, write):
    table = write("Country,Location,Reserves (Mt),Source\nNorway,Fen,8.8,A survey\n", "own.csv")
    assert "left out 'Fen' and the like, which is no place" in run("validate", table, "--only").stderr


@pytest.mark.parametrize("cells", [("44000000,0", "6900000,0"), ("4,4E+07", "6,9E+06"), ("4.4E+07", "6.9E+06")])
def test_numbers_of_programs_have_the_digits_of_their_values_whatever_the_mark(run, write, cells):
    """A program that writes decimal commas says no more of the precision than one that writes points."""
    rows = "".join(
        f"{place};reserves;t;{cell};A survey\n" for place, cell in zip(("China", "India"), cells, strict=True)
    )
    table = write(f"place;measure;unit;printed;publisher\n{rows}", "own.csv")
    said = run("estimates", "--data", table, "--only", "-f", "csv", "--columns", "value_t,low_t,high_t")
    assert said.stdout.splitlines()[1:] == ["44000000,43500000,44500000", "6900000,6850000,6950000"]


def test_words_before_and_between_numbers_are_no_unit(run, write):
    """The unit of the title holds for a range and a bound as well, unless the cell has its own."""
    cells = "China,10 to 20,S\nIndia,more than 10,S\nChile,5 kt,S\nSpain,10 to 20 kt,S\n"
    table = write(f"Country,Reserves (Mt),Source\n{cells}", "own.csv")
    said = run("estimates", "--data", table, "--only", "-f", "csv", "--columns", "place,low_t,high_t")
    assert set(said.stdout.splitlines()[1:]) == {
        "CHN,10000000,20000000",
        "IND,10000000,",
        "CHL,4500,5500",
        "ESP,10000,20000",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Land\tReserven (Mt)\tQuelle\nKanada\t44,000\tX\nKenia\t6,900\tX\n", "'44,000' may be 44000 or a fraction"),
        ("Land\tReserven (t)\tQuelle\nKanada\t830.125\tX\n", "'830.125' may be 830125 or a fraction"),
        ("Pays,Réserves (t),Source\nCanada,1 900.000,X\nChine,2 500.000,X\n", "write 1900000, or for a fraction"),
        ("Country,Reserves (€/t),Source\nChina,44,X\n", "no column 'measure'"),
        ("Country,Reserven +/- (Mt),Source\nChina,44,X\n", "no column 'measure'"),
        # The country's own column is not understood, and the world's is not the country's.
        ("Country,World reserves (t),China reserves (t),Source\nChina,90000000,44000000,X\n", "no column with figures"),
        ("Country,∆ Reserves (Mt),Source\nChina,44,X\n", "no column 'measure'"),
        ("Country,Reserves (Mt),Source\n,6.9,\nChina,44,X\n", "has no place"),
        ("Country,Reserves (t),Source\nCanada,830,000\n", "source '000' is a number"),
        (
            "Country,Value,Scale,Measure,Year,Source\nChina,270,Thousands,production,2024,X\n",
            "'Scale' multiplies the figures by 'Thousands'",
        ),
    ],
)
def test_what_may_mean_something_else_is_refused(run, write, text, said):
    result = run("validate", write(text, "own.csv"), "--only")
    assert result.exit_code == 3
    assert said in result.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # The country's own column, whatever the world's is called.
        (
            "Country,Rare earth reserves (metric tons),World reserves (t),Source\nChina,44000000,90000000,X\n",
            "CHN,,44000000",
        ),
        ("Country,Production (t),Year,Source\nChina,270000,2024-01-01,X\n", "CHN,2024,270000"),
        ('Country,Reserves (t),Source\nChina,"44,000,000.00",X\n', "CHN,,44000000"),
        ('Country,Reserves (t),Source\nChina,"44.000.000,00",X\n', "CHN,,44000000"),
        ("Country,Commodity,Reserves (t),Source\nChina,REE,44000000,X\n", "CHN,,44000000"),
        ("Country,Reserves (t),Source\nChina,44'000'000,X\n", "CHN,,44000000"),
        ('Country,Reserves (t),Source\nChina,"44,000,000[1]",X\n', "CHN,,44000000"),
    ],
)
def test_what_people_have_at_hand_is_read_to_the_figure_that_is_meant(run, write, text, row):
    shown = run(
        "estimates", "--data", write(text, "own.csv"), "--only", "-f", "csv", "--columns", "place,period,value_t"
    )
    assert shown.stdout.splitlines()[1:] == [row]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # A total of another measure is no doubled column.
        (
            "Country,Total production 2024 (t),Reserves (Mt),Source\nChina,270000,44,X\n",
            ["production,270000", "reserves,44000000"],
        ),
        (
            (
                "Country,World mine production 2023 (t),World mine production 2024 (t),Reserves (t),Source\n"
                "China,255000,270000,44000000,X\n"
            ),
            ["production,255000", "production,270000", "reserves,44000000"],
        ),
        ("Country,World reserves (t),National reserves (t),Source\nChina,90000000,44000000,X\n", ["reserves,44000000"]),
        # What has one decimal in a table of thousands of tonnes was printed so.
        (
            'Country,Reserves (kt),Source\nChina,"44,000.0",X\nCanada,830.5,X\n',
            ["reserves,44000000", "reserves,830500"],
        ),
        ("Land;Produktion 2024 (t);Quelle\nChina;270'000;X\n", ["production,270000"]),
        ('Country,Land area (km2),Production 2024 (t),Source\nChina,9596960,"270,000",X\n', ["production,270000"]),
        ("Country,Reserves (Mt),Scale,Source\nChina,44,national,X\n", ["reserves,44000000"]),
    ],
)
def test_columns_of_other_measures_and_printed_decimals_stay(run, write, text, rows):
    shown = run("estimates", "--data", write(text, "own.csv"), "--only", "-f", "csv", "--columns", "measure,value_t")
    assert sorted(shown.stdout.splitlines()[1:]) == rows


def test_a_series_of_one_country_has_its_titles_in_the_first_row(run, write):
    """The first row of numbers is no header, whatever the user says of all rows."""
    given = ("--map", "place=China,measure=production,unit=t,publisher=A survey")
    said = run("validate", write("Year,Qty (t)\n2023,255000\n2024,270000\n", "own.csv"), "--only", *given)
    assert (said.exit_code, "no column with figures" in said.stderr) == (3, True)
    for rows in ("2022,210000\n2023,255000\n", "China,2023,255000\nChina,2024,270000\n"):
        bare = run("validate", write(rows, "bare.csv"), "--only", *given)
        assert (bare.exit_code, "no row has titles" in bare.stderr) == (3, True)
    table = write("Year,Value\n2023,255000\n2024,270000\n", "two.csv")
    shown = run("validate", table, "--only", *given)
    assert (shown.exit_code, "2 estimates" in shown.stdout) == (0, True)


def test_a_text_in_brackets_that_is_a_unit_is_no_footnote(run, write):
    text = "Country,Measure,Value,Unit,Source\nChina,reserves,44000 [kt],t,X\n"
    assert run("validate", write(text, "own.csv"), "--only").exit_code == 3


def test_what_is_lost_is_told(run, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["Country", "Reserves (Mt)", "Source"],
        ["China", 44, "X"],
        ["India", "=1/0", "X"],
        ["Chile", None, "X"],
    ):
        book.active.append(row)
    book.save(tmp_path / "errors.xlsx")
    said = run("validate", tmp_path / "errors.xlsx", "--only").stderr.replace("\n", " ")
    assert "left out line 3 and 1 more, which has no figure" in said


def test_a_text_of_a_workbook_with_german_titles_is_not_taken_for_a_number_of_thousands(run, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Land", "Reserven (Mt)", "Quelle"], ["China", "44,125", "X"], ["Indien", 6.9, "X"]):
        book.active.append(row)
    book.save(tmp_path / "texts.xlsx")
    said = run("validate", tmp_path / "texts.xlsx", "--only")
    assert (said.exit_code, "'44,125' may be 44125 or a fraction" in said.stderr) == (3, True)


def test_a_measure_that_every_row_has_is_no_misspelt_title(run, write):
    table = write("Country,Reserves (Mt),Anteil der Welt in Prozent,Source\nChina,44,58,X\n", "own.csv")
    said = run("validate", table, "--only", "--map", "measure=reserves")
    assert "no column is called 'reserves'; did you mean" not in said.stderr


def test_a_cell_as_long_as_a_book_is_refused_with_its_line(run, write):
    table = write(f"place,measure,printed,source\nNOR,reserves,5 Mt,{'s' * 200_000}\n", "own.csv")
    said = run("validate", table, "--only")
    assert said.exit_code == 3
    assert "own.csv, line 2 [RE009]: a cell of more than 131,072 characters; shorten it" in said.stderr.replace(
        "\n", " "
    )


def test_percentages_of_a_spreadsheet_are_not_read_as_fractions_of_a_percent(run, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Country", "measure", "share_of", "Share (%)", "year", "Source"])
    book.active.append(["China", "share", "mine production", 0.69, 2024, "A survey"])
    book.active["D2"].number_format = "0%"
    book.save(tmp_path / "share.xlsx")
    said = run("validate", tmp_path / "share.xlsx", "--only")
    assert said.exit_code == 3
    assert "'0.69' percent may be 69 %, which a spreadsheet stores so" in said.stderr
    # Our own tables have the percentage beside it.
    book.active.delete_rows(1, 2)
    book.active.append(["place", "measure", "share_of", "printed", "unit", "value_pct", "period", "publisher"])
    book.active.append(["CHN", "share", "mine production", 0.454, "%", 45.4, 2024, "A survey"])
    book.save(tmp_path / "own.xlsx")
    own = run("estimates", "--data", tmp_path / "own.xlsx", "--only", "-f", "csv", "--columns", "printed,value_pct")
    assert own.stdout.splitlines()[1:] == ["45.4 %,45.4"]


def test_without_the_extra_a_workbook_names_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    said = run("validate", FOLDER / "read" / "workbook.xlsx")
    assert said.exit_code == 3
    assert "a workbook; pip install 'rareearth-cli[tables]' to read it, or save the sheet as CSV" in said.stderr


def test_our_own_workbook_is_read_back(run, tmp_path):
    path = tmp_path / "own.xlsx"
    run("estimates", "russia", "--all-statements", "-o", path)
    ours = run("estimates", "russia", "--all-statements", "-f", "csv").stdout
    assert run("estimates", "--all-statements", "--data", path, "--only", "-f", "csv").stdout == ours


def test_what_is_left_out_of_a_place_is_not_another_place(run, write):
    path = write("place,measure,printed,publisher\nRepublic of Indai,reserves,1 Mt,A survey\n", "own.csv")
    assert "did you mean India (IND)?" in run("validate", path).stderr


def test_many_doubtful_figures_are_one_line(run, write):
    rows = [f'NOR,reserves,"1.{number} Mt",A survey' for number in range(100, 400)]
    text = "\n".join(
        ["place,measure,printed,publisher", 'BRA,reserves,"8,8 Mt",A survey', "CHN,reserves,2.75 Mt,A survey", *rows]
    )
    said = run("validate", write(text, "own.csv"), "--only")
    assert said.exit_code == 3
    assert len(said.stderr.splitlines()) == 1


def test_a_table_through_pandas_is_read_back(run, tmp_path):
    pandas = pytest.importorskip("pandas")
    first = run("estimates", "--all-statements", "-f", "csv").stdout
    path = tmp_path / "back.csv"
    pandas.read_csv(io.StringIO(first)).to_csv(path, index=False)
    again = run(
        "estimates",
        "--all-statements",
        "--data",
        path,
        "--only",
        "-f",
        "csv",
        "--columns",
        "id,value_t,low_t,high_t,digits",
    )
    assert (
        again.stdout
        == run("estimates", "--all-statements", "-f", "csv", "--columns", "id,value_t,low_t,high_t,digits").stdout
    )


def test_a_column_for_each_year_is_a_figure_for_each(run, write):
    path = write("country,2023,2024\nNorway,8.8,9.1\nChina,255000,270000\n", "own.csv")
    said = ("--map", "measure=production,publisher=A survey,unit=t")
    found = run("estimates", "--data", path, "--only", *said, "-f", "csv", "--columns", "id,place,period,value_t")
    assert sorted(found.stdout.splitlines()[1:]) == [
        "own/2,NOR,2023,8.8",
        "own/2-2,NOR,2024,9.1",
        "own/3,CHN,2023,255000",
        "own/3-2,CHN,2024,270000",
    ], found.stderr
