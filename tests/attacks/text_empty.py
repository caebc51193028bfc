"""Hands in an empty file.

lost: all
flags: notebook-unreadable
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    return b""
