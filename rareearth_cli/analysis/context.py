"""What the view of a place needs beside its own rows."""

from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.question import Question
from rareearth_cli.domain.records import Dataset


class Context(NamedTuple):
    """The dataset and the question, all figures known by the day asked for, and the baselines of all places."""

    dataset: Dataset
    question: Question
    frame: pd.DataFrame
    held: pd.DataFrame
