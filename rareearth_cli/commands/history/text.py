"""A history in sentences: the levels, the steps that mining does not explain, and what they are consistent with."""

import math
from collections.abc import Sequence

import pandas as pd

from rareearth_cli.analysis.describe import Row, amount
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.result import Edition, HistoryQuestion
from rareearth_cli.commands.history.matching_parts import Subset
from rareearth_cli.commands.history.rows import asked, by_date, by_edition
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import with_digits

#: More histories than these nobody reads through.
_MOST_OTHERS = 6
#: Whose reports move a figure; a ledger that it draws on is none.
_REPORTERS = {"company": "company", "government": "Government"}


def reason(row: Row, note: str) -> str:
    """Why the publisher says that a figure moved; nothing where it did not, or where a note is all there is."""
    if not row["previous"] or row["step_t"] == 0:
        return ""
    drawn = [_REPORTERS[one] for one in row["draws_on"].split() if one in _REPORTERS]
    if drawn:
        return f"revised on {' and '.join(drawn)} reports"
    moved = row["step_low_t"] > 0 or row["step_high_t"] < 0
    # What is mined in a year is another amount every year, and needs no reason.
    stock = row["measure"] != Measure.PRODUCTION
    return "no reason on record" if stock and moved and not note else ""


def summarise(
    question: HistoryQuestion,
    editions: Sequence[Edition],
    subsets: Sequence[Subset | None],
    lines: Sequence[Row],
    dataset: Dataset,
) -> tuple[str, ...]:
    """The levels, the longest fall that is none of mining's, and the subsets it is consistent with."""
    known = [one for one in editions if one.figure is not None]
    if not known:
        by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
        which = " ".join(filter(None, (question.root or question.series, question.site)))
        place = dataset.places[question.place].name
        nothing = f"Nothing is on record of the {question.measure} of {place} in {which}{by_day}."
        return nothing, f"'rareearth estimates --place {question.place}' lists what there is."
    who = _who(question, lines, dataset)
    return (_levels(who, editions), *_break(known), *_consistent(who, known, subsets))


def other_histories(frame: pd.DataFrame, question: HistoryQuestion) -> tuple[str, ...]:
    """What else has figures of two or more dates for the place: the options that ask for it."""
    counted = frame["measure"] != Measure.SHARE.value
    rows = frame[(frame["place"] == question.place) & counted & (frame["effective_day"] != "")]
    found = []
    for keys, group in rows.groupby(["series", "root", "measure"], sort=False):
        series, root, measure = map(str, keys)
        other = HistoryQuestion(question.place, series=series or None, root=None if series else root, measure=measure)
        mine = question._replace(as_of=None, versions=False, site=None)
        reduced = (by_edition if series else by_date)(asked(group, other), versions=False)
        if len(reduced) > 1 and other != mine:
            ledger = f"--series {series}" if series else f"--root {root}"
            ledger = "" if series == BASELINE_SERIES else ledger
            counts = "" if measure == Measure.RESERVES else f"--measure {measure}"
            found.append(" ".join(filter(None, (ledger, counts))) or "without an option, what USGS prints")
    return tuple(dict.fromkeys(found))[:_MOST_OTHERS]


def _who(question: HistoryQuestion, lines: Sequence[Row], dataset: Dataset) -> str:
    """Whose figures these are."""
    if question.series is not None:
        publisher = dataset.sources[lines[-1]["source"]].publisher
        return dataset.publishers.get(publisher, publisher)
    root = dataset.roots.get(str(lines[-1]["root"]))
    return root.title if root is not None and question.root is not None else ""


def _levels(who: str, editions: Sequence[Edition]) -> str:
    """Every figure once for as long as it stood, such as ``USGS: 18 Mt (2017, 2018), 12 Mt (2019)``."""
    runs: list[tuple[str, list[str]]] = []
    for one in editions:
        if one.figure is not None:
            said = amount(one.figure)
            if not runs or runs[-1][0] != said:
                runs.append((said, []))
            runs[-1][1].append(one.short)
    levels = ", ".join(f"{said} ({_span(names)})" for said, names in runs)
    missing = [one.short for one in editions if one.figure is None]
    gaps = f" Editions not on record: {', '.join(missing)}." if missing else ""
    said = f"{who}: {levels}" if who else levels
    return f"{said[0].upper()}{said[1:]}.{gaps}"


def _span(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) < 3 else f"{names[0]} to {names[-1]}"


def _break(known: Sequence[Edition]) -> tuple[str, ...]:
    """The fall over one or more steps in a row that is furthest beyond mining; without a fall, that it rose."""
    falls: list[list[int]] = []
    for at, one in enumerate(known):
        if one.step is not None and one.step.breaks == "yes" and one.step.fell:
            if falls and falls[-1][-1] == at - 1:
                falls[-1].append(at)
            else:
                falls.append([at])
    if falls:
        run = max(falls, key=lambda run: sum(_fallen(known[at]) for at in run))
        start, end = known[run[0] - 1], known[run[-1]]
        mined = sum(_mined(known[at]) for at in run)
        between = f"{_amount(start)} ({start.short}) to {_amount(end)} ({end.short})"
        return (f"The fall from {between} is no depletion: only about {with_digits(mined, 2)} t were mined meanwhile.",)
    rises = [one.short for one in known if one.step is not None and one.step.breaks == "yes"]
    return (f"It rose in {', '.join(rises)}, which mining never explains.",) if rises else ()


def _fallen(edition: Edition) -> float:
    step = edition.step
    return 0.0 if step is None or step.amount_t is None else -step.amount_t


def _mined(edition: Edition) -> float:
    step = edition.step
    return 0.0 if step is None or step.mined_t is None or math.isnan(step.mined_t) else step.mined_t


def _amount(edition: Edition) -> str:
    return amount(edition.figure) if edition.figure is not None else ""


def _consistent(who: str, known: Sequence[Edition], subsets: Sequence[Subset | None]) -> tuple[str, ...]:
    """What a series of figures may have counted, where a ledger has parts or totals that match."""
    matched = [(one, subset) for one, subset in zip(known, subsets, strict=True) if subset is not None]
    if not matched:
        return ()
    figures = list(dict.fromkeys(_amount(one).removeprefix("about ") for one, _ in matched))
    ledgers = " and the ".join(dict.fromkeys(subset.ledger for _, subset in matched))
    parts = {subset.ids[0] for _, subset in matched}
    change = len(figures) > 1 and len(parts) > 1
    what = "a change of what is counted" if change else "its counting what a national ledger counts"
    lie = f"{', '.join(figures[:-1])} and {figures[-1]} lie" if len(figures) > 1 else f"{figures[0]} lies"
    within = f"{lie} within rounding of {'different parts' if change else 'a part'} or totals of the {ledgers}"
    later = [one.short for one, subset in matched if not subset.by_then]
    after = f" What matches {', '.join(later)} was published later." if later else ""
    caveat = f"{who} names none of them, and they were found by looking for a match.{after}"
    return (f"Consistent with {what}: {within}, below. {caveat}",)
