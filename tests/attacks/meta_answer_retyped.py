"""Turns an answer into Markdown.

lost: softmax
flags: no-solution-cell:softmax retyped:softmax
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax":
            cell["cell_type"] = "markdown"
