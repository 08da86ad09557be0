"""The answer to ``compare``: a section for each place, or for the overview of all places, and rows for programs."""

from collections.abc import Iterable, Sequence
from functools import partial

from rareearth_cli.analysis.answer import (
    Answer,
    Bar,
    Block,
    Column,
    Grid,
    Heading,
    Paragraph,
    Role,
    Row,
    Section,
    Sentence,
    Tone,
)
from rareearth_cli.analysis.bridges import build_bridge_blocks
from rareearth_cli.analysis.composition import WITHOUT_CLASS, Composition, Explanation
from rareearth_cli.analysis.discrepancies import add_bridges, build_sheets, explain_labels, label_pair, select_compared
from rareearth_cli.analysis.figures import (
    SITES,
    Figure,
    FigureRow,
    Group,
    Origin,
    OtherFigures,
    baseline_gap_t,
    format_figure,
    format_ratio,
    format_value,
    title_in_sentence,
)
from rareearth_cli.analysis.table import Table
from rareearth_cli.commands.compare.chart import build_overview_charts, build_place_charts
from rareearth_cli.commands.compare.query import Comparison, PlaceComparison
from rareearth_cli.commands.compare.text import (
    build_headline,
    choose_group_unit,
    describe_ore,
    describe_other_figures,
)
from rareearth_cli.model.fields import COMPARISON_COLUMNS
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.vocabulary import ANNUAL_MEASURES, OXIDES, UNIT_NAMES, Basis, Measure, Verdict, select_verdicts
from rareearth_cli.model.wording import (
    begin_sentence,
    choose_unit,
    format_gap,
    format_in_unit,
    format_ratio_low,
    format_ratio_value,
    join_words,
    least_times_apart,
    name_in_command,
    name_in_text,
    spell_category,
    times_apart,
)


def build_answer(result: Comparison) -> Answer:
    """Turn a comparison into an answer; the page of an overview also has a section for each place."""
    sections = [_build_place_section(place, result) for place in result.places]
    title, newest = f"{', '.join(place.name for place in result.places)}: rare earths", ""
    if result.overview:
        title = "All places: rare earths"
        sections = [_build_overview_section(result), *(section._replace(on_screen=False) for section in sections)]
    elif len(result.places) == 1:
        title, newest = _build_place_title(result.places[0]), result.places[0].newest
        sections = [sections[0]._replace(name="estimates", title="Estimates")]
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("id", "printed", "value_t", "ratio", "fold", "verdict"),
        title=title,
        newest=newest,
        sentences=tuple(sentence for place in result.places for sentence in _build_place_sentences(place)),
        sections=tuple(sections),
        contents=partial(_list_contents, result),
        sheets=lambda: build_sheets(result.table, (bridge for place in result.places for bridge in place.bridges)),
        attributions={
            figure.id: figure.title
            for place in result.places
            for figure in reversed(place.group.figures)
            if not figure.part_field
        },
        warnings=result.warnings,
    )


def _build_place_title(place: PlaceComparison) -> str:
    return f"{place.name}: rare-earth {place.group.measure}"


def _build_place_sentences(place: PlaceComparison) -> list[Sentence]:
    """Give each sentence its role; where no figure is compared there is no headline, but a reason why."""
    roles = [Role.HEADLINE if place.headline else Role.REASON, *[Role.REASON] * len(place.summary)]
    return [Sentence(text, role, place.name) for text, role in zip(place.summary, roles, strict=False)]


def _build_place_section(place: PlaceComparison, result: Comparison) -> Section:
    return Section(
        name=f"place-{place.place}",
        title=place.name,
        heading=Heading(text=_build_place_title(place), aside=f"sources up to {place.newest}" if place.newest else ""),
        subject=place.name,
        lead=build_headline(place.baseline, place.headline) if place.baseline else None,
        blocks=partial(build_place_blocks, place),
        charts=partial(build_place_charts, place, result.dataset_version),
    )


def _build_overview_section(result: Comparison) -> Section:
    compared = [place for place in _select_measured(result) if place.group.baselines or place.compared]
    dates = {base.as_of for place in compared if (base := place.baseline)}
    return Section(
        name="overview",
        title="All places",
        heading=Heading(
            text=f"All places: rare-earth {result.measure}",
            aside=f"{_name_baseline(compared)} {dates.pop()}" if len(dates) == 1 else "",
        ),
        blocks=partial(_build_overview_blocks, result),
        charts=partial(build_overview_charts, result),
    )


def _select_measured(result: Comparison) -> list[PlaceComparison]:
    return [place for place in result.places if place.group.measure == result.measure]


#: The columns that say how a figure compares with its baseline.
_COMPARED_COLUMNS = (*COMPARISON_COLUMNS, "reason")


def _list_contents(result: Comparison, table: Table) -> dict[str, object]:
    """List the estimates asked for, and all discrepancies; the columns of a comparison are in the latter alone."""
    reasons = [reason for place in result.places for reason in place.why]
    bridges = {bridge.explained.id: bridge for place in reversed(result.places) for bridge in reversed(place.bridges)}
    compared = select_compared(result.table)
    discrepancies = Table(columns={"estimate": compared.columns["id"], **compared.select(_COMPARED_COLUMNS).columns})
    return {
        **({"why": reasons} if reasons else {}),
        "estimates": table.select([name for name in table.names if name not in _COMPARED_COLUMNS]),
        "discrepancies": add_bridges(discrepancies, "estimate", bridges),
        "deposits": _list_deposit_classes(result),
        "explanations": [
            {"place": place.place, "evidence": one.evidence, "text": one.text, "estimates": list(one.named)}
            for place in result.places
            for one in place.composition.explanations
        ],
    }


def _list_deposit_classes(result: Comparison) -> list[dict[str, object]]:
    """List the classes of single deposits with the estimates in each, and their sum in tonnes if they are added up."""
    return [
        {
            "place": place.place,
            "class": one.title,
            "value_t": total.value_t if total is not None else None,
            "low_t": total.low_t if total is not None else None,
            "high_t": total.high_t if total is not None else None,
            "estimates": [row.id for row in one.rows],
        }
        for place in result.places
        for one in place.composition.classes
        for total in (one.total,)
    ]


def _build_overview_blocks(result: Comparison, unit: str | None) -> list[Block]:
    """Show each place with its baseline and the figure farthest from it, by the size of the gap, and the world last."""
    measure, places = result.measure, _select_measured(result)
    if not any(place.group.baselines for place in places):
        hint = f"'rareearth compare PLACE --measure {measure}' lists a place's figures"
        return [Paragraph(text=f"There is no baseline for {measure}: {hint}.")]
    with_baseline = [place for place in places if place.baseline is not None]
    apart = [place for place in with_baseline if place.rival and place.rival.verdict != Verdict.AGREE]
    apart.sort(key=lambda one: (one.place == WORLD, -_gap_t(one)))
    figures = [one for place in apart for one in (place.rival_baseline, place.rival) if one is not None]
    unit = unit or choose_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    baseline = _name_baseline(with_baseline)
    columns = (
        Column(title="place"),
        Column(title=baseline, right=True),
        Column(title="who differs most", flexible=True),
        Column(title="year"),
        Column(title=unit, right=True),
        Column(title="gap", right=True),
        Column(title="times apart", right=True),
        Column(title="verdict", flexible=True),
    )
    # In a sentence, several publishers are called by what they are used for.
    who = baseline if baseline != _NO_NAME else f"the {_NO_NAME}"
    blocks: list[Block] = []
    resources = [one for one in apart if one.rival and one.rival.measure == Measure.RESOURCES != measure]
    alike = [one for one in apart if one not in resources]
    if apart:
        blocks.append(Paragraph(text=_state_largest_gap((alike or resources)[0], who)))
    for title, those in ((measure.capitalize(), alike), (f"Resources, compared with the reserves by {who}", resources)):
        if those:
            heading = [Heading(text=f"{title}, in {UNIT_NAMES[unit]} ({unit})")] if resources else []
            blocks += [*heading, Grid(columns=columns, rows=[_build_overview_row(place, unit) for place in those])]
    uncompared = [place for place in with_baseline if not _list_current(place) and place not in apart]
    alone = [place for place in uncompared if not place.others_on_record]
    # There is no ratio to zero.
    zero = [place for place in alone if place.baseline and place.baseline.value_t == 0]
    alone = [place for place in alone if place not in zero]
    rest = [place for place in with_baseline if _list_current(place) and place not in apart]
    bounded = [place for place in rest if place.baseline is not None and place.baseline.kind in _BOUNDS]
    agreeing = [place for place in rest if place not in bounded and _all_agree(place)]
    apart_otherwise = [place for place in rest if place not in bounded and place not in agreeing]
    apart_otherwise += [place for place in uncompared if place.others_on_record]
    against_reserves = measure == Measure.RESOURCES
    # A place without resources in our data may still have reserves in the list.
    without = [
        place.name for place in places if place not in with_baseline and (place.group.origins or not against_reserves)
    ]
    amounts = [f"{place.name} ({format_figure(place.baseline)})" for place in alone if place.baseline]
    what = "reserves or resources" if result.query.get("measure") is None else measure
    of_year = " for the same year" if measure == Measure.PRODUCTION else ""
    national = "" if measure == Measure.PRODUCTION else "national "
    other = f"other current {national}figure of {what}{of_year}" + (
        " that is defined in the same way" if result.alike else ""
    )
    few = without if len(without) <= _MAX_NAMED else [*without[:3], f"{len(without) - 3} more"]
    sentences = {
        f"For {{}}, the other figures of {measure} agree with that of {who} within rounding.": [
            one.name for one in agreeing
        ],
        f"For {{}}, our data have other figures of {measure}, but no current one with a gap to that of {who} that can"
        " be calculated.": [one.name for one in apart_otherwise],
        f"{begin_sentence(who)} gives only a bound for {{}}, so that no gap can be calculated.": [
            f"{'the world' if one.place == WORLD else one.name} ({format_figure(one.baseline)})"
            for one in bounded
            if one.baseline
        ],
        f"For {{}}, no {other} is in our data.": amounts,
        f"{begin_sentence(who)} lists zero for {{}}, to which there is no ratio.": [one.name for one in zero],
        _name_without(who, against_reserves=against_reserves, whole=result.whole_list): few,
    }
    blocks += [
        Paragraph(text=sentence.format(join_words(list(map(name_in_text, names)))), blank_line_before=True)
        for sentence, names in sentences.items()
        if names
    ]
    labels = explain_labels({_label_rival(place.rival) for place in apart if place.rival is not None})
    meanings = [
        Paragraph(text=f"{label}: {plain}.", blank_line_before=not at)
        for at, (label, plain) in enumerate(labels.items())
    ]
    more = "Each place has one line. 'rareearth compare PLACE' has all its figures and the reasons."
    return [*blocks, *meanings, Paragraph(text=more, blank_line_before=bool(meanings))]


def _name_without(who: str, *, against_reserves: bool, whole: bool) -> str:
    """Say of which places there is no baseline: what a list lacks, or what our data lack of it."""
    if not whole:
        return f"No current figure of {who} is in our data for {{}}."
    return f"{begin_sentence(who)} lists no {'reserves to compare with' if against_reserves else 'amount'} for {{}}."


def _list_current(place: PlaceComparison) -> list[Figure]:
    return [one for one in place.compared if one.is_current]


def _all_agree(place: PlaceComparison) -> bool:
    """Whether all current figures of a place agree with the baseline.

    One that meets a bound does not agree, and one of the same origin confirms nothing.
    """
    return all(one.verdict == Verdict.AGREE and one.kind not in _BOUNDS for one in _list_current(place))


#: At most this many places without an amount are named.
_MAX_NAMED = 5
#: The kinds of baselines that leave a gap open.
_BOUNDS = (Kind.LOWER, Kind.UPPER, Kind.RANGE)


def _name_baseline(places: Sequence[PlaceComparison]) -> str:
    publishers = {base.publisher for place in places if (base := place.baseline)}
    return publishers.pop() if len(publishers) == 1 else _NO_NAME


#: What stands for the publisher of baselines where there are several.
_NO_NAME = "baseline"


def _gap_t(place: PlaceComparison) -> float:
    base = place.rival_baseline
    return baseline_gap_t(place.rival, base) if place.rival and base else 0.0


def _state_largest_gap(place: PlaceComparison, baseline: str) -> str:
    """State the largest gap in a sentence, with both figures."""
    base = place.rival_baseline
    assert place.rival is not None
    assert base is not None
    resources = " of resources" if place.rival.measure == Measure.RESOURCES else ""
    when = f" in {base.as_of}" if place.rival.measure == Measure.PRODUCTION else ""
    figures = f"{format_figure(base)} by {baseline}, {format_figure(place.rival)}{resources}"
    what = "resources" if resources else place.group.measure
    where = f"{name_in_text(place.name)}{when}"
    other = title_in_sentence(place.rival.title)
    return f"The largest gap to {baseline}, in tonnes of {what}, is that of {where}: {figures} by {other}."


#: Significant digits of how many times apart two figures are.
_APART_DIGITS = 2


def _label_rival(rival: Figure) -> str:
    names = ("verdict", "comparable", "unstated", "earlier_edition")
    return label_pair({name: getattr(rival, name) for name in names}, bounded=False)


def _build_overview_row(place: PlaceComparison, unit: str) -> Row:
    base, rival = place.rival_baseline, place.rival
    assert base is not None
    assert rival is not None
    gap, least = _gap_t(place), least_times_apart(rival.ratio_low, rival.ratio_high)
    by_part = rival.verdict in select_verdicts(lambda meaning: meaning.by_part)
    bridge = next((one for one in place.best_bridges if by_part and one.explained.id == rival.id), None)
    bound = {rival.kind, base.kind}.intersection(_BOUNDS)
    times = "" if rival.ratio is None else format_ratio_value(times_apart(rival.ratio, 1.0), _APART_DIGITS)
    if rival.ratio is None and least > 1:
        times = f"≥{format_ratio_low(least, _APART_DIGITS)}"
    cells = (
        place.name,
        format_value(base, unit),
        rival.title + (", our sum" if rival.derived else ""),
        rival.year,
        format_value(rival, unit),
        format_gap(gap, unit, least=bool(bound)) if gap else "",
        times,
        _label_rival(rival) + (f": {format_figure(bridge.part)} {bridge.part.scope}" if bridge else ""),
    )
    return Row(cells=cells, estimate_ids=("", base.id, "", "", rival.id))


def build_place_blocks(place: PlaceComparison, requested_unit: str | None) -> list[Block]:
    """Build the full view of one place below its heading and its summary."""
    group = place.group
    amounts = [figure.value_t for figure in group.figures if figure.value_t]
    # A single bar says nothing.
    longest = max(amounts) if len(amounts) > 1 else 0.0
    unit = choose_group_unit(group, requested_unit)
    blocks: list[Block] = []
    rows = list(_build_rows(group, unit, longest))
    if rows:
        ratio = "× USGS" if all(one.title.startswith("USGS") for one in group.baselines) else "× baseline"
        if group.measure == Measure.PRODUCTION:
            ratio += ", same year"
        amount = "share" if group.measure == "share" else unit
        columns = (
            Column(title="Estimates", flexible=True),
            Column(title="date"),
            Column(title="as published", flexible=True, spare=True),
            Column(title=amount, right=True),
            Column(spare=True),
            Column(title=ratio if any(row.cells[-1] for row in rows if row.cells[1:]) else "", right=True),
        )
        blocks.append(Grid(columns=columns, rows=rows))
    for bridge in place.best_bridges:
        blocks += build_bridge_blocks(bridge, unit)
        if bridge.unknown:
            blocks.append(
                Paragraph(text=f"Not in a text that we read: {'; '.join(step.what for step in bridge.unknown)}.")
            )
    blocks += _build_notes(place)
    for other_group in place.others:
        blocks += build_group_grid(other_group, requested_unit)
    blocks += _build_deposit_blocks(place, requested_unit)
    blocks += build_explanation_blocks(place.composition.explanations)
    blocks += [Paragraph(text=sentence, blank_line_before=not number) for number, sentence in enumerate(place.verdicts)]
    blocks += _build_ending(place, with_commands=bool(rows or place.others))
    if place.why:
        blocks += [Heading(text="Why"), *(Paragraph(text=reason, blank_line_before=True) for reason in place.why)]
    return blocks


def build_explanation_blocks(explanations: Sequence[Explanation]) -> list[Block]:
    """Say what the figures are made of, each sentence with its evidence first."""
    said = [Paragraph(text=f"{begin_sentence(one.evidence)}: {one.text}") for one in explanations]
    return [Heading(text="What the figures are made of"), *said] if said else []


def _build_notes(place: PlaceComparison) -> list[Block]:
    """Give the rank, what the list had before, remarks, and what one can write."""
    notes = [" ".join(place.notes), *place.remarks]
    if place.quotes:
        notes.append(f'You can write: "{" ".join(place.quotes)}"')
    return [Paragraph(text=note, blank_line_before=not number) for number, note in enumerate(filter(None, notes))]


def _build_ending(place: PlaceComparison, *, with_commands: bool) -> list[Block]:
    """Name what is listed separately, and the commands to go on with."""
    listed = [f"Not compared here: {'; '.join(place.listed_separately)}."] if place.listed_separately else []
    shown = [*listed, *(_suggest_commands(place) if with_commands else ())]
    return [Paragraph(text=note, blank_line_before=not number) for number, note in enumerate(shown)]


def _build_deposit_blocks(place: PlaceComparison, requested_unit: str | None) -> list[Block]:
    """Show the oxide in single deposits by class, with a sum of each class, and name the ore without oxide."""
    composition = place.composition
    listed = [row for one in composition.classes for row in one.rows] + list(composition.unclassified)
    blocks: list[Block] = []
    if listed:
        unit = requested_unit or choose_unit(max(row.value_t for row in listed))
        columns = (
            Column(title="Single deposits", flexible=True),
            Column(title="date"),
            Column(title="as published", flexible=True, spare=True),
            Column(title="contained in" if composition.holders else "", right=True),
            Column(title=unit, right=True),
        )
        rows: list[Row] = []
        for one in composition.classes:
            rows.append(Row(cells=(f"Oxide in {one.title[:1].lower()}{one.title[1:]}",), section=True))
            rows += [_build_deposit_row(row, "", unit, composition) for row in one.rows]
            if len(one.rows) > 1 and one.total is not None:
                title = f"these {len(one.rows)} deposits together; others may not be published"
                amount = format_in_unit(one.total.value_t, one.total.digits, unit)
                rows.append(Row(cells=(title, "", "calculated: a sum", "", amount), depth=1, tone=Tone.STRONG))
        if composition.unclassified:
            rows.append(Row(cells=(WITHOUT_CLASS,), section=True))
            rows += [
                _build_deposit_row(row, _say_what_is_counted(row), unit, composition)
                for row in composition.unclassified
            ]
        blocks.append(Grid(columns=columns, rows=rows))
    areas = next((row.site for row in listed if row.site.endswith(")")), "")
    named = "one area of a deposit, the part that one owner holds, or another name"
    parts = f"A name with parentheses, such as {areas}, is {named}." if areas else ""
    notes = [parts, place.named_mines, describe_ore(composition)]
    return [*blocks, *(Paragraph(text=note, blank_line_before=True) for note in notes if note)]


def _say_what_is_counted(row: FigureRow) -> str:
    counted = spell_category(row.category) or row.measure
    reading = ", by our reading" if ("category" if row.category else "measure") in row.inferred else ""
    if row.basis == Basis.METAL:
        return f"{counted}{reading}, metal"
    if row.basis in OXIDES:
        return f"{counted}{reading}" if counted.endswith("oxide") else f"{counted}{reading}, oxide"
    return f"{counted} (oxide, elements or ore: not stated)"


def _build_deposit_row(row: FigureRow, counts: str, unit: str, composition: Composition) -> Row:
    figure, holder = composition.figures[row.id], composition.holders.get(row.id)
    # The class under whose heading it stands may be our conclusion.
    read = "its class by our reading" if not counts and "category" in row.inferred else ""
    summed = "our sum" if figure.derived or (holder is not None and holder.derived) else ""
    title = ", ".join(filter(None, (row.site, counts, figure.title, read, summed)))
    cells = (
        title,
        figure.as_of,
        figure.printed,
        f"{format_figure(holder)} of {holder.other_basis or 'ore'}" if holder else "",
        format_value(figure, unit),
    )
    return Row(cells=cells, depth=1, estimate_ids=(figure.id,))


def _suggest_commands(place: PlaceComparison) -> tuple[str, ...]:
    """Suggest what to ask next, a command in each line."""
    name = name_in_command(place.name, place.place)
    counted = "" if place.group.measure == Measure.RESERVES else f" --measure {place.group.measure}"
    again = f"rareearth compare {name}{counted}"
    history = [f"rareearth history {name}{counted}"] if place.group.measure in _WITH_HISTORY else []
    first, *others = [*history, f"{again} --explain", f"{again} -o {name}.html"]
    return f"Next: {first}", *(f"or:   {one}" for one in others)


#: The measures of which lists are published every year, or registers kept.
_WITH_HISTORY = (Measure.RESERVES, Measure.RESOURCES, Measure.PRODUCTION)


def build_group_grid(group: Group, requested_unit: str | None) -> list[Block]:
    """Show the figures of a group other than the main one, with what they count.

    They have no ratio to the baseline, which counts something else.
    """
    unit = choose_group_unit(group, requested_unit)
    columns = (
        Column(title=group.title, flexible=True),
        Column(title="what it counts", flexible=True),
        Column(title="date"),
        Column(title="as published", flexible=True, spare=True),
        Column(title=unit, right=True),
    )
    rows: list[Row] = []
    for origin in group.origins:
        if group.measure == SITES and origin.title:
            rows.append(Row(cells=(origin.title,), section=True))
        depth = 1 if group.measure == SITES else 0
        for figure in origin.figures:
            rows += [_group_row(figure, figure.counts, unit, depth)]
            rows += [_group_row(part, part.scope, unit, depth + 1) for part in figure.parts]
        if origin.other_figures is not None:
            rows.append(
                Row(cells=(_format_more(origin.other_figures, unit),), section=True, depth=depth, tone=Tone.QUIET)
            )
    return [Grid(columns=columns, rows=rows)]


def _group_row(figure: Figure, counts: str, unit: str, depth: int) -> Row:
    cells = (
        figure.title,
        ", ".join(filter(None, (counts, "our sum" if figure.derived else ""))),
        figure.as_of,
        figure.printed,
        format_value(figure, unit),
    )
    return Row(cells=cells, depth=depth, estimate_ids=(figure.id,))


def _build_rows(group: Group, unit: str, longest: float) -> Iterable[Row]:
    for figure in group.baselines:
        title = f"{figure.title} ({figure.scope})" if figure.scope else figure.title
        # A figure alone has nothing to be compared with.
        ratio = "1.0" if figure.value_t and group.origins else ""
        yield _build_row(figure, title, unit, longest, depth=0, ratio=ratio, tone=Tone.STRONG)
        yield from _part_rows(figure, unit, longest, depth=1)
    for origin in group.origins:
        if origin.title:
            several = _has_several_counts(origin, group.measure)
            yield Row(cells=(f"{origin.title}: treated as one source" if several else origin.title,), section=True)
        depth = 1 if origin.title else 0
        mixed = len({figure.category for figure in origin.figures}) > 1 or (
            group.measure == Measure.QUOTA and not origin.title
        )
        for figure in origin.figures:
            yield from _figure_rows(figure, unit, longest, depth, category=mixed)
        if origin.other_figures is not None:
            yield Row(cells=(_format_more(origin.other_figures, unit),), section=True, depth=depth, tone=Tone.QUIET)


def _has_several_counts(origin: Origin, measure: str) -> bool:
    """Whether an origin has figures that look independent: of years of a flow only if several publishers give them."""
    others = [origin.other_figures.low, origin.other_figures.high] if origin.other_figures is not None else []
    if measure in ANNUAL_MEASURES:
        return len({one.publisher for one in (*origin.figures, *others)}) > 1
    return bool(others) or len(origin.figures) > 1


def _figure_rows(figure: Figure, unit: str, longest: float, depth: int, *, category: bool) -> Iterable[Row]:
    counted = (figure.share_of or (figure.category if category else ""), figure.other_basis)
    title = ", ".join(filter(None, (figure.title, *counted)))
    yield _build_row(figure, title, unit, longest, depth=depth, ratio=format_ratio(figure))
    yield from _part_rows(figure, unit, longest, depth=depth + 1)


def _part_rows(figure: Figure, unit: str, longest: float, *, depth: int) -> Iterable[Row]:
    for part in figure.parts:
        yield _build_row(part, part.scope, unit, longest, depth=depth, ratio=format_ratio(part))


def _build_row(
    figure: Figure, title: str, unit: str, longest: float, *, depth: int, ratio: str, tone: Tone = Tone.PLAIN
) -> Row:
    fraction = (figure.value_t or 0.0) / longest if longest else 0.0
    cells = (title, figure.as_of, figure.printed, format_value(figure, unit), Bar(fraction), ratio)
    return Row(cells=cells, depth=depth, tone=tone, estimate_ids=(figure.id,))


def _format_more(more: OtherFigures, unit: str) -> str:
    words, span, years = describe_other_figures(more, unit)
    return f"{words}: {span}" + (f" ({years})" if years else "")
