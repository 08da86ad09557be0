"""Comparison of a release with the record: its own edition figure by figure, and what it repeats of earlier ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rareearth_cli.importers.release import Release
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.records import Dataset, Estimate, Source
from rareearth_cli.model.vocabulary import STOCKS, Measure
from rareearth_cli.model.wording import times_apart
from rareearth_cli.record.tables import Column

EQUAL, DIFFERENT, NEW, MISSING = "equal", "different", "new", "missing"

_SINGLE_NUMBERS = (Kind.POINT, Kind.APPROX)

Figures = Mapping[tuple[str, Column], Quantity]


class FigureComparison(NamedTuple):
    """One figure of the file and of the record, and its revision in a newer version of the record."""

    status: str
    place: str
    column: Column
    file: Quantity | None
    record: Quantity | None
    source: str
    line: int | None = None
    revised: Quantity | None = None
    revised_by: str = ""

    @property
    def times_apart(self) -> float | None:
        """The larger divided by the smaller of file and record, to one digit more than the less precise of them.

        None if one of them is zero or not a single number, because a bound does not give a definite ratio.
        """
        pair = [
            one for one in (self.file, self.record) if one is not None and one.kind in _SINGLE_NUMBERS and one.value
        ]
        if self.status != DIFFERENT or len(pair) < 2:
            return None
        times = times_apart(*(float(one.value) for one in pair if one.value is not None))
        return float(f"{times:.{min(one.digits or 1 for one in pair)}e}")


class ReleaseCheck(NamedTuple):
    """The comparison of all figures of a release with the record, and the messages about it."""

    figures: Sequence[FigureComparison]
    messages: Sequence[str]
    #: The number of figures of the file that could not be read, and so cannot be equal.
    unread: int = 0

    @property
    def differs(self) -> bool:
        """Whether the file and the record differ in any figure, or a figure of the file could not be read."""
        return self.unread > 0 or any(one.status != EQUAL for one in self.figures)


def check_release(release: Release, dataset: Dataset) -> ReleaseCheck:
    """Compare a release with the record of its edition.

    If the user states no version, the release is compared with the version that it agrees with best; of two equally
    good versions, with the earlier.
    """
    cells: Figures = {key: figure.quantity for key, figure in release.figures.items()}
    columns = {column for _, column in cells}
    # A file that breaks off lacks whole columns of its edition, so these are compared as well.
    same = [one for one in dataset.sources.values() if _is_same_edition(one, release)]
    every = columns | {
        column for one in same if _select_figures(one, columns, dataset) for column in _list_columns(one, dataset)
    }
    recorded = {one.id: _select_figures(one, every, dataset) for one in same if _select_figures(one, columns, dataset)}
    versions = _list_versions(recorded, dataset)
    other = [] if versions or not _holds_edition(release, dataset) else _list_other_editions(release, columns, dataset)
    if not versions and not other:
        figures = [FigureComparison(NEW, *key, cells[key], None, "", release.figures[key].line) for key in cells]
        none = f"The record holds no edition {release.publication.edition}"
        messages = [f"{none}: all {len(cells)} figures of {release.name} are new.", *_count_unread(release)]
        return ReleaseCheck(figures, messages, len(release.unread))
    if other:
        # What a later edition says of the same years is the nearest that there is.
        versions = other[-1:]
        recorded[versions[0].id] = _select_figures(versions[0], columns, dataset)
        chosen, why = versions[0], f"the record has no such figures of edition {release.publication.edition}"
    else:
        chosen, why = _choose_version(release, cells, versions, recorded)
    record = recorded[chosen.id]
    figures = [_compare_figure(release, key, cells, record, chosen) for key in dict.fromkeys([*cells, *record])]
    messages = [_summarize_counts(release, chosen, why, figures), *_count_unread(release)]
    marked = [one for one in figures if one.status == EQUAL and _is_marked_differently(one)]
    if marked:
        messages.append(f"{len(marked)} of the equal ones are marked estimated on one side alone.")
    for later in versions[versions.index(chosen) + 1 :]:
        figures, sentence = _add_revisions(figures, later, recorded[later.id], dataset)
        messages.append(sentence)
    return ReleaseCheck(figures, messages, len(release.unread))


def inherit_origins(release: Release, dataset: Dataset) -> Release:
    """Add what a figure draws on to each stock that repeats the figure of the edition before.

    A release states in its text which reserves it has revised, and on whose reports. That a figure which the next
    edition repeats still draws on them is our conclusion, so a message says it.

    Parameters
    ----------
    release
        The figures as they were read.
    dataset
        The record, with the earlier editions of the series.

    """
    publication = release.publication
    before: dict[tuple[str, str], Estimate] = {}
    editions = [one for one in dataset.sources.values() if one.series == publication.series]
    order = {one.id: number for number, one in enumerate(_sort_by_publication(editions))}
    known = [one for one in dataset.estimates.values() if one.source in order and one.id.startswith(f"{one.source}/")]
    for one in sorted(known, key=lambda one: order[one.source]):
        edition = dataset.sources[one.source].edition
        if one.measure in STOCKS and edition.isdecimal() and edition < publication.edition:
            before[one.place, one.measure.value] = one
    figures, inherited = dict(release.figures), dict[str, list[str]]()
    for (place, column), figure in release.figures.items():
        earlier = before.get((place, column.measure))
        if earlier and earlier.draws_on and _is_same_figure(figure.quantity, earlier.quantity):
            figures[place, column] = figure._replace(draws_on=earlier.draws_on)
            inherited.setdefault(earlier.source, []).append(place)
    messages = [
        f"reserves as in {source}, so that they are taken to draw on the same reports (inferred):"
        f" {', '.join(sorted(places))}"
        for source, places in inherited.items()
    ]
    return release._replace(figures=figures, messages=[*release.messages, *messages])


def _count_unread(release: Release) -> list[str]:
    """Say how many figures of the file could not be read; a figure of the record may be among them."""
    if not release.unread:
        return []
    more = f" and {len(release.unread) - 1} more" if len(release.unread) > 1 else ""
    return [f"Figures of the file that could not be read are missing here: {release.unread[0]}{more}."]


def _is_same_edition(source: Source, release: Release) -> bool:
    return (source.series, source.edition) == (release.publication.series, release.publication.edition)


def _holds_edition(release: Release, dataset: Dataset) -> bool:
    return any(_is_same_edition(one, release) for one in dataset.sources.values())


def _list_other_editions(release: Release, columns: set[Column], dataset: Dataset) -> list[Source]:
    """List the other editions of the series that have figures in the columns of the file, the oldest first."""
    series = [one for one in dataset.sources.values() if one.series == release.publication.series]
    return _sort_by_publication([one for one in series if _select_figures(one, columns, dataset)])


def _list_versions(recorded: Mapping[str, Figures], dataset: Dataset) -> list[Source]:
    """List the recorded versions that have figures in the columns of the file, the oldest first."""
    return _sort_by_publication([dataset.sources[key] for key, figures in recorded.items() if figures])


def _sort_by_publication(sources: Sequence[Source]) -> list[Source]:
    return sorted(sources, key=lambda one: (one.published.last_day.isoformat() if one.published else "", one.id))


def _list_columns(source: Source, dataset: Dataset) -> set[Column]:
    """List the columns of production and reserves of a source in our data: resources stand in its running text."""
    own = (one for one in dataset.estimates.values() if one.source == source.id and one.id.startswith(f"{source.id}/"))
    return {
        Column(one.measure.value, one.period) for one in own if one.measure in (Measure.PRODUCTION, Measure.RESERVES)
    }


def _select_figures(source: Source, columns: set[Column], dataset: Dataset) -> Figures:
    """Select the figures from the table of a source, in the columns that are compared."""
    figures = {
        (one.place, Column(one.measure.value, one.period)): one.quantity
        for one in dataset.estimates.values()
        if one.source == source.id and one.id.startswith(f"{source.id}/")
    }
    return {key: quantity for key, quantity in figures.items() if key[1] in columns}


def _choose_version(
    release: Release, cells: Figures, versions: list[Source], recorded: Mapping[str, Figures]
) -> tuple[Source, str]:
    version, edition = release.publication.version, release.publication.edition
    if version:
        known = {one.version: one for one in versions}
        if version in known:
            return known[version], f"version {version}, as asked for"
        if versions[-1].version:
            on_record = f"the record holds {', '.join(known)}"
            return versions[-1], f"there is no version {version} in our data; {on_record}, and this is its newest"
        raise NotOnRecord(f"the record of edition {edition} names no version; leave --version {version} out")
    agree = {
        one.id: sum(_is_same_figure(cells.get(key), of) for key, of in recorded[one.id].items()) for one in versions
    }
    best = max(versions, key=lambda one: agree[one.id])
    if len(versions) == 1:
        return best, "the only version in our data"
    tally = ", ".join(f"{agree[one.id]} with {one.version or one.id}" for one in versions)
    named = best.version or best.id
    return best, f"the file does not say its version, and it agrees best with {named}: {tally} of {len(cells)}"


def _compare_figure(
    release: Release, key: tuple[str, Column], cells: Figures, record: Figures, source: Source
) -> FigureComparison:
    file, recorded = cells.get(key), record.get(key)
    lost = file is None and recorded is not None and recorded.kind is Kind.MISSING and release.may_lack_na
    status = (
        EQUAL
        if lost
        else MISSING
        if file is None
        else NEW
        if recorded is None
        else EQUAL
        if _is_same_figure(file, recorded)
        else DIFFERENT
    )
    line = release.figures[key].line if key in release.figures else None
    return FigureComparison(status, *key, file, recorded, source.id, line)


def _is_same_figure(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two printed figures mean the same, such as 42000 and 42,000, or 0 and a dash."""
    return one is not None and other is not None and _figure_value(one) == _figure_value(other)


def _figure_value(quantity: Quantity) -> tuple[object, ...]:
    return quantity.kind, quantity.value, quantity.low, quantity.high


def _is_marked_differently(one: FigureComparison) -> bool:
    return one.file is not None and one.record is not None and one.file.estimated != one.record.estimated


def _summarize_counts(release: Release, source: Source, why: str, figures: Sequence[FigureComparison]) -> str:
    counts = Counter(one.status for one in figures)
    tally = ", ".join(f"{counts[status]} {status}" for status in (EQUAL, DIFFERENT, NEW, MISSING))
    return f"{release.name} against {source.id} of the record ({why}): {tally}."


def _add_revisions(
    figures: Sequence[FigureComparison], later: Source, newer: Figures, dataset: Dataset
) -> tuple[list[FigureComparison], str]:
    """Add the figures of a newer version, and describe the changes in a sentence."""
    marked, changes = [], []
    for one in figures:
        after = newer.get((one.place, one.column))
        if after is None or one.record is None or _is_same_figure(one.record, after):
            marked.append(one)
        else:
            changes.append(f"{dataset.places[one.place].name} {one.column} {one.record.printed} to {after.printed}")
            marked.append(one._replace(revised=after, revised_by=later.id))
    posted = f" of {later.published.formatted}" if later.published else ""
    what = f"revised {len(changes)} of them: {'; '.join(changes)}" if changes else "revised none of them"
    return marked, f"The record holds a newer version, {later.version or later.id}{posted}, which {what}."
