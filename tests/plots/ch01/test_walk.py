"""The learning rule's walk over the rows, one frame for each."""

import numpy as np
import pytest

import nnlib
from nnlib.plots.ch01 import walk


def own_step(w, b, x, y, eta):
    """The perceptron rule, written without the book."""
    fired = 1 if w[0] * x[0] + w[1] * x[1] + b >= 0 else 0
    return np.array([w[k] + eta * (y - fired) * x[k] for k in range(2)]), b + eta * (y - fired)


@pytest.mark.parametrize("name", ("and", "or", "nand", "nor", "xor"))
@pytest.mark.parametrize("step", (nnlib.perceptron_step, own_step))
def test_a_walk_is_what_perceptron_fit_does(name, step):
    X, y = nnlib.logic_gate(name)
    frames, mistakes = walk.walk(X, y, np.zeros(2), 0.0, step=step)
    w, b, counts = nnlib.perceptron_fit(X, y, 1, walk.LONGEST)
    assert mistakes == counts and frames[-1].w.tolist() == w.tolist() and frames[-1].b == b
    assert sum(frame.error != 0 for frame in frames) == sum(counts)


def test_a_walk_goes_on_where_it_stopped():
    X, y = nnlib.logic_gate("nand")
    whole, counts = walk.walk(X, y, np.zeros(2), 0.0)
    w, b, mistakes, pieces = np.zeros(2), 0.0, [], []
    for k in range(len(whole)):
        (frame,), mistakes = walk.walk(X, y, w, b, until="example", cursor=k % 4, mistakes=mistakes)
        w, b = frame.w, frame.b
        pieces.append(frame)
    assert mistakes == counts and [f.b for f in pieces] == [f.b for f in whole]
    assert [f.turn for f in pieces] == [f.turn for f in whole]


@pytest.mark.parametrize("answer", (None, (np.zeros(3), 0.0), (np.zeros(2), np.nan), np.zeros(2)))
def test_a_step_that_gives_something_else_is_refused(answer):
    with pytest.raises(ValueError, match="perceptron_step gave"):
        walk.walk(*nnlib.logic_gate("and"), np.zeros(2), 0.0, step=lambda *a: answer)
