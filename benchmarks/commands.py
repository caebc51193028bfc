"""How long a person waits for a command: `nnlib check`, and `nnlib grade` until the first verdict is written.

Beside them stand what they cannot do without (Python with NumPy) and what one would use instead (`nbgrader autograde`
of the same submission). They take turns, and each keeps its best: of the CPU, and of the time on the clock. Read the
ratios of the CPU first; on a busy machine the clock says more about the others.

    python benchmarks/commands.py [--rounds 5] [--json FILE]
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import grading  # noqa: E402

from nnlib.grading.course import sample  # noqa: E402

CHECK, GRADE, STOCK = "nnlib check", "nnlib grade, first verdict", "nbgrader autograde, one"
YARDSTICK = "import numpy"
GOALS = {CHECK: 1.0, GRADE: 1.5}  # seconds on the clock of a machine that does nothing else
WORDS = {
    YARDSTICK: ["-c", "import numpy"],
    CHECK: ["-m", "nnlib", "check", grading.ASSIGNMENT],
    GRADE: ["-m", "nnlib", "grade", grading.ASSIGNMENT, "--force"],
    STOCK: ["-m", "nbgrader", "autograde", grading.ASSIGNMENT, "--force"],
}


def seconds(folder, name):
    """(CPU of the whole command, seconds until it is over, or until the first graded notebook is there)."""
    shutil.rmtree(folder / "autograded", ignore_errors=True)
    before, begun, first = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), None
    process = subprocess.Popen(
        [sys.executable, *WORDS[name]], cwd=folder, env=grading.environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while process.poll() is None:
        if name == GRADE and first is None and any(folder.glob("autograded/*/*/*.ipynb")):
            first = time.perf_counter() - begun
        time.sleep(0.005)
    whole, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"{name} failed with exit code {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, whole if first is None else first


def measure(rounds):
    """{name: (least CPU, least seconds)}."""
    found = {name: [] for name in WORDS}
    with tempfile.TemporaryDirectory() as scratch:
        courses = {}
        for stock in (False, True):
            courses[stock] = grading.released(Path(scratch) / f"course{stock}", stock)
            grading.hand_in(courses[stock], 1)
        notebook = courses[False] / "exercises" / grading.ASSIGNMENT / grading.NOTEBOOK
        (courses[False] / "exercises" / "right").mkdir()
        right = courses[False] / "exercises" / "right" / "right.ipynb"
        sample.build_submission(notebook, sample.SAMPLE_CLASS / "vectorised.py", right)
        WORDS[CHECK][-1] = str(right)
        for turn in range(rounds):
            names = list(WORDS)
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                found[name].append(seconds(courses[name == STOCK], name))
    return {name: tuple(map(min, zip(*runs, strict=True))) for name, runs in found.items()}


def table(found):
    """The figures, as lines."""
    yield f"{'best of each':<28}{'CPU s':>8}{'x numpy':>9}{'seconds':>9}   goal"
    for name, (cpu, clock) in found.items():
        goal = f"< {GOALS[name]:g} s" if name in GOALS else ""
        goal += "  MISSED" if name in GOALS and clock >= GOALS[name] else ""
        yield f"{name:<28}{cpu:8.2f}{cpu / found[YARDSTICK][0]:9.1f}{clock:9.2f}   {goal}".rstrip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    found = measure(chosen.rounds)
    print("\n".join(table(found)))
    if chosen.json:
        chosen.json.write_text(json.dumps({"machine": grading.machine(), "best": found}) + "\n")


if __name__ == "__main__":
    main()
