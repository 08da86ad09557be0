"""A workbook for Excel and LibreOffice: numbers are numbers, dates are dates, text is text and never run."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from rareearth_cli.analysis.results import Result
from rareearth_cli.formats.links import safe_url
from rareearth_cli.formats.plain import plain
from rareearth_cli.formats.sheets import Sheet, sheets_of
from rareearth_cli.formats.style import Style

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: What a cell and a sheet's links can hold, by the file format.
_LONGEST = 32_767
_MOST_LINKS = 65_530
_NARROWEST, _WIDEST = 7, 48
_DATES = ("effective_date", "published", "accessed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_TEXT_IS_RUN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False}  # fmt: skip


def write_xlsx(result: Result, out: BinaryIO, style: Style) -> None:
    """Estimates, discrepancies, bridges and sources, a sheet each; the same bytes for the same data."""
    from xlsxwriter.workbook import Workbook

    written = io.BytesIO()
    workbook = Workbook(written, {**_NO_TEXT_IS_RUN, "default_date_format": "yyyy-mm-dd"})
    workbook.set_properties({"title": "Rare earths", "comments": style.command, "created": _day_of(result)})
    looks = {
        "head": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#e8eef4", "valign": "top"}),
        "whole": workbook.add_format({"num_format": "#,##0"}),
        "broken": workbook.add_format({"num_format": "#,##0.0##"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "right"}),
        "link": workbook.get_default_url_format(),
    }
    sheets = sheets_of(result, style)
    rows = _rows_of_sources(sheets)
    for sheet in sheets:
        _write(workbook, sheet, looks, rows)
    workbook.close()
    out.write(written.getvalue())


def _write(workbook: Workbook, sheet: Sheet, looks: dict[str, Format], rows: dict[str, int]) -> None:
    page: Worksheet = workbook.add_worksheet(sheet.name)
    height, width = sheet.table.height, len(sheet.table.names)
    for column, (name, values) in enumerate(sheet.table.columns.items()):
        page.write_string(0, column, name, looks["head"])
        for row, value in enumerate(values, start=1):
            _cell(page, row, column, value, name, looks, rows if sheet.name != "sources" else {})
        page.set_column(column, column, _width(name, values))
    page.freeze_panes(1, 1)
    if width:
        page.autofilter(0, 0, height, width - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{height + 1}"})


def _cell(page: Worksheet, row: int, column: int, value: Any, name: str, looks: dict[str, Format],
          rows: dict[str, int]) -> None:  # fmt: skip
    if value is None:
        return
    if isinstance(value, int | float):
        page.write_number(row, column, value, looks["whole" if float(value).is_integer() else "broken"])
        return
    text = plain(str(value))[:_LONGEST]
    url = safe_url(text) if name == "url" else ""
    if name == "source" and text in rows:
        url = f"internal:'sources'!A{rows[text]}"
    if url and row <= _MOST_LINKS // 2:  # a sheet has two columns of links at most
        page.write_url(row, column, url, looks["link"], string=text)
    elif name in _DATES and _DAY.fullmatch(text):
        page.write_datetime(row, column, date.fromisoformat(text), looks["day"])
    else:
        page.write_string(row, column, text)


def _rows_of_sources(sheets: list[Sheet]) -> dict[str, int]:
    """In which row of its sheet each source stands."""
    for sheet in sheets:
        if sheet.name == "sources" and "id" in sheet.table.columns:
            return {str(one): row for row, one in enumerate(sheet.table.columns["id"], start=2)}
    return {}


def _width(name: str, values: Any) -> int:
    shown = (f"{value:,.0f}" if isinstance(value, int | float) else str(value) for value in values if value is not None)
    return min(max([_NARROWEST, len(name) + 3, *(len(text) + 1 for text in shown)]), _WIDEST)


def _day_of(result: Result) -> datetime:
    """The day of the dataset: a workbook does not depend on the clock."""
    match = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", result.dataset_version)
    year, month, day = (int(part) for part in match.groups()) if match else (1980, 1, 1)
    return datetime(year, month, day)
