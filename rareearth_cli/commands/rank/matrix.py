"""Places against sources: who lists which place with what, and on which rank."""

from collections.abc import Mapping
from math import isnan

import pandas as pd

from rareearth_cli.analysis.describe import Row, edition_title, records
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.ranking import quoted, rank_among
from rareearth_cli.analysis.result import Findings, Section, SectionColumn, Value
from rareearth_cli.analysis.table import Table, columns_of
from rareearth_cli.analysis.world_list import WorldList, groups_of, national, ranked_value
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import fitting_unit, in_unit

_NAMES = ("place", "name", "source", "id", "publisher", "edition", "version", "period", "published", "printed", "kind",
          "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "url")  # fmt: skip
#: So many lists, the newest, fit a screen; programs get all.
_SHOWN = 6
_ALL = f"Of the sources that rank places the newest {_SHOWN} stand here; -f csv has all of them and every figure."
#: A source that lists fewer places ranks nobody.
_A_LIST = 2


def source_matrix(
    frame: pd.DataFrame, dataset: Dataset, listed: WorldList, query: Mapping[str, object], top: int | None
) -> Findings:
    """All figures of a measure by place and source; sources that list a single place stand in one column."""
    rows = national(frame, listed.measure)
    if listed.measure == Measure.PRODUCTION:
        rows = rows[rows["period"] == listed.period]
    rows = rows[~rows["place"].isin(groups_of(dataset))].sort_values("source_rank", ascending=False, kind="stable")
    figures = records(rows)
    ranks = _ranks(figures)
    order = {row["place"]: (isnan(ranked_value(row)), -ranked_value(row)) for row in records(listed.rows)}
    figures.sort(key=lambda row: (order.get(row["place"], (True, 0.0)), row["name"]))
    places = list(dict.fromkeys(row["place"] for row in figures))[:top]
    figures = [row for row in figures if row["place"] in places]
    ranking = len({row["source"] for row in figures if row["id"] in ranks})
    return Findings(
        kind="figures",
        title=f"Places by source: rare-earth {listed.measure}" + _of(listed),
        aside=f"in the order of {listed.title}",
        summary=(f"{len(figures)} figures of {len(places)} places; behind each the rank by its source.",),
        sections=(_section(figures, places, ranks, dataset),),
        notes=(
            "elsewhere: current figures of sources that list no second place, and so rank nobody.",
            *([_ALL] if ranking > _SHOWN else []),
        ),
        table=_table(figures, ranks),
        dataset_version=dataset.version,
        query=query,
        brief=("name", "source", "printed", "value_t", "rank"),
    )


def _ranks(figures: list[Row]) -> dict[str, int]:
    """The rank of each figure by its source, where that lists at least two places with one."""
    values: dict[str, dict[str, float]] = {}
    for row in figures:
        if ranked_value(row) > 0:
            values.setdefault(row["source"], {})[row["place"]] = ranked_value(row)
    return {
        row["id"]: rank_among(ranked_value(row), values[row["source"]].values())
        for row in figures
        if ranked_value(row) > 0 and len(values[row["source"]]) >= _A_LIST
    }


def _of(listed: WorldList) -> str:
    return f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""


def _section(figures: list[Row], places: list[str], ranks: Mapping[str, int], dataset: Dataset) -> Section:
    lists = list(dict.fromkeys(row["source"] for row in figures if row["id"] in ranks))
    unit = fitting_unit(max((value for row in figures if (value := ranked_value(row)) > 0), default=0.0))
    newest = sorted(lists, key=lambda source: -max(row["source_rank"] for row in figures if row["source"] == source))[
        :_SHOWN
    ]
    columns = (
        SectionColumn(f"place ({unit}, rank)"),
        *(SectionColumn(_title(dataset.sources[one], dataset), flexible=True) for one in newest),
    )
    rows, about = [], []
    for place in places:
        own = [row for row in figures if row["place"] == place]
        cells: list[Value] = [own[0]["name"]]
        for source in newest:
            cells.append("; ".join(_cell(row, unit, ranks) for row in own if row["source"] == source))
        cells.append("; ".join(quoted(row) for row in own if row["source"] not in lists and row["current"]))
        rows.append(tuple(cells))
        about.append(("", *(next((row["id"] for row in own if row["source"] == source), "") for source in newest)))
    elsewhere = SectionColumn("elsewhere", flexible=True)
    return Section("", (*columns, elsewhere), tuple(rows), about=tuple(about))


def _title(source: Source, dataset: Dataset) -> str:
    publisher = "" if source.series == BASELINE_SERIES else dataset.publishers.get(source.publisher, source.publisher)
    return edition_title(publisher, source)


def _cell(row: Row, unit: str, ranks: Mapping[str, int]) -> str:
    if isnan(ranked_value(row)):
        return str(row["printed"])
    text = in_unit(ranked_value(row), max(1, int(row["digits"])), unit)
    return f"{text} ({ranks[row['id']]})" if row["id"] in ranks else text


def _table(figures: list[Row], ranks: Mapping[str, int]) -> Table:
    return Table(columns={**columns_of(figures, _NAMES), "rank": [ranks.get(row["id"]) for row in figures]})
