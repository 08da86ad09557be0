"""Where the dataset lies that ships with the tool."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def bundled(name: str) -> Traversable:
    """A file of the dataset shipped with the tool, such as ``reserves.yaml``.

    Installed, it lies inside the package; in a checkout, in the folder beside it.
    """
    installed = files("rareearth_cli").joinpath("data", name)
    if installed.is_file():
        return installed
    return Path(__file__).resolve().parent.parent.parent / "data" / name
