"""``trace``: where a number may come from, and which traps it may have gone through."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import place_and_site, status_in_words, what_it_counts, who_says
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.result import Findings
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.shares import world_shares
from rareearth_cli.commands.trace.matches import assumed, ends, matches, of_year, readings
from rareearth_cli.commands.trace.traps import mixed_shares, traps
from rareearth_cli.commands.trace.view import Found, notes_of, sections_of, table_of
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.units import PERCENT
from rareearth_cli.model.wording import spoken, with_digits
from rareearth_cli.record.frame import estimates_frame


class TraceQuestion(NamedTuple):
    """What is asked: a figure as typed, and where and when it is to be looked for."""

    figure: str
    places: tuple[str, ...] = ()
    year: str | None = None
    as_of: date | None = None

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return {"command": "trace", **self._asdict(), "places": list(self.places) or "all", "as_of": as_of}


def trace(dataset: Dataset, question: TraceQuestion) -> Findings:
    """The estimates that a figure fits, near misses, and traps; nothing found is an answer too.

    Raises:
        BadQuantity: what was typed is no figure.

    """
    asked = readings(question.figure)
    frame = estimates_frame(dataset)
    warnings: tuple[str, ...] = ()
    if question.as_of is not None:
        warnings = undated_warning(int((_scope(frame, question)["published_day"] == "").sum()))
        frame = known_by(frame, question.as_of)
    frame = with_standing(frame)
    found = _search(frame, dataset, question, asked)
    return Findings(
        kind="matches",
        title=f"Where {question.figure} may come from",
        aside="",
        summary=_summary(found, asked, question, frame, dataset),
        sections=sections_of(found, frame, dataset),
        notes=notes_of(found, question.places, asked),
        table=table_of(found, frame),
        dataset_version=dataset.version,
        query=question.canonical(),
        brief=("match", "id", "printed", "status", "source", "arithmetic"),
        details={
            "readings": [_reading(one) for one in asked],
            "unit_assumed": assumed(question.figure),
            "searched": found.searched,
        },
        warnings=warnings,
    )


def _scope(frame: pd.DataFrame, question: TraceQuestion) -> pd.DataFrame:
    scope = frame[frame["place"].isin(question.places)] if question.places else frame
    return of_year(scope, question.year) if question.year else scope


def _search(frame: pd.DataFrame, dataset: Dataset, question: TraceQuestion, asked: Sequence[Quantity]) -> Found:
    scope = _scope(frame, question)
    fits, near = matches(scope, asked)
    percent = [one for one in asked if one.unit == PERCENT]
    derived = [
        (one, reading)
        for place in question.places
        for one in world_shares(frame, dataset, place)
        if one.derived and (question.year is None or one.year.startswith(question.year))
        for reading in percent
        if one.share.kind == Kind.POINT and ends(reading)[0] <= one.share.value_pct < ends(reading)[1]
    ]
    mixed = [trap for one in percent if question.places for trap in mixed_shares(scope, frame, one, dataset)]
    return Found(
        fits=fits,
        shares=tuple(derived),
        near=near,
        traps=(*traps(frame, scope, asked, fits, dataset), *mixed),
        searched=len(scope),
        places=scope["place"].nunique(),
    )


def _summary(
    found: Found, asked: Sequence[Quantity], question: TraceQuestion, frame: pd.DataFrame, dataset: Dataset
) -> tuple[str, ...]:
    read = " or ".join(_reading(one) for one in asked)
    how = f"Read as {read}: it came without a unit." if assumed(question.figure) else f"Read as {read}."
    number = len(found.fits) + len(found.shares)
    if not number:
        rest = _rest(found)
        nothing = f"No figure on record fits{rest}."
        return how, nothing, _searched(found, question)
    noun = "figure fits" if number == 1 else "figures fit"
    if not found.fits:
        return how, f"{number} derived {'share fits' if number == 1 else 'shares fit'}; no printed figure does."
    first = found.fits[0]
    row, status = first.row, status_in_words(first.row, frame, dataset)
    figure = f"{place_and_site(row)}, {row['printed'] or 'a sum'} ({what_it_counts(row)}), {who_says(row, dataset)}"
    return how, f"{number} {noun}; the likeliest: {figure}, {status}."


def _rest(found: Found) -> str:
    near, led = len(found.near), len(found.traps)
    close = f"{near} {'comes' if near == 1 else 'come'} within 5 %" if near else "none comes within 5 %"
    ways = f"{led} known {'trap leads' if led == 1 else 'traps lead'} there" if led else "no known trap leads there"
    return f"; {close}, and {ways}"


def _searched(found: Found, question: TraceQuestion) -> str:
    year = f" that have to do with {question.year}" if question.year else ""
    by_day = f" published by {question.as_of.isoformat()}" if question.as_of else ""
    where = f"{found.places} {'place' if found.places == 1 else 'places'}"
    return (
        f"Searched: {found.searched:,} figures{year}{by_day} of {where}, all measures, superseded, derived and"
        " misquoted ones too; ten- and thousand-fold slips, ore, monazite, rare metals, resources, mixed editions."
    )


def _reading(one: Quantity) -> str:
    low, high = ends(one)
    digits = (one.digits or 1) + 1
    if one.unit == PERCENT:
        return f"{one.printed} ({with_digits(low, digits)} to {with_digits(high, digits)} %)"
    middle = one.printed if one.value is None else spoken(float(one.value), one.digits or 1)
    return f"{middle} ({spoken(low, digits)} to {spoken(high, digits)})"
