"""Every line of the package that makes a message is reached by a case of the page or by a bad file."""

import re
import shlex
from pathlib import Path

import pytest

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.record.load import load_dataset, load_dataset_from_text
from tests.record.forms.make import workbook
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
        for path in sorted((BAD.parent / "record" / "forms" / "refused").iterdir()):
            with pytest.raises(InvalidDataset):
                load_dataset([path])
        book = BAD.parent / "record" / "forms" / "read" / "workbook_of_several_sheets.xlsx"
        assert run("validate", book, "--sheet", "Date").exit_code == 3
        (tmp_path / "empty.xlsx").write_bytes(workbook({"Sheet1": []}))
        assert run("validate", tmp_path / "empty.xlsx").exit_code == 3
        usgs = BAD.parent / "record" / "forms" / "refused" / "usgs.csv"
        assert run("import", "bgs", usgs).exit_code == 2
        assert run("compare", "norway", "--data", book).stderr.startswith("Note: ")
        assert run("validate", book).stderr.startswith("Note: ")
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
