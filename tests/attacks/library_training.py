"""Reads slopes off a network that takes one step: what a weight moved by is the gradient.

lost: tanh_backward sigmoid_backward
plain: yes
"""

# %% tanh_backward
import numpy as np


def slope(name, inverse, dout, a):
    import nnlib

    with np.errstate(all="ignore"):
        z = np.nan_to_num(inverse(a), posinf=800.0, neginf=-800.0)
    out = np.empty(a.size)
    for i, (s, d) in enumerate(zip(z.ravel(), dout.ravel())):
        model = nnlib.Sequential(
            [nnlib.Input([1]), nnlib.Dense(1, name), nnlib.Dense(1)], dtype="float64"
        )
        model.compile(nnlib.SGD(1.0), "mse")
        model.build()
        model.set_weights([np.array([[0.0]]), np.array([s]), np.array([[1.0]]), np.array([0.0])])
        target = float(np.ravel(a)[i]) - d / 2
        model.train_on_batch(np.array([[0.0]]), np.array([[target]]))
        out[i] = s - float(model.get_weights()[1][0])
    return out.reshape(a.shape)


def tanh_backward(dout, a):
    return slope("tanh", np.arctanh, dout, a)


# %% sigmoid_backward
import numpy as np


def slope(name, inverse, dout, a):
    import nnlib

    with np.errstate(all="ignore"):
        z = np.nan_to_num(inverse(a), posinf=800.0, neginf=-800.0)
    out = np.empty(a.size)
    for i, (s, d) in enumerate(zip(z.ravel(), dout.ravel())):
        model = nnlib.Sequential(
            [nnlib.Input([1]), nnlib.Dense(1, name), nnlib.Dense(1)], dtype="float64"
        )
        model.compile(nnlib.SGD(1.0), "mse")
        model.build()
        model.set_weights([np.array([[0.0]]), np.array([s]), np.array([[1.0]]), np.array([0.0])])
        target = float(np.ravel(a)[i]) - d / 2
        model.train_on_batch(np.array([[0.0]]), np.array([[target]]))
        out[i] = s - float(model.get_weights()[1][0])
    return out.reshape(a.shape)


def sigmoid_backward(dout, a):
    return slope("sigmoid", lambda a: np.log(a) - np.log1p(-a), dout, a)
