"""The tool as a library: the same questions, answered with DataFrames and records. All amounts are tonnes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from rareearth_cli.analysis.result import BridgeResult, Result
    from rareearth_cli.model.records import Dataset


def load(*paths: Path | str, only: bool = False) -> Dataset:
    """The dataset that ships with the tool, with files of your own laid over it (``only``: yours alone).

    Its ``estimates`` and ``sources`` are records by id; a figure's ``quantity`` has the printed text and its interval.

    Raises:
        InvalidDataset: with every defect of every file (``problems``).
        OSError: a file cannot be read.

    """
    from rareearth_cli.record.load import load as load_files

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
        NotOnRecord: no such place, measure or baseline.

    """
    from rareearth_cli.analysis.question import Question
    from rareearth_cli.commands.compare.query import answer

    question = Question(_codes(dataset, places), measure and _known(measure), baseline, as_of, all_statements)
    result = answer(dataset, question)
    frame = _frame(result)
    frame.attrs["summary"] = {place.name: " ".join(place.summary) for place in result.places}
    return frame


def bridges(
    dataset: Dataset, *places: str, measure: str | None = None, as_of: date | None = None
) -> list[BridgeResult]:
    """The ways from a whole through its own reported part to the baseline, as records; steps and residual are tonnes.

    Raises:
        NotOnRecord: no such place or measure.

    """
    from rareearth_cli.analysis.question import Question
    from rareearth_cli.commands.compare.query import answer

    result = answer(dataset, Question(_codes(dataset, places), measure and _known(measure), as_of=as_of))
    return [bridge for place in result.places for bridge in place.group.bridges]


def report(
    dataset: Dataset, *places: str, measure: str | None = None, baseline: str | None = None, as_of: date | None = None
) -> pd.DataFrame:
    """All discrepancies, one row a pair, the largest unexplained first; ``attrs["summary"]`` counts the verdicts.

    Raises:
        NotOnRecord: no such place, measure or baseline.

    """
    from rareearth_cli.analysis.question import Question
    from rareearth_cli.commands.report.query import report as report_pairs

    question = Question(_codes(dataset, places), measure and _known(measure), baseline, as_of)
    result = report_pairs(dataset, question, rows_only=True)
    return _told(result, result.summary)


def history(
    dataset: Dataset,
    place: str,
    *,
    series: str | None = None,
    root: str | None = None,
    measure: str = "reserves",
    site: str | None = None,
    versions: bool = False,
    as_of: date | None = None,
) -> pd.DataFrame:
    """What each edition of a series (USGS, if none is named) or each date of a ledger (``root``) printed, oldest first.

    ``step_t`` is the step from the figure before, in tonnes; a missing edition is a row without figure.
    ``attrs["summary"]`` says how it moved. Every figure names its source and url.

    Raises:
        NotOnRecord: no such place, measure, series, root or site.
        ValueError: both a series and a root are asked for.

    """
    from rareearth_cli.analysis.result import HistoryQuestion
    from rareearth_cli.commands.history.query import history as history_of

    if series is not None and root is not None:
        raise ValueError("series asks for editions, root for a ledger's dates: give one of them")
    (code,) = _codes(dataset, [place])
    result = history_of(dataset, HistoryQuestion(code, series, root, _known(measure), site, versions, as_of))
    return _told(result, result.summary)


def rank(
    dataset: Dataset,
    *,
    measure: str = "reserves",
    source: str | None = None,
    using: Mapping[str, str] | None = None,
    top: int | None = None,
    all_sources: bool = False,
    year: str | None = None,
    as_of: date | None = None,
) -> pd.DataFrame:
    """The places of one source (the newest of USGS, if none is named) by size, with the ranks that others allow.

    ``using`` puts the estimate of an id into a place, such as ``{"russia": "rus-balance-2023"}``. Amounts are tonnes,
    shares percent. ``attrs["details"]`` has the world total and the sum of the rows; with ``all_sources`` there is
    a row for each place and source.

    Raises:
        NotOnRecord: no such source, year or place.
        NotRankable: no such estimate, or it cannot stand where it is to be used.
        ValueError: a year of reserves, or ``using`` with ``all_sources``.

    """
    from rareearth_cli.commands.rank.query import RankQuestion
    from rareearth_cli.commands.rank.query import rank as rank_places

    if all_sources and using:
        raise ValueError("using puts a figure into one ranking, all_sources shows them all: give one of them")
    if year is not None and measure != "production":
        raise ValueError("year chooses a year of production: ask for that measure, or use as_of")
    pairs = tuple((_codes(dataset, [place])[0], estimate) for place, estimate in (using or {}).items())
    result = rank_places(dataset, RankQuestion(measure, source, year, as_of, top, pairs, all_sources))
    return _told(result, result.summary, result.details)


def share(
    dataset: Dataset,
    place: str,
    *,
    claimed: str | None = None,
    measure: str | None = None,
    year: str | None = None,
    as_of: date | None = None,
    all_statements: bool = False,
) -> pd.DataFrame:
    """The shares of the world that a place has, in percent: those printed, and those that follow from a source's lines.

    ``measure`` is production, reserves, refining, magnets or unspecified. With ``claimed``, such as ``"95%"``, the
    column ``claim`` says what it fits. ``attrs["details"]`` has the concentration (HHI) and for how many years the
    reserves last.

    Raises:
        NotOnRecord: no such place or measure.
        BadQuantity: what is claimed is no share.

    """
    from rareearth_cli.commands.share.query import ShareQuestion
    from rareearth_cli.commands.share.query import share as share_of_world
    from rareearth_cli.model.names import find_name
    from rareearth_cli.model.quantity import parse_share
    from rareearth_cli.model.vocabulary import SHARE_MEASURES

    remedy = f"it is one of {', '.join(SHARE_MEASURES)}"
    stage = find_name("measure", measure, SHARE_MEASURES, remedy) if measure is not None else None
    claim = parse_share(claimed) if claimed is not None else None
    question = ShareQuestion(_codes(dataset, [place])[0], claim, stage, year, as_of, all_statements)
    result = share_of_world(dataset, question)
    return _told(result, result.summary, result.details)


def trace(
    dataset: Dataset, figure: str, *places: str, year: str | None = None, as_of: date | None = None
) -> pd.DataFrame:
    """Which figures a number, such as ``"12 million tonnes"``, may come from, the likeliest first, and known traps.

    Amounts are tonnes, ``off_pct`` is how far a figure is from it. ``attrs["summary"]`` says how it was read; nothing
    found is a frame without rows.

    Raises:
        NotOnRecord: no such place.
        BadQuantity: the figure cannot be read.

    """
    from rareearth_cli.commands.trace.query import TraceQuestion
    from rareearth_cli.commands.trace.query import trace as trace_figure

    result = trace_figure(dataset, TraceQuestion(figure, _codes(dataset, places), year, as_of))
    return _told(result, result.summary, result.details)


def _known(measure: str) -> str:
    """A measure by its name, in any case.

    Raises:
        NotOnRecord: there is none of that name.

    """
    from rareearth_cli.model.names import find_name
    from rareearth_cli.model.vocabulary import Measure

    names = {one.value: one.value for one in Measure}
    return find_name("measure", measure, names, f"it is one of {', '.join(names)}")


def _codes(dataset: Dataset, places: Sequence[str]) -> tuple[str, ...]:
    from rareearth_cli.model.places import find_place

    return tuple(dict.fromkeys(find_place(name, dataset.places).code for name in places))


def _told(result: Result, summary: Sequence[str], details: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The rows of a result with its sentences, and what is said beside the rows."""
    frame = _frame(result)
    frame.attrs.update(summary=" ".join(summary), **({} if details is None else {"details": dict(details)}))
    return frame


def _frame(result: Result) -> pd.DataFrame:
    """The rows of a result; what was asked and of which data goes along."""
    from rareearth_cli.analysis.table import as_frame

    frame = as_frame(result.table)
    frame.attrs.update(query=dict(result.query), dataset_version=result.dataset_version, warnings=result.warnings)
    return frame
