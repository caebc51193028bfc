"""Hands in a notebook of 5,000 cells.

lost: all
flags: notebook-*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    notebook["cells"] += notebook["cells"][:1] * 5000
