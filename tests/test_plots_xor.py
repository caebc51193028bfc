"""The figures of chapter 2: the numbers behind them against an independent truth, and the records that widgets keep."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

import nnlib
from nnlib import plots
from nnlib.plots import boolean, cake, learning_xor, xor
from nnlib.plots.hidden_space import network

X, Y = nnlib.logic_gate("xor")


def separated(X, y):
    """Whether some line has margin 1 on every point: a question that linear programming answers for certain."""
    signs = np.where(y == 1, 1.0, -1.0)[:, None]
    rows = -signs * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(X.shape[1] + 1), rows, -np.ones(len(X)), bounds=(None, None))
    return found.status == 0


# -- one line -------------------------------------------------------------------------------------------------------


def test_no_line_of_a_fine_grid_gets_four_and_the_record_is_kept():
    grid = np.arange(-2, 2.05, 0.2)
    counts = {int(xor.attempt_data(*wb).right.sum()) for wb in itertools.product(grid, repeat=3)}
    assert counts == {1, 2, 3}
    figure = plots.best_line()
    figure.set(w1=1.0, w2=1.0, b=-0.5)
    assert "3 of 4 right, 11 wrong. Your record: 3 of 4." in figure.words
    figure.set(w1=0.5, w2=0.5, b=-2.0)
    assert "2 of 4 right, 01 and 10 wrong. Your record: 3 of 4." in figure.words
    assert "record: 2 of 4" in plots.best_line().words


def test_a_widget_forgets_the_record_of_another():
    first, second = plots.best_line(), plots.best_line()
    first.set(w1=1.0, w2=1.0, b=-0.5)
    second.set(b=0.4)
    assert "record: 3" in first.words and "record: 2" in second.words


def test_clipping_keeps_the_side_where_the_unit_fires():
    w, b = np.array([1.0, 2.0]), -1.0
    part = xor.clipped(xor.square(0.0, 1.0), w, b)
    assert (part @ w + b >= -1e-12).all()
    x, y = part.T
    area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert area == pytest.approx(0.75)  # x + 2 y < 1 is a triangle with the legs 1 and 1/2
    assert (
        len(xor.clipped(xor.square(), w, -99.0)) == 0
        and len(xor.clipped(xor.square(), w, 99.0)) == 4
    )


def test_the_middle_of_the_square_is_the_middle_of_both_diagonals():
    data = xor.sums_data(1.7, -0.4, 0.3)
    z00, z01, z10, z11 = data.corners
    assert data.middle == pytest.approx((z00 + z11) / 2) == pytest.approx((z01 + z10) / 2)


def test_the_circuit_and_the_planes_say_whose_function_they_show():
    def xor_from_gates(x1, x2):
        return np.maximum(x1, x2)

    words = xor.read_circuit(xor.circuit_data(xor_from_gates))
    assert "Your xor_from_gates gives 0, 1, 1, 1." in words and "the two 0, 1, 1, 0" in words
    assert "The book's xor_from_gates gives 0, 1, 1, 0." in xor.read_circuit(xor.circuit_data())

    def two_layer_tlu(X, W1, b1, W2, b2):
        return X, X[:, :1]

    data = xor.space_data(two_layer_tlu=two_layer_tlu)
    assert not data.separable and "your two_layer_tlu" in xor.read_space(data)
    book = xor.space_data()
    assert book.separable and len({tuple(h) for h in book.H}) == 3


def test_the_paper_is_folded_along_the_diagonal():
    data = xor.fold_data()
    np.testing.assert_allclose(
        data.height, np.abs(data.grid[..., 0] - data.grid[..., 1]), atol=1e-12
    )
    np.testing.assert_allclose(data.points, [0, 1, 1, 0], atol=1e-12)


# -- all functions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "count"), [(2, 14), (3, 104)])
def test_the_separable_functions_are_those_of_linear_programming(n, count):
    inputs = boolean.inputs(n)
    truth = np.array([separated(inputs, boolean.outputs(k, n)) for k in range(2**2**n)])
    assert truth.sum() == count
    np.testing.assert_array_equal(boolean.separable(n), truth)
    for number, possible in enumerate(truth):
        unit, crosses = boolean.unit_of(number, n), boolean.crossing(number, n)
        assert (unit is None) != possible and (crosses is None) == possible
        y = boolean.outputs(number, n)
        if possible:
            np.testing.assert_array_equal(nnlib.tlu_predict(inputs, *unit), y)
            if 0 < y.sum() < len(y):
                assert np.abs(inputs @ unit[0] + unit[1]).min() > 0.1, "a line through a point"
        else:
            a, b, c, d = crosses
            assert y[[a, b]].tolist() == [1, 1] and y[[c, d]].tolist() == [0, 0]
            np.testing.assert_array_equal(inputs[a] + inputs[b], inputs[c] + inputs[d])


def test_too_little_patience_would_be_seen():
    assert boolean.separable(3, lambda X, y, epochs: nnlib.linearly_separable(X, y, 3)).sum() < 104


def test_truth_tables_name_the_function_and_its_line():
    figure = plots.truth_tables()
    assert (
        "Outputs 0, 1, 1, 1: OR. A unit that is this function: it fires where 1 x1 + 1 x2"
        in figure.words
    )
    image = bytes(figure.image.value)
    figure.controls["f11"].value = False
    assert bytes(figure.image.value) != image and figure.words == figure.readout.value
    assert all(box.tooltip == box.description for box in figure.controls.values())
    assert (
        "XOR. No unit" in figure.words
        and "01 and 10 should give 1, 00 and 11 should give 0" in figure.words
    )
    names = {
        boolean.TITLES[boolean.table_data(*y).number]: y
        for y in itertools.product((0, 1), repeat=4)
    }
    assert (
        len(names) == 16 and names["NAND"] == (1, 1, 1, 0) and names["x2 or not x1"] == (1, 1, 0, 1)
    )


def test_the_buttons_jump_to_the_next_of_their_kind():
    figure = plots.three_inputs()
    seen = set()
    for _ in range(10):
        figure.controls["without"].click()
        seen.add(figure.values()["number"])
    assert len(seen) == 10 and not any(boolean.unit_of(number, 3) for number in seen)
    assert "No unit is this function" in figure.words
    figure.controls["with"].click()
    assert "A unit that is this function" in figure.words and figure.values()["number"] not in seen


# -- layers without a bend ------------------------------------------------------------------------------------------


def test_two_layers_without_a_bend_are_the_one_and_with_a_bend_they_are_not():
    weights = dict(
        zip(("a11", "a12", "a21", "a22", "c11", "c12", "c21", "c22"), np.linspace(-2, 2, 8))
    )
    flat = cake.layers_data(**weights)
    assert flat.distance < 1e-12
    steps = np.diff(flat.end, axis=1)
    np.testing.assert_allclose(steps, np.broadcast_to(steps[:, :1], steps.shape), atol=1e-12)
    for activation in ("relu", "step"):
        bent = cake.layers_data(**weights, activation=activation)
        assert bent.distance > 0.1 and "no longer straight" in cake.read_layers(bent)
        np.testing.assert_array_equal(bent.one, flat.one)


def test_a_wrong_collapse_is_seen():
    def collapse_affine(W1, b1, W2, b2):
        return W1 @ W2, b1 + b2

    data = cake.layers_data(collapse_affine=collapse_affine)
    assert data.distance == pytest.approx(
        np.hypot(*(cake.B1 @ [[1.0, 0.5], [0.5, -1.0]] - cake.B1))
    )
    words = cake.read_layers(data)
    assert (
        "Your collapse_affine" in words and "misses by up to" in words and "same map" not in words
    )


def test_the_cake_collapses_without_changing_its_taste():
    data = cake.cake_data()
    for x in (-2.0, 0.0, 3.5):
        tastes = []
        for layers in data.steps:
            value = x
            for w, b in layers:
                value = w * value + b
            tastes.append(value)
        assert tastes == pytest.approx([tastes[0]] * 3)
    assert [len(layers) for layers in data.steps] == [3, 2, 1] and "−6 x + 6." in cake.read_cake(
        data
    )


# -- learning -------------------------------------------------------------------------------------------------------


def plain_training(theta, steps, lr):
    """2-2-1 with tanh and a sigmoid, trained on the whole table by hand."""
    W1, b1, W2, b2 = theta[:4].reshape(2, 2), theta[4:6], theta[6:8].reshape(2, 1), theta[8:]
    for _ in range(steps):
        h = np.tanh(X @ W1 + b1)
        p = 1 / (1 + np.exp(-(h @ W2 + b2)))
        dz = (p - Y[:, None]) / 4
        dh = dz @ W2.T * (1 - h**2)
        W2, b2 = W2 - lr * h.T @ dz, b2 - lr * dz.sum(axis=0)
        W1, b1 = W1 - lr * X.T @ dh, b1 - lr * dh.sum(axis=0)
    return np.concatenate([part.ravel() for part in (W1, b1, W2, b2)])


def test_the_networks_are_trained_on_the_whole_table_at_every_step():
    theta = np.random.default_rng(0).normal(0, 1, 9)
    found = learning_xor.learn_xor(2, "tanh", theta, steps=40, lr=0.5).theta
    np.testing.assert_allclose(found, plain_training(theta, 40, 0.5), rtol=1e-9)


def test_two_units_often_fail_and_eight_seldom():
    relu, tanh, sigmoid = (one.solved for one in learning_xor.rates_data(widths=(2, 8), seeds=30))
    assert relu[0].mean() < 0.35 < tanh[0].mean() and sigmoid[0].mean() > 0.6
    assert relu[1].mean() > 0.85 and tanh[1].all() and sigmoid[1].all()


def test_a_lesson_is_the_same_for_the_same_seed():
    learning_xor.trained.cache_clear()
    first = learning_xor.lesson_data(2, "sigmoid", 3, seeds=5)
    learning_xor.trained.cache_clear()
    again = learning_xor.lesson_data(2, "sigmoid", 3, seeds=5)
    np.testing.assert_array_equal(first.map, again.map)
    good = ((first.outputs > 0.5) == Y).all()
    assert first.solved[
        3
    ] == good and f"{first.solved.sum()} learned XOR" in learning_xor.read_lesson(first)


# -- the hidden-space viewer ----------------------------------------------------------------------------------------


def test_the_viewer_speaks_for_the_function_it_was_given():
    figure = plots.hidden_space()
    assert figure.verdict == "The book's two_layer_tlu says: 0, 0, 0, 1."
    figure.lines = [[0.42, 0.08, 45], [0.58, 0.92, 225]]
    figure.out = [0.75, 0.75, 45]
    assert figure.verdict.endswith("0, 1, 1, 0.")
    figure.activation = "relu"
    assert figure.verdict == ""

    def two_layer_tlu(X, W1, b1, W2, b2):
        return X.no_such_thing

    assert "AttributeError" in plots.hidden_space(two_layer_tlu).verdict


def test_at_45_degrees_the_weights_are_those_of_the_gates():
    figure = plots.hidden_space(lines=[[0.75, 0.75, 225], [0.25, 0.25, 45]], out=[0.75, 0.75, 45])
    for mine, book in zip(figure.network(), nnlib.xor_network_params()):
        np.testing.assert_allclose(mine, book, atol=1e-8)
    fold = plots.hidden_space(lines=[[0.3, 0.3, 315], [0.7, 0.7, 135]], activation="relu")
    for mine, book in zip(fold.network()[:2], nnlib.relu_xor_params()[:2]):
        np.testing.assert_allclose(mine, book, atol=1e-8)
    soft = plots.hidden_space(activation="sigmoid", steepness=3.0)
    np.testing.assert_allclose(soft.network()[0], 3 * network(soft.lines, soft.out)[0])


def test_without_widgets_the_viewer_is_a_picture_with_words():
    figure = plots.hidden_space()
    data = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert '<img alt="Left, two lines in the input plane.' in data["text/html"]
    assert data["text/plain"].endswith(
        "One line cannot separate them there; the output is 0, 0, 0, 1."
    )


def test_the_page_of_the_viewer_needs_nothing_from_outside(root):
    code = (root / "nnlib/plots/hidden_space.js").read_text()
    assert "import " not in code.replace("import.meta", "") and "://" not in code.replace(
        "http://www.w3.org/2000/svg", ""
    )
