"""Adds cells of its own that leave, read the tests, and overwrite the answers.

flags: worker-died
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    bad = "import os; os._exit(1)"
    cell = {"cell_type": "code", "metadata": {}, "source": bad, "outputs": [], "id": "mine"}
    notebook["cells"] = [cell, *notebook["cells"], cell]
