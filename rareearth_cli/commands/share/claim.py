"""The test of a claimed share against the shares on record, and the sentence with its result."""

from collections.abc import Sequence
from enum import StrEnum

from rareearth_cli.analysis.ratios import format_share
from rareearth_cli.analysis.shares import WorldShare
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.vocabulary import ShareOf, Status
from rareearth_cli.model.wording import join_words

#: A share within this many percentage points of a claim is near it.
NEAR_POINTS = 3
#: At most this many shares of a kind are named; the others are counted.
_MAX_NAMED = 4
_BOUNDS = (Kind.LOWER, Kind.UPPER)


class ClaimFit(StrEnum):
    """How well a claimed share fits a share on record."""

    FITS = "fits"
    BOUND = "fits through the bound"
    NEAR = "within three points"
    CONTRADICTS = "contradicts"


def classify_fit(share: WorldShare, claim: Quantity) -> ClaimFit:
    """Classify a share by whether its rounding window meets that of the claim (rule R7.3), or is near it."""
    low, high = float(claim.low or 0), float(claim.high if claim.high is not None else 100)
    share_low, share_high = share.share.low_pct or 0.0, share.share.high_pct or 0.0
    if (low < share_high and share_low < high) or low == high == share_low == share_high:
        return ClaimFit.BOUND if share.share.kind in _BOUNDS else ClaimFit.FITS
    return ClaimFit.NEAR if points_apart(share, claim) <= NEAR_POINTS else ClaimFit.CONTRADICTS


def points_apart(share: WorldShare, claim: Quantity) -> float:
    """Return the percentage points between share and claim; a range counts by its nearer end."""
    claimed = (claim.low, claim.high) if claim.value is None else (claim.value,)
    ends = [float(end) for end in claimed if end is not None]
    own = share.share
    mine = [own.value_pct] if own.kind != Kind.RANGE else [own.low_pct or 0.0, own.high_pct or 0.0]
    return round(min(abs(one - other) for one in ends for other in mine), 9)


def summarize_claim(claim: Quantity, shares: Sequence[WorldShare], stage: str | None) -> str:
    """Summarize in one sentence which shares a claim fits, which are near it, and which contradict it."""
    valid = [one for one in shares if one.row.status in (Status.PUBLISHED, Status.SUPERSEDED)]
    by = {fit: sorted((one for one in valid if classify_fit(one, claim) is fit), key=lambda one: _order_key(one, claim))
          for fit in ClaimFit}  # fmt: skip
    phrases = []
    if by[ClaimFit.FITS]:
        phrases.append(f"fits, within rounding, {_list_shares(by[ClaimFit.FITS])}")
    if by[ClaimFit.BOUND]:
        phrases.append(f"{'' if phrases else 'fits, '}through the bound, {_list_shares(by[ClaimFit.BOUND])}")
    if not phrases:
        phrases.append("fits no share on record")
    if by[ClaimFit.NEAR]:
        phrases.append(
            f"comes within {('one', 'two', 'three')[NEAR_POINTS - 1]} points of {_list_shares(by[ClaimFit.NEAR])}"
        )
    if by[ClaimFit.CONTRADICTS]:
        phrases.append(f"is contradicted by {_describe_by_stage(by[ClaimFit.CONTRADICTS])}")
    if stage is None:
        phrases.append("names no stage")
    return f"{claim.printed} {'; '.join(phrases[:-1])}{'; and ' if len(phrases) > 1 else ''}{phrases[-1]}."


def _order_key(share: WorldShare, claim: Quantity) -> tuple[bool, float, int]:
    """Return the sort key: published shares before derived ones, then the nearer, then the newer."""
    return share.derived, points_apart(share, claim), -int(share.year[:4] or 0)


def _list_shares(shares: Sequence[WorldShare]) -> str:
    named = [f"{describe_stage(one)} ({one.attribution}: {_format_share(one)})" for one in shares[:_MAX_NAMED]]
    rest = len(shares) - len(named)
    return join_words([*named, *([f"{rest} more below"] if rest else [])])


def _describe_by_stage(shares: Sequence[WorldShare]) -> str:
    """Describe for each stage the newest share, those with the same figure, and the range of the others."""
    phrases = []
    for stage in dict.fromkeys([ShareOf.MINE_PRODUCTION.value, *(one.stage for one in shares)]):
        own = [one for one in shares if one.stage == stage]
        if not own:
            continue
        newest = max(own, key=lambda one: (one.year, one.row.source_rank))
        same = [one for one in own if one.figure_text == newest.figure_text and one.derived == newest.derived]
        when = describe_stage(newest._replace(year=join_words(sorted({one.year for one in same}))))
        who = join_words(list(dict.fromkeys(one.attribution for one in same)))
        phrase = f"{when} ({who}: {_format_share(newest)}"
        others = [one.share.value_pct for one in own if one not in same]
        if others:
            low, high = f"{min(others):.0f}", f"{max(others):.0f}"
            phrase += f"; {len(others)} more, {low if low == high else f'{low} to {high}'} %"
        phrases.append(phrase + ")")
    return join_words(phrases)


def _format_share(share: WorldShare) -> str:
    return f"{share.figure_text}, {format_share(share.share)}" if share.derived else share.figure_text


def describe_stage(share: WorldShare) -> str:
    """Describe the stage and year of a share, such as ``mine production of 2024``."""
    year = f" of {share.year}" if share.year else ""
    return f"a share{year} that names no stage" if share.stage == ShareOf.UNSPECIFIED else f"{share.stage}{year}"
