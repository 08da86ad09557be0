"""The pages on formats and method name every verdict."""

import re
from pathlib import Path

import pytest

from rareearth_cli.model.vocabulary import Verdict

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.parametrize("page", ["formats.md", "method.md"])
def test_the_page_names_every_verdict(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    missing = [verdict.value for verdict in Verdict if not re.search(rf"\b{verdict}\b", text)]
    assert not missing, f"name them in docs/{page}: see docs/development/verdict.md"
