"""All sentences that people read, collected for translators: `make words` writes nnlib/locale/nnlib.pot.

A sentence is what `tr` is given, in Python or in a figure's JavaScript, and the docstrings that are read aloud: those
of an exercise's slips and of the commands.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from nnlib.core.files import PACKAGE
from nnlib.core.words import DOMAIN, LOCALE, paragraph
from nnlib.plots.kit.script import sentences as of_script

SPOKEN = ("slip", "command", "callback")  # decorators whose functions' docstrings a person reads
APART = ("_course", "sample_class", "skeleton")  # texts of others


def collected(package: Path = PACKAGE) -> dict[str, list[tuple[str, int]]]:
    """Every sentence with the places where it stands: (file below the package, line), in order."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.js")]):
        name = path.relative_to(package).as_posix()
        if not set(APART) & set(path.parts):
            for said, line in in_file(path):
                found.setdefault(said, []).append((name, line))
    return found


def in_file(path: Path) -> Iterator[tuple[str, int]]:
    """The sentences of one file, each with its line (0 in JavaScript)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        yield from ((said, 0) for said in of_script(text))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
            if isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, node.lineno
        elif isinstance(node, ast.FunctionDef) and (said := ast.get_docstring(node)):
            if _is_read(node):
                yield paragraph(said), node.lineno


def _is_read(function):
    """Whether a person reads this function's docstring: a slip's, or a command's."""
    calls = [getattr(decorator, "func", decorator) for decorator in function.decorator_list]
    names = {getattr(call, "attr", "") for call in calls}
    return bool(names & set(SPOKEN)) or function.name == "test_exercise"


def write(path: Path | None = None) -> Path:
    """Write the template that translators start from, sentences in the order of the files. Gives its path."""
    from babel.messages import Catalog, pofile

    path = path or LOCALE / f"{DOMAIN}.pot"
    catalogue = Catalog(project="nnlib", charset="utf-8")
    for said, places in collected().items():
        flags = ["python-brace-format"] if "{" in said else []
        catalogue.add(said, locations=places, flags=flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=100)
    return path


if __name__ == "__main__":
    print(write())
