"""What a learner's compiled function calls: the same numbers as in Python, and never a step outside of an array."""

import numpy as np
import pytest
from running import run_python

import nnlib
from nnlib.core.kernel import compile_plain, compiler

pytestmark = pytest.mark.skipif(compiler() is None, reason="Numba is switched off")

rng = np.random.default_rng(0)
M, N = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
SHARES, BITS = rng.dirichlet(np.ones(4), 3), rng.integers(0, 2, (3, 4)).astype(float)
V, LABELS = M[:, 0].copy(), np.array([0, 3, 1])
MEMORY = [M[0].copy(), N[0].copy(), M[1] ** 2, N[1] ** 2]

# A function of each kind, arguments for it, and arguments that lead out of an array.
CALLS = {
    "relu": (lambda z: nnlib.relu(z), [(M,), (V,), (0.5,)], []),
    "relu_backward": (
        lambda dout, a: nnlib.relu_backward(dout, a),
        [(M, N), (V, V)],
        [(M[:1], N), (M[:, :2].copy(), N), (V, V[:2])],
    ),
    "elu_alpha": (lambda z: nnlib.elu_alpha(z, 0.5), [(M,)], []),
    "elu_alpha_backward": (
        lambda dout, a: nnlib.elu_alpha_backward(dout, a, 0.5),
        [(M, N)],
        [(M[:1], N)],
    ),
    "affine_forward": (
        lambda X, W, b: nnlib.affine_forward(X, W, b),
        [(M, N.T.copy(), V)],
        [(M, N, V), (M, N.T.copy(), V[:1]), (M[:, :1].copy(), N.T.copy(), V)],
    ),
    "affine_backward": (
        lambda dout, X, W: nnlib.affine_backward(dout, X, W),
        [(N, M, np.eye(4))],
        [(N[:1], M, np.eye(4)), (N, M, np.eye(5)), (N[:, :2].copy(), M, np.eye(4))],
    ),
    "mse": (lambda P, T: nnlib.mse(P, T), [(M, N), (V, V)], [(M, N[:2]), (M, V), (M, N[0])]),
    "huber_grad": (lambda P, T: nnlib.huber_grad(P, T, 1.5), [(M, N)], [(M, N[:1])]),
    "cross_entropy": (
        lambda p, q: nnlib.cross_entropy(p, q),
        [(SHARES, SHARES[::-1].copy()), (SHARES[0], SHARES[1])],
        [(SHARES, SHARES[:2])],
    ),
    "categorical_cross_entropy_grad": (
        lambda P, Y: nnlib.categorical_cross_entropy_grad(P, Y),
        [(SHARES, np.eye(4)[:3])],
        [(SHARES, np.eye(4)[:2])],
    ),
    "bce_with_logits": (lambda z, y: nnlib.bce_with_logits(z, y), [(V, BITS[:, 0])], [(V, V[:1])]),
    "multilabel_bce_grad": (
        lambda Z, Y: nnlib.multilabel_bce_grad(Z, Y),
        [(M, BITS)],
        [(M, BITS[:1])],
    ),
    "softmax_cross_entropy": (
        lambda Z, y: nnlib.softmax_cross_entropy(Z, y),
        [(M, LABELS)],
        [(M, LABELS + 10**9), (M, LABELS - 1), (M, LABELS[:2]), (M, np.array([0.0, np.nan, 1.0]))],
    ),
    "softmax_cross_entropy_grad": (
        lambda Z, y: nnlib.softmax_cross_entropy_grad(Z, y),
        [(M, LABELS)],
        [(M, LABELS + 1), (M, np.tile(LABELS, 2))],
    ),
    "gd_step": (lambda w, g: nnlib.gd_step(w, g, 0.1), [(V, V)], [(V, V[:1])]),
    "momentum_step": (
        lambda w, v, g: nnlib.momentum_step(w, v, g, 0.1, 0.9),
        [MEMORY[:3]],
        [(V, V[:1], V), (V, V, V[:1])],
    ),
    "adam_step": (
        lambda w, g, m, v: nnlib.adam_step(w, g, m, v, 3),
        [MEMORY],
        [(V, V, V, V[:1])],
    ),
}


@pytest.fixture(scope="module")
def compiled():
    """The same calls in machine code, each compiled when it is first asked for."""
    return {name: compile_plain(function) for name, (function, _, _) in CALLS.items()}


@pytest.mark.parametrize("name", CALLS)
def test_compiled_code_gets_the_numbers_that_python_gets(compiled, name):
    function, right, _ = CALLS[name]
    for given in right:
        before = [np.copy(value) for value in given]
        for got, wanted in zip(each(compiled[name](*given)), each(function(*given)), strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-13, atol=1e-15)
            assert np.shape(got) == np.shape(wanted)
        for value, kept in zip(given, before, strict=True):
            np.testing.assert_array_equal(value, kept)


def each(result):
    return result if isinstance(result, tuple) else (result,)


@pytest.mark.parametrize("name", [name for name, (_, _, wrong) in CALLS.items() if wrong])
def test_what_leads_out_of_an_array_is_refused_as_in_python(compiled, name):
    function, _, wrong = CALLS[name]
    for given in wrong:
        with pytest.raises((ValueError, TypeError)):
            function(*given)
        with pytest.raises(ValueError, match="a (function|loss) of nnlib was given"):
            compiled[name](*given)


OWN = """
    import numpy as np
    from nnlib import Dense, Input, Sequential, softmax_cross_entropy, softmax_cross_entropy_grad

    def labels(Z, y):  # wrong for more rows than the trial has
        return y + (1_000_000_007 if Z.shape[0] > 5 else 0)

    def loss(Z, y):
        return softmax_cross_entropy(Z, {of_loss})

    def loss_grad(Z, y):
        return softmax_cross_entropy_grad(Z, {of_grad})

    for warm in (loss, loss_grad):  # compiled before the trial, which has a time limit
        warm(np.eye(3), np.arange(3))
    model = Sequential([Input(5), Dense(8, "relu"), Dense(3)], rng=0)
    model.compile("sgd", (loss, loss_grad))
    before = model.theta.copy()
    try:
        model.fit(np.random.default_rng(0).normal(size=(640, 5)), np.arange(640) % 3, verbose=0)
    except ValueError as error:
        print(error)
"""


@pytest.mark.parametrize("of_loss, of_grad", [("labels(Z, y)", "y"), ("y", "labels(Z, y)")])
def test_a_loss_of_ones_own_with_wrong_labels_says_so_and_python_goes_on(of_loss, of_grad):
    """In a process of its own, which once died of it."""
    said, _ = run_python(OWN.format(of_loss=of_loss, of_grad=of_grad))
    assert "y has label 1000000009" in said and "3 outputs" in said
