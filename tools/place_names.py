"""Write data/place_names.yaml: the names that ISO 3166, CLDR, the World Bank and the United Nations give places.

Run it with the test extra installed, from the root of the checkout: ``python tools/place_names.py``. Names that
data/places.yaml has already are left out, and so is a name that would fit two places.
"""

from collections import defaultdict
from pathlib import Path

import pycountry
from babel import Locale

from rareearth_cli.model.names import normalize
from rareearth_cli.record.load import load_places

OUTPUT = Path(__file__).resolve().parent.parent / "data" / "place_names.yaml"
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "ja", "ar", "tr", "pl")
#: Names as the World Bank and the United Nations print them, where neither ISO 3166 nor CLDR has them.
INSTITUTIONS = {
    "ARE": ("UAE",),
    "AUS": ("Commonwealth of Australia",),
    "BHS": ("Bahamas, The",),
    "BOL": ("Bolivia (Plurinational State of)",),
    "CHN": (
        "China, mainland",
        "Mainland China",
        "China, P.R.",
        "China (mainland)",
        "China, P.R.: Mainland",
        "中华人民共和国",
        "Volksrepublik China",
        "République populaire de Chine",
        "República Popular China",
    ),
    "CIV": ("Cote d'Ivoire", "Ivory Coast"),
    "COD": ("Congo, Dem. Rep.", "Dem. Rep. of the Congo", "Democratic Republic of Congo", "DR Congo", "DRC", "Zaire"),
    "COG": ("Congo, Rep.", "Republic of the Congo", "Congo Republic"),
    "CPV": ("Cabo Verde", "Cape Verde"),
    "CUW": ("Curacao",),
    "CZE": ("Czech Republic",),
    "EGY": ("Egypt, Arab Rep.",),
    "FSM": ("Micronesia, Fed. Sts.", "Micronesia (Federated States of)"),
    "GBR": ("UK", "U.K.", "Great Britain", "United Kingdom of Great Britain and Northern Ireland", "England"),
    "GMB": ("Gambia, The",),
    "HKG": ("Hong Kong SAR, China", "China, Hong Kong SAR", "China, Hong Kong Special Administrative Region"),
    "IRN": ("Iran, Islamic Rep.", "Iran (Islamic Republic of)", "Islamic Republic of Iran"),
    "KGZ": ("Kyrgyz Republic",),
    "KNA": ("St. Kitts and Nevis",),
    "KOR": ("Korea, Rep.", "Rep. of Korea", "Korea (Republic of)", "Korea (Rep.)"),
    "LAO": ("Lao People's Dem. Rep.",),
    "LCA": ("St. Lucia",),
    "MAC": ("Macao SAR, China", "China, Macao SAR", "China, Macao Special Administrative Region", "Macau"),
    "MAF": ("St. Martin (French part)",),
    "MDA": ("Rep. of Moldova",),
    "MKD": ("FYR Macedonia", "Macedonia", "The former Yugoslav Republic of Macedonia"),
    "NLD": ("Holland", "Netherlands (Kingdom of the)"),
    "PRK": (
        "Korea, Dem. People's Rep.",
        "Dem. People's Rep. of Korea",
        "Dem. People's Republic of Korea",
        "Korea, D.P.R.",
        "Korea (DPR)",
    ),
    "PSE": ("West Bank and Gaza", "Palestine", "State of Palestine"),
    "PRI": ("Puerto Rico (US)",),
    "RUS": ("Russian Fed.",),
    "SOM": ("Somalia, Fed. Rep.",),
    "SVK": ("Slovak Republic",),
    "SWZ": ("Swaziland",),
    "SXM": ("Sint Maarten (Dutch part)",),
    "SYR": ("Syrian Arab Rep.",),
    "TLS": ("East Timor",),
    "TUR": ("Republic of Turkey",),
    "TWN": ("Taiwan, China", "Chinese Taipei", "Taiwan Province of China"),
    "TZA": ("U.R. of Tanzania: Mainland", "United Rep. of Tanzania"),
    "USA": (
        "United States of America",
        "The United States",
        "Estados Unidos de América",
        "EE.UU.",
        "EEUU",
        "EUA",
        "Vereinigte Staaten von Amerika",
        "États-Unis d'Amérique",
        "Соединенные Штаты Америки",
        "美利坚合众国",
    ),
    "VCT": ("St. Vincent and the Grenadines",),
    "VEN": ("Venezuela, RB", "Venezuela (Bolivarian Republic of)"),
    "VGB": ("Virgin Islands (British)",),
    "VIR": ("Virgin Islands (U.S.)", "United States Virgin Islands"),
    "VNM": ("Socialist Republic of Vietnam",),
    "WLF": ("Wallis and Futuna Islands",),
    "YEM": ("Yemen, Rep.",),
    "ZAF": ("Republic of South Africa",),
}
HEADER = """\
# Names of places as ISO 3166, the Unicode CLDR in twelve languages, the World Bank and the United Nations write them.
#
# Made by tools/place_names.py; edit that or data/places.yaml instead. The names of ISO 3166 are those of the Debian
# project's iso-codes (by pycountry), those of CLDR are used under the Unicode License v3. Names of data/places.yaml are
# not repeated. Several names of a place are set apart by semicolons.
names:
"""


def collect_names() -> dict[str, list[str]]:
    """Return the names of each place that data/places.yaml lacks, by code."""
    places = load_places()
    claimed: dict[str, set[str]] = defaultdict(set)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    locales = [Locale(language) for language in LANGUAGES]
    for country in pycountry.countries:
        own = [getattr(country, kind, None) for kind in ("name", "official_name", "common_name")]
        own += [locale.territories.get(country.alpha_2) for locale in locales]
        own += INSTITUTIONS.get(country.alpha_3, ())
        for name in filter(None, own):
            names[country.alpha_3].setdefault(normalize(name), name)
            claimed[normalize(name)].add(country.alpha_3)
    for code, place in places.items():
        for name in place.all_names:
            claimed[normalize(name)].add(code)
    known = {code: {normalize(name) for name in place.all_names} for code, place in places.items()}
    return {
        code: [name for key, name in sorted(own.items()) if claimed[key] == {code} and key not in known[code]]
        for code, own in sorted(names.items())
    }


def main() -> None:
    """Write the file."""
    lines = [f'  {code}: "{"; ".join(names)}"' for code, names in collect_names().items() if names]
    OUTPUT.write_text(HEADER + "\n".join(lines).replace("\\", "") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
