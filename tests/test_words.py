"""How the tool speaks: phrases that no text of ours has."""

import re
from pathlib import Path

import pytest

from rareearth_cli.main import rareearth
from tests.test_commands_page import list_commands

ROOT = Path(__file__).resolve().parent.parent
#: Phrases that strangers did not understand, and what to write instead.
BANNED = {
    r"\bnot to be told\b|\bcannot be told\b|\bis told\b|\bare told\b|\btells\b": "says; or: is not known",
    r"\bstands?\b(?! for\b)|\bstood\b": "is, is listed",
    r"\bheld against\b|\bholds? (?:it|them|a \w+|all \w+) against\b": "compared with",
    r"\bhangs? together\b": "belong together",
    r"\bbeside\b": "with, in addition to",
    r"(?<![Tt]here )\b(?:is|are) no (?!more\b|longer\b)": "is not a",
    r"\bwitness\b": "source",
    r"\bledgers?\b": "State Balance, origin",
    r"\bas printed\b": "as published",
    r"\bseries break\b": "USGS changed its figure",
    r"\bstage named\b": "of what is not said",
    r"\bthrough the bound\b": "more than, at most",
    r"% of rows|% of total\b": "% of listed, % of world",
    r"\bparted by\b": "separated by",
    r"\bUSGS ranks\b": "USGS lists, we rank",
    r"\d{4}, label\b": "for 2025",
    r"\b\d[\d,.]* (?:s|d)(?=\s|$)": "via the carrier; calculated",
}
#: Texts in which quotations, titles and codes are not ours, or codes are what was asked for.
QUOTED = re.compile(r"`[^`\n]*`|\"[^\"\n]*\"|“[^”]*”|'[^'\n]*'")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Transcripts of formats for people without --explain.
SCREENS = [
    path
    for path in sorted((ROOT / "tests" / "golden").glob("*.txt"))
    if not re.search(r"--explain|-f |--columns", path.read_text(encoding="utf-8").partition("\n")[0])
]


def find_banned(text: str) -> list[str]:
    return [
        f"'{found[0]}' (write: {instead}) in: {line.strip()[:120]}"
        for line in text.splitlines()
        for phrase, instead in BANNED.items()
        for found in [re.search(phrase, line)]
        if found
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_page_has_a_banned_phrase(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert find_banned(QUOTED.sub("", text)) == []


@pytest.mark.parametrize("name", ["", *list_commands(rareearth)])
def test_no_help_text_has_a_banned_phrase(name, run):
    assert find_banned(run(*name.split(), "--help").stdout) == []


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_no_screen_has_a_banned_phrase(path):
    assert find_banned(QUOTED.sub("", path.read_text(encoding="utf-8"))) == []
