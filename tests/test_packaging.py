"""What is installed is what is in the tree."""

import configparser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "setup.cfg"

pytestmark = pytest.mark.skipif(not CONFIG.is_file(), reason="needs the checkout")


def test_every_package_is_listed():
    config = configparser.ConfigParser()
    config.read(CONFIG, encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "rareearth_cli").rglob("__init__.py")}
    remedy = "list each package under 'packages' in setup.cfg: see docs/development/question.md and importer.md"
    assert listed == found | {"rareearth_cli.data", "rareearth_cli.docs"}, remedy


def test_the_data_is_found_beside_the_package_or_inside_it():
    from rareearth_cli.record.bundled import find_bundled_file

    assert b"roots:" in find_bundled_file("reserves.yaml").read_bytes()
    assert b"columns:" in find_bundled_file("places.yaml").read_bytes()
