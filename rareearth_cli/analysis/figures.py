"""Figures as people read them: rows of the frame as records, and the titles, dates and amounts that describe them.

All amounts are tonnes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from rareearth_cli.model.dates import PartialDate, format_newest_date, parse_date
from rareearth_cli.model.fields import LONG_FORM, ORIGIN_COLUMNS, Form
from rareearth_cli.model.quantity import Kind, add_unit
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import DISTORTED, OXIDES, STOCKS, Basis, Measure, ShareOf, Status, Verification
from rareearth_cli.model.wording import (
    bound_sign,
    bound_words,
    digits_of_end,
    format_amount,
    format_in_unit,
    format_ratio_high,
    format_ratio_low,
    format_ratio_value,
    name_publisher,
    spell_category,
)

if TYPE_CHECKING:
    import pandas as pd


class Figure(NamedTuple):
    """One estimate as a line of a comparison; ``digits`` is its number of significant digits."""

    id: str
    publisher: str
    title: str
    #: The edition, or the carrier and the month: the title without its publisher.
    provenance: str
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
    derived: bool
    #: The year of its date or period; empty if unknown.
    year: str = ""
    #: Whether it is neither superseded nor misquoted, and not an earlier figure of its origin.
    is_current: bool = True
    #: Whether a newer edition has replaced it.
    is_superseded: bool = False
    #: Of a part, which part of its whole it is; of other figures, what they count.
    scope: str = ""
    #: Of a part, the field that distinguishes it from its whole: development, access or category.
    part_field: str = ""
    #: The name of the publisher in a text that is quoted: that of a ministry in full.
    formal_name: str = ""
    #: Of a part or a class of what its publisher has, which one, for a text that does not show the whole.
    narrowed: str = ""
    #: Whether its source states which part of a larger amount it is.
    states_part: bool = False
    #: The fields that are our conclusion.
    inferred: tuple[str, ...] = ()
    measure: str = ""
    #: Whether it says of what its tonnes are, such as oxide.
    states_basis: bool = True
    #: Of what its tonnes are, if that is stated and not oxide.
    other_basis: str = ""
    category: str = ""
    #: The provenance with the series spelled out.
    publication: str = ""
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
    unstated: tuple[str, ...] = ()
    #: The id of the superseded figure that one of the two repeats.
    earlier_edition: str = ""
    parts: tuple[Figure, ...] = ()


#: The kinds of figures that have no amount.
KINDS_WITHOUT_AMOUNT = ("missing", "withheld")


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


def format_value(figure: Figure, unit: str) -> str:
    """Format the value of a figure in the unit of its table, with the sign of a bound."""
    digits = figure.digits
    lead = bound_sign(figure.kind, figure.printed)
    if figure.value_pct is not None and figure.value_t is None:
        return f"{lead}{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        low, high = (format_in_unit(end, digits_of_end(end, digits), unit) for end in (figure.low_t, figure.high_t))
        return f"{low}–{high}"
    if figure.value_t is None:
        return ""
    return lead + format_in_unit(figure.value_t, digits, unit)


def baseline_gap_t(figure: Figure, baseline: Figure) -> float:
    """Calculate how many tonnes a figure and its baseline are apart at least; 0 where a bound leaves that open."""
    return least_gap_t(*((one.kind, one.value_t, one.low_t, one.high_t) for one in (figure, baseline)))


Amount = tuple[str, float | None, float | None, float | None]


def least_gap_t(one: Amount, other: Amount) -> float:
    """Calculate how many tonnes two amounts are apart at least; each is a kind, a value, and the ends of its interval.

    A figure counts by its value and a range by its ends; a bound is open at one end.
    """
    (low, high), (other_low, other_high) = _limits(*one), _limits(*other)
    return max(0.0, low - other_high, other_low - high)


def _limits(kind: str, value: float | None, low: float | None, high: float | None) -> tuple[float, float]:
    """Return the least and the largest amount that a figure allows; anything if it has no amount."""
    if kind == Kind.RANGE and low is not None and high is not None:
        return low, high
    known = low if value is None else value
    if known is None:
        return 0.0, math.inf
    return 0.0 if kind == Kind.UPPER else known, math.inf if kind == Kind.LOWER else known


def format_ratio(figure: Figure) -> str:
    """Format the ratio of a figure to its baseline: a number, a range, a bound, or an empty string."""
    # One digit would make 1 of 1.4.
    digits = max(2, figure.ratio_digits)
    if figure.ratio is not None:
        return format_ratio_value(figure.ratio, digits)
    if figure.ratio_low is not None and figure.ratio_high is not None:
        return f"{format_ratio_low(figure.ratio_low, digits)}–{format_ratio_high(figure.ratio_high, digits)}"
    if figure.ratio_low is not None:
        return f"≥{format_ratio_low(figure.ratio_low, digits)}"
    return f"≤{format_ratio_high(figure.ratio_high, digits)}" if figure.ratio_high is not None else ""


_DATES = frozenset(field.name for field in LONG_FORM if field.form is Form.DATE)
#: Columns of texts that are separated by blanks.
_LISTS = frozenset(
    {"causes", "flags", "unstated"}
    | {field.name for field in LONG_FORM if field.form in (Form.TEXTS, Form.IDENTIFIERS, Form.FIELD_NAMES)}
)


class FigureRow(NamedTuple):
    """A row of a frame of figures: the columns that are read row by row.

    The first attributes are columns of the long form, which docs/formats.md describes; tables take theirs from the
    frame. Absent texts are empty, absent numbers are NaN, absent dates are None. A period is a text, because it is
    compared with those of frames.
    """

    id: str
    place: str
    name: str
    site: str
    measure: str
    share_of: str
    period: str
    publisher: str
    source: str
    edition: str
    effective_date: PartialDate | None
    published: PartialDate | None
    printed: str
    kind: str
    unit: str
    value_t: float
    low_t: float
    high_t: float
    value_pct: float
    low_pct: float
    high_pct: float
    basis: str
    stage: str
    category: str
    rungs: str
    access: str
    development: str
    inferred: tuple[str, ...]
    part_of: str
    derived_from: tuple[str, ...]
    root: str
    status: str
    verification: str
    series: str
    draws_on: tuple[str, ...]
    contained_in: str
    called: str
    # The helper columns of `rareearth_cli.record.frame`.
    source_rank: int
    effective_day: str
    published_day: str
    digits: int
    addend: bool
    # The marks of `rareearth_cli.analysis.selection.mark_current`.
    statement: bool
    current: bool
    whole: bool
    shown: bool
    # The columns of a comparison with a baseline.
    baseline: str = ""
    comparable: str = ""
    ratio: float = math.nan
    ratio_low: float = math.nan
    ratio_high: float = math.nan
    #: Of a row with a step, those of the ratio of that step.
    ratio_digits: int = 1
    verdict: str = ""
    causes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    earlier_edition: str = ""
    # The columns of a history: the sequence of a row, the step from the row before it, and what is known of the step.
    track: str = ""
    statements: int = 1
    previous: str = ""
    step_t: float = math.nan
    step_low_t: float = math.nan
    step_high_t: float = math.nan
    step_ratio_low: float = math.nan
    step_fold: float = math.nan
    digits_before: float = math.nan
    before_low_t: float = math.nan
    before_high_t: float = math.nan
    mined_t: float = math.nan
    mined_known: bool = False
    series_break: str = ""


def to_rows(frame: pd.DataFrame) -> list[FigureRow]:
    """Convert a frame to rows; columns that `FigureRow` lacks are left out, and those the frame lacks are defaults."""
    # To look up each column by itself, or each row as `DataFrame.to_dict` does, takes several times as long.
    found = dict(zip(frame.columns, frame.to_numpy(dtype=object).T.tolist(), strict=True))
    columns = [
        _convert_column(name, found[name]) if name in found else [FigureRow._field_defaults[name]] * len(frame)
        for name in FigureRow._fields
    ]
    return list(map(FigureRow._make, zip(*columns, strict=True)))


def _convert_column(name: str, values: list[Any]) -> Iterable[Any]:
    """Convert each distinct text of dates and of lists once."""
    if name in _DATES:
        dates = {text: parse_date(text) if text else None for text in set(values)}
        return map(dates.__getitem__, values)
    if name in _LISTS:
        lists = {text: tuple(text.split()) for text in set(values)}
        return map(lists.__getitem__, values)
    return values


#: The most significant digits of figures that we derive, such as sums: more would suggest a precision they lack.
DERIVED_DIGITS = 3
#: The most significant digits of other figures: compilers print sums of rounded figures to ten digits.
_MAX_DIGITS = 6
_origin_key = attrgetter(*ORIGIN_COLUMNS)
#: Where tonnes are on the way from the ground to a product, in words.
STAGE_WORDS = {"in_place": "in the ground", "mineable_contained": "in mineable ore", "recoverable": "recoverable"}
#: What tonnes are of, in words.
BASIS_WORDS = {"REO": "oxide", "TR2O3": "oxide", "rare_metals": "rare metals"}


def build_figure(row: FigureRow, dataset: Dataset, parts: Iterable[FigureRow] = (), *, within: str = "") -> Figure:
    """Build a figure from a row.

    Parameters
    ----------
    row
        The row of the figure, with or without the columns of a comparison.
    dataset
        The dataset that the row comes from.
    parts
        The rows of its published parts, or of the oxide in it.
    within
        The id of the figure below which this one is shown; empty if it is shown by itself.

    """
    derived = bool(row.derived_from)
    digits = max(1, min(row.digits, DERIVED_DIGITS if derived else _MAX_DIGITS))
    return Figure(
        id=row.id,
        publisher=dataset.publishers.get(row.publisher, row.publisher),
        title=figure_title(row, dataset),
        provenance=format_provenance(row.publisher, row.source, dataset),
        publication=_spell_publication(row.publisher, row.source, dataset),
        as_of=format_as_of(row),
        year=row.effective_day[:4] if row.effective_day else "",
        published=row.published,
        printed=add_unit(row.printed, row.unit) or ("calculated: a sum" if derived else ""),
        kind=row.kind,
        value_t=_none_if_nan(row.value_t),
        low_t=_none_if_nan(row.low_t),
        high_t=_none_if_nan(row.high_t),
        value_pct=_none_if_nan(row.value_pct),
        digits=digits,
        derived=derived,
        is_current=row.shown,
        is_superseded=row.status == Status.SUPERSEDED,
        scope=_describe_scope(row, dataset, within),
        part_field=_describe_part(row, dataset)[0] if row.part_of and within in ("", row.part_of) else "",
        formal_name=_name_formally(row.publisher, dataset),
        narrowed=_describe_alone(row, dataset),
        states_part=bool(row.access or row.development),
        inferred=(*row.inferred, *(one for one in dataset.sources[row.source].inferred if one == "published")),
        measure=row.measure,
        states_basis=row.basis not in ("", Basis.UNKNOWN),
        other_basis="" if row.basis in ("", Basis.UNKNOWN, *OXIDES) else BASIS_WORDS.get(row.basis, row.basis),
        category=spell_category(row.category),
        counts=_describe_contents(row),
        share_of=row.share_of,
        ratio=_none_if_nan(row.ratio),
        ratio_low=_none_if_nan(row.ratio_low),
        ratio_high=_none_if_nan(row.ratio_high),
        ratio_digits=row.ratio_digits,
        root=row.root,
        baseline=row.baseline,
        comparable=row.comparable,
        verdict=row.verdict,
        causes=row.causes,
        flags=row.flags,
        unstated=row.unstated,
        earlier_edition=row.earlier_edition,
        parts=tuple(build_figure(part, dataset, within=row.id) for part in parts),
    )


#: The date at the end of the title of a figure.
_DATE_AT_END = re.compile(r", ((?:[A-Z][a-z]{2} )?\d{4}|undated text)$")
#: Where the name of who gives a figure ends in its title.
_NAME_IN_TITLE = re.compile(r"^(.+?)(?= via |, |$)")


def title_in_sentence(title: str) -> str:
    """Return the title of a figure as it stands in a sentence: ``the Russian ministry via Reuters (Mar 2025)``."""
    named = _NAME_IN_TITLE.sub(lambda match: name_publisher(match[1]), title, count=1)
    return _DATE_AT_END.sub(r" (\1)", named)


def edition_title(publisher: str, source: Source) -> str:
    """Format publisher, short title and edition of a publication, such as ``USGS MCS 2026``.

    The version is only named where a later one has replaced it, as in ``USGS MCS 2026 v1.0``. A publication of a
    publisher that has neither a short title nor an edition is told by its month, such as ``USGS (Jan 2027)``.
    """
    version = f"v{source.version}" if source.version and not source.amends else ""
    month = f"({source.published.formatted_month})" if publisher and source.published else ""
    edition = (source.short, source.edition, version)
    return " ".join(filter(None, (publisher, *(edition if any(edition) else (month,)))))


def _group_parts(rows: list[FigureRow], *, all_statements: bool) -> dict[str, list[FigureRow]]:
    """Group the parts to show by the id of their whole, and oxide by the id of the ore or mineral that contains it."""
    parts: dict[str, list[FigureRow]] = {}
    for row in rows:
        if row.shown or all_statements:
            for whole in filter(None, (row.part_of, row.contained_in)):
                parts.setdefault(whole, []).append(row)
    return parts


def _group_by_origin(
    rows: list[FigureRow], parts: Mapping[str, list[FigureRow]], dataset: Dataset, *, all_statements: bool
) -> tuple[Origin, ...]:
    """Group rows by origin, in the order of the rows, and summarize the rows that are not shown.

    Parameters
    ----------
    rows
        The rows to group; parts of other rows are left to ``parts``.
    parts
        The rows of the parts of each whole, from `_group_parts`.
    dataset
        The dataset that the rows come from.
    all_statements
        Whether to show all figures, instead of those that are current or explained by parts.

    """
    by_origin: dict[tuple[str, ...], list[FigureRow]] = {}
    containers = {row.id for row in rows if row.shown}
    for row in rows:
        below = row.part_of or row.contained_in in containers
        if not below and (row.shown or row.statement or all_statements):
            by_origin.setdefault(_origin_key(row), []).append(row)
    found = []
    for key, rows_of_origin in by_origin.items():
        shown = [row for row in rows_of_origin if row.shown or all_statements]
        # Only earlier figures of the baseline itself are left, which the comparison does not list.
        if not shown:
            continue
        hidden = [build_figure(row, dataset) for row in rows_of_origin if row not in shown]
        root = dataset.roots.get(key[-1])
        figures = tuple(build_figure(row, dataset, parts.get(row.id, ())) for row in _sort_explained_first(shown))
        title = root.title if root and len(rows_of_origin) > 1 else ""
        found.append(
            Origin(
                root=key[-1],
                title=_add_definition(title, shown),
                figures=figures,
                other_figures=_summarize_others(hidden, rows_of_origin),
            )
        )
    return tuple(found)


def _sort_explained_first(rows: list[FigureRow]) -> list[FigureRow]:
    return sorted(rows, key=lambda row: not row.whole)


def _add_definition(title: str, rows: list[FigureRow]) -> str:
    if not title or not rows:
        return title
    words = _definition(rows[0])
    inferred = " by our reading" if words and "basis" in rows[0].inferred else ""
    return f"{title} ({words}{inferred})" if words else title


def _describe_contents(row: FigureRow) -> str:
    """Describe what a figure counts, as exactly as its source states it; ore and monazite are always mentioned."""
    basis = row.basis if row.basis in (Basis.ORE, Basis.MONAZITE) else ""
    if row.site and row.basis in ("", Basis.UNKNOWN):
        basis = f"{row.measure} (oxide, elements or ore: not stated)"
    called = f"called {row.called}" if row.called else ""
    site = f"of {row.site} by our reading" if "site" in row.inferred else ""
    measure = f"counted as {row.measure} by our reading" if "measure" in row.inferred and not basis else ""
    defined = f"{spell_category(row.category)}{_read(row)}" if row.category else _definition(row)
    defined = "" if defined in (basis, row.measure) else defined
    basis += " by our reading" if basis and "basis" in row.inferred else ""
    return ", ".join(filter(None, (basis, defined, measure, called, site)))


def _definition(row: FigureRow) -> str:
    basis = "" if row.basis == "unknown" else BASIS_WORDS.get(row.basis, row.basis)
    flow = row.category if row.measure == Measure.PRODUCTION else ""
    stage = STAGE_WORDS.get(row.stage, "")
    if row.measure == Measure.RESERVES and row.series and row.rungs not in ("", _VIABLE):
        # What a list counts for such a place is not what it says that reserves are.
        return ", ".join(filter(None, (basis, "not reserves alone, by our reading")))
    return ", ".join(filter(None, (stage, basis, flow)))


#: The rung of what is viable now.
_VIABLE = "1"


def figure_title(row: FigureRow, dataset: Dataset) -> str:
    """Format the attribution of a figure, with its status unless that is "published"."""
    title = format_attribution(row.publisher, row.source, dataset, dated=bool(row.effective_date or row.period))
    status = row.status
    return title if status == Status.PUBLISHED else f"{title} [{status}]"


def attributions_by_id(ids: Iterable[object], dataset: Dataset) -> dict[str, str]:
    """Format the attributions of estimates by their ids; empty ids are skipped."""
    estimates = [dataset.estimates[str(one)] for one in dict.fromkeys(ids) if one]
    return {
        one.id: format_attribution(one.publisher, one.source, dataset, dated=bool(one.effective or one.period))
        for one in estimates
    }


def newest_publication_date(ids: Iterable[str], dataset: Dataset) -> str:
    """Format the date of the newest source of some estimates, such as ``27 May 2026``; empty if none has a date."""
    dates = [dataset.sources[dataset.estimates[one].source].published for one in dict.fromkeys(ids)]
    return format_newest_date(dates)


def format_attribution(publisher: str, source_id: str, dataset: Dataset, *, dated: bool = False) -> str:
    """Format publisher and source of a figure, such as ``Russian ministry via Reuters, Mar 2025``.

    Beside a figure that is ``dated`` itself, it is not said that the text has no date.
    """
    provenance = format_provenance(publisher, source_id, dataset)
    if dated:
        provenance = provenance.removesuffix(_UNDATED).removesuffix(", ")
    source = dataset.sources[source_id]
    own_edition = source.short and publisher == source.publisher
    comma = "" if own_edition or provenance.startswith("via ") or not provenance else ","
    return f"{dataset.publishers.get(publisher, publisher)}{comma} {provenance}".rstrip()


#: What stands for the date of a text that has none.
_UNDATED = "undated text"


def format_provenance(publisher: str, source_id: str, dataset: Dataset) -> str:
    """Format where a figure of a publisher was read, such as ``via Reuters, Mar 2025`` or ``MCS 2026 v1.3``."""
    source = dataset.sources[source_id]
    if source.short and publisher == source.publisher:
        return edition_title("", source)
    if source.short:
        return f"from {edition_title(dataset.publishers.get(source.publisher, source.publisher), source)}"
    read_at = source.publisher
    # A publisher's own statement that was read in the text of somebody else.
    if publisher == source.publisher and source.verification == Verification.SECONDARY:
        read_at = source.carrier or read_at
    names = (dataset.publishers.get(name, name) for name in (publisher, read_at))
    via = "" if len(set(names)) == 1 else f"via {dataset.publishers.get(read_at, read_at)}, "
    return via + (source.published.formatted_month if source.published else _UNDATED)


def _spell_publication(publisher: str, source_id: str, dataset: Dataset) -> str:
    """Spell out the series of an edition, such as ``Mineral Commodity Summaries (MCS) 2026``."""
    source = dataset.sources[source_id]
    series = source.title.partition(",")[0].removesuffix(f" {source.edition}")
    if not source.short or series in ("", source.short):
        provenance = format_provenance(publisher, source_id, dataset)
        # Who reported a figure was itself read in the text of somebody else.
        carrier = source.carrier if publisher != source.publisher else ""
        read_in = f", read in {dataset.publishers.get(carrier, carrier)}" if carrier else ""
        return f"{provenance}{read_in}"
    edition = edition_title("", source).removeprefix(source.short).strip()
    return " ".join(filter(None, (series, f"({source.short})", edition)))


def format_as_of(row: FigureRow) -> str:
    """Format the date or year that a figure holds for, such as ``1 Jan 2023`` or ``for 2025``."""
    if row.effective_date:
        return row.effective_date.formatted
    if not row.period:
        return "not dated"
    # A table for a year gives its stocks for that year, and not at a date in it.
    lead = "for " if row.measure in STOCKS else ""
    return f"{lead}{parse_date(row.period).formatted}"


#: What is said of a part if no source says that it is one.
PART_BY_READING = " (a part by our reading)"


def _describe_scope(row: FigureRow, dataset: Dataset, within: str) -> str:
    """Describe which part of its whole a figure is, or else what it counts."""
    if within and within == row.contained_in:
        category = f", {spell_category(row.category)}{_read(row)}" if row.category else ""
        return f"{BASIS_WORDS.get(row.basis, row.basis)} in it{category}"
    if not row.part_of:
        return _definition(row)
    # Parts of an oxide may stand beside them.
    basis = f"{row.basis}, " if row.basis in (Basis.ORE, Basis.MONAZITE) else ""
    field, part = _describe_part(row, dataset)
    if field in row.inferred:
        # What the source calls it is nearer to the source than our class.
        part = row.called or f"{part}, by our reading"
    whole = dataset.estimates.get(row.part_of)
    of_whole = PART_BY_READING if whole is not None else ""
    reading = of_whole if "part_of" in row.inferred else ""
    return f"{basis}{part}{reading}"


def _name_formally(publisher: str, dataset: Dataset) -> str:
    """Return the full name of a ministry, or of whom an abbreviation hides, as newspapers do; else the short name."""
    short = dataset.publishers.get(publisher, publisher)
    hides = _ABBREVIATED.search(short) is not None
    return publisher.partition(" (")[0].partition(",")[0] if hides or short.endswith("ministry") else short


#: Two capitals one after the other.
_ABBREVIATED = re.compile("[A-Z]{2}")


def _describe_alone(row: FigureRow, dataset: Dataset) -> str:
    """Say which part of what its publisher has a figure is; empty if it is no part."""
    if row.part_of:
        field, part = _describe_part(row, dataset)
        return row.called if row.called and field in row.inferred else f"the part {part}"
    return f"category {row.category} alone" if row.addend and row.category else ""


def _read(row: FigureRow) -> str:
    return ", by our reading" if "category" in row.inferred else ""


def _describe_part(row: FigureRow, dataset: Dataset) -> tuple[str, str]:
    """Return the field in which a part differs from its whole, and its value there."""
    whole = dataset.estimates.get(row.part_of)
    for field in ("development", "access", "category"):
        part = str(getattr(row, field))
        if part and part != getattr(whole, field, ""):
            return field, spell_category(part)
    return "category", "the part reported"


def _summarize_others(figures: list[Figure], rows: list[FigureRow]) -> OtherFigures | None:
    """Summarize figures that are not shown; figures without any amount are left out."""
    known = [one for one in figures if _nearest_value(one) is not None]
    if not known:
        return None
    ids = {one.id for one in known}
    years = sorted(row.effective_day[:4] for row in rows if row.id in ids and row.effective_day)
    span = "" if not years else years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    low, high = (
        min(known, key=lambda one: _nearest_value(one) or 0.0),
        max(known, key=lambda one: _nearest_value(one) or 0.0),
    )
    return OtherFigures(number=len(known), low=low, high=high, years=span)


def _nearest_value(one: Figure) -> float | None:
    return next((end for end in (one.value_t, one.value_pct, one.low_t) if end is not None), None)


def _none_if_nan(number: float) -> float | None:
    return None if math.isnan(number) else number


def place_and_site(row: FigureRow) -> str:
    """Format the place of a figure, with its site if it has one."""
    return f"{row.name}, {row.site}" if row.site else row.name


def describe_measure(row: FigureRow) -> str:
    """Say what a figure measures, such as ``reserves (A+B+C1, licensed)`` or ``resources of monazite``."""
    if row.measure == Measure.SHARE:
        return (
            "share (the source does not say of what)"
            if row.share_of == ShareOf.UNSPECIFIED
            else f"share of {row.share_of}"
        )
    what = row.measure
    if row.basis not in ("", "unknown", row.measure, Basis.REO, Basis.TR2O3):
        lead = "in tonnes of" if row.basis == Basis.METAL else "of"
        what = f"{what} {lead} {row.basis.replace('_', ' ')}"
    part = row.development or row.access if row.part_of else ""
    category = spell_category(row.category) if row.category != row.measure else ""
    # The noun of "proved reserve" or "inferred resource" repeats the measure.
    category = category.removesuffix(f" {row.measure}").removesuffix(f" {row.measure.removesuffix('s')}")
    details = ", ".join(filter(None, (category, part)))
    return f"{what} ({details})" if details else what


#: The status of a figure that a newer one of its origin replaces, and of one that is part of another.
EARLIER, PART = "older than the current one", "part of another figure"
#: An earlier figure that is shown for the parts that only it has is older, too.
WITH_PARTS = EARLIER


def describe_status(row: FigureRow, frame: pd.DataFrame, dataset: Dataset) -> str:
    """Describe whether a figure is current, what replaced it otherwise, and whether we derived it."""
    calculated = "calculated, " if is_derived(row) else ""
    if row.status == Status.SUPERSEDED:
        source, repeated = find_superseding_source(row, frame)
        since = edition_title("", dataset.sources[source]) if source else "a later edition"
        return f"{calculated}repeated by {since}" if repeated else f"{calculated}superseded since {since}"
    if row.status == Status.INCONSISTENT:
        return f"{calculated}looks inconsistent"
    if row.status != Status.PUBLISHED:
        return f"{calculated}{row.status}"
    if is_current(row):
        if row.part_of:
            return f"{calculated}{PART}"
        # An earlier statement is still shown for the parts that only it has.
        newest = row.current or row.measure == Measure.PRODUCTION
        return f"{calculated}{'current' if newest else WITH_PARTS}"
    if row.statement and _repeats_current(row, frame):
        return f"{calculated}repeats a current figure"
    return f"{calculated}{EARLIER if row.statement else PART}"


def _repeats_current(row: FigureRow, frame: pd.DataFrame) -> bool:
    """Whether a current figure of the same origin has the same amount for the same place, deposit and measure."""
    same = frame["current"] & (frame["value_t"] == row.value_t) & (frame["id"] != row.id)
    for name in ("root", "place", "site", "measure"):
        same &= frame[name] == getattr(row, name)
    return bool(same.any())


def is_derived(row: FigureRow) -> bool:
    """Whether a figure was calculated from published figures, and not published itself."""
    return bool(row.derived_from)


def is_current(row: FigureRow) -> bool:
    """Whether a figure is current; a figure of production is so for its own year."""
    flow = row.measure == Measure.PRODUCTION and row.statement
    return row.status == Status.PUBLISHED and (row.shown or flow)


def find_superseding_source(row: FigureRow, frame: pd.DataFrame) -> tuple[str, bool]:
    """Find the source that superseded a figure.

    Parameters
    ----------
    row
        A figure of a series of editions.
    frame
        All known figures.

    Returns
    -------
    source : str
        The id of the first later source that has another figure of the place and measure, or that lists the world
        without one. If all later ones repeat it, the first of them; empty if there is none.
    repeated : bool
        Whether that source repeats the figure.

    """
    # Light commands know figures and no frames.
    from rareearth_cli.analysis.selection import lists_the_world

    flow = row.measure in (Measure.PRODUCTION, Measure.SHARE)
    kinds = [row.measure] if flow else list(STOCKS)
    later = frame[(frame["series"] == row.series) & frame["measure"].isin(kinds) & (frame["derived_from"] == "")]
    later = later[(later["source_rank"] > row.source_rank) & ~later["status"].isin(DISTORTED)]
    if flow:
        later = later[(later["period"] == row.period) & (later["place"] == row.place)]
    later = later.sort_values("source_rank", kind="stable")
    own = later[(later["place"] == row.place) & (later["site"] == row.site) & (later["measure"] == row.measure)]
    repeating, printed = set(own.loc[own["value_t"] == row.value_t, "source"]), set(own["source"])
    # A source without a figure of the place says nothing of it, unless it lists the world.
    silent = set() if flow else set(later.loc[lists_the_world(later), "source"]) - printed
    changed = [one for one in dict.fromkeys(later["source"]) if one in silent | (printed - repeating)]
    if changed:
        return str(changed[0]), False
    return ("", False) if own.empty else (str(own["source"].iloc[0]), True)


def short_attribution(row: FigureRow, dataset: Dataset) -> str:
    """Format the edition of a figure, or its publisher and the month of publication."""
    source = dataset.sources[row.source]
    publisher = dataset.publishers.get(row.publisher, row.publisher)
    if source.short:
        return edition_title(publisher, source)
    return f"{publisher}, {source.published.formatted_month}" if source.published else publisher


def format_figure(figure: Figure) -> str:
    """Format the amount of a figure for a sentence, such as ``3.8 Mt``, ``at least 90 Mt`` or ``3 to 5 Mt``."""
    if figure.value_pct is not None and figure.value_t is None:
        return f"{figure.value_pct:g} %"
    if figure.kind == "range" and figure.low_t is not None and figure.high_t is not None:
        low, high = (format_amount(end, digits_of_end(end, figure.digits)) for end in (figure.low_t, figure.high_t))
        return f"{low} to {high}"
    if figure.value_t is None:
        return figure.printed
    return bound_words(figure.kind, figure.printed) + format_amount(figure.value_t, figure.digits)


def format_printed(printed: object, unit: object) -> object:
    """Return a figure as published, with the unit of its table unless that is the tonne."""
    return add_unit(str(printed), str(unit)) if printed and unit and unit != "t" else printed


class Group(NamedTuple):
    """Figures of one measure, in one unit, that are compared with the same baseline."""

    measure: str
    baselines: tuple[Figure, ...]
    origins: tuple[Origin, ...]
    #: What the figures have in common, if it is more than the measure.
    title: str = ""

    @property
    def has_other_amounts(self) -> bool:
        """Whether anybody but the baseline has an amount."""
        return any(figure.kind not in KINDS_WITHOUT_AMOUNT for origin in self.origins for figure in origin.figures)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures; parts follow their wholes."""
        others = (one for origin in self.origins for figure in origin.figures for one in (figure, *figure.parts))
        return (*self.baselines, *others)


_STOCK_MEASURES = (Measure.RESERVES, Measure.RESOURCES, Measure.ORE)


def build_other_groups(rows: Sequence[FigureRow], dataset: Dataset) -> tuple[Group, ...]:
    """Group the current national stock figures that are not in the main group by what they count."""
    national = [row for row in rows if row.measure in _STOCK_MEASURES and row.basis != Basis.RARE_METALS]
    found = [
        _build_group("Resources", Measure.RESOURCES, [row for row in national if row.measure != Measure.ORE], dataset),
        _build_group("Ore, of which rare earths are a small part", Measure.ORE, _select_ore(national), dataset),
    ]
    return tuple(group for group in found if group.origins)


def _select_ore(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Select ore figures together with those for the oxide contained in that ore."""
    holders = {row.id for row in rows if row.measure == Measure.ORE}
    return [row for row in rows if row.id in holders or row.contained_in in holders]


def _build_group(title: str, measure: Measure, rows: list[FigureRow], dataset: Dataset) -> Group:
    parts = _group_parts(rows, all_statements=False)
    return Group(
        measure=measure.value,
        title=title,
        baselines=(),
        origins=_group_by_origin(rows, parts, dataset, all_statements=False),
    )


#: What a group of single deposits and areas has for a measure.
SITES = "sites"


def build_site_group(rows: Sequence[FigureRow], dataset: Dataset) -> Group:
    """Group the current stock figures for single deposits and areas under the name of each."""
    rows = sorted((row for row in rows if row.measure in _STOCK_MEASURES), key=lambda row: row.site)
    parts = _group_parts(rows, all_statements=False)
    found = []
    for site, those in groupby(rows, key=lambda row: row.site):
        for number, origin in enumerate(_group_by_origin(list(those), parts, dataset, all_statements=False)):
            found.append(origin._replace(title="" if number else site))
    return Group(measure=SITES, title="Current figures", baselines=(), origins=tuple(found))


def build_main_group(
    measure: str, main: list[FigureRow], known: Collection[str], dataset: Dataset, *, all_statements: bool
) -> Group:
    """Group the figures of a measure below their baselines.

    Parameters
    ----------
    measure
        The measure that the group is about; a baseline may have another one.
    main
        The rows of the group, and those of their baselines.
    known
        The ids of all baselines.
    dataset
        The dataset that the rows come from.
    all_statements
        Whether to show all figures, instead of those that are current or explained by parts.

    """
    shown = [row for row in main if row.shown or all_statements]
    baseline_ids = {row.baseline for row in shown if row.baseline}
    ids = baseline_ids | {row.id for row in main if row.shown and row.id in known}
    parts = _group_parts(main, all_statements=all_statements)
    # In order of time, whatever the order of the rows: the last is the newest.
    chosen = sorted((row for row in main if row.id in ids), key=lambda row: row.effective_day or row.period)
    baselines = tuple(_name_measure(build_figure(row, dataset, parts.get(row.id, ())), row, measure) for row in chosen)
    others = [row for row in main if row.id not in ids]
    found = _group_by_origin(others, parts, dataset, all_statements=all_statements)
    return Group(measure=measure, baselines=baselines, origins=found)


def _name_measure(baseline: Figure, row: FigureRow, measure: str) -> Figure:
    """Add the measure to the title of a baseline where the figures compared with it have another measure."""
    if row.measure == measure:
        return baseline
    texts = (baseline.title, baseline.provenance, baseline.publication)
    title, provenance, publication = (f"{text}, {row.measure}" for text in texts)
    return baseline._replace(title=title, provenance=provenance, publication=publication)
