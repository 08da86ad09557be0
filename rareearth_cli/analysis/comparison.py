"""Compare figures with their baselines: difference, ratio, times apart, verdict and size of the gap."""

from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.judge import classify_gap, judge_pairs, unexplained_times_apart
from rareearth_cli.analysis.pairing import OTHER_QUANTITIES, match_baselines
from rareearth_cli.analysis.ratios import RATIO_ROUNDING, compute_ratios, round_ratios, to_floats
from rareearth_cli.analysis.selection import Mask
from rareearth_cli.model.vocabulary import Basis
from rareearth_cli.record.classification import load_factors


def compare(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """Compare each figure with its baseline, and add the comparison columns.

    Parameters
    ----------
    frame
        The figures to compare.
    baseline
        The baselines, from `select_baselines`.

    Returns
    -------
    pandas.DataFrame
        The frame with the comparison columns; they are empty in rows without a baseline.

    """
    return compare_pairs(frame, match_baselines(frame, baseline))


def compare_pairs(frame: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """Compare each row of ``frame`` with the same row of ``base``, and add the comparison columns.

    Rows of ``base`` that are empty, or that are the figure itself, are no baselines.
    """
    base_ids = base["id"].fillna("").to_numpy()
    pair = (base_ids != "") & (base_ids != frame["id"].to_numpy())
    basis, base_basis = frame["basis"].to_numpy(), base["basis"].fillna("").to_numpy()
    counts_other = np.isin(basis, OTHER_QUANTITIES) | np.isin(base_basis, OTHER_QUANTITIES)
    # Two tonnages of ore are comparable; ore and the oxide in it are not.
    not_comparable = pair & counts_other & (basis != base_basis)
    measured = pair & ~not_comparable & frame["low_t"].notna().to_numpy() & base["low_t"].notna().to_numpy()
    converted = _convert_monazite(frame, basis, base_basis)
    converted_base = _convert_monazite(base, base_basis, basis)
    judged = frame.assign(
        baseline=np.where(pair, base_ids, ""),
        **compute_ratios(converted, converted_base, measured),
        **judge_pairs(converted, converted_base, not_comparable, measured),
    )
    judged["unexplained_fold"] = unexplained_times_apart(judged)
    return judged.assign(size=classify_gap(judged))


def _convert_monazite(frame: pd.DataFrame, basis: Any, other_basis: Any) -> pd.DataFrame:
    """Convert amounts of monazite to the oxide in it, unless the other side is monazite too and the factor cancels."""
    monazite: Mask = (basis == Basis.MONAZITE.value) & (other_basis != Basis.MONAZITE.value) & (other_basis != "")
    if not monazite.any():
        return frame
    factor = load_factors().to_reo[Basis.MONAZITE.value]
    factors = {"low_t": factor.low, "value_t": factor.value, "high_t": factor.high}
    amounts = {name: to_floats(frame, name) * np.where(monazite, float(end), 1.0) for name, end in factors.items()}
    digits = to_floats(frame, "digits")
    return frame.assign(**amounts, digits=np.where(monazite, np.fmin(digits, factor.digits), digits))


def round_comparison(frame: pd.DataFrame) -> pd.DataFrame:
    """Round the ratios of a comparison to one digit more than their less precise operands have."""
    # Some formats, such as JSON, cannot represent infinity.
    finite = frame["unexplained_fold"].replace(np.inf, np.nan)
    return round_ratios(frame.assign(unexplained_fold=finite), {**RATIO_ROUNDING, "unexplained_fold": np.rint})
