"""`FigureRow`, one figure with what is read of it, and its conversion from a frame."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.fields import LONG_FORM, Form

if TYPE_CHECKING:
    import pandas as pd

_DATES = frozenset(field.name for field in LONG_FORM if field.form is Form.DATE)
#: Columns of texts that are parted by blanks.
_LISTS = frozenset(
    {"causes", "flags"}
    | {field.name for field in LONG_FORM if field.form in (Form.TEXTS, Form.IDENTIFIERS, Form.FIELD_NAMES)}
)


class FigureRow(NamedTuple):
    """A row of a frame of figures: the columns that are read row by row.

    The first attributes are columns of the long form, which docs/formats.md describes; tables take theirs from the
    frame. Absent texts are empty, absent numbers are NaN, absent dates are None. A period is a text, because it is
    compared with those of frames.
    """

    id: str
    place: str
    name: str
    site: str
    measure: str
    share_of: str
    period: str
    publisher: str
    source: str
    edition: str
    effective_date: PartialDate | None
    published: PartialDate | None
    printed: str
    kind: str
    unit: str
    value_t: float
    low_t: float
    high_t: float
    value_pct: float
    low_pct: float
    high_pct: float
    basis: str
    stage: str
    category: str
    rungs: str
    access: str
    development: str
    inferred: tuple[str, ...]
    part_of: str
    derived_from: tuple[str, ...]
    root: str
    status: str
    verification: str
    series: str
    draws_on: tuple[str, ...]
    contained_in: str
    called: str
    # The helper columns of `rareearth_cli.record.frame`.
    source_rank: int
    effective_day: str
    published_day: str
    digits: int
    addend: bool
    # The marks of `rareearth_cli.analysis.selection.mark_current`.
    statement: bool
    current: bool
    whole: bool
    shown: bool
    # The columns of a comparison with a baseline.
    baseline: str = ""
    comparable: str = ""
    ratio: float = math.nan
    ratio_low: float = math.nan
    ratio_high: float = math.nan
    #: Of a row with a step, those of the ratio of that step.
    ratio_digits: int = 1
    verdict: str = ""
    causes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    # The columns of a history: the sequence of a row, the step from the row before it, and what is known of the step.
    track: str = ""
    statements: int = 1
    previous: str = ""
    step_t: float = math.nan
    step_low_t: float = math.nan
    step_high_t: float = math.nan
    step_ratio_low: float = math.nan
    step_fold: float = math.nan
    digits_before: float = math.nan
    mined_t: float = math.nan
    series_break: str = ""
    reason: str = ""
    consistency: str = ""
    note: str = ""


def to_rows(frame: "pd.DataFrame") -> list[FigureRow]:
    """Convert a frame to rows; columns that `FigureRow` lacks are left out, and those the frame lacks are defaults."""
    # `DataFrame.to_dict` looks up each row of a frame by itself, which takes several times as long.
    columns = [
        _convert_column(name, frame[name].tolist())
        if name in frame.columns
        else [FigureRow._field_defaults[name]] * len(frame)
        for name in FigureRow._fields
    ]
    return list(map(FigureRow._make, zip(*columns, strict=True)))


def _convert_column(name: str, values: list[Any]) -> Iterable[Any]:
    """Convert each distinct text of dates and of lists once."""
    if name in _DATES:
        dates = {text: parse_date(text) if text else None for text in set(values)}
        return map(dates.__getitem__, values)
    if name in _LISTS:
        lists = {text: tuple(text.split()) for text in set(values)}
        return map(lists.__getitem__, values)
    return values
