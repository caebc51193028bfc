"""One run of a compiled loop on the functions in its slots, and what happens where a learner's function fails."""

import numpy as np

from nnlib.core.kernel import compiler
from nnlib.core.limits import quiet
from nnlib.engine.plugin import Plugged


def run_slots(loop, dtype, arguments, functions, may_change=()):
    """Run a loop on `functions`, some of them Plugged, compiled for floats of this dtype; returns what it returns.

    Where a learner's function fails, the loop is played again in plain Python, whose error names the learner's line.
    Before that the arrays in `may_change`, which the loop reads and moves, are put back.
    """
    if compiler() is not None:
        is_learners = any(getattr(each, "is_learners", False) for each in functions)
        before = [array.copy() for array in may_change] if is_learners else []
        try:
            return loop.typed(dtype)(*arguments, in_form("compiled", functions))
        except Exception:
            if not is_learners:
                raise
        for array, values in zip(may_change, before):
            array[:] = values
    with quiet(), np.errstate(all="ignore"):
        return loop.plain(*arguments, in_form("plain", functions))


def in_form(form, functions):
    """The same named tuple, with every Plugged in this form, "compiled" or "plain"."""
    ready = (getattr(each, form) if isinstance(each, Plugged) else each for each in functions)
    return type(functions)(*ready)
