"""Rows that are explained through a reported part: one of their own, or one of their baseline's."""

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask
from rareearth_cli.analysis.windows import POINTS, Floats, floats, windows_meet
from rareearth_cli.domain.vocabulary import Status


def through_parts(frame: pd.DataFrame, base: pd.DataFrame, meet: Mask) -> tuple[Mask, Floats]:
    """Which rows a part brings to their baseline within rounding, and the fold that the best part leaves.

    Only parts that are figures and stand count; ``meet`` says which rows meet their baselines themselves. The fold
    is NaN where there is no such part.
    """
    point = frame["kind"].isin(POINTS).to_numpy()
    stands = (frame["status"] == Status.PUBLISHED.value).to_numpy()
    part = (frame["part_of"] != "").to_numpy() & stands & point
    figure_below = base["kind"].isin(POINTS).to_numpy()
    is_baseline = frame["id"].isin(base["id"]).to_numpy()
    meeting = part & ((meet & figure_below) | is_baseline)
    # A part speaks for its whole against one baseline.
    held = "\n" + base["id"].fillna("").to_numpy()
    wholes, rows = frame["part_of"] + held, frame["id"] + held
    reconciled: Mask = (
        rows.isin(wholes[meeting]).to_numpy() | _part_and_whole(frame, base) | _part_and_whole(base, frame)
    )
    apart = fold(floats(frame, "value_t"), floats(base, "value_t"))
    best = pd.Series(apart[part & figure_below], index=wholes[part & figure_below]).groupby(level=0).min()
    left: Floats = np.array(rows.map(best), dtype=np.float64)
    _through_parts_of_baselines(frame, base, part, point, reconciled, left)
    left[~(point & figure_below)] = np.nan
    return reconciled, left


def _part_and_whole(part: pd.DataFrame, whole: pd.DataFrame) -> Mask:
    """Whether the one is a reported part of the other: then they differ by definition, and by how much is reported."""
    named: Mask = (part["part_of"].fillna("") != "").to_numpy() & (part["part_of"].to_numpy() == whole["id"].to_numpy())
    return named


def fold(one: Floats, other: Floats) -> Floats:
    """How many times the larger is the smaller; infinite against zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = one / other
        return np.asarray(np.fmax(ratio, 1 / ratio), dtype="float64")


def _through_parts_of_baselines(
    frame: pd.DataFrame, base: pd.DataFrame, part: Mask, point: Mask, reconciled: Mask, left: Floats
) -> None:
    """Mark in ``reconciled`` and ``left`` the rows that a part of their baseline meets or comes near to."""
    columns = ["id", "part_of", "low_t", "high_t", "value_t"]
    parts = frame.loc[part & frame["part_of"].isin(base["id"]).to_numpy(), columns].drop_duplicates("id")
    if parts.empty:
        return
    rows = pd.DataFrame({"row": np.arange(len(frame)), "part_of": base["id"].to_numpy()})
    for name in ("low_t", "high_t", "value_t"):
        rows[f"{name}_row"] = frame[name].to_numpy()
    # A part of somebody's reserves is no nearer to what another counts as resources.
    named_alike = frame["measure"].to_numpy() == base["measure"].to_numpy()
    pairs = rows[point & named_alike].merge(parts, on="part_of")
    met = windows_meet(*(floats(pairs, name) for name in ("low_t_row", "high_t_row", "low_t", "high_t")))
    reconciled[pairs["row"].to_numpy()[met]] = True
    np.fmin.at(left, pairs["row"].to_numpy(), fold(floats(pairs, "value_t_row"), floats(pairs, "value_t")))
