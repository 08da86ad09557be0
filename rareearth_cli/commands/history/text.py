"""The sentences of ``history``: remarks on each entry, and a summary of levels, breaks in the series and matches."""

import math
from collections.abc import Sequence

from rareearth_cli.analysis.figures import FigureRow, format_figure
from rareearth_cli.commands.history.rows import Gap, HistoryEntry, MatchingPart
from rareearth_cli.model.quantity import POINT_KINDS
from rareearth_cli.model.questions import HistoryQuestion
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import (
    begin_sentence,
    digits_of_end,
    format_number,
    format_to_place,
    join_words,
    last_place_t,
)

#: Words for the reports that a revision may be based on; a national register is not such a report.
_REPORT_WORDS = {"company": "company", "government": "Government"}


def state_reason(row: FigureRow, note: str) -> str:
    """State the publisher's reason for a change; empty if nothing changed, or if only a note is in our data."""
    if not row.previous or row.step_t == 0:
        return ""
    drawn = [_REPORT_WORDS[one] for one in row.draws_on if one in _REPORT_WORDS]
    if drawn:
        return f"revised on {' and '.join(drawn)} reports"
    moved = row.step_low_t > 0 or row.step_high_t < 0
    # Production differs from year to year, so a change in it needs no reason.
    stock = row.measure != Measure.PRODUCTION
    return "the reason is not in our data" if stock and moved and not note else ""


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
    if row.series_break == "yes" and (row.step_t < 0 or row.step_high_t < 0):
        remarks.append(f"mining does not explain the fall: {_spell_mined([row], before.row if before else row)}")
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
    """Say that nothing is in our data, and where to look instead."""
    by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
    which = " ".join(filter(None, (question.root or question.series, question.site)))
    place = dataset.places[question.place].name
    nothing = f"Nothing is in our data of the {question.measure} of {place} in {which}{by_day}."
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
    return *filter(None, levels), *_describe_break(known), *_describe_matching_parts(who, known)


def _describe_levels(who: str, entries: Sequence[HistoryEntry | Gap]) -> str:
    """State the newest figure and the oldest one."""
    every = [one for one in entries if isinstance(one, HistoryEntry)]
    # An undated figure is neither known to be the newest nor to be the oldest.
    known = [one for one in every if one.row.published_day or (one.row.effective_day and not one.row.series)] or every
    newest = known[-1]
    levels = f"{format_figure(newest.figure)} ({newest.short_label})"
    amounts = [one for one in known if not math.isnan(one.row.low_t) or not math.isnan(one.row.high_t)]
    if amounts and newest not in amounts:
        levels += f"; the last amount was {format_figure(amounts[-1].figure)} ({amounts[-1].short_label})"
    elif len(amounts) > 1:
        # What counts another class is no earlier state of it.
        alike = [
            one for one in amounts if one.row.category == newest.row.category and one.row.basis == newest.row.basis
        ]
        first = format_figure(alike[0].figure)
        same = first == format_figure(newest.figure)
        oldest = f"; the oldest figure in our data is {first} ({alike[0].short_label})"
        levels += "" if len(alike) < 2 else f", as in {alike[0].short_label}" if same else oldest
    gaps = [entry for entry in entries if isinstance(entry, Gap)]
    silent, missing = ([one.short_label for one in gaps if one.listed is listed] for listed in (True, False))
    more = f" Editions in our data without a line for it: {', '.join(silent)}." if silent else ""
    more += f" Editions not in our data: {', '.join(missing)}." if missing else ""
    sentence = f"{who}: {levels}" if who else levels
    return f"{begin_sentence(sentence)}.{more}"


def _describe_break(known: Sequence[HistoryEntry]) -> tuple[str, ...]:
    """Describe the largest fall, over consecutive steps, that mining does not explain; without a fall, the rises."""
    # A step leads from one amount to the next, whatever edition had none between them.
    known = [one for one in known if not math.isnan(one.row.value_t)]
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
        before, after = known[run[0] - 1], known[run[-1]]
        start, end = (f"{format_figure(one.figure)} ({one.short_label})" for one in (before, after))
        percent = format_change(after.row.value_t / before.row.value_t)
        depletion = f"Mining does not explain it: {_spell_mined([known[at].row for at in run], before.row)}"
        return (f"The figure fell from {start} to {end}, by {percent.lstrip('−')} %. {depletion}.",)
    rises = [known[at].short_label for at in broken]
    return (f"It rose in {join_words(rises)}, which mining cannot explain.",) if rises else ()


def _spell_mined(rows: Sequence[FigureRow], before: FigureRow) -> str:
    """Spell what was mined meanwhile; where a year has no figure, the largest one of any year stands for it.

    ``before`` is the figure before the first of the rows.
    """
    if before.period and before.period == rows[-1].period:
        return f"both figures are for {before.period}"
    if sum(row.mined_t for row in rows) == 0:
        return "nothing was mined in between"
    at_most = "" if all(row.mined_known for row in rows) else "no more than "
    return f"{at_most}about {format_number(sum(row.mined_t for row in rows), 2)} t were mined"


def _describe_matching_parts(who: str, known: Sequence[HistoryEntry]) -> tuple[str, ...]:
    """Say what the figures may have counted, where parts or totals of a register match them."""
    matched = [(one, one.part) for one in known if one.part is not None]
    if not matched:
        return ()
    by_amount = {one.row.value_t: one for one, _ in reversed(matched)}
    named = [one for one, _ in matched if by_amount[one.row.value_t] is one]
    figures = [format_figure(one.figure).removeprefix("about ") for one in named]
    registers = " and the ".join(dict.fromkeys(part.register for _, part in matched))
    # The same total at two dates is no change of what is counted.
    change = len(figures) > 1 and len({part.words.partition(",")[0] for _, part in matched}) > 1
    later = [one.short_label for one, part in matched if not part.published_by_then]
    late = f" The text with what matches {join_words(later)} came out later, so {who} had the amount from elsewhere."
    after = late if later else ""
    parts = {part.narrower for _, part in matched}
    which = (
        "the total or a part of the total"
        if len(parts) > 1
        else "a part of the total"
        if True in parts
        else "the total"
    )
    match = f"{join_words(figures)} {'each match' if len(figures) > 1 else 'matches'} {which}"
    if change:
        what = f"{who} may have changed what it counts: {match} in the {registers}."
    else:
        what = f"{who} may count the same as a national register: {match} in the {registers}."
    unsaid = "which part it counts" if True in parts else "that it does"
    return (what, f"{who} does not say {unsaid}. We found the matches by comparing the figures.{after}")


def format_step(row: FigureRow, unit: str) -> str:
    """Write by how much a figure changed, or within which limits; empty if there is no figure before it.

    It is the difference of the two figures as they are shown, to the last digit of the more precise one.
    """
    if not row.previous:
        return ""
    (low, high), (before_low, before_high) = _find_printed_ends(row), _find_ends_before(row)
    places = [*_find_last_places(low, high, row.digits), *_find_last_places(before_low, before_high, row.digits_before)]
    place = min(places, default=1.0)

    def signed(tonnes: float) -> str:
        text = format_to_place(tonnes, place, unit)
        return "0" if text.strip("0.,-") == "" else text.replace("-", "−") if tonnes < 0 else f"+{text}"

    least, most = low - before_high, high - before_low
    if math.isnan(least):
        return "" if math.isnan(most) else f"≤{signed(most).lstrip('+')}"
    if math.isnan(most):
        return f"≥{signed(least).lstrip('+')}"
    return signed(least) if least == most else f"{signed(least)} to {signed(most)}"


def _find_last_places(low: float, high: float, digits: float) -> list[float]:
    """Find the last decimal places that a figure shows, in tonnes; the ends of a range may show more digits."""
    shown = digits_of_end if low != high else lambda _, printed: printed
    return [last_place_t(end, shown(end, int(digits))) for end in (low, high) if end > 0]


def _find_printed_ends(row: FigureRow) -> tuple[float, float]:
    """Return both ends of a figure as printed; an end that a bound leaves open is NaN."""
    return (row.value_t, row.value_t) if row.kind in POINT_KINDS else (row.low_t, row.high_t)


def _find_ends_before(row: FigureRow) -> tuple[float, float]:
    return row.before_low_t, row.before_high_t


def format_percent(row: FigureRow) -> str:
    """Write by how many percent a figure changed, as far as that is known; empty where nothing changed."""
    if not row.previous:
        return ""
    (low, high), (before_low, before_high) = _find_printed_ends(row), _find_ends_before(row)
    if low == high and before_low == before_high:
        return format_change(low / before_low) if low != before_low and before_low > 0 else ""
    return f"≥{math.floor(100 * (low / before_high - 1))}" if before_high > 0 and low / before_high > 1 else ""


def format_change(ratio: float) -> str:
    """Format a ratio as a change in percent, such as ``+39`` or ``−82``."""
    percent = abs(100 * (ratio - 1))
    return f"{'−' if ratio < 1 else '+'}{percent:,.{0 if percent >= _WHOLE_PERCENT else 1}f}"


#: From here on a change is told in whole percent.
_WHOLE_PERCENT = 9.95
