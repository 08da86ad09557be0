"""A frame of figures becomes typed records; the columns of a table are looked up in the frame by their ids."""

import math
from typing import get_type_hints

import pytest

from rareearth_cli.analysis.figures import FigureRow, to_rows
from rareearth_cli.analysis.pairing import BASELINE_SERIES, compare, select_baselines
from rareearth_cli.analysis.revisions import add_steps, collect_production
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import look_up_columns, to_table
from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, LONG_FORM, Form

FORMS = {
    Form.DATE: PartialDate | None,
    Form.NUMBER: float,
    Form.COUNT: int,
    **dict.fromkeys((Form.TEXTS, Form.IDENTIFIERS, Form.FIELD_NAMES), tuple[str, ...]),
}


@pytest.fixture(scope="module")
def frame(bundled):
    return select_known(bundled, None, lambda every: every)[0]


def test_the_type_of_an_attribute_is_that_of_the_field():
    for field in LONG_FORM:
        declared = get_type_hints(FigureRow).get(field.name)
        assert declared in (None, FORMS.get(field.form, str)), field.name


def test_every_bundled_figure_has_values_of_the_declared_types(frame):
    compared = compare(frame, select_baselines(frame, None), frame)
    stepped = add_steps(frame.assign(track=frame["place"]), collect_production(frame, BASELINE_SERIES))
    for row in (*to_rows(compared), *to_rows(stepped)):
        for name, declared in get_type_hints(FigureRow).items():
            kind = tuple if declared == tuple[str, ...] else declared
            assert isinstance(getattr(row, name), kind), (row.id, name)


def test_dates_and_lists_are_read_once_for_all(frame):
    dated = frame.head(1).assign(effective_date="2023-01", published="", inferred="basis stage", draws_on="")
    (row,) = to_rows(dated)
    assert row.effective_date == parse_date("2023-01")
    assert (row.published, row.inferred, row.draws_on) == (None, ("basis", "stage"), ())


def test_columns_of_a_comparison_are_absent_without_one(frame):
    row = to_rows(frame.head(1))[0]
    assert (row.baseline, row.verdict, row.causes, row.ratio_digits) == ("", "", (), 1)
    assert math.isnan(row.ratio)
    compared = to_rows(compare(frame, select_baselines(frame, None), frame))
    assert any(one.causes and one.flags and one.ratio > 0 for one in compared)


def test_a_frame_that_lacks_a_column_of_every_figure_is_refused(frame):
    with pytest.raises(KeyError, match="shown"):
        to_rows(frame.drop(columns="shown"))


def test_an_empty_frame_has_no_rows(frame):
    assert to_rows(frame.head(0)) == []


def test_columns_are_looked_up_in_the_order_of_the_ids(frame):
    ids = [*reversed(frame["id"]), frame["id"][0]]
    every = to_table(frame, ESTIMATE_COLUMNS).columns
    found = look_up_columns(frame, [None, *ids], ESTIMATE_COLUMNS)
    for name, values in every.items():
        assert found[name] == [None, *reversed(values), values[0]], name


def test_nothing_is_looked_up_for_no_ids(frame):
    assert look_up_columns(frame, [None], ("id", "value_t")) == {"id": [None], "value_t": [None]}
    assert look_up_columns(frame, [], ("id",)) == {"id": []}
