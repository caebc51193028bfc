"""Whether what a check says is so: an answer that is given the name of a slip must be that slip, on other draws too.

The answers are the exercise's own wrong ones, and the small changes of its solution: mistakes that no slip was
written for. `untrue` finds those that carry the name of another mistake.
"""

import ast
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from nnlib.grading.check import _all_alike, _called, _ordinary, examine
from nnlib.grading.exercise import Exercise, Form
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.mutants import mutants
from nnlib.grading.proof import answers_of
from nnlib.grading.reference import Solution, solution_of

ROOT = Path(__file__).parent.parent
OTHERS = range(500, 503)  # seeds of the draws on which a name has to hold


@cache
def notebooks() -> list[tuple[str, dict]]:
    """The book's notebooks of solutions, read."""
    paths = sorted(ROOT.glob("solutions/[0-9][0-9]_*/[0-9][0-9]_*.ipynb"))
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def solution(name: str) -> Solution:
    """The book's solution of an exercise."""
    found = (solution_of(notebook, name, stem) for stem, notebook in notebooks())
    return next(filter(None, found))


def changed(name: str, every: int = 1) -> Iterator[tuple[str, Callable]]:
    """(its source, the function) for every small change of a solution, or for one in `every`."""
    statements = solution(name).statements
    function = next(node for node in statements if getattr(node, "name", None) == name)
    sources = dict.fromkeys(text for text in mutants(function) if text != ast.unparse(function))
    for text in list(sources)[::every]:
        space = {"__name__": "__main__"}
        parts = (text if node is function else ast.unparse(node) for node in statements)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec("\n".join(parts), space)
        yield text, space[name]


def mistakes(name: str, form: Form, every: int = 1) -> Iterator[tuple[str, Callable]]:
    """(what it is, the function) for the wrong answers of an exercise and the changes of its solution."""
    for answer in answers_of(form):
        if answer.kind != "right":
            yield f"{answer.kind} {answer.name} ({answer.place})", answer.function
    yield from changed(name, every)


def untrue(spec: Exercise, function: Callable, seed: int) -> list[str]:
    """The slips by which a check names this answer, and which it is not: their numbers differ on other draws."""
    found = []
    for result in examine(spec, function, seed=seed).parts.values():
        slips = [slip for slip in spec.slips if slip.wrong and slip.message == result.message]
        part = next(part for part in spec.parts if part.name == result.name)
        if slips and not any(_holds(part, slip, function) for slip in slips):
            found.append(f"{part.name}: {result.slip}")
    return found


def _holds(part, slip, function):
    for seed in OTHERS:
        pairs = _called(function, _ordinary(part.cases(np.random.default_rng(seed))))
        if any(outcome.slip for _, outcome in pairs) or not _all_alike(slip, pairs):
            return False
    return True


def main(names: list[str]) -> int:
    """Try every wrong answer and every change of these exercises, or of all, and print the names that do not hold."""
    false = 0
    for name in names or EXERCISES:
        form = EXERCISES.form(name)
        for what, function in mistakes(name, form):
            for said in untrue(form.built(), function, 77):
                false += 1
                print(f"{name} says {said} of\n{what}", flush=True)
    print(f"{false} names that do not hold")
    return int(false > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
