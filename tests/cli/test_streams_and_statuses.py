"""Statuses, streams, files: what scripts rely on."""

import json
import re
import shlex
from pathlib import Path

import pytest

NAMES = ["RU", "ru", "RUS", "Russland", "Россия", "Rusia", "Russian Federation", "俄罗斯"]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_however_a_place_is_called_the_bytes_are_the_same(run, form):
    expected = run("compare", "russia", "-f", form).stdout_bytes
    assert all(run("compare", name, "-f", form).stdout_bytes == expected for name in NAMES)


def test_an_unknown_place_is_trouble_with_a_suggestion(run):
    result = run("compare", "russsia")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean Russia?" in result.stderr


@pytest.mark.parametrize(
    ("form", "empty"),
    [("csv", "id,place,"), ("tsv", "id\tplace\t"), ("jsonl", ""), ("table", "France"), ("markdown", "## France")],
)
def test_a_place_without_figures_is_a_valid_empty_document(run, form, empty):
    result = run("compare", "france", "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(empty)
    assert len(result.stdout.splitlines()) <= 3


@pytest.mark.parametrize("command", [("compare", "russia"), ("estimates",), ("report",)])
def test_data_without_any_figures_are_remarked_on_beside_the_empty_document(run, tmp_path, command):
    (tmp_path / "empty.yaml").write_bytes(b"")
    result = run(*command, "--data", tmp_path / "empty.yaml", "--only", "-f", "csv")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert result.stderr.startswith("Note: the files of --data have no figures: add some, or leave --only out")


def test_a_place_without_figures_says_so_in_json(run):
    document = json.loads(run("compare", "france", "-f", "json").stdout)
    assert (document["estimates"], document["discrepancies"]) == ([], [])
    assert document["summary"] == "France: Nothing is in our data for France."


def test_an_invalid_dataset_is_status_3_with_three_problems_of_different_kinds_and_a_count(run):
    path = Path(__file__).parents[1] / "bad" / "twelve_defects.yaml"
    result = run("compare", "russia", "--data", path)
    assert (result.exit_code, result.stdout) == (3, "")
    *problems, more = result.stderr.splitlines()
    assert len({re.search(r"\[RE\d{3}\]", problem)[0] for problem in problems}) == 3
    assert more == f"and 9 more problems; see them all with: rareearth validate {path} --all"


@pytest.mark.parametrize("command", [("validate",), ("compare", "norway", "--data"), ("estimates", "--data")])
def test_however_wrong_a_file_is_there_are_three_lines_and_a_count(run, tmp_path, command):
    path = tmp_path / "400 wrong cells.csv"
    units = [f"NOR,reserves,{number} Mtt,X" for number in range(1, 201)]
    places = [f"NOWHERE {number},reserves,5 Mt,X" for number in range(200)]
    path.write_text("\n".join(["place,measure,printed,publisher", *units, *places]), encoding="utf-8")
    result = run(*command, path)
    assert (result.exit_code, result.stdout) == (3, "")
    *problems, more = result.stderr.splitlines()
    assert [re.search(r"RE\d{3}", problem)[0] for problem in problems] == ["RE027", "RE027", "RE018"]
    assert max(map(len, problems)) < len(str(path)) + 150
    assert more.startswith("and 397 more problems; see them all with: rareearth validate ")
    # The command can be pasted into a shell.
    every = run(*shlex.split(more.partition("rareearth ")[2]))
    assert (every.exit_code, len(every.stderr.splitlines())) == (3, 400)


def test_the_last_of_four_problems_is_counted_as_one(run, tmp_path):
    path = tmp_path / "four.csv"
    rows = "\n".join(f"NOR,reserves,{number} Mtt,X" for number in range(1, 5))
    path.write_text(f"place,measure,printed,publisher\n{rows}", encoding="utf-8")
    assert "and 1 more problem; see it with: rareearth validate" in run("validate", path).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare",), "name a place"),
        (("compare", "russia", "--all"), "leave the names out"),
        (("compare", "russia", "--only"), "--data FILE"),
        (("compare", "russia", "--as-of", "yesterday"), "write YYYY-MM-DD"),
        (("compare", "russia", "--baseline", "nobody"), "no figures of baseline 'nobody'"),
        (("compare", "russia", "--data", "missing.yaml"), "missing.yaml: No such file or directory"),
        (("compare", "russia", "--data", "/"), "Is a directory"),
        (("compare", "russia", "-o", "missing/a.csv"), "missing: no such folder: make it first"),
        (("compare", "russia", "-o", "a.pdf"), "no format goes with '.pdf'"),
        (("compare", "russia", "-f", "json", "--dialect", "excel"), "--dialect is for csv"),
        (("compare", "russia", "-f", "csv", "--unit", "Mt"), "--unit is for table, markdown"),
        (("compare", "russia", "-f", "jsonl", "--no-header"), "--no-header has no meaning"),
        (
            ("compare", "russia", "--columns", "id,nothing"),
            "unknown column 'nothing'; use one of id, place, name and 60 more",
        ),
        (("estimates", "--id", "nobody"), "unknown estimate 'nobody'"),
        (("compare", "russia", "--desc"), "--desc reverses the order of --sort"),
        (("compare", "russia", "--columns", "id,,place"), "an empty column name"),
        (("compare", "russia", "--columns", "id,id"), "names 'id' twice"),
        (("compare", "russia", "-f", "markdown", "--no-header"), "--no-header has no meaning"),
        (("sources", "--unit", "Mt"), "--unit is for amounts"),
        (("compare", "russia", "-o", ""), "give the name of a file"),
        (("compare", "congoo"), "did you mean Congo"),
        (("history", "russia", "--series", "usgs-mcs", "--root", "ru-state-balance"), "give one of them"),
        (("history", "russia", "--measure", "share"), "'share' is not one of 'reserves', 'resources'"),
        (("history", "russia", "--series", "usgs-msc"), "did you mean usgs-mcs?"),
        (("history", "russia", "--site", "lovosero"), "did you mean Lovozero?"),
        (("history",), "Missing argument 'PLACE'"),
        (("compere", "russia"), "No such command 'compere'"),
    ],
)
def test_trouble_is_status_2_and_says_what_where_and_what_next(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_output_goes_to_a_file_whole_in_the_format_of_its_suffix(run, tmp_path):
    for name, form in (("a.csv", "csv"), ("a.json", "json"), ("a.md", "markdown"), ("a.txt", "table"), ("a", "table")):
        result = run("compare", "russia", "-o", tmp_path / name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / name).read_bytes() == run("compare", "russia", "-f", form).stdout_bytes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a.csv", "a.json", "a.md", "a.txt"]


def test_a_failure_leaves_the_old_file_and_no_other(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("precious")
    assert run("compare", "russia", "--columns", "nothing", "-o", path).exit_code == 2
    assert run("compare", "russsia", "-o", path).exit_code == 2
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.csv", "precious")]


def test_a_replaced_file_keeps_its_permissions(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("")
    path.chmod(0o640)
    run("compare", "russia", "-o", path)
    assert path.stat().st_mode & 0o777 == 0o640


def test_one_estimate_can_be_one_number(run):
    result = run("estimates", "--id", "rus-balance-2023", "--columns", "value_t", "--no-header")
    assert result.stdout == "28700000\n"


def test_columns_are_kept_in_the_order_asked_and_rows_sorted(run):
    result = run(
        "compare",
        "russia",
        "-f",
        "csv",
        "--columns",
        "value_t,id",
        "--sort",
        "value_t",
        "--desc",
        "--measure",
        "reserves",
    )
    header, *rows = result.stdout.splitlines()
    assert header == "value_t,id"
    values = [float(row.split(",")[0]) for row in rows]
    assert values == sorted(values, reverse=True)


def test_sorting_puts_absent_values_last_either_way(run):
    for direction in ([], ["--desc"]):
        result = run(
            "estimates",
            "--place",
            "india",
            "-f",
            "csv",
            "--columns",
            "value_t",
            "--no-header",
            "--sort",
            "value_t",
            *direction,
        )
        assert result.stdout.splitlines()[-1] == '""' or result.stdout.splitlines()[-1] == ""


def test_a_dataset_may_stand_in_the_environment(run, write, monkeypatch):
    path = write("estimates:\n- {id: mine, like: rus-balance-2023, effective: 2026-01-01, printed: 27 Mt}\n")
    monkeypatch.setenv("RAREEARTH_DATA", str(path))
    assert "mine" in run("compare", "russia", "-f", "csv").stdout


def test_notes_go_to_stderr_and_data_to_stdout(run):
    result = run("compare", "russia", "--as-of", "2024-06-30", "-f", "csv")
    assert result.stderr == "Note: 28 figures without a publication date left out\n"
    assert "Note" not in result.stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.5Mt", "0.5Mt: 0.5 Mt (0.45 to 0.55)."),
        ("100t", "100t: 100 t (99.95 to 100.5)."),
        ("3,800,000 t", "3,800,000 t: 3.80 Mt (3.795 to 3.805)."),
    ],
)
def test_zeros_that_lead_do_not_count_and_zeros_that_are_typed_do(run, typed, said):
    assert run("convert", typed).stdout.strip() == said


def test_a_grade_is_in_percent_with_or_without_the_sign(run):
    typed = [run("convert", "694 Mt", "--from", "ore", "--grade", grade, "-f", "csv") for grade in ("1.8%", "1.8")]
    # 694 × 0.018 = 12.492
    assert all(",12492000," in result.stdout for result in typed)


def test_a_change_of_unit_is_a_row_for_programs(run):
    header, row = run("convert", "28.7 Mt", "-f", "csv", "--columns", "value_t,low_t,high_t").stdout.splitlines()
    assert (header, row) == ("value_t,low_t,high_t", "28700000,28650000,28750000")


@pytest.mark.parametrize("arguments", [("validate",), ("import", "usgs"), ("places", "--data"), ("places", "-o")])
@pytest.mark.parametrize(("name", "said"), [("a\0b", "cannot be the name of a file"), ("", "it is empty")])
def test_what_can_be_no_file_is_refused_before_any_work(run, arguments, name, said):
    result = run(*arguments, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_convert_has_one_interval_for_people_and_programs(run):
    assert run("convert", "5Mt").stdout == "5Mt: 5 Mt (4.5 to 5.5).\n"
    (row,) = json.loads(run("convert", "5Mt", "-f", "json").stdout)["conversion"]
    assert (row["low_t"], row["high_t"]) == (4_500_000, 5_500_000)


def test_a_figure_that_says_it_is_oxide_is_not_converted_from_something_else(run):
    assert run("convert", "3.8 Mt REO").exit_code == 0
    refused = run("convert", "3.8 Mt REO", "--from", "monazite")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "'3.8 Mt REO' is oxide, and not monazite" in refused.stderr
