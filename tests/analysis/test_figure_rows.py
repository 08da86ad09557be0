"""A frame of figures becomes typed records, and these become columns again."""

import math

import pytest

from rareearth_cli.analysis.comparison import compare
from rareearth_cli.analysis.figure_rows import FigureRow, to_columns, to_rows
from rareearth_cli.analysis.pairing import select_baselines
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import to_table
from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, LONG_FORM, Form

FORMS = {
    Form.DATE: PartialDate | None,
    Form.NUMBER: float,
    **dict.fromkeys((Form.TEXTS, Form.IDENTIFIERS, Form.FIELD_NAMES), tuple[str, ...]),
}


@pytest.fixture(scope="module")
def frame(bundled):
    return select_known(bundled, None, lambda every: every)[0]


def test_a_row_starts_with_the_columns_of_the_long_form_and_their_types():
    assert FigureRow._fields[: len(ESTIMATE_COLUMNS)] == ESTIMATE_COLUMNS
    for field in LONG_FORM:
        assert FigureRow.__annotations__[field.name] == FORMS.get(field.form, str), field.name


def test_every_bundled_figure_has_values_of_the_declared_types(frame):
    for row in to_rows(compare(frame, select_baselines(frame, None))):
        for name, declared in FigureRow.__annotations__.items():
            kind = tuple if declared == tuple[str, ...] else declared
            assert isinstance(getattr(row, name), kind), (row.id, name)


def test_rows_and_columns_hold_the_same_as_the_frame(frame):
    columns = to_columns(to_rows(frame), ESTIMATE_COLUMNS)
    assert columns == to_table(frame, ESTIMATE_COLUMNS).columns


def test_dates_and_lists_are_read_once_for_all(frame):
    dated = frame.head(1).assign(effective_date="2023-01", published="", inferred="basis stage", draws_on="")
    (row,) = to_rows(dated)
    assert row.effective_date == parse_date("2023-01")
    assert (row.published, row.inferred, row.draws_on) == (None, ("basis", "stage"), ())
    assert to_columns([row, None], ("effective_date", "published", "inferred", "draws_on")) == {
        "effective_date": ["2023-01", None],
        "published": [None, None],
        "inferred": ["basis stage", None],
        "draws_on": [None, None],
    }


def test_columns_of_a_comparison_are_absent_without_one(frame):
    row = to_rows(frame.head(1))[0]
    assert (row.baseline, row.verdict, row.causes, row.ratio_digits) == ("", "", (), 1)
    assert math.isnan(row.ratio)
    compared = to_rows(compare(frame, select_baselines(frame, None)))
    assert any(one.causes and one.flags and one.ratio > 0 for one in compared)


def test_a_frame_that_lacks_a_column_of_every_figure_is_refused(frame):
    with pytest.raises(KeyError, match="shown"):
        to_rows(frame.drop(columns="shown"))


def test_an_empty_frame_has_no_rows(frame):
    assert to_rows(frame.head(0)) == []
