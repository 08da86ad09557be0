"""The dataset as one tidy table: a row an estimate, the columns of the long form and a few for the analysis."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.model.classify import compiled, rungs_of
from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.fields import ESTIMATE_COLUMNS, NUMBER_COLUMNS
from rareearth_cli.model.ladder import Rungs, options, written
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.rows import Rows, in_columns

#: What the analysis needs beside: days as ISO text that sorts, ranks and links.
HELPER_COLUMNS = ("source_rank", "effective_day", "published_day", "digits", "addend")

_TYPES = {
    **dict.fromkeys(NUMBER_COLUMNS, "float64"),
    **dict.fromkeys(("source_rank", "digits"), "int64"),
    "addend": "bool",
}


#: What says which rungs of the ladder a figure covers.
_PLACED = ("system", "category", "place", "root", "access", "development")


def estimates_frame(dataset: Dataset) -> pd.DataFrame:
    """All estimates of a dataset in the order of its file. Text that is absent is empty, numbers NaN."""
    records, files = in_columns(dataset.estimates)
    estimates = list(records.values())
    columns = _written_columns(estimates, dataset)
    for rows in files:
        for name, values in _row_columns(rows, dataset).items():
            columns[name] = columns[name] + values if columns[name] else values
    ranks = _source_ranks(dataset.sources.values())
    columns["source_rank"] = [ranks[str(source)] for source in columns["source"]]
    addends = _addends(columns)
    columns["addend"] = [key in addends for key in columns["id"]]
    # Texts are objects in one block: rows are taken of all of them at once, not column by column.
    texts = [name for name in (*ESTIMATE_COLUMNS, *HELPER_COLUMNS) if name not in _TYPES]
    block = np.array([columns[name] for name in texts], dtype=object)
    frame = pd.DataFrame(block.T, columns=texts, dtype=object)
    return frame.assign(**{name: np.array(columns[name], dtype=dtype) for name, dtype in _TYPES.items()})


def _written_columns(estimates: list[Estimate], dataset: Dataset) -> dict[str, list[Any]]:
    sources = [dataset.sources[estimate.source] for estimate in estimates]
    return {
        **_estimate_columns(estimates),
        **_amount_columns(estimates),
        **_source_columns(estimates, sources),
        "name": [dataset.places[estimate.place].name for estimate in estimates],
        "rungs": [written(rungs_of(estimate, dataset.classification)) for estimate in estimates],
        "keeper": [_keeper(estimate.root, dataset) for estimate in estimates],
    }


def _row_columns(rows: Rows, dataset: Dataset) -> dict[str, list[Any]]:
    """The columns of figures that came as such; what follows from others is worked out once for each distinct value."""
    texts = rows.texts
    placed = zip(*(texts[name] for name in _PLACED), strict=True)
    kept = zip(texts["keeper"], texts["root"], strict=True)
    days = zip(texts["effective_date"], texts["period"], strict=True)
    return {
        **texts,
        **rows.numbers,
        "digits": _digits(rows).tolist(),
        "name": _mapped(lambda place: dataset.places[place].name, texts["place"]),
        "rungs": _mapped(lambda one: written(_rungs(one, dataset)), list(placed)),
        "keeper": _mapped(lambda one: one[0] or _keeper(one[1], dataset), list(kept)),
        "effective_day": _mapped(lambda one: _day_of(one[0] or one[1]), list(days)),
        "published_day": _mapped(_day_of, texts["published"]),
    }


def _rungs(placed: tuple[str, ...], dataset: Dataset) -> tuple[Rungs, ...]:
    system, category, place, root, access, development = placed
    return options(
        dataset.classification,
        system=system,
        category=category,
        place=compiled(place, root),
        access=access,
        development=development,
    )


def _digits(rows: Rows) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """How many figures of each row count: as noted, else as many as its rounding window leaves.

    A window is one unit of the last figure wide, 0.55 of it at a power of ten, twice that where approximate.
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


def _mapped(function: Callable[[Any], str], values: list[Any]) -> list[str]:
    found = {value: function(value) for value in dict.fromkeys(values)}
    return [found[value] for value in values]


def _addends(columns: Mapping[str, list[Any]]) -> frozenset[str]:
    """The figures of the same place that a sum speaks for; the countries in a sum of the world speak for themselves."""
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


def _estimate_columns(estimates: list[Estimate]) -> dict[str, list[Any]]:
    texts: Mapping[str, Callable[[Estimate], object]] = {
        "id": lambda one: one.id,
        "place": lambda one: one.place,
        "site": lambda one: one.site,
        "measure": lambda one: one.measure.value,
        "share_of": lambda one: str(one.share_of),
        "period": lambda one: one.period,
        "publisher": lambda one: one.publisher,
        "source": lambda one: one.source,
        "effective_date": lambda one: one.effective.text if one.effective else "",
        "effective_day": lambda one: _day(one.effective) or _day_of(one.period),
        "basis": lambda one: str(one.basis),
        "stage": lambda one: str(one.stage),
        "system": lambda one: one.system,
        "category": lambda one: one.category,
        "access": lambda one: one.access,
        "development": lambda one: one.development,
        "inferred": lambda one: " ".join(one.inferred),
        "part_of": lambda one: one.part_of,
        "derived_from": lambda one: " ".join(one.derived_from),
        "draws_on": lambda one: " ".join(one.draws_on),
        "territory": lambda one: one.territory,
        "contained_in": lambda one: one.contained_in,
        "accepted": lambda one: one.accepted,
        "called": lambda one: one.called,
        "root": lambda one: one.root,
        "status": lambda one: one.status.value,
    }
    return {name: [read(one) for one in estimates] for name, read in texts.items()}


def _amount_columns(estimates: list[Estimate]) -> dict[str, list[Any]]:
    """Tonnes for amounts; percent for shares and for parts printed as a percentage."""
    tonnes = [None if one.measure is Measure.SHARE else one.quantity for one in estimates]
    percent = [one.quantity if one.measure is Measure.SHARE else one.percent for one in estimates]
    return {
        **{f"{name}_t": [_number(quantity, name) for quantity in tonnes] for name in ("value", "low", "high")},
        **{f"{name}_pct": [_number(quantity, name) for quantity in percent] for name in ("value", "low", "high")},
        "printed": [one.quantity.printed for one in estimates],
        "kind": [one.quantity.kind.value for one in estimates],
        "unit": [one.quantity.unit or "" for one in estimates],
        "digits": [one.quantity.digits or 0 for one in estimates],
    }


def _source_columns(estimates: list[Estimate], sources: list[Source]) -> dict[str, list[Any]]:
    return {
        "edition": [source.edition for source in sources],
        "version": [source.version for source in sources],
        "series": [source.series for source in sources],
        "published": [source.published.text if source.published else "" for source in sources],
        "published_day": [_day(source.published) for source in sources],
        "accessed": [source.accessed.text if source.accessed else "" for source in sources],
        "verification": [source.verification.value for source in sources],
        "url": [one.url or source.url for one, source in zip(estimates, sources, strict=True)],
        "locator": [one.locator or source.locator for one, source in zip(estimates, sources, strict=True)],
    }


def _source_ranks(sources: Iterable[Source]) -> dict[str, int]:
    """Sources in the order of publication; undated ones come first, so that they supersede nothing."""
    ordered = sorted(sources, key=lambda source: (_day(source.published), _natural(source.edition, source.version)))
    return {source.id: rank for rank, source in enumerate(ordered)}


def _natural(*texts: str) -> list[tuple[bool, int, str]]:
    """An order in which version 1.10 comes after 1.9."""
    pieces = [piece.lstrip("0") for text in texts for piece in re.findall(r"[0-9]+|[^0-9]+", text)]
    # A number that is longer is larger; of any length, which int() would refuse.
    return [(number := not piece or piece[0] in "123456789", len(piece) if number else 0, piece) for piece in pieces]


def _keeper(name: str, dataset: Dataset) -> str:
    root = dataset.roots.get(name)
    return root.keeper if root else ""


def _number(quantity: Quantity | None, name: str) -> float:
    number: Decimal | None = getattr(quantity, name, None)
    return float("nan") if number is None else float(number)


def _day_of(text: str) -> str:
    return _day(parse_date(text)) if text else ""


def _day(date: PartialDate | None) -> str:
    return date.last_day.isoformat() if date else ""
