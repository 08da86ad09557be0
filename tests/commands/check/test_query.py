"""Claims of a text held against the record: what is found, what is left alone, and the verdict of each."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.commands.check.query import check_text
from rareearth_cli.model.questions import CheckQuestion


@pytest.fixture
def check(bundled):
    def ask(text, **options):
        return [
            (one.claim.text, one.claim.place, one.claim.kind, str(one.verdict))
            for one in check_text(bundled, CheckQuestion(text, **options)).checked
        ]

    return ask


#: A text of the end of March 2025, with the figures that the press had that week, and tariffs beside them.
ARTICLE = """BERLIN, 31. März 2025. Die Zölle von 25 bis 50 Prozent, die Washington in dieser Woche verhängt hat, treffen Stahl und Autos.
Um Seltene Erden geht es dabei nicht, doch gerade an ihnen hängt die Industrie. Russland liegt bei den Reserven Seltener
Erden weltweit auf dem fünften Platz. China kontrolliert 95 Prozent der Produktion und Versorgung mit Seltenen Erden. Der
Geologische Dienst der USA beziffert die russischen Reserven auf 3,8 Millionen Tonnen, das Rohstoffministerium in Moskau dagegen
auf 28,7 Millionen Tonnen am 1. Januar 2023. Davon sind 3,8 Millionen Tonnen in Erschließung oder dafür vorbereitet. Der
Rubel verlor 2 Prozent, und eine Tonne Stahl kostete 700 Euro.
"""


def test_an_article_of_its_time_is_judged_as_of_its_day(bundled):
    result = check_text(bundled, CheckQuestion(ARTICLE))
    assert (result.language, str(result.as_of), result.dated_by_text) == ("de", "2025-03-31", True)
    found = {one.claim.text: str(one.verdict) for one in result.checked}
    assert list(found) == ["fünften Platz", "95 Prozent", "3,8 Millionen Tonnen", "28,7 Millionen Tonnen"]
    assert len(result.checked) == 5
    assert [str(one.verdict) for one in result.checked] == ["disputed", "outdated", "disputed", "disputed", "supported"]


def test_the_same_rank_is_outdated_today(check):
    assert check("Russland liegt bei den Reserven Seltener Erden weltweit auf dem fünften Platz.")[0][3] == "outdated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia has rare-earth reserves of 28.7 million tonnes.", "disputed"),
        ("Greenland has rare-earth reserves of 1.5 million tonnes.", "supported"),
        ("Vietnam has 22 million tonnes of rare-earth reserves.", "outdated"),
        ("Turkey has rare-earth reserves of 694 million tonnes at Beylikova.", "other_meaning"),
        ("China has rare-earth reserves of 440 thousand tonnes.", "contradicted"),
        ("The USGS puts the rare-earth reserves of Russia at 28.7 million tonnes.", "contradicted"),
        ("Kenya has rare-earth reserves of 6 million tonnes.", "not_on_record"),
        ("China refines 91 percent of the world's rare earths.", "supported"),
        ("China mined 95 percent of the world's rare earths in 2010.", "supported"),
        ("China mines 95 percent of the world's rare earths.", "outdated"),
    ],
)
def test_each_verdict(check, text, expected):
    (found,) = check(text)
    assert found[3] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lithium reserves of 44 million tonnes lie in Chile, and rare earths are not mined there.",
        "China exported 5,865 tonnes of rare earths in May.",
        "By 2030 Russia wants to mine 10 percent of the world's rare earths.",
        "The rare-earth miner's shares rose by 12 percent to A$0.48.",
        "Call 555-0144 for the rare earth handbook, page 270.",
        "Brussels levies 35.3 percent on cars from China.",
        "",
        "no number at all about rare earths",
    ],
)
def test_what_is_no_claim_is_left_alone(check, text):
    assert check(text) == []


TEXTS = [
    "The rare-earth reserves of Russia are 28.7 million tonnes.",
    "Die Reserven Seltener Erden in Brasilien betragen 11 Mio. t.",
    "Запасы редкоземельных металлов в России составляют 28,7 млн тонн.",
    "中国稀土储量为4400万吨，居世界第一位。",
    "Brasil tiene 11 millones de toneladas de reservas de tierras raras.",
    "Le Brésil possède 11 millions de tonnes de réserves de terres rares.",
    '<p>The <b>rare-earth</b> reserves of Russia are <i>28.7</i>&nbsp;million tonnes.</p><script>var a = "5 million tonnes";</script>',
]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_cut_the_words_out_of_the_input(bundled, text):
    checked = check_text(bundled, CheckQuestion(text)).checked
    assert checked
    assert all(text[one.claim.start : one.claim.end] == one.claim.text for one in checked)


@given(
    st.lists(
        st.sampled_from([*TEXTS, "\u202e", "\0", "<p", "&#x", "|", "\n", "9" * 200, "%", "(((", "rare earths"]),
        max_size=8,
    ).map(" ".join)
)
def test_no_text_breaks_it_and_offsets_hold(bundled, text):
    for one in check_text(bundled, CheckQuestion(text)).checked:
        assert text[one.claim.start : one.claim.end] == one.claim.text


def test_a_table_is_read_row_by_row(check):
    table = "| Country | Rare-earth reserves (Mt) | Mined in 2025 (kt) |\n|---|---|---|\n| China | 44 | 270 |\n| Malaysia | 0.71 | 1.1 |\n"
    assert check(table) == [
        ("44", "CHN", "amount", "supported"),
        ("270", "CHN", "amount", "supported"),
        ("0.71", "MYS", "amount", "supported"),
        ("1.1", "MYS", "amount", "contradicted"),
    ]


def test_what_one_sentence_leaves_out_the_one_before_has(check):
    found = check(
        "Moscow puts its rare-earth reserves at 28.7 million tonnes. Of these, 3.8 million tonnes are in development."
    )
    assert [one[1:] for one in found] == [("RUS", "amount", "disputed"), ("RUS", "amount", "supported")]


def test_scripts_get_a_status_and_offsets(run):
    text = "The rare-earth reserves of Russia are 28.7 million tonnes."
    said = run("check", text, "-f", "json", "--fail-on", "disputed,contradicted")
    (claim,) = json.loads(said.stdout)["claims"]
    assert (said.exit_code, text[claim["start"] : claim["end"]], claim["value_t"]) == (
        1,
        "28.7 million tonnes",
        28_700_000,
    )
    assert claim["evidence"][0].startswith("rus-balance")
    assert run("check", text, "--fail-on", "contradicted").exit_code == 0
    assert run("check", text, "--fail-on", "wrong").exit_code == 2


def test_a_file_and_standard_input_are_texts(run, tmp_path):
    path = tmp_path / "article.html"
    path.write_text("<p>Brazil has 11 million tonnes of rare-earth reserves.</p>", encoding="utf-8")
    assert "Supported (Brazil, reserves)" in run("check", path).stdout
    german = tmp_path / "artikel.txt"
    german.write_bytes("Russland hat 3,8 Millionen Tonnen Reserven an Seltenen Erden.".encode("utf-16"))
    assert "Der US-Geologiedienst USGS beziffert" in run("check", german).stdout


def test_a_text_of_nothing_but_numbers_is_read(bundled):
    random.seed(1)
    hostile = "".join(random.choice("1234567890.,% \n") for _ in range(30_000)) + " rare earths"
    for one in check_text(bundled, CheckQuestion(hostile)).checked:
        assert hostile[one.claim.start : one.claim.end] == one.claim.text


def test_languages_are_data_that_is_checked():
    from rareearth_cli.commands.check.query import load_languages

    languages = load_languages().by_code
    assert set(languages) == {"en", "de", "ru", "zh", "es", "fr"}
    for one in languages.values():
        assert one.lists["topic"].meanings
        assert {"reserves", "resources", "production"} <= set(one.groups["measures"].meanings.values())
        assert len(set(one.months.values())) == 12
        assert {"CHN", "RUS", "USA", "AUS", "BRA", "VNM"} <= set(one.groups["places"].meanings.values())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("torn.gz", b"\x1f\x8b\x08\x00damaged", "a gzip file that breaks off"),
        ("picture.txt", b"\x89PNG\x00\x01\x02\x03" + bytes(range(256)), "save it as text"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words(run, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    answer = run("check", path)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert said in answer.stderr.splitlines()[-1]


def test_an_unknown_verdict_is_named_with_the_known_ones(run):
    answer = run("check", "a text", "--fail-on", "wrong")
    assert answer.exit_code == 2
    assert "unknown verdict 'wrong'; use one of supported, disputed" in answer.stderr


def test_the_name_of_a_file_that_does_not_exist_is_not_taken_for_a_text(run, tmp_path):
    answer = run("check", tmp_path / "article.txt")
    assert answer.exit_code == 2
    assert "no such file" in answer.stderr


@pytest.mark.parametrize(
    "text",
    ["İzmir: Russia has 28.7 million tonnes of rare-earth reserves.", "RUSSIA HAS 28.7 MILLION TONNES OF RARE EARTHS."],
)
def test_capital_letters_of_any_alphabet_move_nothing(bundled, text):
    (one,) = check_text(bundled, CheckQuestion(text)).checked
    assert text[one.claim.start : one.claim.end].casefold() == "28.7 million tonnes"
    assert one.claim.place == "RUS"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # "Nearly" is from below: 58 % of the countries listed is not nearly half, as 48 % was; 69 % is nearly 70.
        ("China holds nearly half of the world's rare-earth reserves.", [("nearly half", "share", "outdated")]),
        ("China mines nearly 70% of the world's rare earths.", [("nearly 70%", "share", "supported")]),
        ("La Chine détient près de la moitié des réserves mondiales de terres rares.", [("outdated",)]),
        (
            "Russland liegt bei den Reserven Seltener Erden weltweit auf Platz fünf.",
            [("fünf", "rank", "outdated")],
        ),
        # What is ranked stands in the clause of the rank.
        (
            "Australia is the fourth-largest holder of rare earths; China controls most of the production.",
            [("fourth-largest", "rank", "outdated")],
        ),
        # Who holds an amount is not said to mine it.
        (
            "Der Produzent Russland besitzt 28,7 Millionen Tonnen Seltene Erden.",
            [("28,7 Millionen Tonnen", "amount", "disputed")],
        ),
        (
            "Russia puts its rare-earth reserves at 28.7 million tonnes, of which 3.8 million are in development.",
            [("28.7 million tonnes", "amount", "disputed"), ("3.8 million", "amount", "supported")],
        ),
    ],
)
def test_words_mean_what_they_say(bundled, text, found):
    result = check_text(bundled, CheckQuestion(text))
    told = [(one.claim.text, one.claim.kind, str(one.verdict)) for one in result.checked]
    assert [one[-len(want) :] for one, want in zip(told, found, strict=True)] == found


def test_a_text_of_its_day_says_what_holds_today_and_what_explains_a_dispute(bundled):
    result = check_text(bundled, CheckQuestion(ARTICLE))
    because = {str(claim["text"]): str(claim["because"]) for claim in result.claims}
    assert "Judged today: outdated." in because["fünften Platz"]
    assert (
        "refining: 93 % in 2023 (BGR/DERA, Mar 2025); magnet making: our data have no share published by 31 Mar 2025."
        in because["95 Prozent"]
    )
    for amount in ("3,8 Millionen Tonnen", "28,7 Millionen Tonnen"):
        first = next(str(claim["because"]) for claim in result.claims if claim["text"] == amount)
        assert "3.8 Mt are being developed or ready for development." in first
    assert any("für Russland" in str(claim["write"]) for claim in result.claims)


def test_a_text_without_rare_earths_is_told_so(run):
    said = run("check", "Copper output was 20 million tonnes.").stdout
    assert "The text does not name rare earths, so none of its numbers was checked." in said


def test_explain_says_how_a_claim_was_read(run):
    said = " ".join(run("check", "Russia has 3.8 million tonnes of rare-earth reserves.", "--explain").stdout.split())
    assert "Read as: kind amount, value 3,800,000 t. Decided by: usgs-mcs-2026-v1.3/RUS/reserves" in said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A quota for mining is a quota.
        (
            "En 2021, Pékin avait fixé son quota d'extraction de terres rares à 168 000 tonnes.",
            [("CHN", "quota", "supported")],
        ),
        # The total of the world is not that of the country that has a share of it.
        (
            "American mines turned out 51,000 tonnes of rare earths in 2025, 13 percent of a global total of 390,000 tonnes.",
            [("USA", "production", "supported"), ("USA", "", "supported"), ("WLD", "production", "supported")],
        ),
        # Who is named with a number of its own does not speak of another.
        (
            "Hanoi puts Vietnam's rare-earth reserves at 20.7 million tonnes, while USGS lists 3.5 million tonnes.",
            [("VNM", "reserves", "disputed"), ("VNM", "reserves", "disputed")],
        ),
        ("India has 85.2 lakh tonnes of rare earth oxide reserves.", [("IND", "reserves", "other_meaning")]),
    ],
)
def test_what_a_number_speaks_of(bundled, text, found):
    checked = check_text(bundled, CheckQuestion(text)).checked
    assert [(one.claim.place, one.claim.measure, str(one.verdict)) for one in checked] == found


@pytest.mark.parametrize(
    "text",
    [
        "Auf China entfielen nach Angaben der Deutschen Rohstoffagentur 2023 rund 60 Prozent der weltweiten Förderung Seltener Erden.",
        "Nach Angaben des amerikanischen geologischen Dienstes lag die Förderung Seltener Erden in China 2023 bei 240.000 Tonnen.",
    ],
)
def test_the_country_in_the_name_of_a_publisher_is_not_the_place(check, text):
    assert {place for _, place, _, _ in check(text)} == {"CHN"}


def test_an_import_or_an_edition_is_no_production(check):
    assert check("Россия ввезла 1,4 тыс. тонн редкоземельной продукции, на 11 % больше, чем годом ранее.") == []
    found = check("USGS пересчитал запасы редких земель: в прошлогоднем выпуске за Индией числилось 6,9 млн тонн.")
    assert found == [("6,9 млн тонн", "IND", "amount", "outdated")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The year before a number is no part of it.
        (
            "Die Minen Chinas förderten im Jahr 2023 240.000 Tonnen Seltene Erden.",
            [("240.000 Tonnen", "CHN", "amount")],
        ),
        # A part leaves its unit to the amount of which it is.
        (
            "China förderte 2023 laut USGS 240.000 von weltweit 350.000 Tonnen Seltener Erden.",
            [("240.000", "CHN", "amount"), ("350.000 Tonnen", "WLD", "amount")],
        ),
        # How much more than a year before is a change.
        (
            "China issued a rare-earth mining quota of 270,000 tonnes for 2024, some 6% more than the year before.",
            [("270,000 tonnes", "CHN", "amount")],
        ),
        ("India is third in the list of rare-earth reserves.", [("third in the list", "IND", "rank")]),
        # A share of the supplies goes on with imports that are no claim; a share of the world does not.
        ("Россия ввезла 1,4 тыс. тонн редких земель; три четверти поставок пришлось на КНР.", []),
        (
            "Россия ввезла 1,4 тыс. тонн редких земель; 69 % мировой добычи пришлось на КНР.",
            [("69 %", "CHN", "share")],
        ),
    ],
)
def test_numbers_that_depend_on_what_is_beside_them(check, text, found):
    assert [one[:3] for one in check(text)] == found


def test_a_country_after_its_deposit_is_the_country(bundled):
    text = (
        "More than 11 million tonnes of rare-earth oxide lie at Kvanefjeld alone; "
        "the reserves of all Greenland, as the USGS counts them, come to just 1.5 million."
    )
    checked = check_text(bundled, CheckQuestion(text)).checked
    assert [(one.claim.site, one.claim.place) for one in checked] == [("Kvanefjeld", "GRL"), ("", "GRL")]


def test_a_deposit_after_its_country_is_the_deposit(bundled):
    text = "Ein norwegisches Unternehmen meldete 8,8 Millionen Tonnen Seltenerdoxide im Fen-Komplex."
    (one,) = check_text(bundled, CheckQuestion(text)).checked
    assert (one.claim.site, one.claim.place) == ("Fen", "NOR")


def test_a_share_has_the_stage_of_its_clause_and_not_of_a_later_one(bundled):
    text = "Китай добывает не 95 %, а около 69 % редких земель мира; зато на разделение приходится 91 %."
    stages = {one.claim.text: one.claim.stage for one in check_text(bundled, CheckQuestion(text)).checked}
    assert (stages["около 69 %"], stages["91 %"]) == ("mine production", "refining")


def test_a_claim_about_a_year_is_held_against_the_figure_for_that_year(bundled):
    (one,) = check_text(bundled, CheckQuestion("In 2022 Vietnam had rare-earth reserves of 15 million tonnes.")).checked
    assert str(one.verdict) == "contradicted"
    assert [row.id for row in one.deciding] == ["usgs-mcs-2023/VNM/reserves"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # "Le dixième" before "rang" is no tenth.
        (
            "Le Canada occupe le dixième rang mondial pour ses réserves de terres rares.",
            [("dixième rang mondial", "CAN", "rank")],
        ),
        # "Does not exceed" is a bound and no denial.
        (
            "La production malaisienne de terres rares ne dépasse pas 110 tonnes par an.",
            [("110 tonnes", "MYS", "amount")],
        ),
        # A word for the world in a clause without a country means its amount.
        (
            "Chinas Bergwerke förderten 270.000 Tonnen Seltene Erden, weltweit waren es 390.000 Tonnen.",
            [("270.000 Tonnen", "CHN", "amount"), ("390.000 Tonnen", "WLD", "amount")],
        ),
        # After a semicolon the sentence is about another country.
        (
            "缅甸2025年的稀土矿产量降至2.2万吨；泰国则增至4800吨，位列全球第五。",
            [("2.2万吨", "MMR", "amount"), ("4800吨", "THA", "amount"), ("位列全球第五", "THA", "rank")],
        ),
        # A mineral named before a number of its sentence is what the number is of.
        (
            "Seltene Erden aus China. Beim Wolfram, dessen Reserven 2,4 Millionen Tonnen betragen, ist es mit Abstand größter Produzent.",
            [],
        ),
    ],
)
def test_what_words_beside_a_number_make_of_it(check, text, found):
    assert [(words.strip(), place, kind) for words, place, kind, _ in check(text)] == found


def test_today_is_not_the_year_of_the_clause_before(bundled):
    text = (
        "In 2010 China mined 95 % of the world's rare earths; today it is 69 % of the rare earths mined in the world."
    )
    checked = check_text(bundled, CheckQuestion(text)).checked
    assert [one.claim.year for one in checked] == ["2010", ""]


def test_a_publisher_that_said_otherwise_of_a_share_contradicts_it(check):
    text = "According to the International Energy Agency, China handled 87 per cent of rare-earth refining in 2022."
    assert check(text) == [("87 per cent", "CHN", "share", "contradicted")]
    said = "According to NRCan, China handled 87 per cent of rare-earth refining in 2022."
    assert [verdict for *_, verdict in check(said)] == ["supported"]


def test_a_total_after_a_deposit_is_that_of_the_country(check):
    text = "At Kvanefjeld the resources of rare earth oxide are 11.14 million tonnes. There are 1.5 million tonnes of reserves."
    assert [verdict for *_, verdict in check(text)] == ["supported", "supported"]
