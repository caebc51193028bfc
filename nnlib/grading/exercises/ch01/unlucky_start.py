"""unlucky_start(): a start from which AND is learned slowly, and quickly with a large rate; any such start is right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise
from nnlib.grading.exercises.ch01._shared import TABLES, fires, one_step, total
from nnlib.grading.exercises.draw import CORNERS

ex = exercise("unlucky_start", " -> slow, fast")

FAR, MANY, FEW, RATE = 1000.0, 100, 20, 100.0
ROUNDS = 3000  # more than any start within FAR needs


def corrections(w, b, eta):
    """How many mistakes the rule makes on AND from w, b until an epoch brings none."""
    count = 0
    for _ in range(ROUNDS):
        before = count
        for x, label in zip(CORNERS, TABLES["AND"], strict=True):
            if fires(total(x, w, b)) != label:
                w, b = one_step(w, b, x, label, eta)
                count += 1
        if count == before:
            break
    return count


def start_of(result):
    """w (2,) and b as floats, as asked for."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit(
            "wrong-type",
            tr("unlucky_start should return two things: w, an array of two numbers, and b."),
        )
    w, b = (np.asarray(part) for part in result)
    if w.dtype.kind not in "iuf" or b.dtype.kind not in "iuf" or w.shape != (2,) or b.size != 1:
        raise Misfit("wrong-type", tr("w should hold two numbers, and b should be one."))
    w, b = w.astype(np.float64), float(b.ravel()[0])
    if not (np.all(np.abs(w) <= FAR) and abs(b) <= FAR):
        raise Misfit("too-far", tr("No number of the start may lie beyond -1000 and 1000."))
    return w, b


def read(result):
    w, b = start_of(result)
    return {"slow": float(corrections(w, b, 1.0)), "fast": float(corrections(w, b, RATE))}


def is_slow(values, _):
    if values["slow"] > MANY:
        return None
    return "too-few", tr(
        "From your start AND takes {n} corrections with the rate 1; wanted more than 100. Each "
        "correction moves the sum at its point by 1, 2 or 3: how far must it have to go?",
        n=int(values["slow"]),
    )


def is_fast(values, arguments):
    if values["fast"] >= FEW:
        return "too-many", tr(
            "With the rate 100 your start still takes {n} corrections; wanted fewer than 20. Look "
            "for a start from which a single point is wrong, and far away.",
            n=int(values["fast"]),
        )
    return is_slow(values, arguments)


@ex.part(points=1)
def value(rng):
    return [case(slow=334.0, fast=4.0, read=read, judge=is_slow)]


@ex.part(points=1, hidden=True)
def rate(rng):
    return [case(slow=334.0, fast=4.0, read=read, judge=is_fast)]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda: (np.zeros(2), -1000.0))
ex.right(lambda: ([0, 0], -400))
ex.right(lambda: (np.array([500.0, 0.0]), np.float32(0)))
ex.right(lambda: (np.array([1000, 1000]), 0))

# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="too-few", points=0)(lambda: (np.zeros(2), 0.0))
ex.wrong(slip="too-few", points=0)(lambda: (np.zeros(2), -100.0))
ex.wrong(slip="too-few", points=0)(lambda: (np.array([2.0, 2.0]), -3.0))
ex.wrong(slip="too-many", points=1)(lambda: (np.zeros(2), 1000.0))
ex.wrong(slip="too-many", points=1)(lambda: (np.array([-1000.0, -1000.0]), 0.0))
ex.wrong(slip="too-far", points=0)(lambda: (np.zeros(2), -1e9))
ex.wrong(slip="too-far", points=0)(lambda: (np.array([np.nan, 0.0]), 0.0))
ex.wrong(slip="wrong-type", points=0)(lambda: np.zeros(3))
ex.wrong(slip="wrong-type", points=0)(lambda: (np.zeros(3), 0.0))

# --- changes of the solution that are as right as it ----------------------------------------------

for start in ("np.ones(2), -1000.0", "np.zeros(2), -500.0", "np.zeros(2), -999.0"):
    ex.same("return (np.zeros(2), -1000.0)", f"return ({start})")
