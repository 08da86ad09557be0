"""Every figure against its baseline: difference, ratio, fold, and what can be said of the gap."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask, joined
from rareearth_cli.domain.errors import NotOnRecord
from rareearth_cli.domain.ladder import cover_the_same
from rareearth_cli.domain.vocabulary import Basis, Measure, Stage, Status, Verdict

#: The series that others are held against unless the user names another.
BASELINE_SERIES = "usgs-mcs"
#: Tonnes of these are not tonnes of rare earths, whatever else they are.
OTHER_QUANTITIES = (Basis.ORE.value, Basis.MONAZITE.value, Basis.RARE_METALS.value)

#: What is held against a baseline so far.
COMPARED = (Measure.RESERVES.value, Measure.PRODUCTION.value)
#: By what a part differs from its whole.
_PART = ("access", "development")
_POINTS = ("point", "approx")
_STAGES = (Stage.IN_PLACE.value, Stage.RECOVERABLE.value)

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def baselines(frame: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """The rows that others are held against, one a place, measure and (for production) year.

    ``chosen`` is the id of a source or of an estimate; without it, the newest rows of USGS. The index
    is what `compare` looks a row's baseline up by.

    Raises:
        NotOnRecord: nothing of that id is known (by the day asked for).

    """
    if chosen is None:
        wanted = (frame["series"] == BASELINE_SERIES) & (frame["status"] == Status.PUBLISHED.value)
    else:
        named = frame["id"] == chosen
        wanted = (frame["source"] == chosen) | named
        if not wanted.any():
            hint = "'rareearth sources' lists what there is; with --as-of, only what was published by then counts"
            raise NotOnRecord(f"no figures of baseline '{chosen}': {hint}")
        wanted &= named | ((frame["part_of"] == "") & ~frame["addend"])
    wanted &= frame["measure"].isin(COMPARED) & (frame["site"] == "") & frame["low_t"].notna()
    wanted &= ~frame["basis"].isin(OTHER_QUANTITIES)
    rows = frame[wanted].sort_values("effective_day", kind="stable")
    keyed = rows.set_index(joined(rows, ["place", "measure"]) + "\n" + _year(rows))
    return keyed[~keyed.index.duplicated(keep="last")]


def compare(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns; rows that nothing stands against keep them empty."""
    # Ore of a country is set against its reserves, to say that it is something else.
    asked = frame["measure"].replace(Measure.ORE.value, Measure.RESERVES.value).where(frame["site"] == "", "")
    base = baseline.reindex(frame["place"] + "\n" + asked + "\n" + _year(frame))
    held = base["id"].fillna("").to_numpy()
    paired = (held != "") & (held != frame["id"].to_numpy())
    other = paired & frame["basis"].isin(OTHER_QUANTITIES).to_numpy()
    measured = paired & ~other & frame["low_t"].notna().to_numpy()
    return frame.assign(
        baseline=np.where(paired, held, ""),
        **_distance(frame, base, measured),
        **_judgement(frame, base, other, measured),
    )


def windows_meet(low: Floats, high: Floats, other_low: Floats, other_high: Floats) -> Mask:
    """Whether two intervals share more than an end (rule R7.3: rounding windows are half open)."""
    top, other_top = (np.where(np.isnan(end), np.inf, end) for end in (high, other_high))
    exact = (low == high) & (other_low == other_high) & (low == other_low)
    meet: Mask = exact | ((low < other_top) & (other_low < top))
    return meet


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Ratios to the figures of their poorer operand and one more; the ends of an interval outwards."""
    digits = frame["ratio_digits"].to_numpy() + 1
    ways = {"ratio": np.rint, "fold": np.rint, "ratio_low": np.floor, "ratio_high": np.ceil}
    return frame.assign(**{name: _significant(_floats(frame, name), digits, way) for name, way in ways.items()})


def _distance(frame: pd.DataFrame, base: pd.DataFrame, measured: Mask) -> dict[str, Any]:
    """Difference in tonnes, ratio with its interval (rules R7.4, R7.5), and how many of its figures count."""
    value, low, high = (_floats(frame, name) for name in ("value_t", "low_t", "high_t"))
    base_value, base_low, base_high = (_floats(base, name) for name in ("value_t", "low_t", "high_t"))
    exact = measured & frame["kind"].isin(_POINTS).to_numpy() & base["kind"].isin(_POINTS).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(exact, value / base_value, np.nan)
        lowest = np.where(measured & (low > 0) & (base_high > 0), low / base_high, np.nan)
        highest = np.where(measured & (base_low > 0), high / base_low, np.nan)
        fold = np.fmax(ratio, 1 / ratio)
    poorer = np.fmin(_floats(frame, "digits"), _floats(base, "digits"))
    return {
        "difference_t": np.where(exact, value - base_value, np.nan),
        "ratio": ratio,
        "ratio_low": lowest,
        "ratio_high": highest,
        "fold": fold,
        "ratio_digits": np.fmax(poorer, 1).astype("int64"),
    }


def _significant(values: Floats, digits: Any, whole: np.ufunc) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(values))))
        # A value that floating point leaves a hair beside the last figure is that figure.
        return whole(np.round(values * scale, 9)) / scale


def _judgement(frame: pd.DataFrame, base: pd.DataFrame, other: Mask, measured: Mask) -> dict[str, Any]:
    likeness, causes = _likeness(frame, base)
    windows = [_floats(side, name) for side in (frame, base) for name in ("low_t", "high_t")]
    meet = measured & windows_meet(*windows)
    same_root = frame["root"].to_numpy() == base["root"].to_numpy()
    explained = measured & _explained_by_parts(frame, base, meet)
    verdict = np.select(
        [other, meet & same_root, meet & (likeness == "yes"), explained, measured],
        [Verdict.NOT_COMPARABLE, Verdict.SAME_SOURCE, Verdict.AGREE, Verdict.RECONCILED_BY_SUBSET, Verdict.UNKNOWN],
        "",
    )
    one_ledger = _told_by_keeper(frame, base) | _told_by_keeper(base, frame)
    stage, base_stage = frame["stage"].to_numpy(), base["stage"].to_numpy()
    staged = frame["stage"].isin(_STAGES).to_numpy() & base["stage"].isin(_STAGES).to_numpy()
    flags = {
        "NOT_INDEPENDENT": measured & (same_root | one_ledger),
        "IN_PLACE_VS_RECOVERABLE": measured & staged & (stage != base_stage),
    }
    return {
        "comparable": np.select([other, measured], ["no", likeness], ""),
        "verdict": verdict,
        "causes": np.select([other, measured], ["definition", causes], ""),
        "flags": _words(flags),
    }


def _told_by_keeper(ledger: pd.DataFrame, other: pd.DataFrame) -> Mask:
    """Whether one side's ledger is kept by the government that the other side draws on."""
    kept = (ledger["keeper"] == "government of " + ledger["place"]).to_numpy()
    told = np.array(["government" in str(sources).split() for sources in other["draws_on"]], dtype=bool)
    both: Mask = kept & told
    return both


def _explained_by_parts(frame: pd.DataFrame, base: pd.DataFrame, meet: Mask) -> Mask:
    """Rows that meet their baseline through a reported part: one of their own, or one of the baseline's."""
    point = frame["kind"].isin(_POINTS).to_numpy()
    part = (frame["part_of"] != "").to_numpy() & (frame["status"] == Status.PUBLISHED.value).to_numpy() & point
    is_baseline = frame["id"].isin(base["id"]).to_numpy()
    meeting = part & ((meet & base["kind"].isin(_POINTS).to_numpy()) | is_baseline)
    own: Mask = frame["id"].isin(frame["part_of"][meeting]).to_numpy().copy()
    parts = frame.loc[part, ["part_of", "low_t", "high_t"]]
    parts = parts[parts["part_of"].isin(base["id"])]
    if parts.empty:
        return own
    rows = pd.DataFrame(
        {
            "row": np.arange(len(frame)),
            "held": base["id"].to_numpy(),
            "low": frame["low_t"].to_numpy(),
            "high": frame["high_t"].to_numpy(),
        }
    )[point]
    pairs = rows.merge(parts, left_on="held", right_on="part_of")
    met = windows_meet(*(_floats(pairs, name) for name in ("low", "high", "low_t", "high_t")))
    own[pairs["row"].to_numpy()[met]] = True
    return own


def _likeness(frame: pd.DataFrame, base: pd.DataFrame) -> tuple[Any, Any]:
    """Whether the comparability keys match (yes, no, unknown), and the causes for which they do not."""
    differs: dict[str, Mask] = {}
    silent = np.zeros(len(frame), dtype=bool)
    for field in ("basis", "stage"):
        mine, theirs = frame[field].to_numpy(), base[field].fillna("").to_numpy()
        unstated = np.isin(mine, ["", "unknown"]) | np.isin(theirs, ["", "unknown"])
        silent |= unstated
        differs[field] = ~unstated & (mine != theirs)
    rungs = zip(frame["rungs"], base["rungs"].fillna(""), strict=True)
    same = [cover_the_same(mine, theirs) for mine, theirs in rungs]
    silent |= np.array([one is None for one in same], dtype=bool)
    differs["category"] = np.array([one is False for one in same], dtype=bool)
    for field in _PART:
        differs["category"] |= frame[field].to_numpy() != base[field].fillna("").to_numpy()
    some = np.logical_or.reduce(list(differs.values()))
    return np.select([some, silent], ["no", "unknown"], "yes"), _words(differs)


def _words(conditions: Mapping[str, Mask]) -> Any:
    """The names of the conditions that hold in each row, in order, parted by blanks."""
    names = list(conditions)
    rows = zip(*conditions.values(), strict=True)
    return np.array([" ".join(name for name, holds in zip(names, row, strict=True) if holds) for row in rows], object)


def _floats(frame: pd.DataFrame, name: str) -> Floats:
    numbers: Floats = frame[name].to_numpy(dtype="float64")
    return numbers


def _year(frame: pd.DataFrame) -> "pd.Series[str]":
    """Flows are compared within a year; a stock's label names no date to compare by."""
    return frame["period"].where(frame["measure"] == Measure.PRODUCTION.value, "")
