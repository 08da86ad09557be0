# ruff: noqa: E501 (a file is written as it is)
"""Write the files of this folder: one table of three figures in every form that people have it in, and files to refuse.

``python -m tests.record.forms.make`` writes them anew. The figures are made up.
"""

import csv
import gzip
import io
import zipfile
from pathlib import Path

import openpyxl

FOLDER = Path(__file__).resolve().parent
HEADER = ["place", "measure", "printed", "period", "publisher"]
ROWS = [
    ["NOR", "resources", "8.8 Mt", "", "A survey"],
    ["BRA", "reserves", "21 Mt", "", "A survey"],
    ["CHN", "production", "270,000 t", "2024", "A survey"],
]
NAMED = [["Norway", *ROWS[0][1:]], ["Brazil", *ROWS[1][1:]], ["China", *ROWS[2][1:]]]
IN_TONNES = ["8800000", "21000000", "270000"]


def table(rows, separator=",", end="\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def replace(rows, column, cells):
    return [[*row[:column], cell, *row[column + 1 :]] for row, cell in zip(rows, cells, strict=True)]


def with_units(header, rows):
    """The amounts in tonnes with a column for the unit."""
    figures = replace(rows, 2, IN_TONNES)
    return [header, *[[*row[:3], "t", *row[3:]] for row in figures]]


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document(rows):
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{spaces}:office:1.0" '
        f'xmlns:table="{spaces}:table:1.0" xmlns:text="{spaces}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{spaces}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


PLAIN = table([HEADER, *ROWS])
UNITS = with_units(["place", "measure", "value", "unit", "year", "publisher"], ROWS)
MT = ["8.8", "21", "0.27"]
WIDE = [
    ["Country", "Resources_Mt", "Reserves_Mt", "Production_2024_t", "Source"],
    ["Norway", "8.8", "", "", "A survey"],
    ["Brazil", "", "21", "", "A survey"],
    ["China", "", "", "270,000", "A survey"],
]


def foreign(header, places, measures, unit="t", figures=IN_TONNES, separator=";"):
    years = ["", "", "2024"]
    rows = zip(places, measures, figures, years, strict=True)
    return table(
        [header, *[[place, measure, figure, unit, year, "A survey"] for place, measure, figure, year in rows]],
        separator,
    )


READ = {
    "comma.csv": PLAIN,
    "semicolon.csv": table([HEADER, *ROWS], ";"),
    "tab.tsv": table([HEADER, *ROWS], "\t"),
    "tab_named_csv.csv": table([HEADER, *ROWS], "\t"),
    "bars.csv": table([HEADER, *ROWS], "|"),
    "no_suffix": PLAIN,
    "text.txt": PLAIN,
    "named_yaml.yaml": PLAIN,
    "crlf.csv": table([HEADER, *ROWS], end="\r\n"),
    "cr.csv": table([HEADER, *ROWS], end="\r"),
    "no_last_line_end.csv": PLAIN.rstrip("\n"),
    "all_quoted.csv": table([HEADER, *ROWS], quoting=csv.QUOTE_ALL),
    "byte_order_mark.csv": b"\xef\xbb\xbf" + PLAIN.encode(),
    "utf_16_le.csv": b"\xff\xfe" + PLAIN.encode("utf-16-le"),
    "utf_16_be.csv": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "utf_16_without_mark.csv": PLAIN.encode("utf-16-le"),
    "excel_unicode_text.txt": b"\xff\xfe" + table([HEADER, *ROWS], "\t", "\r\n").encode("utf-16-le"),
    "windows_1252.csv": table([HEADER, ROWS[0], ["Brésil", *ROWS[1][1:]], ROWS[2]]).encode("cp1252"),
    "sep_line.csv": "sep=;\n" + table([HEADER, *ROWS], ";"),
    "sep_line_crlf.csv": '"sep=|"\r\n' + table([HEADER, *ROWS], "|", "\r\n"),
    "compressed.csv.gz": gzip.compress(PLAIN.encode(), mtime=0),
    "compressed_in_two_parts.gz": gzip.compress(PLAIN[:60].encode(), mtime=0)
    + gzip.compress(PLAIN[60:].encode(), mtime=0),
    "titles_above.csv": "Rare earths of three countries\nTable 1\n\n" + PLAIN,
    "remark_above.csv": "# written by hand\n" + PLAIN,
    "blank_lines_above.csv": "\n\n" + PLAIN,
    "remark_below.csv": table(WIDE) + "Source: a survey of three countries\n",
    "trailing_commas.csv": "".join(f"{line},,,\n" for line in PLAIN.splitlines()),
    "trailing_rows.csv": PLAIN + ",,,,\n,,,,\n",
    "blank_row_between.csv": table([HEADER, ROWS[0], [""] * 5, *ROWS[1:]]),
    "index_of_pandas.csv": table([["", *HEADER], *[[str(number), *row] for number, row in enumerate(ROWS)]]),
    "unnamed_of_pandas.csv": table(
        [["Unnamed: 0", *HEADER], *[[str(number), *row] for number, row in enumerate(ROWS)]]
    ),
    "upper_case_header.csv": table([[name.upper() for name in HEADER], *ROWS]),
    "blanks_in_header.csv": table([[f" {name} " for name in HEADER], *ROWS]),
    "columns_more.csv": table([[*HEADER, "population", "GDP"], *[[*row, "5", "6"] for row in ROWS]]),
    "columns_in_other_order.csv": table([row[::-1] for row in [HEADER, *ROWS]]),
    "names_of_places.csv": table([HEADER, *NAMED]),
    "official_names.csv": table(
        [
            HEADER,
            *replace(ROWS, 0, ["Kingdom of Norway", "Federative Republic of Brazil", "People's Republic of China"]),
        ]
    ),
    "names_of_the_world_bank.csv": table([HEADER, *replace(ROWS, 0, ["NORWAY", "Brazil ", "China, mainland"])]),
    "alpha_2.csv": table([HEADER, *replace(ROWS, 0, ["NO", "BR", "CN"])]),
    "country_and_code.csv": table(
        [["country", "iso3", *HEADER[1:]], *[[named[0], *row] for named, row in zip(NAMED, ROWS, strict=True)]]
    ),
    "country_value_unit.csv": table(with_units(["country", "indicator", "value", "unit", "year", "source"], NAMED)),
    "measures_in_words.csv": table([HEADER, *replace(ROWS, 1, ["Mineral resources", "Reserves", "Mine production"])]),
    "german.csv": foreign(
        ["Land", "Kennzahl", "Menge", "Einheit", "Jahr", "Quelle"],
        ["Norwegen", "Brasilien", "China"],
        ["Ressourcen", "Reserven", "Förderung"],
    ),
    "german_decimal_comma.csv": foreign(
        ["Land", "Kennzahl", "Menge", "Einheit", "Jahr", "Quelle"],
        ["Norwegen", "Brasilien", "China"],
        ["Ressourcen", "Reserven", "Förderung"],
        "Mio. t",
        ["8,8", "21", "0,27"],
    ),
    "french.csv": foreign(
        ["Pays", "Indicateur", "Quantité", "Unité", "Année", "Publisher"],
        ["Norvège", "Brésil", "Chine"],
        ["Ressources", "Réserves", "Production minière"],
    ),
    "spanish.csv": foreign(
        ["País", "Indicador", "Cantidad", "Unidad", "Año", "Fuente"],
        ["Noruega", "Brasil", "China"],
        ["Recursos", "Reservas", "Producción"],
    ),
    "russian.csv": foreign(
        ["Страна", "Показатель", "Количество", "Единица", "Год", "Источник"],
        ["Норвегия", "Бразилия", "Китай"],
        ["ресурсы", "запасы", "добыча"],
    ),
    "chinese.csv": foreign(
        ["国家", "指标", "数值", "单位", "年份", "来源"],
        ["挪威", "巴西", "中国"],
        ["资源量", "储量", "产量"],
        separator=",",
    ),
    "wide.csv": table(WIDE),
    "wide_brackets.csv": table(
        [
            ["Country", "Resources (Mt)", "Reserves (million tonnes)", "Mine production 2024 [t]", "Source name"],
            *WIDE[1:],
        ]
    ),
    "wide_german.csv": table(
        [
            ["Land", "Ressourcen (Mio. t)", "Reserven (Mio. t)", "Förderung 2024 (t)", "Quelle"],
            ["Norwegen", "8,8", "", "", "A survey"],
            ["Brasilien", "", "21", "", "A survey"],
            ["China", "", "", "270.000", "A survey"],
        ],
        ";",
    ),
    "unit_as_title.csv": table([["place", "measure", "Mt", "year", "publisher"], *replace(ROWS, 2, MT)]),
    "floats_of_pandas.csv": table(
        [
            UNITS[0],
            *[[*row[:2], f"{row[2]}.0", *row[3:4], f"{row[4]}.0" if row[4] else "", row[5]] for row in UNITS[1:]],
        ]
    ),
    "exponents.csv": table([UNITS[0], *replace(UNITS[1:], 2, ["8.8e+06", "2.1e+07", "2.7e+05"])]),
    "blanks_between_thousands.csv": table([HEADER, *replace(ROWS, 2, ["8.8 Mt", "21 Mt", "270\u202f000 t"])]),
    "no_break_spaces.csv": table([HEADER, *replace(ROWS, 2, ["8.8\u00a0Mt", "21\u00a0Mt", "270\u00a0000\u00a0t"])]),
    "units_in_words.csv": table(
        [HEADER, *replace(ROWS, 2, ["8.8 million tonnes", "21 million metric tons", "270 thousand tonnes"])]
    ),
    "decimal_comma_in_quotes.csv": table([HEADER, *replace(ROWS, 2, ["8,8 Mt", "21 Mt", "270.000 t"])]),
    "workbook.xlsx": workbook({"Sheet1": [HEADER, *ROWS]}),
    "workbook_with_numbers.xlsx": workbook(
        {
            "data": [
                UNITS[0],
                *[[*row[:2], int(row[2]), row[3], int(row[4]) if row[4] else None, row[5]] for row in UNITS[1:]],
            ]
        }
    ),
    "workbook_of_several_sheets.xlsx": workbook(
        {"About": [["Rare earths"], ["made by hand"]], "Data": [["Table 1"], [], HEADER, *ROWS]}
    ),
    "one_float_among_integers.csv": table([UNITS[0], *replace(UNITS[1:], 2, ["8800000.0", "21000000", "270000"])]),
    "exponents_of_r.csv": table([UNITS[0], *replace(UNITS[1:], 2, ["8.8e+06", "2.1e+07", "270000"])]),
    "exponents_below_a_unit.csv": table(
        [
            ["Country", "Resources (t)", "Reserves (t)", "Production_2024_t", "Source"],
            ["Norway", "8.8e+06", "", "", "A survey"],
            ["Brazil", "", "2.1e+07", "", "A survey"],
            ["China", "", "", "2.7e+05", "A survey"],
        ]
    ),
    "french_units.csv": table(
        [HEADER, *replace(ROWS, 2, ["8,8 millions de tonnes", "21 millions de tonnes", "270000 tonnes"])]
    ),
    "cites_an_edition.csv": table(
        [
            ["Country", "Resources_Mt", "Reserves_Mt", "Production_2024_t", "Source", "Note"],
            *[[*row, "after USGS MCS 2026"] for row in WIDE[1:]],
        ]
    ),
    "column_of_the_world.csv": table(
        [[*WIDE[0], "World reserves (Mt)"], *[[*row, "90" if row[2] else ""] for row in WIDE[1:]]]
    ),
    "commodities.csv": table(
        [[*WIDE[0], "Commodity"], *[[*row, "Rare earths"] for row in WIDE[1:]], [*WIDE[2], "Lithium"]]
    ),
    "names_without_codes.csv": table(
        [["iso3", "country", *HEADER[1:]], *[[code, *row] for code, row in zip(["", "BRA", "CHN"], NAMED, strict=True)]]
    ),
    "missing_as_na.csv": table([HEADER, *replace(ROWS, 3, ["NA", "NaN", "2024,0"])]),
    "open_document.ods": open_document([HEADER, *ROWS]),
    "records.yaml": "estimates:\n"
    + "".join(
        f"- {{place: {row[0]}, measure: {row[1]}, printed: {row[2]!r}, {f'period: {row[3]!r}, ' if row[3] else ''}publisher: A survey}}\n"
        for row in ROWS
    ),
    "records_with_names.yml": "estimates:\n"
    + "".join(
        f"- place: {row[0]}\n  measure: {row[1]}\n  printed: {row[2]!r}\n{f'  period: {row[3]!r}' + chr(10) if row[3] else ''}  publisher: A survey\n"
        for row in NAMED
    ),
    "records_without_suffix": "# by hand\nestimates:\n"
    + "".join(
        f"- {{id: r{number}, place: {row[0]}, measure: {row[1]}, printed: {row[2]!r}, {f'period: {row[3]!r}, ' if row[3] else ''}publisher: A survey}}\n"
        for number, row in enumerate(ROWS)
    ),
}
#: Files to refuse, each with a part of what is said of it.
REFUSED = {
    "commodity.csv": ("Country,Commodity,Reserves (t),Source\nChina,Lithium,3000000,A survey\n", "no row is plainly about all rare earths: 'Commodity' says 'Lithium'"),
    "commodity_in_groups.csv": ("Commodity,Country,Reserves (t),Source\nLithium,Chile,9300000,A survey\n,Australia,7000000,A survey\nRare earths,China,44000000,A survey\n,Brazil,21000000,A survey\n", "]: 'Commodity' is empty, in a table that is also about 'Lithium'; write into each row what it is of"),
    "commodity_as_heading.csv": ("Country,Reserves (t),Source\nLithium,,\nChile,9300000,A survey\nRare earths,,\nChina,44000000,A survey\n", "]: 'Lithium' stands above figures, which may be of another commodity; keep the rows of rare earths alone"),
    "commodity_in_title.csv": ("Lithium reserves 2024\nCountry,Reserves (t),Source\nChile,9300000,A survey\n", "]: 'Lithium reserves 2024' above the table names another commodity; give a table of rare earths"),
    "names_of_places_and_others.csv": ("Name,Country,Reserves (Mt),Source\nChina,China,44,A survey\nFen,Norway,8.8,A survey\n", "]: 'Fen' in the column 'name' is not Norway, as others are; say --map site=name if it names the deposits"),
    "regions.csv": ("Country,Region,Reserves (t),Source\nChina,Inner Mongolia,30000000,A survey\nChina,Total,44000000,A survey\n", "]: China has several figures that only 'Region' tells apart, such as 'Inner Mongolia' and 'Total'; say --map site=Region if it names deposits"),
    "states.csv": ("Country,State,Resources (t),Source\nUSA,California,2000000,A survey\n", "]: 'State' says 'California', so that the figure may be of a part of United States; say --map site=State"),
    "merged_years.csv": ("Year,Country,Reserves (Mt),Source\n2023,China,44,A survey\n,Vietnam,22,A survey\n", "]: the figure has no year, and '2023' stands above it; write the year into each row, or NA where there is none"),
    "titles_in_two_rows.csv": ("Country,Reserves,Production,,Source\n,(t),2023,2024,\nChina,44000000,255000,270000,A survey\n", "]: the row below the titles has titles too: '(t)'; write them into one row, such as Production 2023 (t)"),
    "places_as_columns.csv": ("Year,China,United States\n2023,255000,41600\n", "a column for each place, such as 'China' and 'United States'; write a row for each place"),
    "parted_by_blanks.txt": ("Country  Reserves (Mt)  Publisher\nChina    44             A survey\n", "nothing but blanks parts the columns of 'Country  Reserves (Mt)  Publisher'; save it as CSV"),
    "title_with_a_word.csv": ("Country,Proven reserves (Mt),Source\nChina,44,A survey\n", "no column with figures: 'Proven reserves (Mt)' is not understood for 'Proven'; write it as in Reserves (Mt), or say --map 'printed=Proven reserves (Mt)' --map measure=reserves"),
    "measure_in_another_column.csv": ("Country,Category,Value,Unit,Year,Source\nChina,Production,270000,t,2024,A survey\n", "no column 'measure'; say --map measure=Category, if that says what each figure is"),
    "fractions_as_percent.csv": ("Country,Share (%),Share of,Year,Source\nChina,0.692,mine production,2024,A survey\n", "'0.692' percent may be 69.2 %, which a spreadsheet stores so; write 69.2, or '0.692 %' in the cell"),
    "region.csv": ("Country,Reserves (t),Source\nAsia,50900000,A survey\n", "unknown place 'Asia'; use a name or a code that 'rareearth places --all' lists, or leave the row out"),
    "hyphen.csv": ("Country,Reserves (t),Source\nChina,-,A survey\n", "'-' is not a figure; write NA if nothing is known, 0 t if it is zero, or leave the row out"),
    "years_to_come.csv": ("Country,Production 2199 (t),Source\nChina,1,A survey\n", "the figure is production of 2199, a year to come; make it a 'target'"),
    "bare_list.yaml": ("- {place: Norway, measure: resources, printed: 8.8 Mt, publisher: A survey}\n", "the file is a bare list; write 'estimates:' in a line above it"),
    "bare_entry.yaml": ("place: Norway\nmeasure: resources\n", "unknown field 'place'; write it in an entry below 'estimates:'"),
    "words_of_others.yaml": ("estimates:\n- {place: Norway, measure: resources, value: 8.8 Mt, year: 2024, publisher: A survey}\n", "unknown field 'value'; write it as 'printed'"),
    "ore_in_a_cell.csv": ("Country,Measure,Value,Source\nAustralia,resources,54.7 Mt (ore),A survey\n", "unknown unit 'Mt (ore)'; write t, kt, Mt, Gt or %, or words such as million tonnes; what the tonnes are of is said in 'basis'"),
    "ore_that_is_named.csv": ("Country,Deposit,Resources (Mt),Cut-off (%),Source\nNorway,Fen,559,1,A survey\n", "'Resources (Mt)' may be tonnes of ore, as 'Cut-off (%)' is beside it"),
    "two_columns_of_one_title.csv": ("Country,Reserves (Mt),Reserves (Mt),Source\nChina,44,47,A survey\n", "a second column 'Reserves (Mt)'; keep one of them"),
    "two_columns_of_units.csv": ("Country,Reserves,Unit,Production 2024,Unit,Source\nChina,44,Mt,270,kt,A survey\n", "several columns of units, 'Unit' and 'Unit'"),
    "title_against_row.csv": ("Country,Reserves (Mt),Unit,Source\nChina,44000000,t,A survey\n", "the title of '44000000' says unit 'Mt', and its row 't'"),
    "zeros_after_a_point.csv": ("Land,Reserven (t),Quelle\nKanada,830.000,A survey\n", "'830.000' may be 830000 or a fraction: nothing in the column tells"),
    "comma_for_thousands.csv": ("Land;Reserven (t);Quelle\nKanada;830,000;A survey\n", "'830,000' may be 830000 or a fraction: nothing in the column tells; write 830000"),
    "windows_1251.csv": ("страна;запасы;источник\nКитай;44 млн т;A survey\n".encode("cp1251"), "it is not in UTF-8, and as Windows-1252 its titles make no sense"),
    "points_for_thousands.csv": ("Land;Reserven (t);Quelle\nNorwegen;21.000;A survey\nBrasilien;8.800;A survey\n", "'21.000' may be 21000 or a fraction: nothing in the column tells; write 21000, or for a fraction another number"),
    "two_places.csv": ("country,iso3,measure,printed,publisher\nBrazil,CHN,reserves,21 Mt,A survey\n", "the row says 'Brazil' and China (CHN)"),
    "unclear_unit_in_title.csv": ("country,reserves_mt,source\nNorway,8.8,A survey\n", "'reserves_mt' may be in tonnes or in million tonnes; say --unit-of reserves_mt=t or --unit-of reserves_mt=Mt"),
    "ore_beside_a_grade.csv": ("Country,Deposit,Resources (Mt),TREO grade (%),Source\nNorway,Fen,559,1.57,A survey\n", "'Resources (Mt)' may be tonnes of ore, as 'TREO grade (%)' is beside it; name the column of oxide"),
    "tables_below_each_other.csv": ("Country,Production 2024 (t),Source\nChina,270000,A survey\nReserves (Mt),,\nChina,44,A survey\n", "'Reserves (Mt)' stands above figures as the title of another table; save each table as a file of its own"),
    "months.csv": ("Country,Year,Month,Production (t),Source\nChina,2024,1,20000,A survey\nChina,2024,2,21000,A survey\n", "'Month' is '1', and figures of a part of a year are not read; add them up to years"),
    "binary.dat": (b"\0\1\2place\0,measure\0\n", "not text in UTF-8"),
    "picture.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture, not a table"),
    "empty.csv": ("", "nothing in it, not even a header"),
    "only_commas.csv": (",,,\n,,,\n", "no header"),
    "blank_lines.csv": ("\n\n", "nothing in it, not even a header"),
    "no_measure.csv": ("country,value,publisher\nNorway,8.8 Mt,A survey\n", "no column 'measure'; add it, or say --map measure=reserves"),
    "no_place.csv": ("Gebiet,measure,printed,publisher\nNorway,reserves,8.8 Mt,A survey\n", "no column 'place'; add it, or say --map place=TITLE"),
    "no_figures.csv": ("place,measure,publisher\nNOR,reserves,A survey\n", "no column with figures"),
    "no_publisher.csv": ("place,measure,printed\nNOR,reserves,8.8 Mt\n", "--map publisher=NAME"),
    "misspelt_title.csv": ("place,measure,printd,publisher\nNOR,reserves,8.8 Mt,A survey\n", "unknown column 'printd'; did you mean 'printed'?"),
    "unknown_place.csv": ("place,measure,printed,publisher\nAtlantis,reserves,8.8 Mt,A survey\n", "unknown place 'Atlantis'"),
    "near_place.csv": ("place,measure,printed,publisher\nNorwey,reserves,8.8 Mt,A survey\n", "unknown place 'Norwey'; did you mean Norway (NOR)?"),
    "no_unit.csv": ("place,measure,printed,publisher\nNOR,reserves,8.8,A survey\n", "no unit"),
    "two_decimal_marks.csv": ('place,measure,printed,publisher\nNOR,reserves,"8,8 Mt",A survey\nBRA,reserves,8.75 Mt,A survey\nCHN,reserves,1.234 Mt,A survey\n', "may be a whole number or a fraction"),
    "comma_for_both.csv": (
        'place,measure,printed,publisher\nNOR,reserves,"8,8 Mt",A survey\nCHN,reserves,"270,000 t",A survey\n',
        "'270,000 t' may be a whole number or a fraction: '8,8 Mt' has a decimal comma",
    ),
    "negative.csv": ("place,measure,printed,publisher\nNOR,reserves,-5 Mt,A survey\n", "is negative"),
    "word.csv": ("place,measure,printed,publisher\nNOR,reserves,much,A survey\n", "'much' is not a figure"),
    "short_row.csv": ("place,measure,printed,publisher\nNOR,reserves\n", "a row of 2 cells for 4 columns"),
    "open_quote.csv": ('place,measure,printed,publisher\nNOR,reserves,"8.8 Mt,A survey\n', "check the quotes around it"),
    "control_character.csv": ("place,measure,printed,publisher\nNOR,reserves,8.8 Mt,A \x1b[31msurvey\n", "a control character"),
    "wide_as_a_matrix.csv": ("place,measure,printed,publisher\n" + "," * 2_000 + "\n", "columns, more than any table of figures has"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "a picture, not a table"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\n", "a PDF, not a table"),
    "page.html": ("<!DOCTYPE html><html><table><tr><td>Norway</td></tr></table></html>", "a web page, not a table"),
    "records.json": ('{"estimates": [{"place": "NOR"}]}', "JSON, not a table"),
    "sent_as_text.xlsx": (workbook({"Sheet1": [HEADER, *ROWS]}).replace(b"\n", b"\r\n"), "neither a table nor a workbook"),
    "archive.zip": (b"PK\x03\x04 and then nothing", "neither a table nor a workbook"),
    "damaged.gz": (b"\x1f\x8b and then nothing", "a gzip file that is damaged"),
    "breaks_off.gz": (gzip.compress(PLAIN.encode() * 50, mtime=0)[:60], "a gzip file that breaks off"),
    "usgs.csv": ("Source,Country,Type,Prod_t_2023,Prod_t_est_2024,Reserves_t\nMCS2025,Brazil,Rare earths,1,2,3\n", "rareearth import usgs"),
    "usgs_of_pandas.csv": (",Source,Country,Type,Prod_t_2023,Prod_t_est_2024,Reserves_t\n0,MCS2025,Brazil,Rare earths,1.0,2.0,3.0\n", "rareearth import usgs"),
    "usgs_salient.csv": ("DataSource,Year,USprod_REO_t,Imports_t,Price_dpkg\nMCS2025,2024,5,6,7\n", "salient statistics of USGS, which are about the United States"),
    "bgs.csv": ("country_trans,year,quantity,bgs_commodity_trans,bgs_statistic_type_trans,units\nChina,2024-01-01,5,rare earth oxides,Production,tonnes (metric)\n", "rareearth import bgs"),
    "bp_panel.csv": ("Country,Year,coalprod_ej,coalprod_mtoe,elect_twh,rareearths_kt\nChina,2019,1,2,3,4\n", "rareearth import bp"),
    "yaml_in_csv.csv": ("estimates:\n- {place: Atlantis, measure: reserves, printed: 5 Mt, publisher: A survey}\n", "unknown place 'Atlantis'"),
}  # fmt: skip


def main():
    for folder, files in (("read", READ), ("refused", {name: content for name, (content, _) in REFUSED.items()})):
        for name, content in files.items():
            (FOLDER / folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


if __name__ == "__main__":
    main()
