"""What a learner's code is, does and leaves behind, as data: its lines, changed arguments, shared memory, errors.

Used inside the sandbox, by worker.py. It stands alone: it needs NumPy, the standard library and protocol.py.
"""

import ast
import inspect
import os
import traceback

import numpy as np
from protocol import state_of

LINES = 3  # of a learner's, that an error is told with


def parsed(source, file):
    """The cell as a tree; lines for the notebook alone (`%timeit`, `!ls`) are left out where it does not parse."""
    try:
        return ast.parse(source, file)
    except SyntaxError:
        lines = source.split("\n")
        if not any(line[:1] in ("%", "!", "?") for line in lines):
            raise
        lines = ["#" + line if line[:1] in ("%", "!", "?") else line for line in lines]
        return ast.parse("\n".join(lines), file)


def executed(source, file, names):
    """Run a cell, one that awaits too, as a notebook does."""
    code = compile(parsed(source, file), file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, names)
        return
    import asyncio  # slow to load, and rarely needed

    asyncio.run(eval(code, names))


def write_file(name, data, more=False):
    """Put a file, or `more` of it, below the folder that the cells run in."""
    if folder := os.path.dirname(name):
        os.makedirs(folder, exist_ok=True)
    with open(name, "ab" if more else "wb") as file:
        file.write(data)


def kept(value):
    """What is needed to see later whether this was written into."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if isinstance(value, np.random.Generator):
        return state_of(value)
    return list(value.items()) if isinstance(value, dict) else list(value)


def differs(value, old):
    if isinstance(value, np.ndarray):
        same = value.shape == old.shape and value.dtype == old.dtype
        return not same or value.tobytes() != old.tobytes()
    if isinstance(value, np.random.Generator):
        return state_of(value) != old
    now = [part for pair in value.items() for part in pair] if isinstance(value, dict) else value
    then = [part for pair in old for part in pair] if isinstance(value, dict) else old
    return len(now) != len(then) or any(a is not b for a, b in zip(now, then))


def shares(result, objects):
    """Numbers of the argument arrays whose memory the result, or a part of it, shares."""
    parts = list(result) if isinstance(result, (tuple, list)) else [result]
    arrays = [part for part in parts[:100] if isinstance(part, np.ndarray)]
    return [
        n
        for n, given in enumerate(objects)
        if isinstance(given, np.ndarray) and any(np.may_share_memory(a, given) for a in arrays)
    ]


def parameters(function):
    """[name, kind, whether it has a default] for each parameter, or None where nobody can tell."""
    try:
        found = inspect.signature(function).parameters.values()
        return [[p.name, int(p.kind), p.default is not p.empty] for p in found][:50]
    except (TypeError, ValueError):
        return None


def described(error):
    """An error as data: its kind, what it says, and the learner's own lines that led to it."""
    try:
        text = str(error)[:300]
    except Exception:
        text = ""
    frames = traceback.extract_tb(error.__traceback__, limit=200)
    own = [[f.filename, f.lineno] for f in frames if f.filename.startswith("<cell ")][-LINES:]
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        text, own = str(error.msg)[:300], [[error.filename, error.lineno]]
    known = isinstance(error, NotImplementedError)
    return {"type": type(error).__name__[:60], "text": text, "lines": own, "not_written": known}
