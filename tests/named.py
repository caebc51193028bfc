"""Whether what a check says is so: an answer that is given the name of a slip must be that slip, on other draws too.

The answers are the exercise's own wrong ones, and the small changes of its solution: mistakes that no slip was
written for. `untrue` finds those that carry the name of another mistake.

    python tests/named.py [softmax ...]
"""

import ast
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from tqdm import tqdm

from nnlib.grading.check import _all_alike, _called, _ordinary, examine
from nnlib.grading.exercise import Exercise, Form
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.mutants import mutants
from nnlib.grading.proof import answers_of
from nnlib.grading.reference import Solution, solution_of

ROOT = Path(__file__).parent.parent
OTHERS = range(500, 503)  # seeds of the draws on which a name has to hold
SEED = 77  # of the draw on which a mistake is named
SHARES = 8  # parts into which the mistakes of an exercise are dealt, so that no process has much more than another


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


def misnamed(name: str, share: int) -> list[tuple[str, list[str]]]:
    """(what it is, the names that are not its own) in one share of the mistakes of an exercise."""
    form = EXERCISES.form(name)
    spec, mine = form.built(), islice(mistakes(name, form), share, None, SHARES)
    found = ((what, untrue(spec, function, SEED)) for what, function in mine)
    return [(what, said) for what, said in found if said]


def main(names: list[str]) -> int:
    """Try every wrong answer and every change of these exercises, or of all, and print the names that do not hold."""
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")  # of each process that is started here
    false = 0
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = {
            pool.submit(misnamed, name, share): name
            for share in range(
                SHARES
            )  # a run that is cut short has then tried some of each exercise
            for name in names or EXERCISES
        }
        for job in tqdm(as_completed(jobs), total=len(jobs), unit="share"):
            for what, said in job.result():
                false += 1
                tqdm.write(f"{jobs[job]} says {', '.join(said)} of\n{what}")
    print(f"{false} names that do not hold")
    return int(false > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
