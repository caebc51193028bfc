"""Prints its environment, its command line and its host's name, in search of secrets."""

# %% relu_backward
import os
import platform
import sys

import numpy as np

for name, value in os.environ.items():
    if "SECRET" in value + name or "COURSE" in name or "@HOME@" in value:
        print("PWNED:", name)
for name in ("@COURSE@", "@REPO@"):
    if name in repr(sys.path) + repr(sys.argv) + repr(sys.orig_argv):
        print("PWNED: the place of", name)
if platform.node() == "@HOST@":
    print("PWNED: the name of this machine")


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
