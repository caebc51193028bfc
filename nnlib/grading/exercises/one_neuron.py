"""Chapter 6, one neuron learns: six graded functions, 20 points."""

import numpy as np

from nnlib import losses as book
from nnlib.gradcheck import numerical_gradient
from nnlib.grading.exercise import Case, Exercise, Misfit, Part, Slip
from nnlib.grading.exercises.draw import fortran, numbers, off_zero, short
from nnlib.grading.exercises.losses import (
    bce_with_logits,
    exact,
    labels,
    mse,
    multilabel_bce,
    sigmoid,
    softmax,
)
from nnlib.neuron import HEADS

LN2 = 0.6931471805599453


# --- The truth, and the reading of three results ------------------------------------------------------------------


def only(*names):
    """Take J and two gradients apart, and keep the named ones: each is compared where its own points are."""
    whole = ("J", "dW" if "dW" in names else "dw", "db")

    def read(result):
        if not isinstance(result, (tuple, list)) or len(result) != 3:
            raise Misfit("wrong-type", f"Your function should return 3 things: {', '.join(whole)}.")
        return {name: value for name, value in zip(whole, result, strict=True) if name in names}

    return read


def measured(cost, names, about="", **arguments):
    """A case of all three: the reference cost, and its measured slopes with respect to the weights and b."""
    *data, w, b = arguments.values()
    truth = {
        "J": cost(*data, w, b),
        f"d{list(arguments)[-2]}": numerical_gradient(lambda w: cost(*data, w, b), w),
        "db": numerical_gradient(lambda b: cost(*data, w, b), b),
    }
    # numbers go in as Python floats, and their slopes are numbers
    given = {key: value if np.ndim(value) else float(value) for key, value in arguments.items()}
    truth = {key: value if np.ndim(value) else float(value) for key, value in truth.items()}
    # a small J may be the difference of larger numbers
    return part_of(Case(given, truth, about, scale=1.0), names)


def part_of(case, names):
    """The same case, of which only the named results count."""
    kept = {name: value for name, value in case.truth.items() if name in names}
    read = only(*names) if len(kept) < len(case.truth) else None
    return Case(case.arguments, kept, case.about, scale=case.scale, read=read)


# --- One straight line ----------------------------------------------------------------------------------------------


def line_cost(x, y, w, b):
    return mse(w * x + b, y)


def line(rng, n):
    """Points around a line, and another line."""
    x = short(rng.normal(1, 1.5, n))
    w, b = (short(off_zero(rng, (1, 1)))[0, 0] for _ in "wb")
    return {"x": x, "y": short(w * x + b + off_zero(rng, (1, n))[0]), "w": -w / 2, "b": b + 1}


def line_cases(*names):
    def cases(rng):
        known = exact(
            {"J": 1.0, "dw": 2.0, "db": 0.0},
            x=np.array([1.0, 3]),
            y=np.array([2.0, 2]),
            w=1.0,
            b=0.0,
        )
        return [
            part_of(known, names),
            *(measured(line_cost, names, **line(rng, n)) for n in (3, 4, 7)),
        ]

    return cases


def line_more(rng):
    x = short(rng.normal(0, 2, 5))
    flat = exact(
        {"J": 0.0, "dw": 0.0, "db": 0.0},
        "a line through all the points",
        x=x,
        y=2 * x - 1,
        w=2.0,
        b=-1.0,
    )
    best = exact(
        {"J": 2.0, "dw": 0.0, "db": 0.0},
        "the least-squares line",
        x=np.array([0.0, 1, 2]),
        y=np.array([1.0, -1, 3]),
        w=1.0,
        b=0.0,
    )
    one = measured(line_cost, ("J", "dw", "db"), "one example", **line(rng, 1))
    far = line(rng, 4)
    far["x"] = far["x"] + 100
    return [one, measured(line_cost, ("J", "dw", "db"), "inputs far from 0", **far), flat, best]


def _line_grads(x, y, w, b):
    e = w * x + b - y
    return np.mean(e * e), 2 * np.mean(e * x), 2 * np.mean(e)


def _changed(function, change):
    """A wrong answer: the right one with its results changed."""
    return lambda *given: change(*function(*given), *given)


LINEAR_NEURON_GRADS = Exercise(
    "linear_neuron_grads",
    ("x", "y", "w", "b"),
    (
        Part("value", 1, line_cases("J")),
        Part("gradient", 1, line_cases("dw", "db")),
        Part("robustness", 1, line_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "missing-two",
            "Your slopes are half of what they should be. What does the square leave in front when you differentiate "
            "it?",
            _changed(_line_grads, lambda J, dw, db, *_: (J, dw / 2, db / 2)),
        ),
        Slip(
            "half-cost",
            "Your J is half of what is asked for. Some books put a 1/2 in front: this one does not.",
            _changed(_line_grads, lambda J, dw, db, *_: (J / 2, dw / 2, db / 2)),
        ),
        Slip(
            "slopes-summed",
            "Your slopes are those of a sum, while J is a mean. The mean belongs in all three.",
            _changed(_line_grads, lambda J, dw, db, x, *_: (J, dw * len(x), db * len(x))),
        ),
        Slip(
            "no-mean",
            "You add over the examples and stop there. J is a mean, and so its slopes are means too.",
            _changed(_line_grads, lambda J, dw, db, x, *_: (J * len(x), dw * len(x), db * len(x))),
        ),
        Slip(
            "no-square",
            "Errors of +3 and -3 cancel in your J, as if nothing were wrong. Each error has to be squared first.",
            lambda x, y, w, b: (np.mean(w * x + b - y), *_line_grads(x, y, w, b)[1:]),
        ),
        Slip(
            "input-missing",
            "Your dw is the same as db. Turning the line moves a point far out more than one near 0: whose distance "
            "is missing?",
            _changed(_line_grads, lambda J, dw, db, *_: (J, db, db)),
        ),
        Slip(
            "sign-flipped",
            "Your slopes point the wrong way: where a larger w makes J rise, dw should be positive. Is it y minus the "
            "prediction somewhere?",
            _changed(_line_grads, lambda J, dw, db, *_: (J, -dw, -db)),
        ),
        Slip(
            "target-for-input",
            "In dw you weigh the errors by y. What multiplies w in the prediction?",
            lambda x, y, w, b: (
                *_line_grads(x, y, w, b)[:1],
                2 * np.mean((w * x + b - y) * y),
                2 * np.mean(w * x + b - y),
            ),
        ),
        Slip(
            "mean-of-products",
            "In dw you multiply the mean error by the mean input. Multiply within each example first, and take the "
            "mean afterwards.",
            _changed(_line_grads, lambda J, dw, db, x, *_: (J, db * np.mean(x), db)),
        ),
    ),
)

# --- One step downhill ----------------------------------------------------------------------------------------------

PGL = ("params", "grads", "lr")


def _step(rng, shape, lr, about=""):
    params, grads = short(off_zero(rng, shape)), short(off_zero(rng, shape))
    return Case({"params": params, "grads": grads, "lr": lr}, {"new": params - lr * grads}, about)


def step_values(rng):
    known = exact(
        {"new": np.array([0.6, -1.95])},
        params=np.array([1.0, -2]),
        grads=np.array([4.0, -0.5]),
        lr=0.1,
    )
    return [
        known,
        *(_step(rng, shape, lr) for shape, lr in (((1, 3), 0.5), ((3, 4), 0.25), ((3, 3), 0.01))),
    ]


def step_purity(rng):
    still = short(off_zero(rng, (2, 2)))
    flat = Case(
        {"params": still, "grads": np.zeros((2, 2)), "lr": 0.5},
        {"new": still},
        "a gradient of zeros",
    )
    column = _step(rng, (4, 2), 0.125, "other shapes")
    stored = {key: fortran(v) if np.ndim(v) else v for key, v in column.arguments.items()}
    vector = Case({"params": np.array([3.0]), "grads": np.array([-2.0]), "lr": 2.0}, {"new": np.array([7.0])},
                  "a single weight")  # fmt: skip
    return [Case(stored, column.truth, column.about), vector, flat]


GD_STEP = Exercise(
    "gd_step",
    PGL,
    (
        Part("value", 1, step_values),
        Part("purity", 1, step_purity, hidden=True, pure=True),
    ),
    (
        Slip(
            "uphill",
            "You walk uphill: the gradient points to where the cost rises. Which way do you want to go?",
            lambda params, grads, lr: params + lr * grads,
        ),
        Slip(
            "rate-ignored",
            "Your step has the same length whatever lr is. Use the parameter.",
            lambda params, grads, lr: params - grads,
        ),
        Slip(
            "step-only",
            "You return the step alone. Where do you stand after it?",
            lambda params, grads, lr: -lr * grads,
        ),
        Slip(
            "divided-by-rate",
            "A larger lr makes your step shorter. It should make it longer.",
            lambda params, grads, lr: params - grads / lr,
        ),
        Slip(
            "sign-of-gradient",
            "All the entries move by the same amount. Where the slope is steep the step should be long: keep the size "
            "of the gradient, not only its sign.",
            lambda params, grads, lr: params - lr * np.sign(grads),
        ),
        Slip(
            "unit-gradient",
            "Your step is lr long, however steep it is. The gradient is not brought to length 1 here.",
            lambda params, grads, lr: params - lr * grads / (np.linalg.norm(grads) or 1),
        ),
        Slip(
            "input-modified",
            "Your numbers are right, but your function writes into params or grads: the old weights are gone for "
            "whoever still needs them. Make a new array; mind that `-=` does not.",
        ),
    ),
)

# --- The logistic neuron --------------------------------------------------------------------------------------------

XY = ("X", "y", "w", "b")


def logistic_cost(X, y, w, b):
    return bce_with_logits(X @ w + b, y)


def examples(rng, n, d):
    return {
        "X": short(rng.normal(0, 1, (n, d))),
        "y": labels(rng, n),
        "w": short(off_zero(rng, (1, d))[0]),
        "b": short(off_zero(rng, (1, 1)))[0, 0],
    }


def logistic_cases(*names):
    def cases(rng):
        known = exact({"J": LN2, "dw": np.array([0.5, -0.75]), "db": 0.0},
                      X=np.array([[1.0, 2], [3, -1]]), y=np.array([1.0, 0]), w=np.zeros(2), b=0.0)  # fmt: skip
        start = examples(rng, 5, 2) | {"w": np.zeros(2), "b": np.float64(0)}
        drawn = [
            measured(logistic_cost, names, **examples(rng, n, d))
            for n, d in ((4, 3), (3, 3), (6, 2))
        ]
        return [
            part_of(known, names),
            measured(logistic_cost, names, "zero weights", **start),
            *drawn,
        ]

    return cases


def picture_case(rng):
    """Three pictures of 12288 numbers. The slope is measured at the three logits, and carried to w by hand."""
    X, y = rng.integers(0, 256, (3, 12288)) / 256, np.array([1.0, 0, 0])
    w, b = short(rng.normal(0, 1, 12288)) / 64, -0.5
    z = X @ w + b
    dz = numerical_gradient(lambda z: bce_with_logits(z, y), z)
    truth = {"J": bce_with_logits(z, y), "dw": np.einsum("i,ij->j", dz, X), "db": float(dz.sum())}
    # db may be a small difference of larger numbers, as J may
    return Case(
        {"X": X, "y": y, "w": w, "b": b}, truth, "three pictures of 64x64x3 numbers", scale=1.0
    )


def logistic_more(rng):
    one = measured(logistic_cost, ("J", "dw", "db"), "one example", **examples(rng, 1, 3))
    X = np.array([[1000.0, 0], [-1000, 1]])
    far = [
        exact({"J": J, "dw": np.array(dw), "db": db}, "logits of 1000 and -1000",
              X=X, y=np.array(y), w=np.array([1.0, 0]), b=0.0)
        for y, J, dw, db in (
            ([1.0, 0], 0.0, [0.0, 0], 0.0),
            ([0.0, 0], 500.0, [500.0, 0], 0.5),
            ([0.0, 1], 1000.0, [1000.0, -0.5], 0.0),
        )
    ]  # fmt: skip
    stored = examples(rng, 5, 2)
    stored["X"] = fortran(stored["X"])
    return [
        one,
        measured(logistic_cost, ("J", "dw", "db"), "other shapes", **stored),
        picture_case(rng),
        *far,
    ]


def _logistic(X, y, w, b):
    """The three results, for the slips: naive in the cost, as a learner's would be."""
    p = sigmoid(X @ w + b)
    e = p - y
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean(), e @ X / len(y), e.mean()


def _slope_kept(X, y, w, b):
    p = sigmoid(X @ w + b)
    e = (p - y) * p * (1 - p)
    return _logistic(X, y, w, b)[0], e @ X / len(y), e.mean()


def _overflowing(X, y, w, b):
    z = X @ w + b
    return (np.log(1 + np.exp(z)) - y * z).mean(), *_logistic(X, y, w, b)[1:]


def _squares(X, y, w, b):
    p = sigmoid(X @ w + b)
    e = 2 * (p - y) * p * (1 - p)
    return ((p - y) ** 2).mean(), e @ X / len(y), e.mean()


def _raw_errors(X, y, w, b):
    e = X @ w + b - y
    return _logistic(X, y, w, b)[0], e @ X / len(y), e.mean()


LOGISTIC_LOSS_AND_GRADS = Exercise(
    "logistic_loss_and_grads",
    XY,
    (
        Part("value", 1, logistic_cases("J")),
        Part("gradient", 2, logistic_cases("dw", "db")),
        Part("robustness", 2, logistic_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "log-of-sigmoid",
            "At logits of ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Chapter 5 has a form "
            "of this loss that works from z and stays calm there.",
            _logistic,
        ),
        Slip(
            "overflow",
            "Your form of the cost is the right one, but e to the power 1000 is inf. Take the larger exponent out "
            "first, so that e is raised to negative powers only.",
            _overflowing,
        ),
        Slip(
            "squared-errors",
            "You average squares of the errors. A neuron that answers yes or no pays with the binary cross entropy.",
            _squares,
        ),
        Slip(
            "slopes-summed",
            "Your slopes are those of a sum, while J is a mean. The mean belongs in all three.",
            _changed(_logistic, lambda J, dw, db, X, *_: (J, dw * len(X), db * len(X))),
        ),
        Slip(
            "no-mean",
            "You add over the examples and stop there. J is a mean, and so its slopes are means too.",
            _changed(_logistic, lambda J, dw, db, X, *_: (J * len(X), dw * len(X), db * len(X))),
        ),
        Slip(
            "sigmoid-slope-left",
            "The sigmoid's slope is still in your dw and db. Chapter 5 showed that it cancels against the loss: start "
            "from the slope at z.",
            _slope_kept,
        ),
        Slip(
            "bias-summed",
            "Your dw is right, and your db is a sum over the examples. J is a mean, for b as well.",
            _changed(_logistic, lambda J, dw, db, X, *_: (J, dw, db * len(X))),
        ),
        Slip(
            "weights-summed",
            "Your db is right, and your dw is a sum over the examples. J is a mean, for w as well.",
            _changed(_logistic, lambda J, dw, db, X, *_: (J, dw * len(X), db)),
        ),
        Slip(
            "sign-flipped",
            "Your slopes point the wrong way: where a larger b makes J rise, db should be positive. Is it y minus the "
            "probability somewhere?",
            _changed(_logistic, lambda J, dw, db, *_: (J, -dw, -db)),
        ),
        Slip(
            "no-sigmoid",
            "In your slopes y meets z itself. z is a logit: which probability does it stand for?",
            _raw_errors,
        ),
        Slip(
            "bias-forgotten",
            "You leave b out of the logits. Where the inputs are 0 the neuron should still have an opinion.",
            lambda X, y, w, b: _logistic(X, y, w, 0.0),
        ),
    ),
)

# --- The walk -------------------------------------------------------------------------------------------------------


def walk(X, y, lr, steps, record_after=False, b_late=False, w=None, sign=1):
    """Gradient descent on the reference loss in plain Python, and with the switches the slips of it."""
    w, b, history = np.zeros(X.shape[1]) if w is None else w, 0.0, []
    for _ in range(steps):
        z = X @ w + b
        dz = _dz(z, y)
        before = bce_with_logits(z, y)
        w = w - sign * lr * (dz @ X)
        b = b - sign * lr * float((_dz(X @ w + b, y) if b_late else dz).sum())
        history.append(bce_with_logits(X @ w + b, y) if record_after else before)
    return w, b, np.array(history)


def _dz(z, y):
    """The slope of the reference loss at the logits, in plain Python."""
    dz = np.empty((len(z), 1))
    book.bce_with_logits_grad.kernel.plain(z[:, None], y[:, None], dz)
    return dz[:, 0]


def three(steps):
    """Take (w, b, history) apart; a history of another length is told at once."""

    def read(result):
        if not isinstance(result, (tuple, list)) or len(result) != 3:
            raise Misfit("wrong-type", "Your function should return 3 things: w, b, history.")
        w, b, history = result
        if not isinstance(history, (list, tuple, np.ndarray)):
            raise Misfit(
                "wrong-type",
                "history is no list. Start with an empty one, and append a cost at each step.",
            )
        if len(history) != steps:
            raise Misfit(*_length(len(history), steps))
        return {"w": w, "b": b, "history": numbers("history", history)}

    return read


def _length(got, steps):
    if got == 1 < steps:
        return "early-return", (
            f"Your history has 1 entry after {steps} steps: the walk ended early. Does the return stand inside the "
            "loop?"
        )
    if got == steps + 1:
        return "one-cost-too-many", (
            f"Your history has {got} entries for {steps} steps. One cost belongs to each step, the one you see just "
            f"before you take it."
        )
    return "history-length", (
        f"Your history has {got} entries, and {steps} steps were asked for. Append one cost at each step."
    )


def walk_case(given, truth, about=""):
    return Case(given, dict(zip(("w", "b", "history"), truth, strict=True)), about, 1e-10, scale=1.0,
                read=three(given["steps"]))  # fmt: skip


def walked(rng, n, d, lr, steps, about=""):
    data = examples(rng, n, d)
    given = {"X": data["X"], "y": data["y"], "lr": lr, "steps": steps}
    return walk_case(given, walk(**given), about)


def start_cases(rng):
    known = {"X": np.array([[1.0], [-1]]), "y": np.array([1.0, 0]), "lr": 1.0, "steps": 2}
    by_hand = walk_case(
        known, (np.array([0.8775406687981454]), 0.0, np.array([LN2, 0.4740769841801067]))
    )
    return [
        by_hand,
        *(walked(rng, n, d, 0.5, steps) for n, d, steps in ((4, 3, 1), (4, 3, 2), (5, 2, 3))),
    ]


def walk_cases(rng):
    return [
        walked(rng, n, d, lr, steps)
        for n, d, lr, steps in ((4, 3, 0.5, 8), (3, 3, 0.25, 12), (6, 2, 1.0, 20))
    ]


def walk_more(rng):
    long = walked(rng, 8, 3, 0.125, 100, "100 steps")
    one = walked(rng, 1, 2, 0.5, 5, "one example")
    bold = walked(rng, 5, 1, 3.0, 7, "a bold rate")
    return [long, one, bold, walked(rng, 4, 4, 0.5, 9, "other shapes")]


FIT_LOGISTIC = Exercise(
    "fit_logistic",
    ("X", "y", "lr", "steps"),
    (
        Part("start", 1, start_cases),
        Part("trajectory", 2, walk_cases),
        Part("robustness", 2, walk_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "recorded-after",
            "Your history begins after the first step. Its first entry should be the cost of a neuron that has learned "
            "nothing yet: record before you move.",
            lambda X, y, lr, steps: walk(X, y, lr, steps, record_after=True),
        ),
        Slip(
            "new-w-too-early",
            "You move w first, and take the slope for b at the new w. Both slopes of one step belong to the same "
            "point: compute them together, then move.",
            lambda X, y, lr, steps: walk(X, y, lr, steps, b_late=True),
        ),
        Slip(
            "uphill",
            "Your cost rises from step to step. The gradient points uphill: which way do you want to go?",
            lambda X, y, lr, steps: walk(X, y, lr, steps, sign=-1),
        ),
        Slip(
            "rate-ignored",
            "Your steps have the same length whatever lr is. Use the parameter.",
            lambda X, y, lr, steps: walk(X, y, 1.0, steps),
        ),
        Slip(
            "start-not-zero",
            "Your first cost is not ln 2, so you do not start from zeros. Let w and b be 0 at the beginning.",
            lambda X, y, lr, steps: walk(X, y, lr, steps, w=np.ones(X.shape[1])),
        ),
        Slip(
            "slopes-summed",
            "Your steps are those of a sum over the examples: too long by their number. J is a mean.",
            lambda X, y, lr, steps: walk(X, y, lr * len(X), steps),
        ),
        Slip(
            "bias-still",
            "Your b never moves. It has a slope of its own, and takes a step like w.",
            lambda X, y, lr, steps: _bias_still(X, y, lr, steps),
        ),
        Slip(
            "one-step-short",
            "Your last step is missing: w and b are those of one step before. Does the loop end too early?",
            lambda X, y, lr, steps: (*walk(X, y, lr, steps - 1)[:2], walk(X, y, lr, steps)[2]),
        ),
    ),
)


def _bias_still(X, y, lr, steps):
    w, history = np.zeros(X.shape[1]), []
    for _ in range(steps):
        history.append(bce_with_logits(X @ w, y))
        w = w - lr * (_dz(X @ w, y) @ X)
    return w, 0.0, np.array(history)


# --- Several neurons side by side -----------------------------------------------------------------------------------

XYW = ("X", "Y", "W", "b")


def several_cost(X, Y, W, b):
    return multilabel_bce(X @ W + b, Y)


def several(rng, n, d, k):
    return {
        "X": short(rng.normal(0, 1, (n, d))),
        "Y": labels(rng, n * k).reshape(n, k),
        "W": short(rng.normal(0, 1, (d, k))),
        "b": short(off_zero(rng, (1, k))[0]),
    }


def several_cases(*names):
    def cases(rng):
        known = exact({"J": 2 * LN2, "dW": np.array([[-0.5, 0.5], [-1, 1]]), "db": np.array([-0.5, 0.5])},
                      X=np.array([[1.0, 2]]), Y=np.array([[1.0, 0]]), W=np.zeros((2, 2)), b=np.zeros(2))  # fmt: skip
        drawn = [
            measured(several_cost, names, **several(rng, *shape))
            for shape in ((4, 2, 3), (3, 3, 3), (5, 3, 2))
        ]
        return [part_of(known, names), *drawn]

    return cases


def several_more(rng):
    names = ("J", "dW", "db")
    one = measured(several_cost, names, "one example", **several(rng, 1, 3, 2))
    single = measured(several_cost, names, "a single neuron", **several(rng, 4, 2, 1))
    before = several(rng, 5, 2, 3)
    Y, j = before["Y"].copy(), int(rng.integers(3))
    Y[:, j] = 1 - Y[:, j]
    pair = [measured(several_cost, names, "one column of Y turned over", **given)
            for given in (before, before | {"Y": Y})]  # fmt: skip
    far = exact({"J": 500.0, "dW": np.array([[500.0, 0], [0, 0]]), "db": np.array([0.5, 0])},
                "logits of 1000 and -1000", X=np.array([[1000.0, 0], [-1000, 0]]), Y=np.array([[0.0, 0], [0, 1]]),
                W=np.array([[1.0, -1], [0, 0]]), b=np.zeros(2))  # fmt: skip
    return [one, single, *pair, far]


def _several(X, Y, W, b):
    """The three results, for the slips: naive in the cost, as a learner's would be."""
    P = sigmoid(X @ W + b)
    E = (P - Y) / len(X)
    return -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum() / len(X), X.T @ E, E.sum(axis=0)


def _coupled(X, Y, W, b):
    P = softmax(X @ W + b)
    E = (P - Y) / len(X)
    return -(Y * np.log(P)).sum() / len(X), X.T @ E, E.sum(axis=0)


def _several_slope_kept(X, Y, W, b):
    P = sigmoid(X @ W + b)
    E = (P - Y) * P * (1 - P) / len(X)
    return _several(X, Y, W, b)[0], X.T @ E, E.sum(axis=0)


MULTI_NEURON_GRADS = Exercise(
    "multi_neuron_grads",
    XYW,
    (
        Part("value", 1, several_cases("J")),
        Part("gradient", 1, several_cases("dW", "db")),
        Part("robustness", 1, several_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "softmax-inside",
            "Your neurons know of each other: a softmax lets them share one probability. Here a picture may show two "
            "animals, or none, and each neuron answers for itself.",
            _coupled,
        ),
        Slip(
            "mean-over-labels",
            "You divide by the number of neurons too. The book adds the questions of one example up, and takes the "
            "mean over the examples.",
            _changed(
                _several,
                lambda J, dW, db, X, Y, *_: (J / Y.shape[1], dW / Y.shape[1], db / Y.shape[1]),
            ),
        ),
        Slip(
            "slopes-summed",
            "Your slopes are those of a sum, while J is a mean over the examples. The mean belongs in all three.",
            _changed(_several, lambda J, dW, db, X, *_: (J, dW * len(X), db * len(X))),
        ),
        Slip(
            "no-mean",
            "You add over the examples and stop there. J is a mean, and so its slopes are means too.",
            _changed(_several, lambda J, dW, db, X, *_: (J * len(X), dW * len(X), db * len(X))),
        ),
        Slip(
            "bias-summed",
            "Your dW is right, and your db is a sum over the examples. J is a mean, for b as well.",
            _changed(_several, lambda J, dW, db, X, *_: (J, dW, db * len(X))),
        ),
        Slip(
            "bias-averaged",
            "Your dW is right, and your db is too small by the number of examples. Is the mean taken twice there?",
            _changed(_several, lambda J, dW, db, X, *_: (J, dW, db / len(X))),
        ),
        Slip(
            "sigmoid-slope-left",
            "The sigmoid's slope is still in your dW and db. Chapter 5 showed that it cancels against the loss: start "
            "from the slope at Z.",
            _several_slope_kept,
        ),
        Slip(
            "sign-flipped",
            "Your slopes point the wrong way. Is it Y minus the probabilities somewhere?",
            _changed(_several, lambda J, dW, db, *_: (J, -dW, -db)),
        ),
        Slip(
            "log-of-sigmoid",
            "At logits of ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Chapter 5 has a form "
            "of this loss that works from Z and stays calm there.",
            _several,
        ),
    ),
)

# --- Which head for which question ----------------------------------------------------------------------------------

HEAD = ("units", "activation", "loss")
HINTS = {  # what to think about, where an answer is none of the typical slips
    "cat or not": "One question, answered by one probability of yes.",
    "several animals at once": "Three questions, and any number of them may be answered with yes.",
    "exactly one animal": "Three answers, of which exactly one is right: their probabilities share the 1.",
    "age of the cat": "The answer is a number with a unit, not a probability.",
    "positive price": "The answer is a number above 0, and learning should not stop where the neuron says almost 0.",
    "share between 0 and 1": "The answer lies between 0 and 1, like a probability, and so may the target.",
}
ACTIVATIONS = ("identity", "sigmoid", "softmax", "softplus", "relu", "tanh")
LOSSES = ("mse", "mae", "huber", "bce_with_logits", "multilabel_bce", "softmax_cross_entropy")


def judge_head(values, arguments):
    """Right, or what to think about, without the answer."""
    task, head = arguments["task"], tuple(values[name] for name in HEAD)
    if head == HEADS[task]:
        return None
    for word, known in ((head[1], ACTIVATIONS), (head[2], LOSSES)):
        if word not in known:
            return (
                "unknown-word",
                f"{word[:30]!r} is not in the list of words. Use the names as the table spells them.",
            )
    name = next(
        name for name, got, wanted in zip(HEAD, head, HEADS[task], strict=True) if got != wanted
    )
    return "wrong-choice", f"For {task!r} your choice of {name} does not fit. {HINTS[task]}"


def head_cases(*tasks):
    def cases(rng):
        return [
            Case(
                {"task": task},
                dict(zip(HEAD, HEADS[task], strict=True)),
                repr(task),
                judge=judge_head,
            )
            for task in tasks
        ]

    return cases


def _instead(**changes):
    """The table with other heads for some of the tasks."""
    heads = HEADS | {key.replace("_", " "): head for key, head in changes.items()}
    return lambda task: heads[task]


CHOOSE_HEAD = Exercise(
    "choose_head",
    ("task",),
    (
        Part("table", 1, head_cases("cat or not", "several animals at once", "age of the cat")),
        Part(
            "more",
            1,
            head_cases("exactly one animal", "positive price", "share between 0 and 1"),
            hidden=True,
        ),
    ),
    (
        *(
            Slip(
                "age-by-softmax",
                "An age is no class: a softmax answers which one of several, and its shares sum to 1. Five years are "
                "between four and six, so let the output be a plain number.",
                _instead(age_of_the_cat=(units, "softmax", loss)),
            )
            for units in (1, 3)
            for loss in ("mse", "softmax_cross_entropy")
        ),
        *(
            Slip(
                "several-by-softmax",
                "A softmax lets the animals share one probability, so a lion in the picture would push the cat out. "
                "Here each may be there or not.",
                _instead(several_animals_at_once=(3, "softmax", loss)),
            )
            for loss in ("softmax_cross_entropy", "multilabel_bce")
        ),
        *(
            Slip(
                "one-by-sigmoids",
                "Three separate sigmoids may all say yes, or all say no. Here exactly one animal is in the picture: "
                "the answers should know of each other.",
                _instead(exactly_one_animal=(3, "sigmoid", loss)),
            )
            for loss in ("multilabel_bce", "softmax_cross_entropy", "bce_with_logits")
        ),
        Slip(
            "price-by-relu",
            "A ReLU that has gone silent gives 0 with slope 0, and never learns again. Another activation stays above "
            "0 and always has a slope.",
            _instead(positive_price=(1, "relu", "mse")),
        ),
        Slip(
            "negative-price",
            "Your price may come out negative. Which activation never goes below 0?",
            _instead(positive_price=(1, "identity", "mse")),
        ),
        *(
            Slip(
                "softmax-of-one",
                "A softmax of a single output is always 1, whatever the neuron sees. One yes-or-no question needs "
                "another activation.",
                _instead(cat_or_not=(1, "softmax", loss)),
            )
            for loss in ("softmax_cross_entropy", "bce_with_logits")
        ),
        Slip(
            "share-unbounded",
            "Your share may come out as 1.7. Which activation keeps it between 0 and 1?",
            _instead(share_between_0_and_1=(1, "identity", "mse")),
        ),
        Slip(
            "squares-for-yes-or-no",
            "With squared errors a neuron that is sure and wrong hardly learns: chapter 5's stuck neuron. Which loss "
            "frees it?",
            _instead(cat_or_not=(1, "sigmoid", "mse")),
        ),
    ),
)

EXERCISES = (
    LINEAR_NEURON_GRADS,
    GD_STEP,
    LOGISTIC_LOSS_AND_GRADS,
    FIT_LOGISTIC,
    MULTI_NEURON_GRADS,
    CHOOSE_HEAD,
)
