"""Which figures stand: by a day, after supersession, one witness a root."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.result import WITNESS
from rareearth_cli.model.vocabulary import Measure, Status

_FLOWS = (Measure.PRODUCTION.value, Measure.TARGET.value, Measure.SHARE.value)
#: What is there at a time, however it is called.
STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value, Measure.ORE.value)
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def known_by(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """The figures published by the end of ``day``; undated ones are not known to be."""
    published = frame["published_day"]
    return frame[(published != "") & (published <= day.isoformat())].reset_index(drop=True)


def with_standing(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its status brought up to date and the columns ``current``, ``whole`` and ``shown``.

    A stock of a series is superseded once a newer edition or version has any stock at all (a place or measure
    that it no longer lists has no figure any more), a flow once one has the same year and place. Of what is
    left, ``current`` is each root's statement with the newest effective date, then the newest publication.
    ``whole`` is the newest statement of a root that has reported parts: only it can be explained.
    ``shown`` are both, with their parts.
    """
    superseded = _superseded(frame)
    stands = (frame["status"] == Status.PUBLISHED.value).to_numpy() & ~superseded
    addend = frame["addend"].to_numpy()
    statement = stands & (frame["part_of"] == "").to_numpy() & ~addend
    current = _newest(frame, statement)
    whole = _newest(frame, statement & frame["id"].isin(frame["part_of"][stands]).to_numpy())
    explained = frame["id"][current | whole]
    part = stands & frame["part_of"].isin(explained).to_numpy() & ~addend
    return frame.assign(
        status=frame["status"].mask(superseded, Status.SUPERSEDED.value),
        statement=statement,
        current=current,
        whole=whole,
        shown=current | whole | part,
    )


def joined(frame: pd.DataFrame, columns: list[str]) -> "pd.Series[str]":
    """The texts of several columns as one key."""
    key = frame[columns[0]]
    for column in columns[1:]:
        key = key + "\n" + frame[column]
    return key


def numbered(*columns: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """A number for each row, the same for rows in which the columns of texts are the same."""
    number = pd.factorize(columns[0])[0]
    for column in columns[1:]:
        codes, values = pd.factorize(column)
        # Numbered anew each time: the products of many columns would not fit.
        number = pd.factorize(number * max(len(values), 1) + codes)[0]
    return number


def _superseded(frame: pd.DataFrame) -> Mask:
    superseded = np.zeros(len(frame), dtype=bool)
    edited = np.flatnonzero((frame["series"] != "").to_numpy())
    editions = frame[["series", "measure", "period", "place", "source_rank", "status"]].iloc[edited]
    flow = editions["measure"].isin(_FLOWS)
    kind = editions["measure"].where(flow, "stock")
    year = (editions["period"] + "\n" + editions["place"]).where(flow, "")
    codes, names = pd.factorize(editions["series"] + "\n" + kind + "\n" + year)
    ranks = editions["source_rank"].to_numpy()
    newest = np.full(len(names), -1)
    np.maximum.at(newest, codes, ranks)
    published = (editions["status"] == Status.PUBLISHED.value).to_numpy()
    superseded[edited] = published & (ranks < newest[codes])
    return superseded


def _newest(frame: pd.DataFrame, among: Mask) -> Mask:
    """Of each witness's rows ``among`` all, the one with the newest effective date, then publication."""
    rows = np.flatnonzero(among)
    chosen = np.zeros(len(frame), dtype=bool)
    if len(rows):
        days, _ = pd.factorize(frame["effective_day"].to_numpy()[rows], sort=True)
        order = np.lexsort((frame["source_rank"].to_numpy()[rows], days))
        ordered = rows[order]
        newest = ~pd.Series(numbered(*(frame[name].to_numpy()[ordered] for name in WITNESS))).duplicated(keep="last")
        chosen[ordered[newest.to_numpy()]] = True
    return chosen
