"""``share``: a place's shares of the world by stage, source and year, and what a claim fits."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import titles_of
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.ratios import in_words
from rareearth_cli.analysis.result import Findings
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.shares import DERIVED, WorldShare, world_shares
from rareearth_cli.commands.share.claim import of_what, verdict_on
from rareearth_cli.commands.share.concentration import (
    Concentration,
    StaticLife,
    concentration_of,
    in_a_sentence,
    static_life_of,
)
from rareearth_cli.commands.share.view import notes_on, sections_of, status_mark, table_of
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure, ShareOf, Status
from rareearth_cli.record.frame import estimates_frame


class Around(NamedTuple):
    """What is said of the world and of the place beside its shares."""

    concentrations: tuple[Concentration, ...]
    life: StaticLife | None
    said: tuple[str, ...]


class ShareQuestion(NamedTuple):
    """What is asked; ``stage`` is what a share is a share of."""

    place: str
    claimed: Quantity | None = None
    stage: str | None = None
    year: str | None = None
    as_of: date | None = None
    all_statements: bool = False

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded."""
        claimed = self.claimed.printed if self.claimed else None
        as_of = self.as_of.isoformat() if self.as_of else None
        return {"command": "share", **self._asdict(), "claimed": claimed, "as_of": as_of}


def share(dataset: Dataset, question: ShareQuestion) -> Findings:
    """The shares of a place that are printed, and those that follow from a place's line and its source's total."""
    frame = estimates_frame(dataset)
    warnings: tuple[str, ...] = ()
    if question.as_of is not None:
        own = frame[(frame["place"] == question.place) & (frame["measure"] == Measure.SHARE.value)]
        warnings = undated_warning(int((own["published_day"] == "").sum()))
        frame = known_by(frame, question.as_of)
    frame = with_standing(frame)
    around = _around(frame, dataset, question)
    shares = [one for one in world_shares(frame, dataset, question.place) if _asked(one, question)]
    name = dataset.places[question.place].name
    return Findings(
        kind="shares",
        title=f"{name}: shares of the world",
        aside="",
        summary=_summary(name, shares, question),
        sections=sections_of(shares, question.claimed, in_full=question.all_statements or question.year is not None),
        notes=(*around.said, *notes_on(shares)),
        table=table_of(shares, question.place, question.claimed),
        dataset_version=dataset.version,
        query=question.canonical(),
        brief=("share_of", "period", "publisher", "source", "share_pct", "share_kind", "claim"),
        details=_details(around, question),
        warnings=warnings,
        called=titles_of([one.row["id"] for one in shares], dataset),
    )


def _asked(one: WorldShare, question: ShareQuestion) -> bool:
    stands = one.row["status"] in (Status.PUBLISHED, Status.SUPERSEDED)
    return (
        (stands or question.all_statements)
        and (question.stage is None or one.stage == question.stage)
        and (question.year is None or one.year.startswith(question.year))
    )


def _summary(name: str, shares: Sequence[WorldShare], question: ShareQuestion) -> tuple[str, ...]:
    by_day = f" by {question.as_of.isoformat()}" if question.as_of else ""
    if not shares:
        of = f" of {question.stage}" if question.stage else ""
        return (f"No share{of} of the world is on record for {name}{by_day}, and none follows from a line of its own.",)
    if question.claimed is not None:
        return (verdict_on(question.claimed, shares, question.stage),)
    newest = [next(one for one in shares if one.stage == stage) for stage in dict.fromkeys(one.stage for one in shares)]
    told = ", ".join(f"{_said(one)} ({_source(one)})" for one in newest)
    return (f"{name}: {told}.",)


def _source(one: WorldShare) -> str:
    return f"{one.who}{status_mark(one)}{', derived' if one.derived else ''}"


def _said(one: WorldShare) -> str:
    words = in_words(one.share) if one.derived else one.said
    return f"{words} without a stage" if one.stage == ShareOf.UNSPECIFIED else f"{words} of {of_what(one)}"


def _around(frame: pd.DataFrame, dataset: Dataset, question: ShareQuestion) -> Around:
    asked = [measure for measure in DERIVED if question.stage in (None, DERIVED[measure])]
    found = [concentration_of(frame, dataset, measure, question.year) for measure in asked]
    concentrations = tuple(one for one in found if one is not None)
    life = static_life_of(frame, dataset, question.place) if question.stage in (None, ShareOf.RESERVES) else None
    said = [in_a_sentence(one, question.place) for one in concentrations]
    return Around(concentrations, life, (*said, *([life.said] if life else [])))


def _details(around: Around, question: ShareQuestion) -> dict[str, object]:
    return {
        "claimed": question.claimed.printed if question.claimed else None,
        "concentration": [
            {
                "measure": one.measure,
                "source": one.source,
                "period": one.period,
                "hhi_low": round(one.low),
                "hhi_high": round(one.high),
                "with": [{"id": choice.id, "place": choice.place, "hhi": round(choice.hhi)} for choice in one.choices],
            }
            for one in around.concentrations
        ],
        "static_life_years": float(f"{around.life.years:.3g}") if around.life and around.life.years else None,
    }
