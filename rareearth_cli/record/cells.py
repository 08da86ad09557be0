"""Bring the cells of a table into the form that ours have: numbers of programs, decimal commas, and names of places."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import isclose

from rareearth_cli.model.errors import Rule
from rareearth_cli.model.fields import NUMBER_COLUMNS
from rareearth_cli.model.names import PlaceTable
from rareearth_cli.model.quantity import PERCENT, drop_oxide, states_oxide
from rareearth_cli.model.vocabulary import Basis, Measure
from rareearth_cli.record.checks import IDENTIFIER
from rareearth_cli.record.headers import read_measure, simplify_units
from rareearth_cli.record.sheets import ParsedColumns
from rareearth_cli.record.short_entries import clean_id
from rareearth_cli.record.yaml_nodes import Document

#: A number as programs write it: a whole number with one zero behind the point, or with an exponent.
_PROGRAM_EXPONENT = r"\d(?:[.,]\d+)?[eE][+-]?\d{1,3}"
#: Nobody prints hundredths of so many tonnes.
_PROGRAM_FRACTION = r"\d{5,}[.,]0{1,2}|\d{1,3}(?:,\d{3}){2,}\.00|\d{1,3}(?:\.\d{3}){2,},00"
#: What a spreadsheet shows of a whole number in a format with decimals.
_FORMATTED = r"\d{1,3}(?:,\d{3})+\.0{1,2}|\d{1,3}(?:\.\d{3})+,0{1,2}"
_BY_PROGRAM = re.compile(rf"\d+[.,]0|{_FORMATTED}|{_PROGRAM_FRACTION}|{_PROGRAM_EXPONENT}", re.ASCII)
#: What only a program writes: a large whole number with a fraction of zero, or an exponent.
_SURELY_BY_PROGRAM = re.compile(rf"(?<![\d.,])(?:{_PROGRAM_FRACTION}|{_PROGRAM_EXPONENT})(?![\d.,])", re.ASCII)
_IN_CELL = re.compile(
    rf"(?<![\d.,])(?:{_FORMATTED}|{_PROGRAM_FRACTION}|\d+[.,]0{{1,2}}|{_PROGRAM_EXPONENT})(?![\d.,])", re.ASCII
)
#: Fractions with a point, and with a comma, which may part thousands; and those with more than one digit.
_FRACTIONS = {".": re.compile(r"\d+\.\d+", re.ASCII), ",": re.compile(r"\d+,\d+", re.ASCII)}
_LONG_FRACTIONS = {".": re.compile(r"\d+\.\d{2,}", re.ASCII), ",": re.compile(r"\d+,(?:\d\d|\d{4,})", re.ASCII)}
_STARTS_WITH_NUMBER = re.compile(r"[<>~≤≥]?\s*[\d.,]", re.ASCII)
NA_MAY_BE_LOST = "where the original has NA, the program may have left an empty cell"
#: Columns whose numbers are whole: years and counts.
_WHOLE_COLUMNS = ("period", "digits", "edition")
#: What programs write for an empty cell; the columns in which it may mean something are left alone.
_MISSING = frozenset(("NA", "NaN", "nan", "<NA>", "NULL", "null", "None"))
_MEANING_NA = frozenset(("printed", "place"))
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_COMMA_IS_DECIMAL = re.compile(
    r"(?<![\d.,])(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})(?![\d.,])", re.ASCII
)
_POINT_IS_DECIMAL = re.compile(
    r"(?<![\d.,])(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})(?![\d.,])", re.ASCII
)
#: Points that can only part thousands.
_POINTS_ARE_THOUSANDS = re.compile(r"\d\.\d{3}(?:,\d|\.\d{3})", re.ASCII)
_POINT_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,])", re.ASCII)
_ONE_MARK = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])", re.ASCII)
#: The same with the thousands before it.
_WITH_ONE_MARK = re.compile(r"(?:\d{1,3}[ \u00a0\u202f])*\d{1,3}[.,]\d{3}(?![\d.,])", re.ASCII)
_ONE_COMMA = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3}|\.000)(?![\d.,])", re.ASCII)
#: Nobody prints thousandths of zero: such a point parts thousands, or a program wrote it.
_ZEROS_AFTER_POINT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.000(?![\d.,])", re.ASCII)
_COMMA_GROUP = re.compile(r"(?<![\d.,])\d{1,3},\d{3}(?![\d.,])", re.ASCII)


def tidy_cells(document: Document, parsed: ParsedColumns, places: PlaceTable) -> dict[str, list[str]]:
    """Return the columns with cells in the form that ours have; what is assumed is added to the document.

    Parameters
    ----------
    document
        The document to which problems and assumptions are added.
    parsed
        The columns as they stand in the file.
    places
        The known places by code, whose names are replaced by codes.

    """
    columns = _tidy_other_cells(document, parsed.columns)
    if parsed.foreign:
        columns = _tidy_foreign_cells(document, columns)
    if (parsed.foreign or not parsed.separator) and {"printed", "unit"} <= columns.keys():
        columns["printed"] = _read_percentages(document, columns, parsed.lines, workbook=not parsed.separator)
    if "printed" in columns:
        columns["printed"] = _read_decimal_marks(
            document,
            read_numbers_of_programs(document.assume, columns["printed"]),
            parsed.lines,
            # A table of ours has numbers beside the printed figures.
            comma_likely=(parsed.separator == ";" or parsed.writes_commas)
            and not set(columns).intersection(NUMBER_COLUMNS),
            workbook=not parsed.separator,
            texts=parsed.texts,
        )
    if "place" in columns:
        columns["place"] = _read_places(document, columns["place"], parsed, places)
        columns = _read_names(document, columns, parsed.lines, places)
    if "measure" in columns:
        known = frozenset(measure.value for measure in Measure)
        columns["measure"] = _replace(columns["measure"], read_measure, lambda cell: cell not in known)
    if parsed.foreign and {"measure", "category"} <= columns.keys():
        columns["measure"] = _read_reserves(document, columns["measure"], columns["category"])
    if parsed.foreign and "source" in columns:
        columns = _read_sources(document, columns)
    return columns


def _read_reserves(document: Document, measures: list[str], categories: list[str]) -> list[str]:
    """Count what a row calls an ore reserve as reserves, where the title of the column was read as resources."""
    read = [
        Measure.RESERVES.value if measure == Measure.RESOURCES and _RESERVE.fullmatch(category.strip()) else measure
        for measure, category in zip(measures, categories, strict=True)
    ]
    named = next((category for category, old, new in zip(categories, measures, read, strict=True) if old != new), "")
    if named:
        document.assume(f"counted '{named.strip()}' as reserves")
    return read


#: A category that is a reserve by the codes of the trade.
_RESERVE = re.compile(r"(?:(?:ore|proven|proved|probable|mineral|and|\+|/|&|,)\s*)+reserves?", re.IGNORECASE)


def _tidy_other_cells(document: Document, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Tidy years, counts, and cells in which a program wrote that they are empty."""
    columns = dict(given)
    for name in _WHOLE_COLUMNS:
        if name in columns:
            columns[name] = _replace(columns[name], _drop_zero_fraction, lambda cell: cell.endswith((".0", ",0")))
    if "period" in columns:
        columns["period"] = _read_years(document, columns["period"])
    for name in _DATE_COLUMNS & columns.keys():
        columns[name] = _replace(columns[name], _write_day_last, lambda cell: _DAY_FIRST.fullmatch(cell) is not None)
    for name in columns.keys() - _MEANING_NA:
        columns[name] = _replace(columns[name], lambda _: "", _MISSING.__contains__)
    return columns


#: Columns of dates, and a date with the day first: with points it is never the month.
_DATE_COLUMNS = frozenset(("effective_date", "published", "accessed"))
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def _write_day_last(cell: str) -> str:
    return _DAY_FIRST.sub(lambda found: f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}", cell)


def _tidy_foreign_cells(document: Document, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Tidy the figures, units and places of others: the marks of footnotes, and words of what tonnes are of."""
    columns = dict(given)
    for name in ("printed", "place"):
        marked = next((cell for cell in columns.get(name, ()) if _FOOTNOTE.search(cell)), "")
        if marked:
            document.assume(f"left out the mark of a footnote, as in '{marked.strip()[:40]}'")
            columns[name] = _replace(columns[name], lambda cell: _FOOTNOTE.sub("", cell), _FOOTNOTE.search)
    if "printed" in columns:
        columns["printed"] = _replace(columns["printed"], _write_as_usual, lambda cell: bool(_UNUSUAL.search(cell)))
    for name in ("printed", "unit"):
        of_oxide = list(map(states_oxide, columns.get(name, ())))
        if any(of_oxide) and all(basis in ("", Basis.REO) for basis in columns.get("basis", ())):
            columns[name] = _replace(columns[name], drop_oxide, states_oxide)
            known = columns.get("basis", [""] * len(of_oxide))
            columns["basis"] = [Basis.REO.value if own else basis for own, basis in zip(of_oxide, known, strict=True)]
    if "unit" in columns:
        columns["unit"] = _replace(columns["unit"], simplify_units, lambda cell: simplify_units(cell) != cell)
    return columns


#: The mark of a footnote behind a number or a name: small, in brackets, or a sign. Behind a ten it is an exponent.
_FOOTNOTE = re.compile(
    r"(?<=[^\W_])\s*(?:(?<!10)[¹²³⁰⁴-⁹]{1,2}|\[(?:\d{1,3}|[a-z])\]|\((?:\d{1,2}|[a-d])\)|[*†‡§]{1,3})$"
)
#: Marks of a number that say nothing of it: Swiss thousands, a long dash of a range, what parts it from e and r.
_UNUSUAL = re.compile(r"(?<=\d)['’](?=\d{3})|(?<=\d)\s*—\s*(?=\d)|(?<=\d)(?:\s+([er])|\s*\(([er])\))$")


def _write_as_usual(cell: str) -> str:
    return _UNUSUAL.sub(lambda mark: "-" if "—" in mark[0] else mark[1] or mark[2] or "", cell)


#: The first or the last day of a year, as programs write a year that they take for a date.
_DAY_OF_YEAR = re.compile(r"(\d{4})-(?:01-01|12-31)(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?")


def _read_years(document: Document, cells: list[str]) -> list[str]:
    """Read the years that a program wrote as dates."""
    found = next((cell for cell in cells if _DAY_OF_YEAR.fullmatch(cell)), "")
    if found:
        document.assume(f"'{found}' in the column of years is read as {found[:4]}")
    return _replace(cells, lambda cell: cell[:4], lambda cell: _DAY_OF_YEAR.fullmatch(cell) is not None)


def _replace(cells: list[str], change: Callable[[str], str], applies: Callable[[str], object]) -> list[str]:
    """Change the cells to which it applies, each distinct text once."""
    changed = {cell: change(cell) for cell in dict.fromkeys(cells) if applies(cell)}
    return [changed.get(cell, cell) for cell in cells] if changed else cells


def _read_percentages(
    document: Document, columns: Mapping[str, list[str]], lines: Sequence[int], *, workbook: bool
) -> list[str]:
    """Write the percentages of a spreadsheet as such: it stores 45.4 % as 0.454, and may show it either way.

    Programs write what it stores into CSV, too. The numbers of a table of ours tell which it is. Otherwise, percentages
    that are all below 1 are refused.
    """
    printed, units = columns["printed"], columns["unit"]
    percents = columns.get("value_pct", [""] * len(printed))
    read = [
        f"{percent} %" if unit == PERCENT and _is_hundredth(cell, percent) else cell
        for cell, unit, percent in zip(printed, units, percents, strict=True)
    ]
    plain = {row: read[row].replace(",", ".") for row, unit in enumerate(units) if unit == PERCENT}
    numbers = {row: float(text) for row, text in plain.items() if _PLAIN_NUMBER.fullmatch(text)}
    largest = max(numbers, key=lambda row: numbers[row], default=None)
    if largest is not None and 0 < numbers[largest] <= 1:
        percent = write_plainly(f"{numbers[largest] * 100:.12g}")
        what = f"'{read[largest]}' percent may be {percent} %, which a spreadsheet stores so"
        remedy = "save the sheet as CSV, which has what it shows"
        remedy = remedy if workbook else f"write {percent}, or '{read[largest]} %' in the cell"
        document.add_problem(Rule.FIGURE, lines[largest], what, remedy)
    return read


def _is_hundredth(printed: str, percent: str) -> bool:
    numbers = _PLAIN_NUMBER.fullmatch(printed) and _PLAIN_NUMBER.fullmatch(percent)
    return bool(numbers) and float(percent) > 0 and isclose(float(printed) * 100, float(percent), rel_tol=1e-9)


def _drop_zero_fraction(cell: str) -> str:
    whole = cell.removesuffix(".0").removesuffix(",0")
    return whole if whole.isdecimal() else cell


def _read_places(document: Document, cells: list[str], parsed: ParsedColumns, places: PlaceTable) -> list[str]:
    """Replace the names of places by their codes; a second column of places fills in for the first."""
    others = parsed.other_place
    if others:
        pairs = zip(cells, others, strict=True)
        cells = [cell if cell.strip() or places.find(other) is None else other for cell, other in pairs]
    cells = _replace_names(cells, places)
    if others:
        _check_other_place(document, cells, others, parsed.lines, places)
    return cells


def _read_names(
    document: Document, columns: dict[str, list[str]], lines: Sequence[int], places: PlaceTable
) -> dict[str, list[str]]:
    """Take a column 'name' for the deposits if none of its names is that of the place of its row, as in ours.

    Where some are, the others are refused. A table that has a column of deposits needs no names.
    """
    names = columns.get("name", [])
    pairs = dict.fromkeys(zip(columns["place"], names, strict=False))
    others = {
        (code, name)
        for code, name in pairs
        if code in places and name.strip() and ((found := places.find(name)) is None or found.code != code)
    }
    if not others:
        return columns
    row = next(row for row, pair in enumerate(zip(columns["place"], names, strict=True)) if pair in others)
    if any(columns.get("site", ())):
        document.assume(f"left out the column 'name', with '{names[row][:40]}': another names the deposits")
    elif any(name.strip() and (code, name) not in others for code, name in pairs):
        what = f"'{names[row][:40]}' in the column 'name' is not {places[columns['place'][row]].name}, as others are"
        remedy = "say --map site=name if it names the deposits, or leave that column out"
        document.add_problem(Rule.KNOWN_PLACE, lines[row], what, remedy)
    else:
        document.assume(f"the column 'name', with '{names[row][:40]}', is taken for the deposits (site)")
        return {**columns, "site": names}
    return columns


def _replace_names(cells: list[str], places: PlaceTable) -> list[str]:
    """Replace the names of places by their codes; what is no name stays, for the check of places to report."""
    if not set(cells) - places.keys():
        return cells
    return _replace(
        cells,
        lambda cell: found.code if (found := places.find(cell)) is not None else cell,
        lambda cell: cell not in places,
    )


def _check_other_place(
    document: Document, cells: Sequence[str], others: Sequence[str], lines: Sequence[int], places: PlaceTable
) -> None:
    """Report the rows whose two columns of places name different ones, each pair of names once."""
    found = dict.fromkeys(zip(cells, others, strict=True))
    unknown = next((other for _, other in found if other.strip() and places.find(other) is None), "")
    if unknown:
        document.assume(f"left out '{unknown[:40]}' and the like, which is no place: --map site=TITLE names its column")
    wrong = {
        (code, other)
        for code, other in found
        if code in places and (named := places.find(other)) is not None and named.code != code
    }
    for row, pair in enumerate(zip(cells, others, strict=True)) if wrong else ():
        if pair in wrong:
            what = f"the row says '{pair[1]}' and {places[pair[0]].name} ({pair[0]})"
            document.add_problem(Rule.KNOWN_PLACE, lines[row], what, "correct one, or say which with --map place=TITLE")


def read_numbers_of_programs(assume: Callable[[str], None], cells: list[str]) -> list[str]:
    """Write numbers with the digits that their values have, if a program wrote the column.

    Such numbers say nothing about the precision of what was printed: 44,000,000 becomes 44000000.0. A program wrote a
    column with a number that only programs write; one whose numbers all end with a fraction of zero; and one in which
    some do while others have fractions of different lengths.
    """
    distinct = dict.fromkeys(cell.strip() for cell in cells)
    numbers = [cell for cell in distinct if _STARTS_WITH_NUMBER.match(cell)]
    surely = next(filter(_SURELY_BY_PROGRAM.search, numbers), "")
    zeros = [one for one in numbers if _IN_CELL.fullmatch(one)]
    zeros = zeros if any(map(_BY_PROGRAM.fullmatch, zeros)) else []
    mark = "," if zeros and "," in zeros[0] else "."
    fractions = zeros and all(map(_FRACTIONS[mark].fullmatch, numbers))
    if not surely and not (
        zeros and (len(zeros) == len(numbers) or (fractions and any(map(_LONG_FRACTIONS[mark].fullmatch, numbers))))
    ):
        return cells
    assume(
        f"'{surely or zeros[0]}' was written by a program, so all numbers are read with the digits of their values;"
        f" {NA_MAY_BE_LOST}"
    )
    return _replace(
        cells,
        lambda cell: _IN_CELL.sub(lambda number: write_plainly(number[0]), cell),
        lambda cell: bool(_IN_CELL.search(cell)),
    )


def write_plainly(number: str) -> str:
    """Write a number without an exponent and without the zeros that a program adds, such as ``44000000``."""
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)[.,]0{1,2}", number)
    if grouped:
        return re.sub(r"[.,]", "", grouped[1])
    text = f"{Decimal(number.replace(',', '.')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_decimal_marks(
    document: Document,
    cells: list[str],
    lines: Sequence[int],
    *,
    comma_likely: bool,
    workbook: bool,
    texts: frozenset[str],
) -> list[str]:
    """Tell from the whole column whether the comma or the point is the decimal mark, where a cell leaves it open.

    A cell such as ``1.234`` or ``1,234`` is a whole number with one mark and a fraction with the other. With decimal
    commas elsewhere in the column it is read by them. With both in one column it is refused, and so is such a cell
    where nothing else tells and the comma is likely to be the decimal mark: the file has semicolons, as programs write
    them there, or titles in such a language. The numbers of a workbook have points; its ``texts`` are as doubtful as
    the cells of a file.
    """
    distinct = [cell for cell in dict.fromkeys(cells) if "," in cell or "." in cell]
    commas = next((cell for cell in distinct if _COMMA_IS_DECIMAL.search(cell)), "")
    points = next((cell for cell in distinct if _POINT_IS_DECIMAL.search(cell)), "")
    if not commas:
        doubtful_mark = _ONE_MARK if comma_likely else _ZEROS_AFTER_POINT
        number_mark = _ONE_COMMA if comma_likely and workbook else doubtful_mark
        unclear = next(
            (
                row
                for row, cell in enumerate(cells)
                if (number_mark if workbook and cell not in texts else doubtful_mark).search(cell)
            ),
            None,
        )
        if unclear is not None and (not points or (workbook and comma_likely)):
            number = _WITH_ONE_MARK.search(cells[unclear])
            assert number is not None
            whole = re.sub(r"\D", "", number[0])
            what = f"'{cells[unclear]}' may be {whole} or a fraction: nothing in the column tells"
            remedy = f"write {whole}, or for a fraction another number of digits than three behind the mark"
            document.add_problem(Rule.FIGURE, lines[unclear], what, remedy)
        return cells
    doubtful = [cell for cell in distinct if _POINT_GROUPS.search(cell) or _COMMA_GROUP.search(cell)]
    if not doubtful:
        return cells
    grouped = any(_POINTS_ARE_THOUSANDS.search(cell) for cell in distinct)
    if points or (not grouped and any(map(_COMMA_GROUP.search, doubtful))):
        row = next(row for row, cell in enumerate(cells) if cell in doubtful)
        beside = f"'{commas}' has a decimal comma" + (f" and '{points}' a decimal point" if points else "")
        what = f"'{cells[row]}' may be a whole number or a fraction: {beside}"
        document.add_problem(Rule.FIGURE, lines[row], what, "write all figures of the column with one decimal mark")
        return cells
    document.assume(
        f"the comma is the decimal mark, as in '{commas}', so '{doubtful[0]}' is read as"
        f" '{_write_with_point(doubtful[0])}'"
    )
    chosen = frozenset(doubtful)
    return _replace(cells, _write_with_point, chosen.__contains__)


def _write_with_point(cell: str) -> str:
    if _POINT_GROUPS.search(cell):
        return _POINT_GROUPS.sub(lambda match: match[0].replace(".", ""), cell)
    return _COMMA_GROUP.sub(lambda match: match[0].replace(",", "."), cell)


def _read_sources(document: Document, columns: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Take a column 'source' for the publishers if it has names in it: our sources are named by ids.

    Beside publishers the names are titles of publications, which become ids. A name with several editions is no id.
    """
    names = dict.fromkeys(cell for cell in columns["source"] if cell.strip())
    editions = set(zip(columns["source"], columns.get("edition", columns["source"]), strict=True))
    if all(map(IDENTIFIER.fullmatch, names)) and len(editions) == len(dict(editions)):
        return dict(columns)
    if not any(columns.get("publisher", ())):
        return {("publisher" if name == "source" else name): cells for name, cells in columns.items()}
    ids: dict[str, str] = {}
    for name in names:
        base = name if IDENTIFIER.fullmatch(name) else clean_id(name)
        numbered = (f"{base}-{number}" for number in range(2, len(names) + 2))
        ids[name] = next(one for one in (base, *numbered) if one not in ids.values())
    changed = next((name for name in names if ids[name] != name), "")
    if changed:
        document.assume(f"source '{changed[:40]}' becomes the id '{ids[changed][:40]}'")
    return {**columns, "source": [ids.get(cell, cell) for cell in columns["source"]]}
