"""Chapter 6: the bug hunt hunts, and the numbers in the figures hold from another direction."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.course.notebooks import build_notebook
from nnlib.plots.ch06 import line as neuron_fit
from nnlib.plots.ch06 import several

NOTEBOOK = "chapters/06_one_neuron.ipynb"


@pytest.fixture(scope="module")
def suspects(root):
    chapter = build_notebook((root / NOTEBOOK).with_suffix(".py"))
    sources = [cell.source for cell in chapter.cells if cell.cell_type == "code"]
    space = {"np": np, "nnlib": nnlib}
    exec(next(source for source in sources if "SUSPECTS = {" in source), space)
    return space["SUSPECTS"]


def test_shuffled_labels_tell_the_honest_measure_from_the_others(suspects):
    """Labels that mean nothing: what is left over chance is memory or leakage."""
    found = {name: [] for name in suspects}
    for seed in range(4):
        rng = np.random.default_rng(seed)
        X, kind = nnlib.animals(120, rng)
        for name, measure in suspects.items():
            found[name].append(measure(X, rng.permutation(kind == 0), rng))
    means = {name: np.mean(values) for name, values in found.items()}
    assert means["Ara"] < 0.62 < 0.65 < min(means["Bin"], means["Chae"]), means


# -- the line ---------------------------------------------------------------------------------------------------------


def test_the_bowl_is_the_cost_and_the_star_its_bottom():
    x, y = neuron_fit.prices()
    J = neuron_fit.bowl(x, y)
    for i, j in ((0, 0), (10, 20), (50, 55)):
        w, b = neuron_fit.WEIGHTS[j], neuron_fit.BIASES[i]
        assert J[i, j] == pytest.approx(nnlib.linear_neuron_grads(x, y, w, b)[0])
    _, dw, db = nnlib.linear_neuron_grads(x, y, *neuron_fit.best_line(x, y))
    assert abs(dw) < 1e-12 and abs(db) < 1e-12


@pytest.mark.parametrize(("share", "lost"), [(0.98, False), (1.02, True)])
def test_walks_arrive_below_the_limit_and_run_away_above_it(share, lost):
    limit = neuron_fit.limit(neuron_fit.prices()[0])
    walk = plots.DESCENT.data(rate=share * limit, steps=200)
    assert walk.lost is bool(lost)
    assert ("runs away" in plots.DESCENT.words(walk)) is lost
    if lost:
        assert np.all(np.diff(walk.costs) > 0)


def test_a_walk_is_made_of_the_readers_steps():
    def lazy(params, grads, lr):
        return params - lr * grads / 2

    half = plots.DESCENT.data(rate=0.06, step=lazy)
    assert np.allclose(half.places, plots.DESCENT.data(rate=0.03).places)
    uphill = plots.DESCENT.data(rate=0.06, grads=lambda x, y, w, b: (w * w, -w, 0.0))
    assert uphill.places[1, 0] == pytest.approx(-1.06)


def test_the_squares_of_the_figure_are_squares_on_paper():
    line = plots.BY_HAND.data(w=1.0, b=4.0)
    figure = plots.BY_HAND.paint(line)
    figure.canvas.draw()
    boxes = [patch.get_window_extent() for patch in figure.axes[0].patches]
    assert len(boxes) == len(line.x)
    assert all(box.width == pytest.approx(box.height, rel=0.02) for box in boxes)


# -- the animals ------------------------------------------------------------------------------------------------------


def test_the_flat_row_is_that_of_the_library():
    flat = plots.FLATTEN.data(rng=np.random.default_rng(0))
    row = nnlib.flatten_images(flat.picture[None])[0]
    for i, j, c in ((0, 0, 0), (1, 0, 2), (1, 1, 1)):
        at = flat.place(flat.row + i, flat.column + j, c)
        assert row[at] == flat.patch[i, j, c]


def test_the_labels_decide_what_a_neuron_becomes_to_the_last_bit():
    first, swapped = (
        plots.THREE.data(order) for order in ("cat, lion, iguana", "cat, iguana, lion")
    )
    assert np.array_equal(first.W[:, 0], swapped.W[:, 0])
    assert np.array_equal(first.W[:, 1], swapped.W[:, 2])
    assert first.right.min() > 0.95 > 0.6 > first.baseline.max()


def test_neurons_that_are_coupled_would_be_seen():
    def coupled(X, Y, W, b):
        P = nnlib.softmax(X @ W + b)
        return 0.0, X.T @ (P - Y) / len(X), (P - Y).mean(axis=0)

    orders = ("cat, lion, iguana", "lion, iguana, cat")
    a, b = (plots.THREE.data(order, grads=coupled) for order in orders)
    alone = plots.THREE.data(orders[0])
    assert not np.allclose(a.W, alone.W, atol=1e-4) and np.allclose(a.W[:, 0], b.W[:, 2], atol=1e-5)


def test_sigmoids_answer_each_question_and_a_softmax_shares_out_one():
    for present in ((True, True, False), (False, False, False), (True, True, True)):
        right = 0
        for seed in range(6):
            heads = plots.BOTH.data(*present, seed=seed)
            assert heads.shared.sum() == pytest.approx(1) and heads.present == present
            right += np.sum((heads.each > 0.5) == present)
        assert right >= 15, present
    assert several.train_one_of_three()[2] > 0.95


def test_shuffled_labels_teach_nothing_about_new_pictures():
    honest = plots.HONEST.data(rng=np.random.default_rng(4), splits=3, n=300, n_train=120)
    means = {key: values.mean() for key, values in honest.found.items()}
    assert means["true", "new"] > honest.baseline + 0.15
    assert means["shuffled", "new"] < honest.baseline < means["shuffled", "training"]


def test_the_age_is_guessed_better_than_by_the_mean():
    for seed in range(3):
        ages = plots.AGES.data(rng=np.random.default_rng(seed))
        assert ages.error < 0.6 * ages.baseline
