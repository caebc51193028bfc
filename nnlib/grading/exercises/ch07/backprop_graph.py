"""backprop_graph(nodes, values): the slope of a graph's output with respect to every name in it."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.draw import exact_gradient
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("backprop_graph", "nodes, values")

OPERATE = {
    "add": lambda x, y: x + y,
    "mul": lambda x, y: x * y,
    "max": lambda x, y: x if np.real(x) >= np.real(y) else y,  # complex numbers have no order
    "exp": np.exp,
}


def _run(nodes, values, held=()):
    """The values of all names; a node that is held keeps the value that it has."""
    values = dict(values)
    for name, operation, inputs in nodes:
        if name not in held:
            values[name] = OPERATE[operation](*(values[key] for key in inputs))
    return values


def _graph(nodes, inputs, about):
    """A case: every name is nudged, nodes too, and the last node's change is measured."""
    values, output = {name: float(x) for name, x in _run(nodes, inputs).items()}, nodes[-1][0]
    truth = {
        f"df/d{name}": float(
            exact_gradient(
                lambda moved, name=name: _run(nodes, values | {name: moved[()]}, (name,))[output],
                value,
            )
        )
        for name, value in values.items()
    }
    arguments = {"nodes": nodes, "values": values}
    return Case(
        arguments, truth, about, scale=1, read=partial(_slopes_of, tuple(values)), slopes=True
    )


def _slopes_of(names, result):
    if not isinstance(result, dict):
        raise Misfit(
            "wrong-type", tr("Return a dictionary with one slope for every name, as in {'x': 2.0}.")
        )
    missing = [name for name in names if name not in result]
    if missing:
        raise Misfit(
            "names-missing",
            tr(
                "Your dictionary has no slope for {missing!r}. Every name in values gets one, the "
                "inputs, the nodes between and the output.",
                missing=missing[0],
            ),
        )
    return {f"df/d{name}": result[name] for name in names}


@ex.part(points=2)
def gradient(rng):
    x, y, z = map(float, rng.uniform(0.5, 2, 3) * rng.choice([-1, 1], 3))
    product = [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))]
    chain = [("a", "mul", ("x", "y")), ("b", "exp", ("a",)), ("f", "mul", ("b", "z"))]
    diamond = [("a", "exp", ("x",)), ("l", "mul", ("a", "y")), ("r", "mul", ("a", "z"))]
    diamond += [("f", "mul", ("l", "r"))]
    huge = {"x": HUGE, "y": 5.0, "z": 4.0, "q": HUGE + 5, "f": 4 * HUGE + 20}
    truth = {"df/dx": 4.0, "df/dy": 4.0, "df/dz": HUGE + 5, "df/dq": 4.0, "df/df": 1.0}
    given = {"nodes": product, "values": huge}
    return [
        uneven(given, truth, read=partial(_slopes_of, tuple(huge))),
        _graph(product, {"x": -2.0, "y": 5.0, "z": -4.0}, "f = (x + y) z"),
        _graph(chain, {"x": x / 2, "y": y / 2, "z": z}, "a chain"),
        _graph(diamond, {"x": x / 2, "y": y, "z": z}, tr("a diamond: one value on two paths")),
    ]


@ex.part(points=2, hidden=True, pure=True)
def sharing(rng):
    x, y, z = map(float, rng.uniform(0.6, 1.6, 3))
    square = [("s", "add", ("x", "y")), ("f", "mul", ("s", "s"))]
    shared = [("a", "mul", ("x", "y")), ("b", "add", ("a", "x")), ("c", "mul", ("b", "a"))]
    shared += [("d", "max", ("c", "z")), ("f", "add", ("d", "b"))]
    ladder, last = [], "x"
    for i in range(8):
        ladder += [(f"l{i}", "mul", (last, "y")), (f"s{i}", "add", (f"l{i}", last))]
        last = f"s{i}"
    return [
        _graph(square, {"x": x, "y": y}, tr("a value that one node uses twice")),
        _graph(shared, {"x": x, "y": y, "z": z + 9, "idle": 1.0}, tr("five nodes that share")),
        _graph(shared, {"x": x, "y": y, "z": z - 9}, tr("five nodes that share")),
        _graph(ladder, {"x": x, "y": y / 4}, tr("eight diamonds in a row")),
    ]


# ---- slips -----------------------------------------------------------------------------------------

LOCAL = {  # used by the wrong answers alone
    "add": lambda x, y: (1.0, 1.0),
    "mul": lambda x, y: (y, x),
    "max": lambda x, y: (1.0, 0.0) if x > y else (0.0, 1.0),
    "exp": lambda x: (float(np.exp(x)),),
}


def _graph_by(add=True, turned=True, local=None, unique=False):
    """A wrong answer: slopes that overwrite, the forward order, no upstream, or twins counted once."""

    def wrong(nodes, values):
        grads = dict.fromkeys(values, 0.0) | {nodes[-1][0]: 1.0}
        for name, operation, inputs in reversed(nodes) if turned else nodes:
            slopes = LOCAL[operation](*(values[key] for key in inputs))
            pairs = dict(zip(inputs, slopes)) if unique else None
            for key, slope in pairs.items() if unique else zip(inputs, slopes):
                step = slope if local else grads[name] * slope
                grads[key] = grads[key] + step if add else step
        return grads

    return wrong


@ex.slip
def overwritten(nodes, values):
    """Where two paths meet, the second one wipes out what the first has brought. A value that moves f on two
    paths moves it on both at once.
    """
    return _graph_by(add=False)(nodes, values)


@ex.slip
def double_counted(nodes, values):
    """Where paths meet you pass on the same share more than once: you go on from a node before everything has
    arrived there. When is its slope complete?
    """
    # Goes on from a node each time that it is reached, with all that has gathered there so far.
    table = {name: (operation, inputs) for name, operation, inputs in nodes}
    grads = dict.fromkeys(values, 0.0) | {nodes[-1][0]: 1.0}

    def visit(name):
        if name not in table:
            return
        operation, inputs = table[name]
        slopes = LOCAL[operation](*(values[key] for key in inputs))
        for key, slope in zip(inputs, slopes):
            grads[key] += grads[name] * slope
            visit(key)

    visit(nodes[-1][0])
    return grads


@ex.slip
def forward_order(nodes, values):
    """You go through the nodes in the order of the forward pass, so most pass on a slope that is still 0. Where
    does the backward pass start?
    """
    return _graph_by(turned=False)(nodes, values)


@ex.slip
def upstream_ignored(nodes, values):
    """You add up what each node does to its inputs, and leave out how much the node itself counts for f. Multiply
    along the path.
    """
    return _graph_by(local=True)(nodes, values)


@ex.slip
def twin_counted_once(nodes, values):
    """A node that uses the same value twice counts for you once. In s times s both factors move."""
    return _graph_by(unique=True)(nodes, values)


ex.effect("input-modified", GIVEN_MODIFIED)


def _with_slopes(sign=1.0, **changed):
    """A wrong answer: the way back is right, and some operation has another slope."""
    table = LOCAL | changed

    def wrong(nodes, values):
        grads = dict.fromkeys(values, 0.0) | {nodes[-1][0]: 1.0}
        for name, operation, inputs in reversed(nodes):
            slopes = table[operation](*(values[key] for key in inputs))
            for key, slope in zip(inputs, slopes):
                grads[key] += sign * grads[name] * slope
        return grads

    return wrong


@ex.slip
def own_factor(nodes, values):
    """At a product you hand each factor its own value. Nudge one factor, with numbers: which number decides how far the
    product moves?
    """
    return _with_slopes(mul=lambda x, y: (x, y))(nodes, values)


@ex.slip
def taken_away(nodes, values):
    """You take away what arrives at a name. What comes by several paths is added."""
    return _with_slopes(sign=-1.0)(nodes, values)


@ex.slip
def product_like_sum(nodes, values):
    """At a product you pass the slope on as it came, as at a sum. There the other factor decides."""
    return _with_slopes(mul=lambda x, y: (1.0, 1.0))(nodes, values)


@ex.slip
def sum_like_product(nodes, values):
    """At a sum you multiply by the other input, as at a product. Nudge one of two that are added: the sum moves by the
    same amount.
    """
    return _with_slopes(add=lambda x, y: (y, x))(nodes, values)


@ex.slip
def exp_slope(nodes, values):
    """At exp you pass on another number than its slope. The slope of e^x is e^x itself: the node's own value."""
    return _with_slopes(exp=lambda x: (x,))(nodes, values)


@ex.slip(like=exp_slope)
def exp_slope_one(nodes, values):
    return _with_slopes(exp=lambda x: (1.0,))(nodes, values)


@ex.slip(like=exp_slope)
def exp_by_power_rule(nodes, values):
    return _with_slopes(exp=lambda x: (x * float(np.exp(x - 1)),))(nodes, values)


@ex.slip
def max_passes_both(nodes, values):
    """At max you pass the slope on to both inputs. The smaller one may move a little, and the larger one does not see
    it.
    """
    return _with_slopes(max=lambda x, y: (1.0, 1.0))(nodes, values)


@ex.slip
def max_turned(nodes, values):
    """At max you pass the slope on to the smaller input. Only the larger one moves the result."""
    return _with_slopes(max=lambda x, y: (0.0, 1.0) if x > y else (1.0, 0.0))(nodes, values)


@ex.slip
def max_halved(nodes, values):
    """At max each input gets half of the slope. Only the larger one moves the result, and it moves it fully."""
    return _with_slopes(max=lambda x, y: (0.5, 0.5))(nodes, values)


@ex.slip
def output_not_one(nodes, values):
    """All your slopes are too large by one and the same factor: you start with the value of the last node. Its own
    slope is 1.
    """
    start = values[nodes[-1][0]]
    return {name: start * slope for name, slope in _with_slopes()(nodes, values).items()}


@ex.slip
def output_missing(nodes, values):
    """Your slopes are right, and that of the output itself is not. How far does f move when f is nudged?"""
    return _with_slopes()(nodes, values) | {nodes[-1][0]: 0.0}


# ---- right answers ---------------------------------------------------------------------------------


def local(operation, numbers):
    if operation == "add":
        return 1.0, 1.0
    if operation == "mul":
        return numbers[1], numbers[0]
    if operation == "max":
        return (1.0, 0.0) if numbers[0] > numbers[1] else (0.0, 1.0)
    return (np.exp(numbers[0]),)


@ex.right
def graph_backwards(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in nodes[::-1]:
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] += s * grads[name]
    return grads


@ex.right
def graph_by_paths(nodes, values):
    """Every path from the output down, its product added at each stop: slow, and right."""
    table, grads = {name: (o, i) for name, o, i in nodes}, dict.fromkeys(values, 0.0)

    def walk(name, product):
        grads[name] += product
        if name in table:
            operation, inputs = table[name]
            for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
                walk(key, product * s)

    walk(nodes[-1][0], 1.0)
    return grads


@ex.right
def graph_by_users(nodes, values):
    """Each slope asks those who use the value: df/dv = sum of df/du du/dv."""
    known = {nodes[-1][0]: 1.0}

    def slope_of(name):
        if name not in known:
            known[name] = 0.0 + sum(
                slope_of(user) * s
                for user, operation, inputs in nodes
                for key, s in zip(inputs, local(operation, [values[k] for k in inputs]))
                if key == name
            )
        return known[name]

    return {name: slope_of(name) for name in values}


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def nudged(nodes, values):
    def slope(name):
        def at(h):
            return _run(nodes, values | {name: values[name] + h}, (name,))[nodes[-1][0]]

        return (at(1e-5) - at(-1e-5)) / 2e-5

    return {name: slope(name) for name in values}


@ex.wrong(slip="taken-away", points=0)
def graph_takes_away(nodes, values):
    """Slopes are subtracted where they belong added."""
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in nodes[::-1]:
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] -= s * grads[name]
    return grads


@ex.wrong(slip="double-counted", points=0)
def graph_depth_first(nodes, values):
    table = {name: (operation, inputs) for name, operation, inputs in nodes}
    grads = {name: 0.0 for name in values}

    def go(name):
        if name in table:
            operation, inputs = table[name]
            for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
                grads[key] += s * grads[name]
                go(key)

    grads[nodes[-1][0]] = 1.0
    go(nodes[-1][0])
    return grads


@ex.wrong(slip="overwritten", points=0)
def graph_overwrites(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in reversed(nodes):
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] = s * grads[name]
    return grads


@ex.wrong(slip="own-factor", points=0)
def graph_own_factor(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in reversed(nodes):
        slopes = local(operation, [values[k] for k in inputs])
        for key, s in zip(inputs, slopes[::-1]):
            grads[key] += s * grads[name]
    return grads


ex.wrong(slip="names-missing", points=0)(lambda nodes, values: {nodes[-1][0]: 1.0})
ex.wrong(slip="wrong-type", points=0)(
    lambda nodes, values: list(graph_backwards(nodes, values).values())
)


@ex.wrong(slip="input-modified", points=2)
def graph_uses_nodes_up(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    while nodes:
        name, operation, inputs = nodes.pop()
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] += s * grads[name]
    return grads


ex.wrong(slip="max-passes-both", points=2)(_with_slopes(max=lambda x, y: (1.0, 1.0)))
ex.wrong(slip="exp-slope", points=2)(_with_slopes(exp=lambda x: (1.0,)))
ex.wrong(slip="product-like-sum", points=0)(_with_slopes(mul=lambda x, y: (1, 1)))


@ex.wrong(slip="output-missing", points=0)
def graph_without_its_end(nodes, values):
    grads = graph_backwards(nodes, values)
    grads[nodes[-1][0]] = 0.0
    return grads


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "slopes = [1.0, 0.0] if numbers[0] > numbers[1] else [0.0, 1.0]",
    "slopes = [1.0, 0.0] if numbers[0] > numbers[-1] else [0.0, 1.0]",
)
ex.same(
    "slopes = [1.0, 0.0] if numbers[0] > numbers[1] else [0.0, 1.0]",
    "slopes = [1.0, 0.0] if numbers[0] >= numbers[1] else [0.0, 1.0]",
)
ex.same("slopes = [numbers[1], numbers[0]]", "slopes = [numbers[-1], numbers[0]]")
