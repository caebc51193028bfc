"""perceptron_step(w, b, x, y, eta): one correction, where the answer was wrong."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.answers import named
from nnlib.grading.exercises.ch01._answers import H, step_with_ifs, step_with_loop
from nnlib.grading.exercises.ch01._shared import MODIFIED, RATE_FORGOTTEN, fires, one_step, total

ex = exercise("perceptron_step", "w, b, x, y, eta")


def stepped(w, b, x, y, eta, about=""):
    new_w, new_b = one_step(w, b, x, y, eta)
    arguments = {"w": w, "b": b, "x": x, "y": y, "eta": eta}
    return Case(arguments, {"w": new_w, "b": float(new_b)}, about, scale=1.0)


def met(rng, answer, label, d=3, bias_decides=False):
    """A unit that gives `answer` to x, clearly, with the label and a rate that is not 1."""
    while True:
        w, x, b = rng.normal(size=d), rng.normal(size=d), float(rng.normal())
        z = total(x, w, b)
        apart = not bias_decides or fires(z - b) != answer
        if abs(z) > 0.1 and fires(z) == answer and apart:
            return w, b, x, float(label), float(rng.uniform(0.2, 0.8))


@ex.part(points=3)
def value(rng):
    by_hand = stepped(
        np.array([1.0, -1.0]), 0.0, np.array([2.0, 3.0]), 1.0, 0.5, tr("the example by hand")
    )
    return [
        by_hand,
        stepped(*met(rng, 0, 1, bias_decides=True), tr("a silent unit that should fire")),
        stepped(*met(rng, 1, 0), tr("a firing unit that should be silent")),
        stepped(*met(rng, 1, 1, bias_decides=True), tr("a right answer")),
        stepped(*met(rng, 0, 0), tr("another right answer")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    tie = stepped(np.zeros(2), 0.0, np.array([1.0, 2.0]), 0.0, 1.0, tr("a sum of exactly 0"))
    fires_already = stepped(
        np.zeros(2), 0.0, np.array([1.0, 2.0]), 1.0, 1.0, tr("a sum of exactly 0, rightly")
    )
    return [
        tie,
        fires_already,
        stepped(*met(rng, 0, 1, 1, True), tr("one input")),
        stepped(*met(rng, 1, 0, 6, True), tr("six inputs")),
    ]


# ---- slips -----------------------------------------------------------------------------------------

ex.effect("input-modified", MODIFIED)


def moving_by(change):
    """A wrong rule from its change: change(error, w, b, x, y, eta) -> what is added to w and to b."""

    @named(change)
    def wrong(w, b, x, y, eta):
        error = y - np.where(x @ w + b >= 0, 1.0, 0.0)
        dw, db = change(error, w, b, x, y, eta)
        return w + dw, float(b + db)

    return wrong


@ex.slip
@moving_by
def sign_flipped(e, w, b, x, y, eta):
    """Your line turns away from where it should go. Is it the label minus the answer, or the other way round?"""
    return -eta * e * x, -eta * e


@ex.slip
@moving_by
def bias_forgotten(e, w, b, x, y, eta):
    """The weights move as they should, and b stays where it is. The bias learns, too: its input is always 1."""
    return eta * e * x, 0.0


@ex.slip
@moving_by
def always_moves(e, w, b, x, y, eta):
    """Your unit moves also where its answer was right. Where there is no mistake, nothing changes."""
    return eta * (2 * y - 1) * x, eta * (2 * y - 1)


@ex.slip(says=RATE_FORGOTTEN)
@moving_by
def rate_forgotten(e, w, b, x, y, eta):
    return e * x, e


@ex.slip
def score_for_answer(w, b, x, y, eta):
    """Your mistake is measured from the sum, before the threshold. The perceptron compares the label with its
    answer, 0 or 1.
    """
    return (
        w + eta * (y - (x @ w + b)) * x,
        float(b + eta * (y - (x @ w + b))),
    )


@ex.slip
@moving_by
def label_for_error(e, w, b, x, y, eta):
    """You correct by the label alone. The correction belongs to the mistake: label minus answer."""
    return eta * y * x, eta * y


@ex.slip
@moving_by
def input_forgotten(e, w, b, x, y, eta):
    """Every weight moves by the same amount. Each weight moves with its own input."""
    return eta * e, eta * e


@ex.slip
def strict_threshold(w, b, x, y, eta):
    """At a sum of exactly 0 your unit counts as silent. In this book it fires there: H(0) = 1."""
    return (
        w + eta * (y - float(x @ w + b > 0)) * x,
        float(b + eta * (y - float(x @ w + b > 0))),
    )


@ex.slip
def sign_for_step(w, b, x, y, eta):
    """A silent unit counts as -1 in your mistake, and this book's unit answers 0 there. Label minus answer is then 1 at
    most.
    """
    e = y - np.where(x @ w + b >= 0, 1.0, -1.0)
    return w + eta * e * x, float(b + eta * e)


@ex.slip(like=sign_for_step)
def sign_for_step_with_zero(w, b, x, y, eta):
    e = y - np.sign(x @ w + b)
    return w + eta * e * x, float(b + eta * e)


@ex.slip
def answer_without_bias(w, b, x, y, eta):
    """The bias moves, and is left out of the sum that decides. Add b before you compare with 0."""
    e = y - float(x @ w >= 0)
    return w + eta * e * x, float(b + eta * e)


@ex.slip
@moving_by
def rate_forgotten_in_bias(e, w, b, x, y, eta):
    """The weights move as they should, and b moves by the whole mistake. The rate scales its step too."""
    return eta * e * x, e


@ex.slip
@moving_by
def input_in_bias(e, w, b, x, y, eta):
    """The weights move as they should, and b moves with the inputs. The input of the bias is always 1."""
    return eta * e * x, float((eta * e * x).sum())


@ex.slip
@moving_by
def change_alone(e, w, b, x, y, eta):
    """You return the change alone. It is added to the old w and b."""
    return eta * e * x - w, eta * e - b


@ex.slip
@moving_by
def half_learned(e, w, b, x, y, eta):
    """Your unit learns where it is silent and should fire, and stays as it is where it fires and should be silent. Both
    are mistakes.
    """
    return eta * max(e, 0) * x, eta * max(e, 0)


@ex.slip
@moving_by
def half_unlearned(e, w, b, x, y, eta):
    """Your unit learns where it fires and should be silent, and stays as it is where it is silent and should fire. Both
    are mistakes.
    """
    return eta * min(e, 0) * x, eta * min(e, 0)


@ex.slip
@moving_by
def error_without_sign(e, w, b, x, y, eta):
    """You move the same way after both kinds of mistake. A unit that fired wrongly moves away from x: the mistake has a
    sign.
    """
    return eta * abs(e) * x, eta * abs(e)


@ex.slip
@moving_by
def weights_for_input(e, w, b, x, y, eta):
    """Each weight moves by a share of itself. It moves with its input."""
    return eta * e * w, eta * e


@ex.slip
def nothing_moves(w, b, x, y, eta):
    """Your w and b come back as they were, also after a mistake. Is the sum of old and new what you return?"""
    return w + 0.0, float(b)


@ex.slip
def sigmoid_for_step(w, b, x, y, eta):
    """Your mistake is measured from a curve between 0 and 1. The perceptron compares the label with its answer, 0 or
    1.
    """
    e = y - 1 / (1 + np.exp(-(x @ w + b)))
    return w + eta * e * x, float(b + eta * e)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(step_with_ifs)
ex.right(step_with_loop)


@ex.right
def step_with_ones(w, b, x, y, eta):
    v, x1 = np.append(w, b), np.append(x, 1.0)
    v = v + eta * (y - (v @ x1 >= 0)) * x1
    return v[:-1].copy(), v[-1]


@ex.right
def step_comprehension(w, b, x, y, eta):
    e = y - np.heaviside(np.einsum("i,i->", w, x) + b, 1.0)
    return np.array([wi + eta * e * xi for wi, xi in zip(w, x)]), b + eta * e


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="sign-flipped", points=0)(
    lambda w, b, x, y, eta: (w - eta * (y - H(x @ w + b)) * x, float(b - eta * (y - H(x @ w + b))))
)
ex.wrong(slip="bias-forgotten", points=0)(
    lambda w, b, x, y, eta: (w + eta * (y - H(x @ w + b)) * x, b)
)
ex.wrong(slip="always-moves", points=0)(
    lambda w, b, x, y, eta: (w + eta * (2 * y - 1) * x, b + eta * (2 * y - 1))
)
ex.wrong(slip="rate-forgotten", points=0)(
    lambda w, b, x, y, eta: (w + (y - H(x @ w + b)) * x, float(b + y - H(x @ w + b)))
)
ex.wrong(slip="score-for-answer", points=0)(
    lambda w, b, x, y, eta: (w + eta * (y - x @ w - b) * x, b + eta * (y - x @ w - b))
)


@ex.wrong(slip="input-modified", points=3)
def step_writes(w, b, x, y, eta):
    error = y - H(x @ w + b)
    w += eta * error * x
    b = b + eta * error
    return w, float(b)


ex.wrong(slip="label-for-error", points=0)(lambda w, b, x, y, eta: (w + eta * y * x, b + eta * y))


@ex.wrong(slip="sign-for-step", points=0)
def step_of_signs(w, b, x, y, eta):
    answer = 1 if np.dot(x, w) + b >= 0.0 else -1
    update = eta * (y - answer)
    return w + update * x, b + update


ex.wrong(slip="error-without-sign", points=0)(
    lambda w, b, x, y, eta: (
        w + eta * x * (H(x @ w + b) != y),
        float(b + eta * (H(x @ w + b) != y)),
    )
)
ex.wrong(slip="rate-forgotten-in-bias", points=0)(
    lambda w, b, x, y, eta: (w + eta * (y - H(x @ w + b)) * x, float(b + y - H(x @ w + b)))
)
ex.wrong(slip="change-alone", points=0)(
    lambda w, b, x, y, eta: (eta * (y - H(x @ w + b)) * x, float(eta * (y - H(x @ w + b))))
)
ex.wrong(slip="answer-without-bias", points=0)(
    lambda w, b, x, y, eta: (w + eta * (y - H(x @ w)) * x, float(b + eta * (y - H(x @ w))))
)


@ex.wrong(slip="half-learned", points=0)
def step_one_way(w, b, x, y, eta):
    if y == 1 and x @ w + b < 0:
        return w + eta * x, b + eta
    return w.copy(), b
