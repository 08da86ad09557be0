"""The question of a comparison, and the context in which it is answered."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from rareearth_cli.model.records import Dataset


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
        return {
            "command": "compare",
            "places": list(self.places) or "all",
            "measure": self.measure,
            "baseline": self.baseline,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "all_statements": self.all_statements,
            "like_for_like": self.like_for_like,
        }


class Context(NamedTuple):
    """A question with its dataset, all figures known at its date, and the baselines of all places."""

    dataset: Dataset
    question: Question
    frame: pd.DataFrame
    baselines: pd.DataFrame
