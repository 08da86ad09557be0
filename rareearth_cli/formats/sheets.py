"""What goes on which sheet of a workbook: the columns are those of the other machine formats."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from rareearth_cli import __version__
from rareearth_cli.analysis.findings import Findings
from rareearth_cli.analysis.results import BridgeResult, Comparison, Listing, Report, Result, Table
from rareearth_cli.domain.columns import COMPARISON_COLUMNS, PAIR_COLUMNS
from rareearth_cli.formats.style import Style

#: What tells a reader of a discrepancy which figure it is about.
_WHICH = ("id", "name", "measure", "printed", "value_t", "source")


class Sheet(NamedTuple):
    """A named table."""

    name: str
    table: Table


def sheets_of(result: Result, style: Style) -> list[Sheet]:
    """The sheets of a result; one of rows alone where columns or an order were asked for."""
    if style.rows_only or not isinstance(result, Comparison | Report):
        name = result.kind if isinstance(result, Listing | Findings) else "rows"
        found = [Sheet(name, result.table)]
    else:
        bridges = _bridges_of(result)
        found = [
            Sheet("estimates", _chosen(result.table, [one for one in result.table.names if one not in _COMPARED])),
            Sheet("discrepancies", _discrepancies(result.table)),
            Sheet("bridges", _table(("estimate", "whole", "part", "baseline", "order", *_STEP, "verdict"), bridges)),
        ]
    if result.sources is not None:
        found.append(Sheet("sources", result.sources))
    return [*found, Sheet("about", _about(result, style))]


_COMPARED = (*COMPARISON_COLUMNS, *PAIR_COLUMNS)
_STEP = ("kind", "what", "amount_t", "low_t", "high_t", "evidence", "why")


def _discrepancies(table: Table) -> Table:
    """The rows that are held against a baseline."""
    names = [name for name in (*_WHICH, *PAIR_COLUMNS, *COMPARISON_COLUMNS) if name in table.columns]
    chosen = _chosen(table, names)
    held = [at for at, baseline in enumerate(table.columns["baseline"]) if baseline]
    return Table(columns={name: [values[at] for at in held] for name, values in chosen.columns.items()})


def _chosen(table: Table, names: Sequence[str]) -> Table:
    return Table(columns={name: table.columns[name] for name in names})


def _bridges_of(result: Comparison | Report) -> list[Sequence[object]]:
    if isinstance(result, Report):
        bridges: Iterable[BridgeResult] = result.bridges.values()
    else:
        bridges = chain.from_iterable(place.group.bridges for place in result.places)
    return [row for bridge in bridges for row in _bridge(bridge)]


def _bridge(bridge: BridgeResult) -> list[Sequence[object]]:
    """The rows of a bridge in order: its ends, its steps, what is left; a step without a figure has no amount."""
    ends = (bridge.explained.id, bridge.whole.id, bridge.part.id, bridge.baseline.id)
    whole, part, base = (
        (kind, end.title if kind != "part" else end.scope, end.value_t, end.low_t, end.high_t,
         "derived" if end.derived else "reported", f"as of {end.as_of}")
        for kind, end in (("whole", bridge.whole), ("part", bridge.part), ("baseline", bridge.baseline))
    )  # fmt: skip
    steps = [
        (kind, step.what, step.amount_t, None, None, step.evidence, step.why)
        for kind, group in (("step", bridge.steps), ("detail", bridge.detail))
        for step in group
    ]
    left = (bridge.residual_t, bridge.residual_low_t, bridge.residual_high_t)
    residual = ("residual", "left over", *left, "residual", None)
    unknown = [("unknown", step.what, None, None, None, step.evidence, step.why) for step in bridge.unknown]
    rows = [whole, *steps, part, residual, base, *unknown]
    return [(*ends, float(order), *row, bridge.explained.verdict) for order, row in enumerate(rows, start=1)]


def _about(result: Result, style: Style) -> Table:
    """What the workbook answers, and what it takes to get it again."""
    said: Mapping[str, Sequence[str]] = {
        "summary": [*getattr(result, "summary", ())]
        or [f"{place.name}: {' '.join(place.summary)}" for place in getattr(result, "places", ())],
        "command": [style.command],
        "dataset": [result.dataset_version],
        "rareearth": [__version__],
        "amounts": ["Amounts are tonnes, shares percent. What is missing is empty and never 0."],
        "dates": ["A date known to the month or year alone is text, because it is no day."],
    }
    return _table(("about", "text"), [(name, text) for name, texts in said.items() for text in texts])


def _table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    return Table(columns={name: [row[at] for row in rows] for at, name in enumerate(names)})
