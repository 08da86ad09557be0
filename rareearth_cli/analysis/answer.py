"""`Answer`, all that the output formats know of a question: sentences, sections of blocks for people, and rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.analysis.charts import Chart
from rareearth_cli.analysis.table import Table


class Tone(StrEnum):
    """The emphasis of a line, for formats that can show it."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


class Heading(NamedTuple):
    """A title, with an optional remark at the other end of its line."""

    text: str
    aside: str = ""


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN
    blank_line_before: bool = False


class Bar(NamedTuple):
    """A horizontal bar; ``fraction`` is its length relative to the longest bar, from 0 to 1."""

    fraction: float


class Column(NamedTuple):
    """A column of a grid. If room is short, ``spare`` columns are left out, and then ``flexible`` ones shrink."""

    title: str = ""
    right: bool = False
    flexible: bool = False
    spare: bool = False


Cell = str | Bar


class Row(NamedTuple):
    """A row of a grid; ``depth`` indents its first cell. A ``section`` is a single cell that spans all columns."""

    cells: tuple[Cell, ...]
    depth: int = 0
    section: bool = False
    tone: Tone = Tone.PLAIN
    #: For formats with links: the id of the estimate that each cell is about. It may be shorter than the cells.
    estimate_ids: tuple[str, ...] = ()


class Grid(NamedTuple):
    """A table of rows with column titles."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]


Block = Heading | Paragraph | Grid


class Role(StrEnum):
    """What a sentence is in an answer."""

    #: The answer in one line.
    HEADLINE = "headline"
    #: What follows the headline: why it is so, and what else there is.
    REASON = "reason"
    #: How to read the figures; it comes after everything else.
    NOTE = "note"
    #: What one can write about the figures.
    WRITE = "write"


class Sentence(NamedTuple):
    """A sentence of an answer; ``subject`` is the name of the place it is about, in an answer about places."""

    text: str
    role: Role
    subject: str = ""


def build_sentences(summary: Sequence[str], notes: Sequence[str] = ()) -> tuple[Sentence, ...]:
    """Make the first sentence of a summary the headline, the others reasons, and end with the notes."""
    texts_by_role = {Role.HEADLINE: summary[:1], Role.REASON: summary[1:], Role.NOTE: notes}
    return tuple(Sentence(text, role) for role, texts in texts_by_role.items() for text in texts)


class Section(NamedTuple):
    """A part of an answer for people.

    ``blocks`` and ``charts`` are functions of the unit that the user asked for, or None. A format calls those that it
    shows, so that no other pays for them.
    """

    #: The name of the section among those of its answer, as in the address of a part of a page.
    name: str
    #: The heading on a page.
    title: str
    #: The heading in a terminal, which shows sections without the title of the answer.
    heading: Heading | None = None
    #: The subject of the sentences of the answer that it begins with; None if it begins with none.
    subject: str | None = None
    #: A grid that says the same as the headline, for a terminal.
    lead: Grid | None = None
    blocks: Callable[[str | None], Sequence[Block]] = lambda _: ()
    charts: Callable[[str | None], Sequence[Chart]] = lambda _: ()
    #: The rows of the section, for formats in which the reader can sort them.
    rows: Table | None = None
    #: A title for the list of contents, if it is shorter.
    short: str = ""
    on_screen: bool = True
    on_page: bool = True


class Answer(NamedTuple):
    """The answer to any question. All amounts are tonnes, and the formats have nothing left to compute."""

    #: The question in canonical form, however it was typed.
    query: Mapping[str, object]
    #: The version of each dataset that the answer is based on.
    dataset_version: str
    #: The rows and columns that the user asked for.
    table: Table
    #: The columns that plain rows show if the user names none.
    default_columns: tuple[str, ...]
    #: What the rows are called, such as ``estimates``.
    name: str = "rows"
    #: The title of the whole answer.
    title: str = ""
    #: The date of the newest source.
    newest: str = ""
    sentences: tuple[Sentence, ...] = ()
    #: Without sections, people see the rows.
    sections: tuple[Section, ...] = ()
    #: The named values and tables of the answer, as JSON has them, for the rows that the user asked for.
    contents: Callable[[Table], Mapping[str, object]] | None = None
    #: The tables of a workbook by their names, if not all rows are in one.
    sheets: Callable[[], Mapping[str, Table]] | None = None
    #: Who says each figure, by its id, as the sentences call it; where this is empty, they call figures by their ids.
    attributions: Mapping[str, str] = MappingProxyType({})
    #: All rows and columns, if ``table`` is only a selection of them.
    complete: Table | None = None
    #: What short names of publishers stand for.
    publishers: Mapping[str, str] = MappingProxyType({})
    #: The publications that the rows come from, for formats that show them.
    sources: Table | None = None
    #: Warnings for the user, which are not part of the data.
    warnings: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Sentence, ...]:
        """The headlines and reasons, which an answer begins with."""
        return tuple(one for one in self.sentences if one.role in (Role.HEADLINE, Role.REASON))

    @property
    def summary(self) -> tuple[str, ...]:
        """The headlines and reasons as lines: one for each subject, or for each sentence that has none."""
        lines: list[str] = []
        for subject, sentences in groupby(self.told, key=lambda one: one.subject):
            texts = [one.text for one in sentences]
            lines += [f"{subject}: {' '.join(texts)}"] if subject else texts
        return tuple(lines)

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences on how to read the figures."""
        return tuple(one.text for one in self.sentences if one.role is Role.NOTE)

    def list_contents(self) -> Mapping[str, object]:
        """List what the answer consists of besides its sentences, as named values and tables."""
        return self.contents(self.table) if self.contents is not None else {self.name: self.table}

    def introduce(self, section: Section) -> tuple[str, ...]:
        """Return the sentences that a section begins with."""
        return tuple(one.text for one in self.told if one.subject == section.subject)
