"""A release against the record at the same edition and version, figure by figure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rareearth_cli.importers.usgs.release import Release
from rareearth_cli.model.errors import NotOnRecord
from rareearth_cli.model.quantity import Kind, Quantity
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.wording import fold
from rareearth_cli.record.tables import Column

SERIES = "usgs-mcs"
EQUAL, DIFFERENT, NEW, MISSING = "equal", "different", "new", "missing"

_PLAIN = (Kind.POINT, Kind.APPROX)

Figures = Mapping[tuple[str, Column], Quantity]


class Checked(NamedTuple):
    """One figure: of the file, of the record, and of a newer version of the record that revised it."""

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
    def fold(self) -> float | None:
        """How many times the larger of file and record is the smaller, to a figure more than the poorer of them.

        None where one of them is zero or no plain figure: what is known of a bound's fold is no number.
        """
        pair = [one for one in (self.file, self.record) if one is not None and one.kind in _PLAIN and one.value]
        if self.status != DIFFERENT or len(pair) < 2:
            return None
        times = fold(*(float(one.value) for one in pair if one.value is not None))
        return float(f"{times:.{min(one.digits or 1 for one in pair)}e}")


class Check(NamedTuple):
    """All figures of a release against the record, and what is to be said of that."""

    figures: Sequence[Checked]
    said: Sequence[str]

    @property
    def differs(self) -> bool:
        """Whether the record at that edition and version is not what the file says."""
        return any(one.status != EQUAL for one in self.figures)


def check(release: Release, dataset: Dataset) -> Check:
    """Hold a release against the record.

    Without a version asked for, it is held against the version that it agrees with best, the earlier of two.
    """
    cells: Figures = {key: cell.quantity for key, cell in release.cells.items()}
    columns = {column for _, column in cells}
    recorded = {one.id: _figures(one, columns, dataset) for one in dataset.sources.values() if _is_of(one, release)}
    versions = _versions(recorded, dataset)
    if not versions:
        figures = [Checked(NEW, *key, cells[key], None, "", release.cells[key].line) for key in cells]
        none = f"The record holds no edition {release.edition.year}"
        return Check(figures, [f"{none}: all {len(cells)} figures of {release.name} are new."])
    chosen, why = _chosen(release, cells, versions, recorded)
    record = recorded[chosen.id]
    figures = [_checked(release, key, cells, record, chosen) for key in dict.fromkeys([*cells, *record])]
    said = [_counted(release, chosen, why, figures)]
    marked = [one for one in figures if one.status == EQUAL and _marks_differ(one)]
    if marked:
        said.append(f"{len(marked)} of the equal ones are marked estimated on one side alone.")
    for later in versions[versions.index(chosen) + 1 :]:
        figures, sentence = _revised(figures, later, recorded[later.id], dataset)
        said.append(sentence)
    return Check(figures, said)


def _is_of(source: Source, release: Release) -> bool:
    return source.series == SERIES and source.edition == release.edition.year


def _versions(recorded: Mapping[str, Figures], dataset: Dataset) -> list[Source]:
    """The versions of an edition on record that have figures of the file's columns, the oldest first."""
    sources = [dataset.sources[key] for key, figures in recorded.items() if figures]
    return sorted(sources, key=lambda one: (one.published.last_day.isoformat() if one.published else "", one.id))


def _figures(source: Source, columns: set[Column], dataset: Dataset) -> Figures:
    """The figures of a source that stand in its table, in the columns that the file has too."""
    figures = {
        (one.place, Column(one.measure.value, one.period)): one.quantity
        for one in dataset.estimates.values()
        if one.source == source.id and one.id.startswith(f"{source.id}/")
    }
    return {key: quantity for key, quantity in figures.items() if key[1] in columns}


def _chosen(
    release: Release, cells: Figures, versions: list[Source], recorded: Mapping[str, Figures]
) -> tuple[Source, str]:
    if release.version:
        known = {one.version: one for one in versions}
        if release.version in known:
            return known[release.version], f"version {release.version}, as asked for"
        if versions[-1].version:
            held = f"the record holds {', '.join(known)}"
            return versions[-1], f"there is no version {release.version} on record; {held}, and this is its newest"
        raise NotOnRecord(
            f"the record of edition {release.edition.year} names no version; leave --version {release.version} out"
        )
    agree = {one.id: sum(_same(cells.get(key), of) for key, of in recorded[one.id].items()) for one in versions}
    best = max(versions, key=lambda one: agree[one.id])
    if len(versions) == 1:
        return best, "the only version on record"
    tally = ", ".join(f"{agree[one.id]} with {one.version or one.id}" for one in versions)
    return best, f"the file does not say its version, and it agrees best with {best.version}: {tally} of {len(cells)}"


def _checked(release: Release, key: tuple[str, Column], cells: Figures, record: Figures, source: Source) -> Checked:
    file, recorded = cells.get(key), record.get(key)
    status = MISSING if file is None else NEW if recorded is None else EQUAL if _same(file, recorded) else DIFFERENT
    line = release.cells[key].line if key in release.cells else None
    return Checked(status, *key, file, recorded, source.id, line)


def _same(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two printed figures stand for the same, however they are spelt: 42000 and 42,000, 0 and a dash."""
    return one is not None and other is not None and _stands_for(one) == _stands_for(other)


def _stands_for(quantity: Quantity) -> tuple[object, ...]:
    return quantity.kind, quantity.value, quantity.low, quantity.high


def _marks_differ(one: Checked) -> bool:
    return one.file is not None and one.record is not None and one.file.estimated != one.record.estimated


def _counted(release: Release, source: Source, why: str, figures: Sequence[Checked]) -> str:
    counts = Counter(one.status for one in figures)
    tally = ", ".join(f"{counts[status]} {status}" for status in (EQUAL, DIFFERENT, NEW, MISSING))
    return f"{release.name} against {source.id} of the record ({why}): {tally}."


def _revised(figures: Sequence[Checked], later: Source, newer: Figures, dataset: Dataset) -> tuple[list[Checked], str]:
    """The figures with what a newer version made of them, and the sentence that says so."""
    marked, changes = [], []
    for one in figures:
        after = newer.get((one.place, one.column))
        if after is None or one.record is None or _same(one.record, after):
            marked.append(one)
        else:
            changes.append(f"{dataset.places[one.place].name} {one.column} {one.record.printed} to {after.printed}")
            marked.append(one._replace(revised=after, revised_by=later.id))
    posted = f" of {later.published.spoken}" if later.published else ""
    what = f"revised {len(changes)} of them: {'; '.join(changes)}" if changes else "revised none of them"
    return marked, f"The record holds a newer version, {later.version or later.id}{posted}, which {what}."
