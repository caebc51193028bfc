"""nnlib: neural networks as a handful of small functions, each with its derivative beside it.

Nothing is loaded before it is used: `import nnlib` is quick, and the compiler starts with the first call.
"""

import importlib

__version__ = "0.1.0"

_HOME = {
    "gradcheck": "central_difference numerical_gradient numerical_vjp relative_error",
    "activations": "identity identity_backward step step_backward sigmoid sigmoid_backward tanh tanh_from_sigmoid "
    "tanh_backward relu relu_backward leaky_relu leaky_relu_backward softmax softmax_backward",
    "layers": "affine_forward affine_backward",
    "losses": "softmax_cross_entropy softmax_cross_entropy_grad",
    "optimizers": "gd_step",
    "initializers": "he",
    "batching": "iterations_per_epoch shuffle_together minibatches",
    "metrics": "accuracy",
    "datasets": "load_digits split",
    "network": "count_parameters initial_theta",
    "training": "train warm",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}
__all__ = sorted(_MODULE_OF)


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f"nnlib has no {name!r}")
    value = getattr(importlib.import_module(f"nnlib.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*globals(), *_MODULE_OF])
