"""Citations, read by programs that people cite with."""

import json
import string

import pytest
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from rareearth_cli.commands.cite import Citation, collect_citations, write_bibtex, write_csl_json, write_footnotes
from rareearth_cli.model.dates import parse_date


def rendered(items):
    """Each item as the one style that comes with citeproc-py writes it in a bibliography."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Cited([CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


def cited(**fields):
    return Citation(
        **{"id": "one", "publisher": "P", "title": "T", "url": "https://example.org", "locator": "p. 1"} | fields
    )


def test_bibtex_of_all_sources_and_figures_is_read_and_set(bundled):
    ids = [*bundled.sources, *bundled.estimates]
    entries = parse_string(write_bibtex(collect_citations(bundled, ids)), "bibtex").entries
    assert list(entries) == ids
    style = find_plugin("pybtex.style.formatting", "unsrt")()
    backend = find_plugin("pybtex.backends", "text")()
    texts = [entry.text.render(backend) for entry in style.format_entries(entries.values())]
    (mcs,) = [text for text in texts if "2026-rare-earths.pdf" in text and "“3,800,000”" in text]
    assert mcs.startswith("U.S. Geological Survey. Mineral Commodity Summaries 2026, Rare Earths. May 2026.")


def test_csl_of_all_sources_is_read_and_set(bundled):
    items = json.loads(write_csl_json(collect_citations(bundled, list(bundled.sources))))
    texts = rendered(items)
    assert len(texts) == len(bundled.sources)
    (mcs,) = [text for text in texts if "2026-rare-earths.pdf" in text]
    assert mcs.startswith("U.S. Geological Survey (2026)")
    assert sum("no date" in text for text in texts) == sum(one.published is None for one in bundled.sources.values())


@given(st.text(alphabet=string.printable + "äß№稀\u202e"))
def test_braces_are_balanced_and_special_characters_are_escaped_whatever_a_title_holds(text):
    written = write_bibtex([cited(title=text, id="one")])
    assert list(parse_string(written, "bibtex").entries) == ["one"]
    value = parse_string(written, "bibtex").entries["one"].fields["title"][1:-1]
    bare = value.replace("{}", "")
    assert not set("{}~^") & set(bare)
    assert all(bare[at - 1] == "\\" for at, char in enumerate(bare) if char in "%&#_$")


@pytest.mark.parametrize(
    ("written", "parts", "year", "month"),
    [
        ("2025", [2025], "2025", None),
        ("2025-03", [2025, 3], "2025", "March"),
        ("2025-03-18", [2025, 3, 18], "2025", "March"),
    ],
)
def test_dates_have_the_parts_that_are_known(written, parts, year, month):
    one = cited(published=parse_date(written), accessed=parse_date("2026-11-23"))
    (item,) = json.loads(write_csl_json([one]))
    assert item["issued"] == {"date-parts": [parts]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 23]]}
    fields = parse_string(write_bibtex([one]), "bibtex").entries["one"].fields
    assert (fields["year"], fields.get("month"), fields["urldate"]) == (year, month, "2026-11-23")


def test_an_unknown_date_is_left_out_and_an_inferred_one_marked():
    undated, inferred = cited(), cited(published=parse_date("2023-01"), published_inferred=True)
    assert "n.d." in write_footnotes([undated])
    assert "issued" not in json.loads(write_csl_json([undated]))[0]
    assert "year" not in write_bibtex([undated])
    assert "[Jan 2023]" in write_footnotes([inferred])
    assert json.loads(write_csl_json([inferred]))[0]["issued"]["circa"] is True
    assert "date inferred" in write_bibtex([inferred])


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            "usgs-mcs-2026-v1.3/RUS/reserves",
            "“3,800,000” [t] (rare-earth reserves of Russia, 2025), in: U.S. Geological Survey, “Mineral Commodity ",
        ),
        ("usgs-mcs-2026-v1.3", "Rare Earths”, edition 2026, version 1.3, 27 May 2026, p. 153, https://pubs.usgs.gov/"),
        ("usgs-mcs-2024", "31 Jan 2024, mcs2024-raree_world.csv, https://doi.org/10.5066/P144BA54 (accessed 23 Nov"),
        (
            "rus-balance-2023",
            "“28.7 million tons” (rare-earth reserves of Russia, as of 1 Jan 2023), according to the Ministry of",
        ),
        (
            "rus-balance-2022",
            "28.8 Mt, not printed but the sum of “16887.1 thousand tonnes” and “11893.5 thousand tonnes” (rare-",
        ),
        (
            "rus-balance-2022-abc1-licensed",
            "“48.6 %” of “16887.1 thousand tonnes” (rare-earth reserves of Russia, as of 1 Jan",
        ),
        (
            "rus-stale-12",
            "“approximately 12 million metric tons” (rare-earth reserves of Russia, looks inconsistent",
        ),
        (
            "wld-gateapi-130",
            "“130 million metric tons” (rare-earth reserves of the world, misquoted: total of a superseded edition",
        ),
        ("usgs-mcs-2019", "[28 Feb 2019], read in S&P Global Market Intelligence, in the paragraph on Russia"),
        ("wld-weng-2015", "2015, Economic Geology 110, abstract, http"),
    ],
)
def test_a_footnote_says_what_is_known(run, one, expected):
    assert expected in run("cite", one).stdout


def test_style_goes_by_option_or_suffix_and_a_file_is_replaced_whole(run, tmp_path):
    for name, style in (("a.bib", "bibtex"), ("a.json", "csl"), ("a.txt", "text"), ("a", "text")):
        result = run("cite", "weng-2015", "zhou-2017", "-o", tmp_path / name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8") == run(
            "cite", "weng-2015", "zhou-2017", "-f", style
        ).stdout
    assert run("cite", "weng-2015", "weng-2015").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cite",), "Missing argument 'ID...'"),
        (("cite", "usgs-mcs-2062"), "did you mean usgs-mcs-2025, usgs-mcs-2024 or"),
        (("cite", "usgs"), "did you mean usgs-mcs-2026-v1.3, usgs-mcs-2026-oscom or"),
        (
            ("cite", "weng-2015", "zzzz"),
            "unknown source or estimate 'zzzz': no id is near it. 'rareearth sources --columns id,title'",
        ),
        (("cite", "weng-2015", "-o", "a.pdf"), "no style goes with '.pdf'"),
    ],
)
def test_trouble_is_status_2(run, arguments, said):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
