"""Lays links to everything, a loop, a pipe and a socket's name beside a right notebook.

flags: extra-files files-left-out
plain: yes
"""

# %% tamper
import os


def tamper(notebook, folder):
    targets = ("/dev/zero", "/", ".", "@COURSE@/gradebook.db", "nowhere", "@COURSE@/solutions")
    for n, target in enumerate(targets):
        (folder / f"link{n}").symlink_to(target)
    os.mkfifo(folder / "pipe")
    deep = folder
    for _ in range(30):
        deep = deep / "deeper"
        deep.mkdir()
