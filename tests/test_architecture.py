"""The page on architecture names every module, by the first line of its docstring; ``--regenerate`` rewrites it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = ROOT / "rareearth_cli"
TREE = re.compile(r"(<!-- tree: [^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH = 28


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n", 1)[0].rstrip(".")


def tree(folder: Path, depth: int = 0) -> list[str]:
    """A line for a folder, then its modules, then the folders in it."""
    about = first_line(folder / "__init__.py")
    lines = [f"{'  ' * depth + folder.name + '/':{_WIDTH}}{about}"]
    modules = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    lines += [f"{'  ' * (depth + 1) + path.name:{_WIDTH}}{first_line(path)}" for path in modules]
    folders = sorted(path.parent for path in folder.glob("*/__init__.py"))
    return [*lines, *(line for one in folders for line in tree(one, depth + 1))]


def test_the_page_has_every_module_with_what_is_in_it(request):
    text = PAGE.read_text(encoding="utf-8")
    block = "```\n" + "\n".join(tree(PACKAGE)) + "\n```\n"
    if request.config.getoption("--regenerate"):
        PAGE.write_text(TREE.sub(lambda match: match[1] + block + match[2], text), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    shown = TREE.search(text)
    assert shown is not None
    changed = set(block.splitlines()) ^ set(shown[0].removeprefix(shown[1]).removesuffix(shown[2]).splitlines())
    assert shown[0] == shown[1] + block + shown[2], f"run pytest --regenerate tests/test_architecture.py for {changed}"


def test_every_path_that_the_page_names_is_there():
    text = TREE.sub("", PAGE.read_text(encoding="utf-8"))
    names = {name for name in re.findall(r"`([\w./]+(?:/|\.py|\.yaml))`", text) if "QUESTION" not in name}
    beside = {"command.py", "query.py", "text.py", "view.py", "chart.py"}  # in the folder of a question
    assert names - beside
    for name in names - beside:
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), name
