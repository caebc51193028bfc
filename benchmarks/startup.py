"""How long a learner waits: for `import nnlib`, for the first training step, for a function of their own.

Every number is taken inside a fresh Python process, so the start of the interpreter is left out. The cases take
turns, so that a busy machine slows all of them; read the ratios first, then the medians.

    python benchmarks/startup.py [--runs 7] [--json FILE]
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TIMED = """
from time import perf_counter
start = perf_counter()
{code}
print("seconds", perf_counter() - start)
"""
TRAIN = """
import numpy as np
import nnlib
nnlib.train(np.eye(4), [0, 1, 0, 1], [4, 3, 2], np.random.default_rng(0), epochs=1)
"""
PLUG_IN = """
def relu(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else 0
    return a

start = perf_counter()
nnlib.train(np.eye(4), [0, 1, 0, 1], [4, 3, 2], np.random.default_rng(0), epochs=1, activation=relu)
"""
CASES = {  # what is timed, and the goal in seconds
    "import nnlib": ("import nnlib", 0.15),
    "import numpy": ("import numpy", None),
    "import numba": ("import numba", None),
    "first step, warm cache": (TRAIN, 0.9),
    "first step, NUMBA_DISABLE_JIT=1": (TRAIN, None),
    "plug in a learner's relu": (TRAIN + PLUG_IN, None),
}
COLD = ("first step, cold cache", 15)
YARDSTICK = "import numpy"


def seconds(code, **environment):
    """The seconds that a fresh Python measures for `code`."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "0", **environment}
    command = [sys.executable, "-c", TIMED.format(code=code)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def measure(runs, cold_runs, folder):
    """{case: [seconds, ...]}; the warm cases share one cache, which the first cold run has filled."""
    found = {name: [] for name in [*CASES, COLD[0]]}
    for run in range(cold_runs):
        found[COLD[0]].append(seconds(TRAIN, NUMBA_CACHE_DIR=f"{folder}/{run}"))
    warm = f"{folder}/0"
    seconds(TRAIN + PLUG_IN, NUMBA_CACHE_DIR=warm)
    for _ in range(runs):
        for name, (code, _) in CASES.items():
            disabled = "1" if "DISABLE" in name else "0"
            found[name].append(seconds(code, NUMBA_CACHE_DIR=warm, NUMBA_DISABLE_JIT=disabled))
    return found


def table(found):
    """One row per case, with the median, the spread, the ratio to the yardstick, and the goal."""
    goals = {name: goal for name, (_, goal) in CASES.items()} | dict([COLD])
    yardstick = statistics.median(found[YARDSTICK])
    rows = []
    for name, times in found.items():
        median = statistics.median(times)
        goal, reached = goals[name], goals[name] is None or median < goals[name]
        rows.append(
            {
                "case": name, "median": median, "fastest": min(times), "slowest": max(times), "runs": len(times),
                "ratio": median / yardstick, "goal": goal, "reached": reached,
            }
        )  # fmt: skip
    return rows


def show(rows):
    print(f"{'':34}{'median':>9}{'fastest':>9}{'slowest':>9}{'x numpy':>9}   goal")
    for row in rows:
        goal = "" if row["goal"] is None else f"< {row['goal']:g} s"
        goal += "" if row["reached"] else "  MISSED"
        times = "".join(f"{row[key]:7.3f} s" for key in ("median", "fastest", "slowest"))
        print(f"{row['case']:34}{times}{row['ratio']:9.1f}   {goal}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="how often each case is timed")
    parser.add_argument("--cold-runs", type=int, default=2, help="how often with an empty cache")
    parser.add_argument("--json", metavar="FILE", help="write the numbers into this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = table(measure(options.runs, max(options.cold_runs, 1), folder))
    show(rows)
    if options.json:
        about = {"python": platform.python_version(), "machine": platform.machine(), "rows": rows}
        Path(options.json).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
