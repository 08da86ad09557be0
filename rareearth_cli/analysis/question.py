"""What is asked of a comparison."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from rareearth_cli.model.records import Dataset


class Question(NamedTuple):
    """What is asked. ``places`` are codes; none means all that have figures."""

    places: tuple[str, ...] = ()
    measure: str | None = None
    baseline: str | None = None
    as_of: date | None = None
    all_statements: bool = False
    like_for_like: bool = False
    explain: bool = False

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded: the same however it was typed."""
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
    """The dataset and the question, all figures known by the day asked for, and the baselines of all places."""

    dataset: Dataset
    question: Question
    frame: pd.DataFrame
    held: pd.DataFrame
