"""What every format promises, and what each one promises alone."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.answer import Answer, build_sentences
from rareearth_cli.analysis.table import Table
from rareearth_cli.output import FORMATS
from rareearth_cli.output.delimited import escape_formula
from rareearth_cli.output.markdown import escape_markdown
from rareearth_cli.output.sanitize import sanitize_text
from rareearth_cli.output.style import Style

#: What writes rows as text; pages, pictures and workbooks have tests of their own.
TEXTS = ("table", "csv", "tsv", "json", "jsonl", "markdown")
LONG_FORM = (
    "id,place,name,site,measure,share_of,period,publisher,source,edition,version,effective_date,published,accessed,printed,kind,"
    "unit,value_t,low_t,high_t,value_pct,low_pct,high_pct,digits,basis,stage,system,category,rungs,access,development,inferred,part_of,"
    "derived_from,root,status,verification,url,locator,series,"
    "keeper,draws_on,territory,contained_in,called,accepted"
)
COMPARED = (
    "baseline,comparable,difference_t,ratio,ratio_low,ratio_high,fold,verdict,causes,flags,unexplained_fold,size,"
    "unstated,earlier_edition"
)


def listing(**columns):
    return Answer(
        name="estimates", table=Table(columns=columns), dataset_version="1", query={}, default_columns=tuple(columns)
    )


def written(name, answer, **style):
    out = io.StringIO()
    FORMATS[name].write(answer, out, Style(**style))
    return out.getvalue()


@given(st.text())
def test_the_guard_of_a_cell_comes_off_again(text):
    text = text.replace("\r", "\n")
    guarded = escape_formula(text)
    assert guarded[guarded.startswith("'") :] == text


@pytest.mark.parametrize("name", TEXTS)
def test_no_rows_are_a_valid_empty_document(name):
    output = written(name, listing(id=[], value_t=[]))
    assert {"csv": "id,value_t\n", "tsv": "id\tvalue_t\n", "jsonl": ""}.get(name, output) == output
    if name == "json":
        assert json.loads(output)["estimates"] == []
    if FORMATS[name].for_people:
        assert "Nothing in our data." in output


def test_numbers_keep_their_digits_and_absent_ones_are_empty():
    columns = {"a": [3_800_000.0, None, 0.1, -5.0], "b": ["x", None, "", "-y"]}
    assert written("csv", listing(**columns)) == "a,b\n3800000,x\n,\n0.1,\n-5,'-y\n"


def test_dialects_of_csv():
    result = listing(id=["a;b", "=c"], value_t=[1.5, -2.0])
    assert written("csv", result, dialect="excel") == "\ufeffid,value_t\r\na;b,1.5\r\n'=c,-2\r\n"
    assert written("csv", result, dialect="excel-eu") == '\ufeffid;value_t\r\n"a;b";1,5\r\n\'=c;-2\r\n'


def test_json_is_never_nan():
    with pytest.raises(ValueError, match="not JSON compliant"):
        written("json", listing(value_t=[float("nan")]))


def test_markup_and_control_characters_are_literal():
    assert escape_markdown("a|b <i> *c* [d](e)") == r"a\|b \<i\> \*c\* \[d\](e)"
    assert sanitize_text("a\x1b[31mb\u202ec") == "a\N{REPLACEMENT CHARACTER}[31mb\N{REPLACEMENT CHARACTER}c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1. a", "1\\. a"), ("10) a", "10\\) a"), ("- a", "\\- a"), ("+ a", "\\+ a"),
     ("---", "\\---"), ("1.5", "1.5"), ("-5", "-5")],
)  # fmt: skip
def test_a_sentence_in_markdown_begins_no_list(text, shown):
    result = listing(id=["x"])._replace(sentences=build_sentences([text]))
    assert written("markdown", result).startswith(f"{shown}\n\n|")


def test_a_letter_has_as_many_marks_as_a_language_gives_it():
    assert sanitize_text("Thổ Nhĩ Kỳ") == "Thổ Nhĩ Kỳ"
    assert sanitize_text("z" + "\u0301" * 500 + "a") == "z" + "\u0301" * 8 + "\N{REPLACEMENT CHARACTER}a"


def test_the_long_form_is_the_documented_one(run):
    columns = run("estimates", "-f", "csv").stdout.splitlines()[0]
    assert columns == LONG_FORM, "add the new column to LONG_FORM of this test: see docs/development/column.md"
    every = run("compare", "russia", "-f", "csv", "--columns", "all").stdout.splitlines()[0]
    assert every == f"{LONG_FORM},{COMPARED},counts,for_or_at,reason"
    assert run("estimates", "-f", "tsv").stdout.splitlines()[0] == LONG_FORM.replace(",", "\t")


SHORT = "id,place,name,site,measure,counts,for_or_at,value_t,low_t,high_t,ratio,verdict,reason,publisher,url"


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("compare russia", SHORT),
        ("compare --all", SHORT),
        ("compare turkey --pairs", SHORT),
        ("report", SHORT),
        ("history russia", SHORT),
        ("trace 28.7", SHORT),
        ("rank", f"rank,{SHORT}"),
        ("rank --all-sources", f"rank,{SHORT}"),
        ("share china --claimed 95%", SHORT.replace("_t", "_pct")),
    ],
)
def test_a_spreadsheet_gets_fifteen_columns_of_an_answer(run, words, columns):
    question = words.split()
    assert run(*question, "-f", "csv").stdout.splitlines()[0] == columns
    assert run(*question, "-f", "tsv").stdout.splitlines()[0] == columns.replace(",", "\t")
    titles = columns.replace("_", "\\_").split(",")
    assert f"| {' | '.join(titles)} |" in run(*question, "-f", "markdown").stdout
    every = run(*question, "-f", "csv", "--columns", "all").stdout.splitlines()[0].split(",")
    assert set(columns.split(",")) < set(every)


def test_a_row_of_the_short_form_says_in_words_what_it_counts_and_why_it_differs(run):
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(run("compare", "russia", "-f", "csv").stdout))}
    usgs, ministry = rows["usgs-mcs-2026-v1.3/RUS/reserves"], rows["rus-balance-2023"]
    assert (usgs["counts"], usgs["for_or_at"], usgs["reason"]) == ("oxide, recoverable", "2025", "the baseline")
    assert (ministry["counts"], ministry["for_or_at"]) == (
        "oxide, in the ground, explored and preliminarily estimated, A+B+C1+C2",
        "2023-01-01",
    )
    assert (ministry["verdict"], ministry["reason"]) == ("RECONCILED_BY_SUBSET", "a published part matches")
    assert ministry["ratio"] == "7.55"  # 28.7 / 3.8


def test_the_numbers_of_a_column_are_written_alike(run):
    for row in csv.DictReader(io.StringIO(run("compare", "russia", "-f", "csv").stdout)):
        assert "." in row["ratio"] or row["ratio"] == ""
        assert "." not in row["value_t"]


def test_people_read_the_label_of_a_verdict_in_markdown(run):
    shown = run("compare", "russia", "-f", "markdown").stdout
    assert "| a published part matches |" in shown
    assert "RECONCILED" not in shown


def test_the_json_of_a_comparison_is_one_object_without_nan(run):
    document = json.loads(run("compare", "RU", "-f", "json").stdout, parse_constant=pytest.fail)
    tables = ["estimates", "discrepancies", "deposits", "explanations"]
    assert list(document) == ["schema_version", "dataset_version", "query", "summary", *tables]
    assert list(document["estimates"][0]) == [*LONG_FORM.split(","), "counts", "for_or_at"]
    whole = next(row for row in document["discrepancies"] if row["estimate"] == "rus-balance-2023")
    assert list(whole) == ["estimate", *COMPARED.split(","), "reason", "bridge"]
    bridge = whole["bridge"]
    steps = sum(step["amount_t"] for step in bridge["steps"])
    assert bridge["whole"]["value_t"] + steps == bridge["part"]["value_t"]
    assert bridge["part"]["value_t"] - bridge["residual_t"] == bridge["baseline"]["value_t"]
    assert sum(step["amount_t"] for step in bridge["detail"]) == pytest.approx(steps)
    assert {step["amount_t"] for step in bridge["unknown"]} == {None}


def test_jsonl_has_the_rows_of_csv(run):
    rows = [json.loads(line) for line in run("compare", "china", "-f", "jsonl").stdout.splitlines()]
    table = list(csv.DictReader(io.StringIO(run("compare", "china", "-f", "csv").stdout)))
    assert [row["id"] for row in rows] == [row["id"] for row in table]
    assert [float(row["value_t"]) if row["value_t"] else None for row in table] == [row["value_t"] for row in rows]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 300])
def test_a_terminal_of_any_width_is_kept_and_no_digit_is_lost(bundled, width):
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.commands.compare.view import build_answer
    from rareearth_cli.model.questions import Question

    output = written("table", build_answer(compare_places(bundled, Question(places=("RUS",)))), width=width)
    assert max(map(len, output.splitlines())) <= max(width, 61)  # below, numbers go before looks
    for number in ("28.7", "3.8", "7.6", "7.4 to 7.7"):
        assert number in output
    assert ("█" in output) == (width >= 80)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_history_fits_the_terminal_and_loses_no_digit(bundled, width):
    from rareearth_cli.commands.history.query import build_history
    from rareearth_cli.commands.history.view import build_answer
    from rareearth_cli.model.questions import HistoryQuestion

    output = written("table", build_answer(build_history(bundled, HistoryQuestion(place="RUS"))), width=width)
    assert max(map(len, output.splitlines())) <= max(width, 69)  # below, numbers go before looks
    for text in ("−11", "−52", "Mining does not explain the fall", "9.99 Mt", "20.6 Mt"):
        assert text in output
    # Where room is short the columns that can be spared go first.
    assert "3,800,000 t" in output
    assert ("█" in output) == (width >= 80)


def test_colour_is_only_where_it_was_asked_for(bundled):
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.commands.compare.view import build_answer
    from rareearth_cli.model.questions import Question

    result = build_answer(compare_places(bundled, Question(places=("RUS",))))
    assert "\x1b[" in written("table", result, color=True, width=100)
    assert "\x1b" not in written("table", result, width=100)


def test_streams_that_know_only_ascii_get_ascii(bundled):
    from rareearth_cli.commands.compare.query import compare_places
    from rareearth_cli.commands.compare.view import build_answer
    from rareearth_cli.model.questions import Question

    output = written("table", build_answer(compare_places(bundled, Question(places=("RUS",)))), unicode=False)
    assert output.isascii()
    assert "##########" in output
