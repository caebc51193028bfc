"""Moves all tests to the top of the notebook: they are run where the instructor has them.

plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    notebook["cells"].sort(key=lambda cell: not cell["metadata"].get("nbgrader", {}).get("grade"))
