"""A workbook for Excel and LibreOffice, with typed numbers and dates and text that is never run as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from rareearth_cli import __version__
from rareearth_cli.analysis.answer import Answer
from rareearth_cli.analysis.table import Table
from rareearth_cli.output.sanitize import sanitize_text, sanitize_url
from rareearth_cli.output.style import Style

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


class Sheet(NamedTuple):
    """A sheet of the workbook."""

    name: str
    table: Table


def build_sheets(answer: Answer, style: Style) -> list[Sheet]:
    """Build the sheets of an answer, with a single sheet of rows if the user chose columns or an order."""
    tables = {answer.name: answer.table} if style.rows_only or answer.sheets is None else answer.sheets()
    sources = [Sheet("sources", answer.sources)] if answer.sources is not None else []
    return [
        *(Sheet(name, table) for name, table in tables.items()),
        *sources,
        Sheet("about", _build_about_table(answer, style)),
    ]


def _build_about_table(answer: Answer, style: Style) -> Table:
    """Build the sheet that states the answer, the command that reproduces it and the conventions used."""
    texts_by_topic: Mapping[str, Sequence[str]] = {
        "summary": answer.summary,
        "command": [style.command],
        "dataset": [answer.dataset_version],
        "rareearth": [__version__],
        "amounts": ["Amounts are tonnes, shares percent. What is missing is empty and never 0."],
        "dates": ["A date known to the month or year alone is text, because it is no day."],
    }
    rows = [(topic, text) for topic, texts in texts_by_topic.items() for text in texts]
    return Table(columns={"about": [topic for topic, _ in rows], "text": [text for _, text in rows]})


#: Limits of the file format: the characters in a cell and the links on a sheet.
_MAX_CELL_LENGTH = 32_767
_MAX_LINKS = 65_530
_MIN_WIDTH, _MAX_WIDTH = 7, 48
_DATE_COLUMNS = ("effective_date", "published", "accessed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LITERAL_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                 "strings_to_numbers": False}  # fmt: skip


def write_xlsx(answer: Answer, out: BinaryIO, style: Style) -> None:
    """Write a sheet for each table of the answer, its sources and what it is; the same data gives the same bytes."""
    from xlsxwriter.workbook import Workbook

    written = io.BytesIO()
    workbook = Workbook(written, {**_LITERAL_TEXT, "default_date_format": "yyyy-mm-dd"})
    workbook.set_properties({"title": "Rare earths", "comments": style.command, "created": _dataset_date(answer)})
    formats = {
        "head": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#e8eef4", "valign": "top"}),
        "whole": workbook.add_format({"num_format": "#,##0"}),
        "broken": workbook.add_format({"num_format": "#,##0.0##"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "right"}),
        "link": workbook.get_default_url_format(),
    }
    sheets = build_sheets(answer, style)
    rows = _find_source_rows(sheets)
    for sheet in sheets:
        _write_sheet(workbook, sheet, formats, rows)
    workbook.close()
    out.write(written.getvalue())


def _write_sheet(workbook: Workbook, sheet: Sheet, formats: dict[str, Format], rows: dict[str, int]) -> None:
    page: Worksheet = workbook.add_worksheet(sheet.name)
    height, width = sheet.table.height, len(sheet.table.names)
    for column, (name, values) in enumerate(sheet.table.columns.items()):
        page.write_string(0, column, name, formats["head"])
        for row, value in enumerate(values, start=1):
            _write_cell(page, row, column, value, name, formats, rows if sheet.name != "sources" else {})
        page.set_column(column, column, _column_width(name, values))
    page.freeze_panes(1, 1)
    if width:
        page.autofilter(0, 0, height, width - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{height + 1}"})


def _write_cell(page: Worksheet, row: int, column: int, value: Any, name: str, formats: dict[str, Format],
          rows: dict[str, int]) -> None:  # fmt: skip
    if value is None:
        return
    if isinstance(value, int | float):
        page.write_number(row, column, value, formats["whole" if float(value).is_integer() else "broken"])
        return
    text = sanitize_text(str(value))[:_MAX_CELL_LENGTH]
    url = sanitize_url(text) if name == "url" else ""
    if name == "source" and text in rows:
        url = f"internal:'sources'!A{rows[text]}"
    if url and row <= _MAX_LINKS // 2:  # a sheet has at most two columns of links
        page.write_url(row, column, url, formats["link"], string=text)
    elif name in _DATE_COLUMNS and _DAY.fullmatch(text):
        page.write_datetime(row, column, date.fromisoformat(text), formats["day"])
    else:
        page.write_string(row, column, text)


def _find_source_rows(sheets: list[Sheet]) -> dict[str, int]:
    """Return the row number of each source on the sheet of sources."""
    for sheet in sheets:
        if sheet.name == "sources" and "id" in sheet.table.columns:
            return {str(one): row for row, one in enumerate(sheet.table.columns["id"], start=2)}
    return {}


def _column_width(name: str, values: Any) -> int:
    shown = (f"{value:,.0f}" if isinstance(value, int | float) else str(value) for value in values if value is not None)
    return min(max([_MIN_WIDTH, len(name) + 3, *(len(text) + 1 for text in shown)]), _MAX_WIDTH)


def _dataset_date(answer: Answer) -> datetime:
    """Return the date of the dataset, so that the workbook does not depend on the clock."""
    match = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", answer.dataset_version)
    year, month, day = (int(part) for part in match.groups()) if match else (1980, 1, 1)
    return datetime(year, month, day)
