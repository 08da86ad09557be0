"""The house rules of docs/architecture.md: imports run one way, a question has one door, a library has one home."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rareearth_cli"
#: Each part of the package may import itself and the parts before it; importers and analysis do not know each other.
LAYERS = ("model", "record", "analysis claims importers", "output", "cli", "commands", "main api", "__init__ __main__")
#: Where a library may be imported: parts of the package, or single modules.
HOMES = {
    "yaml": ("record/yaml_nodes.py",),
    "click": ("cli/", "commands/", "main.py"),
    "rich": ("output/table.py", "output/manual.py"),
    "jinja2": ("output/html.py",),
    "markupsafe": ("output/html.py",),
    "matplotlib": ("output/plot.py",),
    "xlsxwriter": ("output/xlsx.py",),
    "pandas": ("record/frame.py", "record/sheets.py", "analysis/", "commands/", "api.py"),
    "numpy": ("record/frame.py", "analysis/", "commands/"),
}
MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(path: Path) -> set[str]:
    """The names of all that a module imports: at its top, in its functions, and for type checkers."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def ours(path: Path) -> set[str]:
    """The modules of the package that a module imports, by their names within it."""
    found = set()
    for name in imported(path):
        top, _, rest = name.partition(".")
        parts = rest.split(".") if top == PACKAGE.name else []
        candidates = (".".join(parts), ".".join(parts[:-1]), ".".join([*parts[:-1], "__init__"]).lstrip("."))
        found |= {next(one for one in candidates if one in MODULES)} if parts else set()
    return found


def layer(module: str) -> int:
    return next(at for at, names in enumerate(LAYERS) if module.split(".", maxsplit=1)[0] in names.split())


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module):
    for other in ours(MODULES[module]):
        same_part = module.split(".")[0] == other.split(".")[0]
        below = layer(other) < layer(module)
        handed_on = other == "__init__"  # the version
        assert same_part or below or handed_on, (
            f"{module} imports {other}, which stands above it: see docs/architecture.md"
        )


@pytest.mark.parametrize("module", MODULES)
def test_a_question_is_entered_by_its_query(module):
    """What others may use of a question stands in its ``query``; texts, views, charts and commands are its own."""
    for other in ours(MODULES[module]):
        parts = other.split(".")
        if parts[0] != "commands" or len(parts) < 3:
            continue
        own = module.startswith(f"commands.{parts[1]}.")
        door = "command" if module == "main" else "query"
        assert own or parts[2] == door, f"{module} imports {other}: use the {door} of '{parts[1]}'"


def test_no_modules_import_each_other_in_a_circle():
    graph = {module: ours(path) - {module, "__init__"} for module, path in MODULES.items() if module != "__init__"}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES) - 1


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_imported_at_its_home(module):
    path = MODULES[module]
    for name in imported(path):
        top = name.split(".")[0]
        if top in HOMES:
            relative = path.relative_to(PACKAGE).as_posix()
            assert relative.startswith(HOMES[top]), f"{relative} imports {top}, whose home is {' or '.join(HOMES[top])}"
