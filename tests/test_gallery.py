"""The gallery shows what the tool draws today; ``pytest --regenerate`` draws it anew."""

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
SPEC = importlib.util.spec_from_file_location("gallery", DOCS / "gallery" / "draw.py")
gallery = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(gallery)


def texts(drawn):
    return [element.text for element in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]


def test_the_page_is_what_the_script_writes(request):
    if request.config.getoption("--regenerate"):
        gallery.main()
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == gallery.page()


@pytest.mark.parametrize("example", gallery.EXAMPLES, ids=lambda one: one.name)
def test_a_picture_says_what_the_command_says(run, example):
    # Paths differ between versions of matplotlib; words must not.
    kept = (DOCS / "gallery" / f"{example.name}.svg").read_text(encoding="utf-8")
    assert texts(kept) == texts(run(*example.command.split(), "-f", "svg").stdout)
    assert len(kept) < 250_000


def test_the_readme_leads_to_it_with_a_picture():
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert "(docs/gallery.md)" in text
    assert text.count("](docs/gallery/") == 1
