"""data/CHANGES.md says with which version of the data each figure entered, and was deprecated.

``pytest --regenerate tests/test_data_changes.py`` notes under the current version what is not noted yet. What is noted
stays: a figure that was published once is deprecated, and never taken out. What was transcribed wrongly is mended in
place, and a section written by hand says so of every figure: it is kept as it is.
"""

import re
from pathlib import Path

from rareearth_cli.model.vocabulary import Status

PAGE = Path(__file__).resolve().parent.parent / "data" / "CHANGES.md"
HEAD = """# Which figures entered with each version of the data

By source; a figure of a table is named by place and measure. What a publisher corrects is a new figure, and the old one
is deprecated: no figure is edited for that, and none is taken out. What we had transcribed wrongly is mended in place,
and told below. The lists are written by `pytest --regenerate tests/test_data_changes.py`, the mending by hand.
"""
MENDED = "Mended in place"
LINE = re.compile(r"- `(\S+)`( \(deprecated\))?: (.*)")


def noted(text):
    """What stands under each version, newest first: ids that entered and ids that were deprecated."""
    versions = {}
    for section in text.split("\n## ")[1:]:
        version, _, body = section.partition("\n")
        if version == MENDED:
            continue
        kinds = versions.setdefault(version, (set(), set()))
        for source, deprecated, names in LINE.findall(body):
            kinds[bool(deprecated)].update(
                f"{source}/{name}" if "/" in name and not name.startswith(f"{source}/") else name
                for name in names.split(", ")
            )
    return versions


def mended(text):
    """The section written by hand, with its heading."""
    sections = [section for section in text.split("\n## ")[1:] if section.startswith(f"{MENDED}\n")]
    return f"## {sections[0].rstrip()}\n" if sections else f"## {MENDED}\n"


def written(versions, dataset, by_hand):
    parts = [HEAD, by_hand]
    for version, kinds in versions.items():
        entered, deprecated = map(len, kinds)
        lines = [f"{entered:,} figures entered, {deprecated:,} deprecated.", ""]
        for ids, remark in zip(kinds, ("", " (deprecated)"), strict=True):
            by_source = {}
            for key, estimate in dataset.estimates.items():
                if key in ids:
                    by_source.setdefault(estimate.source, []).append(key.removeprefix(f"{estimate.source}/"))
            lines += [f"- `{source}`{remark}: {', '.join(names)}" for source, names in sorted(by_source.items())]
        parts.append(f"## {version}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def test_every_figure_is_noted_with_the_version_it_came_with(bundled, request):
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    versions = noted(text)
    if request.config.getoption("--regenerate"):
        versions = {bundled.version: versions.pop(bundled.version, (set(), set())), **versions}
        now = (
            set(bundled.estimates),
            {key for key, one in bundled.estimates.items() if one.status is Status.DEPRECATED},
        )
        for kind, ids in enumerate(now):
            versions[bundled.version][kind].update(ids - set().union(*(kinds[kind] for kinds in versions.values())))
        text = written(versions, bundled, mended(text))
        PAGE.write_text(text, encoding="utf-8")
    assert next(iter(versions)) == bundled.version
    entered = [key for kinds in versions.values() for key in kinds[0]]
    assert len(entered) == len(set(entered))
    assert set(entered) - set(bundled.estimates) == set(), "a figure is never taken out: deprecate it"
    assert set(bundled.estimates) - set(entered) == set(), "note it: pytest --regenerate tests/test_data_changes.py"
    deprecated = {key for kinds in versions.values() for key in kinds[1]}
    assert deprecated == {key for key, one in bundled.estimates.items() if one.status is Status.DEPRECATED}
    assert text == written(versions, bundled, mended(text))


def test_every_mended_figure_is_on_record_and_says_why(bundled):
    lines = mended(PAGE.read_text(encoding="utf-8")).splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if "|" in line]
    assert rows[0] == ["figure", "field", "was", "is", "why, and where it is read"]
    for row in rows[2:]:
        figures, *others = row
        assert len(others) == 4, row
        assert all(others), row
        ids = re.findall(r"`([^`]+)`", figures)
        assert ids, row
        for key in ids:
            assert key in bundled.estimates or key in bundled.sources, key
