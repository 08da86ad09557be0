"""Where datasets are found, and how several become one."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rareearth_cli.model.errors import InvalidDataset, Problem
from rareearth_cli.model.ladder import Classification
from rareearth_cli.model.places import Place
from rareearth_cli.model.records import Dataset
from rareearth_cli.record.amounts import amounts
from rareearth_cli.record.build import build_estimates, read_bridges, read_remarks, read_roots, read_systems
from rareearth_cli.record.bundled import bundled
from rareearth_cli.record.checks import check_totals
from rareearth_cli.record.classification import read_classification
from rareearth_cli.record.converters import DATASET_FIELDS, refuse_unknown
from rareearth_cli.record.entries import read_entries
from rareearth_cli.record.places import read_places
from rareearth_cli.record.sources import read_sources
from rareearth_cli.record.tables import read_tables
from rareearth_cli.record.tabular import LARGEST_TABLE, SUFFIXES, with_rows
from rareearth_cli.record.yaml_nodes import LARGEST_BYTES, Document, Fields, parse_document, read_bundled

#: The sections that name publishers, ledgers, series and classifications: no figures, which `only` leaves out.
_DEFINITIONS = ("publishers", "systems", "roots", "series")
_OURS = "reserves.yaml"
SECTIONS = (
    "dataset", "publishers", "systems", "roots", "series", "sources", "tables", "estimates", "bridges", "remarks",
)  # fmt: skip


@cache
def load_places() -> Mapping[str, Place]:
    """The places that a dataset may speak of."""
    return read_bundled("places.yaml", read_places)


@cache
def load_classification() -> Classification:
    """What the categories mean that a dataset may name."""
    return read_bundled("classification.yaml", read_classification)


def load(paths: Sequence[Path] = (), *, only: bool = False) -> Dataset:
    """The bundled dataset with the files at ``paths`` laid over it; ``only`` leaves our figures out.

    Raises:
        InvalidDataset: with every defect of every file.
        OSError: a file cannot be read.

    """
    return _without_problems(*examine(paths, only=only)) if paths or only else _load_bundled()


@cache
def _load_bundled() -> Dataset:
    """The bundled dataset: read once a process, since nothing changes it."""
    return _without_problems(*examine())


def load_text(name: str, text: str) -> Dataset:
    """The dataset that a text is by itself, as `load` reads a file with ``only``."""
    return _without_problems(*_joined([parse_document(name, text.encode("utf-8"))], only=True))


def _without_problems(dataset: Dataset, problems: Sequence[Problem]) -> Dataset:
    if problems:
        raise InvalidDataset(problems)
    return dataset


def examine(paths: Sequence[Path] = (), *, only: bool = False) -> tuple[Dataset, tuple[Problem, ...]]:
    """What can be made of the files, as `load` reads them, and every defect of every file.

    Our own file among ``paths`` is not laid over itself.

    Raises:
        OSError: a file cannot be read.

    """
    rows = {str(path): _content(path, LARGEST_TABLE) for path in paths if path.suffix.lower() in SUFFIXES}
    own = [Document(str(path)) if str(path) in rows else parse_document(str(path), _content(path)) for path in paths]
    return _joined(own, only=only or holds_ours(paths), rows=rows)


def _joined(
    own: list[Document], *, only: bool, rows: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Dataset, tuple[Problem, ...]]:
    """Our document and the user's ``own``; those that are ``rows``, by their names, are laid over all others."""
    parsed = _parse_ours()
    root = _definitions(parsed.root, own) if only else parsed.root
    ours = Document(parsed.name, list(parsed.problems), root, parsed.values)
    documents = [ours, *own]
    dataset = _dataset(documents)._replace(version=_version(own if only else documents))
    for document in own:
        if document.name in rows:
            dataset = with_rows(document, rows[document.name], dataset)
    return dataset, tuple(problem for document in documents for problem in dict.fromkeys(document.problems))


@cache
def _parse_ours() -> Document:
    """Our own document, parsed once a process; problems that are found later go into a copy."""
    return parse_document(_OURS, bundled(_OURS).read_bytes())


def _definitions(ours: Fields, own: list[Document]) -> Fields:
    """Of our document what names things and holds no figures, where the others do not name them themselves."""
    kept = Fields()
    for section, fields in ours.items():
        if section in _DEFINITIONS:
            theirs = [document.root.get(section) for document in own]
            taken = {name for names in theirs if isinstance(names, Fields) for name in names}
            kept[section] = _without(fields, taken) if isinstance(fields, Fields) else fields
    return kept


def _without(fields: Fields, taken: set[str]) -> Fields:
    """The mapping without some of its keys, at the line where it stands."""
    rest = Fields({name: node for name, node in fields.items() if name not in taken})
    rest.line = fields.line
    return rest


def holds_ours(paths: Sequence[Path]) -> bool:
    """Whether our own file is among ``paths``."""
    ours = bundled(_OURS)
    return isinstance(ours, Path) and any(path.exists() and path.samefile(ours) for path in paths)


def _content(path: Path, largest: int = LARGEST_BYTES) -> bytes:
    """What a file holds, as far as a dataset may; a device that never ends is not read to its end."""
    with path.open("rb") as file:
        return file.read(largest + 1)


def _dataset(documents: list[Document]) -> Dataset:
    """What can be made of the documents; their problems say what could not."""
    for document in documents:
        refuse_unknown(document, document.root, SECTIONS)
        refuse_unknown(document, document.fields(document.root.get("dataset"), "dataset"), DATASET_FIELDS)
    places, classification = load_places(), load_classification()
    systems = {**dict.fromkeys(read_systems(documents), ()), **classification.systems}
    roots = read_roots(documents)
    sources = read_sources(documents)
    tables = read_tables(documents, sources)
    entries = read_entries(documents, sources, tables)
    quantities = amounts(entries)
    estimates = build_estimates(entries, sources, places, roots, systems, quantities)
    for table in tables.values():
        check_totals(table, quantities)
    return Dataset(
        version="",
        places=places,
        classification=classification,
        publishers=_publishers(documents),
        roots=roots,
        sources={key: entry.source for key, entry in sources.items()},
        estimates=estimates,
        bridges=read_bridges(documents, estimates),
        remarks=read_remarks(documents, sources, places),
    )


def _publishers(documents: list[Document]) -> dict[str, str]:
    return {
        str(name): str(document.text(short, "publisher"))
        for document in documents
        for name, short in document.fields(document.root.get("publishers"), "publishers").items()
    }


def _version(documents: list[Document]) -> str:
    """The version each file states, or its name; joined where several are laid over each other."""
    stated = []
    for document in documents:
        about = document.fields(document.root.get("dataset"), "dataset")
        stated.append(str(about.get("version", Path(document.name).name)))
    return " + ".join(stated)
