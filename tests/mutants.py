"""Small changes to every solution that no check may let through: `make mutants`, or

    python tests/mutants.py [softmax ...] [03_activations ...]

A mutant is a solution of the book with one change: + for -, > for >=, another constant, a statement left out. Each is
examined with all parts. One that gets full points is either as right as the solution, and then its exercise says so
with `ex.same(...)`, or it shows a hole in a check. The exit code is 1 where a mutant lives of which nothing is said.
After you have mended the check, or have seen that the mutant is right, add the line that is printed to the exercise.
"""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")  # one thread a job
ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tqdm import tqdm  # noqa: E402

from nnlib.grading import examine  # noqa: E402
from nnlib.grading.exercises import EXERCISES  # noqa: E402
from nnlib.grading.mutants import living  # noqa: E402
from nnlib.grading.proof import accepting  # noqa: E402
from nnlib.grading.reference import solution_of  # noqa: E402


def solution(stem, name):
    """The solution of an exercise in the notebook of an assignment, or None."""
    text = (ROOT / "solutions" / stem / f"{stem}.ipynb").read_text(encoding="utf-8")
    return solution_of(json.loads(text), name, stem)


def lives(stem, name):
    """(how many mutants, those that get full points) of a solution."""

    def passes(function, seed):
        return examine(name, function, seed=seed).passed

    return living(solution(stem, name).statements, name, passes)


def main(wanted):
    """Examine the mutants of these exercises or assignments, or of all; say which live and are not known."""
    stems = sorted(path.name for path in ROOT.glob("solutions/[0-9][0-9]_*"))
    tasks = [
        (stem, name)
        for stem in stems
        for name in EXERCISES
        if (not wanted or {stem, name} & set(wanted)) and solution(stem, name)
    ]
    total, alive = 0, {}
    with ProcessPoolExecutor(max_tasks_per_child=1) as pool:
        results = tqdm(
            pool.map(lives, *zip(*tasks, strict=True)), total=len(tasks), unit="function"
        )
        for (_, name), (tried, found) in zip(tasks, results, strict=True):
            total += tried
            alive.setdefault(name, set()).update(found)
    said = 0
    for name, found in alive.items():
        known = EXERCISES.form(name).equivalents
        lines = [f"{name} lives: {accepting(change)}" for change in sorted(found - known)]
        lines += [
            f"{name} has, and it does not live: {accepting(c)}" for c in sorted(known - found)
        ]
        print("\n".join(lines), end="\n" * bool(lines))
        said += len(lines)
    many = sum(map(len, alive.values()))
    print(f"{total} mutants of {len(tasks)} functions, {many} alive, {said} lines to mend.")
    return int(said > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
