"""Load the bundled dataset, the places and the user's files, and merge them into one dataset."""

import re
import shlex
from collections.abc import Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from rareearth_cli.model.errors import InvalidDataset, Problem, Rule
from rareearth_cli.model.ladder import Classification
from rareearth_cli.model.names import WORLD, Place, PlaceTable
from rareearth_cli.model.quantity import Quantity
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.record.amounts import compute_quantities, read_series_digits
from rareearth_cli.record.build import (
    build_estimates,
    read_bridges,
    read_explanations,
    read_remarks,
    read_roots,
    read_system_names,
)
from rareearth_cli.record.bundled import find_bundled_file
from rareearth_cli.record.checks import sum_rows
from rareearth_cli.record.classification import read_classification
from rareearth_cli.record.converters import DATASET_FIELDS, report_unknown_fields
from rareearth_cli.record.entries import advise_section, read_entries
from rareearth_cli.record.files import FileKind, UnreadableFile, read_file, tell_kind
from rareearth_cli.record.headers import NO_OPTIONS, ReadingOptions
from rareearth_cli.record.short_entries import complete_entries
from rareearth_cli.record.sources import SourceEntry, read_series_defaults, read_sources
from rareearth_cli.record.tables import check_totals, read_tables
from rareearth_cli.record.yaml_nodes import (
    MAX_YAML_BYTES,
    Document,
    MappingNode,
    TextNode,
    parse_bundled,
    parse_document,
    read_bundled,
)

#: Sections that define publishers, classifications, origins and series. They hold no figures, so ``only`` keeps them.
_DEFINITION_SECTIONS = ("publishers", "systems", "roots", "series")
_BUNDLED_FILE = "reserves.yaml"
#: The key of a source, series or root where it stands on a line of its own.
_SOURCE_KEY = re.compile(rb"^  ([\w./-]+):\s*$", re.MULTILINE)
SECTIONS = (
    "dataset", "publishers", "systems", "roots", "series", "sources", "tables", "estimates", "bridges", "remarks",
    "explanations",
)  # fmt: skip


@cache
def load_places() -> PlaceTable:
    """Load the places that a dataset may refer to."""
    return PlaceTable(read_bundled("places.yaml", read_places), _load_official_names)


def _load_official_names() -> dict[str, tuple[str, ...]]:
    """Load the names of official lists, which data/places.yaml does not have, by the code of the place."""

    def read(document: Document) -> dict[str, tuple[str, ...]]:
        names = document.expect_mapping(document.root.get("names"), "names").items()
        return {str(code): _split_names(document.expect_text(cell, code)) for code, cell in names}

    return read_bundled("place_names.yaml", read)


@cache
def load_classification() -> Classification:
    """Load the meaning of the categories that a dataset may name."""
    return read_bundled("classification.yaml", read_classification)


def load_dataset(paths: Sequence[Path] = (), *, only: bool = False, options: ReadingOptions = NO_OPTIONS) -> Dataset:
    """Load the bundled dataset together with the user's files.

    Parameters
    ----------
    paths
        Files whose records are added to the bundled ones: YAML, tables in any usual form, and ``-`` for standard input.
    only
        Whether to leave out the bundled figures. Bundled publishers, classifications, origins and series remain.
    options
        What tables do not say themselves: the meaning of titles, units, and the sheet of a workbook.

    Raises
    ------
    InvalidDataset
        With every problem of every file.
    OSError
        If a file cannot be read.

    """
    if not paths and not only:
        return _load_bundled()
    loaded = load_files(paths, only=only, options=options)
    return _raise_problems(loaded.dataset, loaded.problems, build_validate_command(paths, only=only))


@cache
def _load_bundled() -> Dataset:
    """Load the bundled dataset once per process; it is immutable."""
    return _raise_problems(*load_with_problems(), build_validate_command())


def load_dataset_from_text(name: str, text: str, *, command: str = "") -> Dataset:
    """Load a dataset from YAML text, as `load_dataset` reads a file with ``only``.

    Problems call the file ``name``, and ``command`` is what lists all of them.
    """
    return _raise_problems(*_merge_documents([parse_document(name, text.encode("utf-8"))], only=True), command)


def _raise_problems(dataset: Dataset, problems: Sequence[Problem], command: str = "") -> Dataset:
    if problems:
        raise InvalidDataset(problems, command=command)
    return dataset


def build_validate_command(paths: Sequence[Path] = (), *, only: bool = False) -> str:
    """Build the shell command that lists every problem of these files."""
    # A name that begins with a hyphen would be an option.
    files = [str(path) if str(path) == "-" or not str(path).startswith("-") else f"./{path}" for path in paths]
    return shlex.join(["rareearth", "validate", *files, *(["--only"] if only else []), "--all"])


def load_with_problems(paths: Sequence[Path] = (), *, only: bool = False) -> tuple[Dataset, tuple[Problem, ...]]:
    """Load files as `load_dataset` does, but return the problems instead of raising them.

    If the bundled file, a copy or another edition of it is among ``paths``, ours is not loaded beside it.

    Returns
    -------
    tuple
        The dataset as far as it could be built, and every problem of every file.

    Raises
    ------
    OSError
        If a file cannot be read.

    """
    loaded = load_files(paths, only=only)
    return loaded.dataset, loaded.problems


class Loaded(NamedTuple):
    """What was read: the dataset as far as it could be built, and every problem of every file."""

    dataset: Dataset
    problems: tuple[Problem, ...]
    #: Whether a file takes the place of the bundled one.
    replaces_bundled: bool


def load_files(paths: Sequence[Path] = (), *, only: bool = False, options: ReadingOptions = NO_OPTIONS) -> Loaded:
    """Load files as `load_dataset` does, but return the problems, and what was assumed, instead of raising them."""
    tables: dict[str, TableFile] = {}
    documents: list[Document] = []
    replaces_bundled = False
    for path in dict.fromkeys(paths):
        document = Document(str(path))
        try:
            file = read_file(path)
            document = Document(file.name)
            kind = tell_kind(file.name, file.content, SECTIONS)
            if kind is FileKind.YAML:
                document = parse_document(file.name, file.content)
                replaces_bundled |= _is_edition_of_bundled(path, file.content)
            else:
                tables[file.name] = TableFile(file.content, kind)
        except UnreadableFile as error:
            document.add_problem(Rule.PARSEABLE, 1, error.what, error.remedy)
        documents.append(document)
    dataset, problems = _merge_documents(documents, only=only or replaces_bundled, tables=tables, options=options)
    assumptions = (*(one for document in documents for one in document.assumptions), *_name_undated_editions(dataset))
    return Loaded(dataset._replace(assumptions=assumptions), problems, replaces_bundled)


def _name_undated_editions(dataset: Dataset) -> tuple[str, ...]:
    """Say of a source of a series whose other editions have dates that it replaces none, because it has no date."""
    dated = {one.series for one in dataset.sources.values() if one.published}
    undated = [one for one in dataset.sources.values() if one.series in dated - {""} and not one.published]
    return tuple(
        f"{one.id}: no date of publication, so that it replaces no edition of '{one.series}'; give it in 'published'"
        for one in undated
    )


def _name_excessive_lists(dataset: Dataset, own: Set[str]) -> list[str]:
    """Say of the lists of a user's own sources that their rows add up to more than their total of the world.

    In a table under ``tables`` that is a problem, unless a reason is given; a list of figures has no place for it.
    """
    lists: dict[tuple[str, Measure, str], dict[str, Quantity]] = {}
    for one in dataset.estimates.values() if own else ():
        if one.source in own and not (one.site or one.part_of or one.derived_from):
            lists.setdefault((one.source, one.measure, one.period), {})[one.place] = one.quantity
    said = []
    for (source, measure, _), column in lists.items():
        if WORLD not in column:
            continue
        total, world = sum_rows(column), column[WORLD]
        if world.high is not None and total.low > world.high:
            printed = world.printed or f"{world.value:,.0f} t"
            added = f"{total.value:,.0f} t, more than its total of the world, {printed}"
            said.append(f"{source}: the rows of {measure} add up to {added}; check the cells")
    return said


class TableFile(NamedTuple):
    """The content of a file that is a table, as text or in a workbook."""

    content: bytes
    kind: FileKind


def _merge_documents(
    user_documents: list[Document],
    *,
    only: bool,
    tables: Mapping[str, TableFile] = MappingProxyType({}),
    options: ReadingOptions = NO_OPTIONS,
) -> tuple[Dataset, tuple[Problem, ...]]:
    """Merge the bundled document with the user's; ``tables``, by document name, are added after all YAML documents."""
    bundled = parse_bundled(_BUNDLED_FILE)
    if only:
        bundled.root = _select_definitions(bundled.root, user_documents)
    documents = [bundled, *user_documents]
    described = complete_entries(user_documents, load_places())
    dataset = _build_dataset(documents, described)._replace(
        version=_join_versions(user_documents if only else documents)
    )
    if tables:
        from rareearth_cli.record.tabular import overlay_table
    for document in user_documents:
        if document.name in tables:
            known = dataset.sources.keys()
            dataset = overlay_table(document, *tables[document.name], options, dataset)
            document.assumptions += _name_excessive_lists(dataset, dataset.sources.keys() - known)
    return dataset, tuple(problem for document in documents for problem in dict.fromkeys(document.problems))


def _select_definitions(bundled_root: MappingNode, user_documents: list[Document]) -> MappingNode:
    """Return the sections of the bundled document that define names, without the names that users define themselves."""
    kept = MappingNode()
    for section, fields in bundled_root.items():
        if section in _DEFINITION_SECTIONS:
            user_sections = [document.root.get(section) for document in user_documents]
            taken = {name for names in user_sections if isinstance(names, MappingNode) for name in names}
            kept[section] = _drop_keys(fields, taken) if isinstance(fields, MappingNode) else fields
    return kept


def _drop_keys(fields: MappingNode, keys: set[str]) -> MappingNode:
    """Return a mapping without some of its keys, with the same line number."""
    rest = MappingNode({name: node for name, node in fields.items() if name not in keys})
    rest.line = fields.line
    return rest


def _is_edition_of_bundled(path: Path, content: bytes) -> bool:
    """Return whether a file is the bundled one, or defines more than half of its sources.

    An installed package has a file of its own, so that the one of a checkout is a copy.
    """
    bundled = find_bundled_file(_BUNDLED_FILE)
    if isinstance(bundled, Path) and path.exists() and path.samefile(bundled):
        return True
    text = bundled.read_bytes()
    if not len(text) // 2 < len(content) <= MAX_YAML_BYTES:
        return False
    own = set(_SOURCE_KEY.findall(text))
    return len(own.intersection(_SOURCE_KEY.findall(content))) > len(own) / 2


def _build_dataset(documents: list[Document], described: Mapping[str, SourceEntry]) -> Dataset:
    """Build a dataset from documents as far as possible; problems are added to the documents.

    ``described`` are sources that are described where they are used.
    """
    for document in documents:
        report_unknown_fields(document, document.root, SECTIONS, advise_section)
        report_unknown_fields(
            document, document.expect_mapping(document.root.get("dataset"), "dataset"), DATASET_FIELDS
        )
    places, classification = load_places(), load_classification()
    systems = {**dict.fromkeys(read_system_names(documents), ()), **classification.systems}
    roots = read_roots(documents)
    sources = {**read_sources(documents), **described}
    tables = read_tables(documents, sources)
    entries = read_entries(documents, sources, tables)
    quantities = compute_quantities(entries)
    estimates = build_estimates(entries, sources, places, roots, systems, quantities)
    for table in tables.values():
        check_totals(table, quantities)
    return Dataset(
        version="",
        places=places,
        classification=classification,
        publishers=_read_publishers(documents),
        roots=roots,
        sources={key: entry.source for key, entry in sources.items()},
        estimates=estimates,
        bridges=read_bridges(documents, estimates),
        remarks=read_remarks(documents, sources, places),
        explanations=read_explanations(documents, estimates),
        systems=systems,
        least_digits=read_series_digits(sources.values()),
        series_defaults=read_series_defaults(sources.values()),
    )


def _read_publishers(documents: list[Document]) -> dict[str, str]:
    return {
        str(name): str(document.expect_text(short, "publisher"))
        for document in documents
        for name, short in document.expect_mapping(document.root.get("publishers"), "publishers").items()
    }


def _join_versions(documents: list[Document]) -> str:
    """Join the versions that the documents state; a document without one counts by its file name."""
    stated = []
    for document in documents:
        about = document.expect_mapping(document.root.get("dataset"), "dataset")
        stated.append(str(about.get("version", Path(document.name).name)))
    return " + ".join(stated)


def read_places(document: Document) -> dict[str, Place]:
    """Read all places by code; problems are added to the document."""
    places: dict[str, Place] = {}
    members = _read_members(document)
    for section in ("groups", "places"):
        for code, row in document.expect_mapping(document.root.get(section), section).items():
            cells = [_split_names(cell) for cell in document.expect_text(row, f"place {code}").split("|")]
            if len(cells) < 2 or not cells[1]:
                document.add_problem(
                    Rule.SHAPE,
                    getattr(code, "line", row.line),
                    f"place {code} has no name",
                    "write 'alpha-2 | English name'",
                )
                continue
            alpha2, name, native, *others = cells + [()] * 2
            places[str(code)] = Place(
                code=str(code),
                alpha2="".join(alpha2),
                name=name[0],
                native=native,
                names=(*name[1:], *(text for cell in others for text in cell)),
                group=section == "groups",
                **members.get(str(code), {}),
            )
    return places


def _read_members(document: Document) -> dict[str, dict[str, Any]]:
    """Read the members of groups, with the day since when each has just these."""
    given = document.expect_mapping(document.root.get("members"), "members").items()
    cells = {str(code): str(document.expect_text(cell, code)).split("|") for code, cell in given}
    return {code: {"since": since.strip(), "members": tuple(rest[0].split())} for code, (since, *rest) in cells.items()}


def _split_names(cell: str | TextNode) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in cell.split(";"))))
