"""CSV and TSV: numbers as numbers, text that a spreadsheet would run made harmless."""

import csv
from collections.abc import Sequence
from typing import TextIO

from rareearth_cli.analysis.result import Result
from rareearth_cli.output.style import Style

#: What makes a spreadsheet take a cell for a formula, in full width too; and the quote, so that one can be taken off.
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
_BOM = "\ufeff"


def write_csv(result: Result, out: TextIO, style: Style) -> None:
    """Comma separated values; ``excel`` has a BOM and CRLF, ``excel-eu`` also ``;`` and decimal commas."""
    european = style.dialect == "excel-eu"
    if style.dialect != "unix":
        out.write(_BOM)
    _write(result, out, style, delimiter=";" if european else ",", decimal="," if european else ".",
           newline="\n" if style.dialect == "unix" else "\r\n")  # fmt: skip


def write_tsv(result: Result, out: TextIO, style: Style) -> None:
    """Tab separated values."""
    _write(result, out, style, delimiter="\t", decimal=".", newline="\n")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: one ``'`` in front of what would; reading takes one off.

    A lone carriage return, which would end a row without being quoted, becomes a line feed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_RUNS) else text


def _write(result: Result, out: TextIO, style: Style, *, delimiter: str, decimal: str, newline: str) -> None:
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    columns = result.table.columns
    if style.header:
        writer.writerow(columns)
    writer.writerows(zip(*(_cells(values, decimal) for values in columns.values()), strict=True))


def _cells(values: Sequence[object], decimal: str) -> list[str]:
    written = {
        value: "" if value is None else harmless(value) if isinstance(value, str) else _number(value, decimal)
        for value in dict.fromkeys(values)
    }
    return [written[value] for value in values]


def _number(value: object, decimal: str) -> str:
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return text if decimal == "." else text.replace(".", decimal)
