"""Claims in the tables of a text: a cell speaks of the place or stage of its row, by the title of its column."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rareearth_cli.claims.claim import LAST_YEAR, Claim
from rareearth_cli.claims.languages import Found, Language
from rareearth_cli.claims.numbers import Number, find_numbers, find_unit, read_plain
from rareearth_cli.claims.text import Piece, Table
from rareearth_cli.model.names import OTHER, WORLD, PlaceTable
from rareearth_cli.model.vocabulary import Measure, ShareOf

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
#: The caption of a table is within so many signs before it.
_CAPTION = 240


class _Said(NamedTuple):
    """What a title or a caption says of the cells that it is for; empty or None where it says nothing."""

    measure: str
    stage: str
    tonnes: float | None
    percent: bool
    year: str
    place: str
    #: Whether the cells are ranks.
    rank: bool = False


def read_table(
    table: Table,
    text: str,
    source: str,
    language: Language,
    places: PlaceTable,
    find_places: Callable[[str], list[Found]],
) -> Iterator[Claim]:
    """Read the cells of a table that say how much a place has or mines, or which share."""

    def say(words: str) -> _Said:
        return _read_words(words, language, find_places)

    lines = [line for line in text[max(0, table.start - _CAPTION) : table.start].splitlines() if line.strip()]
    caption = say(" ".join(lines[-2:]))
    titles = [text[one.start : one.end] for one in table.header]
    columns = [None if _is_of_something_else(title, language) else say(title) for title in titles]
    # A rank without a word for what is ranked is by what the only other column counts.
    counted = {one.measure for one in columns if one is not None and one.measure}
    columns = [
        one._replace(measure=next(iter(counted)))
        if one is not None and one.rank and not one.measure and len(counted) == 1
        else one
        for one in columns
    ]
    rows = [row for row in table.rows if len(row) == len(titles)]
    # A column of ranks or of numbers may stand before that of the places.
    named = [at for at in range(len(titles)) if any(find_places(text[row[at].start : row[at].end]) for row in rows)]
    at = named[0] if named else 0
    for row in rows:
        label = text[row[at].start : row[at].end]
        own = say(label)
        place = places.find(label)
        row_said = own._replace(place=own.place or (place.code if place is not None else ""))
        for piece, column in zip(row[at + 1 :], columns[at + 1 :], strict=True):
            if column is not None:
                said = _join(row_said, column, caption)
                yield from _read_cell(piece, said, " | ".join(_list_cells(row, text)), text, source, language)


#: Titles of columns that only number the rows.
_NUMBERS = re.compile(r"#|no\.?|nr\.?|№|n[º°]\.?", re.IGNORECASE)
#: A rank in digits, with what ordinals have after them; a tag of HTML is blank by now.
_RANK = re.compile(r"(\d{1,2})\s*(?:\.|st|nd|rd|th|er|re|ère|e|ème|º|ª|°|-?[ея]|-?й)?", re.IGNORECASE)


def _is_of_something_else(title: str, language: Language) -> bool:
    """Whether a column has no claims: the numbers of rows, what is left alone in texts too, or another commodity."""
    other = language.lists["other"].first(title) is not None and language.lists["topic"].first(title) is None
    excluded = language.lists["exclude"].first(title) is not None
    return other or excluded or _NUMBERS.fullmatch(title.strip()) is not None


def _list_cells(row: Sequence[Piece], text: str) -> list[str]:
    return [text[one.start : one.end] for one in row]


def _read_words(words: str, language: Language, find_places: Callable[[str], list[Found]]) -> _Said:
    measure = language.groups["measures"].first(words)
    stages = [one.means for one in language.groups["stages"].find(words) if one.means != "generic"]
    special = [one for one in stages if one != ShareOf.MINE_PRODUCTION]
    year = _YEAR.search(words)
    place = next((one.means for one in find_places(words)), "")
    return _Said(
        measure=measure.means if measure is not None else "",
        stage=next(iter(special or stages), ""),
        tonnes=find_unit(words, language),
        percent=language.lists["percent"].first(words) is not None,
        year=year[0] if year is not None else "",
        place=place,
        rank=language.lists["rank_titles"].first(words) is not None,
    )


def _join(row: _Said, column: _Said, caption: _Said) -> _Said:
    """Take each thing from the row, else from the title of the column, else from the caption."""
    tonnes = column.tonnes if column.tonnes is not None else caption.tonnes
    percent = column.percent or (caption.percent and column.tonnes is None)
    return _Said(
        measure=row.measure or column.measure or caption.measure,
        stage=row.stage or column.stage or caption.stage,
        tonnes=None if percent else tonnes,
        percent=percent,
        year=row.year or column.year or caption.year,
        place=row.place or column.place or caption.place,
        rank=column.rank,
    )


def _read_cell(piece: Piece, said: _Said, sentence: str, text: str, source: str, language: Language) -> Iterator[Claim]:
    number = _read_number(text[piece.start : piece.end], said, language)
    if number is None or not said.place or said.place == OTHER or (said.year and int(said.year) > LAST_YEAR):
        return
    if number.kind == "rank" and (said.place == WORLD or said.measure == Measure.RESOURCES):
        return
    share = number.kind == "share"
    stage = said.stage or (ShareOf.MINE_PRODUCTION.value if said.measure == Measure.PRODUCTION else "")
    if (share and (not stage or said.place == WORLD)) or (not share and not said.measure):
        return
    yield Claim(
        start=piece.start,
        end=piece.end,
        text=source[piece.start : piece.end],
        sentence=sentence,
        kind=number.kind,
        place=said.place,
        site="",
        measure="" if share else said.measure,
        stage=stage if share else "",
        value=number.value,
        digits=number.digits,
        bound=number.bound,
        year=said.year,
        publisher="",
        negated=False,
    )


def _read_number(cell: str, said: _Said, language: Language) -> Number | None:
    """Read a cell: an amount or share with its unit, or a number that leaves the unit to the title.

    A number with a sign is a change.
    """
    if cell.strip()[:1] in ("+", "-", "−", "–"):
        return None
    if said.rank:
        rank = _RANK.fullmatch(" ".join(cell.split()))
        return Number(0, len(cell), "rank", float(rank[1]), 1) if rank is not None and int(rank[1]) else None
    numbers = find_numbers(cell, language)
    if len(numbers) == 1 and numbers[0].kind in ("amount", "share"):
        return numbers[0]
    bare = cell.lstrip("<>≥≤≈~ ")
    read = read_plain(bare, language.decimal) or read_plain(bare, ".")
    if read is None or (not said.percent and said.tonnes is None):
        return None
    bound = _SIGNS.get(cell[:1], "") if bare != cell else ""
    if said.percent:
        return Number(0, len(cell), "share", *read, bound)
    return Number(0, len(cell), "amount", read[0] * (said.tonnes or 0.0), read[1], bound)


#: What signs before a number say.
_SIGNS = {">": "lower", "≥": "lower", "<": "upper", "≤": "upper", "~": "approx", "≈": "approx"}
