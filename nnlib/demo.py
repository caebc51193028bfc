"""`make demo`: a network trained on a learner's functions, and a sample class graded, in one go."""

import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import nnlib
from nnlib.grading import examine

SIZES = [64, 32, 10]
SEEDS = range(5)


# What a learner of chapter 3 might hand in: plain Python, loops and all.
def relu(z):
    """Keep what is positive, by two loops."""
    a = np.zeros_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] > 0:
                a[i, j] = z[i, j]
    return a


def relu_backward(dout, a):
    """Let dout through where the unit is active, by two loops."""
    dz = np.zeros_like(dout)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > 0:
                dz[i, j] = dout[i, j]
    return dz


def softmax(Z):
    """Turn each row into shares that sum to 1, by loops."""
    P = np.zeros_like(Z)
    for i in range(Z.shape[0]):
        top = Z[i, 0]
        for j in range(Z.shape[1]):
            top = max(top, Z[i, j])
        total = 0.0
        for j in range(Z.shape[1]):
            P[i, j] = np.exp(Z[i, j] - top)
            total += P[i, j]
        for j in range(Z.shape[1]):
            P[i, j] /= total
    return P


LABELS = {
    "linear": "linear baseline (logistic regression)",
    "library": "network on the library's functions",
    "learner": "network on the learner's, compiling included",
}
LEARNERS = {"activation": relu, "activation_backward": relu_backward, "output": softmax}


def linear_baseline(X, y, X_test, y_test):
    """The accuracy of scikit-learn's logistic regression: what no hidden layer at all can do."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=2000).fit(X, y).score(X_test, y_test)


def train_digits(epochs=60):
    """Test accuracies over several seeds, {"linear": [...], "library": ..., "learner": ...}, and the seconds taken."""
    X, y = nnlib.load_digits()
    found, seconds = {"linear": [], "library": [], "learner": []}, {}
    for seed in SEEDS:
        train = nnlib.split(X, y, 400, np.random.default_rng(seed))
        found["linear"].append(linear_baseline(*train))
        for name, slots in (("library", {}), ("learner", LEARNERS)):
            start = time.perf_counter()
            network = nnlib.train(
                *train[:2], SIZES, np.random.default_rng(seed), epochs=epochs, **slots
            )
            seconds.setdefault(name, []).append(time.perf_counter() - start)
            found[name].append(network.accuracy(*train[2:]))
    return found, {name: float(np.median(values)) for name, values in seconds.items()}


def train_and_tell():
    """Train, and print the accuracies side by side."""
    print(
        "1. A 64-32-10 network learns handwritten digits: 1,397 to learn from, 400 to be tested on,"
    )
    print(f"   60 epochs, the median of {len(SEEDS)} seeds.\n")
    for function in LEARNERS.values():
        mark = "✓" if examine(function.__name__, function).passed else "✗"
        print(f"   {mark} the learner's {function.__name__}, in plain Python, passes its check")
    with threadpool_limits(1):
        found, seconds = train_digits()
    print(f"\n   {'test accuracy':<46}{'median':>8}{'lowest':>9}{'highest':>9}{'seconds':>9}")
    for name, values in found.items():
        took = f"{seconds[name]:9.2f}" if name in seconds else ""
        print(
            f"   {LABELS[name]:<46}{np.median(values):8.1%}{min(values):9.1%}{max(values):9.1%}{took}"
        )


def grade_and_tell(workdir):
    """Take the sample class through nbgrader, and print who got what."""
    from nnlib.grading.course import run_sample_class

    print(
        "\n2. A sample class hands in assignment 03; nbgrader collects, grades and writes the feedback.\n"
    )
    rows = run_sample_class(workdir)
    print(f"\n   {'student':<16}{'points':>10}   slips")
    for row in rows:
        slips = ", ".join(dict.fromkeys(row.slips.values())) or "none"
        print(f"   {row.student:<16}{row.points:4g} of {row.max_points:g}   {slips}")
    print(f"\n   Feedback for each student: {Path(workdir) / 'sample_class' / 'feedback'}")
    return rows


def main(workdir=Path("build") / "demo"):
    """Train, grade, and print both. Everything that is written goes into `workdir`."""
    train_and_tell()
    grade_and_tell(workdir)
