"""CSV and TSV: numbers as numbers, and text that a spreadsheet would run as a formula escaped."""

import csv
from collections.abc import Sequence
from typing import TextIO

from rareearth_cli.analysis.answer import Answer
from rareearth_cli.output.style import Style

#: Characters at the start of a cell that make a spreadsheet run it as a formula, also in full width. The quote is
#: escaped too, so that a reader can always remove one.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
_BOM = "\ufeff"


def write_csv(answer: Answer, out: TextIO, style: Style) -> None:
    """Write comma-separated values.

    The dialect ``excel`` has a BOM and CRLF, and ``excel-eu`` also semicolons and decimal commas.
    """
    european = style.dialect == "excel-eu"
    if style.dialect != "unix":
        out.write(_BOM)
    _write_rows(answer, out, style, delimiter=";" if european else ",", decimal="," if european else ".",
           newline="\n" if style.dialect == "unix" else "\r\n")  # fmt: skip


def write_tsv(answer: Answer, out: TextIO, style: Style) -> None:
    """Write tab-separated values."""
    _write_rows(answer, out, style, delimiter="\t", decimal=".", newline="\n")


def escape_formula(text: str) -> str:
    """Put a quote (``'``) before text that a spreadsheet would run as a formula.

    The readers of tables remove one quote. A lone carriage return, which would end a row without being quoted,
    becomes a line feed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _write_rows(answer: Answer, out: TextIO, style: Style, *, delimiter: str, decimal: str, newline: str) -> None:
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    columns = answer.table.columns
    if style.header:
        writer.writerow(columns)
    written = (_format_column(values, decimal, alike=style.short_form) for values in columns.values())
    writer.writerows(zip(*written, strict=True))


def _format_column(values: Sequence[object], decimal: str, *, alike: bool) -> list[str]:
    """Write the values of a column; ``alike`` writes all its numbers with decimals where one of them has some."""
    decimals = alike and any(isinstance(value, float) and not value.is_integer() for value in values)
    written = {
        value: ""
        if value is None
        else escape_formula(value)
        if isinstance(value, str)
        else _format_number(value, decimal, decimals=decimals)
        for value in dict.fromkeys(values)
    }
    return [written[value] for value in values]


def _format_number(value: object, decimal: str, *, decimals: bool) -> str:
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    if decimals and text.removeprefix("-").isdigit():
        text += ".0"
    return text if decimal == "." else text.replace(".", decimal)
