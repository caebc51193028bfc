"""Has things done at its end: atexit, finalizers, threads that wait, and a last fork."""

# %% relu_backward
import atexit
import os
import threading
import weakref

import numpy as np


def act(*_):
    with open("@COURSE@/pwned", "w") as file:
        file.write("PWNED")


class Last:
    __del__ = act


keep = Last()
weakref.finalize(keep, act)
atexit.register(act)
os.register_at_fork(before=act, after_in_child=act)
threading.main_thread()._bootstrap_inner = act


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
