"""Where datasets are found, and how several become one."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from rareearth_cli.dataset.amounts import amounts
from rareearth_cli.dataset.build import build_estimates, read_bridges, read_remarks, read_roots
from rareearth_cli.dataset.checks import check_totals
from rareearth_cli.dataset.classification import read_classification
from rareearth_cli.dataset.converters import refuse_unknown
from rareearth_cli.dataset.document import LARGEST_BYTES, Document, Fields, parse_document
from rareearth_cli.dataset.entries import read_entries
from rareearth_cli.dataset.places import read_places
from rareearth_cli.dataset.sources import read_sources
from rareearth_cli.dataset.tables import read_tables
from rareearth_cli.domain.errors import InvalidDataset
from rareearth_cli.domain.ladder import Classification
from rareearth_cli.domain.places import Place
from rareearth_cli.domain.records import Dataset

_Read = TypeVar("_Read")
#: The sections that name publishers, ledgers and series: no figures, which `only` leaves out.
_DEFINITIONS = ("publishers", "roots", "series")
_SECTIONS = ("dataset", "publishers", "roots", "series", "sources", "tables", "estimates", "bridges", "remarks")


def bundled(name: str) -> Traversable:
    """A file of the dataset shipped with the tool, such as ``reserves.yaml``.

    Installed, it lies inside the package; in a checkout, in the folder beside it.
    """
    installed = files("rareearth_cli").joinpath("data", name)
    if installed.is_file():
        return installed
    return Path(__file__).resolve().parent.parent.parent / "data" / name


def read_bundled(name: str, read: Callable[[Document], _Read]) -> _Read:
    """What ``read`` makes of a file that ships with the tool.

    Raises:
        InvalidDataset: with every defect of the file.

    """
    document = parse_document(name, bundled(name).read_bytes())
    result = read(document)
    if document.problems:
        raise InvalidDataset(document.problems)
    return result


def load_places() -> dict[str, Place]:
    """The places that a dataset may speak of."""
    return read_bundled("places.yaml", read_places)


def load_classification() -> Classification:
    """What the categories mean that a dataset may name."""
    return read_bundled("classification.yaml", read_classification)


def load(paths: Sequence[Path] = (), *, only: bool = False) -> Dataset:
    """The bundled dataset with the files at ``paths`` laid over it; ``only`` leaves our figures out.

    Raises:
        InvalidDataset: with every defect of every file.
        OSError: a file cannot be read.

    """
    return _joined([parse_document(str(path), _content(path)) for path in paths], only=only)


def load_text(name: str, text: str) -> Dataset:
    """The dataset that a text is by itself, as `load` reads a file with ``only``."""
    return _joined([parse_document(name, text.encode("utf-8"))], only=True)


def _joined(own: list[Document], *, only: bool) -> Dataset:
    ours = parse_document("reserves.yaml", bundled("reserves.yaml").read_bytes())
    if only:
        _keep_definitions(ours, own)
    documents = [ours, *own]
    dataset = _dataset(documents)
    problems = [problem for document in documents for problem in dict.fromkeys(document.problems)]
    if problems:
        raise InvalidDataset(problems)
    return dataset._replace(version=_version(own if only else documents))


def _keep_definitions(ours: Document, own: list[Document]) -> None:
    """Of our document leave what names things and holds no figures, where the others do not name them themselves."""
    for section in list(ours.root):
        fields = ours.root[section]
        if section not in _DEFINITIONS or not isinstance(fields, Fields):
            del ours.root[section]
            continue
        for document in own:
            theirs = document.root.get(section)
            for name in theirs if isinstance(theirs, Fields) else ():
                fields.pop(name, None)


def _content(path: Path) -> bytes:
    """What a file holds, as far as a dataset may; a device that never ends is not read to its end."""
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _dataset(documents: list[Document]) -> Dataset:
    """What can be made of the documents; their problems say what could not."""
    for document in documents:
        refuse_unknown(document, document.root, _SECTIONS)
    places = load_places()
    roots = read_roots(documents)
    sources = read_sources(documents)
    tables = read_tables(documents, sources)
    entries = read_entries(documents, sources, tables)
    quantities = amounts(entries)
    estimates = build_estimates(entries, sources, places, roots, quantities)
    for table in tables.values():
        check_totals(table, quantities)
    return Dataset(
        version="",
        places=places,
        classification=load_classification(),
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
