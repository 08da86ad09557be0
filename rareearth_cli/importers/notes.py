"""What is to be said of how a release was read: nothing of it is left out in silence."""

from collections import Counter
from collections.abc import Iterable

from rareearth_cli.importers.reader import SEPARATORS, shown
from rareearth_cli.importers.usgs.cells import Reason, Unread
from rareearth_cli.importers.usgs.commodities import Commodity
from rareearth_cli.importers.usgs.footnotes import ESTIMATED, FROM_TRADE_DATA, QUOTA
from rareearth_cli.importers.usgs.release import Release
from rareearth_cli.importers.yaml_out import amount_in_words
from rareearth_cli.model.places import WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import plural

#: Reasons that are counted and not told line by line.
_COUNTED = (Reason.OTHER, Reason.CAPACITY, Reason.NOTHING)
#: More lines of one kind than anybody would read one by one.
_MOST_LINES = 20
_LONGEST_NOTE = 150


def remarks(release: Release) -> list[str]:
    """Edition, columns, rows, sums, notes and what was not understood, a sentence or two each."""
    said = [
        f"{release.name} is edition {release.edition.year}: {release.edition.why}; {_published(release)}",
        f"{release.encoding}, {SEPARATORS[release.form.separator]}, header in line {release.form.line}",
        *_columns(release),
        _rows(release),
        *(
            ["the file does not say that its tonnes are of rare-earth oxide: taken for REO, as all editions are"]
            * (not release.says_oxide)
        ),
        *_totals(release),
        *_notes(release),
        *_not_understood(release.unread),
    ]
    return said + [f"beside, on a single rare earth: {one}" for one in _not_understood(release.beside)]


def _published(release: Release) -> str:
    if release.published:
        return f"published {release.published}, as asked for"
    return f"published in January or February {release.edition.year} by custom (inferred): give --published"


def _columns(release: Release) -> Iterable[str]:
    form = release.form
    meanings = {
        **{index: str(role) for role, index in form.roles.items()},
        **{value.at: str(value) or "figure" for value in form.values},
        **{index: f"notes on {measure}" for measure, index in form.notes.items()},
    }
    known = [f"{meaning} '{shown(form.titles[at])}'" for at, meaning in sorted(meanings.items())]
    yield f"columns: {', '.join(known)}"
    if form.unused:
        unknown = [f"'{shown(form.titles[at])}'" for at in form.unused]
        yield f"columns not understood: {', '.join(unknown)}"


def _rows(release: Release) -> str:
    counts = release.counts
    total = sum(counts.values())
    other = [f"{count:,} of {one}" for one, count in counts.items() if count and one is not Commodity.BLANK]
    blank = [f"{counts[Commodity.BLANK]:,} blank"] if counts[Commodity.BLANK] else []
    counted = Counter(one.reason for one in release.unread if one.reason in _COUNTED)
    sections = Counter(one.what for one in release.unread if one.reason is Reason.OTHER)
    named = f" ({', '.join(f'{shown(section)} {count}' for section, count in sections.items())})" if sections else ""
    left = [f"{count:,} {reason}{named if reason is Reason.OTHER else ''}" for reason, count in counted.items()]
    figures = f"{_many(len(release.cells), 'figure')} from {_many(release.rows_read, 'row')} of rare earths"
    return f"{_many(total, 'row')}: {', '.join((*other, *blank))}; {figures}" + (
        f"; left out: {', '.join(left)}" if left else ""
    )


def _totals(release: Release) -> Iterable[str]:
    for column in release.columns:
        total = release.total(column)
        if total is None:
            yield f"{column}: no world total"
            continue
        printed = release.cells[WORLD, column].quantity
        bound = printed.kind in (Kind.LOWER, Kind.UPPER)
        verdict = "within that bound" if bound else "the same as rounded"
        if not total.exact:
            verdict = "only within the rounding of all rows" if total.fits else "it does not fit"
            verdict += ": accepted so"
        added = amount_in_words(total.value)
        unit = "" if printed.unit == "t" else f" {printed.unit}"
        yield f"world {column}: {printed.printed}{unit} printed, the rows add up to {added}, {verdict}"


def _notes(release: Release) -> Iterable[str]:
    cells = release.cells.values()
    counts = {
        ESTIMATED: sum(cell.quantity.estimated for cell in cells),
        **{flag: sum(flag in cell.footnotes.flags for cell in cells) for flag in (QUOTA, FROM_TRADE_DATA)},
    }
    known = ", ".join(f"{flag} {count}" for flag, count in counts.items() if count)
    others = Counter(text for cell in cells for text in cell.footnotes.others)
    yield f"figures with known footnotes: {known or 'none'}; other notes: {len(others)}, not taken over"
    yield from (f"note on {_many(count, 'figure')}: {shown(text, _LONGEST_NOTE)}" for text, count in others.items())
    yield from (f"note on the chapter: {shown(text, _LONGEST_NOTE)}" for text in release.chapter_notes)
    dashes = sorted(f"{place} {column}" for (place, column), cell in release.cells.items() if cell.dash_left_out)
    if dashes:
        why = "no cell of their column prints a zero, and what is no number stands in the note"
        yield f"{len(dashes)} empty cells are read as the dash, which is zero ({why}): {', '.join(dashes)}"
    undated = [column for column in release.columns if any(not cell.period for cell in release.column(column).values())]
    yield from (f"'{column}': the year is that of the edition less one; the file names none" for column in undated)


def _not_understood(unread: Iterable[Unread]) -> Iterable[str]:
    told = [one for one in unread if one.reason not in _COUNTED]
    yield from (f"line {one.line}: not read: {one.reason}: {one.what}" for one in told[:_MOST_LINES])
    if len(told) > _MOST_LINES:
        reasons = Counter(one.reason for one in told[_MOST_LINES:])
        yield f"{len(told) - _MOST_LINES} more not read: {', '.join(f'{reason} {n}' for reason, n in reasons.items())}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {plural(noun, count)}"
