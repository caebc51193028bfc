"""linearly_separable(X, y, max_epochs): whether one unit can be right on every row."""

from functools import cache
from itertools import product

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch02._shared import step
from nnlib.grading.exercises.draw import short
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("linearly_separable", "X, y, max_epochs -> separable")


def tables(d):
    """All truth tables of d inputs, one per row, and the corners that their columns stand for."""
    corners = np.array(list(product((0.0, 1.0), repeat=d)))
    return corners, np.array(list(product((0.0, 1.0), repeat=2**d)))


@cache
def separable_tables():
    """All tables of three inputs that some plane separates, by brute force: 104.

    Weights up to 2 and biases between the whole numbers draw them all: the thresholds of three inputs need no more.
    """
    corners, _ = tables(3)
    weights = np.array(list(product(range(-2, 3), repeat=3)))
    sums = (corners @ weights.T).T
    return {tuple(row) for bias in np.arange(-6.5, 7) for row in step(sums + bias)}


def epochs_needed(X, y, most):
    """How many epochs the perceptron of chapter 1 takes, or None where `most` are not enough."""
    w, b = [0.0] * X.shape[1], 0.0
    for epoch in range(1, most + 1):
        mistakes = 0
        for x, label in zip(X.tolist(), y.tolist(), strict=True):
            error = label - (1.0 if sum(map(float.__mul__, w, x)) + b >= 0 else 0.0)
            w, b = [v + error * u for v, u in zip(w, x, strict=True)], b + error
            mistakes += error != 0
        if not mistakes:
            return epoch
    return None


def ask_all(function, given):
    """One call per row of Y, each on copies; a copy that was written into is shown to who looks for that."""
    clean, answers = given["X"].copy(), []
    for y in given["Y"]:
        X, label = clean.copy(), y.copy()
        answers.append(function(X, label, given["max_epochs"]))
        if not (np.array_equal(X, clean) and np.array_equal(label, y)):
            given["X"] = X + np.nan
    return answers


def all_bools(results):
    for answer in results:
        if answer is None:
            said = tr(
                "Your function returned None for some rows. Does every way through it end in a "
                "return?"
            )
            raise Misfit("returns-none", said)
        if not isinstance(answer, (bool, np.bool_)):
            raise Misfit(
                "wrong-type", tr("Return True or False: can one unit be right on every row?")
            )
    return {"separable": np.array(results, dtype=np.float64)}


def wrongly_told(truth, about):
    """A judge that shows the first table on which the answer is wrong."""

    def judge(values, arguments):
        wrong = np.flatnonzero(values["separable"] != truth)
        if not len(wrong):
            return None
        y = [int(v) for v in arguments["Y"][wrong[0]]]
        told = tr(
            "{count} of {count2} answers are wrong for {about}. The first: y = {y}.",
            count=len(wrong),
            count2=len(truth),
            about=about,
            y=y,
        )
        if truth[wrong[0]]:
            return "separable-missed", (
                tr(
                    "{told} You say False, but there is a unit that is right on every row. Does your "
                    "unit have a bias, and does it get all the epochs that it may take?",
                    told=told,
                )
            )
        return "not-separable", (
            tr(
                "{told} You say True, but no unit is right on all the rows. When do you know that "
                "all are right, and not only the last one?",
                told=told,
            )
        )

    return judge


def separable_case(X, Y, truth, max_epochs, about):
    truth = np.asarray(truth, dtype=np.float64)
    return Case(
        {"X": X, "Y": Y, "max_epochs": max_epochs},
        {"separable": truth},
        about,
        run=ask_all,
        read=all_bools,
        judge=wrongly_told(truth, about),
        seconds=5.0,
    )


@ex.part(points=2)
def value(rng):
    X, Y = tables(2)
    truth = [list(y) not in ([0, 1, 1, 0], [1, 0, 0, 1]) for y in Y]  # proved in the chapter
    return [separable_case(X, Y, truth, 100, tr("the 16 functions of two inputs"))]


def three_inputs(rng):
    """All 104 that a plane separates, in any order, and six of the 152 that none does.

    All of them: an answer that says True of a few would look, where those are left out, as if it never did.
    """
    X, Y = tables(3)
    truth = np.array([tuple(y) in separable_tables() for y in Y])
    kept = np.concatenate([np.flatnonzero(truth), rng.choice(np.flatnonzero(~truth), 6, False)])
    kept = rng.permutation(kept)
    return separable_case(X, Y[kept], truth[kept], 200, tr("functions of three inputs"))


def far_away(rng):
    """Two clouds with a clear gap, and one point far out on the right side of it: a least-squares line gives in."""
    X = short(rng.uniform(-1, 1, (10, 2)))
    X[:, 0] += np.where(np.arange(10) < 5, -1.5, 1.5)
    X[-1] = [short(rng.uniform(60, 90)), 0.0]
    y = np.repeat([0.0, 1.0], 5)
    return separable_case(X, np.array([y, 1 - y]), [1, 1], 1000, tr("a point far from the line"))


def narrow(rng):
    """Rows that the perceptron separates, but not quickly."""
    while True:
        X, w = short(rng.uniform(-1, 1, (16, 2))), rng.normal(0, 1, 2)
        y = step(X @ w + 0.2)
        needed = epochs_needed(X, y, 300)
        if needed and needed > 60:
            return separable_case(
                X, y[None], [1], 3000, tr("a narrow gap, with 3000 epochs allowed")
            )


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    return [three_inputs(rng), far_away(rng), narrow(rng)]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def always_true(X, y, max_epochs):
    """You say True whatever the rows are. For XOR no line exists: how does your function come to notice that a
    perceptron does not settle?
    """
    return True


@ex.slip
def always_false(X, y, max_epochs):
    """You say False whatever the rows are, also for AND. Does your loop ever come to see an epoch without a
    mistake?
    """
    return False


@ex.slip(key="least-squares")
def least_squares_line(X, y, max_epochs):
    """Your line is the one with the least squared error, and one far point can pull it across another. That no
    row is on the wrong side and that the squares are small are two different questions.
    """
    A = np.column_stack([X, np.ones(len(X))])
    found = A @ np.linalg.lstsq(A, y, rcond=None)[0]
    return bool(np.array_equal(found >= 0.5, y == 1))


def _fixed_epochs(most):
    return lambda X, y, max_epochs: epochs_needed(X, y, most) is not None


TOO_FEW_EPOCHS = tr(
    "You seem to stop after a number of epochs of your own, whatever max_epochs says. "
    "Some of these rows can be learned and take longer: go on until an epoch brings no "
    "mistake, or max_epochs are over."
)

for most in (1, 2, 3, 4, 5, 10, 20, 50):
    ex.slip(key="too-few-epochs", says=TOO_FEW_EPOCHS)(_fixed_epochs(most))


@ex.slip
def no_bias(X, y, max_epochs):
    """Your line always passes through the origin, so it misses lines that do exist. What lets a line move away
    from there?
    """
    w = np.zeros(X.shape[1])
    for _ in range(max_epochs):
        before = w
        for x, label in zip(X, y, strict=True):
            w = w + (label - step(x @ w)) * x
        if np.array_equal(step(X @ w), y):
            return True
        if np.array_equal(w, before):
            return False
    return False


@ex.slip
def last_row_only(X, y, max_epochs):
    """You say True as soon as the last row of an epoch is right. One mistake anywhere in the epoch is enough to
    go on: count them over all its rows.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        for x, label in zip(X, y, strict=True):
            error = label - step(x @ w + b)
            w, b = w + error * x, b + error
        if error == 0:
            return True
    return False


ex.effect("input-modified", INPUT_MODIFIED)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def separable_by_the_rule(X, y, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        mistakes = 0
        for i in range(len(X)):
            fired = 1.0 if X[i] @ w + b >= 0 else 0.0
            if fired != y[i]:
                w = w + (y[i] - fired) * X[i]
                b = b + (y[i] - fired)
                mistakes += 1
        if mistakes == 0:
            return True
    return False


@ex.right
def separable_in_any_order(X, y, max_epochs):
    """The perceptron with labels -1 and 1, a bias column, another start, and another order in each epoch."""
    rows = np.column_stack([X, np.ones(len(X))]) * (2 * y - 1)[:, None]
    w, rng = np.ones(rows.shape[1]), np.random.default_rng(0)
    for _ in range(max_epochs):
        for i in rng.permutation(len(rows)):
            if rows[i] @ w <= 0:
                w = w + 0.25 * rows[i]
        if (rows @ w > 0).all():
            return np.bool_(True)
    return np.bool_(False)


@ex.right
def separable_by_linear_program(X, y, max_epochs):
    from scipy.optimize import linprog

    signed = np.column_stack([X, np.ones(len(X))]) * (2 * y - 1)[:, None]
    free = [(None, None)] * signed.shape[1]
    found = linprog(np.zeros(signed.shape[1]), -signed, -np.ones(len(X)), bounds=free)
    return found.status == 0


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="always-true", points=0)(lambda X, y, max_epochs: True)


@ex.wrong(slip="too-few-epochs", points=2)
def separable_by_ten_epochs(X, y, max_epochs):
    return separable_by_the_rule(X, y, 10)


ex.wrong(slip="too-few-epochs", points=0)(lambda X, y, max_epochs: separable_by_the_rule(X, y, 4))


@ex.wrong(slip=None, points=0)
def separable_by_one_pass(X, y, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for x, label in zip(X, y, strict=True):
        error = label - (1 if x @ w + b >= 0 else 0)
        w, b = w + error * x, b + error
        if error:
            return False
    return True


@ex.wrong(slip=None, points=2)
def separable_by_least_squares(X, y, max_epochs):
    A = np.column_stack([np.ones(len(X)), X])
    w = np.linalg.pinv(A) @ y
    return bool(((A @ w > 0.5) == (y == 1)).all())


@ex.wrong(slip="wrong-type", points=0)
def separable_says_the_count(X, y, max_epochs):
    return int(separable_by_the_rule(X, y, max_epochs))


@ex.wrong(slip="returns-none", points=0)
def separable_falls_through(X, y, max_epochs):
    return separable_by_the_rule(X, y, max_epochs) or None


@ex.wrong(slip="no-bias", points=0)
def separable_without_bias(X, y, max_epochs):
    w = np.zeros(X.shape[1])
    for _ in range(max_epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            error = label - (1 if x @ w >= 0 else 0)
            w, mistakes = w + error * x, mistakes + abs(error)
        if mistakes == 0:
            return True
    return False


@ex.wrong(slip="input-modified", points=2)
def separable_moves_the_rows(X, y, max_epochs):
    X -= 0.5
    return separable_by_the_rule(X, y, max_epochs)


ex.wrong(slip="separable-missed", points=0)(lambda X, y, max_epochs: y.sum() != 2)
ex.wrong(slip="not-separable", points=0)(
    lambda X, y, max_epochs: not (len(y) == 4 and list(y) == [0, 1, 1, 0])
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("for _ in range(max_epochs):", "for _ in range(max_epochs - 1):")
ex.same("for x, label in zip(X, y, strict=True):", "for x, label in zip(X, y):")
ex.same("for x, label in zip(X, y, strict=True):", "for x, label in zip(X, y, strict=False):")
ex.same("mistakes += int(b_new != b)", "mistakes += b_new != b")
ex.same("mistakes += int(b_new != b)", "mistakes -= int(b_new != b)")
ex.same("w, b = (np.zeros(X.shape[1]), 0.0)", "w, b = (np.ones(X.shape[1]), 0.0)")
ex.same("w, b = (np.zeros(X.shape[1]), 0.0)", "w, b = (np.zeros(X.shape[-1]), 0.0)")
ex.same("w, b = (np.zeros(X.shape[1]), 0.0)", "w, b = (np.zeros(X.shape[1]), -1.0)")
ex.same("w, b = (np.zeros(X.shape[1]), 0.0)", "w, b = (np.zeros(X.shape[1]), 1.0)")
ex.same(
    "w_new, b_new = perceptron_step(w, b, x, label, 1.0)",
    "w_new, b_new = perceptron_step(w, b, x, label, 0.5)",
)
ex.same(
    "w_new, b_new = perceptron_step(w, b, x, label, 1.0)",
    "w_new, b_new = perceptron_step(w, b, x, label, 2.0)",
)
