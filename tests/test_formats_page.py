"""The pages on formats and rules name every verdict, and the factors in our data."""

import re
from pathlib import Path

import pytest

from rareearth_cli.model.vocabulary import Verdict
from rareearth_cli.record.classification import load_factors

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.parametrize("page", ["formats.md", "rules.md"])
def test_the_page_names_every_verdict(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    missing = [verdict.value for verdict in Verdict if not re.search(rf"\b{verdict}\b", text)]
    assert not missing, f"name them in docs/{page}: see docs/development/verdict.md"


def test_the_share_of_oxide_in_monazite_is_printed_as_it_is_on_record():
    factor = load_factors().to_reo["monazite"]
    share = f"{100 * factor.low:.0f} to {100 * factor.high:.0f} %"
    assert share in factor.assumption, "correct the assumption of monazite in data/classification.yaml"
    texts = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("formats.md", "rules.md")}
    missing = [name for name, text in texts.items() if share not in text]
    assert not missing, f"data/classification.yaml says {share} of monazite"
    assert f"× {factor.low} to {factor.high}" in texts["rules.md"]
