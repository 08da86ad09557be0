"""The schema for editors says what the checks say, as far as a schema can."""

import json
import re
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from rareearth_cli.record.bundled import bundled
from rareearth_cli.record.schema import json_schema
from rareearth_cli.record.yaml_nodes import Fields, Items, parse_document

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "reserves.schema.json"
BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
#: What a schema cannot say, by the reason. Every other file under ``bad/`` it marks.
UNSEEN = {
    "an editor has no content to hold against it, and says so itself": """
        alias_without_anchor broken_yaml control_character key_that_is_a_list latin_1 tag two_documents""",
    "YAML has resolved it before": "reordering_character",
    "one entry must know another, or another file": """
        amends_in_a_circle amends_unknown bridge_share_of_nothing cell_of_ours circle_of_likes circle_of_sums
        contained_in_oxide distorts_unknown root_taken
        series_taken series_unknown source_taken sum_of_bounds sum_of_missing sum_of_unknown sum_of_unlike
        table_counts_unknown table_of_unknown_source unknown_root""",
    "figures must be read": """
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


def plain(node):
    """What our reader makes of a file, without its lines."""
    if isinstance(node, Fields):
        return {str(name): plain(value) for name, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, Items) else str(node)


@pytest.fixture(scope="module")
def schema():
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema())


def test_the_file_is_the_schema_that_the_code_makes(request):
    text = json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--regenerate"):
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


def test_bundled_data_keep_it_as_we_read_them_and_as_an_editor_does(schema):
    content = bundled("reserves.yaml").read_bytes()
    assert not list(schema.iter_errors(plain(parse_document("reserves.yaml", content).root)))
    assert not list(schema.iter_errors(yaml.load(content, Loader=Editor)))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_it_marks_what_is_bad_where_it_can(schema, path):
    try:
        content = yaml.load(path.read_bytes(), Loader=Editor)
    except yaml.YAMLError:
        content = {}
    assert (path.stem in " ".join(UNSEEN.values()).split()) != any(schema.iter_errors(content))
