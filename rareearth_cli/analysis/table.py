"""`Table`, the rows that formats write, and its conversion from and to pandas; pandas is imported only when needed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

#: The values of each column by its name. All columns have one length; missing values are None.
Columns = Mapping[str, Sequence[object]]


class Table(NamedTuple):
    """Rows for the machine formats and for plain tables, stored by column."""

    columns: Columns

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.columns)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(next(iter(self.columns.values()), ()))

    @property
    def rows(self) -> Iterator[Mapping[str, object]]:
        """The rows one by one: the value of each column by its name."""
        return (dict(zip(self.columns, values, strict=True)) for values in zip(*self.columns.values(), strict=True))

    def select(self, names: Sequence[str]) -> "Table":
        """Select columns, in the given order."""
        return Table(columns={name: self.columns[name] for name in names})


#: Endings of the names of numeric columns.
_NUMERIC_SUFFIXES = ("_t", "_pct", "ratio", "ratio_low", "ratio_high", "fold", "rank", "statements")


def to_table(frame: "pd.DataFrame", columns: tuple[str, ...]) -> Table:
    """Convert some columns of a frame to a table; missing numbers and empty texts become None."""
    return Table(columns={name: _to_list(frame[name]) for name in columns})


def look_up_columns(
    frame: "pd.DataFrame", ids: Sequence[str | None], columns: tuple[str, ...]
) -> dict[str, list[object]]:
    """Look up some columns of the figures with the given ids; where an id is None, all values are missing."""
    known = frame[frame["id"].isin(ids)]
    at = {key: row for row, key in enumerate(known["id"])}
    found = to_table(known, columns).columns
    return {name: [None if one is None else values[at[one]] for one in ids] for name, values in found.items()}


def _to_list(series: "pd.Series[Any]") -> list[object]:
    if series.dtype == "float64":
        return [None if math.isnan(number) else number for number in series.tolist()]
    return [text or None for text in series.tolist()]


def to_frame(table: Table) -> "pd.DataFrame":
    """Convert a table to a DataFrame.

    Numbers become floats, with NaN for missing ones; other values keep their types, with None for missing ones.
    """
    import pandas as pd

    frame = pd.DataFrame({name: pd.Series(list(values), dtype=object) for name, values in table.columns.items()})
    numbers = [name for name in table.names if name.endswith(_NUMERIC_SUFFIXES)]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def number_or_none(value: object) -> float | None:
    """Return the number in a cell; None if the cell is empty or has a text."""
    return float(value) if isinstance(value, int | float) else None


def arrange_table(
    table: Table, *, columns: Sequence[str] = (), sort: Sequence[str] = (), descending: bool = False
) -> Table:
    """Select and order the columns of a table and sort its rows; missing values come last in either direction."""
    rows = list(range(table.height))
    for name in reversed(sort):
        values = table.columns[name]
        known = [row for row in rows if values[row] is not None]
        absent = [row for row in rows if values[row] is None]
        rows = sorted(known, key=lambda row: _sort_key(values[row]), reverse=descending) + absent
    return Table(columns={name: [table.columns[name][row] for row in rows] for name in columns or table.names})


def _sort_key(value: object) -> tuple[bool, float, str]:
    return (True, 0.0, value) if isinstance(value, str) else (False, float(str(value)), "")
