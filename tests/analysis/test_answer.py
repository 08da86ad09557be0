"""`Answer`: which sentence has which role, and that no format pays for what it does not show."""

import io

import pytest

from rareearth_cli.analysis.answer import (
    Answer,
    Column,
    Grid,
    Heading,
    Paragraph,
    Role,
    Row,
    Section,
    Sentence,
    build_sentences,
)
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.commands.compare.view import build_answer
from rareearth_cli.model.questions import Question
from rareearth_cli.output import FORMATS
from rareearth_cli.output.html import build_page
from rareearth_cli.output.style import Style
from rareearth_cli.output.view import list_blocks
from rareearth_cli.output.xlsx import build_sheets


def answer(**fields):
    table = Table(columns={"id": ["a", "b"], "value_t": [2.0, 1.5]})
    return Answer(query={"command": "ask"}, dataset_version="1", table=table, default_columns=("id",), **fields)


def counted(asked):
    """An answer that writes down what it is asked to compute."""

    def give(name, value):
        def compute(*given):
            asked.append((name, *given))
            return value

        return compute

    grid = Grid(columns=(Column(title="what", flexible=True),), rows=[Row(cells=("x",))])
    section = Section("part", "Part", Heading("Part"), "", blocks=give("blocks", [grid]), charts=give("charts", []))
    contents = give("contents", {"rows": Table(columns={"id": ["a"]})})
    return answer(sections=(section,), contents=contents, sheets=give("sheets", {"one": Table(columns={"id": ["a"]})}))


def write(form, given, **style):
    FORMATS[form].write(given, io.BytesIO() if FORMATS[form].binary else io.StringIO(), Style(**style))


@pytest.mark.parametrize(
    ("form", "computed"),
    [
        ("csv", []),
        ("tsv", []),
        ("jsonl", []),
        ("table", [("blocks", "kt")]),
        ("markdown", [("blocks", "kt")]),
        ("json", ["contents"]),
        ("xlsx", [("sheets",)]),
        ("html", [("blocks", "kt"), ("charts", "kt")]),
    ],
)
def test_a_format_asks_for_what_it_shows_and_no_more(form, computed):
    asked = []
    given = counted(asked)
    write(form, given, unit="kt")
    assert sorted(asked) == sorted([("contents", given.table)] if computed == ["contents"] else computed)


@pytest.mark.parametrize("form", ["table", "markdown", "html", "xlsx"])
def test_plain_rows_are_written_without_sections(form):
    asked = []
    write(form, counted(asked), columns_chosen=True, rows_only=True)
    assert asked == []


def test_a_summary_has_a_headline_then_reasons_and_ends_with_notes():
    sentences = build_sentences(["So it is.", "Because.", "And."], ["s: second-hand."])
    assert [one.role for one in sentences] == [Role.HEADLINE, Role.REASON, Role.REASON, Role.NOTE]
    assert build_sentences([], ["s: second-hand."]) == (Sentence("s: second-hand.", Role.NOTE),)
    assert answer(sentences=sentences).summary == ("So it is.", "Because.", "And.")


def test_notes_end_what_people_read_and_are_in_no_summary():
    section = Section("part", "Part", Heading("Part"), "", blocks=lambda _: [Paragraph("Middle.")])
    given = answer(sections=(section,), sentences=build_sentences(["First."], ["Last."]))
    assert [block.text for block in list_blocks(given, Style())] == ["Part", "First.", "Middle.", "Last."]
    page = build_page(given, Style())
    assert (page.lead, [part.text for part in page.sections[0].parts]) == (("First.",), ["Middle.", "Last."])


def test_a_page_has_the_notes_even_if_nothing_is_above_them():
    given = answer(sections=(Section("part", "Part"),), sentences=build_sentences(["First."], ["Last."]))
    assert [part.text for part in build_page(given, Style()).sections[0].parts] == ["Last."]


def test_what_one_can_write_is_kept_apart():
    given = answer(sentences=(*build_sentences(["So."]), Sentence("Write so.", Role.WRITE)))
    assert (given.summary, given.notes) == (("So.",), ())


@pytest.fixture(scope="module")
def russia_and_india(bundled):
    return build_answer(compare_places(bundled, Question(places=("RUS", "IND"))))


def test_a_place_without_a_comparison_has_a_reason_and_no_headline(russia_and_india):
    roles = {}
    for sentence in russia_and_india.sentences:
        roles.setdefault(sentence.subject, []).append(sentence.role)
    assert roles["Russia"][:2] == [Role.HEADLINE, Role.REASON]
    assert set(roles["India"]) == {Role.REASON}


def test_a_page_about_several_places_leads_with_headlines_and_says_all_in_each_section(russia_and_india):
    page = build_page(russia_and_india, Style())
    assert [sentence.partition(". ")[0] for sentence in page.lead] == ["Russia"]
    by_name = {section.name: section for section in page.sections}
    for name, subject in (("place-RUS", "Russia"), ("place-IND", "India")):
        told = [one.text for one in russia_and_india.told if one.subject == subject]
        assert [part.text for part in by_name[name].parts[: len(told)]] == told
    assert [line.partition(": ")[0] for line in russia_and_india.summary] == ["Russia", "India"]


def test_a_page_about_one_place_says_nothing_twice(bundled):
    given = build_answer(compare_places(bundled, Question(places=("RUS",))))
    (section,) = [one for one in build_page(given, Style()).sections if one.name == "estimates"]
    paragraphs = {part.text for part in section.parts if isinstance(part, Paragraph)}
    assert paragraphs
    assert not paragraphs & set(build_page(given, Style()).lead)


def test_the_screen_of_all_places_has_no_section_of_a_place_and_the_page_has_all(bundled):
    given = build_answer(compare_places(bundled, Question()))
    headings = [block.text for block in list_blocks(given, Style()) if isinstance(block, Heading)]
    # No place has a heading: the tables are of reserves, and of resources against them.
    assert [one.partition(",")[0] for one in headings] == [
        "All places: rare-earth reserves",
        "Reserves",
        "Resources",
    ]
    assert {"overview", "place-RUS", "place-CHN"} <= {section.name for section in build_page(given, Style()).sections}


def test_rows_have_the_name_that_the_answer_gives_them():
    assert [sheet.name for sheet in build_sheets(answer(name="shares"), Style())] == ["shares", "about"]
    assert list(answer(name="shares").list_contents()) == ["shares"]


def test_a_section_without_content_is_on_no_page():
    page = build_page(answer(sections=(Section("part", "Part"),)), Style())
    assert [section.name for section in page.sections] == ["all-rows"]
