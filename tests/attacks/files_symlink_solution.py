"""Hands in a link to the instructor's notebook, which holds all answers.

lost: all
flags: notebook-unreadable
plain: yes
"""


# %% tamper
def tamper(notebook, folder):
    (folder / "03_activations.ipynb").symlink_to(
        "@COURSE@/solutions/03_activations/03_activations.ipynb"
    )
    return False
