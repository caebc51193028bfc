"""Hides lines behind signs that some programs take for the end of a line, and others do not.

plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax_backward":
            cell["source"] = (
                "def softmax_backward(dout, P):  # not written yet\r    return P * (dout - (dout * P)"
                ".sum(axis=1, keepdims=True))  # \x0c \x0b \x85 \u2028 \u2029\n    raise NotImplementedError\n"
            )
