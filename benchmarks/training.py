"""The race: one epoch of training, nnlib beside what one would use instead, and beside the limit.

The limit are the matrix products of every step alone (`np.dot` into arrays made beforehand). All systems stand in one
process and take turns, so that a busy machine slows all of them. They run fewer steps than an epoch of 60,000 rows
has, and the time is scaled up. Read the ratios of minima first: noise only ever adds. Each number of threads has a
process of its own. What is not installed is left out, with a line that says so.

    python benchmarks/training.py [--quick] [--race-only] [--systems nnlib,PyTorch] [--threads 1,2]
        [--json FILE] [--chart FILE]
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import startup  # noqa: E402
from peers import LIMIT, SYSTEMS, Setting, synthetic  # noqa: E402

EPOCH = 60_000  # rows
SIZES = (784, 300, 100, 10)
COLUMNS = [(1, "sgd"), (32, "sgd"), (64, "sgd"), (256, "sgd"), (64, "adam")]
XOR, XOR_BATCH = (2, 8, 1), 4
XOR_SYSTEMS = ("nnlib", "NumPy in place", "NumPy naive", "scikit-learn", "PyTorch", "JAX scan")
GROWTH = {
    "width": [32, 64, 128, 256, 512, 1024],  # of each of two hidden layers
    "depth": [1, 2, 4, 8, 16],  # hidden layers of 128
    "n": [1_000, 4_000, 16_000, 60_000],  # rows
}


# --- Inside a process with so many threads --------------------------------------------------------------------------


def of_threads(threads):
    """The environment that holds everybody to so many threads; JAX only listens before it is imported."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NPROC")
    flag = "true" if threads > 1 else "false"
    return {name: str(threads) for name in names} | {
        "XLA_FLAGS": f"--xla_cpu_multi_thread_eigen={flag} intra_op_parallelism_threads={threads}",
        "JAX_PLATFORMS": "cpu",
        "KERAS_BACKEND": "jax",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def limit_blas(threads):
    """Both pools of BLAS, NumPy's and SciPy's, held to so many threads."""
    import scipy.linalg  # noqa: F401  # its pool has to stand before it can be limited
    from threadpoolctl import threadpool_limits

    return threadpool_limits(threads)


def ready(systems, setting, seconds):
    """{system: (run, rows)}: each warmed up, with as many rows as it trains on in about so many seconds."""
    runs = {}
    for name in systems:
        try:
            run = SYSTEMS[name](setting)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        rows = setting.batch * 4
        while timed(run, rows) < seconds / 4 and rows < len(setting.X):  # the first run compiles
            rows = min(rows * 2, len(setting.X) // setting.batch * setting.batch)
        run(rows)
        speed = rows / timed(run, rows)
        steps = max(int(seconds * speed) // setting.batch, 2)
        rows = min(steps, len(setting.X) // setting.batch) * setting.batch
        run(rows)  # JAX compiles once for each number of rows
        runs[name] = run, rows
    return runs


def timed(run, rows):
    start = time.perf_counter()
    run(rows)
    return time.perf_counter() - start


def race(systems, columns, threads, rounds, seconds, n_rows):
    """[(column, system, seconds per row of every round)]; within a round, the systems take turns."""
    found = []
    for sizes, batch, optimizer in columns:
        some = [name for name in systems if tuple(sizes) == SIZES or name in XOR_SYSTEMS]
        setting = Setting(tuple(sizes), batch, optimizer, threads, *synthetic(n_rows, sizes))
        runs = ready(some, setting, seconds)
        times = {name: [] for name in runs}
        for _ in range(rounds):
            for name, (run, rows) in runs.items():
                times[name].append(timed(run, rows) / rows)
        found += [(sizes, batch, optimizer, name, each) for name, each in times.items()]
    return found


def grow(rounds, seconds, n_rows):
    """How nnlib's epoch grows: {what: [(value, seconds per epoch)]} at batch 64, the least of all rounds."""
    cases = {
        "width": [(value, (784, value, value, 10), n_rows) for value in GROWTH["width"]],
        "depth": [(value, (784, *[128] * value, 10), n_rows) for value in GROWTH["depth"]],
        "n": [(value, SIZES, min(value, n_rows)) for value in GROWTH["n"]],
    }
    found = {}
    for what, values in cases.items():
        for value, sizes, rows in values:
            setting = Setting(sizes, 64, "sgd", 1, *synthetic(rows, sizes))
            run, some = ready(["nnlib"], setting, seconds)["nnlib"]
            some = rows if what == "n" else some  # here the whole epoch is what is measured
            least = min(timed(run, some) for _ in range(rounds)) / some
            found.setdefault(what, []).append((value, least * (value if what == "n" else EPOCH)))
    return found


def work(task):
    """What a process of its own does for `call`: run the named task and print what it found as JSON."""
    name, threads, arguments = task["name"], task["threads"], task["arguments"]
    with limit_blas(threads):
        if name == "race":
            found = race(threads=threads, **arguments)
        elif name == "grow":
            found = grow(**arguments)
        else:
            found = peak_memory(threads=threads, **arguments)
    print("found", json.dumps(found))


def peak_memory(system, threads, n_rows):
    """The most memory that this process ever held, in MB, after training `system` on n_rows rows, or None."""
    setting = Setting(SIZES, 64, "sgd", threads, *synthetic(n_rows, SIZES))
    if system is not None:
        try:
            SYSTEMS[system](setting)(n_rows)
        except ImportError:
            return None
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def call(name, threads, **arguments):
    """Run a task of `work` in a fresh process with so many threads."""
    task = json.dumps({"name": name, "threads": threads, "arguments": arguments})
    command = [sys.executable, __file__, "--work", task]
    done = subprocess.run(
        command, env=os.environ | of_threads(threads), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.rpartition("found ")[2])


# --- Rows and tables ------------------------------------------------------------------------------------------------


def as_rows(found, threads):
    """A row per column and system: seconds per epoch, median and least, and the ratios to the limit."""
    limits = {tuple(key): times for *key, name, times in _keyed(found) if name == LIMIT}
    rows = []
    for sizes, batch, optimizer, name, times in _keyed(found):
        limit = limits.get((sizes, batch, optimizer))
        ratios = [mine / its for mine, its in zip(times, limit)] if limit else None
        rows.append({
            "system": name, "sizes": list(sizes), "batch": batch, "optimizer": optimizer, "threads": threads,
            "seconds_per_epoch": statistics.median(times) * EPOCH,
            "seconds_per_epoch_min": min(times) * EPOCH,
            "ratio_to_gemm": statistics.median(ratios) if limit else None,
            "ratio_to_gemm_min": min(times) / min(limit) if limit else None,
            "microseconds_per_step_min": min(times) * batch * 1e6,
        })  # fmt: skip
    return rows


def _keyed(found):
    return [(tuple(sizes), *rest) for sizes, *rest in found]


def show(rows, threads):
    """The table of the race, as ratios of minima (and of medians) to the limit."""
    rows = [row for row in rows if row["threads"] == threads]
    big = [row for row in rows if row["sizes"] == list(SIZES)]
    columns = list(dict.fromkeys((row["batch"], row["optimizer"]) for row in big))
    print(
        f"\n{'-'.join(map(str, SIZES))}, float32, {threads} thread{'s' * (threads > 1)}:", end=" "
    )
    print("times the matrix products alone, by minima (by medians)")
    print(f"{'':24}" + "".join(f"{f'{batch} {name}':>18}" for batch, name in columns))
    for name in dict.fromkeys(row["system"] for row in big):
        cells = {(r["batch"], r["optimizer"]): cell(r) for r in big if r["system"] == name}
        print(f"{name:24}" + "".join(f"{cells.get(column, ''):>18}" for column in columns))
    small = [row for row in rows if row["sizes"] == list(XOR)]
    if small:
        print(f"\n{'-'.join(map(str, XOR))}, batch {XOR_BATCH}: microseconds per step (least)")
        for row in small:
            print(f"{row['system']:24}{row['microseconds_per_step_min']:18.2f}")


def cell(row):
    if row["system"] == LIMIT or row["ratio_to_gemm"] is None:
        return f"{row['seconds_per_epoch_min']:.2f} s"
    return f"{row['ratio_to_gemm_min']:.2f} ({row['ratio_to_gemm']:.2f})"


# --- The chart ------------------------------------------------------------------------------------------------------

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00")  # Okabe & Ito
MARKERS = "osD^v"


def draw(rows, growth, path):
    """Dots: how many times the matrix products each system takes. Lines: how nnlib's epoch grows."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(
        1, 2 if growth else 1, figsize=(11 if growth else 7, 4.4), layout="constrained",
        gridspec_kw={"width_ratios": [1.7, 1]} if growth else None, squeeze=False,
    )  # fmt: skip
    draw_race(axes[0, 0], rows)
    if growth:
        draw_growth(axes[0, 1], growth)
    figure.savefig(path, dpi=144)
    plt.close(figure)


def draw_race(axis, rows):
    rows = [
        r for r in rows
        if r["threads"] == 1 and r["sizes"] == list(SIZES) and r["ratio_to_gemm_min"] and r["system"] != LIMIT
    ]  # fmt: skip
    systems = list(dict.fromkeys(row["system"] for row in rows))[::-1]
    columns = list(dict.fromkeys((row["batch"], row["optimizer"]) for row in rows))
    for (batch, optimizer), colour, marker in zip(columns, COLOURS, MARKERS):
        dots = {
            r["system"]: r["ratio_to_gemm_min"]
            for r in rows
            if (r["batch"], r["optimizer"]) == (batch, optimizer)
        }
        label = f"batch {batch}, {'Adam' if optimizer == 'adam' else 'SGD'}"
        heights = [systems.index(name) for name in dots]
        axis.plot(list(dots.values()), heights, marker, color=colour, label=label, markersize=8)
    axis.axvline(1, color="black", linewidth=1)
    axis.set_xscale("log")
    ticks = [0.5, 1, 1.5, 2, 3, 5, 10, 20, 50]
    highest = max((row["ratio_to_gemm_min"] for row in rows), default=2)
    axis.set_xticks([tick for tick in ticks if tick <= max(highest * 1.1, 2)])
    axis.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axis.minorticks_off()
    axis.set_yticks(range(len(systems)), systems)
    axis.set_xlabel("time of an epoch, as a multiple of its matrix products alone (less is better)")
    axis.set_title("784-300-100-10, float32, one thread")
    axis.grid(axis="x", alpha=0.3)
    axis.legend(frameon=False, fontsize=9)


def draw_growth(axis, growth):
    labels = {"width": "units in 2 layers", "depth": "layers of 128 units", "n": "rows / 1000"}
    for (what, points), colour, marker in zip(growth.items(), COLOURS, MARKERS):
        values = [value / 1000 if what == "n" else value for value, _ in points]
        seconds = [seconds for _, seconds in points]
        axis.plot(values, seconds, marker=marker, color=colour, label=labels[what])
    axis.set_xscale("log")
    axis.set_yscale("log")
    for line in (axis.xaxis, axis.yaxis):
        line.set_major_formatter(lambda value, _: f"{value:g}")
    axis.set_xlabel("size")
    axis.set_ylabel("seconds per epoch, batch 64")
    axis.set_title("How nnlib's cost grows")
    axis.grid(alpha=0.3)
    axis.legend(frameon=False, fontsize=9)


# --- All of it ------------------------------------------------------------------------------------------------------


def main():
    options = arguments()
    if options.work:
        return work(json.loads(options.work))
    if unknown := set(options.systems) - set(SYSTEMS):
        sys.exit(f"unknown: {', '.join(unknown)}. Known: {', '.join(SYSTEMS)}")
    systems = list(dict.fromkeys([LIMIT, *options.systems]))
    effort = {"rounds": 2, "seconds": 0.02, "n_rows": 1_024}
    if not options.quick:
        effort = {"rounds": options.rounds, "seconds": 0.25, "n_rows": EPOCH}
    columns = [(SIZES, *column) for column in COLUMNS]
    rows = []
    for threads in [1] if options.quick else options.threads:
        ours = columns + [(XOR, XOR_BATCH, "sgd")] if threads == 1 else columns
        rows += as_rows(call("race", threads, systems=systems, columns=ours, **effort), threads)
        show(rows, threads)
    found = {"python": platform.python_version(), "machine": platform.machine(), "rows": rows}
    found |= {"memory": {}, "growth": None, "startup": []}
    if not options.race_only:
        found["memory"] = memory([LIMIT, *options.systems], effort["n_rows"])
    if not (options.quick or options.race_only):
        found["growth"] = call("grow", 1, **effort | {"rounds": 3})
        found["startup"] = first_times()
    if options.json:
        Path(options.json).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if options.chart:
        draw(rows, found["growth"], options.chart)


def memory(systems, n_rows):
    """Megabytes at peak: with the data and NumPy alone, then with each system."""
    print(f"\nMemory at peak, MB ({n_rows:,} rows, batch 64)")
    found = {"data alone": call("memory", 1, system=None, n_rows=n_rows)}
    for name in dict.fromkeys(systems):
        if (peak := call("memory", 1, system=name, n_rows=n_rows)) is not None:
            found[name] = peak
    for name, peak in found.items():
        print(f"{name:24}{peak:18.0f}")
    return found


def first_times():
    """What `startup.py` measures: imports, the first step cold and warm, a learner's function put in."""
    print()
    with tempfile.TemporaryDirectory() as folder:
        rows = startup.table(startup.measure(3, 1, folder))
    startup.show(rows)
    return rows


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few steps each: does it run?")
    parser.add_argument("--race-only", action="store_true", help="no memory, growth, first times")
    parser.add_argument(
        "--threads", type=lambda text: [int(n) for n in text.split(",")], default=[1, 2]
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often each system is timed")
    parser.add_argument("--systems", type=lambda text: text.split(","), default=list(SYSTEMS))
    parser.add_argument("--json", metavar="FILE", help="write the numbers into this file")
    parser.add_argument("--chart", metavar="FILE", help="draw them into this file")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    np.seterr(over="ignore")
    main()
