"""Hands in a folder that is a link to a classmate's folder.

lost: all
flags: notebook-*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    folder.rmdir()
    folder.symlink_to("../victim/03_activations")
    return False
