"""An instructor's own exercises: Python files beside a notebook, found by name and loaded by path, each time afresh.

`rms.py` with a line `ex = exercise("rms", ...)` is the exercise of the function rms. It may import other files that
lie beside it. Nothing of theirs enters `sys.modules`: two courses may each have their own `rms.py` and `helpers.py`.
"""

import ast
import builtins
import contextlib
import hashlib
import os
import re
import sys
import traceback
import types
from dataclasses import dataclass
from pathlib import Path

from nnlib.core.files import BookError, find_course
from nnlib.core.messages import closest
from nnlib.core.words import tr
from nnlib.grading.exercise import Exercise, Form
from nnlib.grading.exercises import EXERCISES

EX = re.compile(rb"(?m)^ex\s*(:[^=\n]*)?=[^=]")
IS_EXERCISE = re.compile(EX.pattern + rb"|nnlib\.grading import [^\n]*\bexercise\b")


class ExerciseError(BookError):
    """An exercise file that cannot be used; one sentence with the file and the line."""


# --- The files of a folder --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """The Python files that lie beside a notebook, as bytes: exercises, and what these may import.

    It can be sent to another machine, where it gives the same exercises.
    """

    place: str = ""
    files: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def read(cls, folder: str | Path) -> "Own":
        """The files of a folder. Only names that can be imported count: a percent source `01_rms.py` is none."""
        folder = Path(folder)
        paths = [path for path in sorted(folder.glob("*.py")) if path.stem.isidentifier()]
        files = [(path.stem, path.read_bytes()) for path in paths if path.is_file()]
        return cls(str(folder), tuple(files))

    @property
    def texts(self) -> dict[str, bytes]:
        """The files by the names under which they are imported."""
        return dict(self.files)

    @property
    def names(self) -> list[str]:
        """The exercises among them."""
        return [name for name, text in self.files if IS_EXERCISE.search(text)]

    def path(self, name: str) -> str:
        """Where a file lies, as a person reads it."""
        return os.path.join(self.place, f"{name}.py")

    def place_of_ex(self, name: str) -> str:
        """File and line of the exercise's first line, `ex = …`."""
        found = EX.search(self.texts[name])
        before = self.texts[name][: found.start()] if found else b""
        return tr("{path}, line {value}", path=self.path(name), value=len(before.splitlines()) + 1)

    def digest(self) -> str:
        """The digest of all of them; "" where there are none."""
        parts = [f"{name} {hashlib.sha256(text).hexdigest()}" for name, text in self.files]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() if parts else ""

    def form(self, name: str) -> Form:
        """The exercise of this name as its file writes it down. Raises ExerciseError where the file is broken."""
        return valid_form(self, name, Loading(self).load(name))

    def exercise(self, name: str) -> Exercise:
        """The same as the checks read it."""
        return self.form(name).built()

    def refuse_broken(self) -> None:
        """Raise ExerciseError where an exercise among them cannot be used."""
        for name in self.names:
            self.form(name)


class Loading:
    """The files of one folder, run when they are first imported. Their imports look beside them first, at any time."""

    def __init__(self, own: Own):
        self.own, self.texts, self.modules = own, own.texts, {}
        self.builtins = {**vars(builtins), "__import__": self._import}

    def load(self, name: str) -> types.ModuleType:
        """The module of a file. Raises ExerciseError, with file and line, for whatever goes wrong in it."""
        try:
            return self._module(name)
        except SyntaxError as error:
            place = tr(
                "{value}, line {lineno}",
                value=error.filename or self.own.path(name),
                lineno=error.lineno,
            )
            raise ExerciseError(f"{place}: {error.msg}") from None
        except ExerciseError:
            raise
        except (Exception, SystemExit) as error:
            place = place_of(self.own, name, error)
            raise ExerciseError(f"{place}: {type(error).__name__}: {error}") from error

    def _module(self, name):
        if name not in self.modules:
            module = types.ModuleType(name)
            vars(module).update(__file__=self.own.path(name), __builtins__=self.builtins)
            self.modules[name] = module
            try:
                code = compile(self.texts[name], self.own.path(name), "exec", dont_inherit=True)
                exec(code, vars(module))
            except BaseException:
                del self.modules[name]
                raise
        return self.modules[name]

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        """What an import statement in one of these files brings in."""
        if level == 1 and not name:  # from . import helpers
            return types.SimpleNamespace(**{n: self._module(n) for n in fromlist})
        if level <= 1 and name in self.texts:
            return self._module(name)
        return builtins.__import__(name, globals, locals, fromlist, level)


def place_of(own: Own, name: str, error: BaseException) -> str:
    """File and line of an error: the innermost line in one of these files."""
    known = {own.path(known) for known in own.texts}
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in known]
    return (
        tr("{filename}, line {lineno}", filename=frames[-1].filename, lineno=frames[-1].lineno)
        if frames
        else own.path(name)
    )


# --- What an exercise must be -----------------------------------------------------------------------------------------


def valid_form(own: Own, name: str, module: types.ModuleType) -> Form:
    """The exercise that a file holds. Raises ExerciseError where it is none, or not a whole one."""
    form = getattr(module, "ex", None)
    if not isinstance(form, Form):
        raise ExerciseError(
            tr(
                '{path} has no exercise: wanted ex = exercise("{name}", …)',
                path=own.path(name),
                name=name,
            )
        )
    if form.name != name:
        raise ExerciseError(
            tr(
                "{place_of_ex}: the exercise is called {name!r} and the file {name2}.py; wanted one "
                "name",
                place_of_ex=own.place_of_ex(name),
                name=form.name,
                name2=name,
            )
        )
    if not form.parts:
        raise ExerciseError(
            tr("{path}: the exercise has no part; wanted @ex.part(points=…)", path=own.path(name))
        )
    _valid_parts(own, form)
    _valid_slips(own, form)
    return form


def _valid_parts(own, form):
    for part in form.parts:
        if not isinstance(part.points, (int, float)) or not 0 < part.points < float("inf"):
            place = tr("{path}, line {line}", path=own.path(form.name), line=_line(part.cases))
            said = tr(
                "{place}: the part {name!r} has {points!r} points; wanted more than 0",
                place=place,
                name=part.name,
                points=part.points,
            )
            raise ExerciseError(said)


def _valid_slips(own, form):
    known = {}
    for slip in form.slips:
        if known.setdefault(slip.key, slip.message) != slip.message:
            place = tr("{path}, line {line}", path=own.path(form.name), line=_line(slip.wrong))
            raise ExerciseError(
                tr(
                    "{place}: a second slip has the key {key!r}, and says something else; wanted another "
                    "name",
                    place=place,
                    key=slip.key,
                )
            )


def _line(function):
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    return code.co_firstlineno if code else "?"


# --- Looking an exercise up -------------------------------------------------------------------------------------------

START = os.getcwd() if os.path.isdir(os.curdir) else None  # a notebook may go elsewhere later


def exercise_named(name: str | None, own: Own | None = None) -> Exercise:
    """The exercise of this name: one of `own`, else the book's.

    Without `own`, where the notebook lies that runs says where to look. Raises LookupError, which names what there is,
    and ExerciseError for a file that is broken.
    """
    own = beside(name) if own is None else own
    if name in own.names:
        return own.exercise(name)
    if name in EXERCISES:
        return EXERCISES[name]
    raise LookupError(_unknown(name, own))


def _unknown(name, own):
    near = closest(str(name), [*own.names, *EXERCISES])
    said = tr("there is no exercise {name!r}.", name=name)
    if name in own.texts:
        said += tr(
            ' {path} has no line ex = exercise("{name}", …).', path=own.path(name), name=name
        )
    if near:
        said += tr(" Did you mean {near}?", near=near)
    if own.names:
        said += tr(" Beside the notebook there is {listed}.", listed=", ".join(own.names))
    return tr("{said} Pass the function that you wrote: check(softmax)", said=said)


def beside(name: str | None) -> Own:
    """The files beside the notebook that runs, if an exercise of this name is among them or nobody else has it.

    Editors say where a notebook lies; JupyterLab starts it in its folder; else the course that it runs in is searched.
    """
    folders = _notebook_folders()
    for folder in folders:
        if _is_exercise(folder, name):
            return Own.read(folder)
    if name in EXERCISES:
        return Own()
    if found := _in_course(name):
        return Own.read(found)
    return Own.read(folders[0]) if folders else Own()


def _notebook_folders():
    """Where the notebook that runs may lie, the surest place first."""
    main = vars(sys.modules["__main__"]) if "__main__" in sys.modules else {}
    told = [main.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME")]
    folders = [Path(path).parent for path in told if isinstance(path, str) and os.path.isabs(path)]
    folders += [Path(START)] if START else []
    with contextlib.suppress(OSError):  # somebody took it away
        folders += [Path.cwd()]
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def _in_course(name):
    """The folder of the one assignment of this course that has the exercise, solutions before exercises, or None."""
    try:
        root = find_course()
    except BookError:
        return None
    for part in ("solutions", "exercises") if root else ():
        found = [folder for folder in root.glob(f"{part}/*/") if _is_exercise(folder, name)]
        if len(found) == 1:
            return found[0]
    return None


def _is_exercise(folder, name):
    """Whether a folder holds an exercise of this name."""
    try:
        return str(name).isidentifier() and bool(
            IS_EXERCISE.search((folder / f"{name}.py").read_bytes())
        )
    except OSError:
        return False


# --- What a file mentions ---------------------------------------------------------------------------------------------


def imported(own: Own, trees: dict[str, ast.Module], start: list[str]) -> list[str]:
    """The files beside an exercise that it brings in, by whatever way, itself included."""
    seen, waiting = [], list(start)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.append(name)
            waiting += [found for found in _imports(trees[name]) if found in trees]
    return seen


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level <= 1:
            yield from [node.module] if node.module else (alias.name for alias in node.names)
