"""One sigmoid neuron that is confidently wrong: how long each loss takes to move it, and the ground it walks on."""

import numpy as np
import pytest
from scipy.special import expit

from nnlib import plots
from nnlib.plots.ch05 import stuck


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
