"""What ``history`` hands to the formats: one line an edition or a date. Amounts are tonnes."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rareearth_cli.analysis.results import Figure, Table


class HistoryQuestion(NamedTuple):
    """What is asked of a history: one series of editions, or one ledger by the dates it speaks of."""

    place: str
    series: str | None = None
    root: str | None = None
    measure: str = "reserves"
    site: str | None = None
    #: All versions of an edition, all statements of a date.
    versions: bool = False
    as_of: date | None = None

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded: the same however it was typed."""
        return {"command": "history", **self._asdict(), "as_of": self.as_of.isoformat() if self.as_of else None}


class Step(NamedTuple):
    """How a figure moved from the one before; an end that a bound leaves open is None.

    ``place_t`` is the last decimal that counts, in tonnes; ``digits`` is how many figures of the ratio do.
    """

    amount_t: float | None
    low_t: float | None
    high_t: float | None
    place_t: float
    fold: float | None
    fold_low: float | None
    fell: bool
    digits: int
    breaks: str
    mined_t: float | None


class Edition(NamedTuple):
    """One line: the figure of an edition or a date, or that none is on record."""

    label: str
    #: The same in a sentence: the year of an edition or date, as far as that tells it from the others.
    short: str
    #: When it was published, or who says it.
    origin: str
    figure: Figure | None
    step: Step | None = None
    #: What is to be said of it: why it moved, what it is consistent with, what else is known.
    remarks: tuple[str, ...] = ()


class History(NamedTuple):
    """The answer to ``history``: sentences, lines in order of time, and all rows for the machine formats."""

    title: str
    summary: tuple[str, ...]
    editions: tuple[Edition, ...]
    #: Whether the lines are the editions of a series, else dates of a ledger.
    serial: bool
    newest: str
    #: Which other histories there are.
    others: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()
    complete: Table | None = None
    brief: tuple[str, ...] = ("edition", "effective_date", "printed", "value_t", "step_t", "step_fold", "series_break")
    sources: Table | None = None
