"""docs/validation.md lists the rules as they stand in the registry."""

import re
from pathlib import Path

from rareearth_cli.model.errors import Rule

PAGE = Path(__file__).resolve().parent.parent / "docs" / "validation.md"
TABLE = re.compile(r"<!-- rules -->\n.*<!-- end -->", re.DOTALL)


def test_the_page_lists_every_rule(request):
    rows = "".join(f"| {rule.id} | {rule.title} |\n" for rule in Rule)
    table = f"<!-- rules -->\n| rule | what it asks for |\n|---|---|\n{rows}<!-- end -->"
    text = PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--regenerate"):
        PAGE.write_text(TABLE.sub(lambda _: table, text), encoding="utf-8")
    assert table in PAGE.read_text(encoding="utf-8")
