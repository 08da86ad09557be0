"""Tab: in real shells, and what it offers."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from rareearth_cli.analysis import filters
from rareearth_cli.cli.completion import BashCompletion, complete_place
from rareearth_cli.cli.options import find_columns_key
from rareearth_cli.main import rareearth
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND
from rareearth_cli.model.names import find_place, normalize, resolve_name

ROOT = Path(__file__).resolve().parents[2]
OWN = """\
sources:
  own-source: {publisher: Nobody Known, title: A, url: "https://example.org", locator: p, verification: primary}
estimates:
- {id: own-figure, place: NOR, site: Fen West, source: own-source, measure: ore, printed: 3 Mt}
"""


def offered(*words: str) -> list[str]:
    """What follows the words, the last of which is begun."""
    return [
        item.value
        for item in ShellComplete(rareearth, {}, "rareearth", "").get_completions(list(words[:-1]), words[-1])
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("comp",), ["compare"]),
        (("compare", "rus"), ["russia"]),
        (("compare", "Rus"), ["Russia"]),
        (("compare", "CHN"), ["CHN"]),
        (("compare", "russl"), ["russland"]),
        (("compare", "Рос"), ["Россия"]),
        (("compare", "russia", "north-k"), ["north-korea"]),
        (("compare", "south k"), ["south-korea"]),
        (("compare", "russia", "--base"), ["--baseline"]),
        (("compare", "russia", "--baseline", "weng"), ["weng-2015"]),
        (("compare", "russia", "-f", "j"), ["json", "jsonl"]),
        (("compare", "russia", "--columns", "fol"), ["fold"]),
        (("compare", "russia", "--columns", "id,ve"), ["id,version", "id,verification", "id,verdict"]),
        (("compare", "russia", "--columns", "id,baseline_p"), []),
        (("compare", "russia", "--pairs", "--columns", "id,baseline_p"), ["id,baseline_printed"]),
        (("compare", "russia", "--sort", "fold,rat"), ["fold,ratio", "fold,ratio_low", "fold,ratio_high"]),
        (("import", "usgs", "a.csv", "--check", "--columns", "rec"), ["recorded"]),
        (("rank", "--all-sources", "--columns", "best"), []),
        (("rank", "--source", "usgs-mcs-2026-v"), ["usgs-mcs-2026-v1.0", "usgs-mcs-2026-v1.3"]),
        (("rank", "--source", "rus-balance"), []),
        (("rank", "--using", "russia=rus-balance-2023"), ["russia=rus-balance-2023", "russia=rus-balance-2023-ready"]),
        (("rank", "--using", "atlantis="), []),
        (("rank", "--using", "south-k"), []),
        (("cite", "usgs-mcs-2026-v1.3"), ["usgs-mcs-2026-v1.3"]),
        (("cite", "usgs-mcs-2026-v1.3/RUS/res"), ["usgs-mcs-2026-v1.3/RUS/reserves"]),
        (("estimates", "--id", "rus-balance-2023"), ["rus-balance-2023", "rus-balance-2023-ready"]),
        (("estimates", "--id", "usgs-mcs-2026-v1.3/RUS/res"), ["usgs-mcs-2026-v1.3/RUS/reserves"]),
        (("estimates", "--publisher", "usg"), ["usgs"]),
        (("estimates", "--publisher", "u.s. g"), ["u-s-geological-survey"]),
        (("estimates", "--publisher", "u-s-g"), ["u-s-geological-survey"]),
        (("estimates", "--root", "ru-st"), ["ru-state-balance"]),
        (("estimates", "--root", "russian-st"), ["russian-state-balance-of-reserves"]),
        (("estimates", "--system", "GK"), ["GKZ"]),
        (("history", "russia", "--series", "usgs"), ["usgs-mcs", "usgs-yearbook"]),
        (("history", "russia", "--site", "lov"), ["lovozero"]),
        (("trace", "12", "--place", "braz"), ["brazil"]),
    ],
)  # fmt: skip
def test_what_may_follow_is_offered(words, expected):
    assert offered(*words) == expected


def test_only_the_estimates_of_a_place_stand_for_it(bundled):
    found = offered("rank", "--using", "russia=")
    assert {bundled.estimates[one.removeprefix("russia=")].place for one in found} == {"RUS"}
    assert offered("rank", "--using", "russ") == found
    assert offered("rank", "--using", "south-")[:2] == ["south-korea=", "south-africa="]


def test_what_a_file_of_ones_own_names_is_offered(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    assert offered("cite", "--data", str(path), "own") == ["own-source", "own-figure"]
    assert offered("estimates", "--data", str(path), "--publisher", "nob") == ["nobody-known"]
    assert offered("estimates", "--data", str(path), "--site", "fen-") == ["fen-west"]
    assert offered("estimates", "--data", str(path), "--only", "--id", "rus") == []
    assert offered("rank", "--data", str(path), "--using", "norway=own") == ["norway=own-figure"]
    path.write_text("[", encoding="utf-8")
    assert offered("cite", "--data", str(path), "weng") == ["weng-2015"]
    assert offered("cite", "--data", str(tmp_path / "none.yaml"), "weng") == ["weng-2015"]


def test_all_ids_origins_and_series_on_record_are_offered(bundled):
    assert offered("rank", "--source", "") == list(bundled.sources)
    assert offered("compare", "russia", "--baseline", "") == [
        one for one in (*bundled.sources, *bundled.estimates) if "/" not in one
    ]
    assert offered("estimates", "--id", "usgs-mcs-2026-v1.3/") == [
        one for one in bundled.estimates if one.startswith("usgs-mcs-2026-v1.3/")
    ]
    assert offered("history", "--root", "") == list(dict.fromkeys(bundled.roots))
    assert {normalize(one) for one in offered("history", "--series", "")} == {
        normalize(one) for one in filters.series(bundled)
    }


def test_a_file_with_a_problem_does_not_silence_completion(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("3 Mt", "about three"), encoding="utf-8")
    assert offered("cite", "--data", str(path), "own-s") == ["own-source"]
    assert offered("cite", "--data", str(path), "weng") == ["weng-2015"]


def test_whatever_is_offered_is_found(bundled):
    for place in bundled.places.values():
        for name in place.all_names:
            assert all(find_place(item.value, bundled.places) for item in complete_place(name))
        assert place in [find_place(item.value, bundled.places) for item in complete_place(normalize(place.name))]
    for option, known in (("publisher", filters.publishers), ("site", filters.sites), ("system", filters.systems)):
        found = [resolve_name(option, one, known(bundled), "") for one in offered("estimates", f"--{option}", "")]
        assert sorted(found) == sorted(set(known(bundled).values()))


@pytest.mark.parametrize("key", COLUMNS_BY_COMMAND)
def test_the_columns_offered_are_those_that_are_written(run, key, monkeypatch):
    monkeypatch.chdir(ROOT / "tests" / "importers" / "releases")
    path, _, flag = key.partition(" --")
    command: click.Command = rareearth
    for word in path.split():
        assert isinstance(command, click.Group)
        command = command.commands[word if word != "*" else next(iter(command.commands))]
    # The first example of the help is a question that the command answers.
    example = re.search(r"^ *rareearth (.*)$", command.help or "", re.MULTILINE)
    assert example is not None, f"{path}: start its docstring with examples"
    words = shlex.split(re.sub(r" -o \S+", "", example[1]))
    written = run(*words, *([f"--{flag}"] if flag else []), "-f", "csv", "--columns", "all")
    assert "Error" not in written.stderr, written.stderr
    remedy = "list them in rareearth_cli/model/fields.py: see docs/development/question.md"
    assert tuple(written.stdout.partition("\n")[0].split(",")) == COLUMNS_BY_COMMAND[key], remedy


def test_every_command_that_writes_rows_has_its_columns_on_record():
    def writing(group: click.Group, path: str = "") -> Iterator[str]:
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from writing(command, f"{path}{name} ")
            elif any(option.name == "columns" for option in command.params):
                yield f"{path}{name}"

    remedy = "list its columns in rareearth_cli/model/fields.py: see docs/development/question.md"
    assert set(map(find_columns_key, writing(rareearth))) == {key.partition(" --")[0] for key in COLUMNS_BY_COMMAND}, (
        remedy
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rareearth", "rank", "--using", "russia", "=", "rus-balance-2023-r"], ["rus-balance-2023-ready"]),
        (["rareearth", "rank", "--using", "brazil", "="], offered("rank", "--using", "brazil=")),
        (["rareearth", "compare", "russia", "--baseline", "=", "weng"], ["weng-2015"]),
        (["rareearth", "compare", "russia", "--baseline", "="], offered("compare", "russia", "--baseline", "")),
        (["rareearth", "compare", "--baseline", "=", "weng-2015", "rus"], ["russia"]),
    ],
)  # fmt: skip
def test_bash_parts_words_at_equals_signs(monkeypatch, words, expected):
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    completion = BashCompletion(rareearth, {}, "rareearth", "_RAREEARTH_COMPLETE")
    found = [item.value for item in completion.get_completions(*completion.get_completion_args())]
    assert found == [one.removeprefix("brazil=") for one in expected]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "position"),
    [(None, None), (None, "1"), ("rareearth com", None), ("rareearth com", " ")],
)
def test_a_shell_that_does_not_say_what_was_typed_is_offered_nothing(monkeypatch, shell, words, position):
    monkeypatch.setenv("_RAREEARTH_COMPLETE", f"{shell}_complete")
    for name, value in (("COMP_WORDS", words), ("COMP_CWORD", position)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    result = CliRunner().invoke(rareearth, [], prog_name="rareearth")
    assert (result.exit_code, result.stdout.strip(), result.stderr) == (0, "", "")


def test_bash_counts_no_word_before_the_first(monkeypatch):
    monkeypatch.setenv("COMP_WORDS", "rareearth\ncom")
    monkeypatch.setenv("COMP_CWORD", "-1")
    assert BashCompletion(rareearth, {}, "rareearth", "_RAREEARTH_COMPLETE").complete() == ""
