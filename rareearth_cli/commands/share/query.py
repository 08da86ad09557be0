"""The ``share`` query: the shares of the world that a place has, whether they fit a claim, and concentration."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import partial
from math import isnan
from statistics import fmean
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import FigureRow, attributions_by_id, edition_title, title_in_sentence, to_rows
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.judge import format_share, round_share, round_share_interval
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.analysis.world_list import (
    DERIVED_SHARES,
    WorldList,
    WorldShare,
    cover_total,
    find_world_shares,
    group_codes,
    ranked_value,
    select_current,
    select_national,
    select_printed,
    select_world_list,
    world_total,
)
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND
from rareearth_cli.model.interval import intervals_meet, make_interval
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import POINT_KINDS, Kind, Quantity
from rareearth_cli.model.questions import ShareQuestion, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import OXIDES, Measure, ShareOf, Status
from rareearth_cli.model.wording import (
    begin_sentence,
    format_amount,
    format_number,
    join_words,
    name_publisher,
    times_apart,
)

#: A share is close to a claim if it is within this many percentage points and this factor of it.
CLOSE_POINTS, CLOSE_FACTOR = 5, 1.25
_BOUNDS = (Kind.LOWER, Kind.UPPER)


class ClaimFit(StrEnum):
    """How well a claimed share fits a share in our data."""

    FITS = "fits"
    BOUND = "consistent with the bound"
    NOT_EXCLUDED = "not excluded"
    CLOSE = "close"
    CONTRADICTS = "contradicts"


def classify_fit(share: WorldShare, claim: Quantity) -> ClaimFit:
    """Classify how well a share fits a claim (rules R7.3 and R7.5).

    A share fits if it rounds to the claim. If only the intervals of the two meet, the claim is not excluded: 100 of
    110 kt are 91 %, but may be 95 %.
    """
    own, claimed = share.share, make_interval(claim.low, claim.high, claim.kind)
    if claim.value is not None and claim.value == own.value_pct and own.kind in POINT_KINDS:
        # Of 100 %, the window ends at the figure itself.
        return ClaimFit.FITS
    if own.kind in _BOUNDS and claim.value is not None and float(claim.value) == round_share(own, more_digits=0):
        # The bound as it is shown, rounded outwards.
        return ClaimFit.BOUND
    known = make_interval(own.low_pct, own.high_pct, own.kind)
    if intervals_meet(known, claimed):
        if own.kind in _BOUNDS:
            # "At most 59 %" is less than 70 %, whatever it is.
            proven = claim.kind in _BOUNDS and claimed[0] <= known[0] and known[1] <= claimed[1]
            return ClaimFit.FITS if proven else ClaimFit.BOUND
        if claim.kind in _BOUNDS and own.kind in (Kind.RANGE, Kind.APPROX):
            # "About 20 to 25 %" is more than 19 %, and may be more than 22 %.
            inside = claimed[0] <= known[0] and known[1] <= claimed[1]
            return ClaimFit.FITS if inside else ClaimFit.NOT_EXCLUDED
        rounds = own.kind == Kind.RANGE or intervals_meet((own.value_pct, own.value_pct, True), claimed)
        return ClaimFit.FITS if rounds else ClaimFit.NOT_EXCLUDED
    points, factor = distance(share, claim)
    close = points <= CLOSE_POINTS and factor <= CLOSE_FACTOR
    return ClaimFit.CLOSE if close else ClaimFit.CONTRADICTS


def distance(share: WorldShare, claim: Quantity) -> tuple[float, float]:
    """Return the percentage points and the factor between share and claim; a range counts by its nearer end."""
    claimed = (claim.low, claim.high) if claim.value is None else (claim.value,)
    ends = [float(end) for end in claimed if end is not None]
    own = share.share
    mine = [own.value_pct] if own.kind != Kind.RANGE else [own.low_pct or 0.0, own.high_pct or 0.0]
    points, one, other = min((abs(one - other), one, other) for one in ends for other in mine)
    return round(points, 9), times_apart(one, other)


#: Who compiles shares of the world, in the order in which their figures are named; what the press says comes last.
_COMPILERS = ("USGS", "IEA", "BGS", "BGR/DERA", "NRCan", "EI", "Austrian finance ministry")
#: The parts of the value chain in their order, and what people call them.
STAGE_NAMES = {
    ShareOf.MINE_PRODUCTION.value: "Mining",
    ShareOf.REFINING.value: "Refining",
    ShareOf.MAGNETS.value: "Magnets",
    ShareOf.RESERVES.value: "Reserves",
}
_FIT_WORDS = {
    ClaimFit.FITS: "Yes",
    ClaimFit.BOUND: "Not excluded",
    ClaimFit.NOT_EXCLUDED: "Not excluded",
    ClaimFit.CLOSE: "Close",
    ClaimFit.CONTRADICTS: "No",
}
#: At most this many shares answer for a stage, each of another publisher.
_MAX_ANSWERS = 2


class StageAnswer(NamedTuple):
    """What the newest shares of a stage say, and whether they fit a claim."""

    stage: str
    text: str


def answer_by_stage(
    shares: Sequence[WorldShare], claim: Quantity | None, newest_lists: Collection[str], unlisted: str = ""
) -> tuple[StageAnswer, ...]:
    """Answer for each part of the value chain: whether a claim fits the newest share, which that is, and since when.

    A superseded share is only the newest one if it is of one of the ``newest_lists``: a newer edition may have a figure
    of the place, and none of the world yet. ``unlisted`` says that the newest list of reserves has the place without an
    amount, if it does.
    """
    answers = []
    for stage, name in STAGE_NAMES.items():
        own = [one for one in shares if one.stage == stage and one.row.status in (Status.PUBLISHED, Status.SUPERSEDED)]
        newest = _choose_newest([one for one in own if _is_newest(one, newest_lists)] or own)
        if not newest:
            continue
        said = ", ".join(map(_format_answer, newest)) + _say_far_apart(newest, own)
        if unlisted and stage == ShareOf.RESERVES:
            said += f"; {unlisted}"
        if claim is None:
            answers.append(StageAnswer(name, said))
            continue
        fits = [classify_fit(one, claim) for one in newest]
        fitting = [one for one in own if classify_fit(one, claim) is ClaimFit.FITS]
        more = "" if ClaimFit.FITS in fits else _tell_fits_elsewhere(fitting, newest)
        if not more and not {ClaimFit.FITS, ClaimFit.BOUND, ClaimFit.NOT_EXCLUDED}.intersection(fits):
            # Of one year, what a publisher said last counts.
            last = {(one.publisher, one.year): one for one in reversed(own)}
            of_rows = [one for one in last.values() if one not in newest and _rows_fit(one, claim)]
            more = (
                "; it fits the share of the countries listed in " + _format_years(sorted({o.year for o in of_rows}))
                if of_rows
                else ""
            )
        answers.append(StageAnswer(name, f"{_spell_fits(newest, fits)}: {said}{more}"))
    return tuple(answers)


def _rows_fit(one: WorldShare, claim: Quantity) -> bool:
    """Whether a claim fits the share of the countries listed, where the total is only a bound."""
    rows = one.share_of_rows
    return rows is not None and classify_fit(one._replace(share=rows), claim) is ClaimFit.FITS


def _tell_fits_elsewhere(fitting: Sequence[WorldShare], newest: Sequence[WorldShare]) -> str:
    """Tell which other shares a claim fits: as new ones of other publishers by name, and earlier years."""
    recent = min(one.year for one in newest)
    others = {one.publisher: one.year for one in reversed(fitting) if one.year >= recent}
    years = sorted({one.year for one in fitting if one.year < recent})
    told = [f"it fits {publisher} for {year}" for publisher, year in list(others.items())[:_MAX_ANSWERS]]
    who = Counter(one.publisher for one in fitting if one.year < recent)
    by = "".join(name_publisher(name) for name, _ in who.most_common(1)) + " or others" * (len(who) > 1)
    told += [f"it fits {by} for {_format_years(years)}"] if years else []
    return f"; {join_words(told)}" if told else ""


def _spell_fits(shares: Sequence[WorldShare], fits: Sequence[ClaimFit]) -> str:
    """Say whether a claim fits the newest shares, by whom where it fits one and not the other."""
    if len(set(fits)) == 1:
        return _FIT_WORDS[fits[0]]
    said = join_words([f"{_FIT_WORDS[fit].lower()} by {one.publisher}" for one, fit in zip(shares, fits, strict=True)])
    return begin_sentence(said)


def _say_far_apart(shares: Sequence[WorldShare], known: Sequence[WorldShare]) -> str:
    """Say how many times apart the newest shares of two compilers are, if that is more than rounding or years make.

    Where the newest are of different years, those of the last year of both are compared.
    """
    newest = list(shares)
    if len(shares) > 1 and shares[0].year != shares[1].year:
        # The newest come first, and of one year the newest edition counts.
        by_year = [
            {one.year: one for one in reversed(known) if one.publisher == share.publisher and one.year}
            for share in shares
        ]
        both = sorted(by_year[0].keys() & by_year[1].keys())
        shares = [each[both[-1]] for each in by_year[:2]] if both else []
    if len(shares) < 2 or not all(one.share.kind in POINT_KINDS and one.share.value_pct > 0 for one in shares):
        return ""
    apart = times_apart(shares[0].share.value_pct, shares[1].share.value_pct)
    if apart <= _FAR_APART:
        return ""
    earlier = [
        f"{name_publisher(one.publisher)} has {format_share(one.share)}" for one in shares[:2] if one not in newest
    ]
    if earlier:
        return f"; for {shares[0].year} {join_words(earlier)}, {format_number(apart, 2)} times apart"
    return f"; the two are {format_number(apart, 2)} times apart"


#: Shares more times apart than this are said to be.
_FAR_APART = 1.5


def _is_newest(share: WorldShare, newest_lists: Collection[str]) -> bool:
    return share.row.status == Status.PUBLISHED or share.row.source in newest_lists


def _find_newest_lists(frame: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Find the newest list of reserves by USGS that has a total of the world."""
    try:
        return [select_world_list(frame, dataset, Measure.RESERVES, None, None).source]
    except NotOnRecord:
        return []


def _tell_unlisted(frame: pd.DataFrame, dataset: Dataset, place: str) -> str:
    """Tell that the newest list of reserves by USGS prints a symbol in place of an amount; empty if it does not."""
    own = select_printed(frame[frame["place"] == place], Measure.RESERVES)
    lists = own[own["source"].isin(_find_newest_lists(frame, dataset))]
    if lists.empty or not lists["value_t"].isna().all() or not lists["low_t"].isna().all():
        return ""
    source = dataset.sources[str(lists["source"].iloc[0])]
    return f"{edition_title(dataset.publishers[source.publisher], source)} gives {lists['printed'].iloc[0]}"


def _format_answer(share: WorldShare) -> str:
    superseded = ", superseded" if share.row.status == Status.SUPERSEDED else ""
    when = f"in {share.year}" if share.year else "for a year that is not stated"
    return f"{format_share(share.share)} {when} ({share.publisher}{superseded})"


def _choose_newest(shares: Sequence[WorldShare]) -> list[WorldShare]:
    """Choose the newest share of each compiler, the newest first; without a compiler, those of others."""
    compiled = [one for one in shares if one.publisher in _COMPILERS] or list(shares)
    order = {name: at for at, name in enumerate(_COMPILERS)}
    ranked = sorted(
        compiled,
        # Of one publisher and year, its current figure comes first, and its summaries before its Yearbook.
        key=lambda one: (
            -int(one.year[:4] or 0),
            order.get(one.publisher, len(order)),
            one.row.status != Status.PUBLISHED,
            one.row.series != BASELINE_SERIES,
        ),
    )
    by_publisher: dict[str, WorldShare] = {}
    for one in ranked:
        by_publisher.setdefault(one.publisher, one)
    return list(by_publisher.values())[:_MAX_ANSWERS]


def _format_years(years: Sequence[str]) -> str:
    """Format years as runs, such as ``2003, 2008 and 2010 to 2012``."""
    runs: list[list[str]] = []
    for year in years:
        if runs and year.isdigit() and runs[-1][-1].isdigit() and int(year) == int(runs[-1][-1]) + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return join_words([run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs])


def describe_unspecified(shares: Sequence[WorldShare], claim: Quantity | None) -> tuple[str, ...]:
    """Name those who give a share of the world without saying of what: those that fit a claim, if there is one."""
    given = [one for one in shares if one.stage == ShareOf.UNSPECIFIED]
    told = [one for one in given if claim is None or classify_fit(one, claim) is ClaimFit.FITS]
    return tuple(
        f"{begin_sentence(title_in_sentence(one.attribution))} gives {one.figure_text} without saying of what."
        for one in told
    )


#: The index is a sum of squared percentages, so that a single country with everything has 10,000.
_HHI_OF_ONE = 10_000.0


def herfindahl_index(amounts: Sequence[float], residuals: Sequence[float] = ()) -> tuple[float, float]:
    """Calculate the Herfindahl-Hirschman index, the sum of squared percentages (rules R7.5, R7.8).

    Parameters
    ----------
    amounts
        The amounts of single countries in tonnes. Together with the residuals they are taken as the whole world.
    residuals
        The amounts in tonnes that the list gives for other countries together; no country is in two of them.

    Returns
    -------
    tuple
        The index with each residual spread over very many countries, and with all of it in one country. Both are 0
        if all amounts are.

    References
    ----------
    S. A. Rhoades (1993), The Herfindahl-Hirschman Index, Federal Reserve Bulletin 79, 188-189.

    """
    whole = sum(amounts) + sum(residuals)
    if whole <= 0:
        return 0.0, 0.0
    listed = sum((amount / whole) ** 2 for amount in amounts)
    return _HHI_OF_ONE * listed, _HHI_OF_ONE * (listed + sum((one / whole) ** 2 for one in residuals))


def static_life_years(reserves_t: float, mined_t: Sequence[float]) -> float | None:
    """Calculate how many years reserves would last at the mean rate of production (R/P, rules R7.8, R7.9).

    The ratio compares present reserves with past production and is not a forecast. Both must be in the same basis.

    Parameters
    ----------
    reserves_t
        Reserves in tonnes.
    mined_t
        Production of each year in tonnes.

    Returns
    -------
    float or None
        The static life in years, or None if nothing was mined.

    """
    mined = fmean(mined_t) if mined_t else 0.0
    return reserves_t / mined if mined > 0 else None


#: Production is averaged over at most this many years (rule R7.8: three to five).
_MAX_YEARS = 5
#: Only tonnage that is viable now counts as reserves for the static life.
_VIABLE_RUNG = "1"
_LIFE_DIGITS = 2


class AlternativeIndex(NamedTuple):
    """The lowest and the highest index calculated with another estimate for one country."""

    low: float
    high: float
    id: str
    place: str
    name: str


class Concentration(NamedTuple):
    """The index of a world list, and how it changes with other current estimates."""

    measure: str
    #: Whose list it is, and whether it is known to be the whole world.
    scope: str
    source: str
    period: str
    #: The lowest and the highest index, depending on how the remainder is distributed.
    low: float
    high: float
    alternatives: tuple[AlternativeIndex, ...]
    #: The code of the country with the largest amount.
    largest: str


class StaticLife(NamedTuple):
    """The static life of a country's reserves; ``years`` is None if it cannot be calculated."""

    years: float | None
    #: The result in words, or the reason why there is none.
    sentence: str


def compute_concentration(
    frame: pd.DataFrame, dataset: Dataset, measure: str, year: str | None
) -> Concentration | None:
    """Calculate the concentration of the newest USGS list; None if the list is missing or incomplete."""
    try:
        listed = select_world_list(frame, dataset, measure, None, year if measure == Measure.PRODUCTION else None)
    except NotOnRecord:
        return None
    groups, rows = group_codes(dataset), to_rows(listed.rows)
    coverage = cover_total(rows, world_total(listed), groups)
    # A bound as a row has no square, and of a total that is a bound nobody knows how much a part of the rows is.
    if coverage.rows.kind != Kind.POINT or (coverage.bounded and coverage.partial):
        return None
    single = {row.place: value for row in rows if (value := ranked_value(row)) > 0 and row.place not in groups}
    *of_groups, most = coverage.parts_t
    least = max(coverage.least_rest_t - sum(of_groups), 0.0)
    ends = [herfindahl_index(list(single.values()), (*of_groups, rest)) for rest in (least, most)]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return Concentration(
        measure=measure,
        scope=f"among the countries that {listed.title} lists" if coverage.bounded else f"by {listed.title}",
        source=listed.source,
        period=listed.period,
        low=low,
        high=high,
        alternatives=()
        if coverage.partial
        else tuple(sorted(_list_alternatives(frame, listed, single, coverage.parts_t))),
        largest=max(single, key=lambda place: single[place], default=""),
    )


def _list_alternatives(
    frame: pd.DataFrame, listed: WorldList, single: dict[str, float], residuals: Sequence[float]
) -> list[AlternativeIndex]:
    """Replace one country's figure at a time by another current one; bounds and ranges are left out."""
    current = select_current(frame, listed.measure, listed.period)
    others = current[(current["source"] != listed.source) & (current["series"] != BASELINE_SERIES)]
    found = []
    for row in to_rows(others[others["kind"].isin(POINT_KINDS)]):
        if row.place in single:
            amounts = single | {row.place: row.value_t}
            ends = herfindahl_index(list(amounts.values()), residuals)
            found.append(AlternativeIndex(*ends, row.id, row.place, row.name))
    return found


def describe_concentration(concentration: Concentration, place: str) -> str:
    """Describe the index, and its lowest and highest values with other estimates for the place."""
    low, high = f"{concentration.low:,.0f}", f"{concentration.high:,.0f}"
    of = f" of {concentration.period}" if concentration.measure == Measure.PRODUCTION else ""
    span = low if low == high else f"{low} to {high}, by how many countries share the rest"
    index = "Herfindahl-Hirschman index: 10,000 if one country has all, near 0 if many have equal parts"
    sentence = f"Concentration of {concentration.measure}{of} {concentration.scope} ({index}): {span}."
    own = [choice for choice in concentration.alternatives if choice.place == place]
    if own:
        least, most = min(choice.low for choice in own), max(choice.high for choice in own)
        spread = " to ".join(dict.fromkeys(f"{end:,.0f}" for end in (least, most)))
        sentence += f" With other current figures for {own[0].name} it would be {spread}."
    return sentence


_NO_STATIC_LIFE = "How long the reserves would last at the present production is not calculated"


def compute_static_life(frame: pd.DataFrame, dataset: Dataset, place: str) -> StaticLife | None:
    """Calculate the static life from the newest USGS reserves and production, if both share a basis (rule R7.9)."""
    try:
        listed = select_world_list(frame, dataset, Measure.RESERVES, None, None)
    except NotOnRecord:
        return None
    own = [row for row in to_rows(listed.rows) if row.place == place and ranked_value(row) > 0]
    mined = select_national(frame, Measure.PRODUCTION)
    mined = mined[(mined["place"] == place) & (mined["series"] == BASELINE_SERIES) & mined["low_t"].notna()]
    mined = mined[mined["status"] == Status.PUBLISHED].sort_values("period")
    newest = mined["period"].str[:4].iloc[-1:].astype("int64")
    mined = mined[mined["period"].str[:4].astype("int64") > newest.sum() - _MAX_YEARS]
    if not own or mined.empty:
        return None
    row, name = own[0], own[0].name
    if row.kind not in POINT_KINDS:
        return StaticLife(None, f"{_NO_STATIC_LIFE}: {listed.title} lists {name} with a bound or a range.")
    if row.rungs != _VIABLE_RUNG:
        why = f"what {listed.title} lists for {name} is not, or not certainly, viable now"
        return StaticLife(None, f"{_NO_STATIC_LIFE}: {why}.")
    bases = {row.basis, *mined["basis"]}
    if bases & {"", "unknown"}:
        return StaticLife(None, f"{_NO_STATIC_LIFE}: for {name} a figure does not say what its tonnes are of.")
    if len(bases) > 1:
        return StaticLife(None, f"{_NO_STATIC_LIFE}: for {name} the two are not tonnes of the same.")
    if not mined["kind"].isin([*POINT_KINDS, Kind.ZERO]).all():
        return StaticLife(None, f"{_NO_STATIC_LIFE}: a figure of what is mined in {name} is a bound or a range.")
    if _is_disputed(frame, mined, place):
        return StaticLife(None, f"{_NO_STATIC_LIFE}: the sources for the tonnes mined in {name} are too far apart.")
    values = [float(value) for value in mined["value_t"]]
    years = static_life_years(row.value_t, values)
    if years is None:
        return StaticLife(None, f"{_NO_STATIC_LIFE}: nothing was mined in {name}.")
    return StaticLife(years, _describe_static_life(row.value_t, row.digits, values, list(mined["period"]), years))


#: Production that is more times apart tells nothing of how long reserves last.
_DISPUTED = 3.0


def _is_disputed(frame: pd.DataFrame, mined: pd.DataFrame, place: str) -> bool:
    """Whether the sources are too far apart on what a place mined in one of the years."""
    others = select_national(frame, Measure.PRODUCTION)
    others = others[
        (others["place"] == place) & (others["status"] == Status.PUBLISHED) & (others["basis"].isin(OXIDES))
    ]
    others = others[others["kind"].isin(POINT_KINDS) & (others["value_t"] > 0)]
    pairs = others.merge(mined, on="period", suffixes=("", "_usgs"))
    pairs = pairs[(pairs["root"] != pairs["root_usgs"]) & (pairs["value_t_usgs"] > 0) & (pairs["category"] == "")]
    both = zip(pairs["value_t"], pairs["value_t_usgs"], strict=True)
    return any(times_apart(one, other) > _DISPUTED for one, other in both)


def _describe_static_life(
    reserves: float, digits: int, mined: Sequence[float], periods: Sequence[str], years: float
) -> str:
    mean = format_amount(sum(mined) / len(mined), _LIFE_DIGITS)
    run = [str(year) for year in range(int(periods[0][:4]), int(periods[-1][:4]) + 1)]
    # Years without a figure are no part of the mean.
    over = f"{periods[0]} to {periods[-1]}" if len(run) > 1 and list(periods) == run else join_words(periods)
    amount, length = format_amount(reserves, int(digits)), format_number(years, _LIFE_DIGITS)
    return (
        f"Reserves of {amount} would last about {length} years at {mean} a year, the mean production of {over}, by the"
        " figures of this list alone. This is not a forecast."
    )


class Supplement(NamedTuple):
    """What is reported in addition to the shares: concentration of the world and static life of the reserves."""

    concentrations: tuple[Concentration, ...]
    static_life: StaticLife | None
    sentences: tuple[str, ...]


class PlaceShares(NamedTuple):
    """The shares of the world that a place has, with what they are compared with."""

    title: str
    shares: tuple[WorldShare, ...]
    claimed: Quantity | None
    #: Whether older derived shares are listed too.
    in_full: bool
    summary: tuple[str, ...]
    #: What the summary says of each part of the value chain.
    answers: tuple[StageAnswer, ...]
    #: Sentences on the concentration of the world and the static life of the reserves.
    supplement: tuple[str, ...]
    #: The same as numbers, by name.
    details: Mapping[str, object]
    table: Table
    #: Publisher and source of each figure, by its id.
    attributions: Mapping[str, str]
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...]


def list_shares(dataset: Dataset, question: ShareQuestion) -> PlaceShares:
    """List the published shares of a place, and those derived from its figure and the world total of a source."""
    frame, undated = select_known(dataset, question.as_of, partial(_select_scope, question=question))
    supplement = _build_supplement(frame, dataset, question)
    known = find_world_shares(frame, dataset, question.place)
    shares = [one for one in known if _is_requested(one, question)]
    in_full = question._replace(all_statements=True)
    doubtful = [] if shares else [one for one in known if _is_requested(one, in_full)]
    name = dataset.places[question.place].name
    # Who asks about a year did not ask for what is listed now.
    unlisted = "" if question.year else _tell_unlisted(frame, dataset, question.place)
    answers = answer_by_stage(shares, question.claimed, _find_newest_lists(frame, dataset), unlisted)
    return PlaceShares(
        title=f"{name}: is it {question.claimed.printed} of the world?"
        if question.claimed
        else f"{name}: shares of the world",
        shares=tuple(shares),
        claimed=question.claimed,
        in_full=question.all_statements or question.year is not None,
        summary=_summarize(name, shares, answers, question, doubtful),
        answers=answers,
        # Who asks about a claim did not ask for these.
        supplement=() if question.claimed else supplement.sentences,
        details=_build_details(supplement, question),
        table=build_table(shares, frame, question.place, question.claimed),
        attributions=attributions_by_id([one.row.id for one in shares], dataset),
        dataset_version=dataset.version,
        query=canonical_question("share", question),
        warnings=undated_warning(undated),
    )


def _select_scope(frame: pd.DataFrame, question: ShareQuestion) -> pd.DataFrame:
    return frame[(frame["place"] == question.place) & (frame["measure"] == Measure.SHARE.value)]


def _is_requested(one: WorldShare, question: ShareQuestion) -> bool:
    valid = one.row.status in (Status.PUBLISHED, Status.SUPERSEDED)
    return (
        (valid or question.all_statements)
        and (question.stage is None or one.stage == question.stage)
        and (question.year is None or one.year.startswith(question.year))
    )


def _summarize(
    name: str,
    shares: Sequence[WorldShare],
    answers: Sequence[StageAnswer],
    question: ShareQuestion,
    doubtful: Sequence[WorldShare],
) -> tuple[str, ...]:
    by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
    if doubtful:
        one = doubtful[0]
        said = f"The only share in our data for {name}, {one.figure_text} by {one.attribution}, looks inconsistent"
        many = f"The {len(doubtful)} shares in our data for {name} are misquoted or look inconsistent"
        return (
            f"{said if len(doubtful) == 1 else many}; --all-statements shows {'it' if len(doubtful) == 1 else 'them'}.",
        )
    if not shares:
        of = f" of {question.stage}" if question.stage else ""
        return (
            f"No share{of} of the world is in our data for {name}{by_day}, and none follows from a line of its own.",
        )
    told = [f"{one.stage}: {one.text}." for one in answers]
    return (*told, *describe_unspecified(shares, question.claimed))


def format_status_mark(share: WorldShare) -> str:
    """Return a mark with the status of a share, such as `` [superseded]``, or nothing if that is ``published``."""
    return "" if share.row.status == Status.PUBLISHED else f" [{share.row.status}]"


def _build_supplement(frame: pd.DataFrame, dataset: Dataset, question: ShareQuestion) -> Supplement:
    asked = [measure for measure in DERIVED_SHARES if question.stage in (None, DERIVED_SHARES[measure])]
    found = [compute_concentration(frame, dataset, measure, question.year) for measure in asked]
    # Who asks about a year did not ask for what is listed now.
    year = question.year or ""
    concentrations = tuple(one for one in found if one is not None and one.period.startswith(year))
    wanted = question.stage in (None, ShareOf.RESERVES) and not year
    life = compute_static_life(frame, dataset, question.place) if wanted else None
    # How concentrated the world is, says little about a country that has a small part of it.
    told = [one for one in concentrations if question.place in (one.largest, WORLD) or question.all_statements]
    sentences = [describe_concentration(one, question.place) for one in told]
    # Why no years are calculated, nobody asks who did not look for them.
    told_life = life is not None and (life.years is not None or question.all_statements)
    return Supplement(concentrations, life, (*sentences, *([life.sentence] if life and told_life else [])))


def _build_details(supplement: Supplement, question: ShareQuestion) -> dict[str, object]:
    return {
        "claimed": question.claimed.printed if question.claimed else None,
        "concentration": [
            {
                "measure": one.measure,
                "source": one.source,
                "period": one.period,
                "hhi_low": round(one.low),
                "hhi_high": round(one.high),
                "with": [
                    {
                        "id": choice.id,
                        "place": choice.place,
                        "hhi_low": round(choice.low),
                        "hhi_high": round(choice.high),
                    }
                    for choice in one.alternatives
                ],
            }
            for one in supplement.concentrations
        ],
        "static_life_years": float(f"{supplement.static_life.years:.3g}")
        if supplement.static_life and supplement.static_life.years
        else None,
    }


#: Columns of the figure that a share is, or is derived from.
_FIGURE_COLUMNS = ("publisher", "source", "edition", "version", "published", "status", "verification", "url", "locator")


def _single_amount(row: FigureRow) -> float | None:
    """Return the tonnes of a figure; None of a range, which has no single amount."""
    return None if isnan(row.value_t) else row.value_t


def build_table(shares: Sequence[WorldShare], frame: pd.DataFrame, place: str, claimed: Quantity | None) -> Table:
    """Build the table with a row for each share; ``frame`` has the figures that they are, or are derived from."""
    columns: dict[str, list[object]] = {
        "place": [place for _ in shares],
        "share_of": [one.stage for one in shares],
        "period": [one.year or None for one in shares],
        "id": [None if one.derived else one.row.id for one in shares],
        "printed": [None if one.derived else one.figure_text for one in shares],
        "share_kind": [one.share.kind for one in shares],
        "value_pct": [_share_pct(one) for one in shares],
        "low_pct": [round_share_interval(one.share)[0] for one in shares],
        "high_pct": [round_share_interval(one.share)[1] for one in shares],
        "rows_share_pct": [round_share(one.share_of_rows) if one.share_of_rows else None for one in shares],
        "derived": ["yes" if one.derived else None for one in shares],
        "derived_from": [f"{one.row.id} {one.whole.id}" if one.whole else None for one in shares],
        "part_t": [_single_amount(one.row) if one.whole else None for one in shares],
        "whole_t": [_single_amount(one.whole) if one.whole else None for one in shares],
        "whole_kind": [one.whole.kind if one.whole else None for one in shares],
        **look_up_columns(frame, [one.row.id for one in shares], _FIGURE_COLUMNS),
        "claim": [str(classify_fit(one, claimed)) if claimed else None for one in shares],
        **look_up_columns(frame, [one.row.id for one in shares], ("name", "site")),
        "measure": [Measure.SHARE.value for _ in shares],
        "counts": [f"share of {one.stage}" for one in shares],
        "for_or_at": [one.year or None for one in shares],
        "reason": [f"calculated: {one.figure_text}" if one.derived else None for one in shares],
        "ratio": [None for _ in shares],
    }
    return Table(columns={**columns, "verdict": columns["claim"]}).select(COLUMNS_BY_COMMAND["share"])


def _share_pct(one: WorldShare) -> float | None:
    return round_share(one.share) if one.derived else None if one.share.kind == "range" else one.share.value_pct
