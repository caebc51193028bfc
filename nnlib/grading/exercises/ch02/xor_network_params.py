"""xor_network_params(): weights of threshold units that are XOR; any that keep their distance are right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.ch02._answers import params
from nnlib.grading.exercises.ch02._shared import NAND_AND_OR, XOR, layers, step, two_layers_of
from nnlib.grading.exercises.draw import CORNERS, affine_by_loops

ex = exercise("xor_network_params", " -> y, hidden, output")


def steps_of(result):
    """What a network of threshold units says at the four corners, and how near its sums come to a threshold."""
    W1, b1, W2, b2 = two_layers_of(result)
    Z1 = affine_by_loops(CORNERS, W1, b1)
    Z2 = affine_by_loops(step(Z1), W2, b2)
    return {"y": step(Z2)[:, 0], "hidden": np.abs(Z1).min(), "output": np.abs(Z2).min()}


def far_from_the_line(values, arguments):
    """Any weights will do that draw the table and keep a distance of 0.1."""
    if not np.array_equal(values["y"], XOR):
        return "wrong-table", _table_told(values["y"])
    for layer in ("hidden", "output"):
        if not values[layer] >= 0.1 - 1e-6:
            return "on-the-line", (
                tr(
                    "The table is right, but in the {layer} layer a sum comes as near to 0 as "
                    "{value:.2g}: that corner lies on a unit's line, or nearly. Move the bias until all "
                    "the sums keep away by 0.1.",
                    layer=layer,
                    value=values[layer],
                )
            )
    return None


def _table_told(y):
    said = ", ".join(f"{v:g}" for v in y)
    return tr(
        "At (0, 0), (0, 1), (1, 0), (1, 1) your network says {said}. Write down what each "
        "hidden unit says there: which of them is not the gate that you had in mind?",
        said=said,
    )


def right_table(values, arguments):
    return None if np.array_equal(values["y"], XOR) else ("wrong-table", _table_told(values["y"]))


@ex.part(points=2)
def value(rng):
    return [case(y=XOR, read=steps_of, judge=right_table, scale=1)]


@ex.part(points=1, hidden=True)
def margin(rng):
    return [case(y=XOR, hidden=0.5, output=0.5, read=steps_of, judge=far_from_the_line)]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def or_only():
    """Your network says 1 at (1, 1) as well: that is OR. Which hidden unit should have noticed that both inputs
    are 1?
    """
    return layers([[1, 1], [1, 1]], [-0.5, -0.5], [1, 1], -0.5)


@ex.slip
def opposite():
    """Every corner is the wrong way round: your network says 1 where the inputs are equal. Which one unit do you
    have to turn?
    """
    return layers(*NAND_AND_OR, [-1, -1], 1.5)


@ex.slip
def all_ones():
    """Your network says 1 at every corner. What does the last unit get at (0, 0) and at (1, 1), and does its bias
    tell that from 2?
    """
    return layers(*NAND_AND_OR, [1, 1], -0.5)


@ex.slip
def silent():
    """Your network says 0 at every corner. What is the largest sum that the last unit ever gets, and is its bias
    below that?
    """
    return layers(*NAND_AND_OR, [1, 1], -2.5)


@ex.slip
def and_for_nand():
    """Your network is 1 at (1, 1) alone, as AND is. One hidden unit should fire everywhere but at (1, 1): look at
    the signs of its weights and its bias.
    """
    return layers([[1, 1], [1, 1]], [-1.5, -0.5], [1, 1], -1.5)


# ---- right answers ---------------------------------------------------------------------------------


# OR and not AND
ex.right(params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5]))


# one without the other
ex.right(params([[1, -1], [-1, 1]], [-0.5, -0.5], [[1], [1]], [-0.5]))


# an idle unit
ex.right(params([[-1, 1, 5], [-1, 1, 5]], [1.5, -0.5, 9], [[1], [1], [0]], [-1.5]))


# just far enough
ex.right(params([[-0.2, 0.2], [-0.2, 0.2]], [0.3, -0.1], [[0.2], [0.2]], [-0.3]))
ex.right(params([[2, 2], [2, 2]], [-1, -3], [[2], [-2]], [-1], np.int64))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="on-the-line", points=2)(params([[1, 1], [1, 1]], [-1, -2], [[1], [-1]], [-1]))
ex.wrong(slip="on-the-line", points=2)(params([[-1, 1], [-1, 1]], [1.5, -0.5], [[1], [1]], [-2]))
ex.wrong(slip="on-the-line", points=2)(params([[-1, 1], [-1, 1]], [1.02, -0.5], [[1], [1]], [-1.5]))
ex.wrong(slip="or-only", points=0)(params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [1]], [-0.5]))
ex.wrong(slip="opposite", points=0)(params([[1, 1], [1, 1]], [-0.5, -1.5], [[-1], [1]], [0.5]))
ex.wrong(slip="wrong-table", points=0)(params([[1, 0], [0, -1]], [-0.5, 0.5], [[1], [1]], [-1.5]))
ex.wrong(slip="wrong-shape", points=0)(params([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], [-0.5]))
ex.wrong(slip="wrong-shape", points=0)(params([[1, 1]], [-0.5], [[1]], [-0.5]))
ex.wrong(slip="wrong-type", points=0)(lambda: ([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5]))
ex.wrong(slip="wrong-type", points=0)(
    lambda: params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5])()[:3]
)
ex.wrong(slip="not-finite", points=0)(params(np.full((2, 2), np.nan), [0, 0], [[1], [1]], [0]))
ex.wrong(slip="too-many-units", points=0)(
    params(np.ones((2, 400)), np.ones(400), np.ones((400, 1)), [0])
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("W1 = np.array([[-1.0, 1.0], [-1.0, 1.0]])", "W1 = np.array([[-1.0, 1.0], [-1.0, 2.0]])")
ex.same("W1 = np.array([[-1.0, 1.0], [-1.0, 1.0]])", "W1 = np.array([[-1.0, 2.0], [-1.0, 1.0]])")
ex.same("b1 = np.array([1.5, -0.5])", "b1 = np.array([1.5, -0.25])")
