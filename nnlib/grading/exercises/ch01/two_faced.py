"""two_faced(): a unit that is NAND where a sum of 0 fires, and NOR where it does not; any such unit is right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise
from nnlib.grading.exercises.ch01._shared import TABLES, total
from nnlib.grading.exercises.draw import CORNERS

ex = exercise("two_faced", " -> w, b")

WANTED = {">=": "NAND", ">": "NOR"}


def read_unit(result):
    """w (2,) and b as floats, as asked for."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit(
            "wrong-type",
            tr("two_faced should return two things: w, an array of two numbers, and b."),
        )
    w, b = (np.asarray(part) for part in result)
    if w.dtype.kind not in "iuf" or b.dtype.kind not in "iuf" or w.shape != (2,) or b.size != 1:
        raise Misfit("wrong-type", tr("w should hold two numbers, and b should be one."))
    return {"w": w.astype(np.float64), "b": float(b.ravel()[0])}


def tables(w, b):
    """{comparison: the answers at the four corners}."""
    sums = np.array([total(x, w, b) for x in CORNERS])
    return {
        ">=": tuple(int(s >= 0) for s in sums),
        ">": tuple(int(s > 0) for s in sums),
    }


def name_of(table):
    """The gate of this table, or the table itself where it has no name here."""
    return next((n for n, t in TABLES.items() if t == table), ", ".join(map(str, table)))


def both_faces(values, _):
    if not np.all(np.isfinite([*values["w"], values["b"]])):
        return "not-finite", tr("Your unit has weights that are not ordinary numbers.")
    found = tables(values["w"], values["b"])
    if all(found[sign] == TABLES[gate] for sign, gate in WANTED.items()):
        return None
    said = {"first": name_of(found[">="]), "second": name_of(found[">"])}
    if found[">="] == found[">"]:
        return "one-face", tr(
            "Your unit has one face: {first} with >= and with >, because no corner has a sum of "
            "exactly 0. At which corners do NAND and NOR differ?",
            **said,
        )
    if said == {"first": "OR", "second": "AND"}:
        return "not-turned", tr(
            "Your unit is OR with >= and AND with >, as in the chapter. Asked for are their "
            "opposites. Which corners lie on the line, and where must the arrow point?"
        )
    return "other-faces", tr(
        "With >= your unit answers {first}, and with > it answers {second}. Wanted are NAND "
        "(1, 1, 1, 0) and NOR (1, 0, 0, 0): write down the four sums that they need.",
        **said,
    )


@ex.part(points=1)
def value(rng):
    return [case(w=np.array([-1.0, -1.0]), b=1.0, read=read_unit, judge=both_faces)]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda: (np.array([-1.0, -1.0]), 1.0))
ex.right(lambda: ([-3, -3], 3))
ex.right(lambda: (np.full(2, -0.1), np.array([0.1])))
ex.right(lambda: (-np.ones(2, dtype=np.float32), np.float32(1)))

# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="not-turned", points=0)(lambda: (np.array([1.0, 1.0]), -1.0))
ex.wrong(slip="one-face", points=0)(lambda: (np.array([-1.0, -1.0]), 1.5))
ex.wrong(slip="one-face", points=0)(lambda: (np.array([-1.0, -1.0]), 0.5))
ex.wrong(slip="one-face", points=0)(lambda: (np.array([-0.1, -0.1]), 0.1 + 1e-12))
ex.wrong(slip="other-faces", points=0)(lambda: (np.zeros(2), 0.0))
ex.wrong(slip="other-faces", points=0)(lambda: (np.array([-1.0, -2.0]), 2.0))
ex.wrong(slip="other-faces", points=0)(lambda: (np.array([-1.0, -1.0]), 2.0))
ex.wrong(slip="other-faces", points=0)(lambda: (np.array([-1.0, -1.0]), 0.0))
ex.wrong(slip="not-finite", points=0)(lambda: (np.array([-np.inf, -1.0]), 1.0))
ex.wrong(slip="wrong-type", points=0)(lambda: np.array([-1.0, -1.0, 1.0]))
ex.wrong(slip="wrong-type", points=0)(lambda: (np.array([-1.0, -1.0, 0.0]), 1.0))
ex.wrong(slip="wrong-type", points=0)(lambda: (np.array(["-1", "-1"]), 1.0))

# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return (np.array([-1.0, -1.0]), 1.0)", "return ([-1.0, -1.0], 1.0)")
