"""Gives every test another grade_id.

lost: all
flags: tests-missing:* unknown-cells
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade"):
            about["grade_id"] += "_of_mine"
