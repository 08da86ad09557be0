"""From the analysis' frame to the columns that formats write."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

#: Values of one column each, all of one length; None is absent.
Columns = Mapping[str, Sequence[object]]


class Table(NamedTuple):
    """Rows for the machine formats and for plain tables, by column."""

    columns: Columns

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(self.columns)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), ()))


#: How the names of columns end that hold numbers.
_NUMBERS = ("_t", "_pct", "ratio", "ratio_low", "ratio_high", "fold", "rank", "statements")


def long_form(frame: "pd.DataFrame", columns: tuple[str, ...]) -> Table:
    """``columns`` of a frame as plain lists: absent numbers and empty texts are None."""
    return Table(columns={name: _plain(frame[name]) for name in columns})


def columns_of(rows: Sequence[Mapping[str, object] | None], names: Sequence[str]) -> dict[str, list[object]]:
    """``names`` of rows as columns, as `long_form` has them; a row that is None is empty."""
    return {name: [None if row is None else _value(row[name]) for row in rows] for name in names}


def _value(value: object) -> object:
    absent = value == "" or (isinstance(value, float) and math.isnan(value))
    return None if absent else value


def _plain(series: "pd.Series[Any]") -> list[object]:
    if series.dtype == "float64":
        return [None if math.isnan(number) else number for number in series.tolist()]
    return [text or None for text in series.tolist()]


def as_frame(table: Table) -> "pd.DataFrame":
    """A table as a DataFrame: numbers are floats, NaN where there is none; texts are objects, None where absent."""
    import pandas as pd

    frame = pd.DataFrame({name: pd.Series(list(values), dtype=object) for name, values in table.columns.items()})
    numbers = [name for name in table.names if name.endswith(_NUMBERS)]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def arranged(table: Table, *, columns: Sequence[str] = (), sort: Sequence[str] = (), descending: bool = False) -> Table:
    """The table with the columns asked for, in that order, its rows sorted; absent values come last."""
    rows = list(range(table.height))
    for name in reversed(sort):
        values = table.columns[name]
        known = [row for row in rows if values[row] is not None]
        absent = [row for row in rows if values[row] is None]
        rows = sorted(known, key=lambda row: _sort_key(values[row]), reverse=descending) + absent
    return Table(columns={name: [table.columns[name][row] for row in rows] for name in columns or table.names})


def _sort_key(value: object) -> tuple[bool, float, str]:
    return (True, 0.0, value) if isinstance(value, str) else (False, float(str(value)), "")
