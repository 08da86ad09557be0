"""What people see of an answer: the blocks and charts of its sections, or its plain rows if the user chose columns."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Paragraph, Role, Row, Tone
from rareearth_cli.analysis.charts import Chart
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.vocabulary import DISPLAY_UNITS, Verdict
from rareearth_cli.model.wording import begin_sentence
from rareearth_cli.output.style import Style


def list_charts(answer: Answer, style: Style) -> list[Chart]:
    """List the charts of the sections on the screen; there are none for plain rows."""
    shown = [] if style.rows_only else [section for section in answer.sections if section.on_screen]
    return [chart for section in shown for chart in section.charts(style.unit)]


def list_blocks(answer: Answer, style: Style, *, leads: bool = False) -> list[Block]:
    """List the headings, paragraphs and grids of an answer; the notes come last.

    ``leads`` says the headline of a section by its grid, where it has one.
    """
    if style.rows_only or not answer.sections:
        return _list_plain_rows(answer, style)
    blocks: list[Block] = []
    for section in answer.sections:
        if section.on_screen:
            lead = section.lead if leads else None
            blocks += [one for one in (section.heading, lead) if one is not None]
            # What a grid says need not be said again in a sentence.
            said = len([one for one in answer.told if one.role is Role.HEADLINE and one.subject == section.subject])
            sentences = answer.introduce(section)[said if lead is not None else 0 :]
            blocks += [Paragraph(text=sentence) for sentence in sentences]
            blocks += section.blocks(style.unit)
    blocks += build_notes(answer)
    return [*blocks, *_explain_abbreviations(blocks, answer)]


#: What the abbreviations in texts and tables stand for, besides the names of publishers.
_ABBREVIATIONS = {
    "Mt": "million tonnes",
    "kt": "thousand tonnes",
    "MCS": "Mineral Commodity Summaries",
    "REO": "rare-earth oxide",
    "NA": "not available",
}
#: What publishers are called in English whose names are in another language.
_IN_ENGLISH = {
    "BGR/DERA": "Germany's Federal Institute for Geosciences and Natural Resources, with its Mineral Resources Agency",
    "CPRM": "Brazil's Mineral Resources Research Company",
    "DNPM Brazil": "Brazil's National Department of Mineral Production",
    "SGB": "Geological Survey of Brazil",
}


class _Term(NamedTuple):
    """A word of the trade, what it means, and in which texts it is explained."""

    name: str
    meaning: str
    #: Where it is explained; if this is empty, wherever it stands.
    beside: str = ""


#: The words of the trade, the most common ones first.
_TERMS = (
    _Term(
        "reserves",
        "what can be mined at a profit now, as USGS defines them; others may count more",
        r"(?:^R|\br)eserves?\b",
    ),
    _Term(
        "resources",
        "what is worth mining or may become so; company codes count only what samples allow to infer at least",
        r"(?:^R|\br)esources?\b",
    ),
    _Term("ore reserve", "the reserves of one mine or project, as its company publishes them"),
    _Term("oxide", "rare earths are mostly weighed as oxides, not as pure elements and not with the ore around them"),
    _Term("grade", "how much of the ore is oxide"),
    _Term("in the ground", "the whole amount, before losses in mining and processing"),
    _Term(
        "recoverable",
        "what can be sold after losses in mining and processing; USGS defines its reserves so, whatever it lists",
    ),
    _Term("licensed", "a company holds the licence to explore or mine it"),
    _Term("A+B+C1", "reserves that Russia's register classes as explored (C2: preliminarily estimated)"),
    _Term("JORC", "the Australian code for reporting resources and reserves"),
    _Term("NI 43-101", "the Canadian rule for reporting resources and reserves"),
    _Term("class", "how certain a tonnage is, such as proved or inferred", r"\b[Cc]lass\b"),
    _Term("proved and probable", "the two classes of ore reserves; proved is the more certain"),
    _Term(
        "measured, indicated and inferred",
        "the three classes of resources, from the most to the least certain",
        r"\b(?:measured|indicated|inferred)\b",
    ),
    _Term("concentrate", "what is left of the ore after its first processing"),
    _Term("refining", "separating what was mined into pure oxides or metals", r"\b[Rr]efining\b"),
    _Term("separation", "the splitting of mixed rare earths into single ones"),
    _Term("production", "what is mined in a year, weighed as oxide", r"[Mm]ine production|[Pp]roduction of rare"),
    _Term("current", "not replaced by a newer figure of the same source", r"\bcurrent\b"),
    _Term("exploration target", "what a company hopes to find, and no resource yet"),
    _Term("ion-adsorption", "in clay that holds rare earths loosely on its grains"),
    _Term("10^4 t", "ten thousand tonnes"),
    _Term("loparite", "a mineral that holds rare earths"),
    _Term("monazite", "a mineral that holds rare earths"),
    _Term("paramarginal", "not economic now; submarginal is still less so"),
    _Term("State Balance", "Russia's official register of reserves"),
    _Term("P1+P2+P3", "the prognostic classes, which are expected and not explored"),
    _Term("prognostic", "of the classes P1 to P3, which are expected and not explored"),
)


def _explain_abbreviations(blocks: Sequence[Block], answer: Answer) -> list[Paragraph]:
    """Explain what is shown: whose readings it has, the words of the trade, and the abbreviations by the alphabet."""
    # An answer without rows has nothing to explain.
    if not answer.publishers or not answer.table.height:
        return []
    shown = [text for block in blocks for text in _list_texts(block)]
    words = {word for text in shown for word in _ABBREVIATION.findall(text)}
    names = {name: _IN_ENGLISH.get(name, full) for name, full in answer.publishers.items() if _is_short(name)}
    meanings = {**_ABBREVIATIONS, **names}
    said = [f"{name}: {full}" for name, full in sorted(meanings.items()) if words >= set(_ABBREVIATION.findall(name))]
    said += [
        f"{name}: {full}"
        for name, full in answer.publishers.items()
        if _hides_who_it_is(name, full) and any(name in text for text in shown)
    ]
    terms = [
        f"“{begin_sentence(one.name)}”: {one.meaning}."
        for one in _TERMS
        if any(_stands_in(one, text) for text in shown)
    ]
    ours = [meaning for words, meaning in _OURS.items() if any(words.search(text) for text in shown)]
    told = [
        *ours,
        *_explain_authors(shown),
        *_explain_signs(blocks),
        *terms,
        *([f"Abbreviations: {'; '.join(said)}."] if said else []),
    ]
    return [Paragraph(text=text, tone=Tone.QUIET, blank_line_before=not at) for at, text in enumerate(told)]


#: The authors of a study, with the year in which it came out.
_STUDY = re.compile(r"([A-Z][\w-]+(?:, [A-Z][\w-]+)* (?:and [A-Z][\w-]+|et al\.)),? \(?(\d{4})")


def _explain_authors(shown: Sequence[str]) -> list[str]:
    """Explain that names with a year are those of the authors of a study, by the first of them."""
    found = next((match for text in shown if (match := _STUDY.search(text))), None)
    if found is None:
        return []
    return [f"“{found[1]}, {found[2]}” and the like: the authors of a study, and the year in which it came out."]


#: The signs before amounts in tables.
_SIGNS = {"~": "about", ">": "more than", "≥": "at least", "≤": "at most"}


def _explain_signs(blocks: Sequence[Block]) -> list[str]:
    """Explain the signs before amounts in tables that no paragraph explains."""
    cells = [text for block in blocks if isinstance(block, Grid) for text in _list_texts(block)]
    notes = [block.text.partition(":")[0] for block in blocks if isinstance(block, Paragraph)]
    used = [
        sign
        for sign in _SIGNS
        if any(re.match(rf"{sign}\d", cell) for cell in cells) and not any(sign in note for note in notes)
    ]
    return ["; ".join(f"“{sign}”: {_SIGNS[sign]}" for sign in used) + "."] if used else []


def _stands_in(term: _Term, text: str) -> bool:
    """Whether a text has a term, or what calls for its explanation."""
    return re.search(term.beside, text) is not None if term.beside else term.name in text


#: Whose reading it is, and who has read what, by the words that say so.
_OURS = {
    re.compile(
        "Manifold Industries"
    ): "The data repository Manifold Industries has figures that a machine read in company"
    " papers, and flags them as not verified.",
    re.compile(
        "treated as one source"
    ): "“Treated as one source”: these figures go back to the same count, so they do not confirm each other.",
    re.compile(
        r"\b[Oo]ur (?:reading|sum)\b"
    ): "“Our reading” and “our sum” are those of rareearth: the source itself does not say it.",
    re.compile(r"in a text that we read"): "“Not in a text that we read”: it may be published in another one.",
}


#: A word with two capitals, or a unit.
_ABBREVIATION = re.compile(r"\b(?:[A-Z][A-Z/&]*[A-Z][a-z]*|[Mk]t)\b")


def _hides_who_it_is(name: str, full: str) -> bool:
    """Whether a name is no abbreviation and yet does not say who it is: a ministry, or one word such as Rosnedra."""
    return name.endswith("ministry") or (" " not in name and not _is_short(name) and name not in full)


def _is_short(name: str) -> bool:
    return _ABBREVIATION.search(name) is not None


def _list_texts(block: Block) -> list[str]:
    """List the texts of a block."""
    if isinstance(block, Grid):
        cells = [str(cell) for row in block.rows for cell in row.cells if isinstance(cell, str)]
        return [*(column.title for column in block.columns), *cells]
    return [block.text]


def build_notes(answer: Answer) -> list[Paragraph]:
    """Build the paragraphs that end an answer."""
    return [Paragraph(text=note, tone=Tone.QUIET, blank_line_before=at == 0) for at, note in enumerate(answer.notes)]


def list_short_form(answer: Answer, style: Style) -> list[Block]:
    """List the title and the sentences of an answer around its rows, which are in the short form.

    A verdict is its label, because people read this.
    """
    title = [Heading(text=answer.title)] if answer.title and not style.rows_only else []
    verdicts = [_LABELS.get(str(code), code) for code in answer.table.columns.get("verdict", ())]
    columns = {**answer.table.columns, **({"verdict": verdicts} if verdicts else {})}
    rows = _list_plain_rows(answer._replace(table=Table(columns=columns)), style)
    return [*title, *rows, *([] if style.rows_only else build_notes(answer))]


#: What people read of each verdict.
_LABELS = {verdict.value: verdict.meaning.label for verdict in Verdict}


def _list_plain_rows(answer: Answer, style: Style) -> list[Block]:
    """Show the default columns, or those that the user chose, below the summary unless the user wants rows alone."""
    table = answer.table
    wanted = table.names if style.columns_chosen or style.short_form else answer.default_columns
    names = [name for name in wanted if name in table.columns]
    columns = tuple(
        Column(title=_column_title(name, style), right=_is_number(table, name), flexible=not _is_number(table, name))
        for name in names
    )
    rows = [
        Row(cells=tuple(_format_cell(name, value, style) for name, value in zip(names, values, strict=True)))
        for values in zip(*(table.columns[name] for name in names), strict=True)
    ]
    grid = Grid(columns=columns, rows=rows)
    if answer.summary and not style.rows_only:
        return [*(Paragraph(text=sentence) for sentence in answer.summary), *([grid] if rows and names else [])]
    return [grid] if rows or style.columns_chosen else [grid, Paragraph(text="Nothing in our data.")]


def _is_number(table: Table, name: str) -> bool:
    return any(isinstance(value, int | float) for value in table.columns[name])


def _column_title(name: str, style: Style) -> str:
    return name[:-1] + style.unit if style.unit and name.endswith("_t") else name


def _format_cell(name: str, value: object, style: Style) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    amount = value / DISPLAY_UNITS[style.unit or "t"] if name.endswith("_t") else value
    # Columns that the user chose are probably read by a script, which does not expect thousands separators.
    return f"{amount:.15g}" if style.columns_chosen else f"{amount:,.15g}"
