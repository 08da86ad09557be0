"""A workbook for Excel and LibreOffice: numbers are numbers, dates are dates, text is text and never run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from rareearth_cli import __version__
from rareearth_cli.analysis.result import BridgeResult, Comparison, Findings, Listing, Report, Result
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.fields import COMPARISON_COLUMNS, PAIR_COLUMNS
from rareearth_cli.output.sanitize import plain, safe_url
from rareearth_cli.output.style import Style

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: What tells a reader of a discrepancy which figure it is about.
_WHICH = ("id", "name", "measure", "printed", "value_t", "source")


class Sheet(NamedTuple):
    """A named table."""

    name: str
    table: Table


def sheets_of(result: Result, style: Style) -> list[Sheet]:
    """The sheets of a result; one of rows alone where columns or an order were asked for."""
    if style.rows_only or not isinstance(result, Comparison | Report):
        name = result.kind if isinstance(result, Listing | Findings) else "rows"
        found = [Sheet(name, result.table)]
    else:
        bridges = _bridges_of(result)
        found = [
            Sheet("estimates", _chosen(result.table, [one for one in result.table.names if one not in _COMPARED])),
            Sheet("discrepancies", _discrepancies(result.table)),
            Sheet("bridges", _table(("estimate", "whole", "part", "baseline", "order", *_STEP, "verdict"), bridges)),
        ]
    if result.sources is not None:
        found.append(Sheet("sources", result.sources))
    return [*found, Sheet("about", _about(result, style))]


_COMPARED = (*COMPARISON_COLUMNS, *PAIR_COLUMNS)
_STEP = ("kind", "what", "amount_t", "low_t", "high_t", "evidence", "why")


def _discrepancies(table: Table) -> Table:
    """The rows that are held against a baseline."""
    names = [name for name in (*_WHICH, *PAIR_COLUMNS, *COMPARISON_COLUMNS) if name in table.columns]
    chosen = _chosen(table, names)
    held = [at for at, baseline in enumerate(table.columns["baseline"]) if baseline]
    return Table(columns={name: [values[at] for at in held] for name, values in chosen.columns.items()})


def _chosen(table: Table, names: Sequence[str]) -> Table:
    return Table(columns={name: table.columns[name] for name in names})


def _bridges_of(result: Comparison | Report) -> list[Sequence[object]]:
    if isinstance(result, Report):
        bridges: Iterable[BridgeResult] = result.bridges.values()
    else:
        bridges = chain.from_iterable(place.group.bridges for place in result.places)
    return [row for bridge in bridges for row in _bridge(bridge)]


def _bridge(bridge: BridgeResult) -> list[Sequence[object]]:
    """The rows of a bridge in order: its ends, its steps, what is left; a step without a figure has no amount."""
    ends = (bridge.explained.id, bridge.whole.id, bridge.part.id, bridge.baseline.id)
    whole, part, base = (
        (kind, end.title if kind != "part" else end.scope, end.value_t, end.low_t, end.high_t,
         "derived" if end.derived else "reported", f"as of {end.as_of}")
        for kind, end in (("whole", bridge.whole), ("part", bridge.part), ("baseline", bridge.baseline))
    )  # fmt: skip
    steps = [
        (kind, step.what, step.amount_t, None, None, step.evidence, step.why)
        for kind, group in (("step", bridge.steps), ("detail", bridge.detail))
        for step in group
    ]
    left = (bridge.residual_t, bridge.residual_low_t, bridge.residual_high_t)
    residual = ("residual", "left over", *left, "residual", None)
    unknown = [("unknown", step.what, None, None, None, step.evidence, step.why) for step in bridge.unknown]
    rows = [whole, *steps, part, residual, base, *unknown]
    return [(*ends, float(order), *row, bridge.explained.verdict) for order, row in enumerate(rows, start=1)]


def _about(result: Result, style: Style) -> Table:
    """What the workbook answers, and what it takes to get it again."""
    said: Mapping[str, Sequence[str]] = {
        "summary": [*getattr(result, "summary", ())]
        or [f"{place.name}: {' '.join(place.summary)}" for place in getattr(result, "places", ())],
        "command": [style.command],
        "dataset": [result.dataset_version],
        "rareearth": [__version__],
        "amounts": ["Amounts are tonnes, shares percent. What is missing is empty and never 0."],
        "dates": ["A date known to the month or year alone is text, because it is no day."],
    }
    return _table(("about", "text"), [(name, text) for name, texts in said.items() for text in texts])


def _table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    return Table(columns={name: [row[at] for row in rows] for at, name in enumerate(names)})


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
