"""The ``history`` query: the figures of each edition of a series, or each date of an origin, with their steps."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import (
    DERIVED_DIGITS,
    FigureRow,
    build_figure,
    edition_title,
    figure_title,
    newest_publication_date,
    to_rows,
)
from rareearth_cli.analysis.filters import roots, sites, undated_warning
from rareearth_cli.analysis.filters import series as series_names
from rareearth_cli.analysis.judge import RATIO_ROUNDING, round_ratios
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.revisions import add_steps, collect_production
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.short_form import date_figures, describe_counts
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.commands.history.rows import (
    BESIDE,
    Gap,
    HistoryEntry,
    find_listed_editions,
    find_matching_part,
    is_year,
    list_missing_editions,
    reduce_to_dates,
    reduce_to_editions,
    select_register_rows,
    select_rows,
)
from rareearth_cli.commands.history.text import describe_nothing, list_remarks, state_reason, summarize_history
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND
from rareearth_cli.model.names import resolve_name
from rareearth_cli.model.questions import HistoryQuestion, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, Status

_COLUMNS = COLUMNS_BY_COMMAND["history"]
#: A longer list of other histories is cut, because nobody would read it.
_MAX_OTHERS = 3


class History(NamedTuple):
    """The answer to ``history``: summary, entries in chronological order, and all rows for the machine formats."""

    title: str
    summary: tuple[str, ...]
    entries: tuple[HistoryEntry | Gap, ...]
    #: Whether the entries are editions of a series; otherwise they are dates of an origin.
    by_edition: bool
    newest: str
    #: The titles of the series whose editions are shown, by name.
    series_titles: Mapping[str, str]
    #: The other available histories of the place.
    others: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...]


def build_history(dataset: Dataset, question: HistoryQuestion) -> History:
    """Build the history of a place: one entry per edition or date, oldest first, with the change from the one before.

    Raises
    ------
    NotOnRecord
        If the series, origin or site is not in our data.

    """
    by_default = question.series is None and question.measure == Measure.PRODUCTION
    question = _resolve_names(question, dataset)
    series = question.series or ""
    select = partial(select_rows, question=question, beside=BESIDE if by_default and series else "")
    frame, undated = select_known(dataset, question.as_of, select)
    stock = bool(series) and question.measure == Measure.RESERVES and question.site is None
    rows = _arrange_rows(select(frame), question)
    stepped = add_steps(rows, collect_production(frame, series) if stock else None)
    register_rows = select_register_rows(frame, question.place, series) if stock else []
    entries: list[HistoryEntry] = []
    for row in to_rows(stepped):
        before = next((one for one in reversed(entries) if one.row.series == row.series), None)
        entries.append(_build_entry(row, before, register_rows, question, dataset))
    missing = list_missing_editions(rows, frame, series) if stock else []
    listed = find_listed_editions(frame, series) if missing else set()
    ordered = _insert_gaps(entries, missing, listed, dataset)
    who = _name_origin(entries, question, dataset)
    return History(
        title=_build_title(who, entries, question, dataset),
        summary=summarize_history(who, ordered, question, dataset) if entries else describe_nothing(question, dataset),
        entries=ordered,
        by_edition=bool(series),
        newest=newest_publication_date((one.row.id for one in entries), dataset),
        series_titles={
            one.row.series: dataset.roots[one.row.root].title if one.row.root in dataset.roots else one.row.series
            for one in entries
        },
        others=_list_other_histories(frame, question, dataset),
        table=_build_table(stepped, ordered, question, dataset),
        dataset_version=dataset.version,
        query=canonical_question("history", question),
        warnings=undated_warning(undated),
    )


def _resolve_names(question: HistoryQuestion, dataset: Dataset) -> HistoryQuestion:
    """Replace names as typed by those in our data; without series, root and site, the series is that of USGS."""
    remedy = "'rareearth sources --columns series' and 'rareearth estimates --columns root,site' list them"
    if question.site is not None:
        question = question._replace(site=resolve_name("site", question.site, sites(dataset), remedy))
    if question.root is not None:
        return question._replace(root=resolve_name("root", question.root, roots(dataset), remedy))
    if question.series is not None:
        return question._replace(series=resolve_name("series", question.series, series_names(dataset), remedy))
    return question if question.site is not None else question._replace(series=BASELINE_SERIES)


def _arrange_rows(rows: pd.DataFrame, question: HistoryQuestion) -> pd.DataFrame:
    """Put the rows of the history in order; steps are calculated between rows of the same ``track``."""
    reduce = reduce_to_editions if question.series is not None else reduce_to_dates
    rows = reduce(rows, versions=question.versions)
    withdrawn = rows["status"] == Status.DEPRECATED.value  # shown, but the next figure is not compared with it
    track = rows["track"].mask(withdrawn, rows["id"])
    derived = rows["derived_from"] != ""
    return rows.assign(track=track, digits=rows["digits"].mask(derived, rows["digits"].clip(upper=DERIVED_DIGITS)))


def _build_entry(
    row: FigureRow,
    before: HistoryEntry | None,
    register_rows: Sequence[FigureRow],
    question: HistoryQuestion,
    dataset: Dataset,
) -> HistoryEntry:
    figure = build_figure(row._replace(shown=True), dataset)
    dated = figure.as_of.removeprefix("for ")
    if question.series is not None:
        source = dataset.sources[row.source]
        provenance = row.published.formatted if row.published else "undated"
        # What is undated follows no edition, so that nothing is known to have replaced it either.
        label = edition_title("", source) or (
            figure.title if row.published else figure.title.removesuffix(f" [{row.status}]")
        )
        published = f"published {provenance}" if row.published else "publication undated"
        short = label if source.edition else published
        if question.measure == Measure.PRODUCTION:
            label, short = f"{dated}, {label}", dated
    else:
        label = short = f"{row.site}, {dated}" if row.site and question.site is None else dated
        more = row.statements - 1
        provenance = figure_title(row, dataset) + (f" (+ {more} more)" if more else "")
    if row.status == Status.DEPRECATED:
        label = f"{label} [deprecated]"
    note = dataset.estimates[row.id].note
    reason = state_reason(row, note)
    part = find_matching_part(row, register_rows, dataset)
    # A note of ours may speak of texts that are newer than the day asked for.
    shown_note = note if question.as_of is None else ""
    remarks = list_remarks(row, before, shown_note, reason, part)
    return HistoryEntry(row, figure, label, short, provenance, note, reason, part, remarks)


def _insert_gaps(
    entries: Sequence[HistoryEntry], missing: Sequence[int], listed: set[int], dataset: Dataset
) -> tuple[HistoryEntry | Gap, ...]:
    """Put one gap for each run of missing editions among the entries; of ``listed`` ones a list is in our data."""
    runs: list[list[int]] = []
    for year in missing:
        if runs and runs[-1][-1] == year - 1 and (year in listed) == (runs[-1][-1] in listed):
            runs[-1].append(year)
        else:
            runs.append([year])
    if not runs:
        return tuple(entries)
    series = dataset.sources[entries[-1].row.source].short
    placed: list[HistoryEntry | Gap] = []
    for entry in entries:
        while runs and is_year(entry.row.edition) and runs[0][0] < int(entry.row.edition):
            placed.append(_describe_gap(runs.pop(0), listed, series))
        placed.append(entry)
    return *placed, *(_describe_gap(run, listed, series) for run in runs)


def _describe_gap(years: Sequence[int], listed: set[int], series: str) -> Gap:
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return Gap(f"{series} {span}".strip(), span, tuple(years), listed=years[0] in listed)


def _name_origin(entries: Sequence[HistoryEntry], question: HistoryQuestion, dataset: Dataset) -> str:
    """Name the publisher of the series, or the title of the origin that was asked for."""
    if question.series is None:
        root = dataset.roots.get(question.root or "")
        return root.title if root else ""
    if not entries:
        return ""
    publisher = dataset.sources[entries[-1].row.source].publisher
    return dataset.publishers.get(publisher, publisher)


def _build_title(who: str, entries: Sequence[HistoryEntry], question: HistoryQuestion, dataset: Dataset) -> str:
    name = dataset.places[question.place].name
    where = f"{question.site}, {name}" if question.site else name
    title = f"{where}: rare-earth {question.measure}"
    if not entries or not who:
        return title
    series = dataset.sources[entries[-1].row.source].short if question.series is not None else ""
    return f"{title}, {who} {series}".rstrip()


def _list_other_histories(frame: pd.DataFrame, question: HistoryQuestion, dataset: Dataset) -> tuple[str, ...]:
    """List the options that show other histories of the place, each with two or more lines."""
    counted = frame["measure"] != Measure.SHARE.value
    rows = frame[(frame["place"] == question.place) & counted & (frame["effective_day"] != "")]
    mine = question._replace(as_of=None, versions=False, site=None)
    found: dict[str, str] = {}
    for keys, group in rows.groupby(["series", "root", "measure"], sort=False):
        series, root, measure = map(str, keys)
        other = HistoryQuestion(question.place, series=series or None, root=None if series else root, measure=measure)
        if other != mine and len(_arrange_rows(select_rows(group, other), other)) > 1:
            option = f"--series {series}" if series else f"--root {root}"
            option = "" if series == BASELINE_SERIES else option
            counts = "" if measure == Measure.RESERVES else f"--measure {measure}"
            options = " ".join(filter(None, (option, counts))) or "no option"
            title = dataset.roots[root].title if root in dataset.roots else root
            if series:
                source = dataset.sources[str(group["source"].iloc[-1])]
                title = f"{dataset.publishers.get(source.publisher, source.publisher)} {source.short}".rstrip()
            found.setdefault(options, f"{measure} by {title} ({options})")
    more = [f"{len(found) - _MAX_OTHERS} more"] if len(found) > _MAX_OTHERS else []
    return *list(found.values())[:_MAX_OTHERS], *more


def _build_table(
    stepped: pd.DataFrame,
    ordered: Sequence[HistoryEntry | Gap],
    question: HistoryQuestion,
    dataset: Dataset,
) -> Table:
    """Build the long form of all figures; a missing edition is a row without a figure."""
    entries = [one for one in ordered if isinstance(one, HistoryEntry)]
    lines = round_ratios(stepped, {f"step_{name}": way for name, way in RATIO_ROUNDING.items()}).assign(
        on_record="yes",
        reason=[one.reason for one in entries],
        consistent_with=[" ".join(one.part.ids) if one.part else "" for one in entries],
        consistency=[one.part.words if one.part else "" for one in entries],
        note=[one.note for one in entries],
    )
    rows: list[tuple[str, str | None]] = []
    for one in ordered:
        rows += [(str(year), None) for year in one.years] if isinstance(one, Gap) else [(one.row.edition, one.row.id)]
    known = tuple(name for name in _COLUMNS if name in lines.columns)
    found = look_up_columns(lines, [key for _, key in rows], known)
    if len(ordered) > len(entries):
        alike = {
            "place": question.place,
            "name": dataset.places[question.place].name,
            "measure": question.measure,
            "series": question.series,
        }
        found |= {name: [value] * len(rows) for name, value in alike.items()}
        found["edition"] = [edition for edition, _ in rows]
        found["on_record"] = ["no" if key is None else "yes" for _, key in rows]
    found["counts"], found["for_or_at"] = describe_counts(found), date_figures(found)
    # The figure before is what each is compared with.
    found["ratio"] = found["step_ratio"]
    return Table(columns={name: found.get(name, [None] * len(rows)) for name in _COLUMNS})
