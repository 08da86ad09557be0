"""The sentences of ``history``: the levels, the changes that mining does not explain, and the parts that match."""

import math
from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.figures import FigureRow, format_figure
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.commands.history.rows import (
    FigureChange,
    HistoryEntry,
    MatchingPart,
    reduce_to_dates,
    reduce_to_editions,
    select_rows,
)
from rareearth_cli.model.questions import HistoryQuestion
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import format_number, format_to_place

#: A longer list of other histories is cut, because nobody would read it.
_MAX_OTHERS = 6
#: Words for the reports that a revision may be based on; a national register is not such a report.
_REPORT_WORDS = {"company": "company", "government": "Government"}


def state_reason(row: FigureRow, note: str) -> str:
    """State the publisher's reason for a change; empty if nothing changed, or if only a note is on record."""
    if not row.previous or row.step_t == 0:
        return ""
    drawn = [_REPORT_WORDS[one] for one in row.draws_on if one in _REPORT_WORDS]
    if drawn:
        return f"revised on {' and '.join(drawn)} reports"
    moved = row.step_low_t > 0 or row.step_high_t < 0
    # Production differs from year to year, so a change in it needs no reason.
    stock = row.measure != Measure.PRODUCTION
    return "no reason on record" if stock and moved and not note else ""


def summarize_history(
    question: HistoryQuestion,
    editions: Sequence[HistoryEntry],
    matching_parts: Sequence[MatchingPart | None],
    lines: Sequence[FigureRow],
    dataset: Dataset,
) -> tuple[str, ...]:
    """Summarize the levels, the largest change that mining does not explain, and the matching parts."""
    known = [one for one in editions if one.figure is not None]
    if not known:
        by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
        which = " ".join(filter(None, (question.root or question.series, question.site)))
        place = dataset.places[question.place].name
        nothing = f"Nothing is on record of the {question.measure} of {place} in {which}{by_day}."
        return nothing, f"'rareearth estimates --place {question.place}' lists what there is."
    who = _name_publisher(question, lines, dataset)
    series = list(dict.fromkeys(line.series for line in lines))
    levels = [_describe_levels(who, editions)]
    if question.series is not None and len(series) > 1:
        levels = [
            _describe_levels(
                f"{who} {_name_series(one, lines, dataset)}",
                [entry for entry, line in zip(editions, lines, strict=True) if line.series == one],
            )
            for one in series
        ]
    return (
        *levels,
        *_describe_break(known),
        *_describe_matching_parts(who, known, matching_parts),
    )


def _name_series(series: str, lines: Sequence[FigureRow], dataset: Dataset) -> str:
    source = next(line.source for line in reversed(lines) if line.series == series)
    return dataset.sources[source].short


def list_other_histories(frame: pd.DataFrame, question: HistoryQuestion) -> tuple[str, ...]:
    """List the options that show other histories of the place, each with two or more lines."""
    counted = frame["measure"] != Measure.SHARE.value
    rows = frame[(frame["place"] == question.place) & counted & (frame["effective_day"] != "")]
    found = []
    for keys, group in rows.groupby(["series", "root", "measure"], sort=False):
        series, root, measure = map(str, keys)
        other = HistoryQuestion(question.place, series=series or None, root=None if series else root, measure=measure)
        mine = question._replace(as_of=None, versions=False, site=None)
        reduced = (reduce_to_editions if series else reduce_to_dates)(select_rows(group, other), versions=False)
        if len(reduced) > 1 and other != mine:
            option = f"--series {series}" if series else f"--root {root}"
            option = "" if series == BASELINE_SERIES else option
            counts = "" if measure == Measure.RESERVES else f"--measure {measure}"
            found.append(" ".join(filter(None, (option, counts))) or "without an option, what USGS prints")
    return tuple(dict.fromkeys(found))[:_MAX_OTHERS]


def _name_publisher(question: HistoryQuestion, lines: Sequence[FigureRow], dataset: Dataset) -> str:
    """Name the publisher of the series or the title of the origin."""
    if question.series is not None:
        publisher = dataset.sources[lines[-1].source].publisher
        return dataset.publishers.get(publisher, publisher)
    root = dataset.roots.get(lines[-1].root)
    return root.title if root is not None and question.root is not None else ""


def _describe_levels(who: str, editions: Sequence[HistoryEntry]) -> str:
    """Write each figure once with its editions, such as ``USGS: 18 Mt (2017, 2018), 12 Mt (2019)``."""
    runs: list[tuple[str, list[str]]] = []
    for entry in editions:
        if entry.figure is not None:
            figure = format_figure(entry.figure)
            if not runs or runs[-1][0] != figure:
                runs.append((figure, []))
            runs[-1][1].append(entry.short_label)
    levels = ", ".join(f"{figure} ({_format_span(names)})" for figure, names in runs)
    missing = [entry.short_label for entry in editions if entry.figure is None]
    gaps = f" Editions not on record: {', '.join(missing)}." if missing else ""
    sentence = f"{who}: {levels}" if who else levels
    return f"{sentence[0].upper()}{sentence[1:]}.{gaps}"


def _format_span(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 3 else f"{names[0]} to {names[-1]}"


def _describe_break(known: Sequence[HistoryEntry]) -> tuple[str, ...]:
    """Describe the largest fall, over consecutive steps, that mining does not explain; without a fall, the rises."""
    falls: list[list[int]] = []
    for at, one in enumerate(known):
        if one.step is not None and one.step.series_break == "yes" and one.step.is_fall:
            if falls and falls[-1][-1] == at - 1:
                falls[-1].append(at)
            else:
                falls.append([at])
    if falls:
        run = max(falls, key=lambda run: sum(_fall_t(known[at]) for at in run))
        start, end = known[run[0] - 1], known[run[-1]]
        mined = sum(_mined_t(known[at]) for at in run)
        between = f"{_format_amount(start)} ({start.short_label}) to {_format_amount(end)} ({end.short_label})"
        return (
            f"The fall from {between} is no depletion: only about {format_number(mined, 2)} t were mined meanwhile.",
        )
    rises = [one.short_label for one in known if one.step is not None and one.step.series_break == "yes"]
    return (f"It rose in {', '.join(rises)}, which mining never explains.",) if rises else ()


def _fall_t(edition: HistoryEntry) -> float:
    step = edition.step
    return 0.0 if step is None or step.amount_t is None else -step.amount_t


def _mined_t(edition: HistoryEntry) -> float:
    step = edition.step
    return 0.0 if step is None or step.mined_t is None or math.isnan(step.mined_t) else step.mined_t


def _format_amount(edition: HistoryEntry) -> str:
    return format_figure(edition.figure) if edition.figure is not None else ""


def _describe_matching_parts(
    who: str, known: Sequence[HistoryEntry], matching_parts: Sequence[MatchingPart | None]
) -> tuple[str, ...]:
    """Say what the figures may have counted, where parts or totals of a register match them."""
    matched = [(one, part) for one, part in zip(known, matching_parts, strict=True) if part is not None]
    if not matched:
        return ()
    figures = list(dict.fromkeys(_format_amount(one).removeprefix("about ") for one, _ in matched))
    registers = " and the ".join(dict.fromkeys(part.register for _, part in matched))
    parts = {part.ids[0] for _, part in matched}
    change = len(figures) > 1 and len(parts) > 1
    what = "a change of what is counted" if change else "its counting what a national ledger counts"
    lie = f"{', '.join(figures[:-1])} and {figures[-1]} lie" if len(figures) > 1 else f"{figures[0]} lies"
    within = f"{lie} within rounding of {'different parts' if change else 'a part'} or totals of the {registers}"
    later = [one.short_label for one, part in matched if not part.published_by_then]
    after = f" What matches {', '.join(later)} was published later." if later else ""
    caveat = f"{who} names none of them, and they were found by looking for a match.{after}"
    return (f"Consistent with {what}: {within}, below. {caveat}",)


def format_step(step: FigureChange, unit: str) -> str:
    """Write by how much a figure changed, or within which limits."""

    def signed(tonnes: float) -> str:
        text = format_to_place(tonnes, step.precision_t, unit)
        text = text if step.amount_t is not None else text.removesuffix(".0")
        return "0" if text.strip("0.,") == "" else text.replace("-", "−") if tonnes < 0 else f"+{text}"

    if step.amount_t is not None:
        return signed(step.amount_t)
    if step.low_t is not None and step.high_t is not None:
        return f"{signed(step.low_t)} to {signed(step.high_t)}"
    if step.low_t is not None:
        return f"≥{signed(step.low_t)}"
    return f"≤{signed(step.high_t)}" if step.high_t is not None else ""
