"""Small changes to a solution: + for -, > for >=, another constant, a statement left out. No check may let one through.

A mutant that gets full points is either as right as the solution, or it shows a hole in a check.
"""

import ast
import copy
import warnings
from collections.abc import Callable, Iterator
from difflib import ndiff
from itertools import pairwise

SEEDS = range(77, 82)
SIGNS = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add], ast.Div: [ast.Mult], ast.Pow: [ast.Mult],
    ast.FloorDiv: [ast.Div], ast.Mod: [ast.FloorDiv],
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is],
    ast.And: [ast.Or], ast.Or: [ast.And],
}  # fmt: skip
NAMES = [
    ("maximum", "minimum"), ("max", "min"), ("sum", "mean"), ("zeros", "ones"), ("exp", "expm1"), ("log", "log1p"),
    ("floor", "ceil"), ("all", "any"), ("argmax", "argmin"), ("T", "real"),
]  # fmt: skip
OTHER = dict(NAMES) | {b: a for a, b in NAMES}
WRAPPERS = {"abs", "array", "asarray", "copy", "float", "int", "log", "sqrt"}


# --- One change -----------------------------------------------------------------------------------------------------


def replaced(tree: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """The tree with the node `old`, which is part of it, changed for `new`."""

    class Swap(ast.NodeTransformer):
        def visit(self, node):
            return new if node is old else self.generic_visit(node)

    return Swap().visit(tree)


def constants(value: object) -> list:
    """Other constants in the place of this one."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        others = [value + 1, value - 1, -value, value * 2] + (
            [value / 2] if type(value) is float else []
        )
        return [other for other in dict.fromkeys(others) if other != value]
    return []


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that could stand in the place of this one."""
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)):
        yield from (_with(node, op=other()) for other in SIGNS.get(type(node.op), ()))
    if isinstance(node, ast.BinOp):
        yield from (node.left, node.right)
    if isinstance(node, ast.BoolOp):
        yield from node.values
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (_with(node, ops=[other()]) for other in SIGNS.get(type(node.ops[0]), ()))
    if isinstance(node, ast.Constant):
        yield from (ast.Constant(other) for other in constants(node.value))
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    if isinstance(node, ast.Attribute) and node.attr in OTHER:
        yield _with(node, attr=OTHER[node.attr])
    if isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    if isinstance(node, ast.If):
        yield from (_with(node, test=ast.Constant(value)) for value in (True, False))
    if isinstance(node, ast.Slice):
        yield from (
            _with(node, **{end: None}) for end in ("lower", "upper", "step") if getattr(node, end)
        )
    if isinstance(node, ast.Call):
        yield from _other_calls(node)
    if isinstance(node, (ast.FunctionDef, ast.For, ast.While, ast.If)):
        for i, line in enumerate(node.body):
            if not isinstance(line, ast.FunctionDef) and not _is_docstring(line):
                yield _with(node, body=[*node.body[:i], ast.Pass(), *node.body[i + 1 :]])


def _with(node, **fields):
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_docstring(line):
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def _other_calls(call):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name in WRAPPERS and call.args:
        yield call.args[0]
    if name == "copy" and not call.args:
        yield call.func.value
    for i in range(len(call.keywords)):
        yield _with(call, keywords=[*call.keywords[:i], *call.keywords[i + 1 :]])
    for (i, a), (j, b) in pairwise(enumerate(call.args)):
        yield _with(call, args=[*call.args[:i], b, a, *call.args[j + 1 :]])
    if name == "range":
        shorter = ast.BinOp(call.args[-1], ast.Sub(), ast.Constant(1))
        yield _with(call, args=[*call.args[:-1], shorter])


# --- All of them ----------------------------------------------------------------------------------------------------


def mutants(function: ast.FunctionDef) -> Iterator[str]:
    """The source of the function with one change, once for each change."""
    for i, node in enumerate(ast.walk(function)):
        for count, _ in enumerate(changes(node)):
            tree = copy.deepcopy(function)
            here = list(ast.walk(tree))[i]
            new = list(changes(here))[count]
            yield ast.unparse(ast.fix_missing_locations(replaced(tree, here, new)))


def living(statements: list[ast.stmt], name: str, passes: Callable) -> tuple[int, list[str]]:
    """(how many mutants, those that get full points as 'old line | new line') of a function among these statements.

    `passes(function, seed)` says whether an answer gets full points.
    """
    function = next(node for node in statements if getattr(node, "name", None) == name)
    before, tried, alive = ast.unparse(function), 0, []
    for text in {text: None for text in mutants(function) if text != before}:
        space = {"__name__": "__main__"}
        parts = (text if node is function else ast.unparse(node) for node in statements)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec("\n".join(parts), space)
            tried += 1
            if all(passes(space[name], seed) for seed in SEEDS):
                alive.append(_change(before, text))
    return tried, alive


def _change(before, after):
    lines = ndiff(before.splitlines(), after.splitlines())
    return " | ".join(line[2:].strip() for line in lines if line[0] in "+-")
