"""Lays archives beside its notebook: one with paths that lead out, one that is a bomb.

flags: extra-files
plain: yes
"""

# %% tamper
import zipfile


def tamper(notebook, folder):
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../pwned", "PWNED")
        archive.writestr("/tmp/pwned", "PWNED")
        archive.writestr("zeros", bytes(30 << 20))
