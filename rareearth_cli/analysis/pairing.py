"""What is held against what: each figure against its baseline, ore against the oxide in it, or all with all."""

from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.revisions import broken_series
from rareearth_cli.analysis.selection import STOCKS, Mask, joined
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.places import OTHER
from rareearth_cli.model.vocabulary import Basis, Measure, Status

#: The series that others are held against unless the user names another.
BASELINE_SERIES = "usgs-mcs"
#: What is held against a baseline: resources against reserves too, to say how they differ.
COMPARED = (Measure.RESERVES.value, Measure.RESOURCES.value, Measure.PRODUCTION.value)
#: Tonnes of these are not tonnes of rare earths, whatever else they are.
OTHER_QUANTITIES = (Basis.ORE.value, Basis.RARE_METALS.value)
#: So many figures of one place make more pairs (780) than anybody reads.
MOST_FIGURES = 40


def baselines(frame: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """The rows that others are held against: one a place and site for stocks, one a year for production.

    ``chosen`` is the id of a source or of an estimate; without it, the newest rows of USGS. The index
    is what `paired` looks a row's baseline up by.

    Raises:
        NotOnRecord: nothing of that id is known (by the day asked for).

    """
    if chosen is None:
        rows = frame[frame["series"] == BASELINE_SERIES]
        wanted = (rows["measure"] != Measure.RESOURCES.value) & (rows["derived_from"] == "") & (rows["site"] == "")
        wanted &= (rows["status"] == Status.PUBLISHED.value) & (rows["part_of"] == "") & ~rows["addend"]
    else:
        rows = frame[(frame["source"] == chosen) | (frame["id"] == chosen)]
        if rows.empty:
            hint = "'rareearth sources' lists what there is; with --as-of, only what was published by then counts"
            raise NotOnRecord(f"no figures of baseline '{chosen}': {hint}")
        wanted = (rows["id"] == chosen) | ((rows["part_of"] == "") & ~rows["addend"])
    wanted &= rows["measure"].isin(COMPARED) & rows["low_t"].notna()
    # What is left over after the countries a compiler lists is not the same set for any two of them.
    wanted &= ~rows["basis"].isin(OTHER_QUANTITIES) & (rows["place"] != OTHER)
    rows = rows[wanted]
    # Of one source that gives both, what is printed stands before a sum, and reserves before resources.
    rows = rows.assign(printed_one=rows["derived_from"] == "", reserve=rows["measure"] != Measure.RESOURCES.value)
    order = ["printed_one", "reserve", "effective_day"]
    rows = rows.sort_values(order, kind="stable").drop(columns=order[:2])
    keyed = rows.set_index(_key(rows))
    breaks = (
        (rows["series"] == BASELINE_SERIES)
        & rows["place"].isin(broken_series(frame, BASELINE_SERIES))
        & (rows["period"] != "")
    )
    keyed["series_break"] = (breaks & (rows["measure"] == Measure.RESERVES.value)).to_numpy()
    return keyed[~keyed.index.duplicated(keep="last")]


def paired(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """The baseline of every row, in the order of the rows; empty where there is none.

    Ore without a baseline is held against the oxide that its source says is in it.
    """
    contents = frame[frame["contained_in"] != ""].drop_duplicates("contained_in")
    contents = contents.set_index("content of\n" + contents["contained_in"])
    keys = _key(frame)
    ore = (frame["basis"] == Basis.ORE.value) & ~keys.isin(baseline.index)
    keys = keys.mask(ore, "content of\n" + frame["id"])
    return pd.concat([baseline, contents]).reindex(keys)


def all_pairs(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every two figures of one place, site, kind and year: the later rows, and beside them the earlier ones.

    Raises:
        NotOnRecord: more figures than anybody reads the pairs of.

    """
    keys = _key(frame).to_numpy()
    if len(frame) > MOST_FIGURES:
        raise NotOnRecord(
            f"{len(frame)} figures make {len(frame) * (len(frame) - 1) // 2:,} pairs; --pairs takes {MOST_FIGURES}:"
            " name fewer places, or one measure with --measure"
        )
    first, second = np.triu_indices(len(frame), k=1)
    same = (keys[first] == keys[second]) & _apart(frame, first, second)
    held = frame.assign(series_break=False)
    return frame.iloc[second[same]].reset_index(drop=True), held.iloc[first[same]].reset_index(drop=True)


def _apart(frame: pd.DataFrame, first: Any, second: Any) -> Mask:
    """Pairs of two witnesses, or of a whole and its part: two dates of one ledger are its history."""
    ids, roots, wholes, holders = (frame[name].to_numpy() for name in ("id", "root", "part_of", "contained_in"))
    hang = [
        (ids[one] == links[other]) for links in (wholes, holders) for one, other in ((first, second), (second, first))
    ]
    apart: Mask = (roots[first] != roots[second]) | np.logical_or.reduce(hang)
    return apart


def _key(frame: pd.DataFrame) -> "pd.Series[str]":
    """Stocks are compared within a place and site, flows within a year too; a stock's label names no date."""
    flow = frame["measure"] == Measure.PRODUCTION.value
    kind = frame["measure"].where(~frame["measure"].isin(STOCKS), "stock")
    return joined(frame, ["place", "site"]) + "\n" + kind + "\n" + frame["period"].where(flow, "")
