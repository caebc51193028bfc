"""bump_network(edges, heights, steepness): a network that draws a curve out of bumps."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.catalogue import wrong_entries
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch04._shared import BENDS
from nnlib.grading.exercises.draw import short
from nnlib.grading.exercises.words import INPUT_MODIFIED
from nnlib.grading.near import SINGLE

ex = exercise("bump_network", "edges, heights, steepness")


def switch(z):
    """The sigmoid of a number, far out too."""
    return BENDS["sigmoid"](z)


def bumps_at(x, edges, heights, steepness):
    """A row of soft bumps at the number x: each one is switched on at its left edge and off at its right one."""
    total = 0.0
    for i, height in enumerate(heights):
        on, off = (switch(steepness * (x - float(edge))) for edge in (edges[i], edges[i + 1]))
        total += float(height) * (on - off)
    return total


def drawn_by(result, x):
    """What a network 1-h-1 with a sigmoid between says at the numbers x."""
    if not isinstance(result, (list, tuple)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Return a list of two layers: [(W1, b1), (W2, b2)]."))
    if not all(isinstance(layer, (list, tuple)) and len(layer) == 2 for layer in result):
        raise Misfit("wrong-type", tr("Each layer should be a pair: its W, and its b."))
    arrays = [value for layer in result for value in layer]
    if not all(type(a) is np.ndarray and a.dtype.kind in "fiu" for a in arrays):
        raise Misfit("wrong-type", tr("W and b of each layer should be NumPy arrays of numbers."))
    (W1, b1), (W2, b2) = ((np.asarray(a, dtype=np.float64) for a in layer) for layer in result)
    h = b1.size
    shapes = (W1.shape, b1.shape, W2.shape, b2.shape)
    if shapes != ((1, h), (h,), (h, 1), (1,)):
        raise Misfit(
            "wrong-shape",
            tr(
                "Your W1, b1, W2, b2 have the shapes {listed}. With h hidden units they are (1, h), "
                "(h,), (h, 1) and (1,).",
                listed=", ".join(map(str, shapes)),
            ),
        )
    if h > 2000:
        raise Misfit(
            "too-many-units", tr("You ask for {h} hidden units. One bump needs only a few.", h=h)
        )
    with np.errstate(all="ignore"):
        Z = np.clip(x[:, None] @ W1 + b1, -700, 700)
        return (1 / (1 + np.exp(-Z)) @ W2 + b2)[:, 0]


def bump_case(edges, heights, steepness, about=""):
    """The curve from well before the first edge to well after the last one."""
    edges, heights = np.asarray(edges, dtype=np.float64), np.asarray(heights, dtype=np.float64)
    x = np.linspace(edges[0] - 2.03, edges[-1] + 2.01, 97)
    truth = np.array([bumps_at(float(v), edges, heights, steepness) for v in x])
    given = {"edges": edges, "heights": heights, "steepness": float(steepness)}
    judge = off_the_curve(x, truth, steepness)
    return Case(
        given, {"f": truth}, about, read=lambda result: {"f": drawn_by(result, x)}, judge=judge
    )


def off_the_curve(x, truth, steepness):
    """A judge that shows the place where the curve is furthest from the right one."""

    def judge(values, arguments):
        if not np.any(wrong_entries(values["f"], truth, SINGLE)):
            return None
        k = int(np.argmax(np.abs(values["f"] - truth)))
        return "off-the-curve", (
            tr(
                "At x = {x:.3g} your curve is at {value:.4g}, and {truth:.4g} is right. The edges "
                "are {listed} and the steepness is {steepness:g}: which steps should have happened "
                "by then?",
                x=x[k],
                value=values["f"][k],
                truth=truth[k],
                listed=", ".join(f"{e:.3g}" for e in arguments["edges"]),
                steepness=steepness,
            )
        )

    return judge


def drawn_edges(rng, m):
    return short(rng.uniform(-1, 1) + np.concatenate([[0], np.cumsum(rng.uniform(0.5, 1.5, m))]))


def drawn_heights(rng, m):
    """No two neighbours alike, and none near 0 or 1."""
    return short(rng.uniform(1.5, 3, m) * rng.choice((-1, 1), m))


@ex.part(points=2)
def value(rng):
    one = bump_case([0, 1], [2], 20)
    return [one, bump_case(drawn_edges(rng, 3), drawn_heights(rng, 3), 4)]


def curve_case(rng):
    """A curve by 25, 50 and 100 bumps: the mean error of each, which falls as bumps double."""
    phase, x = rng.uniform(0, 2), np.linspace(0.1, 0.9, 81)

    def curve(v):
        return np.sin(6 * v + phase) + 2 * v

    def asked(m):
        edges = np.linspace(0, 1, m + 1)
        return edges, curve((edges[:-1] + edges[1:]) / 2), 20.0 * m

    def run(function, given):
        return [function(*asked(m)) for m in given["bumps"]]

    def read(results):
        return {"errors": np.array([np.abs(drawn_by(r, x) - curve(x)).mean() for r in results])}

    bumps = [25, 50, 100]
    truth = [np.mean([abs(bumps_at(float(v), *asked(m)) - curve(v)) for v in x]) for m in bumps]
    return Case(
        {"bumps": bumps},
        {"errors": np.array(truth)},
        tr("a curve drawn with 25, 50 and 100 bumps"),
        tolerance=1e-4,
        run=run,
        read=read,
        judge=falls,
    )


def falls(values, arguments):
    """Twice as many bumps, half the error, or nearly; and with 50 it is small."""
    errors = values["errors"]
    if np.all(errors[1:] < 0.6 * errors[:-1]) and errors[1] < 0.05:
        return None
    said = ", ".join(f"{e:.2g}" for e in errors)
    return "error-does-not-fall", (
        tr(
            "A curve drawn with 25, 50 and 100 of your bumps is off by {said} on average. The "
            "error should halve as the bumps double: plot a single bump, and look at both of its "
            "edges.",
            said=said,
        )
    )


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        bump_case(drawn_edges(rng, 5), drawn_heights(rng, 5), 7, tr("five bumps")),
        bump_case(drawn_edges(rng, 2), drawn_heights(rng, 2), 2, tr("soft edges")),
        bump_case(drawn_edges(rng, 4), [1.5, 0, -2, 2.5], 40, tr("a height of 0")),
        curve_case(rng),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _bumps(weight=None, bias=None, on=None, off=None):
    """A network of bumps with one thing wrong in it."""

    def wrong(edges, heights, steepness):
        left, right = edges[:-1], edges[1:]
        switches = np.concatenate([left, right])
        W1 = np.full((1, len(switches)), weight(steepness) if weight else steepness)
        b1 = bias(steepness, switches) if bias else -steepness * switches
        W2 = np.concatenate([on(heights) if on else heights, off(heights) if off else -heights])
        return [(W1, b1), (W2[:, None], np.zeros(1))]

    return wrong


@ex.slip
def one_sided(edges, heights, steepness):
    """Your steps go up and never come down: to the right of everything the curve is not back at 0. What ends a
    bump at its right edge?
    """
    return _bumps(off=lambda h: 0 * h)(edges, heights, steepness)


@ex.slip
def height_on_one_edge(edges, heights, steepness):
    """Your bumps go up by their height and come down by 1. After its right edge a bump should have left nothing
    behind.
    """
    return _bumps(off=lambda h: 0 * h - 1)(edges, heights, steepness)


@ex.slip(key="height-on-one-edge")
def height_coming_down_only(edges, heights, steepness):
    """Your bumps go up by 1 and come down by their height. After its right edge a bump should have left nothing
    behind.
    """
    return _bumps(on=lambda h: 0 * h + 1)(edges, heights, steepness)


@ex.slip
def second_step_up(edges, heights, steepness):
    """At its right edge your bump goes up once more. With which sign does the second step have to come in?"""
    return _bumps(off=lambda h: h)(edges, heights, steepness)


@ex.slip
def bias_sign(edges, heights, steepness):
    """Your steps happen at minus the edge. Where is the sum of a hidden unit 0, and where should it be?"""
    return _bumps(bias=lambda s, e: s * e)(edges, heights, steepness)


@ex.slip
def bias_not_steep(edges, heights, steepness):
    """Your steps happen in the wrong places, near 0 all of them. A step lies where weight times x plus bias is 0:
    your bias knows nothing of the steepness.
    """
    return _bumps(bias=lambda s, e: -e)(edges, heights, steepness)


@ex.slip
def not_steep(edges, heights, steepness):
    """Your steps lie in the right places and are all equally soft. Where does the steepness come in?"""
    return _bumps(weight=lambda s: 1.0, bias=lambda s, e: -e)(edges, heights, steepness)


@ex.slip
def steps_add_up(edges, heights, steepness):
    """You have one step at each edge, as high as the bump that begins there. At such an edge the bump before has
    to end as well: what is the change of height?
    """
    # One unit per edge, with the heights themselves: the curve adds up instead of following them.
    W2 = np.append(heights, -heights[-1])[:, None]
    W1 = np.full((1, len(edges)), float(steepness))
    return [(W1, -steepness * edges), (W2, np.zeros(1))]


@ex.slip
def upside_down(edges, heights, steepness):
    """Your curve is the right one upside down. Which of the two steps of a bump goes up?"""
    return _bumps(on=lambda h: -h, off=lambda h: h)(edges, heights, steepness)


ex.effect("input-modified", INPUT_MODIFIED)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def bumps_by_loop(edges, heights, steepness):
    m = len(heights)
    W1, b1, W2 = np.zeros((1, 2 * m)), np.zeros(2 * m), np.zeros((2 * m, 1))
    for i in range(m):
        for unit, edge, height in (
            (2 * i, edges[i], heights[i]),
            (2 * i + 1, edges[i + 1], -heights[i]),
        ):
            W1[0, unit], b1[unit], W2[unit, 0] = steepness, -steepness * edge, height
    return [(W1, b1), (W2, np.zeros(1))]


@ex.right
def bumps_by_changes(edges, heights, steepness):
    """One unit per edge: the curve changes there from one height to the next."""
    change = np.diff(np.concatenate([[0.0], heights, [0.0]]))
    return (
        (np.full((1, len(edges)), steepness), -steepness * edges),
        (change[:, None], np.zeros(1)),
    )


@ex.right
def bumps_from_the_other_side(edges, heights, steepness):
    """Units that fall: sigmoid(-z) = 1 - sigmoid(z)."""
    (W1, b1), (W2, b2) = bumps_by_changes(edges, heights, steepness)
    return [(-W1, -b1), (-W2, b2)]


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="one-sided", points=0)
def bumps_that_stay(edges, heights, steepness):
    W1, b1 = np.full((1, len(heights)), steepness), -steepness * edges[:-1]
    return [(W1, b1), (heights[:, None], np.zeros(1))]


@ex.wrong(slip="one-sided", points=0)
def bumps_without_last_edge(edges, heights, steepness):
    W1, b1 = np.full((1, len(edges)), steepness), -steepness * edges
    return [(W1, b1), (np.append(heights, 0.0)[:, None], np.zeros(1))]


ex.wrong(slip="bias-sign", points=0)(lambda e, h, s: bumps_by_changes(-e, h, s))
ex.wrong(slip="upside-down", points=0)(lambda e, h, s: bumps_by_changes(e, -h, s))
ex.wrong(slip="off-the-curve", points=0)(lambda e, h, s: bumps_by_changes(e, 2 * h, s))
ex.wrong(slip="off-the-curve", points=0)(lambda e, h, s: bumps_by_changes(e, h, 20.0))
ex.wrong(slip="wrong-type", points=0)(lambda e, h, s: bumps_by_changes(e, h, s)[0])


@ex.wrong(slip="wrong-shape", points=0)
def bumps_of_numbers(edges, heights, steepness):
    (W1, b1), (W2, b2) = bumps_by_loop(edges, heights, steepness)
    return [(W1, b1), (W2.ravel(), b2)]


@ex.wrong(slip="input-modified", points=2)
def bumps_moved(edges, heights, steepness):
    edges += 0.0 * edges + 1.0
    return bumps_by_loop(edges - 1.0, heights, steepness)
