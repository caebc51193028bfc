"""perceptron_fit(X, y, eta, max_epochs): corrections until an epoch brings no mistake."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch01._answers import H, step_with_ifs, step_with_loop
from nnlib.grading.exercises.ch01._shared import TABLES, fires, one_step, total
from nnlib.grading.exercises.draw import CORNERS, numbers

ex = exercise("perceptron_fit", "X, y, eta, max_epochs -> w, b, mistakes")

XOR = np.array([0.0, 1.0, 1.0, 0.0])


def fit(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for k in range(len(X)):
            wrong += fires(total(X[k], w, b)) != y[k]
            w, b = one_step(w, b, X[k], y[k], eta)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def read_fit(result):
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise Misfit(
            "wrong-type",
            tr("perceptron_fit should return three things: w, b and the list of mistakes."),
        )
    w, b, mistakes = result
    if not isinstance(mistakes, (list, tuple, np.ndarray)):
        raise Misfit("wrong-type", tr("mistakes should be a list: one number for each epoch."))
    if isinstance(b, np.ndarray) and b.size == 1:
        b = b.reshape(())
    return {"w": w, "b": b, "mistakes": _padded(mistakes)}


EPOCHS = 64  # lists of mistakes are compared in this room; what is not there is -1


def _padded(mistakes):
    counts = numbers("mistakes", mistakes)[:EPOCHS]
    return np.concatenate([counts, np.full(EPOCHS - len(counts), -1.0)])


def fitted(X, y, eta, max_epochs, about):
    w, b, mistakes = fit(X, y, eta, max_epochs)
    arguments = {"X": X, "y": y, "eta": eta, "max_epochs": max_epochs}
    truth = {"w": w, "b": b, "mistakes": _padded(mistakes)}
    return Case(arguments, truth, about, 1e-9, scale=1.0, read=read_fit, judge=_judge(truth))


def _wrong_length(got, wanted, alike):
    """What a list of the wrong length can mean: it depends on the numbers in it, and on where w and b end."""
    n, most = int(np.sum(got >= 0)), int(np.sum(wanted >= 0))
    settled = wanted[most - 1] == 0
    if n > most and settled and np.array_equal(got[:most], wanted[:most]):
        return "no-early-stop", tr(
            "Your learning goes on for {n} epochs, and after {most} there was nothing left to "
            "learn. Stop after the first epoch without a mistake.",
            n=n,
            most=most,
        )
    if (
        n < most and alike and settled
    ):  # it has learned, so the epochs were run, or all but the last
        return "epoch-not-noted", tr(
            "Your w and b are right, but your list holds {n} numbers, and {most} epochs are needed "
            "here: one number for each, and the last one, with its 0 mistakes, is noted too.",
            n=n,
            most=most,
        )
    return "stops-too-early" if n < most else "too-many-epochs", tr(
        "Your list holds {n} numbers; {most} epochs are right here, with one number for each. The "
        "learning ends when a whole epoch brings no mistake, or at max_epochs.",
        n=n,
        most=most,
    )


def _judge(truth):
    """What is wrong with a course of learning: how many epochs, how many mistakes, or where it ends."""

    def judge(values, arguments):
        got, wanted = values["mistakes"], truth["mistakes"]
        n, most = int(np.sum(got >= 0)), int(np.sum(wanted >= 0))
        if np.array_equal(got, wanted):
            alike = all(np.allclose(values[k], truth[k], atol=1e-9) for k in "wb")
            return (
                None
                if alike
                else (
                    "wrong-weights",
                    tr(
                        "Your mistakes are counted rightly, but w or b is not what the rule gives at the "
                        "end. Which w do you return?"
                    ),
                )
            )
        if n != most:
            alike = all(np.allclose(values[k], truth[k], atol=1e-9) for k in "wb")
            return _wrong_length(got, wanted, alike)
        k = int(np.argmax(got != wanted))
        return "wrong-mistakes", (
            tr(
                "In epoch {value} you count {got:g} mistakes, and {wanted:g} are right. Count a "
                "mistake when it happens, before the step that answers it.",
                value=k + 1,
                got=got[k],
                wanted=wanted[k],
            )
        )

    return judge


@ex.part(points=3)
def value(rng):
    table = {name: np.array(t, dtype=float) for name, t in TABLES.items()}
    return [
        fitted(CORNERS, table["AND"], 1.0, 20, "AND"),
        fitted(CORNERS, table["OR"], 1.0, 20, "OR"),
        fitted(CORNERS, table["AND"], 0.25, 20, tr("AND with eta = 1/4")),
        fitted(CORNERS, XOR, 1.0, 12, tr("XOR, which never settles")),
    ]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    """Two clouds with room between them, and numbers that floats hold exactly, so that no tie hangs on rounding."""
    w = rng.normal(size=2)
    w /= np.linalg.norm(w)
    X = np.round(rng.uniform(-1, 1, (30, 2)) * 64) / 64
    X = X[np.abs(X @ w) > 0.15][:16]
    clouds = fitted(X, (X @ w > 0).astype(float), 0.5, 50, tr("two clouds"))
    narrow = np.array([[1.0], [1.125], [-1.0], [0.875]])
    return [
        fitted(CORNERS, np.array(TABLES["NAND"], dtype=float), 2.0, 20, tr("NAND with eta = 2")),
        clouds,
        fitted(narrow, np.array([0.0, 1.0, 0.0, 0.0]), 1.0, 3, tr("too few epochs")),
        fitted(CORNERS, np.ones(4), 1.0, 5, tr("a task without a mistake")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _fit(batch=False, stop=True, after=False, restart=False, no_bias=False, last=False):
    """A wrong course of learning, with one thing done otherwise."""

    def wrong(X, y, eta, max_epochs):
        w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
        for _ in range(max_epochs):
            count, answers = 0, [fires(total(x, w, b)) for x in X]
            if restart:
                w, b = np.zeros(X.shape[1]), 0.0
            for k, x in enumerate(X):
                answer = answers[k] if batch else fires(total(x, w, b))
                e = y[k] - answer
                w, b = w + eta * e * x, b + (0 if no_bias else eta * e)
                count += (fires(total(x, w, b)) != y[k]) if after else e != 0
            mistakes.append(int(count))
            if stop and count == 0:
                break
        return w, b, mistakes[-1:] if last else mistakes

    return wrong


@ex.slip
def answers_too_old(X, y, eta, max_epochs):
    """You ask for all answers at the start of an epoch. Each row must be answered by the unit as it is then,
    after the steps before.
    """
    return _fit(batch=True)(X, y, eta, max_epochs)


@ex.slip
def no_early_stop(X, y, eta, max_epochs):
    """Your learning goes on when there is nothing left to learn. Stop after the first epoch without a mistake."""
    return _fit(stop=False)(X, y, eta, max_epochs)


@ex.slip
def counted_after_step(X, y, eta, max_epochs):
    """You look for the mistake after the step that has just answered it. Count before you move."""
    return _fit(after=True)(X, y, eta, max_epochs)


@ex.slip
def starts_again(X, y, eta, max_epochs):
    """Every epoch of yours starts again from zero. What was learned in one epoch is where the next begins."""
    return _fit(restart=True)(X, y, eta, max_epochs)


@ex.slip
def bias_forgotten(X, y, eta, max_epochs):
    """Your bias never moves, so your line always goes through the origin. The bias learns with every mistake."""
    return _fit(no_bias=True)(X, y, eta, max_epochs)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def fit_plain(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            if error != 0:
                wrong += 1
                w, b = w + eta * error * x, b + eta * error
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@ex.right
def fit_with_steps(X, y, eta, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    while len(mistakes) < max_epochs:
        count = 0
        for i in range(len(X)):
            new_w, new_b = step_with_ifs(w, b, X[i], y[i], eta)
            count += new_b != b
            w, b = new_w, new_b
        mistakes.append(int(count))
        if count == 0:
            return w, b, mistakes
    return w, b, mistakes


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip=None, points=0)
def fit_in_batches(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        errors = y - H(X @ w + b)
        w, b = w + eta * errors @ X, b + eta * errors.sum()
        mistakes.append(int(np.sum(errors != 0)))
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


@ex.wrong(slip="no-early-stop", points=0)
def fit_never_stops(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            wrong += error != 0
            w, b = w + eta * error * x, b + eta * error
        mistakes.append(int(wrong))
    return w, b, mistakes


@ex.wrong(slip="starts-again", points=0)
def fit_starts_again(X, y, eta, max_epochs):
    mistakes = []
    for _ in range(max_epochs):
        w, b, wrong = np.zeros(X.shape[1]), 0.0, 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            wrong += error != 0
            w, b = w + eta * error * x, b + eta * error
        mistakes.append(int(wrong))
        if wrong == 0:
            break
    return w, b, mistakes


@ex.wrong(slip="counted-after-step", points=0)
def fit_counts_after(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            w, b = step_with_loop(w, b, x, t, eta)
            wrong += H(x @ w + b) != t
        mistakes.append(int(wrong))
        if wrong == 0:
            break
    return w, b, mistakes


@ex.wrong(slip="wrong-type", points=0)
def fit_tells_the_last_count(X, y, eta, max_epochs):
    w, b, mistakes = fit_plain(X, y, eta, max_epochs)
    return w, b, mistakes[-1]


@ex.wrong(slip="epoch-not-noted", points=0)
def fit_leaves_before_it_notes(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            wrong += error != 0
            w, b = w + eta * error * x, b + eta * error
        if wrong == 0:
            break
        mistakes.append(int(wrong))
    return w, b, mistakes


@ex.wrong(slip="too-many-epochs", points=0)
def fit_notes_every_row(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            wrong += error != 0
            w, b = w + eta * error * x, b + eta * error
            mistakes.append(int(error != 0))
        if wrong == 0:
            break
    return w, b, mistakes


@ex.wrong(slip="epoch-not-noted", points=0)
def fit_tells_one_entry(X, y, eta, max_epochs):
    w, b, mistakes = fit_plain(X, y, eta, max_epochs)
    return w, b, mistakes[-1:]


@ex.wrong(slip="stops-too-early", points=0)
def fit_one_epoch(X, y, eta, max_epochs):
    return fit_plain(X, y, eta, 1)


ex.wrong(slip="wrong-type", points=0)(
    lambda *given: (*fit_plain(*given)[:2], [str(m) for m in fit_plain(*given)[2]])
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("count += int(error != 0)", "count += error != 0")
ex.same("for x, label in zip(X, y, strict=True):", "for x, label in zip(X, y):")
ex.same("for x, label in zip(X, y, strict=True):", "for x, label in zip(X, y, strict=False):")
ex.same(
    "w, b, mistakes = (np.zeros(X.shape[1]), 0.0, [])",
    "w, b, mistakes = (np.zeros(X.shape[-1]), 0.0, [])",
)
