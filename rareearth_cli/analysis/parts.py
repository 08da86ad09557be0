"""Rows that are explained through a reported part: one of their own, or one of their baseline's."""

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask
from rareearth_cli.analysis.windows import POINTS, floats, windows_meet
from rareearth_cli.domain.vocabulary import Status


def through_parts(frame: pd.DataFrame, base: pd.DataFrame, meet: Mask) -> tuple[Mask, Mask]:
    """Which rows a part brings to their baseline within rounding, and which it brings nearer.

    Only parts that are figures and stand count; ``meet`` says which rows meet their baselines themselves.
    """
    point = frame["kind"].isin(POINTS).to_numpy()
    stands = (frame["status"] == Status.PUBLISHED.value).to_numpy()
    part = (frame["part_of"] != "").to_numpy() & stands & point
    figure_below = base["kind"].isin(POINTS).to_numpy()
    distance = np.where(point & figure_below, np.abs(floats(frame, "value_t") - floats(base, "value_t")), np.nan)
    is_baseline = frame["id"].isin(base["id"]).to_numpy()
    meeting = part & ((meet & figure_below) | is_baseline)
    reconciled: Mask = frame["id"].isin(frame["part_of"][meeting]).to_numpy().copy()
    best = pd.Series(distance[part], index=frame["part_of"][part]).groupby(level=0).min()
    nearer: Mask = frame["id"].map(best).to_numpy(dtype="float64") < distance
    _through_parts_of_baselines(frame, base, part, point, distance, reconciled, nearer)
    return reconciled, nearer


def _through_parts_of_baselines(
    frame: pd.DataFrame, base: pd.DataFrame, part: Mask, point: Mask, distance: Mask, reconciled: Mask, nearer: Mask
) -> None:
    """Mark in ``reconciled`` and ``nearer`` the rows that a part of their baseline meets or comes near to."""
    columns = ["part_of", "low_t", "high_t", "value_t"]
    parts = frame.loc[part & frame["part_of"].isin(base["id"]).to_numpy(), columns]
    if parts.empty:
        return
    rows = pd.DataFrame({"row": np.arange(len(frame)), "part_of": base["id"].to_numpy(), "apart": distance})
    for name in ("low_t", "high_t", "value_t"):
        rows[f"{name}_row"] = frame[name].to_numpy()
    pairs = rows[point].merge(parts, on="part_of")
    met = windows_meet(*(floats(pairs, name) for name in ("low_t_row", "high_t_row", "low_t", "high_t")))
    closer = np.abs(floats(pairs, "value_t_row") - floats(pairs, "value_t")) < floats(pairs, "apart")
    reconciled[pairs["row"].to_numpy()[met]] = True
    nearer[pairs["row"].to_numpy()[closer]] = True
