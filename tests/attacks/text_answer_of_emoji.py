"""Hands in an answer of 99,000 emoji, each of which takes twelve letters on the wire.

lost: softmax_backward
plain: yes
flags: protocol-violation
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax_backward":
            cell["source"] += "\n# " + "\N{PILE OF POO}" * 99_000
