"""Exercises of an instructor's own: a skeleton to begin with, and the test of their tests."""

import json
import keyword
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from nnlib.core.files import BookError, course_root, find_course, here, replace, write_whole
from nnlib.core.words import tr
from nnlib.course.notebooks import notebook_text

if TYPE_CHECKING:
    from nnlib.grading.proof import Finding

SKELETON = Path(__file__).parent / "skeleton"


# --- A new one --------------------------------------------------------------------------------------------------------


def new_exercise(name: str, points: int = 3, into: str | None = None) -> list[Path]:
    """Write a new exercise that works as it is: a notebook with the function's cells, and `name.py` beside it.

    `into` names an assignment that gets the function too; without it a new one is begun, under the next number. A
    folder that is no course yet gets a configuration. Returns what was written. Raises BookError where a file is there.
    """
    _refuse_name(name)
    if points < 2:
        raise BookError(
            tr("points is {points}; wanted 2 or more, some for a hidden part", points=points)
        )
    root, written = find_course() or here(), []
    stem = into or f"{_next_number(root):02d}_{name}"
    if not re.fullmatch(r"\d\d_\w+", stem):
        raise BookError(
            tr(
                "the assignment is called {stem!r}; wanted two digits and a name, as 01_{name}",
                stem=stem,
                name=name,
            )
        )
    folder = root / "solutions" / stem
    if (folder / f"{name}.py").exists():
        raise BookError(tr("{value}.py is there already; it stays as it is", value=folder / name))
    hidden = max(1, points // 3)
    told = {"name": name, "points": points, "visible": points - hidden, "hidden": hidden}
    if not (root / "nbgrader_config.py").exists():
        written.append(_write(root / "nbgrader_config.py", _filled("config", told)))
    written.append(_write(folder / f"{name}.py", _filled("exercise", told)))
    title = stem.partition("_")[2].replace("_", " ").capitalize()
    return written + _notebook(root, folder / f"{stem}.py", told | {"title": title})


def _refuse_name(name):
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise BookError(
            tr(
                "the function is called {name!r}; wanted a name that Python takes, as rms",
                name=name,
            )
        )
    installed = [path for path in sys.path if "-packages" in path]
    if name in sys.stdlib_module_names or PathFinder.find_spec(name, installed):
        raise BookError(
            tr(
                "{name}.py would stand in the way of Python's module {name}; wanted another name",
                name=name,
            )
        )


def _next_number(root):
    numbers = [int(path.name[:2]) for path in root.glob("*/[0-9][0-9]_*")]
    return max(numbers, default=0) + 1


def _filled(part, told):
    return Template((SKELETON / f"{part}.txt").read_text(encoding="utf-8")).substitute(told)


def _write(path, text):
    write_whole(path, text, mode=None)
    return path


def _notebook(root, source, told):
    """Add the function's cells to an assignment: to its percent source where it has one, else to its notebook."""
    target = source.with_suffix(".ipynb")
    if target.exists() and not source.exists():
        return [_into_notebook(root, target, told)]
    text = source.read_text(encoding="utf-8") if source.exists() else _filled("head", told)
    replace(source, f"{text.rstrip()}\n{_filled('function', told)}", root)
    replace(target, notebook_text(source), root)
    return [source, target]


def _into_notebook(root, target, told):
    """The same for an assignment that was written in JupyterLab alone."""
    import jupytext
    import nbformat

    notebook = nbformat.read(target, as_version=4)
    for cell in jupytext.reads(_filled("function", told), fmt="py:percent").cells:
        for left_over in ("cell_marker", "lines_to_next_cell"):
            cell.metadata.pop(left_over, None)
        notebook.cells.append(cell)
    replace(target, nbformat.writes(notebook) + "\n", root)
    return target


# --- The test of a test -----------------------------------------------------------------------------------------------


def prove_exercise(name: str, seconds: float = 5.0) -> Iterator["Finding"]:
    """Test an exercise, one of this course's own or the book's: a Finding for each thing that was tried.

    Raises BookError where there is none of this name, or where its file is broken.
    """
    from nnlib.grading.exercises import EXERCISES
    from nnlib.grading.own import Own
    from nnlib.grading.proof import Finding, prove

    root = course_root()
    folder = _home(root, name)
    if folder is None and name not in EXERCISES:
        raise BookError(_no_such(root, name))
    own = Own.read(folder) if folder else None
    form = own.form(name) if own else EXERCISES.form(name)
    notebooks = [folder] if folder else sorted(root.glob("solutions/*/"))
    solutions = [found for found in (_solution(one, name) for one in notebooks) if found]
    if not solutions:
        yield Finding(
            "notebook",
            not own,
            tr(
                "no notebook here defines {name}; what rests on its solution is left out", name=name
            ),
        )
    yield from prove(form, solutions, seconds)
    if own:
        yield _to_learners(own, name)


def _home(root, name):
    """The folder of solutions/ that holds this own exercise, or None."""
    found = [path.parent for path in sorted(root.glob("solutions/*/*.py")) if path.stem == name]
    if len(found) > 1:
        there = " and ".join(folder.name for folder in found)
        raise BookError(
            tr(
                "there is a {name}.py in {there}; wanted one name for one exercise",
                name=name,
                there=there,
            )
        )
    return found[0] if found else None


def _no_such(root, name):
    own = sorted(path.stem for path in root.glob("solutions/*/*.py") if path.stem.isidentifier())
    there = tr("; this course has {listed}", listed=", ".join(own)) if own else ""
    return tr(
        "there is no exercise {name!r}{there}. Begin one with `nnlib new exercise {name}`",
        name=name,
        there=there,
    )


def _solution(folder, name):
    """The solution in the notebook of a folder: of its percent source, where it has one."""
    from nnlib.grading.reference import solution_of

    for source in sorted(folder.glob("*.ipynb")) or sorted(folder.glob("[0-9][0-9]_*.py")):
        percent = source.with_suffix(".py")
        text = notebook_text(percent) if percent.exists() else source.read_text(encoding="utf-8")
        if found := solution_of(json.loads(text), name, source.with_suffix(".ipynb").name):
            return found
    return None


def _to_learners(own, name):
    """What learners will see of the exercise."""
    from nnlib.grading.handout import handout
    from nnlib.grading.own import ExerciseError
    from nnlib.grading.proof import Finding

    try:
        out = handout(own)
    except ExerciseError as error:
        return Finding("learners", False, str(error))
    said = tr("get the visible parts and the slips of {name}.py", name=name)
    more = [line for line in shown_lines(out) if line]
    return Finding("learners", True, said, tuple(more))


def shown_lines(out) -> list[str]:
    """A line for each function that goes out with a notebook, for it may hold the answer."""
    return [
        tr(
            "{file}.py goes out with {listed}, for a visible part or a slip calls it: is the "
            "answer in it?",
            file=file,
            listed=", ".join(names),
        )
        for file, names in out.shown.items()
        if names
    ]


def shown_to_learners(root: Path) -> list[str]:
    """The same for a whole course."""
    from nnlib.grading.handout import handout
    from nnlib.grading.own import Own

    folders = [Own.read(folder) for folder in sorted(root.glob("solutions/*/"))]
    return [line for own in folders if own.names for line in shown_lines(handout(own))]
