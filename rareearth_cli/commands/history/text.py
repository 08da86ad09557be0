"""The sentences of ``history``: remarks on each entry, and a summary of levels, breaks in the series and matches."""

import math
from collections.abc import Sequence

from rareearth_cli.analysis.figures import FigureRow, format_figure
from rareearth_cli.commands.history.rows import Gap, HistoryEntry, MatchingPart
from rareearth_cli.model.questions import HistoryQuestion
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import (
    format_number,
    format_ratio_low,
    format_ratio_value,
    format_to_place,
    last_place_t,
)

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


def list_remarks(
    row: FigureRow, before: HistoryEntry | None, note: str, reason: str, part: MatchingPart | None
) -> tuple[str, ...]:
    """List the remarks on an entry; what has not changed since the entry before is not repeated.

    They say what production counts, whether the series breaks, the reason given, the note and the matching parts.
    """
    remarks = []
    counts = row.category if row.measure == Measure.PRODUCTION else ""
    if counts and (before is None or counts != before.row.category):
        remarks.append(f"counts: {counts}")
    if row.series_break == "yes":
        if row.step_t < 0 or row.step_high_t < 0:
            remarks.append(
                f"SERIES_BREAK: no depletion, only about {format_number(row.mined_t, 2)} t were mined meanwhile"
            )
        else:
            remarks.append("SERIES_BREAK: mining never explains a rise")
    note = note if before is None or note != before.note else ""
    if reason and reason not in note:
        remarks.append(reason)
    if note:
        remarks.append(note)
    unchanged = before is not None and before.part is not None and row.step_t == 0
    if part is not None and not unchanged:
        remarks.append(f"consistent with {part.words}")
    return tuple(remarks)


def describe_nothing(question: HistoryQuestion, dataset: Dataset) -> tuple[str, ...]:
    """Say that nothing is on record, and where to look instead."""
    by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
    which = " ".join(filter(None, (question.root or question.series, question.site)))
    place = dataset.places[question.place].name
    nothing = f"Nothing is on record of the {question.measure} of {place} in {which}{by_day}."
    return nothing, f"'rareearth estimates --place {question.place}' lists what there is."


def summarize_history(
    who: str, entries: Sequence[HistoryEntry | Gap], question: HistoryQuestion, dataset: Dataset
) -> tuple[str, ...]:
    """Summarize the levels, the largest change that mining does not explain, and the matching parts."""
    known = [one for one in entries if isinstance(one, HistoryEntry)]
    # The source of the last entry names the series.
    shorts = {one.row.series: dataset.sources[one.row.source].short for one in known}
    if question.series is not None and len(shorts) > 1:
        levels = [
            _describe_levels(f"{who} {short}", [one for one in known if one.row.series == series])
            for series, short in shorts.items()
        ]
    else:
        levels = [_describe_levels(who, entries)]
    return *levels, *_describe_break(known), *_describe_matching_parts(who, known)


def _describe_levels(who: str, entries: Sequence[HistoryEntry | Gap]) -> str:
    """Write each figure once with its editions, such as ``USGS: 18 Mt (2017, 2018), 12 Mt (2019)``."""
    runs: list[tuple[str, list[str]]] = []
    for entry in entries:
        if isinstance(entry, HistoryEntry):
            figure = format_figure(entry.figure)
            if not runs or runs[-1][0] != figure:
                runs.append((figure, []))
            runs[-1][1].append(entry.short_label)
    levels = ", ".join(f"{figure} ({_format_span(names)})" for figure, names in runs)
    gaps = [entry for entry in entries if isinstance(entry, Gap)]
    silent, missing = ([one.short_label for one in gaps if one.listed is listed] for listed in (True, False))
    more = f" Editions on record without a line for it: {', '.join(silent)}." if silent else ""
    more += f" Editions not on record: {', '.join(missing)}." if missing else ""
    sentence = f"{who}: {levels}" if who else levels
    return f"{sentence[0].upper()}{sentence[1:]}.{more}"


def _format_span(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 3 else f"{names[0]} to {names[-1]}"


def _describe_break(known: Sequence[HistoryEntry]) -> tuple[str, ...]:
    """Describe the largest fall, over consecutive steps, that mining does not explain; without a fall, the rises."""
    broken = [at for at, one in enumerate(known) if one.row.series_break == "yes"]
    falls: list[list[int]] = []
    for at in broken:
        if known[at].row.step_t < 0:
            if falls and falls[-1][-1] == at - 1:
                falls[-1].append(at)
            else:
                falls.append([at])
    if falls:
        run = min(falls, key=lambda run: sum(known[at].row.step_t for at in run))
        mined = sum(known[at].row.mined_t for at in run)
        start, end = (f"{format_figure(one.figure)} ({one.short_label})" for one in (known[run[0] - 1], known[run[-1]]))
        depletion = f"only about {format_number(mined, 2)} t were mined meanwhile"
        return (f"The fall from {start} to {end} is no depletion: {depletion}.",)
    rises = [known[at].short_label for at in broken]
    return (f"It rose in {', '.join(rises)}, which mining never explains.",) if rises else ()


def _describe_matching_parts(who: str, known: Sequence[HistoryEntry]) -> tuple[str, ...]:
    """Say what the figures may have counted, where parts or totals of a register match them."""
    matched = [(one, one.part) for one in known if one.part is not None]
    if not matched:
        return ()
    figures = list(dict.fromkeys(format_figure(one.figure).removeprefix("about ") for one, _ in matched))
    registers = " and the ".join(dict.fromkeys(part.register for _, part in matched))
    change = len(figures) > 1 and len({part.ids[0] for _, part in matched}) > 1
    what = "a change of what is counted" if change else "its counting what a national ledger counts"
    lie = f"{', '.join(figures[:-1])} and {figures[-1]} lie" if len(figures) > 1 else f"{figures[0]} lies"
    within = f"{lie} within rounding of {'different parts' if change else 'a part'} or totals of the {registers}"
    later = [one.short_label for one, part in matched if not part.published_by_then]
    after = f" What matches {', '.join(later)} was published later." if later else ""
    caveat = f"{who} names none of them, and they were found by looking for a match.{after}"
    return (f"Consistent with {what}: {within}, below. {caveat}",)


def format_step(row: FigureRow, unit: str) -> str:
    """Write by how much a figure changed, or within which limits; empty if there is no figure before it."""
    exact = not math.isnan(row.step_t)
    ends = ((row.value_t, row.digits), (row.value_t - row.step_t, row.digits_before))
    place = max((last_place_t(value, int(digits)) for value, digits in ends if value > 0), default=1.0)

    def signed(tonnes: float) -> str:
        # The ends of a rounding window need one more digit than the figure itself.
        text = format_to_place(tonnes, place if exact else place / 10, unit)
        text = text if exact else text.removesuffix(".0")
        return "0" if text.strip("0.,") == "" else text.replace("-", "−") if tonnes < 0 else f"+{text}"

    if exact:
        return signed(row.step_t)
    if math.isnan(row.step_low_t):
        return "" if math.isnan(row.step_high_t) else f"≤{signed(row.step_high_t)}"
    if math.isnan(row.step_high_t):
        return f"≥{signed(row.step_low_t)}"
    return f"{signed(row.step_low_t)} to {signed(row.step_high_t)}"


def format_fold(row: FigureRow) -> str:
    """Write by which factor a figure rose or fell, or nothing where the factor rounds to 1."""
    exact = not math.isnan(row.step_t)
    within_rounding = exact and row.step_low_t < 0 < row.step_high_t
    if not math.isnan(row.step_fold) and not within_rounding:
        factor = format_ratio_value(row.step_fold, row.ratio_digits)
        return "" if factor.rstrip("0.") == "1" else f"{'÷' if row.step_t < 0 else '×'} {factor}"
    return (
        f"≥ × {format_ratio_low(row.step_ratio_low, row.ratio_digits)}" if not exact and row.step_ratio_low > 1 else ""
    )
