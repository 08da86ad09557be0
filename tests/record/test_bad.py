"""Each file under ``bad/`` starts with the messages that it must give, and it must give no others."""

import re
from pathlib import Path

import pytest

from rareearth_cli.model.errors import InvalidDataset, Rule
from rareearth_cli.record.classification import read_classification, read_factors
from rareearth_cli.record.load import load_dataset, read_places
from rareearth_cli.record.yaml_nodes import parse_document

BAD = Path(__file__).resolve().parent.parent / "bad"
EXPECTATION = re.compile(r"# expect: (RE\d{3}) (\d+): (.*)")
DATASETS = sorted(path for path in BAD.iterdir() if path.suffix in (".yaml", ".csv"))
#: Reference files ship with the tool; users never pass them, so each has its own reader.
REFERENCES = {
    "classification/rows.yaml": read_classification,
    "classification/factors.yaml": read_factors,
    "places/no_name.yaml": read_places,
}


def expected_messages(path):
    # The first line of a CSV file is its header, so its messages are in a separate file.
    messages = path.with_suffix(".expect") if path.suffix == ".csv" else path
    found = EXPECTATION.findall(messages.read_text(encoding="utf-8", errors="replace"))
    return [f"{path.name}, line {line} [{rule}]: {what}" for rule, line, what in found]


@pytest.mark.parametrize("path", DATASETS, ids=lambda path: path.name)
def test_invalid_dataset_gives_exactly_its_messages(path, monkeypatch):
    assert expected_messages(path)
    monkeypatch.chdir(BAD)
    with pytest.raises(InvalidDataset) as caught:
        load_dataset([Path(path.name)])
    assert [str(problem) for problem in caught.value.problems] == expected_messages(path)


@pytest.mark.parametrize("name", REFERENCES)
def test_invalid_reference_file_gives_exactly_its_messages(name):
    path = BAD / name
    document = parse_document(path.name, path.read_bytes())
    REFERENCES[name](document)
    assert [str(problem) for problem in InvalidDataset(document.problems).problems] == expected_messages(path)


def test_every_rule_has_an_invalid_file():
    broken = {
        re.search(r"\[(RE\d{3})\]", message)[1]
        for path in (*DATASETS, *map(BAD.joinpath, REFERENCES))
        for message in expected_messages(path)
    }
    assert broken == {rule.id for rule in Rule}
    assert len(DATASETS) >= 40
    assert {path.relative_to(BAD).as_posix() for path in BAD.glob("*/*")} == set(REFERENCES)


def test_rule_ids_are_consecutive_and_titles_are_sentences():
    assert [rule.id for rule in Rule] == [f"RE{number:03}" for number in range(1, len(Rule) + 1)]
    assert all(rule.title.endswith(".") for rule in Rule)
    assert len({rule.title for rule in Rule}) == len(Rule)


def test_problems_of_all_files_are_reported_in_order(tmp_path):
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text("estimates: {}\nsource: {}\n", encoding="utf-8")
    with pytest.raises(InvalidDataset) as caught:
        load_dataset([tmp_path / "b.yaml", tmp_path / "a.yaml"])
    places = [(Path(problem.file).name, problem.line) for problem in caught.value.problems]
    assert places == [("a.yaml", 1), ("a.yaml", 2), ("b.yaml", 1), ("b.yaml", 2)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"sources:\n  a: \xff\n", "own.yaml, line 2 [RE001]: the text is not UTF-8; save the file as UTF-8"),
        (b"sources:\n  a: \x00\n", "own.yaml, line 2 [RE006]: a control character; remove it"),
        (b"a: [\n" * 5000, "own.yaml, line "),
        (b"", None),
        (b"# nothing but a comment\n", None),
        (b"\xef\xbb\xbfestimates: []\n", None),
    ],
)
def test_any_bytes_give_a_dataset_or_a_message(tmp_path, monkeypatch, content, message):
    (tmp_path / "own.yaml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    if message is None:
        assert load_dataset([Path("own.yaml")]).estimates
        return
    with pytest.raises(InvalidDataset) as caught:
        load_dataset([Path("own.yaml")])
    assert str(caught.value).startswith(message)
