"""The answer to ``compare`` for a single deposit: its figures, current ones first, without a baseline."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Row, Section, build_sentences
from rareearth_cli.analysis.composition import (
    ORE_RESERVES,
    Explanation,
    build_explanations,
    is_named_ore,
    is_outdated,
    name_class,
)
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
    is_derived,
    to_rows,
)
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.revisions import EVER_PUBLISHED
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.short_form import add_plain_columns
from rareearth_cli.analysis.table import Table, to_table
from rareearth_cli.analysis.world_list import printed_with_unit
from rareearth_cli.commands.compare.view import build_explanation_blocks, build_group_grid
from rareearth_cli.model.fields import COMPARISON_COLUMNS, ESTIMATE_COLUMNS
from rareearth_cli.model.names import normalize
from rareearth_cli.model.questions import Question, canonical_question
from rareearth_cli.model.records import REFERENCE, Dataset
from rareearth_cli.model.vocabulary import OXIDES, Basis, Measure
from rareearth_cli.model.wording import format_count, join_words, name_in_command, spell_category

#: The status of a figure of oxide that no newer number of oxide replaces.
REPLACED_OTHERWISE = "replaced by a newer one, which is of ore alone or a bound"


class Deposit(NamedTuple):
    """A deposit in our data: its name, its country, and the names of the areas in it."""

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
    explanations: tuple[Explanation, ...]


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
    select = partial(_select_figures, deposit=deposit)
    known, undated = select_known(dataset, question.as_of, select)
    frame = select(known)
    rows = sorted(to_rows(frame), key=lambda row: row.effective_day or "", reverse=True)
    # A part of what several deposits have together is a figure of its own here.
    here = {row.id for row in rows}
    rows = [
        row if not row.part_of or row.part_of in here else row._replace(part_of="", current=row.shown) for row in rows
    ]
    # An earlier edition with parts is not current where a newer one is a sum of classes.
    newest = {row.id for row in rows if row.current and not _is_replaced(row, rows)}
    current = tuple(row for row in rows if row.shown and (row.id in newest or row.part_of in newest))
    others = tuple(row for row in rows if row not in current and not row.part_of)
    # Which figure is current follows from all of them, whatever measure was asked for.
    current, others = (
        tuple(row for row in those if question.measure in (None, row.measure)) for those in (current, others)
    )
    ids = {row.id for row in current}
    about = {one.of for one in dataset.explanations if ids & set(REFERENCE.findall(one.text))}
    asked = [one for one in dataset.explanations if one.of in about]
    result = DepositFigures(
        deposit=deposit,
        country=dataset.places[deposit.place].name,
        current=current,
        group=build_site_group(current, dataset),
        others=others,
        statuses={row.id: _describe_other(row, rows, frame, dataset) for row in others},
        attributions={row.id: format_attribution(row.publisher, row.source, dataset) for row in rows},
        explanations=build_explanations(asked, known, dataset),
    )
    listed = [row.id for row in (*current, *(others if question.all_statements else ()))]
    shown = frame[frame["id"].isin(listed)]
    long_form = to_table(shown, ESTIMATE_COLUMNS)
    empty = {name: [None] * long_form.height for name in COMPARISON_COLUMNS}
    reasons = ["a single deposit or area: there is no baseline" for _ in range(long_form.height)]
    title = f"{deposit.name}, {result.country}: a single deposit or area"
    return Answer(
        query=canonical_question("compare", question) | {"places": [deposit.place], "site": deposit.name},
        dataset_version=dataset.version,
        table=add_plain_columns(Table(columns={**long_form.columns, **empty}), reasons),
        default_columns=("id", "printed", "value_t", "counts", "for_or_at"),
        title=title,
        sentences=build_sentences(_summarize(result, measure=question.measure), _build_notes(result)),
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
            "explanations": [
                {"place": deposit.place, "evidence": one.evidence, "text": one.text, "estimates": list(one.named)}
                for one in result.explanations
            ],
        },
        warnings=undated_warning(undated),
    )


def _select_figures(frame: pd.DataFrame, deposit: Deposit) -> pd.DataFrame:
    return frame[frame["site"].isin(deposit.sites) & (frame["place"] == deposit.place)]


def _summarize(result: DepositFigures, *, measure: str | None) -> tuple[str, ...]:
    """State the newest figure of oxide and of ore, and why nothing is compared with USGS.

    If one ``measure`` was asked for, nothing is said of figures that are not of it.
    """
    stocks = [row for row in result.current if row.measure != Measure.SHARE and is_named_ore(row)]
    # Wholes come before their parts, the newest first, and of one date figures of a class.
    stocks.sort(key=lambda row: not name_class(row))
    stocks.sort(key=lambda row: row.effective_day, reverse=True)
    stocks.sort(key=lambda row: bool(row.part_of))
    oxide = [row for row in stocks if row.basis in OXIDES]
    kinds = {
        "The newest dated figure of rare-earth oxide is {}.": oxide,
        "The newest dated figure of ore is {}.": [row for row in stocks if row.basis == Basis.ORE],
        "Whether the tonnes are oxide or ore is not stated of {}.": [row for row in stocks if row.basis == "unknown"],
    }
    sentences = [
        (
            sentence if rows[0].effective_day else sentence.replace("The newest dated figure", "The figure in our data")
        ).format(_quote(rows, result))
        for sentence, rows in kinds.items()
        if rows
    ]
    if not oxide and measure is None:
        earlier = [row for row in result.others if row.basis in OXIDES and row.measure != Measure.SHARE]
        earlier = [row for row in earlier if row.status in EVER_PUBLISHED]
        earlier.sort(key=lambda row: (row.effective_day, row.value_t), reverse=True)
        last = f" The last one that did is {_quote(earlier[:1], result)}." if earlier else ""
        sentences.insert(0, f"No current figure in our data gives the rare-earth oxide in it.{last}")
    why = "USGS lists whole countries, so there is no baseline."
    apart = "Reserves and resources are never added to each other, because resources may include the reserves."
    return *sentences, f"{why} {apart}"


def _describe_other(row: FigureRow, rows: Sequence[FigureRow], frame: pd.DataFrame, dataset: Dataset) -> str:
    if _has_newer(row, rows):
        return EARLIER
    if row.current and _is_replaced(row, rows):
        return REPLACED_OTHERWISE
    if row.shown:
        return EARLIER if row.effective_day else "not dated; a dated one is shown"
    return describe_status(row, frame, dataset)


def _is_replaced(row: FigureRow, rows: Sequence[FigureRow]) -> bool:
    """Whether a newer estimate of the same area, as ore alone or as a bound, replaces a figure of oxide."""
    own = [one for one in rows if one.current and one.site == row.site]
    return row.basis in OXIDES and is_outdated(row, own)


def _has_newer(row: FigureRow, rows: Sequence[FigureRow]) -> bool:
    """Whether the same origin has a figure of the same kind at a later date."""
    return any(
        other.root == row.root
        and (other.measure, other.basis) == (row.measure, row.basis)
        and other.effective_day > row.effective_day
        for other in rows
        if row.effective_day
    )


def _quote(rows: Sequence[FigureRow], result: DepositFigures) -> str:
    """Quote the first figure, and with a reserve the resource of the same source and date, or the other way round.

    A sum of ours that has inferred resources in it is too uncertain to be quoted beside it.
    """
    first = rows[0]
    other = next((row for row in rows if _is_other_stock(row, first) and not _adds_inferred(row)), None)
    quoted = [_quote_one(row, result) for row in (first, other) if row is not None]
    return f"{join_words(quoted)} ({result.attributions[first.id]})"


def _is_other_stock(row: FigureRow, first: FigureRow) -> bool:
    """Whether two figures of one source and date are of an ore reserve and of a resource."""
    classes = [name_class(one) for one in (row, first)]
    alike = (row.source, row.effective_day) == (first.source, first.effective_day)
    return alike and all(classes) and classes.count(ORE_RESERVES) == 1 and not row.part_of


def _adds_inferred(row: FigureRow) -> bool:
    return is_derived(row) and "inferred" in row.category


def _quote_one(row: FigureRow, result: DepositFigures) -> str:
    where = f" of {row.site}" if row.site != result.deposit.name else ""
    counts, date = f"{spell_category(row.category) or row.measure}{where}", format_as_of(row)
    read = "category" in row.inferred or "basis" in row.inferred
    dated = "effective" in row.inferred and bool(row.effective_day)
    if read and dated:
        counted = f"{counts}, {date}, both by our reading"
    else:
        counted = f"{counts}{', by our reading' * read}, {date}{' by our reading' * dated}"
    holder = next((one for one in result.current if one.id == row.contained_in), None)
    within = f" in {printed_with_unit(holder)} of ore" if holder is not None and holder.basis == Basis.ORE else ""
    return f"{printed_with_unit(row)}{within}, {counted}"


def _build_blocks(result: DepositFigures, unit: str | None) -> list[Block]:
    blocks: list[Block] = []
    if result.group.origins:
        blocks += build_group_grid(result.group, unit)
    parts = [row for row in result.others if result.statuses[row.id] == PART]
    earlier = [row for row in result.others if row not in parts]
    for title, rows in (("By class", parts), ("Earlier and doubtful figures", earlier)):
        if rows:
            blocks += [Heading(text=title), _build_grid(rows, result, with_status=rows is earlier)]
    return [*blocks, *build_explanation_blocks(result.explanations)]


def _build_grid(rows: Sequence[FigureRow], result: DepositFigures, *, with_status: bool) -> Grid:
    columns = (
        Column(title="by", flexible=True),
        Column(title="what it counts", flexible=True),
        Column(title="date", flexible=True),
        Column(title="as published", flexible=True),
        *([Column(title="status", flexible=True)] if with_status else []),
    )
    cells = [
        (
            result.attributions[row.id],
            describe_measure(row) + (", by our reading" if row.category and "category" in row.inferred else ""),
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
    return (
        *([within] if within else []),
        f"Next: rareearth compare {name}",
        f"or:   rareearth estimates {name} --measure ore",
    )
