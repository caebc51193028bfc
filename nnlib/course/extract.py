"""The source of a learner's function, with all that it uses, so that it stands on its own: from cells, or live."""

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence

from nnlib.core.words import tr
from nnlib.course.mine import KeepError, lines_of

# --- From the cells of a notebook -------------------------------------------------------------------------------------


def with_needs(cells: Sequence[tuple[str | None, str]], name: str) -> str:
    """The cell of `name`, and before it all that it uses from other cells, so that it stands on its own."""
    own = next(source for cell, source in cells if cell == name)
    statements = [s for cell, source in cells if cell != name for s in _statements(source)]
    try:
        tree = ast.parse(own)
    except (SyntaxError, ValueError):
        return own  # it does not run, and that will be said
    waiting = _uses(tree) - set().union(*map(_binds, tree.body), dir(builtins))
    taken, known = set(), set()
    while waiting:
        known |= waiting
        new = {i for i, (_, binds, _) in enumerate(statements) if binds & (waiting | {"*"})} - taken
        taken |= new
        waiting = set().union(*(statements[i][2] for i in new)) - known
    needs = dict.fromkeys(statements[i][0] for i in sorted(taken))
    return f"{_in_order(needs)}\n\n\n{own}" if needs else own


def _in_order(statements: Iterable[str]) -> str:
    """Statements below one another, those of several lines with two empty lines around them."""
    whole, last = "", ""
    for text in statements:
        apart = "\n\n\n" if "\n" in text + last else "\n"
        whole, last = f"{whole}{apart}{text}" if whole else text, text
    return whole


def _statements(source):
    """[(text, names it binds, names it uses)] of a cell; none of one that does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    return [(_text_of(source, node), _binds(node), _uses(node)) for node in tree.body]


def _text_of(source, node):
    """A statement as it was written, with its decorators."""
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    if first == node.lineno:
        return ast.get_source_segment(source, node)
    return "\n".join(lines_of(source)[first - 1 : node.end_lineno])


def _uses(tree):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _binds(node):
    """The names to which a statement gives a meaning, or part of one, as TABLE["x"] = 1 does."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    found = set().union(*map(_binds, ast.iter_child_nodes(node)))
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        found |= {next(n.id for n in ast.walk(node.value) if isinstance(n, ast.Name))}
    return found


# --- From a function of a running notebook ----------------------------------------------------------------------------


def source_of(function: Callable) -> str:
    """The source of a function, and before it all that it uses of its notebook or file."""
    function = getattr(function, "py_func", function)
    told = {}
    _tell(function, told)
    return _in_order(told.values())


def _tell(function, told):
    """Put the source of a function into `told`, after what it uses: imports, helpers, and plain values."""
    name = function.__name__
    try:
        source = textwrap.dedent(inspect.getsource(function)).strip()
        tree = ast.parse(source)
    except (OSError, TypeError, SyntaxError):
        raise KeepError(
            tr("the source of {name} is not to be found; keep it from a cell or a file", name=name)
        ) from None
    told[name] = ""  # its place is taken: functions may call each other
    around = _around(function)
    for used in sorted(_uses(tree) & around.keys()):
        if used not in told and used != name:
            _tell_value(name, used, around[used], told, vars_of=function.__globals__)
    told[name] = told.pop(name) or source


def _around(function):
    """What the names in a function mean: those of its file or notebook, and those of functions around it."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or ())
    inner = {name: cell.cell_contents for name, cell in cells}
    return {n: v for n, v in function.__globals__.items() if n not in dir(builtins)} | inner


def _tell_value(asking, name, value, told, vars_of):
    plain = getattr(value, "py_func", value)
    if inspect.ismodule(value):
        told[name] = (
            f"import {value.__name__} as {name}" if value.__name__ != name else f"import {name}"
        )
    elif inspect.isfunction(plain) and plain.__globals__ is vars_of:
        _tell(plain, told)
        if plain.__name__ != name:
            told[name] = f"{name} = {plain.__name__}"
    elif home := _home(value):
        renamed = "" if home[1] == name else tr(" as {name}", name=name)
        told[name] = f"from {home[0]} import {home[1]}{renamed}"
    else:
        told[name] = f"{name} = {_literal(asking, name, value)}"


def _home(value):
    """(module, name) from which a value can be imported again, or None."""
    module = getattr(value, "__module__", None) or "numpy"  # its ufuncs do not say it
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    found = module != "__main__" and getattr(sys.modules.get(module), str(name), None) is value
    return (module, name) if found else None


def _literal(asking, name, value):
    """A plain value as Python would write it; KeepError for one that cannot be written down."""
    text = repr(value)
    try:
        if len(text) < 10_000 and ast.literal_eval(text) == value:
            return text
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        pass
    raise KeepError(
        tr(
            "{asking} uses {name}, which cannot be written into a file; define it inside {asking}",
            asking=asking,
            name=name,
        )
    )
