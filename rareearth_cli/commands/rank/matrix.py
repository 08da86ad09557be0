"""The matrix of places and sources: the figure and rank that each source gives a place."""

from collections.abc import Mapping
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import edition_title
from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.ranking import rank_among
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.analysis.world_list import WorldList, group_codes, ranked_value, select_national
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Measure

_COLUMNS = ("place", "name", "source", "id", "publisher", "edition", "version", "period", "published", "printed",
            "kind", "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "url")  # fmt: skip
#: A source that lists fewer places does not give ranks.
_MIN_PLACES = 2


class SourceMatrix(NamedTuple):
    """All figures of a measure, by place and source."""

    title: str
    #: The list in whose order the places are.
    aside: str
    summary: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    places: tuple[str, ...]
    #: The rank of each figure among those of its source, by its id.
    ranks: Mapping[str, int]
    #: The titles of the sources that rank places, the newest first.
    source_titles: Mapping[str, str]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()


def build_source_matrix(
    frame: pd.DataFrame, dataset: Dataset, listed: WorldList, query: Mapping[str, object], top: int | None
) -> SourceMatrix:
    """Build the matrix of all figures of a measure; sources that list a single place give no ranks."""
    rows = select_national(frame, listed.measure)
    if listed.measure == Measure.PRODUCTION:
        rows = rows[rows["period"] == listed.period]
    rows = rows[~rows["place"].isin(group_codes(dataset))].sort_values("source_rank", ascending=False, kind="stable")
    figures = to_rows(rows)
    ranks = _rank_figures(figures)
    order = {row.place: (isnan(ranked_value(row)), -ranked_value(row)) for row in to_rows(listed.rows)}
    figures.sort(key=lambda row: (order.get(row.place, (True, 0.0)), row.name))
    places = tuple(dict.fromkeys(row.place for row in figures))[:top]
    figures = [row for row in figures if row.place in places]
    sources = _sort_sources(figures, ranks)
    return SourceMatrix(
        title=f"Places by source: rare-earth {listed.measure}" + _period_suffix(listed),
        aside=f"in the order of {listed.title}",
        summary=(f"{len(figures)} figures of {len(places)} places; behind each the rank by its source.",),
        figures=tuple(figures),
        places=places,
        ranks=ranks,
        source_titles={one: _source_title(dataset.sources[one], dataset) for one in sources},
        table=_build_table(figures, rows, ranks),
        dataset_version=dataset.version,
        query=query,
    )


def _sort_sources(figures: list[FigureRow], ranks: Mapping[str, int]) -> list[str]:
    """Sort the sources that rank places, the newest first."""
    dates = {row.source: 0 for row in figures if row.id in ranks}
    for row in figures:
        if row.source in dates:
            dates[row.source] = max(dates[row.source], row.source_rank)
    return sorted(dates, key=lambda source: -dates[source])


def _rank_figures(figures: list[FigureRow]) -> dict[str, int]:
    """Rank each figure among those of its source, if the source has figures for at least two places."""
    values: dict[str, dict[str, float]] = {}
    for row in figures:
        if ranked_value(row) > 0:
            values.setdefault(row.source, {})[row.place] = ranked_value(row)
    return {
        row.id: rank_among(ranked_value(row), values[row.source].values())
        for row in figures
        if ranked_value(row) > 0 and len(values[row.source]) >= _MIN_PLACES
    }


def _period_suffix(listed: WorldList) -> str:
    return f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""


def _source_title(source: Source, dataset: Dataset) -> str:
    publisher = "" if source.series == BASELINE_SERIES else dataset.publishers.get(source.publisher, source.publisher)
    return edition_title(publisher, source)


def _build_table(figures: list[FigureRow], frame: pd.DataFrame, ranks: Mapping[str, int]) -> Table:
    ids = [row.id for row in figures]
    return Table(columns={**look_up_columns(frame, ids, _COLUMNS), "rank": [ranks.get(one) for one in ids]})
