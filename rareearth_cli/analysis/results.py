"""What the analysis hands to the formats. Amounts are tonnes; nothing is left to compute."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

#: What one witness says once: later statements of the same replace earlier ones.
WITNESS = ["place", "site", "measure", "share_of", "root"]

#: Values of one column each, all of one length; None is absent.
Columns = Mapping[str, Sequence[object]]


class Table(NamedTuple):
    """Rows for the machine formats and for plain tables, by column."""

    columns: Columns

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in order."""
        return tuple(self.columns)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), ()))


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


class Witness(NamedTuple):
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
    witnesses: tuple[Witness, ...]
    bridges: tuple[BridgeResult, ...] = ()
    #: What its figures have in common, where that is not the measure alone.
    title: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, parts after their wholes."""
        others = (one for witness in self.witnesses for figure in witness.figures for one in (figure, *figure.parts))
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
