"""What the analysis hands to the formats. Amounts are tonnes; nothing is left to compute."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Protocol

from rareearth_cli.analysis.table import Table

#: What one witness says once: later statements of the same replace earlier ones.
WITNESS = ["place", "site", "measure", "share_of", "root"]


class Result(Protocol):
    """What every format can write: rows, and what is to be known of them. Views and bodies are chosen by type."""

    @property
    def table(self) -> Table:
        """The rows asked for."""

    @property
    def complete(self) -> Table | None:
        """All rows and columns, where ``table`` is what was asked for of them."""

    @property
    def brief(self) -> tuple[str, ...]:
        """What plain rows show where no columns are asked for."""

    @property
    def dataset_version(self) -> str:
        """The version of each dataset that the answer was drawn from."""

    @property
    def query(self) -> Mapping[str, object]:
        """The question, the same however it was typed."""

    @property
    def sources(self) -> Table | None:
        """The publications that its rows come from, where the format shows them."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Remarks that are no data."""


class Listing(NamedTuple):
    """A plain table of something: estimates, sources or places."""

    kind: str
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    #: What the table format shows where no columns are asked for.
    brief: tuple[str, ...]
    #: What is said before the rows.
    summary: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    complete: Table | None = None
    sources: Table | None = None


class Figure(NamedTuple):
    """One estimate as a line of a comparison; ``digits`` is how many of its figures count."""

    id: str
    publisher: str
    title: str
    as_of: str
    #: When its source appeared, as far as known; empty where that is not.
    published: str
    printed: str
    kind: str
    value_t: float | None
    low_t: float | None
    high_t: float | None
    value_pct: float | None
    digits: int
    secondary: bool
    derived: bool
    #: Whether it stands today: neither superseded nor misquoted, and no earlier statement of its root.
    stands: bool = True
    #: Of a part: which part of its whole it is, and by what (development, access, category); else what it counts.
    scope: str = ""
    part_by: str = ""
    #: Whether it says which part of something larger it is.
    names_part: bool = False
    category: str = ""
    #: What it counts, where that is not plain from the table it stands in.
    counts: str = ""
    share_of: str = ""
    root: str = ""
    baseline: str = ""
    comparable: str = ""
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    ratio_digits: int = 1
    verdict: str = ""
    causes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    parts: tuple["Figure", ...] = ()


class More(NamedTuple):
    """Statements of a root that are summed up in a line: how many, the lowest, the highest, and over which years."""

    number: int
    low: Figure
    high: Figure
    years: str


class Origin(NamedTuple):
    """A root with what it says: its current statement, the one that can be explained, and the rest."""

    root: str
    title: str
    figures: tuple[Figure, ...]
    more: More | None = None


class Step(NamedTuple):
    """A step of a bridge in tonnes; ``amount_t`` is None where no source gives a figure."""

    cause: str
    what: str
    amount_t: float | None
    evidence: str
    why: str


class BridgeResult(NamedTuple):
    """The way from a whole to its own part, and what is left between the part and the baseline.

    ``steps`` and ``residual_t`` add up to the difference exactly; ``detail`` divides the one step.
    ``place_t`` and ``residual_place_t`` are the last decimals that count, in tonnes.
    """

    whole: Figure
    part: Figure
    baseline: Figure
    #: Of whole and baseline, the one whose verdict this is.
    explained: Figure
    steps: tuple[Step, ...]
    detail: tuple[Step, ...]
    unknown: tuple[Step, ...]
    residual_t: float
    residual_low_t: float
    residual_high_t: float
    place_t: float
    residual_place_t: float
    reconciled: bool


class Group(NamedTuple):
    """What counts the same thing: one measure, in one unit, against one baseline."""

    measure: str
    baselines: tuple[Figure, ...]
    origins: tuple[Origin, ...]
    bridges: tuple[BridgeResult, ...] = ()
    #: What its figures have in common, where that is not the measure alone.
    title: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, parts after their wholes."""
        others = (one for witness in self.origins for figure in witness.figures for one in (figure, *figure.parts))
        return (*self.baselines, *others)


class PlaceComparison(NamedTuple):
    """All that is said of one place."""

    place: str
    name: str
    summary: tuple[str, ...]
    group: Group
    #: The figures that are held against a baseline, and the one that the summary is about.
    compared: tuple[Figure, ...] = ()
    headline: Figure | None = None
    #: What else is said of it, where nobody but the baseline speaks of the main measure: resources, ore, single sites.
    others: tuple[Group, ...] = ()
    #: The verdicts on all that is compared, those that are alike in one sentence.
    verdicts: tuple[str, ...] = ()
    #: What sources say of the place without a figure.
    remarks: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: Why each verdict is what it is, where that was asked for.
    why: tuple[str, ...] = ()
    newest: str = ""


class ReportGroup(NamedTuple):
    """Pairs of one kind of verdict, the largest unexplained first."""

    title: str
    table: Table


class Report(NamedTuple):
    """The answer to ``report``: all pairs, how many are further apart than was asked for, and why."""

    summary: tuple[str, ...]
    #: What to type to get it again.
    command: str
    groups: tuple[ReportGroup, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    found: int
    #: The bridges of the pairs that a part explains, by the id of the figure.
    bridges: Mapping[str, BridgeResult] = MappingProxyType({})
    #: Who says each figure and each baseline, and where it was read, by its id.
    called: Mapping[str, str] = MappingProxyType({})
    #: When the newest publication on either side appeared.
    newest: str = ""
    warnings: tuple[str, ...] = ()
    complete: Table | None = None
    brief: tuple[str, ...] = ("id", "printed", "baseline_printed", "fold", "unexplained_fold", "verdict")
    sources: Table | None = None


class Comparison(NamedTuple):
    """The answer to ``compare``: a view of each place, and all rows in the long form."""

    places: tuple[PlaceComparison, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    overview: bool = False
    #: All rows and columns, where ``table`` is what was asked for of them.
    complete: Table | None = None
    #: What plain rows show where no columns are asked for.
    brief: tuple[str, ...] = ("id", "printed", "value_t", "ratio", "fold", "verdict")
    warnings: tuple[str, ...] = ()
    sources: Table | None = None


class Amount(NamedTuple):
    """Tonnes that a table writes in its own unit, to as many digits as count; ``kind`` may be a bound's."""

    tonnes: float
    digits: int
    kind: str = "point"


#: What a cell of a section may hold.
Value = str | Amount


class SectionColumn(NamedTuple):
    """A column's title and look; ``unit`` says that its title is the unit of its amounts."""

    title: str = ""
    right: bool = False
    flexible: bool = False
    unit: bool = False


class Section(NamedTuple):
    """Rows under a title, with what is said before them."""

    title: str
    columns: tuple[SectionColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    said: tuple[str, ...] = ()
    #: Of each row the figures or sources that its cells are about, cell by cell as far as there are any.
    about: tuple[tuple[str, ...], ...] = ()


class Findings(NamedTuple):
    """An answer: its sentence first, then sections, then notes; ``table`` has every row for programs."""

    kind: str
    title: str
    aside: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    brief: tuple[str, ...]
    #: What the JSON object has beside summary and rows.
    details: Mapping[str, object] = {}
    warnings: tuple[str, ...] = ()
    complete: Table | None = None
    #: Who says each figure, and where it was read, by its id.
    called: Mapping[str, str] = MappingProxyType({})
    sources: Table | None = None


class HistoryQuestion(NamedTuple):
    """What is asked of a history: one series of editions, or one ledger by the dates it speaks of."""

    place: str
    series: str | None = None
    root: str | None = None
    measure: str = "reserves"
    site: str | None = None
    #: All versions of an edition, all statements of a date.
    versions: bool = False
    as_of: date | None = None

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded: the same however it was typed."""
        return {"command": "history", **self._asdict(), "as_of": self.as_of.isoformat() if self.as_of else None}


class Change(NamedTuple):
    """How a figure moved from the one before; an end that a bound leaves open is None.

    ``place_t`` is the last decimal that counts, in tonnes; ``digits`` is how many figures of the ratio do.
    """

    amount_t: float | None
    low_t: float | None
    high_t: float | None
    place_t: float
    fold: float | None
    fold_low: float | None
    fell: bool
    digits: int
    breaks: str
    mined_t: float | None


class Edition(NamedTuple):
    """One line: the figure of an edition or a date, or that none is on record."""

    label: str
    #: The same in a sentence: the year of an edition or date, as far as that tells it from the others.
    short: str
    #: When it was published, or who says it.
    origin: str
    figure: Figure | None
    step: Change | None = None
    #: What is to be said of it: why it moved, what it is consistent with, what else is known.
    remarks: tuple[str, ...] = ()


class History(NamedTuple):
    """The answer to ``history``: sentences, lines in order of time, and all rows for the machine formats."""

    title: str
    summary: tuple[str, ...]
    editions: tuple[Edition, ...]
    #: Whether the lines are the editions of a series, else dates of a ledger.
    serial: bool
    newest: str
    #: Which other histories there are.
    others: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()
    complete: Table | None = None
    brief: tuple[str, ...] = ("edition", "effective_date", "printed", "value_t", "step_t", "step_fold", "series_break")
    sources: Table | None = None
