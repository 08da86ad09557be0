"""Build a JSON Schema of datasets, for editors, from the table of fields and the words that the checks know.

A schema sees a single file: it cannot follow references, add up or parse figures. `rareearth validate` is
authoritative; what only it can check is listed in tests/test_schema.py.
"""

import re
from collections.abc import Iterable, Mapping

from rareearth_cli.model.fields import ESTIMATE, INFERABLE, SOURCE, Field, Form, Origin, select_fields
from rareearth_cli.model.records import Explanation, Remark
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, DISTORTED, Evidence, Measure, Status
from rareearth_cli.record import converters
from rareearth_cli.record.checks import IDENTIFIER
from rareearth_cli.record.load import SECTIONS, load_classification, load_places
from rareearth_cli.record.short_entries import OF_SOURCE
from rareearth_cli.record.sources import REQUIRED_FIELDS
from rareearth_cli.record.tables import ANNOTATIONS, TABLE_FIELDS

Schema = dict[str, object]

#: Characters that have a meaning in a regular expression.
_REGEX_CHARACTERS = re.compile(r"([.^$*+?()\[\]{}|\\])")
#: Editors read some values as numbers or booleans where our reader keeps the text, so these types are texts too.
_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_IDENTIFIER: Schema = {**_TEXT, "pattern": f"^{IDENTIFIER.pattern}$"}
_DATE: Schema = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
_COUNT: Schema = {
    "type": ["string", "integer"],
    "pattern": "^[1-9](?: from [1-9][0-9]{0,14} t)?$",
    "minimum": 1,
    "maximum": 9,
}


def build_json_schema() -> Schema:
    """Build the schema of a dataset in YAML, as a JSON Schema 2020-12 document."""
    root = _object_schema(dict.fromkeys(converters.ROOT_FIELDS, _TEXT))
    source = {**_source_schema(), "anyOf": [_require("series"), _require("amends"), _require(*REQUIRED_FIELDS)]}
    remark = _object_schema(
        {**dict.fromkeys(Remark._fields, _TEXT), "place": _reference_schema("place")}, Remark._fields
    )
    explanation = _object_schema(
        {**dict.fromkeys(Explanation._fields, _TEXT), "evidence": _enum_schema(word.value for word in Evidence)},
        ("of", "evidence", "text"),
    )
    sections = {
        "dataset": _object_schema(dict.fromkeys(converters.DATASET_FIELDS, _TEXT)),
        "publishers": _map_schema(_TEXT),
        "systems": _TEXTS,
        "roots": _map_schema(root, _IDENTIFIER),
        "series": _map_schema(_source_schema(), _IDENTIFIER),
        "sources": _map_schema(source, _IDENTIFIER),
        "tables": _array_schema(_table_schema()),
        "estimates": _array_schema(_estimate_schema()),
        "bridges": _array_schema(_bridge_schema()),
        "remarks": _array_schema(remark),
        "explanations": _array_schema(explanation),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Published estimates of rare-earth reserves",
        "description": "Made from the fields and words that 'rareearth validate' checks; that has the last word.",
        **_object_schema({name: sections[name] for name in SECTIONS}),
        "$defs": {"place": _enum_schema(load_places())},
    }


def _object_schema(fields: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    needed = _require(*required) if required else {}
    return {"type": "object", "properties": dict(fields), "additionalProperties": False, **needed}


def _map_schema(values: Schema, names: Schema | None = None) -> Schema:
    pattern = {"propertyNames": {"pattern": names["pattern"]}} if names else {}
    return {"type": "object", "additionalProperties": values, **pattern}


def _array_schema(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _reference_schema(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _require(*fields: str) -> Schema:
    return {"required": list(fields)}


def _enum_schema(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _field_is(field: str, *words: str) -> Schema:
    """Require that a field is present and is one of some words."""
    return {"properties": {field: _enum_schema(words)}, **_require(field)}


def _field_schemas(fields: Iterable[Field]) -> dict[str, Schema]:
    """Return the schema of each field, by its form."""
    return {
        field.key: _enum_schema(field.list_words()) if field.words else _FORM_SCHEMAS[field.form] for field in fields
    }


def _source_schema() -> Schema:
    defaults = _field_schemas(select_fields(ESTIMATE, Origin.DEFAULT).values())
    by_measure = {measure.value: _object_schema(defaults) for measure in Measure}
    return _object_schema(
        {
            **_field_schemas(SOURCE),
            "inferred": _array_schema(_enum_schema(field.key for field in SOURCE)),
            "root": _IDENTIFIER,
            "defaults": _object_schema({**defaults, **by_measure}),
        }
    )


def _table_schema() -> Schema:
    column = rf"\s*({'|'.join(Measure)})( [^|]*)?"
    cells = _map_schema(_TEXT)
    special: dict[str, Schema] = {
        "columns": {"type": "string", "pattern": rf"^{column}(\|{column})*$"},
        "rows": {**cells, "propertyNames": _reference_schema("place")},
        # An empty annotation withdraws that of the amended source.
        **dict.fromkeys(ANNOTATIONS, _map_schema({"type": "string"})),
        "accepted": cells,
    }
    fields = _field_schemas(select_fields(ESTIMATE, Origin.TABLE | Origin.ENTRY).values())
    return _object_schema(
        {name: special.get(name, fields.get(name, _TEXT)) for name in TABLE_FIELDS}, ("source", "unit")
    )


def _estimate_schema() -> Schema:
    """Return the schema of an entry; fields that can be inherited are required only of entries that inherit nothing."""
    fields: dict[str, Schema] = {
        **_field_schemas(select_fields(ESTIMATE, Origin.LINK | Origin.ENTRY).values()),
        "inferred": _array_schema(_enum_schema(INFERABLE)),
        **dict.fromkeys(OF_SOURCE, _TEXT),
    }
    inherits: Schema = {"anyOf": [_require("like"), _require("part_of")]}
    others = [measure.value for measure in Measure if measure is not Measure.SHARE]
    rules: list[Schema] = [
        {"anyOf": [inherits, _require("place", "measure")]},
        {"anyOf": [inherits, _require("source"), _require("publisher")]},
        {"not": _require("like", "part_of")},
        {"oneOf": [_require("printed"), _require("sum_of")]},
        {"if": _field_is("measure", Measure.SHARE), "then": {"anyOf": [inherits, _require("share_of")]}},
        {"if": _field_is("measure", *others), "then": {"not": _require("share_of")}},
        {"if": _field_is("measure", *ANNUAL_MEASURES), "then": {"anyOf": [inherits, _require("period")]}},
        {
            "if": _field_is("status", *DISTORTED),
            "then": _require("distorts"),
            "else": {"not": _require("distorts")},
        },
        {"if": _field_is("status", Status.DEPRECATED), "then": _require("note")},
    ]
    return {**_object_schema(fields), "allOf": [*rules, *_category_rules()]}


def _category_rules() -> list[Schema]:
    """Return a rule for each classification: a category is one of its categories, or several joined by ``+``."""
    rules: list[Schema] = []
    for system, categories in load_classification().systems.items():
        words = "|".join(_REGEX_CHARACTERS.sub(r"\\\1", category) for category in categories)
        then = {"properties": {"category": {"pattern": rf"^({words})(\+({words}))*$"}}}
        rules.append({"if": {**_field_is("system", system), **_require("system", "category")}, "then": then})
    return rules


def _bridge_schema() -> Schema:
    step = dict.fromkeys(converters.STEP_FIELDS, _TEXT) | {"evidence": _enum_schema(word.value for word in Evidence)}
    unknown = _object_schema(dict.fromkeys(converters.UNKNOWN_STEP_FIELDS, _TEXT), converters.UNKNOWN_STEP_FIELDS)
    lists = {"detail": _array_schema(_object_schema(step, ("cause", "evidence"))), "unknown": _array_schema(unknown)}
    return _object_schema(dict.fromkeys(converters.BRIDGE_FIELDS, _IDENTIFIER) | lists, ("whole", "part"))


_FORM_SCHEMAS: Mapping[Form, Schema] = {
    Form.TEXT: _TEXT,
    Form.IDENTIFIER: _IDENTIFIER,
    Form.IDENTIFIERS: {"type": "array", "items": _IDENTIFIER, "minItems": 1},
    Form.PLACE: _reference_schema("place"),
    Form.DATE: _DATE,
    Form.PERIOD: _DATE,
    Form.TEXTS: _TEXTS,
    Form.FIELD_NAMES: _TEXTS,
    Form.COUNT: _COUNT,
    Form.DISTORTION: _object_schema(dict.fromkeys(converters.DISTORTION_FIELDS, _TEXT), converters.DISTORTION_FIELDS),
}
