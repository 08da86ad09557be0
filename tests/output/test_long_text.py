"""Long texts, runs of blanks and wide tables from a user's file, in every format that people read."""

import pytest

HEADER = "place,measure,printed,publisher\n"
FORMATS = ("table", "markdown", "html", "svg")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("blanks", [200, 50_000])
def test_a_run_of_blanks_in_a_cell_takes_the_room_of_one(run, write, form, blanks):
    path = write(f'{HEADER}NOR,reserves,5 Mt,"A{" " * blanks}B"\nNOR,reserves,9 Mt,C\n', "own.csv")
    result = run("compare", "norway", "--data", path, "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    if form == "table":
        assert max(map(len, result.stdout.splitlines())) <= 100


def test_a_text_of_many_words_is_wrapped_and_complete_even_in_a_pipe(run, write):
    path = write(f"{HEADER}NOR,reserves,5 Mt,{'word ' * 1_000}\nNOR,reserves,9 Mt,C\n", "own.csv")
    screen = run("compare", "norway", "--data", path).stdout
    assert screen.count("word") == 1_000
    assert max(map(len, screen.splitlines())) < 2_100


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("word", ["a" * 20_000, "a/" * 10_000, "漢" * 20_000, "é" + "\u0301" * 20_000])
def test_one_long_word_breaks_nothing(run, write, form, word):
    path = write(f"{HEADER}NOR,reserves,5 Mt,{word}\n", "own.csv")
    assert run("compare", "norway", "--data", path, "-f", form).exit_code == 0


def test_a_table_of_very_many_columns_is_refused_in_a_line(run, write):
    names = ",".join(f"c{number}" for number in range(100_000))
    result = run("compare", "norway", "--data", write(f"{HEADER.strip()},{names}\n", "own.csv"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert ", line 1 [RE009]: 100,004 columns, more than any table of figures has" in result.stderr
    assert len(result.stderr.splitlines()) == 1
