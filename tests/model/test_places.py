import pytest

from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.names import find_place, normalize
from rareearth_cli.record.load import load_places

PLACES = load_places()
LANGUAGES = ("en", "ru", "zh", "de", "fr", "es")


@pytest.mark.parametrize(
    "name",
    [
        "RU",
        "ru",
        "RUS",
        "russia",
        "RUSSIA",
        "Russian Federation",
        "Russland",
        "Russie",
        "Rusia",
        "Россия",
        "россия",
        "РФ",
        "俄罗斯",
    ],
)
def test_russia_by_any_name(name):
    assert find_place(name, PLACES).code == "RUS"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burma", "MMR"),
        ("Turkiye", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("viet nam", "VNM"),
        ("world", "WLD"),
        ("NA", "NAM"),
        ("no", "NOR"),
        ("СНГ", "CIS"),
        ("other countries", "OTH"),
        ("U.S.", "USA"),
        ("sudafrica", "ZAF"),
    ],
)
def test_names_with_traps(name, code):
    assert find_place(name, PLACES).code == code


@pytest.mark.parametrize(
    ("name", "meant"), [("russsia", "Russia"), ("Vietnm", "Vietnam"), ("chian", "China"), ("brasill", "Brazil")]
)
def test_a_near_miss_is_an_error_with_a_suggestion(name, meant):
    with pytest.raises(NotOnRecord, match=f"did you mean .*{meant}"):
        find_place(name, PLACES)


def test_nonsense_gets_no_suggestion():
    with pytest.raises(NotOnRecord, match="no name is near it"):
        find_place("atlantis", PLACES)


def test_no_name_means_two_places():
    owners: dict[str, set[str]] = {}
    for place in PLACES.values():
        for name in place.all_names:
            owners.setdefault(normalize(name), set()).add(place.code)
    twice = {name: codes for name, codes in owners.items() if len(codes) > 1}
    assert twice == {}, "take the name from one of them in data/places.yaml: see docs/development/place.md"


def test_places_of_the_data_have_the_names_of_the_unicode_cldr(bundled):
    babel = pytest.importorskip("babel")
    for code in {estimate.place for estimate in bundled.estimates.values()}:
        place = PLACES[code]
        if place.group:
            continue
        for language in LANGUAGES:
            name = babel.Locale(language).territories[place.alpha2]
            assert find_place(name, PLACES) is place, (language, name)
        assert place.native, code


OFFICIAL = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "ja", "ar", "tr", "pl")


@pytest.mark.parametrize("language", OFFICIAL)
def test_every_country_has_its_name_of_the_unicode_cldr_in_twelve_languages(language):
    babel = pytest.importorskip("babel")
    territories = babel.Locale(language).territories
    for place in PLACES.values():
        if not place.group:
            assert PLACES.find(territories[place.alpha2]) is place, territories[place.alpha2]


def test_every_name_of_iso_3166_is_that_of_its_country():
    pycountry = pytest.importorskip("pycountry")
    named = [
        (country.alpha_3, getattr(country, kind))
        for country in pycountry.countries
        for kind in ("name", "official_name", "common_name", "alpha_2", "alpha_3")
        if getattr(country, kind, None)
    ]
    assert len(named) > 900
    for code, name in named:
        assert PLACES.find(name).code == code, name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United States of America", "USA"),
        ("Korea, Rep.", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Congo, Dem. Rep.", "COD"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Republic of India", "IND"),
        ("Kyrgyz Republic", "KGZ"),
        ("China, Hong Kong SAR", "HKG"),
        ("Cote d'Ivoire", "CIV"),
        ("EU27", "EUU"),
        ("European Union", "EUU"),
    ],
)
def test_names_of_institutions(name, code):
    assert find_place(name, PLACES).code == code


def test_what_kind_of_state_a_name_says_is_no_likeness():
    with pytest.raises(NotOnRecord, match=r"did you mean India\?"):
        find_place("Republic of Indai", PLACES)
    with pytest.raises(NotOnRecord, match="no name is near it"):
        find_place("Republic of Xyzzy", PLACES)


def test_the_european_union_has_27_members_that_are_places():
    union = PLACES["EUU"]
    assert (len(set(union.members)), union.since) == (27, "2020-02-01")
    assert all(code in PLACES for code in union.members)
    assert "GBR" not in union.members


def test_no_official_name_means_two_places_or_is_a_common_one():
    owners: dict[str, set[str]] = {}
    for name, place in PLACES.official_names.items():
        owners.setdefault(name, set()).add(place.code)
    assert all(len(codes) == 1 for codes in owners.values())
    assert not PLACES.official_names.keys() & PLACES.common_names.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_world_has_its_name_of_the_unicode_cldr(language):
    babel = pytest.importorskip("babel")
    assert find_place(babel.Locale(language).territories["001"], PLACES).code == "WLD"


def test_every_iso_country_of_the_cldr_has_its_english_name():
    babel = pytest.importorskip("babel")
    territories = babel.Locale("en").territories
    countries = [place for place in PLACES.values() if not place.group]
    assert len(countries) == 249
    for place in countries:
        assert find_place(territories[place.alpha2], PLACES) is place


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("China (People's Republic of)", "CHN"),
        ("Azerbaijan, Republic of", "AZE"),
        ("Mexico, United States of", "MEX"),
        ("Guinea, Equatorial", "GNQ"),
        ("Congo, Federal Republic of", None),  # either of two
        ("Guinea, north of", None),
        ("C.I.S.", "CIS"),
        ("EE.UU.", "USA"),
        ("ru", "RUS"),
        ("RUS", "RUS"),
        ("Nga", None),  # Russia in Vietnamese, and no code of Nigeria
        ("Áo", None),  # Austria in Vietnamese, and no code of Angola
        ("est.", None),
    ],
)
def test_inverted_names_and_codes(name, code):
    found = load_places().find(name)
    assert (found.code if found else None) == code
