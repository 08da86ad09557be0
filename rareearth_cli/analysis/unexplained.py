"""What is left of a gap once all that definition explains is taken off, and how large that is in a word."""

from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.domain.vocabulary import Size, Verdict

#: Verdicts that leave nothing to explain.
EXPLAINED = (Verdict.SAME_SOURCE, Verdict.AGREE, Verdict.AGREE_AFTER_CONVERSION, Verdict.RECONCILED_BY_SUBSET)
#: The fold below which a gap is near, moderate, large (rule R7.6).
_SIZES = {Size.NEAR: 1.10, Size.MODERATE: 1.5, Size.LARGE: 3.0}


def unexplained_fold(pairs: pd.DataFrame) -> "pd.Series[float]":
    """The fold that no definition accounts for: 1 where all is explained, what the best part leaves where some is."""
    fold = certain_fold(pairs).where(pairs["verdict"] != Verdict.PARTLY_EXPLAINED, pairs["fold_left"])
    fold = fold.where(~pairs["verdict"].isin(EXPLAINED), 1.0)
    return fold.where(~pairs["verdict"].isin(("", Verdict.NOT_COMPARABLE)), np.nan)


def certain_fold(pairs: pd.DataFrame) -> "pd.Series[float]":
    """The fold of figures, of bounds and ranges that of their nearer end: 1 where there may be none.

    Something against nothing is infinitely far.
    """
    low, high = pairs["ratio_low"].fillna(0.0), pairs["ratio_high"].fillna(np.inf)
    with np.errstate(divide="ignore"):
        surely = np.select([low > 1, high < 1], [low, 1 / high], 1.0)
    fold = pairs["fold"].where(pairs["fold"].notna(), surely)
    return fold.mask((pairs["verdict"] == Verdict.CONFLICT) & (fold == 1), np.inf)


def size_of(pairs: pd.DataFrame) -> Any:
    """How large what is unexplained is, in a word (rule R7.6): AGREE where nothing is left, or windows meet."""
    fold = pairs["unexplained_fold"]
    meet = (pairs["ratio_low"].fillna(0.0) < 1) & (pairs["ratio_high"].fillna(np.inf) > 1)
    alike = pairs["verdict"].isin(EXPLAINED) | meet
    cases = [fold.isna(), alike, *(fold < limit for limit in _SIZES.values())]
    return np.select(cases, ["", Size.AGREE.value, *(size.value for size in _SIZES)], Size.EXTREME.value)
