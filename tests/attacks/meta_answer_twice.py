"""Hands in an answer twice: a right one that is shown, and a wrong one after it, which counts.

lost: softmax
flags: duplicate:softmax
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    at = [cell["id"] for cell in notebook["cells"]].index("softmax")
    second = dict(notebook["cells"][at], source="def softmax(Z):\n    return Z")
    notebook["cells"].insert(at + 1, second)
