"""Every broken file has its documented outcome: an exit status, and a message with the line."""

import re

import pytest

from tests.hostile.files import FILES


@pytest.mark.parametrize("name", FILES)
def test_broken_file_has_its_documented_outcome(run, tmp_path, monkeypatch, name):
    hostile = FILES[name]
    (tmp_path / "own.yaml").write_bytes(hostile.content())
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = run("report", "--data", "own.yaml", "-o", "out.csv")
    assert (result.exit_code, result.stdout) == (hostile.status, "")
    written = (tmp_path / "out.csv").read_text(encoding="utf-8")
    if hostile.status:
        line, _, words = hostile.said.partition(":")
        assert re.match(rf"own\.yaml, line {line} \[RE\d{{3}}\]: {re.escape(words.lstrip())}", result.stderr), (
            result.stderr[:500]
        )
        assert len(result.stderr.splitlines()) <= 1_001
        assert len(result.stderr) < 500_000
        assert written == "old"
    else:
        assert result.stderr == ""
        assert written.startswith("id,place,")
    assert len(list(tmp_path.iterdir())) == 2
