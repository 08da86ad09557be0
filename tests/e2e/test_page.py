"""The page in a real browser: nothing fetched, nothing complained of, sorted, filtered, readable by everybody."""

import base64
import json
import os
from pathlib import Path

import pytest

from tests.faces import HOSTILE

PAGES = {
    "russia": ("compare", "russia", "--explain"),
    "china": ("compare", "china"),
    "shares": ("compare", "china", "--measure", "share"),
    "one": ("compare", "australia"),
    "all": ("compare", "--all"),
    "report": ("report",),
    "history": ("history", "russia"),
    "rank": ("rank",),
    "claim": ("share", "china", "--claimed", "95%"),
    "trace": ("trace", "12"),
    "estimates": ("estimates",),
    "sources": ("sources",),
}
ALL = pytest.mark.parametrize("arguments", PAGES.values(), ids=PAGES)


def opened(browser, path, *, width=1280, dark=False, media="screen", scripts=True):
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.get(path.as_uri())


def requested(browser):
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]


def shown(browser, table):
    return browser.execute_script(
        "return Array.from(arguments[0].tBodies[0].rows).filter(row => !row.hidden).map(row =>"
        " Array.from(row.cells).map(cell => cell.textContent.trim()))",
        table,
    )


@ALL
def test_it_opens_without_a_request_and_without_a_complaint(browser, page, arguments):
    path = page(*arguments)
    opened(browser, path)
    assert set(requested(browser)) <= {path.as_uri(), "data:,"}
    assert browser.get_log("browser") == []


@ALL
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation(browser, page, axe, arguments, dark):
    opened(browser, page(*arguments), dark=dark)
    browser.execute_script(axe)
    browser.set_script_timeout(120)
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    told = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found["violations"]]
    assert told == []


@ALL
@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_but_a_table_is_wider_than_the_screen(browser, page, arguments, width):
    opened(browser, page(*arguments), width=width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


@ALL
def test_in_print_nothing_is_wider_than_the_paper(browser, page, arguments):
    path = page(*arguments)
    # A4 less its margins at 96 dots an inch: tables of all rows stand on landscape pages, all else upright.
    for width, selector in ((1032, "table.data"), (703, "table.grid, figure")):
        opened(browser, path, width=width, media="print")
        wide = "return Array.from(document.querySelectorAll(arguments[0]), one => one.scrollWidth)"
        assert max(browser.execute_script(wide, selector), default=0) <= width


def test_a_click_sorts_numbers_as_numbers_and_a_second_one_turns_them_round(browser, page):
    from selenium.webdriver.common.by import By

    opened(browser, page("compare", "--all"))
    table = browser.find_element(By.ID, "table-figures")
    heads = table.find_elements(By.CSS_SELECTOR, "thead th")
    column = next(at for at, head in enumerate(heads) if head.text.startswith("tonnes"))
    before = shown(browser, table)
    button = heads[column].find_element(By.TAG_NAME, "button")
    for direction in ("ascending", "descending"):
        browser.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", button)
        button.send_keys("\ue007")  # the return key: it works without a mouse
        assert heads[column].get_attribute("aria-sort") == direction
        rows = shown(browser, table)
        numbers = [float(row[column].replace(",", "")) for row in rows if row[column]]
        assert numbers == sorted(numbers, reverse=direction == "descending")
        assert not any(row[column] for row in rows[len(numbers) :])
        assert sorted(rows) == sorted(before)


def test_typing_filters_rows_and_says_how_many_are_left(browser, page):
    from selenium.webdriver.common.by import By

    opened(browser, page("report"))
    table = browser.find_element(By.ID, "table-sources")
    every = shown(browser, table)
    box = browser.find_element(By.ID, "table-sources-filter")
    box.send_keys("reuters PRIMARY")
    assert shown(browser, table) == [row for row in every if _has(row, "reuters") and _has(row, "primary")]
    box.clear()
    box.send_keys("reuters")
    left = shown(browser, table)
    assert left == [row for row in every if _has(row, "reuters")]
    assert left
    status = box.find_element(By.XPATH, "following-sibling::*[@role='status']")
    assert status.text == f"{len(left)} of {len(every)} rows"


def _has(row, word):
    return word in " ".join(row).lower()


def test_without_a_script_everything_is_there_and_nothing_is_dead(browser, page):
    path = page("compare", "--all")
    counts = {}
    for scripts in (True, False):
        opened(browser, path, scripts=scripts)
        root = browser.execute_cdp_cmd("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        counts[scripts] = {
            selector: len(_nodes(browser, root, selector))
            for selector in ("tbody tr", "tbody td", "figure", "figure li", "a", "button, input")
        }
    with_buttons, without = counts[True].pop("button, input"), counts[False].pop("button, input")
    assert counts[True] == counts[False]
    assert without == 0 < with_buttons
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def _nodes(browser, root, selector):
    return browser.execute_cdp_cmd("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]


def test_hostile_text_neither_runs_nor_loads_anything(browser, page, write):
    path = page("compare", "russia", "--data", write(HOSTILE))
    opened(browser, path)
    assert browser.execute_script("return window.hacked === undefined")
    assert set(requested(browser)) <= {path.as_uri(), "data:,"}
    assert browser.get_log("browser") == []
    schemes = browser.execute_script("return Array.from(document.links).map(link => link.protocol)")
    assert set(schemes) == {"file:", "http:", "https:"} or set(schemes) == {"file:", "https:"}
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 1280


@pytest.mark.skipif("RAREEARTH_SCREENSHOTS" not in os.environ, reason="RAREEARTH_SCREENSHOTS=FOLDER takes them")
@ALL
def test_screenshots_to_be_looked_at(browser, page, arguments, request):
    folder = Path(os.environ["RAREEARTH_SCREENSHOTS"])
    name = request.node.callspec.id
    path = page(*arguments)
    for width in (1280, 400):
        for dark in (False, True):
            opened(browser, path, width=width, dark=dark)
            clip = {"x": 0, "y": 0, "width": width, "height": 2600, "scale": 1}
            taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
            look = "dark" if dark else "light"
            (folder / f"{name}-{width}-{look}.png").write_bytes(base64.b64decode(taken["data"]))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    (folder / f"{name}.pdf").write_bytes(base64.b64decode(printed["data"]))
