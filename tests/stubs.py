"""The stubs for editors, written from the source: what `nnlib.` offers, and the faces of the kernels.

Nothing is loaded by `import nnlib` before it is used, and the face of a kernel has other parameters than the loop it is
made from: both are invisible to a program that reads the source without running it. `python tests/stubs.py` writes
`nnlib/__init__.pyi` and a stub beside each file that has faces; docstrings stay in the source, where editors find them.
"""

import ast
import importlib
import sys
from pathlib import Path

import nnlib

PACKAGE = Path(nnlib.__file__).parent
HEAD = "# Written by tests/stubs.py from the source: `make build` writes it anew.\n"


def front_door():
    """The text of nnlib/__init__.pyi: every public name, imported from where it stands."""
    lines = [f"from . import {', '.join(f'{room} as {room}' for room in nnlib._ROOMS)}"]
    for module, names in nnlib._HOME.items():
        imported = sorted(f"    {name} as {name}," for name in names.split())
        lines += [f"from .{module} import (", *imported, ")"]
    return "\n".join([HEAD, *lines, "", "__version__: str", "__all__: list[str]", ""])


def faces(tree):
    """The functions of a file that stand under `@public(...)`, by name."""
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(mark).startswith("public(") for mark in node.decorator_list)
    }


def stub(path):
    """The text of the stub beside a file, or None where the file has no faces."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not faces(tree):
        return None
    module = importlib.import_module(f"nnlib.{path.stem}")
    lines = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            lines += declared(node, faces(tree))
        elif isinstance(node, ast.Assign):
            lines += constants(node, module)
    return "\n".join([HEAD, *imports(tree, "\n".join(lines)), "", *lines, ""])


def imports(tree, text):
    """The imports of a file, as far as this text of its stub mentions them, and what the stub alone needs."""
    mentioned = {word.id for word in ast.walk(ast.parse(text)) if isinstance(word, ast.Name)}
    ours = {name: f"from nnlib.core.types import {name}" for name in ("Number", "Real")}
    ours |= {
        "Kernel": "from nnlib.core.kernel import Kernel",
        "overload": "from typing import overload",
    }
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            node.names = [name for name in node.names if (name.asname or name.name) in mentioned]
            if node.names:
                yield ast.unparse(node)
    there = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    yield from (line for name, line in ours.items() if name in mentioned - there)


def declared(node, faces):
    """The declaration of a public function: of a face without the arrays that its loop writes into.

    A pointwise function is declared twice: it gives a number for numbers, and an array for arrays.
    """
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    if "kernel" in marks:
        return [f"{node.name}: Kernel"]
    if node.name in faces:
        node.args.args = [given for given in node.args.args if given.annotation]
    line = f"def {node.name}({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}: ..."
    if "public(pointwise)" not in marks:
        return [line]
    number = line.replace("ArrayLike", "Number").replace("-> Array", "-> Real")
    return ["@overload", number, "@overload", line]


def constants(node, module):
    """The names that an assignment gives, with the types of their values."""
    names = [
        name.id
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]
    public = [name for name in names if not name.startswith("_")]
    return [f"{name}: {type(getattr(module, name)).__name__}" for name in public]


def stubs():
    """{path: text} of every stub."""
    texts = {PACKAGE / "__init__.pyi": front_door()}
    for path in sorted(PACKAGE.glob("*.py")):
        if (text := stub(path)) is not None:
            texts[path.with_suffix(".pyi")] = text
    return texts


def write():
    """Write what has changed, and take away what no file stands beside; returns the paths."""
    texts = stubs()
    changed = [
        path for path, text in texts.items() if not path.exists() or path.read_text() != text
    ]
    for path in changed:
        path.write_text(texts[path], encoding="utf-8")
    for path in set(PACKAGE.glob("*.pyi")) - texts.keys():
        path.unlink()
        changed.append(path)
    return changed


if __name__ == "__main__":
    for path in write():
        print(f"written: {path.relative_to(PACKAGE.parent)}", file=sys.stderr)
