"""The schema for editors agrees with the checks, as far as a schema can."""

import json
import re
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from rareearth_cli.record.bundled import find_bundled_file
from rareearth_cli.record.schema import build_json_schema
from rareearth_cli.record.yaml_nodes import ListNode, MappingNode, parse_document

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "reserves.schema.json"
INVALID_FILES = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
#: Invalid files that a schema cannot detect, by the reason; it must detect every other file under ``bad/``.
INVISIBLE_TO_SCHEMA = {
    "the editor itself cannot parse the file": """
        alias_without_anchor broken_yaml control_character key_that_is_a_list latin_1 tag two_documents""",
    "YAML has already resolved it": "reordering_character",
    "it depends on another entry or file": """
        amends_in_a_circle amends_unknown bridge_share_of_nothing cell_of_ours circle_of_likes circle_of_sums
        contained_in_oxide contradiction distorts_unknown explanation_of_nothing link_to_itself root_taken
        series_taken series_unknown source_taken sum_of_bounds sum_of_missing sum_of_unknown sum_of_unlike
        table_counts_unknown table_of_unknown_source unknown_root""",
    "figures must be parsed": """
        bound_of_a_bound bridge_too_long cell_with_unit decimal_comma no_unit percent_of_nothing range_falls
        share_in_tonnes share_too_large table_sum_off unknown_unit""",
    "a row or header of a table is one text": """
        table_column_twice table_exception_off table_note_off table_row_not_seen table_row_too_short
        table_two_stocks""",
}


class Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers and truth values, but no dates and no sexagesimals."""

    yaml_implicit_resolvers: ClassVar[dict] = {}


for tag, form, first in (
    ("bool", r"true|false|True|False|TRUE|FALSE", "tfTF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), [*first, ""])


def to_plain_data(node):
    """Return what our reader makes of a file, without line numbers."""
    if isinstance(node, MappingNode):
        return {str(name): to_plain_data(value) for name, value in node.items()}
    return [to_plain_data(item) for item in node] if isinstance(node, ListNode) else str(node)


@pytest.fixture(scope="module")
def schema():
    Draft202012Validator.check_schema(build_json_schema())
    return Draft202012Validator(build_json_schema())


def test_schema_file_is_up_to_date(request):
    text = json.dumps(build_json_schema(), ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--regenerate"):
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


def test_bundled_data_are_valid_for_our_reader_and_for_editors(schema):
    content = find_bundled_file("reserves.yaml").read_bytes()
    assert not list(schema.iter_errors(to_plain_data(parse_document("reserves.yaml", content).root)))
    assert not list(schema.iter_errors(yaml.load(content, Loader=Editor)))


@pytest.mark.parametrize("path", INVALID_FILES, ids=lambda path: path.stem)
def test_schema_marks_invalid_files(schema, path):
    try:
        content = yaml.load(path.read_bytes(), Loader=Editor)
    except yaml.YAMLError:
        content = {}
    assert (path.stem in " ".join(INVISIBLE_TO_SCHEMA.values()).split()) != any(schema.iter_errors(content))
