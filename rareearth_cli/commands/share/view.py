"""The answer to ``share``: a table for each stage, and notes that explain its marks."""

from collections.abc import Sequence

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Role, Row, Section, Sentence
from rareearth_cli.analysis.judge import format_share_cell
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.commands.share.chart import build_share_charts
from rareearth_cli.commands.share.query import (
    CLOSE_FACTOR,
    CLOSE_POINTS,
    ClaimFit,
    PlaceShares,
    classify_fit,
    format_status_mark,
)
from rareearth_cli.model.quantity import POINT_KINDS, Quantity
from rareearth_cli.model.vocabulary import ShareOf, Status
from rareearth_cli.model.wording import format_number

_STAGE_TITLES = {
    ShareOf.RESERVES.value: "Reserves",
    ShareOf.MINE_PRODUCTION.value: "Mine production",
    ShareOf.REFINING.value: "Refining and separation",
    ShareOf.MAGNETS.value: "Magnets",
    ShareOf.UNSPECIFIED.value: "Share of what: not stated",
}


def build_answer(result: PlaceShares) -> Answer:
    """Turn the shares of a place into an answer."""
    section = Section(
        name="answer",
        title="In full",
        heading=Heading(text=result.title),
        lead=_build_lead(result) if result.answers else None,
        subject="",
        blocks=lambda _: _build_grids(result),
        charts=lambda _: build_share_charts(result),
    )
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("share_of", "period", "publisher", "source", "value_pct", "share_kind", "claim"),
        name="shares",
        title=result.title,
        sentences=_build_sentences(result),
        sections=(section,),
        contents=lambda table: {**result.details, "shares": table},
        warnings=result.warnings,
    )


def _build_sentences(result: PlaceShares) -> tuple[Sentence, ...]:
    """Give each sentence its role: those on a part of the value chain are the answer."""
    stages = len(result.answers)
    notes = (
        *result.supplement,
        *_build_notes(result.shares, claimed=result.claimed, in_full=result.in_full),
    )
    return (
        *(Sentence(text, Role.HEADLINE) for text in result.summary[:stages]),
        *(Sentence(text, Role.REASON) for text in (*_explain_close(result), *result.summary[stages:])),
        *(Sentence(text, Role.NOTE) for text in notes),
    )


def _build_lead(result: PlaceShares) -> Grid:
    """Build a line for each part of the value chain: whether the claim fits, and the newest shares."""
    rows = [Row(cells=(one.stage, one.text), depth=1) for one in result.answers]
    return Grid(columns=(Column(), Column(flexible=True)), rows=rows)


def _build_grids(result: PlaceShares) -> list[Block]:
    """Build a table for each stage; unless all shares are asked for, older derived ones are summarized."""
    stages = dict.fromkeys(one.stage for one in result.shares)
    return [_build_grid(stage, result) for stage in stages]


def _build_grid(stage: str, result: PlaceShares) -> Grid:
    claimed = result.claimed
    shares = [one for one in result.shares if one.stage == stage]
    listed = shares if result.in_full else _select_newest(shares)
    both = any(one.share_of_rows for one in listed)
    columns = (
        Column(title=_STAGE_TITLES[stage], flexible=True),
        Column(title="year"),
        Column(title="based on", flexible=True),
        Column(title="% of world", right=True),
        *([Column(title="% of listed", right=True)] if both else []),
        *([Column(title="fits the claim?", flexible=True)] if claimed else []),
    )
    rows = []
    for one in listed:
        cells = [
            f"{one.attribution}{format_status_mark(one)}",
            one.year,
            one.figure_text,
            format_share_cell(one.share),
        ]
        if both:
            cells.append(format_share_cell(one.share_of_rows))
        if claimed:
            cells.append(_FIT_WORDS[classify_fit(one, claimed)])
        rows.append(Row(cells=tuple(cells), estimate_ids=(one.row.source if one.derived else one.row.id,)))
    rest = [one for one in shares if one not in listed]
    if rest:
        rows.append(Row(cells=(*_summarize_rest(rest), *[""] * both, *[_count_fits(rest, claimed)] * bool(claimed))))
    return Grid(columns=columns, rows=rows)


#: What the table says of how a share fits the claim.
_FIT_WORDS = {
    ClaimFit.FITS: "yes",
    ClaimFit.BOUND: "not excluded",
    ClaimFit.NOT_EXCLUDED: "not excluded",
    ClaimFit.CLOSE: "close",
    ClaimFit.CONTRADICTS: "no",
}


def _select_newest(shares: Sequence[WorldShare]) -> list[WorldShare]:
    """Select the newest current share of each publisher; where nothing is current, the newest ones."""
    current = [one for one in shares if one.row.status == Status.PUBLISHED] or shares
    found: dict[str, WorldShare] = {}
    for one in sorted(current, key=lambda one: -int(one.year[:4] or 0)):
        found.setdefault(one.publisher, one)
    return [one for one in shares if one in found.values()]


def _summarize_rest(shares: Sequence[WorldShare]) -> tuple[str, str, str, str]:
    years = sorted(one.year for one in shares)
    values = [one.share.value_pct for one in shares]
    low, high = (format_number(end, 2) for end in (min(values), max(values)))
    span = years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    return f"{len(shares)} more", span, "", low if low == high else f"{low} to {high}"


def _count_fits(shares: Sequence[WorldShare], claimed: Quantity | None) -> str:
    """Count the shares that are not shown and that the claim fits, comes close to, or is left open by."""
    fits = [_FIT_WORDS[classify_fit(one, claimed)] for one in shares] if claimed else []
    if len(set(fits)) == 1:
        return fits[0] if len(fits) == 1 else f"all {fits[0]}"
    told = dict.fromkeys(_FIT_WORDS.values())
    counted = [f"{fits.count(words)} {words}" for words in told if words in fits]
    return ", ".join(counted)


def _build_notes(shares: Sequence[WorldShare], *, claimed: Quantity | None, in_full: bool) -> tuple[str, ...]:
    """Build notes that explain the marks in the sections."""
    listed = list(shares) if in_full else [one for one in shares if one.row.status == Status.PUBLISHED] or list(shares)
    derived = next((one.figure_text for one in listed if one.derived), "")
    fits = claimed is not None and any(classify_fit(one, claimed) is ClaimFit.FITS for one in shares)
    by_stage = [[one for one in shares if one.stage == stage] for stage in dict.fromkeys(one.stage for one in shares)]
    rest = [] if in_full else [len(own) - len(_select_newest(own)) for own in by_stage]
    counted = next((one for one in rest if one > 0), 0)
    notes = {
        f"“{derived}” and the like: calculated from the figures of one source for the place and the world.": bool(
            derived
        ),
        "yes: the share, rounded to as many digits as the claim has, equals the claim.": fits
        and claimed is not None
        and claimed.kind in POINT_KINDS,
        "not excluded: the source gives a bound such as “more than 90 %”, or rounding leaves it open.": claimed
        is not None
        and any(classify_fit(one, claimed) in (ClaimFit.BOUND, ClaimFit.NOT_EXCLUDED) for one in shares),
        "% of listed: of what the source lists for single countries, added up.": any(
            one.share_of_rows is not None for one in shares
        ),
        f"--all-statements shows the rows that are only counted here, such as “{counted} more”.": counted > 0,
        "≤: one of the two amounts is a bound, such as “more than”, so the share is at most this, rounded up.": any(
            one.derived and one.share.kind == "upper" for one in shares
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def _explain_close(result: PlaceShares) -> tuple[str, ...]:
    """Say how near a share is that is close to a claim: by points if the claim is large, by a factor if it is small."""
    claimed = result.claimed
    if claimed is None or not any(classify_fit(one, claimed) is ClaimFit.CLOSE for one in result.shares):
        return ()
    value = float(claimed.value) if claimed.value is not None else 0.0
    points = f"within {CLOSE_POINTS} percentage points of the claim"
    factor = "at most a quarter above the claim or a fifth below it"
    if value >= CLOSE_POINTS * CLOSE_FACTOR / (CLOSE_FACTOR - 1):
        return (f"Close means {points}.",)
    if 0 < value <= CLOSE_POINTS / (CLOSE_FACTOR - 1):
        return (f"Close means {factor}.",)
    return (f"Close means {points}, and {factor}.",)
