"""Steps worked by hand, against autograd's optimizers, and how long a step may be."""

import inspect

import numpy as np
import pytest
from autograd.misc.optimizers import adam, sgd
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    adadelta_step,
    adagrad_step,
    adam_step,
    adamax_step,
    amsgrad_step,
    critical_learning_rate,
    gd_step,
    lr_schedule,
    momentum_step,
    nadam_step,
    nesterov_step,
    rmsprop_momentum_step,
    rmsprop_step,
)
from nnlib.core.kernel import compile_plain, compiler


def forms_of(function):
    """The function, and where there is a compiler, its compiled form."""
    return [function] if compiler() is None else [function, compile_plain(function)]


def test_a_step_worked_by_hand():
    np.testing.assert_allclose(gd_step([1.0, 2.0], [10.0, -20.0], 0.1), [0, 4])


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))), st.floats(1e-6, 10))
def test_it_agrees_with_numpy(pairs, lr):
    params, grads = np.array(pairs).reshape(-1, 2).T
    np.testing.assert_allclose(
        gd_step(params, grads, lr), params - lr * grads, rtol=1e-12, atol=1e-12
    )


def test_steps_go_down_a_bowl_by_the_factor_they_must():
    x = np.array([3.0])
    for _ in range(5):
        x = gd_step(x, 2 * x, 0.1)  # the slope of x^2; each step leaves 1 - 0.2 of x
    assert x[0] == pytest.approx(3 * 0.8**5)


@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (0,)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_new_array_of_the_same_kind_comes_back(shape, dtype):
    params, grads = np.ones(shape, dtype), np.full(shape, 2, dtype)
    params.flags.writeable = grads.flags.writeable = False
    moved = gd_step(params, grads, 0.25)
    assert moved.shape == shape and moved.dtype == dtype and not np.shares_memory(moved, params)
    np.testing.assert_array_equal(moved, np.full(shape, 0.5))


def test_layouts_and_whole_numbers():
    params, grads = np.arange(6.0).reshape(2, 3), np.arange(6.0, 0, -1).reshape(2, 3)
    wanted = params - 0.5 * grads
    np.testing.assert_array_equal(gd_step(np.asfortranarray(params), grads, 0.5), wanted)
    np.testing.assert_array_equal(gd_step(params, np.asfortranarray(grads), 0.5), wanted)
    np.testing.assert_array_equal(gd_step(params.astype(int), grads.astype(int), 0.5), wanted)
    assert gd_step(params.astype("f4"), grads, 0.5).dtype == np.float32


def test_nan_passes_through():
    assert np.isnan(gd_step([np.nan, 1.0], [0.0, np.nan], 0.1)).all()


def test_two_shapes_are_refused():
    with pytest.raises(
        ValueError, match=r"gd_step: params \(2,\) and grads \(3,\) should have one shape"
    ):
        gd_step([1, 2], [1, 2, 3], 0.1)
    with pytest.raises(TypeError, match="grads holds"):
        gd_step([1, 2], ["a", "b"], 0.1)


# --- Steps with a memory ------------------------------------------------------------------------


def bowl(w):
    """The gradient of a lopsided bowl."""
    return np.array([1.0, 10.0, 0.1]) * w


def test_two_steps_with_momentum_worked_by_hand():
    w, v = momentum_step([1.0], [0.0], [2.0], 0.1, 0.5)
    assert (w[0], v[0]) == (0.8, -0.2)
    w, v = momentum_step(w, v, [2.0], 0.1, 0.5)
    np.testing.assert_allclose([w[0], v[0]], [0.5, -0.3])  # v = 0.5 * -0.2 - 0.1 * 2


@given(st.lists(st.tuples(*[st.floats(-1e3, 1e3)] * 2), min_size=1), st.floats(1e-6, 10))
def test_without_memory_momentum_is_gradient_descent(pairs, lr):
    w, g = np.array(pairs).T
    np.testing.assert_allclose(
        momentum_step(w, np.zeros_like(w), g, lr, 0.0)[0], gd_step(w, g, lr), rtol=1e-12
    )


def test_under_a_steady_slope_the_velocity_settles():
    w, v = np.zeros(1), np.zeros(1)
    for _ in range(300):
        w, v = momentum_step(w, v, [1.0], 0.1, 0.9)
    assert v[0] == pytest.approx(-1)  # lr / (1 - beta) times the slope


def test_momentum_follows_autograds_where_both_say_the_same():
    w, v = np.array([1.0, -2.0, 3.0]), np.zeros(3)
    for _ in range(20):
        w, v = momentum_step(w, v, bowl(w), 0.05 * (1 - 0.9), 0.9)
    # theirs scales the gradient by 1 - mass
    theirs = sgd(lambda w, t: bowl(w), np.array([1.0, -2.0, 3.0]), None, 20, 0.05, 0.9)
    np.testing.assert_allclose(w, theirs, rtol=1e-12)


def test_two_steps_of_adam_worked_by_hand():
    w, m, v = adam_step([1.0], [2.0], [0.0], [0.0], 1, 0.1, 0.5, 0.75, 1.0)
    # m = 1, v = 1; m^ = 1 / 0.5 = 2, v^ = 1 / 0.25 = 4; the step is 0.1 * 2 / (2 + 1)
    np.testing.assert_allclose([w[0], m[0], v[0]], [1 - 0.2 / 3, 1, 1], rtol=1e-15)
    w, m, v = adam_step(w, [-2.0], m, v, 2, 0.1, 0.5, 0.75, 1.0)
    # m = 0.5 - 1, v = 0.75 + 1; m^ = -0.5 / 0.75, v^ = 1.75 / 0.4375 = 4
    np.testing.assert_allclose([m[0], v[0]], [-0.5, 1.75], rtol=1e-15)
    assert w[0] == pytest.approx(1 - 0.2 / 3 + 0.1 * (2 / 3) / 3, rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("g", [3e-6, -500.0, 1e5, -1.0])
def test_the_first_step_of_adam_does_not_see_the_size_of_the_slope(g, dtype):
    w, _, _ = adam_step(np.zeros(1, dtype), np.array([g], dtype), [0.0], [0.0], 1, 0.01)
    assert w[0] == pytest.approx(-0.01 * np.sign(g), rel=4e-3)  # eps / |g| is 0.3 % for 3e-6


def test_float32_keeps_the_digits_of_1_minus_beta():
    _, m, v = adam_step(np.float32([0]), np.float32([1]), [0.0], [0.0], 1)
    assert m[0] == pytest.approx(0.1, rel=1e-7) and v[0] == pytest.approx(0.001, rel=1e-7, abs=0)


def test_eps_stands_outside_the_root():
    w, _, _ = adam_step([0.0], [1.0], [0.0], [0.0], 1, 1.0, eps=3.0)
    assert w[0] == pytest.approx(-1 / 4, rel=1e-12)  # inside it would be -1 / sqrt(1 + 3)


def test_adam_follows_autograds():
    w, m, v = np.array([1.0, -2.0, 3.0]), np.zeros(3), np.zeros(3)
    for t in range(1, 31):
        w, m, v = adam_step(w, bowl(w), m, v, t, 0.05, 0.8, 0.95, 1e-3)
    theirs = adam(lambda w, t: bowl(w), np.array([1.0, -2.0, 3.0]), None, 30, 0.05, 0.8, 0.95, 1e-3)
    np.testing.assert_allclose(w, theirs, rtol=1e-11)


def test_the_defaults_are_those_of_the_paper():
    parameters = inspect.signature(adam_step).parameters
    assert [p.default for p in list(parameters.values())[5:]] == [0.001, 0.9, 0.999, 1e-8]
    state = [1.0], [0.5], [0.2], [0.3], 4
    np.testing.assert_array_equal(adam_step(*state), adam_step(*state, 0.001, 0.9, 0.999, 1e-8))
    np.testing.assert_array_equal(
        adam_step(*state, beta2=0.9), adam_step(*state, 0.001, 0.9, 0.9, 1e-8)
    )


@pytest.mark.parametrize("shape", [(4,), (2, 3), (), (0,)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_steps_with_a_memory_return_new_arrays_of_the_same_kind(shape, dtype):
    arrays = [np.full(shape, value, dtype) for value in (1, 0.5, 0.25, 0.125)]
    for array in arrays:
        array.flags.writeable = False
    for results in (adam_step(*arrays, 3), momentum_step(*arrays[:3], 0.1, 0.9)):
        for result in results:
            assert result.shape == shape and result.dtype == dtype
            assert not any(np.shares_memory(result, array) for array in arrays)


def test_layouts_do_not_matter():
    rng = np.random.default_rng(0)
    w, g, m, v = (rng.uniform(0.1, 1, (3, 4)) for _ in range(4))
    for theirs, ours in zip(adam_step(w.T, g.T, m.T.copy(), v.T, 2), adam_step(w, g, m, v, 2)):
        np.testing.assert_array_equal(theirs.T, ours)
    whole = momentum_step([1, 2], [0, 0], [3, 4], 1, 0)
    np.testing.assert_array_equal(whole, [[-2, -2], [-3, -4]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_compiled_equals_plain(dtype):
    rng = np.random.default_rng(0)
    arrays = [rng.uniform(0.1, 1, 50).astype(dtype) for _ in range(4)]
    for step, n, numbers in [
        (adam_step, 4, (7, 0.01, 0.9, 0.999, 1e-8)),
        (momentum_step, 3, (0.1, 0.9)),
    ]:
        compiled, plain = ([a.copy() for a in arrays[:n]] for _ in range(2))
        step.kernel.compiled(*compiled, *numbers)
        step.kernel.plain(*plain, *numbers)
        np.testing.assert_allclose(compiled, plain, rtol=20 * np.finfo(dtype).eps)


def test_a_learners_code_may_step_compiled_or_not():
    def learners(w, g):
        w, v = momentum_step(w, np.zeros_like(w), g, 0.1, 0.9)
        return adam_step(w, g, v, v * v, 2, 0.1)[0]

    w, g = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    v = -0.1 * g
    m_hat = (0.9 * v + 0.1 * g) / (1 - 0.9**2)
    v_hat = (0.999 * v * v + 0.001 * g * g) / (1 - 0.999**2)
    by_numpy = w + v - 0.1 * m_hat / (np.sqrt(v_hat) + 1e-8)
    for form in forms_of(learners):
        np.testing.assert_allclose(form(w, g), by_numpy, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_memory_that_has_faded_away_becomes_zero(dtype):
    """Denormal numbers make every later step several times slower, and move nothing."""
    faint = np.full(2, np.finfo(dtype).tiny, dtype)
    silent, w = np.zeros(2, dtype), np.ones(2, dtype)
    _, m, v = adam_step(w, silent, faint, faint, 5)
    assert not m.any() and not v.any()
    assert not momentum_step(w, faint, silent, 0.1, 0.5)[1].any()
    strong = faint * 4
    _, m, v = adam_step(w, silent, strong, strong, 5)
    assert m.all() and v.all() and momentum_step(w, strong, silent, 0.1, 0.5)[1].all()


def test_steps_that_cannot_be_are_refused():
    one = [1.0]
    for arguments, message in [
        ((one, [1.0, 2.0], one, one, 1), r"adam_step wants arrays of one shape; given: w \(1,\), g \(2,\)"),
        ((one, one, one, one, 0), "t is 0; wanted at least 1"),
        ((one, one, one, one, 1, -0.1), "lr is -0.1; wanted a positive number"),
        ((one, one, one, one, 1, 0.1, 1.0), "beta1 is 1; wanted less"),
        ((one, one, one, one, 1, 0.1, 0.9, 1.5), "beta2 is 1.5; wanted 0 to 1"),
        ((one, one, one, one, 1, 0.1, 0.9, 0.9, -1), "eps is -1; wanted 0 to inf"),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=message):
            adam_step(*arguments)
    with pytest.raises(ValueError, match="beta is -0.1"):
        momentum_step(one, one, one, 0.1, -0.1)
    with pytest.raises(ValueError, match="lr is 0"):
        momentum_step(one, one, one, 0, 0.9)
    with pytest.raises(TypeError, match="t is 1.0; wanted a whole number"):
        adam_step(one, one, one, one, 1.0)


# --- The other steps ----------------------------------------------------------------------------

OTHERS = [
    *(rmsprop_step, adagrad_step, adadelta_step, adamax_step, nadam_step),
    *(amsgrad_step, rmsprop_momentum_step),
]


def test_one_step_of_each_worked_by_hand():
    # v = 0.5 * 0 - 0.1 * 2; looking ahead, 1 + 0.5 * -0.2 - 0.1 * 2
    np.testing.assert_allclose(nesterov_step([1.0], [0.0], [2.0], 0.1, 0.5), [[0.7], [-0.2]])
    # v = 0.5 * 4 + 0.5 * 4 = 4; the root of v + 5 is 3
    np.testing.assert_allclose(rmsprop_step([1.0], [2.0], [4.0], 0.3, 0.5, 5.0), [[0.8], [4]])
    # v = 5 + 4 = 9; the root of v + 7 is 4
    np.testing.assert_allclose(adagrad_step([1.0], [2.0], [5.0], 0.4, 7.0), [[0.8], [9]])
    # v = 0.5 * 4 + 0.5 * 4; d = 2 * sqrt(0 + 5) / sqrt(4 + 5); m = 0.5 * 0 + 0.5 * d^2
    d = 2 * np.sqrt(5) / 3
    np.testing.assert_allclose(
        adadelta_step([1.0], [2.0], [0.0], [4.0], 0.1, 0.5, 5.0), [[1 - 0.1 * d], [d * d / 2], [4]]
    )
    # m = 0.5 * 0 + 0.5 * 2 = 1, m^ = 2; v = max(0.75 * 4, 2) = 3
    np.testing.assert_allclose(
        adamax_step([1.0], [2.0], [0.0], [4.0], 1, 0.4, 0.5, 0.75, 1.0), [[0.8], [1], [3]]
    )
    # m = 0.5 * 0 + 0.5 * 2 = 1, m^ = 2; v = 0.75 * 0 + 0.25 * 4 = 1, u = max(16, 1); u^ = 16 / 0.25, its root 8
    np.testing.assert_allclose(
        amsgrad_step([1.0], [2.0], [0.0], [0.0], [16.0], 1, 0.9, 0.5, 0.75, 1.0),
        [[0.8], [1], [1], [16]],
    )
    # m = 0.5 * 2 + 0.5 * 2 = 2, v = 0.5 * 4 + 0.5 * 4 = 4; the root of v + 5 is 3, of v - m^2 + 4 it is 2
    given = [1.0], [2.0], [2.0], [4.0], [0.2], 0.3, 0.5, 0.5
    np.testing.assert_allclose(rmsprop_momentum_step(*given, 5.0), [[0.7], [2], [4], [0.3]])
    np.testing.assert_allclose(rmsprop_momentum_step(*given, 4.0, True), [[0.6], [2], [4], [0.4]])
    # u = 0.5 * (1 - 0.48) = 0.26, then 0.5 * (1 - 0.4608) = 0.2696; m = 1, v^ = 4
    m_hat = 0.2696 * 1 / (1 - 0.26 * 0.2696) + 0.74 * 2 / (1 - 0.26)
    np.testing.assert_allclose(
        nadam_step([1.0], [2.0], [0.0], [0.0], 1, 0.3, 0.5, 0.75, 1.0),
        [[1 - 0.3 * m_hat / 3], [1], [1]],
    )


def test_laws_of_the_steps_that_remember_a_third_vector():
    w, g = np.array([1.0, -2.0]), np.array([3.0, 0.5])
    m, v = np.array([0.3, 0.1]), np.array([2.0, 0.01])
    for a, b in zip(amsgrad_step(w, g, m, v, 0 * v, 3), adam_step(w, g, m, v, 3)):
        np.testing.assert_allclose(a, b, rtol=1e-14)  # while v grows, it is Adam
    w2, _, v2, _ = rmsprop_momentum_step(w, g, m, v, 0 * v, 0.1)
    for a, b in zip((w2, v2), rmsprop_step(w, g, v, 0.1)):
        np.testing.assert_allclose(a, b, rtol=1e-14)


def test_without_memory_nesterovs_step_is_gradient_descent():
    w, g = np.array([1.0, -2.0]), np.array([3.0, 0.5])
    np.testing.assert_array_equal(nesterov_step(w, 0 * w, g, 0.1, 0.0)[0], gd_step(w, g, 0.1))


@pytest.mark.parametrize("t", [1, 10, 400, 100_000])
def test_the_product_of_nadam_is_the_one_of_its_formula(t):
    u = 0.9 * (1 - 0.5 * 0.96 ** np.arange(1.0, t + 2))
    m, v = 0.9 * 0.3 + 0.1 * 2, 0.999 * 0.2 + 0.001 * 4
    m_hat = u[t] * m / (1 - np.prod(u)) + (1 - u[t - 1]) * 2 / (1 - np.prod(u[:t]))
    wanted = 1 - 0.001 * m_hat / (np.sqrt(v / (1 - 0.999**t)) + 1e-7)
    assert nadam_step([1.0], [2.0], [0.3], [0.2], t)[0][0] == pytest.approx(wanted, rel=1e-12)


def arrays_of(step, dtype, seed=0):
    names = [name for name in inspect.signature(step).parameters if name in "wgmvu"]
    rng = np.random.default_rng(seed)
    return [rng.uniform(0.1, 1, 50).astype(dtype) for _ in names]


@pytest.mark.parametrize("step", OTHERS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_other_steps_return_new_arrays_and_are_the_same_compiled(step, dtype):
    t = (7,) if "t" in inspect.signature(step).parameters else ()
    usual = tuple(
        p.default for p in inspect.signature(step).parameters.values() if p.default is not p.empty
    )
    given, (compiled, plain) = arrays_of(step, dtype), (arrays_of(step, dtype) for _ in range(2))
    results = step(*given, *t)
    step.kernel.compiled(*compiled, *t, *usual)
    step.kernel.plain(*plain, *t, *usual)
    np.testing.assert_allclose(compiled, plain, rtol=20 * np.finfo(dtype).eps)
    moved = [compiled[0], *compiled[2:]]
    for result, wanted, kept in zip(results, moved, [given[0], *given[2:]]):
        np.testing.assert_array_equal(result, wanted)
        assert result.dtype == dtype and not np.shares_memory(result, kept)
    np.testing.assert_array_equal(given, arrays_of(step, dtype))


@pytest.mark.parametrize("step", OTHERS, ids=lambda step: step.__name__)
def test_a_weight_without_a_slope_stays_where_it_is(step):
    t = (1,) if "t" in inspect.signature(step).parameters else ()
    memory = [np.zeros(1)] * (len(arrays_of(step, float)) - 2)
    assert step([1.0], [0.0], *memory, *t, eps=0.0)[0][0] == 1
    assert np.isnan(step([1.0], [np.nan], *memory, *t)[0][0])


def test_the_other_steps_may_stand_in_a_learners_code():
    def learners(w, g):
        w, v = nesterov_step(w, np.zeros_like(w), g, 0.1, 0.9)
        w, v = rmsprop_step(w, g, v * v)
        return nadam_step(w, g, v, v, 3, 0.1)[0]

    w, g = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    for form in forms_of(learners):
        np.testing.assert_allclose(form(w, g), learners(w, g), rtol=1e-12)


# --- How long a step ----------------------------------------------------------------------------


def test_schedules_at_their_end_points():
    assert [lr_schedule(0.8, e, "step", every=10) for e in (0, 9, 10, 19, 20)] == [
        0.8, 0.8, 0.4, 0.4, 0.2,
    ]  # fmt: skip
    cosine = [lr_schedule(0.8, e, "cosine", epochs=10, lr_end=0.2) for e in (0, 5, 10, 11)]
    np.testing.assert_allclose(cosine, [0.8, 0.5, 0.2, 0.2], rtol=1e-15)


@given(st.integers(1, 50), st.sampled_from(["step", "cosine"]))
def test_no_schedule_rises(epochs, kind):
    rates = [lr_schedule(0.1, e, kind, epochs=epochs, every=epochs) for e in range(2 * epochs)]
    assert rates[0] == 0.1 and all(b <= a for a, b in zip(rates, rates[1:]))


def test_schedules_that_cannot_be_are_refused():
    for arguments, message in [
        ((0.1, 0, "linear"), "kind is 'linear'; wanted 'step' or 'cosine'"),
        ((-0.1, 0), "lr0 is -0.1"),
        ((0.1, -1), "epoch is -1; wanted 0 to"),
    ]:
        with pytest.raises(ValueError, match=message):
            lr_schedule(*arguments)
    with pytest.raises(ValueError, match="every is 0"):
        lr_schedule(0.1, 3, every=0)


def descend(X, y, lr, steps=200):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - lr * 2 / len(X) * X.T @ (X @ w - y)
    return np.linalg.norm(w)


@pytest.mark.parametrize("shape", [(6, 3), (3, 3), (1, 2), (20, 1)])
def test_below_the_critical_rate_descent_settles_and_above_it_diverges(shape):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=shape), rng.normal(size=shape[0])
    lr = critical_learning_rate(X)
    assert lr == pytest.approx(2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X).max(), rel=1e-12)
    assert descend(X, y, 0.9 * lr) < 100
    assert descend(X, y, 1.1 * lr) > 1e6


def test_a_critical_rate_worked_by_hand():
    assert critical_learning_rate([[1, 0], [0, 2]]) == pytest.approx(0.5)  # 2 / (2/2 * 4)
    assert critical_learning_rate(np.zeros((3, 2))) == np.inf
    assert type(critical_learning_rate(np.float32([[2]]))) is float
    with pytest.raises(ValueError, match="at least one row"):
        critical_learning_rate(np.ones((0, 2)))
