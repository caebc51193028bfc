"""Chapter 9: the bug hunt hunts, and the claims of the text hold from another direction."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.course.notebooks import build_notebook
from nnlib.plots.ch09 import rates, trials

NOTEBOOK = "chapters/09_optimization.ipynb"


@pytest.fixture(scope="module")
def sources(root):
    chapter = build_notebook((root / NOTEBOOK).with_suffix(".py"))
    return [cell.source for cell in chapter.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_scanner_fails_alone_and_not_in_the_report(sources, seed, capsys):
    X, y = nnlib.load_digits()
    names = ("X_train", "y_train", "X_test", "y_test")
    parts = nnlib.split(X, y, 397, np.random.default_rng(seed))
    space = {"np": np, "nnlib": nnlib} | dict(zip(names, parts))
    hunt = next(source for source in sources if "def recognise" in source)
    exec(hunt.replace("default_rng(0)", f"default_rng({seed})"), space)
    right = space["right"]
    assert right[397] > 0.93 and right[1] < 0.2 and right[10] < 0.4
    scaled = nnlib.standardize(parts[2], space["mu"], space["sd"])
    assert space["network"].accuracy(scaled, parts[3]) > 0.93


def test_units_that_begin_alike_stay_alike_in_the_library_too():
    X, y = nnlib.load_digits()
    column = np.random.default_rng(0).normal(0, 0.2, (64, 1))
    W1, W2 = np.tile(column, 6), np.tile(column[:10].T, (6, 1))
    for _ in range(5):
        H = nnlib.relu(X[:200] @ W1)
        dZ = nnlib.softmax_cross_entropy_grad(H @ W2, y[:200])
        dH, dW2, _ = nnlib.affine_backward(dZ, H, W2)
        dW1 = X[:200].T @ nnlib.relu_backward(dH, H)
        W1, W2 = nnlib.gd_step(W1, dW1, 0.5), nnlib.gd_step(W2, dW2, 0.5)
    assert np.ptp(W1, axis=1).max() < 1e-12 and not np.allclose(W1[:, :1], column)


def test_adam_is_no_cure_on_other_seeds_and_rates_either():
    rng = np.random.default_rng(7)
    w = rng.uniform(-2, 2, 300)
    here = w < rates.PASS
    for rate in (0.01, 0.1):
        ends = rates.descend("adam", w, rate, 800)[-1]
        assert abs(np.mean(np.abs(ends - rates.DEEP) < 0.1) - here.mean()) < 0.05


def test_a_bound_on_the_error_may_never_be_reached():
    X, y = plots.ch09.features.houses()
    assert np.linalg.lstsq(X, y)[1][0] / 200 > 0.9  # the cost of the best line


def test_the_three_kinds_of_step_have_good_rates_of_their_own():
    found = trials.sweep_data(seeds=1, epochs=4, rates=(0.003, 0.1, 1.0))[1]
    assert found["Adam"][0, 0] > 0.9 > 0.6 > found["Adam"][2, 0]
    assert found["descent"][0, 0] < 0.6 < 0.9 < found["descent"][2, 0]


def test_the_third_network_stays_stuck(sources):
    space = {"np": np, "nnlib": nnlib}
    exec(next(source for source in sources if "states = []" in source).split("print(")[0], space)
    theta, loss = space["states"][2], space["loss"]
    for _ in range(3000):
        theta = nnlib.gd_step(theta, nnlib.numerical_gradient(loss, theta), 1.0)
    assert round(loss(theta), 3) == round(np.log(2) / 2, 3) == 0.347
