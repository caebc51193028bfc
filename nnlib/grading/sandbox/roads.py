"""Where a test cell runs: apart from the learner's code, or inside its process, as stock nbgrader runs all of them.

Apart, the instructor's cell runs in the grader's process and asks the learner's functions across the boundary: no
answer can see the test, or reach its points. Inside, the instructor's cell runs in the learner's own sandboxed
process: everything works that works in a notebook (magics, redefined names, classes, files), and a learner who sets
out to deceive can give themselves its points, as with stock nbgrader. Files, network and neighbours are as safe.
"""

import ast
from dataclasses import replace

from nnlib.core.source import plain_python, uses
from nnlib.core.words import tr

APART, INSIDE, EITHER = "apart", "inside", "either"
AUTOTEST = "AUTOTEST"
CHECKS = {"check", "examine"}
ROADS = {
    APART: tr("apart: no answer can reach its points"),
    INSIDE: tr("inside: as safe as nbgrader"),
    EITHER: tr("apart where that gives the points, else inside"),
}


def with_road(cell, imported: frozenset = frozenset()):
    """A test cell with the road that it takes; any other cell as it is."""
    return replace(cell, road=road_of(cell.source, imported)) if cell.kind == "test" else cell


def road_of(source: str, imported: frozenset = frozenset()) -> str:
    """The road of a test cell by what it is.

    One that calls nnlib's checks runs apart. One that only a notebook can run (magics, `!` lines, nbgrader's autotests,
    a test that takes a name away) runs inside. Every other is tried apart first, and inside where it fails.
    """
    if AUTOTEST in source or plain_python(source) != source:
        return INSIDE
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return INSIDE
    if any(name.startswith("nnlib.grading") for name in imported) and CHECKS & uses(tree):
        return APART
    if _imports_checks(tree):
        return APART
    if any(isinstance(node, ast.Delete | ast.Global) for node in ast.walk(tree)):
        return INSIDE
    return EITHER


def _imports_checks(tree):
    """Whether a cell brings in nnlib's checks itself, or calls them by their module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nnlib.grading"):
            return True
        if isinstance(node, ast.Import) and any(
            alias.name.startswith("nnlib.grading") for alias in node.names
        ):
            return True
        if isinstance(node, ast.Attribute) and node.attr in CHECKS:
            return True
    return False
