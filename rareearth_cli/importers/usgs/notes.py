"""The report on how a USGS release was read; it mentions everything that was left out."""

from collections import Counter
from collections.abc import Iterable
from math import isinf

from rareearth_cli.importers.release import SEPARATORS, WORKBOOK, Release, printable
from rareearth_cli.importers.usgs.release import Commodity, UsgsRelease
from rareearth_cli.importers.usgs.table import ESTIMATED, FROM_TRADE_DATA, QUOTA, Reason, UnreadFigure
from rareearth_cli.importers.yaml_out import SUM_DIGITS, format_tonnes, name_sum
from rareearth_cli.model.errors import choose_shown
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.wording import format_count, format_number
from rareearth_cli.record.checks import RowTotal

#: Reasons that are only counted, not listed line by line.
_COUNTED_REASONS = (Reason.OTHER, Reason.CAPACITY, Reason.EMPTY)
_MAX_NOTE_LENGTH = 150


def describe_release(release: UsgsRelease, result: Release) -> list[str]:
    """Describe the edition, columns, rows, totals and notes of a release, and what was not understood.

    Parameters
    ----------
    release
        The release as it was read.
    result
        The figures that are taken over from it.

    """
    messages = [
        f"{release.name} is edition {release.edition.year}: {release.edition.why}; {_describe_publication(release)}",
        f"{_describe_form(release)}, header in line {release.layout.line}",
        *release.assumed,
        *_describe_columns(release),
        _describe_rows(release),
        *(
            ["the file does not say that its tonnes are of rare-earth oxide: taken for REO, as all editions are"]
            * (not release.states_oxide)
        ),
        *_describe_totals(result),
        *_describe_footnotes(release, result),
        *_describe_unread(release.unread),
    ]
    return messages + [f"on single rare earths: {one}" for one in _describe_unread(release.single_element_problems)]


def list_left_out(release: UsgsRelease) -> list[str]:
    """List every figure that was left out and is not only counted, with its line and the reason."""
    return [one.in_words for one in _select_listed([*release.unread, *release.single_element_problems])]


def _describe_publication(release: UsgsRelease) -> str:
    if release.published:
        return f"published {release.published}, as asked for"
    return f"published in January or February {release.edition.year} by custom (inferred): give --published"


def _describe_columns(release: UsgsRelease) -> Iterable[str]:
    layout = release.layout
    meanings = {
        **{index: str(role) for role, index in layout.roles.items()},
        **{value.at: str(value) or "figure" for value in layout.values},
        **{index: f"notes on {measure}" for measure, index in layout.notes.items()},
    }
    known = [f"{meaning} '{printable(layout.titles[at])}'" for at, meaning in sorted(meanings.items())]
    yield f"columns: {', '.join(known)}"
    if layout.unused:
        unknown = [f"'{printable(layout.titles[at])}'" for at in layout.unused]
        yield f"columns not understood: {', '.join(unknown)}"


def _describe_rows(release: UsgsRelease) -> str:
    counts = release.counts
    total = sum(counts.values())
    other = [f"{count:,} of {one}" for one, count in counts.items() if count and one is not Commodity.BLANK]
    blank = [f"{counts[Commodity.BLANK]:,} blank"] if counts[Commodity.BLANK] else []
    counted = Counter(one.reason for one in release.unread if one.reason in _COUNTED_REASONS)
    sections = Counter(one.what for one in release.unread if one.reason is Reason.OTHER)
    named = (
        f" ({', '.join(f'{printable(section)} {count}' for section, count in sections.items())})" if sections else ""
    )
    left = [f"{count:,} {reason}{named if reason is Reason.OTHER else ''}" for reason, count in counted.items()]
    figures = (
        f"{format_count(len(release.cells), 'figure')} from {format_count(release.rows_read, 'row')} of rare earths"
    )
    return f"{format_count(total, 'row')}: {', '.join((*other, *blank))}; {figures}" + (
        f"; left out: {', '.join(left)}" if left else ""
    )


def _describe_form(release: UsgsRelease) -> str:
    """Describe the form of a file: a workbook, or the encoding of a text and what separates its cells."""
    if release.encoding == WORKBOOK:
        return release.encoding
    return f"{release.encoding}, {SEPARATORS[release.layout.separator]}"


def _describe_totals(result: Release) -> Iterable[str]:
    for column in result.columns:
        total = result.sum_column(column)
        if total is None:
            yield f"{column}: no world total"
            continue
        printed = result.figures[WORLD, column].quantity
        unit = "" if printed.unit == "t" else f" {printed.unit}"
        added = f"the rows add up to {name_sum(total)}"
        judged = f", {_judge_total(total, printed)}" if printed.low is not None else ""
        yield f"world {column}: {printed.printed}{unit} printed, {added}{judged}"


def _judge_total(total: RowTotal, printed: Quantity) -> str:
    """State whether the sum of the rows is the printed total, or how much more or less it is."""
    if total.exact:
        return "within that bound" if printed.kind in (Kind.LOWER, Kind.UPPER) else "the same within rounding"
    stated = float(printed.value if printed.value is not None else printed.low or printed.high or 0)
    # The difference is the one that a reader computes from the sum as it is shown, by its nearer end.
    ends = [float(f"{end:.{SUM_DIGITS - 1}e}") for end in (total.value, total.most) if not isinf(end)]
    difference = min((end - stated for end in ends), key=abs)
    percent = f" ({format_number(abs(difference) / stated * 100, 2)} %)" if stated else ""
    words = f"{format_tonnes(abs(difference))}{percent} {'more' if difference > 0 else 'less'} than printed"
    return f"{words}: check the cells, for rows may be missing or misread"


def _describe_footnotes(release: UsgsRelease, result: Release) -> Iterable[str]:
    cells = release.cells.values()
    counts = {
        ESTIMATED: sum(cell.quantity.estimated for cell in cells),
        **{flag: sum(flag in cell.footnotes.flags for cell in cells) for flag in (QUOTA, FROM_TRADE_DATA)},
    }
    known = ", ".join(f"{flag} {count}" for flag, count in counts.items() if count)
    others = Counter(text for cell in cells for text in cell.footnotes.others)
    yield f"figures with known footnotes: {known or 'none'}; other notes: {len(others)}, not taken over"
    yield from (
        f"note on {format_count(count, 'figure')}: {printable(text, _MAX_NOTE_LENGTH)}"
        for text, count in others.items()
    )
    yield from (f"note on the chapter: {printable(text, _MAX_NOTE_LENGTH)}" for text in release.chapter_notes)
    dashes = sorted(f"{place} {column}" for (place, column), cell in release.cells.items() if cell.dash_omitted)
    if dashes:
        why = "no cell of their column has a zero, and their notes say what is not a number"
        yield f"{len(dashes)} empty cells are read as the dash, which is zero ({why}): {', '.join(dashes)}"
    without_year = {column for (_, column), cell in release.cells.items() if not cell.period}
    undated = [column for column in result.columns if column in without_year]
    yield from (f"'{column}': the year is that of the edition less one; the file names none" for column in undated)


def _describe_unread(unread: Iterable[UnreadFigure]) -> Iterable[str]:
    listed = _select_listed(unread)
    shown = choose_shown(listed, lambda one: one.reason)
    yield from (one.in_words for one in shown)
    if more := len(listed) - len(shown):
        which = "it" if more == 1 else "them all"
        yield f"and {format_count(more, 'more figure')} left out; see {which} with --verbose"


def _select_listed(unread: Iterable[UnreadFigure]) -> list[UnreadFigure]:
    return sorted((one for one in unread if one.reason not in _COUNTED_REASONS), key=lambda one: one.line)
