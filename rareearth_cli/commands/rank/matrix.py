"""The matrix of places and sources: the figure and rank that each source gives a place."""

from collections.abc import Mapping
from math import isnan

import pandas as pd

from rareearth_cli.analysis.describe import Row, edition_title, to_rows
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.ranking import printed_with_unit, rank_among
from rareearth_cli.analysis.result import CellValue, Section, SectionColumn, SectionedResult
from rareearth_cli.analysis.table import Table, to_columns
from rareearth_cli.analysis.world_list import WorldList, group_codes, ranked_value, select_national
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import choose_unit, format_in_unit

_COLUMNS = ("place", "name", "source", "id", "publisher", "edition", "version", "period", "published", "printed",
            "kind", "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "url")  # fmt: skip
#: The view shows only this many lists, the newest ones; the table for programs has all of them.
_MAX_LISTS = 6
_MORE_LISTS_NOTE = (
    f"Of the sources that rank places the newest {_MAX_LISTS} stand here; -f csv has all of them and every figure."
)
#: A source that lists fewer places does not give ranks.
_MIN_PLACES = 2


def build_source_matrix(
    frame: pd.DataFrame, dataset: Dataset, listed: WorldList, query: Mapping[str, object], top: int | None
) -> SectionedResult:
    """Build the matrix of all figures of a measure; sources that list a single place share one column."""
    rows = select_national(frame, listed.measure)
    if listed.measure == Measure.PRODUCTION:
        rows = rows[rows["period"] == listed.period]
    rows = rows[~rows["place"].isin(group_codes(dataset))].sort_values("source_rank", ascending=False, kind="stable")
    figures = to_rows(rows)
    ranks = _rank_figures(figures)
    order = {row["place"]: (isnan(ranked_value(row)), -ranked_value(row)) for row in to_rows(listed.rows)}
    figures.sort(key=lambda row: (order.get(row["place"], (True, 0.0)), row["name"]))
    places = list(dict.fromkeys(row["place"] for row in figures))[:top]
    figures = [row for row in figures if row["place"] in places]
    ranking = len({row["source"] for row in figures if row["id"] in ranks})
    return SectionedResult(
        kind="figures",
        title=f"Places by source: rare-earth {listed.measure}" + _period_suffix(listed),
        aside=f"in the order of {listed.title}",
        summary=(f"{len(figures)} figures of {len(places)} places; behind each the rank by its source.",),
        sections=(_build_section(figures, places, ranks, dataset),),
        notes=(
            "elsewhere: current figures of sources that list no second place, and so rank nobody.",
            *([_MORE_LISTS_NOTE] if ranking > _MAX_LISTS else []),
        ),
        table=_build_table(figures, ranks),
        dataset_version=dataset.version,
        query=query,
        default_columns=("name", "source", "printed", "value_t", "rank"),
    )


def _rank_figures(figures: list[Row]) -> dict[str, int]:
    """Rank each figure among those of its source, if the source has figures for at least two places."""
    values: dict[str, dict[str, float]] = {}
    for row in figures:
        if ranked_value(row) > 0:
            values.setdefault(row["source"], {})[row["place"]] = ranked_value(row)
    return {
        row["id"]: rank_among(ranked_value(row), values[row["source"]].values())
        for row in figures
        if ranked_value(row) > 0 and len(values[row["source"]]) >= _MIN_PLACES
    }


def _period_suffix(listed: WorldList) -> str:
    return f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""


def _build_section(figures: list[Row], places: list[str], ranks: Mapping[str, int], dataset: Dataset) -> Section:
    lists = list(dict.fromkeys(row["source"] for row in figures if row["id"] in ranks))
    unit = choose_unit(max((value for row in figures if (value := ranked_value(row)) > 0), default=0.0))
    newest = sorted(lists, key=lambda source: -max(row["source_rank"] for row in figures if row["source"] == source))[
        :_MAX_LISTS
    ]
    columns = (
        SectionColumn(f"place ({unit}, rank)"),
        *(SectionColumn(_source_title(dataset.sources[one], dataset), flexible=True) for one in newest),
    )
    rows, about = [], []
    for place in places:
        own = [row for row in figures if row["place"] == place]
        cells: list[CellValue] = [own[0]["name"]]
        for source in newest:
            cells.append("; ".join(_format_cell(row, unit, ranks) for row in own if row["source"] == source))
        cells.append("; ".join(printed_with_unit(row) for row in own if row["source"] not in lists and row["current"]))
        rows.append(tuple(cells))
        about.append(("", *(next((row["id"] for row in own if row["source"] == source), "") for source in newest)))
    elsewhere = SectionColumn("elsewhere", flexible=True)
    return Section("", (*columns, elsewhere), tuple(rows), about=tuple(about))


def _source_title(source: Source, dataset: Dataset) -> str:
    publisher = "" if source.series == BASELINE_SERIES else dataset.publishers.get(source.publisher, source.publisher)
    return edition_title(publisher, source)


def _format_cell(row: Row, unit: str, ranks: Mapping[str, int]) -> str:
    if isnan(ranked_value(row)):
        return str(row["printed"])
    text = format_in_unit(ranked_value(row), max(1, int(row["digits"])), unit)
    return f"{text} ({ranks[row['id']]})" if row["id"] in ranks else text


def _build_table(figures: list[Row], ranks: Mapping[str, int]) -> Table:
    return Table(columns={**to_columns(figures, _COLUMNS), "rank": [ranks.get(row["id"]) for row in figures]})
