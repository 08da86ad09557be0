"""Read a table of any usual form into columns of ours: delimited text or a workbook, with a header in any words.

What is plain is read without a word; what is assumed is added to the assumptions of the document. `read_columns` is
the way in. It splits the text (`split_text`) or opens the workbook, finds the header (`rareearth_cli.record.headers`),
takes its columns, and brings the cells into the form that ours have (`rareearth_cli.record.cells`).
"""

import csv
import io
import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.model.errors import BadQuantity, Rule
from rareearth_cli.model.fields import LONG_FORM
from rareearth_cli.model.names import PlaceTable
from rareearth_cli.model.quantity import parse_unit
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, STOCKS, Basis
from rareearth_cli.model.wording import format_count
from rareearth_cli.record import commodities
from rareearth_cli.record.files import MAX_FILE_BYTES, DecodedText, FileKind, decode_table
from rareearth_cli.record.header_checks import check_header, check_named_titles, check_shape, has_unclear_unit
from rareearth_cli.record.headers import (
    FIGURE_COLUMNS,
    PERIOD_TITLES,
    Header,
    ReadingOptions,
    explain_title,
    find_header,
    is_data,
    is_number,
    is_other_heading,
    normalize_title,
    read_header,
    read_measure,
    writes_commas,
)
from rareearth_cli.record.publications import Kind, recognize
from rareearth_cli.record.workbooks import read_workbook
from rareearth_cli.record.yaml_nodes import UNSAFE_CHARACTER, Document

SEPARATORS = (",", ";", "\t", "|")
MAX_COLUMNS = 1_000
#: The header is among these first rows, because titles may stand above it.
MAX_HEADER_ROWS = 20
#: Beginnings of cells that `output.delimited` protects with a leading ``'`` when it writes them.
_ESCAPED_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "'")
#: The number of characters from which pandas is faster: it splits a table in a third of the time, but its import takes
#: as long as that saves on smaller tables.
_PANDAS_THRESHOLD = 2**20
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)
#: Cells of others that print nothing.
_NOTHING = frozenset((
    "", "..", "...", "n/a", "N/A", "#N/A", "nan", "NaN", "null", "NULL", "None", "n.a.", "n. a.", "n.d.", "n. d.",
    "N.D.", "k. A.", "k.A.", "s.d.", "no data", "not available", "н/д", "нет данных",
))  # fmt: skip
_MAX_QUOTED = 3
#: Letters that are no unit: the exponent of a number that a program wrote, words before the number, "to", and marks.
_NO_UNIT = re.compile(r"(?<=\d)[eE][+-]?\d+|^[^\d%]+(?=\d)|(?<=\d)\s+to\s+(?=\d)|(?<=\d)\s*[\[(][a-er][\])]$", re.ASCII)


class Sheet(NamedTuple):
    """The cells of a table by row, and the line on which each row starts."""

    rows: list[list[str]]
    lines: Sequence[int]
    #: What separates the cells; empty in a workbook.
    separator: str


class ParsedColumns(NamedTuple):
    """The columns of ours that a table has, all of the same length, and the line on which each row starts."""

    columns: dict[str, list[str]]
    lines: Sequence[int]
    #: What separates the cells; empty in a workbook.
    separator: str
    #: Whether the titles are those of others.
    foreign: bool = False
    #: Whether the titles are in a language that writes the decimal mark as a comma.
    writes_commas: bool = False
    #: The cells of a second column of places; empty if there is none.
    other_place: Sequence[str] = ()
    #: Of a workbook, the texts of cells that are stored as text and not as numbers.
    texts: frozenset[str] = frozenset()
    #: The cells of each column that is not read, by its title and their line.
    left_out: Mapping[str, Mapping[int, str]] = MappingProxyType({})


def read_columns(
    document: Document, content: bytes, kind: FileKind, options: ReadingOptions, places: PlaceTable
) -> ParsedColumns | None:
    """Read the columns of a table; None if a problem leaves nothing to read.

    Parameters
    ----------
    document
        The document to which problems and assumptions are added.
    content
        The file without compression.
    kind
        Whether it is text or a workbook.
    options
        What the user says of its titles, units and sheets.
    places
        The known places by code, which are no titles.

    """
    if len(content) > MAX_FILE_BYTES:
        document.add_problem(Rule.ONE_DOCUMENT, 1, f"more than {MAX_FILE_BYTES >> 20} MiB", "divide the file")
        return None
    if kind is FileKind.WORKBOOK:
        cells = read_workbook(
            document, content, options.sheet, lambda rows: find_header(rows[:MAX_HEADER_ROWS], options) is not None
        )
        if not cells.rows:
            return None
        sheet = _drop_empty_rows(cells.rows, range(1, len(cells.rows) + 1), "")
        parsed = _read_sheet(document, sheet, options, places)
        return parsed and parsed._replace(texts=cells.texts)
    return _read_text(document, content, options, places)


def _read_text(document: Document, content: bytes, options: ReadingOptions, places: PlaceTable) -> ParsedColumns | None:
    """Read the columns of delimited text."""
    decoded = decode_table(content)
    if decoded is None:
        document.add_problem(Rule.UTF8, 1, "it is not text in UTF-8, UTF-16 or Windows-1252", "save it as CSV in UTF-8")
        return None
    if decoded.assumed:
        document.assume(f"read as {decoded.encoding}")
    text, first_line, separator = decoded.text, 1, ""
    if match := _SEPARATOR_LINE.match(text):
        text, first_line, separator = text[match.end() :], 2, match[1]
    if not text.replace("\n", "").replace("\t", "").isprintable() and (unsafe := UNSAFE_CHARACTER.search(text)):
        line = text.count("\n", 0, unsafe.start()) + first_line
        document.add_problem(Rule.NO_UNSAFE_CHARACTERS, line, "a control character in a value", "remove it")
        return None
    separator = separator or choose_separator(text, options)
    narrow = text.partition("\n")[0].count(separator) < MAX_COLUMNS
    if narrow and len(text) >= _PANDAS_THRESHOLD and is_regular(text, separator):
        columns = split_regular_text(text, separator)
        header = read_header([column[0] for column in columns], options)
        if header.own and header.is_complete and not header.unknown:
            lines = range(first_line + 1, len(columns[0]) + first_line)
            return _take_columns(document, header, columns, lines, separator)
    if not text.strip():
        document.add_problem(Rule.REQUIRED, 1, "nothing in it, not even a header", _WRITE_HEADER)
        return None
    sheet = split_text(document, text, separator, first_line)
    if sheet is None:
        return None
    parsed = _read_sheet(document, sheet, options, places)
    _explain_garbled_titles(document, sheet, decoded)
    return parsed


_WRITE_HEADER = "write the names of the columns in the first row"


def _explain_garbled_titles(document: Document, sheet: Sheet, decoded: DecodedText) -> None:
    """Say that the assumed encoding is wrong, instead of what the header lacks, if its titles make no sense in it."""
    garbled = next((title.strip() for row in sheet.rows[:1] for title in row if _GARBLED.search(title)), "")
    if garbled and decoded.assumed and document.problems:
        document.problems.clear()
        what = f"it is not in UTF-8, and as {decoded.encoding} its titles make no sense: '{garbled[:40]}'"
        document.add_problem(Rule.UTF8, sheet.lines[0], what, "save it as CSV in UTF-8")


#: Letters of other scripts read as those of Western Europe, of which no language there has two in a row.
_GARBLED = re.compile(r"[\x80-\xff]{2}")


# Delimited text: from characters to rows of cells.


def choose_separator(text: str, options: ReadingOptions) -> str:
    """Choose the separator with which a header is found and most of its titles are understood."""
    head = [line for line in islice(text.split("\n", 4 * MAX_HEADER_ROWS), 4 * MAX_HEADER_ROWS) if line.strip()]
    sample = "\n".join(head[:MAX_HEADER_ROWS])[:100_000]
    scores: dict[str, tuple[int, int]] = {}
    for separator in SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
        except csv.Error:
            continue
        rows = [row for row in rows if len(row) <= MAX_COLUMNS]
        found = find_header(rows, options)
        scores[separator] = (found[1].understood if found else 0, head[0].count(separator) if head else 0)
    return max(SEPARATORS, key=lambda one: scores.get(one, (0, 0)))


def split_text(document: Document, text: str, separator: str, first_line: int = 1) -> Sheet | None:
    """Split a text into the rows that are not empty; None, with a problem, if its quotes are broken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                what = f"{len(row):,} columns, more than any table of figures has"
                remedy = f"keep those that are listed in docs/formats.md, {MAX_COLUMNS:,} at most"
                document.add_problem(Rule.SHAPE, reader.line_num, what, remedy)
                return None
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error as error:
        if "field larger" in str(error):
            what = f"a cell of more than {csv.field_size_limit():,} characters"
            document.add_problem(Rule.SHAPE, reader.line_num, what, "shorten it, or close the quotes before it")
        else:
            document.add_problem(
                Rule.PARSEABLE, reader.line_num, f"no valid CSV: {error}", "check the quotes around it"
            )
        return None
    lines = [first_line + end for end in (0, *ends[:-1])]
    return _drop_empty_rows(rows, lines, separator)


def _drop_empty_rows(rows: list[list[str]], lines: Sequence[int], separator: str) -> Sheet:
    """Leave out rows without any text, which spreadsheets export, and the rule below the titles in Markdown."""
    if separator != "|" and all(map(any, rows)):
        return Sheet(rows, lines, separator)
    is_rule = _RULE.fullmatch if separator == "|" else lambda _: None
    kept = [
        (row, line)
        for row, line in zip(rows, lines, strict=True)
        if any(cell.strip() and not is_rule(cell.strip()) for cell in row)
    ]
    return Sheet([row for row, _ in kept], [line for _, line in kept], separator)


#: A cell of the row that Markdown has below the titles.
_RULE = re.compile(r":?-{2,}:?")


def split_regular_text(text: str, delimiter: str) -> list[list[str]]:
    """Split a text that `is_regular` into columns with their headers, as `csv` would, but in a third of the time."""
    import pandas as pd

    frame = pd.read_csv(io.StringIO(text), sep=delimiter, header=None, dtype=object, na_filter=False)
    return [frame[name].tolist() for name in frame]


def is_regular(text: str, delimiter: str) -> bool:
    """Return whether every line is one row with as many cells as the first line, at least two.

    No row is empty, and quotes enclose whole cells only.
    """
    pieces = text.split('"')
    outside, quoted, edges = pieces[::2], pieces[1::2], (delimiter, "\n")
    if len(outside) == len(quoted) or "\r" in text or any("\n" in piece for piece in quoted):
        return False
    if not all(piece.endswith(edges) for piece in outside[:-1]):
        return False
    if not all(piece.startswith(edges) for piece in outside[1:]):
        return False
    lines = "".join(outside).removesuffix("\n").split("\n")
    delimiters = lines[0].count(delimiter)
    if not delimiters or delimiter * delimiters in lines:
        return False
    return all(line.count(delimiter) == delimiters for line in lines)


# The header and the rows below it.


def _read_sheet(document: Document, sheet: Sheet, options: ReadingOptions, places: PlaceTable) -> ParsedColumns | None:
    """Find the header, and take the columns that it names."""
    if not sheet.rows:
        document.add_problem(Rule.REQUIRED, 1, "no header", _WRITE_HEADER)
        return None
    found = find_header(sheet.rows[:MAX_HEADER_ROWS], options)
    at, header = found or _choose_likeliest_header(sheet, options)
    line = sheet.lines[at]
    titles = sheet.rows[at]
    if found is None and is_data(titles):
        document.add_problem(Rule.REQUIRED, line, "no row has titles", _WRITE_HEADER)
        return None
    recognized = recognize(titles, sheet.rows[at + 1 : at + 1 + MAX_HEADER_ROWS])
    if recognized is not None and recognized.kind is not Kind.OWN:
        document.add_problem(Rule.SHAPE, line, recognized.what, recognized.remedy(document.name))
        return None
    check_named_titles(document, titles, options, line)
    if options.sheet and sheet.separator:
        document.assume("the file is no workbook, so --sheet says nothing")
    if at:
        document.assume(f"the header is in line {line}; left out what stands above it")
    below = sheet.rows[at + 1 : at + 1 + MAX_HEADER_ROWS]
    if not check_shape(document, header, titles, below[0] if below else (), sheet.lines[at : at + 2], places):
        return None
    if not check_header(document, header, titles, line, below):
        return None
    if header.grade >= 0:
        # A column that the user names as that of the figures has no measure in its title.
        stocks = [one.at for one in header.values if one.measure in ("", *STOCKS)]
        ore = titles[stocks[0] if stocks else header.columns["printed"]].strip()
        what = f"'{ore}' may be tonnes of ore, as '{titles[header.grade].strip()}' is beside it"
        remedy = "name the column of oxide with --map printed=TITLE, or say --map basis=ore or --map basis=REO"
        document.add_problem(Rule.FIGURE, line, what, remedy)
        return None
    width = max((index for index, title in enumerate(titles) if title.strip()), default=0) + 1
    rows, lines = _fit_rows(document, sheet, at, width, header)
    # A column that the header takes says something else.
    other = ["" if at in header.columns.values() else title for at, title in enumerate(titles)]
    figures = {one.at for one in header.values}.union(header.columns.get(name, -1) for name in FIGURE_COLUMNS) - {-1}
    rows, lines = commodities.drop_other_commodities(document, other, rows, lines, figures)
    _check_titles_above(document, sheet, at, other)
    if document.problems:
        return None
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
    header = _leave_out_other_words(header, columns)
    _note_columns(document, header, titles, columns)
    titled = [[title, *column] for title, column in zip(titles, columns, strict=False)]
    unread = [at for at in (*header.unknown, header.other_place) if 0 <= at < width]
    left_out = {titles[at].strip(): dict(zip(lines, columns[at], strict=True)) for at in unread}
    return _take_columns(document, header, titled, lines, sheet.separator)._replace(left_out=left_out)


def _choose_likeliest_header(sheet: Sheet, options: ReadingOptions) -> tuple[int, Header]:
    """Choose the row of which most is understood, so that a message can say what it lacks; in doubt the first."""
    headers = [read_header(row, options) for row in sheet.rows[:MAX_HEADER_ROWS]]
    at = max(range(len(headers)), key=lambda number: (headers[number].understood, -number))
    return at, headers[at]


def _fit_rows(
    document: Document, sheet: Sheet, at: int, width: int, header: Header
) -> tuple[list[list[str]], Sequence[int]]:
    """Give every row below the header as many cells as it has titles; a row with too few or too many is a problem.

    Cells without text at the end of a row are left out. In tables of others, a row with a single text is a remark,
    unless it says that the figures below it are others than the header says.
    """
    foreign = not header.own
    rows: list[list[str]] = []
    lines: list[int] = []
    remarks: list[int] = []
    headings: list[tuple[int, str]] = []
    period = header.columns.get("period", -1)
    last = max((at for at, row in enumerate(sheet.rows) if sum(map(bool, map(str.strip, row))) > 1), default=0)
    for row, line in zip(sheet.rows[at + 1 :], sheet.lines[at + 1 :], strict=True):
        cells = row
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        texts = [cell.strip() for cell in cells if cell.strip()]
        alone = (len(cells) != width or foreign) and len(texts) == 1 and not is_number(texts[0])
        # A year in its column is that of a row without a figure.
        alone = alone and not (0 <= period < len(cells) and cells[period].strip()[:1].isdecimal())
        if alone and line < sheet.lines[last]:
            headings.append((line, texts[0]))
            if is_other_heading(texts[0], header):
                what = f"'{texts[0][:40]}' stands above figures as the title of another table"
                document.add_problem(Rule.SHAPE, line, what, "save each table as a file of its own")
                break
        if alone and width > 2:
            remarks.append(line)
            continue
        if len(cells) != width:
            what = f"a row of {len(cells)} cells for {width} columns"
            document.add_problem(Rule.SHAPE, line, what, "write as many cells as the header, empty ones too")
            continue
        rows.append(cells)
        lines.append(line)
    _check_headings(document, headings)
    if remarks:
        more = f" and {len(remarks) - 1} more" if len(remarks) > 1 else ""
        document.assume(f"left out line {remarks[0]}{more}, which has a single text and no figure")
    return rows, lines


def _check_headings(document: Document, headings: Sequence[tuple[int, str]]) -> None:
    """Report the first heading amid the rows of another commodity, whose figures are below it.

    Where one of them is rare earths, each of the others names something else.
    """
    among_others = any(commodities.names_all_rare_earths(text) for _, text in headings)
    for line, text in headings:
        if commodities.names_other_commodity(text) or (among_others and not commodities.names_all_rare_earths(text)):
            what = f"'{text[:40]}' stands above figures, which may be of another commodity"
            document.add_problem(Rule.SHAPE, line, what, "keep the rows of rare earths alone, or leave that line out")
            return


def _check_titles_above(document: Document, sheet: Sheet, at: int, titles: Sequence[str]) -> None:
    """Report a title above the header that names another commodity, unless one names rare earths or each row does."""
    above = [(line, cell.strip()) for row, line in zip(sheet.rows[:at], sheet.lines, strict=False) for cell in row]
    if any(normalize_title(title) in commodities.TITLES for title in titles):
        return
    if any(commodities.names_rare_earths(text) for _, text in above):
        return
    for line, text in above:
        if commodities.names_other_commodity(text):
            what = f"'{text[:40]}' above the table names another commodity"
            document.add_problem(Rule.SHAPE, line, what, "give a table of rare earths, or leave that line out")
            return


def _leave_out_other_words(header: Header, columns: Sequence[Sequence[str]]) -> Header:
    """Leave out columns of others that have a title of ours but none of its words, such as the status of a project."""
    other = {
        name
        for name, words in LEAVABLE_LISTS.items()
        if name in header.columns and not header.own and words.isdisjoint(map(str.strip, columns[header.columns[name]]))
    }
    kept = {name: at for name, at in header.columns.items() if name not in other}
    return header._replace(columns=kept, unknown=(*header.unknown, *(header.columns[name] for name in sorted(other))))


#: The columns that may be left out, and their words: without a basis or a measure a figure would be another one.
LEAVABLE_LISTS = {
    field.name: frozenset(word.value for word in field.words)
    for field in LONG_FORM
    if field.words and field.name in ("kind", "stage", "status", "verification")
}


def _note_columns(document: Document, header: Header, titles: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Say which columns are left out, unless nothing is in them."""
    told = commodities.TITLES | PERIOD_TITLES
    unknown = (at for at in header.unknown if normalize_title(titles[at]) not in told)
    filled = [at for at in unknown if at < len(columns) and any(columns[at])]
    for at in header.ore:
        oxide = next(titles[one.at].strip() for one in header.values if one.measure in STOCKS)
        document.assume(
            f"read '{oxide}', and not '{titles[at].strip()}', which is taken for the ore with this oxide in it"
        )
    if filled:
        named = ", ".join(f"'{titles[at].strip()[:40]}'" for at in filled[:_MAX_QUOTED])
        more = f" and {len(filled) - _MAX_QUOTED} more" if len(filled) > _MAX_QUOTED else ""
        document.assume(f"left out {named}{more}: not understood")
        _note_unread_figures(document, [titles[at].strip() for at in filled])
    for at in header.unnamed:
        if at < len(columns) and any(columns[at]):
            counts = [cell for cell in columns[at] if cell]
            rows = range(len(counts) + 1)
            numbers = counts in ([str(row) for row in rows[:-1]], [str(row) for row in rows[1:]])
            what = "which numbers the rows" if numbers else "which has no title"
            document.assume(f"left out column {at + 1}, {what}")


def _note_unread_figures(document: Document, titles: Sequence[str]) -> None:
    """Say of the first column left out that seems to have figures what hinders its reading."""
    for title in titles:
        unread = explain_title(title)
        if has_unclear_unit(title):
            document.assume(
                f"'{title[:60]}' may be in tonnes or in million tonnes: --unit-of {shlex.quote(title)}=t says it"
            )
            return
        if unread is not None and unread.measure and unread.words:
            word = " ".join(unread.words)[:40]
            document.assume(f"'{title[:60]}' seems to have figures, but '{word}' is not understood")
            return


def _take_columns(
    document: Document, header: Header, columns: Sequence[Sequence[str]], lines: Sequence[int], separator: str
) -> ParsedColumns:
    """Take the columns that the header names, without their titles; several columns of figures become rows."""
    height = len(lines)
    kept = {name: list(columns[at][1:]) for name, at in header.columns.items()}
    kept = {name: _remove_formula_escapes(column) for name, column in kept.items()}
    for name, text in header.constants.items():
        kept[name] = [text] * height
        document.assume(f"no column is called '{text}', so every row has {name} '{text}'")
    foreign = not header.own
    if header.other_place >= 0:
        kept[_OTHER_PLACE] = list(columns[header.other_place][1:])
    if header.ore and len(header.values) == 1 and "basis" not in kept:
        kept["basis"] = [Basis.REO.value] * height
    if header.values:
        kept, lines = _unpivot(document, header, kept, columns, lines)
    if foreign:
        _check_lost_years(document, header, kept, lines)
        _check_parted_numbers(document, kept, lines)
        _check_multipliers(document, header, columns, lines)
        _check_parts_of_years(document, header, columns, lines)
    if foreign and "printed" in kept:
        kept, lines = _drop_rows_without_figure(document, kept, lines)
    other_place = kept.pop(_OTHER_PLACE, [])
    commas = writes_commas(column[0] for column in columns if column)
    return ParsedColumns(kept, lines, separator, foreign, commas, other_place)


def _check_lost_years(document: Document, header: Header, kept: Mapping[str, list[str]], lines: Sequence[int]) -> None:
    """Report the first figure without a year that stands below one with a year, as where cells are merged.

    What production without a year lacks is reported anyway.
    """
    if "period" not in header.columns:
        return
    blank = [""] * len(lines)
    above: dict[str, str] = {}
    heading = ""
    columns = (kept.get(name, blank) for name in ("place", "period", "measure", *FIGURE_COLUMNS))
    for line, place, year, measure, *figures in zip(lines, *columns, strict=True):
        said = read_measure(measure)
        heading = year.strip() if year.strip() and not place.strip() else heading
        if said in ANNUAL_MEASURES or all(figure.strip() in _NOTHING for figure in figures):
            continue
        if not year.strip() and (before := above.get(said) or heading):
            what = f"the figure has no year, and '{before[:20]}' stands above it"
            document.add_problem(Rule.REQUIRED, line, what, "write the year into each row, or NA where there is none")
            return
        above[said] = year.strip()


def _check_parted_numbers(document: Document, kept: Mapping[str, list[str]], lines: Sequence[int]) -> None:
    """Report a publisher that is the rest of a number, as in ``830,000`` without quotes."""
    for name in ("publisher", "source"):
        row = next((row for row, cell in enumerate(kept.get(name, ())) if re.fullmatch(r"\d{3}", cell.strip())), None)
        if row is not None:
            what = f"{name} '{kept[name][row].strip()}' is a number"
            document.add_problem(Rule.SHAPE, lines[row], what, "put a figure with commas, such as 830,000, in quotes")
            return


#: Titles of columns that say by how much the figures are to be multiplied, and what they say then.
_MULTIPLIER_TITLES = frozenset(
    ("powercode", "power code", "powercode code", "unit multiplier", "unit mult", "multiplier", "scale", "scaling")
)
_MULTIPLE = re.compile(
    r"(?:thousand|million|billion|hundred)s?|tausend|millionen|mio\.?|tsd\.?|kilo|mega|10\^\d+|1e\d+|\d{2,}|[2-9]",
    re.IGNORECASE,
)


def _check_multipliers(
    document: Document, header: Header, columns: Sequence[Sequence[str]], lines: Sequence[int]
) -> None:
    """Report a column of multipliers, without which each figure would be a thousandth of what is meant."""
    for at in header.unknown:
        title, cells = (columns[at][0].strip(), columns[at][1:]) if at < len(columns) else ("", ())
        if normalize_title(title) not in _MULTIPLIER_TITLES:
            continue
        row = next(
            (row for row, cell in enumerate(cells) if _MULTIPLE.fullmatch(cell.strip().removesuffix(".0"))), None
        )
        if row is not None:
            what = f"'{title}' multiplies the figures by '{cells[row].strip()[:20]}', which is not read"
            document.add_problem(Rule.KNOWN_FIELD, lines[row], what, "write the figures out, and leave that column out")


def _check_parts_of_years(
    document: Document, header: Header, columns: Sequence[Sequence[str]], lines: Sequence[int]
) -> None:
    """Report a column of months or quarters, whose figures are not those of the year."""
    for at in header.unknown:
        title, cells = columns[at][0].strip(), [cell.strip() for cell in columns[at][1:]]
        row = next((row for row, cell in enumerate(cells) if cell), None)
        if normalize_title(title) in PERIOD_TITLES and row is not None:
            what = f"'{title}' is '{cells[row][:20]}', and figures of a part of a year are not read"
            document.add_problem(Rule.KNOWN_FIELD, lines[row], what, "add them up to years, and leave that column out")


#: What a second column of places is called until it is compared with the first.
_OTHER_PLACE = "other place"


def _unpivot(
    document: Document,
    header: Header,
    kept: Mapping[str, list[str]],
    columns: Sequence[Sequence[str]],
    lines: Sequence[int],
) -> tuple[dict[str, list[str]], Sequence[int]]:
    """Make a row of each figure: the columns of figures one after another, row by row."""
    said = {name: [getattr(one, name) for one in header.values] for name in ("measure", "period", "unit")}
    named = {name: texts for name, texts in said.items() if any(texts)}
    wide: dict[str, list[str]] = {name: [] for name in {**kept, **named, "printed": []}}
    chosen: list[int] = []
    figures = [_remove_formula_escapes(list(columns[one.at][1:])) for one in header.values]
    for row, line in enumerate(lines):
        for number in range(len(header.values)):
            chosen.append(line)
            for name, cells in wide.items():
                own = kept[name][row] if name in kept else ""
                if name == "printed":
                    cells.append(figures[number][row])
                elif name in named:
                    said, figure = named[name][number], figures[number][row]
                    if said and own.strip() and figure.strip() and not _says_the_same(name, said, own.strip()):
                        what = f"the title of '{figure}' says {name} '{said}', and its row '{own.strip()}'"
                        document.add_problem(
                            Rule.AS_PRINTED, line, what, "correct one of the two, or leave that column out"
                        )
                    cells.append(_say_once(name, said, own, figure))
                else:
                    cells.append(own)
    return wide, chosen


def _says_the_same(name: str, said: str, own: str) -> bool:
    """Whether a cell says of a figure what the title of the figure says."""
    if name == "unit":
        try:
            return parse_unit(own) == said
        except BadQuantity:
            return False
    if name == "measure":
        return read_measure(own) == said
    return own.removesuffix(".0") == said or own.startswith(f"{said}-")


def _say_once(name: str, said: str, own: str, figure: str) -> str:
    """Return what the title of a figure says of it, or else its row; a figure with a unit of its own keeps that."""
    if name == "unit" and said and any(char.isalpha() or char == "%" for char in _NO_UNIT.sub("", figure).rstrip("er")):
        return ""
    return said or own


def _drop_rows_without_figure(
    document: Document, kept: Mapping[str, list[str]], lines: Sequence[int]
) -> tuple[dict[str, list[str]], Sequence[int]]:
    """Leave out the rows of a table of others that print nothing, and say how many they are."""
    filled = [cell.strip() not in _NOTHING for cell in kept["printed"]]
    if all(filled):
        return dict(kept), lines
    words = Counter(
        cell.strip() for cell, full in zip(kept["printed"], filled, strict=True) if not full and cell.strip()
    )
    told = {line for line, cell in zip(lines, kept["printed"], strict=True) if cell.strip()}
    if silent := list(dict.fromkeys(line for line in lines if line not in told)):
        # In a workbook such a cell may hold an error, or a formula that was never calculated.
        more = f" and {len(silent) - 1} more" if len(silent) > 1 else ""
        document.assume(f"left out line {silent[0]}{more}, which has no figure")
    if words:
        named = ", ".join(f"'{word}'" for word in words)
        document.assume(f"left out {format_count(sum(words.values()), 'cell')} without a figure: {named}")
    rows = [number for number, full in enumerate(filled) if full]
    return {name: [cells[row] for row in rows] for name, cells in kept.items()}, [lines[row] for row in rows]


def _remove_formula_escapes(column: list[str]) -> list[str]:
    """Remove the leading ``'`` that keeps a spreadsheet from running a cell as a formula."""
    if not any(cell.startswith("'") for cell in column):
        return column
    return [cell[1:] if cell.startswith("'") and cell[1:].startswith(_ESCAPED_PREFIXES) else cell for cell in column]
