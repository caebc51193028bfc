"""Losses of relative errors, counts, distributions and directions: laws, numbers by hand, autograd, the edges."""

import autograd.numpy as anp
import numpy as np
import pytest
import scipy.special
import scipy.stats
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from loss_rules import check_all

from nnlib import (
    cosine_loss,
    cosine_loss_grad,
    cross_entropy,
    kl_divergence,
    kl_divergence_grad,
    log_cosh,
    log_cosh_grad,
    mape,
    mape_grad,
    msle,
    msle_grad,
    poisson_loss,
    poisson_loss_grad,
)


def drawn(kind, n=5, k=3):
    rng = np.random.default_rng(7)
    if kind == "real":
        return rng.normal(size=(n, k)), rng.normal(size=(n, k))
    if kind == "counts":
        return rng.uniform(0.2, 4, (n, k)), rng.poisson(2, (n, k)).astype(float)
    return 0.8 * rng.dirichlet(np.ones(k), n) + 0.2 / k, rng.dirichlet(np.ones(k), n)


def anp_cosine(P, T):
    lengths = anp.sqrt(anp.sum(P * P, axis=1)) * anp.sqrt(anp.sum(T * T, axis=1))
    return -anp.mean(anp.sum(P * T, axis=1) / lengths)


def anp_held(T):
    return anp.maximum(T, 1e-7)


PAIRS = {  # loss, gradient, what is drawn, autograd's way to it
    "mape": (mape, mape_grad, "real", lambda P, T: 100 * anp.mean(anp.abs((P - T) / T))),
    "msle": (
        *(msle, msle_grad, "counts"),
        lambda P, T: anp.mean((anp.log1p(P) - anp.log1p(anp_held(T))) ** 2),
    ),
    "log_cosh": (
        *(log_cosh, log_cosh_grad, "real"),
        lambda P, T: anp.mean(anp.log(anp.cosh(P - T))),
    ),
    "poisson": (
        *(poisson_loss, poisson_loss_grad, "counts"),
        lambda P, T: anp.mean(P - T * anp.log(P + 1e-7)),
    ),
    "kl": (
        *(kl_divergence, kl_divergence_grad, "shares"),
        lambda P, T: anp.mean(anp.sum(T * anp.log(T / P), axis=1)),
    ),
    "cosine": (cosine_loss, cosine_loss_grad, "real", anp_cosine),
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("shape", [(5, 3), (3, 3), (2, 4)], ids=str)
def test_the_rules_of_every_loss(name, shape):
    loss, grad, kind, theirs = PAIRS[name]
    check_all(loss, grad, *drawn(kind, *shape), theirs)


@pytest.mark.parametrize("name", PAIRS)
def test_a_vector_is_one_column(name):
    loss, grad, kind, _ = PAIRS[name]
    out, y = (each[:, :1] for each in drawn(kind))
    assert loss(out[:, 0], y[:, 0]) == loss(out, y)
    np.testing.assert_array_equal(grad(out[:, 0], y[:, 0]), grad(out, y)[:, 0])


# --- Relative and logarithmic errors --------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(0, 1e3), st.floats(0.1, 1e3)), min_size=1))
def test_they_agree_with_scikit_learn_and_scipy(pairs):
    P, T = np.array(pairs).T
    percent = 100 * sklearn.metrics.mean_absolute_percentage_error(T, P)
    assert mape(P, T) == pytest.approx(percent, rel=1e-12)
    P = np.maximum(P, 1e-7)
    wanted = sklearn.metrics.mean_squared_log_error(T, P)
    assert msle(P, T) == pytest.approx(wanted, rel=1e-10, abs=1e-20)
    parts = scipy.special.kl_div(T / 1001, np.maximum(P / 1001, 1e-7)) + T / 1001
    parts = parts - np.maximum(P / 1001, 1e-7)  # SciPy's has - t + p in it
    assert kl_divergence(P / 1001, T / 1001) == pytest.approx(parts.mean(), rel=1e-9, abs=1e-12)


def test_a_target_of_0_is_held_away_from_the_division():
    assert mape([1e-7, 2.0], [0.0, 1.0]) == pytest.approx(100)
    np.testing.assert_allclose(mape_grad([1e-7, 2.0], [0.0, 2.0]), [5e8, 0])


def test_predictions_below_0_count_as_0_in_the_logarithmic_error():
    assert msle([-5.0], [1.0]) == pytest.approx(np.log(2) ** 2, rel=1e-6)
    np.testing.assert_array_equal(msle_grad([-5.0, 1e-9], [1.0, 1.0]), [0, 0])


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_log_cosh_lies_between_its_parabola_and_its_lines(p, t):
    value, e = log_cosh([p], [t]), abs(p - t)
    assert value == log_cosh([t], [p])
    assert max(e - np.log(2), 0) - 1e-12 <= value <= min(e, e * e / 2) + 1e-12
    assert abs(log_cosh_grad([p], [t])[0]) <= 1


# --- Counts, distributions, directions ------------------------------------------------------------


def test_a_count_costs_what_its_probability_says():
    P, T = drawn("counts")
    wanted = -scipy.stats.poisson.logpmf(T, P) - scipy.special.gammaln(T + 1)
    assert poisson_loss(P, T) == pytest.approx(wanted.mean(), rel=1e-6)


def test_a_mean_of_0_or_below():
    assert poisson_loss([0.0], [2.0]) == pytest.approx(2 * np.log(1e7))
    assert np.isnan(poisson_loss([-1.0], [2.0]))
    assert poisson_loss_grad([0.0], [0.0]) == [1.0]


def test_the_divergence_is_the_cross_entropy_less_the_entropy():
    P, T = drawn("shares")
    wanted = cross_entropy(T, P) - cross_entropy(T, T)
    assert kl_divergence(P, T) == pytest.approx(wanted, rel=1e-6)
    assert kl_divergence(T, T) == 0 < kl_divergence(P, T)


def test_shares_are_held_between_small_and_1():
    assert kl_divergence([[0.0, 1.0]], [[1.0, 0.0]]) == pytest.approx(np.log(1e7), rel=1e-5)
    np.testing.assert_array_equal(kl_divergence_grad([[0.0, 1.5]], [[1.0, 0.0]]), [[0, 0]])


@given(st.floats(0.01, 100), st.floats(0.01, 100))
def test_only_directions_count(a, b):
    P, T = drawn("real")
    assert cosine_loss(a * P, b * T) == pytest.approx(cosine_loss(P, T), rel=1e-12)
    assert cosine_loss(P, a * P) == pytest.approx(-1) == -cosine_loss(P, -a * P)
    slope = cosine_loss_grad(P, T)
    np.testing.assert_allclose((slope * P).sum(axis=1), 0, atol=1e-14)


def test_a_vector_without_a_length_has_no_direction():
    assert cosine_loss([[0.0, 0.0]], [[1.0, 0.0]]) == 0
    np.testing.assert_allclose(cosine_loss_grad([[0.0, 0.0]], [[3.0, 4.0]]), [[-6e6, -8e6]])
