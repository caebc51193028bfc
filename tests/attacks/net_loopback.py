"""Connects to this machine's loopback, where the grader and the gradebook's server may listen."""

# %% relu_backward
import socket

import numpy as np

for family, address in (
    (socket.AF_INET, ("127.0.0.1", int("@PORT@"))),
    (socket.AF_INET, ("0.0.0.0", int("@PORT@"))),
    (socket.AF_INET6, ("::1", int("@PORT@"))),
    (socket.AF_UNIX, "\0nnlib"),
):
    try:
        with socket.socket(family) as line:
            line.settimeout(0.2)
            line.connect(address)
            line.send(b"PWNED")
        print("PWNED: connected to", address)
    except OSError:
        pass


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
