"""Turns the tests of one function into Markdown and raw cells.

flags: retyped:*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] in ("softmax_value", "softmax_robustness"):
            cell["cell_type"] = "markdown" if cell["id"] == "softmax_value" else "raw"
            cell.pop("outputs", None), cell.pop("execution_count", None)
