"""Nothing in data can act: every face with every hostile string, alone in a listing and all over an answer.

A new face is a row of ``FACES``; a new command a row of ``ANSWERS``.
"""

import csv
import functools
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pybtex.database import parse_string

from rareearth_cli.analysis.answer import Answer
from rareearth_cli.analysis.figures import Figure, Group, Origin
from rareearth_cli.analysis.listings import cited_sources, list_estimates, list_places, list_sources
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.cite import CITATION_STYLES, Citation
from rareearth_cli.commands.compare.query import Comparison, PlaceComparison, compare_places
from rareearth_cli.commands.compare.view import build_answer as answer_comparison
from rareearth_cli.commands.history.query import build_history
from rareearth_cli.commands.history.view import build_answer as answer_history
from rareearth_cli.commands.rank.query import rank_places
from rareearth_cli.commands.rank.view import build_answer as answer_ranking
from rareearth_cli.commands.report.query import report_discrepancies
from rareearth_cli.commands.report.view import build_answer as answer_report
from rareearth_cli.commands.share.query import list_shares
from rareearth_cli.commands.share.view import build_answer as answer_shares
from rareearth_cli.commands.trace.query import trace_figure
from rareearth_cli.commands.trace.view import build_answer as answer_trace
from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.questions import HistoryQuestion, Question, RankQuestion, ShareQuestion, TraceQuestion
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.wording import UNSAFE_CHARACTERS
from rareearth_cli.output import FORMATS
from rareearth_cli.output.style import DIALECTS, Style
from rareearth_cli.record.load import load_dataset
from tests.hostile.strings import HOSTILE

#: Any of these in what people read would move a cursor, reorder text or break a line.
ACTS = re.compile(rf"(?!\n)[{UNSAFE_CHARACTERS}]")
FORMULAS = tuple("=+-@＝＋－＠\t\r")


def reads_as_text(output: str) -> None:
    """A face for people: no character acts, no letter carries a flood of marks."""
    assert not ACTS.search(output), repr(ACTS.search(output))
    marks = "".join("m" if unicodedata.category(char)[0] == "M" else " " for char in output)
    assert "m" * 9 not in marks


def table(output: str, text: str) -> None:
    reads_as_text(output)
    rest = iter(output)  # markup stays what it is: every character of it is there, in order
    assert all(char in rest for char in text if char.isascii() and char.isprintable() and char != " ")


def markdown(output: str, text: str) -> None:
    reads_as_text(output)
    rest = re.sub(r"&emsp;|\\[\\`*_\[\]<>|#~&$.)+-]", "", output)
    for line in rest.splitlines():
        if line.startswith("|"):
            assert len(set(line)) <= 4 or line.count("|") == 3, line
        assert not re.search(r"[<>`\[\]#~$&]", line), line
        assert not re.match(r"(\d+[.)]|[-+])\s", line), line


def comma(output: str, text: str) -> None:
    delimited(output, text, ",")


def tabbed(output: str, text: str) -> None:
    delimited(output, text, "\t")


def excel(output: str, text: str) -> None:
    assert output.startswith("\ufeff")
    delimited(output[1:], text, ",")


def excel_eu(output: str, text: str) -> None:
    assert output.startswith("\ufeff")
    delimited(output[1:], text, ";")


def delimited(output: str, text: str, delimiter: str) -> None:
    """Two rows of two cells; the text comes back, and is no formula."""
    header, row = csv.reader(io.StringIO(output, newline=""), delimiter=delimiter, strict=True)
    assert (len(header), len(row)) == (2, 2)
    assert not row[0].startswith(FORMULAS)
    assert row[0][row[0].startswith("'") :] == text.replace("\r\n", "\n").replace("\r", "\n")


def one_object(output: str, text: str) -> None:
    assert json.loads(output, parse_constant=pytest.fail)["estimates"] == [{"id": text, "value_t": 1.5}]


def object_a_line(output: str, text: str) -> None:
    (line, end) = output.split("\n")  # as jq and Python's own text files part lines
    assert (json.loads(line), end) == ({"id": text, "value_t": 1.5}, "")


def bibtex(output: str, text: str) -> None:
    """An entry with the text in every field, and a harmless one after it, as a program reads them."""
    reads_as_text(output)
    assert all(line.startswith(("  ", "@misc{", "}")) or not line for line in output.splitlines())
    one, two = parse_string(output, "bibtex").entries.values()
    assert set(one.fields) <= {"title", "howpublished", "edition", "version", "url", "note"}
    assert two.fields["title"] == "{Unharmed}"
    assert not set("{}\\\n ") & set(one.fields.get("url", ""))


def footnotes(output: str, text: str) -> None:
    reads_as_text(output)
    assert output.count("\n") == 2


def csl(output: str, text: str) -> None:
    one, two = json.loads(output)
    assert (one["title"], two["title"]) == (text, "Unharmed")


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, output: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(output)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page(output: str, text: str) -> None:
    """One script, which is ours; no element of the text's, no attribute that runs, no address but of the web."""
    reads_as_text(output)
    found = Elements(output).found
    assert [tag for tag, _ in found].count("script") == 1
    assert not {"img", "iframe", "object", "form", "base", "math", "video"} & {tag for tag, _ in found}
    assert not [name for _, given in found for name in given if name.startswith("on") or name in ("style", "src")]
    addresses = [given["href"] for tag, given in found if tag == "a"]
    assert not [one for one in addresses if not str(one).startswith(("#", "http://", "https://"))]


def workbook(output: bytes, text: str) -> None:
    """No formula, and the text as text."""
    cells = [cell for row in load_workbook(io.BytesIO(output))["estimates"] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert cells[2].value is None or not ACTS.search(cells[2].value)


def drawn(output: str, text: str) -> None:
    """An SVG that a parser reads, whose words are words."""
    reads_as_text(output)
    root = ElementTree.fromstring(output)
    assert not [one for one in root.iter() if one.tag.endswith(("script", "image", "foreignObject", "}a"))]
    assert not [name for one in root.iter() for name in one.attrib if name.lower().startswith("on")]


def charted(*texts: str) -> Answer:
    """A comparison whose chart has a figure for each text, with that text as every name of it."""
    witnesses = []
    for text in texts:
        figure = Figure(
            id="own", publisher=text, title=text, as_of=text, published=parse_date("2024"), printed=text, kind="point", value_t=5e6,
            low_t=4e6, high_t=6e6, value_pct=None, digits=1, provenance=text, derived=False, scope=text,
        )  # fmt: skip
        witnesses.append(Origin(root="r", title=text, figures=(figure,)))
    group = Group(measure="reserves", baselines=(), origins=tuple(witnesses))
    place = PlaceComparison(place="RUS", name=texts[0], summary=(texts[0],), group=group, newest=texts[0])
    return answer_comparison(Comparison(places=(place,), table=Table(columns={}), dataset_version=texts[0], query={}))


def written(form: str, answer: Answer, **style: object) -> str | bytes:
    out = io.BytesIO() if FORMATS[form].binary else io.StringIO(newline="")
    FORMATS[form].write(answer, out, Style(**style))
    assert out.getvalue(), f"{form} leaves out rows: see docs/development/format.md"
    return out.getvalue()


def listed(form: str, **style: object) -> Callable[[str], str | bytes]:
    """The text in a listing of one row and a number."""

    def write(text: str) -> str | bytes:
        columns = {"id": [text], "value_t": [1.5]}
        table = Table(columns=columns)
        listing = Answer(name="estimates", table=table, dataset_version="1", query={}, default_columns=tuple(columns))
        return written(form, listing, **style)

    return write


def cited(style: str) -> Callable[[str], str]:
    """A citation with the text in every field, and one without."""

    def write(text: str) -> str:
        everywhere = Citation(
            id="one", publisher=text, title=text, url=text, locator=text, carrier=text, edition=text, version=text,
            figure=text, author=text,
        )  # fmt: skip
        unharmed = Citation(id="two", publisher="P", title="Unharmed", url="https://example.org", locator="p. 1")
        return CITATION_STYLES[style].write([everywhere, unharmed])

    return write


class Face(NamedTuple):
    """How a face writes a text, and what must hold of what it writes."""

    write: Callable[[str], str | bytes]
    holds: Callable[[Any, str], None]


FACES = {
    "table": Face(listed("table"), table),
    "table of 40 columns": Face(listed("table", width=40), table),
    "table in ASCII": Face(listed("table", unicode=False), lambda output, text: reads_as_text(output)),
    "csv": Face(listed("csv"), comma),
    "csv excel": Face(listed("csv", dialect="excel"), excel),
    "csv excel-eu": Face(listed("csv", dialect="excel-eu"), excel_eu),
    "tsv": Face(listed("tsv"), tabbed),
    "json": Face(listed("json"), one_object),
    "jsonl": Face(listed("jsonl"), object_a_line),
    "markdown": Face(listed("markdown"), markdown),
    "html": Face(listed("html"), page),
    "xlsx": Face(listed("xlsx"), workbook),
    "svg": Face(lambda text: written("svg", charted(text)), drawn),
    "cite text": Face(cited("text"), footnotes),
    "cite bibtex": Face(cited("bibtex"), bibtex),
    "cite csl": Face(cited("csl"), csl),
}


def test_every_format_dialect_and_style_has_its_row():
    # PNG is drawn from the same chart as SVG: one picture of all the strings below will do.
    asked = {*FORMATS, *(f"csv {dialect}" for dialect in DIALECTS[1:]), *(f"cite {style}" for style in CITATION_STYLES)}
    missing = asked - {"png"} - set(FACES)
    assert not missing, "add a row for it to FACES of this test: see docs/development/format.md"


def test_the_table_of_strings_has_no_string_twice():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 70


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text[:16]) for text in HOSTILE])
def test_a_hostile_text_acts_in_no_face(face, text):
    write, holds = FACES[face]
    holds(write(text), text)


def test_hostile_texts_are_drawn_as_pixels():
    assert written("png", charted(*HOSTILE)).startswith(b"\x89PNG")


#: What a dataset of hostile texts is asked for, and the faces for people that answer.
ANSWERS: Mapping[str, Callable[[Dataset], Answer]] = {
    "compare russia --explain": lambda data: answer_comparison(
        compare_places(data, Question(places=("RUS",), explain=True))
    ),
    "compare russia --all-statements": lambda data: answer_comparison(
        compare_places(data, Question(places=("RUS",), all_statements=True))
    ),
    "compare --all": lambda data: answer_comparison(compare_places(data, Question())),
    "report": lambda data: answer_report(report_discrepancies(data, Question())),
    "estimates --all-statements": lambda data: list_estimates(data, all_statements=True),
    "sources": list_sources,
    "places": list_places,
    "history russia": lambda data: answer_history(build_history(data, HistoryQuestion("RUS"))),
    "rank": lambda data: answer_ranking(rank_places(data, RankQuestion())),
    "share russia": lambda data: answer_shares(list_shares(data, ShareQuestion("RUS"))),
    "trace": lambda data: answer_trace(trace_figure(data, TraceQuestion("28.7 million tonnes"))),
}
_FIELDS = ("publisher", "title", "carrier", "edition", "version", "short", "url", "locator", "note")


@pytest.fixture(scope="module")
def hostile_dataset(tmp_path_factory):
    """A dataset with every hostile text that a dataset may hold, each in every field that takes any text."""
    allowed = [
        text for text in HOSTILE if not re.search(rf"(?![\t\n])[{UNSAFE_CHARACTERS}]", text) and len(text) < 3_000
    ]
    assert len(allowed) > 50
    lines = ["systems:", *(f"- {json.dumps(text, ensure_ascii=False)}" for text in allowed), "sources:"]
    for number, text in enumerate(allowed):
        given = {name: json.dumps(text, ensure_ascii=False) for name in _FIELDS}
        lines.append(f"  s{number}: {{verification: secondary, published: 2024-01-01, {_flow(given)}}}")
    lines.append("estimates:")
    for number, text in enumerate(allowed):
        given = {name: json.dumps(text, ensure_ascii=False) for name in ("site", "category", "system", "note")}
        common = f"place: RUS, source: s{number}, measure: reserves, printed: {number + 2} Mt, basis: REO"
        lines.append(f"- {{id: whole{number}, {common}, {_flow({k: v for k, v in given.items() if k != 'site'})}}}")
        lines.append(f"- {{id: site{number}, {common}, {_flow(given)}}}")
        lines.append(f"- {{id: part{number}, part_of: whole{number}, printed: 1 Mt, development: {given['note']}}}")
    path = tmp_path_factory.mktemp("hostile") / "own.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _flow(fields: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {text}" for name, text in fields.items())


@pytest.fixture(scope="module")
def answered(hostile_dataset):
    """Each answer to the dataset, computed once, with the publications that it cites."""
    dataset = load_dataset([hostile_dataset])

    @functools.cache
    def compute(command: str) -> Answer:
        answer = ANSWERS[command](dataset)
        return answer._replace(sources=cited_sources(dataset, answer.table))

    return compute


#: What has no chart.
_ROWS = ("estimates --all-statements", "sources", "places", "trace")


@pytest.mark.parametrize("command", ANSWERS)
@pytest.mark.parametrize("form", [name for name in FORMATS if name != "png"])
def test_a_dataset_of_hostile_texts_acts_in_no_answer(answered, command, form):
    if FORMATS[form].is_image and command in _ROWS:
        with pytest.raises(NotOnRecord, match="nothing to draw"):
            written(form, answered(command))
        return
    output = written(form, answered(command))
    if FORMATS[form].binary:
        assert output.startswith(b"PK")
        return
    if form == "html":
        page(output, "")
    if form == "svg":
        drawn(output, "")
    if FORMATS[form].for_people:
        reads_as_text(output)
    if form == "markdown":
        assert not re.search(r"(?<!\\)<", output)
    if form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(output, newline=""), delimiter="," if form == "csv" else "\t"))
        assert {len(row) for row in rows} == {len(rows[0])}
        texts = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.e+-]+", cell)]
        assert not [cell for cell in texts if cell.startswith(FORMULAS)]
    if form == "json":
        json.loads(output, parse_constant=pytest.fail)


def test_the_command_shows_a_dataset_of_hostile_texts_as_it_shows_any_other(run, hostile_dataset):
    result = run("compare", "russia", "--data", hostile_dataset)
    assert (result.exit_code, result.stderr) == (0, "")
    reads_as_text(result.stdout)


@pytest.mark.parametrize("style", CITATION_STYLES)
def test_a_dataset_of_hostile_texts_acts_in_no_citation(run, hostile_dataset, style):
    ids = [f"s{number}" for number in range(50)] + [f"site{number}" for number in range(50)]
    result = run("cite", *ids, "--data", hostile_dataset, "--style", style)
    assert result.exit_code == 0
    if style == "csl":
        assert len(json.loads(result.stdout)) == 100
    else:
        reads_as_text(result.stdout)
    if style == "bibtex":
        assert list(parse_string(result.stdout, "bibtex").entries) == ids


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare",),
        ("compare", "russia", "--columns"),
        ("compare", "russia", "--data"),
        ("convert",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text[:16]) for text in HOSTILE])
def test_a_message_about_a_hostile_text_is_shown_as_text(run, arguments, text):
    result = run(*arguments, text)
    assert (result.exit_code, result.stdout) in ((2, ""), (0, result.stdout))
    assert not ACTS.search(result.stderr)
    assert max(map(len, result.stderr.splitlines()), default=0) < 10_000
