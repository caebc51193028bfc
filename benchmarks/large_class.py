"""A large class from end to end: graded into the gradebook, reported, exported. Time, CPU, memory, size on disk.

The class is synthetic and drawn from a seed: right answers of several kinds, typical mistakes, some that are not
finished, each notebook in its own words. Whoever measures on a busy machine reads the CPU first, then the times.

    python benchmarks/large_class.py [--submissions 300] [--jobs 2] [--seed 0] [--json FILE]
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import grading  # noqa: E402
import nbformat  # noqa: E402
import numpy as np  # noqa: E402

from nnlib.grading.course import sample  # noqa: E402

SHARES = {  # of the kinds of answers, as in a class that has had a week
    "vectorised": 0.4,
    "loops": 0.2,
    "slip_relu": 0.1,
    "slip_several": 0.1,
    "slip_slope_at_a": 0.05,
    "writes_inputs": 0.05,
    "prints": 0.05,
    "untouched": 0.05,
}
EXPORTS = ("csv", "canvas", "moodle")


def hand_in(folder, many, rng):
    """`many` submissions, drawn: the answers of one or two kinds of learners, and a line that nobody else has."""
    notebook = folder / "exercises" / grading.ASSIGNMENT / grading.NOTEBOOK
    kinds = [_sources(notebook, kind) for kind in SHARES]
    drawn = rng.choice(len(kinds), (many, 2), p=list(SHARES.values()))
    base = nbformat.read(notebook, as_version=4)
    for number, (first, second) in enumerate(drawn):
        for cell in base.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in kinds[0]:
                source = kinds[first if rng.random() < 0.8 else second][name]
                cell.source = f"{source}\n# learner {number}, draft {rng.integers(100)}"
        path = folder / "submitted" / f"learner{number:05d}" / grading.ASSIGNMENT / grading.NOTEBOOK
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(base), encoding="utf-8")


def _sources(notebook, kind):
    """{name: source} of one kind of learner's answers."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "one.ipynb"
        sample.build_submission(notebook, sample.SAMPLE_CLASS / f"{kind}.py", path)
        cells = nbformat.read(path, as_version=4).cells
    about = [(cell.metadata.get("nbgrader", {}), cell.source) for cell in cells]
    return {known["grade_id"]: source for known, source in about if known.get("solution")}


class Progress(threading.Thread):
    """How many were graded, at a line a minute: the rate of the last minute tells whether it stays."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.over, self.reached = folder, threading.Event(), []
        self.start()

    def run(self):
        begun = time.monotonic()
        while not self.over.wait(60):
            there = self.folder / "autograded"
            many = len(list(there.iterdir())) if there.is_dir() else 0
            self.reached.append((time.monotonic() - begun, many))
            print(f"{self.reached[-1][0]:6.0f} s  {many} graded", flush=True)


def measure(folder, many, jobs, seed):
    """The figures of every step."""
    course = grading.released(folder / "course", stock=False)
    hand_in(course, many, np.random.default_rng(seed))
    progress = Progress(course)
    words = ["-m", "nnlib", "grade", grading.ASSIGNMENT, "--jobs", str(jobs)]
    steps = {"grade": grading.run(course, words)}
    progress.over.set()
    steps["grade again"] = grading.run(course, words)  # nothing has changed
    steps["report"] = grading.run(course, ["-m", "nnlib", "report", grading.ASSIGNMENT])
    for kind in EXPORTS:
        words = ["-m", "nnlib", "export", grading.ASSIGNMENT, "--format", kind]
        steps[f"export {kind}"] = grading.run(course, words)
    if grading.recorded(course) != (many, many):
        raise RuntimeError(f"{grading.recorded(course)} recorded, {many} handed in")
    size = {
        "gradebook_mb": (course / "gradebook.db").stat().st_size / 1e6,
        "submitted_mb": _size(course / "submitted"),
        "autograded_mb": _size(course / "autograded"),
    }
    return {"submissions": many, "jobs": jobs, "seed": seed, "steps": steps, "size": size} | {
        "reached": progress.reached
    }


def _size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def table(found):
    """The figures, as lines."""
    many = found["submissions"]
    yield f"{many} submissions of {grading.ASSIGNMENT}, --jobs {found['jobs']}, seed {found['seed']}"
    yield f"{'':<16}{'seconds':>9}{'CPU s':>9}{'CPU s each':>12}{'peak MB':>9}"
    for name, took in found["steps"].items():
        yield (
            f"{name:<16}{took['seconds']:9.1f}{took['cpu']:9.1f}{took['cpu'] / many:12.4f}"
            f"{took['peak_mb']:9.0f}"
        )
    yield ", ".join(f"{name} {megabytes:.1f}" for name, megabytes in found["size"].items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), chosen.submissions, chosen.jobs, chosen.seed)
    print("\n".join(table(found)))
    if chosen.json:
        found["machine"] = grading.machine()
        chosen.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
