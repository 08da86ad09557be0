"""JSON: one documented object, or one row a line. Absent is null, a number is never NaN."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from rareearth_cli.analysis.result import BridgeResult, Comparison, Figure, Findings, History, Listing, Report, Result
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.fields import COMPARISON_COLUMNS
from rareearth_cli.output.style import Style

#: Raised when a name or a meaning changes; additions do not raise it.
SCHEMA_VERSION = 1

Record = dict[str, object]


def write_json(result: Result, out: TextIO, style: Style) -> None:
    """The whole answer as one object, described in docs/formats.md."""
    head: Record = {
        "schema_version": SCHEMA_VERSION,
        "dataset_version": result.dataset_version,
        "query": dict(result.query),
    }
    body = BODIES[type(result)](result)
    json.dump({**head, **body}, out, ensure_ascii=False, indent=2, allow_nan=False)
    out.write("\n")


def write_jsonl(result: Result, out: TextIO, style: Style) -> None:
    """The rows alone, one object a line."""
    for record in records(result.table):
        out.write(json.dumps(record, ensure_ascii=False, allow_nan=False))
        out.write("\n")


def records(table: Table) -> list[Record]:
    """The rows of a table as objects; whole numbers without a fraction."""
    names = table.names
    return [
        {name: _plain(value) for name, value in zip(names, row, strict=True)}
        for row in zip(*table.columns.values(), strict=True)
    ]


def _report(result: Report) -> Record:
    said: Record = {"summary": " ".join(result.summary), "command": result.command, "found": result.found}
    if result.complete is not None:  # the columns that were asked for, and no more
        return {**said, "pairs": records(result.table)}
    bridges = {key: _bridge(bridge) for key, bridge in result.bridges.items()}
    return {**said, "pairs": [{**row, "bridge": bridges.get(str(row["id"]))} for row in records(result.table)]}


def _history(result: History) -> Record:
    return {"summary": " ".join(result.summary), "history": records(result.table)}


def _listing(result: Listing) -> Record:
    summary: Record = {"summary": " ".join(result.summary)} if result.summary else {}
    return {**summary, result.kind: records(result.table)}


def _findings(result: Findings) -> Record:
    said: Record = {"summary": " ".join(result.summary)}
    return {**said, **_tidy(result.details), result.kind: records(result.table)}


def _comparison(result: Comparison) -> Record:
    every = records(result.complete or result.table)
    bridges = {
        bridge.explained.id: _bridge(bridge)
        for place in reversed(result.places)
        for bridge in reversed(place.group.bridges)
    }
    return {
        "summary": " ".join(f"{place.name}: {' '.join(place.summary)}" for place in result.places),
        **({"why": [reason for place in result.places for reason in place.why]} if _reasons(result) else {}),
        "estimates": [
            {name: value for name, value in row.items() if name not in COMPARISON_COLUMNS}
            for row in records(result.table)
        ],
        "discrepancies": [
            {
                "estimate": row["id"],
                **{name: row[name] for name in COMPARISON_COLUMNS},
                "bridge": bridges.get(str(row["id"])),
            }
            for row in every
            if row["baseline"]
        ],
    }


def _reasons(result: Comparison) -> bool:
    return any(place.why for place in result.places)


def _bridge(bridge: BridgeResult) -> Record:
    def end(figure: Figure) -> Record:
        return {"estimate": figure.id, "value_t": _plain(figure.value_t)}

    return {
        "whole": end(bridge.whole),
        "part": end(bridge.part),
        "baseline": end(bridge.baseline),
        "steps": [_tidy(step._asdict()) for step in bridge.steps],
        "detail": [_tidy(step._asdict()) for step in bridge.detail],
        "unknown": [_tidy(step._asdict()) for step in bridge.unknown],
        "residual_t": _plain(bridge.residual_t),
        "residual_low_t": _plain(bridge.residual_low_t),
        "residual_high_t": _plain(bridge.residual_high_t),
        "reconciled": bridge.reconciled,
    }


def _tidy(step: Mapping[str, object]) -> Record:
    return {name: _plain(value) for name, value in step.items()}


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: What each kind of result says beside the head that all have in common.
BODIES: Mapping[type, Callable[[Any], Record]] = {
    Comparison: _comparison,
    Report: _report,
    Listing: _listing,
    History: _history,
    Findings: _findings,
}
