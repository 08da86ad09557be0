"""The answer to ``report``: a summary, the pairs grouped by verdict, and the command that repeats it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from rareearth_cli.analysis.answer import (
    Answer,
    Block,
    Column,
    Grid,
    Heading,
    Paragraph,
    Row,
    Section,
    Tone,
    build_sentences,
)
from rareearth_cli.analysis.discrepancies import Report, add_bridges, build_sheets, explain_labels, gap_t, label_pair
from rareearth_cli.analysis.figures import format_figure
from rareearth_cli.analysis.table import Table, number_or_none
from rareearth_cli.commands.report.chart import build_report_charts
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, DISPLAY_UNITS, UNIT_NAMES, Basis, Measure, Verdict
from rareearth_cli.model.wording import (
    begin_sentence,
    bound_sign,
    format_gap,
    format_ratio_low,
    format_ratio_value,
    least_times_apart,
    spell_category,
    times_apart,
)

#: The columns of the pairs that a reader of a page can sort.
_PAGE_COLUMNS = ("name", "measure", "id", "printed", "baseline_printed", "ratio", "ratio_low", "ratio_high",
          "unexplained_fold", "verdict", "source", "published")  # fmt: skip
#: At most this many pairs of production are shown; their gaps are small, and the machine formats have them all.
_MAX_FLOWS = 12


def build_answer(result: Report) -> Answer:
    """Turn a report into an answer; a page has charts and sortable pairs where a terminal has tables."""
    heading = Heading(text="Rare earths: where published figures differ")
    pairs = Section("pairs", "Pairs", heading, subject="", blocks=lambda _: _build_blocks(result), on_page=False)
    made_of = Section("made-of", _MADE_OF, blocks=lambda _: _build_composition_blocks(result), on_screen=False)
    chart = Section("chart", "How far apart", charts=partial(build_report_charts, result))
    tables = [
        Section(
            name=f"pairs-{number}",
            title=group.title,
            short=group.title.partition(":")[0].partition(",")[0],
            rows=_label_verdicts(group.table).select(_PAGE_COLUMNS),
        )
        for number, group in enumerate(result.groups)
        if group.table.height
    ]
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("id", "printed", "baseline_printed", "fold", "unexplained_fold", "verdict"),
        title="Rare earths: discrepancies",
        newest=result.newest,
        sentences=build_sentences(result.summary),
        sections=(pairs, chart, *tables, *([made_of] if result.composition else [])),
        contents=partial(_list_contents, result),
        sheets=lambda: build_sheets(result.table, result.bridges.values()),
        warnings=result.warnings,
    )


def _list_contents(result: Report, table: Table) -> dict[str, object]:
    """List the pairs with their bridges; who chose columns gets those alone."""
    pairs = add_bridges(table, "id", result.bridges) if table.names == result.table.names else table
    return {"command": result.command, "found": result.over_threshold, "pairs": pairs}


def _label_verdicts(table: Table) -> Table:
    """Replace the codes of the verdicts by their labels."""
    labels = [label_pair(row, bounded=_has_bound(row)) if row["verdict"] else "" for row in table.rows]
    return Table(columns={**table.columns, "verdict": labels})


def _build_blocks(result: Report) -> list[Block]:
    """Build a table for each kind of quantity and one for the world, each by the size of the gap in tonnes."""
    rows = sorted(result.table.rows, key=lambda row: (-gap_t(row), str(row["name"]), str(row["id"])))
    apart = [row for row in rows if row["verdict"] == Verdict.NOT_COMPARABLE]
    flows = [row for row in rows if row["measure"] == Measure.PRODUCTION and row not in apart]
    stocks = [row for row in rows if row["measure"] != Measure.PRODUCTION and row not in apart]
    rock = [row for row in stocks if _counts_mineral(row, result)]
    stocks = [row for row in stocks if row not in rock]
    places, world = ([row for row in stocks if (row["place"] == WORLD) is whole] for whole in (False, True))
    quotas, resources = ([row for row in places if row["measure"] == one] for one in (Measure.QUOTA, Measure.RESOURCES))
    places = [row for row in places if row not in (*quotas, *resources)]
    blocks: list[Block] = []
    for title, unit, chosen in (
        ("Reserves", "Mt", places),
        ("Resources" if "--pairs" in result.command else "Resources, set against reserves", "Mt", resources),
        ("Ore and minerals", "Mt", rock),
        ("The world: reserves and resources", "Mt", world),
        ("Production", "kt", flows[:_MAX_FLOWS]),
        ("Quotas", "kt", quotas),
        ("Not comparable: one of the two counts ore or rare metals", "Mt", apart),
    ):
        if chosen:
            counted = f"{title}, in {UNIT_NAMES[unit]} ({unit})" if chosen is not apart else title
            blocks += [Heading(text=counted), _build_grid(chosen, unit, result)]
    if len(flows) > _MAX_FLOWS:
        blocks.append(Paragraph(text=f"{len(flows) - _MAX_FLOWS} more pairs of production: -f csv has all of them."))
    if rows:
        blocks += [
            Heading(text="What the verdicts mean, with the number of all pairs, shown above or not"),
            *_explain_verdicts(rows),
        ]
        blocks += [Paragraph(text=_name_compared(rows, result), blank_line_before=True)]
    if result.composition:
        blocks += [Heading(text=_MADE_OF), *_build_composition_blocks(result)]
    again = f"Made by '{result.command}' with version {result.dataset_version} of our data; -f csv has all columns."
    return [*blocks, Paragraph(text=again, tone=Tone.QUIET, blank_line_before=True)]


def _explain_verdicts(rows: Sequence[Mapping[str, object]]) -> list[Block]:
    """Explain each verdict in a line, and say how many pairs have it."""
    counts = Counter(label_pair(row, bounded=_has_bound(row)) for row in rows)
    return [Paragraph(text=f"{label} ({counts[label]}): {plain}.") for label, plain in explain_labels(counts).items()]


def _name_compared(rows: Sequence[Mapping[str, object]], result: Report) -> str:
    """Say what the figures are compared with, and when a cell is empty."""
    flows = [row for row in rows if row["measure"] in ANNUAL_MEASURES]
    stocks = [row for row in rows if row not in flows and row["verdict"] != Verdict.NOT_COMPARABLE]
    name = _name_baseline(stocks, result.attributions) if stocks else _NO_NAME
    by = f"the newest figure of {name}" if name != _NO_NAME and "--pairs" not in result.command else ""
    what = [f"reserves and resources are compared with {by or 'the figure named beside them'}"] if stocks else []
    what += ["production is compared with a figure of the same year"] if flows else []
    return (
        f"{begin_sentence('; '.join(what))}. A cell is empty where the source states no year, and where"
        " no single gap can be calculated, as from “more than 75”."
    )


_MADE_OF = "What the national figures are made of"


def _build_composition_blocks(result: Report) -> list[Block]:
    return [Paragraph(text=one, blank_line_before=number > 0) for number, one in enumerate(result.composition)]


def _build_grid(rows: Sequence[Mapping[str, object]], unit: str, result: Report) -> Grid:
    name = _name_baseline(rows, result.attributions)
    columns = (
        Column(title="place"),
        Column(title="year"),
        Column(title="who says it", flexible=True),
        Column(title=unit, right=True),
        # Where one publisher is meant in all rows, its name heads the amounts.
        Column(title="compared with", flexible=True, spare=name != _NO_NAME),
        Column(title=name if name != _NO_NAME else unit, right=True),
        Column(title="gap", right=True),
        Column(title="times apart", right=True),
        Column(title="verdict", flexible=True),
    )
    built = [_build_row(row, unit, result) for row in rows]
    # Where nothing can be said of the distance, a column of it would be empty.
    kept = [at for at in range(len(columns)) if any(row.cells[at] for row in built)]
    return Grid(columns=tuple(columns[at] for at in kept), rows=[_keep_cells(row, kept) for row in built])


def _keep_cells(row: Row, kept: Sequence[int]) -> Row:
    ids = tuple(row.estimate_ids[at] for at in kept if at < len(row.estimate_ids))
    return row._replace(cells=tuple(row.cells[at] for at in kept), estimate_ids=ids)


def _name_baseline(rows: Sequence[Mapping[str, object]], attributions: Mapping[str, str]) -> str:
    """Name the publisher of all baselines by its abbreviation, or else the baseline."""
    names = {attributions[str(row["baseline"])].split(" ", 1)[0].rstrip(",") for row in rows}
    only = names.pop() if len(names) == 1 else ""
    return only if only.isupper() else _NO_NAME


#: What stands for the publisher of baselines where there are several.
_NO_NAME = "baseline"


def _build_row(row: Mapping[str, object], unit: str, result: Report) -> Row:
    attributions = result.attributions
    gap, apart = gap_t(row), _times_apart(row)
    least = least_times_apart(number_or_none(row["ratio_low"]), number_or_none(row["ratio_high"]))
    bound = ">" if {row["kind"], row["baseline_kind"]} & {Kind.LOWER.value, Kind.UPPER.value, Kind.RANGE.value} else ""
    if row["verdict"] == Verdict.NOT_COMPARABLE or _counts_mineral(row, result):
        gap, apart, least = 0.0, None, 1.0
    times = "" if apart is None else format_ratio_value(apart, _APART_DIGITS)
    if apart is None and bound and least > 1:
        times = f"≥{format_ratio_low(least, _APART_DIGITS)}"
    cells = (
        f"{row['name']}, {row['site']}" if row["site"] else str(row["name"]),
        str(row["period"] or row["effective_date"] or "")[:4],
        _name_source(row, attributions[str(row["id"])]),
        _format_amount(row, "", unit),
        attributions[str(row["baseline"])],
        _format_amount(row, "baseline_", unit),
        format_gap(gap, unit, least=bool(bound)) if gap else "",
        times,
        f"accepted: {row['accepted']}" if row["accepted"] else _state_verdict(row, result),
    )
    return Row(cells=cells, estimate_ids=("", "", "", str(row["id"]), "", str(row["baseline"])))


def _name_source(row: Mapping[str, object], attribution: str) -> str:
    """Name who gives a figure; of a sum say so, and of a sum or of production what is counted."""
    ours = ", our sum" if row["derived_from"] and row["publisher"] != _OURSELVES else ""
    told = row["category"] and (row["measure"] == Measure.PRODUCTION or ours)
    counted = f" ({spell_category(str(row['category']))})" if told else ""
    mineral = f" ({row['basis']})" if row["basis"] in (Basis.ORE, Basis.MONAZITE) else ""
    return attribution + counted + mineral + ours


#: The publisher of sums of a list, whose name says that they are ours.
_OURSELVES = "rareearth"


def _counts_mineral(row: Mapping[str, object], result: Report) -> bool:
    """Whether a side counts ore or a mineral, so that the distance from tonnes of oxide says nothing."""
    return not result.minerals.isdisjoint((str(row["id"]), str(row["baseline"])))


def _state_verdict(row: Mapping[str, object], result: Report) -> str:
    """State a verdict by its label; one that a published part explains names the part."""
    label, bridge = label_pair(row, bounded=_has_bound(row)), result.bridges.get(str(row["id"]))
    return f"{label}: {format_figure(bridge.part)} {bridge.part.scope}" if bridge is not None else label


def _times_apart(row: Mapping[str, object]) -> float | None:
    """Return how many times apart two figures are; the column is rounded already, unless a factor is in it."""
    fold, one, other = (number_or_none(row[name]) for name in ("fold", "value_t", "baseline_value_t"))
    if fold is None or not one or not other:
        return fold
    exact = times_apart(one, other)
    return exact if abs(exact / fold - 1) < _ROUNDING else fold


#: The columns of ratios are rounded to no less than this fraction.
_ROUNDING = 0.05


def _has_bound(row: Mapping[str, object]) -> bool:
    return bool({row["kind"], row["baseline_kind"]} & {Kind.LOWER.value, Kind.UPPER.value, Kind.RANGE.value})


_APART_DIGITS, _MAX_DIGITS = 2, 4


def _format_amount(row: Mapping[str, object], side: str, unit: str) -> str:
    """Format the amount of a figure or of its baseline in a unit: as a range, or with the sign of a bound."""
    kind, printed = str(row[f"{side}kind"] or ""), str(row[f"{side}printed"] or "")
    value, low, high = (number_or_none(row[f"{side}{end}_t"]) for end in ("value", "low", "high"))
    if kind == Kind.RANGE and low is not None and high is not None:
        return "–".join(f"{end / DISPLAY_UNITS[unit]:,.{_MAX_DIGITS}g}" for end in (low, high))
    tonnes = low if value is None else value
    if tonnes is None:
        return printed
    sign = printed[:1] if printed[:1] in ("<", ">") else bound_sign(kind, printed)
    return sign + f"{tonnes / DISPLAY_UNITS[unit]:,.{_MAX_DIGITS}g}"
