"""Deletes every test cell.

lost: all
flags: tests-missing:*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")
    ]
