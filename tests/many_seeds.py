"""Every right and wrong answer of the tables, over many draws of the inputs: `make seeds`, or

    python tests/many_seeds.py [--seconds 2] [--jobs 2] [--from 1000]

The test suite examines each answer with five fixed seeds. A grade is drawn from a fresh one. An answer that is judged
otherwise once in a hundred draws passes the suite, and costs one learner in a hundred a point. This looks for it: each
answer is examined with as many seeds as the seconds allow, and every verdict that differs from its table is printed.
Run it after a change to an exercise's cases. The exit code is 1 where a verdict differed.
"""

import argparse
import os
import sys
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")  # one thread a job
sys.path.insert(0, str(Path(__file__).parent.parent))

from tqdm import tqdm  # noqa: E402

from nnlib.grading import examine  # noqa: E402
from tests.test_check import RIGHT, WRONG  # noqa: E402


def as_told(report, told):
    """Whether the report is what the table says: full points, or (points, slip) of a wrong answer."""
    if told is None:
        return report.passed and report.points == report.max_points
    slip, points = told
    return not report.passed and report.points == points and slip in (None, report.slip)


def survey(kind, name, index, seconds, first):
    """Examine one answer until the seconds are over: (how often, the differing verdicts with their first seeds)."""
    answer = (RIGHT if kind == "right" else WRONG)[name][index]
    function, *told = (answer,) if kind == "right" else answer
    others, seen, start = Counter(), {}, time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in count(first):
            report = examine(name, function, seed=seed)
            if not as_told(report, tuple(told) or None):
                verdict = f"{report.points:g} points, slip {report.slip}"
                others[verdict] += 1
                seen.setdefault(verdict, (seed, str(report)))
            if time.monotonic() - start > seconds:
                return seed - first + 1, others, seen


def main():
    """Survey every answer, and say what differed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=2.0, help="for each answer")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--from", type=int, default=1000, dest="first", help="the first seed")
    given = options.parse_args()
    tasks = [
        (kind, name, i, given.seconds, given.first)
        for kind, table in (("right", RIGHT), ("wrong", WRONG))
        for name, listed in table.items()
        for i in range(len(listed))
    ]
    examined = differed = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        found = pool.map(survey, *zip(*tasks, strict=True))
        for (kind, name, i, *_), (times, others, seen) in zip(
            tqdm(tasks, unit="answer"), found, strict=True
        ):
            examined += times
            for verdict, how_often in others.items():
                seed, report = seen[verdict]
                differed += how_often
                tqdm.write(f"\n{name}, {kind} answer {i}: {how_often} of {times} times {verdict}")
                tqdm.write(f"first with seed {seed}:\n{report}")
    print(f"{len(tasks)} answers examined {examined} times; {differed} verdicts differ.")
    return int(differed > 0)


if __name__ == "__main__":
    sys.exit(main())
