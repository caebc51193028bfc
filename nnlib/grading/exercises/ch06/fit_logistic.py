"""fit_logistic(X, y, lr, steps): the walk downhill, and the cost at each step."""

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.catalogue import agree
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch06._answers import logistic_loop, logistic_numpy
from nnlib.grading.exercises.ch06._shared import LN2, bce_with_logits, examples
from nnlib.grading.exercises.draw import numbers

ex = exercise("fit_logistic", "X, y, lr, steps -> w, b, history")


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


def three(steps, first=None):
    """Take (w, b, history) apart; a history of another length is told at once. `first` is the w after one step."""

    def read(result):
        if not isinstance(result, (tuple, list)) or len(result) != 3:
            raise Misfit("wrong-type", tr("Your function should return 3 things: w, b, history."))
        w, b, history = result
        if not isinstance(history, (list, tuple, np.ndarray)):
            raise Misfit(
                "wrong-type",
                tr("history is no list. Start with an empty one, and append a cost at each step."),
            )
        if len(history) != steps:
            alike = first is not None and np.shape(w) == first.shape and np.allclose(w, first)
            raise Misfit(*_length(len(history), steps, 1 if alike else 0))
        return {"w": w, "b": b, "history": numbers("history", history)}

    return read


def _length(got, steps, moved):
    """What a history of another length says; `moved` is 1 where w has taken one step and no more."""
    if got == 1 < steps and moved == 1:
        return "early-return", (
            tr(
                "Your walk ends after 1 of {steps} steps, with 1 cost in its history. Does the return "
                "stand inside the loop?",
                steps=steps,
            )
        )
    if got == 0:
        return "history-empty", (
            tr(
                "Your history is empty. Append the cost of each step to it, before you take the step."
            )
        )
    if got == steps + 1:
        return "one-cost-too-many", (
            tr(
                "Your history has {got} entries for {steps} steps. One cost belongs to each step, "
                "the one you see just before you take it.",
                got=got,
                steps=steps,
            )
        )
    return "history-length", (
        tr(
            "Steps that were asked for: {steps}; costs in your history: {got}. Append one cost at each "
            "step: where does that line stand, and does an if skip it?",
            got=got,
            steps=steps,
        )
        if got < steps
        else tr(
            "Your history has {got} entries, and {steps} steps were asked for. Append one cost "
            "at each step.",
            got=got,
            steps=steps,
        )
    )


def _judge(truth):
    """Where a walk leaves the book's: at its start, at which step, or at the end."""
    w, b, costs = truth

    def judge(values, _arguments):
        got = values["history"]
        pairs = [(values["w"], w), (values["b"], b), (got, costs)]
        if all(agree(one, true, 1e-10, scale=1) for one, true in pairs):
            return None
        if all(agree(one, true, 1e-4, scale=1) for one, true in pairs):
            return "measured-slopes", tr(
                "Your walk is right to some digits, and then leaves the book's. Are its slopes "
                "measured, or rounded? Derive them."
            )
        if not all(np.all(np.isfinite(one)) for one, _ in pairs):
            return "not-finite", tr(
                "Your walk leads to nan or inf. Look for a power of e that overflows, or a "
                "logarithm of 0, and print w and b at each step."
            )
        right = np.abs(got - costs) <= 1e-10
        if right.all():
            return "wrong-weights", tr(
                "Your costs are right, and w or b is not what the last step leads to. Which w and b "
                "do you return?"
            )
        k = int(np.argmin(right))
        if k == 0:
            return "first-cost", tr(
                "Your first cost is {got:.6g}, and a neuron that has learned nothing yet pays ln 2 = "
                "0.693147. Where do you start, and what does a cost average?",
                got=got[0],
            )
        return "wrong-step", tr(
            "Cost number {number} is the first that is wrong, so step number {step} leads elsewhere "
            "than the book's. Take that step by hand: which w and b, which slopes, which lr?",
            number=k + 1,
            step=k,
        )

    return judge


def walk_case(given, truth, about=""):
    return Case(
        given,
        dict(zip(("w", "b", "history"), truth, strict=True)),
        about,
        1e-10,
        scale=1.0,
        read=three(given["steps"], walk(**given | {"steps": 1})[0]),
        judge=_judge(truth),
    )


def walked(rng, n, d, lr, steps, about=""):
    data = examples(rng, n, d)
    given = {"X": data["X"], "y": data["y"], "lr": lr, "steps": steps}
    return walk_case(given, walk(**given), about)


@ex.part(points=1)
def start(rng):
    known = {"X": np.array([[1.0], [-1]]), "y": np.array([1.0, 0]), "lr": 1.0, "steps": 2}
    by_hand = walk_case(
        known, (np.array([0.8775406687981454]), 0.0, np.array([LN2, 0.4740769841801067]))
    )
    return [
        by_hand,
        *(walked(rng, n, d, 0.5, steps) for n, d, steps in ((4, 3, 1), (4, 3, 2), (5, 2, 3))),
    ]


@ex.part(points=2)
def trajectory(rng):
    return [
        walked(rng, n, d, lr, steps)
        for n, d, lr, steps in ((4, 3, 0.5, 8), (3, 3, 0.25, 12), (6, 2, 1.0, 20))
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    long = walked(rng, 8, 3, 0.125, 100, "100 steps")
    one = walked(rng, 1, 2, 0.5, 5, tr("one example"))
    bold = walked(rng, 5, 1, 3.0, 7, tr("a bold rate"))
    return [long, one, bold, walked(rng, 4, 4, 0.5, 9, tr("other shapes"))]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def recorded_after(X, y, lr, steps):
    """Your history begins after the first step. Its first entry should be the cost of a neuron that has learned
    nothing yet: record before you move.
    """
    return walk(X, y, lr, steps, record_after=True)


@ex.slip
def new_w_too_early(X, y, lr, steps):
    """You move w first, and take the slope for b at the new w. Both slopes of one step belong to the same point:
    compute them together, then move.
    """
    return walk(X, y, lr, steps, b_late=True)


@ex.slip
def uphill(X, y, lr, steps):
    """Your cost rises from step to step. The gradient points uphill: which way do you want to go?"""
    return walk(X, y, lr, steps, sign=-1)


@ex.slip
def rate_ignored(X, y, lr, steps):
    """Your steps have the same length whatever lr is. Use the parameter."""
    return walk(X, y, 1.0, steps)


@ex.slip
def start_not_zero(X, y, lr, steps):
    """Your first cost is not ln 2, so you do not start from zeros. Let w and b be 0 at the beginning."""
    return walk(X, y, lr, steps, w=np.ones(X.shape[1]))


@ex.slip
def slopes_summed(X, y, lr, steps):
    """Your steps are those of a sum over the examples: too long by their number. J is a mean."""
    return walk(X, y, lr * len(X), steps)


def _bias_still(X, y, lr, steps):
    w, history = np.zeros(X.shape[1]), []
    for _ in range(steps):
        history.append(bce_with_logits(X @ w, y))
        w = w - lr * (_dz(X @ w, y) @ X)
    return w, 0.0, np.array(history)


@ex.slip
def bias_still(X, y, lr, steps):
    """Your b never moves. It has a slope of its own, and takes a step like w."""
    return _bias_still(X, y, lr, steps)


@ex.slip
def one_step_short(X, y, lr, steps):
    """Your last step is missing: w and b are those of one step before. Does the loop end too early?"""
    return (*walk(X, y, lr, steps - 1)[:2], walk(X, y, lr, steps)[2])


def _walked(start=None, probability=None, cost=None, late_w=False, decay=0.0):
    """Gradient descent with one thing done otherwise."""

    def wrong(X, y, lr, steps):
        w, b, history = np.zeros(X.shape[1]), 0.0, []
        for _ in range(steps):
            z = X @ w + b
            dz = _dz(z, y) if probability is None else (probability(z) - y) / len(y)
            history.append(bce_with_logits(z, y) if cost is None else cost(z, y))
            b = b - lr * float(dz.sum())
            if late_w:
                dz = _dz(X @ w + b, y)
            w = w - lr * (dz @ X) - decay * w
        return w, b, np.array(history)

    return wrong


@ex.slip
def new_b_too_early(X, y, lr, steps):
    """You move b first, and take the slopes for w at the new b. Both slopes of one step belong to the same point:
    compute them together, then move.
    """
    return _walked(late_w=True)(X, y, lr, steps)


@ex.slip
def answers_for_probabilities(X, y, lr, steps):
    """Your slopes compare y with an answer of 0 or 1. The neuron says a probability: keep it as it is."""
    return _walked(probability=lambda z: (z >= 0) * 1.0)(X, y, lr, steps)


@ex.slip
def no_sigmoid(X, y, lr, steps):
    """Your slopes compare y with the sums themselves. A sum is a logit: which probability does it stand for?"""
    return _walked(probability=lambda z: z)(X, y, lr, steps)


@ex.slip
def cost_summed(X, y, lr, steps):
    """Your walk is right, and your costs are sums over the examples. J is their mean."""
    return _walked(cost=lambda z, y: bce_with_logits(z, y) * len(y))(X, y, lr, steps)


@ex.slip
def squared_cost(X, y, lr, steps):
    """Your walk is right, and your costs are means of squares. A neuron that answers yes or no pays with the binary
    cross entropy.
    """
    return _walked(cost=lambda z, y: np.mean((0.5 + 0.5 * np.tanh(z / 2) - y) ** 2))(
        X, y, lr, steps
    )


@ex.slip
def sign_of_cost(X, y, lr, steps):
    """Your walk is right, and your costs are negative. The logarithm of a probability is below 0, and a price should
    not be.
    """
    return _walked(cost=lambda z, y: -bce_with_logits(z, y))(X, y, lr, steps)


@ex.slip
def first_slopes_kept(X, y, lr, steps):
    """Every step of yours is the first one over again. The slopes belong to where you stand: compute them inside the
    loop.
    """
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    dz = _dz(np.zeros(len(y)), y)
    for _ in range(steps):
        history.append(bce_with_logits(X @ w + b, y))
        w, b = w - lr * (dz @ X), b - lr * float(dz.sum())
    return w, b, np.array(history)


@ex.slip
def first_cost_again(X, y, lr, steps):
    """Your walk is right, and every cost in your history is the first one. Each belongs to the place where you stand:
    compute it inside the loop.
    """
    w, b, history = walk(X, y, lr, steps)
    return w, b, np.full(steps, history[0])


@ex.slip
def never_moves(X, y, lr, steps):
    """Your neuron stays at zero. Is the new w kept, and the new b?"""
    return np.zeros(X.shape[1]), 0.0, np.full(steps, LN2)


@ex.slip
def history_reversed(X, y, lr, steps):
    """Your history runs backwards. The cost of the first step comes first."""
    w, b, history = walk(X, y, lr, steps)
    return w, b, history[::-1].copy()


for rate in (0.1, 0.01, 0.001):
    ex.slip(like=rate_ignored)(lambda X, y, lr, steps, rate=rate: walk(X, y, rate, steps))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def fit_loop(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        history.append(J)
        w = w - lr * dw
        b = b - lr * db
    return w, b, history


@ex.right
def fit_ones(X, y, lr, steps):
    X1 = np.column_stack([X, np.ones(len(X))])
    w, history = np.zeros(X1.shape[1]), np.zeros(steps)
    for i in range(steps):
        z = X1 @ w
        history[i] = np.mean(np.logaddexp(0, z) - y * z)
        w -= lr * np.mean((0.5 + 0.5 * np.tanh(z / 2) - y)[:, None] * X1, axis=0)
    return w[:-1].copy(), w[-1], history


@ex.right
def fit_in_place_of_its_own(X, y, lr, steps):
    """Writing into your own w is fine."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_loop(X, y, w, b)
        history += [J]
        w -= lr * dw
        b -= lr * db
    return [w, b, tuple(history)]


@ex.right
def fit_while(X, y, lr, steps):
    theta, X1, history = np.zeros(X.shape[1] + 1), np.c_[np.ones(len(X)), X], []
    while len(history) < steps:
        z = np.einsum("ij,j->i", X1, theta)
        history.append(np.logaddexp(0, (1 - 2 * y) * z).sum() / len(y))
        theta = theta - lr / len(y) * ((0.5 * (1 + np.tanh(0.5 * z)) - y) @ X1)
    return theta[1:].copy(), float(theta[0]), history


# ---- wrong answers ---------------------------------------------------------------------------------


def fit_with(order):
    """Gradient descent whose loop does things in another order; `order` gets (state, X, y, lr)."""

    def fit(X, y, lr, steps):
        state = {"w": np.zeros(X.shape[1]), "b": 0.0, "history": []}
        for _ in range(steps):
            order(state, X, y, lr)
        return state["w"], state["b"], state["history"]

    return fit


def record_after(s, X, y, lr):
    _, dw, db = logistic_numpy(X, y, s["w"], s["b"])
    s["w"], s["b"] = s["w"] - lr * dw, s["b"] - lr * db
    s["history"].append(logistic_numpy(X, y, s["w"], s["b"])[0])


ex.wrong(slip="recorded-after", points=0)(fit_with(record_after))


def b_with_new_w(s, X, y, lr):
    J, dw, _ = logistic_numpy(X, y, s["w"], s["b"])
    s["w"] = s["w"] - lr * dw
    s["b"] = s["b"] - lr * logistic_numpy(X, y, s["w"], s["b"])[2]
    s["history"].append(J)


ex.wrong(slip="new-w-too-early", points=0)(fit_with(b_with_new_w))


def w_with_new_b(s, X, y, lr):
    J, _, db = logistic_numpy(X, y, s["w"], s["b"])
    s["b"] = s["b"] - lr * db
    s["w"] = s["w"] - lr * logistic_numpy(X, y, s["w"], s["b"])[1]
    s["history"].append(J)


ex.wrong(slip="new-b-too-early", points=0)(fit_with(w_with_new_b))


def up(s, X, y, lr):
    J, dw, db = logistic_numpy(X, y, s["w"], s["b"])
    s["w"], s["b"] = s["w"] + lr * dw, s["b"] + lr * db
    s["history"].append(J)


ex.wrong(slip="uphill", points=0)(fit_with(up))


def nearly(s, X, y, lr):
    """Measured slopes instead of derived ones: close, and not the same walk."""
    J, dw, db = logistic_numpy(X, y, s["w"], s["b"])
    s["w"], s["b"] = s["w"] - lr * dw * (1 + 1e-7), s["b"] - lr * db
    s["history"].append(J)


ex.wrong(slip="measured-slopes", points=0)(fit_with(nearly))


@ex.wrong(slip="early-return", points=0)
def early(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        history.append(J)
        w, b = w - lr * dw, b - lr * db
        return w, b, history


@ex.wrong(slip="one-cost-too-many", points=0)
def both_ends(X, y, lr, steps):
    w, b, history = fit_loop(X, y, lr, steps)
    return w, b, [*history, logistic_numpy(X, y, w, b)[0]]


@ex.wrong(slip="start-not-zero", points=0)
def from_ones(X, y, lr, steps):
    w, b, history = np.ones(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        history.append(J)
        w, b = w - lr * dw, b - lr * db
    return w, b, history


@ex.wrong(slip="wrong-type", points=0)
def last_cost_only(X, y, lr, steps):
    w, b, history = fit_loop(X, y, lr, steps)
    return w, b, history[-1]


ex.wrong(slip="wrong-type", points=0)(
    lambda *given: (*fit_loop(*given)[:2], [str(J) for J in fit_loop(*given)[2]])
)
ex.wrong(slip="rate-ignored", points=0)(lambda X, y, lr, steps: fit_loop(X, y, 1.0, steps))
ex.wrong(slip="slopes-summed", points=0)(lambda X, y, lr, steps: fit_loop(X, y, lr * len(X), steps))
ex.wrong(slip="history-length", points=1)(lambda X, y, lr, steps: fit_loop(X, y, lr, min(steps, 3)))
ex.wrong(slip="wrong-type", points=0)(lambda X, y, lr, steps: fit_loop(X, y, lr, steps)[0])


@ex.wrong(slip="history-length", points=0)
def cost_every_100_steps(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for i in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        w, b = w - lr * dw, b - lr * db
        if i % 100 == 0:
            history.append(J)
    return w, b, history


@ex.wrong(slip="history-length", points=0)
def cost_after_the_loop(X, y, lr, steps):
    w, b, history = fit_loop(X, y, lr, steps)
    return w, b, history[-1:]


@ex.wrong(slip="first-slopes-kept", points=0)
def slopes_before_the_loop(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    _, dw, db = logistic_numpy(X, y, w, b)
    for _ in range(steps):
        history.append(logistic_numpy(X, y, w, b)[0])
        w, b = w - lr * dw, b - lr * db
    return w, b, history


ex.wrong(slip="history-empty", points=0)(lambda *given: (*fit_loop(*given)[:2], []))
ex.wrong(slip="bias-still", points=0)(
    lambda X, y, lr, steps: fit_with(
        lambda s, X, y, lr: s.update(
            history=[*s["history"], logistic_numpy(X, y, s["w"], 0.0)[0]],
            w=s["w"] - lr * logistic_numpy(X, y, s["w"], 0.0)[1],
        )
    )(X, y, lr, steps)
)
ex.wrong(slip="never-moves", points=0)(
    lambda X, y, lr, steps: (np.zeros(X.shape[1]), 0.0, [np.log(2)] * steps)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("b = gd_step(b, db, lr)", "b = gd_step(b, lr, db)")
ex.same("w = gd_step(w, dw, lr)", "w = gd_step(w, lr, dw)")
ex.same(
    "w, b, history = (np.zeros(X.shape[1]), 0.0, [])",
    "w, b, history = (np.zeros(X.shape[-1]), 0.0, [])",
)
