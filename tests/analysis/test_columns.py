import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.columns import by_value, words

TEXTS = st.lists(st.tuples(st.sampled_from(["", "a", "b c"]), st.sampled_from(["x", "y", None])), max_size=12)


@given(TEXTS)
def test_by_value_is_the_function_of_every_row(rows):
    columns = [pd.Series([row[at] for row in rows], dtype=object) for at in (0, 1)]
    found = by_value(lambda one, other: f"{one}|{other}", *columns)
    assert found.tolist() == [f"{one}|{other or ''}" for one, other in rows]


def test_words_are_the_names_of_what_holds_in_order():
    conditions = {"late": np.array([True, False, True, False]), "early": np.array([True, True, False, False])}
    assert words(conditions).tolist() == ["late early", "early", "late", ""]


def test_nothing_is_said_of_no_rows():
    assert words({"late": np.array([], dtype=bool)}).tolist() == []
    assert by_value(str.upper, pd.Series([], dtype=object)).tolist() == []
