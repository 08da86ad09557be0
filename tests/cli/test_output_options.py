"""Pages, pictures and workbooks at the command line: what is missing or makes no sense is said before any work."""

import configparser
from pathlib import Path

import pytest

from rareearth_cli.output import FORMATS

ROOT = Path(__file__).resolve().parents[2]


def test_every_extra_is_one_that_installing_knows():
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "setup.cfg", encoding="utf-8")
    for form in FORMATS.values():
        if form.extra:
            assert metadata["options.extras_require"][form.extra].strip().startswith(f"{form.library} >= ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "russia", "-f", "svg", "--columns", "id"), "svg is a picture"),
        (("compare", "russia", "-f", "png", "--sort", "id"), "png is a picture"),
        (("compare", "russia", "-f", "html", "--no-header"), "--no-header has no meaning in html"),
        (("compare", "russia", "-f", "xlsx", "--unit", "Mt"), "xlsx is in tonnes"),
        (("sources", "-f", "svg"), "nothing to draw"),
        (("places", "-o", "places.png"), "nothing to draw"),
        (("convert", "13.15Mt", "--from", "monazite", "-f", "svg"), "nothing to draw"),
    ],
)
def test_what_makes_no_sense_is_refused(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_suffix_picks_the_format(run, tmp_path):
    starts = {"a.html": b"<!DOCTYPE html>", "b.svg": b"<?xml", "c.PNG": b"\x89PNG", "d.xlsx": b"PK"}
    for name, start in starts.items():
        assert run("compare", "canada", "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().lstrip().startswith(start)
