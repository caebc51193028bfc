"""Writes points, a print and an exit into the test cells.

lost: softmax_backward
flags: tests-changed
plain: yes
"""


# %% softmax_backward
def softmax_backward(dout, P):
    return P


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "print('PWNED')\nimport os; os._exit(0)\n5.0"
            cell["metadata"]["nbgrader"]["checksum"] = "0" * 32
