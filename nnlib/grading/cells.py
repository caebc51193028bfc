"""What has been run in this notebook: a check speaks of the code that stands in a cell, and not of an older one.

After a cell stopped half-way, the name that it should have defined still means what it meant before. Outside of a
notebook nothing is watched.
"""

import ast
import difflib
import re
import sys
from collections.abc import Iterable
from types import FunctionType
from typing import Any

from nnlib.core.words import tr
from nnlib.grading.text import shown


class Cells:
    """The functions that the cells of a notebook define, and those that they could not."""

    def __init__(self, names: dict[str, Any]):
        self.names, self.failed, self.before, self.source = names, {}, {}, ""
        self.places = {}  # of the functions that failed: the cell

    def begins(self, info: Any) -> None:
        """Before a cell: what its functions mean so far."""
        self.source = info.raw_cell or ""
        self.before = {name: self.names.get(name) for name in defined_in(self.source)}

    def ended(self, result: Any) -> None:
        """After a cell: which of its functions are older than the cell."""
        error = result.error_before_exec or result.error_in_exec
        place = getattr(result.info, "cell_id", None)
        if error is None and place is not None:  # what failed there stands there no longer
            for name in [one for one in self.failed if self.places[one] == place]:
                del self.failed[name]
        for name, meant in self.before.items():
            if error is not None and self.names.get(name) is meant:
                self.failed[name], self.places[name] = error, place
            else:
                self.failed.pop(name, None)
        self.before = {}
        if isinstance(error, NameError) and "check(" in (result.info.raw_cell or ""):
            self.miss(error.name)

    def shows_the_check(self) -> bool:
        """Whether the cell that runs ends in its one check, whose result the notebook shows by itself."""
        try:
            tree = ast.parse(self.source)
        except (SyntaxError, ValueError):  # a line of IPython's own
            return False
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_check(node)]
        last = tree.body[-1] if tree.body else None
        shown = isinstance(last, ast.Expr) and not self.source.rstrip().endswith(";")
        return shown and calls == [last.value]

    def miss(self, name: str | None) -> None:
        """Say why there is nothing of this name to check."""
        if name in self.failed:
            print(self.stopped(name))
        elif near := self.near(name or ""):
            print(tr("There is a {near}: did you mean {name}?", near=near, name=name))
        elif name and name != "check":
            print(tr("There is no {name} yet: run the cell that defines it first.", name=name))

    def stopped(self, name: str) -> str:
        """What happened to the cell of this function."""
        error = self.failed[name]
        line = getattr(error, "lineno", None)
        what = type(error).__name__ + (f": {shown(str(error), 200)}" if str(error) else "")
        if isinstance(error, SyntaxError) and line:
            what = tr("{kind} in line {line}", kind=type(error).__name__, line=line)
        return tr(
            "The cell that defines {name} stopped with {what}. So there is no new {name}: what stands in "
            "that cell has not been looked at. Mend the cell, run it again, and then check.",
            name=name,
            what=what,
        )

    def near(self, name: str) -> str | None:
        """A function of the notebook's own whose name is almost this one."""
        own = [
            key
            for key, value in self.names.items()
            if isinstance(value, FunctionType)
            and value.__module__ == "__main__"
            and value.__name__ == key != name
            and _misspelt(key, name)
        ]
        return next(iter(difflib.get_close_matches(name, own, n=1, cutoff=0.8)), None)


def _is_check(call):
    return "check" in (getattr(call.func, "id", None), getattr(call.func, "attr", None))


def _misspelt(given, wanted):
    """Whether one name is a slip of the other's spelling, and not another function: tanh and atanh, relu and selu."""
    longer = abs(len(given) - len(wanted)) == 1 and len(wanted) > 5
    return longer or sorted(given) == sorted(wanted)


def defined_in(source: str) -> Iterable[str]:
    """The functions that a cell defines at its outside, also where it does not parse.

    >>> list(defined_in("def f(x):\\n    return x"))
    ['f']
    """
    try:
        return [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    except (SyntaxError, ValueError):
        return re.findall(r"^def[ \t]+(\w+)", source, flags=re.M)


def shell() -> Any:
    """The notebook's IPython, where this runs in one, else None."""
    ipython = sys.modules.get("IPython")
    found = ipython.get_ipython() if ipython is not None else None
    return found if getattr(found, "kernel", None) is not None else None


def watch() -> Cells | None:
    """The cells of this notebook, watched from the first call on; None outside of one."""
    found = shell()
    if found is None:
        return None
    if not isinstance(getattr(found, "nnlib_cells", None), Cells):
        found.nnlib_cells = cells = Cells(found.user_ns)
        found.events.register("pre_run_cell", cells.begins)
        found.events.register("post_run_cell", cells.ended)
    return found.nnlib_cells
