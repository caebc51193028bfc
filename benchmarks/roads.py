"""The two roads of a test cell, side by side and beside stock: what does running inside cost?

One ordinary assignment of four small functions with a test for each, twice: its tests as they are, which run apart,
and with a magic in the first line, which runs inside, as stock runs all of them. Both go through `nnlib grade`, the
second through stock `nbgrader autograde` too. They take turns; read the ratios.

    python benchmarks/roads.py [--submissions 30] [--rounds 2]
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from grading import STOCK, environment, machine, run
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.grading.course.folder import ROOT
from nnlib.grading.sandbox.roads import EITHER, INSIDE, road_of

NAME = "roads"
ANSWERS = {
    "mean": "def mean(x):\n    return sum(x) / len(x)",
    "clip": "def clip(x, low, high):\n    return [min(max(v, low), high) for v in x]",
    "dot": "def dot(x, y):\n    return sum(a * b for a, b in zip(x, y))",
    "evens": "def evens(n):\n    return list(range(0, n, 2))",
}
TESTS = {
    "mean": "assert mean([1, 2, 3]) == 2\nassert mean([5]) == 5",
    "clip": "assert clip([1, 5, 9], 2, 6) == [2, 5, 6]",
    "dot": "assert dot([1, 2], [3, 4]) == 11",
    "evens": "assert evens(5) == [0, 2, 4]",
}
WRONG = {"dot": "def dot(x, y):\n    return sum(x) * sum(y)"}
ROADS = {  # the first line of each test, and the command
    "nnlib grade, apart": ("", ["-m", "nnlib", "grade", NAME]),
    "nnlib grade, inside": ("%precision 3\n", ["-m", "nnlib", "grade", NAME]),
    "nbgrader autograde": ("%precision 3\n", ["-m", "nbgrader", "autograde", NAME]),
}
STOCKS = "nbgrader autograde"


def cell(source, name, **about):
    known = {"schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    return new_code_cell(source, metadata={"nbgrader": known | {"grade_id": name} | about})


def notebook(first):
    """The instructor's notebook, each test with this first line."""
    made = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    for name, answer in ANSWERS.items():
        marked = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        about = {"grade": True, "locked": True, "points": 1}
        made.cells.append(cell(marked, name, solution=True))
        made.cells.append(cell(first + TESTS[name], f"{name}_test", **about))
    return made


def course(folder, first, stock, many):
    """A course with `many` submissions, of which every other one has a wrong answer."""
    source = folder / "solutions" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(notebook(first), source)
    config = STOCK if stock else (ROOT / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(config)
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", NAME],
        cwd=folder, check=True, capture_output=True, env=environment(),
    )  # fmt: skip
    released = nbformat.read(folder / "exercises" / NAME / f"{NAME}.ipynb", as_version=4)
    for number in range(many):
        answers = ANSWERS | (WRONG if number % 2 else {})
        for each in released.cells:
            if each.metadata.nbgrader.solution:
                each.source = answers[each.metadata.nbgrader.grade_id]
        path = folder / "submitted" / f"student{number:03d}" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(released, path)
    return folder


def as_meant():
    """Whether each test takes the road that its row says."""
    wanted = {"": EITHER, "%precision 3\n": INSIDE}
    return all(
        road_of(first + test) == wanted[first]
        for first, _ in ROADS.values()
        for test in TESTS.values()
    )


def measure(many, rounds):
    """{road: (seconds, seconds of computing) of each round}."""
    assert as_meant()
    found, names = {name: [] for name in ROADS}, list(ROADS)
    with tempfile.TemporaryDirectory() as scratch:
        bases = {
            name: course(Path(scratch) / str(n), first, name == STOCKS, many)
            for n, (name, (first, _)) in enumerate(ROADS.items())
        }
        for turn in range(rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                folder = Path(scratch) / "course"
                shutil.copytree(bases[name], folder)
                took = run(folder, ROADS[name][1])
                found[name].append((took["seconds"], took["cpu"]))
                graded = list(folder.glob(f"autograded/*/{NAME}/{NAME}.ipynb"))
                if len(graded) != many:
                    raise RuntimeError(f"{name}: {len(graded)} graded, {many} handed in")
                shutil.rmtree(folder)
    return found


def table(found, many):
    """The figures, as lines. Computing is steadier than the clock where others use the machine."""
    yield f"{many} submissions of {len(TESTS)} tests, medians; {machine()['cpus']} cores, shared."
    yield f"{'':<24}{'s each':>8}{'times stock':>13}{'times inside':>14}"
    for kind, what in enumerate(("by the clock", "computing")):
        yield what
        seconds = {n: statistics.median(took[kind] for took in runs) for n, runs in found.items()}
        for name, took in seconds.items():
            stock, inside = seconds[STOCKS] / took, seconds["nnlib grade, inside"] / took
            yield f"  {name:<22}{took / many:8.2f}{stock:13.1f}{inside:14.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    found = measure(chosen.submissions, chosen.rounds)
    print("\n".join(table(found, chosen.submissions)))


if __name__ == "__main__":
    main()
