"""The Python interface: the questions of the command line, answered with DataFrames and records.

All amounts are tonnes, and all shares are percent.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from rareearth_cli.model.questions import find_meaning
from rareearth_cli.model.records import Dataset

if TYPE_CHECKING:
    import pandas as pd

    from rareearth_cli.analysis.bridges import BridgeResult
    from rareearth_cli.analysis.table import Table


Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Function = TypeVar("Function", bound=Callable[..., Any])

#: What an argument may be, by how its parameter is annotated. Switches take whatever has a truth value.
_TYPES: dict[str, tuple[str, type | tuple[type, ...]]] = {
    "Dataset": ("a dataset from load()", Dataset),
    "Path | str": ("a path", (str, os.PathLike)),
    "str": ("a text", str),
    "date": ("a date", date),
    "int": ("a whole number", Integral),
    "Mapping[str, str]": ("a mapping of texts", Mapping),
}


def _checked(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Refuse arguments of a wrong type with a `ValueError` that names the argument."""
    signature = inspect.signature(function)

    @wraps(function)
    def call(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            parameter = signature.parameters[name]
            annotation = str(parameter.annotation).removesuffix(" | None")
            if annotation not in _TYPES or (value is None and parameter.default is None):
                continue
            wanted, types = _TYPES[annotation]
            one_each = value if parameter.kind is parameter.VAR_POSITIONAL else (value,)
            wrong = [one for one in one_each if not isinstance(one, types)]
            if annotation.startswith("Mapping") and not wrong:
                wrong = [one for pair in value.items() for one in pair if not isinstance(one, str)]
            if wrong:
                raise ValueError(f"{name} must be {wanted}, not {wrong[0]!r}")
        return function(*args, **kwargs)

    return call


#: What is written differently in Python than on the command line, where `MEANINGS` says what options mean.
_IN_PYTHON = {
    "dataset": "A dataset from `load`.",
    "place": "The name or code of a place.",
    "places": "Names or codes of places; none means all.",
    "text": "A text: plain, Markdown or HTML, in English, German, Russian, Chinese, Spanish or French.",
    "figure": 'The number as text, such as ``"12 million tonnes"``; without a unit, every sensible unit is tried.',
    "using": 'Estimates to put in the place of others, by place, such as ``{"russia": "rus-balance-2023"}``.',
    "claimed": 'A claimed share, such as ``"95%"``; the column ``claim`` states which shares it fits.',
}


def _documented(function: Function) -> Function:
    """Insert what each parameter means before what the docstring says of the result."""
    names = inspect.signature(function).parameters
    meanings = [_IN_PYTHON.get(name) or find_meaning(function.__name__, name) for name in names]
    described = "".join(f"    {name}\n        {meaning}\n" for name, meaning in zip(names, meanings, strict=True))
    section = f"    Parameters\n    ----------\n{described}\n"
    function.__doc__ = (function.__doc__ or "").replace("    Returns\n", f"{section}    Returns\n", 1)
    return function


class _Rows(Protocol):
    """What the results of all queries have in common."""

    @property
    def table(self) -> Table: ...

    @property
    def query(self) -> Mapping[str, object]: ...

    @property
    def dataset_version(self) -> str: ...

    @property
    def warnings(self) -> tuple[str, ...]: ...


@_checked
def load(*paths: Path | str, only: bool = False) -> Dataset:
    """Load the dataset that comes with the tool, and add your own files to it.

    Parameters
    ----------
    paths
        Files to add; their records may refer to those of the dataset that comes with the tool.
    only
        Whether to load the given files alone, without the dataset of the tool.

    Returns
    -------
    Dataset
        Its ``estimates`` and ``sources`` are records by id. The ``quantity`` of an estimate has the published text
        and its interval.

    Raises
    ------
    InvalidDataset
        The files have problems; ``problems`` lists those of all files.
    OSError
        A file cannot be read.

    """
    from rareearth_cli.record.load import load_dataset as load_files

    return load_files([Path(path) for path in paths], only=only)


@_checked
@_documented
def estimates(dataset: Dataset, *places: str, as_of: date | None = None, all_statements: bool = False) -> pd.DataFrame:
    """List the estimates in our data.

    Returns
    -------
    pandas.DataFrame
        One row for each estimate, with its source and URL. docs/formats.md describes the columns.

    Raises
    ------
    NotOnRecord
        There is no such place.

    """
    from rareearth_cli.analysis.filters import Filters
    from rareearth_cli.analysis.listings import list_estimates

    filters = Filters(places=_find_codes(dataset, places))
    return _to_frame(list_estimates(dataset, filters, as_of=as_of, all_statements=all_statements))


@_checked
@_documented
def compare(
    dataset: Dataset,
    *places: str,
    measure: str | None = None,
    baseline: str | None = None,
    as_of: date | None = None,
    all_statements: bool = False,
) -> pd.DataFrame:
    """Compare each estimate of some places with its baseline; docs/rules.md describes the method.

    Returns
    -------
    pandas.DataFrame
        One row for each estimate, with ratio, interval, verdict and flags. ``attrs["summary"]`` has the answer in
        sentences, by the name of each place.

    Raises
    ------
    NotOnRecord
        There is no such place, measure or baseline.

    """
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.model.questions import Question

    question = Question(
        _find_codes(dataset, places), measure and _find_measure(measure), baseline, as_of, all_statements
    )
    result = compare_places(dataset, question)
    frame = _to_frame(result)
    frame.attrs["summary"] = {place.name: " ".join(place.summary) for place in result.places}
    return frame


@_checked
@_documented
def bridges(
    dataset: Dataset, *places: str, measure: str | None = None, as_of: date | None = None
) -> list[BridgeResult]:
    """Find the bridges that explain differences: the steps from a whole to its own published part, and the residual.

    Returns
    -------
    list of BridgeResult
        Records whose ``steps`` and ``residual_t`` are tonnes.

    Raises
    ------
    NotOnRecord
        There is no such place or measure.

    """
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.model.questions import Question

    result = compare_places(
        dataset, Question(_find_codes(dataset, places), measure and _find_measure(measure), as_of=as_of)
    )
    return [bridge for place in result.places for bridge in place.bridges]


@_checked
@_documented
def report(
    dataset: Dataset, *places: str, measure: str | None = None, baseline: str | None = None, as_of: date | None = None
) -> pd.DataFrame:
    """List all discrepancies between estimates and their baselines.

    Returns
    -------
    pandas.DataFrame
        One row for each pair, ordered by unexplained difference, largest first. ``attrs["summary"]`` counts the
        verdicts.

    Raises
    ------
    NotOnRecord
        There is no such place, measure or baseline.

    """
    from rareearth_cli.commands.report.query import report_discrepancies
    from rareearth_cli.model.questions import Question

    question = Question(_find_codes(dataset, places), measure and _find_measure(measure), baseline, as_of)
    result = report_discrepancies(dataset, question, rows_only=True)
    return _to_frame(result, result.summary)


@_checked
@_documented
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
    """Show how the figure of a place changed, by the editions of a series or by the dates of an origin.

    Returns
    -------
    pandas.DataFrame
        One row for each edition or date, oldest first, with its source and URL. ``step_t`` is the change from the
        preceding figure in tonnes. A missing edition is a row without a figure. ``attrs["summary"]`` describes the
        changes.

    Raises
    ------
    NotOnRecord
        There is no such place, measure, series, root or site.
    ValueError
        Both ``series`` and ``root`` are given.

    """
    from rareearth_cli.commands.history.query import build_history
    from rareearth_cli.model.questions import HistoryQuestion

    if series is not None and root is not None:
        raise ValueError("series and root ask for different histories: give one of them")
    (code,) = _find_codes(dataset, [place])
    result = build_history(dataset, HistoryQuestion(code, series, root, _find_measure(measure), site, versions, as_of))
    return _to_frame(result, result.summary)


@_checked
@_documented
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
    """Rank places by the figures of one source, with the ranks that other estimates allow.

    Returns
    -------
    pandas.DataFrame
        One row for each place, or for each place and source with ``all_sources``. Amounts are tonnes, and shares are
        percent. ``attrs["details"]`` has the world total and the sum of the rows.

    Raises
    ------
    NotOnRecord
        There is no such source, year or place.
    NotRankable
        There is no such estimate, or it cannot be used for the place.
    ValueError
        A year is given for reserves, or ``using`` together with ``all_sources``.

    """
    from rareearth_cli.commands.rank.query import rank_by_all_sources, rank_places
    from rareearth_cli.model.questions import RankQuestion

    if all_sources and using:
        raise ValueError("using puts a figure into one ranking, all_sources shows them all: give one of them")
    if year is not None and measure != "production":
        raise ValueError("year chooses a year of production: ask for that measure, or use as_of")
    pairs = tuple((_find_codes(dataset, [place])[0], estimate) for place, estimate in (using or {}).items())
    question = RankQuestion(measure, source, year, as_of, top, pairs, all_sources)
    if all_sources:
        matrix = rank_by_all_sources(dataset, question)
        return _to_frame(matrix, matrix.summary)
    result = rank_places(dataset, question)
    return _to_frame(result, result.summary, result.details)


@_checked
@_documented
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
    """List the shares of the world that a place has, published ones and ones derived from the amounts of a source.

    Returns
    -------
    pandas.DataFrame
        One row for each share, in percent. ``attrs["details"]`` has the concentration of the market (HHI), and for
        how many years the reserves last.

    Raises
    ------
    NotOnRecord
        There is no such place or measure.
    BadQuantity
        The claimed share cannot be read as a share.

    """
    from rareearth_cli.commands.share.query import list_shares
    from rareearth_cli.model.names import resolve_name
    from rareearth_cli.model.quantity import parse_share
    from rareearth_cli.model.questions import ShareQuestion
    from rareearth_cli.model.vocabulary import SHARE_MEASURES

    remedy = f"it is one of {', '.join(SHARE_MEASURES)}"
    stage = resolve_name("measure", measure, SHARE_MEASURES, remedy) if measure is not None else None
    claim = parse_share(claimed) if claimed is not None else None
    question = ShareQuestion(_find_codes(dataset, [place])[0], claim, stage, year, as_of, all_statements)
    result = list_shares(dataset, question)
    return _to_frame(result, result.summary, result.details)


@_checked
@_documented
def trace(
    dataset: Dataset, figure: str, *places: str, year: str | None = None, as_of: date | None = None
) -> pd.DataFrame:
    """Trace a number to the estimates that it may come from, and to known misreadings.

    Returns
    -------
    pandas.DataFrame
        One row for each estimate or misreading, likeliest first; there are no rows if nothing fits. Amounts are tonnes,
        and ``off_pct`` is the difference from the number in percent. ``attrs["summary"]`` states how the number was
        read.

    Raises
    ------
    NotOnRecord
        There is no such place.
    BadQuantity
        The number cannot be read.

    """
    from rareearth_cli.commands.trace.query import trace_figure
    from rareearth_cli.model.questions import TraceQuestion

    result = trace_figure(dataset, TraceQuestion(figure, _find_codes(dataset, places), year, as_of))
    return _to_frame(result, result.summary, result.details)


@_checked
@_documented
def check(dataset: Dataset, text: str, *, as_of: date | None = None) -> pd.DataFrame:
    """Check the claims of a text about rare earths.

    Returns
    -------
    pandas.DataFrame
        One row for each claim, in the order of the text: its words and where they are (``start`` and ``end``, in
        characters), what it says, its ``verdict``, and in ``because`` the reason. Amounts are tonnes. There are no rows
        if nothing in the text is a claim.

    Raises
    ------
    TypeError
        An argument is of another type.

    """
    from rareearth_cli.commands.check.query import check_text
    from rareearth_cli.model.questions import CheckQuestion

    result = check_text(dataset, CheckQuestion(text, as_of))
    return _to_frame(result, result.summary)


def _find_measure(measure: str) -> str:
    from rareearth_cli.model.names import resolve_name
    from rareearth_cli.model.vocabulary import Measure

    names = {one.value: one.value for one in Measure}
    return resolve_name("measure", measure, names, f"it is one of {', '.join(names)}")


def _find_codes(dataset: Dataset, places: Sequence[str]) -> tuple[str, ...]:
    from rareearth_cli.model.names import find_place

    return tuple(dict.fromkeys(find_place(name, dataset.places).code for name in places))


def _to_frame(result: _Rows, summary: Sequence[str] = (), details: Mapping[str, object] | None = None) -> pd.DataFrame:
    """Convert the rows of a result; all else that it says becomes ``attrs``."""
    from rareearth_cli.analysis.table import to_frame

    frame = to_frame(result.table)
    frame.attrs.update(
        query=dict(result.query),
        dataset_version=result.dataset_version,
        warnings=result.warnings,
        summary=" ".join(summary),
        details=dict(details or {}),
    )
    return frame
