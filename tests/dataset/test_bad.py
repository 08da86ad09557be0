"""Each file under ``bad/`` starts with the messages it must give, all of them and no other."""

import re
from pathlib import Path

import pytest

from rareearth_cli.dataset.load import load
from rareearth_cli.domain.errors import InvalidDataset

BAD = Path(__file__).resolve().parent.parent / "bad"
EXPECTATION = re.compile(r"# expect: (\d+: .*)")


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bad_dataset_gives_exactly_its_messages(path, monkeypatch):
    expected = [f"{path.name}:{line}" for line in EXPECTATION.findall(path.read_text(encoding="utf-8"))]
    assert expected
    monkeypatch.chdir(BAD)
    with pytest.raises(InvalidDataset) as caught:
        load([Path(path.name)])
    assert [str(problem) for problem in caught.value.problems] == expected


def test_all_files_are_told_at_once_in_order(tmp_path):
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text("estimates: {}\nsource: {}\n", encoding="utf-8")
    with pytest.raises(InvalidDataset) as caught:
        load([tmp_path / "b.yaml", tmp_path / "a.yaml"])
    places = [(Path(problem.file).name, problem.line) for problem in caught.value.problems]
    assert places == [("a.yaml", 1), ("a.yaml", 2), ("b.yaml", 1), ("b.yaml", 2)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"sources:\n  a: \xff\n", "own.yaml:2: the text is not UTF-8; save the file as UTF-8"),
        (b"sources:\n  a: \x00\n", "own.yaml:2: a control character; remove it"),
        (b"a: [\n" * 5000, "own.yaml:"),
        (b"", None),
        (b"# nothing but a comment\n", None),
        (b"\xef\xbb\xbfestimates: []\n", None),
    ],
)
def test_any_bytes_are_a_dataset_or_a_message(tmp_path, monkeypatch, content, message):
    (tmp_path / "own.yaml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    if message is None:
        assert load([Path("own.yaml")]).estimates
        return
    with pytest.raises(InvalidDataset) as caught:
        load([Path("own.yaml")])
    assert str(caught.value).startswith(message)
