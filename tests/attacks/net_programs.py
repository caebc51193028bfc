"""Starts programs: a shell, this Python, and one that it writes itself."""

# %% relu_backward
import os
import subprocess
import sys

import numpy as np

with open("/tmp/program", "w") as file:
    file.write("#!/box/python\nprint(1)\n")
os.chmod("/tmp/program", 0o755)
for command in (["/bin/sh", "-c", "id"], [sys.executable, "-c", "1"], ["/tmp/program"]):
    try:
        subprocess.run(command, timeout=1)
        print("PWNED: ran", command)
    except (OSError, subprocess.SubprocessError):
        pass
os.system("touch @COURSE@/pwned")


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
