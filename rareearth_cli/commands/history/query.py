"""The ``history`` query: the figures of each edition of a series, or each date of an origin, with their steps.

It also builds the lines of the result, with the remarks on each of them.
"""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import DERIVED_DIGITS, FigureRow, build_figure, edition_title, figure_title, to_rows
from rareearth_cli.analysis.filters import roots, sites, undated_warning
from rareearth_cli.analysis.filters import series as series_names
from rareearth_cli.analysis.judge import RATIO_ROUNDING, round_ratios
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.revisions import add_steps, collect_production
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.commands.history.rows import (
    BESIDE,
    FigureChange,
    HistoryEntry,
    MatchingPart,
    find_matching_part,
    list_missing_editions,
    reduce_to_dates,
    reduce_to_editions,
    select_register_rows,
    select_rows,
)
from rareearth_cli.commands.history.text import list_other_histories, state_reason, summarize_history
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND
from rareearth_cli.model.names import resolve_name
from rareearth_cli.model.questions import HistoryQuestion, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, Status
from rareearth_cli.model.wording import format_number, last_place_t


class History(NamedTuple):
    """The answer to ``history``: summary, entries in chronological order, and all rows for the machine formats."""

    title: str
    summary: tuple[str, ...]
    entries: tuple[HistoryEntry, ...]
    #: Whether the entries are editions of a series; otherwise they are dates of an origin.
    by_edition: bool
    newest: str
    #: The other available histories of the place.
    others: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()


_COLUMNS = COLUMNS_BY_COMMAND["history"]


def build_entries(
    lines: Sequence[FigureRow], gaps: Sequence[str], question: HistoryQuestion, dataset: Dataset
) -> tuple[HistoryEntry, ...]:
    """Build the entries in order, with one entry for each run of consecutive missing editions."""
    entries: list[tuple[str, HistoryEntry]] = []
    before: FigureRow | None = None
    for row in lines:
        entries.append((row.edition, _build_entry(row, before, question, dataset)))
        before = row
    for first, last in _group_consecutive([int(one) for one in gaps]):
        span = str(first) if first == last else f"{first} to {last}"
        label = f"{dataset.sources[lines[-1].source].short} {span}".strip()
        entries.append((str(first), HistoryEntry(label=label, short_label=span, provenance="", figure=None)))
    if gaps:
        entries.sort(key=lambda one: one[0])
    return tuple(entry for _, entry in entries)


def _group_consecutive(years: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = runs[-1][0], year
        else:
            runs.append((year, year))
    return runs


def _build_entry(row: FigureRow, before: FigureRow | None, question: HistoryQuestion, dataset: Dataset) -> HistoryEntry:
    shown = build_figure(row._replace(shown=True), dataset)
    dated = shown.as_of.removesuffix(", label")
    if question.series is not None:
        source = dataset.sources[row.source]
        label = edition_title("", source) or shown.title
        short = f"{source.edition} v{source.version}" if question.versions and source.version else source.edition
        if question.measure == Measure.PRODUCTION:
            label, short = f"{dated}, {label}", dated
        origin = row.published.formatted if row.published else "n.d."
    else:
        label = short = dated
        if row.site and question.site is None:
            label = short = f"{row.site}, {dated}"
        more = row.statements - 1
        origin = figure_title(row, dataset) + (f" (+ {more} more)" if more else "")
    if row.status == Status.DEPRECATED:
        label = f"{label} [deprecated]"
    remarks = _list_remarks(row, before)
    return HistoryEntry(
        label=label, short_label=short, provenance=origin, figure=shown, step=_build_change(row), remarks=remarks
    )


def _list_remarks(row: FigureRow, before: FigureRow | None) -> tuple[str, ...]:
    """List the remarks on an entry; what has not changed since the entry before is not repeated.

    They say what production counts, whether the series breaks, the reason given, the note and the matching parts.
    """
    remarks = []
    counts = row.category if row.measure == Measure.PRODUCTION else ""
    if counts and (before is None or counts != before.category):
        remarks.append(f"counts: {counts}")
    if row.series_break == "yes":
        if row.step_t < 0 or row.step_high_t < 0:
            remarks.append(
                f"SERIES_BREAK: no depletion, only about {format_number(row.mined_t, 2)} t were mined meanwhile"
            )
        else:
            remarks.append("SERIES_BREAK: mining never explains a rise")
    note = row.note if before is None or row.note != before.note else ""
    if row.reason and row.reason not in note:
        remarks.append(row.reason)
    if note:
        remarks.append(note)
    unchanged = before is not None and before.consistency and row.step_t == 0
    if row.consistency and not unchanged:
        remarks.append(f"consistent with {row.consistency}")
    return tuple(remarks)


def _build_change(row: FigureRow) -> FigureChange | None:
    if not row.previous:
        return None
    exact = not math.isnan(row.step_t)
    ends = [(row.value_t, row.digits), (row.value_t - row.step_t, row.digits_before)]
    place = max((last_place_t(value, int(digits)) for value, digits in ends if value > 0), default=1.0)
    low, high = _number_or_none(row.step_low_t), _number_or_none(row.step_high_t)
    within_rounding = exact and (low or 0.0) < 0 < (high or 0.0)
    return FigureChange(
        amount_t=_number_or_none(row.step_t),
        low_t=low,
        high_t=high,
        # The ends of a rounding window need one more digit than the figure itself.
        precision_t=place if exact else place / 10,
        times_apart=None if within_rounding else _number_or_none(row.step_fold),
        min_times_apart=None if exact else _number_or_none(row.step_ratio_low),
        is_fall=row.step_t < 0,
        digits=row.ratio_digits,
        series_break=row.series_break,
        mined_t=_number_or_none(row.mined_t),
    )


def _number_or_none(number: float) -> float | None:
    return None if math.isnan(number) else number


def build_history(dataset: Dataset, question: HistoryQuestion) -> History:
    """Build the history of a place: one entry per edition or date, oldest first, with the change from the one before.

    Raises
    ------
    NotOnRecord
        If the series, origin or site is not on record.

    """
    by_default = question.series is None and question.measure == Measure.PRODUCTION
    question = _resolve_names(question, dataset)
    beside = BESIDE if by_default and question.series is not None else ""
    select = partial(select_rows, question=question, beside=beside)
    frame, undated = select_known(dataset, question.as_of, select)
    series = question.series or ""
    stock = bool(series) and question.measure == Measure.RESERVES and question.site is None
    rows = _arrange_rows(select(frame), question)
    stepped = add_steps(rows, collect_production(frame, series) if stock else None)
    figures = to_rows(stepped)
    register_rows = select_register_rows(frame, question.place, series) if stock else []
    parts = [find_matching_part(row, register_rows, dataset) for row in figures]
    explained = stepped.assign(**_build_text_columns(figures, parts, dataset))
    lines = to_rows(explained)
    gaps = list_missing_editions(rows, frame, series) if stock else []
    entries = build_entries(lines, gaps, question, dataset)
    names = {f"step_{name}": way for name, way in RATIO_ROUNDING.items()}
    newest = max((line for line in lines if line.published), key=lambda line: line.published_day, default=None)
    return History(
        title=_build_title(question, lines, dataset),
        summary=summarize_history(question, entries, parts, lines, dataset),
        entries=entries,
        by_edition=bool(series),
        newest=newest.published.formatted if newest and newest.published else "",
        others=list_other_histories(frame, question),
        table=_build_table(round_ratios(explained, names), gaps, question, dataset),
        dataset_version=dataset.version,
        query=canonical_question("history", question),
        warnings=undated_warning(undated),
    )


def _arrange_rows(rows: pd.DataFrame, question: HistoryQuestion) -> pd.DataFrame:
    """Put the rows of the history in order; steps are calculated between rows of the same ``track``."""
    reduce = reduce_to_editions if question.series is not None else reduce_to_dates
    rows = reduce(rows, versions=question.versions)
    withdrawn = rows["status"] == Status.DEPRECATED.value  # shown, but the next figure is not compared with it
    track = rows["track"].mask(withdrawn, rows["id"])
    derived = rows["derived_from"] != ""
    return rows.assign(track=track, digits=rows["digits"].mask(derived, rows["digits"].clip(upper=DERIVED_DIGITS)))


def _resolve_names(question: HistoryQuestion, dataset: Dataset) -> HistoryQuestion:
    """Replace names as typed by those on record; without series, root and site, the series is that of USGS."""
    remedy = "'rareearth sources --columns series' and 'rareearth estimates --columns root,site' list them"
    if question.site is not None:
        question = question._replace(site=resolve_name("site", question.site, sites(dataset), remedy))
    if question.root is not None:
        return question._replace(root=resolve_name("root", question.root, roots(dataset), remedy))
    if question.series is not None:
        return question._replace(series=resolve_name("series", question.series, series_names(dataset), remedy))
    return question if question.site is not None else question._replace(series=BASELINE_SERIES)


def _build_text_columns(
    rows: Sequence[FigureRow], parts: Sequence[MatchingPart | None], dataset: Dataset
) -> dict[str, list[str]]:
    """Build the columns with the reason for a step, the note of the estimate and the parts that the figure matches."""
    notes = [dataset.estimates[row.id].note for row in rows]
    return {
        "on_record": ["yes" for _ in rows],
        "reason": [state_reason(row, note) for row, note in zip(rows, notes, strict=True)],
        "consistent_with": [" ".join(part.ids) if part else "" for part in parts],
        "consistency": [part.words if part else "" for part in parts],
        "note": notes,
    }


def _build_title(question: HistoryQuestion, lines: Sequence[FigureRow], dataset: Dataset) -> str:
    name = dataset.places[question.place].name
    where = f"{question.site}, {name}" if question.site else name
    what = f"{where}: rare-earth {question.measure}"
    if not lines:
        return what
    if question.series is None:
        root = dataset.roots.get(question.root or "")
        return f"{what}, {root.title}" if root else what
    source = dataset.sources[lines[-1].source]
    publisher = dataset.publishers.get(source.publisher, source.publisher)
    return f"{what}, {publisher} {source.short}".rstrip()


def _build_table(lines: pd.DataFrame, gaps: Sequence[str], question: HistoryQuestion, dataset: Dataset) -> Table:
    """Build the long form of all lines; a missing edition is a row without a figure."""
    rows: list[tuple[str, str | None]] = list(zip(lines["edition"], lines["id"], strict=True))
    if gaps:
        rows = sorted([*rows, *((edition, None) for edition in gaps)], key=lambda row: row[0])
    known = tuple(name for name in _COLUMNS if name in lines.columns)
    found = look_up_columns(lines, [key for _, key in rows], known)
    if gaps:
        alike = {
            "place": question.place,
            "name": dataset.places[question.place].name,
            "measure": question.measure,
            "series": question.series,
        }
        found |= {name: [value] * len(rows) for name, value in alike.items()}
        found["edition"] = [edition for edition, _ in rows]
        found["on_record"] = ["no" if key is None else "yes" for _, key in rows]
    return Table(columns={name: found.get(name, [None] * len(rows)) for name in _COLUMNS})
