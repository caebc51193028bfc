"""Strips the metadata of every cell.

lost: all
flags: tests-missing:* no-solution-cell:*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    for cell in notebook["cells"]:
        cell["metadata"] = {}
