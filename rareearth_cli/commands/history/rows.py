"""What a history consists of: its entries and gaps, the rows it selects, and the parts of registers that match them."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import DERIVED_DIGITS, Figure, FigureRow, to_rows
from rareearth_cli.analysis.revisions import EDITION_TRACK, EVER_PUBLISHED, find_tracks
from rareearth_cli.analysis.selection import lists_the_world
from rareearth_cli.analysis.world_list import select_printed
from rareearth_cli.model.interval import intervals_meet, make_interval
from rareearth_cli.model.quantity import POINT_KINDS
from rareearth_cli.model.questions import HistoryQuestion
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import OTHER_QUANTITIES, Basis, Measure, Status, Verification
from rareearth_cli.model.wording import format_amount, spell_category


class MatchingPart(NamedTuple):
    """The parts or totals of a national register that a figure is consistent with.

    The match is our finding; no source says that the figure counts this part.
    """

    ids: tuple[str, ...]
    #: The newest of them in words, such as ``what is licensed in the Russian State Balance, 1 Jan 2022: 9.99 Mt``.
    words: str
    #: The title of the register.
    register: str
    #: Whether the part was published no later than the figure.
    published_by_then: bool
    #: Whether it is a part, and not the total of the register.
    narrower: bool


class HistoryEntry(NamedTuple):
    """The figure of an edition or a date, with the step to it; ``row`` has the numbers, ``figure`` what is shown."""

    row: FigureRow
    figure: Figure
    label: str
    #: The label for use in a sentence: the year of the edition or date, if it is unambiguous.
    short_label: str
    #: The publication date of an edition, or the publisher of a figure.
    provenance: str
    #: The note of the estimate, the reason for the step, and what the figure is consistent with.
    note: str
    reason: str
    part: MatchingPart | None
    #: What is said of all that; it is not repeated from one entry to the next.
    remarks: tuple[str, ...]


class Gap(NamedTuple):
    """A run of editions without a figure; the short label is its years."""

    label: str
    short_label: str
    years: tuple[int, ...]
    #: Whether a list of the editions is in our data, but no line of it for the place.
    listed: bool

    @property
    def words(self) -> str:
        """Why there is no figure."""
        return "no line in our data" if self.listed else "not in our data"


#: Only figures that agree in these columns are compared with each other as steps of one history.
_DATE_TRACK = ("root", "site", "rungs", "access", "development")
#: A second series of USGS, whose production is shown beside that of the summaries: the two count differently.
BESIDE = "usgs-yearbook"


def select_rows(frame: pd.DataFrame, question: HistoryQuestion, *, beside: str = "") -> pd.DataFrame:
    """Select the requested figures without parts, addends and misquoted ones; ``beside`` is a second series.

    An origin that has figures only for single sites is shown site by site. Deprecated figures are included only when
    all versions are requested.
    """
    rows = frame[(frame["place"] == question.place) & (frame["measure"] == question.measure)]
    statuses = (*EVER_PUBLISHED, Status.DEPRECATED.value) if question.versions else EVER_PUBLISHED
    whole = rows["part_of"] == ""
    if question.site is not None:
        # A part of what several deposits have together is a figure of its own here.
        whole |= rows["part_of"].map(frame.set_index("id")["site"]) != question.site
    rows = rows[whole & ~rows["addend"] & rows["status"].isin(statuses)]
    if question.series is not None:
        # We calculated the derived sums; the edition does not publish them.
        listed = (rows["series"] == question.series) | ((rows["series"] == beside) & (beside != ""))
        rows = rows[listed & (rows["derived_from"] == "")]
    if question.root is not None:
        rows = rows[rows["root"] == question.root]
    if question.site is not None:
        return rows[rows["site"] == question.site]
    national = rows[rows["site"] == ""]
    return national if len(national) or question.root is None else rows


def reduce_to_editions(rows: pd.DataFrame, *, versions: bool) -> pd.DataFrame:
    """Keep the newest version of each edition, or the newest figure for each year of production.

    Editions are in the order of their publication, production in that of its years. Of sources that repeat the newest
    figure, one read in the publisher's own text is preferred. With ``versions``, all rows are kept.
    """
    flow = rows["measure"] == Measure.PRODUCTION.value
    key = rows["period"].where(flow, rows["edition"].where(rows["edition"] != "", rows["source"]))
    # Nobody knows which edition an undated row follows, so that no step leads to it or from it; it stands last.
    undated = (rows["published_day"] == "") & ~flow
    track = find_tracks(rows, EDITION_TRACK).mask(undated, rows["id"])
    rows = rows.assign(track=track, statements=1, key=key, undated=undated)
    order = ["period", "series", "source_rank"] if flow.any() else ["undated", "source_rank"]
    rows = rows.sort_values(order, kind="stable")
    if versions:
        return rows
    preferred = rows.assign(primary=rows["verification"] == Verification.PRIMARY.value)
    # An edition may list a place in two categories; both are its history.
    same = ["key", "series"] if flow.any() else ["key", "series", "category"]
    # What a newer edition has replaced is no history of its year, wherever it was read.
    newest = preferred.groupby(same, sort=False)["id"].transform("last")
    repeated = preferred["value_t"] == newest.map(preferred.set_index("id")["value_t"])
    preferred = preferred[repeated | (preferred["id"] == newest)]
    preferred = preferred.sort_values("primary", kind="stable").drop_duplicates(same, keep="last")
    return rows.loc[rows.index.isin(preferred.index)]


#: What sorts behind every day.
_UNDATED = "9999-99-99"


def reduce_to_dates(rows: pd.DataFrame, *, versions: bool) -> pd.DataFrame:
    """Keep one row per date in order of time, and count the figures it represents.

    Undated figures go by their publication, and those without any date come last.

    Figures belong together if their dates can be the same and their windows meet. A figure is preferred to a bound,
    then one read in the publisher's own text, then the more precisely dated, then the earliest.
    """
    day = rows["effective_day"].where(rows["effective_day"] != "", rows["published_day"])
    track = find_tracks(rows, _DATE_TRACK)
    # Nobody knows when an undated figure was put, so that no step leads to it or from it; it stands last.
    rows = rows.assign(track=track.mask(day == "", rows["id"]), statements=1, day=day.where(day != "", _UNDATED))
    rows = rows.sort_values(["day", "source_rank"], kind="stable")
    if versions:
        return rows
    listed = to_rows(rows)
    groups: list[list[int]] = []
    for at, row in enumerate(listed):
        fitting = (one for one in groups if all(_may_repeat(row, listed[other]) for other in one))
        group = next(fitting, None)
        if group is None:
            groups.append([at])
        else:
            group.append(at)
    chosen = sorted((min(group, key=lambda at: _preference(listed[at])), len(group)) for group in groups)
    counted = rows.iloc[[at for at, _ in chosen]]
    return counted.assign(statements=[number for _, number in chosen])


def _may_repeat(row: FigureRow, other: FigureRow) -> bool:
    """Return whether two figures may be of the same date and have intervals that meet."""
    dates = sorted(one.effective_date.text if one.effective_date else one.period for one in (row, other))
    same_date = bool(dates[0]) and dates[1].startswith(dates[0])
    intervals = (make_interval(one.low_t, one.high_t, one.kind) for one in (row, other))
    return same_date and row.track == other.track and bool(intervals_meet(*intervals))


def _preference(row: FigureRow) -> tuple[bool, bool, int]:
    """Return the sort key by which one of several figures of the same date is preferred, the earliest of equals."""
    precision = len(row.effective_date.text) if row.effective_date else 0
    return row.kind not in POINT_KINDS, row.verification != Verification.PRIMARY.value, -precision


def is_year(edition: str) -> bool:
    """Whether an edition is named by its year."""
    return edition.isascii() and edition.isdigit() and len(edition) == 4


def list_missing_editions(rows: pd.DataFrame, frame: pd.DataFrame, series: str) -> list[int]:
    """List the yearly editions without a figure, from the first that has one to the newest in our data."""
    known, every = (
        {int(one) for one in editions if is_year(one)}
        for editions in (rows["edition"], frame["edition"][frame["series"] == series])
    )
    return [year for year in range(min(known), max(every) + 1) if year not in known] if known else []


def find_listed_editions(frame: pd.DataFrame, series: str) -> set[int]:
    """Find the yearly editions whose whole list of reserves is in our data."""
    rows = select_printed(frame[frame["series"] == series], Measure.RESERVES)
    editions = rows["edition"][lists_the_world(rows)]
    return {int(edition) for edition in editions if is_year(edition)}


def select_register_rows(frame: pd.DataFrame, place: str, series: str) -> list[FigureRow]:
    """Select what registers kept by the government of a place list as its reserves: totals, addends and parts."""
    kept = (frame["keeper"] == f"government of {place}") & (frame["place"] == place) & (frame["site"] == "")
    kept &= (frame["measure"] == Measure.RESERVES.value) & frame["kind"].isin(POINT_KINDS) & (frame["series"] != series)
    kept &= ~frame["basis"].isin((*OTHER_QUANTITIES, Basis.MONAZITE.value)) & frame["status"].isin(EVER_PUBLISHED)
    rows = frame[kept].sort_values(["effective_day", "source_rank"], ascending=False, kind="stable")
    return to_rows(rows)


def find_matching_part(row: FigureRow, register_rows: Sequence[FigureRow], dataset: Dataset) -> MatchingPart | None:
    """Find the parts of a register within the rounding window of a figure.

    Parts published no later than the figure are preferred. The result is None if nothing matches, and for a bound,
    whose window is open at one end.
    """
    if row.kind not in POINT_KINDS:
        return None
    inside = [one for one in register_rows if row.low_t <= one.value_t < row.high_t]
    earlier = [one for one in inside if "" < one.published_day <= row.published_day]
    chosen = earlier or inside
    if not chosen:
        return None
    first = chosen[0]
    register = dataset.roots[first.root].title
    day = first.effective_date.formatted if first.effective_date else "undated"
    words = f"{_describe_part(first, register_rows)} the {register}, {day}: {_format_value(first)}"
    if len(chosen) > 1:
        words += f" (and {len(chosen) - 1} more)"
    if not earlier:
        when = first.published.formatted if first.published else "at a time that is not known"
        words += f"; published later, {when}"
    narrower = bool(first.addend or first.part_of or first.development or first.access)
    ids = tuple(one.id for one in chosen)
    return MatchingPart(ids, words, register, published_by_then=bool(earlier), narrower=narrower)


def _describe_part(row: FigureRow, register_rows: Sequence[FigureRow]) -> str:
    addends = {one.id for one in register_rows if one.addend}
    which = row.development or row.access
    category = f" of {row.category}" if row.part_of in addends else ""
    if which:
        return f"what is {which}{category} in"
    return f"the reserves ({spell_category(row.category)}) of" if row.addend or row.part_of else "the total of"


def _format_value(row: FigureRow) -> str:
    """Format an amount to at most three digits, so that a reader can see that it lies within the window."""
    digits = DERIVED_DIGITS if row.derived_from else min(DERIVED_DIGITS, row.digits)
    return format_amount(row.value_t, digits) + (" (calculated)" if row.derived_from else "")
