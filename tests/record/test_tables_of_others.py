"""Tables that other people made for their own ends: only what is plainly a figure of all rare earths is read as one."""

import pytest
from click.testing import CliRunner

from rareearth_cli.main import rareearth
from rareearth_cli.record.headers import NO_OPTIONS, ReadingOptions
from rareearth_cli.record.load import load_files
from tests.record.forms.make import workbook

#: What every row of the tables here has, where they do not say it.
PUBLISHER = (("publisher", "A survey"),)


def read(tmp_path, content, name="own.csv", options=NO_OPTIONS):
    """The figures of a table by place, site, measure, year and tonnes; what was assumed; and what is wrong with it."""
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    loaded = load_files([file], only=True, options=options)
    figures = [
        (one.place, one.site, one.measure.value, one.period, one.quantity.value)
        for one in loaded.dataset.estimates.values()
    ]
    assumed = [note.removeprefix(f"{file}: ") for note in loaded.dataset.assumptions]
    return figures, assumed, [f"{one.line}: {one.what}; {one.remedy}" for one in loaded.problems]


BOOK = workbook({"Sheet1": [["Country", "Reserves (t)", "Source"], ["China", 44_000_000, "A survey"]]})


@pytest.mark.parametrize("damaged", [BOOK.replace(b"\n", b"\r\n"), BOOK[:-30], BOOK[:900] + BOOK[960:]])
def test_a_damaged_workbook_is_refused_at_every_door(damaged, tmp_path, run):
    file = tmp_path / "own.xlsx"
    file.write_bytes(damaged)
    for command, status in (
        (("estimates", "--data", file, "--only"), 3),
        (("validate", file, "--only"), 3),
        (("import", "usgs", file), 2),
    ):
        said = run(*command)
        assert said.exit_code == status
        assert "neither a table nor a workbook that can be read; save it as CSV" in said.stderr


def table(header, *rows, end=",A survey"):
    """A table in CSV whose rows name a publisher."""
    return "\n".join([f"{header},Publisher", *(f"{row}{end}" for row in rows)]) + "\n"


@pytest.mark.parametrize(
    "name",
    [
        "Rare earths", "Rare-earth oxides", "Rare earth elements (REE)", "REO", "TREO", "Rare earths¹",
        "Rare earths [1]", "Rare earths incl. yttrium", "rare earths (REO content)", "Rare earth concentrates (REO)",
        "Seltene Erden", "Seltenerdoxide", "Terres rares", "Oxydes de terres rares", "Tierras raras",
        "Óxidos de terras raras", "РЗМ", "Редкоземельные металлы", "稀土", "Metale ziem rzadkich",
        "Nadir toprak elementleri",
    ],
)  # fmt: skip
def test_what_all_rare_earths_are_called_is_read(name, tmp_path):
    figures, assumed, problems = read(tmp_path, table("Country,Product,Production 2024 (t)", f"China,{name},270000"))
    assert (figures, assumed, problems) == ([("CHN", "", "production", "2024", 270_000)], [], [])


@pytest.mark.parametrize(
    "name",
    [
        "Rare earth magnets", "NdFeB alloy", "Heavy rare earths", "Rare earths (heavy)", "Rare earths (yttrium)",
        "Rare earths: neodymium", "Rare earths excl. yttrium", "Other rare earths", "Rare earth concentrates",
        "Rare gases", "Rare earth metals", "Rare earth oxide NdPr", "Nd", "All", "Lithium",
    ],
)  # fmt: skip
def test_what_is_not_plainly_all_rare_earths_is_left_out_with_a_note(name, tmp_path):
    rows = (f"China,{name},240000", "China,Rare earths,270000")
    figures, assumed, problems = read(tmp_path, table("Country,Product,Production 2024 (t)", *rows))
    assert (figures, problems) == ([("CHN", "", "production", "2024", 270_000)], [])
    assert assumed == [f"left out 1 row of other commodities, such as '{name}'"]
    _, _, problems = read(tmp_path, table("Country,Product,Production 2024 (t)", rows[0]))
    what = f"no row is plainly about all rare earths: 'Product' says '{name}'"
    assert problems == [f"2: {what}; give the rows of rare earths, or leave that column out"]


@pytest.mark.parametrize(
    "header", ["Country,Mineral,Material,Production 2024 (t)", "place,mineral,material,value_t,measure"]
)
def test_every_column_of_commodities_is_looked_at(header, tmp_path):
    end = ",production" if "measure" in header else ""
    rows = ("China,Rare earths,NdFeB alloy,240000", "China,Rare earths,Oxides,270000")
    text = table(f"{header},Year", *(f"{row}{end},2024" for row in rows))
    figures, assumed, problems = read(tmp_path, text.replace(" 2024 (t)", " (t)"))
    assert (figures, problems) == ([("CHN", "", "production", "2024", 270_000)], [])
    assert assumed == ["left out 1 row of other commodities, such as 'NdFeB alloy'"]


def test_empty_cells_of_commodities_are_those_of_rare_earths_where_nothing_else_is_named(tmp_path):
    rows = ("Rare earths,China,44", ",Brazil,21")
    assert len(read(tmp_path, table("Commodity,Country,Reserves (Mt)", *rows))[0]) == 2
    others = ("Lithium,Chile,9", ",Total,", "Rare earths,China,44")
    figures, _, problems = read(tmp_path, table("Commodity,Country,Reserves (Mt)", *others))
    assert (figures, problems) == ([("CHN", "", "reserves", "", 44_000_000)], [])


def test_merged_cells_of_commodities_are_refused(tmp_path):
    rows = [
        ["Commodity", "Country", "Reserves (t)", "Source"],
        ["Lithium", "Chile", 9e6, "X"],
        [None, "Peru", 7e6, "X"],
    ]
    _, _, problems = read(tmp_path, workbook({"Sheet1": [*rows, ["Rare earths", "China", 44e6, "X"]]}), "own.xlsx")
    assert problems == [
        "3: 'Commodity' is empty, in a table that is also about 'Lithium'; write into each row what it is of"
    ]


@pytest.mark.parametrize(
    "heading", ["Copper", "Kupfer", "Rare earth magnets", "Heavy rare earths", "Neodymium", "锂", "Lead"]
)
def test_a_heading_or_title_of_another_commodity_is_refused(heading, tmp_path):
    rows = table("Country,Reserves (t)", "Chile,9300000")
    for text in (f"{heading}\n{rows}", f"Country,Reserves (t),Source\n{heading},,\nChile,9300000,A survey\n"):
        figures, _, (problem,) = read(tmp_path, text)
        assert not figures
        assert f"'{heading}'" in problem
        assert "another commodity" in problem


def test_headings_and_titles_of_rare_earths_or_of_nothing_else_are_no_obstacle(tmp_path):
    rows = "China,44,A survey\nGold: not included,,\nNotes,,\n"
    for above in ("Rare earths\n", "Critical minerals\n", "Lithium and graphite\nRare earths (REO)\n"):
        figures, _, problems = read(tmp_path, f"{above}Country,Reserves (Mt),Source\nAsia,,\n{rows}")
        assert (len(figures), problems) == (1, [])


@pytest.mark.parametrize(
    "title",
    [
        "Name", "Deposit name", "Mine name", "Project name", "Mine/Deposit", "Mine or project", "Property", "Projekt",
        "Lagerstätte", "Occurrence", "Name of deposit", "Gisement", "Yacimiento", "Название месторождение",
    ],
)  # fmt: skip
def test_what_names_the_deposit_is_no_figure_of_the_country(title, tmp_path):
    figures, assumed, problems = read(tmp_path, table(f"{title},Country,Resources (Mt)", "Fen,Norway,8.8"))
    assert (figures, problems) == ([("NOR", "Fen", "resources", "", 8_800_000)], [])
    assert assumed == (["the column 'name', with 'Fen', is taken for the deposits (site)"] if title == "Name" else [])


def test_names_of_the_places_themselves_are_passed_over(tmp_path):
    rows = ("NOR,Norway,resources,8.8 Mt", "OTH,Other countries,resources,1 Mt", "TUR,Turkey,resources,2 Mt")
    figures, assumed, problems = read(tmp_path, table("place,name,measure,printed", *rows))
    assert ([site for _, site, *_ in figures], assumed, problems) == ([""] * 3, [], [])
    deposits = ("NOR,A name,Fen,resources,8.8 Mt",)
    figures, assumed, _ = read(tmp_path, table("place,name,site,measure,printed", *deposits))
    assert figures[0][1] == "Fen"
    assert assumed == ["left out the column 'name', with 'A name': another names the deposits"]


def test_rows_that_only_a_column_left_out_tells_apart_are_refused(tmp_path):
    header, rows = "Country,Mine type,Reserves (t)", ("China,open pit,30", "India,open pit,7", "China,brine,44")
    figures, _, problems = read(tmp_path, table(header, *rows))
    assert not figures
    what = "China has several figures that only 'Mine type' tells apart, such as 'open pit' and 'brine'"
    remedy = "say --map 'site=Mine type' if it names deposits, or keep the rows of the whole alone"
    assert problems == [f"2: {what}; {remedy}"]
    options = ReadingOptions((("site", "Mine type"),))
    figures, _, problems = read(tmp_path, table(header, *rows), options=options)
    assert ([site for _, site, *_ in figures], problems) == (["open pit", "open pit", "brine"], [])


@pytest.mark.parametrize(
    "rows",
    [
        ("China,Asia,44", "India,Asia,7"),  # other places
        ("China,a,44", "China,b,44"),  # the same figure
        ("China,-5 %,44", "China,12,40"),  # no text
    ],
)
def test_columns_that_tell_no_figures_of_a_place_apart_are_left_out(rows, tmp_path):
    figures, assumed, problems = read(tmp_path, table("Country,Other,Reserves (Mt)", *rows))
    assert (len(figures), assumed, problems) == (2, ["left out 'Other': not understood"], [])


def test_a_figure_of_a_state_or_province_is_not_one_of_its_country(tmp_path):
    header = "Country,State,Reserves (Mt)"
    for whole in ("Total", "", "USA", "United States"):
        assert len(read(tmp_path, table(header, f"USA,{whole},1.9"))[0]) == 1
    _, _, (problem,) = read(tmp_path, table(header, "USA,,1.9", "USA,Georgia,0.1"))
    assert problem.startswith(
        "3: 'State' says 'Georgia', so that the figure may be of a part of United States; say --map"
    )


def test_a_year_that_stands_above_is_not_lost(tmp_path):
    header, rows = "Year,Country,Reserves (Mt)", ("2023,China,44", ",Vietnam,22")
    assert read(tmp_path, table(header, *rows))[2] == [
        "3: the figure has no year, and '2023' stands above it; write the year into each row, or NA where there is none"
    ]
    figures, _, problems = read(tmp_path, table(header, rows[0], "NA,Vietnam,22"))
    assert ([year for *_, year, _ in figures], problems) == (["2023", ""], [])
    headings = ("2023,,", ",China,44", "2024,,", ",China,40")
    assert read(tmp_path, table(header, *headings))[2][0].startswith(
        "3: the figure has no year, and '2023' stands above it"
    )
    assert "'Lithium' stands above" in read(tmp_path, f"{header},Source\nLithium,,,\n2023,Chile,9,A survey\n")[2][0]
    numbers = ("2023,China,44000000,reserves", ",Vietnam,22000000,reserves")
    assert len(read(tmp_path, table("Year,Country,value_t,Measure", *numbers))[2]) == 1
    several = ("2024,China,production,270000 t", ",China,reserves,44 Mt")
    figures, _, problems = read(tmp_path, table("Year,Country,Measure,Value", *several))
    assert ([year for *_, year, _ in figures], problems) == (["2024", ""], [])


def test_years_as_headings_amid_the_rows_are_refused(tmp_path):
    _, _, (problem,) = read(tmp_path, "Country,Reserves (Mt),Source\n2023,,\nChina,44,A survey\n2024,,\nChina,44,A\n")
    assert problem.startswith("2: '2023' stands above figures as the title of another table")


@pytest.mark.parametrize("title", ["Mesure", "Metric", "Parameter", "Indicator Name"])
def test_more_titles_of_the_measure_are_known_and_words_that_say_nothing_more_left_out_of_its_cells(title, tmp_path):
    rows = ("China,Rare earths production,270000,t,2024", "China,Mine production (REO),255000,t,2023")
    figures, _, problems = read(tmp_path, table(f"Country,{title},Value,Unit,Year", *rows))
    assert ([measure for _, _, measure, *_ in figures], problems) == (["production"] * 2, [])


@pytest.mark.parametrize(
    ("header", "row", "remedy"),
    [
        ("Country,Item,Value,Unit,Year", "China,Extraction or production,1,t,2024", "say --map measure=Item, if that"),
        ("Country,2023,2024", "China,255000,270000", "add it, or say --map measure=production"),
        ("Country,Value", "China,44 Mt", "add it, or say --map measure=reserves"),
    ],
)
def test_the_remedy_names_the_column_that_may_be_the_measure(header, row, remedy, tmp_path):
    assert remedy in read(tmp_path, table(header, row))[2][0]


@pytest.mark.parametrize(
    ("title", "word", "measure"),
    [
        ("Production 2024 (t), revised", "revised", "production"),
        ("Ore reserves (Mt)", "ore reserves", "reserves"),
        ("Share of world production 2024 (%)", "share production", "share"),
        ("Zasoby (Mt)", "Zasoby", "MEASURE"),
    ],
)
def test_a_title_that_is_not_understood_is_named_with_its_word_and_the_options_that_help(
    title, word, measure, tmp_path
):
    _, _, (problem,) = read(tmp_path, table(f'Country,"{title}"', "China,44"))
    assert f"no column with figures: '{title}' is not understood for '{word}'" in problem
    assert problem.endswith(f"--map 'printed={title}' --map measure={measure}")


def test_rows_of_years_and_small_amounts_are_no_titles(tmp_path):
    options = ReadingOptions((("place", "China"),))
    figures, _, problems = read(tmp_path, table("Year,Production (t)", "2023,2000", "2024,1990"), options=options)
    assert ([value for *_, value in figures], problems) == ([2000, 1990], [])


def test_figures_without_a_unit_are_told_the_option_that_says_it(tmp_path):
    header, rows = "Country,Measure,2023,2024", ("China,production,255000,270000",)
    assert read(tmp_path, table(header, *rows))[2][0].endswith("or say --map unit=t for all rows")
    figures, _, problems = read(tmp_path, table(header, *rows), options=ReadingOptions((("unit", "t"),)))
    assert ([value for *_, value in figures], problems) == ([255_000, 270_000], [])


def test_a_table_in_markdown_is_read(tmp_path):
    text = "| Country | Reserves (Mt REO) | Source |\n|---|---:|:---:|\n| China | 44 | A survey |\n"
    assert read(tmp_path, text, "own.md")[0] == [("CHN", "", "reserves", "", 44_000_000)]


@pytest.mark.parametrize("word", ["n.d.", "k. A.", "no data", "н/д", "N/A"])
def test_words_for_nothing_print_no_figure(word, tmp_path):
    figures, assumed, problems = read(tmp_path, table("Country,Reserves (Mt)", "China,44", f"India,{word}"))
    assert (len(figures), len(assumed), problems) == (1, 1, [])


def test_a_formula_without_its_value_is_told(tmp_path):
    rows = [["Country", "Reserves (t)", "Source"], ["China", "=1+1", "X"], ["India", 7e6, "X"]]
    other = {"Notes & more": [["a"]], "Figures": rows}
    for sheets in ({"Figures": rows}, other):
        _, assumed, problems = read(tmp_path, workbook(sheets), "own.xlsx")
        assert not problems
        assert any(one.startswith("cell B2 has a formula whose value is not stored: open") for one in assumed)
    assert not any("formula" in one for one in read(tmp_path, BOOK, "own.xlsx")[1])


def test_a_source_beside_a_publisher_is_the_publication(tmp_path):
    rows = ("China,44,USGS,MCS 2025", "India,6.9,USGS,MCS 2024", "Norway,8.8,USGS,MCS-2024")
    text = "\n".join(["Country,Reserves (Mt),Publisher,Source", *rows]) + "\n"
    figures, assumed, problems = read(tmp_path, text)
    assert (len(figures), assumed, problems) == (3, ["source 'MCS 2025' becomes the id 'MCS-2025'"], [])
    loaded = load_files([tmp_path / "own.csv"], only=True).dataset
    assert {one.source for one in loaded.estimates.values()} == {"MCS-2025", "MCS-2024", "MCS-2024-2"}
    assert {one.publisher for one in loaded.estimates.values()} == {"USGS"}


def test_a_source_of_several_editions_is_a_publisher(tmp_path):
    text = "Country,Reserves (Mt),Source,Edition\nChina,44,USGS,2025\nIndia,6.9,USGS,2024\n"
    figures, _, problems = read(tmp_path, text)
    assert (len(figures), problems) == (2, [])


@pytest.mark.parametrize(("share", "is_read"), [("0.692", False), ("69.2", True), ("0.692 %", True), ("0.692%", True)])
def test_fractions_as_percent_are_refused_unless_the_cell_says_percent(share, is_read, tmp_path):
    header, row = "Country,Share (%),Share of,Year", f"China,{share},mine production,2024"
    assert (not read(tmp_path, table(header, row))[2]) == is_read


def test_production_of_a_year_to_come_is_no_production_in_yaml_either(tmp_path):
    entry = "{place: China, measure: %s, period: 2999, printed: 400 t, publisher: A survey}"
    assert len(read(tmp_path, f"estimates:\n- {entry % 'target'}\n", "own.yaml")[0]) == 1
    _, _, problems = read(tmp_path, f"estimates:\n- {entry % 'production'}\n", "own.yaml")
    what = "the figure is production of 2999, a year to come"
    assert problems == [f"2: {what}; make it a 'target', which is never counted as mined, or leave it out"]


@pytest.mark.parametrize(("word", "ours"), [("value", "printed"), ("year", "period"), ("date", "effective")])
def test_entries_in_the_words_of_tables_are_told_ours(word, ours, tmp_path):
    _, _, problems = read(tmp_path, f"estimates:\n- {{place: Norway, {word}: 2024, publisher: A}}\n", "own.yaml")
    assert f"2: unknown field '{word}'; write it as '{ours}'" in problems


@pytest.mark.parametrize("mark", ["¹", "⁶", "(1)", " (a)", " [3]", "*", "†"])
def test_the_mark_of_a_footnote_is_left_out(mark, tmp_path):
    figures, assumed, problems = read(tmp_path, table("Country,Reserves (t)", f'China{mark},"44,000,000{mark}"'))
    assert (figures, problems) == ([("CHN", "", "reserves", "", 44_000_000)], [])
    assert assumed == [f"left out the mark of a footnote, as in '{cell}{mark}'" for cell in ("44,000,000", "China")]


@pytest.mark.parametrize("cell", ["10⁶", "44 1", "2,900 2/", "20 b"])
def test_what_may_be_a_footnote_or_something_else_is_refused(cell, tmp_path):
    assert read(tmp_path, table("Country,Reserves (t)", f'China,"{cell}"'))[2]


@pytest.mark.parametrize("cell", ["45,000e", "45,000 (e)", "45,000 e"])
def test_marks_of_estimates_are_no_footnotes(cell, tmp_path):
    read(tmp_path, table("Country,Production 2024 (t)", f'China,"{cell}"'))
    (figure,) = load_files([tmp_path / "own.csv"], only=True).dataset.estimates.values()
    assert (figure.quantity.value, figure.quantity.estimated or figure.quantity.printed) == (45_000, "45,000e")


@pytest.mark.parametrize(
    ("figure", "unit"),
    [("6.9 Mt REO", ""), ("6.9 million tonnes of REO", ""), ("6.9 million tonnes of rare earth oxides", ""),
     ("6900", "kt REO"), ("6900000", "tonnes REO equivalent")],
)  # fmt: skip
def test_what_the_tonnes_are_of_is_read_as_the_basis(figure, unit, tmp_path):
    figures, _, problems = read(tmp_path, table("Country,Measure,Value,Unit", f"India,reserves,{figure},{unit}"))
    assert (figures, problems) == ([("IND", "", "reserves", "", 6_900_000)], [])
    (one,) = load_files([tmp_path / "own.csv"], only=True).dataset.estimates.values()
    assert one.basis == "REO"


@pytest.mark.parametrize("unit", ["1000 t", "metr. t", "t/a"])
def test_units_of_titles_are_read_in_a_column_of_units_too(unit, tmp_path):
    _, _, problems = read(tmp_path, table("Country,Year,Value,Unit,Indicator", f"China,2024,270,{unit},Production"))
    assert not problems


@pytest.mark.parametrize(
    "title",
    ["Production minière 2024 (tonnes)", "Producción minera 2024 (toneladas)", "Production 2024e (t)", "2024e"],
)
def test_no_half_of_a_table_is_left_out_for_a_word_that_says_nothing(title, tmp_path):
    header = f"Country,Measure,Unit,2023,{title}" if title == "2024e" else f"Country,Production 2023 (t),{title}"
    row = "China,production,t,255000,270000" if title == "2024e" else "China,255000,270000"
    figures, assumed, problems = read(tmp_path, table(header, row))
    assert ([year for *_, year, _ in figures], assumed, problems) == (["2023", "2024"], [], [])


def test_of_a_column_of_figures_that_is_left_out_it_is_said_why(tmp_path):
    _, assumed, _ = read(tmp_path, table("Country,Reserves (t),Production 2024 (lb)", "China,44,270"))
    assert assumed[1] == "'Production 2024 (lb)' seems to have figures, but 'lb' is not understood"
    _, assumed, _ = read(tmp_path, table("country,reserves_mt,production_kt_2024", "China,44,270"))
    assert assumed[1] == "'reserves_mt' may be in tonnes or in million tonnes: --unit-of reserves_mt=t says it"


def test_a_column_with_a_title_of_ours_and_words_of_others_is_left_out(tmp_path):
    header = "Name,Country,Resource (Mt REO),Stage,Status"
    figures, assumed, problems = read(tmp_path, table(header, "Norra Kärr,Sweden,0.5,PEA,Active"))
    assert (len(figures), problems) == (1, [])
    assert "left out 'Stage', 'Status': not understood" in assumed
    rows = ("Fen,Norway,8.8,in_place,published", "Norra Kärr,Sweden,0.5,PEA,published")
    _, _, (problem,) = read(tmp_path, table(header, *rows))
    assert problem.endswith("or leave that column out")


@pytest.mark.parametrize("named", ["Proven (Mt)", "Tonnage (Mt)"])
def test_tonnes_beside_a_grade_may_be_ore_where_the_user_names_their_column_too(named, tmp_path):
    text = table(f"Deposit,Country,{named},Grade (%)", "Mount Weld,Australia,17.2,6.4")
    options = ReadingOptions((("measure", "reserves"), ("printed", named)))
    assert f"'{named}' may be tonnes of ore, as 'Grade (%)' is beside it" in read(tmp_path, text, options=options)[2][0]
    options = ReadingOptions((*options.titles, ("basis", "ore")))
    assert len(read(tmp_path, text, options=options)[0]) == 1


def test_a_year_without_a_figure_is_no_heading(tmp_path):
    options = ReadingOptions((("place", "China"), ("publisher", "A survey")))
    text = "Year,Production (t)\n2023,255000\n2024,\n2025,270000\n"
    figures, _, problems = read(tmp_path, text, options=options)
    assert ([year for *_, year, _ in figures], problems) == (["2023", "2025"], [])


def test_a_title_that_names_rare_earths_in_other_words_is_enough(tmp_path):
    above = "World production and reserves of rare earths by country\nSource: Lithium and Copper Review\n"
    figures, _, problems = read(tmp_path, above + table("Country,Reserves (Mt)", "China,44"))
    assert (len(figures), problems) == (1, [])


def test_a_column_of_months_is_refused_and_not_left_out_as_well(tmp_path):
    header, rows = "Country,Year,Month,Production (t)", ("China,2024,1,20000", "China,2024,2,21000")
    _, assumed, (problem,) = read(tmp_path, table(header, *rows))
    assert not assumed
    assert problem.startswith("2: 'Month' is '1', and figures of a part of a year are not read")


def test_problems_of_standard_input_name_it_alike():
    for text in ("<html></html>", "Country,Value\nChina,1\n"):
        said = CliRunner().invoke(rareearth, ["validate", "-", "--only"], input=text)
        assert "standard input, line 1 [" in said.stderr
