"""Columns of text worked out once for each distinct value: the same few words stand in a hundred thousand rows."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask, numbered


def by_value(function: Callable[..., Any], *columns: "pd.Series[str]", dtype: type = object) -> Any:
    """``function`` of the texts of each row; absent ones are empty."""
    codes, values = _distinct(columns)
    return np.array([function(*texts) for texts in values], dtype=dtype)[codes] if values else np.array([], dtype)


def words(conditions: Mapping[str, Mask]) -> Any:
    """The names of the conditions that hold in each row, in order, parted by blanks."""
    names = list(conditions)
    number = sum(mask.astype("int64") << place for place, mask in enumerate(conditions.values()))
    codes, distinct = pd.factorize(np.asarray(number))
    texts = [" ".join(name for place, name in enumerate(names) if int(one) >> place & 1) for one in distinct]
    return np.array(texts, dtype=object)[codes]


def _distinct(columns: tuple["pd.Series[str]", ...]) -> tuple[Any, list[tuple[Hashable, ...]]]:
    """A number for each row, and the texts that each number stands for."""
    texts = [column.to_numpy(dtype=object, na_value="") for column in columns]
    together = numbered(*texts)
    # The first row of each distinct number says what it stands for.
    _, first = np.unique(together, return_index=True)
    return together, [tuple(column[row] for column in texts) for row in first]
