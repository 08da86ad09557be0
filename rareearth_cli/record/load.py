"""Load the bundled dataset, the places and the user's files, and merge them into one dataset."""

import re
import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rareearth_cli.model.errors import InvalidDataset, Problem, Rule
from rareearth_cli.model.ladder import Classification
from rareearth_cli.model.names import Place
from rareearth_cli.model.records import Dataset
from rareearth_cli.record.amounts import compute_quantities
from rareearth_cli.record.build import (
    build_estimates,
    read_bridges,
    read_explanations,
    read_remarks,
    read_roots,
    read_system_names,
)
from rareearth_cli.record.bundled import find_bundled_file
from rareearth_cli.record.classification import read_classification
from rareearth_cli.record.converters import DATASET_FIELDS, report_unknown_fields
from rareearth_cli.record.entries import read_entries
from rareearth_cli.record.sources import read_sources
from rareearth_cli.record.tables import check_totals, read_tables
from rareearth_cli.record.tabular import MAX_TABLE_BYTES, TABLE_SUFFIXES, overlay_table
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
def load_places() -> Mapping[str, Place]:
    """Load the places that a dataset may refer to."""
    return read_bundled("places.yaml", read_places)


@cache
def load_classification() -> Classification:
    """Load the meaning of the categories that a dataset may name."""
    return read_bundled("classification.yaml", read_classification)


def load_dataset(paths: Sequence[Path] = (), *, only: bool = False) -> Dataset:
    """Load the bundled dataset together with the user's files.

    Parameters
    ----------
    paths
        YAML, CSV or TSV files whose records are added to the bundled ones.
    only
        Whether to leave out the bundled figures. Bundled publishers, classifications, origins and series remain.

    Raises
    ------
    InvalidDataset
        With every problem of every file.
    OSError
        If a file cannot be read.

    """
    if not paths and not only:
        return _load_bundled()
    dataset, problems = load_with_problems(paths, only=only)
    return _raise_problems(dataset, problems, build_validate_command(paths, only=only))


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
    files = [f"./{path}" if str(path).startswith("-") else str(path) for path in paths]
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
    paths = list(dict.fromkeys(paths))
    tables = {str(path): _read_bytes(path, MAX_TABLE_BYTES) for path in paths if path.suffix.lower() in TABLE_SUFFIXES}
    texts = {str(path): _read_bytes(path) for path in paths if str(path) not in tables}
    only = only or includes_bundled_file(paths)
    documents = [
        Document(str(path)) if str(path) in tables else parse_document(str(path), texts[str(path)]) for path in paths
    ]
    return _merge_documents(documents, only=only, tables=tables)


def _merge_documents(
    user_documents: list[Document], *, only: bool, tables: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Dataset, tuple[Problem, ...]]:
    """Merge the bundled document with the user's; ``tables``, by document name, are added after all YAML documents."""
    bundled = parse_bundled(_BUNDLED_FILE)
    if only:
        bundled.root = _select_definitions(bundled.root, user_documents)
    documents = [bundled, *user_documents]
    dataset = _build_dataset(documents)._replace(version=_join_versions(user_documents if only else documents))
    for document in user_documents:
        if document.name in tables:
            dataset = overlay_table(document, tables[document.name], dataset)
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


def includes_bundled_file(paths: Sequence[Path]) -> bool:
    """Return whether the bundled file, a copy or another edition of it is among ``paths``.

    An installed package has a file of its own, so that the one of a checkout is a copy.
    """
    return any(_is_edition_of_bundled(path) for path in paths if path.exists())


def _is_edition_of_bundled(path: Path) -> bool:
    """Return whether a file is the bundled one, or defines more than half of its sources."""
    bundled = find_bundled_file(_BUNDLED_FILE)
    if isinstance(bundled, Path) and path.samefile(bundled):
        return True
    if path.suffix.lower() in TABLE_SUFFIXES or not path.is_file():
        return False
    text = bundled.read_bytes()
    if not len(text) // 2 < path.stat().st_size <= MAX_YAML_BYTES:
        return False
    own = set(_SOURCE_KEY.findall(text))
    return len(own.intersection(_SOURCE_KEY.findall(path.read_bytes()))) > len(own) / 2


def _read_bytes(path: Path, max_bytes: int = MAX_YAML_BYTES) -> bytes:
    """Read a file up to one byte beyond the limit, so that an endless device is not read for ever."""
    with path.open("rb") as file:
        return file.read(max_bytes + 1)


def _build_dataset(documents: list[Document]) -> Dataset:
    """Build a dataset from documents as far as possible; problems are added to the documents."""
    for document in documents:
        report_unknown_fields(document, document.root, SECTIONS)
        report_unknown_fields(
            document, document.expect_mapping(document.root.get("dataset"), "dataset"), DATASET_FIELDS
        )
    places, classification = load_places(), load_classification()
    systems = {**dict.fromkeys(read_system_names(documents), ()), **classification.systems}
    roots = read_roots(documents)
    sources = read_sources(documents)
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
            )
    return places


def _split_names(cell: str | TextNode) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in cell.split(";"))))
