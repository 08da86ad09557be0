"""What these tests need beside Python: a browser, an office suite, shells.

A test whose program is missing is skipped; in CI, where ``.ci/run`` has installed them all, it fails.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip


def missing(what: str) -> NoReturn:
    """Skip the test that needs ``what``; fail in CI."""
    said = f"needs {what}, which is not installed"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


@pytest.fixture(scope="session")
def browser(tmp_path_factory) -> Iterator[object]:
    """One chromium for all tests, driven by Selenium; console and network are logged."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        missing("chromium and chromium-driver")
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError:
        missing("selenium")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for switch in (*_SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield started
    finally:
        started.quit()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, which ``AXE_CORE`` leads to."""
    path = Path(os.environ.get("AXE_CORE", "no such file"))
    if not path.is_file():
        missing("axe-core (AXE_CORE=…/axe.min.js)")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def page(run, tmp_path) -> Callable[..., Path]:
    """Write a page with arguments of the command, and give its path."""

    def write(*arguments: object) -> Path:
        path = tmp_path / "page.html"
        done = run(*arguments, "-o", path)
        assert done.exit_code == 0, done.stderr
        return path

    return write
