"""The small network: its gradients are measured slopes, and its settings do what they say."""

import numpy as np

from nnlib import numerical_gradient
from nnlib.plots.ch10 import lesson


def test_the_gradients_are_the_measured_slopes_of_loss_and_penalty():
    rng = np.random.default_rng(0)
    X, y, recipe = rng.random((5, 64)), rng.integers(0, 10, 5), lesson.Recipe(lam=0.2, hidden=4)
    params = lesson.first_params(4, rng)
    grads = lesson.gradients(params, X, y, recipe, rng, lesson.BOOKS)

    def cost(W):
        now = [params[0], params[1], W, params[3]]
        penalty = sum(0.1 * np.sum(P**2) for P in now if P.ndim > 1)
        return lesson.measured(now, X, y)[0] + penalty

    np.testing.assert_allclose(grads[2], numerical_gradient(cost, params[2]), atol=1e-7)


def test_shifts_cost_on_centred_pictures_and_pay_on_shifted_ones():
    seen, val, (X, y) = lesson.parts(0)
    moved = lesson.shifted(X, np.random.default_rng(9))
    found = {}
    for name, change in (("plain", None), ("shifted", lesson.shifted)):
        rng = np.random.default_rng(100)
        taught = lesson.teach(seen, val, lesson.Recipe(change=change), rng, watch=False)
        found[name] = [lesson.measured(taught.params, rows, y)[1] for rows in (X, moved)]
    assert found["plain"][0] > found["shifted"][0] + 0.03
    assert found["shifted"][1] > found["plain"][1] + 0.2


def test_a_penalty_of_a_tenth_is_too_much():
    seen, val, new = lesson.parts(0)
    shares = []
    for lam in (0.0, 0.1):
        rng = np.random.default_rng(100)
        taught = lesson.teach(seen, val, lesson.Recipe(lam=lam), rng, watch=False)
        shares.append(lesson.measured(taught.params, *new)[1])
    assert shares[1] < shares[0] - 0.1
