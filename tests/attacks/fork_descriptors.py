"""Looks through the file descriptors that it inherited for anything but its one line to the grader."""

# %% relu_backward
import os
import stat

import numpy as np

sockets = []
for number in range(0, 1024):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    if stat.S_ISSOCK(mode):
        sockets.append(number)
    elif not stat.S_ISCHR(mode):
        print("PWNED: inherited", number, oct(mode))
if len(sockets) > 1:
    print("PWNED: inherited", sockets)


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
