"""Gives its answer the grade_id of a test, so that a cell of its own is the test.

lost: softmax
flags: duplicate:softmax_value no-solution-cell:softmax tests-changed
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        if cell["id"] == "softmax":
            cell["metadata"]["nbgrader"] |= {
                "grade_id": "softmax_value",
                "grade": True,
                "points": 2,
            }
