"""What screens explain of the words and abbreviations that they use."""

import pytest

from rareearth_cli.output.view import _TERMS, _stands_in


def say(result):
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "explained"),
    [
        (("compare", "--all"), ("Reserves", "Resources")),
        (("report",), ("Reserves", "Resources", "Ore reserve", "Oxide", "Concentrate")),
        (("compare", "russia"), ("Ore reserve", "Oxide", "Grade", "Licensed", "State Balance")),
        (("share", "china", "--claimed", "95%"), ("Separation",)),
        (("estimates",), ("Proved and probable", "Measured, indicated and inferred")),
    ],
)
def test_a_screen_explains_the_words_of_the_trade_that_it_uses(run, arguments, explained):
    said = say(run(*arguments))
    assert [word for word in explained if f"“{word}”: " not in said] == []


def test_a_screen_explains_no_word_that_it_does_not_use(run):
    screen = run("rank").stdout
    body, _, _ = screen.partition("“")
    for term in _TERMS:
        used = any(_stands_in(term, line) for line in body.splitlines())
        assert used or f"“{term.name[:1].upper()}{term.name[1:]}”" not in screen, term.name


def test_foreign_names_are_explained_in_english(run):
    assert "BGR/DERA: Germany's Federal Institute" in say(run("share", "china", "--claimed", "95%"))


def test_check_explains_the_verdicts_that_it_gives_and_no_others(run):
    said = say(run("check", "Russia has 28.7 million tonnes of rare-earth reserves."))
    assert "“Disputed”: it fits one source, and another source is far from it." in said
    assert "“Outdated”" not in said


def test_rank_says_why_countries_are_not_in_its_second_table(run):
    assert "Each is the last figure of its source. Countries whose rank would stay the same are left out." in say(
        run("rank")
    )
