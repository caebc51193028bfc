"""Grading speed: the same submissions through stock `nbgrader autograde` and through `nnlib grade`.

Stock is nbgrader's own road, one process: a kernel per submission, its own preprocessors. `nnlib grade` sandboxes every
submission, checks it and writes gradebook and graded notebooks; it runs with one process and with two. They take
turns on copies of one course, so that a busy machine slows all of them; read the ratios first. Then a large class of
synthetic submissions goes through `nnlib grade` end to end.

The class is typical: right, wrong and unfinished answers, none that hangs (stock would wait 30 s for each).

    python benchmarks/grading.py [--quick] [--submissions 60] [--rounds 2] [--large 1000] [--json FILE]
"""

import argparse
import contextlib
import json
import os
import platform
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = str(ROOT)

import nbformat  # noqa: E402
import psutil  # noqa: E402

from nnlib.grading.course import sample  # noqa: E402

ASSIGNMENT = sample.SAMPLE_ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
TYPICAL = (
    *("vectorised", "loops", "slip_relu", "vectorised", "slip_several", "loops", "writes_inputs"),
    *("vectorised", "slip_slope_at_a", "prints", "loops", "untouched"),
)
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "[0-9][0-9]_*.py"]
"""
COMMANDS = {
    "nbgrader autograde": ["-m", "nbgrader", "autograde", ASSIGNMENT],
    "nnlib grade": ["-m", "nnlib", "grade", ASSIGNMENT],
    "nnlib grade --jobs 2": ["-m", "nnlib", "grade", ASSIGNMENT, "--jobs", "2"],
}
YARDSTICK = "nbgrader autograde"
GOAL, CPU_GOAL = 10, 0.25


# -- courses --------------------------------------------------------------------------------------


def released(folder, stock):
    """A course in which the assignment is released and nobody has handed in."""
    sample.new_course(folder)
    if stock:
        (folder / "nbgrader_config.py").write_text(STOCK)
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT],
        cwd=folder, check=True, capture_output=True, env=environment(),
    )  # fmt: skip
    return folder


def environment():
    """One thread per process for everybody, and nbgrader's tools on the PATH."""
    beside = str(Path(sys.executable).parent)
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | {
        "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"
    }


def hand_in(folder, many):
    """`many` submissions, each in its own words."""
    notebook, built = folder / "exercises" / ASSIGNMENT / NOTEBOOK, {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in set(TYPICAL):
            path = Path(scratch) / f"{name}.ipynb"
            sample.build_submission(notebook, sample.SAMPLE_CLASS / f"{name}.py", path)
            built[name] = nbformat.read(path, as_version=4)
    for number in range(many):
        made = built[TYPICAL[number % len(TYPICAL)]]
        for cell in made.cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("solution") and cell.cell_type == "code":
                lines = [line for line in cell.source.split("\n") if not line.startswith("# mine ")]
                cell.source = "\n".join([*lines, f"# mine {number}"])
        path = folder / "submitted" / f"student{number:05d}" / ASSIGNMENT / NOTEBOOK
        path.parent.mkdir(parents=True)
        nbformat.write(made, path)
    return folder


# -- measuring ------------------------------------------------------------------------------------


class Peak(threading.Thread):
    """The most memory that a process and all below it hold at once, shared pages counted once (PSS)."""

    def __init__(self, number):
        super().__init__(daemon=True)
        self.number, self.most, self.over = number, 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.5):
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(self.number)
                family = [process, *process.children(recursive=True)]
                self.most = max(self.most, sum(map(_pss, family)))

    def stop(self):
        self.over.set()
        self.join()
        return self.most


def _pss(process):
    with contextlib.suppress(psutil.Error, AttributeError):
        return process.memory_full_info().pss
    return 0


def run(folder, command):
    """Run a command in a course: {"seconds", "cpu", "peak_mb"}. The CPU is that of everything it started."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    peak = Peak(process.pid)
    said = process.communicate()[1]
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {said[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "cpu": cpu, "peak_mb": peak.stop() / 1e6}


def recorded(folder):
    """Submissions in the gradebook, and graded notebooks: both must be all of them."""
    with contextlib.closing(sqlite3.connect(folder / "gradebook.db")) as book:
        (rows,) = book.execute("select count(*) from submitted_assignment").fetchone()
    return rows, len(list(folder.glob(f"autograded/*/{ASSIGNMENT}/{NOTEBOOK}")))


def graded(base, submissions, many, command, scratch):
    """One command on a copy of a course; what it took, once it is certain that it did the work."""
    folder = Path(scratch) / "course"
    shutil.copytree(base, folder)
    shutil.copytree(submissions, folder / "submitted")
    took = run(folder, command)
    if recorded(folder) != (many, many):
        raise RuntimeError(f"{command}: {recorded(folder)} recorded, {many} handed in")
    shutil.rmtree(folder)
    return took


def measure(many, rounds, large):
    """All figures, as they go into the JSON file."""
    with tempfile.TemporaryDirectory() as scratch:
        bases = {stock: released(Path(scratch) / f"base{stock}", stock) for stock in (False, True)}
        handed = hand_in(released(Path(scratch) / "handed", False), many) / "submitted"
        found, names = {name: [] for name in COMMANDS}, list(COMMANDS)
        for turn in range(rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                base = bases[name == YARDSTICK]
                found[name].append(graded(base, handed, many, COMMANDS[name], scratch))
        whole = None
        if large:
            handed = hand_in(released(Path(scratch) / "large", False), large) / "submitted"
            name = "nnlib grade --jobs 2"
            whole = graded(bases[False], handed, large, COMMANDS[name], scratch)
    return found, whole


def figures(found, whole, many, large):
    """Per command: submissions per minute, CPU seconds each, peak memory, and how many times stock's speed."""
    commands = {}
    for name, runs in found.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        commands[name] = {
            "per_minute": 60 * many / seconds,
            "cpu_each": statistics.median(run["cpu"] for run in runs) / many,
            "peak_mb": max(run["peak_mb"] for run in runs),
            "runs": runs,
        }
    for about in commands.values():
        about["times_stock"] = about["per_minute"] / commands[YARDSTICK]["per_minute"]
    result = {"submissions": many, "commands": commands}
    if whole:
        result["large"] = {"submissions": large, **whole}
        result["large"]["per_minute"] = 60 * large / whole["seconds"]
        result["large"]["cpu_each"] = whole["cpu"] / large
    return result


def table(result):
    """The figures, as lines."""
    yield f"{result['submissions']} submissions of {ASSIGNMENT}, medians; {machine()['cpus']} cores, shared."
    yield f"{'':<24}{'per minute':>12}{'times stock':>13}{'CPU s each':>12}{'peak MB':>9}"
    for name, about in result["commands"].items():
        yield (
            f"{name:<24}{about['per_minute']:12.0f}{about['times_stock']:13.1f}"
            f"{about['cpu_each']:12.2f}{about['peak_mb']:9.0f}"
        )
    best = max(about["times_stock"] for about in result["commands"].values())
    cpu = result["commands"]["nnlib grade"]["cpu_each"]
    yield f"goal: {GOAL} times stock ({'reached' if best >= GOAL else 'missed'}), "
    yield f"      {CPU_GOAL} CPU seconds each ({'reached' if cpu <= CPU_GOAL else 'missed'})"
    if about := result.get("large"):
        yield (
            f"{about['submissions']} submissions end to end, gradebook included: {about['seconds']:.0f} s, "
            f"{about['per_minute']:.0f} per minute, {about['cpu_each']:.2f} CPU s each, "
            f"{about['peak_mb']:.0f} MB at most; 10,000 would take "
            f"{10_000 / about['per_minute'] / 60:.1f} hours at this rate."
        )


def machine():
    """Where this was measured."""
    return {
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few submissions, one round")
    parser.add_argument("--submissions", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--large", type=int, help="0 leaves the large class out")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    usual = (12, 1, 60) if chosen.quick else (60, 2, 1000)
    given = (chosen.submissions, chosen.rounds, chosen.large)
    many, rounds, large = (u if g is None else g for u, g in zip(usual, given))
    result = figures(*measure(many, rounds, large), many, large) | {"machine": machine()}
    print("\n".join(table(result)))
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
