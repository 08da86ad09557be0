"""The questions that can be asked, each in one form however it was typed."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure

if TYPE_CHECKING:
    import pandas as pd


def canonical_question(command: str, question: Mapping[str, object]) -> dict[str, object]:
    """Write a question in one form however it was typed, for JSON: it says which command answers it.

    Parameters
    ----------
    command
        The command that answers the question.
    question
        The fields of the question. No place means all places, and a pair is a place and what is used for it.

    """
    fields = {name: _to_plain(value) for name, value in question.items()}
    return {"command": command, **fields, **({"places": fields["places"] or "all"} if "places" in fields else {})}


def _to_plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Quantity):
        return value.printed
    if isinstance(value, tuple):
        return ["=".join(one) if isinstance(one, tuple) else one for one in value]
    return value


class Question(NamedTuple):
    """A question to ``compare`` or ``report``; ``places`` are codes, and an empty tuple means all with figures."""

    places: tuple[str, ...] = ()
    measure: str | None = None
    baseline: str | None = None
    as_of: date | None = None
    all_statements: bool = False
    like_for_like: bool = False
    explain: bool = False

    def canonical(self) -> dict[str, object]:
        """Return the question in canonical form, however it was typed; the keys are those of the JSON output."""
        fields = self._asdict()
        del fields["explain"]  # changes what is said of an answer, not the answer
        return canonical_question("compare", fields)


class Context(NamedTuple):
    """A question with its dataset, all figures known at its date, and the baselines of all places."""

    dataset: Dataset
    question: Question
    frame: "pd.DataFrame"
    baselines: "pd.DataFrame"


class HistoryQuestion(NamedTuple):
    """The question that ``history`` answers: one series by edition, or one origin by the date its figures hold for."""

    place: str
    series: str | None = None
    root: str | None = None
    measure: str = "reserves"
    site: str | None = None
    #: Whether to include every version of an edition, or every figure for a date.
    versions: bool = False
    as_of: date | None = None

    def canonical(self) -> dict[str, object]:
        """Return the question in canonical form, however it was typed; the keys are those of the JSON output."""
        return canonical_question("history", self._asdict())


class RankQuestion(NamedTuple):
    """The question asked; ``using`` has pairs of a place and the estimate to rank it by."""

    measure: str = Measure.RESERVES.value
    source: str | None = None
    year: str | None = None
    as_of: date | None = None
    top: int | None = None
    using: tuple[tuple[str, str], ...] = ()
    all_sources: bool = False

    def canonical(self) -> dict[str, object]:
        """Return the question as it is written to the result."""
        return canonical_question("rank", self._asdict())


class ShareQuestion(NamedTuple):
    """The question asked; ``stage`` is what the share is a share of, such as refining."""

    place: str
    claimed: Quantity | None = None
    stage: str | None = None
    year: str | None = None
    as_of: date | None = None
    all_statements: bool = False

    def canonical(self) -> dict[str, object]:
        """Return the question as it is written to the result."""
        return canonical_question("share", self._asdict())


class TraceQuestion(NamedTuple):
    """A figure as typed, and the places, year and day that the search is limited to."""

    figure: str
    places: tuple[str, ...] = ()
    year: str | None = None
    as_of: date | None = None

    def canonical(self) -> dict[str, object]:
        """Return the question as it is written to the result."""
        return canonical_question("trace", self._asdict())
