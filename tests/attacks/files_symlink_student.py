"""Is a link to a classmate's whole folder.

lost: all
flags: notebook-*
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to("victim")
    return False
