"""Hands in a notebook without cells, in the form of a list.

lost: all
flags: notebook-unreadable
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return b"[1, 2, 3]"
