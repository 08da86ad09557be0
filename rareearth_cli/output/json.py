"""JSON, as one documented object or one object per line; a missing value is null and never NaN."""

import json
from typing import TextIO

from rareearth_cli.analysis.answer import Answer
from rareearth_cli.analysis.table import Table
from rareearth_cli.output.style import Style

#: Incremented when a name or a meaning changes, but not for additions.
SCHEMA_VERSION = 2

JsonObject = dict[str, object]


def write_json(answer: Answer, out: TextIO, style: Style) -> None:
    """Write the whole answer as one object, which docs/formats.md describes."""
    told = answer.sentences or answer.sections
    whole: JsonObject = {
        "schema_version": SCHEMA_VERSION,
        "dataset_version": answer.dataset_version,
        "query": dict(answer.query),
        **({"summary": " ".join(answer.summary)} if told else {}),
        **{name: _simplify(value) for name, value in answer.list_contents().items()},
    }
    json.dump(whole, out, ensure_ascii=False, indent=2, allow_nan=False)
    out.write("\n")


def write_jsonl(answer: Answer, out: TextIO, style: Style) -> None:
    """Write the rows only, one object per line."""
    for record in _list_rows(answer.table):
        out.write(json.dumps(record, ensure_ascii=False, allow_nan=False))
        out.write("\n")


def _list_rows(table: Table) -> list[JsonObject]:
    columns = [[_simplify(value) for value in values] for values in table.columns.values()]
    return [dict(zip(table.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _simplify(value: object) -> object:
    """Turn tables into lists of objects, and whole numbers into integers."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Table):
        return _list_rows(value)
    if isinstance(value, dict):
        return {name: _simplify(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_simplify(one) for one in value]
    return value
