"""Hides its answers behind magics and shell commands of a notebook, which would run as the grader.

lost: softmax_backward relu_backward
"""

# %% tamper
# The mark is put together where it runs: a message may quote the line that stopped.
MAGIC = "%%python\nimport os\nos.system('touch /tmp/PWNED')"
SHELL = """import numpy as np
!touch /tmp/PWN''ED-too
%run /etc/passwd
get_ipython().system("touch /tmp/PWN" "ED-three")
def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
"""


def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax_backward":
            cell["source"] = MAGIC
        if cell["id"] == "relu_backward":
            cell["source"] = SHELL
