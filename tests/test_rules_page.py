"""The page on the rules: each number that is used leads to a heading, and each heading to a test that names it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
SECTIONS = {
    match[1]: match[0] for match in re.finditer(r"^### (R\d+\.\d+) .*?(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
USED_IN = [
    *ROOT.glob("rareearth_cli/**/*.py"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.yaml"), ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]  # fmt: skip


def test_every_rule_that_is_named_has_a_heading():
    named = {
        (rule, path.name) for path in USED_IN for rule in re.findall(r"\bR\d+\.\d+\b", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert not {(rule, name) for rule, name in named if rule not in SECTIONS}, "give it a heading in docs/rules.md"


@pytest.mark.parametrize("rule", SECTIONS)
def test_every_rule_names_a_test_that_names_it(rule):
    tests = re.findall(r"`(tests/[\w/]+\.py)`", SECTIONS[rule])
    assert tests, f"say in docs/rules.md which test holds {rule}"
    assert all(rule in (ROOT / path).read_text(encoding="utf-8") for path in tests)
