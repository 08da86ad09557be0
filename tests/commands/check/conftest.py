"""What the tests of ``check`` share."""

import pytest

from rareearth_cli import load
from rareearth_cli.commands.check.query import check_text
from rareearth_cli.model.questions import CheckQuestion


@pytest.fixture(scope="session")
def check():
    """Check a text against the bundled data; returns its claims as mappings."""
    dataset = load()

    def read(text):
        return [dict(one) for one in check_text(dataset, CheckQuestion(text=text)).claims]

    return read
