"""Keeping: functions that pass their checks go into `mine.py`, and nothing that stands there is lost.

Your code is run here as it stands, in your own process: keep what you wrote yourself.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.course.answers import asked_in, cells_of, exercise_notebook, is_exercise
from nnlib.course.extract import source_of, with_needs
from nnlib.course.mine import (
    FILE,
    KeepError,
    block_of,
    broken,
    mine_path,
    read,
    run,
    with_block,
    write,
)

if TYPE_CHECKING:
    from nnlib.grading.own import Own

KEPT, INSTEAD, ALREADY = "kept", tr("kept in place of the other version"), tr("kept already")
OTHER = tr("another version is kept; it stays (--replace takes this one)")


def keep(function: Callable, *, replace: bool = False, path: str | Path | None = None) -> None:
    """Keep one function that you have written, from a notebook: keep(softmax). Says what it did.

    It is checked first, hidden parts too, and runs in this process, as your own code. Another version that was kept
    before stays, unless `replace` is true. Raises KeepError where its source is not found or the file not written.
    """
    if not callable(function):
        hint = f"keep({function})" if isinstance(function, str) else "keep(softmax)"
        raise KeepError(
            tr("pass the function itself, without quotes and without arguments: {hint}", hint=hint)
        )
    name = getattr(function, "__name__", repr(function))
    wanted = {name: source_of(function) if is_exercise(name) else None}
    for outcome in _keep(wanted, path or mine_path(), lambda name: replace, None).values():
        print(f"{name}: {outcome}")


def keep_notebook(
    assignment: str | Path,
    *,
    replace: bool = False,
    ask: Callable[[str], bool] | None = None,
    path: str | Path | None = None,
    root: str | Path | None = None,
) -> dict[str, str]:
    """Keep every function of an exercise notebook that passes its checks. Returns {name: what came of it}.

    `assignment` is a name such as 03_activations, or the path of a notebook. Its cells run in this process. `ask(name)`
    decides about a version that differs from the kept one; without it, and without `replace`, the kept one stays.
    """
    from nnlib.grading.own import Own

    notebook = exercise_notebook(assignment, root)
    cells, own = cells_of(notebook), Own.read(notebook.parent)
    names, _ = asked_in(notebook, cells, own)
    wanted = {name: with_needs(cells, name) for name in names}
    path = path or (Path(root) / FILE if root else mine_path())
    return _keep(wanted, path, lambda name: replace or (ask is not None and ask(name)), own)


def pressed(name: str, replace: bool = False) -> None:
    """What the button of a green card does: keep the notebook's function of this name.

    Prints one line of JSON for the page: `said` is a sentence, `kept` whether the function is in `mine.py`, and `other`
    whether another version stands there.
    """
    try:
        outcome = _pressed(name, replace)
    except KeepError as error:
        outcome = str(error)
    kept = outcome in (KEPT, ALREADY) or outcome.startswith(INSTEAD)
    sentences = {
        KEPT: tr("Your {name} is in mine.py now, and the next chapters use it.", name=name),
        ALREADY: tr("Your {name} is in mine.py already, just as it stands here.", name=name),
        OTHER: tr("There is another {name} of yours in mine.py, and it stays there.", name=name),
    }
    said = sentences.get(outcome) or f"{name}: {outcome}"
    print(json.dumps({"said": said, "kept": kept, "other": outcome == OTHER}))


def _pressed(name, replace):
    from nnlib.grading.cells import shell, watch

    cells, space = watch(), getattr(shell(), "user_ns", {})
    if cells is not None and name in cells.failed:
        return cells.stopped(name)
    if not callable(space.get(name)):
        return tr("there is none yet: run the cell that defines it first")
    if getattr(space[name], "__name__", name) != name:
        return tr("the function of this name is called {other}", other=space[name].__name__)
    wanted = {name: source_of(space[name])}
    return _keep(wanted, mine_path(), lambda name: replace, None)[name]


def _keep(wanted, path, may_replace, own):
    """{name: what came of it} for {name: source}; the file is written once, when all is decided."""
    mine, outcomes = read(path), {}
    text = mine.text
    for name, source in wanted.items():
        outcomes[name] = problem_of(name, source, own) or _place(text, name, source, may_replace)
        if outcomes[name] in (KEPT, INSTEAD):
            new = with_block(text, name, source, mine.newline)
            mark = re.search(r"(?m)^# [<>] \w+[ \t]*$", source)
            misfit = (
                tr("the line '{mark}' looks like one of its marks", mark=mark[0])
                if mark
                else broken(new)
            )
            outcomes[name] = (
                tr("does not fit into the file: {misfit}", misfit=misfit)
                if misfit
                else outcomes[name]
            )
            text = text if misfit else new
    if text != mine.text:
        before = write(mine, text, backup=INSTEAD in outcomes.values())
        told = tr(
            "{INSTEAD}; the file as it was is now {value}",
            INSTEAD=INSTEAD,
            value=before and before.name,
        )
        outcomes = {n: told if said == INSTEAD else said for n, said in outcomes.items()}
    return outcomes


def _place(text, name, source, may_replace):
    there = block_of(text, name)
    if there is None:
        return KEPT
    if there.strip() == source.strip():
        return ALREADY
    return INSTEAD if may_replace(name) else OTHER


def problem_of(name: str, source: str, own: "Own | None" = None) -> str | None:
    """Why a source cannot be kept, or None: it does not run, or does not pass its checks.

    These are looked up in `own`, beside the notebook that runs when it is None, and then in the book.
    """
    from nnlib.grading import examine
    from nnlib.grading.own import exercise_named

    if not is_exercise(name, own):
        return tr("no exercise of this book has this name")
    space, problem = run(source, f"<{name}>")
    if problem:
        return tr("does not run on its own: {problem}", problem=problem)
    if name not in space:
        return tr("is not defined in its cell")
    report = examine(exercise_named(name, own), space[name])
    if report.slip == "not-written":
        return tr("not written yet")
    failed = [part for part in report.parts.values() if not part.passed]
    return (
        tr("not right yet ({listed})", listed=", ".join(part.name for part in failed))
        if failed
        else None
    )
