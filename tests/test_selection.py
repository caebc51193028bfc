"""Folds, random search and weights: laws, numbers by hand, scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import KFold
from sklearn.utils.class_weight import compute_class_weight

from nnlib import (
    class_weights_balanced,
    kfold_indices,
    log_uniform,
    random_search,
    weighted_loss,
)


def rng(seed=0):
    return np.random.default_rng(seed)


# --- Folds --------------------------------------------------------------------------------------


@given(st.integers(2, 40), st.data())
def test_every_row_is_set_aside_once_and_the_folds_are_even(n, data):
    k = data.draw(st.integers(2, n))
    folds = kfold_indices(n, k, rng())
    assert sorted(np.concatenate([validation for _, validation in folds])) == list(range(n))
    for train, validation in folds:
        assert sorted([*train, *validation]) == list(range(n))
    wanted = [len(validation) for _, validation in KFold(k).split(np.zeros(n))]
    assert [len(validation) for _, validation in folds] == wanted  # scikit-learn's sizes


def test_the_rows_are_shuffled_by_the_generator():
    one, again, other = (
        np.concatenate([v for _, v in kfold_indices(30, 3, rng(s))]).tolist() for s in (1, 1, 2)
    )
    assert one == again != other and one != list(range(30))


def test_folds_that_cannot_be_are_refused():
    for k in (1, 11):
        with pytest.raises(ValueError, match=f"k is {k}; wanted 2 to 10 folds for 10 rows"):
            kfold_indices(10, k, rng())
    with pytest.raises(TypeError, match="k is 2.0"):
        kfold_indices(10, 2.0, rng())
    with pytest.raises(TypeError, match="rng is 1"):
        kfold_indices(10, 2, 1)


# --- Random search ------------------------------------------------------------------------------


def test_the_highest_score_wins_and_every_trial_is_kept():
    best, score, trials = random_search(
        lambda r: r.uniform(-3, 3), lambda x: -((x - 1) ** 2), 200, rng()
    )
    assert best == pytest.approx(1, abs=0.1) and score == -((best - 1) ** 2)
    assert len(trials) == 200 and (best, score) in trials and score == max(s for _, s in trials)


def test_the_generator_decides_and_is_handed_to_the_sampler():
    def found(seed):
        return random_search(lambda r: int(r.integers(0, 10**9)), float, 5, rng(seed))

    assert found(1) == found(1) != found(2)
    draws = rng(1)
    assert [setting for setting, _ in found(1)[2]] == [
        int(draws.integers(0, 10**9)) for _ in range(5)
    ]


def test_the_first_of_equals_wins_and_nan_never():
    scores = iter([np.nan, 1.0, 2.0, 2.0, np.nan])
    names = iter("abcde")
    best, score, trials = random_search(lambda r: next(names), lambda s: next(scores), 5, rng())
    assert (best, score) == ("c", 2.0) and len(trials) == 5
    with pytest.raises(ValueError, match="score gave NaN for all 3 settings"):
        random_search(lambda r: 0, lambda s: np.nan, 3, rng())
    with pytest.raises(ValueError, match="n_iter is 0"):
        random_search(lambda r: 0, float, 0, rng())


def test_settings_may_be_dicts():
    best, _, _ = random_search(lambda r: {"lr": r.random()}, lambda s: s["lr"], 3, rng())
    assert set(best) == {"lr"}


def test_every_power_of_ten_is_as_likely():
    draws = rng()
    exponents = np.log10([log_uniform(1e-4, 1, draws) for _ in range(4000)])
    assert exponents.min() >= -4 and exponents.max() <= 0
    shares = np.histogram(exponents, [-4, -3, -2, -1, 0])[0] / 4000
    np.testing.assert_allclose(shares, 0.25, atol=0.03)  # four standard deviations
    assert log_uniform(2, 2, draws) == 2
    for low, high in [(0, 1), (-1, 1), (2, 1)]:
        with pytest.raises(ValueError, match="low"):
            log_uniform(low, high, draws)


# --- Weights ------------------------------------------------------------------------------------


def test_weights_by_hand_with_an_absent_class():
    np.testing.assert_allclose(class_weights_balanced([0, 0, 0, 1], 2), [4 / 6, 2])
    np.testing.assert_allclose(class_weights_balanced([0, 0, 2, 2], 3), [4 / 6, 0, 4 / 6])


@given(st.lists(st.integers(0, 4)))
def test_weights_agree_with_scikit_learn_and_sum_to_n(more):
    y = np.array([0, 1, 2, 3, 4, *more])
    weights = class_weights_balanced(y, 5)
    theirs = compute_class_weight("balanced", classes=np.arange(5), y=y)
    np.testing.assert_allclose(weights, theirs, rtol=1e-14)
    assert weights[y].sum() == pytest.approx(len(y))
    np.testing.assert_allclose(weights * np.bincount(y), len(y) / 5)


def test_a_weighted_loss_by_hand():
    # (1*3*2 + 2*1*5) / 2: by the batch size, not by the sum of the weights
    assert weighted_loss([2.0, 5.0], [0, 1], [1.0, 2.0], [3.0, 1.0]) == 8


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9))
def test_weights_of_1_give_the_mean_and_double_weights_the_double(losses):
    y, ones = np.arange(len(losses)) % 2, np.ones(len(losses))
    got = weighted_loss(losses, y, np.ones(2), ones)
    assert type(got) is float and got == pytest.approx(np.mean(losses))
    assert weighted_loss(losses, y, np.ones(2), 2 * ones) == pytest.approx(2 * got)
    assert weighted_loss(losses, y, [2.0, 2.0], ones) == pytest.approx(2 * got)
    assert weighted_loss(losses, y, np.zeros(2), ones) == 0


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="y has label 2; wanted labels 0 to 1"):
        weighted_loss([1.0], [2], [1.0, 1.0], [1.0])
    with pytest.raises(ValueError, match=r"sample_w should have shape \(2,\)"):
        weighted_loss([1.0, 1.0], [0, 1], [1.0, 1.0], [1.0])
    with pytest.raises(ValueError, match="class_w holds -1.0; wanted 0 or more"):
        weighted_loss([1.0], [0], [-1.0], [1.0])
    with pytest.raises(ValueError, match="sample_w holds nan; wanted 0 or more"):
        weighted_loss([1.0], [0], [1.0], [np.nan])
