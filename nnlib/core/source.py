"""What a piece of Python says of itself, unrun: the names that it defines, binds, uses and imports."""

import ast
import inspect

LAST = "__value_of_the_last_line__"
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef


def plain_python(source: str) -> str:
    """The source without lines for the notebook alone (`%timeit`, `!ls`), where it does not parse with them."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        lines = source.split("\n")
        if lines and lines[0].startswith("%%"):
            lines[0] = "#" + lines[0]
        return "\n".join("# " + line if line[:1] in ("%", "!", "?") else line for line in lines)
    return source


def executed(source: str, file: str, names: dict):
    """Run a cell in a space of names, one that awaits too, as a notebook does."""
    _run(ast.parse(source, file), file, names)


def last_value(source: str, file: str, names: dict):
    """Run a cell in a space of names; returns the value of its last line as a notebook would show it, or None."""
    tree = ast.parse(source, file)
    if not tree.body or not isinstance(tree.body[-1], ast.Expr) or source.rstrip().endswith(";"):
        _run(tree, file, names)
        return None
    last = ast.copy_location(
        ast.Assign([ast.Name(LAST, ast.Store())], tree.body[-1].value), tree.body[-1]
    )
    tree.body[-1] = ast.fix_missing_locations(last)
    _run(tree, file, names)
    return names.pop(LAST, None)


def _run(tree, file, names):
    code = compile(tree, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, names)
        return
    import asyncio  # slow to load, and rarely needed

    asyncio.run(eval(code, names))


def functions(tree: ast.Module) -> dict[str, ast.stmt]:
    """The functions and classes of a file's top level, by name."""
    return {node.name: node for node in tree.body if isinstance(node, FUNCTIONS)}


def binds(node: ast.AST) -> set[str]:
    """The names to which a statement gives a meaning, or part of one, as TABLE["x"] = 1 does."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, FUNCTIONS):
        return {node.name}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    found = set().union(*map(binds, ast.iter_child_nodes(node)))
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        found |= {next(n.id for n in ast.walk(node.value) if isinstance(n, ast.Name))}
    return found


def uses(tree: ast.AST) -> set[str]:
    """The names that a statement or a whole file mentions."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def own_names(source: str) -> tuple[str, ...]:
    """The public functions, classes and values that a cell defines at its top level, in order; no imports."""
    found = {}
    for node in ast.parse(plain_python(source)).body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            found |= dict.fromkeys(sorted(binds(node)))
    return tuple(name for name in found if not name.startswith("_"))


def imports(tree: ast.AST, package: str = "nnlib"):
    """What of a package is imported, wherever the import stands: dotted names of modules, and of names in them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith(package))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package):
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


def unwritten(source: str) -> bool:
    """Whether an answer cell still waits for its answer: a function of it, or the cell, ends by raising that."""
    tree = ast.parse(plain_python(source))
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, FUNCTIONS))]
    return any(body and _says_so(body[-1]) for body in bodies)


def _says_so(node):
    return isinstance(node, ast.Raise) and "NotImplementedError" in uses(node)
