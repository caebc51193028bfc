"""What a chapter asks for: `yours("relu_backward")` is the function that you kept, where it is there and still right.

Else it is the book's. The file is run here as it stands, as your own code.
"""

import contextlib
import functools
import hashlib
import inspect
import re
from collections.abc import Callable

import nnlib
from nnlib.core.files import cache_folder
from nnlib.core.words import tr
from nnlib.course.answers import is_exercise
from nnlib.course.mine import BEGIN, KeepError, block_of, lines_of, mine_path, read, run
from nnlib.plots.kit.owner import owner as owner  # chapters ask for both in one line


def yours(name: str, *, compiled: bool = False) -> Callable:
    """Your function of this name from `mine.py`, where it is there and right; else the book's.

    With `compiled`, the book's also where Numba cannot compile yours for training; one printed line says so. A function
    that the book does not have is yours or nobody's: raises KeepError where you have not kept it.
    """
    if name not in nnlib.__all__:
        return _kept(name)
    found, book = _kept_or_books(name), getattr(nnlib, name)
    return book if compiled and found is not book and not _compiles(name, found) else found


def _kept(name):
    """A function that only `mine.py` has, for an exercise of your instructor's own."""
    path = mine_path()
    with contextlib.suppress(OSError):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if function := _loaded(str(path), digest).get(name):
            return function
    raise KeepError(
        tr(
            "the book has no {name}, and there is none in {path}: write yours and keep it",
            name=name,
            path=path,
        )
    )


@functools.cache
def _compiles(name, function):
    """Whether the training loop can take a kept function."""
    from nnlib.engine.plugin import PluginError, plug
    from nnlib.engine.roles import ROLE_OF

    try:
        plug(ROLE_OF[name], function, "float32")
    except PluginError as error:
        _say(
            tr(
                "your {name} is right, but cannot train here, so the book's does. {error}",
                name=name,
                error=error,
            )
        )
        return False
    return True


def _kept_or_books(name):
    book, path = getattr(nnlib, name), mine_path()
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return book
    function = _loaded(str(path), digest).get(name)
    return book if function is None or not _still_right(name, function, digest) else function


@functools.lru_cache(maxsize=4)
def _loaded(path, digest):
    """{name: function} of `mine.py`; nothing of a file that is not Python.

    The file runs once as a whole, and then each block alone on top: two blocks may have a helper of one name.
    """
    try:
        mine = read(path)
    except KeepError as error:
        _say(tr("{error}; the book's functions are used", error=error))
        return {}
    whole, _ = run(mine.text, path)
    found = {n: f for n, f in whole.items() if _is_own_function(f)}
    for name in dict.fromkeys(re.findall(r"(?m)^# < (\w+)[ \t]*\r?$", mine.text)):
        found[name] = _from_block(path, mine.text, name, whole)
    return {name: function for name, function in found.items() if function is not None}


def _is_own_function(value):
    return inspect.isfunction(getattr(value, "py_func", value)) and value.__module__ == "mine"


def _from_block(path, text, name, whole):
    """The function of one block, or None where it does not load."""
    try:
        block = block_of(text, name)
    except KeepError as error:
        _say(tr("{path}: {error}; the book's {name} is used", path=path, error=error, name=name))
        return None
    # Line numbers stay those of the file, so that an error names the line that its owner sees.
    first = [line.rstrip() for line in lines_of(text)].index(BEGIN.format(name=name))
    before = {n: v for n, v in whole.items() if n != name}
    space, problem = run("\n" * (first + 1) + block, path, before)
    if problem:
        _say(
            tr(
                "{path}: {name} does not load ({problem}); the book's is used",
                path=path,
                name=name,
                problem=problem,
            )
        )
    return None if problem else space.get(name)


@functools.cache
def _still_right(name, function, digest):
    """Whether a kept function passes its checks today. Asked once per content of the file and of the checks."""
    from nnlib.grading import examine
    from nnlib.grading.course.digest import code_digest

    if not is_exercise(name):
        return False
    text = f"{name} {digest} {code_digest()}"
    passed = cache_folder("kept") / hashlib.sha256(text.encode()).hexdigest()
    if passed.exists():
        return True
    if not examine(name, function, seed=0).passed:
        _say(
            tr(
                "your {name} in mine.py does not pass its checks any more; the book's is used",
                name=name,
            )
        )
        return False
    passed.touch()
    return True


@functools.cache
def _say(line):
    print(f"nnlib: {line}")
