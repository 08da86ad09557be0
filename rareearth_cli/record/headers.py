"""Read the header of a table: which column of ours each title means, in our own words or in those of others.

Titles are matched without case, accents and punctuation. A title may say what its figures are, such as
``Reserves (Mt)`` or ``production_2024_t``; a table may have several of them, which become rows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS, PAIR_COLUMNS, PLAIN_COLUMNS
from rareearth_cli.model.names import normalize
from rareearth_cli.model.quantity import PERCENT, parse_unit
from rareearth_cli.model.vocabulary import STOCKS, Measure

#: The titles that our own tables have; those of comparisons are not read.
OWN_TITLES = (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS, *PAIR_COLUMNS, *PLAIN_COLUMNS)
#: The columns that hold a figure.
FIGURE_COLUMNS = ("printed", "value_t", "value_pct")
#: Titles of others for columns of ours, normalized; of several for one column the first of these is taken.
_TITLES = {
    "place": (
        "iso3", "iso 3", "iso3 code", "iso code", "iso alpha 3", "iso3166 alpha3", "iso3166 alpha 3", "alpha 3",
        "country code", "countrycode", "country iso3", "country iso3 code", "iso", "iso2", "iso 2", "alpha 2",
        "ref area", "country", "countries", "country name", "country or area", "country territory", "nation",
        "economy", "geo", "entity", "territory", "location", "land", "lander", "staat", "pays", "pais", "paese", "kraj",
        "ulke", "страна", "страны", "государство", "国家", "国", "国家 地区",
    ),
    "measure": (
        "indicator", "statistic", "statistics", "variable", "kennzahl", "indikator", "grosse", "merkmal", "indicateur",
        "indicador", "показатель", "指标", "metric", "parameter", "mesure", "misura", "medida", "indicator name",
        "measure name", "type", "art",
    ),
    "printed": (
        "value", "values", "figure", "amount", "quantity", "obs value", "tonnage", "wert", "menge", "betrag", "zahl",
        "valeur", "quantite", "valor", "cantidad", "значение", "количество", "数值", "数量", "as published",
    ),
    "unit": ("units", "uom", "unit of measure", "einheit", "unite", "unidad", "единица", "ед изм", "单位"),
    "period": ("year", "years", "time", "time period", "jahr", "annee", "an", "ano", "anio", "год", "年", "年份"),
    "effective_date": ("date", "as of", "reference date", "stichtag", "datum", "fecha", "дата", "日期"),
    "publisher": (
        "published by", "source name", "data source", "source of data", "quelle", "herausgeber", "editeur", "fuente",
        "источник", "来源",
    ),
    "url": ("link", "website", "web", "source url", "adresse", "lien", "enlace", "ссылка", "链接"),
}  # fmt: skip
#: What a column of deposits may be called, normalized, alone or together: "Mine/Deposit", "Name of project".
_SITE_WORDS = frozenset((
    "deposit", "deposits", "mine", "mines", "project", "projects", "property", "prospect", "occurrence", "lagerstatte",
    "lagerstatten", "projekt", "projekte", "vorkommen", "bergwerk", "gisement", "gisements", "projet", "projets",
    "yacimiento", "yacimientos", "proyecto", "proyectos", "mina", "minas", "jazida", "projeto", "giacimento", "miniera",
    "месторождение", "рудник", "проект", "矿床", "矿山", "项目", "矿床名称", "矿山名称", "项目名称",
))  # fmt: skip
_BESIDE_SITE = frozenset(
    ("name", "names", "of", "the", "or", "and", "oder", "der", "des", "du", "de", "nom", "nombre", "nome", "название")
)
#: Titles of columns that divide a year, whose parts are no figures of the year.
PERIOD_TITLES = frozenset((
    "month", "months", "monat", "mois", "mes", "mese", "quarter", "quartal", "trimestre", "месяц", "квартал", "月",
    "季度",
))  # fmt: skip
#: Titles of columns that say the unit of every figure of their row.
UNIT_TITLES = frozenset(("unit", *_TITLES["unit"]))
_FIELD_BY_TITLE = {title: (field, rank) for field, titles in _TITLES.items() for rank, title in enumerate(titles)}
#: What measures are called, in titles and in cells, normalized.
MEASURE_WORDS = {
    **{measure.value: measure for measure in Measure},
    **dict.fromkeys(
        ("reserve", "reserven", "vorrate", "ore reserves", "mineral reserves", "reserves reo", "запасы", "储量",
         "reservas", "riserve"),
        Measure.RESERVES,
    ),
    **dict.fromkeys(
        ("resource", "ressourcen", "mineral resources", "ressources", "recursos", "ресурсы", "资源量", "risorse"),
        Measure.RESOURCES,
    ),
    **dict.fromkeys(
        ("mine production", "mined production", "world mine production", "output", "prod", "forderung", "produktion",
         "bergwerksproduktion", "bergwerksforderung", "production miniere", "produccion", "producao", "produzione",
         "добыча", "производство", "产量", "矿山产量"),
        Measure.PRODUCTION,
    ),
    **dict.fromkeys(("share of world", "anteil", "weltanteil", "part", "доля", "份额"), Measure.SHARE),
    **dict.fromkeys(("quotas", "quote", "quoten"), Measure.QUOTA),
}  # fmt: skip
_SINGLE_MEASURES = {word: measure for word, measure in MEASURE_WORDS.items() if " " not in word}
#: Words of titles that say nothing more: the tool is about rare earths, and sources say themselves what is estimated.
_FILLERS = frozenset((
    "rare", "earth", "earths", "reo", "oxide", "equivalent", "mine", "mined", "world", "est", "estimated", "in", "of",
    "the", "total", "amount", "volume", "value", "values", "national", "country", "domestic", "by", "oxides", "e",
    "miniere", "minera", "mineira", "mineraria",
))  # fmt: skip
#: What a title says that is of the world, where others are of the place of the row.
_OF_THE_WORLD = re.compile(
    r"\b(?:world|global|total|welt|gesamt|insgesamt|monde|mondial|mundial|mundo|totale?s?)|мир|всего|世界|全球|总",
    re.IGNORECASE,
)
#: Signs of money, changes and sums. A column with one in its title does not hold the amount of each place.
_SIGNS = re.compile("[€$£¥₽₹±∆Δ∑Σ+×÷=]")
_TITLE_WORD = re.compile(r"[A-Z]?[a-zà-öø-ÿ]+|[A-Z]+(?![a-z])|\d+|%|[^\W\d_]+")
_YEAR = re.compile(r"(?:18|19|20|21)\d\d")
#: Words of titles in languages that write the decimal mark as a comma.
_COMMA_WORDS = frozenset((
    "land", "lander", "staat", "pays", "pais", "paese", "kraj", "ulke", "страна", "страны", "государство", "kennzahl",
    "indikator", "grosse", "merkmal", "indicateur", "indicador", "показатель", "wert", "menge", "betrag", "zahl",
    "valeur", "quantite", "valor", "cantidad", "значение", "количество", "reserven", "vorrate", "запасы", "reservas",
    "riserve", "ressourcen", "ressources", "recursos", "ресурсы", "risorse", "forderung", "produktion",
    "bergwerksproduktion", "bergwerksforderung", "produccion", "producao", "produzione", "добыча", "производство",
    "anteil", "weltanteil", "доля",
))  # fmt: skip
#: What pandas and spreadsheets call a column without a title.
_UNNAMED = re.compile(r"(?:unnamed: \d+|index|column\d+|level_0|)", re.IGNORECASE)


class ValueColumn(NamedTuple):
    """A column of figures, with what its title says of them; what it does not say is empty."""

    at: int
    measure: str
    period: str
    unit: str


#: What titles call rare-earth oxide.
_REO = re.compile(r"\b(?:TREO|TRO|REO)\b")
#: What titles call the oxide in an ore, and how rich the ore is.
_OXIDE = re.compile(r"\b(?:contained|TREO|TRO|REO)\b", re.IGNORECASE)
_SAYS_OXIDE = re.compile(rf"{_OXIDE.pattern}|oxid|oxyd|оксид|氧化", re.IGNORECASE)
_GRADE = re.compile(
    r"\b(?:grade|cut-?off|gehalt\w*|teneur|tenor|teor|ley|ppm)\b|содержание|品位|(?:TREO|TRO|REO)\W*%|%\W*(?:TREO|TRO|REO)",
    re.IGNORECASE,
)


class Header(NamedTuple):
    """What the titles of a table mean."""

    #: The position of each column of ours.
    columns: Mapping[str, int]
    #: The columns of figures whose titles say what they are.
    values: tuple[ValueColumn, ...] = ()
    #: The positions of columns that were not understood.
    unknown: tuple[int, ...] = ()
    #: The positions of columns without a title.
    unnamed: tuple[int, ...] = ()
    #: What every row has, as the user says.
    constants: Mapping[str, str] = {}
    #: The position of a second column of places; -1 if there is none, or the user says which to take.
    other_place: int = -1
    #: The position of a column with the grade of an ore, where nothing says that the tonnes are not ore; else -1.
    grade: int = -1
    #: The columns of ore beside one with the oxide in it.
    ore: tuple[int, ...] = ()
    #: Whether place and measure have the titles of ours, and no title says what its figures are.
    own: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the header says where and what, and has figures."""
        stated = {*self.columns, *self.constants}
        measured = "measure" in stated or (self.values and all(one.measure for one in self.values))
        return (
            "place" in stated
            and bool(measured)
            and (bool(self.values) or any(map(stated.__contains__, FIGURE_COLUMNS)))
        )

    @property
    def understood(self) -> int:
        """How many of the titles were understood."""
        return len(self.columns) + len(self.values)


class ReadingOptions(NamedTuple):
    """What the user says of a table whose titles or figures do not say it."""

    #: Our columns, each with the title that means it, or with what every row has.
    titles: tuple[tuple[str, str], ...] = ()
    #: Titles of columns of figures, each with their unit.
    units: tuple[tuple[str, str], ...] = ()
    #: The sheet of a workbook; empty for the one that has a table.
    sheet: str = ""


#: What is read where the user says nothing.
NO_OPTIONS = ReadingOptions()


def read_header(titles: Sequence[str], options: ReadingOptions) -> Header:
    """Read a row of titles; a row that is no header gives a header that is not complete."""
    mapped, constants = _apply_titles(titles, options)
    taken: dict[str, int] = dict(mapped)
    ranks: dict[str, int] = dict.fromkeys(mapped, _AS_SAID)
    units = {normalize_title(title): unit for title, unit in options.units}
    said = [at for at, title in enumerate(titles) if normalize_title(title) in units]
    values: list[ValueColumn] = []
    unknown: list[int] = []
    other_place = -1
    left = [at for at in range(len(titles)) if at not in mapped.values()]
    unnamed = tuple(at for at in left if _UNNAMED.fullmatch(titles[at].strip()))
    for at in left:
        if at in unnamed:
            continue
        field, rank = _find_field(titles[at])
        if field in ESTIMATE_COLUMNS:
            worse = _take_better(taken, ranks, field, at, rank)
            unknown += [worse] if field != "place" and worse >= 0 else []
            other_place = worse if field == "place" and "place" not in mapped and worse >= 0 else other_place
        elif not field and (value := _read_value_title(at, titles[at], units)) is not None:
            values.append(value)
        elif not field:
            unknown.append(at)
    # A table of ours says of each row what its figure is, and who names the column of figures wants no other.
    settled = {"place", "measure"} <= taken.keys() and any(ranks.get(name) == _AS_OURS for name in FIGURE_COLUMNS)
    wanted = [one for one in values if not settled and (ranks.get("printed") != _AS_SAID or one.at in said)]
    stated = {*taken, *constants}
    chosen, ore = _choose_values(wanted, unknown, titles, said, stated)
    kept = {one.at for one in chosen}.union(ore)
    unknown = [at for at in (*unknown, *(one.at for one in values)) if at not in kept]
    unit = _find_unit(titles[taken["printed"]], units) if "printed" in taken else ""
    if "printed" in taken and (chosen or unit):
        chosen.insert(0, ValueColumn(taken.pop("printed"), "", "", unit))
    own = not chosen and ranks.get("place") == ranks.get("measure") == _AS_OURS
    grade = -1
    named = titles[mapped["printed"]] if "printed" in mapped else ""
    # Who names a column of figures need not know that it is of ore, unless its title says oxide.
    stock = named and not _SAYS_OXIDE.search(named) and constants.get("measure", Measure.RESERVES) in STOCKS
    stock = stock or any(one.measure in STOCKS and one.at not in said for one in chosen)
    if "basis" not in stated and not ore and stock:
        grade = next((at for at in unknown if _GRADE.search(titles[at])), -1)
    return Header(taken, tuple(chosen), tuple(sorted(unknown)), unnamed, constants, other_place, grade, ore, own)


def _choose_values(
    values: list[ValueColumn], unknown: Sequence[int], titles: Sequence[str], said: Sequence[int], stated: set[str]
) -> tuple[list[ValueColumn], tuple[int, ...]]:
    """Choose, of the columns of figures, those that are amounts of the places; and find a column of ore beside them.

    Parameters
    ----------
    values
        The columns whose titles say what their figures are.
    unknown
        The positions of the columns that are not understood.
    titles
        The titles of all columns.
    said
        The positions of the columns whose unit the user says, which are wanted whatever their titles say.
    stated
        The columns of ours that the table has, or of which the user says what every row has.

    """
    shares = [one for one in values if one.measure == Measure.SHARE]
    if len(shares) < len(values) and "share_of" not in stated:
        # Beside amounts, a share of the world is one of them in percent, and does not say of what.
        values = [one for one in values if one not in shares]
    values, ore = _take_oxide(values, unknown, titles)
    values = _drop_doubled(values, titles, said, beside="printed" in stated)
    if (
        values
        and all(_OF_THE_WORLD.search(titles[one.at]) for one in values)
        and any(_SINGLE_MEASURES.keys() & set(normalize_title(titles[at]).split()) for at in unknown)
    ):
        # The column of the places themselves is not understood, and that of the world is not theirs.
        values = [one for one in values if one.at in said]
    return values, ore


def _take_oxide(
    values: list[ValueColumn], unknown: Sequence[int], titles: Sequence[str]
) -> tuple[list[ValueColumn], tuple[int, ...]]:
    """Take the column of oxide instead of that of the ore that holds it; return the positions of the latter.

    A table of deposits has the tonnes of ore as its resources, and the oxide in it beside them.
    """
    stocks = [one for one in values if one.measure in STOCKS]
    oxide = [(at, unit) for at in unknown if _OXIDE.search(titles[at]) and (unit := _find_unit(titles[at], {}))]
    oxide = [(at, unit) for at, unit in oxide if unit != PERCENT]
    if len(stocks) != 1 or len(oxide) != 1:
        return values, ()
    (ore,), ((at, unit),) = stocks, oxide
    # The oxide in ore of which the title says no more is a resource.
    measure = Measure.RESOURCES.value if ore.measure == Measure.ORE else ore.measure
    taken = ore._replace(at=at, unit=unit, measure=measure)
    return [taken if one is ore else one for one in values], (ore.at,)


def _find_unit(title: str, units: Mapping[str, str]) -> str:
    """Find the unit that a title has in parentheses or at its end, or that the user says; empty if there is none.

    It says what the tonnes are of if the title does, as in ``Mt REO``.
    """
    if said := units.get(normalize_title(title), ""):
        return said
    inside = re.search(r"[(\[]([^()\[\]]+)[)\]]\s*$", title.strip())
    words = (inside[1] if inside else title.rpartition(" ")[2]).split()
    kept = (word for word in words if normalize(word) not in _FILLERS and not _OXIDE.fullmatch(word))
    try:
        unit = parse_unit(" ".join(kept))
    except BadQuantity:
        return ""
    return _add_oxide(unit, title)


def _add_oxide(unit: str, title: str) -> str:
    """Add to a unit that the tonnes are of oxide, if the title says so."""
    return f"{unit} REO" if unit and unit != PERCENT and _REO.search(title) else unit


def _drop_doubled(
    values: Sequence[ValueColumn], titles: Sequence[str], said: Sequence[int], *, beside: bool
) -> list[ValueColumn]:
    """Leave out columns of the world, and those of the measure and year of another whose title has fewer words.

    A column of the world gives way to one of the same measure, and where it names none to any other; one whose unit the
    user names is wanted. ``beside`` says that the table has another column of figures.
    """
    kept: dict[tuple[str, str], ValueColumn] = {}
    named = [one for one in values if one.at in said]
    world = [one for one in values if one not in named and _OF_THE_WORLD.search(titles[one.at])]
    own = [one for one in values if one not in world]
    measures = {one.measure for one in own}
    unnamed = ("", Measure.SHARE.value)
    giving_way = [one for one in world if one.measure in measures or (one.measure in unnamed and (beside or own))]
    chosen_from = [one for one in values if one not in giving_way]
    for one in sorted(chosen_from, key=lambda one: (one not in named, len(titles[one.at].split()), one.at)):
        kept.setdefault((one.measure, one.period), one)
    return sorted(kept.values())


def _take_better(taken: dict[str, int], ranks: dict[str, int], field: str, at: int, rank: int) -> int:
    """Take a column for a field if its title fits better than the one taken; return the other, or -1 for none."""
    if field in ranks and ranks[field] <= rank:
        return at
    before = taken.get(field, -1)
    taken[field], ranks[field] = at, rank
    return before


def writes_commas(titles: Iterable[str]) -> bool:
    """Whether titles are in a language that writes the decimal mark as a comma."""
    understood = [title for title in map(normalize_title, titles) if title in _COMMA_WORDS or len(title.split()) > 1]
    return any(_COMMA_WORDS.intersection(title.split()) - {"land"} or title == "land" for title in understood)


def _apply_titles(titles: Sequence[str], options: ReadingOptions) -> tuple[dict[str, int], dict[str, str]]:
    """Find the columns that the user names; a text that is no title is what every row has."""
    positions = {normalize_title(title): at for at, title in reversed(list(enumerate(titles)))}
    mapped: dict[str, int] = {}
    constants: dict[str, str] = {}
    for field, title in options.titles:
        at = positions.get(normalize_title(title))
        # "measure=production" says what the figures are, also of a column with that title.
        if at is not None and not (field == "measure" and normalize_title(title) in MEASURE_WORDS):
            mapped[field] = at
        else:
            constants[field] = title
    return mapped, constants


#: How well a title fits: the user says so, it is ours, it is ours in another spelling, or it is further down the list.
_AS_SAID, _AS_OURS = -2, -1


def _find_field(title: str) -> tuple[str, int]:
    """Find the column of ours that a title means, and how far down the list of its names it is; empty if none."""
    bare = title.strip()
    if bare in OWN_TITLES:
        return bare, _AS_OURS
    normalized = normalize_title(title)
    own = normalized.replace(" ", "_")
    if own in OWN_TITLES:
        return own, 0
    words = set(normalized.split())
    if words & _SITE_WORDS and words <= _SITE_WORDS | _BESIDE_SITE:
        return "site", len(words)
    field, rank = _FIELD_BY_TITLE.get(normalized, ("", 0))
    return field, rank + 1


def find_column(word: str) -> str:
    """Find the column of ours that others call by a word, such as ``printed`` for ``value``; empty if there is none."""
    return _find_field(word)[0]


#: Units as titles write them, and in simpler words: thousands as numbers, per year, and what the tonnes are of.
_UNIT_FORMS = (
    (re.compile(r"(?:\b1[ ,.]?000|'000|\b10\^3|\bthousands of)\s+(?=t\b|ton)", re.IGNORECASE), "thousand "),
    (re.compile(r"\b([kM]?t)(?:pa|\s*/\s*(?:a|y|yr|year|Jahr))\b"), r"\1"),
    (re.compile(r"\bktons?\b"), "kt"),
    (re.compile(r"\bmetr\. t\b"), "t"),
    (re.compile(r"\b([kM]?t|tonnes|tons)\s+(?:contained\s+)?(?:TREO|TRO|REO)\b"), r"\1"),
)


def simplify_units(title: str) -> str:
    """Write the unit in a title or a column of units in the words that `parse_unit` knows."""
    for form, plain in _UNIT_FORMS:
        title = form.sub(plain, title)
    return title


def _read_value_title(at: int, title: str, units: Mapping[str, str]) -> ValueColumn | None:
    """Read a title that says what its figures are; None if there is a word in it that is not understood."""
    if _SIGNS.search(title) and normalize_title(title) not in units:
        return None
    words = _TITLE_WORD.findall(simplify_units(title))
    measures = {_SINGLE_MEASURES[normalize(word)].value for word in words if normalize(word) in _SINGLE_MEASURES}
    years = {word for word in words if _YEAR.fullmatch(word)}
    rest = [
        word
        for word in words
        if not (normalize(word) in _SINGLE_MEASURES or normalize(word) in _FILLERS or word in years)
    ]
    unit = units.get(normalize_title(title), "")
    if rest and not unit:
        try:
            unit = parse_unit(" ".join(rest))
        except BadQuantity:
            return None
    if len(measures) > 1 or len(years) > 1 or not (measures or years or unit):
        return None
    return ValueColumn(at, "".join(measures), "".join(years), _add_oxide(unit, title))


class UnreadTitle(NamedTuple):
    """A title that says something of figures but is not understood: the measure in it, and the words that hinder."""

    measure: str
    words: tuple[str, ...]


def explain_title(title: str) -> UnreadTitle | None:
    """Say what hinders the reading of a title that names a measure or a unit; None for one that names neither.

    One of money, changes or sums is not of figures.
    """
    words = _TITLE_WORD.findall(simplify_units(title))
    measures = dict.fromkeys(
        _SINGLE_MEASURES[normalize(word)].value for word in words if normalize(word) in _SINGLE_MEASURES
    )
    known = {word for word in words if normalize(word) in _SINGLE_MEASURES or normalize(word) in _FILLERS}
    rest = [word for word in words if word not in known and not _YEAR.fullmatch(word)]
    units = [word for word in rest if _is_unit(word)]
    if _SIGNS.search(title) or not (measures or units):
        return None
    hinder = tuple(word for word in rest if word not in units) or (tuple(measures) if len(measures) > 1 else ())
    # A share of production is a share, and ore reserves are reserves.
    meant = min(measures, key=(Measure.SHARE, *Measure).index, default="")
    return UnreadTitle(Measure.RESERVES.value if {Measure.ORE, Measure.RESERVES} <= set(measures) else meant, hinder)


def _is_unit(word: str) -> bool:
    try:
        return bool(parse_unit(word))
    except BadQuantity:
        return False


def read_measure(cell: str) -> str:
    """Read the measure in a cell, such as ``Mine production (REO)``; what is not understood stays as it is."""
    normalized = normalize(cell)
    if normalized in MEASURE_WORDS:
        return MEASURE_WORDS[normalized].value
    words = normalized.split()
    measures = {_SINGLE_MEASURES[word].value for word in words if word in _SINGLE_MEASURES}
    known = all(word in _SINGLE_MEASURES or word in _FILLERS for word in words)
    return measures.pop() if known and len(measures) == 1 and not _OF_THE_WORLD.search(cell) else cell


def may_name_measures(cells: Iterable[str]) -> bool:
    """Whether a cell of a column has the name of a measure in it."""
    return any(not _SINGLE_MEASURES.keys().isdisjoint(normalize(cell).split()) for cell in cells)


def is_title(text: str, *, figures: bool) -> bool:
    """Whether a text is the title of a column or, where ``figures`` may be, says what figures are, as a year does."""
    bare = text.strip().rstrip("eE")
    return bool(_find_field(text)[0]) or (figures and _read_value_title(-1, bare, {}) is not None)


def is_other_heading(text: str, header: Header) -> bool:
    """Whether a text amid the rows of a table says something else of the figures below it than its header."""
    heading = _read_value_title(-1, text, {})
    if heading is None:
        return False
    said = [(one.measure, one.period, one.unit) for one in header.values] or [("", "", "")]
    own = (heading.measure, heading.period, heading.unit)
    return any(new and new != old for known in said for new, old in zip(own, known, strict=True))


def normalize_title(title: str) -> str:
    """Write a title in lower case, without accents and punctuation, and with blanks between its words."""
    return normalize(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title.replace("_", " ")))


_NUMBER = re.compile(r"[<>~≤≥]?\s*\d[\d.,'’\s]*")


def is_number(text: str) -> bool:
    """Whether a text is a number that is no year."""
    return _NUMBER.fullmatch(text) is not None and not _YEAR.fullmatch(text)


def is_data(row: Sequence[str]) -> bool:
    """Whether a row is no header, whatever the user says of all rows: it has a number that is no year, or no word."""
    texts = [title.strip() for title in row if title.strip()]
    return any(is_number(text.removesuffix(".0")) for text in texts) or not any(
        char.isalpha() for text in texts for char in text
    )


def find_header(rows: Iterable[Sequence[str]], options: ReadingOptions) -> tuple[int, Header] | None:
    """Find the first row that is a complete header; None if there is none.

    Titles of a table and other remarks may stand above it.
    """
    for number, row in enumerate(rows):
        if is_data(row):
            continue
        header = read_header(row, options)
        if header.is_complete and (header.columns or header.values):
            return number, header
    return None
