"""What a claimed share fits, what it comes near to, and what contradicts it."""

from collections.abc import Sequence
from enum import StrEnum

from rareearth_cli.analysis.ratios import in_words
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.vocabulary import ShareOf, Status

#: So many percentage points away a share is still near a claim.
NEAR_POINTS = 3
#: So many shares of a kind are named; the rest is counted.
_NAMED = 4
_BOUNDS = (Kind.LOWER, Kind.UPPER)


class Standing(StrEnum):
    """How a share on record stands to a claim."""

    FITS = "fits"
    BOUND = "fits through the bound"
    NEAR = "within three points"
    CONTRADICTS = "contradicts"


def standing(share: WorldShare, claim: Quantity) -> Standing:
    """Whether windows meet (rule R7.3), through a bound or not; else whether the two are three points apart at most."""
    low, high = float(claim.low or 0), float(claim.high if claim.high is not None else 100)
    share_low, share_high = share.share.low_pct or 0.0, share.share.high_pct or 0.0
    if (low < share_high and share_low < high) or low == high == share_low == share_high:
        return Standing.BOUND if share.share.kind in _BOUNDS else Standing.FITS
    return Standing.NEAR if distance(share, claim) <= NEAR_POINTS else Standing.CONTRADICTS


def distance(share: WorldShare, claim: Quantity) -> float:
    """Percentage points between the numbers printed; from a range, to its nearer end."""
    claimed = (claim.low, claim.high) if claim.value is None else (claim.value,)
    ends = [float(end) for end in claimed if end is not None]
    own = share.share
    mine = [own.value_pct] if own.kind != Kind.RANGE else [own.low_pct or 0.0, own.high_pct or 0.0]
    return round(min(abs(one - other) for one in ends for other in mine), 9)


def verdict_on(claim: Quantity, shares: Sequence[WorldShare], stage: str | None) -> str:
    """One sentence: what a claim fits within rounding, what is near, what contradicts it, whether it names a stage."""
    told = [one for one in shares if one.row["status"] in (Status.PUBLISHED, Status.SUPERSEDED)]
    by = {kind: sorted((one for one in told if standing(one, claim) is kind), key=lambda one: _order(one, claim))
          for kind in Standing}  # fmt: skip
    said = []
    if by[Standing.FITS]:
        said.append(f"fits, within rounding, {_listed(by[Standing.FITS])}")
    if by[Standing.BOUND]:
        said.append(f"{'' if said else 'fits, '}through the bound, {_listed(by[Standing.BOUND])}")
    if not said:
        said.append("fits no share on record")
    if by[Standing.NEAR]:
        said.append(f"comes within {('one', 'two', 'three')[NEAR_POINTS - 1]} points of {_listed(by[Standing.NEAR])}")
    if by[Standing.CONTRADICTS]:
        said.append(f"is contradicted by {_by_stage(by[Standing.CONTRADICTS])}")
    if stage is None:
        said.append("names no stage")
    return f"{claim.printed} {'; '.join(said[:-1])}{'; and ' if len(said) > 1 else ''}{said[-1]}."


def _order(share: WorldShare, claim: Quantity) -> tuple[bool, float, int]:
    """Printed shares before derived ones, then the nearer, then the newer."""
    return share.derived, distance(share, claim), -int(share.year[:4] or 0)


def _listed(shares: Sequence[WorldShare]) -> str:
    named = [f"{of_what(one)} ({one.who}: {_words(one)})" for one in shares[:_NAMED]]
    rest = len(shares) - len(named)
    return _joined([*named, *([f"{rest} more below"] if rest else [])])


def _by_stage(shares: Sequence[WorldShare]) -> str:
    """For each stage the newest share, with those of the same fraction, and the span of the others."""
    phrases = []
    for stage in dict.fromkeys([ShareOf.MINE_PRODUCTION.value, *(one.stage for one in shares)]):
        own = [one for one in shares if one.stage == stage]
        if not own:
            continue
        newest = max(own, key=lambda one: (one.year, one.row["source_rank"]))
        same = [one for one in own if one.said == newest.said and one.derived == newest.derived]
        when = of_what(newest._replace(year=_joined(sorted({one.year for one in same}))))
        who = _joined(list(dict.fromkeys(one.who for one in same)))
        phrase = f"{when} ({who}: {_words(newest)}"
        others = [one.share.value_pct for one in own if one not in same]
        if others:
            low, high = f"{min(others):.0f}", f"{max(others):.0f}"
            phrase += f"; {len(others)} more, {low if low == high else f'{low} to {high}'} %"
        phrases.append(phrase + ")")
    return _joined(phrases)


def _joined(phrases: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(phrases[:-1]), phrases[-1])))


def _words(share: WorldShare) -> str:
    return f"{share.said}, {in_words(share.share)}" if share.derived else share.said


def of_what(share: WorldShare) -> str:
    """Stage and year of a share, such as ``mine production of 2024``."""
    year = f" of {share.year}" if share.year else ""
    return f"a share{year} that names no stage" if share.stage == ShareOf.UNSPECIFIED else f"{share.stage}{year}"
