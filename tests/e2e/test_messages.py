"""Every line of the package that makes a message is reached by a case of the page or by a bad file."""

import re
import shlex
from pathlib import Path

import pytest

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load_dataset, load_dataset_from_text
from tests.test_messages import BAD, ELSEWHERE, ROOT, commands, reached, sites


def test_every_line_that_makes_a_message_is_reached(run, monkeypatch, tmp_path):
    monkeypatch.chdir(BAD)
    lines: set[tuple[str, int]] = set()
    with reached(lines):
        for _, command in commands():
            run(*shlex.split(command))
        for path in sorted(path for path in BAD.iterdir() if path.suffix in (".yaml", ".csv", ".tsv")):
            with pytest.raises(InvalidDataset):
                load_dataset([Path(path.name)])
        assert run("validate", "alias.yaml").exit_code == 3
        assert run("validate", "alias.yaml", "--all").exit_code == 3
        misread = tmp_path / "mcs2024-raree_world.csv"
        rows = (BAD.parent / "importers" / "releases" / misread.name).read_text(encoding="utf-8-sig").splitlines()
        misread.write_text(
            "\n".join([*rows, rows[1].replace(re.search(r",(\d+)", rows[1])[1], "Large")]), encoding="utf-8"
        )
        assert "'Large'" in run("import", "usgs", misread, "--verbose").stderr
        for text in (
            "",
            "place,measure,printed,source\nRUS,reserves,5 \x07 Mt,s\n",
            "place,measure,printed,kind,source\nRUS,reserves,5 Mt,lower,s\n",
        ):
            (tmp_path / "own.csv").write_text(text, encoding="utf-8")
            assert run("validate", tmp_path / "own.csv").exit_code == 3
        with pytest.raises(InvalidDataset):
            load_dataset_from_text("own.yaml", "figures: []")
    missed = {
        f"{Path(file).relative_to(ROOT)}:{line}: {text}"
        for (file, line), text in sites().items()
        if (file, line) not in lines and not any(piece in text for piece in ELSEWHERE)
    }
    assert not missed, "\n".join(sorted(missed))
