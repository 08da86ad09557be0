"""Hold the figures of a table by column, and build records from them only on request.

Tables may have a hundred thousand rows, for which building every record would be slow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from rareearth_cli.model.errors import Finding, Rule
from rareearth_cli.model.fields import LONG_FORM, Form, Origin
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity
from rareearth_cli.model.records import Estimate
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.converters import choose_parser
from rareearth_cli.record.yaml_nodes import MAX_PROBLEMS, Document

#: Columns that are computed from other columns and never read.
COMPUTED_COLUMNS = tuple(field.name for field in LONG_FORM if Origin.COMPUTED in field.origin)
#: The fields whose columns are read as text; the others are numbers.
TEXT_FIELDS = tuple(
    field for field in LONG_FORM if field.form is not Form.NUMBER and field.name not in COMPUTED_COLUMNS
)
#: The columns whose values an estimate keeps, the name of the value, and its parser.
_PARSERS = [(field.name, field.key, choose_parser(field)) for field in TEXT_FIELDS if field.key in Estimate._fields]

NumberColumn = list[float | None]


class TableRows(NamedTuple):
    """The rows of one file, by column.

    Attributes
    ----------
    id_prefix
        The beginning of the ids that are made for sources without one.
    lines
        The line of the file on which each row starts.
    texts
        The text columns; absent texts are empty.
    numbers
        The number columns, in tonnes (``_t``) or percent (``_pct``).
    digits
        The number of significant digits of each row, or 0 if it follows from the rounding window.

    """

    document: Document
    id_prefix: str
    lines: Sequence[int]
    texts: dict[str, list[str]]
    numbers: dict[str, NumberColumn]
    digits: list[int]

    def add_problem(self, row: int, rule: Rule, what: str, remedy: str) -> None:
        """Add a problem of one row to the document."""
        self.document.add_problem(rule, self.lines[row], what, remedy)

    def add_findings(self, row: int, findings: Iterable[Finding]) -> None:
        """Add a problem of the figure in a row for every finding."""
        for finding in findings:
            self.add_problem(row, *finding.about(self.name_figure(row)))

    def name_figure(self, row: int) -> str:
        """Name the figure of a row in a message: by its id, unless we have made that up."""
        key = self.texts["id"][row]
        return "the figure" if key.startswith(f"{self.id_prefix}/") else f"'{key}'"

    def check_cells(self, name: str, check: Callable[[str], Iterable[Finding]]) -> None:
        """Check every cell of a column, once for each distinct text."""
        wrong = ((text, findings) for text in dict.fromkeys(self.texts[name]) if (findings := [*check(text)]))
        found = dict(islice(wrong, MAX_PROBLEMS))
        for row, text in enumerate(self.texts[name]) if found else ():
            for finding in found.get(text, ()):
                self.add_problem(row, *finding)

    def check_figures(self, names: Sequence[str], check: Callable[..., Iterable[Finding]]) -> None:
        """Check every figure by its cells in some columns, once for each distinct combination of them."""
        distinct = dict.fromkeys(self.zip_columns(names))
        found = {cells: findings for cells in distinct if (findings := [*check(*cells)])}
        for row, cells in enumerate(self.zip_columns(names)) if found else ():
            self.add_findings(row, found.get(cells, ()))

    def zip_columns(self, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Iterate over the rows, each with its cells in some columns."""
        return zip(*(self.texts[name] for name in names), strict=True)

    def value_low_high(self, row: int, unit: str) -> tuple[float | None, float | None, float | None]:
        """Return value, low and high of a row, in tonnes (``t``) or percent (``pct``)."""
        numbers = self.numbers
        return numbers[f"value_{unit}"][row], numbers[f"low_{unit}"][row], numbers[f"high_{unit}"][row]

    def set_value_low_high(self, row: int, unit: str, value_low_high: Iterable[float | None]) -> None:
        """Set value, low and high of a row, in tonnes (``t``) or percent (``pct``)."""
        for name, number in zip(("value", "low", "high"), value_low_high, strict=True):
            self.numbers[f"{name}_{unit}"][row] = number

    def quantity(self, row: int, unit: str) -> Quantity:
        """Return the quantity of a row, in tonnes (``t``) or percent (``pct``)."""
        value, low, high = (
            None if number is None else Decimal(f"{number:.15g}") for number in self.value_low_high(row, unit)
        )
        printed, kind, digits = self.texts["printed"][row], Kind(self.texts["kind"][row]), self.digits[row]
        return Quantity(printed, kind, self.texts["unit"][row] or None, value, low, high, digits or None)

    def estimate(self, row: int) -> Estimate:
        """Build the record of a row."""
        share = self.texts["measure"][row] == Measure.SHARE
        percent = not share and self.texts["unit"][row] == PERCENT
        return Estimate(
            quantity=self.quantity(row, "pct" if share else "t"),
            percent=self.quantity(row, "pct") if percent else None,
            **{key: parse(self.texts[name][row]) for name, key, parse in _PARSERS},
        )


class Estimates(Mapping[str, Estimate]):
    """Estimates by id: first those that are ``records``, then the rows of ``tables``, built as records on access."""

    def __init__(self, records: Mapping[str, Estimate], tables: Sequence[TableRows]) -> None:
        self.records = records
        self.tables = tuple(tables)
        self._rows = {key: (table, row) for table in self.tables for row, key in enumerate(table.texts["id"])}

    def __getitem__(self, key: str) -> Estimate:
        if key in self.records:
            return self.records[key]
        table, row = self._rows[key]
        return table.estimate(row)

    def __contains__(self, key: object) -> bool:
        return key in self.records or key in self._rows

    def __iter__(self) -> Iterator[str]:
        yield from self.records
        yield from self._rows

    def __len__(self) -> int:
        return len(self.records) + len(self._rows)


def split_records_and_tables(estimates: Mapping[str, Estimate]) -> tuple[Mapping[str, Estimate], tuple[TableRows, ...]]:
    """Split estimates into those that are records and the tables whose rows are not yet."""
    return (estimates.records, estimates.tables) if isinstance(estimates, Estimates) else (estimates, ())
