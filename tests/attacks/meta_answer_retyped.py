"""Turns an answer into Markdown; it is code again when it is graded.

flags: retyped:softmax
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax":
            cell["cell_type"] = "markdown"
