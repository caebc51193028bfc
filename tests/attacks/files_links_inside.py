"""Makes links in its scratch space that lead out of it, and devices and set-user-id files."""

# %% relu_backward
import os
import stat

import numpy as np

for n, target in enumerate(("@COURSE@", "/proc", "/", "../..", "@COURSE@/gradebook.db")):
    os.symlink(target, f"/tmp/link{n}")
    try:
        if n != 2 and n != 3:
            print("PWNED: saw", os.listdir(f"/tmp/link{n}"))
    except OSError:
        pass
for attempt in (
    lambda: os.mknod("/tmp/disk", 0o60666, os.makedev(8, 0)),
    lambda: os.link("/box/worker.py", "/tmp/worker.py"),
    lambda: os.rename("/box", "/tmp/box"),
    lambda: os.chroot("/tmp"),
    lambda: os.mkdir("/box/site/numpy2"),
):
    try:
        attempt()
        print("PWNED: a way out")
    except OSError:
        pass


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
