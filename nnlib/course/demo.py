"""`nnlib demo`: a network trained on a learner's functions, a sample class graded, and a digit to draw, in one go."""

import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import nnlib
from nnlib.core.files import BookError, here, writable, write_whole
from nnlib.core.words import tr
from nnlib.course.notebooks import origin
from nnlib.course.selfstudy import graded_part
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
    "linear": tr("linear baseline (logistic regression)"),
    "library": tr("network on the library's functions"),
    "learner": tr("network on the learner's, compiling included"),
}
LEARNERS = {"activation": relu, "activation_backward": relu_backward, "output": softmax}


def linear_baseline(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray) -> float:
    """The accuracy of scikit-learn's logistic regression: what no hidden layer at all can do."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=2000).fit(X, y).score(X_test, y_test)


def train_digits(epochs: int = 60) -> tuple[dict[str, list[float]], dict[str, float]]:
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


def train_and_tell() -> None:
    """Train, and print the accuracies side by side."""
    print(
        tr(
            "1. A 64-32-10 network learns handwritten digits: 1,397 to learn from, 400 to be "
            "tested on,"
        )
    )
    print(tr("   60 epochs, the median of {count} seeds.\n", count=len(SEEDS)))
    for function in LEARNERS.values():
        mark = "✓" if examine(function.__name__, function).passed else "✗"
        print(
            tr(
                "   {mark} the learner's {name}, in plain Python, passes its check",
                mark=mark,
                name=function.__name__,
            )
        )
    with threadpool_limits(1):
        found, seconds = train_digits()
    heads = tr("median"), tr("lowest"), tr("highest"), tr("seconds")
    print("\n   {:<46}{:>8}{:>9}{:>9}{:>9}".format(tr("test accuracy"), *heads))
    for name, values in found.items():
        took = f"{seconds[name]:9.2f}" if name in seconds else ""
        print(
            f"   {LABELS[name]:<46}{np.median(values):8.1%}{min(values):9.1%}{max(values):9.1%}{took}"
        )


def sample_course(folder: Path) -> Path:
    """Make a course of the sample class's assignment alone, from what learners get of it; returns the folder."""
    from nnlib.grading.course.folder import make_afresh
    from nnlib.grading.course.sample import SAMPLE_ASSIGNMENT

    make_afresh(folder)
    released = origin() / "exercises" / SAMPLE_ASSIGNMENT / f"{SAMPLE_ASSIGNMENT}.ipynb"
    graded_part(folder, [released])
    return folder


def grade_and_tell(workdir: str | Path) -> list:
    """Take the sample class through nbgrader, and print who got what. Returns a row for each student."""
    from nnlib.grading.course.sample import run_sample_class

    print(
        tr(
            "\n2. A sample class hands in assignment 03; nbgrader collects, grades and writes the "
            "feedback.\n"
        )
    )
    rows = run_sample_class(workdir, prepare=sample_course)
    print(tr("\n   {value:<16}{value2:>10}   slips", value="student", value2="points"))
    for row in rows:
        slips = ", ".join(dict.fromkeys(row.slips.values())) or "none"
        print(
            tr(
                "   {student:<16}{points:4g} of {max_points:g}   {slips}",
                student=row.student,
                points=row.points,
                max_points=row.max_points,
                slips=slips,
            )
        )
    course = Path(workdir) / "sample_class"
    if not any(course.glob("feedback/*/*/*.html")):
        raise BookError(
            tr(
                "no feedback was written; to see why, run `nbgrader generate_feedback` in {course}",
                course=course,
            )
        )
    print(tr("\n   Feedback for each student: {value}", value=course / "feedback"))
    return rows


def recognise_and_tell(workdir: Path) -> Path:
    """Train chapter 12's recogniser, and write the page on which somebody can draw a digit; returns the page's path."""
    from nnlib.plots import digit_page

    model = nnlib.train_digits(np.random.default_rng(0))
    X, y = nnlib.digits_split()[2]
    right = float(np.mean(model.predict(X).argmax(axis=1) == y))
    page = workdir / "draw_a_digit.html"
    write_whole(page, digit_page(model))
    print(
        tr(
            "\n3. The digit recogniser of chapter 12 reads {right:.1%} of 400 test digits. Draw one yourself;"
            "\n   this page needs no Python and no internet: {page}",
            right=right,
            page=page,
        )
    )
    return page


def main(workdir: str | Path = Path("build") / "demo") -> None:
    """Train, grade, recognise digits, and print all three. Everything that is written goes into `workdir`.

    Raises BookError where nothing can be written there.
    """
    workdir = here() / workdir
    if not writable(workdir):
        raise BookError(
            tr("nothing can be written in {workdir}; go to a folder of yours", workdir=workdir)
        )
    train_and_tell()
    grade_and_tell(workdir)
    recognise_and_tell(workdir)
