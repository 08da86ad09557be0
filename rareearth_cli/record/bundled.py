"""Where the dataset lies that ships with the tool, and the manual."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def bundled(name: str) -> Traversable:
    """A file of the dataset shipped with the tool, such as ``reserves.yaml``."""
    return _folder("data").joinpath(name)


def bundled_pages() -> dict[str, str]:
    """The pages of the manual by name, as Markdown, in the order of their names."""
    pages = sorted((one.name, one) for one in _folder("docs").iterdir() if one.name.endswith(".md"))
    return {name.removesuffix(".md"): page.read_text(encoding="utf-8") for name, page in pages}


def _folder(name: str) -> Traversable:
    """Installed, it lies inside the package; in a checkout, beside it."""
    installed = files("rareearth_cli").joinpath(name)
    return installed if installed.is_dir() else Path(__file__).resolve().parent.parent.parent / name
