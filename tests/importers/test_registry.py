"""Every folder of an importer is registered, and what the command needs of it is there."""

import inspect
from pathlib import Path

import pytest

from rareearth_cli import importers

FOLDERS = sorted(path.parent.name for path in Path(importers.__file__).parent.glob("*/__init__.py"))
PAGE = "docs/development/importer.md"


def test_every_folder_is_an_importer_and_every_importer_has_one():
    remedy = f"enter it in IMPORTERS of rareearth_cli/importers/__init__.py: see {PAGE}"
    assert sorted(importers.IMPORTERS) == FOLDERS, remedy


@pytest.mark.parametrize("name", importers.IMPORTERS)
def test_an_importer_can_be_called_and_shown(name):
    importer = importers.IMPORTERS[name]
    assert list(inspect.signature(importer.read).parameters) == ["content", "places", "edition", "version", "published"]
    assert ": " in importer.what, f"write its help as 'WHAT IT IS: what is in it.': see {PAGE}"
    remedy = f"put a small file of that name into tests/importers/releases/: see {PAGE}"
    assert (Path(__file__).parent / "releases" / importer.example).is_file(), remedy
