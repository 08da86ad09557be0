"""The form of a dataset as JSON Schema, for editors: from the same fields and words as the checks.

A schema knows one file and no other: it cannot follow references, add up, or read figures. `rareearth validate` has
the last word; what only it can say is listed in tests/test_schema.py.
"""

import re
from collections.abc import Iterable, Mapping

from rareearth_cli.model.records import Remark
from rareearth_cli.model.vocabulary import FLOWS, Evidence, Measure, Status
from rareearth_cli.record import converters
from rareearth_cli.record.load import SECTIONS, load_classification, load_places
from rareearth_cli.record.sources import REQUIRED
from rareearth_cli.record.tables import ANNOTATIONS
from rareearth_cli.record.tables import FIELDS as TABLE_FIELDS

Schema = dict[str, object]

#: What has a meaning in a pattern.
_SPECIAL = re.compile(r"([.^$*+?()\[\]{}|\\])")
#: YAML has numbers and truth values where our reader keeps the text: what looks like one is a text as well.
_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_IDENTIFIER: Schema = {**_TEXT, "pattern": f"^{converters.IDENTIFIER.pattern}$"}
_DATE: Schema = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
_COUNT: Schema = {"type": ["string", "integer"], "pattern": "^[1-9]$", "minimum": 1, "maximum": 9}
_FORMS: Mapping[converters.Converter, Schema] = {
    converters.text: _TEXT,
    converters.texts: _TEXTS,
    converters.identifier: _IDENTIFIER,
    converters.moment: _DATE,
    converters.period: _DATE,
    converters.count: _COUNT,
}


def json_schema() -> Schema:
    """The schema of a dataset in YAML, as a document of JSON Schema 2020-12."""
    root = _mapping(dict.fromkeys(converters.ROOT_FIELDS, _TEXT))
    source = {**_source(), "anyOf": [_needs("series"), _needs("amends"), _needs(*REQUIRED)]}
    remark = _mapping({**dict.fromkeys(Remark._fields, _TEXT), "place": _reference("place")}, Remark._fields)
    sections = {
        "dataset": _mapping(dict.fromkeys(converters.DATASET_FIELDS, _TEXT)),
        "publishers": _named(_TEXT),
        "systems": _TEXTS,
        "roots": _named(root, _IDENTIFIER),
        "series": _named(_source(), _IDENTIFIER),
        "sources": _named(source, _IDENTIFIER),
        "tables": _list(_table()),
        "estimates": _list(_estimate()),
        "bridges": _list(_bridge()),
        "remarks": _list(remark),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Published estimates of rare-earth reserves",
        "description": "Made from the fields and words that 'rareearth validate' checks; that has the last word.",
        **_mapping({name: sections[name] for name in SECTIONS}),
        "$defs": {"place": _enum(load_places())},
    }


def _mapping(fields: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    needed = _needs(*required) if required else {}
    return {"type": "object", "properties": dict(fields), "additionalProperties": False, **needed}


def _named(values: Schema, names: Schema | None = None) -> Schema:
    pattern = {"propertyNames": {"pattern": names["pattern"]}} if names else {}
    return {"type": "object", "additionalProperties": values, **pattern}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _needs(*fields: str) -> Schema:
    return {"required": list(fields)}


def _enum(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _is(field: str, *words: str) -> Schema:
    """That a field is written and is one of some words."""
    return {"properties": {field: _enum(words)}, **_needs(field)}


def _fields(known: Mapping[str, converters.Converter]) -> dict[str, Schema]:
    """The form of each field, by its converter or the words of its closed list."""
    return {
        name: _enum(words) if (words := converters.choices(converter)) else _FORMS[converter]
        for name, converter in known.items()
    }


def _source() -> Schema:
    defaults = _fields(converters.DEFAULT_FIELDS)
    by_measure = {measure.value: _mapping(defaults) for measure in Measure}
    return _mapping(
        {
            **_fields(converters.SOURCE_FIELDS),
            "inferred": {"type": "array", "items": _enum(converters.SOURCE_FIELDS)},
            "root": _IDENTIFIER,
            "defaults": _mapping({**defaults, **by_measure}),
        }
    )


def _table() -> Schema:
    column = rf"\s*({'|'.join(Measure)})( [^|]*)?"
    cells = _named(_TEXT)
    special: dict[str, Schema] = {
        "columns": {"type": "string", "pattern": rf"^{column}(\|{column})*$"},
        "rows": {**cells, "propertyNames": _reference("place")},
        # An empty one takes back what the version before says.
        **dict.fromkeys(ANNOTATIONS, _named({"type": "string"})),
        "accepted": cells,
    }
    fields = _fields(converters.ESTIMATE_FIELDS)
    return _mapping({name: special.get(name, fields.get(name, _TEXT)) for name in TABLE_FIELDS}, ("source", "unit"))


def _estimate() -> Schema:
    """An entry; what it may inherit is asked of those alone that inherit nothing."""
    distortion = _mapping(dict.fromkeys(converters.DISTORTION_FIELDS, _TEXT), converters.DISTORTION_FIELDS)
    fields: dict[str, Schema] = {
        **dict.fromkeys(converters.LINK_FIELDS, _TEXT),
        **_fields(converters.ESTIMATE_FIELDS),
        **dict.fromkeys(("id", "like", "part_of"), _IDENTIFIER),
        "place": _reference("place"),
        "sum_of": {"type": "array", "items": _IDENTIFIER, "minItems": 1},
        "distorts": distortion,
        "inferred": {"type": "array", "items": _enum(converters.ESTIMATE_FIELDS)},
    }
    heir: Schema = {"anyOf": [_needs("like"), _needs("part_of")]}
    others = [measure.value for measure in Measure if measure is not Measure.SHARE]
    rules: list[Schema] = [
        {"anyOf": [heir, _needs("place", "source", "measure")]},
        {"not": _needs("like", "part_of")},
        {"oneOf": [_needs("printed"), _needs("sum_of")]},
        {"if": _is("measure", Measure.SHARE), "then": {"anyOf": [heir, _needs("share_of")]}},
        {"if": _is("measure", *others), "then": {"not": _needs("share_of")}},
        {"if": _is("measure", *FLOWS), "then": {"anyOf": [heir, _needs("period")]}},
        {"if": _is("status", Status.MISQUOTED), "then": _needs("distorts"), "else": {"not": _needs("distorts")}},
        {"if": _is("status", Status.DEPRECATED), "then": _needs("note")},
    ]
    return {**_mapping(fields, ("id",)), "allOf": [*rules, *_categories()]}


def _categories() -> list[Schema]:
    """What a category of each known system is: one of it, or several joined by ``+``."""
    rules: list[Schema] = []
    for system, categories in load_classification().systems.items():
        one = "|".join(_SPECIAL.sub(r"\\\1", category) for category in categories)
        then = {"properties": {"category": {"pattern": rf"^({one})(\+({one}))*$"}}}
        rules.append({"if": {**_is("system", system), **_needs("system", "category")}, "then": then})
    return rules


def _bridge() -> Schema:
    step = dict.fromkeys(converters.STEP_FIELDS, _TEXT) | {"evidence": _enum(one.value for one in Evidence)}
    unknown = _mapping(dict.fromkeys(converters.UNKNOWN_STEP_FIELDS, _TEXT), converters.UNKNOWN_STEP_FIELDS)
    lists = {"detail": _list(_mapping(step, ("cause", "evidence"))), "unknown": _list(unknown)}
    return _mapping(dict.fromkeys(converters.BRIDGE_FIELDS, _IDENTIFIER) | lists, ("whole", "part"))
