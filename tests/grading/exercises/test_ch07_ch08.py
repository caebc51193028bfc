"""What the checks of chapters 7 and 8 rest on: the truth agrees with slopes, a wrong one refuses right answers."""

import numpy as np
import pytest

import nnlib
from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.grading import examine
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.exercises.ch07 import _shared as chapter_7
from nnlib.grading.exercises.ch08 import train_epoch as epochs

SPECS = [EXERCISES[name] for chapter in ("ch07", "ch08") for name in EXERCISES.chapters()[chapter]]


def test_no_more_than_half_of_the_points_are_hidden():
    for spec in SPECS:
        hidden = sum(part.points for part in spec.parts if part.hidden)
        assert 0 < hidden <= sum(part.points for part in spec.parts) / 2, spec.name


@pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 2), (2, 4, 3, 3)])
def test_gradients_of_the_epoch_are_its_slopes(sizes):
    params, X, y = epochs._start(np.random.default_rng(0), 6, sizes)
    for layer, grads in enumerate(epochs.grads_of(params, X, y)):
        for which, grad in enumerate(grads):

            def loss_at(moved, layer=layer, which=which):
                layers = [list(pair) for pair in params]
                layers[layer][which] = moved
                return epochs.loss_of(layers, X, y)

            assert relative_error(grad, numerical_gradient(loss_at, params[layer][which])) < 1e-6


def test_all_ways_to_deal_rows_out_are_tried_once():
    deals = [[tuple(sorted(batch)) for batch in deal] for deal in epochs._deals(range(5), 2)]
    assert len(deals) == len(set(map(tuple, deals))) == 30
    assert all(sorted(sum(deal, ())) == [0, 1, 2, 3, 4] for deal in deals)


def test_a_wrong_truth_refuses_right_answers(monkeypatch):
    """If this fails, the truth has no part in the verdict."""
    monkeypatch.setattr(epochs, "loss_of", lambda params, X, y: 1.0)
    report = examine("train_epoch", epochs.ex.rights[0], seed=0)
    assert report.points == 0
    monkeypatch.setitem(chapter_7.ACTS, "tanh", np.sin)
    assert examine("layer_backward", EXERCISES.form("layer_backward").rights[0], seed=0).points == 0


def test_a_step_that_depends_on_the_order_is_judged_by_every_order():
    """The same answer with another draw of its rows is right; with a row used twice it is not."""
    case = epochs._case(
        np.random.default_rng(1),
        epochs._start(np.random.default_rng(2), 5, (2, 3)),
        2,
        0.5,
        "",
        True,
    )
    a = case.arguments
    for deal in ([[4, 1], [0, 3], [2]], [[2, 3], [4, 0], [1]]):
        walked = epochs._walked(a["params"], a["X"], a["y"], deal, 0.5)
        assert case.judge(epochs._named(*walked), a) is None
    twice = epochs._walked(a["params"], a["X"], a["y"], [[4, 1], [4, 3], [2]], 0.5)
    assert case.judge(epochs._named(*twice), a)[0] == "no-such-order"


def test_no_slip_gives_the_product_away():
    for slip in (slip for spec in SPECS for slip in spec.slips):
        assert not [
            code for code in ("W.T", "X.T", "@", "axis=0", "keepdims") if code in slip.message
        ], slip.key


def test_the_worked_examples_of_the_statements_hold():
    one = np.ones((1, 1))
    layer = nnlib.layer_backward(8 * one, (2 * one, 3 * one, 0.5 * one), "sigmoid")
    assert [float(part.item()) for part in layer] == [6, 4, 2]
    params = [(one, np.zeros(1)), (np.array([[3.0, 1.0]]), np.array([0.0, 4.0]))]
    (dW1, db1), (dW2, db2) = nnlib.two_layer_grads(params, 2 * one, np.array([0]))
    found = np.concatenate([dW1.ravel(), db1, dW2.ravel(), db2])
    assert np.allclose(found, [-2, -1, -1, 1, -0.5, 0.5], atol=1e-12)
    cache = [(one, 0 * one, "tanh"), (0 * one, 0 * one, "identity")]
    deep = nnlib.mlp_backward(cache, [(0 * one, np.zeros(1)), (2 * one, np.zeros(1))], 3 * one)
    assert [float(g.item()) for pair in deep for g in pair] == [6, 6, 0, 3]
    nodes = [("l", "mul", ("x", "y")), ("f", "add", ("l", "x"))]
    slopes = nnlib.backprop_graph(nodes, {"x": 2, "y": 3, "l": 6, "f": 8})
    assert slopes == {"x": 4, "y": 2, "l": 1, "f": 1}
    row = nnlib.per_example_gradients(2 * one, np.array([1.0]), np.zeros(1), 0.0)
    assert row.tolist() == [[-1, -0.5]]
    chunks = [np.array([1.0, 0.0]), np.array([4.0, 6.0])]
    assert np.allclose(nnlib.accumulate_gradients(chunks, [2, 1]), 2)
    assert nnlib.epoch_mean_loss([2.0, 5.0], [2, 1]) == 3
