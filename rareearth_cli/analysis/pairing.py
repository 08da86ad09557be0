"""Decide which figures are compared, each with its baseline or all with each other, and compare them."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.judge import compare_pairs
from rareearth_cli.analysis.revisions import find_broken_series
from rareearth_cli.analysis.selection import Mask, select_known
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.fields import ORIGIN_COLUMNS
from rareearth_cli.model.names import OTHER
from rareearth_cli.model.questions import Question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import (
    ANNUAL_MEASURES,
    MEASURE_ORDER,
    OTHER_QUANTITIES,
    STOCKS,
    Basis,
    Measure,
    ShareOf,
    Status,
)


class Context(NamedTuple):
    """A question with its dataset, all figures known at its date, and the baselines of all places."""

    dataset: Dataset
    question: Question
    frame: pd.DataFrame
    baselines: pd.DataFrame


#: The series that is the baseline unless the user chooses another.
BASELINE_SERIES = "usgs-mcs"
#: The measures that are compared with a baseline; resources are compared with reserves to show how they differ.
COMPARED_MEASURES = (Measure.RESERVES.value, Measure.RESOURCES.value, Measure.PRODUCTION.value)
_ANNUAL = [one.value for one in ANNUAL_MEASURES]
#: The most pairs that are shown, those of 40 figures with each other: more than a reader can use.
MAX_PAIRS = 780


def select_baselines(frame: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """Select the baselines: one for each place and site, and for production one for each year as well.

    Parameters
    ----------
    frame
        All figures known at the time of the question, as marked by `mark_current`.
    chosen
        The id of a source or of an estimate; None selects the newest figures of USGS.

    Returns
    -------
    pandas.DataFrame
        The rows of the baselines, with ``series_break``. Their index is the key that `match_baselines` looks up.

    Raises
    ------
    NotOnRecord
        The chosen source or estimate has no figures that were known at the time of the question.

    """
    if chosen is None:
        rows = frame[frame["series"] == BASELINE_SERIES]
        wanted = (rows["measure"] != Measure.RESOURCES.value) & (rows["derived_from"] == "") & (rows["site"] == "")
        wanted &= (rows["status"] == Status.PUBLISHED.value) & (rows["part_of"] == "") & ~rows["addend"]
    else:
        rows = frame[(frame["source"] == chosen) | (frame["id"] == chosen)]
        if rows.empty:
            hint = "'rareearth sources' lists the sources; with --as-of, later ones do not count"
            raise NotOnRecord(f"no figures of baseline '{chosen}': {hint}")
        wanted = (rows["id"] == chosen) | ((rows["part_of"] == "") & ~rows["addend"])
    wanted &= rows["measure"].isin(COMPARED_MEASURES) & rows["low_t"].notna()
    # "Other countries" are those that a source does not list, so they differ from one source to another.
    wanted &= ~rows["basis"].isin(OTHER_QUANTITIES) & (rows["place"] != OTHER)
    rows = rows[wanted]
    # The last row of a key becomes its baseline, so published figures sort after sums, and reserves after resources.
    rows = rows.assign(is_published=rows["derived_from"] == "", is_reserve=rows["measure"] != Measure.RESOURCES.value)
    order = ["is_published", "is_reserve", "effective_day"]
    rows = rows.sort_values(order, kind="stable").drop(columns=order[:2])
    keyed = rows.set_index(_pairing_key(rows))
    breaks = (
        (rows["series"] == BASELINE_SERIES)
        & rows["place"].isin(find_broken_series(frame, BASELINE_SERIES))
        & (rows["period"] != "")
    )
    keyed["series_break"] = (breaks & (rows["measure"] == Measure.RESERVES.value)).to_numpy()
    return keyed[~keyed.index.duplicated(keep="last")]


def match_baselines(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """Return the baseline of each row, in the order of the rows; rows without a baseline are empty.

    Ore without a baseline is compared with the oxide that another source states is in it. A source that gives both
    describes a deposit, and there is nothing to compare.
    """
    holders = frame.drop_duplicates("id").set_index("id")["source"]
    contents = frame[(frame["contained_in"] != "") & (frame["contained_in"].map(holders) != frame["source"])]
    contents = contents.drop_duplicates("contained_in")
    contents = contents.set_index("content of\n" + contents["contained_in"])
    keys = _pairing_key(frame)
    ore = (frame["basis"] == Basis.ORE.value) & ~keys.isin(baseline.index)
    keys = keys.mask(ore, "content of\n" + frame["id"])
    return pd.concat([baseline, contents]).reindex(keys)


def build_all_pairs(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pair all figures of one place, site and measure, and for production of one year.

    Returns
    -------
    frame, base : pandas.DataFrame
        The two sides of the pairs, row by row: ``base`` has the figure that comes first in the input.

    Raises
    ------
    NotOnRecord
        There are more than ``MAX_PAIRS`` pairs.

    """
    frame = _select_common_years(frame)
    keys = _pairing_key(frame).to_numpy()
    alike = pd.Series(keys).value_counts()
    number = int((alike * (alike - 1) // 2).sum())
    if number > MAX_PAIRS:
        raise NotOnRecord(
            f"{len(frame)} figures make {number:,} pairs;"
            f" --pairs takes {MAX_PAIRS}: name fewer places, or one measure with --measure"
        )
    first, second = np.triu_indices(len(frame), k=1)
    same = (keys[first] == keys[second]) & _independent_or_nested(frame, first, second)
    base = frame.assign(series_break=False)
    return frame.iloc[second[same]].reset_index(drop=True), base.iloc[first[same]].reset_index(drop=True)


def _select_common_years(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the flows of years that are not the newest which two origins have in common."""
    flow = frame["measure"].isin(_ANNUAL) & (frame["period"] != "")
    columns = ["place", "site", "measure", "root", "period"]
    years = frame.loc[flow, columns].drop_duplicates()
    pairs = years.merge(years, on=["place", "site", "measure", "period"], suffixes=("", "_other"))
    pairs = pairs[pairs["root"] != pairs["root_other"]].sort_values("period", kind="stable")
    newest = pairs.drop_duplicates(["place", "site", "measure", "root", "root_other"], keep="last")
    wanted = pd.MultiIndex.from_frame(newest[columns].drop_duplicates())
    # The newest year of an origin may have parts, whatever others have.
    kept = pd.MultiIndex.from_frame(frame[columns]).isin(wanted) | frame["shown"].to_numpy() | ~flow.to_numpy()
    chosen: pd.DataFrame = frame[kept]
    return chosen.reset_index(drop=True)


def _independent_or_nested(frame: pd.DataFrame, first: Any, second: Any) -> Mask:
    """Whether two figures have different origins, or one is a part of the other.

    Other pairs of one origin are left out: two dates of a national register are its history.
    """
    ids, roots, wholes, containers = (frame[name].to_numpy() for name in ("id", "root", "part_of", "contained_in"))
    nested = [
        (ids[one] == links[other])
        for links in (wholes, containers)
        for one, other in ((first, second), (second, first))
    ]
    wanted: Mask = (roots[first] != roots[second]) | np.logical_or.reduce(nested)
    return wanted


def _pairing_key(frame: pd.DataFrame) -> "pd.Series[str]":
    """Return the key that comparable figures share: place, site and kind, and for production and quotas the year.

    The year of a stock is not part of the key, because it names an edition and not a date.
    """
    flow = frame["measure"].isin(_ANNUAL)
    kind = frame["measure"].where(~frame["measure"].isin(STOCKS), "stock")
    return frame["place"] + "\n" + frame["site"] + "\n" + kind + "\n" + frame["period"].where(flow, "")


def compare(frame: pd.DataFrame, baseline: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Compare each figure with its baseline, and add the comparison columns.

    Parameters
    ----------
    frame
        The figures to compare.
    baseline
        The baselines, from `select_baselines`.
    known
        All figures that are known, with the superseded ones.

    Returns
    -------
    pandas.DataFrame
        The frame with the comparison columns; they are empty in rows without a baseline.

    """
    base = match_baselines(frame, baseline)
    return compare_pairs(frame, base, known)


_STAGE_ORDER = {stage: rank for rank, stage in enumerate(["", *(stage.value for stage in ShareOf)])}


def compare_rows(
    dataset: Dataset, question: Question
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Select the requested rows and compare them with their baselines.

    Returns
    -------
    tuple
        The rows with their comparison columns, all known figures, the baselines, and the warnings.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, baseline_rows, warnings = select_known_figures(dataset, question)
    asked = select_rows(frame, question)
    rows = compare(asked, baseline_rows, frame)
    if question.like_for_like:
        rows = rows[(rows["comparable"] == "yes") | rows["id"].isin(baseline_rows["id"])]
    return rows, frame, baseline_rows, warnings


def select_known_figures(dataset: Dataset, question: Question) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Select all figures published by the requested day and mark which of them are current.

    Returns
    -------
    tuple
        The figures of all places, the baselines among them, and the warnings.

    Raises
    ------
    NotOnRecord
        If the requested baseline has no figures.

    """
    frame, undated = select_known(dataset, question.as_of, partial(select_rows, question=question))
    baselines = select_baselines(frame, question.baseline)
    return _show_newest_paired(frame, baselines), baselines, undated_warning(undated)


def _show_newest_paired(frame: pd.DataFrame, baselines: pd.DataFrame) -> pd.DataFrame:
    """Show of each flow the newest year that a baseline of another origin is for, too.

    The newest year of one origin is often one that the other has not published yet.
    """
    flows = frame[frame["current_for_year"] & frame["measure"].isin(COMPARED_MEASURES) & (frame["period"] != "")]
    flows = flows[flows["low_t"].notna() & flows["measure"].isin(_ANNUAL)]
    partner = baselines["root"].reindex(_pairing_key(flows)).to_numpy()
    paired = flows[pd.notna(partner) & (partner != flows["root"].to_numpy())]
    newest = paired.sort_values("period", kind="stable").drop_duplicates(ORIGIN_COLUMNS, keep="last")
    return frame.assign(shown=frame["shown"] | frame["id"].isin(newest["id"]))


def select_rows(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Select the rows of the requested places and measure, with the places in the order requested."""
    if question.places:
        frame = frame[frame["place"].isin(question.places)]
        order: Mapping[str, int] = {place: rank for rank, place in enumerate(question.places)}
    else:
        named = sorted(zip(frame["name"].unique(), frame["place"].unique(), strict=True))
        order = {place: rank for rank, (_, place) in enumerate(named)}
    if question.measure is not None:
        frame = frame[frame["measure"] == question.measure]
    keys = (frame["place"].map(order) * len(MEASURE_ORDER) + frame["measure"].map(MEASURE_ORDER)) * len(_STAGE_ORDER)
    keys += frame["share_of"].map(_STAGE_ORDER)
    return frame.loc[keys.sort_values(kind="stable").index]
