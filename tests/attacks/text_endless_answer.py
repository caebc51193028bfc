"""Hands in an answer of 5 million characters, and 300 halves of another.

lost: softmax_backward relu_backward
flags: answer-too-long:* duplicate:relu_backward
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in list(notebook["cells"]):
        if cell["id"] == "softmax_backward":
            cell["source"] += "\n# " + "x" * 5_000_000
        if cell["id"] == "relu_backward":
            notebook["cells"] += [dict(cell, source="#" + "y" * 1000)] * 300
