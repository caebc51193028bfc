"""xor_from_gates(x1, x2): exclusive or out of gates; signals that are a little off tell a gate from a comparison."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch02._shared import step
from nnlib.grading.exercises.draw import CORNERS
from nnlib.grading.exercises.words import INPUT_MODIFIED
from nnlib.grading.trial import AnswerFailed

ex = exercise("xor_from_gates", "x1, x2 -> y")


def no_truth_values(result):
    """Gates give the numbers 0 and 1. True and False come from a comparison of the two inputs."""
    kind = getattr(result, "dtype", None)
    if isinstance(result, bool) or (kind is not None and kind.kind == "b"):
        raise Misfit(
            "comparison-for-gates",
            tr(
                "You return True and False, as a comparison does. The question is which threshold "
                "units do it: call gates, and return the 0 and 1 that the last gate gives."
            ),
        )
    return {"y": result}


def gate_case(x1, x2, about="", run=None):
    x1, x2 = np.asarray(x1, dtype=np.float64), np.asarray(x2, dtype=np.float64)
    truth = np.zeros(x1.shape)
    for place in np.ndindex(x1.shape):  # the bits as a person reads them, one by one
        truth[place] = 1.0 if (x1[place] > 0.5) != (x2[place] > 0.5) else 0.0
    return Case({"x1": x1, "x2": x2}, {"y": truth}, about, run=run, read=no_truth_values)


@ex.part(points=1)
def value(rng):
    one = case(tr("two numbers"), x1=1.0, x2=0.0, y=1.0, read=no_truth_values)
    bits = rng.permutation(np.repeat(CORNERS, 2, axis=0))
    return [gate_case(CORNERS[:, 0], CORNERS[:, 1]), gate_case(bits[:, 0], bits[:, 1]), one]


def or_refused(function, given):
    """The call; who refuses what is no clean bit (as the library does) has passed on nothing wrong."""
    try:
        return function(given["x1"], given["x2"])
    except (ValueError, AnswerFailed) as error:
        if isinstance(error, AnswerFailed) and "ValueError" not in error.message:
            raise
        return gate_case(given["x1"], given["x2"]).truth["y"]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    # every corner with each pair of a small and a large disturbance: a corner on a line falls on its wrong side
    bits = np.repeat(CORNERS, 4, axis=0)
    small, large = rng.uniform(0.005, 0.015, bits.shape), rng.uniform(0.04, 0.05, bits.shape)
    order = rng.permutation(len(bits))
    bits, noise = bits[order], np.where(np.tile(CORNERS, (4, 1)), large, small)[order]
    worn = np.where(bits > 0.5, bits - noise, bits + noise)
    grid = rng.integers(0, 2, (2, 3, 4)).astype(np.float64)
    grid[:, 0] = CORNERS.T
    wires = tr("signals a little off 0 and 1")
    return [gate_case(worn[:, 0], worn[:, 1], wires, or_refused), gate_case(grid[0], grid[1])]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def or_only(x1, x2):
    """At (1, 1) you say 1: that is OR. Exclusive or wants one of the two and not both, so some gate has to notice
    the both.
    """
    return step(x1 + x2 - 0.5)


@ex.slip
def opposite(x1, x2):
    """You have every row the wrong way round: 1 where the inputs are equal. Write the truth table of each of your
    gates in a column, and see which column should be turned.
    """
    return 1 - step(step(-x1 - x2 + 1.5) + step(x1 + x2 - 0.5) - 1.5)


@ex.slip
def all_ones(x1, x2):
    """You say 1 in every row. Your two first gates are right for the task, and the last one lets through what
    only one of them says.
    """
    return step(step(-x1 - x2 + 1.5) + step(x1 + x2 - 0.5) - 0.5)


@ex.slip
def nand_only(x1, x2):
    """At (0, 0) you say 1: that is NAND. It knows that the two are not both 1. Which gate knows that they are not
    both 0?
    """
    return step(-x1 - x2 + 1.5)


@ex.slip
def and_only(x1, x2):
    """You say 1 at (1, 1) alone: that is AND. Exclusive or wants exactly one of the two, so both together should
    give 0.
    """
    return step(x1 + x2 - 1.5)


@ex.slip
def comparison_for_gates(x1, x2):
    """The table is right, but no gate made it: you compare the inputs, and 0.97 and 1 count as different. A
    threshold unit takes both for a 1. Call the gates of the set-up cell.
    """
    return (x1 != x2) * 1.0


@ex.slip
def arithmetic_for_gates(x1, x2):
    """The table is right, but no gate made it: for signals a little off 0 and 1 your answer is a fraction. A gate
    answers 0 or 1 and nothing between. Call the gates of the set-up cell.
    """
    return abs(x1 - x2)


@ex.slip(like=arithmetic_for_gates)
def arithmetic_without_abs(x1, x2):
    return x1 + x2 - 2 * x1 * x2


@ex.slip
def no_margin(x1, x2):
    """The table is right, but a signal of 0.97 for a 1 turns one of your gates. One of its corners lies on its
    line, or nearly: the gates of the set-up cell keep away from theirs.
    """
    # The gates that the perceptron of chapter 1 learns: two of them have corners on the line.
    return step(2 * step(-2 * x1 - x2 + 2) + step(x1 + x2 - 1) - 3)


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def compared_for_equality(x1, x2):
    """The table is right, but for signals a little off 0 and 1 you say 0 everywhere: something asks for exactly 0, or
    exactly 1. A threshold unit adds up and asks on which side of its line the sum lies: call the gates of the set-up
    cell.
    """
    return ((x1 == 1) != (x2 == 1)) * 1.0


@ex.slip
def nor_only(x1, x2):
    """You say 1 at (0, 0) alone: that is NOR. Exclusive or wants exactly one of the two."""
    return step(-x1 - x2 + 0.5)


@ex.slip
def all_zeros(x1, x2):
    """You say 0 in every row. Write the truth table of each of your gates in a column: where does the 1 get lost?"""
    return 0.0 * x1 + 0.0 * x2


@ex.slip
def one_input(x1, x2):
    """Your answer looks at one of the inputs alone. Exclusive or depends on both: which gates get both?"""
    return x1 + 0.0 * x2


@ex.slip(like=one_input)
def other_input(x1, x2):
    return x2 + 0.0 * x1


@ex.slip(like=arithmetic_for_gates)
def arithmetic_by_square(x1, x2):
    return (x1 - x2) ** 2


# ---- right answers ---------------------------------------------------------------------------------


def unit(w1, w2, b):
    """A gate: one threshold unit with two inputs."""
    return lambda x1, x2: np.where(w1 * x1 + w2 * x2 + b >= 0, 1.0, 0.0)


AND = unit(1, 1, -1.5)
OR = unit(1, 1, -0.5)
NAND = unit(-1, -1, 1.5)

ex.right(lambda x1, x2: AND(NAND(x1, x2), OR(x1, x2)))


@ex.right
def xor_by_nands(x1, x2):
    both = NAND(x1, x2)
    return NAND(NAND(x1, both), NAND(x2, both))


NOR = unit(-1, -1, 0.5)


@ex.right
def xor_by_nors(x1, x2):
    return NOR(NOR(x1, x2), AND(x1, x2))


@ex.right
def xor_for_bits_only(x1, x2):
    for x in (x1, x2):
        if not np.isin(x, (0, 1)).all():
            raise ValueError(tr("bits, please"))
    return AND(OR(x1, x2), NAND(x1, x2))


ex.right(in_float32(lambda x1, x2: AND(NAND(x1, x2), OR(x1, x2)).astype(np.float32)))


ex.right(lambda x1, x2: OR(AND(x1, unit(0, -1, 0.5)(x1, x2)), AND(unit(-1, 0, 0.5)(x1, x2), x2)))
ex.right(lambda x1, x2: unit(1, -1, -0.5)(OR(x1, x2), AND(x1, x2)))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="comparison-for-gates", points=0)(lambda x1, x2: x1 != x2)
ex.wrong(slip="comparison-for-gates", points=1)(lambda x1, x2: np.where(x1 == x2, 0.0, 1.0))
ex.wrong(slip="or-only", points=0)(lambda x1, x2: OR(x1, x2))
ex.wrong(slip="arithmetic-for-gates", points=1)(lambda x1, x2: np.abs(x1 - x2))
ex.wrong(slip="all-ones", points=0)(lambda x1, x2: OR(NAND(x1, x2), OR(x1, x2)))
ex.wrong(slip="opposite", points=0)(lambda x1, x2: NAND(NAND(x1, x2), OR(x1, x2)))
ex.wrong(slip="no-margin", points=1)(
    lambda x1, x2: unit(2, 1, -3)(unit(-2, -1, 2)(x1, x2), unit(1, 1, -1)(x1, x2))
)
ex.wrong(slip="error", points=0)(lambda x1, x2: 1.0 if x1 != x2 else 0.0)
ex.wrong(slip="and-only", points=0)(lambda x1, x2: AND(x1, x2))
ex.wrong(slip="returns-none", points=0)(lambda x1, x2: None)


ex.wrong(slip="compared-for-equality", points=1)(
    lambda x1, x2: AND(
        1.0 - np.where((x1 == 1) & (x2 == 1), 1.0, 0.0), np.where((x1 == 1) | (x2 == 1), 1.0, 0.0)
    )
)
ex.wrong(slip="compared-for-equality", points=1)(
    lambda x1, x2: np.where(np.logical_xor(x1 > 0, x2 > 0), 1.0, 0.0)
)
ex.wrong(slip="nand-only", points=0)(lambda x1, x2: NAND(x1, x2))
ex.wrong(slip="nor-only", points=0)(lambda x1, x2: NOR(x1, x2))
ex.wrong(slip="arithmetic-for-gates", points=1)(lambda x1, x2: (x1 - x2) ** 2)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("at_least_one = gate('OR', x1, x2)", "at_least_one = gate('OR', x2, x1)")
ex.same("not_both = gate('NAND', x1, x2)", "not_both = gate('NAND', x2, x1)")
ex.same("return gate('AND', not_both, at_least_one)", "return gate('AND', at_least_one, not_both)")
