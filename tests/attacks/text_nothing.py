"""Hands in nothing at all.

lost: all
flags: notebook-missing
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return False
