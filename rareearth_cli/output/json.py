"""JSON, as one documented object or one object per line; a missing value is null and never NaN."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from rareearth_cli.analysis.result import (
    BridgeResult,
    Comparison,
    Figure,
    History,
    Listing,
    Report,
    Result,
    SectionedResult,
)
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.fields import COMPARISON_COLUMNS
from rareearth_cli.output.style import Style

#: Incremented when a name or a meaning changes, but not for additions.
SCHEMA_VERSION = 1

JsonObject = dict[str, object]


def write_json(result: Result, out: TextIO, style: Style) -> None:
    """Write the whole answer as one object, which docs/formats.md describes."""
    head: JsonObject = {
        "schema_version": SCHEMA_VERSION,
        "dataset_version": result.dataset_version,
        "query": dict(result.query),
    }
    body = BODY_BUILDERS[type(result)](result)
    json.dump({**head, **body}, out, ensure_ascii=False, indent=2, allow_nan=False)
    out.write("\n")


def write_jsonl(result: Result, out: TextIO, style: Style) -> None:
    """Write the rows only, one object per line."""
    for record in rows_as_objects(result.table):
        out.write(json.dumps(record, ensure_ascii=False, allow_nan=False))
        out.write("\n")


def rows_as_objects(table: Table) -> list[JsonObject]:
    """Return the rows of a table as objects, with whole numbers as integers."""
    names = table.names
    return [
        {name: _whole_number(value) for name, value in zip(names, row, strict=True)}
        for row in zip(*table.columns.values(), strict=True)
    ]


def _report_body(result: Report) -> JsonObject:
    head: JsonObject = {"summary": " ".join(result.summary), "command": result.command, "found": result.over_threshold}
    if result.complete is not None:  # the user chose columns, and gets no others
        return {**head, "pairs": rows_as_objects(result.table)}
    bridges = {key: _bridge_object(bridge) for key, bridge in result.bridges.items()}
    return {**head, "pairs": [{**row, "bridge": bridges.get(str(row["id"]))} for row in rows_as_objects(result.table)]}


def _history_body(result: History) -> JsonObject:
    return {"summary": " ".join(result.summary), "history": rows_as_objects(result.table)}


def _listing_body(result: Listing) -> JsonObject:
    summary: JsonObject = {"summary": " ".join(result.summary)} if result.summary else {}
    return {**summary, result.kind: rows_as_objects(result.table)}


def _sectioned_body(result: SectionedResult) -> JsonObject:
    head: JsonObject = {"summary": " ".join(result.summary)}
    return {**head, **_with_whole_numbers(result.details), result.kind: rows_as_objects(result.table)}


def _comparison_body(result: Comparison) -> JsonObject:
    every = rows_as_objects(result.complete or result.table)
    bridges = {
        bridge.explained.id: _bridge_object(bridge)
        for place in reversed(result.places)
        for bridge in reversed(place.group.bridges)
    }
    return {
        "summary": " ".join(f"{place.name}: {' '.join(place.summary)}" for place in result.places),
        **({"why": [reason for place in result.places for reason in place.why]} if _has_reasons(result) else {}),
        "estimates": [
            {name: value for name, value in row.items() if name not in COMPARISON_COLUMNS}
            for row in rows_as_objects(result.table)
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


def _has_reasons(result: Comparison) -> bool:
    return any(place.why for place in result.places)


def _bridge_object(bridge: BridgeResult) -> JsonObject:
    def end(figure: Figure) -> JsonObject:
        return {"estimate": figure.id, "value_t": _whole_number(figure.value_t)}

    return {
        "whole": end(bridge.whole),
        "part": end(bridge.part),
        "baseline": end(bridge.baseline),
        "steps": [_with_whole_numbers(step._asdict()) for step in bridge.steps],
        "detail": [_with_whole_numbers(step._asdict()) for step in bridge.detail],
        "unknown": [_with_whole_numbers(step._asdict()) for step in bridge.unknown],
        "residual_t": _whole_number(bridge.residual_t),
        "residual_low_t": _whole_number(bridge.residual_low_t),
        "residual_high_t": _whole_number(bridge.residual_high_t),
        "reconciled": bridge.reconciled,
    }


def _with_whole_numbers(step: Mapping[str, object]) -> JsonObject:
    return {name: _whole_number(value) for name, value in step.items()}


def _whole_number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: How to build the part of the object that depends on the type of the result.
BODY_BUILDERS: Mapping[type, Callable[[Any], JsonObject]] = {
    Comparison: _comparison_body,
    Report: _report_body,
    Listing: _listing_body,
    History: _history_body,
    SectionedResult: _sectioned_body,
}
