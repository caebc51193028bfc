"""Hides its answer in compiled code: a generated function, object mode, a callback into Python.

lost: softmax_backward
plain: yes
"""

# %% softmax_backward
import ctypes

import numba
import numpy as np


@numba.cfunc("f8(f8)")
def secret(x):
    return x


@numba.jit(forceobj=True)
def softmax_backward(dout, P):
    return ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(secret.address)(1.0) * P
