"""The tool as a library: the same questions, answered with DataFrames and records. All amounts are tonnes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from rareearth_cli.analysis.results import BridgeResult, Result
    from rareearth_cli.domain.records import Dataset


def load(*paths: Path | str, only: bool = False) -> Dataset:
    """The dataset that ships with the tool, with files of your own laid over it (``only``: yours alone).

    Its ``estimates`` and ``sources`` are records by id; a figure's ``quantity`` has the printed text and its interval.

    Raises:
        InvalidDataset: with every defect of every file (``problems``).
        OSError: a file cannot be read.

    """
    from rareearth_cli.dataset.load import load as load_files

    return load_files([Path(path) for path in paths], only=only)


def estimates(dataset: Dataset, *places: str, as_of: date | None = None, all_statements: bool = False) -> pd.DataFrame:
    """The figures on record, one row each, in the columns of docs/formats.md; every row names its source and url.

    Raises:
        NotOnRecord: no such place.

    """
    from rareearth_cli.analysis.filters import Filters
    from rareearth_cli.analysis.listings import list_estimates

    asked = Filters(places=_codes(dataset, places))
    return _frame(list_estimates(dataset, asked, as_of=as_of, all_statements=all_statements))


def compare(
    dataset: Dataset,
    *places: str,
    measure: str | None = None,
    baseline: str | None = None,
    as_of: date | None = None,
    all_statements: bool = False,
) -> pd.DataFrame:
    """Every figure of the places (all, if none is named) against its baseline, with ratio, interval, verdict and flags.

    ``attrs["summary"]`` has the answer in sentences. How figures are compared: docs/method.md.

    Raises:
        NotOnRecord: no such place or baseline.

    """
    from rareearth_cli.analysis.answer import answer
    from rareearth_cli.analysis.question import Question

    question = Question(_codes(dataset, places), measure, baseline, as_of, all_statements)
    result = answer(dataset, question)
    frame = _frame(result)
    frame.attrs["summary"] = {place.name: " ".join(place.summary) for place in result.places}
    return frame


def bridges(
    dataset: Dataset, *places: str, measure: str | None = None, as_of: date | None = None
) -> list[BridgeResult]:
    """The ways from a whole through its own reported part to the baseline, as records; steps and residual are tonnes.

    Raises:
        NotOnRecord: no such place.

    """
    from rareearth_cli.analysis.answer import answer
    from rareearth_cli.analysis.question import Question

    result = answer(dataset, Question(_codes(dataset, places), measure, as_of=as_of))
    return [bridge for place in result.places for bridge in place.group.bridges]


def report(
    dataset: Dataset, *places: str, measure: str | None = None, baseline: str | None = None, as_of: date | None = None
) -> pd.DataFrame:
    """All discrepancies, one row a pair, the largest unexplained first; ``attrs["summary"]`` counts the verdicts.

    Raises:
        NotOnRecord: no such place or baseline.

    """
    from rareearth_cli.analysis.question import Question
    from rareearth_cli.analysis.reporting import report as report_pairs

    result = report_pairs(dataset, Question(_codes(dataset, places), measure, baseline, as_of), rows_only=True)
    frame = _frame(result)
    frame.attrs["summary"] = " ".join(result.summary)
    return frame


def _codes(dataset: Dataset, places: Sequence[str]) -> tuple[str, ...]:
    from rareearth_cli.domain.places import find_place

    return tuple(dict.fromkeys(find_place(name, dataset.places).code for name in places))


def _frame(result: Result) -> pd.DataFrame:
    """The rows of a result; what was asked and of which data goes along."""
    from rareearth_cli.analysis.export import as_frame

    frame = as_frame(result.table)
    frame.attrs.update(query=dict(result.query), dataset_version=result.dataset_version, warnings=result.warnings)
    return frame
