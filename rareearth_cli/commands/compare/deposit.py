"""The answer to ``compare`` for a single deposit: its figures, current ones first, without a baseline."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Row, Section, build_sentences
from rareearth_cli.analysis.composition import name_class
from rareearth_cli.analysis.figures import (
    EARLIER,
    PART,
    FigureRow,
    Group,
    build_site_group,
    describe_measure,
    describe_status,
    format_as_of,
    format_attribution,
    to_rows,
)
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.short_form import add_plain_columns
from rareearth_cli.analysis.table import Table, to_table
from rareearth_cli.analysis.world_list import printed_with_unit
from rareearth_cli.commands.compare.view import build_group_grid
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS
from rareearth_cli.model.names import normalize
from rareearth_cli.model.questions import Question, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import OXIDES, Basis, Measure
from rareearth_cli.model.wording import format_count, name_in_command, spell_category


class Deposit(NamedTuple):
    """A deposit on record: its name, its country, and the names of the areas in it."""

    name: str
    place: str
    sites: tuple[str, ...]


class DepositFigures(NamedTuple):
    """All figures of a deposit: the current ones in a group, and the others with their status by id."""

    deposit: Deposit
    country: str
    current: tuple[FigureRow, ...]
    group: Group
    others: tuple[FigureRow, ...]
    statuses: Mapping[str, str]
    attributions: Mapping[str, str]
    newest: str


def find_deposit(name: str, dataset: Dataset) -> Deposit | None:
    """Find a deposit by its name, with the areas in it, such as Tomtor with Tomtor (Buranny); None if there is none."""
    typed = normalize(name)
    found = [one for one in dataset.estimates.values() if one.site and typed in _list_names(one.site)]
    if not found or len({one.place for one in found}) > 1:
        return None
    sites = tuple(dict.fromkeys(one.site for one in found))
    return Deposit(min(sites, key=len).partition(" (")[0], found[0].place, sites)


def _list_names(site: str) -> tuple[str, ...]:
    return normalize(site), normalize(site.partition(" (")[0])


def compare_deposit(dataset: Dataset, question: Question, deposit: Deposit) -> Answer:
    """Compare the figures of a single deposit with each other; there is no baseline and nothing is added up."""
    frame, _ = select_known(dataset, question.as_of, lambda frame: frame[frame["site"].isin(deposit.sites)])
    frame = frame[frame["site"].isin(deposit.sites) & (frame["place"] == deposit.place)]
    if question.measure:
        frame = frame[frame["measure"] == question.measure]
    rows = sorted(to_rows(frame), key=lambda row: row.effective_day or "", reverse=True)
    # An earlier edition with parts is not current where a newer one is a sum of classes.
    newest = {row.id for row in rows if row.current}
    current = tuple(row for row in rows if row.shown and (row.id in newest or row.part_of in newest))
    others = tuple(row for row in rows if row not in current and not row.part_of)
    result = DepositFigures(
        deposit=deposit,
        country=dataset.places[deposit.place].name,
        current=current,
        group=build_site_group(current, dataset),
        others=others,
        statuses={row.id: EARLIER if row.shown else describe_status(row, frame, dataset) for row in others},
        attributions={row.id: format_attribution(row.publisher, row.source, dataset) for row in rows},
        newest=max((row.published.formatted for row in current if row.published), default=""),
    )
    shown = frame if question.all_statements else frame[frame["id"].isin([row.id for row in current])]
    long_form = to_table(shown, ESTIMATE_COLUMNS)
    empty = {name: [None] * long_form.height for name in COMPARISON_COLUMNS}
    reasons = ["a single deposit: there is no baseline" for _ in range(long_form.height)]
    title = f"{deposit.name}, {result.country}: a single deposit"
    return Answer(
        query=canonical_question("compare", question) | {"places": [deposit.place], "site": deposit.name},
        dataset_version=dataset.version,
        table=add_plain_columns(Table(columns={**long_form.columns, **empty}), reasons),
        default_columns=("id", "printed", "value_t", "counts", "for_or_at"),
        title=title,
        sentences=build_sentences(_summarize(result), _build_notes(result)),
        sections=(
            Section(
                name="estimates",
                title="Figures",
                heading=Heading(text=title),
                subject="",
                blocks=partial(_build_blocks, result),
            ),
        ),
        contents=lambda table: {
            "estimates": table.select([name for name in table.names if name not in (*COMPARISON_COLUMNS, "reason")]),
            "discrepancies": Table(columns={"estimate": []}),
            "deposits": [],
            "explanations": [],
        },
    )


def _summarize(result: DepositFigures) -> tuple[str, ...]:
    """State the newest figure of oxide and of ore, and why nothing is compared with USGS."""
    stocks = [row for row in result.current if row.measure != Measure.SHARE]
    # Figures of a class come first, and those of which we conclude that they are of this deposit last.
    stocks.sort(key=lambda row: ("site" in row.inferred, not name_class(row)))
    kinds = {
        "The newest figure of rare-earth oxide is {}.": [row for row in stocks if row.basis in OXIDES],
        "The newest figure of ore is {}.": [row for row in stocks if row.basis == Basis.ORE],
        "No source says what the tonnes are of in {}.": [row for row in stocks if row.basis == "unknown"],
    }
    sentences = [sentence.format(_quote(rows[0], result)) for sentence, rows in kinds.items() if rows]
    if not any(row.basis in OXIDES for row in stocks):
        sentences.insert(0, "No current figure on record gives the rare-earth oxide in it.")
    why = "Nobody gives a national figure for one deposit, so there is no baseline."
    return *sentences, f"{why} Reserves, resources and ore are listed, and never added to each other."


def _quote(row: FigureRow, result: DepositFigures) -> str:
    where = f" of {row.site}" if row.site != result.deposit.name else ""
    reading = ", this deposit by our reading" if "site" in row.inferred else ""
    counted = f"{spell_category(row.category) or row.measure}{where}{reading}, {format_as_of(row)}"
    return f"{printed_with_unit(row)}, {counted} ({result.attributions[row.id]})"


def _build_blocks(result: DepositFigures, unit: str | None) -> list[Block]:
    blocks: list[Block] = []
    if result.group.origins:
        blocks += build_group_grid(result.group, unit)
    parts = [row for row in result.others if result.statuses[row.id] == PART]
    earlier = [row for row in result.others if row not in parts]
    for title, rows in (("By class", parts), ("Earlier and doubtful figures", earlier)):
        if rows:
            blocks += [Heading(text=title), _build_grid(rows, result, with_status=rows is earlier)]
    return blocks


def _build_grid(rows: Sequence[FigureRow], result: DepositFigures, *, with_status: bool) -> Grid:
    columns = (
        Column(title="by", flexible=True),
        Column(title="counts", flexible=True),
        Column(title="date", flexible=True),
        Column(title="as published", flexible=True),
        *([Column(title="status", flexible=True)] if with_status else []),
    )
    cells = [
        (
            result.attributions[row.id],
            describe_measure(row),
            format_as_of(row),
            printed_with_unit(row),
            *([result.statuses[row.id]] if with_status else []),
        )
        for row in rows
    ]
    return Grid(columns, [Row(line, estimate_ids=("", "", "", row.id)) for line, row in zip(cells, rows, strict=True)])


def _build_notes(result: DepositFigures) -> tuple[str, ...]:
    name = name_in_command(result.country, result.deposit.place)
    areas = [site for site in result.deposit.sites if site != result.deposit.name]
    within = f"{format_count(len(areas), 'area')} in it: {', '.join(areas)}." if areas else ""
    return *([within] if within else []), f"Next: rareearth compare {name} · rareearth estimates {name} --measure ore"
