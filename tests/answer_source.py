"""The source of an exercise's answer as a learner would hand it in: the function, and what it rests on."""

import ast
import copy
import importlib
import symtable
from functools import cache

from nnlib.grading.exercises import EXERCISES

HOME = "nnlib.grading.exercises"  # what is imported from here is written out: a learner does not have it


def source_of(name, kind, number):
    """The code of answer `number` of an exercise, `kind` being "right" or "wrong", as a function of its name."""
    home = f"{HOME}.{EXERCISES.homes[name]}.{name}"
    answer = [found for found in map(_answer, _tree(home).body) if found and found[0] == kind]
    node, needed = answer[number][1], {}
    _gather(home, node, needed)
    if isinstance(node, ast.FunctionDef):
        written = ast.unparse(_plain(node))
        written += "" if node.name == name else f"\n\n{name} = {node.name}"
    else:
        written = f"{name} = {ast.unparse(node)}"
    return "\n\n".join([*needed.values(), written, ""])


@cache
def _tree(module):
    path = importlib.import_module(module).__file__
    with open(path, encoding="utf-8") as file:
        return ast.parse(file.read())


def _answer(node):
    """(kind, function or expression) where a statement says `ex.right` or `ex.wrong`, else None."""
    if isinstance(node, ast.FunctionDef):
        kinds = [kind for kind in map(_kind, node.decorator_list) if kind]
        return (kinds[0], node) if kinds else None
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        kind = _kind(node.value.func)
        return (kind, node.value.args[0]) if kind else None
    return None


def _kind(node):
    node = node.func if isinstance(node, ast.Call) else node
    said = ast.unparse(node)
    return said.removeprefix("ex.") if said in ("ex.right", "ex.wrong") else None


def _plain(node):
    """The function without the decorators that tell the exercise of it."""
    plain = copy.copy(node)
    plain.decorator_list = [d for d in node.decorator_list if not ast.unparse(d).startswith("ex.")]
    return plain


def _gather(module, node, needed):
    """Put what a node of a module mentions into `needed`, name by name, what comes first at its head."""
    node = _plain(node) if isinstance(node, ast.FunctionDef) else node
    for name in _mentioned(symtable.symtable(ast.unparse(node), module, "exec")):
        statement = _statements(module).get(name)
        if (
            statement is None
            or name in needed
            or getattr(statement, "name", "") == getattr(node, "name", None)
        ):
            continue
        if isinstance(statement, ast.ImportFrom) and statement.module.startswith(HOME):
            _gather(statement.module, ast.Name(name), needed)
            continue
        needed[name] = ""  # it is being looked for: a function may mention itself
        if isinstance(statement, ast.FunctionDef):
            statement = _plain(statement)
        _gather(module, statement, needed)
        needed[name] = needed.pop(name) or ast.unparse(statement)


def _mentioned(scope):
    """The names from outside that a piece of code refers to."""
    outside = scope.get_type() == "module"
    names = [s.get_name() for s in scope.get_symbols() if outside or s.is_global()]
    return names + [name for inner in scope.get_children() for name in _mentioned(inner)]


@cache
def _statements(module):
    """The top-level statement that gives each name of a module."""
    found = {}
    for node in _tree(module).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {alias.asname or alias.name: node for alias in node.names}
        elif isinstance(node, ast.Assign):
            found |= {n.id: node for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name)}
    return found
