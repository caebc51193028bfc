"""A signal on its way up through many layers, and its gradient on the way down: the depth probe and its relatives."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from nnlib.plots.ch03 import depth


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_the_probes_gradients_are_those_of_automatic_differentiation(scale):
    layers, width = 4, 6
    probe = depth.probe_data(rng(), layers, "tanh", scale, width=width)
    draw = rng()
    X = draw.standard_normal((width, width))
    weights = draw.standard_normal((layers, width, width)) * scale / np.sqrt(width)
    upstream = draw.standard_normal((width, width))

    def loss(weights):
        a = X
        for W in weights:
            a = anp.tanh(anp.dot(a, W))
        return anp.sum(upstream * a)

    truth = [np.linalg.norm(g) for g in grad(loss)(list(weights))]
    np.testing.assert_allclose(probe.gradient, truth, rtol=1e-10)
    assert probe.ratio == pytest.approx(truth[0] / truth[-1])
    assert probe.signal[0] == pytest.approx(
        np.sqrt(np.mean(np.std(np.tanh(X @ weights[0]), axis=0) ** 2))
    )


def test_weights_matter_as_much_as_the_activation():
    spread = {(s.activation, s.scale): s.ratios for s in depth.ratio_data(rng(), draws=10)}
    assert np.median(spread["sigmoid", 1.0]) == pytest.approx(3.7e-6, rel=0.5)
    assert np.median(spread["sigmoid", 8.0]) == pytest.approx(0.41, rel=0.3)
    assert np.median(spread["tanh", 1.0]) == pytest.approx(1.2, rel=0.2)
    assert np.median(spread["tanh", 8.0]) == pytest.approx(802, rel=0.3)
    assert np.median(spread["relu", 2**0.5]) == pytest.approx(1.1, rel=0.3)


def test_sigmoids_forget_which_example_came_in_and_large_weights_keep_it():
    """The size of their outputs stays near one half either way, and would look healthy."""
    small, large = (depth.probe_data(rng(), 10, "sigmoid", scale) for scale in (1.0, 8.0))
    assert small.signal[0] > 0.1 and small.signal[-1] < 1e-5 and large.signal[-1] > 0.01
    for probe in (small, large):
        assert 0.4 < np.sqrt(np.mean(probe.outputs[-1] ** 2)) < 0.8


def test_the_ratio_of_relu_does_not_notice_the_weight_scale_but_the_signal_does():
    one, eight = (depth.probe_data(rng(), 10, "relu", scale) for scale in (1.0, 8.0))
    assert one.ratio == pytest.approx(eight.ratio, rel=1e-9)
    assert eight.signal[-1] / one.signal[-1] == pytest.approx(8**10, rel=1e-9)


def test_the_labels_of_the_ratios_keep_clear_of_the_axis():
    figure = depth.paint_ratios(depth.ratio_data(rng()))
    figure.canvas.draw()
    (axes,) = figure.axes
    frame, labels = axes.get_window_extent(), [t.get_window_extent() for t in axes.texts]
    assert len(labels) == len(depth.CASES)
    assert min(b.x0 for b in labels) > frame.x0 + 5 and max(b.x1 for b in labels) < frame.x1 - 5
    # The line at 1 runs behind them.
    assert all(t.get_bbox_patch().get_facecolor() == (1, 1, 1, 1) for t in axes.texts)


def test_a_probe_of_silence_has_no_ratio():
    silent = {"relu": lambda z: 0 * z}
    (probe, book), _ = depth.depth_data(activation="relu", functions=silent), None
    assert np.isnan(probe.ratio) and book.ratio > 0
    assert "not defined" in depth.read_depth((probe, book))
    assert depth.paint_depth((probe, book)).axes


def test_histograms_hold_every_output_of_tanh():
    small, ordinary, large = depth.histogram_data(rng())
    for one in (small, ordinary, large):
        np.testing.assert_allclose(one.shares.sum(axis=1), 1)
        assert one.shares.shape == (4, len(one.edges) - 1)
    assert small.probe.signal[-1] < 0.01 and large.flat.min() > 0.6 and ordinary.flat[-1] == 0
