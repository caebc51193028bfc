"""Optimizers: one step each, on a flat vector of parameters."""

from nnlib.gates import as_floats
from nnlib.kernel import public


def _step_gate(name, arguments):
    theta, grads = (as_floats(key, arguments[key]) for key in ("params", "grads"))
    if theta.shape != grads.shape:
        raise ValueError(
            f"{name}: params {theta.shape} and grads {grads.shape} should have one shape"
        )
    moved = theta.copy()
    return (
        moved.reshape(-1),
        grads.reshape(-1).astype(theta.dtype),
        float(arguments["lr"]),
    ), lambda: moved


def _step_linked(run, names):
    def step(params, grads, lr):
        moved = params.copy()
        run(moved, grads, lr)
        return moved

    return step


_step_gate.outputs, _step_gate.linked = 0, _step_linked


@public(_step_gate)
def gd_step(params, grads, lr):
    """One step of gradient descent, params - lr * grads, as a new array.

    lr is the learning rate, above 0. Inside the training loop the kernel moves its vector in place.
    """
    for i in range(params.shape[0]):
        params[i] -= lr * grads[i]
