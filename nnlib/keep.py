"""What you have written stays yours: verified functions go into `mine.py`, a plain file that you own.

Later chapters ask for a function by name: `yours("relu_backward")` is the one in your `mine.py` where it is there and
still right, else the book's. Your code is run here as it stands, in your own process: keep what you wrote yourself.
"""

import ast
import functools
import hashlib
import importlib.util
import inspect
import os
import re
import sys
import tempfile
from pathlib import Path

import nnlib
from nnlib.book import BookError, course_root

FILE = "mine.py"
HEADER = '''"""Functions that I wrote and that passed their checks. This file is mine: I may read, change and move it.

`nnlib keep` replaces what stands between the lines that begin with `# <` and `# >`, and nothing else.
"""
'''
BEGIN, END = "# < {name}", "# > {name}"


class KeepError(BookError):
    """A function that cannot be kept; the message is one line and says what to do."""


# --- The file ---------------------------------------------------------------------------------------------------------


def mine_path():
    """Where your `mine.py` is: the path in NNLIB_MINE, else in the folder of the book that you are in."""
    if asked := os.environ.get("NNLIB_MINE"):
        path = Path(asked)
        return path / FILE if path.is_dir() else path
    return course_root() / FILE


def _text(path):
    """The file's text; a fresh one where there is none. KeepError where Python cannot read it."""
    if not path.exists():
        return HEADER
    text = path.read_text(encoding="utf-8")
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise KeepError(
            f"{path} is not Python any more: line {error.lineno}, {error.msg}. Put that right first; "
            "nothing was changed"
        ) from None
    return text


def block_of(text, name):
    """What stands between the marks of `name`, or None."""
    found = re.search(_marks(name), text, flags=re.S | re.M)
    return found and found[1]


def _marks(name):
    name = re.escape(name)
    return rf"^# < {name}\n(.*?)^# > {name}$"


def with_block(text, name, source):
    """The text with this source between the marks of `name`: in their place, or at the end."""
    block = f"{BEGIN.format(name=name)}\n{source.strip()}\n{END.format(name=name)}"
    if block_of(text, name) is None:
        return f"{text.rstrip()}\n\n\n{block}\n"
    return re.sub(_marks(name), lambda _: block, text, count=1, flags=re.S | re.M)


def _replace_file(path, text):
    """Write all of the file or nothing, and keep what was there before as mine.1.py, mine.2.py, ..."""
    if path.exists():
        number = 1
        while (backup := path.with_name(f"{path.stem}.{number}.py")).exists():
            number += 1
        backup.write_bytes(path.read_bytes())
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=".mine-", suffix=".py")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(fresh, path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


# --- Keeping ----------------------------------------------------------------------------------------------------------


def keep(function, *, replace=False, path=None):
    """Keep one function that you have written, from a notebook: keep(softmax). Says what it did.

    It is checked first, hidden parts too. Another version that was kept before stays, unless `replace` is true.
    Raises KeepError where the function is no exercise, is not right, or its source cannot be found.
    """
    name = getattr(function, "__name__", repr(function))
    try:
        source = inspect.getsource(getattr(function, "py_func", function))
    except (OSError, TypeError):
        raise KeepError(
            f"the source of {name} is not to be found; keep it from a cell or a file"
        ) from None
    path = Path(path) if path else mine_path()
    outcome = _keep_one(path, name, _dedented(source), replace)
    print(f"{name}: {outcome}")
    return outcome


def keep_notebook(assignment, *, replace=False, ask=None, path=None, root=None):
    """Keep every function of an exercise notebook that passes its checks. Returns {name: what came of it}.

    `assignment` is a name such as 03_activations, or the path of a notebook. `ask(name)` decides about a version that
    differs from the kept one; without it, and without `replace`, the kept one stays.
    """
    notebook = _notebook(assignment, root)
    path = Path(path) if path else (Path(root) / FILE if root else mine_path())
    sources, outcomes = _answers(notebook), {}
    before = _common(sources)
    for name, source in sources.items():
        if not _is_exercise(name):
            continue
        whole = _with_needs(source, before, sources, name)
        outcomes[name] = _keep_one(path, name, whole, replace, ask)
    return outcomes


def _keep_one(path, name, source, replace, ask=None):
    problem = _problem(name, source)
    if problem:
        return problem
    text = _text(path)
    there = block_of(text, name)
    if there is not None and there.strip() == source.strip():
        return "kept already"
    if there is not None and not replace and not (ask and ask(name)):
        return "another version is kept; it stays (--replace takes this one)"
    try:
        _replace_file(path, with_block(text, name, source))
    except OSError as error:
        raise KeepError(
            f"{path} could not be written: {error.strerror}; nothing was changed"
        ) from None
    return "kept" if there is None else "kept in place of the other version"


def _problem(name, source):
    """Why a source cannot be kept, or None: it does not run, or does not pass its checks."""
    from nnlib.grading import examine

    if not _is_exercise(name):
        return "no exercise of this book has this name"
    space = {"__name__": "mine"}
    try:
        exec(compile(source, f"<{name}>", "exec"), space)
    except Exception as error:
        return f"does not run on its own: {type(error).__name__}: {error}"
    if name not in space:
        return "is not defined in its cell"
    report = examine(name, space[name])
    if report.slip == "not-written":
        return "not written yet"
    failed = [part for part in report.parts.values() if not part.passed]
    return f"not right yet ({', '.join(part.name for part in failed)})" if failed else None


def _is_exercise(name):
    from nnlib.grading.exercises import EXERCISES

    return name in EXERCISES


# --- The learner's notebook -------------------------------------------------------------------------------------------


def _notebook(assignment, root=None):
    path = Path(assignment)
    if path.suffix != ".ipynb":
        path = Path(root or course_root()) / "exercises" / path.name / f"{path.name}.ipynb"
    if not path.is_file():
        raise KeepError(f"there is no notebook {path}")
    return path


def check_notebook(assignment, root=None):
    """[(function, part, points, most, message)] of an exercise notebook, hidden parts too. Nothing is written.

    What a cell defines runs in this process: it is your own code.
    """
    from nnlib.grading import examine

    rows, sources = [], _answers(_notebook(assignment, root))
    defined = _common(sources)
    for name in filter(_is_exercise, filter(None, sources)):
        space, source = {"__name__": "mine"}, _with_needs(sources[name], defined, sources, name)
        try:
            exec(compile(source, f"<{name}>", "exec"), space)
            parts = examine(name, space.get(name)).parts.values()
        except Exception as error:
            said = f"its cell does not run: {type(error).__name__}: {error}"
            parts = examine(name, _absent(said)).parts.values()
        rows += [(name, p.name, p.points, p.max_points, p.message) for p in parts if p.max_points]
    return rows


def _absent(said):
    def nothing(*args, **named):
        raise RuntimeError(said)

    return nothing


def _answers(path):
    """{grade_id: source} of the code cells that a learner may write in; other cells under None."""
    import nbformat

    notebook, found = nbformat.read(path, as_version=4), {None: ""}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        about = cell.metadata.get("nbgrader", {})
        source = cell.source.replace("\r\n", "\n")
        if about.get("solution"):
            found[about["grade_id"]] = source
        elif not about.get("grade"):
            found[None] += f"{source}\n"
    return found


def _common(sources):
    """{name: source} of every import, function and constant that cells define, in the notebook's order."""
    defined = {}
    for key, source in sources.items():
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue  # that cell does not run; its own function will be told so
        for node in tree.body:
            for name in _names(node):
                if key is None or name != key:
                    defined.setdefault(name, ast.get_source_segment(source, node))
        if key is not None:
            defined[key] = source
    return defined


def _names(node):
    """The names that a statement binds: imports, functions, and plain assignments."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _with_needs(source, defined, sources, name):
    """The source, and before it all that it uses from other cells, so that it stands on its own."""
    needs, waiting, seen = [], [source], {name}
    while waiting:
        try:
            tree = ast.parse(waiting.pop())
        except SyntaxError:
            continue
        own = {bound for node in tree.body for bound in _names(node)}
        for used in ast.walk(tree):
            if isinstance(used, ast.Name) and used.id in defined and used.id not in seen | own:
                seen.add(used.id)
                needs.insert(0, defined[used.id])
                waiting.append(defined[used.id])
    return "\n".join([*dict.fromkeys(needs), source])


def _dedented(source):
    import textwrap

    source = textwrap.dedent(source)
    return source if "np." not in source else f"import numpy as np\n\n{source}"


# --- Using ------------------------------------------------------------------------------------------------------------


def yours(name):
    """Your function of this name from `mine.py`, where it is there and right; else the book's."""
    book = getattr(nnlib, name)
    try:
        path = mine_path()
    except BookError:
        return book
    if not path.is_file():
        return book
    function = _loaded(str(path), _digest(path)).get(name)
    return (
        function if function is not None and _still_right(name, function, _digest(path)) else book
    )


def owner(function):
    """ "yours" for a function from `mine.py`, "the book's" for any other."""
    return "yours" if getattr(function, "__module__", None) == "mine" else "the book's"


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@functools.lru_cache(maxsize=4)
def _loaded(path, digest):
    """The names of `mine.py`, each block with names of its own; nothing of a file that does not load."""
    found = {}
    try:
        text = _text(Path(path))
        names = re.findall(r"^# < (\w+)$", text, flags=re.M)
        for name in names:
            found[name] = _from_block(path, name)
    except (KeepError, OSError, UnicodeError) as error:
        _say(str(error))
    return {name: function for name, function in found.items() if function is not None}


def _from_block(path, name):
    """One function of the file. Two blocks may each have a helper of the same name, so each runs alone."""
    lines = Path(path).read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if line.strip() == BEGIN.format(name=name))
    last = next((i for i, line in enumerate(lines) if line.strip() == END.format(name=name)), None)
    if last is None:
        _say(f"{path}: the line '{END.format(name=name)}' is missing; the book's {name} is used")
        return None
    # Line numbers stay those of the file, so that an error names the line that its owner sees.
    source = "\n" * (first + 1) + "".join(lines[first + 1 : last])
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mine", loader=None))
    try:
        exec(compile(source, path, "exec"), vars(module))
    except Exception as error:
        _say(f"{path}: {name} does not load ({type(error).__name__}: {error}); the book's is used")
        return None
    return vars(module).get(name)


@functools.cache
def _still_right(name, function, digest):
    """Whether a kept function passes its checks today. Asked once per function and content of the file."""
    from nnlib.grading import examine

    if not _is_exercise(name):
        return False
    report = examine(name, function, seed=0)
    if all(part.passed for part in report.parts.values()):
        return True
    _say(f"your {name} in mine.py does not pass its checks any more; the book's is used")
    return False


@functools.cache
def _say(line):
    print(f"nnlib: {line}", file=sys.stdout)
