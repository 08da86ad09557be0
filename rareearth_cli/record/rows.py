"""Figures that came as columns: a hundred thousand of them are read as such, and become records when asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, NUMBER_COLUMNS
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.records import Estimate
from rareearth_cli.model.rules import Rule
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.vocabulary import Measure, Status
from rareearth_cli.record.yaml_nodes import Document

#: What is worked out from the other columns, and read from none.
COMPUTED = ("name", "rungs")
TEXT_COLUMNS = tuple(name for name in ESTIMATE_COLUMNS if name not in NUMBER_COLUMNS)

Numbers = list[float | None]


class Rows(NamedTuple):
    """The rows of one file by column, absent texts empty.

    ``digits`` counts the figures that count of those rows whose rounding window does not tell it; it is 0 for others.

    ``stem`` is what ids begin with that the file does not give.
    """

    document: Document
    stem: str
    lines: Sequence[int]
    texts: dict[str, list[str]]
    numbers: dict[str, Numbers]
    digits: list[int]

    def report(self, row: int, rule: Rule, what: str, remedy: str) -> None:
        """A defect of one row."""
        self.document.report(rule, self.lines[row], what, remedy)

    def report_values(self, name: str, rule: Rule, defects: Mapping[str, tuple[str, str]]) -> None:
        """A defect of every row whose cell in column ``name`` is one of those that have ``defects``."""
        if defects:
            for row, value in enumerate(self.texts[name]):
                if value in defects:
                    self.report(row, rule, *defects[value])

    def triple(self, row: int, unit: str) -> tuple[float | None, float | None, float | None]:
        """Value, low and high of a row, in tonnes (``t``) or percent (``pct``)."""
        numbers = self.numbers
        return numbers[f"value_{unit}"][row], numbers[f"low_{unit}"][row], numbers[f"high_{unit}"][row]

    def set_triple(self, row: int, unit: str, triple: Iterable[float | None]) -> None:
        """Set value, low and high of a row."""
        for name, number in zip(("value", "low", "high"), triple, strict=True):
            self.numbers[f"{name}_{unit}"][row] = number

    def quantity(self, row: int, unit: str) -> Quantity:
        """The figure of a row in tonnes or percent; of a part printed in percent, tonnes are derived."""
        value, low, high = (None if one is None else Decimal(f"{one:.15g}") for one in self.triple(row, unit))
        printed, kind, digits = self.texts["printed"][row], Kind(self.texts["kind"][row]), self.digits[row]
        return Quantity(printed, kind, self.texts["unit"][row] or None, value, low, high, digits or None)

    def estimate(self, row: int) -> Estimate:
        """A row as a record."""
        text = {name: column[row] for name, column in self.texts.items()}
        plain = {name: text[name] for name in _PLAIN}
        share = text["measure"] == Measure.SHARE
        percent = not share and text["unit"] == PERCENT
        return Estimate(
            measure=Measure(text["measure"]),
            quantity=self.quantity(row, "pct" if share else "t"),
            percent=self.quantity(row, "pct") if percent else None,
            status=Status(text["status"]),
            effective=parse_date(text["effective_date"]) if text["effective_date"] else None,
            inferred=tuple(text["inferred"].split()),
            derived_from=tuple(text["derived_from"].split()),
            draws_on=tuple(text["draws_on"].split()),
            **plain,  # type: ignore[arg-type]
        )


_PLAIN = (
    "id", "place", "source", "publisher", "root", "site", "share_of", "period", "basis", "stage", "system", "category",
    "access", "development", "part_of", "url", "locator", "territory", "contained_in", "called", "accepted",
)  # fmt: skip


class Estimates(Mapping[str, Estimate]):
    """Estimates by id: those ``written`` out as records, then those of ``files`` that came as columns."""

    def __init__(self, written: Mapping[str, Estimate], files: Sequence[Rows]) -> None:
        self.written = written
        self.files = tuple(files)
        self._rows = {key: (file, row) for file in self.files for row, key in enumerate(file.texts["id"])}

    def __getitem__(self, key: str) -> Estimate:
        if key in self.written:
            return self.written[key]
        file, row = self._rows[key]
        return file.estimate(row)

    def __contains__(self, key: object) -> bool:
        return key in self.written or key in self._rows

    def __iter__(self) -> Iterator[str]:
        yield from self.written
        yield from self._rows

    def __len__(self) -> int:
        return len(self.written) + len(self._rows)


def in_columns(estimates: Mapping[str, Estimate]) -> tuple[Mapping[str, Estimate], tuple[Rows, ...]]:
    """The estimates that are records, and the files whose rows are none yet."""
    return (estimates.written, estimates.files) if isinstance(estimates, Estimates) else (estimates, ())
