"""An answer that is no Python at all.

lost: softmax
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax":
            cell["source"] = "def softmax(Z:\n    return ((((\n" + "(" * 5000
