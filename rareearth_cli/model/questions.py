"""The questions that can be asked: what each consists of, what its options mean, and one form of it for JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rareearth_cli.model.vocabulary import Measure

if TYPE_CHECKING:
    from rareearth_cli.model.quantity import Quantity

#: What each option means, for the command line and for Python. A command that means it differently has a line of its
#: own, after its name and a dot.
MEANINGS = {
    "places": "Only figures of this place (repeatable).",
    "measure": "Only figures of this kind.",
    "history.measure": "Figures of this kind.",
    "rank.measure": "Rank by this.",
    "share.measure": "Only shares of this.",
    "baseline": "Compare with this source or estimate.",
    "as_of": "Answer as on this day, from what was published by then.",
    "all_statements": "Include superseded, misquoted and repeated figures.",
    "like_for_like": "Only figures that are defined as the baseline is.",
    "explain": "Explain each verdict, with codes and rules.",
    "series": "The editions of this series.",
    "root": "The dates of this origin instead of a series.",
    "site": "This deposit or area.",
    "versions": "Include all versions of an edition and all figures of a date.",
    "source": "Rank by the list of this source.",
    "using": "Use another figure for a place: an amount or an id (repeatable).",
    "top": "Only the first N places.",
    "all_sources": "A table of places by sources.",
    "year": "Only figures of this year.",
    "claimed": "A claimed share: say what it fits and what contradicts it.",
}


def find_meaning(command: str, option: str) -> str:
    """Find what an option of a command means."""
    return MEANINGS.get(f"{command}.{option}", MEANINGS[option])


class Question(NamedTuple):
    """A question to ``compare`` or ``report``; ``places`` are codes, and an empty tuple means all with figures."""

    places: tuple[str, ...] = ()
    measure: str | None = None
    baseline: str | None = None
    as_of: date | None = None
    all_statements: bool = False
    like_for_like: bool = False
    explain: bool = False


class HistoryQuestion(NamedTuple):
    """A question to ``history``: one series by edition, or one origin by the date its figures hold for."""

    place: str
    series: str | None = None
    root: str | None = None
    measure: str = Measure.RESERVES.value
    site: str | None = None
    versions: bool = False
    as_of: date | None = None


class RankQuestion(NamedTuple):
    """A question to ``rank``; ``using`` has pairs of a place and the estimate to rank it by."""

    measure: str = Measure.RESERVES.value
    source: str | None = None
    year: str | None = None
    as_of: date | None = None
    top: int | None = None
    using: tuple[tuple[str, str], ...] = ()
    all_sources: bool = False


class ShareQuestion(NamedTuple):
    """A question to ``share``; ``stage`` is what the share is a share of, such as refining."""

    place: str
    claimed: Quantity | None = None
    stage: str | None = None
    year: str | None = None
    as_of: date | None = None
    all_statements: bool = False


class TraceQuestion(NamedTuple):
    """A question to ``trace``: a figure as typed, and the places, year and day that the search is limited to."""

    figure: str
    places: tuple[str, ...] = ()
    year: str | None = None
    as_of: date | None = None


class CheckQuestion(NamedTuple):
    """A question to ``check``: a text, the day as of which it is judged, and the language of what one can write."""

    text: str
    as_of: date | None = None
    lang: str | None = None
    explain: bool = False


class _Record(Protocol):
    def _asdict(self) -> dict[str, Any]: ...


def canonical_question(command: str, question: _Record) -> dict[str, object]:
    """Write a question in one form however it was typed, for JSON: it says which command answers it.

    No place means all places, and a pair is a place and what is used for it.
    """
    # An explanation changes what is said of an answer, not the answer.
    fields = {name: _to_plain(value) for name, value in question._asdict().items() if name != "explain"}
    return {"command": command, **fields, **({"places": fields["places"] or "all"} if "places" in fields else {})}


def _to_plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "printed"):
        return value.printed
    if isinstance(value, tuple):
        return ["=".join(one) if isinstance(one, tuple) else one for one in value]
    return value
