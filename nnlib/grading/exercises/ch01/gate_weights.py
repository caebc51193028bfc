"""gate_weights(name): weights and a bias for a gate; any that draw its table with room are right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise
from nnlib.grading.exercises.ch01._shared import TABLES, total
from nnlib.grading.exercises.draw import CORNERS

ex = exercise("gate_weights", "name -> w, b")

LEAST = 1e-6  # how far a corner must lie from the line: rounding must not decide


def read_weights(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit(
            "wrong-type",
            tr("gate_weights should return two things: w, an array of two numbers, and b."),
        )
    w, b = result
    if isinstance(w, (tuple, list)) and all(isinstance(v, (int, float)) for v in w):
        w = np.array(w, dtype=float)  # a pair of numbers is as good
    if isinstance(b, np.ndarray) and b.size == 1:
        b = b.reshape(())
    return {"w": w, "b": b}


def gate(name):
    """Any weights are right that draw the gate's table and keep every corner off the line."""

    def judge(values, _):
        sums = np.array([total(x, values["w"], values["b"]) for x in CORNERS])
        table = tuple(int(s >= 0) for s in sums)
        if not np.all(np.isfinite(sums)):
            return "not-finite", tr(
                "Your {name} has weights that are no ordinary numbers.", name=name
            )
        if table == TABLES[name] and np.abs(sums).min() > LEAST:
            return None
        on = [
            tuple(int(v) for v in x) for x, s in zip(CORNERS, sums, strict=True) if abs(s) <= LEAST
        ]
        if on:
            return "on-the-line", (
                tr(
                    "Your {name} has the point {on} exactly on its line, where a rounding error decides. Move the "
                    "line so that every point has some room.",
                    name=name,
                    on=on[0],
                )
            )
        return _which(name, table)

    return case(name, name=name, w=np.zeros(2), b=0.0, read=read_weights, judge=judge)


def _which(name, table):
    other = next((n for n, t in TABLES.items() if t == table), None)
    turned = tuple(1 - t for t in table)
    if other:
        return "another-gate", (
            tr(
                "Asked for {name}, your unit draws the table of {other}. Compare the two tables row "
                "by row.",
                name=name,
                other=other,
            )
        )
    if turned == TABLES[name]:
        return (
            "turned-round",
            tr(
                "Your {name} is right everywhere the wrong way round. Turn the signs of w and b.",
                name=name,
            ),
        )
    wrong = [
        tuple(int(v) for v in x)
        for x, a, t in zip(CORNERS, table, TABLES[name], strict=True)
        if a != t
    ]
    return "wrong-table", (
        tr(
            "Your {name} answers wrongly at {listed}. Add up the weights and the bias there.",
            name=name,
            listed=" and ".join(map(str, wrong)),
        )
    )


@ex.part(points=2)
def value(rng):
    return [gate("AND"), gate("OR")]


@ex.part(points=1, hidden=True)
def robustness(rng):
    return [gate("NAND"), gate("NOR")]


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def gates_of_the_book(name):
    table = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5), "NOR": (-1, -1, 0.5)}
    w1, w2, b = table[name]
    return np.array([w1, w2]), b


@ex.right
def gates_learned(name):
    if name == "AND":
        return np.array([2.0, 1.0]), -2.5
    if name == "OR":
        return np.array([3.0, 5.0]), -1.0
    if name == "NAND":
        return np.array([-0.4, -0.4]), 0.6
    return [-7.0, -7.0], 3.0


# ---- wrong answers ---------------------------------------------------------------------------------


def gates(**changed):
    def answer(name):
        return changed.get(name, gates_of_the_book(name))

    return answer


ex.wrong(slip="another-gate", points=2)(gates(NAND=(np.array([1.0, 1.0]), -1.5)))
ex.wrong(slip="on-the-line", points=1)(gates(AND=(np.array([1.0, 1.0]), -2.0)))
ex.wrong(slip="on-the-line", points=1)(gates(OR=(np.array([1.0, 1.0]), -1.0)))
ex.wrong(slip="another-gate", points=1)(gates(OR=(np.array([1.0, 1.0]), -1.5)))
ex.wrong(slip="wrong-table", points=1)(gates(AND=(np.array([1.0, 0.0]), -0.5)))
ex.wrong(slip="wrong-type", points=1)(gates(AND=(1.0, 1.0, -1.5)))
ex.wrong(slip="on-the-line", points=0)(lambda name: (np.zeros(2), 0.0))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return (np.array([w1, w2], dtype=float), b)", "return ([w1, w2], b)")
ex.same("return (np.array([w1, w2], dtype=float), b)", "return (np.array([w1, w2]), b)")
ex.same(
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.25), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
)
ex.same(
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.25)}",
)
ex.same(
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -2, 0.5)}",
)
ex.same(
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-2, -1, 0.5)}",
)
ex.same(
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 2, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
)
ex.same(
    "weights = {'AND': (1, 1, -1.5), 'OR': (1, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
    "weights = {'AND': (1, 1, -1.5), 'OR': (2, 1, -0.5), 'NAND': (-1, -1, 1.5), 'NOR': (-1, -1, 0.5)}",
)
