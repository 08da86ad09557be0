"""Tell of what the rows of a table are: only those that plainly are of all rare earths are read."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from rareearth_cli.model.errors import Rule
from rareearth_cli.model.names import normalize
from rareearth_cli.model.wording import format_count
from rareearth_cli.record.headers import normalize_title
from rareearth_cli.record.yaml_nodes import Document

#: Titles of columns that say what the figures of a row are of.
TITLES = frozenset((
    "commodity", "commodities", "commodity name", "mineral commodity", "mineral", "minerals", "mineral name", "product",
    "products", "product name", "material", "materials", "raw material", "element", "elements", "metal", "metals",
    "rohstoff", "rohstoffe", "mineralrohstoff", "produkt", "substance", "produit", "matiere", "producto",
    "materia prima", "сырье", "минерал", "продукт", "商品", "矿产", "产品",
))  # fmt: skip
#: Names of all rare earths together, and of their oxides, normalized.
_ALL = re.compile(
    r"\b(?:rare ?earths?(?: (?:elements?|oxides?))?|lanthanides?|t?re[eo]s? y(?:2o3)?|t?re[eo]s?|tro|seo|"
    r"(?:oxide (?:der )?)?selten(?:er?|en) ?erden?(?:oxide|elemente)?|selten(?:e ?)?erd(?:en|oxide|elemente)|"
    r"(?:(?:oxydes|elements) (?:de|des) )?terres? rares?|(?:(?:oxidos|elementos) (?:de|das) )?t(?:i)?erras? raras?|"
    r"(?:ossidi (?:di|delle) )?terre rare|(?:(?:pierwiastki|metale|tlenki) )?ziem(?:ie)? rzadki\w+|"
    r"nadir toprak\w*(?: elementleri)?|zeldzame aard\w+|"
    r"(?:оксид\w* )?(?:рз[мэ]|редкоземельны\w+(?: (?:металл|элемент)\w*)?|редки\w+ зем(?:ли|ель)))\b|"
    r"稀土(?:氧化物|元素)?"
)
#: Words that may come with such a name and do not change what it means.
_PLAIN = frozenset((
    "total", "all", "mine", "world", "production", "reserves", "resources", "oxide", "oxides", "equivalent", "eq",
    "content", "contained", "basis", "in", "of", "as", "t", "kt", "tonnes", "tons", "metric",
))  # fmt: skip
_WITH_YTTRIUM = re.compile(r"\b(?:incl|including|and|with|plus) (?:yttrium|scandium|y|sc)\b")
#: Concentrates and ores are of any grade, unless it is their oxide that is counted.
_OF_OXIDE = re.compile(r"\b(?:t?reo|oxide)s?\b")
_HOLDS_OXIDE = frozenset(("concentrate", "concentrates", "ore", "ores", "mineral", "minerals"))
_ELEMENTS = (
    "yttrium|scandium|lanthanum|cerium|praseodymium|neodymium|samarium|europium|gadolinium|terbium|dysprosium|holmium|"
    "erbium|thulium|ytterbium|lutetium"
)
#: Parts and products of rare earths.
_PARTS = re.compile(
    r"\b(?:rare earth (?:permanent )?(?:magnet|alloy|phosphor|catalyst|polishing)\w*|nd ?fe ?b|nd ?pr|[hl]re[eo]s?|"
    r"(?:heavy|light|schwere|leichte) (?:rare earth|seltene erd)\w*|"
    rf"rare earths? (?:elements? )?(?:heavy|light|{_ELEMENTS}))\b"
)
#: Other commodities whose tables look like those of rare earths, and single rare earths, normalized.
_OTHERS = re.compile(
    r"\b(?:lithium|litio|copper|kupfer|cuivre|cobre|graphite?|grafito|gold|silver|silber|argent|nickel|niquel|cobalt|"
    r"cobalto?|kobalt|zinc|zink|tungsten|wolfram|titanium|vanadium|uran(?:ium)?|manganese|mangan|bauxite?|alumini?um|"
    r"phosphates?|potash|platinum|palladium|gallium|germanium|tantalum|niobium|antimony|bismuth|magnesium|molybdenum|"
    r"chromium|chromite|zirconium|zircon|beryllium|fluorspar|barite|tellurium|selenium|indium|rhenium|hafnium|strontium|"
    r"cesium|rubidium|boron|sulfur|diamonds?|iron ore|eisenerz|coal|crude oil|natural gas|magnets?|"
    rf"{_ELEMENTS}|лити\w+|мед[ьи]|золот\w+|никел\w+|кобальт\w*|графит\w*|уран\w*)\b|"
    r"^(?:lead|tin|iron|blei|zinn|eisen|plomb|oil|gas|pgm)\b|锂|铜|黄金|石墨|钴|镍|钨|铀"
)
_MAX_QUOTED = 3


@lru_cache(maxsize=1024)
def names_all_rare_earths(text: str) -> bool:
    """Whether a text plainly means all rare earths: not a product, a group or an element, and none left out."""
    return bool(_ALL.search(_drop_footnote(text))) and _says_nothing_else(text)


@lru_cache(maxsize=1024)
def _says_nothing_else(text: str) -> bool:
    """Whether a text has no word that narrows what rare earths are meant."""
    said = _WITH_YTTRIUM.sub(" ", _drop_footnote(text))
    plain = _PLAIN | _HOLDS_OXIDE if _OF_OXIDE.search(said) else _PLAIN
    return all(word in plain or re.fullmatch(r"\d", word) for word in _ALL.sub(" ", said).split())


def _drop_footnote(text: str) -> str:
    """Normalize a text, without a digit at the end of its last word, which is the mark of a footnote."""
    return re.sub(r"(?<=[^\W\d])\d$", "", normalize(text))


def names_rare_earths(text: str) -> bool:
    """Whether a title names rare earths in whatever words, but not a part or a product of them."""
    said = _drop_footnote(text)
    return bool(_ALL.search(said)) and not _PARTS.search(said)


def names_other_commodity(text: str) -> bool:
    """Whether a heading or title names another commodity, or a part or a product of rare earths."""
    said = normalize(text)
    if names_all_rare_earths(text):
        return False
    return bool(_PARTS.search(said) or (_OTHERS.search(said) and not _ALL.search(said)))


def drop_other_commodities(
    document: Document,
    titles: Sequence[str],
    rows: list[list[str]],
    lines: Sequence[int],
    figures: Collection[int],
) -> tuple[list[list[str]], Sequence[int]]:
    """Leave out the rows that say in any column that they are of something else than all rare earths.

    Parameters
    ----------
    document
        The document to which problems and assumptions are added.
    titles
        The titles of the columns; empty for those that say something else.
    rows, lines
        The rows below the header, and the line of each.
    figures
        The positions of the columns of figures.

    """
    columns = [at for at, title in enumerate(titles) if normalize_title(title) in TITLES]
    foreign = [_find_other(row, columns) for row in rows]
    kept = [number for number, at in enumerate(foreign) if at < 0]
    if rows and not kept:
        at = foreign[0]
        what = f"no row is plainly about all rare earths: '{titles[at].strip()}' says '{rows[0][at].strip()[:40]}'"
        remedy = "give the rows of rare earths, or leave that column out"
        document.add_problem(Rule.KNOWN_FIELD, lines[0], what, remedy)
        return [], []
    others = Counter(row[at].strip() for row, at in zip(rows, foreign, strict=True) if at >= 0)
    _check_empty_commodities(document, titles, columns, others, [(rows[one], lines[one]) for one in kept], figures)
    if others:
        named = ", ".join(f"'{other[:40]}'" for other in list(others)[:_MAX_QUOTED])
        document.assume(f"left out {format_count(sum(others.values()), 'row')} of other commodities, such as {named}")
    return [rows[number] for number in kept], [lines[number] for number in kept]


def _find_other(row: Sequence[str], columns: Sequence[int]) -> int:
    """Find the first column in which a row says that it is of something else; -1 if there is none.

    Beside a cell that says rare earths, one such as "oxides" or "total" adds nothing.
    """
    named = any(names_all_rare_earths(row[at]) for at in columns)
    for at in columns:
        if row[at].strip() and not (named and _says_nothing_else(row[at])) and not names_all_rare_earths(row[at]):
            return at
    return -1


def _check_empty_commodities(
    document: Document,
    titles: Sequence[str],
    columns: Sequence[int],
    others: Collection[str],
    rows: Sequence[tuple[list[str], int]],
    figures: Collection[int],
) -> None:
    """Report the first row with figures that does not say of what it is, in a table of several commodities.

    Below a merged or a single cell the empty ones mean what it says; in another table they may mean all or nothing.
    """
    for row, line in rows if others else ():
        empty = next((at for at in columns if not row[at].strip()), -1)
        if empty >= 0 and any(row[at].strip() for at in figures):
            what = f"'{titles[empty].strip()}' is empty, in a table that is also about '{next(iter(others))[:40]}'"
            document.add_problem(Rule.REQUIRED, line, what, "write into each row what it is of")
            return
