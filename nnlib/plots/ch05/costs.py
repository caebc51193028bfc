"""What an error costs and how hard it pulls, by the book's losses or the reader's own: what the figures here share.

`functions` holds the reader's losses and gradients by name.
"""

from collections.abc import Callable, Mapping

import numpy as np

import nnlib
from nnlib.core.words import tr
from nnlib.plots.kit.owner import is_the_books
from nnlib.plots.kit.style import SERIES

NAMES = {"mse": "MSE", "mae": "MAE", "huber": "Huber"}
LOOKS = dict(zip(NAMES, SERIES))
ERRORS = np.round(np.linspace(-4, 4, 161), 3)


def chosen(name: str, functions: Mapping[str, Callable] | None = None):
    """The reader's function of this name where there is one, else the book's."""
    return (functions or {}).get(name) or getattr(nnlib, name)


def readers(names, functions: Mapping[str, Callable] | None = None):
    """Those of the names that are the reader's own."""
    return [name for name in names if not is_the_books(chosen(name, functions))]


def by_whom(names, functions: Mapping[str, Callable] | None = None):
    """A sentence for the words of a figure: whose functions it rests on."""
    own = readers(names, functions)
    if not own:
        return tr("Computed with the book's losses.")
    return tr(
        "Computed with your {listed}.",
        listed=" and ".join(filter(None, (", ".join(own[:-1]), own[-1]))),
    )


def cost_and_slope(
    name: str, errors, delta: float = 1.0, functions: Mapping[str, Callable] | None = None
):
    """What each error costs by itself, and how fast that grows with it.

    The slope of a reader's loss that comes without its gradient is measured.
    """
    numbers = (delta,) if name == "huber" else ()
    column, zero = np.asarray(errors, float)[:, None], np.zeros((len(errors), 1))

    def cost(e):
        return float(chosen(name, functions)(np.array([[e]]), zero[:1], *numbers))

    each = np.array([cost(e) for e in column[:, 0]])
    if readers((name, f"{name}_grad"), functions) == [name]:
        return each, np.array([nnlib.central_difference(cost, e) for e in column[:, 0]])
    slopes = chosen(f"{name}_grad", functions)(column.copy(), zero, *numbers)
    return each, len(errors) * np.asarray(slopes)[:, 0]
