"""Check that the titles of a table say where its figures are, what they are of and who gives them."""

import difflib
import re
import shlex
from collections import Counter
from collections.abc import Sequence

from rareearth_cli.model.errors import Rule
from rareearth_cli.model.fields import ESTIMATE_COLUMNS
from rareearth_cli.model.names import PlaceTable, suggest_word
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.headers import (
    FIGURE_COLUMNS,
    MEASURE_WORDS,
    OWN_TITLES,
    UNIT_TITLES,
    Header,
    ReadingOptions,
    explain_title,
    find_column,
    is_title,
    may_name_measures,
    normalize_title,
)
from rareearth_cli.record.yaml_nodes import Document

#: From this similarity on, a title that the user names is taken for a misspelt one.
_SIMILAR = 0.75


def check_named_titles(document: Document, titles: Sequence[str], options: ReadingOptions, line: int) -> None:
    """Report a title that the user names and that looks like a misspelt one of the table."""
    known = {normalize_title(title): title.strip() for title in titles if title.strip()}
    named = [("--map", title) for _, title in options.titles] + [("--unit-of", title) for title, _ in options.units]
    for option, title in named:
        if normalize_title(title) in known:
            continue
        # What every row has may be a word that a title begins with, too.
        if option == "--map" and normalize_title(title) in MEASURE_WORDS:
            continue
        if near := difflib.get_close_matches(normalize_title(title), known, n=1, cutoff=_SIMILAR):
            what = f"{option}: no column is called '{title}'"
            document.add_problem(Rule.KNOWN_FIELD, line, what, f"did you mean '{known[near[0]]}'?")
        elif option == "--unit-of":
            document.assume(f"no column is called '{title}', so --unit-of {title} says nothing")


def check_shape(
    document: Document,
    header: Header,
    titles: Sequence[str],
    below: Sequence[str],
    lines: Sequence[int],
    places: PlaceTable,
) -> bool:
    """Report a table whose titles stand in two rows, are places, or are parted by blanks.

    ``below`` is the row below the titles, and ``lines`` are those of both.
    """
    line = lines[0]
    second = _find_second_title(below, header)
    unread = [(titles[one].strip(), explain_title(titles[one])) for one in header.unknown]
    named = [title for title, said in unread if places.find(" ".join(said.words) if said else title) is not None]
    if second:
        what = f"the row below the titles has titles too: '{second[:40]}'"
        remedy, line = "write them into one row, such as Production 2023 (t)", lines[1]
    elif len(named) > 1 and not header.is_complete:
        what = f"a column for each place, such as '{named[0][:40]}' and '{named[1][:40]}'"
        remedy = "write a row for each place, with the places in one column"
    elif len(titles) == 1 and re.search(r"\S {2,}\S", titles[0].strip()):
        what = f"nothing but blanks parts the columns of '{titles[0].strip()[:40]}'"
        remedy = "save it as CSV, with commas or tabs between them"
    else:
        return True
    document.add_problem(Rule.SHAPE, line, what, remedy)
    return False


def _find_second_title(below: Sequence[str], header: Header) -> str:
    """Find a title of figures in the row below the titles, if nothing but titles is in it; empty if there is none."""
    figures = {header.columns[name] for name in FIGURE_COLUMNS if name in header.columns}
    own = set(header.columns.values()) - figures
    texts = [(number, cell) for number, cell in enumerate(below) if cell.strip()]
    # Where nothing but figures is read, one may look like a year.
    if not (own or any(find_column(cell) for _, cell in texts)):
        return ""
    if any(not is_title(cell, figures=number not in own) for number, cell in texts):
        return ""
    return next((cell.strip() for number, cell in texts if number not in own), "")


def check_header(
    document: Document, header: Header, titles: Sequence[str], line: int, rows: Sequence[Sequence[str]]
) -> bool:
    """Report what a header lacks, what it has twice, and titles that look like misspelt ones of ours."""
    own = [title.strip() for title in titles]
    for at in header.unknown:
        suggestion = suggest_word(own[at], ESTIMATE_COLUMNS)
        if suggestion.startswith("did you mean") and header.own:
            document.add_problem(Rule.KNOWN_FIELD, line, f"unknown column '{own[at]}'", suggestion)
    doubled = [name for name, count in Counter(own).items() if name and count > 1]
    for name in [name for name in doubled if name in OWN_TITLES or explain_title(name) is not None]:
        document.add_problem(Rule.UNIQUE_KEY, line, f"a second column '{name}'", "keep one of them")
    if header.values and (units := [title for title in own if normalize_title(title) in UNIT_TITLES])[1:]:
        what = f"several columns of units, '{units[0]}' and '{units[1]}'"
        document.add_problem(
            Rule.UNIQUE_KEY, line, what, "write each unit into the title of its figures, as in Reserves (t)"
        )
    stated = {*header.columns, *header.constants}
    if "place" not in stated:
        document.add_problem(Rule.REQUIRED, line, "no column 'place'", "add it, or say --map place=TITLE")
    _check_figures(document, header, own, line, rows)
    if not stated.intersection(("source", "publisher", "url")):
        what = "no column says where the figures are from"
        document.add_problem(
            Rule.CITATION, line, what, "add 'source', 'publisher' or 'url', or say --map publisher=NAME"
        )
    return not document.problems


def _check_figures(
    document: Document, header: Header, titles: Sequence[str], line: int, rows: Sequence[Sequence[str]]
) -> None:
    """Report a header that does not say which column has the figures, or of what measure they are."""
    stated = {*header.columns, *header.constants}
    has_figures = bool(header.values) or not stated.isdisjoint(FIGURE_COLUMNS)
    has_measure = "measure" in stated or (header.values and all(one.measure for one in header.values))
    # Once its unit is known, such a title says what its figures are.
    unclear = next((titles[at] for at in header.unknown if has_unclear_unit(titles[at])), "")
    unread = None if has_figures else _find_unread_figures(header, titles)
    if not has_measure and not unclear and unread is None:
        document.add_problem(Rule.REQUIRED, line, "no column 'measure'", _suggest_measure(header, titles, rows))
    if has_figures:
        return
    if unclear:
        remedy = f"say --unit-of {unclear}=t or --unit-of {unclear}=Mt"
        document.add_problem(Rule.KNOWN_UNIT, line, f"'{unclear}' may be in tonnes or in million tonnes", remedy)
    elif unread is not None:
        document.add_problem(Rule.REQUIRED, line, *unread)
    else:
        document.add_problem(
            Rule.REQUIRED, line, "no column with figures", "add 'printed' or 'value_t', or say --map printed=TITLE"
        )


def _find_unread_figures(header: Header, titles: Sequence[str]) -> tuple[str, str] | None:
    """Find a column whose title says that it has figures, and say what hinders its reading and what to do."""
    for at in header.unknown:
        unread = explain_title(titles[at])
        if unread is not None and unread.words:
            measure = "" if "measure" in header.columns else f" --map measure={unread.measure or 'MEASURE'}"
            named = shlex.quote(f"printed={titles[at]}")
            what = f"no column with figures: '{titles[at][:60]}' is not understood for '{' '.join(unread.words)[:40]}'"
            return what, f"write it as in Reserves (Mt), or say --map {named}{measure}"
    return None


def _suggest_measure(header: Header, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Say how to tell the measure: by the column whose cells name one, or else once for all rows."""
    taken = {header.columns[name] for name in ("place", "printed") if name in header.columns}
    for at, title in enumerate(titles):
        if title and at not in taken and may_name_measures(row[at] for row in rows if len(row) > at):
            return f"say --map {shlex.quote(f'measure={title}')}, if that says what each figure is"
    dated = header.values and all(one.period for one in header.values)
    return f"add it, or say --map measure={Measure.PRODUCTION if dated else Measure.RESERVES}"


def has_unclear_unit(title: str) -> bool:
    """Whether a title ends with ``mt`` but not ``Mt``: it means metric tons to some, and million tonnes to others."""
    return normalize_title(title).split(" ")[-1:] == ["mt"] and not re.search(r"\bMt\b", title)
