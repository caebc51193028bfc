"""Chapter 5's figures: the numbers behind them, from another direction."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, rel_entr
from scipy.special import huber as scipy_huber
from scipy.stats import entropy as scipy_entropy

import nnlib
from nnlib import plots
from nnlib.plots import entropy, losses, stuck

TRUTH = {
    "mse": lambda e, d: e**2,
    "mae": lambda e, d: np.abs(e),
    "huber": lambda e, d: scipy_huber(d, e),
}

# -- regression -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delta", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("name", losses.NAMES)
def test_what_an_error_costs_and_how_it_pulls(name, delta):
    cost, slope = plots.REGRESSION.data(delta=delta).book[name]
    e = losses.ERRORS
    np.testing.assert_allclose(cost, TRUTH[name](e, delta), atol=1e-12)
    away = (np.abs(e) > 1e-3) & (np.abs(np.abs(e) - delta) > 1e-3)
    measured = (TRUTH[name](e + 1e-6, delta) - TRUTH[name](e - 1e-6, delta)) / 2e-6
    np.testing.assert_allclose(slope[away], measured[away], atol=1e-5)


def test_the_readers_losses_lie_on_top_of_the_books_and_are_named():
    mine = {"mae": lambda P, T: float(np.mean((P - T) ** 4)), "mse_grad": nnlib.mse_grad}
    data = plots.REGRESSION.data(functions=mine)
    assert set(data.yours) == {"mae"} and data.credit == "Computed with your mae."
    cost, slope = data.yours["mae"]
    np.testing.assert_allclose(cost, losses.ERRORS**4, atol=1e-9)
    np.testing.assert_allclose(
        slope, 4 * losses.ERRORS**3, atol=1e-4
    )  # measured: there is no gradient
    assert "by MAE: 81 with slope 108" in plots.REGRESSION.words(data)
    book = [line for line in plots.REGRESSION.paint(data).axes[0].lines if line.get_linewidth() > 5]
    np.testing.assert_allclose(book[0].get_ydata(), np.abs(losses.ERRORS))


def test_a_readers_gradient_is_what_is_drawn():
    wrong = {"huber": nnlib.huber, "huber_grad": lambda P, T, d: 2 * nnlib.huber_grad(P, T, d)}
    data = plots.JOINTS.data(delta=1.5, functions=wrong)
    assert data.joint == (1.125, 3.0) and data.own and "your huber_grad" in plots.JOINTS.words(data)


def test_pulls_and_best_numbers():
    data = plots.TUG.data()
    assert data.pulls["mse"].round(9).tolist() == [-6, -2, 0, 4, 44]
    assert data.pulls["mae"].round(9).tolist() == [-1, -1, 0, 1, 1]
    assert data.pulls["huber"].round(9).tolist() == [-2, -1, 0, 2, 2]
    grid = np.linspace(0, 30, 300_001)
    for name, best in data.best.items():
        total = sum(TRUTH[name](grid - t, data.delta) for t in data.targets)
        assert best == pytest.approx(grid[total.argmin()], abs=1e-4)


@pytest.mark.parametrize(("height", "delta"), [(20.0, 1.0), (-10.0, 0.5), (7.0, 3.0), (30.0, 10.0)])
def test_the_lines_are_the_best_ones(height, delta):
    data = plots.OUTLIER.data(height, delta)
    A = np.column_stack([losses.X_LINE, np.ones(10)])
    for name, line in data.lines.items():

        def cost(w, name=name):
            return TRUTH[name](A @ w - data.y, delta).sum()

        fine = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}
        found = minimize(cost, line + 0.01, method="Nelder-Mead", options=fine)
        assert cost(line) <= found.fun + 1e-6


def test_an_outlier_pulls_the_line_of_mse_alone_without_end():
    far, further = plots.OUTLIER.data(15.0), plots.OUTLIER.data(30.0)
    assert further.slope("mse") - far.slope("mse") > 0.5
    assert [further.slope(n) for n in ("mae", "huber")] == pytest.approx(
        [far.slope(n) for n in ("mae", "huber")]
    )


def test_the_joint_is_where_both_pieces_meet():
    for delta in (0.1, 1.0, 3.3):
        data = plots.JOINTS.data(delta)
        assert data.joint == pytest.approx((delta**2 / 2, delta))
    assert "An error of 3 costs 3.375" in plots.JOINTS.words(plots.JOINTS.data(1.5))


# -- surprise and cross entropy -------------------------------------------------------------------------------------


def test_surprise_and_the_two_branches():
    _, _, marks = plots.SURPRISE.data()
    assert [cost for _, cost in marks] == pytest.approx(np.log([2, 4, 8]))
    p, branches, credit = plots.BRANCHES.data()
    np.testing.assert_allclose(branches[1][0], -np.log(p))
    np.testing.assert_allclose(branches[0][0], -np.log1p(-p))
    np.testing.assert_allclose(branches[1][1], -1 / p)
    np.testing.assert_allclose(branches[0][1], 1 / (1 - p))
    assert credit == "Computed with the book's losses."


@pytest.mark.parametrize("y", [0, 1])
def test_along_the_logit(y):
    data = plots.LOGIT_CURVES.data(y)
    p = expit(data.z)
    np.testing.assert_allclose(data.crossed[0], np.logaddexp(0, -data.z if y else data.z))
    np.testing.assert_allclose(data.crossed[1], p - y, atol=1e-12)
    np.testing.assert_allclose(data.squared[1], 2 * (p - y) * p * (1 - p), atol=1e-12)
    measured = np.gradient(data.squared[0], data.z)
    np.testing.assert_allclose(measured[1:-1], data.squared[1][1:-1], atol=1e-3)


def test_confident_and_wrong_gets_the_smallest_push_from_the_squared_error():
    pushes = [plots.CONFIDENT.data(p, 0).at for p in (0.66, 0.9, 0.99)]
    assert [s[0][1] for s in pushes] == sorted((s[0][1] for s in pushes), reverse=True)
    assert [s[1][1] for s in pushes] == pytest.approx([0.66, 0.9, 0.99])
    assert "wrong side" in plots.CONFIDENT.words(plots.CONFIDENT.data(0.98, 0))
    assert "right side" in plots.CONFIDENT.words(plots.CONFIDENT.data(0.98, 1))
    assert "target 1: exactly one half" in plots.CONFIDENT.words(plots.CONFIDENT.data(0.5, 1))
    mine = {"bce_with_logits": lambda z, y: 7.0}
    assert "cross entropy costs 7.000" in plots.CONFIDENT.words(
        plots.CONFIDENT.data(functions=mine)
    )


@pytest.mark.parametrize("truth", entropy.TRUTHS)
@pytest.mark.parametrize("toward", [0.0, 0.35, 1.0])
def test_cross_entropy_is_entropy_and_divergence(truth, toward):
    data = plots.CROSS_BARS.data(toward, truth)
    assert data.q.sum() == pytest.approx(1)
    assert data.entropy == pytest.approx(scipy_entropy(data.p), abs=1e-12)
    assert data.extra == pytest.approx(rel_entr(data.p, data.q).sum(), abs=1e-12)
    assert (data.extra < 1e-12) == (toward == 1)


def test_a_readers_cross_entropy_is_what_the_bars_show():
    data = plots.CROSS_BARS.data(functions={"cross_entropy": lambda p, q: 2.0})
    assert data.cross == 2.0 and data.credit == "Computed with your cross_entropy."


# -- the stuck neuron -----------------------------------------------------------------------------------------------


def by_hand(loss, w, b, rate, steps):
    outputs = [expit(w + b)]
    for _ in range(steps):
        p = outputs[-1]
        slope = p if loss == "cross entropy" else 2 * p * p * (1 - p)
        w, b = w - rate * slope, b - rate * slope
        outputs.append(expit(w + b))
    return outputs


@pytest.mark.parametrize("loss", stuck.LOOKS)
def test_the_neuron_walks_downhill(loss):
    np.testing.assert_allclose(
        stuck.walk(loss, 1.5, 0.5, 0.7, 40), by_hand(loss, 1.5, 0.5, 0.7, 40)
    )


@pytest.mark.parametrize("start", [0.5, 2.0, 3.0])
def test_escapes_are_counted(start):
    for loss in stuck.LOOKS:
        outputs = by_hand(loss, start, start, stuck.RATE, 300)
        assert stuck.first_right(loss, start, start) == next(k for k, p in enumerate(outputs) if p < 0.5)  # fmt: skip


def test_the_worse_the_start_the_more_times_longer():
    steps = plots.ESCAPES.data(starts=(1.0, 2.0, 3.0)).steps
    squared, crossed = steps["squared error"], steps["cross entropy"]
    assert squared == [8, 36, 214] and crossed == [3, 5, 7]


def test_patience_ends_and_a_right_neuron_need_not_move(monkeypatch):
    assert stuck.first_right("squared error", -1.0, 0.5) == 0
    assert "right from the start" in plots.STUCK.words(plots.STUCK.data(-1.0, 0.5))
    monkeypatch.setattr(stuck, "PATIENCE", 20)
    data = plots.STUCK.data(2.0, 2.0)
    assert data.escapes["squared error"] is None
    assert "not right after 20 steps" in plots.STUCK.words(data)


def test_a_readers_gradient_moves_the_neuron():
    still = {"bce_with_logits_grad": lambda z, y: 0 * z}
    data = plots.STUCK.data(loss="cross entropy", steps=20, functions=still)
    assert np.ptp(data.outputs["cross entropy"]) == 0 and "your bce_with_logits_grad" in data.credit


def test_one_bowl_and_one_plain():
    data = plots.SURFACES.data()
    z = data.grid[10] * stuck.X_NEURON + data.grid[40]
    at = {name: height[40, 10] for name, height in data.heights.items()}
    assert at["squared error"] == pytest.approx(np.mean((expit(z) - stuck.Y_NEURON) ** 2))
    bce = np.logaddexp(0, z) - stuck.Y_NEURON * z
    assert at["cross entropy"] == pytest.approx(bce.mean())
    for axis in (0, 1):
        assert np.diff(data.heights["cross entropy"], 2, axis=axis).min() > -1e-12
        assert np.diff(data.heights["squared error"], 2, axis=axis).min() < -0.001
    words = plots.SURFACES.words(data)
    assert (
        "squared error bends both ways" in words
        and "cross entropy bends upward everywhere" in words
    )
