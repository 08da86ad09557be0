"""The dataset as one tidy table: a row an estimate, the columns of the long form and a few for the analysis."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from rareearth_cli.domain.dates import PartialDate, parse_date
from rareearth_cli.domain.ladder import written
from rareearth_cli.domain.placing import rungs_of
from rareearth_cli.domain.quantity import Quantity
from rareearth_cli.domain.records import Dataset, Estimate, Source
from rareearth_cli.domain.vocabulary import Measure

#: The long form, in order: the same names in every machine format.
ESTIMATE_COLUMNS = (
    "id", "place", "name", "site", "measure", "share_of", "period", "publisher", "source", "edition", "version",
    "effective_date", "published", "accessed", "printed", "kind", "unit", "value_t", "low_t", "high_t", "value_pct",
    "low_pct", "high_pct", "basis", "stage", "system", "category", "rungs", "access", "development", "inferred",
    "part_of", "derived_from", "root", "status", "verification", "url", "locator",
)  # fmt: skip
#: What the analysis needs beside: days as ISO text that sorts, ranks and links.
HELPER_COLUMNS = (
    "series", "source_rank", "effective_day", "published_day", "digits", "addend", "keeper", "draws_on", "territory",
    "contained_in", "accepted", "called",
)  # fmt: skip

_TYPES = {
    **dict.fromkeys(("value_t", "low_t", "high_t", "value_pct", "low_pct", "high_pct"), "float64"),
    **dict.fromkeys(("source_rank", "digits"), "int64"),
    "addend": "bool",
}


def estimates_frame(dataset: Dataset) -> pd.DataFrame:
    """All estimates of a dataset in the order of its file. Text that is absent is empty, numbers NaN."""
    estimates = list(dataset.estimates.values())
    sources = [dataset.sources[estimate.source] for estimate in estimates]
    ranks = _source_ranks(dataset.sources.values())
    addends = {addend for one in estimates for addend in _addends(one, dataset)}
    columns: dict[str, list[object]] = {
        **_estimate_columns(estimates),
        **_amount_columns(estimates),
        **_source_columns(estimates, sources),
        "name": [dataset.places[estimate.place].name for estimate in estimates],
        "rungs": [written(rungs_of(estimate, dataset.classification)) for estimate in estimates],
        "source_rank": [ranks[source.id] for source in sources],
        "addend": [estimate.id in addends for estimate in estimates],
        "keeper": [_keeper(estimate, dataset) for estimate in estimates],
    }
    # Texts are objects in one block: rows are taken of all of them at once, not column by column.
    texts = [name for name in (*ESTIMATE_COLUMNS, *HELPER_COLUMNS) if name not in _TYPES]
    block = np.array([columns[name] for name in texts], dtype=object)
    frame = pd.DataFrame(block.T, columns=texts, dtype=object)
    return frame.assign(**{name: np.array(columns[name], dtype=dtype) for name, dtype in _TYPES.items()})


def _addends(total: Estimate, dataset: Dataset) -> list[str]:
    """The figures of the same place that a sum speaks for; the countries in a sum of the world speak for themselves."""
    return [key for key in total.derived_from if key != total.part_of and dataset.estimates[key].place == total.place]


def _estimate_columns(estimates: list[Estimate]) -> dict[str, list[object]]:
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
        "effective_day": lambda one: _day(one.effective) or (_day(parse_date(one.period)) if one.period else ""),
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


def _amount_columns(estimates: list[Estimate]) -> dict[str, list[object]]:
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


def _source_columns(estimates: list[Estimate], sources: list[Source]) -> dict[str, list[object]]:
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


def _keeper(estimate: Estimate, dataset: Dataset) -> str:
    root = dataset.roots.get(estimate.root)
    return root.keeper if root else ""


def _number(quantity: Quantity | None, name: str) -> float:
    number: Decimal | None = getattr(quantity, name, None)
    return float("nan") if number is None else float(number)


def _day(date: PartialDate | None) -> str:
    return date.last_day.isoformat() if date else ""
