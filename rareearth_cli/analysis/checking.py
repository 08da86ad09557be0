"""``validate``: what was checked, and every defect as a row."""

from collections.abc import Sequence

from rareearth_cli.analysis.results import Listing, Table
from rareearth_cli.domain.errors import Problem
from rareearth_cli.domain.numbers import plural
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.rules import Rule

#: What is counted, with the word for one of it.
_COUNTED = {"sources": "source", "estimates": "estimate", "bridges": "bridge", "remarks": "remark"}


def checked(files: Sequence[str], dataset: Dataset, problems: Sequence[Problem], below: Dataset | None) -> Listing:
    """The defects of ``files``, in the order of file and line, and a sentence on what they hold.

    ``dataset`` is all that was read, ``below`` the part of it that the files were laid over.
    """
    columns: dict[str, list[object]] = {
        "rule": [problem.rule.id for problem in problems],
        "file": [problem.file for problem in problems],
        "line": [problem.line for problem in problems],
        "what": [problem.what for problem in problems],
        "remedy": [problem.remedy for problem in problems],
    }
    names = ", ".join(files) or "The data that ships with the tool"
    over = f", laid over dataset {below.version}" if below is not None else ""
    counts = {noun: _own(dataset, below, name) for name, noun in _COUNTED.items()}
    held = ", ".join(_count(number, noun) for noun, number in counts.items() if number) or "nothing"
    found = _count(len(problems), "defect") if problems else f"{held}{over}. No defects by {len(Rule)} rules"
    return Listing(
        kind="defects",
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": "validate", "files": list(files), "only": below is None},
        brief=tuple(columns),
        summary=(f"{names}: {found}.",),
    )


def _own(dataset: Dataset, below: Dataset | None, name: str) -> int:
    return len(getattr(dataset, name)) - (len(getattr(below, name)) if below is not None else 0)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {plural(noun, number)}"
