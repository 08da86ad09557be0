"""Select figures by publication date, and mark the current ones: not superseded, and the newest of their origin."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.model.fields import ORIGIN_COLUMNS
from rareearth_cli.model.names import OTHER, WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, Measure, Status, Verification
from rareearth_cli.record.frame import build_frame

#: The category of resources that USGS listed in a column of its own until MCS 2009.
RESERVE_BASE = "reserve base"
_FLOWS = (*(one.value for one in ANNUAL_MEASURES), Measure.SHARE.value)
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def select_known(
    dataset: Dataset, as_of: date | None, scope: Callable[[pd.DataFrame], pd.DataFrame]
) -> tuple[pd.DataFrame, int]:
    """Select what every question starts from: all figures known by a day, the current ones among them marked.

    Parameters
    ----------
    dataset
        The dataset with all figures.
    as_of
        The day; None for all that is in our data.
    scope
        Selects, from the frame of all figures, those that the question is about.

    Returns
    -------
    frame : pandas.DataFrame
        The figures published by the day, as `mark_current` returns them.
    undated : int
        How many figures in the scope are left out because their publication has no date.

    """
    frame = build_frame(dataset)
    if as_of is None:
        return mark_current(frame), 0
    undated = int((scope(frame)["published_day"] == "").sum())
    return mark_current(published_by(frame, as_of)), undated


def published_by(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """Select the figures published by the end of ``day``; figures without a publication date are left out."""
    published = frame["published_day"]
    return frame[(published != "") & (published <= day.isoformat())].reset_index(drop=True)


def mark_current(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark superseded and current figures.

    A stock of a series is superseded by a newer figure for the same place and measure, and by a newer edition that
    lists the world, because a place or measure that it omits no longer has a figure. A flow is superseded by a newer
    figure for the same year and place.

    Parameters
    ----------
    frame
        All figures known at the time of the question.

    Returns
    -------
    pandas.DataFrame
        The frame with an updated ``status`` and five boolean columns. ``statement`` marks published wholes.
        ``current`` marks the newest statement of each origin, by effective date and then by publication.
        ``current_for_year`` marks that of each year as well, if it is of a flow. ``whole`` marks the newest statement
        of each origin that has published parts and is not of a single deposit; it alone can be explained. ``shown``
        marks the current ones, the wholes, and their parts.

    """
    superseded = _find_superseded(frame)
    published = (frame["status"] == Status.PUBLISHED.value).to_numpy() & ~superseded
    addend = frame["addend"].to_numpy()
    # What is known of an area before the whole is, stands for itself.
    alone = (frame["site"] != "") & ~frame["part_of"].isin(frame["id"])
    statement = published & ((frame["part_of"] == "") | alone).to_numpy() & ~addend
    flow = frame["measure"].isin(_FLOWS).to_numpy()
    # A year without an amount takes nothing from the year before.
    amount = (frame["value_t"].notna() | frame["low_t"].notna() | (frame["measure"] == Measure.SHARE.value)).to_numpy()
    current = _select_newest(frame, statement, ORIGIN_COLUMNS)
    current |= _select_newest(frame, statement & flow & amount, ORIGIN_COLUMNS)
    current_for_year = current | _select_newest(frame, statement & flow, (*ORIGIN_COLUMNS, "period"))
    # Where the tonnes lie explains no difference, so of a single deposit the newest statement is enough.
    divided = frame["id"].isin(frame["part_of"][published]).to_numpy() & (frame["site"] == "").to_numpy()
    whole = _select_newest(frame, statement & divided, ORIGIN_COLUMNS)
    explained = frame["id"][current | whole]
    part = published & frame["part_of"].isin(explained).to_numpy() & ~addend
    return frame.assign(
        status=frame["status"].mask(superseded, Status.SUPERSEDED.value),
        statement=statement,
        current=current,
        current_for_year=current_for_year,
        whole=whole,
        shown=current | whole | part,
    )


def number_rows(*columns: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Number rows so that those with equal texts in all columns get the same number."""
    number = pd.factorize(columns[0])[0]
    for column in columns[1:]:
        codes, values = pd.factorize(column)
        # Renumbering after each column keeps the products small enough for an integer.
        number = pd.factorize(number * max(len(values), 1) + codes)[0]
    return number


def lists_the_world(frame: pd.DataFrame) -> Mask:
    """Whether the source of each row has a total of the world for its measure that its rows make up.

    Only then is its list complete: of older editions, often only some rows are in our data. Rows that make up the total
    only within its rounding may be the largest alone, unless the list goes on to countries without an amount.
    """
    keys = ["source", "measure"]
    whole = frame[(frame["site"] == "") & (frame["part_of"] == "")]
    totals = whole[whole["place"] == WORLD].groupby(keys)[["low_t", "value_t"]].max().fillna(0.0)
    rows = whole[whole["place"] != WORLD]
    amounts = rows["value_t"].fillna(rows["high_t"])
    # What is withheld may be the rest of the total.
    amounts = amounts.mask(rows["kind"] == Kind.WITHHELD.value, np.inf)
    ends = ((rows["place"] == OTHER) | (amounts == 0)).to_numpy()
    least = totals["low_t"].where(totals.index.isin(pd.MultiIndex.from_frame(rows.loc[ends, keys])), totals["value_t"])
    added = amounts.groupby([rows[key] for key in keys]).sum()
    listed = totals.index[added.reindex(totals.index, fill_value=0.0) >= least]
    complete: Mask = pd.MultiIndex.from_arrays([frame[key] for key in keys]).isin(listed)
    return complete


def lists_all_places(frame: pd.DataFrame) -> Mask:
    """Whether the source of each row lists the world, and we read its own list: a copy may have left rows out.

    Only then does the list say something of the places that it lacks.
    """
    return lists_the_world(frame) & (frame["verification"] == Verification.PRIMARY.value).to_numpy()


def _find_superseded(frame: pd.DataFrame) -> Mask:
    """Mark the figures of a series that a newer edition replaces or leaves out.

    What somebody else repeats of a series is left out with it.
    """
    superseded = _find_repeated_and_left_out(frame)
    edited = np.flatnonzero((frame["series"] != "").to_numpy())
    editions = frame[
        ["series", "measure", "period", "place", "site", "source_rank", "status", "published_day", "category"]
    ]
    editions = editions.iloc[edited]
    flow = editions["measure"].isin(_FLOWS)
    year = editions["period"].where(flow, "")
    # A row supersedes the older ones for its own place, and an edition that lists the world all that it leaves out.
    own = editions["series"] + "\n" + editions["measure"] + "\n" + editions["place"] + "\n" + editions["site"]
    ranks = editions["source_rank"].to_numpy()
    published = (editions["status"] == Status.PUBLISHED.value).to_numpy()
    complete = lists_the_world(frame.iloc[edited]) & ~flow.to_numpy()
    older = ranks < _find_newest(own + "\n" + year, ranks)
    left_out = ~flow.to_numpy() & (ranks < _find_newest(editions["series"], np.where(complete, ranks, -1)))
    # A list of reserves says nothing of resources that an edition gives in its text, and not in a column of its table.
    in_text = (editions["measure"] == Measure.RESOURCES.value) & (editions["category"] != RESERVE_BASE)
    left_out &= ~in_text.to_numpy()
    # Of an undated row nobody knows that it is older than that edition.
    left_out &= (editions["published_day"] != "").to_numpy()
    superseded[edited] = published & (older | left_out)
    return superseded


def _find_repeated_and_left_out(frame: pd.DataFrame) -> Mask:
    """Mark the stocks outside of a series that go back to it, and that its newest list of the world leaves out."""
    stock = ~frame["measure"].isin(_FLOWS)
    repeated = frame["root"].isin(set(frame["series"]) - {""}) & (frame["series"] == "") & stock
    repeated &= (frame["status"] == Status.PUBLISHED.value) & (frame["published_day"] != "") & (frame["site"] == "")
    found = repeated.to_numpy().copy()
    if not found.any():
        return found
    listed = frame[(frame["series"] != "") & stock & (frame["site"] == "")]
    complete = listed[lists_the_world(listed)].groupby(["series", "measure"])["source_rank"].max()
    named = pd.MultiIndex.from_frame(listed[["series", "measure", "source_rank", "place"]])
    rows = frame.loc[repeated, ["root", "measure", "source_rank", "place"]]
    newest = complete.reindex(pd.MultiIndex.from_frame(rows[["root", "measure"]])).to_numpy()
    keys = pd.MultiIndex.from_arrays([rows["root"], rows["measure"], newest, rows["place"]])
    # A comparison with a list that is not in our data is false.
    found[found] = (rows["source_rank"].to_numpy() < newest) & ~keys.isin(named)
    return found


def _find_newest(keys: "pd.Series[str]", ranks: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    codes, names = pd.factorize(keys)
    newest = np.full(len(names), -1)
    np.maximum.at(newest, codes, ranks)
    return newest[codes]


def _select_newest(frame: pd.DataFrame, among: Mask, keys: Sequence[str]) -> Mask:
    """Mark, among the rows given, the newest of those with equal keys by effective date and then by publication."""
    rows = np.flatnonzero(among)
    chosen = np.zeros(len(frame), dtype=bool)
    if len(rows):
        days, _ = pd.factorize(frame["effective_day"].to_numpy()[rows], sort=True)
        order = np.lexsort((frame["source_rank"].to_numpy()[rows], days))
        ordered = rows[order]
        newest = ~pd.Series(number_rows(*(frame[name].to_numpy()[ordered] for name in keys))).duplicated(keep="last")
        chosen[ordered[newest.to_numpy()]] = True
    return chosen
