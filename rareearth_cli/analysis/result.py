"""The records that queries compute: figures, their origins and bridges, and the results of several questions.

All amounts are tonnes. The ``view`` of a question turns its result into an `Answer`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from rareearth_cli.analysis.question import canonical_question
from rareearth_cli.analysis.table import Table
from rareearth_cli.model.dates import PartialDate
from rareearth_cli.model.vocabulary import Measure

#: Columns that identify the figures of one origin: of rows that are equal in them, a later one replaces an earlier one.
ORIGIN_COLUMNS = ["place", "site", "measure", "share_of", "root"]


class Figure(NamedTuple):
    """One estimate as a line of a comparison; ``digits`` is its number of significant digits."""

    id: str
    publisher: str
    title: str
    as_of: str
    #: Publication date of its source; None if unknown.
    published: PartialDate | None
    printed: str
    kind: str
    value_t: float | None
    low_t: float | None
    high_t: float | None
    value_pct: float | None
    digits: int
    secondary: bool
    derived: bool
    #: Whether it is neither superseded nor misquoted, and not an earlier figure of its origin.
    is_current: bool = True
    #: Of a part, which part of its whole it is; of other figures, what they count.
    scope: str = ""
    #: Of a part, the field that distinguishes it from its whole: development, access or category.
    part_field: str = ""
    #: Whether its source states which part of a larger amount it is.
    states_part: bool = False
    category: str = ""
    #: What it counts, if the table around it does not already say so.
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


class OtherFigures(NamedTuple):
    """Further figures of an origin, summarized in one line by their number, lowest, highest and years."""

    number: int
    low: Figure
    high: Figure
    years: str


class Origin(NamedTuple):
    """The figures of one origin: the current one, the newest one with published parts, and a summary of the others."""

    root: str
    title: str
    figures: tuple[Figure, ...]
    other_figures: OtherFigures | None = None


class Step(NamedTuple):
    """A step of a bridge, in tonnes; ``amount_t`` is None if no source gives a figure."""

    cause: str
    what: str
    amount_t: float | None
    evidence: str
    why: str


class BridgeResult(NamedTuple):
    """The steps from a whole to its own published part, and the residual between that part and the baseline.

    The whole plus ``steps`` equals the part, and the part minus ``residual_t`` equals the baseline, exactly.
    ``detail`` divides the single step. ``precision_t`` and ``residual_precision_t`` are the place values of the last
    significant digit, in tonnes.
    """

    whole: Figure
    part: Figure
    baseline: Figure
    #: The figure whose verdict the bridge explains: the whole or the baseline.
    explained: Figure
    steps: tuple[Step, ...]
    detail: tuple[Step, ...]
    unknown: tuple[Step, ...]
    residual_t: float
    residual_low_t: float
    residual_high_t: float
    precision_t: float
    residual_precision_t: float
    reconciled: bool


class Group(NamedTuple):
    """Figures of one measure, in one unit, that are compared with the same baseline."""

    measure: str
    baselines: tuple[Figure, ...]
    origins: tuple[Origin, ...]
    bridges: tuple[BridgeResult, ...] = ()
    #: What the figures have in common, if it is more than the measure.
    title: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures; parts follow their wholes."""
        others = (one for origin in self.origins for figure in origin.figures for one in (figure, *figure.parts))
        return (*self.baselines, *others)

    @property
    def best_bridges(self) -> tuple[BridgeResult, ...]:
        """The bridges that reach the baseline, or else the best one."""
        return tuple(bridge for bridge in self.bridges if bridge.reconciled) or self.bridges[:1]


class PlaceComparison(NamedTuple):
    """The comparison of all figures of one place."""

    place: str
    name: str
    summary: tuple[str, ...]
    group: Group
    #: The figures that are compared with a baseline.
    compared: tuple[Figure, ...] = ()
    #: The figure that the summary is about.
    headline: Figure | None = None
    #: Resources, ore and single sites, if only the baseline has a figure for the main measure.
    others: tuple[Group, ...] = ()
    #: The verdicts on all compared figures; equal verdicts share a sentence.
    verdicts: tuple[str, ...] = ()
    #: Remarks of sources about the place that give no figure.
    remarks: tuple[str, ...] = ()
    #: Figures that count something else.
    listed_separately: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: The reasons for each verdict, if requested.
    why: tuple[str, ...] = ()
    newest: str = ""

    @property
    def baseline(self) -> Figure | None:
        """The baseline that the headline figure is compared with, or else the newest."""
        baselines = self.group.baselines
        matching = [one for one in baselines if self.headline and one.id == self.headline.baseline]
        return next(iter(matching), baselines[-1] if baselines else None)


class ReportGroup(NamedTuple):
    """Pairs with one kind of verdict, ordered by unexplained difference, largest first."""

    title: str
    table: Table


class Report(NamedTuple):
    """The answer to ``report``: all pairs, their bridges, and the number of pairs over the user's threshold."""

    summary: tuple[str, ...]
    #: The command line that reproduces the report.
    command: str
    groups: tuple[ReportGroup, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    #: The number of pairs whose figures are more times apart than the user's threshold.
    over_threshold: int
    #: The bridges of the pairs that a part explains, by the id of the figure.
    bridges: Mapping[str, BridgeResult] = MappingProxyType({})
    #: Publisher and source of each figure and baseline, by its id.
    attributions: Mapping[str, str] = MappingProxyType({})
    #: Date of the newest publication on either side.
    newest: str = ""
    warnings: tuple[str, ...] = ()


class Comparison(NamedTuple):
    """The answer to ``compare``: the comparison of each place, and all rows in the long form."""

    places: tuple[PlaceComparison, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    overview: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """The measure of an overview: the one asked for, or reserves."""
        return str(self.query.get("measure") or Measure.RESERVES)


class HistoryQuestion(NamedTuple):
    """The question that ``history`` answers: one series by edition, or one origin by the date its figures hold for."""

    place: str
    series: str | None = None
    root: str | None = None
    measure: str = "reserves"
    site: str | None = None
    #: Whether to include every version of an edition, or every figure for a date.
    versions: bool = False
    as_of: date | None = None

    def canonical(self) -> dict[str, object]:
        """Return the question in canonical form, however it was typed; the keys are those of the JSON output."""
        return canonical_question("history", self._asdict())


class FigureChange(NamedTuple):
    """The change from the preceding figure; an end of the interval that a bound leaves open is None.

    ``precision_t`` is the place value of the last significant digit, in tonnes. ``digits`` is the number of
    significant digits of the ratio.
    """

    amount_t: float | None
    low_t: float | None
    high_t: float | None
    precision_t: float
    times_apart: float | None
    min_times_apart: float | None
    is_fall: bool
    digits: int
    series_break: str
    mined_t: float | None


class HistoryEntry(NamedTuple):
    """One line of a history: the figure of an edition or a date; ``figure`` is None if none is on record."""

    label: str
    #: The label for use in a sentence: the year of the edition or date, if it is unambiguous.
    short_label: str
    #: The publication date of an edition, or the publisher of a figure.
    provenance: str
    figure: Figure | None
    step: FigureChange | None = None
    #: Remarks on why the figure changed, what it is consistent with, and what else is known.
    remarks: tuple[str, ...] = ()


class History(NamedTuple):
    """The answer to ``history``: summary, entries in chronological order, and all rows for the machine formats."""

    title: str
    summary: tuple[str, ...]
    entries: tuple[HistoryEntry, ...]
    #: Whether the entries are editions of a series; otherwise they are dates of an origin.
    by_edition: bool
    newest: str
    #: The other available histories of the place.
    others: tuple[str, ...]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()
