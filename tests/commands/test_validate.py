"""``rareearth validate``: all defects at once, in every format, with a status."""

import json
from pathlib import Path

import pytest

BAD = Path(__file__).resolve().parent.parent / "bad"
OWN = "estimates:\n- {id: own, place: NOR, source: usgs-mcs-2025, measure: reserves, printed: 1 Mt}\n"


def test_bundled_data_have_no_defects_and_are_counted(run, bundled):
    result = run("validate")
    assert result.exit_code == 0
    assert f"{len(bundled.sources)} sources, {len(bundled.estimates):,} estimates" in result.stdout
    assert "Valid by 48 rules." in result.stdout


def test_a_file_may_refer_to_ours_unless_it_stands_alone(run, write):
    path = write(OWN)
    over = run("validate", path)
    assert (over.exit_code, over.stderr) == (0, "")
    assert "own.yaml: 1 estimate, added to dataset" in over.stdout.replace("\n", " ")
    alone = run("validate", path, "--only")
    assert (alone.exit_code, alone.stdout) == (3, "")
    assert alone.stderr == f"{path}, line 2 [RE019]: unknown source 'usgs-mcs-2025'; define it under 'sources'\n"


def test_our_own_file_is_not_laid_over_itself(run):
    from rareearth_cli.record.bundled import find_bundled_file

    assert run("validate", find_bundled_file("reserves.yaml")).exit_code == 0
    assert (
        run("estimates", "--data", find_bundled_file("reserves.yaml"), "-f", "csv").stdout
        == run("estimates", "-f", "csv").stdout
    )


def test_a_copy_of_our_file_takes_its_place(run, bundled, tmp_path):
    """An installed package has a file of its own, so that the file of a checkout is a copy, or a later edition."""
    from rareearth_cli.record.bundled import find_bundled_file

    text = find_bundled_file("reserves.yaml").read_text(encoding="utf-8")
    copy = tmp_path / "reserves.yaml"
    copy.write_text(text, encoding="utf-8")
    said = run("validate", copy)
    assert (said.exit_code, said.stderr) == (0, "")
    assert f"{len(bundled.sources)} sources, {len(bundled.estimates):,} estimates" in said.stdout
    assert "added to" not in said.stdout
    assert run("estimates", "--data", copy, "-f", "csv").stdout == run("estimates", "-f", "csv").stdout
    # One defect of the edition, and no duplicate of ours.
    copy.write_text(f"{text}- {{of: nothing, evidence: reported, text: a remark}}\n", encoding="utf-8")
    said = run("validate", copy)
    assert said.exit_code == 3
    (line,) = said.stderr.splitlines()
    assert "[RE021]" in line


def test_a_large_file_of_ones_own_is_laid_over_ours(run, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN + "# much is to be said of it\n" * 10_000, encoding="utf-8")
    assert "own.yaml: 1 estimate, added to dataset" in run("validate", path).stdout.replace("\n", " ")


def test_defects_as_rows(run):
    path = BAD / "twelve_defects.yaml"
    result = run("validate", path, "-f", "json")
    assert result.exit_code == 3
    defects = json.loads(result.stdout)["defects"]
    assert len(defects) == 12
    assert defects[0] == {
        "rule": "RE019",
        "file": str(path),
        "line": 19,
        "what": "unknown source 'press-2024'",
        "remedy": "define it under 'sources'",
    }
    assert [one["line"] for one in defects] == sorted(one["line"] for one in defects)
    rows = run("validate", path, "-f", "csv", "--columns", "rule,line").stdout.splitlines()
    assert rows[:2] == ["rule,line", "RE019,19"]


def test_rows_can_be_asked_for_without_a_format(run, write):
    found = run("validate", BAD / "twelve_defects.yaml", "--columns", "rule,line").stdout.splitlines()
    assert found[0].split() == ["rule", "line"]
    assert found[1].split() == ["RE019", "19"]
    refused = run("validate", write(OWN), "--sort", "nothing")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "unknown column 'nothing'" in refused.stderr


@pytest.mark.parametrize("form", ["json", "csv"])
def test_no_defects_are_a_valid_empty_document(run, write, form):
    result = run("validate", write(OWN), "-f", form)
    assert result.exit_code == 0
    assert (
        result.stdout == "rule,file,line,what,remedy\n" if form == "csv" else json.loads(result.stdout)["defects"] == []
    )


def test_several_files_are_checked_together(run, write, tmp_path):
    source = "sources:\n  s: {publisher: P, title: T, url: u, locator: l, verification: primary}\n"
    paths = [write(source, "a.yaml"), write(OWN.replace("usgs-mcs-2025", "s"), "b.yaml")]
    assert run("validate", *paths, "--only").exit_code == 0
    assert run("validate", paths[1], "--only").exit_code == 3


def test_what_cannot_be_checked_is_no_defect(run, tmp_path):
    assert run("validate", tmp_path / "none.yaml").exit_code == 2
    assert "name a FILE" in run("validate", "--only").stderr
