"""Every figure against its baseline: difference, ratio, fold, and what can be said of the gap."""

from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.judge import judgement, size_of, unexplained_fold
from rareearth_cli.analysis.pairing import OTHER_QUANTITIES, paired
from rareearth_cli.analysis.ratios import RATIOS, distance, floats, rounded_ratios
from rareearth_cli.analysis.selection import Mask
from rareearth_cli.model.vocabulary import Basis

#: Tonnes of REO in a tonne of monazite: lowest, best, highest (as in data/classification.yaml).
_OF_MONAZITE = {"low_t": 0.55, "value_t": 0.55, "high_t": 0.60}
#: How many figures of such a factor count.
_FACTOR_DIGITS = 2


def compare(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns; rows that nothing stands against keep them empty."""
    return held_against(frame, paired(frame, baseline))


def held_against(frame: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns, row by row against ``base``, which is empty where there is no baseline."""
    held = base["id"].fillna("").to_numpy()
    pair = (held != "") & (held != frame["id"].to_numpy())
    mine, theirs = frame["basis"].to_numpy(), base["basis"].fillna("").to_numpy()
    # Two tonnages of ore can be held together, ore and what is in it cannot.
    other = pair & (np.isin(mine, OTHER_QUANTITIES) | np.isin(theirs, OTHER_QUANTITIES)) & (mine != theirs)
    measured = pair & ~other & frame["low_t"].notna().to_numpy() & base["low_t"].notna().to_numpy()
    ours, against = _in_oxide(frame, mine, theirs), _in_oxide(base, theirs, mine)
    judged = frame.assign(
        baseline=np.where(pair, held, ""),
        **distance(ours, against, measured),
        **judgement(ours, against, other, measured),
    )
    judged["unexplained_fold"] = unexplained_fold(judged)
    return judged.assign(size=size_of(judged))


def _in_oxide(frame: pd.DataFrame, basis: Any, others: Any) -> pd.DataFrame:
    """The frame with monazite as the oxide in it, where the other side is no monazite: a shared factor cancels."""
    monazite: Mask = (basis == Basis.MONAZITE.value) & (others != Basis.MONAZITE.value) & (others != "")
    if not monazite.any():
        return frame
    amounts = {name: floats(frame, name) * np.where(monazite, factor, 1.0) for name, factor in _OF_MONAZITE.items()}
    digits = floats(frame, "digits")
    return frame.assign(**amounts, digits=np.where(monazite, np.fmin(digits, _FACTOR_DIGITS), digits))


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Ratios to the figures of their poorer operand and one more; the ends of an interval outwards."""
    finite = frame["unexplained_fold"].replace(np.inf, np.nan)  # infinity no format can write
    return rounded_ratios(frame.assign(unexplained_fold=finite), {**RATIOS, "unexplained_fold": np.rint})
