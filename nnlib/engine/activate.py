"""Activations by number: the one table of them, and the two kernels that run the one of a number.

An activation of the library enters training by its name in ACTIVATIONS alone, once it stands with its backward in
activations.py. In the loop its number is its place in the table.
"""

import inspect

from nnlib import activations
from nnlib.core.kernel import kernel

ACTIVATIONS = (
    *("identity", "sigmoid", "tanh", "relu", "leaky_relu", "softmax", "selu", "softplus", "step"),
    *("elu", "exponential", "softsign", "hard_sigmoid", "gelu", "swish", "elu_alpha"),
)
IDENTITY = ACTIVATIONS.index("identity")
ALPHA = 0.2  # the leaky ReLU's slope where none is given, as in Keras
OWN = 100  # kinds from here on are functions of the user's


# Those that stand in nearly every network. A loop over these alone is compiled in a third of the time.
USUAL = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "softmax")
WORDS = {"Z": "z", "P": "a", "dZ": "dz"}  # what softmax calls z, a and dz


def _ladder(name, arrays, suffix, about, some=ACTIVATIONS):
    """The kernel `name` that runs the one of ACTIVATIONS that has the number `kind`, given z, a or dout, z, a, dz.

    Each is called with those arrays that its parameters name: nearly every backward asks for the output a, those of
    activations that no output leads back from for the sums z. Compiled code cannot look a function up in a table, so
    the table is written out as branches, such as `if kind == 3: relu(z, a)`: as text, which is read once, when this
    file is loaded. It says that it comes from this file, so that the compile cache knows where it belongs.
    """
    names, lines = {"__name__": __name__}, [f"def {name}(kind, alpha, {', '.join(arrays)}):"]
    for each in some:
        names[each] = getattr(activations, each + suffix).kernel
        takes = list(inspect.signature(names[each].python).parameters)
        given = [WORDS.get(word, word) for word in takes]
        lines += [
            f"    if kind == {ACTIVATIONS.index(each)}:",
            f"        {each}({', '.join(given)})",
        ]
    exec(compile("\n".join(lines), __file__, "exec"), names)
    names[name].__doc__ = about
    return kernel(names[name])


ABOUT = "a = the library's activation number `kind` of z; `alpha` is elu_alpha's depth or leaky ReLU's slope."
BACK = (
    "dz = the backward of activation number `kind`, from the upstream gradient, z and the output a."
)
FORTH, BY = ("z", "a"), ("dout", "z", "a", "dz")
activate = _ladder("activate", FORTH, "", ABOUT)
activate_backward = _ladder("activate_backward", BY, "_backward", BACK)
activate_usual = _ladder("activate_usual", FORTH, "", ABOUT, USUAL)
activate_usual_backward = _ladder("activate_usual_backward", BY, "_backward", BACK, USUAL)


def ladders(kinds):
    """The two kernels that a network with activations of these numbers needs: the short ones where they will do.

    >>> [each.__name__ for each in ladders([ACTIVATIONS.index("relu"), OWN])]
    ['activate_usual', 'activate_usual_backward']
    >>> ladders([ACTIVATIONS.index("gelu")])[0].__name__
    'activate'
    """
    usual = {ACTIVATIONS.index(name) for name in USUAL}
    if all(kind in usual or kind >= OWN for kind in kinds):
        return activate_usual, activate_usual_backward
    return activate, activate_backward
