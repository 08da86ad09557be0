"""The page as text: what it forbids, what it links, that nothing in the data is more than text."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.model.questions import Question
from rareearth_cli.output.sanitize import sanitize_url
from tests.faces import HOSTILE, URLS, many

#: Elements that HTML does not close.
_VOID = {"meta", "link", "input", "br", "img"}


class Tags(HTMLParser):
    """Every element with its attributes and its text, and whether all are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.found, self._open = [], []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", **dict(attrs)}
        self.found.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.found.append({"tag": tag, "text": "", **dict(attrs)})

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag

    def all(self, tag):
        return [element for element in self.found if element["tag"] == tag]


@pytest.fixture
def page(run, tmp_path):
    def write(*arguments):
        path = tmp_path / "page.html"
        done = run(*arguments, "-o", path)
        assert (done.exit_code, done.stderr) == (0, "")
        return path.read_text(encoding="utf-8")

    return write


def test_the_policy_allows_its_own_script_and_style_and_nothing_from_anywhere(page):
    text = page("compare", "russia")
    (policy,) = [tag["content"] for tag in Tags(text).all("meta") if tag.get("http-equiv") == "Content-Security-Policy"]
    rules = {words[0]: words[1:] for words in (rule.split() for rule in policy.split(";"))}
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == ["'none'"]
    assert rules.pop("img-src") == ["data:"]
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules.pop(name) == [f"'sha256-{digest}'"]
    assert rules == {}
    assert not re.search(r"""\s(style|on\w+)=""", text)
    assert not re.search(r"""\s(src|srcset|action|poster)=|@import|url\((?!#)""", text)


def test_the_verdict_comes_first_and_its_figures_lead_to_their_sources(page, bundled):
    tags = Tags(page("compare", "russia"))
    headings = [tag["text"] for tag in tags.found if tag["tag"] in ("h1", "h2")]
    assert headings[:2] == ["Russia: rare-earth reserves", "In short"]
    place = compare_places(bundled, Question(places=("RUS",))).places[0]
    links = {(tag["text"], tag["href"]) for tag in tags.all("a")}
    for figure in (*place.group.baselines, *place.compared):
        estimate = bundled.estimates[figure.id]
        assert (figure.title, estimate.url or bundled.sources[estimate.source].url) in links


@pytest.mark.parametrize("arguments", [("compare", "--all"), ("report",), ("estimates",), ("compare", "china")])
def test_every_figure_as_printed_leads_to_where_it_can_be_read(page, bundled, arguments):
    text = page(*arguments)
    for body in re.findall(r'<table class="data" id="table-(?:figures|pairs-\d)">.*?</table>', text, re.DOTALL):
        titles = [tag["text"].strip() for tag in Tags(body).all("th")]
        at = titles.index("as published")
        for row in re.findall(r"<tr>\s*(<td.*?)</tr>", body, re.DOTALL):
            cell = Tags(re.findall(r"<td.*?</td>", row, re.DOTALL)[at])
            if cell.all("td")[0]["text"].strip():
                assert cell.all("a")[0]["href"].startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("rank",), "Mt"),
        (("rank", "--all-sources"), "MCS 2026"),
        (("share", "china"), "Reserves"),
        (("trace", "12"), "as published"),
        (("history", "russia"), "Edition"),
    ],
)
def test_every_figure_that_is_told_leads_to_where_it_can_be_read(page, arguments, column):
    body = re.search(r'<table class="grid">.*?</table>', page(*arguments), re.DOTALL)[0]
    at = [tag["text"].strip() for tag in Tags(body).all("th") if tag.get("scope") == "col"].index(column)
    rows = re.findall(r"<tr class=\"[^\"]*depth-0\">(.*?)</tr>", body, re.DOTALL)
    cells = [Tags(re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)[at]) for row in rows if row.count("<t") > 3]
    told = [cell for cell in cells if not re.match(r"\s*(|no line|\d+ more.*|MCS 2021)\s*$", cell.found[0]["text"])]
    assert len(told) > 2
    assert all(cell.all("a")[0]["href"].startswith(("http://", "https://")) for cell in told)


def test_links_within_the_page_lead_somewhere_and_names_are_given_once(page):
    tags = Tags(page("compare", "--all"))
    names = [tag["id"] for tag in tags.found if "id" in tag]
    assert len(names) == len(set(names))
    within = {tag["href"][1:] for tag in tags.all("a") if tag["href"].startswith("#")}
    assert within <= set(names)
    drawn = {tag["aria-labelledby"] for tag in tags.found if "aria-labelledby" in tag}
    assert drawn <= set(names)


def test_every_picture_has_a_text_in_its_place(page):
    for tag in Tags(page("compare", "--all")).all("svg"):
        if "track" in tag.get("class", "") and tag.get("role") == "img":
            assert tag["aria-label"]


def test_the_page_of_all_places_is_small_and_complete(page, bundled):
    text = page("compare", "--all")
    assert len(text.encode()) < 2_000_000
    ids = compare_places(bundled, Question()).table.columns["id"]
    assert set(ids) <= {tag["text"] for tag in Tags(text).all("bdi")}
    assert len(page("report").encode()) < 2_000_000


def test_it_says_how_to_get_it_again_and_can_be_got_again(page, run):
    typed = ("compare", "brazil", "south africa", "--baseline", "usgs-mcs-2025", "--explain")
    (command,) = [tag["text"] for tag in Tags(page(*typed)).all("pre")]
    assert command == "rareearth compare brazil 'south africa' --baseline usgs-mcs-2025 --explain -f html -o page.html"


def test_columns_that_are_asked_for_are_all_there_is(page):
    tags = Tags(page("compare", "china", "--columns", "id,value_t,url"))
    heads = [tag["text"].strip() for tag in tags.all("th")]
    assert heads[:3] == ["estimate", "tonnes", "url"]
    assert not tags.all("figure")


def test_the_same_data_give_the_same_page(page):
    assert page("report") == page("report")


def test_hostile_text_is_text(page, write):
    path = write(HOSTILE)
    text = page("compare", "russia", "--data", path)
    tags = Tags(text)
    assert len(tags.all("script")) == 1
    assert not tags.all("img")
    assert "49" not in [tag["text"] for tag in tags.all("bdi")]
    assert {"<script>window.hacked=1</script>", "{{ 7*7 }} {% raw %}", "x" * 10_000} <= {
        tag["text"] for tag in tags.all("bdi")
    }
    outside = {tag["href"] for tag in tags.all("a") if not tag["href"].startswith("#")}
    assert outside.isdisjoint(set(URLS) - {"https://example.org/fine"})
    assert all(url.startswith(("http://", "https://")) for url in outside)


def test_forty_estimates_are_forty_rows(page, write):
    tags = Tags(page("compare", "australia", "--data", write(many(40))))
    assert len(tags.all("li")) >= 40


UNSAFE = ("", None, "ftp://a.b/c", "https://", "http://a b.c", "https://[", "https://a.b/\u202e", "x" * 3000)


@pytest.mark.parametrize("url", [*(url for url in URLS if url != "https://example.org/fine"), *UNSAFE])
def test_addresses_that_are_not_followed(url):
    assert sanitize_url(url) == ""


def test_addresses_that_are(bundled):
    for source in bundled.sources.values():
        assert sanitize_url(source.url) == source.url


@pytest.mark.parametrize("arguments", [
    ("places",),
    ("sources", "--place", "russia"),
    ("convert", "13.15Mt", "--from", "monazite"),
], ids=lambda arguments: arguments[0])  # fmt: skip
def test_rows_that_are_no_figures_have_all_their_columns(page, run, arguments):
    header, *_ = run(*arguments, "-f", "csv").stdout.splitlines()
    titles = [one["text"].strip() for one in Tags(page(*arguments)).all("th")]
    assert titles == header.replace("_", " ").split(",")


def test_a_report_whose_columns_are_chosen_shows_its_rows(page):
    tags = Tags(page("report", "russia", "--columns", "id,verdict"))
    assert [tag["text"].strip() for tag in tags.all("th")][:2] == ["estimate", "verdict"]
    assert "rus-balance-2023" in {tag["text"] for tag in tags.all("bdi")}
