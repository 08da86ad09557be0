"""The long form in: a CSV file of figures laid over a dataset, by the rules that hold for YAML."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from rareearth_cli.dataset.converters import ESTIMATE_FIELDS, IDENTIFIER, instead
from rareearth_cli.dataset.delimited import Cells, read_cells
from rareearth_cli.dataset.document import Document
from rareearth_cli.dataset.row_amounts import read_amounts
from rareearth_cli.dataset.row_links import settle_links
from rareearth_cli.dataset.row_sources import read_row_sources
from rareearth_cli.dataset.rows import COMPUTED, TEXT_COLUMNS, Estimates, Rows, in_columns
from rareearth_cli.domain.dates import parse_date
from rareearth_cli.domain.places import place_remedy
from rareearth_cli.domain.quantity import Kind
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.rules import Rule
from rareearth_cli.domain.vocabulary import Basis, Measure, ShareOf, Stage, Status, Verification

_WORDS = {
    "measure": Measure,
    "share_of": ShareOf,
    "basis": Basis,
    "stage": Stage,
    "status": Status,
    "verification": Verification,
    "kind": Kind,
}
_DATES = ("period", "effective_date", "published", "accessed")
_IDENTIFIERS = ("id", "source", "series", "part_of", "root", "contained_in")


def with_rows(document: Document, content: bytes, dataset: Dataset) -> Dataset:
    """The dataset with the figures of a CSV file; as it was, where the file has defects."""
    cells = read_cells(document, content)
    if cells is None:
        return dataset
    rows = _rows(document, cells)
    _check_ids(rows, dataset)
    _check_words(rows, dataset)
    _check_entries(rows, dataset)
    sources = read_row_sources(rows, dataset)
    read_amounts(rows, cells, dataset)
    settle_links(rows, dataset)
    if document.problems:
        return dataset
    written, files = in_columns(dataset.estimates)
    return dataset._replace(
        sources={**dataset.sources, **sources},
        estimates=Estimates(written, (*files, rows)),
    )


def _rows(document: Document, cells: Cells) -> Rows:
    """The cells by column of the long form, with the defaults of those that are absent or empty."""
    height = len(cells.lines)
    texts = {name: cells.columns.get(name) or [""] * height for name in TEXT_COLUMNS if name not in COMPUTED}
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(document.name).stem).strip("-._") or "row"
    if not all(texts["id"]):
        numbered = zip(texts["id"], cells.lines, strict=True)
        texts["id"] = [key or f"{stem}/{line}" for key, line in numbered]
    texts["status"] = [status or Status.PUBLISHED.value for status in texts["status"]]
    return Rows(document, stem, cells.lines, texts, {}, [0] * height)


def _check_ids(rows: Rows, dataset: Dataset) -> None:
    ids = rows.texts["id"]
    if len(distinct := set(ids)) == len(ids) and distinct.isdisjoint(dataset.estimates):
        return
    seen: dict[str, int] = {}
    for row, key in enumerate(ids):
        if key in seen or key in dataset.estimates:
            where = f"{rows.document.name}:{rows.lines[seen[key]]}" if key in seen else "on record"
            remedy = "a figure is never edited: give the new one its own id"
            remedy += "" if key in seen else ", or leave ours out with --only"
            rows.report(row, Rule.GIVEN_ONCE, f"id '{key}' is taken ({where})", remedy)
        seen.setdefault(key, row)


def _check_words(rows: Rows, dataset: Dataset) -> None:
    """Every cell by the closed list, form or register of its column; each distinct text once."""
    for name, words in _WORDS.items():
        known = [word.value for word in words]
        remedy = "use one of " + ", ".join(known)
        _check(rows, name, Rule.CLOSED_LIST, known.__contains__, f"unknown {name} '{{}}'", remedy)
    for name in _DATES:
        _check(rows, name, Rule.DATE, _is_date, f"{name} '{{}}' is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")
    for name in _IDENTIFIERS:
        remedy = "use letters, digits, '.', '-', '_' and '/'"
        _check(rows, name, Rule.IDENTIFIER, _is_identifier, f"{name} '{{}}' is no identifier", remedy)
    what = "'{}' marks an unknown field as inferred"
    _check(rows, "inferred", Rule.INFERRED, _are_fields, what, "name fields, parted by blanks")
    unknown = {place for place in dict.fromkeys(rows.texts["place"]) if place and place not in dataset.places}
    remedies = {place: (f"unknown place '{place}'", place_remedy(place, dataset.places)) for place in unknown}
    rows.report_values("place", Rule.KNOWN_PLACE, remedies)


def _check(rows: Rows, name: str, rule: Rule, holds: Callable[[str], object], what: str, remedy: str) -> None:
    """Report every cell of column ``name`` that is not empty and does not hold."""
    values = dict.fromkeys(rows.texts[name])
    rows.report_values(name, rule, {one: (what.format(one), remedy) for one in values if one and not holds(one)})


def _is_identifier(text: str) -> object:
    return IDENTIFIER.fullmatch(text)


def _are_fields(text: str) -> bool:
    return all(word in ESTIMATE_FIELDS for word in text.split())


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _check_entries(rows: Rows, dataset: Dataset) -> None:
    """Rules that a row must keep as a whole."""
    texts = rows.texts
    for name in ("place", "measure"):
        rows.report_values(name, Rule.REQUIRED, {"": (f"a row without {name}", "fill the cell")})
    pairs = dict.fromkeys(zip(texts["system"], texts["category"], strict=True))
    wrong = {pair: told for pair in pairs if (told := _category_defect(*pair, dataset.classification.systems))}
    for row, pair in enumerate(zip(texts["system"], texts["category"], strict=True)) if wrong else ():
        if pair in wrong:
            rows.report(row, Rule.KNOWN_CATEGORY, *wrong[pair])
    stated = dict.fromkeys(zip(texts["measure"], texts["share_of"], texts["period"], strict=True))
    if any(_measure_defects(*one) for one in stated):
        for row, key in enumerate(texts["id"]):
            for rule, what, remedy in _measure_defects(
                *(texts[name][row] for name in ("measure", "share_of", "period"))
            ):
                rows.report(row, rule, f"'{key}' {what}", remedy)


def _measure_defects(measure: str, share_of: str, period: str) -> list[tuple[Rule, str, str]]:
    """What a measure lacks, or has too much of."""
    defects = []
    if (measure == Measure.SHARE) != bool(share_of):
        what = "has share_of but is no share" if share_of else "is a share of nothing"
        defects.append((Rule.SHARE_OF, what, "a share has share_of, nothing else has"))
    if measure == Measure.PRODUCTION and not period:
        defects.append((Rule.PERIOD, "is production of no year", "fill 'period'"))
    return defects


def _category_defect(system: str, category: str, systems: Mapping[str, Mapping[str, object]]) -> tuple[str, str] | None:
    known = systems.get(system, {})
    if not known or not category or category in known:
        return None
    unknown = [part for part in category.split("+") if part not in known]
    return (f"unknown category '{unknown[0]}' of {system}", instead(unknown[0], known)) if unknown else None
