"""``history``: what the editions of a series, or the dates of a ledger, say of a place, and how far each moved."""

import math
from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.distance import RATIOS, rounded_ratios
from rareearth_cli.analysis.editions import asked, by_date, by_edition, missing_editions
from rareearth_cli.analysis.figures import DERIVED_DIGITS, Row, records
from rareearth_cli.analysis.filters import roots, sites, undated_warning
from rareearth_cli.analysis.filters import series as series_names
from rareearth_cli.analysis.history_lines import editions
from rareearth_cli.analysis.history_result import HISTORY_COLUMNS, History, HistoryQuestion
from rareearth_cli.analysis.history_words import other_histories, reason, summarise
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.results import Table
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.steps import mined, with_steps
from rareearth_cli.analysis.subsets import Subset, ledger_of, subset_of
from rareearth_cli.dataset.frame import estimates_frame
from rareearth_cli.domain.columns import ESTIMATE_COLUMNS
from rareearth_cli.domain.dates import parse_date
from rareearth_cli.domain.names import find_name
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Measure, Status


def history(dataset: Dataset, question: HistoryQuestion) -> History:
    """One line an edition or a date, oldest first, with the step to the one before.

    Raises:
        NotOnRecord: there is no such series, root or site.

    """
    question = _resolved(question, dataset)
    frame, warnings = _known(dataset, question)
    series = question.series or ""
    stock = bool(series) and question.measure == Measure.RESERVES and question.site is None
    rows = _rows(frame, question)
    stepped = with_steps(rows, mined(frame, series) if stock else None)
    lines = records(stepped)
    ledger = ledger_of(frame, question.place, series) if stock else []
    subsets = [subset_of(line, ledger, dataset) for line in lines]
    lines = [{**line, **_said(line, subset, dataset)} for line, subset in zip(lines, subsets, strict=True)]
    gaps = missing_editions(rows, frame, series) if stock else []
    told = editions(lines, gaps, question, dataset)
    names = {f"step_{name}": way for name, way in RATIOS.items()}
    rounded = records(rounded_ratios(stepped, names)[list(names)])
    newest = max((line for line in lines if line["published"]), key=lambda line: line["published_day"], default=None)
    return History(
        title=_title(question, lines, dataset),
        summary=summarise(question, told, subsets, lines, dataset),
        editions=told,
        serial=bool(series),
        newest=parse_date(newest["published"]).spoken if newest else "",
        others=other_histories(frame, question),
        table=_table(
            [{**line, **ratios} for line, ratios in zip(lines, rounded, strict=True)], gaps, question, dataset
        ),
        dataset_version=dataset.version,
        query=question.canonical(),
        warnings=warnings,
    )


def _known(dataset: Dataset, question: HistoryQuestion) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """All figures known by the day asked for, and what to say of those left out for having no date."""
    frame = estimates_frame(dataset)
    if question.as_of is None:
        return with_standing(frame), ()
    undated = int((asked(frame, question)["published_day"] == "").sum())
    return with_standing(known_by(frame, question.as_of)), undated_warning(undated)


def _rows(frame: pd.DataFrame, question: HistoryQuestion) -> pd.DataFrame:
    """The rows of the history in order, each with the ``track`` that its steps are reckoned on."""
    reduce = by_edition if question.series is not None else by_date
    rows = reduce(asked(frame, question), versions=question.versions)
    withdrawn = rows["status"] == Status.DEPRECATED.value  # shown, but no step of the history
    track = rows["track"].mask(withdrawn, rows["id"])
    derived = rows["derived_from"] != ""
    return rows.assign(track=track, digits=rows["digits"].mask(derived, rows["digits"].clip(upper=DERIVED_DIGITS)))


def _resolved(question: HistoryQuestion, dataset: Dataset) -> HistoryQuestion:
    """The question with the names of the record; nothing but a place asks for what USGS prints."""
    remedy = "'rareearth sources --columns series' and 'rareearth estimates --columns root,site' list them"
    if question.site is not None:
        question = question._replace(site=find_name("site", question.site, sites(dataset), remedy))
    if question.root is not None:
        return question._replace(root=find_name("root", question.root, roots(dataset), remedy))
    if question.series is not None:
        return question._replace(series=find_name("series", question.series, series_names(dataset), remedy))
    return question if question.site is not None else question._replace(series=BASELINE_SERIES)


def _said(row: Row, subset: Subset | None, dataset: Dataset) -> dict[str, object]:
    """The columns of a line that are words."""
    note = dataset.estimates[row["id"]].note
    return {
        "on_record": "yes",
        "reason": reason(row, note),
        "consistent_with": " ".join(subset.ids) if subset else "",
        "consistency": subset.words if subset else "",
        "note": note,
    }


def _title(question: HistoryQuestion, lines: Sequence[Row], dataset: Dataset) -> str:
    name = dataset.places[question.place].name
    where = f"{question.site}, {name}" if question.site else name
    what = f"{where}: rare-earth {question.measure}"
    if not lines:
        return what
    if question.series is None:
        root = dataset.roots.get(question.root or "")
        return f"{what}, {root.title}" if root else what
    source = dataset.sources[lines[-1]["source"]]
    publisher = dataset.publishers.get(source.publisher, source.publisher)
    return f"{what}, {publisher} {source.short}".rstrip()


def _table(lines: Sequence[Row], gaps: Sequence[str], question: HistoryQuestion, dataset: Dataset) -> Table:
    """All lines and gaps in the long form; a gap has nothing but its place and edition."""
    missing: list[Row] = [
        {
            "place": question.place,
            "name": dataset.places[question.place].name,
            "measure": question.measure,
            "series": question.series,
            "edition": edition,
            "on_record": "no",
        }
        for edition in gaps
    ]
    rows = [*lines, *missing]
    if missing:
        rows.sort(key=lambda row: str(row["edition"]))
    names = (*ESTIMATE_COLUMNS, *HISTORY_COLUMNS)
    return Table(columns={name: [_plain(row.get(name)) for row in rows] for name in names})


def _plain(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if value != "" else None
