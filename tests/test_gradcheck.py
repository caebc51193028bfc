"""Measured slopes: the measure itself, and with it every pair of a function and its derivative in the library.

Pairs are found by name, in the source: X beside X_backward or X_grad, in any file of nnlib. A pair that has no
check here fails the test, and so does a derivative without its function.
"""

import ast
import importlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnlib
from nnlib import (
    activations,
    central_difference,
    find_disagreement,
    layers,
    losses,
    numerical_gradient,
    numerical_vjp,
    relative_error,
)

SMOOTH, KINKED = 1e-6, 1e-5
SHAPES = [(5, 3), (3, 3), (1, 4), (1, 1), (7,), (2, 3, 4)]


# --- The pairs ----------------------------------------------------------------------------------


def pairs_in(folder):
    """{(module, X): derivative} for every X_backward and X_grad that a file defines at its top level.

    The files are those of the mathematics and of what trains with it; above them stand answers, right and wrong.
    """
    found, folder = {}, Path(folder)
    for path in sorted(
        p for room in (".", "engine", "models") for p in (folder / room).glob("*.py")
    ):
        module = ".".join(path.relative_to(folder).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        for name in names:
            base, _, ending = name.rpartition("_")
            if ending in ("backward", "grad") and base and not name.startswith("_"):
                alone = base not in names and f"{base}_forward" not in names
                found[module, base] = f"{name} stands alone" if alone else name
    return found


def sample(rng, shape):
    """Numbers on both sides of 0, none nearer to it than 0.05: a kink has no slope to measure."""
    return rng.choice([-1, 1], shape) * rng.uniform(0.05, 2, shape)


def agrees(got, wanted, tolerance):
    """Shape and numbers; NaN never agrees."""
    return np.shape(got) == np.shape(wanted) and relative_error(got, wanted) <= tolerance


def pointwise(tolerance, *extra, shapes=SHAPES):
    """Check X(z, *extra) against X_backward(dout, a, *extra), with a random upstream gradient."""

    def check(forward, backward):
        rng = np.random.default_rng(3)
        for shape in shapes:
            z, dout = sample(rng, shape), rng.normal(size=shape)
            wanted = numerical_vjp(lambda z: forward(z, *extra), z, dout)
            if not agrees(backward(dout, forward(z, *extra), *extra), wanted, tolerance):
                return False
        return True

    return check


def affine(forward, backward):
    rng = np.random.default_rng(3)
    for n, n_in, n_out in [(5, 3, 2), (3, 3, 3), (1, 2, 4), (4, 1, 1)]:
        X, W, b = (rng.normal(size=shape) for shape in [(n, n_in), (n_in, n_out), (n_out,)])
        dout = rng.normal(size=(n, n_out))
        wanted = (
            numerical_vjp(lambda X: forward(X, W, b), X, dout),  # noqa: B023
            numerical_vjp(lambda W: forward(X, W, b), W, dout),  # noqa: B023
            numerical_vjp(lambda b: forward(X, W, b), b, dout),  # noqa: B023
        )
        if not all(map(agrees, backward(dout, X, W), wanted, [SMOOTH] * 3)):
            return False
    return True


def classification_loss(loss, grad):
    rng = np.random.default_rng(3)
    for n, k in [(5, 3), (3, 3), (1, 4), (6, 2), (2, 1)]:
        Z, y = rng.normal(size=(n, k)), rng.integers(0, k, n)
        if not agrees(grad(Z, y), numerical_gradient(lambda Z: loss(Z, y), Z), SMOOTH):  # noqa: B023
            return False
    return True


def loss_pair(draw, *extra, shapes=((5, 3), (3, 3), (1, 4), (4, 1))):
    """Check a loss(out, y, *extra) against its gradient; draw(rng, shape) gives out and y."""

    def check(loss, grad):
        rng = np.random.default_rng(3)
        for shape in shapes:
            out, y = draw(rng, shape)
            wanted = numerical_gradient(lambda out: loss(out, y, *extra), out)  # noqa: B023
            if not agrees(grad(out, y, *extra), wanted, SMOOTH):
                return False
        return True

    return check


def values(rng, shape):
    return rng.normal(size=shape), rng.normal(size=shape)


def logits(rng, shape):
    return rng.normal(0, 2, shape), rng.integers(0, 2, shape).astype(float)


def probabilities(rng, shape):
    return rng.uniform(0.05, 0.95, shape), rng.choice([0, 0.3, 1], shape)


def counts(rng, shape):
    return rng.uniform(0.2, 4, shape), rng.poisson(2, shape).astype(float)


def sides(rng, shape):
    return rng.normal(size=shape), rng.choice([-1.0, 0, 1], shape)


def one_of_several(rng, shape):
    return rng.normal(size=shape), np.eye(shape[1])[rng.integers(0, shape[1], shape[0])]


COLUMNS = [(5,), (5, 1), (1,)]  # of one output


def dropout(forward, backward):
    for shape in SHAPES:
        rng = np.random.default_rng(3)
        A, dout = rng.normal(size=shape), rng.normal(size=shape)

        def thinned(A):
            return forward(A, 0.6, np.random.default_rng(7), True)  # the same mask every time

        wanted = numerical_vjp(lambda A: thinned(A)[0], A, dout)  # noqa: B023
        if not agrees(backward(dout, thinned(A)[1]), wanted, SMOOTH):
            return False
    return True


def of_the_input(forward, backward):
    """A backward that takes the input z: two inputs can have one output."""
    for shape in SHAPES:
        rng = np.random.default_rng(3)
        z, dout = rng.normal(0, 2, shape), rng.normal(size=shape)
        if not agrees(backward(dout, z), numerical_vjp(forward, z, dout), SMOOTH):
            return False
    return True


CHECKS = {
    ("activations", "identity"): pointwise(SMOOTH),
    ("activations", "step"): pointwise(KINKED),
    ("activations", "sigmoid"): pointwise(SMOOTH),
    ("activations", "tanh"): pointwise(SMOOTH),
    ("activations", "relu"): pointwise(KINKED),
    ("activations", "leaky_relu"): pointwise(KINKED, 0.1),
    ("activations", "selu"): pointwise(KINKED),
    ("activations", "softplus"): pointwise(SMOOTH),
    ("activations", "softmax"): pointwise(SMOOTH),
    ("activations", "elu"): pointwise(KINKED),
    ("activations", "elu_alpha"): pointwise(KINKED, 0.5),
    ("activations", "exponential"): pointwise(SMOOTH),
    ("activations", "softsign"): pointwise(SMOOTH),
    ("activations", "hard_sigmoid"): pointwise(KINKED),
    ("activations", "gelu"): of_the_input,
    ("activations", "swish"): of_the_input,
    ("layers", "affine"): affine,
    ("losses", "softmax_cross_entropy"): classification_loss,
    ("losses", "mse"): loss_pair(values),
    ("losses", "mae"): loss_pair(values),
    ("losses", "huber"): loss_pair(values, 1.5),
    ("losses", "categorical_cross_entropy"): loss_pair(probabilities),
    ("losses", "binary_cross_entropy"): loss_pair(probabilities, shapes=COLUMNS),
    ("losses", "bce_with_logits"): loss_pair(logits, shapes=COLUMNS),
    ("losses", "multilabel_bce"): loss_pair(logits),
    ("special_losses", "mape"): loss_pair(values),
    ("special_losses", "msle"): loss_pair(counts),
    ("special_losses", "log_cosh"): loss_pair(values),
    ("special_losses", "poisson_loss"): loss_pair(counts),
    ("special_losses", "kl_divergence"): loss_pair(probabilities),
    ("special_losses", "cosine_loss"): loss_pair(values, shapes=((5, 3), (3, 3), (1, 4))),
    ("hinges", "hinge"): loss_pair(sides),
    ("hinges", "squared_hinge"): loss_pair(sides),
    ("hinges", "categorical_hinge"): loss_pair(one_of_several, shapes=((5, 3), (3, 3), (1, 4))),
    ("regularization", "dropout"): dropout,
}


def forward_of(pair):
    file, name = pair
    module = importlib.import_module(f"nnlib.{file}")
    return getattr(module, name, None) or getattr(module, f"{name}_forward")


ELSEWHERE = {  # derivatives of whole networks and of slots: the test that holds them against measured slopes
    ("graph", "gates"): "test_graph.test_two_gates_agree_with_the_graph_and_with_autograd",
    ("backprop", "layer"): "test_backprop.test_one_layer_back_agrees_with_measured_slopes",
    ("backprop", "mlp"): "test_backprop.test_a_big_network_agrees_in_one_random_direction",
    (
        "engine.goals",
        "cross_entropy_of_logits",
    ): "engine/test_goals.test_values_by_hand_and_slopes_measured",
    ("engine.slots", "huber_one"): "engine/test_slots."
    "test_every_loss_behind_every_last_layer_has_its_slope",
    ("engine.slots", "no"): "engine/test_slots."  # an empty slot
    "test_every_loss_behind_every_last_layer_has_its_slope",
}
PAIRS = pairs_in(Path(nnlib.__file__).parent)


def test_every_pair_has_a_check_and_every_check_a_pair():
    assert {pair: PAIRS[pair] for pair in PAIRS.keys() - CHECKS.keys() - ELSEWHERE.keys()} == {}
    assert CHECKS.keys() | ELSEWHERE.keys() <= PAIRS.keys()
    for file, test in (place.split(".") for place in ELSEWHERE.values()):
        text = (Path(__file__).parent / f"{file}.py").read_text(encoding="utf-8")
        assert f"def {test}(" in text, f"{file} no longer has {test}"


@pytest.mark.parametrize("pair", CHECKS, ids="{0[1]}".format)
def test_the_derivative_agrees_with_the_measured_slope(pair):
    module = importlib.import_module(f"nnlib.{pair[0]}")
    assert CHECKS[pair](forward_of(pair), getattr(module, PAIRS[pair]))


def test_a_pair_without_a_check_would_be_found(tmp_path):
    source = "def swish(z): return z\n\ndef swish_backward(dout, a): return dout\n"
    (tmp_path / "new.py").write_text(source)
    assert pairs_in(tmp_path) == {("new", "swish"): "swish_backward"}
    (tmp_path / "lonely.py").write_text("def gelu_grad(z): return z\n")
    assert pairs_in(tmp_path)["lonely", "gelu"] == "gelu_grad stands alone"


WRONG = {  # tests of the tests: a slip planted in each derivative, and the check must see it
    "identity: ones": ("identity", lambda dout, a: np.ones_like(a)),
    "step: passes": ("step", lambda dout, a: dout),
    "sigmoid: no upstream": ("sigmoid", lambda dout, a: a * (1 - a)),
    "sigmoid: of the input": (
        "sigmoid",
        lambda dout, a: dout * activations.sigmoid(a) * (1 - activations.sigmoid(a)),
    ),
    "tanh: not squared": ("tanh", lambda dout, a: dout * (1 - a)),
    "tanh: sign": ("tanh", lambda dout, a: -dout * (1 - a * a)),
    "relu: passes all": ("relu", lambda dout, a: dout),
    "relu: other side": ("relu", lambda dout, a: np.where(a > 0, 0, dout)),
    "relu: by the upstream": ("relu", lambda dout, a: np.where(dout > 0, dout, 0)),
    "relu: nan": ("relu", lambda dout, a: np.where(a > 0, dout, np.nan)),
    "leaky: flat": ("leaky_relu", lambda dout, a, alpha: np.where(a > 0, dout, 0)),
    "leaky: slope 1": ("leaky_relu", lambda dout, a, alpha: dout),
    "softmax: missing mean": ("softmax", lambda dout, P: dout * P),
    "softmax: diagonal": ("softmax", lambda dout, P: dout * P * (1 - P)),
    "softmax: mean over all": ("softmax", lambda dout, P: P * (dout - np.sum(dout * P))),
    "affine: mean of b": ("affine", lambda d, X, W: (d @ W.T, X.T @ d, d.mean(axis=0))),
    "affine: dW over n": ("affine", lambda d, X, W: (d @ W.T, X.T @ d / len(X), d.sum(axis=0))),
    "affine: b in another shape": (
        "affine",
        lambda d, X, W: (d @ W.T, X.T @ d, d.sum(axis=0, keepdims=True)),
    ),
    "affine: dX of zeros": ("affine", lambda d, X, W: (0 * X, X.T @ d, d.sum(axis=0))),
    "loss: no 1/n": (
        "softmax_cross_entropy",
        lambda Z, y: len(y) * losses.softmax_cross_entropy_grad(Z, y),
    ),
    "selu: slope 1": ("selu", lambda dout, a: np.where(a > 0, dout, dout * (a + 1.7581))),
    "softplus: at the output": ("softplus", lambda dout, a: dout * activations.sigmoid(a)),
    "mse: half": ("mse", lambda P, T: (P - T) / P.size),
    "mse: over n": ("mse", lambda P, T: 2 * (P - T) / len(P)),
    "mae: over n": ("mae", lambda P, T: np.sign(P - T) / len(P)),
    "huber: not clipped": ("huber", lambda P, T, delta: (P - T) / P.size),
    "huber: clipped at 1": ("huber", lambda P, T, delta: np.clip(P - T, -1, 1) / P.size),
    "categorical: P - Y": ("categorical_cross_entropy", lambda P, Y: (P - Y) / len(P)),
    "binary: one term": ("binary_cross_entropy", lambda p, y: -y / p / p.size),
    "logits: y - p": ("bce_with_logits", lambda z, y: (y - activations.sigmoid(z)) / z.size),
    "logits: no 1/n": ("bce_with_logits", lambda z, y: activations.sigmoid(z) - y),
    "multilabel: mean over labels": (
        "multilabel_bce",
        lambda Z, Y: (activations.sigmoid(Z) - Y) / Z.size,
    ),
    "multilabel: softmax inside": (
        "multilabel_bce",
        lambda Z, Y: (activations.softmax(Z) - Y) / len(Z),
    ),
    "mape: no percent": ("mape", lambda P, T: np.sign(P - T) / np.abs(T) / P.size),
    "mape: of the prediction": ("mape", lambda P, T: 100 * np.sign(P - T) / np.abs(P) / P.size),
    "msle: of the error": ("msle", lambda P, T: 2 * (P - T) / (1 + P) / P.size),
    "msle: no inner slope": ("msle", lambda P, T: 2 * np.log((1 + P) / (1 + T)) / P.size),
    "log cosh: sinh": ("log_cosh", lambda P, T: np.sinh(P - T) / P.size),
    "poisson: the sign": ("poisson_loss", lambda P, T: (T / P - 1) / P.size),
    "poisson: over n": ("poisson_loss", lambda P, T: (1 - T / P) / len(P)),
    "kl: P - T": ("kl_divergence", lambda P, T: (P - T) / len(P)),
    "kl: over all": ("kl_divergence", lambda P, T: -np.maximum(T, 1e-7) / P / P.size),
    "cosine: not turned": (
        "cosine_loss",
        lambda P, T: -T / np.linalg.norm(T, axis=1, keepdims=True) / len(P),
    ),
    "hinge: beyond the margin": ("hinge", lambda P, T: -np.where(T == 0, -1, T) / P.size),
    "hinge: 0 as no side": ("hinge", lambda P, T: np.where(1 - T * P > 0, -T, 0) / P.size),
    "squared hinge: not squared": (
        "squared_hinge",
        lambda P, T: nnlib.hinge_grad(P, T),
    ),
    "categorical hinge: all rivals": (
        "categorical_hinge",
        lambda P, T: (1 - 2 * T) / len(P),
    ),
    "dropout: no scale": ("dropout", lambda dout, mask: np.where(mask > 0, dout, 0)),
    "dropout: all pass": ("dropout", lambda dout, mask: dout / 0.6),
    "loss: no target": ("softmax_cross_entropy", lambda Z, y: activations.softmax(Z) / len(y)),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_planted_slip_is_rejected(slip):
    name, wrong = WRONG[slip]
    pair = next(pair for pair in CHECKS if pair[1] == name)
    assert not CHECKS[pair](forward_of(pair), wrong)


def test_a_missing_wide_row_is_not_lost_among_many():
    """A transposed W in the square case has the right shape; the check must see it all the same."""

    def transposed(d, X, W):
        return (d @ W if W.shape[0] == W.shape[1] else d @ W.T), X.T @ d, d.sum(axis=0)

    assert not affine(layers.affine_forward, transposed)


# --- The measure itself -------------------------------------------------------------------------


def test_a_slope_worked_by_hand():
    # ((3.1)^2 - (2.9)^2) / 0.2 = (9.61 - 8.41) / 0.2: for a parabola the central difference is exact
    assert central_difference(lambda x: x * x, 3.0, h=0.1) == pytest.approx(6, rel=1e-14)


def test_the_error_of_a_central_difference_falls_with_h_squared():
    error = [abs(central_difference(np.exp, 0.0, h) - 1) for h in (1e-2, 1e-3)]
    assert error[0] / error[1] == pytest.approx(100, rel=0.01)
    assert error[0] == pytest.approx(1e-4 / 6, rel=0.01)  # h^2 f''' / 6


@given(st.floats(-3, 3))
def test_the_standard_step_is_good_to_1e_9(x):
    assert abs(central_difference(np.tanh, x) - (1 - np.tanh(x) ** 2)) < 1e-9


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 3, 4), (0, 3)])
def test_the_gradient_of_a_sum_of_squares_is_twice_the_point(shape):
    X = np.random.default_rng(0).normal(size=shape)
    kept = X.copy()
    X.flags.writeable = False
    got = numerical_gradient(lambda X: np.sum(X * X), X)
    assert got.shape == shape and got.dtype == np.float64
    np.testing.assert_allclose(got, 2 * X, atol=1e-9)
    np.testing.assert_array_equal(X, kept)


def test_the_gradient_is_measured_in_float64_and_calls_twice_per_entry():
    calls = []

    def f(X):
        calls.append(X.dtype)
        return np.sum(X * X)

    got = numerical_gradient(f, np.float32([[1, 2], [3, 4]]))
    np.testing.assert_allclose(got, [[2, 4], [6, 8]], atol=1e-9)
    assert calls == [np.float64] * 8
    np.testing.assert_allclose(numerical_gradient(np.sum, [[1, 2, 3]]), [[1, 1, 1]])


def test_the_upstream_gradient_is_weighed_in():
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    dout = np.array([[1.0, -2.0], [0.5, 0.0]])
    np.testing.assert_allclose(numerical_vjp(np.square, X, dout), 2 * X * dout, atol=1e-9)


def test_a_relative_error_worked_by_hand():
    assert relative_error([1.0, 2.0], [1.0, 2.5]) == 0.2  # 0.5 / 2.5
    assert relative_error([0.0], [0.0]) == 0 and relative_error([], []) == 0
    assert relative_error([0.0], [1e-300]) == 1
    assert relative_error(3, 3) == 0


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1))
def test_the_relative_error_is_symmetric_and_at_most_2(pairs):
    a, b = np.array(pairs).T
    assert relative_error(a, b) == relative_error(b, a)
    assert 0 <= relative_error(a, b) <= 2


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_never_agrees(bad):
    for a, b in [([bad, 1], [1, 1]), ([1, 1], [1, bad]), ([bad], [bad]), ([bad, 1], [0, 0])]:
        assert not relative_error(a, b) <= 1e300


def test_two_shapes_are_refused():
    with pytest.raises(ValueError, match=r"given \(2,\) and \(2, 1\)"):
        relative_error([1, 2], [[1], [2]])


def test_a_wrong_slope_is_found_where_it_is_wrong_and_nowhere_else():
    assert find_disagreement(lambda x: abs(x) ** 3, lambda x: 3 * x * x) < 0
    narrow = find_disagreement(np.sin, lambda x: np.cos(x) + (0.5 if 1.2 < x < 1.25 else 0))
    assert 1.2 < narrow < 1.25
    assert find_disagreement(lambda x: 1e-9 * x, lambda x: 1.01e-9) == -2.995  # small, and wrong


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
        (lambda x: max(x, 0.0), lambda x: float(x > 0)),  # a kink at 0
        (lambda x: 1e9 * (x**3 + x), lambda x: 1e9 * (3 * x * x + 1)),
    ],
)
def test_who_is_right_is_not_accused(f, slope):
    assert np.isnan(find_disagreement(f, slope))


def test_a_slope_that_is_no_number_disagrees_and_what_is_no_function_is_refused():
    assert find_disagreement(np.sin, lambda x: np.nan) == -2.995
    with pytest.raises(TypeError, match="slope"):
        find_disagreement(np.sin, 1.0)


# ---- Where to check --------------------------------------------------------------------------------


@given(st.integers(0, 10_000))
def test_points_for_a_check_have_errors_of_both_signs_and_three_sizes_off_the_corners(seed):
    P, T = nnlib.check_points(np.random.default_rng(seed))
    error = P - T
    assert P.shape == T.shape == (4, 3)
    for low, high in ((0.3, 0.7), (1.5, 2.5), (3.9, 6.1)):
        there = (low < np.abs(error)) & (np.abs(error) < high)
        assert there.sum() == 4 and (error[there] > 0).sum() == 2
    for loss, grad in ((losses.mae, losses.mae_grad), (losses.mse, losses.mse_grad)):
        measured = numerical_gradient(lambda X, loss=loss: loss(X, T), P)
        assert relative_error(measured, grad(P, T)) < 1e-6


def test_points_for_a_check_want_a_generator():
    with pytest.raises(TypeError, match="rng"):
        nnlib.check_points(3)
