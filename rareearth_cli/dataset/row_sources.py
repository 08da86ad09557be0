"""Sources from the rows that name them: rows of one source agree, and one of them need not say all again."""

from collections.abc import Iterable, Mapping

from rareearth_cli.dataset.rows import Rows
from rareearth_cli.domain.dates import PartialDate, parse_date
from rareearth_cli.domain.records import Dataset, Source
from rareearth_cli.domain.rules import Rule
from rareearth_cli.domain.vocabulary import Verification

#: What is said of a source as a whole, so that its rows must agree on it.
_SHARED = ("edition", "version", "series", "published", "accessed", "verification")
#: What a row may say otherwise than its source.
_OWN = ("publisher", "url", "locator")


def read_row_sources(rows: Rows, dataset: Dataset) -> dict[str, Source]:
    """The sources that the rows name and that are not on record; what rows leave open is filled in.

    Rows without a source get one for each publication that they describe.
    """
    _name_sources(rows)
    names = rows.texts["source"]
    shared = dict.fromkeys(zip(names, *(rows.texts[column] for column in _SHARED), strict=True))
    for place, column in enumerate(_SHARED, start=1):
        pairs = dict.fromkeys((one[0], one[place]) for one in shared)
        said = _said(column, pairs, dataset)
        _check_agreement(rows, column, {pair for pair in pairs if pair[1] and pair[1] != said[pair[0]]}, said)
        _fill(rows, column, said)
    for column in _OWN:
        if not all(rows.texts[column]):
            _fill(rows, column, _said(column, dict.fromkeys(zip(names, rows.texts[column], strict=True)), dataset))
    first = {name: row for row, name in zip(range(len(names) - 1, -1, -1), reversed(names), strict=True)}
    return {name: _source(rows, first[name]) for name in dict.fromkeys(names) if name not in dataset.sources}


def _name_sources(rows: Rows) -> None:
    names, texts = rows.texts["source"], rows.texts
    if all(names):
        return
    numbers: dict[tuple[str, ...], int] = {}
    for row, name in enumerate(names):
        key = tuple(texts[column][row] for column in ("publisher", "url", *_SHARED))
        if not name and not (key[0] or key[1]):
            what = f"'{texts['id'][row]}' does not say where it is from"
            rows.report(row, Rule.CITED, what, "fill 'source', 'publisher' or 'url'")
        elif not name:
            names[row] = f"{rows.stem}/source-{numbers.setdefault(key, len(numbers) + 1)}"


def _said(column: str, pairs: Iterable[tuple[str, str]], dataset: Dataset) -> dict[str, str]:
    """What is said of each source in a column: on record, or else first in the file, or by default.

    ``pairs`` are sources with what a cell beside them says.
    """
    said: dict[str, str] = {}
    for name, cell in pairs:
        if name in dataset.sources:
            value = getattr(dataset.sources[name], column)
            said[name] = value.text if isinstance(value, PartialDate) else str(value or "")
        else:
            said[name] = said.get(name) or cell
    if column == "verification":
        return {name: text or Verification.SECONDARY.value for name, text in said.items()}
    return {name: text or name for name, text in said.items()} if column == "publisher" else said


def _fill(rows: Rows, column: str, said: Mapping[str, str]) -> None:
    cells, names = rows.texts[column], rows.texts["source"]
    if not all(cells) and any(said.values()):
        cells[:] = [cell or said[name] for cell, name in zip(cells, names, strict=True)]


def _check_agreement(rows: Rows, column: str, wrong: set[tuple[str, str]], said: Mapping[str, str]) -> None:
    """Report the rows whose source and cell are a ``wrong`` pair."""
    for row, pair in enumerate(zip(rows.texts["source"], rows.texts[column], strict=True)) if wrong else ():
        if pair in wrong:
            known = f"'{said[pair[0]]}'" if said[pair[0]] else "nothing"
            what = f"source '{pair[0]}' has {column} '{pair[1]}' here and {known} before"
            rows.report(row, Rule.ONE_SOURCE, what, "give editions and versions ids of their own")


def _source(rows: Rows, row: int) -> Source:
    text = {column: rows.texts[column][row] for column in (*_SHARED, *_OWN)}
    words = {word.value: word for word in Verification}
    return Source(
        id=rows.texts["source"][row],
        publisher=text["publisher"],
        title="",
        url=text["url"],
        locator=text["locator"],
        verification=words.get(text["verification"], Verification.SECONDARY),
        series=text["series"],
        edition=text["edition"],
        version=text["version"],
        published=_date(text["published"]),
        accessed=_date(text["accessed"]),
    )


def _date(text: str) -> PartialDate | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None
