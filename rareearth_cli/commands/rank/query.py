"""``rank``: the world ranking by one source, and what other estimates would make of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rareearth_cli.analysis.describe import Row, records, titles_of
from rareearth_cli.analysis.ranking import Ranked, Reach, quoted, ranking, substitute
from rareearth_cli.analysis.ratios import in_cell, machine_digits
from rareearth_cli.analysis.result import Amount, Findings, Section, SectionColumn, Value
from rareearth_cli.analysis.selection import known_by, with_standing
from rareearth_cli.analysis.table import Table, columns_of
from rareearth_cli.analysis.world_list import WorldList, groups_of, is_whole, sum_of, total_of, world_list
from rareearth_cli.commands.rank.matrix import source_matrix
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import ordinal, spoken
from rareearth_cli.record.frame import estimates_frame

_COLUMNS = (
    SectionColumn("rank", right=True),
    SectionColumn("place"),
    SectionColumn(unit=True),
    SectionColumn("% of total", right=True),
    SectionColumn("% of rows", right=True),
)
#: What follows where another current estimate gives a place another rank.
_RANGE = (SectionColumn("could be"), SectionColumn("by", flexible=True))
#: What the table has of the figure that stands in each line.
_LINE = ("id", "source", "edition", "version", "period", "published", "printed", "kind", "value_t", "low_t", "high_t",
         "basis", "stage", "system", "category", "status", "verification", "url")  # fmt: skip
#: The columns of the table that name a figure.
_IDS = ("id", "least_id", "most_id")
#: So many places open the summary.
_NAMED = 6
_ALIKE = {"yes": "like for like", "no": "not like for like"}


class RankQuestion(NamedTuple):
    """What is asked: ``using`` is pairs of a place and the estimate that is to stand there."""

    measure: str = Measure.RESERVES.value
    source: str | None = None
    year: str | None = None
    as_of: date | None = None
    top: int | None = None
    using: tuple[tuple[str, str], ...] = ()
    all_sources: bool = False

    def canonical(self) -> dict[str, object]:
        """The question as it is recorded."""
        asked = self._asdict() | {"using": [f"{place}={one}" for place, one in self.using]}
        return {"command": "rank", **asked, "as_of": self.as_of.isoformat() if self.as_of else None}


def rank(dataset: Dataset, question: RankQuestion) -> Findings:
    """The places of a source by size, each with the ranks that its other current estimates would give it.

    Raises:
        NotOnRecord: the source or year has no such list.
        NotRankable: an estimate cannot stand where it is to be used.

    """
    frame = estimates_frame(dataset)
    if question.as_of is not None:
        frame = known_by(frame, question.as_of)
    frame = with_standing(frame)
    listed = world_list(frame, dataset, question.measure, question.source, question.year)
    if question.all_sources:
        return source_matrix(frame, dataset, listed, question.canonical(), question.top)
    groups = groups_of(dataset)
    used = {place: substitute(frame, place, estimate, listed, groups) for place, estimate in question.using}
    lines = ranking(frame, listed, used, groups)
    shown = [one for one in lines if question.top is None or (one.rank is not None and one.rank <= question.top)]
    of = f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""
    table = _table(shown)
    return Findings(
        kind="ranking",
        title=f"World ranking: rare-earth {listed.measure}{of}",
        aside=f"{listed.title}, {listed.published}",
        summary=_summary(lines, listed, used),
        sections=(_section(shown),),
        notes=_notes(shown, listed, used),
        table=table,
        dataset_version=dataset.version,
        query=question.canonical(),
        brief=("rank", "place", "name", "printed", "value_t", "best_rank", "worst_rank"),
        details=_details(lines, listed, used),
        warnings=_warnings(lines),
        called=titles_of([one for key in _IDS for one in table.columns[key]], dataset),
    )


def _summary(lines: Sequence[Ranked], listed: WorldList, used: Mapping[str, Row]) -> tuple[str, ...]:
    ranked = [one for one in lines if one.rank is not None]
    order = ", ".join(_name(one) for one in ranked[:_NAMED]) + (" …" if len(ranked) > _NAMED else "")
    rows, total = sum_of(_rows(listed, used)), total_of(listed)
    prints = "prints no world total" if total is None else f"prints {listed.total['printed'].iloc[0]} for the world"
    return (
        f"{order}: {len(ranked)} places have a rank.",
        f"{listed.title} {prints}; the rows add up to {spoken(rows.value_t, rows.digits)}.",
        *(_used(one, listed) for one in ranked if one.used),
    )


def _used(one: Ranked, listed: WorldList) -> str:
    was = next((quoted(line) for line in records(listed.rows) if line["place"] == one.place), None)
    instead = f"instead of {was}" if was else f"where {listed.title} has no line"
    return f"{one.name} is {ordinal(one.rank or 0)} with {_figure(one)} ({_id(one)}) {instead}: {_alike(one.alike)}."


def _name(one: Ranked) -> str:
    return one.name + ("*" if one.used else "")


def _rows(listed: WorldList, used: Mapping[str, Row]) -> list[Row]:
    lines = {str(row["place"]): row for row in records(listed.rows)} | dict(used)
    return list(lines.values())


def _alike(alike: str) -> str:
    return _ALIKE.get(alike, "not known whether like for like")


def _warnings(lines: Sequence[Ranked]) -> tuple[str, ...]:
    return tuple(
        f"{_id(one)} stands for {one.name}: {_alike(one.alike)}" for one in lines if one.used and one.alike != "yes"
    )


def _section(shown: Sequence[Ranked]) -> Section:
    ranges = any(_span(one) for one in shown)
    rows = tuple((*_cells(one), *((_span(one), _by(one)) if ranges else ())) for one in shown)
    # The amount leads to where it is read.
    about = tuple(("", "", _id(one)) for one in shown)
    return Section("", (*_COLUMNS, *(_RANGE if ranges else ())), rows, about=about)


def _cells(one: Ranked) -> tuple[Value, ...]:
    rank = f"{one.rank}{'=' if one.tied else ''}" if one.rank is not None else ""
    amount = one.amount
    value = Amount(amount.value_t, amount.digits, amount.kind) if amount else _absent(one)
    return (
        rank,
        _name(one),
        value,
        in_cell(one.of_total),
        in_cell(one.of_rows),
    )


def _absent(one: Ranked) -> str:
    if one.row is None:
        return "no line"
    return "0" if one.row["kind"] == "zero" else str(one.row["printed"])


def _span(one: Ranked) -> str:
    if one.best is None or one.worst is None or (one.best.rank == one.worst.rank == one.rank):
        return ""
    low, high = ordinal(one.best.rank), ordinal(one.worst.rank)
    return low if low == high else f"{low} to {high}"


def _by(one: Ranked) -> str:
    """Which estimates give the ends of the range, where they are not the line itself."""
    own = _id(one)
    ends = [end for end in dict.fromkeys((one.best, one.worst)) if end is not None and end.id != own]
    return "; ".join(f"{ordinal(end.rank)}: {end.id} ({end.quoted}, {_alike(end.alike)})" for end in ends)


def _notes(shown: Sequence[Ranked], listed: WorldList, used: Mapping[str, Row]) -> tuple[str, ...]:
    total = total_of(listed)
    partial = not is_whole(sum_of(records(listed.rows)), total)
    kinds = {one.row["kind"] for one in shown if one.row is not None}
    notes = {
        "*: another estimate stands here. The printed total was added up with other figures: no share of it.": used,
        "The printed total is a lower bound: shares of it are at most so much (≤).": (
            not used and total is not None and total.kind == "lower"
        ),
        "The rows on record add up to less than that total: they are not all, and there is no share of them.": partial,
        "NA: not available, which is not zero; such a place has no rank by this source.": "missing" in kinds,
        "=: the same figure, the same rank.": any(one.tied for one in shown),
        "≥, ≤: a bound ranks by its own number.": kinds & {"lower", "upper"},
        "could be: by the place's other current estimates, one at a time, all other rows staying.": any(
            _span(one) for one in shown
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def _table(shown: Sequence[Ranked]) -> Table:
    ends: dict[str, list[object]] = {}
    for end in ("best", "worst"):
        reaches: list[Reach | None] = [getattr(one, end) for one in shown]
        ends[f"{end}_rank"] = [one and one.rank for one in reaches]
        ends[f"{end}_id"] = [one and one.id for one in reaches]
        ends[f"{end}_printed"] = [one and one.printed for one in reaches]
        ends[f"{end}_comparable"] = [one and one.alike for one in reaches]
    for end in ("least", "most"):
        reaches = [getattr(one, end) for one in shown]
        ends[f"{end}_id"] = [one and one.id for one in reaches]
        ends[f"{end}_printed"] = [one and one.printed for one in reaches]
        ends[f"{end}_value_t"] = [one and one.value_t for one in reaches]
    columns: dict[str, list[object]] = {
        "rank": [one.rank for one in shown],
        "tied": ["yes" if one.tied else None for one in shown],
        "place": [one.place for one in shown],
        "name": [one.name for one in shown],
        **columns_of([one.row for one in shown], _LINE),
        "total_share_pct": [machine_digits(one.of_total) if one.of_total else None for one in shown],
        "total_share_kind": [one.of_total.kind if one.of_total else None for one in shown],
        "rows_share_pct": [machine_digits(one.of_rows) if one.of_rows else None for one in shown],
        "used": ["yes" if one.used else None for one in shown],
        "comparable": [one.alike or None for one in shown],
        **ends,
    }
    return Table(columns=columns)


def _details(lines: Sequence[Ranked], listed: WorldList, used: Mapping[str, Row]) -> dict[str, object]:
    total = total_of(listed)
    return {
        "source": listed.source,
        "period": listed.period,
        "total_t": total.value_t if total else None,
        "total_kind": total.kind if total else None,
        "rows_t": sum_of(_rows(listed, used)).value_t,
        "ranked": sum(one.rank is not None for one in lines),
    }


def _figure(one: Ranked) -> str:
    return quoted(one.row) if one.row is not None else ""


def _id(one: Ranked) -> str:
    return str(one.row["id"]) if one.row is not None else ""
