"""Units that never fire: the dead-unit board and the curve over the bias."""

import numpy as np

from nnlib.plots.ch03 import dead


def rng():
    return np.random.default_rng(0)


def test_dead_units_are_those_whose_sum_is_never_positive():
    draw = np.random.default_rng(3)
    X = draw.standard_normal((200, 20))
    z = X @ (draw.standard_normal((20, 64)) * np.sqrt(2 / 20)) - 3.0
    board = dead.board_data(bias=-3.0, seed=3)
    np.testing.assert_array_equal(board.dead, z.max(axis=0) <= 0)
    np.testing.assert_allclose(board.firing, (z > 0).mean(axis=0))
    assert 0 < board.dead.sum() < 64
    assert f"{board.dead.sum()} of 64 units are dead" in dead.read_board(board)


def test_a_leak_keeps_every_unit_alive_and_less_bias_kills_more():
    relu, leaky = dead.count_data(rng(), draws=3)
    assert leaky.fractions.max() == 0
    assert (np.diff(relu.fractions, axis=1) <= 0).all()
    assert relu.fractions[:, 0].min() == 1 and relu.fractions[:, -1].max() == 0
    assert dead.board_data(activation="leaky_relu", alpha=0.0).dead.sum() > 0


def test_the_board_has_a_scale_of_its_own_colours():
    figure = dead.paint_board(dead.board_data(bias=0.0))
    board, curve = figure.axes
    dead.paint_board(dead.board_data(bias=-4.0), figure)
    (scale,) = board.child_axes
    (shades,), (units,) = scale.collections, board.images
    assert [t.get_text() for t in scale.get_yticklabels()] == [
        "0 %",
        "5 %",
        "25 %",
        "50 %",
        "100 %",
    ]
    for share in (0.0, 0.05, 0.5, 1.0):
        assert shades.cmap(shades.norm(share)) == units.cmap(units.norm(share))
    figure.canvas.draw()
    assert scale.get_tightbbox().x1 < curve.get_tightbbox().x0
