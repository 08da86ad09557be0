"""Locate the dataset and the manual that ship with the tool."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def find_bundled_file(name: str) -> Traversable:
    """Return a file of the bundled dataset, such as ``reserves.yaml``."""
    return _find_folder("data").joinpath(name)


def read_manual_pages() -> dict[str, str]:
    """Read the pages of the manual as Markdown, in alphabetical order of their names."""
    pages = sorted((page.name, page) for page in _find_folder("docs").iterdir() if page.name.endswith(".md"))
    return {name.removesuffix(".md"): page.read_text(encoding="utf-8") for name, page in pages}


def _find_folder(name: str) -> Traversable:
    """Return a folder from inside the installed package, or from beside the package in a source checkout."""
    installed = files("rareearth_cli").joinpath(name)
    return installed if installed.is_dir() else Path(__file__).resolve().parent.parent.parent / name
