"""steady_scale(): a weight scale at which deep sigmoids pass the gradient on; any scale near it is right."""

from functools import cache

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise

ex = exercise("steady_scale", " -> ten, twenty")

LOW, HIGH, MOST = 0.6, 1.6, 100.0
WIDTH, DRAWS = 64, 10


def one_draw(scale, depth, rng):
    """The first layer's gradient over the last one's, in `depth` layers of sigmoids, as the notebook measures it."""
    outputs = [rng.normal(size=(WIDTH, WIDTH))]
    weights = rng.normal(size=(depth, WIDTH, WIDTH)) * scale / np.sqrt(WIDTH)
    for W in weights:
        outputs.append(0.5 + 0.5 * np.tanh(outputs[-1] @ W / 2))  # a sigmoid
    upstream, gradients = rng.normal(size=(WIDTH, WIDTH)), []
    for layer in reversed(range(depth)):
        a = outputs[layer + 1]
        dz = upstream * a * (1 - a)
        gradients.append(np.linalg.norm(outputs[layer].T @ dz))
        upstream = dz @ weights[layer].T
    return gradients[-1] / gradients[0]


@cache
def ratio(scale, depth):
    """The median of ten draws, with the seeds 0 to 9: no luck decides."""
    draws = [one_draw(scale, depth, np.random.default_rng(seed)) for seed in range(DRAWS)]
    return float(np.median(draws))


def a_scale(result):
    """A number above 0, and not beyond 100: so far the ratio rises with the scale."""
    number = isinstance(result, (int, float, np.floating, np.integer, np.ndarray))
    if isinstance(result, (bool, np.bool_)) or not number or np.size(result) != 1:
        raise Misfit("wrong-type", tr("Return one number: a weight scale."))
    scale = float(np.ravel(result)[0])
    if not 0 < scale <= MOST:
        raise Misfit(
            "out-of-range",
            tr(
                "A weight scale lies above 0, here at most at 100; yours is {scale:.4g}.",
                scale=scale,
            ),
        )
    return scale


def read(result):
    scale = a_scale(result)
    return {"ten": ratio(scale, 10), "twenty": ratio(scale, 20)}


def with_ten(values, _):
    if LOW <= values["ten"] <= HIGH:
        return None
    told = tr(
        "With your scale and ten layers, the first layer's gradient is {ratio:.2g} times the last "
        "one's; wanted between 0.6 and 1.6.",
        ratio=values["ten"],
    )
    if values["ten"] < LOW:
        return "vanishes", tr("{told} On its way down it shrinks: try larger weights.", told=told)
    return "explodes", tr("{told} On its way down it grows: try smaller weights.", told=told)


def with_twenty(values, arguments):
    if LOW <= values["twenty"] <= HIGH:
        return with_ten(values, arguments)
    return "ten-alone" if with_ten(values, arguments) is None else "far-off", tr(
        "With your scale and twenty layers, the first layer's gradient is {ratio:.2g} times the "
        "last one's; wanted between 0.6 and 1.6. What shrinks or grows a little at each layer shows "
        "with more layers: measure with 20.",
        ratio=values["twenty"],
    )


@ex.part(points=1)
def value(rng):
    return [case(ten=1.0, twenty=1.0, read=read, judge=with_ten, seconds=10.0)]


@ex.part(points=1, hidden=True)
def deeper(rng):
    return [case(ten=1.0, twenty=1.0, read=read, judge=with_twenty, seconds=10.0)]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda: 10.0)
ex.right(lambda: np.float32(10.5))
ex.right(lambda: 10)


@ex.right
def by_halving():
    """Between a scale that is too small and one that is too large."""
    low, high = 8.0, 12.0
    while high - low > 1:
        middle = (low + high) / 2
        small = one_draw(middle, 30, np.random.default_rng(6)) < 1
        low, high = (middle, high) if small else (low, middle)
    return (low + high) / 2


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="vanishes", points=0)(lambda: 1.0)
ex.wrong(slip="vanishes", points=0)(lambda: 8.0)
ex.wrong(slip="explodes", points=0)(lambda: 20.0)
ex.wrong(slip="explodes", points=0)(lambda: 11.5)
ex.wrong(slip="ten-alone", points=1)(lambda: 9.2)
ex.wrong(slip="wrong-type", points=0)(lambda: "10")
ex.wrong(slip="wrong-type", points=0)(lambda: (10.0, 10.0))
ex.wrong(slip="out-of-range", points=0)(lambda: -10.0)
ex.wrong(slip="out-of-range", points=0)(lambda: float("nan"))
ex.wrong(slip="returns-none", points=0)(lambda: None)
