"""Which figures stand: by a day, after supersession, one witness a root."""

from datetime import date

import pandas as pd

from rareearth_cli.domain.vocabulary import Measure, Status

#: What one witness says once: later statements of the same replace earlier ones.
WITNESS = ["place", "site", "measure", "share_of", "root"]
_FLOWS = (Measure.PRODUCTION.value, Measure.SHARE.value)


def known_by(frame: pd.DataFrame, day: date) -> tuple[pd.DataFrame, int]:
    """The figures published by the end of ``day``, and how many were left out for having no date."""
    published = frame["published_day"]
    undated = published == ""
    return frame[~undated & (published <= day.isoformat())], int(undated.sum())


def with_standing(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its status brought up to date and the columns ``current``, ``whole`` and ``shown``.

    A row of a series is superseded once a newer edition or version covers the same measure (the same
    year, for flows). Of what is left, ``current`` is each root's statement with the newest effective
    date, then the newest publication. ``whole`` is the newest statement of a root that has reported
    parts: only it can be explained. ``shown`` are both, with their parts.
    """
    frame = frame.assign(status=frame["status"].mask(_superseded(frame), Status.SUPERSEDED.value))
    stands = frame["status"] == Status.PUBLISHED.value
    statement = stands & (frame["part_of"] == "") & ~frame["addend"]
    divided = statement & frame["id"].isin(frame["part_of"][stands])
    current = _newest(frame[statement])
    whole = _newest(frame[divided])
    frame = frame.assign(current=frame.index.isin(current), whole=frame.index.isin(whole))
    explained = frame["id"][frame["current"] | frame["whole"]]
    part = stands & frame["part_of"].isin(explained) & ~frame["addend"]
    return frame.assign(statement=statement, shown=frame["current"] | frame["whole"] | part)


def _superseded(frame: pd.DataFrame) -> "pd.Series[bool]":
    edited = frame["series"] != ""
    flow_year = frame["period"].where(frame["measure"].isin(_FLOWS), "")
    newest = frame["source_rank"].groupby([frame["series"], frame["measure"], flow_year]).transform("max")
    return edited & (frame["source_rank"] < newest) & (frame["status"] == Status.PUBLISHED.value)


def _newest(statements: pd.DataFrame) -> pd.Index:
    ordered = statements.sort_values(["effective_day", "source_rank"], kind="stable")
    return ordered.drop_duplicates(WITNESS, keep="last").index
