"""The worked example of CONTRIBUTING.md does what the page says."""

import re
from pathlib import Path

import pytest

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load_dataset

GUIDE = (Path(__file__).resolve().parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = r"<!-- {}: own.yaml -->\n```\w*\n(.*?)```\n<!-- end -->"
(EXAMPLE,) = re.findall(BLOCK.format("example"), GUIDE, re.DOTALL)
(MESSAGES,) = re.findall(BLOCK.format("messages"), GUIDE, re.DOTALL)


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("own.yaml")
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_it_comes_first_and_the_example_is_a_figure(own, run):
    assert GUIDE.index("## Adding a figure") == GUIDE.index("## ")
    estimate = load_dataset([own]).estimates["example-nor-fen-2024"]
    assert (estimate.place, estimate.site, estimate.quantity.value) == ("NOR", "Fen", 8_800_000)
    checked = run("validate", own)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("own.yaml: 1 source, 1 estimate, added to dataset ")
    shown = run("estimates", "--site", "fen", "--data", own, "--columns", "id,printed").stdout
    assert "example-nor-fen-2024" in shown


def test_the_slips_give_the_messages_shown(own):
    slips = {"measure: resources": "measure: resource", "8.8 Mt": "8.8 mt", "inferred resource": "inferred"}
    text = EXAMPLE
    for right, wrong in slips.items():
        assert right in text
        text = text.replace(right, wrong)
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidDataset) as caught:
        load_dataset([own])
    assert str(caught.value) == MESSAGES.rstrip("\n")
