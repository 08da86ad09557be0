"""The house rules of DESIGN: imports run one way, and every library has one home."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "rareearth_cli"
#: Which parts of the package each part may import.
MAY_IMPORT = {
    "domain": {"domain"},
    "dataset": {"dataset", "domain"},
    "importers": {"importers", "dataset", "domain"},
    "analysis": {"analysis", "dataset", "domain"},
    "formats": {"formats", "analysis", "domain"},
    "commands": {"commands", "formats", "analysis", "importers", "dataset", "domain"},
}
#: Where a library may be imported: parts of the package, or single modules.
HOMES = {
    "yaml": ("dataset/document.py",),
    "click": ("commands/",),
    "rich": ("formats/table.py",),
    "jinja2": ("formats/page.py",),
    "markupsafe": ("formats/page.py",),
    "matplotlib": ("formats/plot",),
    "xlsxwriter": ("formats/workbook.py",),
    "pandas": ("dataset/frame.py", "dataset/delimited.py", "analysis/", "library.py"),
    "numpy": ("dataset/frame.py", "analysis/"),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    relative = path.relative_to(PACKAGE)
    allowed = MAY_IMPORT.get(relative.parts[0])
    for name in imported(path):
        top, _, rest = name.partition(".")
        if top == "rareearth_cli" and rest and allowed is not None:
            assert rest.split(".")[0] in allowed, f"{relative} imports {name}"
        if top in HOMES:
            assert str(relative.as_posix()).startswith(HOMES[top]), f"{relative} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_and_no_function_has_grown_into_two(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 260
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = (node.end_lineno or 0) - node.body[0].lineno
            assert body <= 45, f"{node.name} is {body} lines long"
