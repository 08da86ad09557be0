"""A JSON Schema of every answer in docs/schemas, and real answers of every command that fulfil it."""

import json
import shlex
from enum import StrEnum
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rareearth_cli.analysis.table import _NUMERIC_SUFFIXES
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND, COMPARISON_COLUMNS, LONG_FORM, Form
from rareearth_cli.model.vocabulary import Size, Verdict
from rareearth_cli.output.json import SCHEMA_VERSION

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
FLAG = {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
AMOUNT = {"type": ["number", "null"]}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_COUNT = {"type": ["integer", "null"], "minimum": 0}
#: The names of columns of numbers that do not end like most of them.
NUMBERS = {
    "digits", "figures", "rank", "best_rank", "worst_rank", "statements", "ratio", "ratio_low", "ratio_high", "fold",
    "unexplained_fold", "step_ratio", "step_ratio_low", "step_ratio_high", "step_fold", "factor", "factor_low",
    "factor_high", "line",
}  # fmt: skip


def choice(words: type[StrEnum]) -> dict:
    return {"enum": [*(word.value for word in words), None]}


def cell(name: str, command: str) -> dict:
    if name in NUMBERS or name.endswith(_NUMERIC_SUFFIXES):
        return AMOUNT
    if name == "size":
        return choice(Size)
    if name == "verdict" and command.startswith(("compare", "report")):
        return choice(Verdict)
    field = next((one for one in LONG_FORM if one.name == name), None)
    words = list(field.list_words()) if field is not None and field.form is Form.WORD and field.words else []
    return {"enum": [*words, None]} if words and name in ("measure", "kind", "verification") else MAYBE_TEXT


def rows(names: tuple[str, ...], command: str, **more: dict) -> dict:
    properties = {name: cell(name, command) for name in names} | more
    return listed(properties)


def listed(properties: dict) -> dict:
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}}


AMOUNTS = dict.fromkeys(("value_t", "low_t", "high_t"), AMOUNT)
END = {
    "type": "object",
    "properties": {"estimate": TEXT, "value_t": AMOUNT},
    "required": ["estimate", "value_t"],
}
STEPS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"cause": TEXT, "what": TEXT, "amount_t": AMOUNT, "evidence": TEXT, "why": TEXT},
        "required": ["cause", "what", "amount_t", "evidence", "why"],
    },
}
BRIDGE_PARTS = {
    **dict.fromkeys(("whole", "part", "baseline"), END),
    **dict.fromkeys(("steps", "detail", "unknown"), STEPS),
    **dict.fromkeys(("residual_t", "residual_low_t", "residual_high_t"), AMOUNT),
    "reconciled": FLAG,
}
BRIDGE = {"type": ["object", "null"], "properties": BRIDGE_PARTS, "required": list(BRIDGE_PARTS)}
WITH = {
    "type": "object",
    "properties": {"id": TEXT, "place": TEXT, "hhi_low": {"type": "number"}, "hhi_high": {"type": "number"}},
    "required": ["id", "place", "hhi_low", "hhi_high"],
}
CONCENTRATION = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "measure": TEXT, "source": TEXT, "period": TEXT, "hhi_low": {"type": "number"},
            "hhi_high": {"type": "number"}, "with": {"type": "array", "items": WITH},
        },
        "required": ["measure", "source", "period", "hhi_low", "hhi_high", "with"],
    },
}  # fmt: skip


def rows_of(command: str) -> dict:
    return rows(COLUMNS_BY_COMMAND[command], command)


COMPARED = (*COMPARISON_COLUMNS, "reason")
PAIRS = {"command": TEXT, "found": COUNT, "pairs": rows(COLUMNS_BY_COMMAND["report"], "report", bridge=BRIDGE)}
#: What each answer has beside the question and the sentences, and the questions that the test asks.
ANSWERS: dict[str, tuple[dict, tuple[str, ...]]] = {
    "compare": (
        {
            "estimates": rows(tuple(n for n in COLUMNS_BY_COMMAND["compare"] if n not in COMPARED), "compare"),
            "discrepancies": rows(("estimate", *COMPARED), "compare", bridge=BRIDGE),
            "deposits": listed({"place": TEXT, "class": TEXT, **AMOUNTS, "estimates": TEXTS}),
            "explanations": listed({"place": TEXT, "evidence": TEXT, "text": TEXT, "estimates": TEXTS}),
            "why": TEXTS,
        },
        (
            "compare russia --explain",
            "compare --all",
            "compare india --measure resources",
            "compare france",
            "compare tomtor",
        ),
    ),
    "check": (
        {
            "claims": listed(
                {
                    **dict.fromkeys(("text", "sentence", "place", "name", "kind", "verdict", "because"), TEXT),
                    **dict.fromkeys(("start", "end"), COUNT),
                    **dict.fromkeys(("site", "measure", "stage", "bound", "year", "publisher", "as_of"), MAYBE_TEXT),
                    **dict.fromkeys(("value_t", "value_pct"), AMOUNT),
                    "rank": MAYBE_COUNT,
                    "negated": FLAG,
                    "evidence": TEXTS,
                    "url": MAYBE_TEXT,
                    "write": MAYBE_TEXT,
                }
            )
        },
        (
            "check 'Russia is fifth in the world by rare-earth reserves, with 3.8 million tonnes; China mines 69 %.'",
            "check nothing",
        ),
    ),
    "compare-pairs": (PAIRS, ("compare turkey --pairs",)),
    "report": (PAIRS, ("report", "report russia --fail-over 2x")),
    "history": (
        {"history": rows_of("history")},
        ("history russia", "history russia --root ru-state-balance", "history world"),
    ),
    "rank": (
        {
            "source": TEXT, "period": TEXT, "total_t": AMOUNT, "total_kind": MAYBE_TEXT, "rows_t": AMOUNT,
            "rest_t": AMOUNT, "ranked": COUNT, "ranking": rows_of("rank"),
        },
        ("rank", "rank --using russia=28.7Mt", "rank --measure production --year 2016"),
    ),
    "rank-all-sources": ({"figures": rows_of("rank --all-sources")}, ("rank --all-sources",)),
    "share": (
        {
            "claimed": MAYBE_TEXT, "concentration": CONCENTRATION, "static_life_years": AMOUNT,
            "shares": rows_of("share"),
        },
        ("share china --claimed 95%", "share malaysia", "share france"),
    ),
    "trace": (
        {"readings": TEXTS, "unit_assumed": FLAG, "searched": COUNT, "matches": rows_of("trace")},
        ("trace 28.7", "trace 95% --place china", "trace 7777777"),
    ),
    "convert": ({"conversion": rows_of("convert")}, ("convert 13.15Mt --from monazite", "convert '<5 Mt'")),
    "estimates": ({"estimates": rows_of("estimates")}, ("estimates russia", "estimates brazil --system gkz")),
    "sources": ({"sources": rows_of("sources")}, ("sources", "sources russia")),
    "places": ({"places": rows_of("places")}, ("places",)),
    "import-check": (
        {"figures": rows_of("import * --check")},
        ("import usgs tests/importers/releases/MCS2025_World_Data.csv --check",),
    ),
    "validate": ({"defects": rows_of("validate")}, ("validate", "validate tests/bad/twelve_defects.yaml")),
}  # fmt: skip


def build_schema(name: str) -> dict:
    properties = {
        "schema_version": {"const": SCHEMA_VERSION},
        "dataset_version": TEXT,
        "query": {"type": "object", "properties": {"command": TEXT}},
        "summary": TEXT,
        **ANSWERS[name][0],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"The answer to 'rareearth {name.replace('-', ' --', 1)}'",
        "type": "object",
        "properties": properties,
        "required": [one for one in properties if one not in ("summary", "why")],
    }


@pytest.mark.parametrize("name", ANSWERS)
def test_the_schema_is_in_the_folder(name, pytestconfig):
    path = FOLDER / f"{name}.schema.json"
    text = json.dumps(build_schema(name), ensure_ascii=False, indent=1) + "\n"
    if pytestconfig.getoption("regenerate"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "regenerate it: pytest --regenerate tests/test_answer_schemas.py"
    Draft202012Validator.check_schema(build_schema(name))


def test_there_is_no_other_schema_in_the_folder():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in ANSWERS}


@pytest.mark.parametrize(("name", "question"), [(name, one) for name, (_, asked) in ANSWERS.items() for one in asked])
def test_a_real_answer_fulfils_its_schema_and_has_nothing_else(name, question, run, monkeypatch):
    monkeypatch.chdir(FOLDER.parent.parent)
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    answer = json.loads(run(*shlex.split(question), "-f", "json").stdout)
    wrong = Draft202012Validator(schema).iter_errors(answer)
    errors = [f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in wrong]
    assert not errors, errors[:5]
    assert answer.keys() <= schema["properties"].keys()
    for part, rules in schema["properties"].items():
        for row in answer.get(part, []) if rules.get("type") == "array" else []:
            if isinstance(row, dict):
                assert row.keys() == rules["items"]["properties"].keys()
