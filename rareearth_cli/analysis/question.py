"""The question of a comparison, and the context in which it is answered."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset

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
