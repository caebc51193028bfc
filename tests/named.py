"""Whether what a check says is so: an answer that is given the name of a slip must be that slip, on other draws too.

The answers are the exercise's own wrong ones, and the small changes of its solution: mistakes that no slip was
written for. `untrue` finds those that carry the name of another mistake. All answers are held against all slips of
their exercise; what does not depend on the answer is drawn and computed once (`remembering`).

    python tests/named.py [softmax ...] [--processes 1]
"""

import argparse
import ast
import copy
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import numpy as np
from tqdm import tqdm

from nnlib.grading.exercise import Exercise, Form
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.mutants import mutants
from nnlib.grading.proof import answers_of
from nnlib.grading.reference import Solution, solution_of

check = import_module("nnlib.grading.check")  # its name is also that of the function
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


@cache
def _remembered(spec):
    return {}, {}


@contextmanager
def remembering(spec: Exercise):
    """Let checks draw the cases of a part once for each state of a generator, and call a slip once on each case.

    An answer is called as ever, and compared with every slip. The cases are kept, so that no two have one id.
    """
    drawn, twins = _remembered(spec)
    draw, call = check._drawn, check.call
    slips = {id(slip.wrong) for slip in spec.slips if slip.wrong}

    def drawn_once(spec, part, rng):
        before = part.name, json.dumps(rng.bit_generator.state, default=str)
        if before not in drawn:
            drawn[before] = draw(spec, part, rng), copy.deepcopy(rng.bit_generator.state)
        cases, rng.bit_generator.state = drawn[before]
        return cases

    def called_once(function, case):
        if id(function) not in slips:
            return call(function, case)
        pair = id(function), id(case)
        if pair not in twins:
            twins[pair] = call(function, case)
        return twins[pair]

    with patch.object(check, "_drawn", drawn_once), patch.object(check, "call", called_once):
        yield


def untrue(spec: Exercise, function: Callable, seed: int) -> list[str]:
    """The slips by which a check names this answer, and which it is not: their numbers differ on other draws."""
    found = []
    for result in check.examine(spec, function, seed=seed).parts.values():
        slips = [slip for slip in spec.slips if slip.wrong and slip.message == result.message]
        part = next(part for part in spec.parts if part.name == result.name)
        if slips and not any(_holds(spec, part, slip, function) for slip in slips):
            found.append(f"{part.name}: {result.slip}")
    return found


def _holds(spec, part, slip, function):
    """Whether the answer is this slip on the other draws: by its numbers, or by a rule of the case.

    A rule may know more answers than the slip's own function, where each draws an order of its own. It is a case's
    judge, or its reading, which names some shapes.
    """
    for seed in OTHERS:
        pairs = check._called(function, _unhurried(spec, part, seed))
        by_rule = any(_ruled(slip, *pair) for pair in pairs)
        if not all(_alike(slip, by_rule, *pair) for pair in pairs):
            return False
    return True


@cache
def _unhurried(spec, part, seed):
    """Cases of another draw, with time: a machine that is busy is no reason why a name should not hold."""
    cases = check._ordinary(check._drawn(spec, part, np.random.default_rng(seed)))
    return [replace(case, seconds=60.0) for case in cases]


def _ruled(slip, case, outcome):
    if outcome.slip:
        return outcome.message == slip.message
    said = case.judge and case.judge(outcome.values, case.arguments)
    return bool(said) and said[1] == slip.message


def _alike(slip, by_rule, case, outcome):
    if outcome.slip or _ruled(slip, case, outcome):
        return _ruled(slip, case, outcome)
    if check._reproduces(slip.wrong, case, outcome):
        return True
    twin = check.call(slip.wrong, case)
    return by_rule and not twin.slip and all(check._right(case, one) for one in (outcome, twin))


def misnamed(name: str, share: int) -> tuple[int, list[tuple[str, list[str]]]]:
    """(how many were tried, [(what it is, the names that are not its own), ...]) in one share of the mistakes."""
    form, tried, found = EXERCISES.form(name), 0, []
    spec = form.built()
    with remembering(spec):
        for what, function in islice(mistakes(name, form), share, None, SHARES):
            tried += 1
            if said := untrue(spec, function, SEED):
                found.append((what, said))
    return tried, found


def main(names: list[str], processes: int | None) -> int:
    """Try every wrong answer and every change of these exercises, or of all, and print the names that do not hold."""
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")  # of each process that is started here
    answers, pairs, false = 0, 0, 0
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        # a run that is cut short has then tried some of each exercise
        shares = ((name, share) for share in range(SHARES) for name in names or EXERCISES)
        jobs = {pool.submit(misnamed, *job): job[0] for job in shares}
        for job in tqdm(as_completed(jobs), total=len(jobs), unit="share"):
            tried, found = job.result()
            answers += tried
            pairs += tried * sum(slip.wrong is not None for slip in EXERCISES.form(jobs[job]).slips)
            false += len(found)
            for what, said in found:
                tqdm.write(f"{jobs[job]} says {', '.join(said)} of\n{what}")
    print(f"{answers} mistakes beside {pairs} slips: {false} names that do not hold")
    return int(false > 0)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--processes", type=int)
    sys.exit(main(**vars(asked.parse_args())))
