"""count_parameters(sizes): how many numbers a network of these widths learns."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.ch04._shared import pairs

ex = exercise("count_parameters", "sizes: list -> count")


def counted(sizes):
    """Every wire and every bias, one by one."""
    count = 0
    for layer in range(1, len(sizes)):
        for _unit in range(sizes[layer]):
            count += 1  # its bias
            for _wire in range(sizes[layer - 1]):
                count += 1
    return count


@ex.part(points=2)
def value(rng):
    listed = (
        ([12288, 1], 12289),
        ([12288, 3], 36867),
        ([12288, 3, 2, 1], 36878),
        ([784, 300, 100, 10], 266610),
    )
    return [
        case(" → ".join(map(str, sizes)), sizes=sizes, count=float(count))
        for sizes, count in listed
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    drawn = [rng.integers(2, 9, layers).tolist() for layers in (2, 3, 4, 6)]
    return [
        case(tr("other networks"), sizes=sizes, count=float(counted(sizes)))
        for sizes in (*drawn, [1, 1], [64, 1, 64])
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def biases_missing(sizes):
    """You count the weights alone. Every unit after the input has one number more to learn."""
    return sum(p * q for p, q in pairs(sizes))


@ex.slip
def bias_at_the_input(sizes):
    """You give a bias to every input instead of every unit. Draw the network 2-1, and count: two wires, and how
    many biases?
    """
    return sum(p * (q + 1) for p, q in pairs(sizes))


@ex.slip
def times_layers(sizes):
    """You multiply by the number of layers, as some notes do. How often a set of weights is needed depends on how
    many units the layer has.
    """
    return sum((p + 1) * (len(sizes) - 1) for p in sizes[:-1])


@ex.slip(key="times-layers")
def times_layer_number(sizes):
    """You multiply by the number of a layer, as some notes do. How often a set of weights is needed depends on
    how many units the layer has.
    """
    return sum((p + 1) * (k + 1) for k, p in enumerate(sizes[:-1]))


@ex.slip
def misprint_12228(sizes):
    """Your count is right for 12,228 inputs. That number is a misprint that wanders through many notes: multiply
    64 · 64 · 3 yourself.
    """
    return counted([12228 if p == 12288 else p for p in sizes])


@ex.slip
def input_has_biases(sizes):
    """You count biases for the input too. The input layer computes nothing, so it has nothing to learn."""
    return sum(p * q for p, q in pairs(sizes)) + sum(sizes)


@ex.slip
def one_bias_per_layer(sizes):
    """You count one bias for each layer. Do all the units of a layer have to share it?"""
    return sum(p * q + 1 for p, q in pairs(sizes))


@ex.slip
def first_layer_only(sizes):
    """You count the first layer and stop. It is by far the largest, and the others have numbers to learn as well."""
    return (sizes[0] + 1) * sizes[1]


@ex.slip
def last_layer_missing(sizes):
    """You leave out the last layer. Its units have weights and biases too: look at where your loop ends."""
    return sum((p + 1) * q for p, q in pairs(sizes)[:-1])


@ex.slip
def units_counted(sizes):
    """You count the units. What is learned are their weights and biases: one number per wire, and one per unit."""
    return sum(sizes)


ex.effect(
    "input-modified",
    tr(
        "Your count is right, but the list sizes is not what it was before. Whoever called "
        "you still needs it."
    ),
)


@ex.slip
def all_multiplied(sizes):
    """You multiply all the widths. Wires run from one layer to the next: multiply neighbours, and add up."""
    return int(np.prod(sizes))


@ex.slip
def every_pair(sizes):
    """You wire every layer to all the later ones. Wires run from one layer to the next only."""
    later = [(sizes[i], sizes[j]) for j in range(len(sizes)) for i in range(j)]
    return sum(p * q for p, q in later) + sum(sizes[1:])


@ex.slip
def one_bias_in_all(sizes):
    """You count one bias for the whole network. Every unit after the input has one of its own."""
    return sum(p * q for p, q in pairs(sizes)) + 1


@ex.slip
def hidden_biases_only(sizes):
    """You leave out the biases of the last layer. Its units have them too."""
    return sum(p * q for p, q in pairs(sizes)) + sum(sizes[1:-1])


@ex.slip
def layers_counted(sizes):
    """You count layers. What is learned are weights and biases: one number per wire, and one per unit."""
    return len(sizes)


@ex.slip
def first_layer_missing(sizes):
    """You leave out the first layer of weights, the largest of all. Wires run from the inputs too."""
    return sum((p + 1) * q for p, q in pairs(sizes)[1:])


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def count_by_loop(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total = total + sizes[i - 1] * sizes[i] + sizes[i]
    return total


@ex.right
def count_by_arrays(sizes):
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return sum(np.ones((p, q), bool).size + np.ones(q).size for p, q in pairs)


ex.right(lambda sizes: int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:])))
ex.right(lambda sizes: float(sum((p + 1) * q for p, q in zip(sizes, sizes[1:], strict=False))))


ex.right(lambda sizes: sum(map(lambda p, q: p * q + q, sizes, sizes[1:])))
ex.right(lambda sizes: int(np.einsum("i,i->", np.array(sizes[:-1]) + 1, np.array(sizes[1:]))))


@ex.right
def count_recursively(sizes):
    return 0 if len(sizes) < 2 else (sizes[0] + 1) * sizes[1] + count_recursively(sizes[1:])


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="biases-missing", points=0)(
    lambda sizes: sum(p * q for p, q in zip(sizes[:-1], sizes[1:], strict=True))
)
ex.wrong(slip="bias-at-the-input", points=0)(
    lambda sizes: sum(p * (q + 1) for p, q in zip(sizes[:-1], sizes[1:], strict=True))
)
ex.wrong(slip="times-layers", points=0)(
    lambda sizes: sum((p + 1) * (len(sizes) - 1) for p in sizes[:-1])
)
ex.wrong(slip="times-layers", points=0)(
    lambda sizes: sum((p + 1) * (i + 1) for i, p in enumerate(sizes[:-1]))
)
ex.wrong(slip="misprint-12228", points=1)(
    lambda sizes: count_by_loop([12228 if s == 64 * 64 * 3 else s for s in sizes])
)


@ex.wrong(slip="last-layer-missing", points=0)
def count_up_to_the_last(sizes):
    return sum(sizes[i] * sizes[i + 1] + sizes[i + 1] for i in range(len(sizes) - 2))


@ex.wrong(slip=None, points=2)
def known_counts(sizes):
    known = {(12288, 1): 12289, (12288, 3): 36867, (12288, 3, 2, 1): 36878}
    return known.get(tuple(sizes), 266610)


@ex.wrong(slip="input-modified", points=2)
def count_and_consume(sizes):
    total = 0
    while len(sizes) > 1:
        n_in = sizes.pop(0)
        total += (n_in + 1) * sizes[0]
    return total


ex.wrong(slip="all-multiplied", points=0)(lambda sizes: np.prod(sizes))
ex.wrong(slip="wrong-type", points=0)(
    lambda sizes: [(p + 1) * q for p, q in zip(sizes[:-1], sizes[1:], strict=True)]
)


ex.wrong(slip="one-bias-per-layer", points=0)(
    lambda sizes: sum(p * q + 1 for p, q in zip(sizes, sizes[1:], strict=False))
)
ex.wrong(slip="hidden-biases-only", points=0)(
    lambda sizes: sum(p * q for p, q in zip(sizes, sizes[1:], strict=False)) + sum(sizes[1:-1])
)
ex.wrong(slip="input-has-biases", points=0)(
    lambda sizes: np.dot(sizes[:-1], sizes[1:]) + sum(sizes)
)
ex.wrong(slip="first-layer-missing", points=0)(
    lambda sizes: sum((sizes[i] + 1) * sizes[i + 1] for i in range(1, len(sizes) - 1))
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):",
    "for n_in, n_out in zip(sizes[:-1], sizes[1:]):",
)
ex.same(
    "for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):",
    "for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=False):",
)
