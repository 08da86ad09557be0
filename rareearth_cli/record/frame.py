"""Turn a dataset into a DataFrame: one row per estimate, the columns of the long form, and some helper columns."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, LONG_FORM, NUMBER_COLUMNS, Field, Form, Origin
from rareearth_cli.model.ladder import Classification, Classified, find_rung_options, format_rungs
from rareearth_cli.model.quantity import PERCENT, Kind, Quantity
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.converters import choose_formatter
from rareearth_cli.record.rows import TableRows, split_records_and_tables

#: Columns that only the analysis uses: days as sortable ISO text, ranks, digits and links.
HELPER_COLUMNS = ("source_rank", "effective_day", "published_day", "addend")

_COLUMN_TYPES = {
    **dict.fromkeys(NUMBER_COLUMNS, "float64"),
    **dict.fromkeys(("source_rank", "digits"), "int64"),
    "addend": "bool",
}


_NUMBER_FIELDS = tuple(field for field in LONG_FORM if field.form is Form.NUMBER)
#: Fields whose columns show what an estimate or its source states.
_STATED_FIELDS = tuple(field for field in LONG_FORM if field.key in Estimate._fields or Origin.SOURCE in field.origin)


def build_frame(dataset: Dataset) -> pd.DataFrame:
    """Build the table of all estimates of a dataset.

    Returns
    -------
    pandas.DataFrame
        One row per estimate in the order of the files, with `ESTIMATE_COLUMNS` and `HELPER_COLUMNS`. Columns ending in
        ``_t`` are in tonnes, those in ``_pct`` in percent. Absent text is empty; absent numbers are NaN.

    """
    records, tables = split_records_and_tables(dataset.estimates)
    estimates = list(records.values())
    columns = _build_record_columns(estimates, dataset)
    for rows in tables:
        for name, values in _build_table_columns(rows, dataset).items():
            columns[name] = columns[name] + values if columns[name] else values
    ranks = _rank_sources(dataset.sources.values())
    columns["source_rank"] = [ranks[str(source)] for source in columns["source"]]
    addends = _find_addends(columns)
    columns["addend"] = [key in addends for key in columns["id"]]
    columns["rungs"] = _find_rungs(columns, dataset.classification)
    # All text columns share one block of objects, so that pandas selects rows of them at once, not column by column.
    texts = [name for name in (*ESTIMATE_COLUMNS, *HELPER_COLUMNS) if name not in _COLUMN_TYPES]
    block = np.array([columns[name] for name in texts], dtype=object)
    frame = pd.DataFrame(block.T, columns=texts, dtype=object)
    return frame.assign(**{name: np.array(columns[name], dtype=dtype) for name, dtype in _COLUMN_TYPES.items()})


def _build_record_columns(estimates: list[Estimate], dataset: Dataset) -> dict[str, list[Any]]:
    sources = [dataset.sources[estimate.source] for estimate in estimates]
    return {
        **{field.name: _read_column(field, estimates, sources) for field in _STATED_FIELDS},
        **_amount_columns(estimates),
        "effective_day": [_last_day(each.effective) or _last_day_of_text(each.period) for each in estimates],
        "published_day": [_last_day(source.published) for source in sources],
        "name": [dataset.places[estimate.place].name for estimate in estimates],
        "keeper": [_find_keeper(estimate.root, dataset) for estimate in estimates],
    }


def _read_column(field: Field, estimates: list[Estimate], sources: list[Source]) -> list[str]:
    """Read the texts of a column from the estimates, or where these state nothing from their sources."""
    read = attrgetter(field.key)
    values: Iterable[Any]
    if Origin.SOURCE not in field.origin:
        values = map(read, estimates)
    elif field.key not in Estimate._fields:
        values = map(read, sources)
    else:
        values = (read(estimate) or read(source) for estimate, source in zip(estimates, sources, strict=True))
    return list(map(choose_formatter(field), values))


def _build_table_columns(rows: TableRows, dataset: Dataset) -> dict[str, list[Any]]:
    """Build the columns of a table's rows; derived columns are computed once for each distinct value."""
    texts = rows.texts
    keepers = zip(texts["keeper"], texts["root"], strict=True)
    days = zip(texts["effective_date"], texts["period"], strict=True)
    return {
        **texts,
        **rows.numbers,
        "digits": _count_significant_digits(rows).tolist(),
        "name": _map_distinct(lambda place: dataset.places[place].name, texts["place"]),
        "keeper": _map_distinct(lambda pair: pair[0] or _find_keeper(pair[1], dataset), list(keepers)),
        "effective_day": _map_distinct(lambda pair: _last_day_of_text(pair[0] or pair[1]), list(days)),
        "published_day": _map_distinct(_last_day_of_text, texts["published"]),
    }


def _find_rungs(columns: Mapping[str, list[Any]], classification: Classification) -> list[str]:
    fields = map(Classified._make, zip(*(columns[name] for name in Classified._fields), strict=True))
    return _map_distinct(lambda one: format_rungs(find_rung_options(classification, one)), list(fields))


def _count_significant_digits(rows: TableRows) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Count the significant digits of each row: as noted, or else inferred from the rounding window.

    A rounding window is as wide as one unit of the last digit, or 0.55 units for a power of ten. It is twice as wide
    for an approximate figure.
    """
    noted = np.array(rows.digits, dtype="int64")
    share = np.array(rows.texts["measure"], dtype=object) == Measure.SHARE.value
    value, low, high = (
        np.where(share, *(np.array(rows.numbers[f"{name}_{unit}"], dtype="float64") for unit in ("pct", "t")))
        for name in ("value", "low", "high")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = (high - low) / np.where(np.array(rows.texts["kind"], dtype=object) == Kind.APPROX.value, 1.1, 0.55)
        digits = np.floor(np.log10(value)) - np.floor(np.log10(unit) + 1e-9) + 1
    return np.where(noted > 0, noted, np.nan_to_num(digits, posinf=0, neginf=0).clip(0, 15)).astype("int64")


def _map_distinct(function: Callable[[Any], str], values: list[Any]) -> list[str]:
    found = {value: function(value) for value in dict.fromkeys(values)}
    return [found[value] for value in values]


def _find_addends(columns: Mapping[str, list[Any]]) -> frozenset[str]:
    """Return the figures that a sum for the same place already includes; countries in a world sum do not count."""
    sums = [row for row, keys in enumerate(columns["derived_from"]) if keys and keys != columns["part_of"][row]]
    if not sums:
        return frozenset()
    places = dict(zip(columns["id"], columns["place"], strict=True))
    return frozenset(
        key
        for row in sums
        for key in columns["derived_from"][row].split()
        if key != columns["part_of"][row] and places.get(key) == columns["place"][row]
    )


def _amount_columns(estimates: list[Estimate]) -> dict[str, list[Any]]:
    """Build the number columns: tonnes for amounts, percent for shares and for parts printed as a percentage."""
    tonnes = [None if estimate.measure is Measure.SHARE else estimate.quantity for estimate in estimates]
    percent = [estimate.quantity if estimate.measure is Measure.SHARE else estimate.percent for estimate in estimates]
    quantities = {"t": tonnes, PERCENT: percent}
    return {
        **{field.name: [_to_float(each, field.key) for each in quantities[field.unit]] for field in _NUMBER_FIELDS},
        "printed": [estimate.quantity.printed for estimate in estimates],
        "kind": [estimate.quantity.kind.value for estimate in estimates],
        "unit": [estimate.quantity.unit or "" for estimate in estimates],
        "digits": [estimate.quantity.digits or 0 for estimate in estimates],
    }


def _rank_sources(sources: Iterable[Source]) -> dict[str, int]:
    """Rank sources by date of publication; undated ones come first, so that they supersede nothing."""
    ordered = sorted(
        sources, key=lambda source: (_last_day(source.published), _natural_sort_key(source.edition, source.version))
    )
    return {source.id: rank for rank, source in enumerate(ordered)}


def _natural_sort_key(*texts: str) -> list[tuple[bool, int, str]]:
    """Return a sort key that puts version 1.10 after 1.9."""
    pieces = [piece.lstrip("0") for text in texts for piece in re.findall(r"[0-9]+|[^0-9]+", text)]
    # Lengths are compared before digits, since int() refuses very long numbers.
    return [(number := not piece or piece[0] in "123456789", len(piece) if number else 0, piece) for piece in pieces]


def _find_keeper(name: str, dataset: Dataset) -> str:
    root = dataset.roots.get(name)
    return root.keeper if root else ""


def _to_float(quantity: Quantity | None, name: str) -> float:
    number: Decimal | None = getattr(quantity, name, None)
    return float("nan") if number is None else float(number)


def _last_day_of_text(text: str) -> str:
    return _last_day(parse_date(text)) if text else ""


def _last_day(date: PartialDate | None) -> str:
    return date.last_day.isoformat() if date else ""
