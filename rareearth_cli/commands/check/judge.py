"""The verdict on a claim: which figures fit it, whether they stand, and whether others are far away."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, partial
from math import floor, isnan, log10
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.composition import name_deposit
from rareearth_cli.analysis.figures import FigureRow, edition_title, format_attribution, to_rows
from rareearth_cli.analysis.judge import ShareInterval, round_share
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.world_list import (
    PossibleRank,
    RankedPlace,
    WorldList,
    WorldShare,
    amount_interval,
    build_ranking,
    cover_total,
    find_lists,
    find_world_shares,
    group_codes,
    name_amount,
    rank_among,
    rank_amount,
    ranked_value,
    select_printed,
    select_world_list,
    world_total,
)
from rareearth_cli.claims.claim import Claim
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.interval import intervals_meet, make_interval
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import POINT_KINDS, Kind
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, DISTORTED, OXIDES, STOCKS, Measure, ShareOf, Status
from rareearth_cli.model.wording import name_publisher


class ClaimVerdict(StrEnum):
    """What the record says of a claim."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    OUTDATED = "outdated"
    OTHER_MEANING = "other_meaning"
    CONTRADICTED = "contradicted"
    NOT_ON_RECORD = "not_on_record"


class Checked(NamedTuple):
    """A claim with its verdict, and the figures that decide, the most telling first."""

    claim: Claim
    verdict: ClaimVerdict
    #: The figures that fit the claim, or else those that it is held against.
    deciding: tuple[FigureRow, ...] = ()
    #: A figure that disputes it, or that holds today.
    against: tuple[FigureRow, ...] = ()
    #: Of shares and ranks: what decides, in words.
    shares: tuple[WorldShare, ...] = ()
    rank: int | None = None
    list_title: str = ""
    #: Whether only some rows of that list may be in our data.
    list_partial: bool = False
    other_rank: int | None = None
    #: The figure that would give the other rank, and who gives it.
    other_rank_by: str = ""
    remark: str = ""
    #: Of two figures that dispute each other: a published part of one that is as much as the other, and its whole.
    part: tuple[FigureRow, FigureRow] | None = None
    #: The figure of which the deciding one is a published part.
    whole: FigureRow | None = None
    #: Of a share of mining: the newest share of each other part of the value chain, or None.
    stages: Mapping[str, WorldShare | None] = MappingProxyType({})


#: A rival figure disputes a claim if it is more than this many times away.
_FAR = 1.5
#: Shares dispute each other if they are more than this many points apart.
_FAR_POINTS = 5
#: A share in round numbers or as a fraction stands for so many points around it.
_LOOSE_POINTS = 3
#: What words such as "about" leave open, as a fraction; a share of whole percents is not known better than this.
_LOOSE, _LEAST_HALF = 0.1, 0.5
#: At most this many years lie between a figure and one that disputes it.
_YEARS = 3
#: The newest figures of an edition are at most so many years older than it.
_EDITION_YEARS = 2
#: A figure of a deposit is as much as a claim on its country if it is within this part of it.
_NEAR_SITE = 0.05
_OTHER_BASES = ("ore", "monazite", "rare_metals")


class _Window(NamedTuple):
    """The interval of a claim: what its digits and its words leave open."""

    low: float
    high: float
    bound: str
    value: float

    def holds(self, low: float, high: float, value: float, kind: str) -> bool:
        """Whether a figure fits the claim."""
        if kind == "lower" and self.bound in ("", "approx"):
            # Who quotes "more than 90" without the words means that number, and no other one beyond it.
            return abs(self.value / value - 1) < _SLIGHTLY if value else False
        if kind == "lower":
            return self.low <= value <= self.high if self.bound != "upper" else False
        if kind == "upper" and self.bound != "upper":
            return False
        if kind == "range":
            return low <= self.high and self.low <= high
        return self.low <= value <= self.high


#: A figure that meets a bound may be beyond it by this part of its rounding.
_SLIGHTLY = 0.02


def _window(claim: Claim) -> _Window:
    place = 10.0 ** (floor(log10(claim.value)) - claim.digits + 1) if claim.value > 0 else 1.0
    half = place / 2
    if claim.kind == "share":
        # "A third" and "70 percent" are not known to more than a few points.
        half = min(half, _LOOSE_POINTS, max(claim.value * _LOOSE, _LEAST_HALF)) if claim.value >= 1 else half
    # "About 20" may be 18, but not 11; below a power of ten the digits are ten times finer.
    below = half / 10 if place >= claim.value else half
    loose = max(below, min(place, claim.value * _LOOSE))
    low = claim.value - (loose if claim.bound in ("approx", "nearly") else below)
    high = claim.value + (max(half, loose) if claim.bound == "approx" else half)
    if claim.bound == "nearly":
        high = claim.value + half * _SLIGHTLY
    if claim.bound == "lower":
        return _Window(
            claim.value - half * _SLIGHTLY,
            claim.value * (1.25 if claim.kind == "share" else _FAR),
            "lower",
            claim.value,
        )
    if claim.bound == "upper":
        return _Window(claim.value / 4, claim.value + half * _SLIGHTLY, "upper", claim.value)
    if claim.bound == "range":
        return _Window(claim.low - half * _SLIGHTLY, high, "range", claim.value)
    return _Window(low, high, claim.bound, claim.value)


class Judge:
    """Judges claims by the figures known on a day."""

    def __init__(self, dataset: Dataset, as_of: date | None) -> None:
        self.dataset, self.as_of = dataset, as_of
        self.frame: pd.DataFrame = select_known(dataset, as_of, lambda every: every)[0]
        self.groups = group_codes(dataset)
        self.short_names = {name.casefold() for name in dataset.publishers.values()}
        # An article asks for the same figures, lists and shares again and again.
        self.find_rows = cache(lambda place: to_rows(self.frame[self.frame["place"] == place]))
        self.find_addends = cache(self._find_addends)
        self.find_parts = cache(self._find_parts)
        self.judge_once = cache(self._judge)
        self.find_list = cache(self._find_list)
        self.find_ranking = cache(self._find_ranking)
        self.find_shares = cache(partial(find_world_shares, self.frame, dataset))
        self.find_earlier_lists = cache(self._find_earlier_lists)
        self.today = as_of or max(
            (one.published.last_day for one in dataset.sources.values() if one.published), default=date.today()
        )

    def judge(self, claim: Claim) -> Checked:
        """Give a claim its verdict; what is said again has the same."""
        if claim.year == "last":
            claim = claim._replace(year=str(self.today.year - 1))
        return self.judge_once(claim._replace(start=0, end=0, text="", sentence=""))._replace(claim=claim)

    def _judge(self, claim: Claim) -> Checked:
        if claim.kind == "share":
            return self._judge_share(claim)._replace(stages=self._find_stages(claim))
        if claim.kind == "rank":
            return self._judge_rank(claim)
        checked = self._judge_amount(claim)
        parted = checked.deciding[0].part_of if checked.deciding else ""
        return checked._replace(whole=next((row for row in self.find_rows(claim.place) if row.id == parted), None))

    # Amounts.

    def _judge_amount(self, claim: Claim) -> Checked:
        window = _window(claim)
        known = [row for row in self.find_rows(claim.place) if _has_amount(row)]
        at_site = [row for row in known if row.site and name_deposit(row.site) == name_deposit(claim.site)]
        if claim.carried and not any(_fits(row, window) for row in at_site):
            # The sentence names no deposit: if no figure of the one before fits, it is about the country.
            at_site = []
        own = at_site if claim.site and at_site else [row for row in known if not row.site]
        stocks = claim.measure in STOCKS and (claim.neutral or bool(claim.site))
        measures = STOCKS if stocks else (claim.measure,)
        published = [row for row in own if row.status in (Status.PUBLISHED, Status.SUPERSEDED)]
        alike = self._select_alike(claim, published, measures)
        named = [row for row in alike if self._is_by(row, claim.publisher)]
        fitting = [row for row in alike if _fits(row, window)]
        if claim.publisher and fitting and not any(row in named for row in fitting):
            if contradicted := self._contradict_publisher(claim, published, alike, named, fitting, window):
                return contradicted
            fitting = []
        fitting = [row for row in fitting if row in named] or fitting
        current = tuple(self._current(alike, claim)[:2])
        if standing := self._list_standing(claim, alike, named, fitting):
            return self._judge_standing(claim, standing[0], self._rivals(standing[0], alike, window, claim))
        if (beyond := self._list_beyond(claim, current, window)) and not claim.publisher:
            return Checked(claim, ClaimVerdict.SUPPORTED, tuple(beyond[:1]))
        if claim.year and not self._has_year(alike, claim):
            return Checked(claim, ClaimVerdict.NOT_ON_RECORD)
        if fitting:
            return self._judge_past(claim, alike, fitting, current)
        if others := self._list_others(claim, known, published, alike, window, measures):
            return Checked(claim, ClaimVerdict.OTHER_MEANING, (others[0],), current[:1])
        if wrong := [row for row in own if row.status in DISTORTED and _fits(row, window)]:
            return Checked(claim, ClaimVerdict.CONTRADICTED, current[:1], (wrong[0],), remark="misquoted")
        return self._judge_misfit(claim, alike, current)

    def _select_alike(self, claim: Claim, published: Sequence[FigureRow], measures: Collection[str]) -> list[FigureRow]:
        """Select the figures that count what a claim is about."""
        if claim.basis:
            return [row for row in published if row.basis == claim.basis and row.measure in (*STOCKS, Measure.ORE)]
        alike = [row for row in published if row.basis not in _OTHER_BASES and row.measure in measures]
        if not claim.part:
            # A part says nothing of its whole.
            parts = self.find_parts(claim.place)
            alike = [row for row in alike if row.id not in parts]
        if claim.measure == Measure.QUOTA:
            # A quota is set for one year and one stage, and the first batch is no quota of the year.
            separating = claim.stage == ShareOf.REFINING
            alike = [row for row in alike if ("separation" in row.category) is separating]
            alike = [row for row in alike if row.period.startswith(claim.year)]
            alike = [row for row in alike if "batch" not in row.category or claim.part]
        return alike

    def _contradict_publisher(
        self,
        claim: Claim,
        published: Sequence[FigureRow],
        alike: Sequence[FigureRow],
        named: Sequence[FigureRow],
        fitting: Sequence[FigureRow],
        window: _Window,
    ) -> Checked | None:
        """Contradict a claim whose number others give and not the publisher it names; None if that has it elsewhere."""
        if any(_fits(row, window) and self._is_by(row, claim.publisher) for row in published):
            # What the publisher said of a part or of something else goes before what others said.
            return None
        if not named and claim.publisher not in self.short_names:
            # "The ministry" may be one of which our data have no figure.
            return self._judge_amount(claim._replace(publisher=""))
        who = [row for row in fitting if self._stands(row, claim, alike)] or list(fitting)
        deciding = (self._newest(named, claim),) if named else ()
        return Checked(claim, ClaimVerdict.CONTRADICTED, deciding, tuple(who[:1]), remark="publisher")

    def _has_year(self, alike: Sequence[FigureRow], claim: Claim) -> bool:
        """Whether our data have a figure for the year of a claim; a stock of two years before or after can tell."""
        if claim.measure in ANNUAL_MEASURES:
            return any(row.period.startswith(claim.year) for row in alike)
        return any(_years_from(row, claim) <= _EDITION_YEARS for row in alike)

    def _judge_misfit(self, claim: Claim, alike: Sequence[FigureRow], current: tuple[FigureRow, ...]) -> Checked:
        """Judge a claim that no figure fits."""
        if any(row.kind == Kind.LOWER and row.value_t <= claim.value for row in current) and claim.bound != "upper":
            # A bound is not contradicted by what lies beyond it, and does not tell it either.
            return Checked(claim, ClaimVerdict.NOT_ON_RECORD, current, remark="bound")
        if alike:
            held = self._of_year(alike, claim) or current or (self._latest(alike),)
            return Checked(claim, ClaimVerdict.CONTRADICTED, held)
        return Checked(claim, ClaimVerdict.NOT_ON_RECORD)

    def _judge_standing(self, claim: Claim, fit: FigureRow, rivals: Sequence[FigureRow]) -> Checked:
        """Judge a claim that a current figure fits, by whether others dispute it and a published part explains that."""
        if not rivals:
            return Checked(claim, ClaimVerdict.SUPPORTED, (fit,))
        part = self._find_explaining_part(fit, rivals[0])
        if part is not None and part[1].root == rivals[0].root:
            # The whole of that part is named, and not what its origin said at another date.
            rivals = [part[1], *(row for row in rivals[1:] if row.id != part[1].id)]
        return Checked(claim, ClaimVerdict.DISPUTED, (fit,), tuple(rivals[:2]), part=part)

    def _list_beyond(self, claim: Claim, current: Sequence[FigureRow], window: _Window) -> list[FigureRow]:
        """List current figures that are on the side of a bound that a claim leaves open, however far."""
        if claim.bound not in ("lower", "upper"):
            return []
        lower = claim.bound == "lower"
        return [row for row in current if (row.value_t >= window.low if lower else row.value_t <= window.high)]

    def _find_addends(self, place: str) -> frozenset[str]:
        """Find the figures that make up current sums, which stand as these do."""
        return frozenset(key for row in self.find_rows(place) if row.current for key in row.derived_from)

    def _find_parts(self, place: str) -> frozenset[str]:
        """Find the figures that are parts of others: as published, or because our sum of them is the whole."""
        rows = self.find_rows(place)
        sums = [row for row in rows if len(row.derived_from) > 1 and not row.site and row.place != WORLD]
        return frozenset([*(row.id for row in rows if row.part_of), *(key for row in sums for key in row.derived_from)])

    def _judge_past(
        self, claim: Claim, alike: Sequence[FigureRow], fitting: Sequence[FigureRow], current: Sequence[FigureRow]
    ) -> Checked:
        """Judge a claim that only figures fit which have been replaced, or are of other years."""
        annual = claim.measure in ANNUAL_MEASURES
        of_year = tuple(self._current(alike, claim)) if annual else self._of_year(alike, claim)
        known = bool(of_year) and not _is_after(of_year[0], claim)
        if known and claim.year and all(_is_after(row, claim) for row in fitting):
            # Nobody can have meant a figure of a later year.
            return Checked(claim, ClaimVerdict.CONTRADICTED, of_year[:1], (fitting[0],), remark="later")
        own = [row for row in fitting if claim.year and row.period.startswith(claim.year)] or fitting
        least = min(_distance(row, claim) for row in own)
        nearest = [row for row in own if _distance(row, claim) == least]
        if claim.year:
            fewest = min(_years_from(row, claim) for row in nearest)
            nearest = [row for row in nearest if _years_from(row, claim) == fewest]
        latest = self._latest(nearest)
        # Resources are followed by resources, where there are any.
        against = of_year if known else sorted(current, key=lambda row: row.measure != latest.measure)
        return Checked(claim, ClaimVerdict.OUTDATED, (latest,), tuple(against[:1]))

    def _find_explaining_part(self, one: FigureRow, other: FigureRow) -> tuple[FigureRow, FigureRow] | None:
        """Find a published part of the origin of one of two figures that is as much as the other, and its whole."""
        rows = [row for row in self.find_rows(one.place) if row.status == Status.PUBLISHED]
        by_id = {row.id: row for row in rows}
        for figure, against in ((one, other), (other, one)):
            meant = _interval(against)
            for part in (row for row in rows if row.part_of in by_id):
                whole = by_id[part.part_of]
                close = whole.root == figure.root and _close_in_time(whole, against)
                # What was mined is of the year that is spoken of.
                close = close and (whole.measure not in ANNUAL_MEASURES or whole.period == figure.period)
                if close and intervals_meet(_interval(part), meant):
                    return part, whole
        return None

    def _list_standing(
        self, claim: Claim, alike: Sequence[FigureRow], named: Sequence[FigureRow], fitting: Sequence[FigureRow]
    ) -> list[FigureRow]:
        """List the figures that fit and hold for the time that a claim speaks of, those of a named publisher first."""
        standing = [row for row in fitting if self._stands(row, claim, alike)]
        if claim.publisher and claim.measure in STOCKS and not claim.year:
            # What a publisher said last stands as what it says, whoever else has spoken for the same origin since.
            newest = {row.root: row for row in sorted(named, key=lambda row: row.source_rank)}
            last = [row for row in newest.values() if row in fitting and row.status == Status.PUBLISHED]
            standing += [row for row in last if row not in standing]
        return sorted(
            standing,
            key=lambda row: (bool(row.part_of) is not claim.part, row not in named, _distance(row, claim)),
        )

    def _list_others(
        self,
        claim: Claim,
        known: Sequence[FigureRow],
        published: Sequence[FigureRow],
        alike: Sequence[FigureRow],
        window: _Window,
        measures: Collection[str],
    ) -> list[FigureRow]:
        """List the figures that fit but count something else, or a single deposit, the current ones first."""
        every = [row for row in known if _fits(row, window)]
        fitting = [row for row in every if row.current or row.shown]
        own = [row for row in published if row in fitting and row not in alike]
        # That a round number fits a deposit of the country says little.
        near = [row for row in fitting if row.site and row.current and abs(row.value_t / claim.value - 1) <= _NEAR_SITE]
        sites = [row for row in near if row.measure in measures]
        ores = [row for row in near if row.basis in _OTHER_BASES and not claim.site]
        # What is not the newest any more comes last, and only if it is as much as the claim.
        past = [row for row in published if row in every and row not in alike and _distance(row, claim) <= _SLIGHTLY]
        return [*own, *sites, *ores, *past]

    def _stands(self, row: FigureRow, claim: Claim, alike: Sequence[FigureRow]) -> bool:
        """Whether a figure holds for the time that a claim speaks of."""
        if claim.measure == Measure.PRODUCTION:
            wanted = claim.year or self._newest_year(alike)
            return row.period.startswith(wanted) and _is_newest(row, alike)
        if claim.year and claim.year != str(self.today.year):
            years = (row.period, row.effective_day[:4], row.edition)
            if any(one.startswith(claim.year) for one in years if one):
                return True
            # Who gives a figure every year has others for other years.
            near = 1 if row.series else _YEARS
            return row.status == Status.PUBLISHED and row.shown and _years_from(row, claim) <= near
        # What repeats another publisher's list is replaced by the next edition of that list, too.
        replaced = any(
            other.root in (row.root, *row.draws_on) and other.period > row.period and row.period and not other.part_of
            for other in self.find_rows(claim.place)
            if other.measure == row.measure and not other.site
        )
        holds = row.current or row.shown or row.id in self.find_addends(claim.place) or self._is_repeated(row, alike)
        return row.status == Status.PUBLISHED and holds and not replaced

    def _is_repeated(self, row: FigureRow, alike: Sequence[FigureRow]) -> bool:
        """Whether a current figure of the same origin and time says the same, rounded."""
        return any(
            one.current
            and (one.root, one.period, one.effective_day) == (row.root, row.period, row.effective_day)
            and intervals_meet(_interval(one), _interval(row))
            for one in alike
        )

    def _newest_year(self, alike: Sequence[FigureRow]) -> str:
        years = [row.period[:4] for row in alike if row.series == "usgs-mcs" and row.status == Status.PUBLISHED]
        return max(years or [row.period[:4] for row in alike], default="")

    def _current(self, alike: Sequence[FigureRow], claim: Claim) -> list[FigureRow]:
        wanted = claim.year or self._newest_year(alike)
        if claim.measure in ANNUAL_MEASURES:
            found = [row for row in alike if row.period.startswith(wanted) and _is_newest(row, alike)]
        else:
            found = [row for row in alike if row.current and row.status == Status.PUBLISHED and not row.part_of]
        return sorted(found, key=lambda row: (row.series != "usgs-mcs", -row.source_rank))

    def _rivals(self, fit: FigureRow, alike: Sequence[FigureRow], window: _Window, claim: Claim) -> list[FigureRow]:
        """Find the current figures of other origins that are too far away to say the same."""
        if fit.part_of:
            return []
        found = []
        for row in self._current(alike, claim):
            if (
                row.root == fit.root
                # Two classes in one text are no two opinions.
                or (row.source, row.publisher) == (fit.source, fit.publisher)
                # The sum of a list is ours, and nobody's word against another.
                or (row.place == WORLD and row.derived_from)
                or not _comparable(row, fit)
                or fit.root in row.draws_on
                or row.measure != fit.measure
                or (row.measure in (Measure.QUOTA, Measure.ORE) and row.category != fit.category)
            ):
                continue
            if (
                not _close_in_time(row, fit)
                or (_BOUNDS & {row.kind, fit.kind} and intervals_meet(_interval(row), _interval(fit)))
                or (window.bound == "lower" and row.value_t >= window.low)
            ):
                continue
            value = fit.value_t if not isnan(fit.value_t) else fit.low_t
            other = row.value_t if not isnan(row.value_t) else row.low_t
            if value > 0 and other > 0 and max(value / other, other / value) > _FAR:
                found.append(row)
        return found

    def _is_named(self, row: FigureRow, publisher: str) -> bool:
        """Whether a text names the publisher of a figure by its name, and not as a ministry or the like."""
        return publisher.casefold() == self.dataset.publishers.get(row.publisher, row.publisher).casefold()

    def _is_by(self, row: FigureRow, publisher: str) -> bool:
        """Whether a figure is by the publisher that a text names."""
        if not publisher:
            return True
        short = self.dataset.publishers.get(row.publisher, row.publisher).casefold()
        return (
            publisher.casefold() in (short, row.publisher.casefold())
            or publisher.casefold() in short
            or publisher.casefold() in row.publisher.casefold()
        )

    def _newest(self, rows: Sequence[FigureRow], claim: Claim) -> FigureRow:
        found = self._of_year(rows, claim) or self._current(rows, claim)
        return (found or sorted(rows, key=lambda row: -row.source_rank))[0]

    def _of_year(self, rows: Sequence[FigureRow], claim: Claim) -> tuple[FigureRow, ...]:
        """Find the newest figure of USGS, or else of anybody, for the year that a claim about a stock names."""
        if not claim.year or claim.measure not in STOCKS:
            return ()
        found = [row for row in rows if claim.year in (row.period, row.effective_day[:4]) and not row.part_of]
        if not found:
            # The last list before it if one is not far, or else the next one after it.
            listed = [row for row in rows if row.series and row.period and not row.part_of]
            near = [row for row in listed if _years_from(row, claim) <= _EDITION_YEARS]
            near = [row for row in near if row.period <= claim.year] or near
            found = [row for row in near if _years_from(row, claim) == min(_years_from(one, claim) for one in near)]
        return tuple(sorted(found, key=lambda row: (row.series != "usgs-mcs", -row.source_rank))[:1])

    def _latest(self, rows: Sequence[FigureRow]) -> FigureRow:
        return max(rows, key=lambda row: (row.series == "usgs-mcs", row.source_rank))

    # Shares.

    def _judge_share(self, claim: Claim) -> Checked:
        window = _window(claim)
        shares = self.find_shares(claim.place)
        right = [one for one in shares if one.row.status in (Status.PUBLISHED, Status.SUPERSEDED)]
        alike = [one for one in right if one.stage == claim.stage]
        fitting = [one for one in alike if _share_fits(one, window)]
        everybody = alike
        if claim.publisher in self.short_names:
            alike = [one for one in alike if self._is_named(one.row, claim.publisher)]
            if checked := self._contradict_share(claim, everybody, alike, fitting):
                return checked
            fitting = [one for one in fitting if one in alike]
        if standing := [one for one in fitting if self._share_stands(one, alike, claim)]:
            rivals = self._list_rival_shares(claim, standing[0], everybody, window)
            verdict = ClaimVerdict.DISPUTED if rivals else ClaimVerdict.SUPPORTED
            return Checked(claim, verdict, shares=(standing[0], *rivals[:1]))
        return self._judge_share_without(claim, right, alike, fitting, window)

    def _judge_share_without(
        self,
        claim: Claim,
        right: Sequence[WorldShare],
        alike: Sequence[WorldShare],
        fitting: Sequence[WorldShare],
        window: _Window,
    ) -> Checked:
        """Judge a share that none fits which holds for the time of the claim."""
        newest = self._list_newest_shares(claim, alike)
        if newest and _is_beyond(newest[0], window):
            return Checked(claim, ClaimVerdict.SUPPORTED, shares=(newest[0],))
        elsewhere = [
            one
            for one in right
            if one.stage not in (claim.stage, ShareOf.UNSPECIFIED.value)
            and _share_fits(one, window)
            and self._share_stands(one, [other for other in right if other.stage == one.stage], claim)
        ]
        if elsewhere and not claim.year:
            return Checked(claim, ClaimVerdict.OTHER_MEANING, shares=(elsewhere[0], *newest[:1]))
        if claim.year and not any(one.year.startswith(claim.year) for one in alike) and not newest:
            return Checked(claim, ClaimVerdict.NOT_ON_RECORD)
        later = claim.year and all(one.year[:4] > claim.year for one in fitting)
        if fitting and not (later and newest):
            return Checked(claim, ClaimVerdict.OUTDATED, shares=(fitting[0], *newest[:1]))
        if elsewhere:
            return Checked(claim, ClaimVerdict.OTHER_MEANING, shares=(elsewhere[0], *newest[:1]))
        if newest and _is_left_open(newest[0], window):
            return Checked(claim, ClaimVerdict.NOT_ON_RECORD, shares=(newest[0],), remark="bound")
        if alike:
            return Checked(claim, ClaimVerdict.CONTRADICTED, shares=tuple(newest[:1] or alike[:1]))
        return Checked(claim, ClaimVerdict.NOT_ON_RECORD)

    def _contradict_share(
        self, claim: Claim, alike: Sequence[WorldShare], named: Sequence[WorldShare], fitting: Sequence[WorldShare]
    ) -> Checked | None:
        """Contradict a share that others give, and not the publisher that is named for it; None if that gives it."""
        standing = [one for one in fitting if self._share_stands(one, alike, claim)]
        if any(one in named for one in standing or fitting) or not fitting:
            return None
        own = self._list_newest_shares(claim, named) or list(named)
        return Checked(
            claim, ClaimVerdict.CONTRADICTED, shares=(*own[:1], (standing or fitting)[0]), remark="publisher"
        )

    def _list_rival_shares(
        self, claim: Claim, first: WorldShare, alike: Sequence[WorldShare], window: _Window
    ) -> list[WorldShare]:
        """List the shares of others that are too far from one that fits a claim to say the same."""
        return [
            one
            for one in alike
            if one.row.root != first.row.root
            and one.row.publisher != first.row.publisher
            and one.row.status == Status.PUBLISHED
            and (one.year[:4] == first.year[:4] or (not claim.year and one.year[:4] > first.year[:4]))
            and _points_apart(one, first) > _FAR_POINTS
            and not _share_fits(one, window)
            and not _is_beyond(one, window)
        ]

    def _list_newest_shares(self, claim: Claim, shares: Sequence[WorldShare]) -> list[WorldShare]:
        """List the shares that hold for the time of a claim; of a year, the nearest to the claim comes first."""
        newest = [one for one in shares if self._share_stands(one, shares, claim)]
        if claim.year:
            newest.sort(key=lambda one: abs(_choose_share(one).value_pct - claim.value))
        return newest

    def _find_stages(self, claim: Claim) -> dict[str, WorldShare | None]:
        """Find the newest published share of refining and of magnets."""
        shares = [one for one in self.find_shares(claim.place) if one.row.status == Status.PUBLISHED]
        return {
            stage.value: next((one for one in shares if one.stage == stage), None)
            for stage in (ShareOf.REFINING, ShareOf.MAGNETS)
        }

    def _share_stands(self, one: WorldShare, alike: Sequence[WorldShare], claim: Claim) -> bool:
        if claim.year:
            same = [
                other
                for other in alike
                if other.year == one.year
                and (other.row.root, other.row.publisher) == (one.row.root, one.row.publisher)
                and other.derived == one.derived
            ]
            # The reserves of an edition are those of its year, too; what was mined is of the year that is named.
            edited = one.row.edition == claim.year and one.year[:4] >= str(int(claim.year) - _EDITION_YEARS)
            edited = edited and one.stage == ShareOf.RESERVES
            stated = one.year.startswith(claim.year) or edited
            return stated and one.row.source_rank >= max(other.row.source_rank for other in same)
        newest = max(
            (other.year[:4] for other in alike if other.row.status == Status.PUBLISHED and other.year), default=""
        )
        # What repeats a list is replaced by the next edition of that list, too.
        replaced = any(
            other.row.root == one.row.root
            and other.row.publisher != one.row.publisher
            and other.row.status == Status.PUBLISHED
            and other.year[:4] > one.year[:4]
            for other in alike
        )
        current = one.row.status == Status.PUBLISHED and bool(one.year) and bool(newest) and not replaced
        return current and int(one.year[:4]) >= int(newest) - _YEARS

    # Ranks.

    def _judge_rank(self, claim: Claim) -> Checked:
        measure = claim.measure if claim.measure in (Measure.RESERVES, Measure.PRODUCTION) else Measure.RESERVES.value
        wanted = round(claim.value)
        year = claim.year if measure == Measure.PRODUCTION and claim.year else None
        if measure == Measure.RESERVES and claim.year and (checked := self._judge_rank_of_year(claim, wanted)):
            return checked
        found = self.find_ranking(measure, year, claim.place)
        if found is None:
            return Checked(claim, ClaimVerdict.NOT_ON_RECORD)
        listed, ranking = found
        own = next((one for one in ranking if one.place == claim.place), None)
        rank = own.rank if own is not None else None
        ends = [] if own is None or self._is_listed_by(claim) else [own.best, own.worst, own.least, own.most]
        # A range that reaches the rank does not dispute it.
        possible = {
            one.rank: self._name_end(one)
            for one in ends
            if one is not None and (one.rank == wanted or not self._reaches(one, claim.place, wanted, listed))
        }
        others = sorted(possible.keys() - {wanted})
        checked = Checked(
            claim,
            ClaimVerdict.NOT_ON_RECORD,
            (own.row,) if own is not None and own.row is not None else (),
            rank=rank,
            list_title=listed.title,
            # Only of a place that the list lacks is it asked whether the list may have it all the same.
            list_partial=rank is None and not cover_total(to_rows(listed.rows), world_total(listed), self.groups).whole,
        )
        if own is not None and own.at_best and rank is not None:
            # Who is not in our data may have more.
            return checked._replace(remark="at best")
        if rank == wanted:
            return checked._replace(
                verdict=ClaimVerdict.DISPUTED if others else ClaimVerdict.SUPPORTED,
                other_rank=others[0] if others else None,
                other_rank_by=possible[others[0]] if others else "",
            )
        if wanted in possible:
            return checked._replace(verdict=ClaimVerdict.DISPUTED, other_rank=wanted, other_rank_by=possible[wanted])
        if rank is None and checked.list_partial:
            # That a list lacks a place is not known of one of which only some rows may be in our data.
            return checked
        before = self._earlier_rank(claim.place, measure, wanted, claim.year)
        if before:
            return checked._replace(verdict=ClaimVerdict.OUTDATED, remark=before)
        if rank is not None:
            return checked._replace(verdict=ClaimVerdict.CONTRADICTED)
        return checked

    def _is_listed_by(self, claim: Claim) -> bool:
        """Whether a text names the publisher of the list for a rank that the list does not have."""
        found = self.find_ranking(claim.measure, claim.year or None, claim.place) if claim.publisher == "usgs" else None
        own = next((one for one in found[1] if one.place == claim.place), None) if found is not None else None
        return own is not None and own.rank is not None and own.rank != round(claim.value)

    def _judge_rank_of_year(self, claim: Claim, wanted: int) -> Checked | None:
        """Judge a rank by the lists of reserves for a year, or of that edition; None if the newest list decides."""
        lists = self.find_earlier_lists(Measure.RESERVES.value)
        of_year = [(source, rows) for source, rows in lists if claim.year in (rows[0].period[:4], rows[0].edition)]
        ranked = [(source, rows, rank) for source, rows in of_year if (rank := self._rank_in(rows, claim.place))]
        agreeing = [one for one in ranked if one[2] == wanted]
        if not agreeing and (not lists or claim.year >= lists[0][1][0].period[:4]):
            return None
        for source, rows, rank in agreeing or ranked:
            verdict = ClaimVerdict.SUPPORTED if rank == wanted else ClaimVerdict.CONTRADICTED
            own = tuple(row for row in rows if row.place == claim.place)
            return Checked(claim, verdict, own[:1], rank=rank, list_title=self._name_list(source))
        return Checked(claim, ClaimVerdict.NOT_ON_RECORD, list_title=claim.year, remark="year")

    def _reaches(self, end: PossibleRank, place: str, wanted: int, listed: WorldList) -> bool:
        """Whether an end of a range has a rank."""
        if end.amount.kind != Kind.RANGE:
            return False
        ends = [one for one in (end.amount.low_t, end.amount.high_t) if one is not None]
        ranks = [rank_amount(place, one, listed, self.groups)[0] for one in ends]
        return min(ranks) <= wanted <= max(ranks)

    def _name_end(self, end: PossibleRank) -> str:
        """Name a figure that would give another rank, and who gives it."""
        one = self.dataset.estimates[end.id]
        who = format_attribution(one.publisher, one.source, self.dataset)
        name, via, carrier = who.partition(" via ")
        where = f" ({via.strip()} {carrier})" if carrier else ""
        return f"the newest figure of {name_publisher(name)}, {name_amount(end.amount, end.printed)}{where}"

    def _find_list(self, measure: str, year: str | None) -> WorldList | None:
        """Find the list that ranks a measure; None if there is none."""
        try:
            return select_world_list(self.frame, self.dataset, measure, None, year)
        except NotOnRecord:
            return None

    def _find_ranking(
        self, measure: str, year: str | None, place: str
    ) -> tuple[WorldList, tuple[RankedPlace, ...]] | None:
        """Find the list that ranks a measure, with the ranks that a place has or could have; None if there is none."""
        listed = self.find_list(measure, year)
        if listed is None:
            return None
        # What others give for other places is not asked for.
        asked = self.frame[(self.frame["place"] == place) | (self.frame["source"] == listed.source)]
        return listed, build_ranking(asked, listed, {}, self.groups, {})

    def _find_earlier_lists(self, measure: str) -> list[tuple[str, list[FigureRow]]]:
        """Find the lists of USGS, the newest first, each with its source and its rows."""
        rows = select_printed(self.frame, measure)
        rows = rows[rows["series"] == "usgs-mcs"]
        lists = list(find_lists(rows).itertuples(index=False, name=None))
        return [
            (source, to_rows(rows[(rows["source"] == source) & (rows["period"] == period)]))
            for source, period in reversed(lists)
        ]

    def _earlier_rank(self, place: str, measure: str, wanted: int, year: str) -> str:
        """Name the newest list, not of later than a year, in which a place had a rank; empty if it never had it."""
        for source, listed in self.find_earlier_lists(measure):
            if year and listed[0].period[:4] > year:
                continue
            if self._rank_in(listed, place) == wanted:
                return self._name_list(source)
        return ""

    def _name_list(self, source: str) -> str:
        one = self.dataset.sources[source]
        return edition_title(self.dataset.publishers.get(one.publisher, one.publisher), one)

    def _rank_in(self, listed: Sequence[FigureRow], place: str) -> int:
        """Return the rank of a place in a list; 0 if it has none, or if only some rows of the list are in our data."""
        world = next((row for row in listed if row.place == WORLD), None)
        rows = [row for row in listed if row.place != WORLD]
        if world is not None and cover_total(rows, amount_interval(world), self.groups).partial:
            return 0
        for own in (row for row in listed if row.place == place and ranked_value(row) > 0):
            values = [ranked_value(row) for row in listed if row.place not in (*self.groups, WORLD, place)]
            return rank_among(ranked_value(own), values)
        return 0


def _is_newest(row: FigureRow, alike: Sequence[FigureRow]) -> bool:
    """Whether no later publication of the same series gives another figure of the same year.

    What repeats a figure of another publisher is replaced by that publisher's next figure, too.
    """
    of_year = [one for one in alike if one.period == row.period]
    repeated = {one.root for one in of_year if one.root in row.draws_on and one.value_t == row.value_t}
    later = (one for one in of_year if one.source_rank > row.source_rank)
    return row.status != Status.DEPRECATED and not any(
        (one.series or one.root) == (row.series or row.root) or (one.root in repeated and one.value_t != row.value_t)
        for one in later
    )


def _has_amount(row: FigureRow) -> bool:
    return not (isnan(row.value_t) and isnan(row.low_t)) and row.measure not in (Measure.SHARE, Measure.TARGET)


#: Kinds of figures that leave one side open.
_BOUNDS = frozenset((Kind.LOWER, Kind.UPPER))


def _interval(row: FigureRow) -> tuple[float, float, bool]:
    return make_interval(row.low_t, row.high_t, row.kind)


def _fits(row: FigureRow, window: _Window) -> bool:
    value = row.value_t if not isnan(row.value_t) else row.low_t
    return window.holds(row.low_t, row.high_t, value, row.kind)


def _comparable(one: FigureRow, other: FigureRow) -> bool:
    oxides = (*OXIDES, "", "unknown")
    return (one.basis in oxides and other.basis in oxides) or one.basis == other.basis


def _close_in_time(one: FigureRow, other: FigureRow) -> bool:
    years = [(row.effective_day or row.period or row.published_day)[:4] for row in (one, other)]
    if not all(year.isdecimal() for year in years):
        return False
    return abs(int(years[0]) - int(years[1])) <= _YEARS


def _points_apart(one: WorldShare, other: WorldShare) -> float:
    """Return how many points lie between two shares at least; 0 if one of them is a bound, which may be anything."""
    chosen = [_choose_share(share) for share in (one, other)]
    if any(share.kind in _BOUNDS for share in chosen):
        return 0.0
    ends = [
        (share.low_pct or 0.0, share.high_pct or 0.0)
        if share.kind == Kind.RANGE
        else (share.value_pct, share.value_pct)
        for share in chosen
    ]
    (low, high), (other_low, other_high) = ends
    return max(low - other_high, other_low - high, 0.0)


def _choose_share(one: WorldShare) -> ShareInterval:
    """Choose the share of the rows where the total of the world is a bound."""
    bounded = one.whole is not None and one.whole.kind in _BOUNDS
    return one.share_of_rows if bounded and one.share_of_rows is not None else one.share


def _is_beyond(one: WorldShare, window: _Window) -> bool:
    """Whether a share is on the side of a bound that a claim leaves open, however far."""
    share = _choose_share(one)
    if share.kind in _BOUNDS or window.bound not in ("lower", "upper"):
        return False
    return share.value_pct >= window.low if window.bound == "lower" else share.value_pct <= window.high


def _is_left_open(one: WorldShare, window: _Window) -> bool:
    """Whether a share is a bound on the side of which a claim lies, so that it neither tells nor excludes it."""
    share = _choose_share(one)
    if share.kind == Kind.LOWER:
        return window.value >= share.value_pct
    return share.kind == Kind.UPPER and window.value <= share.value_pct


def _years_from(row: FigureRow, claim: Claim) -> int:
    """Return how many years lie between a figure and the year of a claim; many if the figure has none."""
    year = (row.period or row.effective_day or row.published_day)[:4]
    return abs(int(year) - int(claim.year)) if year.isdecimal() and claim.year.isdecimal() else 99


def _distance(row: FigureRow, claim: Claim) -> float:
    """Return how far a figure is from the number of a claim, as a fraction of it; a bound has no distance."""
    if claim.bound in ("lower", "upper", "range") or isnan(row.value_t) or row.kind not in POINT_KINDS:
        return 0.0
    return round(abs(row.value_t / claim.value - 1), 6) if claim.value else 0.0


def _is_after(row: FigureRow, claim: Claim) -> bool:
    """Whether a figure is of a later year than a claim; the edition of a year counts as that year."""
    year = (row.period or row.effective_day)[:4]
    return year > claim.year and row.edition != claim.year and not row.published_day.startswith(claim.year)


def _share_fits(one: WorldShare, window: _Window) -> bool:
    bounded = one.whole is not None and one.whole.kind in _BOUNDS
    if bounded and one.share_of_rows is None:
        return False
    share = _choose_share(one)
    # The bound as it is shown, such as at most 59 %, is quoted as often as the share of the rows.
    if bounded and (
        window.holds(0.0, 100.0, one.share.value_pct, "point")
        or (window.bound == "" and window.value == round_share(one.share, more_digits=0))
    ):
        return True
    return window.holds(
        share.low_pct or 0.0, share.high_pct or 100.0, share.value_pct, "point" if bounded else share.kind
    )
